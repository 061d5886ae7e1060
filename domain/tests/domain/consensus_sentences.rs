//! The sentence that explains a level, case by case.

use std::collections::BTreeMap;

use domain::consensus::{
    ConstituencyRule, Elector, Fraction, HeldPosition, Mandate, ObjectionMode, ObjectionState,
    PositionKind, Rules, Silence, SilenceState, Situation, evaluate, explain,
};

type Case = Situation<String, &'static str>;

const NOW: &str = "current wording";
const BEFORE: &str = "earlier wording";

/// Seats twelve organisations: four election bodies, five observers, three of civil society.
fn twelve() -> Case {
    let groups = [("EMB", 4), ("OBS", 5), ("CIV", 3)];
    let electorate = groups.into_iter().flat_map(|(group, size)| {
        (1..=size).map(move |i| Elector {
            organisation: format!("{group}-{i}"),
            constituency: group.to_owned(),
        })
    });
    Situation::new(Rules::default(), electorate.collect(), NOW)
}

/// Reads positions such as `OBS-1..5 endorse, EMB-2 object answered`.
fn with_positions(mut case: Case, positions: &str) -> Case {
    for position in positions.split(", ") {
        let mut words = position.split(' ');
        let (who, kind) = (words.next().unwrap(), words.next().unwrap());
        let (group, numbers) = who.split_once('-').unwrap();
        let (first, last) = numbers.split_once("..").unwrap_or((numbers, numbers));
        let range = first.parse::<u8>().unwrap()..=last.parse::<u8>().unwrap();
        let details: Vec<&str> = words.collect();
        for i in range {
            case.positions
                .push(held(format!("{group}-{i}"), kind, &details));
        }
    }
    case
}

fn held(organisation: String, kind: &str, details: &[&str]) -> HeldPosition<String, &'static str> {
    let kind = PositionKind::from_name(kind).unwrap();
    let mut held = HeldPosition::new(organisation, kind, NOW);
    for detail in details {
        match *detail {
            "earlier" => held.text = BEFORE,
            "ad_referendum" => held.mandate = Mandate::AdReferendum,
            "3-May" => held.raised_at = Some("2026-05-03T10:00:00Z".parse().unwrap()),
            state => held.objection = ObjectionState::from_name(state).unwrap(),
        }
    }
    held
}

#[track_caller]
fn check(case: &Case, expected: &str) {
    let evaluation = evaluate(case);
    assert_eq!(explain(&evaluation).to_english(), expected);
}

#[test]
fn one_open_objection() {
    let case = with_positions(
        twelve(),
        "OBS-1..5 endorse, EMB-1 endorse, CIV-1 endorse, EMB-2 object 3-May",
    );
    check(
        &case,
        "8 of 12 have taken part (6 needed); 1 objection is open: EMB-2, raised 3 May; \
         its withdrawal or a decision would give Consensus",
    );
}

#[test]
fn an_objection_whose_withdrawal_would_break_the_quorum() {
    let case = with_positions(twelve(), "OBS-1..5 endorse, EMB-2 object");
    check(
        &case,
        "6 of 12 have taken part (6 needed); 1 objection is open: EMB-2; \
         a decision on it would give Consensus",
    );
}

#[test]
fn a_veto_leaves_no_choice_but_withdrawal() {
    let mut case = with_positions(
        twelve(),
        "OBS-1..5 endorse, EMB-1..3 endorse, CIV-1..2 endorse, CIV-3 object decided 3-May, EMB-4 object",
    );
    case.rules.objections = ObjectionMode::Veto;
    check(
        &case,
        "12 of 12 have taken part (6 needed); 2 objections block: CIV-3 (raised 3 May), EMB-4; \
         their withdrawal would give Consensus",
    );
}

#[test]
fn too_few_have_taken_part() {
    let case = with_positions(twelve(), "OBS-1..4 endorse, EMB-1 endorse earlier");
    check(
        &case,
        "4 of 12 have taken part (6 needed); 1 position is on an earlier wording: EMB-1; \
         2 more acceptances or endorsements from silent organisations would give Consensus",
    );
}

#[test]
fn apathy() {
    let case = with_positions(
        twelve(),
        "OBS-1..3 endorse, OBS-4..5 accept, EMB-1..2 accept, EMB-3..4 abstain",
    );
    check(
        &case,
        "9 of 12 have taken part (6 needed); 3 of 12 endorse (4 needed); \
         1 more endorsement would give Consensus",
    );
}

