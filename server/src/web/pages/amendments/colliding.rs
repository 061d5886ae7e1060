//! Collisions: the matrix of an instrument, and the competing versions of a clause.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::Path;
use domain::id::{AmendmentId, ClauseId, InstrumentId};
use domain::instrument::Amendment;
use domain::permission::Operation;

use super::drawing::Drawing;
use super::entry::{Entry, entry, place_of};
use super::sheet::crumbs;
use super::weighing::{Beside, beside, classes};
use crate::web::events::Topic;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{Text, clause_called, clause_crumbs, clause_name, instrument_crumbs};
use crate::web::problem::Problem;

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
            clause: clause_called(&page, instrument, place),
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
            drawing: Drawing::of(&page, instrument, amendment, amendment.text()),
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
            || clause_called(&page, instrument, Some(clause)),
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
