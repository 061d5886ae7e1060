//! Where a clause stands on the road to consensus, with everything that can be done there.

use domain::consensus::ObjectionState;
use domain::id::ClauseId;
use domain::instrument::{
    Challenge, Designation, EditorialChange, Instrument, Objection, ObjectionAct, Stage,
};
use domain::time::Timestamp;

use super::step::{About, Step};
use super::steps::{Offered, offered};
use crate::web::page::Page;
use crate::web::pages::curing::named_cures;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{acted_by, given};

/// Where a clause stands on the road to consensus.
#[derive(Debug)]
pub(crate) struct Road {
    pub(crate) stage: &'static str,
    /// The call that is on it: its address and kind, and until when it is open.
    pub(crate) call: Option<(String, &'static str, Option<Timestamp>)>,
    pub(crate) designation: Option<Designated>,
    pub(crate) editorial: Vec<Editorial>,
    pub(crate) objections: Vec<Raised>,
    /// The positions of the reader's organisation that wait for its word.
    pub(crate) awaited: Vec<Awaited>,
    /// What can be done with the clause: address and name.
    pub(crate) acts: Vec<Offered>,
}

/// The level that the chair designated.
#[derive(Debug)]
pub(crate) struct Designated {
    pub(crate) level: &'static str,
    pub(crate) indicated: &'static str,
    pub(crate) by: String,
    pub(crate) at: Timestamp,
    pub(crate) seq: u64,
    pub(crate) reason: Option<String>,
    /// Until when it can be challenged, as long as it can.
    pub(crate) until: Option<Timestamp>,
    pub(crate) challenge: Option<Challenged>,
    /// How many positions were taken since.
    pub(crate) since: usize,
    pub(crate) acts: Vec<Offered>,
}

/// An editorial change that was declared.
#[derive(Debug)]
pub(crate) struct Editorial {
    pub(crate) by: String,
    pub(crate) at: Timestamp,
    pub(crate) seq: u64,
    pub(crate) reason: String,
    pub(crate) until: Option<Timestamp>,
    pub(crate) challenge: Option<Challenged>,
    pub(crate) acts: Vec<Offered>,
}

/// That a member challenged something.
#[derive(Debug)]
pub(crate) struct Challenged {
    pub(crate) organisation: String,
    pub(crate) reason: String,
    pub(crate) at: Timestamp,
    pub(crate) seq: u64,
}

/// An objection with its life.
#[derive(Debug)]
pub(crate) struct Raised {
    pub(crate) seq: u64,
    pub(crate) organisation: String,
    pub(crate) at: Timestamp,
    pub(crate) state: &'static str,
    pub(crate) is_open: bool,
    /// Whether its organisation is asked if the present wording meets it.
    pub(crate) is_asked: bool,
    pub(crate) passage: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) remedy: Option<String>,
    /// The amendments that would cure it: address and number.
    pub(crate) cures: Vec<(String, u32)>,
    /// The organisation whose objection it joins.
    pub(crate) joins: Option<String>,
    pub(crate) life: Vec<Happened>,
    pub(crate) acts: Vec<Offered>,
}

/// Something that was done about an objection.
#[derive(Debug)]
pub(crate) struct Happened {
    pub(crate) step: &'static str,
    pub(crate) who: String,
    pub(crate) words: Option<String>,
    pub(crate) at: Timestamp,
    pub(crate) seq: u64,
}

/// A position that waits for the word of its organisation.
#[derive(Debug)]
pub(crate) struct Awaited {
    /// Whether it was `entered` by the secretariat, or is held ad `referendum`.
    pub(crate) why: &'static str,
    pub(crate) kind: &'static str,
    /// Until when it is to be confirmed.
    pub(crate) until: Option<Timestamp>,
    pub(crate) seq: u64,
    pub(crate) acts: Vec<Offered>,
}

const OF_OBJECTIONS: [Step; 8] = [
    Step::AnswerObjection,
    Step::SustainObjection,
    Step::WithdrawObjection,
    Step::ResolveObjection,
    Step::DecideObjection,
    Step::RuleObjection,
    Step::ChallengeRuling,
    Step::NameCures,
];

impl Road {
    /// Shows where a clause stands.
    pub(crate) fn of(page: &Page, desk: &Desk, instrument: &Instrument, clause: ClauseId) -> Self {
        let teller = Teller {
            page,
            desk,
            instrument,
            clause,
        };
        let stage = instrument.stage(clause);
        let raised = instrument.objections(clause);
        let declared = instrument.editorial_changes(clause).iter();
        Self {
            stage: stage.as_str(),
            call: teller.call(stage),
            designation: (instrument.designations(clause).last()).map(|it| teller.designated(it)),
            editorial: declared.map(|it| teller.editorial(it)).collect(),
            objections: raised.map(|it| teller.raised(it)).collect(),
            awaited: awaited(desk, instrument, clause),
            acts: teller.acts(
                &[
                    Step::DesignateLevel,
                    Step::DeclareEditorial,
                    Step::Park,
                    Step::Reopen,
                ],
                0,
            ),
        }
    }
}

struct Teller<'a> {
    page: &'a Page,
    desk: &'a Desk,
    instrument: &'a Instrument,
    clause: ClauseId,
}

