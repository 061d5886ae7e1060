//! The audit of an instrument, over a small network at work.

use axum::http::StatusCode;
use domain::consensus::PositionKind;

use crate::web::pages::fixture::{World, first_texts, outline};

/// Two revisions, an amendment between them, and positions on either side.
pub(super) async fn at_work() -> World {
    let world = World::tabled().await;
    world.takes(1, 2, PositionKind::Endorse).await;
    world
        .proposes(4, 2, "Results shall be published within 24 hours.", &[])
        .await;
    world.takes(3, 2, PositionKind::Object).await;
    let mut texts = first_texts();
    texts[1].3 = "Results of every polling station shall be published within 48 hours.";
    world.table(&outline(&texts)).await;
    world
}

pub(super) fn clause(world: &World, number: u128) -> String {
    world.path(&format!("/audit/clauses/{}", world.clause(number)))
}

pub(super) async fn read(world: &World, path: &str) -> String {
    let (status, html) = world.page(world.secretariat, path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    html
}

/// Returns where each text stands in a page, in order.
#[track_caller]
fn in_order(html: &str, texts: &[&str]) {
    let mut at = 0;
    for text in texts {
        let found = html[at..].find(text);
        at += found.unwrap_or_else(|| panic!("{text} does not come next: {html}"));
    }
}

#[tokio::test]
async fn a_timeline_goes_from_the_first_wording_to_the_last_act() {
    let world = at_work().await;
    let html = read(&world, &clause(&world, 2)).await;
    in_order(
        &html,
        &[
            "tabled revision 1",
            "promptly and in full",
            "Endorse",
            "which changes",
            "Object",
            "Our law sets another deadline.",
            "tabled revision 2",
            "48",
        ],
    );
    assert!(html.contains("<del>") && html.contains("<ins>"), "{html}");
    assert!(!html.contains("audit-words-"), "{html}");
}

#[tokio::test]
async fn a_timeline_is_of_one_clause_and_of_the_kinds_chosen() {
    let world = at_work().await;
    let other = read(&world, &clause(&world, 3)).await;
    assert!(!other.contains("Our law sets another deadline."), "{other}");
    assert!(!other.contains("tabled revision 2"), "{other}");
    let path = format!("{}?kind=position&kind=call", clause(&world, 2));
    let html = read(&world, &path).await;
    assert!(html.contains("2 events"), "{html}");
    assert!(!html.contains("tabled revision"), "{html}");
    assert!(html.contains("value=\"position\" checked"), "{html}");
}

#[tokio::test]
async fn a_timeline_begins_in_the_working_draft() {
    let world = World::new().await;
    let written = world.writes("Every recount is announced beforehand.").await;
    let path = world.path(&format!("/audit/clauses/{written}"));
    let html = read(&world, &path).await;
    assert!(
        html.contains("brought the clause into the working draft"),
        "{html}"
    );
    assert!(html.contains("Delegate of EMB-2"), "{html}");
}

#[tokio::test]
async fn any_two_moments_are_compared() {
    let world = at_work().await;
    let register = world.office.register();
    let revisions = world.on_table(&register).revisions();
    let (first, second) = (revisions[0].seq, revisions[1].seq);
    let between = |from: u64, to: u64| world.path(&format!("/audit/compare?from={from}&to={to}"));
    let html = read(&world, &between(first, second)).await;
    assert!(html.contains("48") && html.contains("<ins>"), "{html}");
    assert!(html.contains("Our law sets") || html.contains("Object"));
    let html = read(&world, &between(first, second - 1)).await;
    assert!(
        html.contains("no difference") || !html.contains("<ins>"),
        "{html}"
    );
    let clause = world.clause(2);
    let path = format!("{}&clause={clause}", between(first, second));
    let html = read(&world, &path).await;
    assert!(html.contains("<ins>"), "{html}");
    // The first of the world's acts was at nine; nothing was tabled yet.
    let path = world.path("/audit/compare?from=2026-03-03T00:00&to=1");
    let html = read(&world, &path).await;
    assert!(html.contains("entry 0"), "{html}");
    let path = world.path("/audit/compare?from=yesterday");
    let (status, _) = world.page(world.secretariat, &path).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_whole_text_is_shown_as_it_stood() {
    let world = at_work().await;
    let register = world.office.register();
    let first = world.on_table(&register).revisions()[0].seq;
    let then = read(&world, &world.path(&format!("/audit/text?as_of={first}"))).await;
    assert!(then.contains("promptly and in full"), "{then}");
    assert!(!then.contains("48 hours"), "{then}");
    let now = read(&world, &world.path("/audit/text")).await;
    assert!(now.contains("48 hours"), "{now}");
    assert!(now.contains("Our law sets another deadline."), "{now}");
}

#[tokio::test]
async fn only_those_who_oversee_the_record_read_its_audit() {
    let world = at_work().await;
    for path in [
        world.path("/audit"),
        world.path("/audit/text"),
        world.path("/audit/compare"),
        clause(&world, 2),
    ] {
        let (status, _) = world.page(world.delegates[1], &path).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
    let html = read(&world, &world.path("/audit")).await;
    assert!(html.contains(&clause(&world, 2)), "{html}");
    let unknown = world.path(&format!("/audit/clauses/{}", world.clause(77)));
    let (status, _) = world.page(world.secretariat, &unknown).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn reading_is_recorded_once_an_hour_for_each_kind() {
    let world = at_work().await;
    for _ in 0..2 {
        read(&world, &clause(&world, 2)).await;
        read(&world, &clause(&world, 3)).await;
    }
    assert_eq!(world.readings().await.len(), 1);
    read(&world, &world.path("/audit/text")).await;
    assert_eq!(world.readings().await.len(), 2);
    world.passes(3_601);
    let html = read(&world, &clause(&world, 2)).await;
    assert_eq!(world.readings().await.len(), 3);
    assert!(!html.contains("read timelines"), "{html}");
    let record = read(&world, "/record").await;
    assert!(record.contains("read timelines of clauses of"), "{record}");
}

/// Takes entries out as a file.
async fn exported(world: &World, filter: &str, format: &str) -> String {
    let fields = [("filter", filter), ("format", format)];
    let response = world
        .post(world.secretariat, "/audit/export", &fields)
        .await;
    let (status, text) = crate::web::pages::fixture::read(response).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    text
}

#[tokio::test]
async fn an_export_has_each_entry_exactly_as_it_is_stored() {
    let world = at_work().await;
    let entries = world.office.register().next_seq();
    let text = exported(&world, "", "ndjson").await;
    assert_eq!(text.lines().count() as u64, entries);
    for (seq, line) in (0..).zip(text.lines()) {
        let kept = world.office.stored_entry(seq).await.unwrap().unwrap();
        let bytes = String::from_utf8(kept.stored.bytes).unwrap();
        assert!(line.starts_with(&format!("{{\"entry\":{bytes},")), "{line}");
        let read: serde_json::Value = serde_json::from_str(line).unwrap();
        let contents = read["contents"].as_array().unwrap();
        assert_eq!(contents.len(), kept.contents.len());
        for content in contents {
            assert_eq!(content["state"], "given", "{line}");
        }
    }
    // The export itself is in the record from then on, with what it was narrowed to.
    let said = exported(&world, "type=position_taken", "csv").await;
    assert_eq!(
        said.lines()
            .filter(|it| it.contains("position_taken"))
            .count(),
        2,
        "{said}"
    );
    assert!(said.contains("Our law sets another deadline."), "{said}");
    let record = read(&world, "/record").await;
    assert!(
        record.contains("exported entries of the record"),
        "{record}"
    );
    assert!(record.contains("type=position_taken"), "{record}");
}

#[tokio::test]
async fn only_those_who_oversee_the_record_take_it_out() {
    let world = at_work().await;
    let response = world.post(world.delegates[1], "/audit/export", &[("format", "csv")]);
    assert_eq!(response.await.status(), StatusCode::FORBIDDEN);
    let text = exported(&world, "text=ANOTHER+deadline", "ndjson").await;
    assert_eq!(text.lines().count(), 1, "{text}");
    let response = world.post(world.secretariat, "/audit/export", &[("format", "xls")]);
    assert_eq!(response.await.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_list_finds_words_in_the_entries_of_all_texts() {
    let world = at_work().await;
    let html = read(&world, "/audit?text=another+DEADLINE").await;
    assert_eq!(html.matches("<tr>").count(), 2, "{html}");
    let html = read(&world, "/audit?text=nowhere+to+be+found").await;
    assert!(html.contains("No entry is like that."), "{html}");
    let html = read(&world, "/audit").await;
    assert!(html.contains(&world.path("/audit")), "{html}");
    let (status, _) = world.page(world.delegates[1], "/audit").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (_, home) = world.page(world.secretariat, "/").await;
    assert!(home.contains("href=\"/audit\""), "{home}");
}

#[tokio::test]
async fn the_chain_of_custody_is_one_page_with_every_wording_and_hash() {
    let world = at_work().await;
    let path = format!("{}/custody", clause(&world, 2));
    let response = world.post(world.secretariat, &path, &[]).await;
    let disposition = response.headers()[axum::http::header::CONTENT_DISPOSITION].clone();
    assert!(disposition.to_str().unwrap().starts_with("attachment"));
    let (status, html) = crate::web::pages::fixture::read(response).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    in_order(
        &html,
        &[
            "Every wording in full",
            "promptly and in full",
            "within 48 hours",
            "Every act",
            "Our law sets another deadline.",
            "clausewise verify",
        ],
    );
    let register = world.office.register();
    let seq = world.on_table(&register).revisions()[1].seq;
    let kept = world.office.stored_entry(seq).await.unwrap().unwrap();
    let hash = crate::web::record::leaf_hash(&kept.stored.bytes);
    assert!(html.contains(&hash), "{hash}: {html}");
    assert!(!html.contains("<script") && !html.contains("<link") && !html.contains("src="));
    let record = read(&world, "/record").await;
    assert!(
        record.contains("took out the chain of custody of"),
        "{record}"
    );
    let response = world.post(world.delegates[1], &path, &[]).await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_filter_is_saved_under_a_name_and_is_nobody_elses() {
    let world = at_work().await;
    let by = world.secretariat;
    let name = "Who said what";
    let fields = [("filter", "type=position_taken&before=3"), ("name", name)];
    world.post(by, "/audit/filters", &fields).await;
    let html = read(&world, "/audit").await;
    assert!(html.contains(name), "{html}");
    assert!(
        html.contains("href=\"/audit?type=position_taken\""),
        "{html}"
    );
    let saved = crate::workflow::audit_filters(&world.office, by)
        .await
        .unwrap();
    let address = format!("/audit/filters/{}", saved[0].id);
    world
        .post(by, &address, &[("name", "Positions"), ("step", "rename")])
        .await;
    let html = read(&world, "/audit").await;
    assert!(html.contains("Positions") && !html.contains(name), "{html}");
    world.post(by, &address, &[("step", "delete")]).await;
    let html = read(&world, "/audit").await;
    assert!(html.contains("You have saved no filter."), "{html}");
    let again = world.post(by, &address, &[("step", "delete")]).await;
    assert_eq!(again.status(), StatusCode::NOT_FOUND);
}
