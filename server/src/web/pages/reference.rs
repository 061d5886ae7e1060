//! The page that describes every call of the API and lets one try it.
//!
//! It is written from the description of the API that programs read, so it cannot say
//! anything else. The ready-made pages for such descriptions need inline styles, data
//! images or markup written by script, which no page here permits.

mod example;
mod operation;
mod schema;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use askama::Template;
use axum::Router;
use axum::routing::get;
use serde_json::Value;

use self::operation::{Group, groups};
use self::schema::{Type, types};
use crate::i18n::Markup;
use crate::state::AppState;
use crate::web::api;
use crate::web::page::{Page, Shown};
use crate::web::problem::Problem;

/// Returns the routes of the description.
pub(crate) fn routes() -> Router<AppState> {
    Router::new().route("/api", get(reference))
}

/// The description of the API, ready to be shown.
#[derive(Debug)]
struct Reference {
    /// What holds for all calls, a paragraph each.
    about: Vec<Markup>,
    groups: Vec<Group>,
    types: Vec<Type>,
}

#[derive(Template)]
#[template(path = "reference.html")]
struct ReferencePage<'a> {
    p: &'a Page,
    it: &'a Reference,
    /// The words that the script needs, as JSON.
    strings: String,
}

/// Shows the calls of the API.
async fn reference(page: Page) -> Result<Shown, Problem> {
    static REFERENCE: LazyLock<Result<Reference, String>> = LazyLock::new(|| {
        let document = api::openapi().map_err(|error| error.to_string())?;
        Ok(Reference::of(&document))
    });
    let it = REFERENCE
        .as_ref()
        .map_err(|error| Problem::internal(error))?;
    let strings: BTreeMap<_, _> = page.locale().messages_for_script("try-");
    let strings = serde_json::to_string(&strings).map_err(|error| Problem::internal(&error))?;
    page.show(&ReferencePage {
        p: &page,
        it,
        strings: strings.replace('<', "\\u003c"),
    })
}

impl Reference {
    fn of(document: &Value) -> Self {
        let about = document["info"]["description"].as_str().unwrap_or_default();
        Self {
            about: about.split("\n\n").map(prose).collect(),
            groups: groups(document),
            types: types(document),
        }
    }
}

/// Writes a sentence of the description, with code where it has backticks.
fn prose(text: &str) -> Markup {
    let parts = text.split('`').map(Markup::text);
    let html = parts
        .zip([false, true].into_iter().cycle())
        .map(|(part, is_code)| {
            if is_code {
                format!("<code>{part}</code>")
            } else {
                part.to_string()
            }
        })
        .collect();
    Markup::trusted(html)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::pages::fixture::World;

    #[tokio::test]
    async fn every_operation_is_there_with_its_parameters_body_and_form() {
        let world = World::new().await;
        let (status, html) = world.page_signed_out("/api").await;
        assert_eq!(status, 200);
        let document = api::openapi().unwrap();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let id = operation["operationId"].as_str().unwrap();
                let section = html
                    .split(&format!("<details class=\"operation\" id=\"{id}\">"))
                    .nth(1)
                    .unwrap_or_else(|| panic!("{id} is missing"));
                let section = section
                    .split("<details class=\"operation\"")
                    .next()
                    .unwrap();
                assert!(section.contains(path.as_str()), "{id}");
                assert!(
                    section.contains(&format!("data-method=\"{method}\"")),
                    "{id}"
                );
                for parameter in operation["parameters"].as_array().into_iter().flatten() {
                    let name = parameter["name"].as_str().unwrap();
                    assert!(
                        section.contains(&format!("name=\"{name}\"")),
                        "{id}: {name}"
                    );
                }
                let has_body = section.contains("name=\"body\"");
                assert_eq!(has_body, operation["requestBody"].is_object(), "{id}");
            }
        }
    }

    #[tokio::test]
    async fn every_link_of_the_page_leads_to_a_place_of_it() {
        let world = World::new().await;
        let (_, html) = world.page_signed_out("/api").await;
        for link in html.split("href=\"#").skip(1) {
            let name = link.split('"').next().unwrap();
            assert!(html.contains(&format!("id=\"{name}\"")), "{name}");
        }
    }

    #[test]
    fn backticks_become_code_and_everything_is_escaped() {
        assert_eq!(
            prose("Send `<a>` & wait").as_str(),
            "Send <code>&lt;a&gt;</code> &amp; wait"
        );
    }
}
