//! Starting the program on a fresh data folder.

use e2e::{Database, Program};

async fn status(url: &str) -> u16 {
    reqwest::get(url).await.unwrap().status().as_u16()
}

async fn a_fresh_network_is_set_up_by_a_link_of_its_own(database: Database) {
    let mut program = Program::serve(database);
    assert_eq!(status(&program.address()).await, 200);
    let link = program.link("/set-up/");
    assert_eq!(status(&link).await, 200);
    let guessed = format!("{}/set-up/{}", program.address(), "0".repeat(64));
    assert_eq!(status(&guessed).await, 404);

    program.kill();
    program.restart();
    let path = link
        .trim_start_matches("http://")
        .split_once('/')
        .unwrap()
        .1;
    let former = format!("{}/{path}", program.address());
    assert_eq!(
        status(&former).await,
        404,
        "a former start's link opens nothing"
    );
    assert_eq!(status(&program.link("/set-up/")).await, 200);
}

#[tokio::test]
async fn a_fresh_network_is_set_up_by_a_link_of_its_own_on_sqlite() {
    a_fresh_network_is_set_up_by_a_link_of_its_own(Database::Sqlite).await;
}

#[tokio::test]
async fn a_fresh_network_is_set_up_by_a_link_of_its_own_on_postgres() {
    a_fresh_network_is_set_up_by_a_link_of_its_own(Database::postgres()).await;
}
