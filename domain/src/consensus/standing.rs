//! Where every organisation stands, and what that counts as.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::situation::{HeldPosition, SilenceState, Situation};
use super::{Mandate, ObjectionState, PositionKind};
use crate::time::Timestamp;

/// Where one organisation of the electorate stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Standing<O> {
    /// The organisation.
    pub organisation: O,
    /// The constituency it sits in.
    pub constituency: String,
    /// What it counts as.
    pub status: Status,
    /// The kind of its latest position, counted or not.
    pub position: Option<PositionKind>,
    /// How firmly its latest position is held.
    pub mandate: Mandate,
    /// Where its objection stands, if its latest position is one.
    pub objection: Option<ObjectionState>,
    /// When its objection was raised, where that is known.
    pub raised_at: Option<Timestamp>,
    /// Whether its latest position is on a wording that is neither current nor carried.
    pub stale: bool,
}

impl<O> Standing<O> {
    /// Reports whether it counts as objecting.
    pub fn objects(&self) -> bool {
        self.status.counted_as() == Some(PositionKind::Object)
    }

    /// Reports whether it counts as objecting and the objection still waits for its end.
    pub fn objects_openly(&self) -> bool {
        self.objects() && self.objection.is_some_and(ObjectionState::is_open)
    }

    /// Takes its objection back; it then says nothing that counts.
    pub(super) fn withdraw(&mut self, accepts_by_silence: bool) {
        self.objection = Some(ObjectionState::Withdrawn);
        self.status = if accepts_by_silence {
            Status::ACCEPTS_BY_SILENCE
        } else {
            Status::Silent
        };
    }
}

/// What an organisation counts as; the four ways of not counting are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Status {
    /// It counts as holding a position of this kind.
    Counted {
        /// The kind it counts as, never [`PositionKind::Recuse`].
        kind: PositionKind,
        /// What that rests on.
        basis: Basis,
    },
    /// It has left the electorate of this clause.
    Recused,
    /// Its latest position is on another wording.
    Stale,
    /// It has said nothing that counts.
    Silent,
    /// It has said nothing that counts and was not told of the silence procedure.
    NotNotified,
}

impl Status {
    const ACCEPTS_BY_SILENCE: Self = Self::Counted {
        kind: PositionKind::Accept,
        basis: Basis::Silence,
    };

    /// Returns the kind it counts as, if it counts.
    pub const fn counted_as(self) -> Option<PositionKind> {
        match self {
            Self::Counted { kind, .. } => Some(kind),
            Self::Recused | Self::Stale | Self::Silent | Self::NotNotified => None,
        }
    }

    /// Returns what its counting rests on, if it counts.
    pub const fn basis(self) -> Option<Basis> {
        match self {
            Self::Counted { basis, .. } => Some(basis),
            Self::Recused | Self::Stale | Self::Silent | Self::NotNotified => None,
        }
    }
}

/// What the counting of an organisation rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Basis {
    /// A position on the current wording, or an objection on any.
    Position,
    /// A position on a wording that an editorial change carries over for now.
    Carried,
    /// Silence through a silence procedure that passed.
    Silence,
}

/// What an organisation outside the electorate last said; it is reported and not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormerStatement<O> {
    /// The organisation.
    pub organisation: O,
    /// The kind of its latest position.
    pub kind: PositionKind,
    /// Where its objection stands, if it is one.
    pub objection: Option<ObjectionState>,
    /// Whether it is on the current wording or a carried one.
    pub current: bool,
}

/// What one position is measured against, whoever holds it.
pub(super) struct Ground<'a, T> {
    pub(super) text: &'a T,
    pub(super) carried: &'a [T],
    pub(super) silence: SilenceState,
}

impl<'a, T: Eq> Ground<'a, T> {
    pub(super) fn of<O>(situation: &'a Situation<O, T>) -> Self {
        Self {
            text: &situation.text,
            carried: &situation.carried,
            silence: situation.silence.state,
        }
    }

    /// Returns what an organisation counts as by its latest position, if it has one.
    pub(super) fn status<O>(&self, held: Option<&HeldPosition<O, T>>, is_notified: bool) -> Status {
        if let Some(status) = held.and_then(|it| self.status_of(it)) {
            return status;
        }
        if self.accepts_by_silence(is_notified) {
            return Status::ACCEPTS_BY_SILENCE;
        }
        if held.is_some_and(|it| self.is_stale(it)) {
            return Status::Stale;
        }
        match self.silence {
            SilenceState::Open | SilenceState::Passed if !is_notified => Status::NotNotified,
            SilenceState::None | SilenceState::Open | SilenceState::Passed => Status::Silent,
        }
    }

