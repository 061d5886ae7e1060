//! Who counts as what, where the rules are easily misread.

use domain::consensus::{
    Basis, Elector, Evaluation, Flag, HeldPosition, Level, Mandate, ObjectionState, PositionKind,
    Rules, Silence, SilenceState, Situation, Status, evaluate,
};

type Case = Situation<&'static str, &'static str>;

const ORGANISATIONS: [&str; 4] = ["EMB-1", "EMB-2", "OBS-1", "OBS-2"];

fn four() -> Case {
    let electorate = ORGANISATIONS.map(|organisation| Elector {
        organisation,
        constituency: organisation[..3].to_owned(),
    });
    Situation::new(Rules::default(), electorate.to_vec(), "v2")
}

fn takes(case: &mut Case, organisation: &'static str, kind: PositionKind, text: &'static str) {
    (case.positions).push(HeldPosition::new(organisation, kind, text));
}

fn objects(case: &mut Case, organisation: &'static str, text: &'static str, to: ObjectionState) {
    takes(case, organisation, PositionKind::Object, text);
    if let Some(held) = case.positions.last_mut() {
        held.objection = to;
    }
}

fn silence_passed(case: &mut Case) {
    case.silence = Silence {
        state: SilenceState::Passed,
        notified: ORGANISATIONS.to_vec(),
    };
}

fn status(evaluation: &Evaluation<&'static str>, organisation: &str) -> Status {
    let standing = evaluation
        .standings
        .iter()
        .find(|it| it.organisation == organisation);
    standing.map_or(Status::Silent, |it| it.status)
}

fn counted(kind: PositionKind, basis: Basis) -> Status {
    Status::Counted { kind, basis }
}

#[test]
fn the_last_position_wins_though_it_is_stale() {
    let mut case = four();
    takes(&mut case, "EMB-1", PositionKind::Endorse, "v2");
    takes(&mut case, "EMB-1", PositionKind::Endorse, "v1");
    let evaluation = evaluate(&case);
    assert_eq!(status(&evaluation, "EMB-1"), Status::Stale);
    assert_eq!((evaluation.counts.support, evaluation.counts.stale), (0, 1));
}

#[test]
fn a_wording_that_returns_revives_its_positions() {
    let mut case = four();
    takes(&mut case, "EMB-1", PositionKind::Endorse, "v1");
    case.text = "v1";
    let evaluation = evaluate(&case);
    assert_eq!(
        status(&evaluation, "EMB-1"),
        counted(PositionKind::Endorse, Basis::Position)
    );
}

#[test]
fn only_what_counts_by_being_carried_is_provisional() {
    let mut case = four();
    case.carried.push("v1");
    objects(&mut case, "EMB-1", "v1", ObjectionState::Raised);
    takes(&mut case, "EMB-2", PositionKind::Recuse, "v1");
    takes(&mut case, "OBS-1", PositionKind::Endorse, "v1");
    takes(&mut case, "OBS-1", PositionKind::Endorse, "v2");
    assert_eq!(evaluate(&case).flags, []);
    takes(&mut case, "OBS-2", PositionKind::Abstain, "v1");
    assert_eq!(evaluate(&case).flags, [Flag::Provisional]);
}

#[test]
fn an_objection_that_ended_is_not_counted() {
    for state in ObjectionState::ALL {
        let mut case = four();
        objects(&mut case, "EMB-1", "v1", state);
        let evaluation = evaluate(&case);
        assert_eq!(
            evaluation.counts.oppose,
            u64::from(state.is_counted()),
            "{state}"
        );
        assert_eq!(evaluation.counts.stale, 0, "{state}");
    }
}

#[test]
fn a_recusal_outlives_the_wording_and_silence() {
    let mut case = four();
    takes(&mut case, "EMB-1", PositionKind::Recuse, "v1");
    silence_passed(&mut case);
    let evaluation = evaluate(&case);
    assert_eq!(status(&evaluation, "EMB-1"), Status::Recused);
    assert_eq!(evaluation.counts.eligible, 3);
}

#[test]
fn silence_is_acceptance_and_never_endorsement() {
    let mut case = four();
    takes(&mut case, "EMB-1", PositionKind::Endorse, "v1");
    objects(&mut case, "EMB-2", "v2", ObjectionState::Withdrawn);
    objects(&mut case, "OBS-1", "v2", ObjectionState::Decided);
    silence_passed(&mut case);
    let evaluation = evaluate(&case);
    let by_silence = counted(PositionKind::Accept, Basis::Silence);
    assert_eq!(status(&evaluation, "EMB-1"), by_silence);
    assert_eq!(status(&evaluation, "EMB-2"), by_silence);
    assert_eq!(
        status(&evaluation, "OBS-1"),
        counted(PositionKind::Object, Basis::Position)
    );
    assert_eq!(
        (evaluation.counts.support, evaluation.counts.favour),
        (0, 3)
    );
    assert_eq!(evaluation.counts.stale, 1);
}

#[test]
fn what_is_held_ad_referendum_is_not_firm_by_silence() {
    let mut case = four();
    for organisation in ORGANISATIONS {
        takes(&mut case, organisation, PositionKind::Endorse, "v2");
    }
    for held in &mut case.positions[..3] {
        held.mandate = Mandate::AdReferendum;
    }
    silence_passed(&mut case);
    let evaluation = evaluate(&case);
    assert_eq!(evaluation.level, Level::FullConsensus);
    assert_eq!(evaluation.firm_level, Level::NoQuorum);
    assert_eq!(evaluation.flags, [Flag::AdReferendum, Flag::Unanimity]);
}

#[test]
fn an_organisation_named_twice_counts_once() {
    let mut case = four();
    case.electorate.push(Elector {
        organisation: "EMB-1",
        constituency: "OBS".to_owned(),
    });
    takes(&mut case, "EMB-1", PositionKind::Endorse, "v2");
    let evaluation = evaluate(&case);
    assert_eq!(evaluation.counts.eligible, 4);
    assert_eq!(evaluation.standings[0].constituency, "EMB");
}
