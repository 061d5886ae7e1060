//! Discussions in a list, beside what they are about.

use std::ops::Range;

use domain::deliberation::{Audience, Subject, Thread, Whereabouts};
use domain::id::ClauseId;
use domain::instrument::Instrument;
use domain::time::Timestamp;
use uuid::Uuid;

use crate::live;
use crate::state::AppState;
use crate::store::StoredThread;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::clause_called;
use crate::web::problem::Problem;
use crate::workflow;

/// The discussions about something, and the ways to open another one.
#[derive(Debug)]
pub(crate) struct Threads {
    pub(crate) rows: Vec<Row>,
    /// For each circle that the reader can open one for, its kind and the address.
    pub(crate) offers: Vec<(&'static str, String)>,
    /// Where the words that open ones are about stand in the present text, in order and apart.
    pub(crate) spans: Vec<Range<usize>>,
}

/// A discussion in a list.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) href: String,
    /// What it is about, by name.
    pub(crate) about: String,
    pub(crate) quote: Option<String>,
    /// The kind of circle that reads it, and the organisation where it is one's inside.
    pub(crate) audience: &'static str,
    pub(crate) organisation: String,
    pub(crate) opener: String,
    pub(crate) messages: usize,
    pub(crate) last_at: Timestamp,
    pub(crate) is_resolved: bool,
    /// Whether its words are gone from the present text.
    pub(crate) is_lost: bool,
    /// Whether it was opened on an earlier text.
    pub(crate) is_earlier: bool,
}

impl Threads {
    /// Lists those about a subject that the reader may read.
    pub(crate) async fn about(
        app: &AppState,
        page: &Page,
        desk: &Desk,
        instrument: &Instrument,
        subject: &Subject,
    ) -> Result<Self, Problem> {
        let id = subject_id(subject);
        let mut all = workflow::threads_about(&app.office, desk.by, instrument.id, id).await?;
        // A clause has the same name in the draft; what is said there is shown there.
        all.retain(|it| it.thread.subject.as_str() == subject.as_str());
        let places = places(app, desk, instrument, &all).await?;
        let spans = spans(all.iter().zip(&places).filter_map(open_span));
        let rows = (all.iter().zip(&places)).map(|it| Row::new(page, desk, instrument, it));
        Ok(Self {
            rows: rows.collect(),
            offers: offers(desk, instrument, subject),
            spans,
        })
    }
}

/// Lists all discussions of an instrument that the reader may read, the last opened first.
pub(super) async fn all(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    instrument: &Instrument,
) -> Result<Vec<Row>, Problem> {
    let all = workflow::threads_of(&app.office, desk.by, instrument.id).await?;
    let places = places(app, desk, instrument, &all).await?;
    let rows = (all.iter().zip(&places)).map(|it| Row::new(page, desk, instrument, it));
    Ok(rows.collect())
}

/// The discussions of a working draft, and what another one can be about.
#[derive(Debug)]
pub(crate) struct DraftThreads {
    pub(crate) rows: Vec<Row>,
    /// The circles that the reader can open one for, by kind.
    pub(crate) circles: Vec<&'static str>,
    /// Where the form of a new one is.
    pub(crate) new: String,
}

impl DraftThreads {
    /// Lists those that the reader may read, the last opened first.
    pub(crate) async fn of(
        app: &AppState,
        page: &Page,
        desk: &Desk,
        instrument: &Instrument,
    ) -> Result<Self, Problem> {
        let mut all = workflow::threads_of(&app.office, desk.by, instrument.id).await?;
        all.retain(|it| matches!(it.thread.subject, Subject::Draft { .. }));
        let places = places(app, desk, instrument, &all).await?;
        let rows = (all.iter().zip(&places)).map(|it| Row::new(page, desk, instrument, it));
        let some = Subject::Draft {
            clause: ClauseId::from_uuid(Uuid::nil()),
            cursors: None,
        };
        let circles = Audience::offered(&some, instrument, desk.network(), desk.by);
        Ok(Self {
            rows: rows.collect(),
            circles: circles.iter().map(|it| it.kind().as_str()).collect(),
            new: format!("/instruments/{}/threads/new", instrument.id),
        })
    }
}

