//! Tabled revisions.

use std::collections::HashMap;
use std::sync::Arc;

use crate::id::ClauseId;
use crate::record::{Actor, RevisionNumber, TabledContent, Words};
use crate::text::{ClauseKind, LanguageTag, Outline, OutlineClause, Wording, WordingHash};
use crate::time::Timestamp;

/// A tabled, immutable state of the whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its number, from 1.
    pub number: RevisionNumber,
    /// The title of the text.
    pub title: Words,
    /// The language of the text.
    pub language: LanguageTag,
    /// The hash over title, language and clauses.
    pub root: WordingHash,
    /// The clauses in document order.
    pub clauses: Vec<RevisionClause>,
    /// The heads of the draft it was made of.
    pub heads: Vec<String>,
    /// What the chair said of it.
    pub note: Option<Words>,
    /// When it was tabled.
    pub tabled_at: Timestamp,
    /// Who tabled it.
    pub tabled_by: Actor,
    /// The entry that completed it.
    pub seq: u64,
    pub(super) places: HashMap<ClauseId, usize>,
}

/// A clause of a tabled revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionClause {
    /// The clause.
    pub id: ClauseId,
    /// The clause it is nested in.
    pub parent: Option<ClauseId>,
    /// The hash of its wording.
    pub hash: WordingHash,
    /// Its printed number; empty where it has none.
    pub number: String,
    /// Wording, commentary and language; absent where they were erased.
    pub content: Option<Arc<TabledContent>>,
}

impl RevisionClause {
    /// Returns the wording unless it was erased.
    pub fn wording(&self) -> Option<&Wording> {
        self.content.as_deref().map(|content| &content.wording)
    }

    /// Reports whether organisations are asked for a position on it: it has a text, and that text is
    /// more than an explanation. A position on any other clause is possible, but nobody waits for it.
    pub fn is_asked(&self) -> bool {
        self.wording()
            .is_some_and(|it| !it.text.is_empty() && it.kind != ClauseKind::Commentary)
    }

    /// Returns the commentary; empty where there is none.
    pub fn commentary(&self) -> &str {
        self.content
            .as_deref()
            .map_or("", |content| &content.commentary)
    }
}

impl Revision {
    /// Finds a clause.
    pub fn clause(&self, id: ClauseId) -> Option<&RevisionClause> {
        self.places
            .get(&id)
            .and_then(|place| self.clauses.get(*place))
    }

    /// Returns a clause's place: the clause it is nested in and the sibling it follows.
    pub fn place(&self, id: ClauseId) -> Option<(Option<ClauseId>, Option<ClauseId>)> {
        let place = *self.places.get(&id)?;
        let parent = self.clauses.get(place)?.parent;
        let before = self.clauses.get(..place)?.iter().rev();
        let sibling = before.clone().find(|it| it.parent == parent);
        Some((parent, sibling.map(|it| it.id)))
    }

    /// Returns how deeply a clause is nested; 0 at the top level.
    pub fn depth(&self, clause: &RevisionClause) -> usize {
        let parent = |id: &ClauseId| self.clause(*id).and_then(|clause| clause.parent);
        std::iter::successors(clause.parent, parent)
            .take(self.clauses.len())
            .count()
    }

    /// Returns the language of a clause.
    pub fn language_of<'a>(&'a self, clause: &'a RevisionClause) -> &'a LanguageTag {
        clause
            .content
            .as_deref()
            .and_then(|c| c.language.as_ref())
            .unwrap_or(&self.language)
    }

    /// Returns the whole text; erased clauses have an empty wording.
    pub fn outline(&self) -> Outline {
        Outline {
            title: self.title.or_mark().to_owned(),
            language: self.language.clone(),
            clauses: self.clauses.iter().map(outline_clause).collect(),
        }
    }
}

fn outline_clause(clause: &RevisionClause) -> OutlineClause {
    OutlineClause {
        id: clause.id,
        parent: clause.parent,
        wording: clause.wording().cloned().unwrap_or_default(),
        commentary: clause.commentary().to_owned(),
        language: clause
            .content
            .as_deref()
            .and_then(|content| content.language.clone()),
    }
}
