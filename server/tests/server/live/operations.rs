//! What the server does to a draft for someone.

use domain::api::AmendmentProposal;
use domain::id::{AmendmentId, DelegateId};
use domain::record::Fact;
use domain::refusal::Refusal;
use domain::text::{RichText, Wording};
use serde_json::json;
use server::live::{self, ClauseEdit, LiveError};
use server::workflow;

use crate::databases::{Kind, on_both};
use crate::live::support::{World, a_text, clause, command};

on_both!(
    an_opened_instrument_has_an_empty_draft_that_an_import_fills,
    everything_is_there_after_a_restart,
    a_snapshot_that_is_not_the_draft_is_passed_over,
    edits_are_stored_under_whoever_asked_for_them,
    only_those_who_may_edit_do,
    edits_that_do_not_fit_change_nothing_at_all,
    what_is_tabled_is_what_was_previewed,
    an_amendment_is_written_into_the_draft_in_its_sponsors_name,
    an_amendment_to_words_that_have_changed_is_not_taken_in,
    nothing_is_decided_about_a_clause_that_nobody_edited_after_its_removal,
    heads_are_anchored_when_a_room_ends,
    an_actor_is_issued_to_those_who_may_edit,
);

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: &Result<T, LiveError>, code: &str) {
    let found = match result {
        Ok(_) => None,
        Err(error) => error.refusal().map(Refusal::code),
    };
    assert_eq!(found, Some(code), "{result:?}");
}

fn text(of: u128, text: &str) -> ClauseEdit {
    ClauseEdit::Text {
        clause: clause(of),
        base: None,
        text: RichText::plain(text),
    }
}

async fn edit(
    world: &World,
    by: DelegateId,
    edits: Vec<ClauseEdit>,
) -> Result<live::Edited, LiveError> {
    live::edit(&world.hub, by, world.instrument, edits).await
}

/// Proposes, as the stranger, another wording for clause 2.
pub(crate) async fn propose(world: &World, words: &str) -> AmendmentId {
    let register = world.hub.office().register();
    let table = register
        .instrument(world.instrument)
        .unwrap()
        .current()
        .unwrap();
    let tabled = table.clause(clause(2)).unwrap();
    let wording = Wording {
        text: RichText::plain(words),
        ..tabled.wording().unwrap().clone()
    };
    let proposal: AmendmentProposal = command(json!({
        "revision": 1, "rationale": "Faster.",
        "change": { "kind": "modify", "clause": clause(2), "base": tabled.hash, "wording": wording },
    }));
    let proposed = workflow::propose_amendment(
        world.hub.office(),
        world.stranger,
        world.instrument,
        &proposal,
    );
    proposed.await.unwrap().0[0]
}

async fn an_opened_instrument_has_an_empty_draft_that_an_import_fills(kind: Kind) {
    let world = World::new(kind).await;
    let empty = world.view().await;
    assert_eq!(empty.outline.title, "Principles");
    assert_eq!(empty.outline.clauses, []);
    world.import(a_text()).await;
    assert_eq!(world.view().await.outline, a_text());
    let mut more = a_text();
    more.title = "Another title".to_owned();
    more.clauses.truncate(1);
    more.clauses[0].id = clause(11);
    world.import(more).await;
    let view = world.view().await;
    assert_eq!(view.outline.clauses.len(), 5);
    assert_eq!(
        view.outline.title,
        a_text().title,
        "an import adds to what is there"
    );
}

async fn everything_is_there_after_a_restart(kind: Kind) {
    let mut world = World::with_text(kind).await;
    edit(
        &world,
        world.boris,
        vec![text(3, "Each protocol is signed twice.")],
    )
    .await
    .unwrap();
    let before = world.view().await;
    world.restart(2).await;
    assert_eq!(world.view().await, before, "from the snapshot");
    edit(
        &world,
        world.boris,
        vec![text(3, "Each protocol is signed.")],
    )
    .await
    .unwrap();
    let before = world.view().await;
    world.restart(3).await;
    assert_eq!(
        world.view().await,
        before,
        "from the snapshot and what came after"
    );
}

