//! What holds of every evaluation, whatever the positions and the rules.

use domain::consensus::{
    ConstituencyRule, Elector, EndedBy, Evaluation, Fraction, HeldPosition, Level, Mandate,
    ObjectionMode, ObjectionState, PositionKind, Rules, Silence, SilenceState, Situation, Standing,
    evaluate,
};
use proptest::prelude::*;

pub(crate) type Case = Situation<u8, u8>;

const CURRENT: u8 = 2;

fn a_fraction() -> impl Strategy<Value = Fraction> {
    let usual =
        proptest::sample::select(vec![(0, 1), (1, 4), (1, 3), (1, 2), (2, 3), (3, 4), (1, 1)]);
    let odd = (0..=u32::MAX, 1..=u32::MAX).prop_map(|(a, b)| (a.min(b), b));
    prop_oneof![9 => usual, 1 => odd].prop_map(|(a, b)| Fraction::new(a, b).unwrap())
}

fn some_rules() -> impl Strategy<Value = Rules> {
    let constituency =
        (a_fraction(), 0..4_u32).prop_map(|(majority, min_organisations)| ConstituencyRule {
            majority,
            min_organisations,
        });
    (
        (a_fraction(), a_fraction(), a_fraction(), a_fraction()),
        proptest::option::weighted(0.8, constituency),
        proptest::sample::select(ObjectionMode::ALL.to_vec()),
    )
        .prop_map(
            |((quorum, favour, oppose, floor), constituency, objections)| Rules {
                quorum,
                favour,
                oppose,
                floor,
                constituency,
                objections,
            },
        )
}

pub(crate) fn a_position(organisations: u8) -> impl Strategy<Value = HeldPosition<u8, u8>> {
    let kinds = [
        &PositionKind::ALL[..],
        &[PositionKind::Object; 5],
        &[PositionKind::Abstain; 2],
    ];
    (
        0..=organisations,
        proptest::sample::select(kinds.concat()),
        proptest::sample::select(vec![CURRENT, CURRENT, CURRENT, 1, 0]),
        proptest::sample::select(Mandate::ALL.to_vec()),
        proptest::sample::select(ObjectionState::ALL.to_vec()),
    )
        .prop_map(
            |(organisation, kind, text, mandate, objection)| HeldPosition {
                mandate,
                objection,
                ..HeldPosition::new(organisation, kind, text)
            },
        )
}

pub(crate) fn a_case(most: u8) -> impl Strategy<Value = Case> {
    (0..=most).prop_flat_map(|organisations| {
        let n = usize::from(organisations);
        (
            some_rules(),
            proptest::collection::vec(0..3_u8, n),
            proptest::collection::vec(a_position(organisations), 0..=2 * n),
            proptest::sample::select(vec![
                SilenceState::None,
                SilenceState::Open,
                SilenceState::Passed,
            ]),
            proptest::sample::subsequence((0..organisations).collect::<Vec<_>>(), 0..=n),
        )
            .prop_map(
                |(rules, constituencies, positions, state, notified)| Situation {
                    rules,
                    electorate: (0..).zip(constituencies).map(seat).collect(),
                    text: CURRENT,
                    carried: vec![1],
                    silence: Silence { state, notified },
                    positions,
                },
            )
    })
}

fn seat((organisation, constituency): (u8, u8)) -> Elector<u8> {
    Elector {
        organisation,
        constituency: format!("constituency {constituency}"),
    }
}

fn take(case: &mut Case, organisation: u8, kind: PositionKind) {
    let position = HeldPosition::new(organisation, kind, CURRENT);
    case.positions.push(position);
}

fn end(case: &mut Case, organisation: u8, objection: ObjectionState) {
    case.positions.push(HeldPosition {
        objection,
        ..HeldPosition::new(organisation, PositionKind::Object, CURRENT)
    });
}

