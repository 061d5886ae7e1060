//! The private database server that the other tests stand on.

use std::path::Path;

use e2e::fresh_database;

#[test]
fn databases_of_one_process_share_a_server_that_only_this_machine_reaches() {
    let urls = [fresh_database(), fresh_database()];
    assert_ne!(urls[0], urls[1]);
    let folders = urls.map(|url| {
        let (_, query) = url.split_once("?host=").unwrap();
        let (folder, _) = query.split_once('&').unwrap();
        folder.to_owned()
    });
    assert_eq!(folders[0], folders[1]);
    assert!(
        Path::new(&folders[0]).join(".s.PGSQL.5432").exists(),
        "its socket is in its folder"
    );
}
