//! Comments by which an exported Markdown file carries what Markdown has no
//! sign for: kind, nesting, language and identifier of a clause.
//!
//! They read `<!-- clausewise: clause kind=principle depth=1 -->` and do not
//! show when the file is rendered.

use std::fmt;

use domain::id::ClauseId;
use domain::text::{ClauseKind, LanguageTag, WordingHash};

const OPEN: &str = "<!-- clausewise: ";
const CLOSE: &str = " -->";

/// What one of our comments says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Annotation {
    /// The file was exported by us; stands before everything else.
    Document(DocumentNote),
    /// The clause whose heading and text follow.
    Clause(ClauseNote),
    /// The block quote that follows is the commentary of the clause before.
    Commentary,
}

/// What is said of the whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DocumentNote {
    pub(super) language: LanguageTag,
    /// Facts for the reader of the file that an import does not take over.
    pub(super) facts: Vec<(&'static str, String)>,
}

/// What is said of one clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ClauseNote {
    pub(super) kind: ClauseKind,
    /// How many clauses it is nested in.
    pub(super) depth: usize,
    /// The printed number that stands before its heading or text.
    pub(super) number: Option<String>,
    pub(super) language: Option<LanguageTag>,
    pub(super) id: Option<ClauseId>,
    pub(super) hash: Option<WordingHash>,
}

impl fmt::Display for Annotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(OPEN)?;
        match self {
            Self::Document(note) => note.fmt(f)?,
            Self::Clause(note) => note.fmt(f)?,
            Self::Commentary => f.write_str("commentary")?,
        }
        f.write_str(CLOSE)
    }
}

impl fmt::Display for DocumentNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "document v=1 lang={}", self.language)?;
        self.facts
            .iter()
            .try_for_each(|(name, value)| write!(f, " {name}={value}"))
    }
}

impl fmt::Display for ClauseNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "clause kind={} depth={}", self.kind.as_str(), self.depth)?;
        write_field(f, "number", self.number.as_ref())?;
        write_field(f, "lang", self.language.as_ref())?;
        write_field(f, "id", self.id.as_ref())?;
        write_field(f, "hash", self.hash.as_ref())
    }
}

fn write_field<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    value: Option<&T>,
) -> fmt::Result {
    value.map_or(Ok(()), |value| write!(f, " {name}={value}"))
}

impl Annotation {
    /// Reads a comment; `None` if it is not one of ours, whole and well-formed.
    pub(super) fn parse(comment: &str) -> Option<Self> {
        let inner = comment.trim().strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
        let mut words = inner.split(' ');
        match words.next()? {
            "document" => parse_document(words).map(Self::Document),
            "clause" => parse_clause(words).map(Self::Clause),
            "commentary" if words.next().is_none() => Some(Self::Commentary),
            _ => None,
        }
    }
}

fn parse_document<'a>(fields: impl Iterator<Item = &'a str>) -> Option<DocumentNote> {
    let mut language = None;
    for field in fields {
        match field.split_once('=')? {
            ("v", "1") | ("revision" | "root" | "tabled", _) => {}
            ("lang", tag) => language = Some(tag.parse().ok()?),
            _ => return None,
        }
    }
    Some(DocumentNote {
        language: language?,
        facts: Vec::new(),
    })
}

fn parse_clause<'a>(fields: impl Iterator<Item = &'a str>) -> Option<ClauseNote> {
    let mut note = ClauseNote {
        kind: ClauseKind::Clause,
        depth: 0,
        number: None,
        language: None,
        id: None,
        hash: None,
    };
    for field in fields {
        match field.split_once('=')? {
            ("kind", name) => note.kind = ClauseKind::from_name(name)?,
            ("depth", depth) => note.depth = depth.parse().ok()?,
            ("number", number) => note.number = Some(number.to_owned()),
            ("lang", tag) => note.language = Some(tag.parse().ok()?),
            ("id", id) => note.id = Some(id.parse().ok()?),
            ("hash", hash) => note.hash = Some(hash.parse().ok()?),
            _ => return None,
        }
    }
    Some(note)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let note = Annotation::Clause(ClauseNote {
            kind: ClauseKind::Principle,
            depth: 2,
            number: Some("1.2.3".into()),
            language: Some("ar".parse().unwrap()),
            id: Some(ClauseId::from_uuid(uuid::Uuid::from_u128(7))),
            hash: None,
        });
        assert_eq!(Annotation::parse(&note.to_string()), Some(note));
    }

    #[test]
    fn a_comment_with_anything_unknown_is_not_ours() {
        for comment in [
            "<!-- clausewise: clause kind=poem -->",
            "<!-- clausewise: clause colour=red -->",
            "<!-- clausewise: commentary -->text<!-- x -->",
            "<!-- clausewise: document v=2 lang=en -->",
            "<!-- clausewise: document v=1 -->",
            "<!-- a note to ourselves -->",
        ] {
            assert_eq!(Annotation::parse(comment), None, "{comment}");
        }
    }
}
