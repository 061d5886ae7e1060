//! Drawing the differences between two texts, for eyes and for ears.

use domain::redline::{Change, Segment, moved, redline, sentences};
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

/// Draws what turns one text into another in two columns, row by row: what stood, and what stands.
pub fn columns(page: &Page, base: &RichText, target: &RichText) -> Vec<(Markup, Markup)> {
    let rows = sentences(base, target);
    let all: Vec<Segment> = rows.iter().flatten().cloned().collect();
    let moved = moved(&all);
    let mut drawn = all.iter().zip(&moved);
    rows.iter()
        .map(|row| {
            let (mut before, mut after) = (String::new(), String::new());
            for (segment, moved) in drawn.by_ref().take(row.len()) {
                let html = run(page, segment, moved.is_some());
                if segment.change != Change::Inserted {
                    before.push_str(&html);
                }
                if segment.change != Change::Deleted {
                    after.push_str(&html);
                }
            }
            (Markup::trusted(before), Markup::trusted(after))
        })
        .collect()
}

/// Draws runs as HTML: real `ins` and `del`, each announced in words that only
/// screen readers get. Words that stand elsewhere are said to have moved.
pub fn segments(page: &Page, segments: &[Segment]) -> Markup {
    let drawn = segments.iter().zip(moved(segments));
    Markup::trusted(
        drawn
            .map(|(segment, moved)| run(page, segment, moved.is_some()))
            .collect(),
    )
}

fn run(page: &Page, segment: &Segment, is_moved: bool) -> String {
    let text = draw(&segment.text).to_string();
    match (segment.change, is_moved) {
        (Change::Equal, _) => text,
        (Change::Deleted, false) => marked(page, ("del", ""), "redline-deleted", &text),
        (Change::Inserted, false) => marked(page, ("ins", ""), "redline-inserted", &text),
        (Change::Deleted, true) => marked(page, ("del", MOVED), "redline-moved-away", &text),
        (Change::Inserted, true) => marked(page, ("ins", MOVED), "redline-moved-here", &text),
    }
}

/// What an element has whose words stand elsewhere in the other text.
const MOVED: &str = " class=\"moved\"";

fn marked(page: &Page, (element, attributes): (&str, &str), key: &str, text: &str) -> String {
    let start = Markup::text(&page.t(key).to_string());
    let end = Markup::text(&page.t("redline-end").to_string());
    format!(
        "<{element}{attributes}><span class=\"visually-hidden\"> {start} </span>{text}<span class=\"visually-hidden\"> {end} </span></{element}>"
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

    #[test]
    fn moved_words_are_said_to_have_moved() {
        let html = between_plain(
            &english(),
            "Anybody may copy them. They are complete. They are signed.",
            "They are complete. They are signed. Anybody may copy them.",
        );
        let html = html.as_str();
        assert!(html.contains("<del class=\"moved\">"), "{html}");
        assert!(html.contains("moved here: "), "{html}");
    }

    #[test]
    fn columns_set_each_sentence_beside_what_became_of_it() {
        let rows = columns(
            &english(),
            &RichText::plain("One is kept. Two is old."),
            &RichText::plain("One is kept. Two is new."),
        );
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].0, rows[0].1);
        assert!(rows[1].0.as_str().contains("<del>") && !rows[1].0.as_str().contains("<ins>"));
        assert!(rows[1].1.as_str().contains("<ins>") && !rows[1].1.as_str().contains("<del>"));
    }
}
