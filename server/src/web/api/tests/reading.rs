//! How far a person has read, and what the room looks at, over the API.

use axum::http::Method;
use domain::consensus::PositionKind;
use serde_json::{Value, json};

use super::Caller;
use crate::web::pages::fixture::{World, hidden_fields, location};

fn path(world: &World, rest: &str) -> String {
    format!("/instruments/{}{rest}", world.instrument)
}

async fn put(caller: &Caller<'_>, path: &str, body: &Value) -> super::Answer {
    caller
        .send(caller.request(Method::PUT, path), Some(body))
        .await
}

#[tokio::test]
async fn what_came_after_the_mark_is_new_to_whoever_set_it_and_to_nobody_else() {
    let world = World::tabled().await;
    let reader = Caller::of(&world, world.delegates[3]).await;
    let other = Caller::of(&world, world.delegates[4]).await;
    let reading = path(&world, "/reading");
    let never = reader.get(&reading).await.expect(200);
    assert_eq!(never.get("read"), None);
    assert_eq!(never["revisions"], json!([1]));
    let seq = never["seq"].clone();
    put(&reader, &reading, &json!({"seq": seq}))
        .await
        .expect(204);
    let taken = world.takes(0, 2, PositionKind::Endorse).await;
    let amendment = world
        .proposes(4, 2, "Results shall be published in 24 hours.", &[])
        .await;
    let news = reader.get(&reading).await.expect(200);
    assert_eq!(news["read"], seq);
    assert_eq!(news["revision"], 1);
    assert_eq!(news["revisions"], json!([]));
    assert_eq!(news["tabled"], json!([amendment]));
    assert_eq!(news["positions"], json!([taken]));
    let unread = other.get(&reading).await.expect(200);
    assert_eq!(unread.get("read"), None);
}

#[tokio::test]
async fn nobody_has_read_what_is_yet_to_come() {
    let world = World::tabled().await;
    let reader = Caller::of(&world, world.delegates[3]).await;
    let reading = path(&world, "/reading");
    put(&reader, &reading, &json!({"seq": 1_000_000}))
        .await
        .expect(204);
    let taken = world.takes(0, 2, PositionKind::Endorse).await;
    let news = reader.get(&reading).await.expect(200);
    assert_eq!(news["positions"], json!([taken]));
}

#[tokio::test]
async fn the_room_looks_at_the_clause_that_the_chair_shows() {
    let world = World::tabled().await;
    let chair = Caller::of(&world, world.delegates[0]).await;
    let member = Caller::of(&world, world.delegates[3]).await;
    let room = path(&world, "/room");
    assert_eq!(member.get(&room).await.expect(200), json!({}));
    let clause = json!({"clause": world.clause(4)});
    let refused = put(&member, &room, &clause).await;
    refused.expect_problem(403, "not-permitted");
    put(&chair, &room, &clause).await.expect(204);
    assert_eq!(member.get(&room).await.expect(200), clause);
}

#[tokio::test]
async fn the_page_of_what_is_new_marks_only_what_it_showed() {
    let world = World::tabled().await;
    let by = world.delegates[3];
    // Whoever reads has an account.
    Caller::of(&world, by).await;
    let since = path(&world, "/since");
    let (_, html) = world.page(by, &since).await;
    assert!(html.contains("not marked this text as read yet"), "{html}");
    let seq = hidden_fields(&html)["seq"].clone();
    world.takes(0, 2, PositionKind::Endorse).await;
    let response = world.post(by, &since, &[("seq", &seq)]).await;
    assert_eq!(location(&response), path(&world, ""));
    let (_, html) = world.page(by, &since).await;
    assert!(
        html.contains("Positions taken") && html.contains("EMB-1"),
        "{html}"
    );
    assert!(
        !html.contains("The first revision has been tabled"),
        "{html}"
    );
    let (_, html) = world.page(by, &path(&world, "")).await;
    assert!(
        html.contains("What changed since you last read (<time"),
        "{html}"
    );
}

#[tokio::test]
async fn what_changed_since_a_text_was_read_is_counted_at_home_and_marked_as_read_there() {
    let world = World::tabled().await;
    let by = world.delegates[5];
    // Whoever reads has an account.
    Caller::of(&world, by).await;
    let heading = "Changed since you last read";
    let (_, html) = world.page(by, "/").await;
    for expected in [heading, "You have not marked this text as read yet."] {
        assert!(html.contains(expected), "{expected}: {html}");
    }
    let since = path(&world, "/since");
    let seq = world.office.register().next_seq().to_string();
    let read = [("seq", seq.as_str()), ("return_to", "/")];
    assert_eq!(location(&world.post(by, &since, &read).await), "/");
    let (_, html) = world.page(by, "/").await;
    assert!(!html.contains(heading), "{html}");
    for member in [0, 1, 2, 3] {
        world.takes(member, 2, PositionKind::Endorse).await;
    }
    world.proposes(3, 3, "Formats shall be open.", &[4]).await;
    let (_, html) = world.page(by, "/").await;
    for expected in [
        "<li>4 positions taken</li>",
        "<li>1 amendment tabled</li>",
        "<li>level of 1 clause</li>",
    ] {
        assert!(html.contains(expected), "{expected}: {html}");
    }
    assert!(!html.contains("amendment decided"), "{html}");
    let elsewhere = [("seq", seq.as_str()), ("return_to", "//evil.example")];
    assert_eq!(location(&world.post(by, &since, &elsewhere).await), "/");
}
