//! What the record says of amendments.

use super::{acting_organisation, parsed};
use crate::id::{AmendmentId, OrganisationId};
use crate::instrument::Instrument;
use crate::instrument::amendment::{
    Advice, Amendment, AmendmentText, Answer, Cosponsor, CosponsorState, Offer, PartAdopted,
    PartUndone, ProposedProcedure,
};
use crate::instrument::change::AmendmentChange;
use crate::instrument::colliding::{DeclaredCollision, pair};
use crate::instrument::disposition::{Disposition, DispositionKind};
use crate::record::{Actor, ChangeTabled, ContentRef, Entry, Fact, Inconsistent, Procedure, Words};

impl Instrument {
    /// Takes in an entry that is about amendments; others change nothing.
    pub(super) fn apply_to_amendments(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        match &entry.fact {
            Fact::AmendmentTabled { .. } => self.table_amendment(entry),
            Fact::AmendmentRevised { .. } => self.revise(entry),
            Fact::CosponsorInvited { amendment, invited } => self.ask(entry, *amendment, *invited),
            Fact::CosponsorConfirmed { amendment } => {
                self.answer(entry, *amendment, CosponsorState::Confirmed)
            }
            Fact::CosponsorDeclined { amendment } => {
                self.answer(entry, *amendment, CosponsorState::Declined)
            }
            Fact::ModificationOffered { .. } | Fact::ModificationAnswered { .. } => {
                self.negotiate(entry)
            }
            Fact::ProcedureProposed { .. } | Fact::ProcedureAnswered { .. } => self.advise(entry),
            Fact::AmendmentPartlyAdopted { .. } | Fact::PartUndone { .. } => self.take_part(entry),
            Fact::AdoptionUndone { amendments, .. }
            | Fact::AmendmentsReopened { amendments, .. } => {
                for amendment in amendments {
                    self.amendment_mut(entry, *amendment)?.disposition = None;
                }
                Ok(())
            }
            Fact::CollisionDeclared { .. } | Fact::CollisionLifted { .. } => {
                self.declare(entry);
                Ok(())
            }
            _ => self.dispose(entry),
        }
    }

