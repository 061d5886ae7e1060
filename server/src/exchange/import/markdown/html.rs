//! HTML within Markdown: our own comments, the tags that stand for marks, and
//! the rest, which is listed.

use domain::text::ClauseKind;

use super::Walk;
use crate::exchange::annotation::Annotation;
use crate::exchange::import::Construct;
use crate::exchange::import::block::{Fault, Role};

impl Walk<'_> {
    pub(super) fn end_html(&mut self) -> Result<(), Fault> {
        let Some((at, html)) = self.html.take() else {
            return Ok(());
        };
        if let Some(annotation) = Annotation::parse(&html)
            && self.take_annotation(annotation, at)?
        {
            return Ok(());
        }
        let text = without_tags(&html);
        let what = if is_comment(&html) {
            Construct::Comment
        } else {
            Construct::Html
        };
        self.blocks.list_unmapped(at, what, &html)?;
        if text.trim().is_empty() {
            return Ok(());
        }
        self.open(Role::Kept(ClauseKind::Clause), at)?;
        self.write(text.trim(), at)?;
        self.close();
        Ok(())
    }
}

/// Reports whether HTML consists of one comment.
pub(super) fn is_comment(html: &str) -> bool {
    let inner = html
        .trim()
        .strip_prefix("<!--")
        .and_then(|rest| rest.strip_suffix("-->"));
    inner.is_some_and(|inner| !inner.contains("-->"))
}

/// Returns the name of a tag, in lower case, and whether it opens.
pub(super) fn tag_name(html: &str) -> Option<(String, bool)> {
    let inner = html.strip_prefix('<')?.strip_suffix('>')?;
    let (name, opens) = match inner.strip_prefix('/') {
        Some(name) => (name, false),
        None => (inner.trim_end_matches('/'), true),
    };
    Some((name.trim().to_ascii_lowercase(), opens))
}

/// Returns what is left of HTML without its tags and comments.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with("<!--") { "-->" } else { ">" };
        let is_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        if !is_tag {
            text.push('<');
            rest = &rest[1..];
            continue;
        }
        let Some(at) = rest.find(end) else {
            // Nothing after it ends a tag either; looking again would take quadratic time.
            break;
        };
        rest = &rest[at + end.len()..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_text_stays() {
        assert_eq!(without_tags("<p class='a'>one <b>two</b></p>"), "one two");
        assert_eq!(without_tags("a < b <!-- > --> c <"), "a < b  c <");
        assert_eq!(without_tags("a <!-- b <i>"), "a <!-- b <i>");
    }
}
