//! Who can be asked for which step, and what a plan means in names.

use std::collections::{BTreeMap, BTreeSet};

use super::missing::{Among, EndedBy, Ending, Missing, Wanted};
use super::plan::{Area, Field, Moves, Plan};
use super::reason::{Test, least, reasons};
use super::rehearsal::Rehearsal;
use super::standing::{Standing, Status};
use super::{Counts, ObjectionMode, PositionKind, Rules};

/// The organisations that steps can be asked of, sorted into the sorts that a plan counts.
pub(super) struct Board<'a, O, F> {
    rules: &'a Rules,
    standings: &'a [Standing<O>],
    accepts: F,
    /// The counts once the objections that must be withdrawn are.
    counts: Counts,
    /// One for all constituencies that are not opposed, then one for each that is.
    groups: Vec<Group<'a, O>>,
    concerned: Vec<&'a O>,
    accepting: Vec<&'a O>,
    /// Those that accept by silence once they withdraw, as they must.
    returning: Vec<&'a O>,
}

struct Group<'a, O> {
    constituency: Option<&'a str>,
    taking_side: u64,
    oppose: u64,
    silent: Vec<&'a O>,
    abstaining: Vec<&'a O>,
    /// Those that are silent once they withdraw, as they must.
    leaving: Vec<&'a O>,
    /// Open objections that can be withdrawn or decided.
    open: Vec<&'a O>,
    /// Objections that may stand; their organisations are silent once they withdraw.
    settled: Vec<&'a O>,
    /// Objections that may stand; their organisations accept by silence once they withdraw.
    yielding: Vec<&'a O>,
}

impl<'a, O> Group<'a, O> {
    fn new(constituency: Option<&'a str>) -> Self {
        Self {
            constituency,
            taking_side: 0,
            oppose: 0,
            silent: Vec::new(),
            abstaining: Vec::new(),
            leaving: Vec::new(),
            open: Vec::new(),
            settled: Vec::new(),
            yielding: Vec::new(),
        }
    }

    /// Returns those that are silent only thanks to the plan.
    fn silenced(&self, moves: &Moves) -> impl Iterator<Item = &'a O> {
        self.leaving
            .iter()
            .chain(first(&self.open, moves.open))
            .chain(first(&self.settled, moves.settled))
            .copied()
    }

    fn area(&self) -> Area {
        Area {
            is_opposed: self.constituency.is_some(),
            taking_side: self.taking_side,
            oppose: self.oppose,
            silent: size(&self.silent) + size(&self.leaving),
            abstaining: size(&self.abstaining),
            open: size(&self.open),
            settled: size(&self.settled),
            yielding: size(&self.yielding),
        }
    }
}

impl<'a, O: Ord + Clone, F: Fn(&O) -> bool> Board<'a, O, F> {
    pub(super) fn new(rules: &'a Rules, standings: &'a [Standing<O>], accepts: F) -> Self {
        let mut board = Self {
            rules,
            standings,
            accepts,
            counts: Counts::default(),
            groups: vec![Group::new(None)],
            concerned: Vec::new(),
            accepting: Vec::new(),
            returning: Vec::new(),
        };
        let eased = board.eased();
        board.counts = Counts::of(&eased);
        let index = board.open_groups(&eased);
        for (standing, eased) in standings.iter().zip(&eased) {
            let group = index.get(standing.constituency.as_str()).copied();
            board.place(standing, eased, group.unwrap_or(0));
        }
        board
    }

    /// Returns the standings with every objection withdrawn that no plan can leave in place.
    fn eased(&self) -> Vec<Standing<O>> {
        let mut eased = self.standings.to_vec();
        for standing in eased.iter_mut().filter(|it| it.objects()) {
            let accepts = (self.accepts)(&standing.organisation);
            let must_go = match self.rules.objections {
                ObjectionMode::Veto => true,
                // Withdrawn it turns into acceptance, which is never worse than a decision.
                ObjectionMode::Address => accepts && standing.objects_openly(),
                ObjectionMode::Count => false,
            };
            if must_go {
                standing.withdraw(accepts);
            }
        }
        eased
    }

