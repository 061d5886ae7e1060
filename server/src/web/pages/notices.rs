//! Notices: a digest of what concerns the reader, which kinds show, and feeds of it.

mod choices;
mod feeds;
mod tell;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use domain::notices::{Line, digest};
use domain::time::Timestamp;

pub(crate) use self::tell::{Told, deadline as tell_deadline, tell};
use super::desk::Desk;
use crate::i18n::Zone;
use crate::state::AppState;
use crate::web::events::{MAX_TOPICS, Topic};
use crate::web::form::Form;
use crate::web::page::{Done, Page, Shown};
use crate::web::problem::Problem;
use crate::workflow::{self, Noticed};

/// Returns the routes of notices.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/notices", get(notices).post(mark_notices_read))
        .route(
            "/notices/choices",
            get(choices::choices).post(choices::choose_notices),
        )
        .route("/notices/feeds", post(choices::make_feed_address))
        .route("/notices/feeds/revoke", post(choices::revoke_feeds))
        .route("/feeds/{secret}/notices.atom", get(feeds::atom))
        .route("/feeds/{secret}/deadlines.ics", get(feeds::calendar))
}

#[derive(Template)]
#[template(path = "notices.html")]
struct NoticesPage<'a> {
    p: &'a Page,
    days: Vec<Day>,
    unread: usize,
    /// The instant up to which the page shows them.
    until: String,
    deadlines: Vec<(Timestamp, Told)>,
}

/// The notices of one day.
#[derive(Debug)]
struct Day {
    at: Timestamp,
    lines: Vec<Told>,
}

/// Shows the digest.
async fn notices(State(app): State<AppState>, page: Page, desk: Desk) -> Result<Shown, Problem> {
    let Noticed { notices, marks } = workflow::notices(&app.office, desk.by).await?;
    let lines = digest(&notices, &marks, day_in(&page.reader.zone));
    let mut days: Vec<Day> = Vec::new();
    let mut last = None;
    for line in &lines {
        let told = tell(&page, &desk, line);
        if last != Some(line.day) {
            last = Some(line.day);
            days.push(Day {
                at: line.at,
                lines: Vec::new(),
            });
        }
        if let Some(day) = days.last_mut() {
            day.lines.push(told);
        }
    }
    let deadlines = workflow::deadlines(&app.office, desk.by).await?;
    let shown: Vec<_> = deadlines
        .iter()
        .map(|it| (it.at, tell_deadline(&page, &desk, it)))
        .collect();
    let topics = desk.register.instruments().take(MAX_TOPICS - 1);
    let topics: Vec<_> = topics.map(|it| Topic::Instrument(it.id)).collect();
    let page = page.following(topics.into_iter().chain([Topic::Network]), desk.seq());
    page.show(&NoticesPage {
        unread: lines.iter().filter(|it| !it.is_read).count(),
        until: (desk.register.last_at().max(Some(desk.now)))
            .unwrap_or(desk.now)
            .to_string(),
        deadlines: shown,
        days,
        p: &page,
    })
}

/// Notes that the reader has read about one matter, or about all.
async fn mark_notices_read(
    State(app): State<AppState>,
    desk: Desk,
    form: Form,
) -> Result<Done, Problem> {
    let until = form.value("until").parse();
    let until = until.map_err(|_| Problem::invalid_field("/until", "expected an instant"))?;
    let matter = Some(form.value("matter")).filter(|it| !it.is_empty());
    workflow::mark_notices_read(&app.office, desk.by, matter, until).await?;
    Ok(Done::at("/notices").saying("done-notices-read"))
}

/// Says which day an instant belongs to in a zone.
pub(crate) fn day_in(zone: &Zone) -> impl Fn(Timestamp) -> jiff::civil::Date {
    |at| zone.date(at)
}

/// Lists the lines of a digest as they are told.
fn told<D: Copy>(page: &Page, desk: &Desk, lines: &[Line<D>]) -> Vec<Told> {
    lines.iter().map(|line| tell(page, desk, line)).collect()
}

#[cfg(test)]
mod tests;
