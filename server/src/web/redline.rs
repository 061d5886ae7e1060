//! Drawing the differences between two texts, for eyes and for ears.

use super::page::Page;
use crate::i18n::Markup;

/// One run of a redline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run<'a> {
    /// Text on both sides.
    Same(&'a str),
    /// Text that is taken out.
    Deleted(&'a str),
    /// Text that is put in.
    Inserted(&'a str),
}

/// Draws runs as HTML: real `ins` and `del`, each announced in words that only
/// screen readers get.
pub fn draw<'a>(page: &Page, runs: impl IntoIterator<Item = Run<'a>>) -> Markup {
    let html = runs.into_iter().map(|run| match run {
        Run::Same(text) => Markup::text(text).to_string(),
        Run::Deleted(text) => marked(page, "del", "redline-deleted", text),
        Run::Inserted(text) => marked(page, "ins", "redline-inserted", text),
    });
    Markup::trusted(html.collect())
}

fn marked(page: &Page, element: &str, key: &str, text: &str) -> String {
    let start = Markup::text(&page.t(key).to_string());
    let end = Markup::text(&page.t("redline-end").to_string());
    let text = Markup::text(text);
    format!(
        "<{element}><span class=\"visually-hidden\"> {start} </span>{text}<span class=\"visually-hidden\"> {end} </span></{element}>"
    )
}
