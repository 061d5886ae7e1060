//! One act after another, as a program does them.

use axum::body::Body;
use axum::http::{Method, header};
use domain::consensus::PositionKind;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Caller, instrument};
use crate::web::pages::fixture::World;

/// Returns a body with marks in place of identifiers and hashes, which a change of the
/// fixture would change all over.
fn masked(body: &Value) -> Value {
    match body {
        Value::String(text) if text.parse::<Uuid>().is_ok() => "[id]".into(),
        Value::String(text) if text.len() == 64 && hex::decode(text).is_ok() => "[hash]".into(),
        Value::Array(items) => items.iter().map(masked).collect(),
        Value::Object(members) => {
            let members = members.iter();
            members
                .map(|(name, it)| (name.clone(), masked(it)))
                .collect()
        }
        _ => body.clone(),
    }
}

#[tokio::test]
async fn a_position_is_acknowledged_with_its_entry() {
    let world = World::tabled().await;
    let caller = Caller::of(&world, world.delegates[1]).await;
    let path = instrument(&world, &format!("/clauses/{}/positions", world.clause(2)));
    let body = serde_json::to_value(world.statement(2, PositionKind::Object)).unwrap();
    let answer = caller.post(&path, &body).await;
    let taken = answer.expect(201);
    let seq = &taken["receipt"]["seq"];
    assert_eq!(answer.header("location"), format!("/api/v1/entries/{seq}"));
    caller.get(answer.header("location")).await.expect(200);
    insta::assert_json_snapshot!(masked(&taken));
}

#[tokio::test]
async fn a_clause_says_why_it_is_not_agreed() {
    let world = World::tabled().await;
    world.takes(0, 2, PositionKind::Endorse).await;
    world.takes(1, 2, PositionKind::Object).await;
    let caller = Caller::of(&world, world.delegates[2]).await;
    let path = instrument(&world, &format!("/clauses/{}", world.clause(2)));
    let clause = caller.get(&path).await.expect(200);
    assert_eq!(clause["sentence"], world.sentence(2));
    insta::assert_json_snapshot!(masked(&clause));
}

#[tokio::test]
async fn a_position_without_its_reason_is_refused_at_that_field() {
    let world = World::tabled().await;
    let caller = Caller::of(&world, world.delegates[1]).await;
    let path = instrument(&world, &format!("/clauses/{}/positions", world.clause(2)));
    let mut body = serde_json::to_value(world.statement(2, PositionKind::Object)).unwrap();
    body.as_object_mut().unwrap().remove("reason");
    let problem = caller
        .post(&path, &body)
        .await
        .expect_problem(422, "text-missing");
    assert_eq!(problem["pointer"], "/reason");
    body["kind"] = "shrug".into();
    let problem = caller
        .post(&path, &body)
        .await
        .expect_problem(422, "invalid-field");
    assert_eq!(problem["pointer"], "/kind");
}

#[tokio::test]
async fn a_text_is_imported_previewed_tabled_and_exported() {
    let world = World::new().await;
    let chair = Caller::of(&world, world.delegates[0]).await;
    let draft = format!("/drafts/{}", world.draft);
    let file = json!({"name": "text.md", "text": "# Results\n\n1. Results are public.\n2. They are complete.\n\n---\n"});
    let preview = chair
        .post(&format!("{draft}/import/preview"), &file)
        .await
        .expect(200);
    insta::assert_json_snapshot!(masked(&preview));
    chair
        .post(&format!("{draft}/import"), &file)
        .await
        .expect(200);

    let read = chair.get(&draft).await.expect(200);
    assert_eq!(read["clauses"].as_array().unwrap().len(), 2);
    let table = json!({"heads": read["heads"], "note": "First reading"});
    let answer = chair.post(&instrument(&world, "/revisions"), &table).await;
    assert_eq!(answer.expect(201)["id"], 1);
    let revision = chair.get(answer.header("location")).await.expect(200);
    assert_eq!(
        revision["text"][0]["text_hash"],
        read["clauses"][0]["text_hash"]
    );

    let export = chair
        .get(&instrument(&world, "/revisions/1/export/md"))
        .await;
    export.expect(200);
    assert!(
        export.text.contains("Results are public."),
        "{}",
        export.text
    );
    assert_eq!(
        export.header("content-type"),
        "text/markdown; charset=utf-8"
    );
    let table = chair.post(&instrument(&world, "/revisions"), &table).await;
    table.expect_problem(409, "nothing-changed");
}

#[tokio::test]
async fn a_file_is_taken_as_a_form_too_and_its_fault_is_located() {
    let world = World::new().await;
    let chair = Caller::of(&world, world.delegates[0]).await;
    let upload = |text: &str| {
        let body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.md\"\r\n\r\n{text}\r\n--b--\r\n"
        );
        chair
            .request(
                Method::POST,
                &format!("/drafts/{}/import/preview", world.draft),
            )
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
            .body(Body::from(body))
            .unwrap()
    };
    let preview = chair.send_raw(upload("1. One.\n2. Two.")).await.expect(200);
    assert_eq!(preview["numbers"].as_array().unwrap().len(), 2);
    let fault = chair.send_raw(upload("One.\n\nTw\u{202e}o.")).await;
    let problem = fault.expect_problem(422, "refused-character");
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .starts_with("line 3, column 3")
    );
}

#[tokio::test]
async fn only_the_chair_and_the_pen_holder_import() {
    let world = World::new().await;
    let member = Caller::of(&world, world.delegates[2]).await;
    let file = json!({"name": "text.md", "text": "Text."});
    for path in ["import/preview", "import"] {
        member
            .post(&format!("/drafts/{}/{path}", world.draft), &file)
            .await
            .expect_problem(403, "not-permitted");
    }
}

