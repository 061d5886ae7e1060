//! Objections and their life.
//!
//! `raised → answered → withdrawn | resolved | sustained`, and from `sustained` the chair may
//! decide. A new wording counts as an answer: it asks whether it meets the objection.

use super::super::{Acting, Instrument};
use crate::api::{
    AnswerObjection, ChallengeRuling, DecideObjection, NameCures, ResolveObjection, RuleObjection,
    SustainObjection, WithdrawObjection,
};
use crate::consensus::ObjectionState;
use crate::id::{AmendmentId, ClauseId, OrganisationId};
use crate::instrument::proposing::add;
use crate::permission::Operation;
use crate::record::{Act, Actor, Contents, ProcedureFact, Words};
use crate::refusal::Refusal;
use crate::text::WordingHash;
use crate::time::Timestamp;

/// An objection of one organisation to a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// The entry that raised it, which names it.
    pub seq: u64,
    /// The clause.
    pub clause: ClauseId,
    /// The organisation that objects.
    pub organisation: OrganisationId,
    /// The wording it was raised against.
    pub text_hash: WordingHash,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// The objection that it joins.
    pub joins: Option<u64>,
    /// The amendments that would cure it.
    pub cures: Vec<AmendmentId>,
    /// Where it stands.
    pub state: ObjectionState,
    /// Where it stood before it was ruled inadmissible.
    pub(super) before_ruling: Option<ObjectionState>,
    /// Until when the ruling that it is inadmissible can be challenged.
    pub ruling_until: Option<Timestamp>,
    /// What was done about it, in order.
    pub acts: Vec<ObjectionAct>,
}

/// Something that was done about an objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectionAct {
    /// What.
    pub step: ObjectionStep,
    /// Where the objection stood then.
    pub after: ObjectionState,
    /// What was said with it.
    pub words: Option<Words>,
    /// Who did it.
    pub by: Actor,
    /// The organisation acted for.
    pub organisation: Option<OrganisationId>,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
}

/// What is done about an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectionStep {
    /// It was answered in writing.
    Answered,
    /// Its organisation upholds it.
    Sustained,
    /// Its organisation took it back.
    Withdrawn,
    /// Its organisation took another position instead.
    Replaced,
    /// Its organisation says that this wording meets it.
    Resolved(WordingHash),
    /// The chair decided: addressed, not accommodated.
    Decided,
    /// The chair ruled it out of order.
    RuledInadmissible,
    /// A member challenged that ruling.
    RulingChallenged,
    /// Its organisation votes no more.
    Lapsed,
    /// Its organisation never raised it.
    Contested,
}

impl ObjectionStep {
    /// Returns the step's stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Sustained => "sustained",
            Self::Withdrawn => "withdrawn",
            Self::Replaced => "replaced",
            Self::Resolved(_) => "resolved",
            Self::Decided => "decided",
            Self::RuledInadmissible => "ruled_inadmissible",
            Self::RulingChallenged => "ruling_challenged",
            Self::Lapsed => "lapsed",
            Self::Contested => "contested",
        }
    }

    /// Returns where an objection stands after the step.
    pub(super) fn leads_to(self, before: &Objection) -> ObjectionState {
        match self {
            Self::Answered => ObjectionState::Answered,
            Self::Sustained => ObjectionState::Sustained,
            Self::Withdrawn | Self::Replaced | Self::Contested => ObjectionState::Withdrawn,
            Self::Resolved(_) => ObjectionState::Resolved,
            Self::Decided => ObjectionState::Decided,
            Self::RuledInadmissible => ObjectionState::Inadmissible,
            Self::RulingChallenged => before.before_ruling.unwrap_or_default(),
            Self::Lapsed => ObjectionState::Lapsed,
        }
    }
}

impl Objection {
    /// The greatest number of amendments said to cure one.
    pub const MOST_CURES: usize = 20;

    /// Returns the objection that the others of its kind joined: this one, or the one it joins.
    pub fn root(&self) -> u64 {
        self.joins.unwrap_or(self.seq)
    }

    /// Reports whether its organisation is asked if a new wording meets it.
    pub fn is_asked(&self, tabled: Option<WordingHash>) -> bool {
        self.state.is_open() && tabled.is_some_and(|tabled| tabled != self.text_hash)
    }
}

impl Instrument {
    /// Returns the objections ever raised against a clause, in the order they were raised.
    pub fn objections(&self, clause: ClauseId) -> impl Iterator<Item = &Objection> {
        let all = self.progress.objections.values();
        all.filter(move |it| it.clause == clause)
    }

    /// Finds an objection by the entry that raised it.
    pub fn objection(&self, seq: u64) -> Option<&Objection> {
        self.progress.objections.get(&seq)
    }

    /// Returns every objection, in the order they were raised.
    pub fn all_objections(&self) -> impl Iterator<Item = &Objection> {
        self.progress.objections.values()
    }

