//! The shapes handed to the shell; `editor/src/model.ts` names the same fields.

use domain::deliberation::Passage;
use domain::id::{ClauseId, DelegateId};
use domain::text::{ClauseKind, LanguageTag, OutlineClause, numbers};
use replica::{DraftPatch, Field, TextEdit};
use serde::{Deserialize, Serialize};

/// Words of a clause with what stood around them, as a thread keeps them.
#[derive(Debug, Deserialize)]
pub(crate) struct PassageWords {
    quote: String,
    before: String,
    after: String,
    at: u32,
}

impl PassageWords {
    /// Returns the passage; none where the words are out of bounds.
    pub(crate) fn passage(self) -> Option<Passage> {
        Some(Passage {
            quote: self.quote.parse().ok()?,
            before: self.before,
            after: self.after,
            at: self.at,
        })
    }
}

/// Where a passage stands in a text, in UTF-16 code units.
#[derive(Debug, Serialize)]
pub(crate) struct Span {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// A clause without its texts.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ClauseHead {
    pub(crate) id: ClauseId,
    pub(crate) parent: Option<ClauseId>,
    pub(crate) depth: usize,
    pub(crate) number: String,
    pub(crate) kind: ClauseKind,
    pub(crate) language: Option<LanguageTag>,
    pub(crate) direction: Option<&'static str>,
}

/// A removed clause with as much of its text as a list shows.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct RemovedView {
    pub(crate) id: ClauseId,
    pub(crate) heading: String,
    pub(crate) text: String,
    pub(crate) language: Option<LanguageTag>,
    pub(crate) direction: Option<&'static str>,
    pub(crate) contested: bool,
}

/// Order, nesting and numbers.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct OutlineView {
    pub(crate) clauses: Vec<ClauseHead>,
    pub(crate) removed: Vec<RemovedView>,
}

/// A replacement in a text, in UTF-16 positions.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Splice {
    pub(crate) at: usize,
    pub(crate) delete: usize,
    pub(crate) insert: String,
}

/// One text of the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextRef {
    /// The title.
    Title,
    /// A text of a clause.
    Clause(ClauseId, Field),
}

impl TextRef {
    /// Finds the text that the shell names by a clause and a field.
    pub(crate) fn parse(clause: Option<&str>, field: &str) -> Option<Self> {
        match clause {
            None => (field == "title").then_some(Self::Title),
            Some(clause) => Some(Self::Clause(clause.parse().ok()?, Field::from_name(field)?)),
        }
    }

    pub(crate) fn clause(self) -> Option<ClauseId> {
        match self {
            Self::Title => None,
            Self::Clause(clause, _) => Some(clause),
        }
    }

    pub(crate) const fn field(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Clause(_, field) => field.as_str(),
        }
    }
}

/// What the shell is told after frames have been read.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(crate) enum DraftEvent {
    /// Both sides know each other's heads.
    Ready,
    /// A text changed elsewhere.
    Text {
        clause: Option<ClauseId>,
        field: &'static str,
        splices: Vec<Splice>,
    },
    /// The outline is to be read again.
    Structure,
    /// Another person's caret moved.
    Caret {
        peer: String,
        delegate: DelegateId,
        name: String,
        clause: ClauseId,
        field: &'static str,
        anchor: usize,
        head: usize,
    },
    /// Another person left the text.
    CaretGone { peer: String },
    /// More changes are confirmed.
    Durable,
    /// The server takes changes from here no longer, or again.
    ReadOnly { is_read_only: bool },
    /// The server refused a change.
    Rejected { code: String, hint: String },
    /// The server refused to go on.
    Refused { message: String },
    /// The draft is not there for this account.
    Unavailable,
}

impl OutlineView {
    /// Makes the view of clauses in document order; `removed` says of each clause whether it waits for a decision.
    pub(crate) fn of(clauses: &[OutlineClause], removed: Vec<(OutlineClause, bool)>) -> Self {
        let mut depths = std::collections::HashMap::new();
        let placed = clauses.iter().map(|c| (c.id, c.parent, c.wording.kind));
        let numbered = clauses.iter().zip(numbers(placed));
        let clauses = numbered.map(|(clause, number)| {
            let depth = clause
                .parent
                .and_then(|parent| depths.get(&parent))
                .map_or(0, |depth| depth + 1);
            depths.insert(clause.id, depth);
            ClauseHead {
                id: clause.id,
                parent: clause.parent,
                depth,
                number,
                kind: clause.wording.kind,
                language: clause.language.clone(),
                direction: direction_of(clause),
            }
        });
        Self {
            clauses: clauses.collect(),
            removed: removed
                .into_iter()
                .map(|(clause, contested)| RemovedView::of(clause, contested))
                .collect(),
        }
    }
}

