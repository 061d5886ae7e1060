//! Two amendments: each against what it amends, and against each other where they are about one clause.

use askama::Template;
use axum::extract::Path;
use domain::id::InstrumentId;
use domain::instrument::{Amendment, AmendmentChange, Instrument};
use serde::Deserialize;

use super::{Layout, Switch};
use crate::web::extract::ValidQuery;
use crate::web::form::Form;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::change::Change;
use crate::web::pages::columns::Columns;
use crate::web::pages::desk::Desk;
use crate::web::pages::proposed::Proposed;
use crate::web::pages::text::instrument_crumbs;
use crate::web::pages::text::language_of;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "compare_amendments.html")]
struct ComparePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: Form,
    href: String,
    amendments: Vec<(String, String)>,
    chosen: Option<Chosen>,
}

/// Two amendments, compared.
struct Chosen {
    one: Proposed,
    other: Proposed,
    switch: Switch,
    /// What differs between what they propose; none unless both are about one clause and propose a
    /// wording, or none.
    between: Option<Between>,
}

/// What differs between the wordings that two amendments propose.
struct Between {
    is_same: bool,
    change: Change,
    columns: Option<Columns>,
}

/// Which amendments are compared, by their printed numbers.
#[derive(Debug, Deserialize)]
pub(super) struct Pair {
    first: Option<u32>,
    second: Option<u32>,
    #[serde(default)]
    view: Layout,
}

/// Shows two amendments beside each other.
pub(super) async fn compare(
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    ValidQuery(pair): ValidQuery<Pair>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let all = instrument.amendments();
    let find = |number: Option<u32>| {
        let found = number.map(|number| all.iter().find(|it| it.number == number));
        found
            .map(|it| it.copied().ok_or_else(Problem::not_found))
            .transpose()
    };
    let chosen = find(pair.first)?.zip(find(pair.second)?);
    let href = format!("/instruments/{id}/amendments");
    let mut crumbs = instrument_crumbs(&page, instrument);
    crumbs.push(Crumb::new(&*href, page.t("amendments-title")));
    page.show(&ComparePage {
        p: &page,
        crumbs,
        form: form(&pair),
        amendments: all.iter().map(|it| option(&page, &desk, it)).collect(),
        chosen: chosen
            .map(|(one, other)| Chosen::new(&page, &desk, instrument, (one, other), pair.view)),
        href,
    })
}

fn form(pair: &Pair) -> Form {
    let form = Form::new().with("view", pair.view.as_str());
    let fields = [("first", pair.first), ("second", pair.second)];
    let given = fields
        .into_iter()
        .filter_map(|(name, number)| Some((name, number?)));
    given.fold(form, |form, (name, number)| {
        form.with(name, number.to_string())
    })
}

fn option(page: &Page, desk: &Desk, amendment: &Amendment) -> (String, String) {
    let name = page
        .t("version-amendment")
        .arg("number", amendment.number)
        .arg("sponsor", desk.network().short_name(amendment.sponsor));
    (amendment.number.to_string(), name.to_string())
}

impl Chosen {
    fn new(
        page: &Page,
        desk: &Desk,
        instrument: &Instrument,
        (one, other): (&Amendment, &Amendment),
        view: Layout,
    ) -> Self {
        let numbers = [one, other].map(|it| it.number.to_string());
        let href = format!("/instruments/{}/amendments/compare", instrument.id);
        let fields = [
            ("first", numbers[0].as_str()),
            ("second", numbers[1].as_str()),
        ];
        Self {
            one: Proposed::new(page, desk, instrument, one),
            other: Proposed::new(page, desk, instrument, other),
            switch: Switch::new(view, &href, &fields),
            between: Between::new(page, instrument, (one, other), view),
        }
    }
}

impl Between {
    fn new(
        page: &Page,
        instrument: &Instrument,
        (one, other): (&Amendment, &Amendment),
        view: Layout,
    ) -> Option<Self> {
        let (before, after) = (one.change(), other.change());
        let clause = before.clause();
        let have_words = proposes_words(before) && proposes_words(after);
        if clause != after.clause() || !have_words {
            return None;
        }
        let language = language_of(instrument, Some(clause));
        let (before, after) = (before.wording(), after.wording());
        Some(Self {
            is_same: before == after,
            change: Change::of(page, before, after, &language),
            columns: (view == Layout::SideBySide)
                .then(|| Columns::between(page, before, after, &language)),
        })
    }
}

/// Reports whether it is known which words an amendment leaves of its clause.
fn proposes_words(change: &AmendmentChange) -> bool {
    match change {
        AmendmentChange::Delete { .. } => true,
        AmendmentChange::Modify { wording, .. }
        | AmendmentChange::Insert { wording, .. }
        | AmendmentChange::Alternative { wording, .. } => wording.is_some(),
        AmendmentChange::Move { .. } | AmendmentChange::EditorialHint { .. } => false,
    }
}
