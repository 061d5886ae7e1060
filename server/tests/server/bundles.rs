//! Bundles of the whole record, made from a database and verified.

use domain::text::RichText;
use serde_json::json;
use server::live::{self, ClauseEdit};
use server::workflow::{self, write_bundle};
use tokio::sync::mpsc;
use verifier::{Check, Known, Report, Verifier};

use crate::databases::{Kind, on_both};
use crate::live::support::{World, clause, command};

on_both!(
    a_bundle_of_a_negotiation_holds,
    heads_that_a_power_cut_left_behind_are_anchored_later,
    words_that_were_erased_are_listed,
);

pub(crate) async fn bundle(world: &World) -> Vec<u8> {
    let (to, mut pieces) = mpsc::channel(4);
    let office = world.hub.office().clone();
    let making = tokio::spawn(async move { write_bundle(&office, &to).await });
    let mut bytes = Vec::new();
    while let Some(piece) = pieces.recv().await {
        bytes.extend(piece);
    }
    making.await.unwrap().unwrap();
    bytes
}

fn verify(bytes: &[u8]) -> Report {
    let mut verifier = Verifier::new(Known::default());
    for piece in bytes.chunks(100_000) {
        verifier.feed(piece);
    }
    verifier.finish()
}

/// Checks that nothing fails but what no server without a sealer can have.
#[track_caller]
fn assert_holds(report: &Report) {
    let failed: Vec<_> = report.failures.iter().map(|it| it.check).collect();
    assert_eq!(failed, [Check::Root], "{:#?}", report.failures);
}

async fn edits(world: &World, by: domain::id::DelegateId, text: &str) {
    let edit = ClauseEdit::Text {
        clause: clause(2),
        base: None,
        text: RichText::plain(text),
    };
    live::edit(&world.hub, by, world.instrument, vec![edit])
        .await
        .unwrap();
}

async fn a_bundle_of_a_negotiation_holds(kind: Kind) {
    let mut world = World::with_text(kind).await;
    edits(&world, world.boris, "All results are published.").await;
    world.table().await;
    edits(&world, world.amina, "All results are published at once.").await;
    let (_, member) = world.member("NCO").await;
    world.restart(2).await;
    world.table().await;
    let register = world.hub.office().register();
    let table = register
        .instrument(world.instrument)
        .unwrap()
        .current()
        .unwrap()
        .clone();
    let statement = command(json!({
        "revision": table.number, "text_hash": table.clause(clause(2)).unwrap().hash,
        "kind": "object", "mandate": "firm", "reason": "Not at once.", "remedy": "Say when.",
    }));
    workflow::take_position(
        world.hub.office(),
        member,
        (world.instrument, clause(2)),
        &statement,
    )
    .await
    .unwrap();
    let report = verify(&bundle(&world).await);
    assert_holds(&report);
    assert_eq!(report.entries, world.hub.office().register().next_seq());
    assert_eq!(report.held(Check::Replay), report.entries);
    assert_eq!(report.held(Check::Status), 4);
    assert_eq!(report.unanchored_changes, 0);
    assert_eq!(report.changes_bound_late, 0);
    assert!(report.held(Check::Authors) >= 4);
    let words = |by| {
        report
            .words
            .iter()
            .find(|it| it.delegate == by)
            .map(|it| it.words)
    };
    assert!(
        words(world.amina).is_some_and(|it| it > 10),
        "{:?}",
        report.words
    );
    assert!(words(world.boris).is_some(), "{:?}", report.words);
}

async fn heads_that_a_power_cut_left_behind_are_anchored_later(kind: Kind) {
    let mut world = World::with_text(kind).await;
    let report = verify(&bundle(&world).await);
    assert_holds(&report);
    assert!(report.unanchored_changes > 0);
    // Whoever opens the draft after that anchors what is there.
    world.restart(2).await;
    let report = verify(&bundle(&world).await);
    assert_holds(&report);
    assert_eq!(report.unanchored_changes, 0);
}

async fn words_that_were_erased_are_listed(kind: Kind) {
    let world = World::with_text(kind).await;
    world.table().await;
    let mut tx = world.hub.office().store().begin().await.unwrap();
    assert!(tx.erase_content(1, 0).await.unwrap());
    tx.commit().await.unwrap();
    let report = verify(&bundle(&world).await);
    assert_holds(&report);
    assert_eq!(report.erased_count, 1);
    assert_eq!((report.erased[0].seq, report.erased[0].position), (1, 0));
}
