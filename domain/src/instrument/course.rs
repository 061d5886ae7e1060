//! How the agreement on each clause went, entry by entry.
//!
//! # Invariants
//!
//! * A turn is the first instant at which a clause's level, firm level or flags are what it says:
//!   between two turns nothing of these changed.
//! * An electorate that time alone changes makes a turn too, at that instant, and no entry is blamed
//!   for it.

use std::collections::{BTreeMap, BTreeSet};

use super::Instrument;
use crate::consensus::{Elector, Flag, Level, Panel, Rules, Situation, Tally, Verdict};
use crate::id::{ClauseId, InstrumentId, OrganisationId};
use crate::network::Network;
use crate::record::{Entry, Fact};
use crate::text::WordingHash;
use crate::time::Timestamp;

/// How the agreement on each clause of one instrument went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    instrument: InstrumentId,
    landmarks: Vec<Landmark>,
    clauses: BTreeMap<ClauseId, Vec<Turn>>,
    wordings: BTreeMap<ClauseId, WordingHash>,
}

/// An entry that concerns an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landmark {
    /// Its place in the record.
    pub seq: u64,
    /// When it was made.
    pub at: Timestamp,
    /// The clauses that it concerns; all of them where absent.
    pub clauses: Option<BTreeSet<ClauseId>>,
}

/// A change of the agreement on a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// When it changed.
    pub at: Timestamp,
    /// What changed it.
    pub cause: Cause,
    /// How much agreement there has been since; none where the clause is not on the table.
    pub verdict: Option<Verdict>,
}

/// What changed the agreement on a clause.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// An entry, by its place in the record.
    Entry(u64),
    /// The time to vote of some organisations began or ended.
    Terms {
        /// The last entry before.
        after: u64,
        /// Those that vote from this instant on.
        began: Vec<OrganisationId>,
        /// Those that no longer vote from this instant on.
        ended: Vec<OrganisationId>,
    },
}

/// How many clauses there are at each level from some instant on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelsFrom {
    /// The instant.
    pub at: Timestamp,
    /// What changed the numbers.
    pub cause: Cause,
    /// The numbers, in the order of [`Level::ALL`].
    pub counts: [usize; Level::ALL.len()],
}

/// A panel, with what it is made of.
struct Bench {
    rules: Rules,
    electorate: Vec<Elector<OrganisationId>>,
    panel: Panel<OrganisationId>,
}

/// Which clauses an entry can change the agreement on.
enum Reach {
    None,
    Some(BTreeSet<ClauseId>),
    All,
}

impl Cause {
    /// Returns the last entry that the agreement then rests on.
    pub const fn seq(&self) -> u64 {
        match self {
            Self::Entry(seq) | Self::Terms { after: seq, .. } => *seq,
        }
    }
}

impl Turn {
    fn says(&self, verdict: Option<&Verdict>) -> bool {
        let in_short = |it: &Verdict| -> (Level, Level, Vec<Flag>) {
            (it.level, it.firm_level, it.flags.clone())
        };
        self.verdict.as_ref().map(in_short) == verdict.map(in_short)
    }
}

impl Landmark {
    /// Reports whether the entry concerns a clause.
    pub fn concerns(&self, clause: ClauseId) -> bool {
        (self.clauses.as_ref()).is_none_or(|clauses| clauses.contains(&clause))
    }
}

impl Course {
    pub(crate) const fn new(instrument: InstrumentId) -> Self {
        Self {
            instrument,
            landmarks: Vec::new(),
            clauses: BTreeMap::new(),
            wordings: BTreeMap::new(),
        }
    }

    /// Returns the entries that concern the instrument, the first one first.
    pub fn landmarks(&self) -> &[Landmark] {
        &self.landmarks
    }

    /// Returns how the agreement on a clause went, the first turn first; empty if it was never tabled.
    pub fn turns(&self, clause: ClauseId) -> &[Turn] {
        self.clauses.get(&clause).map_or(&[], Vec::as_slice)
    }

    /// Counts the clauses at each level from each instant on at which that changed; some clauses,
    /// such as headings, need not be counted.
    pub fn levels(&self, is_counted: impl Fn(ClauseId) -> bool) -> Vec<LevelsFrom> {
        let counted = self.clauses.iter().filter(|(id, _)| is_counted(**id));
        let mut turns: Vec<(ClauseId, &Turn)> = counted
            .flat_map(|(id, turns)| turns.iter().map(|turn| (*id, turn)))
            .collect();
        turns.sort_by_key(|(_, turn)| (turn.cause.seq(), turn.at));
        let mut present: BTreeMap<ClauseId, Level> = BTreeMap::new();
        let mut levels: Vec<LevelsFrom> = Vec::new();
        for (clause, turn) in turns {
            match &turn.verdict {
                Some(verdict) => present.insert(clause, verdict.level),
                None => present.remove(&clause),
            };
            let counts =
                Level::ALL.map(|level| present.values().filter(|it| **it == level).count());
            match levels.last_mut() {
                Some(last) if last.cause == turn.cause => last.counts = counts,
                Some(last) if last.counts == counts => {}
                _ => levels.push(LevelsFrom {
                    at: turn.at,
                    cause: turn.cause.clone(),
                    counts,
                }),
            }
        }
        levels
    }

    /// Reports whether an entry can matter here.
    pub(crate) fn is_followed(&self, entry: &Entry) -> bool {
        match entry.instrument {
            Some(id) => id == self.instrument,
            None => changes_electorate(&entry.fact),
        }
    }

