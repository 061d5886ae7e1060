//! The numbers alone give the same answer as the full evaluation.

use domain::consensus::{Panel, Tally, Verdict, evaluate, firm_reasons, verdict};
use proptest::prelude::*;

use crate::consensus_properties::{Case, a_case, a_position};

fn in_short(case: &Case) -> Verdict {
    let evaluation = evaluate(case);
    Verdict {
        level: evaluation.level,
        firm_level: evaluation.firm_level,
        flags: evaluation.flags,
        counts: evaluation.counts,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_numbers_alone_give_what_the_evaluation_gives(case in a_case(12)) {
        prop_assert_eq!(verdict(&case), in_short(&case));
    }

    #[test]
    fn positions_taken_one_by_one_give_what_all_of_them_give(
        case in a_case(8),
        further in proptest::collection::vec(a_position(8), 0..24),
    ) {
        let panel = Panel::new(case.rules, &case.electorate);
        let mut tally = Tally::new(&panel, &case);
        let mut whole = case;
        for position in further {
            let has_seat = whole.electorate.iter().any(|it| it.organisation == position.organisation);
            prop_assert_eq!(tally.take(&panel, &position), has_seat);
            whole.positions.push(position);
            prop_assert_eq!(tally.verdict(&panel), in_short(&whole));
        }
        let kept_up = tally.verdict(&panel);
        tally.recount(&panel);
        prop_assert_eq!(tally.verdict(&panel), kept_up);
    }

    #[test]
    fn the_firm_reasons_give_the_firm_level(case in a_case(8)) {
        let failed = firm_reasons(&case).into_iter().find(|it| !it.passed);
        let level = failed.map_or(domain::consensus::Level::FullConsensus, |it| it.test.level_if_failed());
        prop_assert_eq!(level, evaluate(&case).firm_level);
    }
}