async fn a_snapshot_that_is_not_the_draft_is_passed_over(kind: Kind) {
    let mut world = World::with_text(kind).await;
    let before = world.view().await;
    world.restart(2).await;
    let store = world.hub.office().store();
    let mut tx = store.begin().await.unwrap();
    let mut snapshot = tx.draft_snapshot(world.draft).await.unwrap().unwrap();
    snapshot.bytes.truncate(snapshot.bytes.len() / 2);
    tx.save_draft_snapshot(world.draft, &snapshot)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.view().await, before);
}

async fn edits_are_stored_under_whoever_asked_for_them(kind: Kind) {
    let world = World::with_text(kind).await;
    let wording = Wording {
        text: RichText::plain("Every count is observed."),
        ..Wording::default()
    };
    let added = ClauseEdit::Add {
        parent: Some(clause(1)),
        after: Some(clause(2)),
        wording: wording.clone(),
        commentary: "New.".to_owned(),
        language: None,
    };
    let edits = vec![
        added,
        text(4, "Corrections are logged at once."),
        ClauseEdit::Remove { clause: clause(3) },
    ];
    let edited = edit(&world, world.boris, edits).await.unwrap();
    let view = world.view().await;
    let new = &view.outline.clauses[2];
    assert_eq!((vec![new.id], &new.wording), (edited.added, &wording));
    assert_eq!(view.heads, edited.heads);
    assert_eq!(view.outline.clauses.len(), 4);
    assert_eq!(view.removed[0].id, clause(3));
    let mut tx = world.hub.office().store().snapshot().await.unwrap();
    let changes = tx.draft_changes(world.draft, 0, 100).await.unwrap();
    let authors: Vec<_> = changes.iter().map(|c| c.change.delegate_id).collect();
    assert_eq!(authors, [world.secretary, world.amina, world.boris]);
    let actors = tx.draft_actors(world.draft).await.unwrap();
    let last = &changes[2].change;
    assert!(actors.contains(&(last.actor.clone(), world.boris)));
}

async fn only_those_who_may_edit_do(kind: Kind) {
    let world = World::with_text(kind).await;
    let before = world.view().await;
    for by in [world.observer, world.stranger, world.secretary] {
        assert_refused(&edit(&world, by, vec![text(2, "x")]).await, "not-permitted");
    }
    world.freeze(true).await;
    assert_refused(
        &edit(&world, world.boris, vec![text(2, "x")]).await,
        "draft-frozen",
    );
    let outline = a_text();
    let source = "a.md".to_owned().try_into().unwrap();
    let imported = live::import_text(
        &world.hub,
        world.amina,
        world.instrument,
        source,
        outline,
        0,
    )
    .await;
    assert!(imported.is_err(), "{imported:?}");
    let read = live::preview(&world.hub, world.stranger, world.instrument).await;
    assert_refused(&read, "not-permitted");
    assert_eq!(world.view().await, before);
}

async fn edits_that_do_not_fit_change_nothing_at_all(kind: Kind) {
    let world = World::with_text(kind).await;
    let before = world.view().await;
    let base = a_text().clauses[1].wording.hash().unwrap();
    edit(&world, world.boris, vec![text(2, "Results are published.")])
        .await
        .unwrap();
    let after = world.view().await;
    assert_ne!(before.heads, after.heads);
    let stale = ClauseEdit::Text {
        clause: clause(2),
        base: Some(base),
        text: RichText::plain("x"),
    };
    let twisted = ClauseEdit::Move {
        clause: clause(1),
        parent: Some(clause(2)),
        after: None,
    };
    let both = |second| vec![text(3, "This is never seen."), second];
    assert_refused(
        &edit(&world, world.boris, both(stale)).await,
        "text-changed",
    );
    assert_refused(
        &edit(&world, world.boris, both(text(9, "x"))).await,
        "unknown-clause",
    );
    assert_refused(
        &edit(&world, world.boris, both(text(2, "a\u{202E}b"))).await,
        "character-refused",
    );
    let long = "x".repeat(20_001);
    assert_refused(
        &edit(&world, world.boris, both(text(2, &long))).await,
        "clause-too-long",
    );
    assert_refused(
        &edit(&world, world.boris, vec![text(2, "Results are published.")]).await,
        "nothing-changed",
    );
    let nested = edit(&world, world.boris, both(twisted)).await;
    assert!(
        matches!(nested, Err(LiveError::NestedInItself(_))),
        "{nested:?}"
    );
    assert_eq!(world.view().await, after);
}