impl Teller<'_> {
    fn call(&self, stage: Stage) -> Option<(String, &'static str, Option<Timestamp>)> {
        let (Stage::Called(id) | Stage::Silence(id)) = stage else {
            return None;
        };
        let call = self.instrument.call(id)?;
        let href = format!("/instruments/{}/calls/{id}", self.instrument.id);
        let until = call.is_open().then_some(call.closes_at);
        Some((href, call.kind.as_str(), until))
    }

    /// Returns those of some steps that the reader can take now.
    fn acts(&self, steps: &[Step], entry: u64) -> Vec<Offered> {
        acts(self.desk, self.instrument, self.clause, (steps, entry))
    }

    fn designated(&self, it: &Designation) -> Designated {
        let in_force = self.instrument.designation(self.clause);
        let is_open = !it.is_settled && in_force.is_some_and(|now| now.seq == it.seq);
        Designated {
            level: it.level.as_str(),
            indicated: it.indicated.as_str(),
            by: acted_by(self.page, self.desk, it.by),
            at: it.at,
            seq: it.seq,
            reason: given(it.reason.as_ref()),
            until: is_open.then_some(it.challengeable_until),
            challenge: it.challenge.as_ref().map(|it| self.challenged(it)),
            since: self.instrument.positions_since(self.clause, it.seq),
            acts: self.acts(&[Step::ChallengeDesignation], it.seq),
        }
    }

    fn editorial(&self, it: &EditorialChange) -> Editorial {
        let is_open = !it.is_settled && it.challenge.is_none();
        Editorial {
            by: acted_by(self.page, self.desk, it.by),
            at: it.at,
            seq: it.seq,
            reason: it.reason.or_mark().to_owned(),
            until: is_open.then_some(it.challengeable_until),
            challenge: it.challenge.as_ref().map(|it| self.challenged(it)),
            acts: self.acts(&[Step::ChallengeEditorial], it.seq),
        }
    }

    fn challenged(&self, it: &Challenge) -> Challenged {
        let network = self.desk.network();
        Challenged {
            organisation: network.short_name(it.organisation).to_owned(),
            reason: it.reason.or_mark().to_owned(),
            at: it.at,
            seq: it.seq,
        }
    }

    fn raised(&self, it: &Objection) -> Raised {
        let network = self.desk.network();
        let positions = self.instrument.positions(self.clause).iter();
        let position = positions.rev().find(|position| position.seq == it.seq);
        let tabled = self.instrument.tabled_hash(self.clause);
        let joined = it.joins.and_then(|seq| self.instrument.objection(seq));
        let words = |text: fn(&domain::instrument::Position) -> Option<&domain::record::Words>| {
            position.and_then(|position| given(text(position)))
        };
        Raised {
            seq: it.seq,
            organisation: network.short_name(it.organisation).to_owned(),
            at: it.raised_at,
            state: it.state.as_str(),
            is_open: it.state.is_open(),
            is_asked: it.is_asked(tabled) && it.state != ObjectionState::Sustained,
            passage: words(|it| it.passage.as_ref()),
            reason: words(|it| it.reason.as_ref()),
            remedy: words(|it| it.remedy.as_ref()),
            cures: named_cures(self.instrument, &it.cures),
            joins: joined.map(|it| network.short_name(it.organisation).to_owned()),
            life: it.acts.iter().map(|it| self.happened(it)).collect(),
            acts: acts_on_objection(self.desk, self.instrument, it),
        }
    }

    fn happened(&self, it: &ObjectionAct) -> Happened {
        let organisation = it.organisation.map(|id| self.desk.network().short_name(id));
        Happened {
            step: it.step.as_str(),
            who: organisation.map_or_else(|| acted_by(self.page, self.desk, it.by), str::to_owned),
            words: given(it.words.as_ref()),
            at: it.at,
            seq: it.seq,
        }
    }
}

/// Returns what the reader can do about an objection now.
pub(crate) fn acts_on_objection(
    desk: &Desk,
    instrument: &Instrument,
    it: &Objection,
) -> Vec<Offered> {
    acts(desk, instrument, it.clause, (&OF_OBJECTIONS, it.seq))
}

/// Returns the positions of the reader's organisation on a clause that wait for its word.
pub(crate) fn awaited(desk: &Desk, instrument: &Instrument, clause: ClauseId) -> Vec<Awaited> {
    let own = desk.organisation().map(|it| it.id);
    let positions = instrument.positions(clause).iter();
    let of_own = positions.filter(|it| Some(it.organisation) == own);
    let mut awaited = Vec::new();
    for it in of_own {
        let offered = |steps: [Step; 2]| acts(desk, instrument, clause, (&steps, it.seq));
        let mandate = offered([Step::ConfirmMandate, Step::DenyMandate]);
        let entry = offered([Step::ConfirmEntry, Step::ContestEntry]);
        for (why, acts) in [("referendum", mandate), ("entered", entry)] {
            if !acts.is_empty() {
                awaited.push(Awaited {
                    why,
                    kind: it.kind.as_str(),
                    until: (why == "referendum")
                        .then(|| instrument.confirm_by(it))
                        .flatten(),
                    seq: it.seq,
                    acts,
                });
            }
        }
    }
    awaited
}

/// Returns those of some steps about an entry that the reader can take now.
fn acts(
    desk: &Desk,
    instrument: &Instrument,
    clause: ClauseId,
    (steps, entry): (&[Step], u64),
) -> Vec<Offered> {
    let about = About {
        clause: Some(clause),
        call: None,
        entry,
    };
    offered(desk, instrument, steps, about)
}