/// Finds the words that each is about in the present text.
async fn places(
    app: &AppState,
    desk: &Desk,
    instrument: &Instrument,
    all: &[StoredThread],
) -> Result<Vec<Whereabouts>, Problem> {
    let is_draft = |it: &&Thread| matches!(it.subject, Subject::Draft { .. });
    let drafted: Vec<_> = (all.iter().map(|it| &it.thread))
        .filter(is_draft)
        .cloned()
        .collect();
    let found = if drafted.is_empty() {
        std::collections::BTreeMap::new()
    } else {
        live::whereabouts(&app.hub, desk.by, instrument.id, drafted).await?
    };
    let place = |it: &StoredThread| {
        let place = found.get(&it.thread.id).cloned();
        place.unwrap_or_else(|| it.thread.whereabouts(instrument, None))
    };
    Ok(all.iter().map(place).collect())
}

fn open_span((it, place): (&StoredThread, &Whereabouts)) -> Option<Range<usize>> {
    match place {
        Whereabouts::Here(Some(span)) if it.thread.resolved.is_none() => Some(span.clone()),
        Whereabouts::Here(_) | Whereabouts::Lost => None,
    }
}

/// Puts spans in order, those that overlap as one.
fn spans(all: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut sorted: Vec<_> = all.collect();
    sorted.sort_by_key(|it| (it.start, it.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for span in sorted {
        match apart.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => apart.push(span),
        }
    }
    apart
}

fn offers(desk: &Desk, instrument: &Instrument, subject: &Subject) -> Vec<(&'static str, String)> {
    let all = Audience::offered(subject, instrument, desk.network(), desk.by);
    all.into_iter()
        .map(|it| {
            let kind = it.kind().as_str();
            let (about, id) = (subject.as_str(), subject_id(subject));
            let new = format!("/instruments/{}/threads/new", instrument.id);
            (
                kind,
                format!("{new}?audience={kind}&subject={about}&about={id}"),
            )
        })
        .collect()
}

pub(super) const fn subject_id(subject: &Subject) -> Uuid {
    match subject {
        Subject::Clause { clause, .. } | Subject::Draft { clause, .. } => clause.as_uuid(),
        Subject::Amendment { amendment, .. } => amendment.as_uuid(),
        Subject::Preparation(id) => id.as_uuid(),
    }
}

impl Row {
    fn new(
        page: &Page,
        desk: &Desk,
        instrument: &Instrument,
        (it, place): (&StoredThread, &Whereabouts),
    ) -> Self {
        let thread = &it.thread;
        let quote = thread.passage.as_ref().map(|it| it.quote.to_string());
        Self {
            href: format!("/threads/{}", thread.id),
            about: name_of(page, instrument, &thread.subject),
            quote,
            audience: thread.audience.kind().as_str(),
            organisation: match thread.audience {
                Audience::Organisation(own) => desk.network().short_name(own).to_owned(),
                Audience::Group | Audience::Delegates => String::new(),
            },
            opener: desk.network().delegate_name(thread.opened_by).to_owned(),
            messages: it.messages,
            last_at: it.last_at,
            is_resolved: thread.resolved.is_some(),
            is_lost: *place == Whereabouts::Lost,
            is_earlier: thread.is_about_earlier_text(instrument),
        }
    }
}

/// Names what a discussion is about, as far as the record knows it.
pub(super) fn name_of(page: &Page, instrument: &Instrument, subject: &Subject) -> String {
    match subject {
        Subject::Clause { clause, .. } => clause_called(page, instrument, Some(*clause)),
        Subject::Amendment { amendment, .. } => {
            let number = instrument.amendment(*amendment).map_or(0, |it| it.number);
            page.t("amendment-number").arg("number", number).to_string()
        }
        Subject::Draft { clause, .. } => {
            let name = clause_called(page, instrument, Some(*clause));
            page.t("discussion-in-draft")
                .arg("clause", name)
                .to_string()
        }
        Subject::Preparation(_) => page.t("discussion-prepared-some").to_string(),
    }
}
