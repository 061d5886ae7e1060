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
use domain::network::Delegate;
use serde::Deserialize;

use super::problem::Problem;
use super::session::{Authenticated, Proof};
use crate::auth::origin::{self, Provenance};
use crate::auth::{access, session};
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
    let who = match (ticket, authenticated) {
        (Some(ticket), _) => by_ticket(&app, &ticket).await?,
        (None, Some(Extension(authenticated))) => {
            if let Proof::Cookie(_) = authenticated.by {
                check_origin(&app, &headers)?;
            }
            authenticated
        }
        (None, None) => return Err(Problem::sign_in_required()),
    };
    let hub = app.hub.clone();
    let is_still_in = async move { is_still_in(&app, who).await };
    Ok(live::socket(hub, who.delegate, is_still_in, ws).await)
}

/// Reports whether the sign-in that lets a person in has not ended since it was looked at.
async fn is_still_in(app: &AppState, who: Authenticated) -> bool {
    let Ok(mut tx) = app.office.store().snapshot().await else {
        return false;
    };
    let now = app.office.now();
    match who.by {
        Proof::Cookie(id) => {
            let running = session::list(&mut tx, who.delegate, now).await;
            running.is_ok_and(|running| running.iter().any(|session| session.id == id))
        }
        Proof::Token(id) => {
            let family = tx.refresh_family(id).await;
            family.is_ok_and(|family| family.is_some_and(|family| family.is_open(now)))
        }
    }
}

async fn by_ticket(app: &AppState, ticket: &str) -> Result<Authenticated, Problem> {
    let claims = access::find(&app.auth, app.office.store(), ticket, app.office.now()).await?;
    let register = app.office.register();
    let is_accredited = |id| {
        let delegate = register.network().delegate(id);
        delegate.is_some_and(Delegate::is_accredited)
    };
    claims
        .filter(|claims| is_accredited(claims.sub))
        .map(|claims| Authenticated {
            delegate: claims.sub,
            by: Proof::Token(claims.sid),
        })
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
