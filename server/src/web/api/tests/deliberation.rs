//! Discussions: of a draft while it is written, and what is left of a deleted message.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Caller, instrument};
use crate::live::{self, ClauseEdit};
use crate::web::pages::fixture::World;

/// Opens a discussion about a draft and returns what the draft's margin says of it.
async fn opens(caller: &Caller<'_>, world: &World, command: &Value) -> Value {
    let opened = caller.post(&instrument(world, "/threads"), command).await;
    let id = opened.expect(201)["id"].clone();
    let listed = margin(caller, world).await;
    let threads = listed["threads"].as_array().unwrap();
    let found = threads.iter().find(|it| it["id"] == id);
    found.unwrap().clone()
}

async fn margin(caller: &Caller<'_>, world: &World) -> Value {
    let path = format!("/drafts/{}/threads", world.draft);
    caller.get(&path).await.expect(200)
}

#[tokio::test]
async fn a_discussion_keeps_to_characters_that_moved_meanwhile() {
    let world = World::new().await;
    let clause = world.writes("Results are public. Results are kept.").await;
    let caller = Caller::of(&world, world.delegates[2]).await;
    let about = json!({"kind": "draft", "clause": clause});
    let mut command = json!({"subject": about, "audience": "group", "words": "By whom?",
        "quote": "Results are kept"});
    let first = opens(&caller, &world, &command).await;
    let edit = ClauseEdit::Text {
        clause,
        base: None,
        text: domain::text::RichText::plain(
            "All results: Results are public. Results are safely kept.",
        ),
    };
    let hub = world.state().hub;
    live::edit(&hub, world.delegates[1], world.instrument, vec![edit])
        .await
        .unwrap();
    command["cursors"] = first["cursors"].clone();
    command["quote"] = "what stood there before".into();
    let second = opens(&caller, &world, &command).await;
    assert_eq!(second["passage"]["quote"], "Results are safely kept");
    assert_eq!(second["passage"]["at"], 33);
    assert_eq!(second["cursors"], first["cursors"]);

    let elsewhere = world.writes("Each protocol is signed.").await;
    command["subject"]["clause"] = json!(elsewhere);
    let path = instrument(&world, "/threads");
    let refused = caller.post(&path, &command).await;
    refused.expect_problem(422, "quote-not-found");
    command["cursors"] = json!({"from": "4294967295@aa", "to": "é"});
    let refused = caller.post(&path, &command).await;
    refused.expect_problem(422, "quote-not-found");
}

#[tokio::test]
async fn a_margin_names_who_reads_what_and_hides_what_is_inside_another_organisation() {
    let world = World::new().await;
    let clause = world.writes("Results are public.").await;
    let (own, other) = (
        Caller::of(&world, world.delegates[2]).await,
        Caller::of(&world, world.delegates[3]).await,
    );
    let about = json!({"kind": "draft", "clause": clause});
    let command = json!({"subject": about, "audience": "organisation", "words": "Can we?"});
    let thread = opens(&own, &world, &command).await;
    assert_eq!(thread["organisation"], json!(world.members[2]));
    let seen = margin(&own, &world).await;
    let inside = &seen["circles"][0];
    assert_eq!(inside["audience"], "organisation");
    assert_eq!(inside["organisation"], "EMB-3");
    assert_eq!(inside["readers"], json!([world.delegates[2]]));
    let hidden = margin(&other, &world).await;
    assert_eq!(hidden["threads"], json!([]));
    let path = format!("/threads/{}", thread["id"].as_str().unwrap());
    other.get(&path).await.expect_problem(404, "unknown-thread");
}

#[tokio::test]
async fn a_deleted_message_leaves_no_copy_of_its_words() {
    let world = World::tabled().await;
    let caller = Caller::of(&world, world.delegates[1]).await;
    let subject = json!({"kind": "clause", "clause": world.clause(2),
        "text_hash": world.office.register().instrument(world.instrument).unwrap()
            .tabled_hash(world.clause(2)).unwrap()});
    let command = json!({"subject": subject, "audience": "group", "words": "Open."});
    let opened = caller.post(&instrument(&world, "/threads"), &command).await;
    let thread = opened.expect(201)["id"].as_str().unwrap().to_owned();
    let path = format!("/threads/{thread}/messages");
    let said = json!({"words": "quagga-4711", "mentions": [world.delegates[2]]});
    let written = caller
        .request(Method::POST, &path)
        .header("idempotency-key", "one");
    let message = caller.send(written, Some(&said)).await.expect(201);
    assert_eq!(message["words"], "quagga-4711");
    let again = caller
        .request(Method::POST, &path)
        .header("idempotency-key", "one");
    let again = caller.send(again, Some(&said)).await.expect(201);
    assert_eq!(again["id"], message["id"]);
    let path = format!("{path}/{}", message["id"].as_str().unwrap());
    let edited = json!({"words": "okapi-4712"});
    let edit = caller.request(Method::PUT, &path);
    caller.send(edit, Some(&edited)).await.expect(200);
    let holds = |words: &str| {
        let disk = world.bytes_on_disk();
        disk.windows(words.len()).any(|it| it == words.as_bytes())
    };
    assert!(!holds("quagga-4711"), "the words before are gone");
    assert!(holds("okapi-4712"), "what is looked for can be found");
    let gone = caller.request(Method::DELETE, &path);
    assert_eq!(caller.send(gone, None).await.status, 204);
    assert!(!holds("okapi-4712"));
}
