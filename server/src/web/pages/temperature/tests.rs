use axum::http::StatusCode;

use crate::web::pages::fixture::{World, location};

/// Opens a check on a new clause of the draft as the chair, and returns its page and the clause.
async fn open(world: &World, respondents: &str) -> (String, String) {
    let clause = world
        .writes("Results are published at once.")
        .await
        .to_string();
    let path = world.path("/temperature/new");
    let fields = [
        ("checked", clause.as_str()),
        ("respondents", respondents),
        ("closes", "1"),
        ("question", "Can we table this?"),
    ];
    let response = world.post(world.delegates[0], &path, &fields).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    (location(&response).to_owned(), clause)
}

#[tokio::test]
async fn a_check_shows_a_distribution_with_names_and_says_it_is_no_position() {
    let world = World::new().await;
    let (path, clause) = open(&world, "organisations").await;
    let (step, remark) = (format!("step-{clause}"), format!("remark-{clause}"));
    for (member, felt) in [(2, "wholehearted"), (3, "more_talk")] {
        let fields = [
            (step.as_str(), felt),
            (remark.as_str(), "As <i>drafted</i>."),
        ];
        let response = world.post(world.delegates[member], &path, &fields).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
    }
    let (status, html) = world.page(world.delegates[4], &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("This is not a position."), "{html}");
    assert!(
        html.contains("<bdi>EMB-3</bdi>") && html.contains("<bdi>OBS-1</bdi>"),
        "{html}"
    );
    assert!(
        html.contains("As &#60;i&#62;drafted&#60;/i&#62;."),
        "{html}"
    );
    let register = world.office.register();
    let clause = clause.parse().unwrap();
    assert!(world.on_table(&register).positions(clause).is_empty());
}

#[tokio::test]
async fn a_check_closes_by_time_and_by_hand() {
    let world = World::new().await;
    let (path, clause) = open(&world, "persons").await;
    let step = format!("step-{clause}");
    let fields = [(step.as_str(), "no_view")];
    let close = format!("{path}/close");
    let refused = world.post(world.delegates[3], &close, &[]).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let response = world.post(world.delegates[0], &close, &[]).await;
    assert_eq!(location(&response), path);
    let refused = world.post(world.delegates[3], &path, &fields).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let (path, clause) = open(&world, "persons").await;
    for _ in 0..61 {
        world.later();
    }
    let step = format!("step-{clause}");
    let late = world
        .post(world.delegates[3], &path, &[(&step, "no_view")])
        .await;
    assert_eq!(late.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let (_, html) = world.page(world.delegates[3], &path).await;
    assert!(html.contains("It closed"), "{html}");
}

#[tokio::test]
async fn only_the_chair_and_pen_holders_open_one() {
    let world = World::new().await;
    let path = world.path("/temperature/new");
    let (status, _) = world.page(world.delegates[3], &path).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, html) = world.page(world.delegates[1], &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
}
