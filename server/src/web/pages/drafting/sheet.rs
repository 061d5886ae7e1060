//! One amendment in preparation: the live editor, what changes, and who drafts it.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::Extension;
use axum::response::{IntoResponse, Response};
use domain::api::ChangeProposed;
use domain::id::{ClauseId, DraftId};
use domain::instrument::{
    BesideAmendment, DraftAmendment, DraftOrigin, DraftOutcome, DraftRight, DraftSponsorState,
    DraftedChanges, Instrument,
};
use domain::text::{LanguageTag, Outline};
use domain::time::Timestamp;

use crate::i18n::Markup;
use crate::live::{self, DraftedView};
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::page::{Crumb, Page};
use crate::web::pages::change::Change;
use crate::web::pages::desk::Desk;
use crate::web::pages::draft::{Editor, Item, items};
use crate::web::pages::phrases::{Names, sentences};
use crate::web::pages::text::{instrument_crumbs, numbered};
use crate::web::problem::Problem;
use crate::web::security::LoadsEditor;

#[derive(Template)]
#[template(path = "draft_amendment.html")]
struct DraftAmendmentPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    it: Sheet,
    editor: Editor,
    /// The heads of the text that it is compared with, for the editor.
    base: String,
    title: String,
    attributes: Markup,
    items: Vec<Item>,
    rows: Vec<ClauseRow>,
    left_out: Vec<String>,
}

/// An amendment in preparation with all but its text.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) origin: Markup,
    pub(super) sponsors: Vec<Sponsor>,
    /// Who invited the reader's organisation, where it has not answered.
    pub(super) asked_by: Option<String>,
    /// The organisations that can be invited, to who may.
    pub(super) askable: Vec<(String, String)>,
    pub(super) may: Permitted,
    /// The revision on the table, where that is a later one.
    pub(super) behind: Option<u32>,
    pub(super) closed: Option<&'static str>,
    /// Where it went on, or what it became.
    pub(super) onward: Option<(String, &'static str)>,
    pub(super) former: Option<String>,
}

/// An organisation that drafts, or was asked to.
#[derive(Debug)]
pub(super) struct Sponsor {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) state: &'static str,
    /// Whether its invitation can be withdrawn by the reader.
    pub(super) is_withdrawable: bool,
}

/// What the reader may do.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one permission, asked for by name"
)]
pub(super) struct Permitted {
    pub(super) edit: bool,
    pub(super) answer: bool,
    pub(super) leave: bool,
    pub(super) lead: bool,
}

/// What changes in one clause.
#[derive(Debug)]
pub(super) struct ClauseRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) sentences: Vec<Markup>,
    pub(super) change: Option<Change>,
    /// Whether it can be proposed as an alternative to the whole clause.
    pub(super) is_reworded: bool,
}

/// An amendment in preparation in a list.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) origin: Markup,
    pub(crate) sponsors: String,
    pub(crate) opened_at: Timestamp,
    pub(crate) is_invited: bool,
}

impl Listed {
    /// Lists the open ones of an instrument that the reader may know of.
    pub(crate) async fn all(
        app: &AppState,
        page: &Page,
        desk: &Desk,
        instrument: &Instrument,
    ) -> Result<Vec<Self>, Problem> {
        let open = live::draft_amendments(&app.hub, desk.by, instrument.id).await?;
        Ok(open
            .iter()
            .map(|it| Self::new(page, desk, instrument, it))
            .collect())
    }

    fn new(page: &Page, desk: &Desk, instrument: &Instrument, it: &DraftAmendment) -> Self {
        let concerned = it.concerned();
        let names: Vec<&str> = (concerned.iter())
            .map(|id| desk.network().short_name(*id))
            .collect();
        let own = desk.organisation().and_then(|own| it.state_of(own.id));
        Self {
            href: format!("/drafts/{}", it.draft),
            title: it.title.to_string(),
            origin: origin(page, instrument, it),
            sponsors: page.list(&names),
            opened_at: it.opened_at,
            is_invited: own == Some(DraftSponsorState::Invited),
        }
    }
}

/// Shows an amendment in preparation to its sponsors.
pub(crate) async fn show(
    app: &AppState,
    page: Page,
    desk: &Desk,
    id: DraftId,
) -> Result<Response, Problem> {
    let drafted = live::preview_amendment(&app.hub, desk.by, id).await?;
    let instrument = desk.instrument(drafted.draft.instrument)?;
    let it = Sheet::new(app, &page, desk, instrument, &drafted.draft).await?;
    let topics = [Topic::Draft(id), Topic::Instrument(instrument.id)];
    let page = page.following(topics, desk.seq());
    let outline = &drafted.view.outline;
    let shown = page.show(&DraftAmendmentPage {
        p: &page,
        crumbs: crumbs(&page, instrument),
        editor: Editor::of(&page, desk, (id, it.may.edit), &outline.language),
        base: drafted.draft.base.join(" "),
        title: outline.title.clone(),
        attributes: page.text_in(&outline.language),
        items: items(&page, outline),
        rows: rows(&page, &drafted),
        left_out: left_out(&page, &drafted),
        it,
    })?;
    Ok((Extension(LoadsEditor), shown).into_response())
}

