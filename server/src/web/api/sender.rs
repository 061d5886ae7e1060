//! Where a request of the API comes from, for limits and lists of sessions.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;

use crate::auth::Device;
use crate::web::problem::Problem;

/// The address a request comes from, and what the program calls itself.
#[derive(Debug, Clone)]
pub(super) struct Sender {
    /// The address the listener saw.
    pub(super) address: IpAddr,
    /// The program, as lists of sessions show it.
    pub(super) device: Device,
}

impl<S: Send + Sync> FromRequestParts<S> for Sender {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let ConnectInfo(from) = ConnectInfo::<SocketAddr>::from_request_parts(parts, state)
            .await
            .map_err(|error| Problem::internal(&error))?;
        let agent = parts.headers.get(header::USER_AGENT);
        let agent = agent.and_then(|value| value.to_str().ok());
        let address = from.ip();
        Ok(Self {
            address,
            device: Device::new(agent.unwrap_or_default(), address),
        })
    }
}
