//! Erasing a person's data, asked once more with what will vanish.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::ErasePerson;
use domain::id::DelegateId;
use domain::record::ErasedWords;
use domain::words::Statement;

use crate::state::AppState;
use crate::web::erased::done;
use crate::web::form::Form;
use crate::web::page::{Crumb, Page};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::problem::Problem;
use crate::workflow::{self, Naming, Traces};

#[derive(Template)]
#[template(path = "person_erase.html")]
struct ErasePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    id: DelegateId,
    name: String,
    address: String,
    traces: &'a Traces,
    /// The words that name the person, each with its name in the form, and whether it is chosen.
    naming: Vec<(String, &'a Naming, bool)>,
    /// Whether everything is chosen and only the last yes is missing.
    is_asked: bool,
}

/// Shows what erasing a person would erase.
pub(super) async fn confirm(
    State(app): State<AppState>,
    Path(id): Path<DelegateId>,
    page: Page,
    desk: Desk,
) -> Result<Response, Problem> {
    let traces = workflow::traces(&app.office, desk.by, id).await?;
    let named = traces.naming.iter().map(key);
    let form = named.fold(Form::new(), |form, key| form.with("also", key));
    show(&page, &desk, (id, &traces), &form, false)
}

/// Asks once more, or erases a person's data.
pub(super) async fn erase_person(
    State(app): State<AppState>,
    Path(id): Path<DelegateId>,
    page: Page,
    desk: Desk,
    mut form: Form,
) -> Result<Response, Problem> {
    let traces = workflow::traces(&app.office, desk.by, id).await?;
    let reason: Option<Statement> = form.required("reason", "error-statement");
    let mut is_asked = false;
    if let Some(reason) = reason {
        is_asked = form.value("step") == "ask";
        if form.value("step") == "confirm" {
            let also = chosen(&traces, &form);
            let command = ErasePerson { reason, also };
            let erased = workflow::erase_person(&app.office, desk.by, id, &command).await;
            if let Some(erased) = taken(&mut form, erased)? {
                app.hub.disconnect(id);
                return Ok(done("/people", &erased).into_response());
            }
        }
    }
    show(&page, &desk, (id, &traces), &form, is_asked)
}

fn key(naming: &Naming) -> String {
    format!("{}.{}", naming.seq, naming.place)
}

fn chosen(traces: &Traces, form: &Form) -> Vec<ErasedWords> {
    let chosen = traces.naming.iter().filter(|it| form.has("also", &key(it)));
    chosen
        .map(|it| ErasedWords {
            entry: it.seq,
            places: vec![it.place],
        })
        .collect()
}

fn show(
    page: &Page,
    desk: &Desk,
    (id, traces): (DelegateId, &Traces),
    form: &Form,
    is_asked: bool,
) -> Result<Response, Problem> {
    let person = desk.network().delegate(id).ok_or_else(Problem::not_found)?;
    let naming = traces.naming.iter().map(|it| {
        let key = key(it);
        let is_chosen = form.has("also", &key);
        (key, it, is_chosen)
    });
    let template = ErasePage {
        p: page,
        crumbs: vec![Crumb::new("/people", page.t("people-title"))],
        form,
        id,
        name: person.name.or_mark().to_owned(),
        address: person.address.or_mark().to_owned(),
        traces,
        naming: naming.collect(),
        is_asked,
    };
    Ok(page.show_as(form.status(), &template)?.into_response())
}