/// Returns the way to the amendments in preparation of an instrument.
pub(super) fn crumbs(page: &Page, instrument: &Instrument) -> Vec<Crumb> {
    let mut crumbs = instrument_crumbs(page, instrument);
    let href = format!("/instruments/{}/amendments", instrument.id);
    crumbs.push(Crumb::new(href, page.t("amendments-title")));
    crumbs
}

impl Sheet {
    pub(super) async fn new(
        app: &AppState,
        page: &Page,
        desk: &Desk,
        instrument: &Instrument,
        it: &DraftAmendment,
    ) -> Result<Self, Problem> {
        let may = Permitted::of(desk, instrument, it);
        let table = instrument.current().map_or(0, |table| table.number);
        let mut tx = app.office.store().snapshot().await?;
        let former = tx.former_draft(it.draft).await?;
        Ok(Self {
            href: format!("/drafts/{}", it.draft),
            title: it.title.to_string(),
            origin: origin(page, instrument, it),
            sponsors: sponsors(desk, it, may),
            asked_by: (may.answer).then(|| desk.network().short_name(it.organisation).to_owned()),
            askable: if may.lead {
                askable(desk, it)
            } else {
                Vec::new()
            },
            may,
            behind: (it.closed.is_none() && it.revision != table).then_some(table),
            closed: it.closed.map(|it| it.outcome.as_str()),
            onward: onward(it),
            former: former.map(|id| format!("/drafts/{id}")),
        })
    }
}

impl Permitted {
    pub(super) fn of(desk: &Desk, instrument: &Instrument, it: &DraftAmendment) -> Self {
        let acting = desk.acting();
        let own = desk.organisation().and_then(|own| it.state_of(own.id));
        let is_open = it.closed.is_none();
        let votes = desk
            .organisation()
            .is_some_and(|own| own.votes_at(desk.now));
        Self {
            edit: it.right(instrument, &acting) == DraftRight::Edit,
            answer: is_open && votes && own == Some(DraftSponsorState::Invited),
            leave: is_open && votes && own == Some(DraftSponsorState::Joined),
            lead: it.check_leading(instrument, &acting).is_ok(),
        }
    }
}

fn sponsors(desk: &Desk, it: &DraftAmendment, may: Permitted) -> Vec<Sponsor> {
    let sponsor = |id, state: &'static str, is_withdrawable| Sponsor {
        id: domain::id::OrganisationId::to_string(&id),
        name: desk.network().short_name(id).to_owned(),
        state,
        is_withdrawable,
    };
    let others = it.sponsors.iter().map(|of| {
        let is_invited = of.state == DraftSponsorState::Invited;
        sponsor(of.organisation, of.state.as_str(), is_invited && may.lead)
    });
    std::iter::once(sponsor(it.organisation, "opened", false))
        .chain(others)
        .collect()
}

fn askable(desk: &Desk, it: &DraftAmendment) -> Vec<(String, String)> {
    let concerned = it.concerned();
    let mut options: Vec<_> = (desk.network().electorate(desk.now))
        .filter(|other| !concerned.contains(&other.id))
        .map(|other| (other.id.to_string(), other.short_name.or_mark().to_owned()))
        .collect();
    options.sort_by(|a, b| a.1.cmp(&b.1));
    options
}

fn onward(it: &DraftAmendment) -> Option<(String, &'static str)> {
    match it.closed?.outcome {
        DraftOutcome::Carried(to) => Some((format!("/drafts/{to}"), "drafting-to-successor")),
        DraftOutcome::Tabled => {
            let href = format!("/instruments/{}/amendments/{}", it.instrument, it.amendment);
            Some((href, "drafting-to-tabled"))
        }
        DraftOutcome::Discarded => None,
    }
}

/// Says what a draft begins with, with the way there.
fn origin(page: &Page, instrument: &Instrument, it: &DraftAmendment) -> Markup {
    let number = |id| instrument.amendment(id).map_or(0, |it| it.number);
    let (href, key, id) = match it.origin {
        DraftOrigin::Table => {
            let href = format!("/instruments/{}/revisions/{}", instrument.id, it.revision);
            let words = page.t("drafting-of-table").arg("revision", it.revision);
            return linked(&href, &words.to_string());
        }
        DraftOrigin::Amends(id) => ("amendments", "drafting-of-amends", id),
        DraftOrigin::Revises(id, _) => ("amendments", "drafting-of-revises", id),
    };
    let href = format!("/instruments/{}/{href}/{id}", instrument.id);
    let words = page.t(key).arg("number", number(id)).to_string();
    linked(&href, &words)
}

