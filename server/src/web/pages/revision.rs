//! Tabled revisions, each as it was tabled, with line numbers that never change.

mod lines;
mod reference;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::get;
use domain::id::InstrumentId;
use domain::instrument::{Instrument, Revision, RevisionClause};
use domain::record::RevisionNumber;
use serde::Deserialize;

use self::lines::Numbered;
use super::desk::Desk;
use super::instruments::RevisionHead;
use super::text::{Text, clause_name, gist, instrument_crumbs};
use crate::i18n::Markup;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::problem::Problem;

/// Returns the routes of revisions.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/instruments/{instrument}/revisions/{number}",
            get(revision),
        )
        .route(
            "/instruments/{instrument}/revisions/{number}/lines/{line}",
            get(reference::line),
        )
        .route("/instruments/{instrument}/lines", get(reference::find))
}

/// A clause as it was tabled.
struct Item {
    id: String,
    href: String,
    number: String,
    name: String,
    gist: String,
    depth: usize,
    text: Text,
    /// The lines of its heading and of its text.
    lines: Numbered,
    hash: String,
}

#[derive(Template)]
#[template(path = "revision.html")]
struct RevisionPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    title: String,
    attributes: Markup,
    it: RevisionHead,
    is_on_table: bool,
    before: Option<RevisionNumber>,
    has_lines: bool,
    form: Form,
    items: Vec<Item>,
}

/// How a revision is shown.
#[derive(Debug, Default, Deserialize)]
struct Wish {
    /// `off` to read it without line numbers.
    lines: Option<String>,
}

/// Shows a revision as it was tabled.
async fn revision(
    page: Page,
    desk: Desk,
    Path((id, number)): Path<(InstrumentId, RevisionNumber)>,
    Query(wish): Query<Wish>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let revision = instrument.revision(number).ok_or_else(Problem::not_found)?;
    page.show(&RevisionPage {
        p: &page,
        crumbs: instrument_crumbs(&page, instrument),
        href: format!("/instruments/{id}"),
        title: revision.title.or_mark().to_owned(),
        attributes: page.text_in(&revision.language),
        it: RevisionHead::of(desk.network(), revision),
        is_on_table: instrument.current().is_some_and(|it| it.number == number),
        before: (number > 1).then(|| number - 1),
        has_lines: wish.lines.as_deref() != Some("off"),
        form: Form::new(),
        items: items(&page, instrument, revision),
    })
}

fn items(page: &Page, instrument: &Instrument, revision: &Revision) -> Vec<Item> {
    let mut lines = lines::by_clause(revision);
    let clauses = revision.clauses.iter();
    let item = |clause: &RevisionClause| Item {
        id: clause.id.to_string(),
        href: format!("/instruments/{}/clauses/{}", instrument.id, clause.id),
        number: clause.number.clone(),
        name: clause_name(page, clause),
        gist: gist(clause),
        depth: revision.depth(clause).min(4),
        text: Text::of(page, revision, clause),
        lines: lines.remove(&clause.id).unwrap_or_default(),
        hash: clause.hash.to_string(),
    };
    clauses.map(item).collect()
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::web::pages::fixture::{World, first_texts, location, outline};

    #[tokio::test]
    async fn an_earlier_revision_stays_readable_and_says_it_is_not_on_the_table() {
        let world = World::tabled().await;
        world.table(&outline(&first_texts()[..3])).await;
        let (status, html) = world
            .page(world.secretariat, &world.path("/revisions/1"))
            .await;
        assert_eq!(status, StatusCode::OK, "{html}");
        assert!(html.contains("open results deserve trust"), "{html}");
        assert!(
            html.contains("This revision is no longer on the table."),
            "{html}"
        );
        let (status, _) = world
            .page(world.secretariat, &world.path("/revisions/3"))
            .await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn the_lines_of_a_revision_are_numbered_and_each_has_its_address() {
        let world = World::tabled().await;
        let path = world.path("/revisions/1");
        let (_, html) = world.page(world.secretariat, &path).await;
        assert!(
            html.contains("id=\"L1\"") && html.contains("id=\"L6\""),
            "{html}"
        );
        assert!(html.contains("aria-label=\"Line 3\""), "{html}");
        let off = format!("{path}?lines=off");
        let (_, html) = world.page(world.secretariat, &off).await;
        assert!(!html.contains("id=\"L1\""), "{html}");
    }

    #[tokio::test]
    async fn a_reference_leads_to_a_line_however_it_is_written() {
        let world = World::tabled().await;
        let by = world.secretariat;
        let there = world.path("/revisions/1/lines/3");
        for reference in ["rev.+1,+line+3", "1/3", "R1L3", "line+3"] {
            let path = world.path(&format!("/lines?reference={reference}"));
            let request = axum::http::Request::get(path);
            let response = world.ask(by, request, axum::body::Body::empty()).await;
            assert_eq!(location(&response), there, "{reference}");
        }
        let path = world.path("/lines?reference=the+third+one");
        let (status, html) = world.page(by, &path).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{html}");
        assert!(html.contains("rev. 2, line 14"), "{html}");
    }

    #[tokio::test]
    async fn a_line_says_where_its_words_stand_now() {
        let world = World::tabled().await;
        let mut after = outline(&first_texts());
        let moved = after.clauses.remove(3);
        after.clauses.insert(0, moved);
        after.clauses.remove(2);
        world.table(&after).await;
        let by = world.secretariat;
        let at = |line: u32| world.path(&format!("/revisions/1/lines/{line}"));
        let (_, html) = world.page(by, &at(5)).await;
        assert!(html.contains("Revision 1, line 5"), "{html}");
        let now = world.path("/revisions/2#L1");
        assert!(html.contains(&format!("href=\"{now}\"")), "{html}");
        let (_, html) = world.page(by, &at(2)).await;
        assert!(html.contains("gone since revision 2"), "{html}");
        let (status, _) = world.page(by, &at(99)).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}
