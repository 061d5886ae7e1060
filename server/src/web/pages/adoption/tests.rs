//! Agreement on the whole, adoption and signing as people do it on pages.

use axum::http::StatusCode;
use domain::api::ParkClause;
use domain::consensus::PositionKind;
use domain::instrument::{ProcedureStep, Stage};

use crate::web::pages::fixture::{ALL, World, clause_id, hidden_fields, location, read};

/// Returns the row of a clause on the page.
fn row<'a>(html: &'a str, world: &World, number: u128) -> &'a str {
    let href = world.path(&format!("/clauses/{}", clause_id(number)));
    let link = format!("<a href=\"{href}\">");
    let rest = html.split_once(&link).expect("the clause is listed").1;
    rest.split_once("</tr>").unwrap().0
}

#[tokio::test]
async fn each_clause_says_what_it_still_lacks() {
    let world = World::tabled().await;
    let reason = "Formats are settled later.".parse().unwrap();
    world
        .chair_proceeds(ProcedureStep::ParkClause(
            clause_id(3),
            ParkClause { reason },
        ))
        .await;
    world
        .proposes(3, 2, "Results shall be published within a day.", &[])
        .await;
    for member in 0..4 {
        world.takes_ad_referendum(member, 4).await;
    }
    let path = world.path("/agreement");
    let (status, html) = world.page(world.delegates[5], &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(
        html.contains("Nothing is agreed until everything is agreed"),
        "{html}"
    );
    assert!(
        html.contains("0 of 4 clauses of revision 1 are agreed."),
        "{html}"
    );
    assert!(
        row(&html, &world, 3).contains("parked in brackets"),
        "{html}"
    );
    let second = row(&html, &world, 2);
    assert!(second.contains("No call is open"), "{second}");
    assert!(second.contains("Open amendments:"), "{second}");
    let fourth = row(&html, &world, 4);
    assert!(
        fourth.contains("held ad referendum: EMB-1, EMB-2, EMB-3 and OBS-1"),
        "{fourth}"
    );
    assert!(!html.contains("/agreement/agree"), "{html}");
    let (_, html) = world.page(world.delegates[0], &path).await;
    for obstacle in [
        "1 amendment has to be decided.",
        "4 clauses have to be agreed.",
        "confirmed on 1 clause,",
    ] {
        assert!(html.contains(obstacle), "{obstacle}: {html}");
    }
    assert!(!html.contains("/agreement/adopt\""), "{html}");
}

#[tokio::test]
async fn the_chair_records_chosen_clauses_as_agreed_after_reading_them_again() {
    let world = World::tabled().await;
    let path = world.path("/agreement/agree");
    let (_, html) = world.page(world.delegates[0], &path).await;
    assert!(html.contains("No clause can be recorded"), "{html}");
    world.is_designated_on(&ALL).await;
    let (status, _) = world.page(world.delegates[1], &path).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (_, html) = world
        .page(world.delegates[0], &world.path("/agreement"))
        .await;
    assert!(html.contains("Record 5 clauses as agreed"), "{html}");

    let none = world.post(world.delegates[0], &path, &[]).await;
    assert_eq!(none.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let (two, four) = (clause_id(2).to_string(), clause_id(4).to_string());
    let fields = [
        ("agreed", two.as_str()),
        ("agreed", four.as_str()),
        ("note", "Read twice."),
    ];
    let asked = world.post(world.delegates[0], &path, &fields).await;
    let (status, html) = read(asked).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("open results deserve trust"), "{html}");
    assert!(html.contains("Read twice."), "{html}");
    let stage = |number| {
        let register = world.office.register();
        world.on_table(&register).stage(clause_id(number))
    };
    assert!(matches!(stage(2), Stage::Called(_)));

    let confirmed = [fields.as_slice(), &[("step", "confirm")]].concat();
    let done = world.post(world.delegates[0], &path, &confirmed).await;
    assert_eq!(location(&done), world.path("/agreement"));
    assert_eq!(stage(2), Stage::AgreedAdReferendum);
    assert_eq!(stage(4), Stage::AgreedAdReferendum);
    assert!(matches!(stage(3), Stage::Called(_)));
    let again = world.post(world.delegates[0], &path, &confirmed).await;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_text_that_was_read_is_adopted_after_a_page_that_asks_once_more() {
    let world = World::tabled().await;
    let path = world.path("/agreement/adopt");
    let chair = world.delegates[0];
    let (_, html) = world.page(chair, &path).await;
    assert!(!html.contains("Check before adopting"), "{html}");
    world.is_agreed_on(&ALL).await;
    let (status, _) = world.page(world.secretariat, &path).await;
    assert_eq!(status, StatusCode::FORBIDDEN);

    let (_, html) = world.page(chair, &path).await;
    let root = hidden_fields(&html)["root"].clone();
    for clause in 1..=5 {
        let register = world.office.register();
        let hash = world.on_table(&register).tabled_hash(clause_id(clause));
        assert!(html.contains(&hash.unwrap().to_string()), "{html}");
    }
    let other = "0".repeat(64);
    let changed = world.post(chair, &path, &[("root", &other)]).await;
    assert_eq!(changed.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("root", root.as_str()), ("note", "At the assembly.")];
    let (status, html) = read(world.post(chair, &path, &fields).await).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("cannot be undone"), "{html}");
    let is_adopted = || world.on_table(&world.office.register()).is_adopted();
    assert!(!is_adopted());
    let done = world.confirm(chair, &path, &html).await;
    assert_eq!(location(&done), world.path("/agreement"));
    assert!(is_adopted());
    let (status, _) = world.page(chair, &path).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (_, html) = world.page(chair, &world.path("/agreement")).await;
    assert!(html.contains("Not signed yet"), "{html}");
    assert!(html.contains(&root), "{html}");
}

#[tokio::test]
async fn a_head_of_delegation_signs_once_with_reservations_and_keeps_a_receipt() {
    let world = World::tabled().await;
    world.is_adopted().await;
    let path = world.path("/agreement/sign");
    let head = world.delegates[3];
    let (status, _) = world.page(head, &path).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    world.promotes(3).await;
    let (_, html) = world.page(head, &world.path("/agreement")).await;
    assert!(html.contains("/agreement/sign"), "{html}");

    let (_, html) = world.page(head, &path).await;
    let root = hidden_fields(&html)["root"].clone();
    let reservation = format!("reservation-{}", clause_id(2));
    let three = clause_id(3).to_string();
    let too_long = "x".repeat(100_000);
    let wrong = [("root", root.as_str()), (reservation.as_str(), &too_long)];
    let refused = world.post(head, &path, &wrong).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("root", root.as_str()),
        (reservation.as_str(), "Not where votes are cast by post."),
        ("dissociations", three.as_str()),
        ("statement", "We thank the chair."),
    ];
    let (status, html) = read(world.post(head, &path, &fields).await).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let said = [
        root.as_str(),
        "Observers of the Region",
        "Not where votes are cast by post.",
        "Dissociation from",
        "We thank the chair.",
    ];
    for said in said {
        assert!(html.contains(said), "{said}: {html}");
    }
    let done = world.confirm(head, &path, &html).await;
    let (status, html) = world.page(world.delegates[5], location(&done)).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("Signature on record"), "{html}");
    assert!(html.contains("/record/"), "{html}");
    for said in said {
        assert!(html.contains(said), "{said}: {html}");
    }
    let again = world
        .post(head, &path, &[("root", &root), ("step", "confirm")])
        .await;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let instead = world.page(head, &path).await;
    assert_eq!(instead.0, StatusCode::SEE_OTHER);
    let (_, html) = world.page(head, &world.path("/agreement")).await;
    assert!(html.contains("1 reservation"), "{html}");
    assert!(html.contains("1 dissociation"), "{html}");
}

#[tokio::test]
async fn an_amendment_after_adoption_shows_that_the_next_version_is_negotiated() {
    let world = World::tabled().await;
    world.is_adopted().await;
    world.signs(3, "Not by post.", "Thank you.").await;
    world
        .proposes(4, 2, "Results shall be published within a day.", &[])
        .await;
    let (_, html) = world
        .page(world.delegates[5], &world.path("/agreement"))
        .await;
    assert!(html.contains("Version 2 is being negotiated."), "{html}");
    assert!(html.contains("5 of 5 clauses"), "{html}");
    assert!(html.contains("signed by 1 organisation"), "{html}");
    let public = format!("/adopted/{}/1", world.instrument);
    assert!(html.contains(&public), "{html}");
    let (status, _) = world
        .page(world.delegates[3], &world.path("/agreement/sign"))
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn positions_still_taken_on_agreed_clauses_leave_the_way_to_adoption() {
    let world = World::tabled().await;
    world.is_agreed_on(&ALL).await;
    world.takes(4, 2, PositionKind::Accept).await;
    let (_, html) = world
        .page(world.delegates[0], &world.path("/agreement"))
        .await;
    assert!(html.contains("/agreement/adopt\""), "{html}");
}
