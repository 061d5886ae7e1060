use axum::http::StatusCode;
use domain::consensus::PositionKind;

use crate::web::pages::fixture::{World, first_texts, outline};

#[tokio::test]
async fn beside_each_clause_is_its_level_with_its_sentence() {
    let world = World::tabled().await;
    for member in 0..6 {
        world.takes(member, 2, PositionKind::Endorse).await;
    }
    let (status, html) = world.page(world.delegates[0], &world.path("")).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("Full consensus"), "{html}");
    assert!(
        html.contains("6 of 6 have taken part (3 needed); 6 of 6 taking a side are in favour"),
        "{html}"
    );
    assert!(html.contains("lang=\"ar\" dir=\"rtl\""), "{html}");
}

#[tokio::test]
async fn what_awaits_the_readers_organisation_is_said() {
    let world = World::tabled().await;
    world.takes(2, 2, PositionKind::Endorse).await;
    let mut texts = first_texts();
    texts[1].3 = "Results of every polling station shall be published within 24 hours.";
    world.table(&outline(&texts)).await;
    let (_, html) = world.page(world.delegates[2], &world.path("")).await;
    assert!(
        html.contains("3 clauses have no position of your organisation yet."),
        "{html}"
    );
    assert!(
        html.contains("1 position of yours is on an earlier wording"),
        "{html}"
    );
    let (_, html) = world.page(world.secretariat, &world.path("")).await;
    assert!(!html.contains("your organisation"), "{html}");
}

#[tokio::test]
async fn only_those_who_may_are_offered_an_act() {
    let world = World::tabled().await;
    let (_, chair) = world.page(world.delegates[0], &world.path("")).await;
    assert!(chair.contains("Table a revision"), "{chair}");
    let (_, member) = world.page(world.delegates[3], &world.path("")).await;
    assert!(!member.contains("Table a revision"), "{member}");
    assert!(member.contains("Propose an amendment"), "{member}");
    let (_, secretariat) = world.page(world.secretariat, &world.path("")).await;
    assert!(
        !secretariat.contains("Propose an amendment"),
        "{secretariat}"
    );
}

#[tokio::test]
async fn the_list_names_each_instrument_with_its_levels() {
    let world = World::tabled().await;
    let (status, html) = world.page(world.delegates[3], "/instruments").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Principles for Open Results"), "{html}");
    assert!(html.contains("4 clauses await your organisation"), "{html}");
}

#[tokio::test]
async fn an_instrument_without_a_revision_says_so() {
    let world = World::new().await;
    let (status, html) = world.page(world.delegates[3], &world.path("")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Nothing has been tabled yet"), "{html}");
}

#[tokio::test]
async fn a_revision_can_be_kept_as_a_file() {
    let world = World::tabled().await;
    let (status, text) = world
        .page(world.delegates[3], &world.path("/export.md?revision=1"))
        .await;
    assert_eq!(status, StatusCode::OK);
    assert!(text.contains("published promptly and in full"), "{text}");
    for absent in ["/export.pdf", "/export.md?revision=2"] {
        let (status, _) = world.page(world.delegates[3], &world.path(absent)).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{absent}");
    }
}

#[tokio::test]
async fn strangers_are_sent_to_sign_in() {
    let world = World::tabled().await;
    let (status, _) = world.page_signed_out(&world.path("")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_levels_are_shown_as_of_an_earlier_entry() {
    let world = World::tabled().await;
    for member in 0..3 {
        world.takes(member, 2, PositionKind::Endorse).await;
    }
    let agreed = world.office.register().next_seq() - 1;
    world.takes(5, 2, PositionKind::Object).await;
    let path = world.path(&format!("/past?as_of={agreed}"));
    let (status, html) = world.page(world.delegates[3], &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let then = html.split("id=\"past-shown\"").nth(1).unwrap();
    let then = then.split("<section class=\"when\"").next().unwrap();
    assert!(
        then.contains("<span class=\"level full_consensus\""),
        "{then}"
    );
    assert!(then.contains("Now: Objections open"), "{then}");
    assert!(
        then.contains(&format!("/past?as_of={agreed}\">Principle 1.1</a>")),
        "{then}"
    );
}

#[tokio::test]
async fn before_the_first_revision_there_are_no_levels_and_before_the_beginning_nothing() {
    let world = World::tabled().await;
    let (status, html) = world
        .page(world.delegates[3], &world.path("/past?as_of=0"))
        .await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("No clause was on the table then."), "{html}");
    assert!(html.contains("nothing tabled yet"), "{html}");
    let (status, _) = world.page_signed_out(&world.path("/past")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn who_may_not_see_something_now_does_not_see_it_in_the_past() {
    let world = World::tabled().await;
    let seq = world.takes(0, 2, PositionKind::Endorse).await;
    let leaver = world.delegates[4];
    let (status, _) = world
        .page(leaver, &world.path(&format!("/past?as_of={seq}")))
        .await;
    assert_eq!(status, StatusCode::OK);
    world.withdraws(leaver).await;
    for path in [
        "/past",
        &format!("/past?as_of={seq}"),
        &format!("/clauses/{}/past?as_of={seq}", world.clause(2)),
    ] {
        let (status, _) = world.page(leaver, &world.path(path)).await;
        assert_ne!(status, StatusCode::OK, "{path}");
    }
}
