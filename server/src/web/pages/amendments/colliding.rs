//! Collisions: the matrix of an instrument, the competing versions of a clause, and those that a
//! person declares and lifts.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::api::{DeclareCollision, LiftCollision};
use domain::id::{AmendmentId, ClauseId, InstrumentId};
use domain::instrument::{Amendment, Instrument};
use domain::permission::Operation;
use serde::Deserialize;

use super::acts::find;
use super::drawing::Drawing;
use super::entry::{Entry, entry, named, place_of};
use super::sheet::{Sheet, crumbs};
use super::weighing::{Beside, beside, classes};
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{Text, clause_crumbs, clause_name, instrument_crumbs};
use crate::web::problem::Problem;
use crate::workflow::{self, WorkflowError};

#[derive(Template)]
#[template(path = "collisions.html")]
struct MatrixPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    /// The clauses whose amendments meet, each with its matrix.
    matrices: Vec<Matrix>,
    /// Collisions between amendments to different clauses: numbers, addresses and class.
    across: Vec<Across>,
    /// How many open amendments collide with none.
    free: usize,
    /// What each class means.
    classes: [&'static str; 7],
}

/// The open amendments to one clause, each against each.
struct Matrix {
    clause: String,
    /// The page with the competing versions.
    href: String,
    /// The number and the address of each.
    heads: Vec<(String, String)>,
    /// Each with how it stands to all of them.
    rows: Vec<(Entry, Vec<Cell>)>,
}

/// How two amendments to one clause stand to each other.
enum Cell {
    /// It is the same amendment.
    Itself,
    /// Both can be adopted.
    Fits,
    /// They collide, for this reason.
    Collides(&'static str),
}

/// A declared collision between amendments to different clauses.
struct Across {
    one: (u32, String),
    other: (u32, String),
    reason: String,
}

#[derive(Template)]
#[template(path = "competing.html")]
struct CompetingPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    name: String,
    text: Option<Text>,
    is_contested: bool,
    versions: Vec<Version>,
    /// The largest sets that can be adopted together, as numbers; none where there are too many.
    sets: Option<Vec<String>>,
    adoption: Option<String>,
}

/// One version of a clause that competes with the others.
struct Version {
    entry: Entry,
    /// How it stands to the wording on the table.
    standing: &'static str,
    drawing: Drawing,
    /// The others it meets, each with the words of the base that both change.
    beside: Vec<(Beside, Vec<String>)>,
}

/// Lists the collisions of an instrument's open amendments.
pub(super) async fn matrix(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let collisions = instrument.collisions();
    let classed: BTreeMap<_, _> = (collisions.iter())
        .map(|it| ((it.one, it.other), it.class.as_str()))
        .collect();
    let class = |one: AmendmentId, other: AmendmentId| {
        classed.get(&(one.min(other), one.max(other))).copied()
    };
    let mut clauses: BTreeMap<ClauseId, Vec<&Amendment>> = BTreeMap::new();
    let open: Vec<_> = (instrument.amendments().into_iter())
        .filter(|it| it.is_open())
        .collect();
    for it in &open {
        clauses.entry(it.change().clause()).or_default().push(*it);
    }
    let colliding: BTreeSet<_> = (collisions.iter())
        .flat_map(|it| [it.one, it.other])
        .collect();
    let is_free = |it: &&&Amendment| !colliding.contains(&it.id);
    let free = open.iter().filter(is_free).count();
    let mut several: Vec<_> = (clauses.into_iter())
        .filter(|(_, all)| {
            let mut ids = all.iter().map(|it| it.id);
            ids.clone()
                .any(|one| ids.clone().any(|other| class(one, other).is_some()))
                && ids.next().is_some()
        })
        .collect();
    let table = instrument.current();
    let order = |clause: &ClauseId| {
        let place = table.and_then(|it| it.clauses.iter().position(|it| it.id == *clause));
        place.unwrap_or(usize::MAX)
    };
    several.sort_by_key(|(clause, _)| order(clause));
    let matrices = several.into_iter().map(|(clause, all)| {
        let place = all.first().and_then(|it| place_of(instrument, it.change()));
        let cell = |one: &Amendment, other: &Amendment| match class(one.id, other.id) {
            _ if one.id == other.id => Cell::Itself,
            None => Cell::Fits,
            Some(class) => Cell::Collides(class),
        };
        let rows = all.iter().map(|one| {
            let cells = all.iter().map(|other| cell(one, other)).collect();
            (entry(&page, &desk, instrument, one), cells)
        });
        let head = |it: &&Amendment| {
            let href = format!("/instruments/{id}/amendments/{}", it.id);
            (page.number(&it.number), href)
        };
        Matrix {
            clause: named(&page, instrument, place),
            href: format!("/instruments/{id}/clauses/{clause}/competing"),
            heads: all.iter().map(head).collect(),
            rows: rows.collect(),
        }
    });
    let across = collisions.iter().filter_map(|it| {
        let (one, other) = (
            instrument.amendment(it.one)?,
            instrument.amendment(it.other)?,
        );
        let declared = instrument.declared_collision(one.id, other.id)?;
        let link = |it: &Amendment| (it.number, format!("/instruments/{id}/amendments/{}", it.id));
        (one.change().clause() != other.change().clause()).then(|| Across {
            one: link(one),
            other: link(other),
            reason: declared.reason.or_mark().to_owned(),
        })
    });
    let (matrices, across) = (matrices.collect(), across.collect());
    let page = page.following([Topic::Instrument(id)], desk.seq());
    page.show(&MatrixPage {
        p: &page,
        crumbs: crumbs(&page, instrument),
        matrices,
        across,
        free,
        classes: classes(),
    })
}

