//! Tabling: a preview of what changed since the last revision, a page that asks once more, the act.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::api::TableRevision;
use domain::id::InstrumentId;
use domain::instrument::{Instrument, Tabling};
use domain::permission::Operation;
use domain::text::{Outline, RootClause, root_hash};

use super::amendments::{Entry, entry};
use super::comparison::{Comparison, Item};
use super::desk::Desk;
use super::refusals::{refuse, taken};
use super::text::instrument_crumbs;
use crate::live::{self, DraftView};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::problem::Problem;

/// Returns the routes of tabling.
pub(crate) fn routes() -> Router<AppState> {
    Router::new().route(
        "/instruments/{instrument}/table",
        get(preview_revision).post(table_revision),
    )
}

#[derive(Template)]
#[template(path = "tabling.html")]
struct TablingPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    href: String,
    draft_href: String,
    number: u32,
    clauses: usize,
    heads: &'a [String],
    /// What changed since the last revision; none where there is no revision yet.
    it: Option<Comparison>,
    /// The open amendments that are decided first, or carried over.
    open: Vec<Entry>,
    /// Whether a removed clause waits for the chair's decision.
    is_undecided: bool,
    /// The hash the revision will have, on the page that asks once more.
    confirming: Option<String>,
}

/// Shows what would be tabled.
async fn preview_revision(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
) -> Result<Shown, Problem> {
    let instrument = desk.permitted(Operation::TableRevision, id)?;
    let view = live::preview(&app.hub, desk.by, id).await?;
    show(&page, (&desk, instrument), &view, &Form::new(), None)
}

/// Asks once more, then tables.
async fn table_revision(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let instrument = desk.instrument(id)?;
    let view = live::preview(&app.hub, desk.by, id).await?;
    let note = form.optional("note", "error-statement");
    let heads = form.values("heads").map(str::to_owned).collect();
    let carries = form.values("carries").filter_map(|id| id.parse().ok());
    let command = TableRevision {
        heads,
        carries: carries.collect(),
        note,
    };
    if !form.is_refused() && form.value("step") == "confirm" {
        let tabled = live::table_revision(&app.hub, desk.by, id, command).await;
        if let Some((number, _)) = taken(&mut form, tabled)? {
            let to = format!("/instruments/{id}/revisions/{number}");
            return Ok(Done::at(to).saying("done-tabled").into_response());
        }
    } else if !form.is_refused() && form.value("step") == "check" {
        let tabling = Tabling {
            outline: &view.outline,
            heads: &view.heads,
            undecided: view.undecided.first().copied(),
        };
        match instrument.table_revision(&command, &tabling, &desk.acting()) {
            Ok(_) => {
                let root = future_root(&view.outline);
                let shown = show(&page, (&desk, instrument), &view, &form, root)?;
                return Ok(shown.into_response());
            }
            Err(refusal) => refuse(&mut form, refusal),
        }
    }
    Ok(show(&page, (&desk, instrument), &view, &form, None)?.into_response())
}

/// Returns the hash that a text will have as a revision.
fn future_root(outline: &Outline) -> Option<String> {
    let roots: Result<Vec<_>, _> = outline
        .clauses
        .iter()
        .map(|clause| {
            let hash = clause.wording.hash()?;
            Ok::<_, domain::text::RefusedCharacter>(RootClause {
                id: clause.id,
                hash,
                parent: clause.parent,
            })
        })
        .collect();
    let root = root_hash(&outline.title, &outline.language, &roots.ok()?);
    root.ok().map(|hash| hash.to_string())
}

fn show(
    page: &Page,
    (desk, instrument): (&Desk, &Instrument),
    view: &DraftView,
    form: &Form,
    confirming: Option<String>,
) -> Result<Shown, Problem> {
    let before = instrument.current().map(|revision| revision.outline());
    let template = TablingPage {
        p: page,
        crumbs: instrument_crumbs(page, instrument),
        form,
        href: format!("/instruments/{}", instrument.id),
        draft_href: format!("/drafts/{}", instrument.draft),
        number: instrument.next_revision(),
        clauses: view.outline.clauses.len(),
        heads: &view.heads,
        it: before.map(|before| Comparison::new(page, &before, &view.outline)),
        open: (instrument.undecided(&view.outline).into_iter())
            .map(|it| entry(page, desk, instrument, it))
            .collect(),
        is_undecided: !view.undecided.is_empty(),
        confirming,
    };
    page.show_as(form.status(), &template)
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::web::pages::fixture::{World, hidden_fields, location, read};

    #[tokio::test]
    async fn the_chair_sees_what_changed_and_tables_after_a_second_look() {
        let world = World::new().await;
        world.writes("Results shall be published.").await;
        let chair = world.delegates[0];
        let path = world.path("/table");
        let (status, html) = world.page(chair, &path).await;
        assert_eq!(status, StatusCode::OK, "{html}");
        let heads = hidden_fields(&html)["heads"].clone();
        let mut fields = vec![
            ("heads", heads.as_str()),
            ("note", "First reading"),
            ("step", "check"),
        ];
        let (status, html) = read(world.post(chair, &path, &fields).await).await;
        assert_eq!(status, StatusCode::OK, "{html}");
        assert!(
            html.contains("Table revision 1?") && html.contains("First reading"),
            "{html}"
        );
        fields[2].1 = "confirm";
        let response = world.post(chair, &path, &fields).await;
        assert_eq!(location(&response), world.path("/revisions/1"));
        let (_, html) = world.page(chair, location(&response)).await;
        assert!(html.contains("Results shall be published."), "{html}");
    }

    #[tokio::test]
    async fn a_draft_that_changed_meanwhile_is_shown_again() {
        let world = World::new().await;
        world.writes("Results shall be published.").await;
        let chair = world.delegates[0];
        let path = world.path("/table");
        let (_, html) = world.page(chair, &path).await;
        let heads = hidden_fields(&html)["heads"].clone();
        world.writes("And archived.").await;
        let fields = [("heads", heads.as_str()), ("step", "confirm")];
        let (status, html) = read(world.post(chair, &path, &fields).await).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            html.contains("The text has changed since you read it."),
            "{html}"
        );
    }

    #[tokio::test]
    async fn nobody_but_the_chair_tables() {
        let world = World::new().await;
        let (status, _) = world.page(world.delegates[2], &world.path("/table")).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
}
