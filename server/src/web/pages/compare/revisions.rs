//! Two revisions of the whole text, and the way to every other comparison.

use askama::Template;
use axum::extract::Path;
use domain::id::InstrumentId;
use domain::instrument::Instrument;
use domain::record::RevisionNumber;
use serde::Deserialize;

use super::{Layout, Switch};
use crate::web::extract::ValidQuery;
use crate::web::form::Form;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::comparison::{Comparison, Item};
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{clause_name, gist, instrument_crumbs};
use crate::web::problem::Problem;

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
    switch: Switch,
    it: Comparison,
    /// The clauses on the table: where their wordings are compared, and what they are called.
    clauses: Vec<(String, String, String)>,
    has_amendments: bool,
}

/// Which revisions are compared: the one on the table with the one before, unless others are named.
#[derive(Debug, Deserialize)]
pub(super) struct Pair {
    from: Option<RevisionNumber>,
    to: Option<RevisionNumber>,
    #[serde(default)]
    view: Layout,
}

/// Shows what changed between two revisions.
pub(super) async fn compare(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    ValidQuery(pair): ValidQuery<Pair>,
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
    let href = format!("/instruments/{id}");
    let fields = [from, to].map(|number| number.to_string());
    let switch = Switch::new(
        pair.view,
        &format!("{href}/compare"),
        &[("from", &fields[0]), ("to", &fields[1])],
    );
    page.show(&ComparePage {
        p: &page,
        crumbs: instrument_crumbs(&page, instrument),
        form: form(&fields, pair.view),
        href,
        numbers: (1..=last).map(named).collect(),
        from,
        to,
        switch,
        it: Comparison::laid_out(&page, &before, &after, pair.view),
        clauses: clauses(&page, instrument),
        has_amendments: instrument.amendments().len() > 1,
    })
}

fn form([from, to]: &[String; 2], view: Layout) -> Form {
    Form::new()
        .with("from", from)
        .with("to", to)
        .with("view", view.as_str())
}

fn clauses(page: &Page, instrument: &Instrument) -> Vec<(String, String, String)> {
    let clauses = instrument.current().into_iter().flat_map(|it| &it.clauses);
    clauses
        .map(|clause| {
            let href = format!(
                "/instruments/{}/clauses/{}/compare",
                instrument.id, clause.id
            );
            (href, clause_name(page, clause), gist(clause))
        })
        .collect()
}
