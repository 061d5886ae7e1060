//! What holds of every record: read back from its bytes it gives the same
//! network and the same instruments, wherever the reading begins anew.

use domain::api::{
    AnswerCosponsorship, DeclareCollision, FreezeDraft, LapseAmendment, ProcedureAdvised,
    ProposeProcedure, RejectAmendment, ReviseAmendment, UndoAdoption, WithdrawAmendment,
    WithdrawRole,
};
use domain::chronicle::Chronicle;
use domain::consensus::{Flag, Level, PositionKind, Verdict, verdict};
use domain::fixture::Table;
use domain::id::{AmendmentId, ClauseId, PackageId};
use domain::instrument::{FreshNames, Instrument, Turn};
use domain::record::{Act, Entry};
use domain::refusal::Refusal;
use domain::register::Register;
use domain::role::{GroupRole, NetworkRole};
use proptest::prelude::*;

use crate::folds::through_bytes;
use crate::road::{Recorded, recorded};

const TEXTS: [&str; 4] = [
    "Results are published by polling station.",
    "Results are published at once, by polling station.",
    "ينشر كل مكتب نتائجه.",
    "Observers follow every stage “from start to end”.",
];

/// Something a person tries to do; what the rules refuse leaves no entry.
#[derive(Debug, Clone)]
enum Attempt {
    Position(usize, usize, PositionKind),
    Propose(usize, usize, usize, Option<usize>),
    Answer(usize, usize, bool),
    Withdraw(usize, usize),
    Reject(usize),
    Lapse(usize),
    Adopt(usize, usize),
    Undo(usize),
    Revise(usize, usize),
    Collide(usize, usize),
    Advise(usize),
    Table([usize; 3]),
    Freeze(bool),
    Admit(u8),
    Leave(usize),
    Unseat(usize),
    Seat(usize, GroupRole),
}

fn an_attempt() -> impl Strategy<Value = Attempt> {
    let (member, clause, text, nth) = (0..6_usize, 0..3_usize, 0..TEXTS.len(), 0..8_usize);
    let kind = prop::sample::select(PositionKind::ALL.to_vec());
    let role = prop::sample::select(vec![
        GroupRole::Member,
        GroupRole::PenHolder,
        GroupRole::Observer,
    ]);
    let asked = prop::option::of(member.clone());
    prop_oneof![
        8 => (member.clone(), clause.clone(), kind).prop_map(|(m, c, k)| Attempt::Position(m, c, k)),
        4 => (member.clone(), clause, text.clone(), asked)
            .prop_map(|(m, c, t, a)| Attempt::Propose(m, c, t, a)),
        2 => (nth.clone(), member.clone(), any::<bool>())
            .prop_map(|(n, m, yes)| Attempt::Answer(n, m, yes)),
        1 => (nth.clone(), member.clone()).prop_map(|(n, m)| Attempt::Withdraw(n, m)),
        1 => nth.clone().prop_map(Attempt::Reject),
        1 => nth.clone().prop_map(Attempt::Lapse),
        2 => (nth.clone(), nth.clone()).prop_map(|(a, b)| Attempt::Adopt(a, b)),
        1 => nth.clone().prop_map(Attempt::Undo),
        2 => (nth.clone(), text.clone()).prop_map(|(n, t)| Attempt::Revise(n, t)),
        1 => (nth.clone(), nth.clone()).prop_map(|(a, b)| Attempt::Collide(a, b)),
        1 => nth.prop_map(Attempt::Advise),
        2 => [text.clone(), text.clone(), text].prop_map(Attempt::Table),
        1 => any::<bool>().prop_map(Attempt::Freeze),
        1 => (10..99_u8).prop_map(Attempt::Admit),
        1 => member.clone().prop_map(Attempt::Leave),
        1 => member.clone().prop_map(Attempt::Unseat),
        1 => (member, role).prop_map(|(m, r)| Attempt::Seat(m, r)),
    ]
}

fn nth_amendment(table: &Table, n: usize) -> AmendmentId {
    let amendments: Vec<_> = table.text().amendments().iter().map(|it| it.id).collect();
    let unknown = AmendmentId::from_uuid(uuid::Uuid::nil());
    amendments
        .get(n % amendments.len().max(1))
        .copied()
        .unwrap_or(unknown)
}