#[tokio::test]
async fn an_amendment_is_proposed_joined_and_incorporated() {
    let world = World::new().await;
    let chair = Caller::of(&world, world.delegates[0]).await;
    let sponsor = Caller::of(&world, world.delegates[3]).await;
    let joining = Caller::of(&world, world.delegates[4]).await;
    let draft = format!("/drafts/{}", world.draft);
    let file =
        json!({"name": "text.md", "text": "1. Results are public.\n2. They are complete.\n"});
    chair
        .post(&format!("{draft}/import"), &file)
        .await
        .expect(200);
    let heads = chair.get(&draft).await.expect(200)["heads"].clone();
    chair
        .post(&instrument(&world, "/revisions"), &json!({"heads": heads}))
        .await
        .expect(201);

    let text = chair
        .get(&instrument(&world, "/revisions/1"))
        .await
        .expect(200)["text"]
        .clone();
    let proposal = proposal(&text[0], &json!([world.members[4]]));
    let made = sponsor
        .post(&instrument(&world, "/amendments"), &proposal)
        .await;
    let path = made.header("location").to_owned();
    made.expect(201);
    let confirm = json!({"text": 1, "confirm": true});
    joining
        .post(&format!("{path}/cosponsorship"), &confirm)
        .await
        .expect(200);
    sponsor
        .post(&format!("{path}/incorporate"), &json!({"text": 1}))
        .await
        .expect_problem(403, "not-permitted");
    chair
        .post(
            &format!("{path}/incorporate"),
            &json!({"text": 1, "note": "Agreed."}),
        )
        .await
        .expect(200);
    chair
        .post(&format!("{path}/reject"), &json!({"reason": "Too late."}))
        .await
        .expect_problem(409, "amendment-ended");
    let amendment = chair.get(&path).await.expect(200);
    insta::assert_json_snapshot!(masked(&amendment));
    let after = chair.get(&draft).await.expect(200);
    let shown = &after["outline"]["clauses"][0]["wording"]["text"][0]["text"];
    assert_eq!(shown, "Results are public at once.");
    let open = instrument(&world, "/amendments?open=true");
    assert_eq!(chair.get(&open).await.expect(200), json!([]));
}

fn proposal(clause: &Value, cosponsors: &Value) -> Value {
    json!({
        "revision": 1,
        "change": {
            "kind": "modify", "clause": clause["id"], "base": clause["text_hash"],
            "wording": {
                "kind": clause["kind"], "heading": "",
                "text": [{"text": "Results are public at once."}],
            },
        },
        "rationale": "A time is missing.",
        "cosponsors": cosponsors,
    })
}

#[tokio::test]
async fn a_draft_is_written_by_its_group_and_frozen_by_its_chair() {
    let world = World::new().await;
    let chair = Caller::of(&world, world.delegates[0]).await;
    let draft = format!("/drafts/{}", world.draft);
    let actor = chair
        .post(&format!("{draft}/actors"), &json!({}))
        .await
        .expect(201);
    assert_eq!(actor["actor"].as_str().unwrap().len(), 32);
    let secretariat = Caller::of(&world, world.secretariat).await;
    secretariat
        .post(&format!("{draft}/actors"), &json!({}))
        .await
        .expect_problem(403, "not-permitted");
    secretariat.get(&draft).await.expect(200);
    let freeze = json!({"frozen": true, "reason": "Before the vote."});
    chair
        .post(&format!("{draft}/freeze"), &freeze)
        .await
        .expect(200);
    let edits = json!({"edits": [{"edit": "title", "title": "Late"}]});
    let late = chair.post(&format!("{draft}/edits"), &edits).await;
    late.expect_problem(409, "draft-frozen");
}

#[tokio::test]
async fn the_secretariat_builds_a_network() {
    let world = World::new().await;
    let secretariat = Caller::of(&world, world.secretariat).await;
    let admit = json!({
        "name": "Electoral Commission of the Coast", "short_name": "EMB-9",
        "constituency": "Management bodies", "voting_from": "2026-01-01T00:00:00Z",
    });
    let member = secretariat.post("/organisations", &admit).await;
    member.expect(201);
    let shown = secretariat.get(member.header("location")).await.expect(200);
    insta::assert_json_snapshot!(masked(&shown));
    let taken = secretariat.post("/organisations", &admit).await;
    assert_eq!(
        taken.expect_problem(409, "short-name-taken")["pointer"],
        "/short_name"
    );

    let group = secretariat
        .post("/groups", &json!({"name": "Second group"}))
        .await;
    let path = group.header("location").to_owned();
    let seat = json!({"delegate": world.delegates[1], "role": "chair"});
    secretariat
        .post(&format!("{path}/seats"), &seat)
        .await
        .expect(200);
    let seats = secretariat.get(&path).await.expect(200)["participants"].clone();
    assert_eq!(seats, json!([seat]));
    let leave = secretariat.request(
        Method::DELETE,
        &format!("{path}/seats/{}", world.delegates[1]),
    );
    secretariat.send(leave, None).await.expect(200);

    let open = json!({"group": group.expect(201)["id"], "title": "Second text", "language": "en"});
    let opened = secretariat.post("/instruments", &open).await;
    opened.expect(201);
    let shown = secretariat.get(opened.header("location")).await.expect(200);
    assert_eq!(shown["title"], "Second text");
    let delegate = Caller::of(&world, world.delegates[0]).await;
    delegate
        .post("/instruments", &open)
        .await
        .expect_problem(403, "not-permitted");
}
