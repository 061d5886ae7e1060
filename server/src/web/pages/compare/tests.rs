use axum::http::StatusCode;

use crate::web::pages::fixture::{World, first_texts, outline};

#[tokio::test]
async fn two_revisions_are_compared_clause_by_clause() {
    let world = World::tabled().await;
    let mut texts = first_texts();
    texts[1].3 = "Results of every polling station shall be published within 24 hours.";
    texts.truncate(4);
    world.table(&outline(&texts)).await;
    let (status, html) = world.page(world.secretariat, &world.path("/compare")).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(
        html.contains("1 clause reworded") && html.contains("1 clause taken out"),
        "{html}"
    );
    assert!(html.contains("<ins>") && html.contains("<del>"), "{html}");
    let (_, html) = world
        .page(world.secretariat, &world.path("/compare?from=1&to=1"))
        .await;
    assert!(html.contains("There is no difference."), "{html}");
}

#[tokio::test]
async fn the_layout_of_a_comparison_is_in_its_address() {
    let world = World::tabled().await;
    let mut texts = first_texts();
    texts[1].3 = "Results of every polling station shall be published within 24 hours.";
    world.table(&outline(&texts)).await;
    let by = world.secretariat;
    let (_, html) = world.page(by, &world.path("/compare?view=side")).await;
    assert!(html.contains("<table class=\"columns stacks\">"), "{html}");
    let inline = world.path("/compare?from=1&#38;to=2&#38;view=inline");
    assert!(html.contains(&format!("href=\"{inline}\"")), "{html}");
    let (_, html) = world.page(by, &world.path("/compare")).await;
    assert!(!html.contains("columns stacks"), "{html}");
    let (status, _) = world.page(by, &world.path("/compare?view=else")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_moved_clause_is_named_where_it_stood() {
    let world = World::tabled().await;
    let mut after = outline(&first_texts());
    let moved = after.clauses.remove(3);
    after.clauses.push(moved);
    world.table(&after).await;
    let (_, html) = world.page(world.secretariat, &world.path("/compare")).await;
    assert!(html.contains("1 clause moved"), "{html}");
    assert!(html.contains("stood here; it is now"), "{html}");
    assert!(html.contains("Moved: it stood after"), "{html}");
    assert!(!html.contains("<del>"), "{html}");
}

#[tokio::test]
async fn any_two_wordings_of_a_clause_are_compared() {
    let world = World::tabled().await;
    let amendment = world
        .proposes(3, 2, "Results shall be published in 24 hours.", &[])
        .await;
    let by = world.secretariat;
    let path = world.path(&format!("/clauses/{}/compare", world.clause(2)));
    let (status, html) = world.page(by, &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("Amendment 1 (OBS-1)"), "{html}");
    let chosen = "From “Revision 1, on the table” to “Amendment 1 (OBS-1)”";
    assert!(html.contains(chosen), "{html}");
    let (_, html) = world.page(by, &format!("{path}?from=r1&to=a1")).await;
    assert!(html.contains("<ins>"), "{html}");
    let (status, _) = world.page(by, &format!("{path}?from=r1&to=a2")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let path = world.path(&format!("/clauses/{}/compare", world.clause(3)));
    let (_, html) = world.page(by, &path).await;
    assert!(html.contains("one wording of this clause only"), "{html}");
    let path = world.path(&format!("/clauses/{amendment}/compare"));
    assert_eq!(world.page(by, &path).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn two_amendments_are_shown_against_what_they_amend_and_against_each_other() {
    let world = World::tabled().await;
    let text = "Results shall be published in 24 hours.";
    world.proposes(3, 2, text, &[]).await;
    world
        .proposes(4, 2, "Results shall be published in 48 hours.", &[])
        .await;
    world
        .proposes(
            5,
            3,
            "Published results shall be available to machines.",
            &[],
        )
        .await;
    let by = world.secretariat;
    let path = world.path("/amendments/compare");
    let (_, html) = world.page(by, &format!("{path}?first=1&second=2")).await;
    assert!(html.contains("From amendment 1 to amendment 2"), "{html}");
    let (_, html) = world.page(by, &format!("{path}?first=1&second=3")).await;
    assert!(html.contains("about different clauses"), "{html}");
    assert!(
        html.contains("machines.</ins>") || html.contains("machines"),
        "{html}"
    );
    let (status, _) = world.page(by, &format!("{path}?first=1&second=9")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, html) = world.page(by, &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
}
