//! Drawing the differences between two texts, for eyes and for ears.

use domain::redline::{Change, Segment, redline};
use domain::text::RichText;

use super::page::Page;
use super::text::draw;
use crate::i18n::Markup;

/// Draws what turns one text into another, word by word.
pub fn between(page: &Page, base: &RichText, target: &RichText) -> Markup {
    segments(page, &redline(base, target))
}

/// Draws what turns one line without marks into another.
pub fn between_plain(page: &Page, base: &str, target: &str) -> Markup {
    between(page, &RichText::plain(base), &RichText::plain(target))
}

/// Draws runs as HTML: real `ins` and `del`, each announced in words that only
/// screen readers get.
pub fn segments(page: &Page, segments: &[Segment]) -> Markup {
    let html = segments.iter().map(|segment| {
        let text = draw(&segment.text).to_string();
        match segment.change {
            Change::Equal => text,
            Change::Deleted => marked(page, "del", "redline-deleted", &text),
            Change::Inserted => marked(page, "ins", "redline-inserted", &text),
        }
    });
    Markup::trusted(html.collect())
}

fn marked(page: &Page, element: &str, key: &str, text: &str) -> String {
    let start = Markup::text(&page.t(key).to_string());
    let end = Markup::text(&page.t("redline-end").to_string());
    format!(
        "<{element}><span class=\"visually-hidden\"> {start} </span>{text}<span class=\"visually-hidden\"> {end} </span></{element}>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::pages::fixture::english;

    #[test]
    fn changes_are_real_elements_with_words_for_the_ear() {
        let html = between_plain(&english(), "a < b", "a < c");
        assert_eq!(
            html.as_str(),
            "a &lt; <del><span class=\"visually-hidden\"> deleted: </span>b<span \
             class=\"visually-hidden\"> end </span></del><ins><span class=\"visually-hidden\"> \
             inserted: </span>c<span class=\"visually-hidden\"> end </span></ins>"
        );
    }
}
