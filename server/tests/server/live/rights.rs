//! Who may take part in a live draft, and until when; and what nobody may send.

use std::fs;
use std::path::Path;

use domain::id::DraftId;
use domain::role::GroupRole;
use replica::ActorId;
use replica::frame::Frame;
use serde_json::json;
use server::workflow;

use crate::databases::{Kind, on_both};
use crate::live::editor::Editor;
use crate::live::support::{World, clause, command};

on_both!(
    hostile_changes_end_only_the_connection_they_came_on,
    an_actor_of_somebody_else_is_not_taken,
    a_draft_that_is_frozen_takes_no_edits_until_it_is_opened_again,
    an_observer_follows_without_writing,
    whoever_may_no_longer_read_is_sent_away_at_once,
    a_member_who_becomes_an_observer_stops_writing_and_goes_on_reading,
    an_unknown_draft_and_a_forbidden_one_get_the_same_answer,
);

/// A sync message, version 1, with nothing but changes.
fn a_message(changes: &[&[u8]]) -> Vec<u8> {
    let mut bytes = vec![0x42, 0, 0, 0];
    write_length(&mut bytes, changes.len());
    for change in changes {
        write_length(&mut bytes, change.len());
        bytes.extend_from_slice(change);
    }
    bytes
}

fn write_length(out: &mut Vec<u8>, mut length: usize) {
    while length >= 0x80 {
        out.push(u8::try_from(length % 0x80).unwrap() | 0x80);
        length /= 0x80;
    }
    out.push(u8::try_from(length).unwrap());
}

pub(crate) async fn send_changes(editor: &mut Editor, draft: DraftId, changes: &[&[u8]]) {
    let frame = Frame::Sync {
        draft,
        sender: "offender".to_owned(),
        target: "clausewise".to_owned(),
        data: a_message(changes),
        is_request: false,
    };
    editor.send(&frame).await;
}

async fn hostile_changes_end_only_the_connection_they_came_on(kind: Kind) {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../replica/tests/fixtures/hostile-changes");
    let world = World::with_text(kind).await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    boris.until_saved().await;
    let before = world.stored().await;
    let mut tried = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|ext| ext != "bin") {
            continue;
        }
        let mut offender = Editor::open(&world, world.amina, "offender").await;
        send_changes(&mut offender, world.draft, &[&fs::read(&path).unwrap()]).await;
        let closed = offender.until_closed().await;
        assert_eq!(closed.0, 1008, "{}: {closed:?}", path.display());
        assert_eq!(offender.rejections().len(), 1, "{}", path.display());
        tried += 1;
    }
    assert!(tried > 20, "only {tried} hostile changes were found");
    assert_eq!(world.stored().await, before);
    boris.write(clause(2), 0, "All ").await;
    boris.until_saved().await;
    assert_eq!(world.stored().await.len(), before.len() + 1);
}

async fn an_actor_of_somebody_else_is_not_taken(kind: Kind) {
    let world = World::with_text(kind).await;
    let issued = world
        .hub
        .issue_actor(world.draft, world.boris)
        .await
        .unwrap();
    let issued = ActorId::from(hex::decode(issued).unwrap());
    let mut boris = Editor::knock(&world, world.boris, "boris", world.draft, issued.clone()).await;
    let mut amina = Editor::knock(&world, world.amina, "amina", world.draft, issued).await;
    amina.until(|amina| amina.draft.is_ready()).await;
    amina.write(clause(2), 0, "Stolen ").await;
    assert_eq!(amina.until_closed().await.0, 1008);
    assert_eq!(amina.rejections(), ["foreign-actor"]);
    boris.until(|boris| boris.draft.is_ready()).await;
    boris.write(clause(2), 0, "All ").await;
    boris.until_saved().await;
    let mut thief = Editor::open(&world, world.amina, "thief").await;
    thief.draft.set_actor(boris.draft.actor().clone());
    thief.write(clause(2), 0, "Stolen ").await;
    assert_eq!(thief.until_closed().await.0, 1008);
    assert_eq!(
        world.texts().await[1],
        "All Results are published by polling place."
    );
}

