//! What turns one text into another, said as the changes of an amendment.
//!
//! # Invariants
//!
//! * The changes, made one after the other, turn the base into the present text: its clauses,
//!   their places and their wordings.
//! * No clause is moved that could stay.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::places::Places;
use super::{Amendment, Instrument};
use crate::api::ChangeProposed;
use crate::id::ClauseId;
use crate::redline::{Phrase, phrases};
use crate::refusal::Refusal;
use crate::text::{Outline, OutlineClause};

/// What turns one text into another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftedChanges {
    /// What an amendment can propose, in an order in which it can be made. A new clause is named
    /// as in the present text, so that further changes can name it as their place.
    pub changes: Vec<ChangeProposed>,
    /// What no amendment can propose, and is left out.
    pub beside: Vec<BesideAmendment>,
}

/// A change of the text that is no part of an amendment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BesideAmendment {
    /// The title of the whole.
    Title,
    /// The language of the whole.
    Language,
    /// The commentary of a clause.
    Commentary(ClauseId),
    /// The language of a clause.
    ClauseLanguage(ClauseId),
}

impl BesideAmendment {
    /// Returns its stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Language => "language",
            Self::Commentary(_) => "commentary",
            Self::ClauseLanguage(_) => "clause_language",
        }
    }

    /// Returns the clause it is about.
    pub const fn clause(self) -> Option<ClauseId> {
        match self {
            Self::Title | Self::Language => None,
            Self::Commentary(clause) | Self::ClauseLanguage(clause) => Some(clause),
        }
    }
}

impl DraftedChanges {
    /// Compares a text with the one it was made from.
    ///
    /// # Errors
    ///
    /// * [`Refusal::Character`] if a text has a character that no text may contain.
    pub fn between(base: &Outline, present: &Outline) -> Result<Self, Refusal> {
        let before: HashMap<_, _> = base.clauses.iter().map(|it| (it.id, it)).collect();
        let after: BTreeSet<_> = present.clauses.iter().map(|it| it.id).collect();
        let mut drafted = Self::default();
        drafted.compare_wholes(base, present);
        let mut places: Places = base.clauses.iter().map(|it| (it.id, it.parent)).collect();
        for gone in base.clauses.iter().filter(|it| !after.contains(&it.id)) {
            drafted.changes.push(ChangeProposed::Delete {
                clause: gone.id,
                base: gone.wording.hash()?,
            });
            places.remove(gone.id);
        }
        let staying = staying(&places, present);
        let mut last: BTreeMap<Option<ClauseId>, ClauseId> = BTreeMap::new();
        for clause in &present.clauses {
            let after = last.insert(clause.parent, clause.id);
            match before.get(&clause.id) {
                None => drafted.changes.push(inserted(clause, after)),
                Some(was) => {
                    if !staying.contains(&clause.id) {
                        drafted.changes.push(moved(was, clause, after)?);
                    }
                    drafted.compare(was, clause)?;
                }
            }
        }
        Ok(drafted)
    }

    fn compare_wholes(&mut self, base: &Outline, present: &Outline) {
        self.beside
            .extend((base.title != present.title).then_some(BesideAmendment::Title));
        self.beside
            .extend((base.language != present.language).then_some(BesideAmendment::Language));
    }

    fn compare(&mut self, was: &OutlineClause, clause: &OutlineClause) -> Result<(), Refusal> {
        if was.wording != clause.wording {
            self.changes.push(ChangeProposed::Modify {
                clause: clause.id,
                base: was.wording.hash()?,
                wording: clause.wording.clone(),
            });
        }
        let commentary = BesideAmendment::Commentary(clause.id);
        self.beside
            .extend((was.commentary != clause.commentary).then_some(commentary));
        let language = BesideAmendment::ClauseLanguage(clause.id);
        self.beside
            .extend((was.language != clause.language).then_some(language));
        Ok(())
    }
}

impl Instrument {
    /// Says in plain language what an amendment changes in the wording of its clause; nothing
    /// where it gives it no other one, or words were erased.
    pub fn phrases(&self, amendment: &Amendment) -> Vec<Phrase> {
        match (self.base_wording(amendment), amendment.change().wording()) {
            (Some(base), Some(wording)) => phrases(base, wording),
            _ => Vec::new(),
        }
    }
}

fn inserted(clause: &OutlineClause, after: Option<ClauseId>) -> ChangeProposed {
    ChangeProposed::Insert {
        clause: Some(clause.id),
        parent: clause.parent,
        after,
        wording: clause.wording.clone(),
    }
}

