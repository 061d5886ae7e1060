//! One's own message: given other words, or deleted after a page that asks once more.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::EditMessage;
use domain::deliberation::{Message, Thread};
use domain::id::{MessageId, ThreadId};
use domain::refusal::Refusal;

use super::about::{About, Circle, mentionable};
use super::thread::{Said, crumbs};
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::problem::Problem;
use crate::workflow::{self, DiscussionPage};

type Ids = Path<(ThreadId, MessageId)>;

#[derive(Template)]
#[template(path = "message_edit.html")]
struct EditPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    href: String,
    action: String,
    circle: Circle,
    people: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "message_delete.html")]
struct DeletePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    href: String,
    action: String,
    said: Said,
}

/// Shows the form with the present words.
pub(super) async fn edit_form(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(ids): Ids,
) -> Result<Shown, Problem> {
    let (_, message) = own(&app, &desk, ids).await?;
    if !message.is_editable(desk.now) {
        return Err(Refusal::EditTooLate.into());
    }
    let words = message.words.as_ref().map(ToString::to_string);
    let form = Form::new().with("message", words.unwrap_or_default());
    let mentioned = message.mentions.iter();
    let form = mentioned.fold(form, |form, id| form.with("mentions", id.to_string()));
    show_form(&app, &page, &desk, ids, &form).await
}

/// Gives the message other words.
pub(super) async fn edit_message(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(ids): Ids,
    mut form: Form,
) -> Result<Response, Problem> {
    if let Some(words) = form.required("message", "error-message") {
        let mentions = form.values("mentions").filter_map(|id| id.parse().ok());
        let command = EditMessage {
            words,
            mentions: mentions.collect(),
        };
        let edited = workflow::edit_message(&app.office, desk.by, ids, &command).await;
        if let Some(message) = taken(&mut form, edited)? {
            let to = format!("/threads/{}#m{}", ids.0, message.number);
            return Ok(Done::at(to).saying("done-message-edited").into_response());
        }
    }
    let shown = show_form(&app, &page, &desk, ids, &form).await?;
    Ok(shown.into_response())
}

/// Asks whether the message is to be deleted.
pub(super) async fn ask_deleting(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(ids): Ids,
) -> Result<Shown, Problem> {
    let (thread, message) = own(&app, &desk, ids).await?;
    let instrument = desk.instrument(thread.instrument)?;
    let about = About::of(&app, &page, &desk, instrument, &thread.subject).await?;
    let reach = thread.reach(instrument, &desk.acting());
    page.show(&DeletePage {
        p: &page,
        crumbs: crumbs(&page, instrument, &about),
        href: format!("/threads/{}", ids.0),
        action: format!("/threads/{}/messages/{}/delete", ids.0, ids.1),
        said: Said::new(&desk, &thread, &message, reach),
    })
}

/// Deletes the message.
pub(super) async fn delete_message(
    State(app): State<AppState>,
    desk: Desk,
    Path(ids): Ids,
) -> Result<Done, Problem> {
    workflow::delete_message(&app.office, desk.by, ids).await?;
    Ok(Done::at(format!("/threads/{}", ids.0)).saying("done-message-deleted"))
}

/// Finds one's own message that is not deleted.
async fn own(
    app: &AppState,
    desk: &Desk,
    (thread, message): (ThreadId, MessageId),
) -> Result<(Thread, Message), Problem> {
    let DiscussionPage { thread, messages } =
        workflow::thread(&app.office, desk.by, thread).await?;
    let found = messages.into_iter().find(|it| it.id == message);
    let found = found.ok_or(Refusal::UnknownMessage)?;
    if found.author != desk.by {
        return Err(Refusal::NotTheAuthor.into());
    }
    if found.words.is_none() {
        return Err(Refusal::MessageDeleted.into());
    }
    Ok((thread, found))
}

async fn show_form(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    ids: (ThreadId, MessageId),
    form: &Form,
) -> Result<Shown, Problem> {
    let (thread, _) = own(app, desk, ids).await?;
    let instrument = desk.instrument(thread.instrument)?;
    let about = About::of(app, page, desk, instrument, &thread.subject).await?;
    let circle = (thread.audience, &thread.subject);
    let template = EditPage {
        p: page,
        crumbs: crumbs(page, instrument, &about),
        form,
        href: format!("/threads/{}", ids.0),
        action: format!("/threads/{}/messages/{}/edit", ids.0, ids.1),
        circle: Circle::of(desk, instrument, circle),
        people: mentionable(desk, instrument, circle),
    };
    page.show_as(form.status(), &template)
}
