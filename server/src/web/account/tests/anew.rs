//! Signing in anew by a link of the secretariat.

use axum::http::StatusCode;
use domain::id::DelegateId;

use super::{Browser, NEW_PASSWORD, ORIGIN, Server};
use crate::web::pages::fixture::{location, read};

/// Gives Ivo, who acts already, a link to sign in anew; returns its path.
async fn new_link(server: &Server, founder: &mut Browser, person: DelegateId) -> String {
    let path = format!("/people/{person}/link");
    let (status, html) = read(founder.get(server, &path).await).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("choose a new password"), "{html}");
    let (status, html) = read(founder.post(server, &path, &[]).await).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let said = "every browser and program in which they are signed in is signed out";
    assert!(html.contains(said), "{html}");
    let rest = html
        .split_once(&format!("{ORIGIN}/invitations/"))
        .unwrap()
        .1;
    format!("/invitations/{}", rest.split_once('<').unwrap().0)
}

fn recorded(server: &Server) -> u64 {
    server.office.register().next_seq() - 1
}

async fn fact_at(server: &Server, seq: u64) -> String {
    let entry = server.office.entry(seq).await.unwrap().unwrap();
    entry.fact.type_name()
}

#[tokio::test]
async fn whoever_forgot_the_password_signs_in_anew_by_a_link_of_the_secretariat() {
    const OTHER: [(&str, &str); 2] = [
        ("password", "quite another set of words"),
        ("password-again", "quite another set of words"),
    ];
    let (server, mut founder) = Server::founded().await;
    let (person, link) = server.invite("ivo@audit.example").await;
    let mut old = Browser::default();
    old.post(&server, &link, &NEW_PASSWORD).await;

    let link = new_link(&server, &mut founder, person).await;
    assert_eq!(
        fact_at(&server, recorded(&server)).await,
        "sign_in_link_made"
    );
    let (_, people) = read(founder.get(&server, "/people").await).await;
    let token = link.rsplit('/').next().unwrap();
    assert!(people.contains("Link to sign in anew until"), "{people}");
    assert!(!people.contains(token), "the link is shown once");
    assert!(old.is_in(&server).await, "nothing changes until it is used");

    let mut new = Browser::default();
    let (status, html) = read(new.get(&server, &link).await).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("signed out everywhere else"), "{html}");
    let response = new.post(&server, &link, &OTHER).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        fact_at(&server, recorded(&server)).await,
        "sign_in_link_used"
    );
    assert!(new.is_in(&server).await && !old.is_in(&server).await);
    assert_eq!(
        new.get(&server, &link).await.status(),
        StatusCode::NOT_FOUND
    );

    for (password, expected) in [
        (NEW_PASSWORD[0].1, StatusCode::UNPROCESSABLE_ENTITY),
        (OTHER[0].1, StatusCode::SEE_OTHER),
    ] {
        let mut elsewhere = Browser::default();
        let response = elsewhere.sign_in(&server, "ivo@audit.example", password);
        assert_eq!(response.await.status(), expected, "{password}");
    }
}

#[tokio::test]
async fn a_link_to_sign_in_anew_ends_by_another_by_revoking_and_by_time() {
    let (server, mut founder) = Server::founded().await;
    let (person, link) = server.invite("ivo@audit.example").await;
    let mut browser = Browser::default();
    browser.post(&server, &link, &NEW_PASSWORD).await;

    let first = new_link(&server, &mut founder, person).await;
    let second = new_link(&server, &mut founder, person).await;
    let stranger = Browser::default();
    let status = stranger.get(&server, &first).await.status();
    assert_eq!(status, StatusCode::NOT_FOUND, "another took its place");

    let path = format!("/people/{person}/revoke");
    let (_, html) = read(founder.get(&server, &path).await).await;
    assert!(html.contains("Take the link back"), "{html}");
    let response = founder.post(&server, &path, &[]).await;
    assert_eq!(location(&response), "/people");
    assert_eq!(
        fact_at(&server, recorded(&server)).await,
        "sign_in_link_revoked"
    );
    let status = stranger.get(&server, &second).await.status();
    assert_eq!(status, StatusCode::NOT_FOUND, "it was taken back");
    assert!(browser.is_in(&server).await, "its holder is not touched");
    let status = founder.get(&server, &path).await.status();
    assert_eq!(
        status,
        StatusCode::NOT_FOUND,
        "there is nothing to take back"
    );

    let third = new_link(&server, &mut founder, person).await;
    server.clock.advance_seconds(14 * 86_400);
    let status = stranger.get(&server, &third).await.status();
    assert_eq!(status, StatusCode::NOT_FOUND, "its time is over");
}
