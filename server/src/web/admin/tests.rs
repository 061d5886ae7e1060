use axum::http::StatusCode;
use domain::role::NetworkRole;

use crate::web::pages::fixture::{World, location, read};

#[tokio::test]
async fn a_role_is_changed_on_a_page_that_says_what_follows() {
    let world = World::new().await;
    let person = world.delegates[2];
    let (_, people) = world.page(world.secretariat, "/people").await;
    let path = format!("/people/{person}/role");
    assert!(people.contains(&format!("href=\"{path}\"")), "{people}");
    let (status, html) = world.page(world.secretariat, &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("The new role holds at once"), "{html}");
    assert!(!html.contains("value=\"auditor\""), "{html}");
    let (status, html) = read(world.post(world.secretariat, &path, &[]).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("id=\"role-error\""), "{html}");
    let fields = [("role", "observer")];
    let response = world.post(world.secretariat, &path, &fields).await;
    assert_eq!(location(&response), "/people");
    let register = world.office.register();
    let role = register.network().delegate(person).unwrap().role;
    assert_eq!(role, NetworkRole::Observer);
}

#[tokio::test]
async fn the_last_of_the_secretariat_is_told_why_the_role_stays() {
    let world = World::new().await;
    let path = format!("/people/{}/role", world.secretariat);
    let fields = [("role", "auditor")];
    let (status, html) = read(world.post(world.secretariat, &path, &fields).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("at least one person"), "{html}");
}

#[tokio::test]
async fn a_seat_is_taken_away_after_a_question() {
    let world = World::new().await;
    let register = world.office.register();
    let group = register.instrument(world.instrument).unwrap().group;
    let person = world.delegates[1];
    let (_, html) = world
        .page(world.secretariat, &format!("/groups/{group}"))
        .await;
    let remove = format!("/groups/{group}/seats/remove");
    let asked = format!("{remove}?delegate={person}");
    assert!(html.contains(&format!("href=\"{asked}\"")), "{html}");
    let (status, html) = world.page(world.secretariat, &asked).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("no longer takes part in"), "{html}");
    let id = person.to_string();
    let fields = [("delegate", id.as_str())];
    world.post(world.secretariat, &remove, &fields).await;
    let register = world.office.register();
    let seats = &register.network().group(group).unwrap().participants;
    assert!(!seats.contains_key(&person));
    let (status, _) = world.page(world.secretariat, &asked).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_but_the_secretariat_is_asked() {
    let world = World::new().await;
    let (person, chair) = (world.delegates[2], world.delegates[0]);
    for act in ["role", "link", "revoke", "withdraw"] {
        let path = format!("/people/{person}/{act}");
        let (status, _) = world.page(chair, &path).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{act}");
    }
}