    fn status_of<O>(&self, held: &HeldPosition<O, T>) -> Option<Status> {
        let kind = held.kind;
        let basis = match held.objection_state() {
            _ if kind == PositionKind::Recuse => return Some(Status::Recused),
            Some(state) if state.is_counted() => Basis::Position,
            None if held.text == *self.text => Basis::Position,
            None if self.carried.contains(&held.text) => Basis::Carried,
            Some(_) | None => return None,
        };
        Some(Status::Counted { kind, basis })
    }

    /// Reports whether those notified count as accepting as long as they say nothing that counts.
    fn accepts_by_silence(&self, is_notified: bool) -> bool {
        self.silence == SilenceState::Passed && is_notified
    }

    /// Objections and recusals never go stale.
    pub(super) fn is_stale<O>(&self, held: &HeldPosition<O, T>) -> bool {
        !matches!(held.kind, PositionKind::Object | PositionKind::Recuse) && !self.is_current(held)
    }

    fn is_current<O>(&self, held: &HeldPosition<O, T>) -> bool {
        held.text == *self.text || self.carried.contains(&held.text)
    }
}

/// Whose positions count as what; the answer to every question about one situation.
pub(super) struct Roll<'a, O, T> {
    ground: Ground<'a, T>,
    electorate: BTreeMap<&'a O, &'a str>,
    latest: BTreeMap<&'a O, &'a HeldPosition<O, T>>,
    notified: BTreeSet<&'a O>,
}

impl<'a, O: Ord + Clone, T: Eq> Roll<'a, O, T> {
    pub(super) fn new(situation: &'a Situation<O, T>) -> Self {
        let mut electorate = BTreeMap::new();
        for elector in &situation.electorate {
            electorate
                .entry(&elector.organisation)
                .or_insert(elector.constituency.as_str());
        }
        Self {
            ground: Ground::of(situation),
            electorate,
            latest: (situation.positions.iter())
                .map(|position| (&position.organisation, position))
                .collect(),
            notified: situation.silence.notified.iter().collect(),
        }
    }

    /// Returns the standing of every organisation of the electorate, sorted by organisation.
    pub(super) fn standings(&self) -> Vec<Standing<O>> {
        (self.electorate.iter())
            .map(|(organisation, constituency)| self.standing(organisation, constituency))
            .collect()
    }

    fn standing(&self, organisation: &O, constituency: &str) -> Standing<O> {
        let held = self.latest.get(organisation).copied();
        Standing {
            organisation: organisation.clone(),
            constituency: constituency.to_owned(),
            status: (self.ground).status(held, self.notified.contains(organisation)),
            position: held.map(|it| it.kind),
            mandate: held.map_or(Mandate::Firm, |it| it.mandate),
            objection: held.and_then(HeldPosition::objection_state),
            raised_at: held.and_then(|it| it.raised_at),
            stale: held.is_some_and(|it| self.ground.is_stale(it)),
        }
    }

    /// Reports whether the organisation counts as accepting as long as it says nothing that counts.
    pub(super) fn accepts_by_silence(&self, organisation: &O) -> bool {
        (self.ground).accepts_by_silence(self.notified.contains(organisation))
    }

    /// Returns the standings with every position held ad referendum taken as silent.
    pub(super) fn firm(&self, standings: &[Standing<O>]) -> Vec<Standing<O>> {
        let mut firm = standings.to_vec();
        for standing in &mut firm {
            let held = self.latest.get(&standing.organisation);
            if held.is_some_and(|it| it.is_ad_referendum()) {
                standing.status = Status::Silent;
            }
        }
        firm
    }

    /// Returns what organisations outside the electorate last said, sorted by organisation.
    pub(super) fn former(&self) -> Vec<FormerStatement<O>> {
        (self.latest.values())
            .filter(|held| !self.electorate.contains_key(&held.organisation))
            .map(|held| FormerStatement {
                organisation: held.organisation.clone(),
                kind: held.kind,
                objection: held.objection_state(),
                current: self.ground.is_current(held),
            })
            .collect()
    }
}
