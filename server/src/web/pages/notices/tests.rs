use axum::http::StatusCode;
use domain::consensus::PositionKind;

use crate::web::pages::fixture::{World, first_texts, location, outline, read};

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
