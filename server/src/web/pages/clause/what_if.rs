//! What if: the level that a clause would have if some organisations moved. Nothing is stored.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::consensus::{
    Evaluation, Mandate, ObjectionState, PositionKind, Standing, Supposed, Supposition, evaluate,
};
use domain::id::{ClauseId, InstrumentId, OrganisationId};
use domain::network::Network;

use crate::web::extract::ValidQuery;
use crate::web::page::{Crumb, Page};
use crate::web::pages::desk::Desk;
use crate::web::pages::sentence::missing;
use crate::web::pages::status::{StatusView, stand};
use crate::web::pages::text::clause_crumbs;
use crate::web::problem::Problem;

/// The field that carries a move: who, and where to.
const FIELD: &str = "move";

#[derive(Template)]
#[template(path = "clause_what_if.html")]
struct WhatIfPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    name: String,
    href: String,
    now: StatusView,
    /// None as long as nobody is supposed to move.
    then: Option<Then>,
    groups: Vec<Group>,
}

/// What would be.
struct Then {
    /// Whether the level would be another one.
    is_other: bool,
    status: StatusView,
    missing: Option<String>,
    /// Who would move, as it is and as it would be.
    moves: Vec<Moved>,
}

/// A move in words.
struct Moved {
    organisation: String,
    from: String,
    to: String,
}

/// The organisations of one constituency.
struct Group {
    constituency: String,
    rows: Vec<Row>,
}

/// An organisation with where it could move to.
struct Row {
    id: String,
    organisation: String,
    /// Where it stands.
    stand: String,
    choices: Vec<Choice>,
}

/// Somewhere to move to.
struct Choice {
    value: String,
    text: String,
    is_chosen: bool,
}

/// Where anybody could move to, in the order in which it is offered.
const OFFERED: [Supposed; 12] = [
    firm(PositionKind::Endorse),
    ad_referendum(PositionKind::Endorse),
    firm(PositionKind::EndorseWithReservation),
    ad_referendum(PositionKind::EndorseWithReservation),
    firm(PositionKind::Accept),
    ad_referendum(PositionKind::Accept),
    firm(PositionKind::Abstain),
    firm(PositionKind::Concern),
    firm(PositionKind::Object),
    Supposed::Objection {
        state: ObjectionState::Decided,
    },
    firm(PositionKind::Recuse),
    Supposed::Nothing,
];

const fn firm(kind: PositionKind) -> Supposed {
    Supposed::Position {
        kind,
        mandate: Mandate::Firm,
    }
}

const fn ad_referendum(kind: PositionKind) -> Supposed {
    Supposed::Position {
        kind,
        mandate: Mandate::AdReferendum,
    }
}

/// Shows what would be.
pub(super) async fn what_if(
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidQuery(query): ValidQuery<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let instrument = desk.instrument(id)?;
    let table = instrument.current().ok_or_else(Problem::not_found)?;
    let tabled = table.clause(clause).ok_or_else(Problem::not_found)?;
    let network = desk.network();
    let situation = instrument.situation(clause, network, desk.now);
    let situation = situation.ok_or_else(Problem::not_found)?;
    let href = format!("/instruments/{id}/clauses/{clause}");
    if query.iter().any(|(_, value)| value.is_empty()) {
        // The form sends an empty choice for everyone who stays; the address to share has none.
        let moves = moves(&query)?;
        return Ok(Redirect::to(&address(&href, &moves)).into_response());
    }
    let moves = moves(&query)?;
    let supposed = situation
        .supposing(&moves)
        .map_err(|why| Problem::invalid_field(format!("/{FIELD}"), why.to_string()))?;
    let (now, then) = (evaluate(&situation), evaluate(&supposed));
    let crumbs = clause_crumbs(&page, instrument, tabled);
    let shown = page.show(&WhatIfPage {
        p: &page,
        name: crumbs.last().map_or_else(String::new, |it| it.name.clone()),
        crumbs,
        href,
        groups: groups(&page, network, &now, &moves),
        then: (!moves.is_empty()).then(|| Then {
            is_other: (now.level, now.firm_level) != (then.level, then.firm_level),
            status: StatusView::new(&page, network, &then),
            missing: missing(&page, network, &then),
            moves: moved(&page, network, &now, &moves),
        }),
        now: StatusView::new(&page, network, &now),
    })?;
    Ok(shown.into_response())
}

/// Reads the moves of an address; of two by one organisation the last counts.
fn moves(query: &[(String, String)]) -> Result<Vec<Supposition<OrganisationId>>, Problem> {
    let mut moves = BTreeMap::new();
    let given = query.iter().filter(|(_, value)| !value.is_empty());
    for (name, value) in given {
        let read = (name == FIELD).then(|| read_move(value)).flatten();
        let wrong = || Problem::invalid_field(format!("/{FIELD}"), "this is no move");
        let (organisation, stand) = read.ok_or_else(wrong)?;
        moves.insert(organisation, stand);
    }
    let moves = moves.into_iter().map(|(organisation, stand)| Supposition {
        organisation,
        stand,
    });
    Ok(moves.collect())
}

fn read_move(value: &str) -> Option<(OrganisationId, Supposed)> {
    let (organisation, stand) = value.split_once(':')?;
    Some((organisation.parse().ok()?, read_stand(stand)?))
}

