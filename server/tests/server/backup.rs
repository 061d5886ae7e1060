//! A whole network goes into one file and comes back, on either database.

use std::collections::BTreeSet;
use std::io::Read;

use server::backup::{self, BackupError};
use server::clock::Clock;
use server::demo;
use server::random::Random;
use server::secret::Secret;
use server::store::{CARRIED, LEFT_BEHIND, OF_THE_RECORD, Store};
use server::workflow::{Office, WorkflowError};

use crate::databases::Kind;
use crate::store::support::{NOON, on, run};

/// Plays the demonstration into a store.
async fn play(store: &Store) {
    let clock = Clock::fixed(NOON);
    let office = Office::open(store.clone(), clock.clone(), Random::System);
    let password = Secret::new("no password signs in with this".to_owned());
    demo::fill(
        &office.await.unwrap(),
        &clock,
        &password,
        Some(&demo::Keyring::new([9; 32])),
    )
    .await
    .unwrap();
}

async fn back_up(store: &Store) -> Vec<u8> {
    let (_, file) = backup::write(store, Vec::new(), |_| ()).await.unwrap();
    file
}

async fn restored(store: &Store, file: &[u8]) -> Result<u64, BackupError> {
    let (label, register) = backup::restore(store, file, |_| ()).await?;
    assert_eq!(register.next_seq(), label.entries);
    Ok(label.entries)
}

/// Checks that nothing of a backup was taken.
async fn is_empty(store: &Store) -> bool {
    let mut tx = store.snapshot().await.unwrap();
    let mut rows = 0;
    for table in CARRIED {
        let columns = tx.columns(*table).await.unwrap();
        let counting = tx.each_row(*table, &columns, |_| {
            rows += 1;
            Ok::<_, BackupError>(())
        });
        counting.await.unwrap();
    }
    rows == 0 && tx.head().await.unwrap().is_none()
}

/// Writes a part anew, with sums that fit.
fn with_part(file: &[u8], wanted: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut parts = Vec::new();
    for entry in tar::Archive::new(file).entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_str().unwrap().to_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        if name.contains(wanted) {
            let before = text.clone();
            text = change(text);
            assert_ne!(text, before, "{name} was to be changed");
        }
        parts.push((name, text));
    }
    parts.pop();
    let sums = parts.iter().map(|(name, text)| sum(name, text)).collect();
    parts.push(("sha256sums".to_owned(), sums));
    let mut out = tar::Builder::new(Vec::new());
    for (name, text) in parts {
        let mut header = tar::Header::new_ustar();
        header.set_size(text.len() as u64);
        out.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    out.into_inner().unwrap()
}

fn sum(name: &str, text: &str) -> String {
    use sha2::{Digest, Sha256};
    format!("{}  {name}\n", hex::encode(Sha256::digest(text)))
}

#[tokio::test]
async fn a_network_is_carried_from_one_database_to_the_other_and_back_unchanged() {
    let (sqlite, _file) = on(Kind::Sqlite).await;
    let (postgres, _own) = on(Kind::Postgres).await;
    let (again, _other) = on(Kind::Sqlite).await;
    play(&sqlite).await;
    let first = back_up(&sqlite).await;
    let entries = restored(&postgres, &first).await.unwrap();
    assert!(entries > 100, "{entries}");
    let second = back_up(&postgres).await;
    restored(&again, &second).await.unwrap();
    let third = back_up(&again).await;
    assert!(first == second && second == third, "a backup differs");
}

#[tokio::test]
async fn words_that_were_erased_come_back_erased() {
    let (source, _file) = on(Kind::Sqlite).await;
    play(&source).await;
    let mut tx = source.begin().await.unwrap();
    assert!(tx.erase_content(0, 1).await.unwrap());
    tx.commit().await.unwrap();
    let (target, _other) = on(Kind::Sqlite).await;
    restored(&target, &back_up(&source).await).await.unwrap();
    let contents = target
        .snapshot()
        .await
        .unwrap()
        .contents(0..=0)
        .await
        .unwrap();
    let erased: Vec<_> = contents.iter().map(|it| it.words.is_none()).collect();
    assert_eq!(erased, [false, true, false]);
}

