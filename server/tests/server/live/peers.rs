//! People who write in one draft at once.

use domain::api::DecideRemoval;
use domain::id::DelegateId;
use domain::refusal::Refusal;
use replica::frame::{Ephemeral, Frame, Person};
use replica::{ActorId, Field};
use server::live::{self, Limits};
use tokio_tungstenite::tungstenite::Message;

use crate::databases::{Kind, on_both};
use crate::live::editor::Editor;
use crate::live::operations::propose;
use crate::live::support::{World, a_text, clause, command};

on_both!(
    two_people_writing_in_one_clause_read_the_same,
    nobody_hears_of_a_change_that_is_not_stored,
    what_cannot_be_stored_is_not_acknowledged_and_comes_through_later,
    a_restart_loses_nothing_and_what_was_written_meanwhile_is_merged,
    an_amendment_is_taken_in_while_people_write,
    a_clause_removed_and_edited_at_once_waits_for_the_chair,
    whoever_does_not_read_gets_everything_at_once_later,
    carets_go_to_the_others_under_the_name_of_whoever_sent_them,
    nothing_large_or_disguised_is_passed_on,
    nobody_goes_by_a_disguised_name_or_by_that_of_the_server,
    what_is_not_the_protocol_ends_the_connection,
    an_ended_session_ends_its_connections,
    heads_are_in_the_record_once_writing_stops,
);

async fn two_people_writing_in_one_clause_read_the_same(kind: Kind) {
    let world = World::with_text(kind).await;
    let mut amina = Editor::open(&world, world.amina, "amina").await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    for n in 0..5 {
        amina.write(clause(2), 0, &format!("a{n} ")).await;
        boris.write(clause(2), 0, &format!("b{n} ")).await;
    }
    amina.until_saved().await;
    boris.until_saved().await;
    let everything = |editor: &mut Editor| {
        (0..5).all(|n| {
            let body = editor.body(clause(2));
            body.contains(&format!("a{n} ")) && body.contains(&format!("b{n} "))
        })
    };
    amina.until(everything).await;
    boris.until(everything).await;
    assert_eq!(amina.body(clause(2)), boris.body(clause(2)));
    assert_eq!(world.texts().await[1], amina.body(clause(2)));
}

async fn nobody_hears_of_a_change_that_is_not_stored(kind: Kind) {
    let world = World::with_text(kind).await;
    let mut amina = Editor::open(&world, world.amina, "amina").await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    for n in 0..10 {
        amina.write(clause(3), 0, &n.to_string()).await;
        let change = amina.draft.heads()[0];
        let heard = boris.until(|boris| boris.draft.knows(&[change]));
        tokio::join!(amina.until_saved(), heard);
        let bytes = amina.draft.change(&change).unwrap().raw_bytes().to_vec();
        assert_eq!(world.stored().await.last(), Some(&bytes));
    }
}

async fn what_cannot_be_stored_is_not_acknowledged_and_comes_through_later(kind: Kind) {
    let world = World::with_text(kind).await;
    let mut amina = Editor::open(&world, world.amina, "amina").await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    boris.until_saved().await;
    let before = world.stored().await;
    for statement in fill_up(kind) {
        run(&world, statement).await;
    }
    amina.write(clause(2), 0, "All ").await;
    assert_eq!(amina.until_closed().await.0, 1012);
    assert!(!amina.is_saved());
    assert_eq!(boris.until_closed().await.0, 1012);
    assert_eq!(
        boris.body(clause(2)),
        a_text().clauses[1].wording.text.to_plain()
    );
    assert_eq!(world.stored().await, before);
    run(&world, make_room(kind)).await;
    amina.reconnect(&world, world.amina).await;
    amina.until_saved().await;
    assert_eq!(
        world.texts().await[1],
        "All Results are published by polling place."
    );
}

/// Makes the database take no more changes.
fn fill_up(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Sqlite => &["CREATE TRIGGER disk_full BEFORE INSERT ON draft_changes \
             BEGIN SELECT RAISE(ABORT, 'disk full'); END"],
        Kind::Postgres => &[
            "CREATE FUNCTION be_full() RETURNS trigger LANGUAGE plpgsql \
             AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$",
            "CREATE TRIGGER disk_full BEFORE INSERT ON draft_changes \
             FOR EACH ROW EXECUTE FUNCTION be_full()",
        ],
    }
}

/// Makes it take them again.
fn make_room(kind: Kind) -> &'static str {
    match kind {
        Kind::Sqlite => "DROP TRIGGER disk_full",
        Kind::Postgres => "DROP TRIGGER disk_full ON draft_changes",
    }
}

