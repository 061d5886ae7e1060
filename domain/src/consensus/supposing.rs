//! What if: the situation as it would be if some organisations moved.

use serde::{Deserialize, Serialize};

use super::{HeldPosition, Mandate, ObjectionState, PositionKind, Situation};

/// A move that nobody has made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Supposition<O> {
    /// Who would move; it has to be of the electorate.
    pub organisation: O,
    /// Where to.
    pub stand: Supposed,
}

/// Where an organisation would stand on the wording on the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Supposed {
    /// It would hold no position at all.
    Nothing,
    /// It would take this position; an objection is raised and nothing more.
    Position {
        /// The kind.
        kind: PositionKind,
        /// How firmly it would be held; only a favourable position is held otherwise than firmly.
        #[serde(default)]
        mandate: Mandate,
    },
    /// It would have an objection, and this is where that would stand.
    Objection {
        /// Where the objection would stand.
        state: ObjectionState,
    },
}

/// A move that cannot even be supposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsupposable {
    /// The organisation of the move with this place in the list has no seat.
    #[error("the organisation of move {0} is not in the electorate")]
    NotInElectorate(usize),
    /// The move with this place in the list holds ad referendum what cannot be held so.
    #[error("only a favourable position is held ad referendum, which move {0} is not")]
    MandateNotPossible(usize),
}

impl Unsupposable {
    /// Returns the place in the list of the move at fault.
    pub const fn place(self) -> usize {
        match self {
            Self::NotInElectorate(place) | Self::MandateNotPossible(place) => place,
        }
    }
}

impl Supposed {
    fn is_possible(self) -> bool {
        match self {
            Self::Position { kind, mandate } => mandate == Mandate::Firm || kind.is_favourable(),
            Self::Nothing | Self::Objection { .. } => true,
        }
    }
}

impl<O: Ord + Clone, T: Clone> Situation<O, T> {
    /// Returns the situation as it would be after some moves; of two by one organisation the last counts.
    ///
    /// # Errors
    ///
    /// * [`Unsupposable::NotInElectorate`] if an organisation has no seat;
    /// * [`Unsupposable::MandateNotPossible`] if only a favourable position is held so.
    pub fn supposing(&self, moves: &[Supposition<O>]) -> Result<Self, Unsupposable> {
        let mut supposed = self.clone();
        for (place, it) in moves.iter().enumerate() {
            let is_seat = |seat: &super::Elector<O>| seat.organisation == it.organisation;
            if !self.electorate.iter().any(is_seat) {
                return Err(Unsupposable::NotInElectorate(place));
            }
            if !it.stand.is_possible() {
                return Err(Unsupposable::MandateNotPossible(place));
            }
            supposed.suppose(it);
        }
        Ok(supposed)
    }

    fn suppose(&mut self, it: &Supposition<O>) {
        let who = &it.organisation;
        let held = |kind| HeldPosition::new(who.clone(), kind, self.text.clone());
        let position = match it.stand {
            Supposed::Nothing => {
                self.positions.retain(|held| held.organisation != *who);
                return;
            }
            Supposed::Position { kind, mandate } => HeldPosition {
                mandate,
                ..held(kind)
            },
            Supposed::Objection { state } => {
                let mut present = self.positions.iter().rev();
                let objection = present
                    .find(|held| held.organisation == *who)
                    .filter(|held| held.kind == PositionKind::Object)
                    .cloned();
                HeldPosition {
                    objection: state,
                    ..objection.unwrap_or_else(|| held(PositionKind::Object))
                }
            }
        };
        self.positions.push(position);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consensus::{Elector, Level, Rules, evaluate};

    /// Six organisations; five endorse, `F` objects.
    fn a_situation() -> Situation<char, u8> {
        let electorate = ('A'..='F').map(|organisation| Elector {
            organisation,
            constituency: "all".into(),
        });
        let mut situation = Situation::new(Rules::default(), electorate.collect(), 1);
        let take = |who, kind| HeldPosition::new(who, kind, 1);
        situation.positions = ('A'..='E')
            .map(|who| take(who, PositionKind::Endorse))
            .collect();
        situation.positions.push(take('F', PositionKind::Object));
        situation
    }

    #[track_caller]
    fn check(moves: &[(char, Supposed)], expected: Level) {
        let moves: Vec<_> = (moves.iter())
            .map(|(organisation, stand)| Supposition {
                organisation: *organisation,
                stand: *stand,
            })
            .collect();
        let supposed = a_situation().supposing(&moves).unwrap();
        assert_eq!(evaluate(&supposed).level, expected);
    }

    const fn position(kind: PositionKind) -> Supposed {
        Supposed::Position {
            kind,
            mandate: Mandate::Firm,
        }
    }

    const fn objection(state: ObjectionState) -> Supposed {
        Supposed::Objection { state }
    }

    #[test]
    fn a_move_is_as_if_it_had_been_made() {
        check(&[], Level::ObjectionsOpen);
        check(
            &[('F', objection(ObjectionState::Withdrawn))],
            Level::FullConsensus,
        );
        check(
            &[('F', objection(ObjectionState::Decided))],
            Level::Consensus,
        );
        check(&[('F', position(PositionKind::Concern))], Level::Consensus);
        check(
            &[('A', objection(ObjectionState::Raised))],
            Level::SignificantOpposition,
        );
    }

    #[test]
    fn several_moves_count_together_and_the_last_of_one_organisation_counts() {
        let moves = ['A', 'B', 'C', 'D'].map(|who| (who, Supposed::Nothing));
        check(&moves, Level::NoQuorum);
        check(
            &[
                ('F', position(PositionKind::Endorse)),
                ('F', objection(ObjectionState::Sustained)),
            ],
            Level::ObjectionsOpen,
        );
    }

    #[test]
    fn what_is_supposed_leaves_the_situation_as_it_is() {
        let before = a_situation();
        let moves = [Supposition {
            organisation: 'A',
            stand: Supposed::Nothing,
        }];
        assert_ne!(before.supposing(&moves).unwrap(), before);
        assert_eq!(before, a_situation());
    }

    #[test]
    fn what_nobody_could_do_is_not_supposed() {
        let moved = |organisation, stand| {
            let moves = [Supposition {
                organisation,
                stand,
            }];
            a_situation().supposing(&moves)
        };
        assert_eq!(
            moved('X', Supposed::Nothing),
            Err(Unsupposable::NotInElectorate(0))
        );
        let stand = Supposed::Position {
            kind: PositionKind::Concern,
            mandate: Mandate::AdReferendum,
        };
        assert_eq!(moved('A', stand), Err(Unsupposable::MandateNotPossible(0)));
    }

    #[test]
    fn an_objection_that_moves_keeps_the_day_it_was_raised() {
        let mut situation = a_situation();
        let raised = crate::time::Timestamp::from_micros(7);
        situation.positions.last_mut().unwrap().raised_at = Some(raised);
        let moves = [Supposition {
            organisation: 'F',
            stand: objection(ObjectionState::Answered),
        }];
        let supposed = situation.supposing(&moves).unwrap();
        assert_eq!(evaluate(&supposed).standings[5].raised_at, Some(raised));
    }
}