    /// Returns an objection and those that joined it.
    pub fn joined(&self, root: u64) -> impl Iterator<Item = &Objection> {
        let all = self.progress.objections.values();
        all.filter(move |it| it.root() == root)
    }

    /// Names the amendments that would cure an objection.
    ///
    /// # Errors
    ///
    /// * as [`Self::sustain_objection`] says of the objection and of who asks;
    /// * [`Refusal::ObjectionEnded`] unless it is open;
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::TooManyCures`] as they say.
    pub fn name_cures(
        &self,
        seq: u64,
        command: &NameCures,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let own = self.own_objection(seq, acting)?;
        if !own.state.is_open() {
            return Err(Refusal::ObjectionEnded(seq));
        }
        let fact = ProcedureFact::CuresNamed {
            clause: own.clause,
            objection: seq,
            amendments: self.check_cures(&command.amendments)?,
        };
        Ok(self.act(acting, fact, Contents::default()))
    }

    /// Checks the amendments that are said to cure an objection; sorts them.
    pub(crate) fn check_cures(
        &self,
        amendments: &[AmendmentId],
    ) -> Result<Vec<AmendmentId>, Refusal> {
        let unknown = amendments.iter().find(|id| self.amendment(**id).is_none());
        if let Some(unknown) = unknown {
            return Err(Refusal::UnknownAmendment(*unknown));
        }
        let mut named = amendments.to_vec();
        named.sort_unstable();
        named.dedup();
        if named.len() > Objection::MOST_CURES {
            return Err(Refusal::TooManyCures {
                found: named.len(),
                most: Objection::MOST_CURES,
            });
        }
        Ok(named)
    }

    /// Answers an objection, and those that joined it, in writing.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownObjection`] if there is none such, or it joins another one;
    /// * [`Refusal::NotPermitted`] unless the chair or a pen-holder asks;
    /// * [`Refusal::NothingToAnswer`] unless it or one that joined it is raised or answered.
    pub fn answer_objection(
        &self,
        seq: u64,
        command: &AnswerObjection,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let root = self.root_objection(seq)?;
        self.authorise(Operation::AnswerObjection, acting)?;
        if !self.joined(seq).any(|it| is_answerable(it.state)) {
            return Err(Refusal::NothingToAnswer);
        }
        let mut contents = Contents::default();
        let fact = ProcedureFact::ObjectionAnswered {
            clause: root.clause,
            objection: seq,
            answer: contents.add(command.answer.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Upholds an objection.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownObjection`] if there is none such;
    /// * [`Refusal::NotPermitted`] unless a delegate asks;
    /// * [`Refusal::NotTheObjector`] if it is another organisation's;
    /// * [`Refusal::ObjectionNotAnswered`] if it was neither answered nor faced with another wording;
    /// * [`Refusal::ObjectionEnded`] if it is sustained already, or not open.
    pub fn sustain_objection(
        &self,
        seq: u64,
        command: &SustainObjection,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let own = self.own_objection(seq, acting)?;
        let is_asked = own.is_asked(self.tabled_hash(own.clause));
        match own.state {
            ObjectionState::Answered => {}
            ObjectionState::Raised if is_asked => {}
            ObjectionState::Raised => return Err(Refusal::ObjectionNotAnswered(seq)),
            _ => return Err(Refusal::ObjectionEnded(seq)),
        }
        let mut contents = Contents::default();
        let fact = ProcedureFact::ObjectionSustained {
            clause: own.clause,
            objection: seq,
            reason: add(&mut contents, command.reason.as_ref()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Takes an objection back.
    ///
    /// # Errors
    ///
    /// * as [`Self::sustain_objection`] says of the objection and of who asks;
    /// * [`Refusal::ObjectionEnded`] unless it is counted.
    pub fn withdraw_objection(
        &self,
        seq: u64,
        command: &WithdrawObjection,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let own = self.own_objection(seq, acting)?;
        if !own.state.is_counted() {
            return Err(Refusal::ObjectionEnded(seq));
        }
        let mut contents = Contents::default();
        let fact = ProcedureFact::ObjectionWithdrawn {
            clause: own.clause,
            objection: seq,
            reason: add(&mut contents, command.reason.as_ref()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Says that the new wording on the table meets an objection.
    ///
    /// # Errors
    ///
    /// * as [`Self::sustain_objection`] says of the objection and of who asks;
    /// * [`Refusal::ObjectionEnded`] unless it is open;
    /// * [`Refusal::ObjectionNotAnswered`] if it was neither answered nor faced with another wording;
    /// * [`Refusal::WordingNotOnTable`] if the wording is not on the table.
    pub fn resolve_objection(
        &self,
        seq: u64,
        command: &ResolveObjection,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let own = self.own_objection(seq, acting)?;
        if !own.state.is_open() {
            return Err(Refusal::ObjectionEnded(seq));
        }
        let tabled = self.tabled_hash(own.clause);
        if tabled != Some(command.text_hash) {
            return Err(Refusal::WordingNotOnTable(command.text_hash));
        }
        if own.state == ObjectionState::Raised && !own.is_asked(tabled) {
            return Err(Refusal::ObjectionNotAnswered(seq));
        }
        let fact = ProcedureFact::ObjectionResolved {
            clause: own.clause,
            objection: seq,
            text_hash: command.text_hash,
        };
        Ok(self.act(acting, fact, Contents::default()))
    }

    /// Decides on the sustained ones of an objection and those that joined it: addressed, not
    /// accommodated.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownObjection`] if there is none such, or it joins another one;
    /// * [`Refusal::NotPermitted`] unless the chair asks;
    /// * [`Refusal::ObjectionNotSustained`] if none of them is sustained.
    pub fn decide_objection(
        &self,
        seq: u64,
        command: &DecideObjection,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let root = self.root_objection(seq)?;
        self.authorise(Operation::DecideObjection, acting)?;
        if !(self.joined(seq)).any(|it| it.state == ObjectionState::Sustained) {
            return Err(Refusal::ObjectionNotSustained(seq));
        }
        let mut contents = Contents::default();
        let fact = ProcedureFact::ObjectionDecided {
            clause: root.clause,
            objection: seq,
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Rules the open ones of an objection and those that joined it out of order.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownObjection`] if there is none such, or it joins another one;
    /// * [`Refusal::NotPermitted`] unless the chair asks;
    /// * [`Refusal::ObjectionEnded`] if none of them is open;
    /// * [`Refusal::AlreadyChallenged`] if such a ruling was challenged before.
    pub fn rule_objection(
        &self,
        seq: u64,
        command: &RuleObjection,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let root = self.root_objection(seq)?;
        self.authorise(Operation::DecideObjection, acting)?;
        if !self.joined(seq).any(|it| it.state.is_open()) {
            return Err(Refusal::ObjectionEnded(seq));
        }
        let challenged = |it: &ObjectionAct| it.step == ObjectionStep::RulingChallenged;
        if (self.joined(seq)).any(|it| it.acts.iter().any(challenged)) {
            return Err(Refusal::AlreadyChallenged);
        }
        let mut contents = Contents::default();
        let fact = ProcedureFact::ObjectionRuledInadmissible {
            clause: root.clause,
            objection: seq,
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    /// Challenges such a ruling; the objections stand again as they did.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownObjection`] if there is none such, or it joins another one;
    /// * [`Refusal::NotPermitted`] unless a delegate asks;
    /// * [`Refusal::NotVoting`] if the organisation does not vote now;
    /// * [`Refusal::NothingToChallenge`] unless there is such a ruling;
    /// * [`Refusal::WindowClosed`] if it can be challenged no more.
    pub fn challenge_ruling(
        &self,
        seq: u64,
        command: &ChallengeRuling,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        let root = self.root_objection(seq)?;
        self.authorise(Operation::Challenge, acting)?;
        acting.voting_organisation()?;
        let ruled = (self.joined(seq)).filter(|it| it.state == ObjectionState::Inadmissible);
        let until = ruled.filter_map(|it| it.ruling_until).max();
        check_window(until.ok_or(Refusal::NothingToChallenge)?, acting)?;
        let mut contents = Contents::default();
        let fact = ProcedureFact::RulingChallenged {
            clause: root.clause,
            objection: seq,
            reason: contents.add(command.reason.as_str()),
        };
        Ok(self.act(acting, fact, contents))
    }

    fn root_objection(&self, seq: u64) -> Result<&Objection, Refusal> {
        self.objection(seq)
            .filter(|it| it.joins.is_none())
            .ok_or(Refusal::UnknownObjection(seq))
    }

    fn own_objection(&self, seq: u64, acting: &Acting<'_>) -> Result<&Objection, Refusal> {
        let objection = self.objection(seq).ok_or(Refusal::UnknownObjection(seq))?;
        self.authorise(Operation::SpeakToObjection, acting)?;
        if acting.voting_organisation()? == objection.organisation {
            Ok(objection)
        } else {
            Err(Refusal::NotTheObjector)
        }
    }
}

/// Checks that something can still be challenged.
pub(super) fn check_window(until: Timestamp, acting: &Acting<'_>) -> Result<(), Refusal> {
    if acting.now < until {
        Ok(())
    } else {
        Err(Refusal::WindowClosed)
    }
}

/// Reports whether an answer is addressed to an objection in this state.
pub(super) const fn is_answerable(state: ObjectionState) -> bool {
    matches!(state, ObjectionState::Raised | ObjectionState::Answered)
}
