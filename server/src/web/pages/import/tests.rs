//! Importing through the pages: what is shown, what is stored, what is turned down.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use domain::api::FreezeDraft;
use domain::id::DelegateId;
use domain::text::Outline;

use super::posted::MAX_BODY_BYTES;
use crate::exchange::import::{Construct, MAX_BYTES};
use crate::live;
use crate::web::api::tests::make_account;
use crate::web::pages::fixture::{World, english, hidden_fields, location, read};
use crate::workflow;

const TEXT: &str = "# Principles for Counting

## Publication

1. Results are **published** at once.
2. See [the rules](https://example.org/rules) and `code`.

| a | table |
|---|-------|
| 1 | 2     |
";

/// The parts of a form: name, file name, bytes.
type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

async fn send(world: &World, by: DelegateId, parts: &[Part<'_>]) -> Response<Body> {
    const BOUNDARY: &str = "----a-boundary-of-the-tests";
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    let request = Request::post(world.path("/import")).header(
        header::CONTENT_TYPE,
        format!("multipart/form-data; boundary={BOUNDARY}"),
    );
    world.ask(by, request, Body::from(body)).await
}

async fn send_file(world: &World, name: &str, bytes: &[u8]) -> (StatusCode, String) {
    let chair = world.delegates[0];
    let parts = [("file", Some(name), bytes), ("step", None, b"check")];
    read(send(world, chair, &parts).await).await
}

async fn confirm(world: &World, preview: &str) -> Response<Body> {
    let fields = hidden_fields(preview);
    let mut parts: Vec<Part<'_>> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), None, value.as_bytes()))
        .collect();
    parts.push(("step", None, b"confirm"));
    send(world, world.delegates[0], &parts).await
}

async fn draft(world: &World) -> Outline {
    let hub = world.state().hub;
    let view = live::preview(&hub, world.delegates[0], world.instrument).await;
    view.unwrap().outline.clone()
}

async fn with_account() -> World {
    let world = World::new().await;
    make_account(&world, world.delegates[0]).await;
    world
}

#[tokio::test]
async fn a_preview_shows_everything_and_stores_nothing() {
    let world = with_account().await;
    let (before, seq) = (draft(&world).await, world.office.register().next_seq());
    let (status, html) = send_file(&world, "principles.md", TEXT.as_bytes()).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    for expected in [
        "<strong>published</strong>",
        "https://example.org/rules",
        "<h3>Publication</h3>",
        "<span class=\"number\">1.1</span>",
        "Principles for Counting",
        "Code: it is kept as plain text.",
        "<td data-label=\"Line\">6</td>",
        "<td data-label=\"Column\">51</td>",
        "A table: each row is kept as a plain clause.",
        "2 places could not be carried over as they are",
        "The draft has no clauses yet",
    ] {
        assert!(html.contains(expected), "{expected} in {html}");
    }
    assert_eq!(draft(&world).await, before);
    assert_eq!(world.office.register().next_seq(), seq);
}

#[tokio::test]
async fn what_is_confirmed_is_exactly_what_was_previewed_and_is_stored_once() {
    let world = with_account().await;
    world.writes("A clause that was there before.").await;
    let (_, html) = send_file(&world, "principles.md", TEXT.as_bytes()).await;
    assert!(
        html.contains("The draft has 1 clause. It stays as it is"),
        "{html}"
    );
    assert!(
        html.contains("The title of the text is not taken"),
        "{html}"
    );
    let first = confirm(&world, &html).await;
    assert_eq!(first.status(), StatusCode::SEE_OTHER);
    let stored = draft(&world).await;
    let texts: Vec<_> = stored
        .clauses
        .iter()
        .map(|it| it.wording.text.to_plain())
        .collect();
    assert_eq!(texts[0], "A clause that was there before.");
    assert_eq!(texts[2], "Results are published at once.");
    assert_eq!(stored.clauses[1].wording.heading, "Publication");
    assert!(html.contains("<span class=\"number\">2.1</span>"), "{html}");
    assert_eq!(stored.numbers()[2], "2.1");
    assert_eq!(stored.title, "Principles for Open Results");
    let second = confirm(&world, &html).await;
    assert_eq!(location(&second), location(&first));
    assert!(location(&first).contains(&format!("#clause-{}", stored.clauses[1].id)));
    assert_eq!(draft(&world).await, stored);
}

#[tokio::test]
async fn an_empty_draft_takes_the_title_too() {
    let world = with_account().await;
    let (_, html) = send_file(&world, "principles.md", TEXT.as_bytes()).await;
    assert!(
        html.contains("The draft takes the title of the text"),
        "{html}"
    );
    confirm(&world, &html).await;
    assert_eq!(draft(&world).await.title, "Principles for Counting");
}

#[tokio::test]
async fn what_would_no_longer_be_stored_as_previewed_is_shown_again() {
    let world = with_account().await;
    let (_, html) = send_file(&world, "principles.md", TEXT.as_bytes()).await;
    world.writes("Somebody was faster.").await;
    let (status, again) = read(confirm(&world, &html).await).await;
    assert_eq!(status, StatusCode::CONFLICT, "{again}");
    assert!(again.contains("so nothing was stored"), "{again}");
    assert_eq!(draft(&world).await.clauses.len(), 1);
    let stored = confirm(&world, &again).await;
    assert_eq!(stored.status(), StatusCode::SEE_OTHER);
    assert!(draft(&world).await.clauses.len() > 1);
}

#[tokio::test]
async fn a_preview_that_was_tampered_with_stores_nothing() {
    let world = with_account().await;
    let (_, html) = send_file(&world, "principles.md", TEXT.as_bytes()).await;
    let carried = &hidden_fields(&html)["carried"];
    let other = super::posted::write_carried(b"Another text.");
    let (status, _) = read(confirm(&world, &html.replace(carried, &other)).await).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let (status, _) = read(confirm(&world, &html.replace(carried, "%%%")).await).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(draft(&world).await.clauses.is_empty());
}

#[tokio::test]
async fn what_cannot_be_read_is_said_beside_its_field_with_line_and_column() {
    let world = with_account().await;
    let cases: [(&[u8], &str); 4] = [
        (
            b"One\nTwo \xff",
            "Line 2, column 5: this is not text in UTF-8.",
        ),
        (
            "One\n\nA\u{202e}B".as_bytes(),
            "Line 3, column 2: the character U+202E is not permitted",
        ),
        (b"", "There is no text in it."),
        (b" \n\n", "There is no text in it."),
    ];
    for (bytes, expected) in cases {
        let (status, html) = send_file(&world, "text.txt", bytes).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{html}");
        let error = html.split("id=\"file-error\"").nth(1).unwrap();
        let error = error.split("</p>").next().unwrap();
        assert!(error.contains(expected), "{expected} in {error}");
    }
}

#[tokio::test]
async fn a_file_over_the_limit_is_answered_with_its_size() {
    let world = with_account().await;
    let large = vec![b'a'; MAX_BYTES + 1];
    let (status, html) = send_file(&world, "large.txt", &large).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        html.contains("The text has 10,485,761 bytes; at most 10 MiB"),
        "{html}"
    );
    let huge = vec![b'a'; MAX_BODY_BYTES + 1];
    let (status, _) = send_file(&world, "huge.txt", &huge).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_pasted_text_keeps_its_form_when_it_is_turned_down_or_changed() {
    let world = with_account().await;
    let chair = world.delegates[0];
    let pasted = "First paragraph.\r\n\r\n* not a list\u{202e}";
    let parts: [Part<'_>; 4] = [
        ("file", Some(""), b""),
        ("pasted", None, pasted.as_bytes()),
        ("syntax", None, b"plain"),
        ("step", None, b"check"),
    ];
    let (status, html) = read(send(&world, chair, &parts).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{html}");
    assert!(html.contains("Line 3, column 13"), "{html}");
    assert!(html.contains("First paragraph.\n\n* not a list"), "{html}");
    assert!(html.contains("value=\"plain\" checked"), "{html}");
    let good = pasted.replace('\u{202e}', "");
    let parts: [Part<'_>; 3] = [parts[0], ("pasted", None, good.as_bytes()), parts[2]];
    let (status, html) = read(send(&world, chair, &parts).await).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let fields = hidden_fields(&html);
    let mut back: Vec<Part<'_>> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), None, value.as_bytes()))
        .collect();
    back.push(("step", None, b"edit"));
    let (status, html) = read(send(&world, chair, &back).await).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(
        html.contains("\nFirst paragraph.\n\n* not a list</textarea>"),
        "{html}"
    );
    assert!(html.contains("value=\"plain\" checked"), "{html}");
}

#[tokio::test]
async fn one_text_is_given_not_none_and_not_two() {
    let world = with_account().await;
    let chair = world.delegates[0];
    let none: [Part<'_>; 2] = [("file", Some(""), b""), ("pasted", None, b" ")];
    let (status, html) = read(send(&world, chair, &none).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        html.contains("Choose a file, or paste a text below."),
        "{html}"
    );
    let two: [Part<'_>; 2] = [("file", Some("a.md"), b"One."), ("pasted", None, b"Two.")];
    let (status, html) = read(send(&world, chair, &two).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        html.contains("Choose a file or paste a text, not both."),
        "{html}"
    );
}

#[tokio::test]
async fn only_the_chair_and_pen_holders_import_and_nobody_while_the_draft_is_frozen() {
    let world = with_account().await;
    let parts: [Part<'_>; 1] = [("pasted", None, b"A clause.")];
    for (by, expected) in [
        (world.delegates[1], StatusCode::OK),
        (world.delegates[2], StatusCode::FORBIDDEN),
    ] {
        let (status, _) = world.page(by, &world.path("/import")).await;
        assert_eq!(status, expected);
        assert_eq!(send(&world, by, &parts).await.status(), expected);
    }
    let (_, preview) = send_file(&world, "a.md", b"A clause.").await;
    let freeze = FreezeDraft {
        frozen: true,
        reason: "For the translation.".parse().unwrap(),
    };
    let chair = world.delegates[0];
    workflow::freeze_draft(&world.office, chair, world.instrument, &freeze)
        .await
        .unwrap();
    let (status, html) = world.page(chair, &world.path("/import")).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(html.contains("The working draft is frozen."), "{html}");
    assert_eq!(
        confirm(&world, &preview).await.status(),
        StatusCode::CONFLICT
    );
    assert!(draft(&world).await.clauses.is_empty());
}

#[test]
fn every_construct_has_its_message() {
    let page = english();
    for construct in Construct::ALL {
        let key = format!("unmapped-{}", construct.code());
        assert!(page.has(&key), "{key}");
    }
}
