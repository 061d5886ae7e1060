//! The amendments of an instrument, with the filters in the address.

use askama::Template;
use axum::extract::{Path, Query, State};
use domain::id::{ClauseId, InstrumentId, OrganisationId};
use domain::instrument::{Amendment, Instrument};
use domain::permission::Operation;
use serde::Deserialize;

use super::entry::{Entry, entry, place_of, state};
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::form::Form;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::drafting::Listed;
use crate::web::pages::text::{clause_name, instrument_crumbs};
use crate::web::problem::Problem;

/// What a reader wants to see; an empty field lets everything through.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Filter {
    #[serde(default)]
    state: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    sponsor: String,
    #[serde(default)]
    clause: String,
}

#[derive(Template)]
#[template(path = "amendments.html")]
struct ListPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    form: Form,
    states: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    sponsors: Vec<(String, String)>,
    clauses: Vec<(String, String)>,
    amendments: Vec<Entry>,
    /// Those in preparation that the reader may know of.
    drafts: Vec<Listed>,
    /// How many there are without the filter.
    all: usize,
    may_propose: bool,
    may_adopt: bool,
}

/// Lists the amendments that a filter lets through.
pub(super) async fn amendments(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    Query(filter): Query<Filter>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let all = instrument.amendments();
    let shown = all
        .iter()
        .rev()
        .filter(|it| filter.lets_through(instrument, it))
        .map(|it| entry(&page, &desk, instrument, it))
        .collect();
    let drafts = Listed::all(&app, &page, &desk, instrument).await?;
    let page = page.following([Topic::Instrument(id)], desk.seq());
    page.show(&ListPage {
        p: &page,
        crumbs: instrument_crumbs(&page, instrument),
        href: format!("/instruments/{id}"),
        form: filter.form(),
        states: named(
            &page,
            "amendment-state-",
            &[
                "open",
                "adopted",
                "adopted_modified",
                "subsumed",
                "rejected",
                "withdrawn",
                "lapsed",
            ],
        ),
        kinds: named(
            &page,
            "amendment-kind-",
            &[
                "modify",
                "insert",
                "delete",
                "move",
                "alternative",
                "editorial_hint",
            ],
        ),
        sponsors: sponsors(&page, &desk, &all),
        clauses: clauses(&page, instrument, &all),
        amendments: shown,
        drafts,
        all: all.len(),
        may_propose: desk.may_for_members(Operation::ProposeAmendment, instrument),
        may_adopt: desk.may(Operation::DisposeOfAmendment, instrument),
    })
}

impl Filter {
    fn lets_through(&self, instrument: &Instrument, amendment: &Amendment) -> bool {
        let is = |wanted: &str, found: &str| wanted.is_empty() || wanted == found;
        let by = |id: &OrganisationId| id.to_string() == self.sponsor;
        is(&self.state, state(amendment))
            && is(&self.kind, amendment.change().kind())
            && (self.sponsor.is_empty() || amendment.sponsors().iter().any(by))
            && is(
                &self.clause,
                &place_of(instrument, amendment.change())
                    .map_or_else(String::new, |clause| clause.to_string()),
            )
    }

    fn form(&self) -> Form {
        Form::new()
            .with("state", &*self.state)
            .with("kind", &*self.kind)
            .with("sponsor", &*self.sponsor)
            .with("clause", &*self.clause)
    }
}

fn with_any(
    page: &Page,
    options: impl IntoIterator<Item = (String, String)>,
) -> Vec<(String, String)> {
    std::iter::once((String::new(), page.t("filter-any").to_string()))
        .chain(options)
        .collect()
}

fn named(page: &Page, prefix: &str, names: &[&str]) -> Vec<(String, String)> {
    let options = names.iter().map(|name| {
        (
            (*name).to_owned(),
            page.t(&format!("{prefix}{name}")).to_string(),
        )
    });
    with_any(page, options)
}

fn sponsors(page: &Page, desk: &Desk, all: &[&Amendment]) -> Vec<(String, String)> {
    let mut ids: Vec<OrganisationId> = all.iter().flat_map(|it| it.sponsors()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut options: Vec<_> = ids
        .iter()
        .map(|id| (id.to_string(), desk.network().short_name(*id).to_owned()))
        .collect();
    options.sort_by(|a, b| a.1.cmp(&b.1));
    with_any(page, options)
}

/// Returns the clauses on the table that amendments are about, in the order of the text.
fn clauses(page: &Page, instrument: &Instrument, all: &[&Amendment]) -> Vec<(String, String)> {
    let about: Vec<ClauseId> = all
        .iter()
        .filter_map(|it| place_of(instrument, it.change()))
        .collect();
    let tabled = instrument.current().map_or(&[][..], |table| &table.clauses);
    let options = tabled
        .iter()
        .filter(|clause| about.contains(&clause.id))
        .map(|clause| (clause.id.to_string(), clause_name(page, clause)));
    with_any(page, options)
}