fn linked(href: &str, words: &str) -> Markup {
    let (href, words) = (Markup::text(href), Markup::text(words));
    Markup::trusted(format!("<a href=\"{href}\">{words}</a>"))
}

/// Says clause by clause what changes, in the order of the present text; what is deleted first.
pub(super) fn rows(page: &Page, drafted: &DraftedView) -> Vec<ClauseRow> {
    let (base, present) = (&drafted.base, &drafted.view.outline);
    rows_between(page, (base, present), &drafted.changes)
}

pub(super) fn rows_between(
    page: &Page,
    (base, present): (&Outline, &Outline),
    drafted: &DraftedChanges,
) -> Vec<ClauseRow> {
    let names = (&Names::of(base), &Names::of(present));
    let mut rows: Vec<ClauseRow> = Vec::new();
    let mut places: BTreeMap<ClauseId, usize> = BTreeMap::new();
    for change in &drafted.changes {
        let Some(id) = clause_of(change) else {
            continue;
        };
        let index = *places.entry(id).or_insert_with(|| {
            rows.push(ClauseRow {
                id: id.to_string(),
                name: name_of(page, (base, present), id),
                sentences: Vec::new(),
                change: None,
                is_reworded: false,
            });
            rows.len() - 1
        });
        let row = &mut rows[index];
        row.sentences.extend(sentences(page, change, names));
        row.is_reworded |= matches!(change, ChangeProposed::Modify { .. });
        if row.change.is_none() {
            row.change = redline(page, (base, present), change);
        }
    }
    rows
}

pub(super) const fn clause_of(change: &ChangeProposed) -> Option<ClauseId> {
    match change {
        ChangeProposed::Insert { clause, .. } => *clause,
        ChangeProposed::Modify { clause, .. }
        | ChangeProposed::Delete { clause, .. }
        | ChangeProposed::Move { clause, .. }
        | ChangeProposed::Alternative { clause, .. }
        | ChangeProposed::EditorialHint { clause, .. } => Some(*clause),
    }
}

/// Names a clause as it is printed in the text it comes from, else in the present one.
fn name_of(page: &Page, (base, present): (&Outline, &Outline), id: ClauseId) -> String {
    let find = |outline: &Outline| {
        let mut clauses = outline.clauses.iter().zip(outline.numbers());
        let (clause, number) = clauses.find(|(it, _)| it.id == id)?;
        Some(numbered(page, clause.wording.kind, &number))
    };
    find(base).or_else(|| find(present)).unwrap_or_default()
}

fn redline(
    page: &Page,
    (base, present): (&Outline, &Outline),
    change: &ChangeProposed,
) -> Option<Change> {
    let find = |outline: &Outline, id| {
        let found = outline.clauses.iter().find(|it| it.id == id)?.clone();
        let language = found.language.clone();
        let language: LanguageTag = language.unwrap_or_else(|| outline.language.clone());
        Some((found.wording, language))
    };
    match change {
        ChangeProposed::Modify {
            clause, wording, ..
        } => {
            let (was, language) = find(base, *clause)?;
            Some(Change::between(page, &was, wording, &language))
        }
        ChangeProposed::Insert {
            clause: Some(clause),
            ..
        } => {
            let (wording, language) = find(present, *clause)?;
            Some(Change::appearing(page, &wording, &language))
        }
        ChangeProposed::Delete { clause, .. } => {
            let (wording, language) = find(base, *clause)?;
            Some(Change::vanishing(page, &wording, &language))
        }
        _ => None,
    }
}

/// Names what has changed that is no part of an amendment, each once.
pub(super) fn left_out(page: &Page, drafted: &DraftedView) -> Vec<String> {
    let outlines = (&*drafted.base, &drafted.view.outline);
    let named = |id: &ClauseId| name_of(page, outlines, *id);
    let words = drafted.changes.beside.iter().map(|it| match it {
        BesideAmendment::Title => page.t("drafting-left-out-title").to_string(),
        BesideAmendment::Language => page.t("drafting-left-out-language").to_string(),
        BesideAmendment::Commentary(id) => page
            .t("drafting-left-out-commentary")
            .arg("clause", named(id))
            .to_string(),
        BesideAmendment::ClauseLanguage(id) => page
            .t("drafting-left-out-clause-language")
            .arg("clause", named(id))
            .to_string(),
    });
    words.collect::<BTreeSet<_>>().into_iter().collect()
}
