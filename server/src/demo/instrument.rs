//! What is done with the text within a round.

use domain::api::{
    AmendmentProposal, AnswerCosponsorship, ChangeProposed, Incorporate, PositionStatement,
    RejectAmendment, WithdrawAmendment,
};
use domain::id::{AmendmentId, DelegateId};
use domain::role::NetworkRole;
use domain::text::{RichText, Wording};

use super::DemoError;
use super::script::{Amendment, Change, Edit, Ending, Place, Position, Round};
use super::stage::Stage;
use super::text::rich;
use crate::live::{self, ClauseEdit};
use crate::workflow;

/// An amendment on the table, and who proposed it.
pub(super) struct Proposed<'s> {
    amendment: &'s Amendment,
    id: AmendmentId,
    by: DelegateId,
}

impl Stage<'_> {
    pub(super) async fn edit(&mut self, edit: &Edit) -> Result<(), DemoError> {
        let by = self.parties.person(&edit.by)?;
        let edits = self.clause_edits(edit)?;
        let edited = live::edit(self.hub, by, self.instrument, edits).await?;
        if let (Some(place), Some(id)) = (&edit.insert, edited.added.first()) {
            self.clauses.insert(place.key, *id);
        }
        Ok(())
    }

    fn clause_edits(&self, edit: &Edit) -> Result<Vec<ClauseEdit>, DemoError> {
        let text = edit.text.as_deref().map(rich).transpose()?;
        if let Some(place) = &edit.insert {
            let (parent, after) = self.place(place)?;
            return Ok(vec![ClauseEdit::Add {
                parent,
                after,
                wording: new_wording(place, text.unwrap_or_default()),
                commentary: edit.commentary.clone().unwrap_or_default(),
                language: None,
            }]);
        }
        let Some(key) = edit.clause else {
            return Err(DemoError::Unknown(format!(
                "the clause edited by {}",
                edit.by
            )));
        };
        let clause = self.clause(key)?;
        let text = text.map(|text| ClauseEdit::Text {
            clause,
            base: None,
            text,
        });
        let commentary = edit.commentary.clone();
        let commentary = commentary.map(|commentary| ClauseEdit::Commentary { clause, commentary });
        Ok(text.into_iter().chain(commentary).collect())
    }

    fn place(
        &self,
        place: &Place,
    ) -> Result<(Option<domain::id::ClauseId>, Option<domain::id::ClauseId>), DemoError> {
        let after = place.after.map(|key| self.clause(key)).transpose()?;
        Ok((Some(self.clause(place.parent)?), after))
    }

    /// Takes the round's positions: each organisation in turn, one sitting each.
    pub(super) async fn take_positions(&self, round: &Round) -> Result<(), DemoError> {
        let positions = round.positions();
        for sitting in positions.chunk_by(|one, other| one.by == other.by) {
            self.wait(2 * 3_600);
            for position in sitting {
                self.clock.advance_seconds(140);
                self.take_position(position).await?;
            }
        }
        Ok(())
    }

    async fn take_position(&self, position: &Position) -> Result<(), DemoError> {
        let by = match &position.person {
            Some(key) => self.parties.person(key)?,
            None => self.of(&position.by, NetworkRole::Head)?,
        };
        let instrument = self.instrument()?;
        let clause = self.clause(position.clause)?;
        let unknown = || DemoError::Unknown(format!("clause {:?}", position.clause));
        let revision = instrument.current().ok_or_else(unknown)?.number;
        let statement = PositionStatement {
            revision,
            text_hash: instrument.tabled_hash(clause).ok_or_else(unknown)?,
            kind: position.kind,
            mandate: position.mandate,
            reason: position.reason.clone(),
            remedy: position.remedy.clone(),
            reservation: position.reservation.clone(),
            passage: None,
            joins: None,
            cures: Vec::new(),
            signed: None,
        };
        let place = (self.instrument, clause);
        let statement = match self.keys {
            Some(keys) => {
                let who = (by, &position.by);
                keys.sign(self.office(), who, place, statement).await?
            }
            None => statement,
        };
        workflow::take_position(self.office(), by, place, &statement).await?;
        Ok(())
    }

    /// Proposes the round's amendments, and has those asked to co-sponsor answer.
    pub(super) async fn propose_all<'s>(
        &mut self,
        round: &'s Round,
    ) -> Result<Vec<Proposed<'s>>, DemoError> {
        let mut all = Vec::new();
        for amendment in &round.amendments {
            self.wait(2 * 3_600);
            let amended = all
                .iter()
                .find(|it: &&Proposed<'_>| Some(&it.amendment.key) == amendment.amends.as_ref());
            let amended = amended.map(|it| it.id);
            let proposed = self.propose(amendment, amended).await?;
            self.answer_all(&proposed).await?;
            all.push(proposed);
        }
        Ok(all)
    }

    async fn propose<'s>(
        &mut self,
        amendment: &'s Amendment,
        amended: Option<AmendmentId>,
    ) -> Result<Proposed<'s>, DemoError> {
        let by = self.of(&amendment.by, NetworkRole::Delegate)?;
        let asked = amendment.cosponsors.iter();
        let proposal = AmendmentProposal {
            revision: self.instrument()?.next_revision() - 1,
            change: self.change(amendment, amended)?,
            rationale: amendment.rationale.clone(),
            further: Vec::new(),
            amends: amended,
            cosponsors: asked
                .map(|short| self.organisation(short))
                .collect::<Result<_, _>>()?,
        };
        let office = self.office();
        let proposed = workflow::propose_amendment(office, by, self.instrument, &proposal).await?;
        let id = proposed.0[0];
        let instrument = self.instrument()?;
        if let (Some(Change::Insert(place)), Some(tabled)) =
            (amendment.change(), instrument.amendment(id))
        {
            self.clauses.insert(place.key, tabled.change().clause());
        }
        Ok(Proposed { amendment, id, by })
    }

    fn change(
        &self,
        amendment: &Amendment,
        amended: Option<AmendmentId>,
    ) -> Result<ChangeProposed, DemoError> {
        let unknown = || DemoError::Unknown(format!("the change of amendment {}", amendment.key));
        let text = amendment.text.as_deref().map(rich).transpose()?;
        let tabled = |key| {
            let clause = self.clause(key)?;
            let instrument = self.instrument()?;
            let revision = instrument.current().ok_or_else(unknown)?;
            let tabled = revision.clause(clause).ok_or_else(unknown)?;
            let wording = tabled.wording().cloned().unwrap_or_default();
            Ok::<_, DemoError>((clause, tabled.hash, wording))
        };
        match amendment.change().ok_or_else(unknown)? {
            Change::Modify(key) => {
                let (clause, mut base, mut wording) = tabled(key)?;
                let instrument = self.instrument()?;
                let amended = amended.and_then(|id| instrument.amendment(id));
                if let Some(result) = amended.and_then(|it| it.change().result()) {
                    base = result;
                }
                if let Some(heading) = &amendment.heading {
                    wording.heading.clone_from(heading);
                }
                wording.text = text.unwrap_or(wording.text);
                Ok(ChangeProposed::Modify {
                    clause,
                    base,
                    wording,
                })
            }
            Change::Insert(place) => {
                let (parent, after) = self.place(place)?;
                let wording = new_wording(place, text.unwrap_or_default());
                Ok(ChangeProposed::Insert {
                    clause: None,
                    parent,
                    after,
                    wording,
                })
            }
            Change::Delete(key) => {
                let (clause, base, _) = tabled(key)?;
                Ok(ChangeProposed::Delete { clause, base })
            }
            Change::Alternative(key) => {
                let (clause, base, mut wording) = tabled(key)?;
                wording.text = text.unwrap_or(wording.text);
                Ok(ChangeProposed::Alternative {
                    clause,
                    base,
                    wording,
                })
            }
            Change::Hint(key) => {
                let (clause, base, _) = tabled(key)?;
                let said = amendment.text.clone().unwrap_or_default();
                let instruction = said.try_into().map_err(|_| unknown())?;
                Ok(ChangeProposed::EditorialHint {
                    clause,
                    base,
                    instruction,
                })
            }
            Change::Move(moved) => {
                let (clause, base, _) = tabled(moved.clause)?;
                Ok(ChangeProposed::Move {
                    clause,
                    base,
                    parent: Some(self.clause(moved.parent)?),
                    after: moved.after.map(|key| self.clause(key)).transpose()?,
                })
            }
        }
    }

    async fn answer_all(&self, proposed: &Proposed<'_>) -> Result<(), DemoError> {
        let Amendment {
            confirmed,
            declined,
            ..
        } = proposed.amendment;
        let answers = confirmed.iter().map(|short| (short, true));
        for (short, confirm) in answers.chain(declined.iter().map(|short| (short, false))) {
            self.wait(3_600);
            let by = self.of(short, NetworkRole::Head)?;
            let ids = (self.instrument, proposed.id);
            let command = AnswerCosponsorship { text: 1, confirm };
            workflow::answer_cosponsorship(self.office(), by, ids, &command).await?;
        }
        Ok(())
    }

    /// Ends the amendments that the script does not leave open.
    pub(super) async fn end_all(&self, proposed: Vec<Proposed<'_>>) -> Result<(), DemoError> {
        let chair = self.chair()?;
        let office = self.office();
        for Proposed { amendment, id, by } in proposed {
            self.wait(3 * 3_600);
            let ids = (self.instrument, id);
            match amendment.ending() {
                Some(Ending::Incorporated(note)) => {
                    let note = Some(note.clone());
                    let command = Incorporate {
                        text: 1,
                        read_beside: Vec::new(),
                        note,
                    };
                    let command = command.adoption_of(id);
                    live::adopt(self.hub, chair, self.instrument, command).await?;
                }
                Some(Ending::Rejected(reason)) => {
                    let reason = reason.clone();
                    let command = RejectAmendment { reason };
                    workflow::reject_amendment(office, chair, ids, &command).await?;
                }
                Some(Ending::Withdrawn(reason)) => {
                    let reason = Some(reason.clone());
                    let command = WithdrawAmendment { reason };
                    workflow::withdraw_amendment(office, by, ids, &command).await?;
                }
                None => {}
            }
        }
        Ok(())
    }
}

fn new_wording(place: &Place, text: RichText) -> Wording {
    Wording {
        kind: place.kind,
        heading: String::new(),
        text,
    }
}