/// What one organisation, and the chair about it, can come to, each with its number of steps.
fn outcomes(evaluation: &Evaluation<u8>, organisation: u8) -> Vec<(u64, Vec<Step>)> {
    use PositionKind::{Accept, Endorse, Recuse};
    let standing = &evaluation.standings[usize::from(organisation)];
    let take = |kind| Step::Take(organisation, kind);
    let withdraw = Step::End(organisation, ObjectionState::Withdrawn);
    let mut outcomes = vec![(0, Vec::new())];
    if standing.objects() {
        outcomes.push((1, vec![withdraw]));
        outcomes.push((2, vec![withdraw, take(Accept)]));
        outcomes.push((2, vec![withdraw, take(Endorse)]));
        if standing.objects_openly() {
            outcomes.push((1, vec![Step::End(organisation, ObjectionState::Decided)]));
        }
    } else if standing.position != Some(Recuse) {
        outcomes.push((1, vec![take(Accept)]));
        outcomes.push((1, vec![take(Endorse)]));
    }
    outcomes
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Take(u8, PositionKind),
    End(u8, ObjectionState),
}

fn apply(case: &Case, steps: &[Step]) -> Case {
    let mut after = case.clone();
    for step in steps {
        match *step {
            Step::Take(organisation, kind) => take(&mut after, organisation, kind),
            Step::End(organisation, state) => end(&mut after, organisation, state),
        }
    }
    after
}

/// Tries everything that takes fewer than `steps` steps.
fn reaches_with_fewer(case: &Case, evaluation: &Evaluation<u8>, steps: u64) -> Option<Vec<Step>> {
    let mut open = vec![(0, Vec::new())];
    for organisation in 0..u8::try_from(case.electorate.len()).unwrap() {
        let outcomes = outcomes(evaluation, organisation);
        open = (open.iter())
            .flat_map(|(cost, taken)| {
                outcomes
                    .iter()
                    .map(move |(more, further)| (cost + more, [&taken[..], &further[..]].concat()))
            })
            .filter(|(cost, _)| *cost < steps)
            .collect();
    }
    (open.into_iter().map(|(_, taken)| taken))
        .find(|taken| evaluate(&apply(case, taken)).level.is_consensus())
}

fn turn(choice: u64, ways: usize) -> usize {
    usize::try_from(choice % ways as u64).unwrap()
}

/// Chooses among the ways that `missing` leaves open, by the bits of `choice`.
fn steps_taken(evaluation: &Evaluation<u8>, choice: u64) -> Vec<Step> {
    let missing = &evaluation.missing;
    let mut steps = Vec::new();
    for (i, ending) in missing.objections.iter().enumerate() {
        let by = ending.by[turn(choice >> i, ending.by.len())];
        let state = match by {
            EndedBy::Withdrawal => ObjectionState::Withdrawn,
            EndedBy::Decision => ObjectionState::Decided,
        };
        steps.push(Step::End(ending.organisation, state));
    }
    let mut used = Vec::new();
    for wanted in &missing.favourable {
        let mut free = wanted.candidates.clone();
        free.retain(|it| !used.contains(it));
        let first = turn(choice >> 8, free.len().max(1));
        free.rotate_left(first);
        let count = usize::try_from(wanted.count).unwrap();
        assert!(count <= free.len(), "too few candidates in {missing:?}");
        used.extend(&free[..count]);
    }
    let acceptances = usize::try_from(missing.acceptances).unwrap();
    for (i, organisation) in used.into_iter().enumerate() {
        let accepts = i < acceptances;
        let kind = if accepts {
            PositionKind::Accept
        } else {
            PositionKind::Endorse
        };
        steps.push(Step::Take(organisation, kind));
    }
    steps
}

