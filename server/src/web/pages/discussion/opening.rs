//! Opening a discussion: its circle is chosen first, so that who reads it stands over what is typed.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::api::{NamedSubject, OpenThread};
use domain::deliberation::{AudienceKind, Subject};
use domain::id::{AmendmentId, ClauseId, InstrumentId, PreparationId};
use domain::instrument::Instrument;
use serde::Deserialize;
use uuid::Uuid;

use super::about::{About, Circle, mentionable, offered};
use crate::live;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::pages::text::instrument_crumbs;
use crate::web::problem::Problem;

/// What is to be discussed, and for whom.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    audience: String,
    subject: String,
    about: Uuid,
    #[serde(default)]
    quote: String,
    at: Option<u32>,
}

#[derive(Template)]
#[template(path = "thread_open.html")]
struct OpeningPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    action: String,
    about: About,
    circle: Circle,
    people: Vec<(String, String)>,
}

/// Shows the form.
pub(super) async fn ask(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    Query(wanted): Query<Wanted>,
) -> Result<Shown, Problem> {
    let instrument = desk.instrument(id)?;
    let named = named(instrument, &wanted.subject, wanted.about)?;
    let (hash, text) = match named {
        NamedSubject::Clause { text_hash, .. } => (text_hash.to_string(), String::new()),
        NamedSubject::Amendment { text, .. } => (String::new(), text.to_string()),
        NamedSubject::Draft { .. } | NamedSubject::Preparation { .. } => Default::default(),
    };
    let at = wanted.at.map(|at| at.to_string());
    let form = Form::new()
        .with("audience", wanted.audience)
        .with("subject", wanted.subject)
        .with("about", wanted.about.to_string())
        .with("text_hash", hash)
        .with("text_number", text)
        .with("picked", wanted.quote.clone())
        .with("at", at.unwrap_or_default())
        .with("quote", wanted.quote);
    show(&app, &page, &desk, instrument, &form).await
}

/// Opens the discussion with its first message.
pub(super) async fn open_thread(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(id): Path<InstrumentId>,
    mut form: Form,
) -> Result<Response, Problem> {
    let instrument = desk.instrument(id)?;
    if let Some(command) = read(&mut form)? {
        let opened = live::open_thread(&app.hub, desk.by, id, command).await;
        if let Some(thread) = taken(&mut form, opened)? {
            return Ok(Done::at(format!("/threads/{}", thread.id))
                .saying("done-thread-opened")
                .into_response());
        }
    }
    let shown = show(&app, &page, &desk, instrument, &form).await?;
    Ok(shown.into_response())
}

fn read(form: &mut Form) -> Result<Option<OpenThread>, Problem> {
    let subject = posted(form)?;
    let audience = AudienceKind::from_name(form.value("audience"));
    let audience = audience.ok_or_else(Problem::not_found)?;
    let quote = form.optional("quote", "error-quote");
    // The place belongs to the words that were picked; others are looked for.
    let is_picked = form.value("picked").trim() == form.value("quote").trim();
    let at = form.value("at").parse().ok().filter(|_| is_picked);
    let words = form.required("message", "error-message");
    let mentions = form.values("mentions").filter_map(|id| id.parse().ok());
    let mentions = mentions.collect();
    if form.is_refused() {
        return Ok(None);
    }
    Ok(words.map(|words| OpenThread {
        subject,
        audience,
        words,
        at: quote.as_ref().and(at),
        quote,
        cursors: None,
        mentions,
    }))
}

/// Returns what is to be discussed, as it was when the form was shown.
fn posted(form: &Form) -> Result<NamedSubject, Problem> {
    let about: Uuid = (form.value("about").parse()).map_err(|_| Problem::not_found())?;
    let hash = form.value("text_hash").parse();
    let text = form.value("text_number").parse();
    let clause = ClauseId::from_uuid(about);
    Ok(match form.value("subject") {
        "clause" => NamedSubject::Clause {
            clause,
            text_hash: hash.map_err(|_| Problem::not_found())?,
        },
        "amendment" => NamedSubject::Amendment {
            amendment: AmendmentId::from_uuid(about),
            text: text.map_err(|_| Problem::not_found())?,
        },
        "draft" => NamedSubject::Draft { clause },
        "preparation" => NamedSubject::Preparation {
            preparation: PreparationId::from_uuid(about),
        },
        _ => return Err(Problem::not_found()),
    })
}

/// Returns what is to be discussed as it is now.
fn named(instrument: &Instrument, subject: &str, about: Uuid) -> Result<NamedSubject, Problem> {
    let (clause, amendment) = (ClauseId::from_uuid(about), AmendmentId::from_uuid(about));
    let missing = Problem::not_found;
    Ok(match subject {
        "clause" => NamedSubject::Clause {
            clause,
            text_hash: instrument.tabled_hash(clause).ok_or_else(missing)?,
        },
        "amendment" => NamedSubject::Amendment {
            amendment,
            text: (instrument.amendment(amendment).ok_or_else(missing)?)
                .text()
                .number,
        },
        "draft" => NamedSubject::Draft { clause },
        "preparation" => NamedSubject::Preparation {
            preparation: PreparationId::from_uuid(about),
        },
        _ => return Err(missing()),
    })
}

fn subject_of(named: NamedSubject) -> Subject {
    match named {
        NamedSubject::Clause { clause, text_hash } => Subject::Clause {
            clause,
            hash: text_hash,
        },
        NamedSubject::Amendment { amendment, text } => Subject::Amendment { amendment, text },
        NamedSubject::Draft { clause } => Subject::Draft {
            clause,
            cursors: None,
        },
        NamedSubject::Preparation { preparation } => Subject::Preparation(preparation),
    }
}

async fn show(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    instrument: &Instrument,
    form: &Form,
) -> Result<Shown, Problem> {
    let subject = subject_of(posted(form)?);
    let kind = AudienceKind::from_name(form.value("audience"));
    let audience = kind.and_then(|kind| offered(desk, instrument, &subject, kind));
    let audience = audience.ok_or_else(Problem::forbidden)?;
    let about = About::of(app, page, desk, instrument, &subject).await?;
    let mut crumbs = instrument_crumbs(page, instrument);
    crumbs.push(Crumb::new(&about.href, &about.name));
    let template = OpeningPage {
        p: page,
        crumbs,
        form,
        action: format!("/instruments/{}/threads/new", instrument.id),
        about,
        circle: Circle::of(desk, instrument, (audience, &subject)),
        people: mentionable(desk, instrument, (audience, &subject)),
    };
    page.show_as(form.status(), &template)
}
