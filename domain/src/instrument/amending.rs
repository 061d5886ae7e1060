//! Proposing amendments, and how they end.

use super::tabling::check_wording;
use super::{Acting, Amendment, AmendmentChange, CosponsorState, Instrument, Revision};
use crate::api::{
    AmendmentProposal, ChangeProposed, Incorporate, RejectAmendment, WithdrawAmendment,
};
use crate::id::{AmendmentId, ClauseId, OrganisationId};
use crate::permission::Operation;
use crate::record::{Act, ChangeTabled, Contents, Fact};
use crate::redline::{Change, rebase, redline};
use crate::refusal::Refusal;
use crate::text::{Outline, RichText, Wording, WordingHash, normal_form};
use crate::words::Statement;

/// What incorporating an amendment does to the working draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftEdit {
    /// The clause gets another wording.
    Reword {
        /// The clause.
        clause: ClauseId,
        /// The wording it gets.
        wording: Wording,
    },
    /// A clause appears.
    Insert {
        /// The clause.
        clause: ClauseId,
        /// The clause it is nested in.
        parent: Option<ClauseId>,
        /// The sibling it follows.
        after: Option<ClauseId>,
        /// The wording it has.
        wording: Wording,
    },
    /// The clause is removed.
    Remove {
        /// The clause.
        clause: ClauseId,
    },
}

impl Instrument {
    /// Tables an amendment to the revision on the table, and asks organisations to co-sponsor.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless a delegate asks, with a revision tabled;
    /// * [`Refusal::NotVoting`] if the organisation does not vote now;
    /// * [`Refusal::RevisionNotOnTable`], [`Refusal::UnknownClause`] or [`Refusal::WordingNotOnTable`] if it is written against another text;
    /// * [`Refusal::WordingUnchanged`], [`Refusal::WordingEmpty`], [`Refusal::ClauseTooLong`], [`Refusal::LinkNotPermitted`] or [`Refusal::Character`] for the proposed wording;
    /// * [`Refusal::UnknownOrganisation`], [`Refusal::NotVoting`] or [`Refusal::AlreadySponsor`] for the co-sponsors.
    pub fn propose_amendment(
        &self,
        proposal: &AmendmentProposal,
        acting: &Acting<'_>,
        (amendment, new_clause): (AmendmentId, ClauseId),
    ) -> Result<Vec<Act>, Refusal> {
        self.authorise(Operation::ProposeAmendment, acting)?;
        let sponsor = acting.voting_organisation()?;
        let table = self
            .current()
            .filter(|revision| revision.number == proposal.revision)
            .ok_or(Refusal::RevisionNotOnTable(proposal.revision))?;
        let mut contents = Contents::default();
        let change = tabled_change(table, &proposal.change, new_clause, &mut contents)?;
        let rationale = contents.add(proposal.rationale.as_str());
        let fact = Fact::AmendmentTabled {
            amendment,
            revision: proposal.revision,
            change,
            rationale,
        };
        let mut acts = vec![self.act(acting, fact, contents)];
        let mut sponsors = vec![sponsor];
        for invited in &proposal.cosponsors {
            check_cosponsor(*invited, &sponsors, acting)?;
            sponsors.push(*invited);
            acts.push(self.cosponsor_invitation(amendment, *invited, acting));
        }
        Ok(acts)
    }

    /// Asks a further organisation to co-sponsor.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotTheSponsor`] or [`Refusal::NotPermitted`] unless its sponsor asks;
    /// * [`Refusal::UnknownOrganisation`], [`Refusal::NotVoting`] or [`Refusal::AlreadySponsor`] for the organisation asked.
    pub fn invite_cosponsor(
        &self,
        id: AmendmentId,
        invited: OrganisationId,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let amendment = self.open_amendment(id)?;
        self.check_sponsor(amendment, acting)?;
        let mut sponsors = vec![amendment.sponsor];
        sponsors.extend(
            amendment
                .cosponsors
                .iter()
                .map(|cosponsor| cosponsor.organisation),
        );
        check_cosponsor(invited, &sponsors, acting)?;
        Ok(self.cosponsor_invitation(id, invited, acting))
    }

    /// Answers an invitation to co-sponsor.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotPermitted`] or [`Refusal::NotVoting`] unless a delegate of a voting organisation asks;
    /// * [`Refusal::NotInvitedToCosponsor`] unless the organisation was asked and has not answered.
    pub fn answer_cosponsorship(
        &self,
        id: AmendmentId,
        confirm: bool,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let amendment = self.open_amendment(id)?;
        self.authorise(Operation::Cosponsor, acting)?;
        let organisation = acting.voting_organisation()?;
        if amendment.cosponsor(organisation) != Some(CosponsorState::Invited) {
            return Err(Refusal::NotInvitedToCosponsor);
        }
        let fact = if confirm {
            Fact::CosponsorConfirmed { amendment: id }
        } else {
            Fact::CosponsorDeclined { amendment: id }
        };
        Ok(self.act(acting, fact, Contents::default()))
    }

