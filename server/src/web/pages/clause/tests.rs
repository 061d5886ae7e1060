use axum::http::StatusCode;
use domain::consensus::PositionKind;

use crate::web::pages::fixture::{World, first_texts, outline};

impl World {
    fn clause_path(&self, number: u128) -> String {
        self.path(&format!("/clauses/{}", self.clause(number)))
    }
}

#[tokio::test]
async fn every_reason_is_said_with_its_numbers_and_organisations() {
    let world = World::tabled().await;
    for member in 0..5 {
        world.takes(member, 2, PositionKind::Endorse).await;
    }
    world.takes(5, 2, PositionKind::Object).await;
    let (status, html) = world.page(world.secretariat, &world.clause_path(2)).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    for expected in [
        "5 of 6 taking a side are in favour; 4 needed",
        "at least two thirds of those taking a side",
        "1 in the way; none may be",
        "Name a deadline in hours.",
        "the withdrawal of the objection of OBS-3 or a decision on it would give Consensus",
    ] {
        assert!(html.contains(expected), "{expected}: {html}");
    }
}

#[tokio::test]
async fn a_stale_position_is_shown_with_what_changed_since() {
    let world = World::tabled().await;
    world.takes(2, 2, PositionKind::Endorse).await;
    let mut texts = first_texts();
    texts[1].3 = "Results of every polling station shall be published within 24 hours.";
    world.table(&outline(&texts)).await;
    let (_, html) = world.page(world.secretariat, &world.clause_path(2)).await;
    assert!(
        html.contains("On an earlier wording: not counted"),
        "{html}"
    );
    assert!(html.contains("What has changed since revision 1"), "{html}");
    assert!(html.contains("New wording in revision 2"), "{html}");
}

#[tokio::test]
async fn a_clause_that_was_taken_out_keeps_its_page() {
    let world = World::tabled().await;
    world.table(&outline(&first_texts()[..3])).await;
    let (status, html) = world.page(world.secretariat, &world.clause_path(4)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        html.contains("This clause is no longer on the table."),
        "{html}"
    );
    assert!(html.contains("No longer in revision 2"), "{html}");
    let (status, _) = world.page(world.secretariat, &world.clause_path(99)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
