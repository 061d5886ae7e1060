//! A database compared with a bundle of its record, row by row, on both kinds of database.

use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::note::{KeyKind, SigningKey};
use server::store::{Cosignature, Tx};
use server::workflow::Comparison;
use sqlx::AssertSqlSafe;
use verifier::bundle::{InvalidBundle, Parts};
use verifier::{Check, Known, Report, Verifier};

use crate::bundles::bundle;
use crate::databases::{Kind, on_both};
use crate::live::support::World;

on_both!(
    what_is_stored_agrees_with_the_record,
    every_kind_of_row_that_was_altered_is_found_and_named,
    entries_beyond_the_bundle_are_no_difference,
);

const ORIGIN: &str = "clausewise.example/ledger";

/// Seals everything with a cosignature on it.
async fn seal(world: &World) {
    let key = |name: &str, kind| SigningKey::from_seed(name.parse().unwrap(), kind, &[7; 32]);
    let log = key(ORIGIN, KeyKind::Ed25519).unwrap();
    let witness = key("witness.example/w1", KeyKind::Cosignature).unwrap();
    let mut tx = world.hub.office().store().begin().await.unwrap();
    let size = tx.tree_size().await.unwrap();
    let root = tx.tree_root(size).await.unwrap();
    let signed = SignedCheckpoint::sign(&Checkpoint::new(ORIGIN, size, root), &log).unwrap();
    if tx
        .ledger_origin()
        .await
        .unwrap()
        .is_none_or(|it| it.key.is_none())
    {
        tx.name_ledger(ORIGIN).await.unwrap();
        tx.set_ledger_key(log.verifier().public_bytes())
            .await
            .unwrap();
    }
    let at = world.hub.office().now();
    let note = signed.to_string();
    let checkpoint = server::store::Checkpoint {
        size,
        root,
        note,
        at,
    };
    tx.insert_checkpoint(&checkpoint).await.unwrap();
    let cosignature = Cosignature {
        size,
        witness: witness.verifier().to_string(),
        line: format!("{}\n", witness.sign(signed.note(), 1_772_355_600)),
        at,
    };
    tx.insert_cosignature(&cosignature).await.unwrap();
    tx.commit().await.unwrap();
}

/// A text on the table, sealed before and after.
async fn negotiated(kind: Kind) -> (World, Vec<u8>) {
    let mut world = World::with_text(kind).await;
    seal(&world).await;
    world.restart(2).await;
    world.table().await;
    seal(&world).await;
    let bytes = bundle(&world).await;
    (world, bytes)
}

/// Verifies a bundle beside what a transaction sees.
async fn compare(bytes: &[u8], tx: Tx) -> Report {
    let mut complete = Vec::new();
    let take = |name: &str, body: &[u8]| {
        complete.push((name.to_owned(), body.to_vec()));
        Ok::<_, InvalidBundle>(())
    };
    Parts::default().feed(bytes, take).unwrap();
    let mut comparison = Comparison::of(tx);
    for (name, body) in complete {
        comparison.take(&name, &body).await.unwrap();
    }
    let compared = comparison.finish().await.unwrap();
    let mut verifier = Verifier::new(Known::default());
    verifier.feed(bytes);
    verifier.compared(compared.held, &compared.differences);
    verifier.finish()
}

/// Runs a statement, and says how many rows it changed.
pub(crate) async fn run(tx: &mut Tx, sql: &str) -> u64 {
    let sql = AssertSqlSafe(sql.to_owned());
    let run = match tx {
        Tx::Sqlite(tx) => sqlx::query(sql)
            .execute(&mut **tx)
            .await
            .map(|it| it.rows_affected()),
        Tx::Postgres(tx) => sqlx::query(sql)
            .execute(&mut **tx)
            .await
            .map(|it| it.rows_affected()),
    };
    run.unwrap()
}

async fn what_is_stored_agrees_with_the_record(kind: Kind) {
    let (world, bytes) = negotiated(kind).await;
    let tx = world.hub.office().store().snapshot().await.unwrap();
    let report = compare(&bytes, tx).await;
    assert!(report.holds, "{:#?}", report.failures);
    assert!(report.held(Check::Database) > 3 * report.entries);
}