#[tokio::test]
async fn a_backup_goes_into_an_empty_database_only() {
    let (store, _file) = on(Kind::Sqlite).await;
    play(&store).await;
    let file = back_up(&store).await;
    let refused = restored(&store, &file).await;
    assert!(matches!(refused, Err(BackupError::NotEmpty)), "{refused:?}");
    assert_eq!(back_up(&store).await, file);
}

#[tokio::test]
async fn a_file_that_was_damaged_or_cut_off_changes_nothing() {
    let (source, _file) = on(Kind::Sqlite).await;
    play(&source).await;
    let file = back_up(&source).await;
    let (target, _other) = on(Kind::Sqlite).await;
    let step = file.len() / 12;
    for from in (700..file.len() - 2048).step_by(step) {
        // What fills a part up to a whole block carries nothing.
        let place = from + file[from..].iter().position(|byte| *byte != 0).unwrap();
        let mut damaged = file.clone();
        damaged[place] ^= 1;
        assert!(restored(&target, &damaged).await.is_err(), "at {place}");
        assert!(
            restored(&target, &file[..place]).await.is_err(),
            "to {place}"
        );
    }
    assert!(is_empty(&target).await);
    restored(&target, &file).await.unwrap();
}

#[tokio::test]
async fn changed_words_and_entries_are_refused_though_the_sums_fit() {
    let (source, _file) = on(Kind::Sqlite).await;
    play(&source).await;
    let file = back_up(&source).await;
    let (target, _other) = on(Kind::Sqlite).await;
    let first = "record/000000000000";
    let words = with_part(&file, first, |text| {
        text.replacen("\"words\":[\"", "\"words\":[\"AAAA", 1)
    });
    let refused = restored(&target, &words).await;
    assert!(
        matches!(refused, Err(BackupError::Damaged(_))),
        "{refused:?}"
    );
    let swapped = with_part(&file, first, |text| {
        let mut lines: Vec<_> = text.lines().collect();
        lines.swap(3, 4);
        lines.join("\n")
    });
    let refused = restored(&target, &swapped).await;
    assert!(
        matches!(
            refused,
            Err(BackupError::Record(WorkflowError::Inconsistent(_)))
        ),
        "{refused:?}"
    );
    let shortened = with_part(&file, first, |text| {
        let end = text.trim_end().rfind('\n').unwrap();
        text[..end].to_owned()
    });
    assert!(restored(&target, &shortened).await.is_err());
    let newer = with_part(&file, "backup.json", |text| {
        text.replace("\"schema\":\"", "\"schema\":\"9")
    });
    let refused = restored(&target, &newer).await;
    assert!(matches!(refused, Err(BackupError::Newer(_))), "{refused:?}");
    assert!(is_empty(&target).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_one_state_while_somebody_writes() {
    let (store, _file) = on(Kind::Sqlite).await;
    play(&store).await;
    let before = back_up(&store).await;
    let runtime = tokio::runtime::Handle::current();
    let mut parts = 0;
    let file = backup::write(&store, Vec::new(), |_| {
        parts += 1;
        if parts == 1 {
            tokio::task::block_in_place(|| runtime.block_on(hide_a_kind_of_notice(&store)));
        }
    });
    let file = file.await.unwrap().1;
    assert!(file == before, "it has something of a later state");
    assert!(
        back_up(&store).await != before,
        "nothing was written meanwhile"
    );
}

async fn hide_a_kind_of_notice(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    let hidden = "INSERT INTO notices_hidden SELECT delegate_id, 'mention' FROM accounts LIMIT 1";
    assert_eq!(run(&mut tx, hidden).await.unwrap(), 1);
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn every_table_is_carried_made_again_or_left_behind_on_purpose() {
    let (store, _file) = on(Kind::Sqlite).await;
    let Store::Sqlite { readers, .. } = &store else {
        unreachable!("it is on SQLite")
    };
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table'
            AND name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
    )
    .fetch_all(readers)
    .await
    .unwrap();
    let known: Vec<_> = CARRIED
        .iter()
        .map(|table| table.name)
        .chain(OF_THE_RECORD.iter().copied())
        .chain(LEFT_BEHIND.iter().copied())
        .collect();
    let distinct: BTreeSet<_> = known.iter().copied().collect();
    assert_eq!(distinct.len(), known.len());
    assert_eq!(distinct, names.iter().map(String::as_str).collect());
}
