//! A discussion with its messages, and writing one.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::WriteMessage;
use domain::deliberation::{Message, Reach, Subject, Thread, Whereabouts};
use domain::id::ThreadId;
use domain::instrument::Instrument;
use domain::time::Timestamp;

use super::about::{About, Circle, mentionable};
use crate::live;
use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::pages::text::instrument_crumbs;
use crate::web::problem::Problem;
use crate::workflow::{self, DiscussionPage};

#[derive(Template)]
#[template(path = "thread.html")]
struct ThreadPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    href: String,
    about: About,
    circle: Circle,
    quote: Option<Quoted>,
    /// Whether the words it is about, or the whole, are gone from the present text.
    is_lost: bool,
    is_earlier: bool,
    resolved: Option<(String, Timestamp)>,
    messages: Vec<Said>,
    may_write: bool,
    people: Vec<(String, String)>,
}

/// The words that a discussion is about, with what stood around them.
#[derive(Debug)]
pub(super) struct Quoted {
    pub(super) before: String,
    pub(super) words: String,
    pub(super) after: String,
}

/// A message, ready to be shown.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) id: String,
    pub(super) number: u32,
    pub(super) author: String,
    pub(super) organisation: Option<String>,
    pub(super) words: Option<String>,
    pub(super) mentions: Vec<String>,
    pub(super) at: Timestamp,
    pub(super) edited_at: Option<Timestamp>,
    pub(super) deleted_at: Option<Timestamp>,
    /// Whether the reader may edit it, and delete it.
    pub(super) may_edit: bool,
    pub(super) may_delete: bool,
}

/// Shows a discussion.
pub(super) async fn thread(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<ThreadId>,
) -> Result<Shown, Problem> {
    show(&app, page, &desk, id, &Form::new()).await
}

/// Writes a message.
pub(super) async fn write_message(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<ThreadId>,
    mut form: Form,
) -> Result<Response, Problem> {
    if let Some(words) = form.required("message", "error-message") {
        let mentions = form.values("mentions").filter_map(|id| id.parse().ok());
        let command = WriteMessage {
            words,
            mentions: mentions.collect(),
        };
        let written = workflow::write_message(&app.office, desk.by, id, &command).await;
        if let Some(message) = taken(&mut form, written)? {
            let to = format!("/threads/{id}#m{}", message.number);
            return Ok(Done::at(to).into_response());
        }
    }
    let shown = show(&app, page, &desk, id, &form).await?;
    Ok(shown.into_response())
}

/// Marks a discussion as resolved.
pub(super) async fn resolve(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<ThreadId>,
) -> Result<Done, Problem> {
    workflow::settle_thread(&app.office, desk.by, id, true).await?;
    Ok(Done::at(format!("/threads/{id}")).saying("done-thread-resolved"))
}

/// Opens a resolved discussion again.
pub(super) async fn reopen(
    State(app): State<AppState>,
    desk: Desk,
    Path(id): Path<ThreadId>,
) -> Result<Done, Problem> {
    workflow::settle_thread(&app.office, desk.by, id, false).await?;
    Ok(Done::at(format!("/threads/{id}")).saying("done-thread-reopened"))
}

/// Returns the way to a discussion.
pub(super) fn crumbs(page: &Page, instrument: &Instrument, about: &About) -> Vec<Crumb> {
    let mut crumbs = instrument_crumbs(page, instrument);
    let all = format!("/instruments/{}/threads", instrument.id);
    crumbs.push(Crumb::new(all, page.t("discussions-title")));
    crumbs.push(Crumb::new(&about.href, &about.name));
    crumbs
}

async fn show(
    app: &AppState,
    page: Page,
    desk: &Desk,
    id: ThreadId,
    form: &Form,
) -> Result<Shown, Problem> {
    let DiscussionPage { thread, messages } = workflow::thread(&app.office, desk.by, id).await?;
    let instrument = desk.instrument(thread.instrument)?;
    let place = place(app, desk, instrument, &thread).await?;
    let about = About::of(app, &page, desk, instrument, &thread.subject).await?;
    let reach = thread.reach(instrument, &desk.acting());
    let page = page.following([Topic::Instrument(instrument.id)], desk.seq());
    let circle = (thread.audience, &thread.subject);
    let shown = messages
        .iter()
        .map(|it| Said::new(desk, &thread, it, reach));
    let passage = thread.passage.as_ref();
    let template = ThreadPage {
        p: &page,
        crumbs: crumbs(&page, instrument, &about),
        form,
        href: format!("/threads/{id}"),
        about,
        circle: Circle::of(desk, instrument, circle),
        quote: passage.map(|it| Quoted {
            before: it.before.clone(),
            words: it.quote.to_string(),
            after: it.after.clone(),
        }),
        is_lost: place == Whereabouts::Lost,
        is_earlier: thread.is_about_earlier_text(instrument),
        resolved: thread.resolved.map(|it| {
            let who = desk.network().delegate_name(it.by).to_owned();
            (who, it.at)
        }),
        messages: shown.collect(),
        may_write: reach == Reach::Write,
        people: mentionable(desk, instrument, circle),
    };
    page.show_as(form.status(), &template)
}

async fn place(
    app: &AppState,
    desk: &Desk,
    instrument: &Instrument,
    thread: &Thread,
) -> Result<Whereabouts, Problem> {
    let Subject::Draft { .. } = thread.subject else {
        return Ok(thread.whereabouts(instrument, None));
    };
    let about = vec![thread.clone()];
    let mut found = live::whereabouts(&app.hub, desk.by, instrument.id, about).await?;
    Ok(found.remove(&thread.id).unwrap_or(Whereabouts::Lost))
}

impl Said {
    pub(super) fn new(desk: &Desk, thread: &Thread, message: &Message, reach: Reach) -> Self {
        let network = desk.network();
        let is_own = message.author == desk.by && reach == Reach::Write;
        let mentioned = message.mentions.iter();
        Self {
            id: message.id.to_string(),
            number: message.number,
            author: network.delegate_name(message.author).to_owned(),
            organisation: (message.organisation).map(|id| network.short_name(id).to_owned()),
            words: message.words.as_ref().map(ToString::to_string),
            mentions: mentioned
                .map(|id| network.delegate_name(*id).to_owned())
                .collect(),
            at: message.sent_at,
            edited_at: message.edited_at,
            deleted_at: message.deleted_at,
            may_edit: is_own && thread.resolved.is_none() && message.is_editable(desk.now),
            may_delete: is_own && message.words.is_some(),
        }
    }
}
