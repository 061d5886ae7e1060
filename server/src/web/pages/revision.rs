//! Tabled revisions: each as it was tabled, and two compared.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::get;
use domain::id::InstrumentId;
use domain::instrument::{Instrument, Revision, RevisionClause};
use domain::record::RevisionNumber;
use serde::Deserialize;

use super::comparison::Comparison;
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
        .route("/instruments/{instrument}/compare", get(compare))
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
    items: Vec<Item>,
}

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    form: Form,
    numbers: Vec<(String, String)>,
    from: RevisionNumber,
    to: RevisionNumber,
    it: Comparison,
}

/// Which revisions are compared: the one on the table with the one before, unless others are named.
#[derive(Debug, Deserialize)]
struct Pair {
    from: Option<RevisionNumber>,
    to: Option<RevisionNumber>,
}

/// Shows a revision as it was tabled.
async fn revision(
    page: Page,
    desk: Desk,
    Path((id, number)): Path<(InstrumentId, RevisionNumber)>,
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
        items: items(&page, instrument, revision),
    })
}

fn items(page: &Page, instrument: &Instrument, revision: &Revision) -> Vec<Item> {
    let clauses = revision.clauses.iter();
    let item = |clause: &RevisionClause| Item {
        id: clause.id.to_string(),
        href: format!("/instruments/{}/clauses/{}", instrument.id, clause.id),
        number: clause.number.clone(),
        name: clause_name(page, clause),
        gist: gist(clause),
        depth: revision.depth(clause).min(4),
        text: Text::of(page, revision, clause),
        hash: clause.hash.to_string(),
    };
    clauses.map(item).collect()
}

/// Shows what changed between two revisions.
async fn compare(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    Query(pair): Query<Pair>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let last = instrument.current().ok_or_else(Problem::not_found)?.number;
    let to = pair.to.unwrap_or(last);
    let from = pair.from.unwrap_or_else(|| to.saturating_sub(1).max(1));
    let find = |number| instrument.revision(number).ok_or_else(Problem::not_found);
    let (before, after) = (find(from)?.outline(), find(to)?.outline());
    let named = |number: RevisionNumber| {
        let name = page.t("revision-title").arg("number", number).to_string();
        (number.to_string(), name)
    };
    page.show(&ComparePage {
        p: &page,
        crumbs: instrument_crumbs(&page, instrument),
        href: format!("/instruments/{id}"),
        form: Form::new()
            .with("from", from.to_string())
            .with("to", to.to_string()),
        numbers: (1..=last).map(named).collect(),
        from,
        to,
        it: Comparison::new(&page, &before, &after),
    })
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::web::pages::fixture::{World, first_texts, outline};

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
    async fn two_revisions_are_compared_clause_by_clause() {
        let world = World::tabled().await;
        let mut texts = first_texts();
        texts[1].3 = "Results of every polling station shall be published within 24 hours.";
        texts.truncate(4);
        world.table(&outline(&texts)).await;
        let (status, html) = world.page(world.secretariat, &world.path("/compare")).await;
        assert_eq!(status, StatusCode::OK, "{html}");
        assert!(
            html.contains("1 clause reworded") && html.contains("1 clause taken out"),
            "{html}"
        );
        assert!(html.contains("<ins>") && html.contains("<del>"), "{html}");
        let (_, html) = world
            .page(world.secretariat, &world.path("/compare?from=1&to=1"))
            .await;
        assert!(html.contains("There is no difference."), "{html}");
    }
}
