//! Proposing amendments, revising them, and who sponsors them.

use std::collections::BTreeMap;

use super::amendment::{Amendment, CosponsorState};
use super::change::AmendmentChange;
use super::places::Places;
use super::tabling::check_wording;
use super::{Acting, Instrument, Revision};
use crate::api::{AmendmentProposal, AnswerCosponsorship, ChangeProposed, ReviseAmendment};
use crate::id::{AmendmentId, ClauseId, OrganisationId, PackageId};
use crate::permission::Operation;
use crate::record::{Act, ChangeTabled, ContentRef, Contents, Fact};
use crate::refusal::Refusal;
use crate::text::{Wording, WordingHash, normal_form};
use crate::words::Statement;

/// Fresh names for what a proposal brings into being.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreshNames {
    /// One pair for each change: the amendment, and the clause it would insert.
    pub amendments: Vec<(AmendmentId, ClauseId)>,
    /// The package of several amendments.
    pub package: PackageId,
}

/// What a change can be written against.
struct Ground<'a> {
    table: &'a Revision,
    /// The amendment whose wording it changes.
    amended: Option<&'a Amendment>,
    /// Where clauses stand after the changes of the package so far.
    places: Places,
    /// The clauses that the package inserts, by their names within the proposal.
    named: BTreeMap<ClauseId, ClauseId>,
}

impl Instrument {
    /// The greatest number of changes in one package.
    pub const MAX_PACKAGE: usize = 100;

    /// The greatest number of open amendments that one organisation sponsors at once.
    pub const MAX_OPEN: usize = 150;

    /// Tables an amendment to the revision on the table, or a package of them, and asks
    /// organisations to co-sponsor.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless a delegate asks, with a revision tabled;
    /// * [`Refusal::NotVoting`] if the organisation does not vote now;
    /// * [`Refusal::RevisionNotOnTable`], [`Refusal::UnknownClause`] or [`Refusal::WordingNotOnTable`] if it is written against another text;
    /// * [`Refusal::UnknownAmendment`], [`Refusal::AmendmentEnded`] or [`Refusal::NotAmendable`] for an amendment it amends;
    /// * [`Refusal::TooManyOpen`] if the organisation would sponsor more than [`Self::MAX_OPEN`] open ones;
    /// * [`Refusal::PackageTooLarge`] if it has more than [`Self::MAX_PACKAGE`] changes;
    /// * [`Refusal::WordingUnchanged`], [`Refusal::PlaceUnchanged`], [`Refusal::WordingEmpty`], [`Refusal::ClauseTooLong`], [`Refusal::LinkNotPermitted`] or [`Refusal::Character`] for what is proposed;
    /// * [`Refusal::UnknownOrganisation`], [`Refusal::NotVoting`] or [`Refusal::AlreadySponsor`] for the co-sponsors.
    pub fn propose_amendment(
        &self,
        proposal: &AmendmentProposal,
        acting: &Acting<'_>,
        fresh: &FreshNames,
    ) -> Result<Vec<Act>, Refusal> {
        self.authorise(Operation::ProposeAmendment, acting)?;
        let sponsor = acting.voting_organisation()?;
        let changes: Vec<_> = proposal.changes().collect();
        if changes.len() > Self::MAX_PACKAGE {
            return Err(Refusal::PackageTooLarge {
                found: changes.len(),
                most: Self::MAX_PACKAGE,
            });
        }
        let own = (self.amendments.values()).filter(|it| it.is_open() && it.sponsor == sponsor);
        if own.count() + changes.len() > Self::MAX_OPEN {
            let most = Self::MAX_OPEN;
            return Err(Refusal::TooManyOpen { most });
        }
        let mut ground = self.ground(proposal)?;
        let package = (changes.len() > 1).then_some(fresh.package);
        let mut acts = Vec::new();
        for (change, (amendment, new_clause)) in changes.into_iter().zip(&fresh.amendments) {
            let mut contents = Contents::default();
            let change = ground.tabled(change, *new_clause, &mut contents)?;
            let rationale = contents.add(proposal.rationale.as_str());
            let fact = Fact::AmendmentTabled {
                amendment: *amendment,
                revision: proposal.revision,
                change,
                rationale,
                package,
                amends: proposal.amends,
            };
            acts.push(self.act(acting, fact, contents));
        }
        let mut sponsors = vec![sponsor];
        for invited in &proposal.cosponsors {
            check_cosponsor(*invited, &sponsors, acting)?;
            sponsors.push(*invited);
            let proposed = fresh.amendments.iter().take(acts.len());
            let asked: Vec<_> = proposed
                .map(|(amendment, _)| self.cosponsor_invitation(*amendment, *invited, acting))
                .collect();
            acts.extend(asked);
        }
        Ok(acts)
    }

