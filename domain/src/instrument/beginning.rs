//! What an amendment in preparation begins with: the text on the table, or the wording of an
//! amendment written into it.

use super::change::AmendmentChange;
use super::codrafting::{DraftAmendment, DraftOrigin, DraftSponsor, DraftSponsorState, sponsor};
use super::proposing::check_cosponsor;
use super::{Acting, Amendment, CosponsorState, DraftEdit, Instrument};
use crate::amendments::{Carried, carry};
use crate::api::OpenDraftAmendment;
use crate::id::{AmendmentId, ClauseId, OrganisationId};
use crate::permission::Operation;
use crate::refusal::Refusal;
use crate::text::{Outline, Wording};

/// What is written into the text on the table before the sponsors begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beginning {
    /// What belongs to the text that theirs is compared with.
    pub base: Vec<DraftEdit>,
    /// What they have changed already.
    pub present: Vec<DraftEdit>,
}

impl Instrument {
    /// Says what an amendment in preparation begins with.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless a delegate asks, with a revision tabled;
    /// * [`Refusal::NotVoting`] if the organisation does not vote now;
    /// * [`Refusal::TooManyDraftAmendments`] if the organisation has [`DraftAmendment::MOST_OPEN`], which is `open`;
    /// * [`Refusal::UnknownAmendment`], [`Refusal::AmendmentEnded`] or [`Refusal::NotAmendable`] for the amendment it begins with;
    /// * [`Refusal::NotTheSponsor`] if that is to get another text and is another organisation's;
    /// * [`Refusal::UnknownOrganisation`], [`Refusal::NotVoting`] or [`Refusal::AlreadySponsor`] for those invited.
    pub fn open_draft_amendment(
        &self,
        command: &OpenDraftAmendment,
        open: usize,
        acting: &Acting<'_>,
    ) -> Result<(OrganisationId, DraftOrigin, Vec<DraftSponsor>), Refusal> {
        self.authorise(Operation::ProposeAmendment, acting)?;
        let organisation = acting.voting_organisation()?;
        if open >= DraftAmendment::MOST_OPEN {
            return Err(Refusal::TooManyDraftAmendments);
        }
        let origin = match (command.amends, command.revises) {
            (None, None) => DraftOrigin::Table,
            (Some(id), None) => DraftOrigin::Amends(self.amendable(id)?.id),
            (None, Some(id)) => {
                let amendment = self.open_amendment(id)?;
                self.check_sponsor(amendment, acting)?;
                DraftOrigin::Revises(id, amendment.text().number)
            }
            (Some(_), Some(id)) => return Err(Refusal::NotAmendable(id)),
        };
        let mut sponsors = vec![organisation];
        let mut invited = Vec::new();
        let former = command.revises.and_then(|id| self.amendment(id));
        for id in &command.invited {
            check_cosponsor(*id, &sponsors, acting)?;
            sponsors.push(*id);
            invited.push(sponsor(*id, DraftSponsorState::Invited, acting));
        }
        // Whoever sponsors the present text of an amendment is asked about the next one.
        let cosponsors = former.into_iter().flat_map(|it| &it.cosponsors);
        for it in cosponsors.filter(|it| it.state == CosponsorState::Confirmed) {
            if check_cosponsor(it.organisation, &sponsors, acting).is_ok() {
                sponsors.push(it.organisation);
                invited.push(sponsor(it.organisation, DraftSponsorState::Invited, acting));
            }
        }
        Ok((organisation, origin, invited))
    }

    /// Says what is written into the text on the table before the sponsors begin.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`], [`Refusal::AmendmentEnded`] or [`Refusal::NotAmendable`] for the amendment it begins with.
    pub fn beginning(&self, origin: DraftOrigin, table: &Outline) -> Result<Beginning, Refusal> {
        let mut beginning = Beginning::default();
        match origin {
            DraftOrigin::Table => {}
            DraftOrigin::Amends(id) => {
                beginning.base = vec![written(self.amendable(id)?, table, false)?];
            }
            DraftOrigin::Revises(id, _) => {
                let amendment = self.open_amendment(id)?;
                if let Some(amended) = amendment.amends {
                    beginning.base = vec![written(self.amendable(amended)?, table, false)?];
                }
                beginning.present = vec![self.written_anew(amendment, table)?];
            }
        }
        Ok(beginning)
    }

    fn amendable(&self, id: AmendmentId) -> Result<&Amendment, Refusal> {
        let amendment = self.open_amendment(id)?;
        let is_wording = matches!(
            amendment.change(),
            AmendmentChange::Modify { .. }
                | AmendmentChange::Insert { .. }
                | AmendmentChange::Alternative { .. }
        );
        if is_wording && amendment.change().wording().is_some() {
            Ok(amendment)
        } else {
            Err(Refusal::NotAmendable(id))
        }
    }

    /// Writes an amendment's change into the text on the table, carried onto it where that has
    /// changed since and can be.
    fn written_anew(&self, amendment: &Amendment, table: &Outline) -> Result<DraftEdit, Refusal> {
        let is_first_hand = amendment.amends.is_none();
        let edit = written(amendment, table, true)?;
        let DraftEdit::Reword { clause, wording } = &edit else {
            return Ok(edit);
        };
        let base = self.base_wording(amendment).filter(|_| is_first_hand);
        let now = table.clauses.iter().find(|it| it.id == *clause);
        match (base, now) {
            (Some(base), Some(now)) => Ok(match carry(base, wording, &now.wording) {
                Carried::Along(wording) => DraftEdit::Reword {
                    clause: *clause,
                    wording,
                },
                Carried::Subsumed | Carried::Conflict(_) => edit,
            }),
            _ => Ok(edit),
        }
    }
}

fn written(amendment: &Amendment, table: &Outline, any: bool) -> Result<DraftEdit, Refusal> {
    let refusal = Refusal::NotAmendable(amendment.id);
    let is_there = |id: &ClauseId| table.clauses.iter().any(|it| it.id == *id);
    let edit = match amendment.change() {
        AmendmentChange::Modify {
            clause,
            wording: Some(wording),
            ..
        }
        | AmendmentChange::Alternative {
            clause,
            wording: Some(wording),
            ..
        } => DraftEdit::Reword {
            clause: *clause,
            wording: Wording::clone(wording),
        },
        AmendmentChange::Insert {
            clause,
            parent,
            after,
            wording: Some(wording),
            ..
        } => DraftEdit::Insert {
            clause: *clause,
            parent: parent.filter(is_there),
            after: after.filter(is_there),
            wording: Wording::clone(wording),
        },
        AmendmentChange::Delete { clause, .. } if any => DraftEdit::Remove { clause: *clause },
        AmendmentChange::Move {
            clause,
            parent,
            after,
            ..
        } if any => DraftEdit::Move {
            clause: *clause,
            parent: parent.filter(is_there),
            after: after.filter(is_there),
        },
        _ => return Err(refusal),
    };
    let is_new = matches!(edit, DraftEdit::Insert { .. });
    if is_new || is_there(&edit.clause()) || !any {
        Ok(edit)
    } else {
        Err(refusal)
    }
}
