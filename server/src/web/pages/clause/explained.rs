//! Why a clause has its level, in full: every test, every remark, and every step that is missing.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use domain::consensus::{
    EndedBy, Evaluation, Flag, Level, Mandate, Missing, ObjectionState, PositionKind, Reason,
    Supposed, Supposition, firm_reasons,
};
use domain::id::{ClauseId, InstrumentId, OrganisationId};
use domain::network::Network;

use super::reasons::{ReasonRow, rows};
use super::what_if;
use crate::web::events::Topic;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::sentence::{missing, who};
use crate::web::pages::status::{StatusView, stand};
use crate::web::pages::text::clause_crumbs;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "clause_explained.html")]
struct ExplainedPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    name: String,
    href: String,
    status: StatusView,
    tests: Tests,
    /// The same with firm positions alone; none where nothing is held ad referendum.
    firm: Option<Firm>,
    remarks: Vec<Remark>,
    /// What is missing in one sentence; none where there is consensus, or none can be reached.
    missing: Option<String>,
    steps: Vec<Step>,
    /// Where these steps are tried.
    rehearsal: String,
}

/// The tests of a level, with the one that decides it.
struct Tests {
    level: &'static str,
    /// Each with whether it is the first one not passed.
    rows: Vec<(ReasonRow, bool)>,
    are_passed: bool,
}

/// The firm level.
struct Firm {
    tests: Tests,
    /// Who holds a position ad referendum.
    organisations: String,
    /// Whether the level is another one.
    is_other: bool,
}

/// A remark that goes with the level, and the organisations behind it.
struct Remark {
    flag: &'static str,
    organisations: String,
}

/// A step that is missing.
struct Step {
    what: String,
    /// Who could take it, where there is a choice.
    organisations: String,
}

/// Explains the level of a clause in full.
pub(super) async fn explained(
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let table = instrument.current().ok_or_else(Problem::not_found)?;
    let tabled = table.clause(clause).ok_or_else(Problem::not_found)?;
    let network = desk.network();
    let situation = instrument.situation(clause, network, desk.now);
    let situation = situation.ok_or_else(Problem::not_found)?;
    let evaluation = domain::consensus::evaluate(&situation);
    let page = page.following([Topic::Instrument(id), Topic::Network], desk.seq());
    let crumbs = clause_crumbs(&page, instrument, tabled);
    let href = format!("/instruments/{id}/clauses/{clause}");
    let firm = firm_reasons(&situation);
    page.show(&ExplainedPage {
        p: &page,
        name: crumbs.last().map_or_else(String::new, |it| it.name.clone()),
        crumbs,
        status: StatusView::new(&page, network, &evaluation),
        tests: tests(&page, network, &evaluation.reasons),
        firm: unconfirmed(&page, network, &evaluation).map(|organisations| Firm {
            tests: tests(&page, network, &firm),
            organisations,
            is_other: evaluation.firm_level != evaluation.level,
        }),
        remarks: remarks(&page, network, &evaluation),
        missing: missing(&page, network, &evaluation),
        steps: steps(&page, network, &evaluation.missing),
        rehearsal: what_if::address(&href, &rehearsal(&evaluation.missing)),
        href,
    })
}

fn tests(page: &Page, network: &Network, reasons: &[Reason<OrganisationId>]) -> Tests {
    let deciding = reasons.iter().position(|it| !it.passed);
    let level = deciding.map_or(Level::FullConsensus, |it| {
        reasons[it].test.level_if_failed()
    });
    Tests {
        level: level.as_str(),
        rows: rows(page, network, reasons)
            .into_iter()
            .enumerate()
            .map(|(place, row)| (row, deciding == Some(place)))
            .collect(),
        are_passed: deciding.is_none(),
    }
}

fn named<'a>(
    page: &Page,
    network: &Network,
    ids: impl Iterator<Item = &'a OrganisationId>,
) -> String {
    let names: Vec<&str> = ids.map(|id| network.short_name(*id)).collect();
    page.list(&names)
}