    /// Makes a group for each opposed constituency and returns where it is.
    fn open_groups(&mut self, eased: &[Standing<O>]) -> BTreeMap<&'a str, usize> {
        let opposed: BTreeSet<String> = reasons(self.rules, eased)
            .into_iter()
            .filter(|reason| reason.test == Test::Constituency && !reason.passed)
            .filter_map(|reason| reason.constituency)
            .collect();
        let mut index = BTreeMap::new();
        for standing in self.standings {
            let name = standing.constituency.as_str();
            if opposed.contains(name) && !index.contains_key(name) {
                index.insert(name, self.groups.len());
                self.groups.push(Group::new(Some(name)));
            }
        }
        index
    }

    fn place(&mut self, standing: &'a Standing<O>, eased: &Standing<O>, group: usize) {
        let organisation = &standing.organisation;
        let group = &mut self.groups[group];
        let Some(kind) = eased.status.counted_as() else {
            if standing.objects() {
                group.leaving.push(organisation);
            } else if standing.status != Status::Recused {
                group.silent.push(organisation);
            }
            return;
        };
        group.taking_side += u64::from(kind != PositionKind::Abstain);
        match kind {
            PositionKind::Abstain => group.abstaining.push(organisation),
            PositionKind::Concern => self.concerned.push(organisation),
            PositionKind::Accept if standing.objects() => self.returning.push(organisation),
            PositionKind::Accept => self.accepting.push(organisation),
            PositionKind::Object => {
                group.oppose += 1;
                let is_open = eased.objects_openly();
                if is_open && self.rules.objections == ObjectionMode::Address {
                    group.open.push(organisation);
                } else if (self.accepts)(organisation) {
                    group.yielding.push(organisation);
                } else {
                    group.settled.push(organisation);
                }
            }
            PositionKind::Endorse | PositionKind::EndorseWithReservation | PositionKind::Recuse => {
            }
        }
    }

    pub(super) fn field(&self) -> Field {
        Field {
            rules: *self.rules,
            eligible: self.counts.eligible,
            participating: self.counts.participating,
            taking_side: self.counts.taking_side,
            favour: self.counts.favour,
            support: self.counts.support,
            oppose: self.counts.oppose,
            concerned: self.counts.concern,
            accepting: size(&self.accepting) + size(&self.returning),
            areas: self.groups.iter().map(Group::area).collect(),
        }
    }

    pub(super) fn describe(&self, plan: &Plan) -> Missing<O> {
        let favourable = self.favourable(plan);
        let positions: u64 = favourable.iter().map(|it| it.count).sum();
        let floor = least(self.rules.floor, self.counts.eligible);
        let endorsements = floor.saturating_sub(self.counts.support);
        let objections = self.endings(plan);
        let mut missing = Missing {
            reachable: true,
            steps: positions + objections.len() as u64,
            endorsements,
            acceptances: positions - endorsements,
            favourable,
            objections,
        };
        self.free_choice(&mut missing);
        missing
    }

    fn favourable(&self, plan: &Plan) -> Vec<Wanted<O>> {
        let mut wanted = Vec::new();
        for (group, moves) in self.groups.iter().zip(&plan.moves) {
            let place = group.constituency;
            let silent = candidates(moves.silent, group.silent.iter().copied(), || {
                group.silenced(moves)
            });
            wanted.extend(Wanted::new(moves.silent, Among::Silent, place, silent));
            let abstaining = sorted(group.abstaining.iter().copied());
            wanted.extend(Wanted::new(
                moves.abstaining,
                Among::Abstaining,
                place,
                abstaining,
            ));
        }
        let everywhere = [
            (plan.silent, Among::Silent, self.silent(plan)),
            (plan.abstaining, Among::Abstaining, self.abstaining()),
            (
                plan.concerned,
                Among::Concerned,
                sorted(self.concerned.iter().copied()),
            ),
            (plan.anyone, Among::Anyone, self.anyone(plan)),
        ];
        for (count, among, candidates) in everywhere {
            wanted.extend(Wanted::new(count, among, None, candidates));
        }
        wanted
    }

    fn silent(&self, plan: &Plan) -> Vec<O> {
        let needed = plan.silent + plan.moves.iter().map(|it| it.silent).sum::<u64>();
        candidates(
            needed,
            self.groups.iter().flat_map(|it| it.silent.iter().copied()),
            || self.silenced(plan),
        )
    }

    fn silenced(&self, plan: &Plan) -> impl Iterator<Item = &'a O> {
        (self.groups.iter().zip(&plan.moves)).flat_map(|(group, moves)| group.silenced(moves))
    }

    fn abstaining(&self) -> Vec<O> {
        sorted(
            self.groups
                .iter()
                .flat_map(|it| it.abstaining.iter().copied()),
        )
    }

    fn anyone(&self, plan: &Plan) -> Vec<O> {
        let asked: u64 = plan.moves.iter().map(|it| it.silent + it.abstaining).sum();
        let needed = asked + plan.silent + plan.abstaining + plan.concerned + plan.anyone;
        let now = (self.groups.iter())
            .flat_map(|it| it.silent.iter().chain(&it.abstaining))
            .chain(&self.concerned)
            .chain(&self.accepting)
            .copied();
        candidates(needed, now, || {
            let yielded = (self.groups.iter().zip(&plan.moves))
                .flat_map(|(group, moves)| first(&group.yielding, moves.yielding));
            self.silenced(plan)
                .chain(yielded.chain(&self.returning).copied())
        })
    }

    /// Lists the objections that the plan ends, each in the way that it counts on.
    fn endings(&self, plan: &Plan) -> Vec<Ending<O>> {
        let mut withdrawn: Vec<&O> = self.silenced(plan).collect();
        withdrawn.extend(&self.returning);
        let mut decided: Vec<&O> = Vec::new();
        for (group, moves) in self.groups.iter().zip(&plan.moves) {
            withdrawn.extend(first(&group.yielding, moves.yielding));
            decided.extend(group.open.iter().skip(first(&group.open, moves.open).len()));
        }
        let mut endings: Vec<_> = (withdrawn.into_iter())
            .map(|it| Ending::new(it, EndedBy::Withdrawal))
            .chain(
                decided
                    .into_iter()
                    .map(|it| Ending::new(it, EndedBy::Decision)),
            )
            .collect();
        endings.sort_by(|a, b| a.organisation.cmp(&b.organisation));
        endings
    }

    /// Leaves it open how the open objections end, where either way will do for all of them.
    ///
    /// It is enough to try all withdrawn and all decided: a withdrawal can only fail the quorum,
    /// and a decision only the other tests.
    fn free_choice(&self, missing: &mut Missing<O>) {
        if self.rules.objections != ObjectionMode::Address {
            return;
        }
        let ends = [EndedBy::Withdrawal, EndedBy::Decision];
        let rehearsal = Rehearsal {
            rules: self.rules,
            standings: self.standings,
            missing,
            accepts: &self.accepts,
        };
        if ends.iter().all(|by| rehearsal.succeeds(*by)) {
            let open: BTreeSet<&O> = (self.standings.iter())
                .filter(|it| it.objects_openly())
                .map(|it| &it.organisation)
                .collect();
            for ending in &mut missing.objections {
                if open.contains(&ending.organisation) {
                    ending.by = ends.to_vec();
                }
            }
        }
    }
}