async fn every_kind_of_row_that_was_altered_is_found_and_named(kind: Kind) {
    let (world, bytes) = negotiated(kind).await;
    let bytes_of = |text: &str| match kind {
        Kind::Sqlite => format!("X'{}'", hex::encode(text)),
        Kind::Postgres => format!("'\\x{}'", hex::encode(text)),
    };
    let hash = bytes_of("a hash of exactly thirty-two by.");
    let (bare, words) = (bytes_of("{}"), bytes_of("Other words"));
    let alterations: &[(&str, &str, String)] = &[
        ("entries", "stay", format!("UPDATE entries SET bytes = {bare} WHERE seq = 1")),
        ("entries", "stay", "UPDATE entries SET type = 'other' WHERE seq = 1".into()),
        ("entry_clauses", "remain", "DELETE FROM entry_clauses".into()),
        ("contents", "stay", format!("UPDATE contents SET bytes = {words} WHERE seq = 1 AND position = 0")),
        ("contents", "stay", "UPDATE contents SET bytes = NULL, salt = NULL WHERE seq = 1 AND position = 0".into()),
        ("contents", "remain", "DELETE FROM contents WHERE seq = 1 AND position = 1".into()),
        ("tree_nodes", "stay", format!("UPDATE tree_nodes SET hash = {hash} WHERE level = 1 AND place = 0")),
        ("ledger_origin", "stays", "UPDATE ledger_origin SET origin = 'other.example/ledger'".into()),
        ("checkpoints", "stay", format!("UPDATE checkpoints SET root = {hash} WHERE size = (SELECT min(size) FROM checkpoints)")),
        ("checkpoints", "stay", "UPDATE checkpoints SET note = 'other'".into()),
        ("cosignatures", "remain", "DELETE FROM cosignatures".into()),
        ("drafts", "stay", "UPDATE drafts SET instrument_id = id".into()),
        ("draft_actors", "stay", "UPDATE draft_actors SET delegate_id = draft_id".into()),
        ("draft_changes", "stay", format!("UPDATE draft_changes SET bytes = {bare} WHERE position = 0")),
        ("draft_changes", "stay", "UPDATE draft_changes SET at = 9223372036854775807 WHERE position = 0".into()),
        ("entries", "stay", "UPDATE entries SET at = 9223372036854775807 WHERE seq = 1".into()),
        ("accounts", "", "INSERT INTO accounts (delegate_id, sign_in_name, created_at, version) SELECT id, 'mallory@example.org', 0, 0 FROM drafts".into()),
    ];
    for (table, trigger, sql) in alterations {
        // All of it is undone when the comparison ends.
        let mut tx = world.hub.office().store().begin().await.unwrap();
        if !trigger.is_empty() {
            let statement = match kind {
                Kind::Sqlite => format!("DROP TRIGGER {table}_{trigger}"),
                Kind::Postgres => format!("ALTER TABLE {table} DISABLE TRIGGER USER"),
            };
            run(&mut tx, &statement).await;
        }
        assert!(run(&mut tx, sql).await > 0, "{sql}");
        let report = compare(&bytes, tx).await;
        assert_eq!(report.exit_status, Check::Database.exit_status(), "{sql}");
        let failures = &report.failures;
        let is_named = |it: &verifier::Failure| it.what.starts_with(&format!("{table} "));
        assert!(
            failures.iter().all(is_named) && !failures.is_empty(),
            "{sql}: {failures:#?}"
        );
    }
}

async fn entries_beyond_the_bundle_are_no_difference(kind: Kind) {
    let (world, bytes) = negotiated(kind).await;
    world.member("NCO").await;
    world.freeze(true).await;
    let tx = world.hub.office().store().snapshot().await.unwrap();
    let report = compare(&bytes, tx).await;
    assert!(report.holds, "{:#?}", report.failures);
    // Nor are words that were erased since, if an entry says so; otherwise they are.
    let mut tx = world.hub.office().store().begin().await.unwrap();
    assert!(tx.erase_content(1, 0).await.unwrap());
    let report = compare(&bytes, tx).await;
    let found: Vec<_> = report
        .failures
        .iter()
        .map(|it| (it.check, it.seq))
        .collect();
    assert_eq!(found, [(Check::Database, Some(1))]);
}