proptest! {
    #[test]
    fn the_missing_steps_give_consensus(case in a_case(7), choice: u64) {
        let evaluation = evaluate(&case);
        let steps = steps_taken(&evaluation, choice);
        prop_assert_eq!(steps.len() as u64, evaluation.missing.steps);
        let after = evaluate(&apply(&case, &steps));
        if evaluation.missing.reachable {
            prop_assert!(after.level.is_consensus(), "{:?} after {:?}", after.level, steps);
        } else {
            prop_assert_eq!(evaluation.counts.eligible, 0);
        }
    }

    #[test]
    fn no_fewer_steps_give_consensus(case in a_case(5)) {
        let evaluation = evaluate(&case);
        let fewer = reaches_with_fewer(&case, &evaluation, evaluation.missing.steps);
        prop_assert!(fewer.is_none(), "{:?} instead of {:?}", fewer, evaluation.missing);
    }

    #[test]
    fn the_first_failed_test_gives_the_level(case in a_case(9)) {
        let evaluation = evaluate(&case);
        let failed = evaluation.reasons.iter().find(|reason| !reason.passed);
        let level = failed.map_or(Level::FullConsensus, |it| it.test.level_if_failed());
        prop_assert_eq!(evaluation.level, level);
        prop_assert_eq!(evaluation.missing.steps == 0, level.is_consensus() || evaluation.counts.eligible == 0);
        prop_assert!(evaluation.reasons.iter().all(|it| it.organisations.is_sorted()));
        prop_assert!(evaluation.flags.is_sorted());
    }

    #[test]
    fn the_level_is_the_one_of_the_table(case in a_case(9)) {
        let evaluation = evaluate(&case);
        prop_assert_eq!(evaluation.level, by_the_table(&case.rules, &evaluation));
    }
}

/// The table of the specification, written out once more in the terms it is written in.
fn by_the_table(rules: &Rules, evaluation: &Evaluation<u8>) -> Level {
    let counts = &evaluation.counts;
    let [taking_part, eligible, sides, favour, support, oppose] = [
        counts.participating,
        counts.eligible,
        counts.taking_side,
        counts.favour,
        counts.support,
        counts.oppose,
    ]
    .map(u128::from);
    let part = |share: Fraction| u128::from(share.numerator());
    let whole = |share: Fraction| u128::from(share.denominator());
    let objectors = || evaluation.standings.iter().filter(|it| it.objects());
    let is_opposed = |rule: &ConstituencyRule, name: &str| {
        let of = |it: &Standing<u8>| it.constituency == name;
        let sides = (evaluation.standings.iter()).filter(|it| {
            of(it) && !matches!(it.status.counted_as(), None | Some(PositionKind::Abstain))
        });
        let (sides, against) = (
            sides.count() as u128,
            objectors().filter(|it| of(it)).count() as u128,
        );
        against >= u128::from(rule.min_organisations)
            && against * whole(rule.majority) > sides * part(rule.majority)
    };
    let opposed = (rules.constituency.iter()).any(|rule| {
        evaluation
            .standings
            .iter()
            .any(|it| is_opposed(rule, &it.constituency))
    });
    if taking_part * whole(rules.quorum) < eligible * part(rules.quorum) {
        Level::NoQuorum
    } else if sides == 0 {
        Level::InsufficientSupport
    } else if 2 * favour <= sides {
        Level::Divergence
    } else if favour * whole(rules.favour) < sides * part(rules.favour)
        || oppose * whole(rules.oppose) > sides * part(rules.oppose)
        || opposed
    {
        Level::SignificantOpposition
    } else if support * whole(rules.floor) < eligible * part(rules.floor) {
        Level::InsufficientSupport
    } else if match rules.objections {
        ObjectionMode::Address => objectors().any(Standing::objects_openly),
        ObjectionMode::Veto => oppose > 0,
        ObjectionMode::Count => false,
    } {
        Level::ObjectionsOpen
    } else if counts.concern == 0 && oppose == 0 && counts.reservations == 0 {
        Level::FullConsensus
    } else {
        Level::Consensus
    }
}
