//! What the model and the instrument must agree on after every attempt.

use std::collections::BTreeSet;
use std::fmt::Debug;

use domain::consensus::{Flag, evaluate, verdict};
use domain::id::OrganisationId;
use domain::instrument::{CallEnd, Deadline, Silenced, Stage as RealStage};
use domain::record::Entry;

use super::attempt::Name;
use super::model::{Due, End, Judged, Model, Passed, Stage};
use super::world::{World, call_id};

/// The first thing on which the two differ.
type Compared = Result<(), String>;

fn same<T: Debug + PartialEq>(what: impl FnOnce() -> String, expected: &T, found: &T) -> Compared {
    if expected == found {
        return Ok(());
    }
    Err(format!(
        "{}: expected {expected:?}, found {found:?}",
        what()
    ))
}

/// Compares everything that the procedure has come to.
pub(crate) fn compare(model: &Model, world: &World) -> Compared {
    compare_present(model, world)?;
    compare_calls(model, world, 0)
}

/// Compares all but the calls that ended long ago.
pub(crate) fn compare_present(model: &Model, world: &World) -> Compared {
    let entries = world.register.next_seq();
    same(
        || "the number of entries".to_owned(),
        &model.next_seq,
        &entries,
    )?;
    let last_at = world.register.last_at().unwrap().as_micros();
    same(
        || "the instant of the last entry".to_owned(),
        &model.last_at,
        &last_at,
    )?;
    for clause in 0..model.clauses() {
        compare_clause(model, world, clause)?;
    }
    compare_objections(model, world)?;
    let newest = model.calls.keys().nth_back(2).copied().unwrap_or_default();
    compare_calls(model, world, newest)?;
    let due: Vec<_> = model
        .due()
        .into_iter()
        .map(|it| (it.at, said(it, world)))
        .collect();
    let deadlines = world.text().deadlines(world.register.network());
    let deadlines: Vec<_> = deadlines
        .into_iter()
        .map(|it| (it.at.as_micros(), it.of))
        .collect();
    same(|| "the instants that are due".to_owned(), &due, &deadlines)?;
    compare_adoption(model, world)
}

fn compare_clause(model: &Model, world: &World, clause: usize) -> Compared {
    let (text, id) = (world.text(), world.cast.clauses[clause]);
    let stage = real(model.stages[clause]);
    same(
        || format!("the stage of clause {clause}"),
        &stage,
        &text.stage(id),
    )?;
    let running = model.running(clause).map(call_id);
    let open = text.open_call(id).map(|it| it.id);
    same(
        || format!("the open call on clause {clause}"),
        &running,
        &open,
    )?;
    // One organisation at a time, each in its turn.
    let organisation = usize::try_from(model.next_seq).unwrap() % model.members.len();
    let until = model.confirm_by(organisation, clause);
    let held = text.position_of(world.cast.organisations[organisation], id);
    let found = held
        .and_then(|it| text.confirm_by(it))
        .map(domain::time::Timestamp::as_micros);
    same(
        || format!("until when {organisation} confirms on clause {clause}"),
        &until,
        &found,
    )?;
    same(
        || format!("the agreement on clause {clause}"),
        &model.judged(clause),
        &judged(world, clause),
    )
}

/// How much agreement the instrument says there is.
fn judged(world: &World, clause: usize) -> Option<Judged> {
    let (network, now) = (world.register.network(), world.now);
    let situation = world
        .text()
        .situation(world.cast.clauses[clause], network, now)?;
    let verdict = verdict(&situation);
    // The whole evaluation costs much more, so it is looked at now and then.
    if world.register.next_seq().is_multiple_of(61) {
        let whole = evaluate(&situation);
        let whole = (whole.level, whole.firm_level, whole.flags, whole.counts);
        assert_eq!(
            whole,
            (
                verdict.level,
                verdict.firm_level,
                verdict.flags.clone(),
                verdict.counts
            )
        );
    }
    let counts = verdict.counts;
    Some(Judged {
        level: verdict.level,
        firm_level: verdict.firm_level,
        flags: verdict.flags.into_iter().map(Flag::as_str).collect(),
        counts: [
            counts.eligible,
            counts.participating,
            counts.support,
            counts.favour,
            counts.abstain,
            counts.concern,
            counts.oppose,
        ],
        electorate: numbers(world, situation.electorate.iter().map(|it| it.organisation)),
    })
}

fn numbers(world: &World, ids: impl Iterator<Item = OrganisationId>) -> BTreeSet<usize> {
    ids.map(|id| world.cast.number(id)).collect()
}