fn moved(
    was: &OutlineClause,
    clause: &OutlineClause,
    after: Option<ClauseId>,
) -> Result<ChangeProposed, Refusal> {
    Ok(ChangeProposed::Move {
        clause: clause.id,
        base: was.wording.hash()?,
        parent: clause.parent,
        after,
    })
}

/// Returns the clauses that need not be moved: as many as can keep their order beside each other.
fn staying(places: &Places, present: &Outline) -> BTreeSet<ClauseId> {
    let order: HashMap<_, _> = (places.all().iter().zip(0..))
        .map(|((id, parent), index)| (*id, (*parent, index)))
        .collect();
    let mut siblings: BTreeMap<Option<ClauseId>, Vec<(usize, ClauseId)>> = BTreeMap::new();
    for clause in &present.clauses {
        if let Some((parent, index)) = order.get(&clause.id)
            && *parent == clause.parent
        {
            let group = siblings.entry(clause.parent).or_default();
            group.push((*index, clause.id));
        }
    }
    siblings.values().flat_map(|it| rising(it)).collect()
}

/// Returns a longest part of a list whose positions rise.
fn rising(list: &[(usize, ClauseId)]) -> Vec<ClauseId> {
    // For each length, the entry with the least position that such a part can end at.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(list.len());
    for (at, (position, _)) in list.iter().enumerate() {
        let length = ends.partition_point(|end| list[*end].0 < *position);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    std::iter::successors(ends.last().copied(), |at| before[*at])
        .map(|at| list[at].1)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{ClauseKind, RichText};

    fn id(n: u8) -> ClauseId {
        ClauseId::from_uuid(uuid::Uuid::from_u128(n.into()))
    }

    /// Makes a text of clauses given as `(id, parent, text)`, 0 meaning no parent.
    fn text(list: &[(u8, u8, &str)]) -> Outline {
        let clauses = list.iter().map(|(n, parent, text)| OutlineClause {
            parent: (*parent != 0).then(|| id(*parent)),
            ..OutlineClause::new(id(*n), ClauseKind::Clause, RichText::plain(*text))
        });
        Outline {
            title: "Principles".into(),
            language: "en".parse().unwrap(),
            clauses: clauses.collect(),
        }
    }

    fn kinds(base: &Outline, present: &Outline) -> Vec<String> {
        let short = |id: &ClauseId| id.as_uuid().as_u128().to_string();
        let drafted = DraftedChanges::between(base, present).unwrap();
        (drafted.changes.iter())
            .map(|change| match change {
                ChangeProposed::Delete { clause, .. } => format!("delete {}", short(clause)),
                ChangeProposed::Modify { clause, .. } => format!("modify {}", short(clause)),
                ChangeProposed::Move { clause, .. } => format!("move {}", short(clause)),
                ChangeProposed::Insert { after, .. } => {
                    format!(
                        "insert after {}",
                        after.as_ref().map_or_else(String::new, short)
                    )
                }
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn one_clause_that_goes_to_the_end_is_one_move() {
        let base = text(&[(1, 0, "a"), (2, 0, "b"), (3, 0, "c"), (4, 0, "d")]);
        let present = text(&[(2, 0, "b"), (3, 0, "c"), (4, 0, "d"), (1, 0, "a")]);
        assert_eq!(kinds(&base, &present), ["move 1"]);
    }

    #[test]
    fn a_clause_moved_and_reworded_gives_two_changes() {
        let base = text(&[(1, 0, "a"), (2, 0, "b"), (3, 0, "c")]);
        let present = text(&[(1, 0, "a"), (3, 0, "c"), (2, 1, "better")]);
        assert_eq!(
            kinds(&base, &text(&[(1, 0, "a"), (2, 1, "better"), (3, 0, "c")])),
            ["move 2", "modify 2"]
        );
        assert_eq!(kinds(&base, &present).len(), 2);
    }

    #[test]
    fn what_a_deleted_clause_held_is_not_said_to_move() {
        let base = text(&[(1, 0, "a"), (2, 1, "b"), (3, 2, "c"), (4, 1, "d")]);
        let present = text(&[(1, 0, "a"), (3, 1, "c"), (4, 1, "d")]);
        assert_eq!(kinds(&base, &present), ["delete 2"]);
    }

    #[test]
    fn new_clauses_name_each_other_as_their_places() {
        let base = text(&[(1, 0, "a")]);
        let present = text(&[(1, 0, "a"), (5, 0, "new"), (6, 5, "inner"), (7, 5, "next")]);
        assert_eq!(
            kinds(&base, &present),
            ["insert after 1", "insert after ", "insert after 6"]
        );
    }

    #[test]
    fn title_commentary_and_languages_are_named_and_left_out() {
        let base = text(&[(1, 0, "a")]);
        let mut present = base.clone();
        present.title = "Other".into();
        present.clauses[0].commentary = "Why".into();
        present.clauses[0].language = Some("fr".parse().unwrap());
        let drafted = DraftedChanges::between(&base, &present).unwrap();
        assert_eq!(drafted.changes, []);
        let beside: Vec<_> = drafted.beside.iter().map(|it| it.as_str()).collect();
        assert_eq!(beside, ["title", "commentary", "clause_language"]);
    }

    /// Makes the changes of a list, one after the other.
    fn made(base: &Outline, changes: &[ChangeProposed]) -> Outline {
        let mut places: Places = base.clauses.iter().map(|it| (it.id, it.parent)).collect();
        let mut wordings: HashMap<_, _> = (base.clauses.iter())
            .map(|it| (it.id, it.wording.clone()))
            .collect();
        for change in changes {
            match change {
                ChangeProposed::Delete { clause, .. } => places.remove(*clause),
                ChangeProposed::Move {
                    clause,
                    parent,
                    after,
                    ..
                } => {
                    assert_ne!(
                        places.place(*clause),
                        Some((*parent, *after)),
                        "moved nowhere"
                    );
                    assert!(parent.is_none_or(|it| !places.contains(*clause, it)));
                    assert!(after.is_none_or(|it| places.parent(it) == *parent));
                    places.put(*clause, (*parent, *after));
                }
                ChangeProposed::Insert {
                    clause,
                    parent,
                    after,
                    wording,
                } => {
                    let clause = clause.unwrap();
                    assert!(after.is_none_or(|it| places.parent(it) == *parent));
                    places.put(clause, (*parent, *after));
                    wordings.insert(clause, wording.clone());
                }
                ChangeProposed::Modify {
                    clause, wording, ..
                } => {
                    wordings.insert(*clause, wording.clone());
                }
                other => panic!("{other:?}"),
            }
        }
        let clauses = places.all().iter().map(|(id, parent)| OutlineClause {
            parent: *parent,
            wording: wordings[id].clone(),
            ..OutlineClause::new(*id, ClauseKind::Clause, RichText::default())
        });
        Outline {
            clauses: clauses.collect(),
            ..base.clone()
        }
    }

    /// Puts clauses of these names somewhere, one after the other.
    fn any_text(names: std::ops::Range<u8>) -> impl Strategy<Value = Outline> {
        let clause = (names, any::<prop::sample::Index>(), any::<bool>(), 0..3_u8);
        prop::collection::vec(clause, 0..12).prop_map(|list| {
            let mut places = Places::from_iter([]);
            let mut words = HashMap::new();
            for (name, beside, is_inside, word) in list {
                let there = places.all();
                let beside = (!there.is_empty() && !places.has(id(name)))
                    .then(|| there[beside.index(there.len())].0);
                let place = match beside {
                    Some(beside) if is_inside => (Some(beside), None),
                    Some(beside) => (places.parent(beside), Some(beside)),
                    None => (None, None),
                };
                if !places.has(id(name)) {
                    places.put(id(name), place);
                    words.insert(id(name), format!("word {word}"));
                }
            }
            let clauses = places.all().iter().map(|(id, parent)| OutlineClause {
                parent: *parent,
                ..OutlineClause::new(*id, ClauseKind::Clause, RichText::plain(&*words[id]))
            });
            Outline {
                clauses: clauses.collect(),
                ..text(&[])
            }
        })
    }

    proptest! {
        #[test]
        fn the_changes_turn_the_base_into_the_present_text(
            base in any_text(1..12), present in any_text(1..16)
        ) {
            let drafted = DraftedChanges::between(&base, &present).unwrap();
            prop_assert_eq!(made(&base, &drafted.changes), present);
        }

        #[test]
        fn a_text_that_did_not_change_has_no_changes(base in any_text(1..16)) {
            prop_assert_eq!(DraftedChanges::between(&base, &base), Ok(DraftedChanges::default()));
        }
    }
}
