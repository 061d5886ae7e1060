//! The record as a delegate reads it, over a small network at work.

use axum::http::StatusCode;
use domain::consensus::PositionKind;
use sha2::{Digest, Sha256};

use super::sentence::types;
use crate::web::pages::fixture::{World, english, first_texts, outline, read};

/// A tabled text with two positions and an amendment.
async fn at_work() -> World {
    let world = World::tabled().await;
    world.takes(1, 2, PositionKind::Endorse).await;
    world.takes(3, 3, PositionKind::Object).await;
    world
        .proposes(4, 2, "Results shall be published within 24 hours.", &[5])
        .await;
    world
}

fn lines(html: &str) -> usize {
    let (_, list) = html.split_once("data-live=\"record\"").unwrap();
    list.matches("<tr>").count() - 1
}

async fn narrowed(world: &World, query: &str) -> String {
    let (status, html) = world
        .page(world.delegates[5], &format!("/record?{query}"))
        .await;
    assert_eq!(status, StatusCode::OK, "{query}");
    html
}

#[tokio::test]
async fn the_latest_entries_come_first_and_say_what_happened() {
    let world = at_work().await;
    let html = narrowed(&world, "").await;
    assert!(html.contains("data-topics=\"record sealing\""), "{html}");
    for said in [
        "<bdi>Delegate of OBS-2</bdi> tabled <a href=",
        "asked <a href=",
        "to co-sponsor",
        "as worded in revision 1: Object.",
        "set up the network <bdi>Open Results Network</bdi>.",
        "gave <bdi>Delegate of EMB-1</bdi> a seat in",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
    let (asked, founded) = (html.find("to co-sponsor"), html.find("set up the network"));
    assert!(asked < founded);
    assert!(
        !html.contains("record-fact-") && !html.contains("{$"),
        "{html}"
    );
}

#[tokio::test]
async fn each_field_narrows_what_is_listed() {
    let world = at_work().await;
    let only = format!("instrument={}", world.instrument);
    for (query, expected) in [
        (format!("actor={}", world.delegates[3]), 2),
        (
            format!("organisation={}&type=position_taken", world.members[1]),
            1,
        ),
        (format!("{only}&type=position_taken"), 2),
        (format!("clause={}&type=position_taken", world.clause(3)), 1),
        ("type=organisation_admitted".to_owned(), 6),
        (
            "type=position_taken&since=2026-03-03&until=2026-03-03".to_owned(),
            2,
        ),
    ] {
        assert_eq!(lines(&narrowed(&world, &query).await), expected, "{query}");
    }
    for query in ["since=2026-03-04", "until=2026-03-02"] {
        assert!(
            narrowed(&world, query)
                .await
                .contains("No entry is like that."),
            "{query}"
        );
    }
}

#[tokio::test]
async fn the_form_shows_what_is_chosen() {
    let world = at_work().await;
    let clause = world.clause(2);
    let html = narrowed(&world, &format!("clause={clause}&type=position_taken")).await;
    assert!(
        html.contains(&format!("<option value=\"{clause}\" selected>Principle")),
        "{html}"
    );
    assert!(
        html.contains("<option value=\"position_taken\" selected>"),
        "{html}"
    );
    assert!(html.contains("href=\"/record\">Show everything"), "{html}");
}

#[tokio::test]
async fn a_filter_that_is_none_is_a_problem_and_shows_nothing() {
    let world = at_work().await;
    for query in [
        "actor=%3Cscript%3E",
        "type=%00",
        "since=2026-02-30",
        "before=x",
    ] {
        let (status, html) = world
            .page(world.delegates[0], &format!("/record?{query}"))
            .await;
        assert!(status.is_client_error(), "{query}: {status}");
        assert!(!html.contains("<script>"), "{query}");
    }
}

#[tokio::test]
async fn fifty_entries_make_a_page_and_every_entry_is_on_one() {
    let world = at_work().await;
    for _ in 0..30 {
        world.takes(1, 2, PositionKind::Accept).await;
        world.takes(1, 2, PositionKind::Endorse).await;
    }
    let all = usize::try_from(world.office.register().next_seq()).unwrap();
    let mut path = "/record".to_owned();
    let mut found = Vec::new();
    let last = loop {
        let (_, html) = world.page(world.delegates[0], &path).await;
        found.push(lines(&html));
        match linked(&html, "next") {
            Some(older) => path = older,
            None => break html,
        }
    };
    assert!(found.len() >= 2 && found[0] == 50, "{found:?}");
    assert_eq!(found.iter().sum::<usize>(), all);
    assert!(!last.contains("data-topics"), "only the first page grows");
    let mut newer = linked(&last, "prev");
    let mut first = String::new();
    while let Some(path) = newer {
        first = world.page(world.delegates[0], &path).await.1;
        newer = linked(&first, "prev");
    }
    assert!(first.contains(&format!("/record/{}\"", all - 1)));
}

/// Returns where the link with this relation leads.
fn linked(html: &str, rel: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!("rel=\"{rel}\" href=\""))?;
    let (href, _) = rest.split_once('"')?;
    Some(href.replace("&#38;", "&").replace("&amp;", "&"))
}

