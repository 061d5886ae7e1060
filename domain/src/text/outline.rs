//! The whole of a text: its clauses in document order, nested and numbered.
//!
//! An outline is what an import yields, what a working draft shows, what a
//! chair tables and what an export writes.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{ClauseKind, LanguageTag, RichText, Wording};
use crate::id::ClauseId;

/// A text with its clauses in document order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outline {
    /// The title of the text.
    pub title: String,
    /// The language of the text, where a clause names no other.
    pub language: LanguageTag,
    /// The clauses, each before those nested in it.
    pub clauses: Vec<OutlineClause>,
}

/// A clause and its place in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OutlineClause {
    /// The clause's lasting name.
    pub id: ClauseId,
    /// The clause it is nested in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ClauseId>,
    /// Its kind, heading and text.
    pub wording: Wording,
    /// The explanation that accompanies it; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub commentary: String,
    /// Its language, where that is not the language of the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<LanguageTag>,
}

impl OutlineClause {
    /// Makes a clause at the top level without heading, commentary or language of its own.
    pub fn new(id: ClauseId, kind: ClauseKind, text: RichText) -> Self {
        Self {
            id,
            parent: None,
            wording: Wording {
                kind,
                heading: String::new(),
                text,
            },
            commentary: String::new(),
            language: None,
        }
    }
}

impl Outline {
    /// The greatest number of clauses in one text.
    pub const MAX_CLAUSES: usize = 5_000;

    /// Returns the printed number of each clause, in the same order.
    pub fn numbers(&self) -> Vec<String> {
        numbers(
            self.clauses
                .iter()
                .map(|c| (c.id, c.parent, c.wording.kind)),
        )
    }
}

/// Returns the printed numbers (`1`, `2.1`, `2.1.3`) of clauses in document order.
///
/// Preambles and commentaries, and what is nested in them, have none and take
/// none away from their neighbours. Numbers are drawn, never stored in a wording.
pub fn numbers(
    clauses: impl Iterator<Item = (ClauseId, Option<ClauseId>, ClauseKind)>,
) -> Vec<String> {
    let mut counters: HashMap<Option<ClauseId>, u32> = HashMap::new();
    let mut printed: HashMap<ClauseId, String> = HashMap::new();
    clauses
        .map(|(id, parent, kind)| {
            let number = number_of(parent, kind, &mut counters, &printed);
            printed.insert(id, number.clone());
            number
        })
        .collect()
}

fn number_of(
    parent: Option<ClauseId>,
    kind: ClauseKind,
    counters: &mut HashMap<Option<ClauseId>, u32>,
    printed: &HashMap<ClauseId, String>,
) -> String {
    let prefix = parent.and_then(|parent| printed.get(&parent));
    if !kind.is_numbered() || prefix.is_some_and(String::is_empty) {
        return String::new();
    }
    let counter = counters.entry(parent).or_default();
    *counter += 1;
    prefix.map_or_else(
        || counter.to_string(),
        |prefix| format!("{prefix}.{counter}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> ClauseId {
        ClauseId::from_uuid(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn numbers_follow_nesting_and_skip_preambles() {
        use ClauseKind::{Clause, Commentary, Preamble, Section};
        let clauses = [
            (id(1), None, Preamble),
            (id(2), None, Section),
            (id(3), Some(id(2)), Clause),
            (id(4), Some(id(3)), Clause),
            (id(5), Some(id(2)), Commentary),
            (id(6), Some(id(2)), Clause),
            (id(7), None, Section),
            (id(8), Some(id(1)), Clause),
        ];
        assert_eq!(
            numbers(clauses.into_iter()),
            ["", "1", "1.1", "1.1.1", "", "1.2", "2", ""]
        );
    }
}
