use axum::http::StatusCode;

use crate::live;
use crate::web::pages::fixture::{World, location};

#[tokio::test]
async fn one_clause_is_shown_with_the_way_to_its_neighbours() {
    let world = World::tabled().await;
    let path = world.path("/projector");
    let (status, html) = world.page(world.secretariat, &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("Publication of results"), "{html}");
    assert!(!html.contains("data-step=\"previous\""), "{html}");
    let next = format!("{path}?clause={}", world.clause(2));
    assert!(
        html.contains(&format!("data-step=\"next\" href=\"{next}\"")),
        "{html}"
    );
    let (_, html) = world.page(world.secretariat, &next).await;
    assert!(html.contains("Results of every polling station"), "{html}");
    assert!(!html.contains("data-following"), "{html}");
    assert!(html.contains("data-step=\"follow\""), "{html}");
    let other = format!("{path}?clause={}", world.clause(99));
    assert_eq!(
        world.page(world.secretariat, &other).await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_chair_shows_a_clause_to_everybody_who_follows() {
    let world = World::tabled().await;
    let path = world.path("/projector");
    let app = world.state();
    let mut changes = app.hub.podium().listen();
    let clause = world.clause(4).to_string();
    let fields = [("clause", clause.as_str())];
    let response = world.post(world.delegates[0], &path, &fields).await;
    assert_eq!(location(&response), path);
    assert_eq!(changes.try_recv(), Ok(world.instrument));
    let (_, html) = world.page(world.delegates[3], &path).await;
    assert!(html.contains("open results deserve trust"), "{html}");
    assert!(html.contains("Following the chair"), "{html}");
    assert!(!html.contains("data-show"), "{html}");
    let (_, html) = world.page(world.delegates[0], &path).await;
    assert!(html.contains("This clause is shown in the room"), "{html}");
}

#[tokio::test]
async fn nobody_but_chair_and_pen_holders_shows_a_clause_and_only_one_that_is_there() {
    let world = World::tabled().await;
    let app = world.state();
    let show = |by, clause| live::show_in_room(&app.hub, by, world.instrument, clause);
    for by in [world.delegates[3], world.secretariat] {
        let refused = show(by, world.clause(4)).unwrap_err();
        assert_eq!(refused.refusal().unwrap().code(), "not-permitted");
    }
    let refused = show(world.delegates[1], world.clause(99)).unwrap_err();
    assert_eq!(refused.refusal().unwrap().code(), "unknown-clause");
    assert_eq!(app.hub.podium().shown(world.instrument), None);
    show(world.delegates[1], world.clause(4)).unwrap();
    assert_eq!(
        app.hub.podium().shown(world.instrument),
        Some(world.clause(4))
    );
}
