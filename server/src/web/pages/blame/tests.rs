use axum::http::StatusCode;
use domain::api::TableRevision;
use domain::id::ClauseId;
use domain::text::RichText;

use crate::live::{self, ClauseEdit};
use crate::web::pages::fixture::World;

/// Tables the working draft as it stands.
async fn table(world: &World) {
    world.later();
    let app = world.state();
    let chair = world.delegates[0];
    let view = live::preview(&app.hub, chair, world.instrument)
        .await
        .unwrap();
    let command = TableRevision {
        heads: view.heads.clone(),
        carries: Vec::new(),
        note: None,
    };
    live::table_revision(&app.hub, chair, world.instrument, command)
        .await
        .unwrap();
}

async fn rewrites(world: &World, member: usize, clause: ClauseId, text: &str) {
    let app = world.state();
    let edit = ClauseEdit::Text {
        clause,
        base: None,
        text: RichText::plain(text),
    };
    let by = world.delegates[member];
    live::edit(&app.hub, by, world.instrument, vec![edit])
        .await
        .unwrap();
}

#[tokio::test]
async fn every_drafter_is_named_with_the_words_and_the_revision() {
    let world = World::new().await;
    let clause = world.writes("Results shall be published.").await;
    table(&world).await;
    rewrites(&world, 2, clause, "Results shall be published promptly.").await;
    table(&world).await;
    let path = world.path(&format!("/clauses/{clause}/blame"));
    let (status, html) = world.page(world.secretariat, &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(
        html.contains("Delegate of EMB-2 (EMB-2), in the working draft"),
        "{html}"
    );
    assert!(
        html.contains("Delegate of EMB-3 (EMB-3), in the working draft"),
        "{html}"
    );
    assert!(html.contains("Revision 2, <time"), "{html}");
    assert!(
        html.contains("<span class=\"gist\" lang=\"en\" dir=\"ltr\">promptly</span>"),
        "{html}"
    );
    let (_, html) = world
        .page(world.secretariat, &format!("{path}?revision=1"))
        .await;
    assert!(!html.contains("EMB-3"), "{html}");
    let (status, _) = world
        .page(world.secretariat, &format!("{path}?revision=3"))
        .await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn words_of_a_draft_that_nobody_remembers_are_the_drafters() {
    let world = World::tabled().await;
    let path = world.path(&format!("/clauses/{}/blame", world.clause(2)));
    let (status, html) = world.page(world.secretariat, &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("The drafters"), "{html}");
}