fn unconfirmed(
    page: &Page,
    network: &Network,
    evaluation: &Evaluation<OrganisationId>,
) -> Option<String> {
    let held = evaluation
        .standings
        .iter()
        .filter(|it| it.mandate == Mandate::AdReferendum && it.status.counted_as().is_some());
    let names = named(page, network, held.map(|it| &it.organisation));
    (!names.is_empty()).then_some(names)
}

fn remarks(page: &Page, network: &Network, evaluation: &Evaluation<OrganisationId>) -> Vec<Remark> {
    use domain::consensus::Basis;
    let standings = || evaluation.standings.iter();
    let remark = |flag: &Flag| {
        let behind = standings().filter(|it| match flag {
            Flag::AdReferendum => {
                it.mandate == Mandate::AdReferendum && it.status.counted_as().is_some()
            }
            Flag::BySilence => stand(it) == "by_silence",
            Flag::Dissent => it.objects(),
            Flag::Provisional => it.status.basis() == Some(Basis::Carried),
            Flag::Reservations => {
                it.status.counted_as() == Some(PositionKind::EndorseWithReservation)
            }
            Flag::Unanimity => it.status.counted_as().is_some_and(PositionKind::is_support),
        });
        Remark {
            flag: flag.as_str(),
            organisations: named(page, network, behind.map(|it| &it.organisation)),
        }
    };
    evaluation.flags.iter().map(remark).collect()
}

/// Says each step with everybody who could take it.
fn steps(page: &Page, network: &Network, missing: &Missing<OrganisationId>) -> Vec<Step> {
    let positions = missing.favourable.iter().map(|wanted| Step {
        what: page
            .t("explained-step-position")
            .arg("count", wanted.count)
            .arg("who", who(page, wanted))
            .to_string(),
        organisations: named(page, network, wanted.candidates.iter()),
    });
    let endings = missing.objections.iter().map(|ending| {
        let key = match ending.by[..] {
            [EndedBy::Withdrawal] => "explained-step-withdrawal",
            [EndedBy::Decision] => "explained-step-decision",
            _ => "explained-step-either",
        };
        Step {
            what: page
                .t(key)
                .arg("who", network.short_name(ending.organisation))
                .to_string(),
            organisations: String::new(),
        }
    });
    let floor = (missing.endorsements > 0).then(|| Step {
        what: page
            .t("explained-step-endorsements")
            .arg("count", missing.endorsements)
            .to_string(),
        organisations: String::new(),
    });
    positions.chain(floor).chain(endings).collect()
}

/// Takes every step that is missing, each by the first who could.
fn rehearsal(missing: &Missing<OrganisationId>) -> Vec<Supposition<OrganisationId>> {
    let mut moves: BTreeMap<OrganisationId, Supposed> = BTreeMap::new();
    for ending in &missing.objections {
        let state = if ending.by.contains(&EndedBy::Withdrawal) {
            ObjectionState::Withdrawn
        } else {
            ObjectionState::Decided
        };
        moves.insert(ending.organisation, Supposed::Objection { state });
    }
    let mut acceptances = missing.acceptances;
    let mut used = std::collections::BTreeSet::new();
    for wanted in &missing.favourable {
        let mut count = wanted.count;
        for organisation in &wanted.candidates {
            if count == 0 || !used.insert(*organisation) {
                continue;
            }
            count -= 1;
            let kind = match acceptances {
                0 => PositionKind::Endorse,
                _ => PositionKind::Accept,
            };
            acceptances = acceptances.saturating_sub(1);
            let mandate = Mandate::Firm;
            moves.insert(*organisation, Supposed::Position { kind, mandate });
        }
    }
    let moves = moves.into_iter().map(|(organisation, stand)| Supposition {
        organisation,
        stand,
    });
    moves.collect()
}