/// Asks the rules.
fn decide(table: &mut Table, attempt: &Attempt) -> Result<Vec<Act>, Refusal> {
    let ids = (table.scene.fresh(), table.scene.fresh());
    let (scene, heads) = (&table.scene, &table.heads);
    let chair = scene.acting(table.chair);
    let one = |act: Result<Act, Refusal>| act.map(|act| vec![act]);
    match *attempt {
        Attempt::Position(member, clause, kind) => {
            let statement = table.statement(clause, kind);
            let acting = scene.acting(heads[member]);
            let clause = table.clauses[clause];
            table.text().take_position(clause, &statement, &acting)
        }
        Attempt::Propose(member, clause, text, asked) => {
            let mut proposal = table.rewording(clause, TEXTS[text]);
            proposal
                .cosponsors
                .extend(asked.map(|n| table.organisations[n]));
            let fresh = FreshNames {
                amendments: vec![(AmendmentId::from_uuid(ids.0), ClauseId::from_uuid(ids.1))],
                package: PackageId::from_uuid(ids.0),
            };
            let acting = scene.acting(heads[member]);
            table.text().propose_amendment(&proposal, &acting, &fresh)
        }
        Attempt::Answer(n, member, yes) => {
            let acting = scene.acting(heads[member]);
            let id = nth_amendment(table, n);
            let text = table.text().amendment(id).map_or(1, |it| it.text().number);
            let command = AnswerCosponsorship { text, confirm: yes };
            one(table.text().answer_cosponsorship(id, &command, &acting))
        }
        Attempt::Withdraw(n, member) => {
            let acting = scene.acting(heads[member]);
            let command = WithdrawAmendment { reason: None };
            let id = nth_amendment(table, n);
            table.text().withdraw_amendment(id, &command, &acting)
        }
        Attempt::Reject(n) => {
            let reason = "Not now.".parse().unwrap();
            let id = nth_amendment(table, n);
            let command = RejectAmendment { reason };
            table.text().reject_amendment(id, &command, &chair)
        }
        Attempt::Lapse(n) => {
            let reason = "The round is over.".parse().unwrap();
            let command = LapseAmendment { reason };
            let id = nth_amendment(table, n);
            table.text().lapse_amendment(id, &command, &chair)
        }
        Attempt::Adopt(a, b) => {
            let chosen = table.adopting(&[nth_amendment(table, a), nth_amendment(table, b)]);
            let change = Some(format!("{:064x}", ids.0.as_u128()));
            let draft = table.text().current().unwrap().outline();
            let adoption = table.text().adoption(&chosen, &draft, &chair)?;
            table
                .text()
                .adopt(&chosen, (&adoption, &draft), change, &chair)
        }
        Attempt::Undo(n) => {
            let reason = "The wrong one was ticked.".parse().unwrap();
            let id = nth_amendment(table, n);
            let command = UndoAdoption { reason };
            one(table.text().undo_adoption(id, &command, None, &chair))
        }
        Attempt::Revise(n, text) => one(revise(table, n, text)),
        Attempt::Collide(a, b) => {
            let command = DeclareCollision {
                other: nth_amendment(table, b),
                reason: "One needs the other.".parse().unwrap(),
            };
            let id = nth_amendment(table, a);
            one(table.text().declare_collision(id, &command, &chair))
        }
        Attempt::Advise(n) => {
            let id = nth_amendment(table, n);
            let command = ProposeProcedure {
                text: table.text().amendment(id).map_or(1, |it| it.text().number),
                procedure: ProcedureAdvised::Discuss,
                note: None,
            };
            let secretariat = scene.acting(scene.secretariat);
            one(table.text().propose_procedure(id, &command, &secretariat))
        }
        Attempt::Freeze(_) | Attempt::Leave(_) | Attempt::Unseat(_) | Attempt::Seat(..) => {
            one(decide_around(table, attempt))
        }
        Attempt::Table(_) | Attempt::Admit(_) => Ok(Vec::new()),
    }
}

fn revise(table: &Table, n: usize, text: usize) -> Result<Act, Refusal> {
    let id = nth_amendment(table, n);
    let amendment = table.text().amendment(id);
    let amendment = amendment.ok_or(Refusal::UnknownAmendment(id))?;
    let clause = amendment.change().clause();
    let Some(place) = table.clauses.iter().position(|it| *it == clause) else {
        return Err(Refusal::UnknownClause(clause));
    };
    let proposal = table.rewording(place, TEXTS[text]);
    let command = ReviseAmendment {
        text: amendment.text().number,
        revision: proposal.revision,
        change: proposal.change,
        rationale: proposal.rationale,
    };
    let sponsor = table.scene.acting(amendment.proposed_by);
    table.text().revise_amendment(id, &command, &sponsor)
}

/// Asks the rules about the draft as a whole and the people around it.
fn decide_around(table: &Table, attempt: &Attempt) -> Result<Act, Refusal> {
    let (scene, heads) = (&table.scene, &table.heads);
    match *attempt {
        Attempt::Freeze(frozen) => {
            let reason = "Legal review".parse().unwrap();
            let command = FreezeDraft { frozen, reason };
            table
                .text()
                .freeze_draft(&command, &scene.acting(table.chair))
        }
        Attempt::Leave(member) => {
            let reason = "Term ended".parse().unwrap();
            let command = WithdrawRole { reason };
            let network = scene.network();
            network.withdraw_role(heads[member], &command, scene.secretariat)
        }
        Attempt::Unseat(member) => {
            let network = scene.network();
            network.leave_group(table.group, heads[member], scene.secretariat)
        }
        Attempt::Seat(member, role) => {
            let seat = domain::api::GroupSeat {
                delegate: heads[member],
                role,
            };
            scene
                .network()
                .seat_in_group(table.group, seat, scene.secretariat)
        }
        _ => unreachable!("only these are asked here"),
    }
}

