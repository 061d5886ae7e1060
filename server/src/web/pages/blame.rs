//! Where the words of a clause come from: run by run, in words.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::id::{AmendmentId, ClauseId, DelegateId, InstrumentId};
use domain::instrument::{BlamedRun, Instrument};
use domain::record::RevisionNumber;
use domain::time::Timestamp;
use serde::Deserialize;

use super::desk::Desk;
use super::text::{clause_crumbs, clause_name};
use crate::i18n::Markup;
use crate::live;
use crate::state::AppState;
use crate::web::extract::ValidQuery;
use crate::web::form::Form;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::problem::Problem;

/// Returns the routes of where words come from.
pub(crate) fn routes() -> Router<AppState> {
    Router::new().route(
        "/instruments/{instrument}/clauses/{clause}/blame",
        get(blame),
    )
}

#[derive(Template)]
#[template(path = "blame.html")]
struct BlamePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    name: String,
    form: Form,
    revision: RevisionNumber,
    revisions: Vec<(String, String)>,
    attributes: Markup,
    heading: Vec<Noted>,
    text: Vec<Noted>,
    sources: Vec<Source>,
}

/// A run of words with the number of its source.
struct Noted {
    words: String,
    note: usize,
}

/// Where words come from.
struct Source {
    /// Who brought them: an amendment, drafters, or drafters whom nobody knows.
    brought: Brought,
    revision: RevisionNumber,
    /// When the words came to be on the table.
    at: Option<Timestamp>,
    /// All its words.
    words: Vec<String>,
}

enum Brought {
    /// Amendments: page, number and sponsors.
    Amendments(Vec<(String, u32, String)>),
    /// People: name and organisation.
    Drafters(Vec<(String, Option<String>)>),
}

/// Which revision is looked at; the last one that has the clause unless another is named.
#[derive(Debug, Deserialize)]
struct Wish {
    revision: Option<RevisionNumber>,
}

/// Shows where the words of a clause come from.
async fn blame(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidQuery(wish): ValidQuery<Wish>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let having: Vec<RevisionNumber> = (instrument.revisions().iter())
        .filter(|it| it.clause(clause).is_some())
        .map(|it| it.number)
        .collect();
    let last = having.last().copied().ok_or_else(Problem::not_found)?;
    let number = wish.revision.unwrap_or(last);
    let revision = instrument.revision(number).ok_or_else(Problem::not_found)?;
    let tabled = revision.clause(clause).ok_or_else(Problem::not_found)?;
    let blame = instrument.blame(clause, number);
    let blame = blame.ok_or_else(Problem::not_found)?;
    let written = live::authorship(&app.hub, id, clause, number).await?;
    let blame = blame.with_drafters(&written.heading, &written.text);
    let mut sources = Sources::new(&desk, instrument);
    let (heading, text) = (sources.noted(blame.heading), sources.noted(blame.text));
    let named = |number: &RevisionNumber| {
        let name = page.t("revision-title").arg("number", number);
        (number.to_string(), name.to_string())
    };
    page.show(&BlamePage {
        p: &page,
        crumbs: clause_crumbs(&page, instrument, tabled),
        href: format!("/instruments/{id}/clauses/{clause}"),
        name: clause_name(&page, tabled),
        form: Form::new().with("revision", number.to_string()),
        revision: number,
        revisions: having.iter().map(named).collect(),
        attributes: page.text_in(revision.language_of(tabled)),
        heading,
        text,
        sources: sources.all,
    })
}

/// What tells one source from another.
type Key = (RevisionNumber, Vec<AmendmentId>, Vec<DelegateId>);

/// The sources met so far, each once.
struct Sources<'a> {
    desk: &'a Desk,
    instrument: &'a Instrument,
    keys: Vec<Key>,
    all: Vec<Source>,
}

impl<'a> Sources<'a> {
    fn new(desk: &'a Desk, instrument: &'a Instrument) -> Self {
        Self {
            desk,
            instrument,
            keys: Vec::new(),
            all: Vec::new(),
        }
    }

    fn noted(&mut self, runs: Vec<BlamedRun>) -> Vec<Noted> {
        let noted = runs.into_iter().map(|run| {
            let place = self.place(&run);
            if !run.text.trim().is_empty() {
                self.all[place].words.push(run.text.trim().to_owned());
            }
            Noted {
                words: run.text,
                note: place + 1,
            }
        });
        noted.collect()
    }

    /// Returns the place of the source of a run in the list.
    fn place(&mut self, run: &BlamedRun) -> usize {
        let origin = &run.origin;
        let key = (
            origin.revision,
            origin.amendments.clone(),
            run.drafters.clone(),
        );
        if let Some(place) = self.keys.iter().position(|it| *it == key) {
            return place;
        }
        self.all.push(Source {
            brought: self.brought(&key),
            revision: key.0,
            at: self.instrument.revision(key.0).map(|it| it.tabled_at),
            words: Vec::new(),
        });
        self.keys.push(key);
        self.keys.len() - 1
    }

    fn brought(&self, (_, amendments, drafters): &Key) -> Brought {
        let network = self.desk.network();
        if amendments.is_empty() {
            let named = drafters.iter().map(|id| {
                let organisation = network.delegate(*id).and_then(|it| it.organisation);
                let organisation = organisation.map(|id| network.short_name(id).to_owned());
                (network.delegate_name(*id).to_owned(), organisation)
            });
            return Brought::Drafters(named.collect());
        }
        let found = amendments
            .iter()
            .filter_map(|id| self.instrument.amendment(*id));
        let named = found.map(|it| {
            let href = format!("/instruments/{}/amendments/{}", self.instrument.id, it.id);
            let sponsors = it.sponsors();
            let sponsors: Vec<&str> = sponsors.iter().map(|id| network.short_name(*id)).collect();
            (href, it.number, sponsors.join(", "))
        });
        Brought::Amendments(named.collect())
    }
}

#[cfg(test)]
mod tests;
