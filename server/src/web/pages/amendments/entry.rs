//! An amendment in short, for lists.

use domain::id::ClauseId;
use domain::instrument::{
    Amendment, AmendmentChange, Answer, DispositionKind, Instrument, Offer, Standing,
};
use domain::text::Wording;
use domain::time::Timestamp;

use crate::i18n::Markup;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{clause_called, excerpt, language_of};

/// An amendment in short.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its name.
    pub(crate) id: String,
    /// Where it is.
    pub(crate) href: String,
    /// Its printed number.
    pub(crate) number: u32,
    /// What it does, as the record names it.
    pub(crate) kind: &'static str,
    /// The clause it is about, as pages name it.
    pub(crate) clause: String,
    /// `open`, or how it ended.
    pub(crate) state: &'static str,
    /// The tone of that.
    pub(crate) tone: &'static str,
    /// How the proposed wording begins.
    pub(crate) gist: String,
    /// The `lang` and `dir` of that.
    pub(crate) attributes: Markup,
    /// The sponsors' short names.
    pub(crate) sponsors: String,
    /// When it was tabled.
    pub(crate) tabled_at: Timestamp,
    /// What has happened to it that concerns the reader, as messages name it.
    pub(crate) news: Vec<&'static str>,
}

/// Shows an amendment in short.
pub(crate) fn entry(
    page: &Page,
    desk: &Desk,
    instrument: &Instrument,
    amendment: &Amendment,
) -> Entry {
    let place = place_of(instrument, amendment.change());
    let sponsors: Vec<&str> = amendment
        .sponsors()
        .iter()
        .map(|id| desk.network().short_name(*id))
        .collect();
    Entry {
        id: amendment.id.to_string(),
        href: format!("/instruments/{}/amendments/{}", instrument.id, amendment.id),
        number: amendment.number,
        kind: amendment.change().kind(),
        clause: clause_called(page, instrument, place),
        state: state(amendment),
        tone: tone(amendment),
        gist: gist(instrument, amendment.change()),
        attributes: page.text_in(&language_of(instrument, place)),
        sponsors: page.list(&sponsors),
        tabled_at: amendment.texts()[0].tabled_at,
        news: Vec::new(),
    }
}

/// Names what has happened to an amendment that its sponsor should know, or answer.
pub(crate) fn news_for_sponsor(
    instrument: &Instrument,
    amendment: &Amendment,
) -> Vec<&'static str> {
    if !amendment.is_open() {
        return vec!["ended"];
    }
    let present = amendment.text().number;
    let offered = |it: &Offer| it.answer.is_none() && it.text == present;
    let clause = amendment.change().clause();
    let table = instrument.current().and_then(|table| table.clause(clause));
    let standing = instrument.standing(amendment, table.and_then(|it| it.wording()));
    let advised = amendment.procedures.last();
    let mut news = Vec::new();
    news.extend((amendment.offers.iter().any(offered)).then_some("offer"));
    news.extend(
        advised
            .filter(|it| it.answer.is_none())
            .map(|_| "procedure"),
    );
    news.extend((standing != Standing::AsWritten).then(|| standing.as_str()));
    news.extend((!instrument.adopted_beside(amendment).is_empty()).then_some("beside"));
    news
}

/// Names what a sponsor or the secretariat has said of an amendment that the chair should know.
pub(crate) fn news_for_chair(amendment: &Amendment) -> Vec<&'static str> {
    let present = amendment.text().number;
    let answered = |it: &&Offer| it.answer.is_some() && it.text == present;
    let offer = amendment.offers.iter().rev().find(answered);
    let answer = |it: &Option<Answer>| it.as_ref().map(|it| it.accepted);
    let mut news = Vec::new();
    news.extend(offer.and_then(|it| {
        let consented = answer(&it.answer)?;
        Some(if consented { "consented" } else { "declined" })
    }));
    news.extend(
        (amendment.procedures.last()).map(|it| match answer(&it.answer) {
            None => "advised",
            Some(true) => "agreed",
            Some(false) => "contested",
        }),
    );
    news
}

/// Returns the name of what an amendment has come to.
pub(super) fn state(amendment: &Amendment) -> &'static str {
    amendment
        .disposition
        .as_ref()
        .map_or("open", |it| it.kind.as_str())
}

/// Returns the tone of what an amendment has come to.
pub(super) fn tone(amendment: &Amendment) -> &'static str {
    match amendment.disposition.as_ref().map(|it| &it.kind) {
        None => "warn",
        Some(kind) if kind.is_in_the_text() => "good",
        Some(DispositionKind::Rejected) => "bad",
        Some(_) => "",
    }
}

/// Returns the tabled clause that says where an amendment is: the one it changes, or the one a new
/// clause would follow or be nested in.
pub(super) fn place_of(instrument: &Instrument, change: &AmendmentChange) -> Option<ClauseId> {
    match change {
        AmendmentChange::Insert {
            clause,
            parent,
            after,
            ..
        } => {
            let tabled = instrument.tabled_hash(*clause).map(|_| *clause);
            tabled.or_else(|| beside(instrument, *after).or_else(|| beside(instrument, *parent)))
        }
        _ => Some(change.clause()),
    }
}

/// Returns a clause by which a new one is placed; where that is a new one itself, the clause by
/// which that is placed.
fn beside(instrument: &Instrument, place: Option<ClauseId>) -> Option<ClauseId> {
    let was_tabled = |id| (instrument.revisions().iter()).any(|it| it.clause(id).is_some());
    let inserting = |id| {
        let all = instrument.amendments().into_iter();
        let mut inserted = all.filter_map(|it| match it.change() {
            AmendmentChange::Insert {
                clause,
                parent,
                after,
                ..
            } if *clause == id => Some(after.or(*parent)),
            _ => None,
        });
        inserted.next().flatten()
    };
    // A new clause is placed by one tabled before it, so that this comes to an end.
    std::iter::successors(place, |id| inserting(*id))
        .take(Instrument::MAX_PACKAGE)
        .find(|id| was_tabled(*id))
}

fn gist(instrument: &Instrument, change: &AmendmentChange) -> String {
    match change {
        AmendmentChange::Modify { wording, .. }
        | AmendmentChange::Insert { wording, .. }
        | AmendmentChange::Alternative { wording, .. } => {
            wording.as_deref().map_or_else(String::new, begins)
        }
        AmendmentChange::EditorialHint { instruction, .. } => instruction.or_mark().to_owned(),
        AmendmentChange::Delete { clause, base } | AmendmentChange::Move { clause, base, .. } => {
            instrument
                .clause_worded(*clause, *base)
                .and_then(|tabled| tabled.wording())
                .map_or_else(String::new, begins)
        }
    }
}

fn begins(wording: &Wording) -> String {
    let text = wording.text.to_plain();
    let shown = if text.trim().is_empty() {
        &wording.heading
    } else {
        &text
    };
    excerpt(shown, 160)
}