/// Makes an attempt.
fn make(table: &mut Table, attempt: &Attempt) {
    match attempt {
        Attempt::Table(texts) => {
            // The numbers keep the revision from being the one before.
            let made = table.scene.entries.len();
            let texts = texts.map(|text| format!("{} ({made})", TEXTS[text]));
            table.table(&texts.each_ref().map(String::as_str));
        }
        Attempt::Admit(number) => {
            let seq = table.scene.entries.len();
            let name = format!("ORG-{number}-{seq}");
            let organisation = table.scene.organisation(&name, "observers");
            table
                .scene
                .person(&name, NetworkRole::Delegate, Some(organisation));
        }
        _ => {
            let acts = decide(table, attempt);
            if acts.is_ok() {
                table.scene.allowed(acts);
            }
        }
    }
}

fn continued(mut register: Register, entries: &[Entry]) -> Register {
    for entry in entries {
        register.apply(&through_bytes(entry)).unwrap();
    }
    register
}

/// Says everything that the comparison of each clause says.
fn compared(instrument: &Instrument, table: &Table) -> Vec<String> {
    let clauses = table.clauses.iter().map(|id| {
        let it = instrument.compare_clause(*id);
        format!(
            "{:?} {:?} {:?} {:?} {:?}",
            it.standings,
            it.collisions(),
            it.compatible(),
            it.near(),
            it.text_brackets()
        )
    });
    clauses.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn a_record_left_anywhere_and_read_back_gives_the_same_state(
        attempts in prop::collection::vec(an_attempt(), 1..40),
        left in any::<prop::sample::Index>(),
    ) {
        let mut table = Table::default();
        let mut seen = Vec::new();
        let (mut following, mut followed) = (Register::default(), 0);
        for attempt in &attempts {
            make(&mut table, attempt);
            seen.push((table.scene.entries.len(), table.scene.register.clone()));
            // What was compared before must not be told when it is not so any more; in the copy
            // that follows, nothing was ever compared.
            following = continued(following, &table.scene.entries[followed..]);
            followed = table.scene.entries.len();
            let anew = Instrument::clone(following.instrument(table.instrument).unwrap());
            prop_assert_eq!(compared(table.text(), &table), compared(&anew, &table));
        }
        let entries = &table.scene.entries;
        let mut replayed = Register::default();
        let mut read = 0;
        for (length, state) in seen {
            replayed = continued(replayed, &entries[read..length]);
            prop_assert_eq!(replayed.network(), state.network());
            prop_assert!(replayed.instruments().eq(state.instruments()), "instruments");
            prop_assert_eq!(&replayed, &state);
            read = length;
        }
        let (before, after) = entries.split_at(left.index(entries.len() + 1));
        let resumed = continued(continued(Register::default(), before), after);
        prop_assert_eq!(resumed, table.scene.register);
    }
}

proptest! {
    // Each of these is a history of 200 attempts.
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn a_record_of_the_road_to_consensus_read_back_gives_the_same_state(
        seed in any::<u64>(),
        left in any::<prop::sample::Index>(),
    ) {
        let Recorded { entries, states, .. } = recorded(seed);
        let mut replayed = Register::default();
        let mut read = 0;
        for (length, state) in &states {
            replayed = continued(replayed, &entries[read..*length]);
            prop_assert!(replayed.instruments().eq(state.instruments()), "instruments");
            prop_assert_eq!(&replayed, state);
            read = *length;
        }
        let (before, after) = entries.split_at(left.index(entries.len() + 1));
        let resumed = continued(continued(Register::default(), before), after);
        prop_assert_eq!(resumed, replayed);
    }

    #[test]
    fn the_course_says_of_every_entry_what_the_record_came_to_then(seed in any::<u64>()) {
        let Recorded { instrument, entries, .. } = recorded(seed);
        let mut chronicle = Chronicle::default();
        for entry in &entries {
            chronicle.apply(entry).unwrap();
        }
        let course = chronicle.course(instrument, entries.last().unwrap().at).unwrap();
        let mut as_of = Register::default();
        for entry in &entries {
            as_of.apply(entry).unwrap();
            let Ok(text) = as_of.instrument(instrument) else {
                continue;
            };
            let tabled = text.current().map_or(&[][..], |table| &table.clauses);
            for clause in tabled.iter().map(|it| it.id) {
                let until = |turn: &&Turn| (turn.cause.seq(), turn.at) <= (entry.seq, entry.at);
                let turn = course.turns(clause).iter().rfind(until);
                let said = turn.and_then(|it| it.verdict.as_ref()).map(in_short);
                let situation = text.situation(clause, as_of.network(), entry.at);
                let found = situation.map(|it| in_short(&verdict(&it)));
                prop_assert_eq!(said, found, "entry {}, clause {}", entry.seq, clause);
            }
        }
    }
}

fn in_short(verdict: &Verdict) -> (Level, Level, Vec<Flag>) {
    (verdict.level, verdict.firm_level, verdict.flags.clone())
}
