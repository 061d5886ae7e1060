//! Two wordings of one clause: of revisions, and of amendments in each of their texts.

use askama::Template;
use axum::extract::Path;
use domain::id::{ClauseId, InstrumentId};
use domain::instrument::{Amendment, AmendmentChange, AmendmentText, Instrument};
use domain::text::{LanguageTag, Wording};
use serde::Deserialize;

use super::{Layout, Switch};
use crate::web::extract::ValidQuery;
use crate::web::form::Form;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::change::Change;
use crate::web::pages::columns::Columns;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::instrument_crumbs;
use crate::web::pages::text::{clause_called, language_of};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "compare_clause.html")]
struct ComparePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: Form,
    href: String,
    name: String,
    versions: Vec<(String, String)>,
    /// The two chosen; none where there is but one.
    chosen: Option<Chosen>,
}

/// Two wordings, compared.
struct Chosen {
    from: String,
    to: String,
    switch: Switch,
    is_same: bool,
    change: Change,
    columns: Option<Columns>,
}

/// Which wordings are compared, by their names in addresses.
#[derive(Debug, Deserialize)]
pub(super) struct Pair {
    from: Option<String>,
    to: Option<String>,
    #[serde(default)]
    view: Layout,
}

/// A wording of a clause.
struct Version {
    /// As addresses name it: `r2` for a revision, `a3` for an amendment, `a3.1` for an earlier text of it.
    key: String,
    name: String,
    /// None where the clause would be deleted.
    wording: Option<Wording>,
}

impl Version {
    fn is_tabled(&self) -> bool {
        self.key.starts_with('r')
    }
}

/// Shows what differs between two wordings of a clause.
pub(super) async fn compare(
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    ValidQuery(pair): ValidQuery<Pair>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let versions = versions(&page, &desk, instrument, clause);
    if versions.is_empty() {
        return Err(Problem::not_found());
    }
    let href = format!("/instruments/{id}/clauses/{clause}");
    let language = language_of(instrument, Some(clause));
    let chosen = chosen(&versions, &pair)?;
    page.show(&ComparePage {
        p: &page,
        crumbs: crumbs(&page, instrument, clause),
        form: form(chosen, pair.view),
        name: clause_called(&page, instrument, Some(clause)),
        chosen: chosen
            .map(|(from, to)| Chosen::new(&page, (from, to), &href, (&language, pair.view))),
        href,
        versions: versions.into_iter().map(|it| (it.key, it.name)).collect(),
    })
}

/// Returns the way to a clause; one that was never tabled has no page.
fn crumbs(page: &Page, instrument: &Instrument, clause: ClauseId) -> Vec<Crumb> {
    let mut crumbs = instrument_crumbs(page, instrument);
    if instrument
        .revisions()
        .iter()
        .any(|it| it.clause(clause).is_some())
    {
        let href = format!("/instruments/{}/clauses/{clause}", instrument.id);
        crumbs.push(Crumb::new(
            href,
            clause_called(page, instrument, Some(clause)),
        ));
    }
    crumbs
}

fn form(chosen: Option<(&Version, &Version)>, view: Layout) -> Form {
    let form = Form::new().with("view", view.as_str());
    match chosen {
        Some((from, to)) => form.with("from", &*from.key).with("to", &*to.key),
        None => form,
    }
}

impl Chosen {
    fn new(
        page: &Page,
        (from, to): (&Version, &Version),
        href: &str,
        (language, view): (&LanguageTag, Layout),
    ) -> Self {
        let fields = [("from", from.key.as_str()), ("to", to.key.as_str())];
        let (before, after) = (from.wording.as_ref(), to.wording.as_ref());
        Self {
            from: from.name.clone(),
            to: to.name.clone(),
            switch: Switch::new(view, &format!("{href}/compare"), &fields),
            is_same: before == after,
            change: Change::of(page, before, after, language),
            columns: (view == Layout::SideBySide)
                .then(|| Columns::between(page, before, after, language)),
        }
    }
}

/// Finds the two wordings asked for. Without a wish: what the last revision changed, or what the
/// first amendment would change.
fn chosen<'a>(
    versions: &'a [Version],
    pair: &Pair,
) -> Result<Option<(&'a Version, &'a Version)>, Problem> {
    let find = |key: &String| {
        let found = versions.iter().find(|it| it.key == *key);
        found.ok_or_else(Problem::not_found)
    };
    let from = pair.from.as_ref().map(find).transpose()?;
    let to = pair.to.as_ref().map(find).transpose()?;
    let table = versions.iter().rfind(|it| it.is_tabled());
    let table = table.or(versions.first());
    Ok(match (from, to) {
        (Some(from), Some(to)) => Some((from, to)),
        (Some(from), None) => Some(from).zip(table),
        (None, Some(to)) => Some(other(versions, to).unwrap_or(to)).zip(Some(to)),
        (None, None) => table.and_then(|table| {
            let other = other(versions, table)?;
            Some(if other.is_tabled() {
                (other, table)
            } else {
                (table, other)
            })
        }),
    })
}

/// Finds what a wording is best compared with: the last revision that differs, or the first amendment.
fn other<'a>(versions: &'a [Version], than: &Version) -> Option<&'a Version> {
    let differs = |it: &&Version| it.wording != than.wording;
    let tabled = versions.iter().rev().filter(|it| it.is_tabled());
    let proposed = versions.iter().filter(|it| !it.is_tabled());
    tabled.chain(proposed).find(differs)
}

/// Lists the wordings of a clause: those of the revisions, then those amendments propose.
fn versions(page: &Page, desk: &Desk, instrument: &Instrument, clause: ClauseId) -> Vec<Version> {
    let last = instrument.current().map(|it| it.number);
    let tabled = instrument.revisions().iter().filter_map(|revision| {
        let wording = revision.clause(clause)?.wording()?;
        let key = if Some(revision.number) == last {
            "version-on-table"
        } else {
            "revision-title"
        };
        Some(Version {
            key: format!("r{}", revision.number),
            name: page.t(key).arg("number", revision.number).to_string(),
            wording: Some(wording.clone()),
        })
    });
    let mut versions: Vec<_> = tabled.collect();
    let amendments = instrument.amendments();
    let about = amendments
        .iter()
        .filter(|it| it.change().clause() == clause);
    for amendment in about {
        let texts = amendment.texts().iter();
        versions.extend(texts.filter_map(|text| proposed(page, desk, amendment, text)));
    }
    versions
}

/// Returns the wording that a text of an amendment proposes, if it proposes one or none at all.
fn proposed(
    page: &Page,
    desk: &Desk,
    amendment: &Amendment,
    text: &AmendmentText,
) -> Option<Version> {
    let wording = match &text.change {
        AmendmentChange::Delete { .. } => None,
        change => Some(change.wording()?.clone()),
    };
    let number = amendment.number;
    let is_present = text.number == amendment.text().number;
    let key = if is_present {
        format!("a{number}")
    } else {
        format!("a{number}.{}", text.number)
    };
    let name = if is_present {
        page.t("version-amendment")
    } else {
        page.t("version-amendment-text").arg("text", text.number)
    };
    let sponsor = desk.network().short_name(amendment.sponsor);
    Some(Version {
        key,
        name: name
            .arg("number", number)
            .arg("sponsor", sponsor)
            .to_string(),
        wording,
    })
}
