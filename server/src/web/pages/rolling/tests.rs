use axum::http::StatusCode;
use domain::api::{AmendmentProposal, ChangeProposed};
use domain::text::{RichText, Wording};

use crate::web::pages::fixture::World;
use crate::workflow;

/// Proposes a change of any kind.
async fn proposes(world: &World, member: usize, change: ChangeProposed) {
    world.later();
    let proposal = AmendmentProposal {
        revision: 1,
        change,
        rationale: "It belongs to the text.".parse().unwrap(),
        further: Vec::new(),
        amends: None,
        cosponsors: Vec::new(),
    };
    let by = world.delegates[member];
    workflow::propose_amendment(&world.office, by, world.instrument, &proposal)
        .await
        .unwrap();
}

async fn negotiated() -> World {
    let world = World::tabled().await;
    let text = "Results of every polling station must be published promptly and in full.";
    world.proposes(3, 2, text, &[]).await;
    let base = {
        let register = world.office.register();
        world.on_table(&register).tabled_hash(world.clause(3))
    };
    let delete = ChangeProposed::Delete {
        clause: world.clause(3),
        base: base.unwrap(),
    };
    proposes(&world, 4, delete).await;
    let insert = ChangeProposed::Insert {
        clause: None,
        parent: Some(world.clause(1)),
        after: Some(world.clause(2)),
        wording: Wording {
            text: RichText::plain("Corrections are explained."),
            ..Wording::default()
        },
    };
    proposes(&world, 5, insert).await;
    world
}

#[tokio::test]
async fn every_open_amendment_is_in_the_rolling_text() {
    let world = negotiated().await;
    let (status, html) = world.page(world.secretariat, &world.path("/rolling")).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    for shown in [
        "<span class=\"visually-hidden\">on the table: </span>shall</span>",
        "</span>must<span class=\"by\"> — <bdi>OBS-1</bdi></span>",
        "Corrections are explained.<span class=\"by\"> — <bdi>OBS-3</bdi>",
        "Would be inserted after Principle 1.1",
        "delete Principle 1.2",
        "<strong>3</strong> of 6 clauses are in brackets",
    ] {
        assert!(html.contains(shown), "{shown}: {html}");
    }
}

#[tokio::test]
async fn attributions_and_clauses_without_brackets_are_switched_off_in_the_address() {
    let world = negotiated().await;
    let path = world.path("/rolling?by=off&clauses=bracketed");
    let (_, html) = world.page(world.secretariat, &path).await;
    assert!(!html.contains("OBS-1") && !html.contains("OBS-2"), "{html}");
    assert!(!html.contains("open results deserve trust"), "{html}");
    assert!(html.contains("must"), "{html}");
}

#[tokio::test]
async fn the_rolling_text_is_a_file_too() {
    let world = negotiated().await;
    let by = world.secretariat;
    let (status, written) = world.page(by, &world.path("/rolling.md")).await;
    assert_eq!(status, StatusCode::OK, "{written}");
    assert!(
        written.contains("**\\[**shall**\\]****\\[**must — OBS-1**\\]**"),
        "{written}"
    );
    assert!(written.contains("delete"), "{written}");
    let path = world.path("/rolling.html?by=off");
    let (_, written) = world.page(by, &path).await;
    assert!(
        written.contains("<span class=\"bracket alternative\">must</span>"),
        "{written}"
    );
    let (status, _) = world.page(by, &world.path("/rolling.json")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_text_without_open_amendments_is_said_to_be_clean() {
    let world = World::tabled().await;
    let (_, html) = world.page(world.secretariat, &world.path("/rolling")).await;
    assert!(html.contains("The text is clean"), "{html}");
    let world = World::new().await;
    let (status, _) = world.page(world.secretariat, &world.path("/rolling")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