impl RemovedView {
    fn of(clause: OutlineClause, contested: bool) -> Self {
        Self {
            id: clause.id,
            direction: direction_of(&clause),
            heading: clause.wording.heading,
            text: clause.wording.text.to_plain(),
            language: clause.language,
            contested,
        }
    }
}

fn direction_of(clause: &OutlineClause) -> Option<&'static str> {
    clause.language.as_ref().map(LanguageTag::direction)
}

/// Gathers patches into one event for each text, the structure first.
///
/// Within a text the order is kept; texts do not concern each other. Marks need
/// no steps: the shell compares them with the runs of the replica.
pub(crate) fn events_of(patches: Vec<DraftPatch>) -> Vec<DraftEvent> {
    let mut structure = false;
    let mut texts: Vec<(TextRef, Vec<Splice>)> = Vec::new();
    for patch in patches {
        let (text, edit) = match patch {
            DraftPatch::Structure { .. } | DraftPatch::Language => {
                structure = true;
                continue;
            }
            DraftPatch::Title { edit } => (TextRef::Title, edit),
            DraftPatch::Text {
                clause,
                field,
                edit,
            } => (TextRef::Clause(clause, field), edit),
        };
        let known = texts.iter().position(|(known, _)| *known == text);
        let index = known.unwrap_or_else(|| {
            texts.push((text, Vec::new()));
            texts.len() - 1
        });
        if let Some((_, splices)) = texts.get_mut(index) {
            splices.extend(splice_of(edit));
        }
    }
    let texts = texts.into_iter().map(|(text, splices)| DraftEvent::Text {
        clause: text.clause(),
        field: text.field(),
        splices,
    });
    structure
        .then_some(DraftEvent::Structure)
        .into_iter()
        .chain(texts)
        .collect()
}

fn splice_of(edit: TextEdit) -> Option<Splice> {
    match edit {
        TextEdit::Insert { index, text, .. } => Some(Splice {
            at: index,
            delete: 0,
            insert: text,
        }),
        TextEdit::Delete { index, length } => Some(Splice {
            at: index,
            delete: length,
            insert: String::new(),
        }),
        TextEdit::Mark { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use replica::Marks;

    use super::*;

    fn clause(n: u128) -> ClauseId {
        ClauseId::from_uuid(uuid::Uuid::from_u128(n))
    }

    fn insert(n: u128, index: usize, text: &str) -> DraftPatch {
        DraftPatch::Text {
            clause: clause(n),
            field: Field::Body,
            edit: TextEdit::Insert {
                index,
                text: text.into(),
                marks: Marks::default(),
            },
        }
    }

    fn text_event(n: u128, splices: Vec<Splice>) -> DraftEvent {
        DraftEvent::Text {
            clause: Some(clause(n)),
            field: "body",
            splices,
        }
    }

    fn splice(at: usize, delete: usize, insert: &str) -> Splice {
        Splice {
            at,
            delete,
            insert: insert.into(),
        }
    }

    #[test]
    fn patches_of_one_text_become_one_event_in_their_order() {
        let delete = DraftPatch::Text {
            clause: clause(1),
            field: Field::Body,
            edit: TextEdit::Delete {
                index: 3,
                length: 2,
            },
        };
        let events = events_of(vec![
            insert(1, 0, "a"),
            insert(2, 4, "b"),
            delete,
            DraftPatch::Structure {
                clauses: vec![clause(3)],
            },
        ]);
        assert_eq!(
            events,
            [
                DraftEvent::Structure,
                text_event(1, vec![splice(0, 0, "a"), splice(3, 2, "")]),
                text_event(2, vec![splice(4, 0, "b")]),
            ]
        );
    }

    #[test]
    fn the_title_is_named_without_a_clause_and_nothing_else_is() {
        assert_eq!(TextRef::parse(None, "title"), Some(TextRef::Title));
        assert_eq!(TextRef::parse(None, "body"), None);
        let id = clause(7).to_string();
        assert_eq!(
            TextRef::parse(Some(&id), "heading"),
            Some(TextRef::Clause(clause(7), Field::Heading))
        );
        assert_eq!(TextRef::parse(Some(&id), "title"), None);
        assert_eq!(TextRef::parse(Some("7"), "body"), None);
    }
}
