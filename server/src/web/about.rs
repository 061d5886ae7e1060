//! The manual's page on what the record proves, for anybody who is to be convinced.

use askama::Template;
use axum::Router;
use axum::routing::get;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

use super::page::{Page, Shown};
use super::problem::Problem;
use crate::i18n::Markup;

/// The manual's page, as it is in the repository.
const MANUAL: &str = include_str!("../../../docs/VERIFYING.md");

#[derive(Template)]
#[template(path = "verifying.html")]
struct VerifyingPage<'a> {
    p: &'a Page,
    manual: Markup,
}

/// Returns the routes of these pages.
pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/about/verifying", get(verifying))
}

/// Shows what the record proves, and how to check it.
async fn verifying(page: Page) -> Result<Shown, Problem> {
    let caption = Markup::text(&page.t("verifying-manual-table").to_string());
    page.show(&VerifyingPage {
        p: &page,
        manual: written(MANUAL, &caption),
    })
}

/// Makes HTML of our own Markdown; each table gets a caption, and what may be wider than a
/// telephone can be scrolled with the keyboard.
fn written(markdown: &str, caption: &Markup) -> Markup {
    let start = format!(
        r#"<table><caption class="visually-hidden">{}</caption>"#,
        caption.as_str()
    );
    let markup = |text: &str| Event::Html(CowStr::from(text.to_owned()));
    let mut is_head = false;
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(move |event| match event {
        Event::Start(Tag::Table(_)) => markup(&format!(
            r#"<div class="table-scroll" tabindex="0">{start}"#
        )),
        Event::End(TagEnd::Table) => markup("</tbody></table></div>"),
        Event::Start(Tag::TableHead) => {
            is_head = true;
            markup("<thead><tr>")
        }
        Event::End(TagEnd::TableHead) => {
            is_head = false;
            markup("</tr></thead><tbody>")
        }
        Event::Start(Tag::TableRow) => markup("<tr>"),
        Event::End(TagEnd::TableRow) => markup("</tr>"),
        Event::Start(Tag::TableCell) => markup(if is_head {
            r#"<th scope="col">"#
        } else {
            "<td>"
        }),
        Event::End(TagEnd::TableCell) => markup(if is_head { "</th>" } else { "</td>" }),
        Event::Start(Tag::CodeBlock(_)) => markup(r#"<pre tabindex="0"><code>"#),
        Event::End(TagEnd::CodeBlock) => markup("</code></pre>"),
        other => other,
    });
    let mut made = String::new();
    html::push_html(&mut made, events);
    Markup::trusted(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_is_a_page_with_captioned_tables_and_one_first_heading() {
        let page = written(MANUAL, &Markup::text("A <table>"));
        let html = page.as_str();
        assert_eq!(html.matches("<h1>").count(), 1);
        assert_eq!(
            html.matches("<table>").count(),
            html.matches("<caption").count()
        );
        assert!(html.contains("A &lt;table&gt;</caption><thead><tr><th scope=\"col\">claim</th>"));
        assert!(html.contains("<pre tabindex=\"0\"><code>clausewise key new"));
        assert!(!html.contains("| claim |"));
    }
}
