//! Conditional requests: `ETag`, `If-None-Match` and `If-Match` (RFC 9110).
//!
//! The tag of everything about an instrument begins with the place of the last
//! entry about it, so that any of them says in `If-Match` what was read. Where
//! more than these entries is shown, such as an electorate that time changes or
//! the live draft, the tag goes on with a digest of what is shown.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::instrument::Instrument;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::web::problem::Problem;

/// What a client has read before.
#[derive(Debug, Clone, Default)]
pub(super) struct Conditions {
    if_match: Option<String>,
    if_none_match: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Conditions {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Self {
            if_match: joined(&parts.headers, &header::IF_MATCH),
            if_none_match: joined(&parts.headers, &header::IF_NONE_MATCH),
        })
    }
}

fn joined(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values = headers.get_all(name).iter();
    let values: Vec<_> = values.map(|value| value.to_str().unwrap_or("?")).collect();
    (!values.is_empty()).then(|| values.join(","))
}

impl Conditions {
    /// Checks that what the client read of an instrument is how it is now, if it says what it read.
    ///
    /// # Errors
    ///
    /// * stale if it is not.
    pub(super) fn require(&self, instrument: &Instrument) -> Result<(), Problem> {
        let Some(wanted) = &self.if_match else {
            return Ok(());
        };
        let current = instrument.last_seq.to_string();
        let is_current = |tag: &str| tag == "*" || version(tag) == Some(current.as_str());
        if wanted.split(',').any(|tag| is_current(tag.trim())) {
            Ok(())
        } else {
            Err(Problem::stale())
        }
    }

    /// Shows what the entries about an instrument alone decide.
    ///
    /// # Errors
    ///
    /// * an internal problem if it cannot be written as JSON.
    pub(super) fn recorded(
        &self,
        instrument: &Instrument,
        value: &impl Serialize,
    ) -> Result<Tagged, Problem> {
        Ok(self.tagged(tag(instrument.last_seq), written(value)?))
    }

    /// Shows what time or a live draft changes as well.
    ///
    /// # Errors
    ///
    /// * an internal problem if it cannot be written as JSON.
    pub(super) fn present(
        &self,
        instrument: &Instrument,
        value: &impl Serialize,
    ) -> Result<Tagged, Problem> {
        let body = written(value)?;
        let digest = hex::encode(&Sha256::digest(&body)[..8]);
        Ok(self.tagged(format!("\"{}.{digest}\"", instrument.last_seq), body))
    }

    /// Shows what anybody may read; the tag says nothing of what goes on behind it.
    ///
    /// # Errors
    ///
    /// * an internal problem if it cannot be written as JSON.
    pub(super) fn published(&self, value: &impl Serialize) -> Result<Tagged, Problem> {
        let body = written(value)?;
        let digest = hex::encode(&Sha256::digest(&body)[..8]);
        Ok(self.tagged(format!("\"{digest}\""), body))
    }

    fn tagged(&self, tag: String, body: Vec<u8>) -> Tagged {
        let known = self.if_none_match.as_deref().unwrap_or_default();
        let is_known = known
            .split(',')
            .map(|it| it.trim().trim_start_matches("W/"))
            .any(|it| it == tag || it == "*");
        let body = (!is_known).then_some(body);
        Tagged { tag, body }
    }
}

/// Returns the tag of an instrument whose last entry has this place.
pub(super) fn tag(seq: u64) -> String {
    format!("\"{seq}\"")
}

/// Returns the place of the last entry that a tag begins with.
fn version(tag: &str) -> Option<&str> {
    let inside = tag.strip_prefix('"')?.strip_suffix('"')?;
    inside.split('.').next()
}

fn written(value: &impl Serialize) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(value).map_err(|error| Problem::internal(&error))
}

/// An answer with its tag, or the news that the client has it already.
#[derive(Debug)]
pub(super) struct Tagged {
    tag: String,
    body: Option<Vec<u8>>,
}

impl IntoResponse for Tagged {
    fn into_response(self) -> Response {
        let tag = [(header::ETAG, self.tag)];
        match self.body {
            None => (StatusCode::NOT_MODIFIED, tag).into_response(),
            Some(body) => {
                let content_type = [(header::CONTENT_TYPE, "application/json")];
                (tag, content_type, body).into_response()
            }
        }
    }
}
