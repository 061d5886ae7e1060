//! The way into the live drafts: a WebSocket, by cookie or by ticket.
//!
//! Browsers send cookies with a WebSocket that any site opens, and no site is
//! asked before: the origin is checked here. A ticket is an access token in the
//! address, for clients that can send nothing else.

use axum::Extension;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use domain::id::DelegateId;
use domain::network::Delegate;
use serde::Deserialize;

use super::problem::Problem;
use super::session::{Authenticated, Proof};
use crate::auth::access;
use crate::auth::origin::{self, Provenance};
use crate::live;
use crate::state::AppState;

/// What the address of the WebSocket may carry.
#[derive(Deserialize)]
pub(super) struct Ticket {
    ticket: Option<String>,
}

/// Lets a delegate take part in the live drafts.
pub(super) async fn follow_drafts(
    State(app): State<AppState>,
    Query(Ticket { ticket }): Query<Ticket>,
    authenticated: Option<Extension<Authenticated>>,
    headers: HeaderMap,
    ws: WebSocketUpgrade,
) -> Result<Response, Problem> {
    let delegate = match (ticket, authenticated) {
        (Some(ticket), _) => by_ticket(&app, &ticket).await?,
        (None, Some(Extension(authenticated))) => {
            if let Proof::Cookie(_) = authenticated.by {
                check_origin(&app, &headers)?;
            }
            authenticated.delegate
        }
        (None, None) => return Err(Problem::sign_in_required()),
    };
    Ok(live::socket(app.hub, delegate, ws).await)
}

async fn by_ticket(app: &AppState, ticket: &str) -> Result<DelegateId, Problem> {
    let claims = access::find(&app.auth, app.office.store(), ticket, app.office.now()).await?;
    let register = app.office.register();
    claims
        .and_then(|claims| register.network().delegate(claims.sub))
        .filter(|delegate| Delegate::is_accredited(delegate))
        .map(|delegate| delegate.id)
        .ok_or_else(Problem::sign_in_required)
}

fn check_origin(app: &AppState, headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let provenance = Provenance {
        sec_fetch_site: text("sec-fetch-site"),
        origin: text(header::ORIGIN.as_str()),
    };
    Ok(origin::check(&app.auth.origin, provenance)?)
}