#[test]
fn an_opposed_constituency() {
    let case = with_positions(
        twelve(),
        "OBS-1..5 endorse, CIV-1..3 endorse, EMB-1..2 object decided",
    );
    check(
        &case,
        "10 of 12 have taken part (6 needed); 2 of 2 taking a side in EMB object: EMB-1, EMB-2; \
         the withdrawal of the objection of EMB-1 would give Consensus",
    );
}

#[test]
fn a_constituency_that_no_withdrawal_saves_alone() {
    let mut case = with_positions(
        twelve(),
        "OBS-1..5 endorse, CIV-1..3 endorse, EMB-1..2 object decided",
    );
    case.rules.constituency = Some(ConstituencyRule {
        majority: Fraction::new(1, 2).unwrap(),
        min_organisations: 1,
    });
    check(
        &case,
        "10 of 12 have taken part (6 needed); 2 of 2 taking a side in EMB object: EMB-1, EMB-2; \
         2 more acceptances or endorsements from silent organisations of EMB would give Consensus",
    );
}

#[test]
fn opinions_divided() {
    let case = with_positions(
        twelve(),
        "OBS-1..4 endorse, OBS-5 concern, EMB-1 concern, EMB-2..4 object",
    );
    check(
        &case,
        "9 of 12 have taken part (6 needed); 4 of 9 taking a side are in favour (6 needed); \
         3 of 9 taking a side object (2 at most); 3 of 4 taking a side in EMB object: EMB-2, EMB-3, EMB-4; \
         3 objections are open: EMB-2, EMB-3, EMB-4; their withdrawal would give Consensus",
    );
}

#[test]
fn agreement_with_everything_on_record() {
    let mut case = with_positions(
        twelve(),
        "OBS-1..4 endorse, OBS-5 endorse_with_reservation, EMB-1 endorse, EMB-2 object decided, CIV-1 concern, CIV-2 endorse earlier",
    );
    case.carried.push(BEFORE);
    let notified = vec!["CIV-3".to_owned()];
    let state = SilenceState::Passed;
    case.silence = Silence { state, notified };
    check(
        &case,
        "10 of 12 have taken part (6 needed); 8 of 10 taking a side are in favour (7 needed); \
         1 reservation is on record: OBS-5; 1 concern is on record: CIV-1; \
         1 objection stays on record: EMB-2; 1 accepts by silence: CIV-3; \
         1 position counts provisionally, after an editorial change: CIV-2; Consensus",
    );
}

#[test]
fn agreement_ad_referendum() {
    let case = with_positions(twelve(), "OBS-1..5 endorse, EMB-1..4 endorse ad_referendum");
    check(
        &case,
        "9 of 12 have taken part (6 needed); 9 of 9 taking a side are in favour (6 needed); \
         Full consensus; ad referendum: with firm positions alone the level is No quorum",
    );
}

#[test]
fn nobody_to_ask() {
    check(
        &Situation::new(Rules::default(), Vec::new(), NOW),
        "nobody is eligible to take part",
    );
}

#[test]
fn a_former_member_is_reported_and_does_not_count() {
    let case = with_positions(
        twelve(),
        "OBS-1..5 endorse, EMB-1 endorse, OLD-1 object earlier",
    );
    let evaluation = evaluate(&case);
    assert!(evaluation.level.is_consensus());
    let [former] = &evaluation.former[..] else {
        panic!("{:?}", evaluation.former);
    };
    assert_eq!(former.organisation, "OLD-1");
    assert!(!former.current);
}

#[test]
fn silent_stale_recused_and_not_notified_are_told_apart() {
    let mut case = with_positions(
        twelve(),
        "OBS-1 endorse, OBS-2 endorse earlier, OBS-3 recuse, OBS-4 object withdrawn",
    );
    case.silence = Silence {
        state: SilenceState::Open,
        notified: ["OBS-1", "OBS-2", "OBS-3", "OBS-4", "EMB-1"]
            .map(str::to_owned)
            .to_vec(),
    };
    let evaluation = evaluate(&case);
    let statuses: BTreeMap<&str, String> = (evaluation.standings.iter())
        .map(|it| {
            (
                it.organisation.as_str(),
                serde_json::to_value(it.status).unwrap()["status"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            )
        })
        .collect();
    assert_eq!(statuses["OBS-1"], "counted");
    assert_eq!(statuses["OBS-2"], "stale");
    assert_eq!(statuses["OBS-3"], "recused");
    assert_eq!(statuses["OBS-4"], "silent");
    assert_eq!(statuses["EMB-1"], "silent");
    assert_eq!(statuses["EMB-2"], "not_notified");
}
