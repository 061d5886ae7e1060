//! What a proposed change is written against, and whether it can be.

use std::collections::BTreeMap;

use super::Revision;
use super::amendment::Amendment;
use super::change::AmendmentChange;
use super::places::Places;
use super::tabling::check_wording;
use crate::api::ChangeProposed;
use crate::id::ClauseId;
use crate::record::{ChangeTabled, ContentRef, Contents};
use crate::refusal::Refusal;
use crate::text::{Wording, WordingHash, normal_form};

/// What a change can be written against.
pub(super) struct Ground<'a> {
    table: &'a Revision,
    /// The amendment whose wording it changes.
    amended: Option<&'a Amendment>,
    /// Where clauses stand after the changes of the package so far.
    places: Places,
    /// The clauses that the package inserts, by their names within the proposal.
    named: BTreeMap<ClauseId, ClauseId>,
}

impl<'a> Ground<'a> {
    /// Makes the ground of a proposal: the text on the table, or the amendment it amends.
    pub(super) fn new(table: &'a Revision, amended: Option<&'a Amendment>) -> Self {
        let places = table.clauses.iter().map(|it| (it.id, it.parent));
        Self {
            table,
            amended,
            places: places.collect(),
            named: BTreeMap::new(),
        }
    }

    /// Checks a change, and says it as the record does; `new_clause` names a clause it inserts.
    pub(super) fn tabled(
        &mut self,
        change: &ChangeProposed,
        new_clause: ClauseId,
        contents: &mut Contents,
    ) -> Result<ChangeTabled, Refusal> {
        match change {
            ChangeProposed::Modify {
                clause,
                base,
                wording,
            } => {
                self.check_base(*clause, *base)?;
                let result = check_proposed(wording)?;
                if result == *base {
                    return Err(Refusal::WordingUnchanged(*clause));
                }
                Ok(ChangeTabled::Modify {
                    clause: *clause,
                    base: *base,
                    result,
                    wording: add_wording(contents, wording),
                })
            }
            ChangeProposed::Alternative {
                clause,
                base,
                wording,
            } => {
                self.check_tabled(*clause, *base)?;
                let result = check_proposed(wording)?;
                if result == *base {
                    return Err(Refusal::WordingUnchanged(*clause));
                }
                Ok(ChangeTabled::Alternative {
                    clause: *clause,
                    base: *base,
                    result,
                    wording: add_wording(contents, wording),
                })
            }
            ChangeProposed::Insert {
                clause,
                parent,
                after,
                wording,
            } => {
                let (parent, after) = self.place(*parent, *after)?;
                if let Some(name) = clause {
                    self.name(*name, new_clause)?;
                }
                self.places.put(new_clause, (parent, after));
                Ok(ChangeTabled::Insert {
                    parent,
                    after,
                    clause: new_clause,
                    result: check_proposed(wording)?,
                    wording: add_wording(contents, wording),
                })
            }
            ChangeProposed::Delete { clause, base } => {
                self.check_tabled(*clause, *base)?;
                self.places.remove(*clause);
                Ok(ChangeTabled::Delete {
                    clause: *clause,
                    base: *base,
                })
            }
            ChangeProposed::Move {
                clause,
                base,
                parent,
                after,
            } => {
                self.check_tabled(*clause, *base)?;
                let (parent, after) = self.place(*parent, *after)?;
                self.check_move(*clause, parent, after)?;
                self.places.put(*clause, (parent, after));
                Ok(ChangeTabled::Move {
                    clause: *clause,
                    base: *base,
                    parent,
                    after,
                })
            }
            ChangeProposed::EditorialHint {
                clause,
                base,
                instruction,
            } => {
                self.check_tabled(*clause, *base)?;
                Ok(ChangeTabled::EditorialHint {
                    clause: *clause,
                    base: *base,
                    instruction: contents.add(instruction.as_str()),
                })
            }
        }
    }

    /// Checks that a rewording is written against the clause on the table, or what it amends.
    fn check_base(&self, clause: ClauseId, base: WordingHash) -> Result<(), Refusal> {
        let Some(amended) = self.amended else {
            return self.check_tabled(clause, base);
        };
        let change = amended.change();
        let is_wording = matches!(
            change,
            AmendmentChange::Modify { .. }
                | AmendmentChange::Insert { .. }
                | AmendmentChange::Alternative { .. }
        );
        if !is_wording || change.clause() != clause {
            Err(Refusal::NotAmendable(amended.id))
        } else if change.result() == Some(base) {
            Ok(())
        } else {
            Err(Refusal::WordingNotOnTable(base))
        }
    }

    fn check_tabled(&self, clause: ClauseId, base: WordingHash) -> Result<(), Refusal> {
        if let Some(amended) = self.amended {
            return Err(Refusal::NotAmendable(amended.id));
        }
        let tabled = (self.table.clause(clause)).ok_or(Refusal::UnknownClause(clause))?;
        if tabled.hash == base {
            Ok(())
        } else {
            Err(Refusal::WordingNotOnTable(base))
        }
    }

    /// Notes the name that a proposal gives to a clause it inserts.
    fn name(&mut self, name: ClauseId, new_clause: ClauseId) -> Result<(), Refusal> {
        let is_taken = self.table.clause(name).is_some();
        if is_taken || self.named.insert(name, new_clause).is_some() {
            Err(Refusal::UnknownClause(name))
        } else {
            Ok(())
        }
    }

    /// Finds a place in the text as the package has made it so far.
    fn place(
        &self,
        parent: Option<ClauseId>,
        after: Option<ClauseId>,
    ) -> Result<(Option<ClauseId>, Option<ClauseId>), Refusal> {
        if let Some(amended) = self.amended {
            return Err(Refusal::NotAmendable(amended.id));
        }
        let find = |named: ClauseId| {
            let clause = self.named.get(&named).copied().unwrap_or(named);
            let is_there = self.places.has(clause);
            is_there
                .then_some(clause)
                .ok_or(Refusal::UnknownClause(named))
        };
        let (parent, after) = (parent.map(find).transpose()?, after.map(find).transpose()?);
        match after.filter(|sibling| self.places.parent(*sibling) != parent) {
            Some(stranger) => Err(Refusal::UnknownClause(stranger)),
            None => Ok((parent, after)),
        }
    }

    fn check_move(
        &self,
        clause: ClauseId,
        parent: Option<ClauseId>,
        after: Option<ClauseId>,
    ) -> Result<(), Refusal> {
        let is_gone = !self.places.has(clause);
        let is_within = parent.is_some_and(|it| self.places.contains(clause, it));
        if is_gone || is_within || after == Some(clause) {
            return Err(Refusal::UnknownClause(clause));
        }
        if self.places.place(clause) == Some((parent, after)) {
            return Err(Refusal::PlaceUnchanged(clause));
        }
        Ok(())
    }
}

pub(super) fn add_wording(contents: &mut Contents, wording: &Wording) -> ContentRef {
    contents.add(serde_json::to_string(wording).expect("a wording serialises to JSON"))
}

pub(super) fn check_proposed(wording: &Wording) -> Result<WordingHash, Refusal> {
    let says_nothing = |text: &str| normal_form(text).map(|text| text.is_empty());
    if says_nothing(&wording.heading)? && says_nothing(&wording.text.to_plain())? {
        return Err(Refusal::WordingEmpty);
    }
    check_wording(wording)
}
