//! What a draft changes in the text it was made from, followed while one types.
//!
//! # Invariants
//!
//! * A text is read and compared again only where it was touched.
//! * What is shown is what the server shows: the same changes, phrases and segments.

use std::collections::{HashMap, HashSet};

use domain::api::ChangeProposed;
use domain::id::ClauseId;
use domain::instrument::DraftedChanges;
use domain::redline::{Phrase, Segment, excerpt, phrases, redline};
use domain::text::{ClauseKind, LanguageTag, Outline, OutlineClause, RichText, Wording};
use replica::{ChangeHash, Draft};
use serde::Serialize;

use crate::view::DraftEvent;

/// How a clause is called in a sentence: its kind and its printed number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Name {
    kind: ClauseKind,
    number: String,
}

/// One thing that is said of a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "said", rename_all = "kebab-case")]
pub(crate) enum Said {
    /// Something changes in its wording.
    In { phrase: Phrase },
    /// It is new.
    Insert { words: String },
    /// It goes.
    Delete,
    /// It gets another place.
    Move {
        parent: Option<Name>,
        after: Option<Name>,
    },
}

/// What changes in one clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ChangedClause {
    pub(crate) clause: ClauseId,
    /// Grows when anything of it changes, so that the shell draws it again.
    version: u32,
    name: Name,
    language: Option<LanguageTag>,
    direction: Option<&'static str>,
    pub(crate) said: Vec<Said>,
    heading: Vec<Segment>,
    body: Vec<Segment>,
}

/// The text a draft was made from, and what was read of it last.
#[derive(Debug)]
pub(crate) struct Comparing {
    base: Outline,
    present: Outline,
    /// Clauses whose texts are to be read again.
    touched: HashSet<ClauseId>,
    is_restructured: bool,
    drawn: HashMap<ClauseId, Drawn>,
    shown: HashMap<ClauseId, ChangedClause>,
}

/// The redline of one wording, as long as it stays.
#[derive(Debug)]
struct Drawn {
    wording: Wording,
    phrases: Vec<Phrase>,
    heading: Vec<Segment>,
    body: Vec<Segment>,
}

impl Comparing {
    /// Begins to compare a draft with the text it was at these heads; none before it has them.
    pub(crate) fn new(draft: &mut Draft, heads: &[ChangeHash]) -> Option<Self> {
        if heads.is_empty() || !draft.knows(heads) {
            return None;
        }
        Some(Self {
            base: draft.outline_at(heads),
            present: draft.outline(),
            touched: HashSet::new(),
            is_restructured: false,
            drawn: HashMap::new(),
            shown: HashMap::new(),
        })
    }

    /// Notes that a text of a clause has changed.
    pub(crate) fn touch(&mut self, clause: ClauseId) {
        self.touched.insert(clause);
    }

    /// Notes that clauses have come, gone or moved, or become others in kind or language.
    pub(crate) fn restructure(&mut self) {
        self.is_restructured = true;
    }

    /// Notes what was changed elsewhere.
    pub(crate) fn follow(&mut self, events: &[DraftEvent]) {
        for event in events {
            match event {
                DraftEvent::Structure => self.restructure(),
                DraftEvent::Text {
                    clause: Some(clause),
                    ..
                } => self.touch(*clause),
                _ => {}
            }
        }
    }

    /// Returns what changes, in the order in which it can be made.
    pub(crate) fn changes(&mut self, draft: &Draft) -> Vec<ChangedClause> {
        self.read(draft);
        let Ok(drafted) = DraftedChanges::between(&self.base, &self.present) else {
            // A text with a character that no text may contain does not pass the gate.
            return Vec::new();
        };
        let names = Names::of(&self.base, &self.present);
        let mut all: Vec<(ClauseId, Vec<Said>)> = Vec::new();
        for change in &drafted.changes {
            let Some((clause, said)) = self.said(change, &names) else {
                continue;
            };
            // What is said of one clause stands together.
            match all.last_mut().filter(|(last, _)| *last == clause) {
                Some((_, before)) => before.extend(said),
                None => all.push((clause, said)),
            }
        }
        let clauses = all.into_iter();
        let clauses = clauses.map(|(clause, said)| self.clause(clause, said, &names));
        let mut changed: Vec<_> = clauses.collect();
        self.number(&mut changed);
        changed
    }

