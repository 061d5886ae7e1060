//! Erasing a person, on both databases, looked for in everything that they keep.

use domain::api::{ErasePerson, FoundNetwork, InviteDelegate};
use domain::role::NetworkRole;
use server::clock::Clock;
use server::random::Random;
use server::store::Store;
use server::workflow::{self, Office};
use sqlx::{AssertSqlSafe, PgPool};

use crate::databases::{Kind, OwnDatabase, on_both};

const NAME: &str = "Zinaida Quillfeather";
const ADDRESS: &str = "zinaida@quillfeather.example";

on_both!(an_erased_person_leaves_no_trace_in_the_database);

async fn an_erased_person_leaves_no_trace_in_the_database(kind: Kind) {
    let own = OwnDatabase::new(kind);
    let store = own.open().await;
    let office = Office::open(store.clone(), Clock::System, Random::System)
        .await
        .unwrap();
    let link = workflow::make_set_up_link(&office).await.unwrap().unwrap();
    let found = FoundNetwork {
        network: "Open Results Network".parse().unwrap(),
        name: NAME.parse().unwrap(),
        address: ADDRESS.parse().unwrap(),
    };
    let (founder, _) = workflow::found_network(&office, &link, &found, None)
        .await
        .unwrap();
    let invite = InviteDelegate {
        organisation: None,
        role: NetworkRole::Secretariat,
        name: "Sofia Ek".parse().unwrap(),
        address: "sofia@network.example".parse().unwrap(),
        expires_at: office.now().plus_seconds(86_400),
    };
    let invited = workflow::invite_delegate(&office, founder, &invite)
        .await
        .unwrap();
    let (by, _) = workflow::accept_invitation(&office, &invited.token, None)
        .await
        .unwrap();
    if let Store::Postgres(pool) = &store {
        // What is known of the frequency of values quotes them.
        sqlx::query("ANALYZE").execute(pool).await.unwrap();
    }
    assert!(is_kept(&everything(&own, &store).await));
    let command = ErasePerson {
        reason: "Asked for under data protection law.".parse().unwrap(),
        also: Vec::new(),
    };
    let erased = workflow::erase_person(&office, by, founder, &command)
        .await
        .unwrap();
    assert!(erased.is_traceless);
    assert!(!is_kept(&everything(&own, &store).await));
    let again = Office::open(store.clone(), Clock::System, Random::System)
        .await
        .unwrap();
    assert_eq!(again.register().network().delegate_name(founder), "[–]");
    store.close().await;
}

/// Reports whether bytes have the person in them, as text or in hexadecimal.
fn is_kept(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    ["quillfeather", "zinaida"]
        .iter()
        .any(|word| text.contains(word) || text.contains(&hex::encode(word)))
}

/// Returns all that a database keeps: its files, and what its tables say.
async fn everything(own: &OwnDatabase, store: &Store) -> Vec<u8> {
    match store {
        Store::Sqlite { .. } => files(own.folder()),
        Store::Postgres(pool) => {
            let mut bytes = tables(pool).await;
            bytes.extend(files(&folder(pool).await));
            bytes
        }
    }
}

fn files(folder: &std::path::Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).unwrap();
    let bytes = files.map(|file| std::fs::read(file.unwrap().path()).unwrap_or_default());
    bytes.flatten().collect()
}

/// Returns every row of every table as text.
async fn tables(pool: &PgPool) -> Vec<u8> {
    let names: Vec<String> =
        sqlx::query_scalar("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
            .fetch_all(pool)
            .await
            .unwrap();
    assert!(names.len() > 10, "{names:?}");
    let mut said = Vec::new();
    for name in names {
        let statement = format!("SELECT t::text FROM \"{name}\" t");
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(statement))
            .fetch_all(pool)
            .await
            .unwrap();
        said.extend(rows.concat().into_bytes());
    }
    said
}

/// Returns where PostgreSQL keeps the files of the database, brought up to date.
async fn folder(pool: &PgPool) -> std::path::PathBuf {
    sqlx::query("CHECKPOINT").execute(pool).await.unwrap();
    let base: String = sqlx::query_scalar(
        "SELECT current_setting('data_directory') || '/base/' || oid::text
           FROM pg_database WHERE datname = current_database()",
    )
    .fetch_one(pool)
    .await
    .unwrap();
    base.into()
}

#[tokio::test]
async fn whoever_reads_an_older_state_is_waited_for() {
    let own = OwnDatabase::new(Kind::Postgres);
    let store = own.open().await;
    let mut reading = store.snapshot().await.unwrap();
    reading.head().await.unwrap();
    change(&store).await;
    clears_only_after(&store, reading).await;
    store.close().await;
}

#[tokio::test]
async fn whoever_writes_in_another_database_of_the_server_is_waited_for() {
    let own = OwnDatabase::new(Kind::Postgres);
    let (store, other) = (own.open().await, OwnDatabase::new(Kind::Postgres));
    let other = other.open().await;
    let mut writing = other.begin().await.unwrap();
    writing.name_ledger("other.example/ledger").await.unwrap();
    change(&store).await;
    clears_only_after(&store, writing).await;
    store.close().await;
    other.close().await;
}

async fn change(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    tx.name_ledger("network.example/ledger").await.unwrap();
    tx.commit().await.unwrap();
}

/// Clears the traces, which waits until what holds them is dropped.
async fn clears_only_after(store: &Store, holding: impl Sized) {
    let Store::Postgres(pool) = store else {
        unreachable!("it is on PostgreSQL")
    };
    let mut clearing = std::pin::pin!(store.leave_no_trace());
    // It has waited once it has looked twice.
    let waits = async {
        let asking = "SELECT query_start::text FROM pg_stat_activity WHERE pid <> pg_backend_pid()
             AND datname = current_database() AND query LIKE '%pg_replication_' || 'slots%'";
        let mut looked = std::collections::HashSet::<String>::new();
        while looked.len() < 2 {
            looked.extend(
                sqlx::query_scalar(asking)
                    .fetch_optional(pool)
                    .await
                    .unwrap(),
            );
        }
    };
    tokio::select! {
        done = &mut clearing => panic!("it did not wait: {done:?}"),
        () = waits => {}
    }
    drop(holding);
    assert!(clearing.await.unwrap());
}