fn real(stage: Stage) -> RealStage {
    match stage {
        Stage::Tabled => RealStage::Tabled,
        Stage::Called(call) => RealStage::Called(call_id(call)),
        Stage::Silence(call) => RealStage::Silence(call_id(call)),
        Stage::AgreedAdReferendum => RealStage::AgreedAdReferendum,
        Stage::Agreed => RealStage::Agreed,
        Stage::Reopened => RealStage::Reopened,
        Stage::Parked => RealStage::Parked,
        Stage::Withdrawn => RealStage::Withdrawn,
    }
}

fn said(due: Due, world: &World) -> Deadline {
    let clause = |it: usize| world.cast.clauses[it];
    match due.of {
        Passed::Call(call) => Deadline::Call {
            call: call_id(call),
        },
        Passed::Designation(of, name) => Deadline::Designation {
            clause: clause(of),
            designation: world.seq(name),
        },
        Passed::Editorial(of, name) => Deadline::Editorial {
            clause: clause(of),
            declaration: world.seq(name),
        },
        Passed::Voting(it) => Deadline::Voting {
            organisation: world.cast.organisations[it],
        },
    }
}

fn compare_objections(model: &Model, world: &World) -> Compared {
    let count = world.text().all_objections().count();
    same(
        || "the number of objections".to_owned(),
        &model.objections.len(),
        &count,
    )?;
    for (name, it) in &model.objections {
        let found = world.text().objection(world.seq(*name));
        let Some(found) = found else {
            return Err(format!("objection {name} is missing"));
        };
        same(
            || format!("the state of objection {name}"),
            &model.state(*name),
            &found.state,
        )?;
        same(
            || format!("what objection {name} joins"),
            &world.seq(it.root),
            &found.root(),
        )?;
    }
    Ok(())
}

/// Compares the calls that are open, and those from one on.
fn compare_calls(model: &Model, world: &World, from: Name) -> Compared {
    same(
        || "the number of calls".to_owned(),
        &model.calls.len(),
        &world.text().calls().len(),
    )?;
    let compared = model
        .calls
        .iter()
        .filter(|(name, it)| **name >= from || it.end.is_none());
    for (name, it) in compared {
        let Some(found) = world.text().call(call_id(*name)) else {
            return Err(format!("call {name} is missing"));
        };
        let end = found.end.as_ref().map(|end| match end {
            CallEnd::Deadline { .. } => End::Deadline,
            CallEnd::Completed { .. } => End::Completed,
            CallEnd::Withdrawn { .. } => End::Withdrawn,
        });
        same(|| format!("the end of call {name}"), &it.end, &end)?;
        same(
            || format!("when call {name} closes"),
            &it.closes_at,
            &found.closes_at.as_micros(),
        )?;
        let electors = numbers(world, found.electors().map(|(id, _)| id));
        same(
            || format!("who is counted in call {name}"),
            &it.electorate,
            &electors,
        )?;
        let notified = numbers(world, found.notified.iter().copied());
        same(
            || format!("who was told of call {name}"),
            &it.notified,
            &notified,
        )?;
        let read = numbers(world, found.notices.keys().copied());
        same(
            || format!("who has opened the notice of call {name}"),
            &it.notices,
            &read,
        )?;
        let late: Vec<_> = it.statements.iter().map(|(_, is_late)| *is_late).collect();
        let found_late: Vec<_> = found.statements.iter().map(|it| it.is_late).collect();
        same(
            || format!("the late statements of call {name}"),
            &late,
            &found_late,
        )?;
        for (clause, called) in &it.clauses {
            let id = world.cast.clauses[*clause];
            let is_broken = matches!(found.silenced.get(&id), Some(Silenced::Broken(_)));
            same(
                || format!("broken silence on {clause} in call {name}"),
                &called.is_broken,
                &is_broken,
            )?;
            let result = found.results.get(&id).copied();
            same(
                || format!("the result of call {name} on {clause}"),
                &called.result,
                &result,
            )?;
        }
    }
    Ok(())
}

fn compare_adoption(model: &Model, world: &World) -> Compared {
    let text = world.text();
    same(|| "the version".to_owned(), &model.version, &text.version())?;
    same(
        || "whether it is adopted".to_owned(),
        &model.is_adopted(),
        &text.is_adopted(),
    )?;
    let adopted = text.adopted().iter();
    let signed: Vec<_> = adopted
        .map(|it| numbers(world, it.signatures.keys().copied()))
        .collect();
    let expected: Vec<_> = model
        .adopted
        .iter()
        .map(|it| it.signatories.clone())
        .collect();
    same(|| "who has signed".to_owned(), &expected, &signed)
}

/// Reports whether an entry says that an instant passed, with the instant that had been set.
pub(crate) fn passed_late(entry: &Entry) -> bool {
    use domain::record::{Fact, ProcedureFact};
    match &entry.fact {
        Fact::Procedure(ProcedureFact::DeadlinePassed { instant, .. }) => *instant < entry.at,
        _ => false,
    }
}