    fn read(&mut self, draft: &Draft) {
        if std::mem::take(&mut self.is_restructured) {
            let former = std::mem::take(&mut self.present.clauses);
            let mut known: HashMap<_, _> = former.into_iter().map(|it| (it.id, it)).collect();
            let clauses = draft.bare_clauses().into_iter();
            self.present.clauses = clauses
                .filter_map(|bare| {
                    let found = known.remove(&bare.id);
                    let found = found.or_else(|| draft.clause(bare.id))?;
                    Some(rearranged(found, &bare))
                })
                .collect();
        }
        let touched = std::mem::take(&mut self.touched);
        for clause in &mut self.present.clauses {
            if touched.contains(&clause.id)
                && let Some(found) = draft.clause(clause.id)
            {
                *clause = rearranged(found, clause);
            }
        }
    }

    /// Says what one change does, and to which clause.
    fn said(&mut self, change: &ChangeProposed, names: &Names) -> Option<(ClauseId, Vec<Said>)> {
        Some(match change {
            ChangeProposed::Modify {
                clause, wording, ..
            } => {
                let phrases = self.drawn(*clause, wording).phrases.clone();
                let said = phrases.into_iter().map(|phrase| Said::In { phrase });
                (*clause, said.collect())
            }
            ChangeProposed::Insert {
                clause, wording, ..
            } => {
                self.drawn((*clause)?, wording);
                let text = wording.text.to_plain();
                let says = if text.trim().is_empty() {
                    &wording.heading
                } else {
                    &text
                };
                let words = excerpt(says.trim());
                ((*clause)?, vec![Said::Insert { words }])
            }
            ChangeProposed::Delete { clause, .. } => {
                self.drawn(*clause, &Wording::default());
                (*clause, vec![Said::Delete])
            }
            ChangeProposed::Move {
                clause,
                parent,
                after,
                ..
            } => {
                let name = |id: &Option<ClauseId>| id.map(|id| names.name(id));
                let (parent, after) = (name(parent), name(after));
                (*clause, vec![Said::Move { parent, after }])
            }
            ChangeProposed::Alternative { .. } | ChangeProposed::EditorialHint { .. } => {
                return None;
            }
        })
    }

    /// Returns the redline of a clause, drawn anew only where its wording is another one.
    fn drawn(&mut self, clause: ClauseId, wording: &Wording) -> &Drawn {
        let is_same = (self.drawn.get(&clause)).is_some_and(|drawn| drawn.wording == *wording);
        if !is_same {
            let base = self.base.clauses.iter().find(|it| it.id == clause);
            let base = base.map(|it| it.wording.clone()).unwrap_or_default();
            let drawn = Drawn {
                wording: wording.clone(),
                phrases: phrases(&base, wording),
                heading: redline(
                    &RichText::plain(&*base.heading),
                    &RichText::plain(&*wording.heading),
                ),
                body: redline(&base.text, &wording.text),
            };
            self.drawn.insert(clause, drawn);
        }
        &self.drawn[&clause]
    }

    fn clause(&self, clause: ClauseId, said: Vec<Said>, names: &Names) -> ChangedClause {
        let only_moves = said.iter().all(|it| matches!(it, Said::Move { .. }));
        let drawn = self.drawn.get(&clause).filter(|_| !only_moves);
        let mut clauses = self.present.clauses.iter().chain(&self.base.clauses);
        let found = clauses.find(|it| it.id == clause);
        let language = found.and_then(|it| it.language.clone());
        ChangedClause {
            clause,
            version: 0,
            name: names.name(clause),
            direction: language.as_ref().map(LanguageTag::direction),
            language,
            said,
            heading: drawn.map(|it| it.heading.clone()).unwrap_or_default(),
            body: drawn.map(|it| it.body.clone()).unwrap_or_default(),
        }
    }

    /// Gives what differs from before another number.
    fn number(&mut self, changed: &mut [ChangedClause]) {
        for it in changed.iter_mut() {
            if let Some(before) = self.shown.get(&it.clause) {
                it.version = before.version;
                if it != before {
                    it.version += 1;
                }
            }
        }
        self.shown = (changed.iter()).map(|it| (it.clause, it.clone())).collect();
    }
}

/// Returns a clause as it reads, in the place and of the kind and language that the outline says.
fn rearranged(clause: OutlineClause, outline: &OutlineClause) -> OutlineClause {
    OutlineClause {
        parent: outline.parent,
        language: outline.language.clone(),
        wording: Wording {
            kind: outline.wording.kind,
            ..clause.wording
        },
        ..clause
    }
}

