//! How people come in: the set-up of an empty network, and the links of invitations.

use axum::extract::State;
use axum::http::StatusCode;
use domain::api::FoundNetwork;
use domain::id::DelegateId;
use domain::words::{EmailAddress, Name};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::receipt::ReceiptView;
use super::sender::Sender;
use super::tokens::{Confidential, TokensView};
use crate::auth::password::Password;
use crate::auth::token::Token;
use crate::auth::{AuthRefusal, refresh};
use crate::secret::Secret;
use crate::state::AppState;
use crate::web::extract::ValidJson;
use crate::web::problem::Problem;
use crate::workflow::{self, Receipt};

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(found_network))
        .routes(routes!(accept_invitation))
}

/// Sets the network up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SetUp {
    /// The last part of the set-up link.
    token: String,
    /// The network's name.
    network: Name,
    /// The name of the first person of the secretariat.
    name: Name,
    /// The person's e-mail address, to sign in with.
    address: EmailAddress,
    /// The person's password, of 12 characters or more.
    #[schema(format = Password)]
    password: String,
}

/// Accepts an invitation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Acceptance {
    /// The last part of the invitation's link.
    token: String,
    /// A password of 12 characters or more; none for now where absent.
    #[schema(format = Password)]
    password: Option<String>,
}

/// A person who came in and is signed in.
#[derive(Serialize, ToSchema)]
struct Entered {
    /// The person.
    delegate: DelegateId,
    /// What was recorded.
    receipt: ReceiptView,
    /// What the program acts with for the person.
    tokens: TokensView,
}

/// Sets an empty network up with the first person of its secretariat, and signs that person in.
#[utoipa::path(post, path = "/set-up", tag = "signing in", security(()),
    request_body = SetUp,
    responses((status = 201, description = "The network is set up.", body = Entered)))]
async fn found_network(
    State(app): State<AppState>,
    sender: Sender,
    ValidJson(set_up): ValidJson<SetUp>,
) -> Result<Confidential<Entered>, Problem> {
    app.auth.limits.check_address(sender.address)?;
    let link = Token::parse(&set_up.token).ok_or(AuthRefusal::LinkNotOpen)?;
    let password = stretched(&app, &set_up.password).await?;
    let command = FoundNetwork {
        network: set_up.network,
        name: set_up.name,
        address: set_up.address,
    };
    let founded = workflow::found_network(&app.office, &link, &command, Some(password)).await?;
    entered(&app, sender, founded).await
}

/// Accepts an invitation, and signs the person in.
#[utoipa::path(post, path = "/invitations/accept", tag = "signing in", security(()),
    request_body = Acceptance,
    responses((status = 201, description = "The person acts from now on.", body = Entered)))]
async fn accept_invitation(
    State(app): State<AppState>,
    sender: Sender,
    ValidJson(acceptance): ValidJson<Acceptance>,
) -> Result<Confidential<Entered>, Problem> {
    app.auth.limits.check_address(sender.address)?;
    let link = Token::parse(&acceptance.token).ok_or(AuthRefusal::LinkNotOpen)?;
    let password = match &acceptance.password {
        Some(password) => Some(stretched(&app, password).await?),
        None => None,
    };
    let accepted = workflow::accept_invitation(&app.office, &link, password).await?;
    app.hub.disconnect(accepted.0);
    entered(&app, sender, accepted).await
}

async fn entered(
    app: &AppState,
    sender: Sender,
    (delegate, receipt): (DelegateId, Receipt),
) -> Result<Confidential<Entered>, Problem> {
    let (store, now) = (app.office.store(), app.office.now());
    let tokens = refresh::start(&app.auth, store, delegate, sender.device, now).await?;
    let entered = Entered {
        delegate,
        receipt: (&receipt).into(),
        tokens: tokens.into(),
    };
    Ok(Confidential(StatusCode::CREATED, entered))
}

/// Stretches a password that somebody chooses.
pub(super) async fn stretched(app: &AppState, password: &str) -> Result<Secret, Problem> {
    let password = Password::choose(password).map_err(AuthRefusal::from)?;
    let salt = app.auth.random.bytes();
    Ok(app.auth.passwords.stretch(password, salt).await?)
}
