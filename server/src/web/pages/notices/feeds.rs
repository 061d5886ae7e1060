//! A person's notices as an Atom feed, and their deadlines as a calendar, at secret addresses.
//!
//! They say what happened and where to read it, never what was written.

use atom_syndication::{Entry, Feed, FixedDateTime, Link, Text};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::notices::digest;
use domain::time::Timestamp;
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Trigger};

use super::tell::{self, Told};
use super::{day_in, told};
use crate::state::AppState;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::workflow::{self, Noticed};

/// The most entries of a feed.
const MOST: usize = 100;

/// Sends the notices.
pub(super) async fn atom(
    State(app): State<AppState>,
    page: Page,
    Path(secret): Path<String>,
) -> Result<Response, Problem> {
    let desk = desk(&app, &secret).await?;
    let Noticed { notices, marks } = workflow::notices(&app.office, desk.by).await?;
    let mut lines = digest(&notices, &marks, day_in(&page.reader.zone));
    lines.truncate(MOST);
    let origin = app.auth.origin.as_str();
    let told = told(&page, &desk, &lines);
    let entries =
        (lines.iter().zip(&told)).map(|(line, told)| entry(origin, &line.day.to_string(), told));
    let updated = lines.first().map_or(Timestamp::MIN, |it| it.at);
    let feed = Feed {
        title: Text::plain(title(&page, "feeds-notices")),
        id: format!("{origin}/notices"),
        updated: instant(updated),
        links: vec![link(format!("{origin}/notices"))],
        entries: entries.collect(),
        lang: Some(page.locale().tag().to_owned()),
        ..Feed::default()
    };
    Ok(private(
        "application/atom+xml; charset=utf-8",
        feed.to_string(),
    ))
}

/// Sends the deadlines.
pub(super) async fn calendar(
    State(app): State<AppState>,
    page: Page,
    Path(secret): Path<String>,
) -> Result<Response, Problem> {
    let desk = desk(&app, &secret).await?;
    let origin = app.auth.origin.as_str();
    let mut calendar = Calendar::new();
    calendar.name(&title(&page, "feeds-deadlines"));
    for deadline in workflow::deadlines(&app.office, desk.by).await? {
        let told = tell::deadline(&page, &desk, &deadline);
        let at = instant(deadline.at).to_utc();
        let now = instant(desk.now).to_utc();
        let name = format!("{}:{}@clausewise", told.kind, told.matter);
        let mut event = Event::new();
        event
            .uid(&name)
            .timestamp(now)
            .summary(&told.sentence)
            .url(&format!("{origin}{}", told.href))
            .starts(at)
            .ends(at);
        for hours in deadline.hours_before() {
            let earlier = deadline.at.plus_seconds(-3_600 * i64::from(*hours));
            let before = Trigger::before_start(at - instant(earlier).to_utc());
            let mut alarm = Alarm::display(&told.sentence, before);
            // Left out, these would differ each time, and whoever was reminded be reminded again.
            alarm.uid(&format!("{hours}:{name}")).timestamp(now);
            event.alarm(alarm.done());
        }
        calendar.push(event.done());
    }
    Ok(private(
        "text/calendar; charset=utf-8",
        calendar.to_string(),
    ))
}

/// Finds whose feeds a secret opens; anybody else finds nothing.
async fn desk(app: &AppState, secret: &str) -> Result<Desk, Problem> {
    let by = workflow::reader_of_feeds(&app.office, secret).await?;
    Ok(Desk {
        register: app.office.register(),
        by: by.ok_or_else(Problem::not_found)?,
        now: app.office.now(),
    })
}

fn entry(origin: &str, day: &str, told: &Told) -> Entry {
    Entry {
        title: Text::plain(told.sentence.clone()),
        id: format!("{origin}/notices#{day}/{}/{}", told.kind, told.matter),
        updated: instant(told.at),
        links: vec![link(format!("{origin}{}", told.href))],
        ..Entry::default()
    }
}

fn link(href: String) -> Link {
    Link {
        href,
        rel: "alternate".to_owned(),
        ..Link::default()
    }
}

fn title(page: &Page, key: &str) -> String {
    let name = page.network.as_ref();
    page.t(key).arg("network", name).to_string()
}

/// Returns an instant as both formats take it.
fn instant(at: Timestamp) -> FixedDateTime {
    at.to_string().parse().unwrap_or_default()
}

fn private(kind: &'static str, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, body).into_response()
}