/// Lays the competing versions of a clause out, one below the other.
pub(super) async fn competing(
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let comparison = instrument.compare_clause(clause);
    let table = instrument.current().ok_or_else(Problem::not_found)?;
    let tabled = table.clause(clause);
    if tabled.is_none() && comparison.standings.is_empty() {
        return Err(Problem::not_found());
    }
    let versions = comparison.standings.iter().filter_map(|(it, standing)| {
        let amendment = instrument.amendment(*it)?;
        Some(Version {
            entry: entry(&page, &desk, instrument, amendment),
            standing: standing.as_str(),
            drawing: Drawing::of(&page, instrument, amendment, amendment.change()),
            beside: (beside(&page, &desk, instrument, amendment).into_iter())
                .map(|other| {
                    let words = comparison.overlap(amendment.id, other.id);
                    (other, words)
                })
                .collect(),
        })
    });
    let number = |it: &AmendmentId| instrument.amendment(*it).map_or(0, |it| it.number);
    let sets = comparison.compatible().ok().map(|sets| {
        let sets = sets.iter().map(|set| {
            let numbers: Vec<_> = set.iter().map(|it| number(it).to_string()).collect();
            page.list(&numbers)
        });
        sets.collect()
    });
    let versions = versions.collect();
    let contested = comparison.contested();
    let following = page.clone().following([Topic::Instrument(id)], desk.seq());
    following.show(&CompetingPage {
        p: &following,
        crumbs: match tabled {
            Some(tabled) => clause_crumbs(&page, instrument, tabled),
            None => instrument_crumbs(&page, instrument),
        },
        name: tabled.map_or_else(
            || named(&page, instrument, Some(clause)),
            |tabled| clause_name(&page, tabled),
        ),
        text: tabled.map(|it| Text::of(&page, table, it).marked(it, &contested)),
        is_contested: !contested.is_empty(),
        versions,
        sets,
        adoption: desk
            .may(Operation::DisposeOfAmendment, instrument)
            .then(|| format!("/instruments/{id}/adoption")),
    })
}

#[derive(Template)]
#[template(path = "amendment_collide.html")]
struct CollidePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Sheet,
    form: &'a Form,
    /// What it is, as its address and messages name it: `collide` or `lift`.
    name: &'static str,
    others: Vec<(String, String)>,
    /// Why the collision was declared, where it is to be lifted.
    declared: Option<String>,
}

type Ids = Path<(InstrumentId, AmendmentId)>;

/// The other amendment of a collision.
#[derive(Debug, Default, Deserialize)]
pub(super) struct With {
    other: Option<AmendmentId>,
}