#[tokio::test]
async fn an_entry_shows_its_bytes_their_hash_and_the_words_beside_it() {
    let world = at_work().await;
    let seq = world.takes(3, 2, PositionKind::Object).await;
    let kept = world.office.stored_entry(seq).await.unwrap().unwrap();
    let (status, html) = world
        .page(world.delegates[0], &format!("/record/{seq}"))
        .await;
    assert_eq!(status, StatusCode::OK);
    let raw = String::from_utf8(kept.stored.bytes.clone()).unwrap();
    let shown = html.replace("&#34;", "\"").replace("&quot;", "\"");
    assert!(shown.contains(&format!(">{raw}</pre>")), "{html}");
    assert!(html.contains(&hex::encode(Sha256::digest(&kept.stored.bytes))));
    let words = kept.contents[0].words.as_ref().unwrap();
    assert!(html.contains(&hex::encode(kept.contents[0].commitment)));
    assert!(html.contains(&hex::encode(words.salt)));
    assert!(html.contains("Our law sets another deadline."));
    assert_eq!(
        html.matches("give this commitment").count(),
        kept.contents.len()
    );
    assert!(html.contains(&format!("rel=\"prev\" href=\"/record/{}\"", seq - 1)));
    assert!(!html.contains("rel=\"next\""));

    let (_, bytes) = world
        .page(world.delegates[0], &format!("/record/{seq}/bytes"))
        .await;
    assert_eq!(bytes, raw);
}

#[tokio::test]
async fn erased_words_leave_their_commitment() {
    let world = at_work().await;
    let seq = world.takes(3, 2, PositionKind::Object).await;
    let mut tx = world.office.store().begin().await.unwrap();
    assert!(
        tx.erase_content(i64::try_from(seq).unwrap(), 0)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    let kept = world.office.stored_entry(seq).await.unwrap().unwrap();
    let (_, html) = world
        .page(world.delegates[0], &format!("/record/{seq}"))
        .await;
    assert!(html.contains("These words were erased"), "{html}");
    assert!(html.contains(&hex::encode(kept.contents[0].commitment)));
    assert!(!html.contains("Our law sets another deadline."));
}

#[tokio::test]
async fn an_entry_that_is_none_is_not_found() {
    let world = World::new().await;
    let next = world.office.register().next_seq();
    for path in [
        format!("/record/{next}"),
        format!("/record/{next}/bytes"),
        format!("/record/{}", u64::MAX),
    ] {
        let (status, _) = world.page(world.delegates[0], &path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn only_who_is_signed_in_reads_the_record() {
    let world = World::new().await;
    for path in ["/record", "/record/0", "/record/0/bytes"] {
        let (status, html) = world.page_signed_out(path).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}: {html}");
    }
}

#[tokio::test]
async fn what_people_typed_is_shown_as_text() {
    let world = World::new().await;
    let mut texts = outline(&first_texts());
    texts.title = "<script>alert(1)</script>".into();
    world.table(&texts).await;
    let html = narrowed(&world, "").await;
    assert!(!html.contains("<script>alert"), "{html}");
    assert!(html.contains("&lt;script&gt;"), "{html}");
    let response = world.page_in(world.delegates[0], "/record", "ar-XB").await;
    assert!(!response.contains("<script>alert"));
}

#[test]
fn every_type_has_a_name_and_a_sentence() {
    let page = english();
    for name in types() {
        for prefix in ["record-type-", "record-fact-"] {
            assert!(page.has(&format!("{prefix}{name}")), "{prefix}{name}");
        }
    }
}

#[tokio::test]
async fn the_first_entry_has_none_before_it() {
    let world = World::new().await;
    let response = world
        .ask(
            world.delegates[0],
            axum::http::Request::get("/record/0"),
            axum::body::Body::empty(),
        )
        .await;
    let (_, html) = read(response).await;
    assert!(!html.contains("rel=\"prev\""));
    assert!(html.contains("rel=\"next\" href=\"/record/1\""), "{html}");
}