    /// Takes in an entry that has just been applied to the instrument and the network.
    pub(crate) fn follow(&mut self, entry: &Entry, instrument: &Instrument, network: &Network) {
        let reach = Self::reach(entry, instrument);
        if is_landmark(&entry.fact) {
            self.landmarks.push(Landmark {
                seq: entry.seq,
                at: entry.at,
                clauses: self.concerned(entry, instrument, &reach),
            });
        }
        let cause = Cause::Entry(entry.seq);
        match reach {
            Reach::None => {}
            Reach::Some(clauses) => self.look_at(clauses, (instrument, network), entry.at, &cause),
            Reach::All => self.look_at_all((instrument, network), entry.at, &cause),
        }
        if let (Fact::RevisionTabled { .. }, Some(table)) = (&entry.fact, instrument.current()) {
            self.wordings = table.clauses.iter().map(|it| (it.id, it.hash)).collect();
        }
    }

    /// Takes in an instant at which the electorate changes without an entry.
    pub(crate) fn pass(
        &mut self,
        instrument: &Instrument,
        network: &Network,
        at: Timestamp,
        cause: &Cause,
    ) {
        self.look_at_all((instrument, network), at, cause);
    }

    fn reach(entry: &Entry, instrument: &Instrument) -> Reach {
        let amended = entry.fact.amendments().into_iter().filter_map(|id| {
            let amendment = instrument.amendment(id)?;
            Some(amendment.change().clause())
        });
        let clauses: BTreeSet<_> = entry.fact.clauses().into_iter().chain(amended).collect();
        match &entry.fact {
            Fact::HeadsAnchored { .. }
            | Fact::ActorsBound { .. }
            | Fact::ClausesTabled { .. }
            | Fact::TextImported { .. }
            | Fact::DraftFrozen { .. }
            | Fact::DraftThawed { .. }
            | Fact::RemovalDecided { .. }
            | Fact::InstrumentOpened { .. } => Reach::None,
            _ if clauses.is_empty() => Reach::All,
            _ => Reach::Some(clauses),
        }
    }

    /// Returns the clauses that a reader has to be told of; all of them where absent.
    fn concerned(
        &self,
        entry: &Entry,
        instrument: &Instrument,
        reach: &Reach,
    ) -> Option<BTreeSet<ClauseId>> {
        if let Fact::RevisionTabled { .. } = entry.fact {
            return Some(self.reworded(instrument));
        }
        match reach {
            Reach::None => Some(entry.fact.clauses().into_iter().collect()),
            Reach::Some(clauses) => Some(clauses.clone()),
            Reach::All => None,
        }
    }

    /// Returns the clauses that the revision on the table brought, changed or left out.
    fn reworded(&self, instrument: &Instrument) -> BTreeSet<ClauseId> {
        let table = instrument.current().map_or(&[][..], |table| &table.clauses);
        let changed = (table.iter())
            .filter(|it| self.wordings.get(&it.id) != Some(&it.hash))
            .map(|it| it.id);
        let gone =
            (self.wordings.keys().copied()).filter(|id| instrument.tabled_hash(*id).is_none());
        changed.chain(gone).collect()
    }

    fn look_at_all(&mut self, now: (&Instrument, &Network), at: Timestamp, cause: &Cause) {
        let tabled = now.0.current().map_or(&[][..], |table| &table.clauses);
        let known = self.clauses.keys().copied();
        let all: BTreeSet<_> = tabled.iter().map(|it| it.id).chain(known).collect();
        self.look_at(all, now, at, cause);
    }

    fn look_at(
        &mut self,
        clauses: BTreeSet<ClauseId>,
        (instrument, network): (&Instrument, &Network),
        at: Timestamp,
        cause: &Cause,
    ) {
        let mut bench = None;
        for clause in clauses {
            let situation = instrument.situation(clause, network, at);
            let verdict = situation.map(|situation| judge(&mut bench, &situation));
            self.note(clause, verdict, at, cause);
        }
    }

    fn note(&mut self, clause: ClauseId, verdict: Option<Verdict>, at: Timestamp, by: &Cause) {
        let turns = self.clauses.get(&clause);
        let is_known = match turns.and_then(|turns| turns.last()) {
            Some(last) => last.says(verdict.as_ref()),
            None => verdict.is_none(),
        };
        if !is_known {
            self.clauses.entry(clause).or_default().push(Turn {
                at,
                cause: by.clone(),
                verdict,
            });
        }
    }
}

/// Judges a situation, on the bench of the one before where rules and electorate are the same.
fn judge(bench: &mut Option<Bench>, situation: &Situation<OrganisationId, WordingHash>) -> Verdict {
    let Situation {
        rules, electorate, ..
    } = situation;
    let fits = |it: &Bench| it.rules == *rules && it.electorate == *electorate;
    if !bench.as_ref().is_some_and(fits) {
        *bench = None;
    }
    let Bench { panel, .. } = bench.get_or_insert_with(|| Bench {
        rules: *rules,
        electorate: electorate.clone(),
        panel: Panel::new(*rules, electorate),
    });
    Tally::new(panel, situation).verdict(panel)
}

/// The heads of a live draft are anchored every minute, and say nothing to a reader; nor do the
/// parts of a revision before it is complete.
const fn is_landmark(fact: &Fact) -> bool {
    !matches!(
        fact,
        Fact::HeadsAnchored { .. } | Fact::ActorsBound { .. } | Fact::ClausesTabled { .. }
    )
}

const fn changes_electorate(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::OrganisationAdmitted { .. } | Fact::VotingEnded { .. }
    )
}
