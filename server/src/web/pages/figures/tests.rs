use axum::http::StatusCode;
use domain::consensus::PositionKind;

use crate::web::pages::fixture::{World, first_texts, outline};

/// A world in which some have spoken on clause 2, and one before its wording changed.
async fn negotiated() -> World {
    let world = World::tabled().await;
    world.takes(3, 2, PositionKind::Accept).await;
    let mut texts = first_texts();
    texts[1].3 = "Results of every polling station shall be published within 24 hours.";
    world.table(&outline(&texts)).await;
    for member in 0..3 {
        world.takes(member, 2, PositionKind::Endorse).await;
    }
    world.takes(5, 2, PositionKind::Recuse).await;
    world.takes(4, 3, PositionKind::Object).await;
    world
        .proposes(3, 3, "Results are published as data.", &[])
        .await;
    world
}

async fn file(world: &World, name: &str) -> String {
    let path = world.path(&format!("/figures/{name}"));
    let (status, text) = world.page(world.delegates[3], &path).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    text
}

#[tokio::test]
async fn every_figure_says_first_what_it_shows() {
    let world = negotiated().await;
    let (status, html) = world
        .page(world.delegates[3], &world.path("/figures"))
        .await;
    assert_eq!(status, StatusCode::OK, "{html}");
    for finding in [
        "<h2 id=\"levels\">1 of 4 clauses is at consensus or full consensus; it was 0 at first</h2>",
        "<h2 id=\"positions\">0 of 6 organisations have taken a position on Preamble; on no clause are there fewer</h2>",
        "<h2 id=\"brackets\">1 of 5 clauses is in brackets; the most at one time was 1</h2>",
        "<h2 id=\"participation\">The greatest part comes from Management bodies, with 3 of 12 possible positions; the least from Observers, with 1 of 12</h2>",
        "<h2 id=\"timing\">Half of all positions were taken on the day the wording was tabled</h2>",
    ] {
        assert!(html.contains(finding), "{finding}: {html}");
    }
    assert_eq!(html.matches("<svg class=\"chart\" role=\"img\"").count(), 4);
}

#[tokio::test]
async fn current_stale_silent_and_recused_are_kept_apart() {
    let world = negotiated().await;
    assert_eq!(
        file(&world, "positions.csv").await.lines().nth(1).unwrap(),
        "Principle 1.1,Full consensus,Endorses,Endorses,Endorses,Stale,Silent,Recused"
    );
    let participation = file(&world, "participation.csv").await;
    let observers = participation.lines().last().unwrap();
    assert_eq!(observers, "Observers,3,1,1,1,9");
}

#[tokio::test]
async fn the_table_is_sorted_by_the_column_chosen() {
    let world = negotiated().await;
    let order = async |query: &str| {
        let text = file(&world, &format!("positions.csv{query}")).await;
        let names = text
            .lines()
            .skip(1)
            .map(|it| it.split(',').next().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    let by_text = order("").await;
    assert_eq!(by_text[..2], ["Principle 1.1", "Principle 1.2"]);
    let mut reversed = order("?sort=text&order=desc").await;
    reversed.reverse();
    assert_eq!(reversed, by_text);
    let objector = format!("?sort={}&order=desc", world.members[4]);
    // Silence comes last of all stands, and so first the other way round.
    assert_eq!(order(&objector).await.last().unwrap(), "Principle 1.2");
    assert_eq!(order("?sort=level").await[0], "Principle 1.1");
    let path = world.path(&format!("/figures?sort={}", world.members[4]));
    let (_, html) = world.page(world.delegates[3], &path).await;
    assert_eq!(html.matches("aria-sort=\"ascending\"").count(), 1, "{html}");
    let path = world.path(&format!("/figures?sort={}", world.instrument));
    let (status, _) = world.page(world.delegates[3], &path).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn each_figure_has_its_data_as_a_file() {
    let world = negotiated().await;
    let levels = file(&world, "levels.csv").await;
    let head = "Since,Entry,Full consensus,Consensus,Objections open,Insufficient support,\
                Significant opposition,Divergence,No quorum";
    assert_eq!(levels.lines().next().unwrap(), head);
    assert!(
        levels.lines().last().unwrap().ends_with(",1,0,0,0,0,0,3"),
        "{levels}"
    );
    let brackets = file(&world, "brackets.csv").await;
    assert_eq!(brackets.lines().last().unwrap(), "Revision 2,5,1,1");
    let timing = file(&world, "timing.csv").await;
    assert!(
        timing.contains("EMB-1,Management bodies,1,0,0,0"),
        "{timing}"
    );
    assert!(timing.contains("OBS-1,Observers,0,,,"), "{timing}");
    for absent in ["levels.json", "levels", "people.csv"] {
        let path = world.path(&format!("/figures/{absent}"));
        let (status, _) = world.page(world.delegates[3], &path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{absent}");
    }
}

#[tokio::test]
async fn before_anything_is_tabled_the_figures_say_so() {
    let world = World::new().await;
    let (status, html) = world
        .page(world.delegates[3], &world.path("/figures"))
        .await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("Nothing has been tabled yet"), "{html}");
    assert!(!html.contains("<svg class=\"chart\""), "{html}");
}
