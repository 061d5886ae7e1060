//! The chair's desk: choose amendments, see what they make together and what they exclude, adopt.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use domain::amendments::Collision;
use domain::api::AdoptAmendments;
use domain::id::{AmendmentId, ClauseId, InstrumentId};
use domain::instrument::{Amendment, Instrument, Standing, Weighing};
use domain::permission::Operation;
use domain::text::Outline;

use super::effects::{Effect, effects};
use super::entry::{Entry, entry, place_of};
use super::reading::{Together, read_pairs, together};
use crate::live;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::pages::text::{clause_called, instrument_crumbs};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "adoption.html")]
struct AdoptionPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    href: String,
    /// The open amendments, clause by clause.
    clauses: Vec<Choice>,
    /// What the chosen ones come to; none where nothing is chosen.
    outcome: Option<Outcome>,
    may_adopt: bool,
}

/// The open amendments to one clause.
struct Choice {
    clause: String,
    amendments: Vec<Row>,
    /// The largest sets that can be adopted together, each as their numbers and an address that
    /// chooses them.
    sets: Vec<(String, String)>,
}

/// An open amendment that can be chosen.
struct Row {
    entry: Entry,
    is_chosen: bool,
    /// How it stands to the clause on the table, as messages name it.
    standing: &'static str,
    can_be_chosen: bool,
    /// The amendments it collides with: their number and why.
    collisions: Vec<(u32, &'static str)>,
}

/// What the chosen amendments come to.
struct Outcome {
    /// Each with the number of its text.
    chosen: Vec<(AmendmentId, u32)>,
    /// Why they cannot be adopted together.
    refused: Option<String>,
    /// What becomes of each clause of the working draft.
    effects: Vec<Effect>,
    near: Vec<Together>,
    /// The pairs among them that cannot both be adopted: their numbers and why.
    colliding: Vec<(u32, u32, &'static str)>,
    /// Amendments that could not be adopted any more: number, and the one that excludes it.
    excluded: Vec<(u32, u32, &'static str)>,
    /// Amendments of which nothing is left then.
    subsumed: Vec<u32>,
}

/// Shows the open amendments and what the chosen ones come to.
pub(super) async fn weigh(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    RawQuery(query): RawQuery,
) -> Result<Shown, Problem> {
    let mut form = Form::new();
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        form = form.with(&name, value);
    }
    show(&app, &page, &desk, id, &form).await
}

/// Adopts what is chosen.
pub(super) async fn adopt(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    mut form: Form,
) -> Result<Response, Problem> {
    desk.instrument(id)?;
    let note = form.optional("incorporation", "error-statement");
    let command = AdoptAmendments {
        amendments: chosen(&form),
        texts: form
            .values("text")
            .filter_map(|it| it.parse().ok())
            .collect(),
        read_together: read_pairs(&form),
        note,
    };
    if !form.is_refused() {
        let done = live::adopt(&app.hub, desk.by, id, command).await;
        if taken(&mut form, done)?.is_some() {
            let to = format!("/instruments/{id}/adoption");
            return Ok(Done::at(to)
                .saying("done-amendments-adopted")
                .into_response());
        }
    }
    Ok(show(&app, &page, &desk, id, &form).await?.into_response())
}

async fn show(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    id: InstrumentId,
    form: &Form,
) -> Result<Shown, Problem> {
    let instrument = desk.permitted(Operation::ReadDraft, id)?;
    let view = live::preview(&app.hub, desk.by, id).await?;
    let chosen = chosen(form);
    let outcome = (!chosen.is_empty()).then(|| {
        let weighing = instrument.weigh(&chosen, &view.outline, &desk.acting());
        let texts = chosen.iter().filter_map(|id| {
            let amendment = instrument.amendment(*id)?;
            Some((*id, amendment.text().number))
        });
        Outcome {
            chosen: texts.collect(),
            ..outcome(page, instrument, &view.outline, &weighing)
        }
    });
    let following = page.clone().following([Topic::Instrument(id)], desk.seq());
    let template = AdoptionPage {
        p: &following,
        crumbs: instrument_crumbs(page, instrument),
        form,
        href: format!("/instruments/{id}/adoption"),
        clauses: choices(page, desk, instrument, &chosen),
        outcome,
        may_adopt: desk.may(Operation::DisposeOfAmendment, instrument),
    };
    following.show_as(form.status(), &template)
}

fn chosen(form: &Form) -> Vec<AmendmentId> {
    let ids = form.values("amendment").filter_map(|id| id.parse().ok());
    ids.collect()
}

fn choices(
    page: &Page,
    desk: &Desk,
    instrument: &Instrument,
    chosen: &[AmendmentId],
) -> Vec<Choice> {
    let mut clauses: Vec<ClauseId> = Vec::new();
    let open: Vec<&Amendment> = (instrument.amendments().into_iter())
        .filter(|it| it.is_open())
        .collect();
    for it in &open {
        let clause = it.change().clause();
        if !clauses.contains(&clause) {
            clauses.push(clause);
        }
    }
    let all = instrument.collisions();
    (clauses.into_iter())
        .map(|clause| choice(page, desk, (instrument, clause), chosen, &all))
        .collect()
}

fn choice(
    page: &Page,
    desk: &Desk,
    (instrument, clause): (&Instrument, ClauseId),
    chosen: &[AmendmentId],
    collisions: &[Collision<AmendmentId>],
) -> Choice {
    let comparison = instrument.compare_clause(clause);
    let rows = comparison.standings.iter().filter_map(|(id, standing)| {
        let amendment = instrument.amendment(*id)?;
        Some(Row {
            entry: entry(page, desk, instrument, amendment),
            is_chosen: chosen.contains(id),
            standing: standing.as_str(),
            can_be_chosen: matches!(standing, Standing::AsWritten | Standing::Subsumed),
            collisions: (collisions.iter())
                .filter_map(|it| other_of(it, *id).map(|other| (number(instrument, other), it)))
                .map(|(number, it)| (number, it.class.as_str()))
                .collect(),
        })
    });
    let place = comparison.standings.first().and_then(|(id, _)| {
        let change = instrument.amendment(*id)?.change();
        place_of(instrument, change)
    });
    let sets = match comparison.compatible() {
        Ok(sets) if sets.len() > 1 || sets.iter().any(|set| set.len() > 1) => sets,
        _ => Vec::new(),
    };
    Choice {
        clause: clause_called(page, instrument, place),
        amendments: rows.collect(),
        sets: (sets.iter().take(SETS_SHOWN))
            .map(|set| offered(page, instrument, set))
            .collect(),
    }
}

/// How many of the largest sets are offered for one clause.
const SETS_SHOWN: usize = 6;

fn offered(page: &Page, instrument: &Instrument, set: &[AmendmentId]) -> (String, String) {
    let numbers: Vec<_> = set
        .iter()
        .map(|id| number(instrument, *id).to_string())
        .collect();
    let query: Vec<_> = set.iter().map(|id| format!("amendment={id}")).collect();
    (page.list(&numbers), query.join("&"))
}

fn other_of(collision: &Collision<AmendmentId>, id: AmendmentId) -> Option<AmendmentId> {
    if collision.one == id {
        Some(collision.other)
    } else {
        (collision.other == id).then_some(collision.one)
    }
}

fn number(instrument: &Instrument, id: AmendmentId) -> u32 {
    instrument.amendment(id).map_or(0, |it| it.number)
}

fn outcome(page: &Page, instrument: &Instrument, draft: &Outline, weighing: &Weighing) -> Outcome {
    let number = |id: AmendmentId| number(instrument, id);
    let adoption = weighing.adoption.as_ref();
    let pairs = |collisions: &[Collision<AmendmentId>]| {
        let pairs = collisions.iter();
        pairs
            .map(|it| (number(it.one), number(it.other), it.class.as_str()))
            .collect()
    };
    let edits = adoption.map_or(&[][..], |it| &it.edits);
    Outcome {
        chosen: Vec::new(),
        refused: (adoption.err()).map(|refusal| Problem::from(refusal.clone()).explanation(page)),
        effects: effects(page, instrument, draft, edits),
        near: together(instrument, &weighing.near),
        colliding: pairs(&weighing.collisions),
        excluded: pairs(&weighing.excluded),
        subsumed: adoption.map_or_else(
            |_| Vec::new(),
            |it| it.subsumed.iter().map(|id| number(*id)).collect(),
        ),
    }
}
