//! The private database server that the other tests stand on.

use std::path::Path;

use e2e::Postgres;

#[test]
fn a_private_server_lives_in_its_folder_and_goes_with_it() {
    let server = Postgres::start();
    let url = server.url();
    let folder = url.split("host=").nth(1).unwrap().replace("%2F", "/");
    assert!(
        Path::new(&folder).join(".s.PGSQL.5432").exists(),
        "its socket is in its folder"
    );
    drop(server);
    assert!(!Path::new(&folder).exists(), "nothing is left behind");
}
