//! How programs sign in, stay signed in and sign out.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::network::Delegate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::idempotency::NotKept;
use super::sender::Sender;
use crate::auth::password::Password;
use crate::auth::refresh::{self, Tokens};
use crate::auth::sign_in::{Attempt, sign_in_program};
use crate::auth::token::Token;
use crate::auth::{AuthError, AuthRefusal, access};
use crate::state::AppState;
use crate::web::extract::ValidJson;
use crate::web::problem::Problem;
use crate::web::session::{Authenticated, Proof};

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(sign_in, sign_out))
        .routes(routes!(refresh_tokens))
}

/// What a program signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    /// The person's e-mail address.
    address: String,
    /// The person's password.
    #[schema(format = Password)]
    password: String,
}

/// What buys the next tokens.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RefreshRequest {
    /// The refresh token, which is good for one use.
    #[schema(format = Password)]
    refresh_token: String,
}

/// Tokens of a program that is signed in.
#[derive(Serialize, ToSchema)]
pub(super) struct TokensView {
    /// To be sent as `Authorization: Bearer …` with every request.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// How long the access token is good, in seconds.
    expires_in: i64,
    /// To be exchanged, once, for the next tokens.
    refresh_token: String,
}

impl From<Tokens> for TokensView {
    fn from(tokens: Tokens) -> Self {
        Self {
            access_token: tokens.access,
            token_type: "Bearer",
            expires_in: access::LIFETIME_SECONDS,
            refresh_token: tokens.refresh.reveal(),
        }
    }
}

/// An answer that holds a secret: nobody stores it on the way.
#[derive(Debug)]
pub(super) struct Confidential<T>(pub(super) StatusCode, pub(super) T);

impl<T: Serialize> IntoResponse for Confidential<T> {
    fn into_response(self) -> Response {
        let mut response = (self.0, Json(self.1)).into_response();
        let no_store = HeaderValue::from_static("no-store");
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, no_store);
        response.extensions_mut().insert(NotKept);
        response
    }
}

/// Signs a program in by address and password.
#[utoipa::path(post, path = "/tokens", tag = "signing in", security(()),
    request_body = Credentials,
    responses((status = 201, description = "Signed in.", body = TokensView)))]
async fn sign_in(
    State(app): State<AppState>,
    sender: Sender,
    ValidJson(credentials): ValidJson<Credentials>,
) -> Result<Confidential<TokensView>, Problem> {
    let attempt = Attempt {
        name: &credentials.address,
        password: Password::given(&credentials.password),
        address: sender.address,
    };
    let register = app.office.register();
    let is_accredited = |id| {
        let delegate = register.network().delegate(id);
        delegate.is_some_and(Delegate::is_accredited)
    };
    let attempt = (attempt, sender.device);
    let (store, now) = (app.office.store(), app.office.now());
    let tokens = sign_in_program(&app.auth, store, attempt, is_accredited, now).await?;
    Ok(Confidential(StatusCode::CREATED, tokens.into()))
}

/// Exchanges a refresh token for the next tokens.
///
/// A refresh token that is shown twice was copied: everything issued from the same sign-in ends.
#[utoipa::path(post, path = "/tokens/refresh", tag = "signing in", security(()),
    request_body = RefreshRequest,
    responses((status = 201, description = "The next tokens.", body = TokensView)))]
async fn refresh_tokens(
    State(app): State<AppState>,
    sender: Sender,
    ValidJson(shown): ValidJson<RefreshRequest>,
) -> Result<Confidential<TokensView>, Problem> {
    app.auth.limits.check_address(sender.address)?;
    let token = Token::parse(&shown.refresh_token).ok_or(AuthRefusal::SignedOut)?;
    let (store, now) = (app.office.store(), app.office.now());
    match refresh::refresh(&app.auth, store, &token, now).await {
        Ok(tokens) => Ok(Confidential(StatusCode::CREATED, tokens.into())),
        Err(error) => {
            if let AuthError::Refused(AuthRefusal::TokenReused) = error
                && let Some(holder) = refresh::holder(store, &token).await?
            {
                app.hub.reconnect(holder);
            }
            Err(error.into())
        }
    }
}

/// Signs the program out: its access and refresh tokens end.
#[utoipa::path(delete, path = "/tokens", tag = "signing in",
    responses((status = 204, description = "Signed out.")))]
async fn sign_out(
    State(app): State<AppState>,
    authenticated: Authenticated,
) -> Result<StatusCode, Problem> {
    let Proof::Token(family) = authenticated.by else {
        return Err(Problem::new(
            StatusCode::CONFLICT,
            "not-a-token",
            "you are signed in by a cookie; end its session instead",
        ));
    };
    let (store, now) = (app.office.store(), app.office.now());
    refresh::end_family(store, authenticated.delegate, family, now).await?;
    app.hub.reconnect(authenticated.delegate);
    Ok(StatusCode::NO_CONTENT)
}