/// Asks which amendment collides, and why.
pub(super) async fn ask_collide(
    page: Page,
    desk: Desk,
    Path((id, it)): Ids,
    Query(with): Query<With>,
) -> Result<Shown, Problem> {
    let found = find(&desk, id, it)?;
    show(&page, &desk, found, "collide", &started(&with))
}

/// Asks why a collision is lifted.
pub(super) async fn ask_lift(
    page: Page,
    desk: Desk,
    Path((id, it)): Ids,
    Query(with): Query<With>,
) -> Result<Shown, Problem> {
    let found = find(&desk, id, it)?;
    show(&page, &desk, found, "lift", &started(&with))
}

fn started(with: &With) -> Form {
    let other = with.other.map_or_else(String::new, |it| it.to_string());
    Form::new().with("other", other)
}

/// Declares a collision.
pub(super) async fn declare_collision(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, it)): Ids,
    mut form: Form,
) -> Result<Response, Problem> {
    let found = find(&desk, id, it)?;
    if let Some((other, reason)) = read(&mut form) {
        let command = DeclareCollision { other, reason };
        match workflow::declare_collision(&app.office, desk.by, (id, it), &command).await {
            Ok(_) => return Ok(back(id, it, "done-collision-declared")),
            Err(WorkflowError::Refused(refusal)) => form.refuse(refusal.into()),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(show(&page, &desk, found, "collide", &form)?.into_response())
}

/// Lifts a declared collision.
pub(super) async fn lift_collision(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, it)): Ids,
    mut form: Form,
) -> Result<Response, Problem> {
    let found = find(&desk, id, it)?;
    if let Some((other, reason)) = read(&mut form) {
        let command = LiftCollision { other, reason };
        match workflow::lift_collision(&app.office, desk.by, (id, it), &command).await {
            Ok(_) => return Ok(back(id, it, "done-collision-lifted")),
            Err(WorkflowError::Refused(refusal)) => form.refuse(refusal.into()),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(show(&page, &desk, found, "lift", &form)?.into_response())
}

fn read(form: &mut Form) -> Option<(AmendmentId, domain::words::Statement)> {
    let other = form.value("other").parse().ok();
    if other.is_none() {
        form.reject("other", "error-choice");
    }
    let reason = form.required("collision", "error-statement");
    Some((other?, reason?))
}

fn back(id: InstrumentId, amendment: AmendmentId, said: &'static str) -> Response {
    let to = format!("/instruments/{id}/amendments/{amendment}");
    Done::at(to).saying(said).into_response()
}

fn show(
    page: &Page,
    desk: &Desk,
    (instrument, amendment): (&Instrument, &Amendment),
    name: &'static str,
    form: &Form,
) -> Result<Shown, Problem> {
    if !desk.may(Operation::DeclareCollision, instrument) {
        return Err(Problem::forbidden());
    }
    let other: Option<AmendmentId> = form.value("other").parse().ok();
    let declared = other.and_then(|it| instrument.declared_collision(amendment.id, it));
    if name == "lift" && declared.is_none() && !form.is_refused() {
        return Err(Problem::not_found());
    }
    let mut others = others(page, instrument, amendment.id);
    if name == "lift" {
        others.retain(|(id, _)| Some(id.as_str()) == other.map(|it| it.to_string()).as_deref());
    }
    let template = CollidePage {
        p: page,
        crumbs: crumbs(page, instrument),
        it: Sheet::new(page, desk, (instrument, amendment), amendment.text()),
        form,
        name,
        others,
        declared: declared.map(|it| it.reason.or_mark().to_owned()),
    };
    let status = if form.is_refused() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page.show_as(status, &template)
}

/// Lists the other open amendments, to choose one.
pub(super) fn others(
    page: &Page,
    instrument: &Instrument,
    id: AmendmentId,
) -> Vec<(String, String)> {
    let open = instrument
        .amendments()
        .into_iter()
        .filter(|it| it.is_open());
    open.filter(|it| it.id != id)
        .map(|it| {
            let place = place_of(instrument, it.change());
            let number = page.t("amendment-number").arg("number", it.number);
            let of = page.t("amendment-of").choose("kind", it.change().kind());
            let of = of.arg("clause", named(page, instrument, place));
            (it.id.to_string(), format!("{number}: {of}"))
        })
        .collect()
}