/// Reads where to, as addresses say it: `accept`, `accept.ad_referendum`, `object.decided`, `nothing`.
fn read_stand(name: &str) -> Option<Supposed> {
    if name == "nothing" {
        return Some(Supposed::Nothing);
    }
    let (kind, rest) = match name.split_once('.') {
        Some((kind, rest)) => (kind, Some(rest)),
        None => (name, None),
    };
    let kind = PositionKind::from_name(kind)?;
    match rest {
        None => Some(firm(kind)),
        Some(state) if kind == PositionKind::Object => Some(Supposed::Objection {
            state: ObjectionState::from_name(state)?,
        }),
        Some(mandate) => Some(Supposed::Position {
            kind,
            mandate: Mandate::from_name(mandate)?,
        }),
    }
}

/// Names where to, as [`read_stand`] reads it.
fn name(stand: Supposed) -> String {
    match stand {
        Supposed::Nothing => "nothing".to_owned(),
        Supposed::Objection { state } => format!("object.{state}"),
        Supposed::Position { kind, mandate } => match mandate {
            Mandate::Firm => kind.to_string(),
            Mandate::AdReferendum => format!("{kind}.{mandate}"),
        },
    }
}

/// Returns the address at which a clause is shown as it would be after some moves.
pub(super) fn address(clause_href: &str, moves: &[Supposition<OrganisationId>]) -> String {
    let fields = moves
        .iter()
        .map(|it| format!("{FIELD}={}:{}", it.organisation, name(it.stand)));
    let query = fields.collect::<Vec<_>>().join("&");
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{clause_href}/what-if{mark}{query}")
}

fn moved(
    page: &Page,
    network: &Network,
    now: &Evaluation<OrganisationId>,
    moves: &[Supposition<OrganisationId>],
) -> Vec<Moved> {
    let standing = |id| now.standings.iter().find(|it| it.organisation == id);
    let told = |it: &Supposition<OrganisationId>| Moved {
        organisation: network.short_name(it.organisation).to_owned(),
        from: standing(it.organisation).map_or_else(String::new, |it| stands(page, it)),
        to: goes(page, it.stand),
    };
    moves.iter().map(told).collect()
}

/// Says where an organisation stands.
fn stands(page: &Page, standing: &Standing<OrganisationId>) -> String {
    let name = stand(standing);
    if standing.status.counted_as().is_none() || name == "by_silence" {
        return page.t(&format!("stand-{name}")).to_string();
    }
    match (standing.objection, standing.mandate) {
        (Some(state), _) => goes(page, Supposed::Objection { state }),
        (None, mandate) => {
            let kind = standing.position.unwrap_or(PositionKind::Abstain);
            goes(page, Supposed::Position { kind, mandate })
        }
    }
}

/// Says where an organisation would stand.
fn goes(page: &Page, stand: Supposed) -> String {
    let named = |prefix: &str, name: &str| page.t(&format!("{prefix}{name}")).to_string();
    let (kind, rest) = match stand {
        Supposed::Nothing => return page.t("what-if-nothing").to_string(),
        Supposed::Objection { state } => (
            PositionKind::Object,
            Some(named("objection-", state.as_str())),
        ),
        Supposed::Position { kind, mandate } => (
            kind,
            (mandate == Mandate::AdReferendum).then(|| named("mandate-", mandate.as_str())),
        ),
    };
    let kind = named("position-kind-", kind.as_str());
    match rest {
        None => kind,
        Some(rest) => page
            .t("what-if-stand")
            .choose("kind", &kind)
            .choose("rest", &rest)
            .to_string(),
    }
}

fn groups(
    page: &Page,
    network: &Network,
    now: &Evaluation<OrganisationId>,
    moves: &[Supposition<OrganisationId>],
) -> Vec<Group> {
    let mut groups: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    for standing in &now.standings {
        let chosen = moves
            .iter()
            .find(|it| it.organisation == standing.organisation);
        let row = row(page, network, standing, chosen.map(|it| it.stand));
        groups.entry(&standing.constituency).or_default().push(row);
    }
    let sorted = |(constituency, mut rows): (&str, Vec<Row>)| {
        rows.sort_by(|a, b| a.organisation.cmp(&b.organisation));
        Group {
            constituency: constituency.to_owned(),
            rows,
        }
    };
    groups.into_iter().map(sorted).collect()
}

fn row(
    page: &Page,
    network: &Network,
    standing: &Standing<OrganisationId>,
    chosen: Option<Supposed>,
) -> Row {
    let id = standing.organisation;
    // Only an objection that there is can be answered or withdrawn.
    let its_own = [
        ObjectionState::Answered,
        ObjectionState::Sustained,
        ObjectionState::Withdrawn,
        ObjectionState::Resolved,
    ]
    .map(|state| Supposed::Objection { state });
    let its_own = its_own.iter().filter(|_| standing.objects());
    let mut offered: Vec<Supposed> = its_own.chain(&OFFERED).copied().collect();
    if let Some(chosen) = chosen.filter(|it| !offered.contains(it)) {
        offered.push(chosen);
    }
    let choice = |stand: Supposed| Choice {
        value: format!("{id}:{}", name(stand)),
        text: goes(page, stand),
        is_chosen: chosen == Some(stand),
    };
    Row {
        id: id.to_string(),
        organisation: network.short_name(id).to_owned(),
        stand: stands(page, standing),
        choices: offered.into_iter().map(choice).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_to_is_read_as_it_is_named() {
        let states = ObjectionState::ALL.map(|state| Supposed::Objection { state });
        for stand in OFFERED.into_iter().chain(states) {
            assert_eq!(read_stand(&name(stand)), Some(stand));
        }
        for wrong in [
            "",
            "like",
            "object.often",
            "accept.",
            "accept.firmly",
            "nothing.more",
        ] {
            assert_eq!(read_stand(wrong), None, "{wrong}");
        }
    }
}
