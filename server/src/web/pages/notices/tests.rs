use axum::http::StatusCode;
use domain::consensus::PositionKind;
use domain::instrument::CallKind;
use domain::notices::{DeadlineKind, NoticeKind, NoticeTopic};

use crate::web::pages::fixture::{World, english, first_texts, location, outline, read};

/// Returns the addresses of the feeds that a page shows, without the server's own.
fn feeds(html: &str) -> (String, String) {
    let find = |end: &str| {
        let at = html.find(end).unwrap() + end.len();
        let start = html[..at].rfind("/feeds/").unwrap();
        html[start..at].to_owned()
    };
    (find("/notices.atom"), find("/deadlines.ics"))
}

#[tokio::test]
async fn the_digest_tells_what_concerns_the_reader_until_it_is_read() {
    let world = World::tabled().await;
    world.takes(4, 2, PositionKind::Endorse).await;
    world.proposes(3, 3, "Formats shall be open.", &[4]).await;
    let mut texts = first_texts();
    texts[1].3 = "Results of every polling station shall be published within 24 hours.";
    world.table(&outline(&texts)).await;
    let by = world.delegates[4];
    let (status, html) = world.page(by, "/notices").await;
    assert_eq!(status, StatusCode::OK, "{html}");
    for expected in [
        "asked your organisation to co-sponsor",
        "are on an earlier wording now",
        "tabled a revision of",
    ] {
        assert!(html.contains(expected), "{expected}: {html}");
    }
    let until = html.split("name=\"until\" value=\"").nth(1).unwrap();
    let until = until.split('"').next().unwrap().to_owned();
    let response = world.post(by, "/notices", &[("until", &until)]).await;
    assert_eq!(location(&response), "/notices");
    let (_, html) = world.page(by, "/notices").await;
    assert!(!html.contains("Mark as read"), "{html}");
    let (_, html) = world.page(world.delegates[5], "/notices").await;
    assert!(!html.contains("co-sponsor"), "{html}");
}

#[tokio::test]
async fn hidden_kinds_do_not_show() {
    let world = World::tabled().await;
    world.proposes(3, 3, "Formats shall be open.", &[4]).await;
    let by = world.delegates[4];
    let chosen = [("kinds", "revision_tabled")];
    world.post(by, "/notices/choices", &chosen).await;
    let (_, html) = world.page(by, "/notices").await;
    assert!(!html.contains("co-sponsor"), "{html}");
    assert!(html.contains("tabled a revision of"), "{html}");
}

#[tokio::test]
async fn feeds_open_by_their_secret_alone_and_until_it_is_revoked() {
    let world = World::tabled().await;
    world
        .proposes(3, 3, "Formats <b>shall</b> be open.", &[4])
        .await;
    let by = world.delegates[4];
    let (_, html) = read(world.post(by, "/notices/feeds", &[]).await).await;
    let (atom, calendar) = feeds(&html);
    let (_, again) = world.page(by, "/notices/choices").await;
    assert!(!again.contains(&atom), "it is shown once: {again}");
    let (status, feed) = world.page_signed_out(&atom).await;
    assert_eq!(status, StatusCode::OK, "{feed}");
    assert!(
        feed.contains("<feed") && feed.contains("co-sponsor"),
        "{feed}"
    );
    assert!(!feed.contains("shall"), "never what was written: {feed}");
    let (status, ics) = world.page_signed_out(&calendar).await;
    assert_eq!(status, StatusCode::OK, "{ics}");
    assert!(ics.starts_with("BEGIN:VCALENDAR"), "{ics}");
    let other = atom.replace("/feeds/", "/feeds/x");
    for path in [other.as_str(), "/feeds/short/notices.atom"] {
        let (status, _) = world.page_signed_out(path).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
    world.post(by, "/notices/feeds/revoke", &[]).await;
    let (status, _) = world.page_signed_out(&atom).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[test]
fn every_kind_of_notice_and_deadline_has_its_words() {
    let page = english();
    for kind in NoticeKind::ALL.iter().map(|it| it.as_str()) {
        for key in ["notice-", "notice-kind-"] {
            assert!(page.has(&format!("{key}{kind}")), "{key}{kind}");
        }
    }
    for kind in DeadlineKind::ALL.iter().map(|it| it.as_str()) {
        assert!(page.has(&format!("deadline-{kind}")), "{kind}");
    }
    for topic in NoticeTopic::ALL.iter().map(|it| it.as_str()) {
        assert!(page.has(&format!("notice-topic-{topic}")), "{topic}");
    }
}

#[tokio::test]
async fn an_open_call_is_in_the_digest_whatever_is_hidden_and_in_the_calendar_with_reminders() {
    let world = World::tabled().await;
    let by = world.delegates[4];
    let call = world.calls(CallKind::Consensus, &[2, 3], 7).await;
    let (_, html) = world.page(by, "/notices/choices").await;
    assert!(
        html.contains("id=\"kinds-call_opened\" checked disabled"),
        "{html}"
    );
    world
        .post(by, "/notices/choices", &[("kinds", "mention")])
        .await;
    let (_, html) = world.page(by, "/notices").await;
    let opened = "opened a consensus call on <bdi>Principles for Open Results</bdi>";
    assert!(html.contains(opened), "{html}");
    assert!(html.contains(&format!("/calls/{call}\"")), "{html}");
    assert!(!html.contains("tabled a revision"), "{html}");

    let (_, html) = read(world.post(by, "/notices/feeds", &[]).await).await;
    let (atom, calendar) = feeds(&html);
    let (_, feed) = world.page_signed_out(&atom).await;
    assert!(feed.contains("opened a consensus call on"), "{feed}");
    let (_, ics) = world.page_signed_out(&calendar).await;
    let unfolded = ics.replace("\r\n ", "");
    assert!(
        unfolded.contains("The consensus call on Principles"),
        "{ics}"
    );
    assert_eq!(ics.matches("BEGIN:VALARM").count(), 2, "{ics}");
    for before in [48, 3] {
        let trigger = format!("TRIGGER;RELATED=START:-PT{}S", before * 3_600);
        assert!(unfolded.contains(&trigger), "{ics}");
        let name = format!("UID:{before}:call_to_answer:");
        assert!(unfolded.contains(&name), "{ics}");
    }
    let (_, again) = world.page_signed_out(&calendar).await;
    assert_eq!(again, ics, "nobody is reminded again");
    for number in [2, 3] {
        world.takes(4, number, PositionKind::Accept).await;
    }
    let (_, ics) = world.page_signed_out(&calendar).await;
    assert!(!ics.contains("BEGIN:VEVENT"), "{ics}");
}

#[tokio::test]
async fn who_has_not_answered_is_reminded_before_a_call_closes() {
    let world = World::tabled().await;
    world.calls(CallKind::Consensus, &[2], 7).await;
    let by = world.delegates[4];
    let reminder = "closes in less than 48 hours";
    let (_, html) = world.page(by, "/notices").await;
    assert!(!html.contains(reminder), "{html}");
    world.passes(5 * 86_400 + 60);
    let (_, html) = world.page(by, "/notices").await;
    assert!(html.contains(reminder), "{html}");
    world.takes(4, 2, PositionKind::Accept).await;
    let (_, html) = world.page(by, "/notices").await;
    assert!(!html.contains(reminder), "{html}");
}
