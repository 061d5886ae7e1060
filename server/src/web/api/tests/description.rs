//! The description of the API, locked.

use super::Caller;
use crate::web::api::openapi;
use crate::web::pages::fixture::World;

#[test]
fn the_api_is_as_it_was_reviewed() {
    insta::assert_json_snapshot!(openapi().unwrap());
}

#[test]
fn every_operation_has_a_name_of_its_own_and_says_what_it_does() {
    let document = openapi().unwrap();
    let mut names = std::collections::BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name} is there twice");
            let summary = operation["summary"].as_str().unwrap();
            assert!(summary.ends_with('.'), "{method} {path}: {summary}");
            let problem = &operation["responses"]["default"]["content"];
            assert!(problem["application/problem+json"].is_object(), "{name}");
        }
    }
    assert!(names.len() > 50, "{names:?}");
}

#[test]
fn every_reference_leads_somewhere() {
    let document = openapi().unwrap();
    let text = document.to_string();
    let schemas = &document["components"]["schemas"];
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas[name].is_object(), "{name}");
    }
}

#[tokio::test]
async fn the_description_is_served_to_anyone() {
    let world = World::new().await;
    let answer = Caller::stranger(&world).get("/openapi.json").await;
    assert_eq!(answer.expect(200), openapi().unwrap());
}
