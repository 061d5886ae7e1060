//! Who is asking.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::id::DelegateId;

use super::problem::Problem;

/// The person a request comes from, put into it once cookie or token has been checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Authenticated {
    /// The person, accredited at the time of the request.
    pub delegate: DelegateId,
    /// How the request proved it.
    pub by: Proof,
}

/// How a request proved who it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// By the cookie of a signed-in browser.
    Cookie,
    /// By a token in its header.
    Token,
}

/// A signed-in, accredited delegate; a request from anybody else is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedIn(pub DelegateId);

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Authenticated>()
            .map(|authenticated| Self(authenticated.delegate))
            .ok_or_else(Problem::sign_in_required)
    }
}
