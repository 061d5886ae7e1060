//! Notices: what concerns you, what you have read of it, and the address of your feeds.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::DelegateId;
use domain::notices::{Deadline, DeadlineKind, Line, NoticeKind, digest};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;
use crate::web::extract::ValidJson;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow::{self, Noticed};

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_notices))
        .routes(routes!(mark_notices_read))
        .routes(routes!(choose_notices))
        .routes(routes!(make_feed_address, revoke_feeds))
        .routes(routes!(list_deadlines))
}

/// What concerns you of one matter on one day of UTC.
#[derive(Serialize, ToSchema)]
struct NoticeView {
    /// The day.
    day: String,
    /// What kind of thing it tells.
    kind: NoticeKind,
    /// The name of what it is about, such as `thread:ID` or `amendment:ID`.
    matter: String,
    /// How many times it happened on that day.
    count: usize,
    /// Who did it.
    by: Vec<DelegateId>,
    /// When the last of it happened.
    at: Timestamp,
    /// Whether you have read all of it.
    is_read: bool,
}

/// Something that ends.
#[derive(Serialize, ToSchema)]
struct DeadlineView {
    /// When.
    at: Timestamp,
    /// What ends.
    kind: DeadlineKind,
    /// The name of what it is about; absent for your organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    matter: Option<String>,
}

/// What you have read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MarkNoticesRead {
    /// The name of the matter; everything where absent.
    #[serde(default)]
    matter: Option<String>,
    /// Until when; nothing is ever unread.
    until: Timestamp,
}

/// Which kinds of notices you want to see.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChooseNotices {
    /// The kinds; all others are hidden, save what sets a deadline for your organisation.
    kinds: BTreeSet<NoticeKind>,
}

/// The secret addresses of your feeds, shown this once.
#[derive(Serialize, ToSchema)]
struct FeedAddresses {
    /// Your notices as an Atom feed.
    notices: String,
    /// Your deadlines as an iCalendar file.
    deadlines: String,
}

fn view(line: Line<jiff::civil::Date>) -> NoticeView {
    NoticeView {
        day: line.day.to_string(),
        kind: line.kind,
        matter: line.matter.to_string(),
        count: line.count,
        by: line.by.into_iter().collect(),
        at: line.at,
        is_read: line.is_read,
    }
}

/// Lists what concerned you within the last 30 days, one line a matter, kind and day, the last first.
#[utoipa::path(get, path = "/notices", tag = "deliberation",
    responses((status = 200, description = "The notices.", body = Vec<NoticeView>)))]
async fn list_notices(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
) -> Result<Json<Vec<NoticeView>>, Problem> {
    let Noticed { notices, marks } = workflow::notices(&app.office, by).await?;
    let utc = jiff::tz::TimeZone::UTC;
    let day_of = |at: Timestamp| at.as_jiff().to_zoned(utc.clone()).date();
    let lines = digest(&notices, &marks, day_of);
    Ok(Json(lines.into_iter().map(view).collect()))
}

/// Marks notices as read.
#[utoipa::path(post, path = "/notices/read", tag = "deliberation",
    request_body = MarkNoticesRead,
    responses((status = 204, description = "They are read.")))]
async fn mark_notices_read(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    ValidJson(read): ValidJson<MarkNoticesRead>,
) -> Result<StatusCode, Problem> {
    let matter = read.matter.as_deref();
    workflow::mark_notices_read(&app.office, by, matter, read.until).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Chooses which kinds of notices you see.
#[utoipa::path(put, path = "/notices/kinds", tag = "deliberation",
    request_body = ChooseNotices,
    responses((status = 204, description = "They are kept.")))]
async fn choose_notices(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    ValidJson(chosen): ValidJson<ChooseNotices>,
) -> Result<StatusCode, Problem> {
    workflow::choose_notices(&app.office, by, &chosen.kinds).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a secret address for your feeds; the one before stops working.
#[utoipa::path(post, path = "/notices/feeds", tag = "deliberation",
    responses((status = 200, description = "The addresses, shown this once.", body = FeedAddresses)))]
async fn make_feed_address(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
) -> Result<Json<FeedAddresses>, Problem> {
    let token = workflow::make_feed_address(&app.office, by).await?;
    let base = format!("{}/feeds/{}", app.auth.origin.as_str(), token.reveal());
    Ok(Json(FeedAddresses {
        notices: format!("{base}/notices.atom"),
        deadlines: format!("{base}/deadlines.ics"),
    }))
}

/// Takes the address of your feeds away.
#[utoipa::path(delete, path = "/notices/feeds", tag = "deliberation",
    responses((status = 204, description = "It no longer works.")))]
async fn revoke_feeds(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
) -> Result<StatusCode, Problem> {
    workflow::revoke_feed_address(&app.office, by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists what ends for you from now on, the first one first.
#[utoipa::path(get, path = "/deadlines", tag = "deliberation",
    responses((status = 200, description = "The deadlines.", body = Vec<DeadlineView>)))]
async fn list_deadlines(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
) -> Result<Json<Vec<DeadlineView>>, Problem> {
    let all = workflow::deadlines(&app.office, by).await?;
    let view = |it: Deadline| DeadlineView {
        at: it.at,
        kind: it.kind,
        matter: it.matter.map(|matter| matter.to_string()),
    };
    Ok(Json(all.into_iter().map(view).collect()))
}
