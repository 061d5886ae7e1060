use axum::http::StatusCode;
use domain::instrument::CosponsorState;

use crate::web::pages::fixture::{World, hidden_fields, location, read};

const PROPOSED: &str = "Results of every polling station shall be published **within 24 hours**.";

fn fields<'a>(revision: &'a str, base: &'a str, step: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("revision", revision),
        ("base", base),
        ("clause_kind", "principle"),
        ("heading", ""),
        ("text", PROPOSED),
        ("rationale", "A fixed time is easier to check."),
        ("step", step),
    ]
}

#[tokio::test]
async fn a_proposal_is_previewed_as_a_redline_and_then_tabled() {
    let world = World::tabled().await;
    let by = world.delegates[3];
    let path = world.path(&format!("/clauses/{}/amend", world.clause(2)));
    let (status, html) = world.page(by, &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let hidden = hidden_fields(&html);
    let asked = world.members[4].to_string();
    let mut typed = fields(&hidden["revision"], &hidden["base"], "preview");
    typed.push(("cosponsors", &asked));
    let (status, html) = read(world.post(by, &path, &typed).await).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("promptly and in full"), "{html}");
    assert!(html.contains("<strong>within 24 hours</strong>"), "{html}");
    assert!(html.contains("OBS-2"), "{html}");

    typed[6].1 = "confirm";
    let response = world.post(by, &path, &typed).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let (_, html) = world.page(by, location(&response)).await;
    assert!(html.contains("Amendment 1"), "{html}");
    assert!(html.contains("A fixed time is easier to check."), "{html}");
}

#[tokio::test]
async fn an_unchanged_wording_is_refused_beside_the_field() {
    let world = World::tabled().await;
    let by = world.delegates[3];
    let path = world.path(&format!("/clauses/{}/amend", world.clause(2)));
    let (_, html) = world.page(by, &path).await;
    let hidden = hidden_fields(&html);
    let mut typed = fields(&hidden["revision"], &hidden["base"], "preview");
    typed[4].1 = "Results of every polling station shall be published promptly and in full.";
    let (status, html) = read(world.post(by, &path, &typed).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        html.contains("This is the wording the clause already has."),
        "{html}"
    );
    assert!(html.contains("A fixed time is easier to check."), "{html}");
}

#[tokio::test]
async fn a_new_clause_and_a_deletion_can_be_proposed() {
    let world = World::tabled().await;
    let by = world.delegates[3];
    let path = world.path("/amend/insert");
    let (status, html) = world
        .page(by, &format!("{path}?after={}", world.clause(2)))
        .await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let place = format!("{} {}", world.clause(1), world.clause(2));
    assert!(
        html.contains(&format!("<option value=\"{place}\" selected>")),
        "{html}"
    );
    let mut typed = fields("1", "", "confirm");
    typed.push(("place", &place));
    let response = world.post(by, &path, &typed).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);

    let path = world.path(&format!("/clauses/{}/amend/delete", world.clause(4)));
    let (_, html) = world.page(by, &path).await;
    let base = hidden_fields(&html)["base"].clone();
    let typed = fields("1", &base, "confirm");
    let response = world.post(by, &path, &typed).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let register = world.office.register();
    let kinds: Vec<_> = world
        .on_table(&register)
        .amendments()
        .iter()
        .map(|it| it.change().kind())
        .collect();
    assert_eq!(kinds, ["insert", "delete"]);
}

#[tokio::test]
async fn those_who_may_not_propose_are_told_so() {
    let world = World::tabled().await;
    let path = world.path(&format!("/clauses/{}/amend", world.clause(2)));
    let (status, _) = world.page(world.secretariat, &path).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_organisation_asked_to_cosponsor_answers_after_reading_it_again() {
    let world = World::tabled().await;
    let amendment = world
        .proposes(3, 2, "Results shall be published in 24 hours.", &[4])
        .await;
    let path = world.path(&format!("/amendments/{amendment}"));
    let (_, html) = world.page(world.delegates[4], &path).await;
    assert!(
        html.contains("asks your organisation to co-sponsor"),
        "{html}"
    );
    let (status, html) = world
        .page(world.delegates[4], &format!("{path}/confirm"))
        .await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("cannot be undone"), "{html}");
    let response = world
        .post(
            world.delegates[4],
            &format!("{path}/confirm"),
            &[("about", "1")],
        )
        .await;
    assert_eq!(location(&response), path);
    let register = world.office.register();
    let amendment = world.on_table(&register).amendment(amendment).unwrap();
    assert_eq!(
        amendment.cosponsor(world.members[4]),
        Some(CosponsorState::Confirmed)
    );
}

#[tokio::test]
async fn a_rejection_needs_its_reason_and_shows_it() {
    let world = World::tabled().await;
    let amendment = world
        .proposes(3, 2, "Results shall be published in 24 hours.", &[])
        .await;
    let path = world.path(&format!("/amendments/{amendment}"));
    let chair = world.delegates[0];
    let (status, html) = read(
        world
            .post(chair, &format!("{path}/reject"), &[("rejection", " ")])
            .await,
    )
    .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("Please fill this in."), "{html}");
    let said = [("rejection", "The text on the table says so already.")];
    world.post(chair, &format!("{path}/reject"), &said).await;
    let (_, html) = world.page(world.delegates[3], &path).await;
    assert!(
        html.contains("The text on the table says so already."),
        "{html}"
    );
    let (status, _) = world.page(chair, &format!("{path}/reject")).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn only_the_sponsor_withdraws() {
    let world = World::tabled().await;
    let amendment = world
        .proposes(3, 2, "Results shall be published in 24 hours.", &[])
        .await;
    let path = world.path(&format!("/amendments/{amendment}/withdraw"));
    let (status, _) = world.page(world.delegates[4], &path).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let response = world
        .post(world.delegates[3], &path, &[("withdrawal", "")])
        .await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_filter_is_in_the_address() {
    let world = World::tabled().await;
    world
        .proposes(3, 2, "Results shall be published in 24 hours.", &[])
        .await;
    let withdrawn = world.proposes(4, 3, "Formats should be open.", &[]).await;
    let path = world.path(&format!("/amendments/{withdrawn}/withdraw"));
    world.post(world.delegates[4], &path, &[]).await;
    let all = world.path("/amendments");
    let (_, html) = world.page(world.secretariat, &all).await;
    assert!(html.contains("2 amendments of 2"), "{html}");
    let (_, html) = world
        .page(world.secretariat, &format!("{all}?state=open"))
        .await;
    assert!(
        html.contains("1 amendment of 2") && !html.contains("Formats should be open."),
        "{html}"
    );
    let sponsor = world.members[4];
    let (_, html) = world
        .page(world.secretariat, &format!("{all}?sponsor={sponsor}"))
        .await;
    assert!(html.contains("Formats should be open."), "{html}");
    assert!(
        html.contains(&format!("<option value=\"{sponsor}\" selected>")),
        "{html}"
    );
}