    fn ground(&self, proposal: &AmendmentProposal) -> Result<Ground<'_>, Refusal> {
        let table = self.table(proposal.revision)?;
        let amended = (proposal.amends)
            .map(|id| self.open_amendment(id))
            .transpose()?;
        Ok(Ground::new(table, amended))
    }

    fn table(&self, revision: u32) -> Result<&Revision, Refusal> {
        self.current()
            .filter(|table| table.number == revision)
            .map(|table| &**table)
            .ok_or(Refusal::RevisionNotOnTable(revision))
    }

    /// Gives an amendment another text; the one before is kept, and who co-sponsored it is asked again.
    ///
    /// This is also how a sponsor consents to a text carried onto a changed clause.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotTheSponsor`] or [`Refusal::NotPermitted`] unless its sponsor asks;
    /// * [`Refusal::TextChanged`] if it has been revised since it was read;
    /// * [`Refusal::NotAmendable`] if it would amend another clause;
    /// * [`Refusal::NothingChanged`] if it says the same already;
    /// * as [`Self::propose_amendment`] says of the change.
    pub fn revise_amendment(
        &self,
        id: AmendmentId,
        command: &ReviseAmendment,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let amendment = self.open_amendment(id)?;
        self.check_sponsor(amendment, acting)?;
        if amendment.text().number != command.text {
            return Err(Refusal::TextChanged);
        }
        let clause = amendment.change().clause();
        let amended = amendment.amends.and_then(|id| self.amendment(id));
        let mut ground = Ground::new(self.table(command.revision)?, amended);
        let mut contents = Contents::default();
        let change = ground.tabled(&command.change, clause, &mut contents)?;
        let inserts = |it: &str| it == "insert";
        if change.clause() != clause || inserts(change.kind()) != inserts(amendment.change().kind())
        {
            return Err(Refusal::NotAmendable(id));
        }
        let rationale = contents.add(command.rationale.as_str());
        if amendment.change().says(&change) && amendment.text().revision == command.revision {
            return Err(Refusal::NothingChanged);
        }
        let fact = Fact::AmendmentRevised {
            amendment: id,
            text: command.text.saturating_add(1),
            revision: command.revision,
            change,
            rationale,
        };
        Ok(self.act(acting, fact, contents))
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
        let asked = (amendment.cosponsors.iter())
            .filter(|cosponsor| cosponsor.state != CosponsorState::Declined);
        sponsors.extend(asked.map(|cosponsor| cosponsor.organisation));
        check_cosponsor(invited, &sponsors, acting)?;
        Ok(self.cosponsor_invitation(id, invited, acting))
    }

    /// Answers an invitation to co-sponsor.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] as they say;
    /// * [`Refusal::NotPermitted`] or [`Refusal::NotVoting`] unless a delegate of a voting organisation asks;
    /// * [`Refusal::TextChanged`] if the sponsor has revised the amendment since it was read;
    /// * [`Refusal::NotInvitedToCosponsor`] unless the organisation was asked and has not answered.
    pub fn answer_cosponsorship(
        &self,
        id: AmendmentId,
        command: &AnswerCosponsorship,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let amendment = self.open_amendment(id)?;
        if amendment.text().number != command.text {
            return Err(Refusal::TextChanged);
        }
        let confirm = command.confirm;
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

    pub(super) fn open_amendment(&self, id: AmendmentId) -> Result<&Amendment, Refusal> {
        let amendment = self.amendment(id).ok_or(Refusal::UnknownAmendment(id))?;
        if amendment.is_open() {
            Ok(amendment)
        } else {
            Err(Refusal::AmendmentEnded(id))
        }
    }

    pub(super) fn check_open(&self) -> Result<(), Refusal> {
        if self.frozen.is_some() {
            Err(Refusal::DraftFrozen)
        } else {
            Ok(())
        }
    }

    pub(super) fn check_sponsor(
        &self,
        amendment: &Amendment,
        acting: &Acting<'_>,
    ) -> Result<(), Refusal> {
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

pub(super) fn add(contents: &mut Contents, text: Option<&Statement>) -> Option<ContentRef> {
    text.map(|text| contents.add(text.as_str()))
}

pub(super) fn check_cosponsor(
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

impl<'a> Ground<'a> {
    fn new(table: &'a Revision, amended: Option<&'a Amendment>) -> Self {
        let places = table.clauses.iter().map(|it| (it.id, it.parent));
        Self {
            table,
            amended,
            places: places.collect(),
            named: BTreeMap::new(),
        }
    }

    fn tabled(
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

impl AmendmentChange {
    /// Reports whether a change that is to be tabled is this very one.
    fn says(&self, tabled: &ChangeTabled) -> bool {
        match (self, tabled) {
            (
                Self::Modify { base, result, .. },
                ChangeTabled::Modify {
                    base: b, result: r, ..
                },
            )
            | (
                Self::Alternative { base, result, .. },
                ChangeTabled::Alternative {
                    base: b, result: r, ..
                },
            ) => (base, result) == (b, r),
            (
                Self::Insert {
                    parent,
                    after,
                    result,
                    ..
                },
                ChangeTabled::Insert {
                    parent: p,
                    after: a,
                    result: r,
                    ..
                },
            ) => (parent, after, result) == (p, a, r),
            (
                Self::Move {
                    base,
                    parent,
                    after,
                    ..
                },
                ChangeTabled::Move {
                    base: b,
                    parent: p,
                    after: a,
                    ..
                },
            ) => (base, parent, after) == (b, p, a),
            (Self::Delete { base, .. }, ChangeTabled::Delete { base: b, .. }) => base == b,
            // An instruction is words; a new text of it is always another one.
            _ => false,
        }
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
