use axum::http::StatusCode;

use crate::web::pages::fixture::{World, hidden_fields, location, read};

impl World {
    fn draft_path(&self, rest: &str) -> String {
        format!("/drafts/{}{rest}", self.draft)
    }
}

#[tokio::test]
async fn the_draft_can_be_read_and_edited_without_script() {
    let world = World::new().await;
    let clause = world.writes("Results shall be published.").await;
    let by = world.delegates[2];
    let (status, html) = world.page(by, &world.draft_path("")).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("Results shall be published."), "{html}");
    assert!(
        html.contains("data-can-write=\"true\" data-is-chair=\"false\""),
        "{html}"
    );

    let path = world.draft_path(&format!("/clauses/{clause}"));
    let (_, html) = world.page(by, &path).await;
    let base = hidden_fields(&html)["base"].clone();
    let mut fields = vec![
        ("base", base.as_str()),
        ("clause_kind", "principle"),
        ("heading", "Publication"),
        ("text", "Results shall be *promptly* published."),
        ("commentary", "Within a day."),
    ];
    let response = world.post(by, &path, &fields).await;
    assert_eq!(
        location(&response),
        world.draft_path(&format!("#clause-{clause}"))
    );
    let (_, html) = world.page(by, &world.draft_path("")).await;
    assert!(
        html.contains("<em>promptly</em>") && html.contains("Within a day."),
        "{html}"
    );

    fields[3].1 = "Something else.";
    let (status, html) = read(world.post(by, &path, &fields).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        html.contains("The text has changed since you read it."),
        "{html}"
    );
    assert!(html.contains("Something else."), "{html}");
}

#[tokio::test]
async fn a_removed_clause_can_be_restored() {
    let world = World::new().await;
    let clause = world.writes("Results shall be published.").await;
    let by = world.delegates[2];
    let path = world.draft_path(&format!("/clauses/{clause}"));
    world.post(by, &format!("{path}/remove"), &[]).await;
    let (_, html) = world.page(by, &world.draft_path("")).await;
    assert!(html.contains("Removed clauses"), "{html}");
    assert!(
        html.contains(&format!("action=\"{path}/restore\"")),
        "{html}"
    );
    world.post(by, &format!("{path}/restore"), &[]).await;
    let (_, html) = world.page(by, &world.draft_path("")).await;
    assert!(!html.contains("Removed clauses"), "{html}");
}

#[tokio::test]
async fn the_chair_freezes_with_a_reason_and_nobody_edits_then() {
    let world = World::new().await;
    let clause = world.writes("Results shall be published.").await;
    let chair = world.delegates[0];
    let path = world.draft_path("/freeze");
    let (status, _) = world.page(world.delegates[2], &path).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let fields = [("frozen", "yes"), ("freezing", "We table tomorrow.")];
    let response = world.post(chair, &path, &fields).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let (_, html) = world.page(world.delegates[2], &world.draft_path("")).await;
    assert!(html.contains("We table tomorrow."), "{html}");
    assert!(html.contains("data-can-write=\"false\""), "{html}");
    let path = world.draft_path(&format!("/clauses/{clause}"));
    let (status, _) = world.page(world.delegates[2], &path).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_editors_words_cannot_end_their_block() {
    let world = World::new().await;
    let (_, html) = world.page(world.delegates[2], &world.draft_path("")).await;
    if let Some((_, rest)) = html.split_once("id=\"draft-strings\">") {
        let words = rest.split_once("</script>").unwrap().0;
        let words: std::collections::BTreeMap<String, String> =
            serde_json::from_str(words).unwrap();
        assert_eq!(words["status-saved"], "Saved");
    }
}