async fn run(world: &World, statement: &'static str) {
    let mut tx = world.hub.office().store().begin().await.unwrap();
    crate::store::support::run(&mut tx, statement)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn a_restart_loses_nothing_and_what_was_written_meanwhile_is_merged(kind: Kind) {
    let mut world = World::with_text(kind).await;
    let mut amina = Editor::open(&world, world.amina, "amina").await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    amina.write(clause(2), 0, "All ").await;
    let closing = async {
        world.restart(2).await;
        &world
    };
    let going = async {
        let code = amina.until_closed().await.0;
        (code, boris.until_closed().await.0)
    };
    let (world, codes) = tokio::join!(closing, going);
    assert_eq!(codes, (1001, 1001));
    amina.write(clause(2), 4, "the ").await;
    boris.write(clause(3), 0, "Offline: ").await;
    amina.reconnect(world, world.amina).await;
    boris.reconnect(world, world.boris).await;
    amina.until_saved().await;
    boris.until_saved().await;
    let texts = world.texts().await;
    assert_eq!(texts[1], "All the Results are published by polling place.");
    assert_eq!(
        texts[2],
        "Offline: Each protocol is photographed and signed."
    );
    boris.until_reads(clause(2), &texts[1]).await;
}

async fn an_amendment_is_taken_in_while_people_write(kind: Kind) {
    let world = World::with_text(kind).await;
    world.table().await;
    let mut amina = Editor::open(&world, world.amina, "amina").await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    let amendment = propose(&world, "Results are published at once by polling place.").await;
    amina.write(clause(3), 0, "Here: ").await;
    let adoption = command(serde_json::json!({"amendments": [amendment], "texts": [1]}));
    let incorporating = live::adopt(&world.hub, world.chair, world.instrument, adoption);
    let writing = boris.write(clause(4), 0, "There: ");
    let (incorporated, ()) = tokio::join!(incorporating, writing);
    incorporated.unwrap();
    amina.until_saved().await;
    boris.until_saved().await;
    for editor in [&mut amina, &mut boris] {
        editor
            .until_reads(clause(2), "Results are published at once by polling place.")
            .await;
        editor
            .until(|e| e.body(clause(3)).starts_with("Here: "))
            .await;
        editor
            .until(|e| e.body(clause(4)).starts_with("There: "))
            .await;
        editor.until_saved().await;
    }
    assert_eq!(world.view().await.outline, amina.draft.outline());
}

async fn a_clause_removed_and_edited_at_once_waits_for_the_chair(kind: Kind) {
    for keep in [true, false] {
        let world = World::with_text(kind).await;
        let mut amina = Editor::open(&world, world.amina, "amina").await;
        let mut boris = Editor::open(&world, world.boris, "boris").await;
        amina.draft.remove_clause(clause(2)).unwrap();
        boris.write(clause(2), 0, "All ").await;
        boris.until_saved().await;
        amina.flush().await;
        amina.until_saved().await;
        assert_eq!(world.view().await.undecided, [clause(2)]);
        let heads = world.view().await.heads.clone();
        let tabling = command(serde_json::json!({ "heads": heads }));
        let tabled = live::table_revision(&world.hub, world.chair, world.instrument, tabling).await;
        let code = tabled
            .as_ref()
            .err()
            .and_then(live::LiveError::refusal)
            .map(Refusal::code);
        assert_eq!(code, Some("removal-undecided"));
        let decision = DecideRemoval { keep };
        live::decide_removal(
            &world.hub,
            world.chair,
            world.instrument,
            clause(2),
            decision,
        )
        .await
        .unwrap();
        assert_eq!(world.view().await.undecided, []);
        let texts = world.texts().await;
        assert_eq!(texts.iter().any(|text| text.starts_with("All ")), keep);
        boris
            .until(|boris| boris.draft.is_living(clause(2)) == keep)
            .await;
    }
}

async fn whoever_does_not_read_gets_everything_at_once_later(kind: Kind) {
    let limits = Limits {
        outbox_bytes: 2_048,
        ..Limits::default()
    };
    let world = World::with_limits(kind, limits).await;
    world.import(a_text()).await;
    let mut amina = Editor::open(&world, world.amina, "amina").await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    boris.until_saved().await;
    let before = boris.messages;
    let changes = 60;
    for n in 0..changes {
        amina
            .draft
            .splice(clause(3), Field::Body, 0, 0, &format!("{n:03}"))
            .unwrap();
        let long = "x".repeat(400);
        amina
            .draft
            .splice(
                clause(4),
                Field::Body,
                0,
                if n == 0 { 0 } else { 400 },
                &long,
            )
            .unwrap();
        amina.flush().await;
        amina.until_saved().await;
    }
    let text = amina.body(clause(3));
    boris.until_reads(clause(3), &text).await;
    assert!(
        boris.messages - before < changes / 2,
        "{} messages",
        boris.messages - before
    );
}

async fn carets_go_to_the_others_under_the_name_of_whoever_sent_them(kind: Kind) {
    let world = World::with_text(kind).await;
    let mut amina = Editor::open(&world, world.amina, "amina").await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    let mut other = Editor::open(&world, world.observer, "amina").await;
    let claimed = Some(a_person(world.boris, "boris"));
    for (editor, data) in [(&mut amina, b"\x63one"), (&mut other, b"\x63two")] {
        let mut caret = editor.caret(1, data);
        caret.sender = "boris".to_owned();
        caret.by.clone_from(&claimed);
        editor.send(&Frame::Ephemeral(caret.clone())).await;
        editor.send(&Frame::Ephemeral(caret)).await;
        let data = data.to_vec();
        boris
            .until(move |boris| carets(boris).any(|found| found.data == data))
            .await;
    }
    let senders = carets(&boris).map(|caret| caret.sender.as_str());
    assert_eq!(senders.collect::<Vec<_>>(), ["amina", "amina#2"]);
    let people = carets(&boris).map(|caret| caret.by.clone());
    assert_eq!(
        people.collect::<Vec<_>>(),
        [
            Some(a_person(world.amina, "amina")),
            Some(a_person(world.observer, "observer")),
        ]
    );
    drop(other);
    let gone = Frame::Leave {
        sender: "amina#2".to_owned(),
    };
    boris.until(|boris| boris.frames.contains(&gone)).await;
}

fn carets(editor: &Editor) -> impl Iterator<Item = &Ephemeral> {
    editor.frames.iter().filter_map(|frame| match frame {
        Frame::Ephemeral(message) => Some(message),
        _ => None,
    })
}

fn a_person(delegate: DelegateId, name: &str) -> Person {
    let name = name.to_owned();
    Person { delegate, name }
}

async fn nothing_large_or_disguised_is_passed_on(kind: Kind) {
    let world = World::with_text(kind).await;
    let mut amina = Editor::open(&world, world.amina, "amina").await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    let large = [vec![0x59, 0x10, 0x00], vec![0; 0x1000]].concat();
    let turned = b"\xa1\x64name\x64b\xe2\x80\xae";
    for (data, count) in [&large[..], turned, b"\x63a\x07b", b"\xff", b"\x63end"]
        .iter()
        .zip(1..)
    {
        let caret = amina.caret(count, data);
        amina.send(&Frame::Ephemeral(caret)).await;
    }
    boris.until(|boris| carets(boris).count() > 0).await;
    assert_eq!(
        carets(&boris).map(|it| &it.data[1..]).collect::<Vec<_>>(),
        [b"end"]
    );
}

async fn nobody_goes_by_a_disguised_name_or_by_that_of_the_server(kind: Kind) {
    let world = World::with_text(kind).await;
    let mut amina = Editor::open(&world, world.amina, "clausewise").await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    let caret = amina.caret(1, b"\x63one");
    amina.send(&Frame::Ephemeral(caret)).await;
    boris.until(|boris| carets(boris).count() > 0).await;
    assert_eq!(carets(&boris).next().unwrap().sender, "clausewise#2");

    let actor = ActorId::random();
    let disguised = "ami\u{202e}na";
    let mut other = Editor::knock(&world, world.amina, disguised, world.draft, actor).await;
    assert_eq!(other.until_closed().await.0, 1002);
}

async fn what_is_not_the_protocol_ends_the_connection(kind: Kind) {
    let world = World::with_text(kind).await;
    let for_clients = Frame::Error {
        sender: "amina".to_owned(),
        target: "clausewise".to_owned(),
        message: "Close yourself".to_owned(),
    };
    let wrong = [
        Message::Text("join".into()),
        Message::Binary(vec![0xff; 40].into()),
        Message::Binary(for_clients.encode().into()),
    ];
    for message in wrong {
        let mut editor = Editor::open(&world, world.amina, "amina").await;
        editor.send_raw(message.clone()).await;
        assert_eq!(editor.until_closed().await.0, 1002, "{message:?}");
    }
    let mut editor = Editor::open(&world, world.amina, "amina").await;
    editor
        .send_raw(Message::Binary(vec![0; 300_000].into()))
        .await;
    assert_eq!(editor.until_closed().await.0, 1009);
}

async fn an_ended_session_ends_its_connections(kind: Kind) {
    let world = World::with_text(kind).await;
    let mut amina = Editor::open(&world, world.amina, "amina").await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    world.hub.disconnect(world.amina);
    assert_eq!(amina.until_closed().await.0, 4401);
    boris.write(clause(2), 0, "All ").await;
    boris.until_saved().await;
}

async fn heads_are_in_the_record_once_writing_stops(kind: Kind) {
    let world = World::with_text(kind).await;
    let mut amina = Editor::open(&world, world.amina, "amina").await;
    amina.write(clause(2), 0, "All ").await;
    amina.until_saved().await;
    let heads = world.view().await.heads.clone();
    world.hub.close().await;
    assert_eq!(amina.until_closed().await.0, 1001);
    let last = world.hub.office().register().next_seq() - 1;
    let entry = world.hub.office().entry(last).await.unwrap().unwrap();
    let domain::record::Fact::HeadsAnchored {
        heads: anchored, ..
    } = entry.fact
    else {
        panic!("{entry:?}");
    };
    assert_eq!(anchored, heads);
}