async fn a_draft_that_is_frozen_takes_no_edits_until_it_is_opened_again(kind: Kind) {
    let world = World::with_text(kind).await;
    let mut amina = Editor::open(&world, world.amina, "amina").await;
    amina.write(clause(2), 0, "All ").await;
    amina.until_saved().await;
    let before = world.stored().await;
    world.freeze(true).await;
    amina.until(|amina| amina.is_read_only()).await;
    amina.write(clause(2), 0, "Late ").await;
    // A client that has not heard, or does not care.
    let late = amina.draft.heads()[0];
    let bytes = amina.draft.change(&late).unwrap().raw_bytes().to_vec();
    send_changes(&mut amina, world.draft, &[&bytes]).await;
    amina
        .until(|amina| amina.rejections() == ["draft-frozen"])
        .await;
    assert_eq!(world.stored().await, before);
    world.freeze(false).await;
    amina.until(|amina| !amina.is_read_only()).await;
    amina.until_saved().await;
    assert_eq!(
        world.texts().await[1],
        "Late All Results are published by polling place."
    );
}

async fn an_observer_follows_without_writing(kind: Kind) {
    let world = World::with_text(kind).await;
    let mut observer = Editor::open(&world, world.observer, "observer").await;
    observer.until(|observer| observer.is_read_only()).await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    boris.write(clause(2), 0, "All ").await;
    boris.until_saved().await;
    observer
        .until_reads(clause(2), "All Results are published by polling place.")
        .await;
    let before = world.stored().await;
    observer
        .draft
        .splice(clause(2), replica::Field::Body, 0, 0, "Mine ")
        .unwrap();
    observer.draft.commit(None);
    let mine = observer.draft.heads()[0];
    let bytes = observer.draft.change(&mine).unwrap().raw_bytes().to_vec();
    send_changes(&mut observer, world.draft, &[&bytes]).await;
    observer
        .until(|observer| observer.rejections() == ["read-only"])
        .await;
    assert_eq!(world.stored().await, before);
}

async fn whoever_may_no_longer_read_is_sent_away_at_once(kind: Kind) {
    let world = World::with_text(kind).await;
    let office = world.hub.office();
    let mut amina = Editor::open(&world, world.amina, "amina").await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    let reason = command(json!({ "reason": "Has changed employers." }));
    workflow::withdraw_role(office, world.secretary, world.amina, &reason)
        .await
        .unwrap();
    let (code, why) = amina.until_closed().await;
    assert_eq!(
        (code, why.as_str()),
        (4403, "your part in the network has ended")
    );
    let is_told = |frame: &Frame| matches!(frame, Frame::Error { message, .. } if *message == why);
    assert!(amina.frames.iter().any(is_told), "{:?}", amina.frames);
    workflow::leave_group(office, world.secretary, world.group, world.boris)
        .await
        .unwrap();
    let (code, why) = boris.until_closed().await;
    assert_eq!(
        (code, why.as_str()),
        (4403, "you may no longer read this draft")
    );
    amina.reconnect(&world, world.amina).await;
    amina.until(|amina| amina.is_unavailable()).await;
}

async fn a_member_who_becomes_an_observer_stops_writing_and_goes_on_reading(kind: Kind) {
    let world = World::with_text(kind).await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    let seat = domain::api::GroupSeat {
        delegate: world.boris,
        role: GroupRole::Observer,
    };
    workflow::seat_in_group(world.hub.office(), world.secretary, world.group, seat)
        .await
        .unwrap();
    boris.until(|boris| boris.is_read_only()).await;
    let mut amina = Editor::open(&world, world.amina, "amina").await;
    amina.write(clause(2), 0, "All ").await;
    amina.until_saved().await;
    boris
        .until_reads(clause(2), "All Results are published by polling place.")
        .await;
}

async fn an_unknown_draft_and_a_forbidden_one_get_the_same_answer(kind: Kind) {
    let world = World::with_text(kind).await;
    let unknown = DraftId::from_uuid(uuid::Uuid::from_u128(99));
    for (by, draft) in [(world.amina, unknown), (world.stranger, world.draft)] {
        let actor = ActorId::random();
        let mut editor = Editor::knock(&world, by, "someone", draft, actor).await;
        editor.until(|editor| editor.is_unavailable()).await;
        assert!(!editor.draft.is_ready());
    }
}
