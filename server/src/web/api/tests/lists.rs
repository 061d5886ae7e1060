//! Lists come in pages that lead to one another.

use serde_json::Value;

use super::{Answer, Caller};
use crate::web::pages::fixture::World;

fn link(answer: &Answer, rel: &str) -> Option<String> {
    let links = answer.header("link");
    let found = links
        .split(", ")
        .find(|link| link.ends_with(&format!("rel=\"{rel}\"")))?;
    Some(found.split_once('<')?.1.split_once('>')?.0.to_owned())
}

fn items(answer: &Answer) -> Vec<Value> {
    answer.expect(200).as_array().unwrap().clone()
}

/// Follows the links of a list from its first page to its last.
async fn all(caller: &Caller<'_>, path: &str) -> Vec<Value> {
    let mut answer = caller.get(path).await;
    let mut found = items(&answer);
    while let Some(next) = link(&answer, "next") {
        answer = caller.get(&next).await;
        found.extend(items(&answer));
    }
    found
}

#[tokio::test]
async fn following_the_links_gives_everything_once() {
    let world = World::tabled().await;
    let caller = Caller::of(&world, world.delegates[0]).await;
    for (path, whole) in [
        ("/organisations", 6),
        ("/delegates", 7),
        ("/groups", 1),
        ("/instruments", 1),
        (
            "/entries",
            usize::try_from(world.office.register().next_seq()).unwrap(),
        ),
    ] {
        let once = all(&caller, &format!("{path}?limit=200")).await;
        assert_eq!(once.len(), whole, "{path}");
        assert_eq!(
            all(&caller, &format!("{path}?limit=2")).await,
            once,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_page_leads_back_to_the_one_before() {
    let world = World::new().await;
    let caller = Caller::of(&world, world.delegates[0]).await;
    for path in [
        "/organisations?limit=2",
        "/entries?limit=2&type=organisation",
    ] {
        let first = caller.get(path).await;
        assert_eq!(link(&first, "prev"), None);
        let second = caller.get(&link(&first, "next").unwrap()).await;
        assert_ne!(items(&first), items(&second));
        let back = caller.get(&link(&second, "prev").unwrap()).await;
        assert_eq!(items(&first), items(&back));
        assert_eq!(link(&back, "prev"), None, "{path}");
    }
}

#[tokio::test]
async fn a_query_that_is_not_understood_is_refused_by_name() {
    let world = World::new().await;
    let caller = Caller::of(&world, world.delegates[0]).await;
    for (query, pointer) in [
        ("limit=201", "/limit"),
        ("after=somewhere", "/after"),
        ("actor=me", "/actor"),
        ("until=tomorrow", "/until"),
    ] {
        let answer = caller.get(&format!("/entries?{query}")).await;
        let problem = answer.expect_problem(422, "invalid-field");
        assert_eq!(problem["pointer"], pointer, "{problem}");
    }
    caller
        .get("/entries?actr=x")
        .await
        .expect_problem(422, "invalid-field");
}