/// The names of clauses: as they are printed in the base, else in the present text.
struct Names(HashMap<ClauseId, Name>);

impl Names {
    fn of(base: &Outline, present: &Outline) -> Self {
        let of = |outline: &Outline| -> Vec<(ClauseId, Name)> {
            let numbered = outline.clauses.iter().zip(outline.numbers());
            let names = numbered.map(|(clause, number)| {
                let kind = clause.wording.kind;
                (clause.id, Name { kind, number })
            });
            names.collect()
        };
        Self(of(present).into_iter().chain(of(base)).collect())
    }

    fn name(&self, clause: ClauseId) -> Name {
        self.0.get(&clause).cloned().unwrap_or(Name {
            kind: ClauseKind::Clause,
            number: String::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::redline::Quote;
    use replica::{ActorId, Field};

    use super::*;

    fn id(n: u128) -> ClauseId {
        ClauseId::from_uuid(uuid::Uuid::from_u128(n))
    }

    fn a_draft() -> (Draft, Vec<ChangeHash>) {
        let clauses = [
            (1, "Bodies should publish results."),
            (2, "Delays are explained."),
            (3, "Observers may copy them."),
        ];
        let clauses = clauses
            .map(|(n, text)| OutlineClause::new(id(n), ClauseKind::Clause, RichText::plain(text)));
        let outline = Outline {
            title: "Principles".into(),
            language: LanguageTag::english(),
            clauses: clauses.into(),
        };
        let mut draft = Draft::from_outline(&outline, ActorId::from(vec![1; 16])).unwrap();
        let heads = draft.heads();
        (draft, heads)
    }

    #[test]
    fn what_is_typed_is_said_and_drawn() {
        let (mut draft, heads) = a_draft();
        let mut comparing = Comparing::new(&mut draft, &heads).unwrap();
        assert_eq!(comparing.changes(&draft), []);
        draft.splice(id(1), Field::Body, 7, 6, "shall").unwrap();
        assert_eq!(
            comparing.changes(&draft),
            [],
            "nobody said that it was touched"
        );
        comparing.touch(id(1));
        let changes = comparing.changes(&draft);
        let replaced = Said::In {
            phrase: Phrase::Replace {
                words: Quote {
                    text: "should".into(),
                    nth: None,
                },
                by: "shall".into(),
            },
        };
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].said, [replaced]);
        assert_eq!(changes[0].name.number, "1");
        assert_eq!(changes[0].body.len(), 4);
        assert_eq!(comparing.changes(&draft)[0].version, changes[0].version);
        draft.splice(id(1), Field::Body, 7, 5, "must").unwrap();
        comparing.touch(id(1));
        assert_ne!(comparing.changes(&draft)[0].version, changes[0].version);
    }

    #[test]
    fn clauses_that_come_go_and_move_are_followed() {
        let (mut draft, heads) = a_draft();
        let mut comparing = Comparing::new(&mut draft, &heads).unwrap();
        draft
            .add_clause(id(9), Some(id(1)), None, ClauseKind::Clause)
            .unwrap();
        draft
            .splice(id(9), Field::Body, 0, 0, "New words.")
            .unwrap();
        draft.remove_clause(id(2)).unwrap();
        draft.move_clause(id(3), None, None).unwrap();
        comparing.restructure();
        let said: Vec<_> = (comparing.changes(&draft).into_iter())
            .map(|it| (it.clause, it.said))
            .collect();
        let new = Said::Insert {
            words: "New words.".into(),
        };
        let first = Said::Move {
            parent: None,
            after: None,
        };
        assert_eq!(
            said,
            [
                (id(2), vec![Said::Delete]),
                (id(3), vec![first]),
                (id(9), vec![new])
            ]
        );
        draft.splice(id(3), Field::Body, 0, 9, "Everyone").unwrap();
        comparing.touch(id(3));
        let changes = comparing.changes(&draft);
        let moved = changes.iter().find(|it| it.clause == id(3)).unwrap();
        assert_eq!(moved.said.len(), 2, "moved and reworded");
        assert!(!moved.body.is_empty());
    }

    #[test]
    fn a_draft_without_its_base_is_not_compared() {
        let (mut draft, _) = a_draft();
        let unknown = [ChangeHash([7; 32])];
        assert!(Comparing::new(&mut draft, &unknown).is_none());
    }
}