    /// Says what incorporating an amendment would do to the working draft.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotPermitted`] unless the chair asks;
    /// * [`Refusal::DraftFrozen`] while the draft takes no edits;
    /// * [`Refusal::AmendmentConflict`] if the words it changes have changed in the draft.
    pub fn incorporation(
        &self,
        id: AmendmentId,
        draft: &Outline,
        acting: &Acting<'_>,
    ) -> Result<DraftEdit, Refusal> {
        let amendment = self.open_amendment(id)?;
        self.authorise(Operation::DisposeOfAmendment, acting)?;
        self.check_open()?;
        let present = |clause: &ClauseId| draft.clauses.iter().find(|c| c.id == *clause);
        match &amendment.change {
            AmendmentChange::Modify {
                clause,
                base,
                wording: Some(wording),
                ..
            } => {
                let now = &present(clause).ok_or(Refusal::AmendmentConflict)?.wording;
                let base = self
                    .clause_worded(*clause, *base)
                    .and_then(|tabled| tabled.wording())
                    .ok_or(Refusal::AmendmentConflict)?;
                let wording = rebased(base, wording, now)?;
                Ok(DraftEdit::Reword {
                    clause: *clause,
                    wording,
                })
            }
            AmendmentChange::Insert {
                clause,
                parent,
                after,
                wording: Some(wording),
                ..
            } => {
                let parent = parent.filter(|parent| present(parent).is_some());
                let after = after.filter(|after| present(after).is_some());
                let wording = Wording::clone(wording);
                Ok(DraftEdit::Insert {
                    clause: *clause,
                    parent,
                    after,
                    wording,
                })
            }
            AmendmentChange::Delete { clause, .. } => {
                present(clause).ok_or(Refusal::AmendmentConflict)?;
                Ok(DraftEdit::Remove { clause: *clause })
            }
            AmendmentChange::Modify { .. } | AmendmentChange::Insert { .. } => {
                Err(Refusal::AmendmentConflict)
            }
        }
    }

