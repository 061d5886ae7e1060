//! Other rules, tried on the positions as they stand.

use domain::consensus::{Level, Rules, evaluate};
use domain::instrument::{Instrument, RevisionClause};

use super::rules::rules_in_words;
use super::sheet::is_shown;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{clause_name, gist};

/// What other rules would change.
#[derive(Debug)]
pub(super) struct Trial {
    /// Each rule that changes, as it is and as it would be.
    pub(super) rules: Vec<(String, String)>,
    /// The clauses whose level changes.
    pub(super) shifts: Vec<Shift>,
    /// How many clauses keep their level.
    pub(super) kept: usize,
    /// Stands for the present rules, so that others are noticed.
    pub(super) former: String,
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
    /// Tries rules on what is on the table.
    pub(super) fn new(page: &Page, desk: &Desk, instrument: &Instrument, rules: Rules) -> Self {
        let is = rules_in_words(page, &instrument.rules);
        let becomes = rules_in_words(page, &rules);
        let table = instrument.current();
        let clauses = table.map_or(&[][..], |table| &table.clauses[..]);
        let (mut shifts, mut kept) = (Vec::new(), 0);
        for clause in clauses.iter().filter(|it| is_shown(instrument, it)) {
            match levels(desk, instrument, clause, rules) {
                Some((from, to)) if from != to => {
                    shifts.push(Shift::new(page, instrument, clause, (from, to)));
                }
                _ => kept += 1,
            }
        }
        Self {
            former: in_short(&instrument.rules),
            rules: is
                .into_iter()
                .zip(becomes)
                .filter(|(a, b)| a != b)
                .collect(),
            shifts,
            kept,
        }
    }
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

/// Returns the level of a clause by the present rules and by others.
fn levels(
    desk: &Desk,
    instrument: &Instrument,
    clause: &RevisionClause,
    rules: Rules,
) -> Option<(Level, Level)> {
    let mut situation = instrument.situation(clause.id, desk.network(), desk.now)?;
    let from = evaluate(&situation).level;
    situation.rules = rules;
    Some((from, evaluate(&situation).level))
}