async fn what_is_tabled_is_what_was_previewed(kind: Kind) {
    let world = World::with_text(kind).await;
    let heads = world.view().await.heads.clone();
    edit(&world, world.boris, vec![text(2, "Results are published.")])
        .await
        .unwrap();
    let stale = command(json!({ "heads": heads }));
    let tabled = live::table_revision(&world.hub, world.chair, world.instrument, stale).await;
    assert_refused(&tabled, "text-changed");
    world.table().await;
    let register = world.hub.office().register();
    let revision = register
        .instrument(world.instrument)
        .unwrap()
        .current()
        .unwrap();
    assert_eq!(revision.clauses.len(), 4);
}

async fn an_amendment_is_written_into_the_draft_in_its_sponsors_name(kind: Kind) {
    let world = World::with_text(kind).await;
    world.table().await;
    let amendment = propose(&world, "Results are published at once by polling place.").await;
    edit(
        &world,
        world.boris,
        vec![text(3, "Each protocol is signed.")],
    )
    .await
    .unwrap();
    let adoption = command(json!({"amendments": [amendment], "texts": [1]}));
    let receipt = live::adopt(&world.hub, world.chair, world.instrument, adoption)
        .await
        .unwrap();
    assert_eq!(
        world.texts().await[1],
        "Results are published at once by polling place."
    );
    let mut tx = world.hub.office().store().snapshot().await.unwrap();
    let last = tx
        .draft_changes(world.draft, 0, 100)
        .await
        .unwrap()
        .pop()
        .unwrap()
        .change;
    assert_eq!(last.delegate_id, world.stranger);
    let Fact::AmendmentsAdopted { change, .. } = &receipt.entries[0].fact else {
        panic!("{receipt:?}");
    };
    assert_eq!(*change, Some(hex::encode(last.hash)));
}

async fn an_amendment_to_words_that_have_changed_is_not_taken_in(kind: Kind) {
    let world = World::with_text(kind).await;
    world.table().await;
    let amendment = propose(&world, "Results are published by municipality.").await;
    edit(
        &world,
        world.boris,
        vec![text(2, "Results are published by constituency.")],
    )
    .await
    .unwrap();
    let before = world.view().await;
    let adoption = command(json!({"amendments": [amendment], "texts": [1]}));
    let refused = live::adopt(&world.hub, world.chair, world.instrument, adoption).await;
    assert_refused(&refused, "amendment-conflict");
    assert_eq!(world.view().await, before);
}

async fn nothing_is_decided_about_a_clause_that_nobody_edited_after_its_removal(kind: Kind) {
    let world = World::with_text(kind).await;
    edit(
        &world,
        world.boris,
        vec![ClauseEdit::Remove { clause: clause(2) }],
    )
    .await
    .unwrap();
    let keep = command(json!({ "keep": true }));
    let decided =
        live::decide_removal(&world.hub, world.chair, world.instrument, clause(2), keep).await;
    assert_refused(&decided, "nothing-to-decide");
    edit(
        &world,
        world.boris,
        vec![ClauseEdit::Restore { clause: clause(2) }],
    )
    .await
    .unwrap();
    assert_eq!(world.view().await.outline, a_text());
}

async fn heads_are_anchored_when_a_room_ends(kind: Kind) {
    let mut world = World::with_text(kind).await;
    let heads = world.view().await.heads.clone();
    world.restart(2).await;
    let register = world.hub.office().register();
    let last = world
        .hub
        .office()
        .entry(register.next_seq() - 1)
        .await
        .unwrap()
        .unwrap();
    let Fact::HeadsAnchored {
        draft,
        heads: anchored,
    } = last.fact
    else {
        panic!("{last:?}");
    };
    assert_eq!((draft, anchored), (world.draft, heads));
}

async fn an_actor_is_issued_to_those_who_may_edit(kind: Kind) {
    let world = World::new(kind).await;
    let actor = world
        .hub
        .issue_actor(world.draft, world.boris)
        .await
        .unwrap();
    assert_refused(
        &world.hub.issue_actor(world.draft, world.observer).await,
        "not-permitted",
    );
    let mut tx = world.hub.office().store().snapshot().await.unwrap();
    let actors = tx.draft_actors(world.draft).await.unwrap();
    assert!(actors.contains(&(hex::decode(actor).unwrap(), world.boris)));
}
