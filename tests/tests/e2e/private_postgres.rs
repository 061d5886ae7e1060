//! The private database server that the other tests stand on.

use std::path::PathBuf;

use e2e::{IsDurable, PrivateDatabase};

fn folder(database: &PrivateDatabase) -> PathBuf {
    let url = database.url();
    let (_, query) = url.split_once("?host=").unwrap();
    let (folder, _) = query.split_once('&').unwrap();
    folder.into()
}

#[test]
fn databases_of_one_process_share_a_server_that_only_this_machine_reaches() {
    let databases = [(); 2].map(|()| PrivateDatabase::new(IsDurable(false)));
    assert_ne!(databases[0].url(), databases[1].url());
    let folders = databases.each_ref().map(folder);
    assert_eq!(folders[0], folders[1]);
    assert!(
        folders[0].join(".s.PGSQL.5432").exists(),
        "its socket is in its folder"
    );
}
