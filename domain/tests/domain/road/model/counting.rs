//! How much agreement there is, by the table of the specification.

use std::collections::BTreeSet;

use domain::consensus::{Level, PositionKind};
use domain::instrument::CallKind;

use super::super::attempt::Name;
use super::{Call, End, Model, Part, RULES, RuleSet, Stage, is_counted, is_favourable, is_open};

/// How much agreement there is on a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) level: Level,
    pub(crate) firm_level: Level,
    /// Sorted by name.
    pub(crate) flags: BTreeSet<&'static str>,
    /// Eligible, participating, in support, in favour, abstaining, concerned, opposed.
    pub(crate) counts: [u64; 7],
    pub(crate) electorate: BTreeSet<usize>,
}

/// What an organisation counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    Recused,
    Silent,
    AcceptsBySilence,
    As {
        kind: PositionKind,
        is_carried: bool,
        is_open: bool,
    },
}

impl Counted {
    fn kind(self) -> Option<PositionKind> {
        match self {
            Self::As { kind, .. } => Some(kind),
            Self::AcceptsBySilence => Some(PositionKind::Accept),
            Self::Recused | Self::Silent => None,
        }
    }
}

type Roll = Vec<(usize, Counted)>;

impl Model {
    /// The call by whose electorate and rules a clause is measured.
    pub(super) fn measuring(&self, clause: usize) -> Option<&Call> {
        let last = |(name, _): &(&Name, &Call)| **name;
        let call = match self.stages[clause] {
            Stage::Called(name) | Stage::Silence(name) => self.calls.get(&name),
            Stage::AgreedAdReferendum | Stage::Agreed => (self.calls.iter())
                .filter(|(_, it)| {
                    it.clauses.contains_key(&clause) && it.end != Some(End::Withdrawn)
                })
                .max_by_key(last)
                .map(|(_, it)| it),
            Stage::Tabled | Stage::Reopened | Stage::Parked | Stage::Withdrawn => None,
        };
        call.filter(|it| self.tabled(clause) == Some(it.clauses[&clause].wording))
    }

    /// How much agreement there is on a clause; none if it is not on the table.
    pub(crate) fn judged(&self, clause: usize) -> Option<Judged> {
        let call = self.measuring(clause);
        let electorate = call.map_or_else(|| self.electorate(), |it| it.electorate.clone());
        let rules = &RULES[call.map_or(self.rules, |it| it.rules)];
        let roll = self.roll(clause, &electorate, call)?;
        let waits = |organisation: usize| {
            let held = self.held(organisation, clause);
            held.is_some_and(super::Taken::is_ad_referendum)
        };
        let mut firm = roll.clone();
        for (organisation, counted) in &mut firm {
            if waits(*organisation) {
                *counted = Counted::Silent;
            }
        }
        let level = self.level(rules, &roll);
        let firm_level = if firm == roll {
            level
        } else {
            self.level(rules, &firm)
        };
        Some(Judged {
            level,
            firm_level,
            flags: flags(&roll, level, firm_level),
            counts: counts(&roll),
            electorate,
        })
    }

    fn roll(
        &self,
        clause: usize,
        electorate: &BTreeSet<usize>,
        call: Option<&Call>,
    ) -> Option<Roll> {
        let text = self.tabled(clause)?;
        let (current, carried) = self.carried(clause, text);
        let passed = call.filter(|it| {
            it.kind == CallKind::Silence
                && it.end == Some(End::Deadline)
                && !it.clauses[&clause].is_broken
        });
        let count = |organisation: usize| {
            let accepts = passed.is_some_and(|it| it.notified.contains(&organisation));
            let otherwise = if accepts {
                Counted::AcceptsBySilence
            } else {
                Counted::Silent
            };
            let Some(held) = self.held(organisation, clause) else {
                return otherwise;
            };
            let (kind, wording) = (held.said.kind, held.said.wording);
            match kind {
                PositionKind::Recuse => Counted::Recused,
                PositionKind::Object => {
                    let state = self.state(held.name);
                    let counted = Counted::As {
                        kind,
                        is_carried: false,
                        is_open: is_open(state),
                    };
                    if is_counted(state) {
                        counted
                    } else {
                        otherwise
                    }
                }
                _ if current.contains(&wording) => Counted::As {
                    kind,
                    is_carried: false,
                    is_open: false,
                },
                _ if carried.contains(&wording) => Counted::As {
                    kind,
                    is_carried: true,
                    is_open: false,
                },
                _ => otherwise,
            }
        };
        Some(electorate.iter().map(|it| (*it, count(*it))).collect())
    }