impl<O: Clone> Wanted<O> {
    fn new(
        count: u64,
        among: Among,
        constituency: Option<&str>,
        candidates: Vec<O>,
    ) -> Option<Self> {
        (count > 0).then(|| Self {
            count,
            among,
            constituency: constituency.map(str::to_owned),
            candidates,
        })
    }
}

impl<O: Clone> Ending<O> {
    fn new(organisation: &O, by: EndedBy) -> Self {
        Self {
            organisation: organisation.clone(),
            by: vec![by],
        }
    }
}

fn size<T>(list: &[T]) -> u64 {
    list.len() as u64
}

fn first<T>(list: &[T], count: u64) -> &[T] {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    &list[..count.min(list.len())]
}

fn sorted<'a, O: Ord + Clone + 'a>(organisations: impl Iterator<Item = &'a O>) -> Vec<O> {
    let mut list: Vec<O> = organisations.cloned().collect();
    list.sort();
    list
}

/// Returns those who can be asked now; others only where these are too few.
fn candidates<'a, O: Ord + Clone + 'a, I: Iterator<Item = &'a O>>(
    needed: u64,
    now: impl Iterator<Item = &'a O>,
    later: impl FnOnce() -> I,
) -> Vec<O> {
    let mut list: Vec<&O> = now.collect();
    if size(&list) < needed {
        list.extend(later());
    }
    sorted(list.into_iter())
}
