//! Which kinds of notices show, and the address of the reader's feeds.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::notices::{NoticeKind, NoticeTopic};
use domain::time::Timestamp;

use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::workflow;

#[derive(Template)]
#[template(path = "notice_choices.html")]
struct ChoicesPage<'a> {
    p: &'a Page,
    topics: Vec<Topic>,
    /// Whether some kinds are always shown to the reader.
    has_always: bool,
    /// When the feeds got their address.
    since: Option<Timestamp>,
    /// The addresses, once: when they were made.
    made: Option<Addresses>,
}

/// The kinds of notices on one topic.
struct Topic {
    name: &'static str,
    kinds: Vec<Kind>,
}

/// A kind of notice that can be hidden, or cannot.
struct Kind {
    name: &'static str,
    is_shown: bool,
    is_always: bool,
}

/// The addresses of a person's feeds.
struct Addresses {
    atom: String,
    calendar: String,
}

/// Shows the choices.
pub(super) async fn choices(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
) -> Result<Shown, Problem> {
    show(&app, &page, &desk, None).await
}

/// Keeps the choices.
pub(super) async fn choose_notices(
    State(app): State<AppState>,
    desk: Desk,
    form: Form,
) -> Result<Done, Problem> {
    let shown: BTreeSet<_> = (form.values("kinds"))
        .filter_map(NoticeKind::from_name)
        .collect();
    workflow::choose_notices(&app.office, desk.by, &shown).await?;
    Ok(Done::at("/notices").saying("done-notices-chosen"))
}

/// Makes an address for the feeds, and shows it this once.
pub(super) async fn make_feed_address(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
) -> Result<Response, Problem> {
    let token = workflow::make_feed_address(&app.office, desk.by).await?;
    let base = format!("{}/feeds/{}", app.auth.origin.as_str(), token.reveal());
    let made = Addresses {
        atom: format!("{base}/notices.atom"),
        calendar: format!("{base}/deadlines.ics"),
    };
    Ok(show(&app, &page, &desk, Some(made)).await?.into_response())
}

/// Takes the address away.
pub(super) async fn revoke_feeds(State(app): State<AppState>, desk: Desk) -> Result<Done, Problem> {
    workflow::revoke_feed_address(&app.office, desk.by).await?;
    Ok(Done::at("/notices/choices").saying("done-feeds-revoked"))
}

async fn show(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    made: Option<Addresses>,
) -> Result<Shown, Problem> {
    let marks = workflow::notices(&app.office, desk.by).await?.marks;
    let has_always = desk.organisation().is_some();
    let topics = NoticeTopic::ALL.iter().map(|topic| {
        let kinds = NoticeKind::ALL.iter().filter(|it| it.topic() == *topic);
        let kinds = kinds.map(|it| Kind {
            name: it.as_str(),
            is_shown: !marks.hidden.contains(it.as_str()),
            is_always: has_always && it.can_bind(),
        });
        Topic {
            name: topic.as_str(),
            kinds: kinds.collect(),
        }
    });
    let since = workflow::feeds_since(&app.office, desk.by).await?;
    page.show(&ChoicesPage {
        p: page,
        topics: topics.collect(),
        has_always,
        since,
        made,
    })
}