    fn level(&self, rules: &RuleSet, roll: &Roll) -> Level {
        let [eligible, taking_part, support, favour, _, concern, opposed] = counts(roll);
        let taking_side = favour + concern + opposed;
        let is_at_least = |a: u64, b: u64, part: Part| a * part.1 >= b * part.0;
        let is_at_most = |a: u64, b: u64, part: Part| a * part.1 <= b * part.0;
        let some_open = roll
            .iter()
            .any(|(_, it)| matches!(it, Counted::As { is_open: true, .. }));
        let reserved =
            |(_, it): &(usize, Counted)| it.kind() == Some(PositionKind::EndorseWithReservation);
        if !is_at_least(taking_part, eligible, rules.quorum) {
            Level::NoQuorum
        } else if taking_side == 0 {
            Level::InsufficientSupport
        } else if 2 * favour <= taking_side {
            Level::Divergence
        } else if !is_at_least(favour, taking_side, rules.favour)
            || !is_at_most(opposed, taking_side, rules.oppose)
            || self.is_opposed_by_a_constituency(rules, roll)
        {
            Level::SignificantOpposition
        } else if !is_at_least(support, eligible, rules.floor) {
            Level::InsufficientSupport
        } else if (rules.objections == "address" && some_open)
            || (rules.objections == "veto" && opposed > 0)
        {
            Level::ObjectionsOpen
        } else if concern == 0 && opposed == 0 && !roll.iter().any(reserved) {
            Level::FullConsensus
        } else {
            Level::Consensus
        }
    }

    fn is_opposed_by_a_constituency(&self, rules: &RuleSet, roll: &Roll) -> bool {
        let Some((majority, least)) = rules.constituency else {
            return false;
        };
        (0..3).any(|constituency| {
            let sits = |it: &&(usize, Counted)| self.members[it.0].constituency == constituency;
            let among: Roll = roll.iter().filter(sits).copied().collect();
            let [_, _, _, f, _, c, x] = counts(&among);
            x >= least && x * majority.1 > (f + c + x) * majority.0
        })
    }
}

fn counts(roll: &Roll) -> [u64; 7] {
    use PositionKind::{Abstain, Concern, Object};
    let mut counts = [0; 7];
    for (_, it) in roll {
        let kind = it.kind();
        let holding = [
            *it != Counted::Recused,
            kind.is_some(),
            matches!(
                kind,
                Some(PositionKind::Endorse | PositionKind::EndorseWithReservation)
            ),
            kind.is_some_and(is_favourable),
            kind == Some(Abstain),
            kind == Some(Concern),
            kind == Some(Object),
        ];
        for (count, holds) in counts.iter_mut().zip(holding) {
            *count += u64::from(holds);
        }
    }
    counts
}

fn flags(roll: &Roll, level: Level, firm_level: Level) -> BTreeSet<&'static str> {
    let is_consensus = |it| matches!(it, Level::Consensus | Level::FullConsensus);
    let any = |holds: &dyn Fn(&Counted) -> bool| roll.iter().any(|(_, it)| holds(it));
    let [n, _, s, _, _, _, x] = counts(roll);
    let holding = [
        (
            "ad_referendum",
            is_consensus(level) && !is_consensus(firm_level),
        ),
        ("by_silence", any(&|it| *it == Counted::AcceptsBySilence)),
        ("dissent", level == Level::Consensus && x > 0),
        (
            "provisional",
            any(&|it| {
                matches!(
                    it,
                    Counted::As {
                        is_carried: true,
                        ..
                    }
                )
            }),
        ),
        (
            "reservations",
            any(&|it| it.kind() == Some(PositionKind::EndorseWithReservation)),
        ),
        ("unanimity", level == Level::FullConsensus && s == n),
    ];
    let holding = holding.into_iter().filter(|(_, holds)| *holds);
    holding.map(|(name, _)| name).collect()
}
