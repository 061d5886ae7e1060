//! Starting and stopping the program on a fresh data folder.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use e2e::{Database, Program, Visitor};

const FORM: [(&str, &str); 5] = [
    ("network", "Network for Open Counts"),
    ("name", "Maren Holt"),
    ("address", "maren@secretariat.example"),
    ("password", "seven quiet paper lanterns"),
    ("password-again", "seven quiet paper lanterns"),
];

fn path_of(link: &str) -> String {
    format!(
        "/{}",
        link.trim_start_matches("http://")
            .split_once('/')
            .unwrap()
            .1
    )
}

async fn the_link_of_a_fresh_network_sets_it_up_once(database: Database) {
    let program = Program::serve(database);
    let link = path_of(&program.link("/set-up/"));
    let guess = format!("/set-up/{}", "A".repeat(link.len() - "/set-up/".len()));
    let mut stranger = Visitor::new(&program.address());
    let refused = stranger.submit(&guess, &FORM).await;
    assert!(
        refused.status.is_client_error(),
        "a guessed link: {}",
        refused.status
    );

    let mut secretariat = Visitor::new(&program.address());
    secretariat.open(&link).await.expect("password-again");
    let home = secretariat.submit(&link, &FORM).await;
    assert_eq!(home.path, "/");
    secretariat.open("/instruments").await.expect("Maren Holt");

    let mut late = Visitor::new(&program.address());
    let refused = late.submit(&link, &FORM).await;
    assert!(
        refused.status.is_client_error(),
        "a used link: {}",
        refused.status
    );
    assert_secrets_are_their_owners(&program.data());
}

/// Secrets are files that only their owner can read, in a folder that only its owner can open.
fn assert_secrets_are_their_owners(data: &Path) {
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(data), 0o700);
    let files = fs::read_dir(data)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let secrets: Vec<_> = files
        .filter(|path| !path.to_string_lossy().contains("sqlite"))
        .collect();
    assert!(!secrets.is_empty(), "the program makes its secrets");
    for secret in secrets {
        // A file that was just being replaced has gone by now.
        if secret.exists() {
            assert_eq!(mode(&secret), 0o600, "{}", secret.display());
        }
    }
}

#[tokio::test]
async fn the_link_of_a_fresh_network_sets_it_up_once_on_sqlite() {
    the_link_of_a_fresh_network_sets_it_up_once(Database::Sqlite).await;
}

#[tokio::test]
async fn the_link_of_a_fresh_network_sets_it_up_once_on_postgres() {
    the_link_of_a_fresh_network_sets_it_up_once(Database::postgres()).await;
}

#[tokio::test]
async fn the_program_ends_when_told_to_although_pages_are_open() {
    let mut program = Program::serve(Database::Sqlite);
    let mut secretariat = Visitor::new(&program.address());
    secretariat
        .submit(&path_of(&program.link("/set-up/")), &FORM)
        .await;
    let events = secretariat.listen("/events?topic=network").await;
    assert_eq!(events.status().as_u16(), 200);
    assert!(program.stop(), "it ends without complaint");
    drop(events);
}