    fn table_amendment(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        let (
            Fact::AmendmentTabled {
                amendment,
                revision,
                change,
                rationale,
                package,
                amends,
            },
            Actor::Delegate(proposed_by),
            Some(sponsor),
        ) = (&entry.fact, entry.actor, entry.organisation)
        else {
            return Err(Inconsistent::at(
                entry,
                "an amendment needs a delegate and a sponsor",
            ));
        };
        let number = u32::try_from(self.amendments.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        let text = AmendmentText {
            number: 1,
            revision: *revision,
            change: tabled_change(entry, change)?,
            rationale: entry.words(*rationale),
            tabled_at: entry.at,
            seq: entry.seq,
        };
        let amendment = Amendment {
            id: *amendment,
            number,
            package: *package,
            amends: *amends,
            sponsor,
            proposed_by,
            cosponsors: Vec::new(),
            parts: Vec::new(),
            offers: Vec::new(),
            procedures: Vec::new(),
            disposition: None,
            texts: vec![text],
        };
        self.amendments.insert(amendment.id, amendment);
        Ok(())
    }

    fn revise(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        let Fact::AmendmentRevised {
            amendment,
            text,
            revision,
            change,
            rationale,
        } = &entry.fact
        else {
            return Ok(());
        };
        let text = AmendmentText {
            number: *text,
            revision: *revision,
            change: tabled_change(entry, change)?,
            rationale: entry.words(*rationale),
            tabled_at: entry.at,
            seq: entry.seq,
        };
        let amendment = self.amendment_mut(entry, *amendment)?;
        // Support stays with the text it was given to: who confirmed is asked again.
        for cosponsor in &mut amendment.cosponsors {
            if cosponsor.state == CosponsorState::Confirmed {
                cosponsor.state = CosponsorState::Invited;
            }
        }
        amendment.texts.push(text);
        Ok(())
    }

    fn ask(
        &mut self,
        entry: &Entry,
        id: AmendmentId,
        organisation: OrganisationId,
    ) -> Result<(), Inconsistent> {
        let cosponsors = &mut self.amendment_mut(entry, id)?.cosponsors;
        // Who declined may be asked again.
        cosponsors.retain(|asked| asked.organisation != organisation);
        cosponsors.push(Cosponsor {
            organisation,
            state: CosponsorState::Invited,
        });
        Ok(())
    }

    fn answer(
        &mut self,
        entry: &Entry,
        id: AmendmentId,
        state: CosponsorState,
    ) -> Result<(), Inconsistent> {
        let organisation = acting_organisation(entry)?;
        let amendment = self.amendment_mut(entry, id)?;
        let asked = amendment
            .cosponsors
            .iter_mut()
            .find(|c| c.organisation == organisation);
        asked
            .ok_or(Inconsistent::at(entry, "the organisation was not asked"))?
            .state = state;
        Ok(())
    }

    fn negotiate(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        match &entry.fact {
            Fact::ModificationOffered {
                amendment,
                offer,
                result,
                wording,
                note,
            } => {
                let wording = parsed(entry, *wording)?;
                let amendment = self.amendment_mut(entry, *amendment)?;
                amendment.offers.push(Offer {
                    number: *offer,
                    text: amendment.text().number,
                    result: *result,
                    wording,
                    note: entry.words(*note),
                    at: entry.at,
                    seq: entry.seq,
                    answer: None,
                });
            }
            Fact::ModificationAnswered {
                amendment,
                offer,
                accepted,
                reason,
            } => {
                let offers = &mut self.amendment_mut(entry, *amendment)?.offers;
                let made = offers.iter_mut().find(|it| it.number == *offer);
                made.ok_or(Inconsistent::at(entry, "no such offer"))?.answer =
                    Some(answered(entry, *accepted, *reason));
            }
            _ => {}
        }
        Ok(())
    }

    fn advise(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        match &entry.fact {
            Fact::ProcedureProposed {
                amendment,
                version,
                procedure,
                note,
            } => {
                let text = self.amendment_mut(entry, *amendment)?.text().number;
                let proposed = ProposedProcedure {
                    version: *version,
                    text,
                    advice: advice(entry, procedure)?,
                    note: note.map(|note| entry.words(note)),
                    by: entry.actor,
                    at: entry.at,
                    seq: entry.seq,
                    answer: None,
                };
                self.amendment_mut(entry, *amendment)?
                    .procedures
                    .push(proposed);
            }
            Fact::ProcedureAnswered {
                amendment,
                version,
                accepted,
                reason,
            } => {
                let procedures = &mut self.amendment_mut(entry, *amendment)?.procedures;
                let proposed = procedures.iter_mut().find(|it| it.version == *version);
                proposed
                    .ok_or(Inconsistent::at(entry, "no such procedure was proposed"))?
                    .answer = Some(answered(entry, *accepted, *reason));
            }
            _ => {}
        }
        Ok(())
    }

    fn take_part(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        match &entry.fact {
            Fact::AmendmentPartlyAdopted {
                amendment,
                result,
                wording,
                change,
                note,
                ..
            } => {
                let wording = parsed(entry, *wording)?;
                let amendment = self.amendment_mut(entry, *amendment)?;
                let part = PartAdopted {
                    number: amendment.parts.last().map_or(1, |it| it.number + 1),
                    text: amendment.text().number,
                    result: *result,
                    wording,
                    change: change.clone(),
                    note: note.map(|note| entry.words(note)),
                    at: entry.at,
                    seq: entry.seq,
                    undone: None,
                };
                amendment.parts.push(part);
            }
            Fact::PartUndone {
                amendment,
                part,
                reason,
                ..
            } => {
                let parts = &mut self.amendment_mut(entry, *amendment)?.parts;
                let taken = parts.iter_mut().find(|it| it.number == *part);
                taken
                    .ok_or(Inconsistent::at(entry, "no such part was adopted"))?
                    .undone = Some(PartUndone {
                    reason: entry.words(*reason),
                    at: entry.at,
                    seq: entry.seq,
                });
            }
            _ => {}
        }
        Ok(())
    }

    fn declare(&mut self, entry: &Entry) {
        match entry.fact {
            Fact::CollisionDeclared { one, other, reason } => {
                let declared = DeclaredCollision {
                    reason: entry.words(reason),
                    by: entry.actor,
                    at: entry.at,
                    seq: entry.seq,
                };
                self.declared.insert(pair(one, other), declared);
            }
            Fact::CollisionLifted { one, other, .. } => {
                self.declared.remove(&pair(one, other));
            }
            _ => {}
        }
    }

    fn dispose(&mut self, entry: &Entry) -> Result<(), Inconsistent> {
        if let Some((disposition, amendments)) = disposition(entry) {
            for amendment in amendments {
                self.amendment_mut(entry, amendment)?.disposition = Some(disposition.clone());
            }
        }
        Ok(())
    }

    fn amendment_mut(
        &mut self,
        entry: &Entry,
        id: AmendmentId,
    ) -> Result<&mut Amendment, Inconsistent> {
        self.amendments
            .get_mut(&id)
            .ok_or(Inconsistent::at(entry, "no such amendment"))
    }
}

fn answered(entry: &Entry, accepted: bool, reason: Option<ContentRef>) -> Answer {
    Answer {
        accepted,
        reason: reason.map(|reason| entry.words(reason)),
        at: entry.at,
        seq: entry.seq,
    }
}

fn advice(entry: &Entry, procedure: &Procedure) -> Result<Advice, Inconsistent> {
    Ok(match *procedure {
        Procedure::Adopt => Advice::Adopt,
        Procedure::AdoptModified { result, wording } => Advice::AdoptModified {
            result,
            wording: parsed(entry, wording)?,
        },
        Procedure::Reject => Advice::Reject,
        Procedure::OvertakenBy { amendment } => Advice::OvertakenBy(amendment),
        Procedure::Discuss => Advice::Discuss,
    })
}

fn tabled_change(entry: &Entry, change: &ChangeTabled) -> Result<AmendmentChange, Inconsistent> {
    Ok(match *change {
        ChangeTabled::Modify {
            clause,
            base,
            result,
            wording,
        } => AmendmentChange::Modify {
            clause,
            base,
            result,
            wording: parsed(entry, wording)?,
        },
        ChangeTabled::Insert {
            parent,
            after,
            clause,
            result,
            wording,
        } => AmendmentChange::Insert {
            parent,
            after,
            clause,
            result,
            wording: parsed(entry, wording)?,
        },
        ChangeTabled::Delete { clause, base } => AmendmentChange::Delete { clause, base },
        ChangeTabled::Move {
            clause,
            base,
            parent,
            after,
        } => AmendmentChange::Move {
            clause,
            base,
            parent,
            after,
        },
        ChangeTabled::Alternative {
            clause,
            base,
            result,
            wording,
        } => AmendmentChange::Alternative {
            clause,
            base,
            result,
            wording: parsed(entry, wording)?,
        },
        ChangeTabled::EditorialHint {
            clause,
            base,
            instruction,
        } => AmendmentChange::EditorialHint {
            clause,
            base,
            instruction: entry.words(instruction),
        },
    })
}

/// Returns how an entry ends amendments, and which ones.
fn disposition(entry: &Entry) -> Option<(Disposition, Vec<AmendmentId>)> {
    let words = |place: &Option<ContentRef>| place.map(|place| entry.words(place));
    let (kind, reason, change): (_, Option<Words>, Option<String>) = match &entry.fact {
        Fact::AmendmentsAdopted { note, change, .. } => {
            (DispositionKind::Adopted, words(note), change.clone())
        }
        Fact::AmendmentAdoptedModified {
            offer,
            note,
            change,
            ..
        } => (
            DispositionKind::AdoptedModified { offer: *offer },
            words(note),
            Some(change.clone()),
        ),
        Fact::AmendmentSubsumed { by, .. } => {
            (DispositionKind::Subsumed { by: by.clone() }, None, None)
        }
        Fact::AmendmentRejected { reason, .. } => {
            (DispositionKind::Rejected, words(&Some(*reason)), None)
        }
        Fact::AmendmentWithdrawn { reason, .. } => {
            (DispositionKind::Withdrawn, words(reason), None)
        }
        Fact::AmendmentLapsed { reason, .. } => {
            (DispositionKind::Lapsed, words(&Some(*reason)), None)
        }
        _ => return None,
    };
    let disposition = Disposition {
        kind,
        reason,
        change,
        by: entry.actor,
        at: entry.at,
        seq: entry.seq,
    };
    Some((disposition, entry.fact.amendments()))
}