    /// Records that the chair took an amendment into the working draft, by a change of it.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotPermitted`] unless the chair asks;
    /// * [`Refusal::DraftFrozen`] while the draft takes no edits.
    pub fn incorporate(
        &self,
        id: AmendmentId,
        command: &Incorporate,
        change: String,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.open_amendment(id)?;
        self.authorise(Operation::DisposeOfAmendment, acting)?;
        self.check_open()?;
        let mut contents = Contents::default();
        let note = add(&mut contents, command.note.as_ref());
        let fact = Fact::AmendmentIncorporated {
            amendment: id,
            draft: self.draft,
            change,
            note,
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Rejects an amendment.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotPermitted`] unless the chair asks.
    pub fn reject_amendment(
        &self,
        id: AmendmentId,
        command: &RejectAmendment,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.open_amendment(id)?;
        self.authorise(Operation::DisposeOfAmendment, acting)?;
        let mut contents = Contents::default();
        let reason = contents.add(command.reason.as_str());
        Ok(self.act(
            acting,
            Fact::AmendmentRejected {
                amendment: id,
                reason,
            },
            contents,
        ))
    }

    /// Withdraws an amendment.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotTheSponsor`] or [`Refusal::NotPermitted`] unless its sponsor asks.
    pub fn withdraw_amendment(
        &self,
        id: AmendmentId,
        command: &WithdrawAmendment,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let amendment = self.open_amendment(id)?;
        self.check_sponsor(amendment, acting)?;
        let mut contents = Contents::default();
        let reason = add(&mut contents, command.reason.as_ref());
        Ok(self.act(
            acting,
            Fact::AmendmentWithdrawn {
                amendment: id,
                reason,
            },
            contents,
        ))
    }

    fn open_amendment(&self, id: AmendmentId) -> Result<&Amendment, Refusal> {
        let amendment = self.amendment(id).ok_or(Refusal::UnknownAmendment(id))?;
        if amendment.is_open() {
            Ok(amendment)
        } else {
            Err(Refusal::AmendmentEnded(id))
        }
    }

    fn check_open(&self) -> Result<(), Refusal> {
        if self.frozen.is_some() {
            Err(Refusal::DraftFrozen)
        } else {
            Ok(())
        }
    }

    fn check_sponsor(&self, amendment: &Amendment, acting: &Acting<'_>) -> Result<(), Refusal> {
        self.authorise(Operation::WithdrawAmendment, acting)?;
        let organisation = acting
            .network
            .delegate(acting.by)
            .and_then(|d| d.organisation);
        if organisation == Some(amendment.sponsor) {
            Ok(())
        } else {
            Err(Refusal::NotTheSponsor)
        }
    }

    fn cosponsor_invitation(
        &self,
        amendment: AmendmentId,
        invited: OrganisationId,
        acting: &Acting<'_>,
    ) -> Act {
        self.act(
            acting,
            Fact::CosponsorInvited { amendment, invited },
            Contents::default(),
        )
    }
}

fn add(contents: &mut Contents, text: Option<&Statement>) -> Option<crate::record::ContentRef> {
    text.map(|text| contents.add(text.as_str()))
}

fn check_cosponsor(
    invited: OrganisationId,
    sponsors: &[OrganisationId],
    acting: &Acting<'_>,
) -> Result<(), Refusal> {
    let organisation = acting
        .network
        .organisation(invited)
        .ok_or(Refusal::UnknownOrganisation(invited))?;
    if !organisation.votes_at(acting.now) {
        return Err(Refusal::NotVoting);
    }
    if sponsors.contains(&invited) {
        Err(Refusal::AlreadySponsor)
    } else {
        Ok(())
    }
}

fn tabled_change(
    table: &Revision,
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
            check_base(table, *clause, *base)?;
            let result = check_proposed(wording)?;
            if result == *base {
                return Err(Refusal::WordingUnchanged(*clause));
            }
            let (clause, base) = (*clause, *base);
            Ok(ChangeTabled::Modify {
                clause,
                base,
                result,
                wording: add_wording(contents, wording),
            })
        }
        ChangeProposed::Insert {
            parent,
            after,
            wording,
        } => {
            for place in [parent, after].into_iter().flatten() {
                table.clause(*place).ok_or(Refusal::UnknownClause(*place))?;
            }
            if let Some(after) = after
                .and_then(|after| table.clause(after))
                .filter(|c| c.parent != *parent)
            {
                return Err(Refusal::UnknownClause(after.id));
            }
            let (parent, after, clause) = (*parent, *after, new_clause);
            let result = check_proposed(wording)?;
            let wording = add_wording(contents, wording);
            Ok(ChangeTabled::Insert {
                parent,
                after,
                clause,
                result,
                wording,
            })
        }
        ChangeProposed::Delete { clause, base } => {
            check_base(table, *clause, *base)?;
            Ok(ChangeTabled::Delete {
                clause: *clause,
                base: *base,
            })
        }
    }
}

fn add_wording(contents: &mut Contents, wording: &Wording) -> crate::record::ContentRef {
    contents.add(serde_json::to_string(wording).expect("a wording serialises to JSON"))
}

fn check_base(table: &Revision, clause: ClauseId, base: WordingHash) -> Result<(), Refusal> {
    let tabled = table.clause(clause).ok_or(Refusal::UnknownClause(clause))?;
    if tabled.hash == base {
        Ok(())
    } else {
        Err(Refusal::WordingNotOnTable(base))
    }
}

fn check_proposed(wording: &Wording) -> Result<WordingHash, Refusal> {
    let says_nothing = |text: &str| normal_form(text).map(|text| text.is_empty());
    if says_nothing(&wording.heading)? && says_nothing(&wording.text.to_plain())? {
        return Err(Refusal::WordingEmpty);
    }
    check_wording(wording)
}

/// Carries a change from the wording it was written against to the one the draft has now.
fn rebased(base: &Wording, proposed: &Wording, now: &Wording) -> Result<Wording, Refusal> {
    if now.hash()? == base.hash()? {
        return Ok(proposed.clone());
    }
    let carried = |base: &str, proposed: &str, now: &str| {
        rebase(base, proposed, now).map_err(|_| Refusal::AmendmentConflict)
    };
    let kind = match (base.kind == proposed.kind, base.kind == now.kind) {
        (true, _) => now.kind,
        (false, true) => proposed.kind,
        (false, false) => return Err(Refusal::AmendmentConflict),
    };
    let (base_text, proposed_text) = (base.text.to_plain(), proposed.text.to_plain());
    let text = carried(&base_text, &proposed_text, &now.text.to_plain())?;
    Ok(Wording {
        kind,
        heading: carried(&base.heading, &proposed.heading, &now.heading)?,
        text: marked_as(&now.text, text),
    })
}

/// Gives the words of a text the marks they have in `now`; words that are not in it have none.
fn marked_as(now: &RichText, text: String) -> RichText {
    let segments = redline(&RichText::plain(text), now);
    let kept = segments
        .into_iter()
        .filter(|segment| segment.change != Change::Inserted);
    kept.flat_map(|segment| Vec::from(segment.text))
        .collect::<Vec<_>>()
        .into()
}
