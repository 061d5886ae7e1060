//! What a program gets for an act that was recorded.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::conditions::tag;
use crate::workflow::Receipt;

/// The entries of the record that an act made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct ReceiptView {
    /// The place of the last of them in the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) seq: Option<u64>,
    /// The entries, in order; empty where nothing official happened.
    entries: Vec<EntryReceipt>,
    #[serde(skip)]
    #[schema(ignore)]
    tag: Option<String>,
}

/// One entry that an act made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct EntryReceipt {
    /// Its place in the record.
    seq: u64,
    /// When it was appended.
    at: Timestamp,
    /// What it says, such as `position_taken`.
    #[serde(rename = "type")]
    kind: String,
    /// Its hash as a leaf of the ledger, in hexadecimal; `/record/{seq}/proof` proves that it is there.
    leaf_hash: String,
}

/// Something that was made, with the entries that say so.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Made<I> {
    /// Its name from now on.
    id: I,
    #[serde(flatten)]
    receipt: ReceiptView,
}

impl From<&Receipt> for ReceiptView {
    fn from(receipt: &Receipt) -> Self {
        let entries = receipt.entries.iter().zip(&receipt.leaves);
        let entries = entries.map(|(entry, leaf)| EntryReceipt {
            seq: entry.seq,
            at: entry.at,
            kind: entry.fact.type_name(),
            leaf_hash: leaf.to_string(),
        });
        let last = receipt.entries.last();
        Self {
            seq: receipt.seq(),
            entries: entries.collect(),
            tag: last
                .filter(|entry| entry.instrument.is_some())
                .map(|entry| tag(entry.seq)),
        }
    }
}

/// The answer to an act, with the new tag of the instrument that it was about.
#[derive(Debug)]
pub(super) struct Acted(ReceiptView);

impl From<Receipt> for Acted {
    fn from(receipt: Receipt) -> Self {
        Self((&receipt).into())
    }
}

impl IntoResponse for Acted {
    fn into_response(self) -> Response {
        let tag = self.0.tag.clone();
        with_tag(Json(self.0).into_response(), tag)
    }
}

/// The answer to an act that made something, with the address where it is.
#[derive(Debug)]
pub(super) struct Created<T> {
    location: String,
    tag: Option<String>,
    body: T,
}

impl<T: Serialize> Created<T> {
    /// Answers with `body`, and the address below `/api/v1` where what was made is.
    pub(super) fn at(path: impl AsRef<str>, receipt: &Receipt, body: T) -> Self {
        Self {
            location: format!("{}{}", super::PREFIX, path.as_ref()),
            tag: ReceiptView::from(receipt).tag,
            body,
        }
    }
}

impl<I: Serialize> Created<Made<I>> {
    /// Answers with the name of what was made, and the address below `/api/v1` where it is.
    pub(super) fn named(path: impl AsRef<str>, id: I, receipt: &Receipt) -> Self {
        let made = Made {
            id,
            receipt: receipt.into(),
        };
        Self::at(path, receipt, made)
    }
}

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        let location = [(header::LOCATION, self.location)];
        let response = (StatusCode::CREATED, location, Json(self.body)).into_response();
        with_tag(response, self.tag)
    }
}

fn with_tag(mut response: Response, tag: Option<String>) -> Response {
    let tag = tag.and_then(|tag| HeaderValue::try_from(tag).ok());
    response
        .headers_mut()
        .extend(tag.map(|tag| (header::ETAG, tag)));
    response
}
