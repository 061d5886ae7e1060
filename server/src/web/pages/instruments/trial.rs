//! Other rules, tried on the positions as they stand, and as they stood when calls closed.

use domain::consensus::{Level, Rules, evaluate};
use domain::instrument::{CallEnd, CallKind, Instrument, RevisionClause};
use domain::network::Network;
use domain::time::Timestamp;

use super::rules::rules_in_words;
use super::sheet::is_shown;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{clause_name, gist};
use crate::web::problem::Problem;
use crate::workflow::Office;

/// How many of the last calls rules are tried on.
const MOST_CALLS: usize = 10;

/// What other rules would change.
#[derive(Debug)]
pub(super) struct Trial {
    /// Each rule that changes, as it is and as it would be.
    pub(super) rules: Vec<(String, String)>,
    /// The clauses whose level changes.
    pub(super) shifts: Vec<Shift>,
    /// How many clauses keep their level.
    pub(super) kept: usize,
    /// The last calls, by the positions as they were when each closed.
    pub(super) calls: Vec<PastCall>,
    /// Stands for the present rules, so that others are noticed.
    pub(super) former: String,
}

/// What other rules would have changed when a call closed.
#[derive(Debug)]
pub(super) struct PastCall {
    pub(super) href: String,
    pub(super) closed_at: Timestamp,
    pub(super) shifts: Vec<Shift>,
    pub(super) kept: usize,
}

/// A clause whose level changes.
#[derive(Debug)]
pub(super) struct Shift {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) gist: String,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
}

impl Trial {
    /// Tries rules on what is on the table, and on the last calls as they were when they closed.
    ///
    /// # Errors
    ///
    /// * what went wrong in reading the record.
    pub(super) async fn new(
        office: &Office,
        page: &Page,
        desk: &Desk,
        instrument: &Instrument,
        rules: Rules,
    ) -> Result<Self, Problem> {
        let is = rules_in_words(page, &instrument.rules);
        let becomes = rules_in_words(page, &rules);
        let now = View {
            instrument,
            network: desk.network(),
            at: desk.now,
        };
        let (shifts, kept) = now.shifts(page, rules, |it| is_shown(instrument, it));
        Ok(Self {
            calls: past_calls(office, page, instrument, rules).await?,
            former: in_short(&instrument.rules),
            rules: is
                .into_iter()
                .zip(becomes)
                .filter(|(a, b)| a != b)
                .collect(),
            shifts,
            kept,
        })
    }
}

/// An instrument as it is, or was.
struct View<'a> {
    instrument: &'a Instrument,
    network: &'a Network,
    at: Timestamp,
}

impl View<'_> {
    /// Returns the clauses on the table whose level other rules change, and how many keep theirs.
    fn shifts(
        &self,
        page: &Page,
        rules: Rules,
        is_wanted: impl Fn(&RevisionClause) -> bool,
    ) -> (Vec<Shift>, usize) {
        let table = self.instrument.current();
        let clauses = table.map_or(&[][..], |table| &table.clauses[..]);
        let (mut shifts, mut kept) = (Vec::new(), 0);
        for clause in clauses.iter().filter(|it| is_wanted(it)) {
            match self.levels(clause, rules) {
                Some((from, to)) if from != to => {
                    shifts.push(Shift::new(page, self.instrument, clause, (from, to)));
                }
                _ => kept += 1,
            }
        }
        (shifts, kept)
    }

    /// Returns the level of a clause by the rules in force for it and by others.
    fn levels(&self, clause: &RevisionClause, rules: Rules) -> Option<(Level, Level)> {
        let mut situation = (self.instrument).situation(clause.id, self.network, self.at)?;
        let from = evaluate(&situation).level;
        situation.rules = rules;
        Some((from, evaluate(&situation).level))
    }
}

/// Tries rules on the last calls, by the positions as they were just before each closed.
async fn past_calls(
    office: &Office,
    page: &Page,
    instrument: &Instrument,
    rules: Rules,
) -> Result<Vec<PastCall>, Problem> {
    let mut tried = Vec::new();
    let closed = instrument.calls().into_iter().rev().filter_map(|call| {
        let end = call.end.as_ref()?;
        let is_counted =
            call.kind == CallKind::Consensus && !matches!(end, CallEnd::Withdrawn { .. });
        is_counted.then_some((call, end.seq()))
    });
    for (call, end) in closed.take(MOST_CALLS) {
        let Some(register) = office.register_at(end.saturating_sub(1)).await? else {
            continue;
        };
        let then = View {
            instrument: register.instrument(instrument.id)?,
            network: register.network(),
            at: register.last_at().unwrap_or(call.closes_at),
        };
        let (shifts, kept) = then.shifts(page, rules, |it| call.clauses.contains(&it.id));
        tried.push(PastCall {
            href: format!("/instruments/{}/calls/{}", instrument.id, call.id),
            closed_at: call.closes_at,
            shifts,
            kept,
        });
    }
    Ok(tried)
}

impl Shift {
    fn new(
        page: &Page,
        instrument: &Instrument,
        clause: &RevisionClause,
        (from, to): (Level, Level),
    ) -> Self {
        Self {
            href: format!("/instruments/{}/clauses/{}", instrument.id, clause.id),
            name: clause_name(page, clause),
            gist: gist(clause),
            from: from.as_str(),
            to: to.as_str(),
        }
    }
}

fn in_short(rules: &Rules) -> String {
    let constituency = rules.constituency.map_or_else(
        || "none".to_owned(),
        |rule| format!("{}-{}", rule.majority, rule.min_organisations),
    );
    let (quorum, favour, oppose, floor) = (rules.quorum, rules.favour, rules.oppose, rules.floor);
    let objections = rules.objections.as_str();
    format!("{quorum} {favour} {oppose} {floor} {constituency} {objections}")
}
