//! Where a person is signed in, and their password.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::sender::Sender;
use crate::auth::password::Password;
use crate::auth::sign_in::{PasswordChange, change_password};
use crate::auth::{self, AuthRefusal, session};
use crate::state::AppState;
use crate::store::Session;
use crate::web::extract::ValidJson;
use crate::web::problem::Problem;
use crate::web::session::{Authenticated, Proof};

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_sessions, end_all_sessions))
        .routes(routes!(end_session))
        .routes(routes!(set_password))
}

/// A browser in which a person is signed in.
#[derive(Serialize, ToSchema)]
struct SessionView {
    /// Names the session; not a secret.
    id: Uuid,
    /// When the person signed in.
    created_at: Timestamp,
    /// When the session was last used, to about a minute.
    seen_at: Timestamp,
    /// What the browser called itself.
    user_agent: String,
    /// The network address it signed in from.
    address: String,
    /// Whether this request comes from it.
    is_this: bool,
}

/// Another password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    /// The password so far; not needed where there is none.
    #[serde(default)]
    #[schema(format = Password)]
    current: String,
    /// The new one, of 12 characters or more.
    #[schema(format = Password)]
    password: String,
}

impl SessionView {
    fn new(session: Session, by: Proof) -> Self {
        Self {
            is_this: by == Proof::Cookie(session.id),
            id: session.id,
            created_at: session.created_at,
            seen_at: session.seen_at,
            user_agent: session.user_agent,
            address: session.address,
        }
    }
}

/// Lists the browsers in which you are signed in, last used first.
#[utoipa::path(get, path = "/sessions", tag = "signing in",
    responses((status = 200, description = "The sessions.", body = Vec<SessionView>)))]
async fn list_sessions(
    State(app): State<AppState>,
    authenticated: Authenticated,
) -> Result<Json<Vec<SessionView>>, Problem> {
    let mut tx = app.office.store().snapshot().await?;
    let sessions = session::list(&mut tx, authenticated.delegate, app.office.now()).await?;
    let shown = sessions
        .into_iter()
        .map(|session| SessionView::new(session, authenticated.by));
    Ok(Json(shown.collect()))
}

/// Ends one of your sessions.
#[utoipa::path(delete, path = "/sessions/{session}", tag = "signing in",
    params(("session" = Uuid, Path, description = "The session.")),
    responses((status = 204, description = "It has ended.")))]
async fn end_session(
    State(app): State<AppState>,
    authenticated: Authenticated,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    let (store, now) = (app.office.store(), app.office.now());
    if session::end(store, authenticated.delegate, id, now).await? {
        app.hub.reconnect(authenticated.delegate);
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found())
    }
}

/// Signs you out everywhere, programs included.
#[utoipa::path(delete, path = "/sessions", tag = "signing in",
    responses((status = 204, description = "Everything has ended, this program's tokens too.")))]
async fn end_all_sessions(
    State(app): State<AppState>,
    authenticated: Authenticated,
) -> Result<StatusCode, Problem> {
    let (store, now) = (app.office.store(), app.office.now());
    auth::sign_out_of_all(store, authenticated.delegate, now).await?;
    app.hub.disconnect(authenticated.delegate);
    Ok(StatusCode::NO_CONTENT)
}

/// Sets your password, and signs out everything but this browser.
#[utoipa::path(put, path = "/me/password", tag = "signing in",
    request_body = NewPassword,
    responses((status = 204, description = "It is set; programs have to sign in again.")))]
async fn set_password(
    State(app): State<AppState>,
    authenticated: Authenticated,
    sender: Sender,
    ValidJson(wanted): ValidJson<NewPassword>,
) -> Result<StatusCode, Problem> {
    let change = PasswordChange {
        current: Password::given(&wanted.current),
        new: Password::choose(&wanted.password).map_err(AuthRefusal::from)?,
        keep: match authenticated.by {
            Proof::Cookie(session) => Some(session),
            Proof::Token(_) => None,
        },
        address: sender.address,
    };
    let (store, now) = (app.office.store(), app.office.now());
    change_password(&app.auth, store, authenticated.delegate, change, now).await?;
    app.hub.reconnect(authenticated.delegate);
    Ok(StatusCode::NO_CONTENT)
}
