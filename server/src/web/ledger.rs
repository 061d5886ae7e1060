//! The ledger as C2SP's tlog-tiles has it: the checkpoint, tiles of hashes, bundles of entries.
//!
//! Checkpoint, key and tiles are public: they are hashes. Entries are for those who may read
//! the record. Nothing is served that has not been sealed.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::permission::Operation;
use ledger::tile::{
    BundleId, FULL_WIDTH, TILE_HEIGHT, TileId, TilePath, encode_bundle, encode_tile,
};
use ledger::tree::NodeId;
use sha2::{Digest, Sha256};

use super::pages::desk::Desk;
use super::problem::Problem;
use crate::sealing::{policy, proof};
use crate::state::AppState;
use crate::store::{EntryFilter, Page, Store, Tx};

/// What is sealed under a name never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// The same, for the one who asked.
const FOR_EVER_PRIVATELY: &str = "private, max-age=31536000, immutable";
/// The checkpoint changes with every entry.
const A_MOMENT: &str = "public, max-age=2";

/// Returns the routes of the ledger.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/ledger/checkpoint", get(checkpoint))
        .route("/ledger/key", get(key))
        .route("/ledger/tile/{*path}", get(tile))
}

/// Sends the last checkpoint, with the cosignatures that there are.
async fn checkpoint(State(app): State<AppState>, headers: HeaderMap) -> Result<Response, Problem> {
    let mut tx = app.office.store().snapshot().await?;
    let last = tx.last_checkpoint().await?.ok_or_else(Problem::not_found)?;
    let note = proof::cosigned(&mut tx, &last).await?;
    Ok(sent(
        &headers,
        ("text/plain; charset=utf-8", A_MOMENT),
        note.into_bytes(),
    ))
}

/// Sends the verifier key of the ledger, which witnesses and verifiers are given.
async fn key(State(app): State<AppState>, headers: HeaderMap) -> Result<Response, Problem> {
    let ledger = app.office.store().snapshot().await?.ledger_origin().await?;
    let key = ledger.and_then(|ledger| policy::verifier(&ledger));
    let line = format!("{}\n", key.ok_or_else(Problem::not_found)?);
    Ok(sent(
        &headers,
        ("text/plain; charset=utf-8", A_MOMENT),
        line.into_bytes(),
    ))
}

/// The file that proves that an entry is in the ledger.
#[derive(Debug)]
pub(super) struct ProofFile {
    seq: u64,
    text: String,
}

impl ProofFile {
    /// Makes the file of an entry.
    ///
    /// # Errors
    ///
    /// * not found if there is no such entry;
    /// * `not-sealed-yet` if no checkpoint covers it yet.
    pub(super) async fn of(app: &AppState, seq: u64) -> Result<Self, Problem> {
        let mut tx = app.office.store().snapshot().await?;
        if seq >= tx.tree_size().await? {
            return Err(Problem::not_found());
        }
        let text = proof::proof_file(&mut tx, seq, app.sealing.witnesses()).await?;
        text.map(|text| Self { seq, text })
            .ok_or_else(not_sealed_yet)
    }
}

fn not_sealed_yet() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "not-sealed-yet",
        "the entry is recorded, but no checkpoint covers it yet; ask again in a few seconds",
    )
}

impl IntoResponse for ProofFile {
    fn into_response(self) -> Response {
        let name = format!("attachment; filename=\"entry-{}.tlog-proof\"", self.seq);
        let headers = [
            (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, name),
            // A later checkpoint with more witnesses makes a better one.
            (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        ];
        (headers, self.text).into_response()
    }
}

/// Sends a tile of hashes to anybody, and a bundle of entries to those who may read the record.
async fn tile(
    State(app): State<AppState>,
    desk: Result<Desk, Problem>,
    headers: HeaderMap,
    Path(path): Path<String>,
) -> Result<Response, Problem> {
    const BYTES: &str = "application/octet-stream";
    let path: Result<TilePath, _> = format!("tile/{path}").parse();
    let store = app.office.store();
    match path.map_err(|_| Problem::not_found())? {
        TilePath::Tile(id) => {
            let hashes = tile_bytes(store, id).await?;
            Ok(sent(&headers, (BYTES, FOR_EVER), hashes))
        }
        TilePath::Bundle(id) => {
            let desk = desk?;
            desk.network().authorise(Operation::ReadRecord, desk.by)?;
            let entries = bundle_bytes(store, id).await?;
            Ok(sent(&headers, (BYTES, FOR_EVER_PRIVATELY), entries))
        }
    }
}

async fn tile_bytes(store: &Store, id: TileId) -> Result<Vec<u8>, Problem> {
    let mut tx = store.snapshot().await?;
    let level = id.level * TILE_HEIGHT;
    let end = (id.first_node()).checked_add(id.width.count() as u64);
    let entries = end.and_then(|end| end.checked_mul(1_u64.checked_shl(level.into())?));
    check_sealed(&mut tx, entries).await?;
    let first = NodeId {
        level,
        index: id.first_node(),
    };
    let count = u32::try_from(id.width.count()).unwrap_or(u32::from(FULL_WIDTH));
    Ok(encode_tile(&tx.nodes(first, count).await?))
}

async fn bundle_bytes(store: &Store, id: BundleId) -> Result<Vec<u8>, Problem> {
    let mut tx = store.snapshot().await?;
    let first = id.first_entry();
    check_sealed(&mut tx, first.checked_add(id.width.count() as u64)).await?;
    let page = Page::Oldest {
        after: Some(i64::try_from(first).unwrap_or(i64::MAX) - 1),
        limit: u32::try_from(id.width.count()).unwrap_or(u32::from(FULL_WIDTH)),
    };
    let entries = tx.entries(&EntryFilter::default(), page).await?;
    let bytes = entries.iter().map(|entry| entry.bytes.as_slice());
    encode_bundle(bytes).map_err(|error| Problem::internal(&error))
}

/// Says that there is nothing unless all of these entries are sealed.
async fn check_sealed(tx: &mut Tx, entries: Option<u64>) -> Result<(), Problem> {
    let sealed = tx.last_checkpoint().await?.map_or(0, |last| last.size);
    if entries.is_some_and(|entries| entries <= sealed) {
        Ok(())
    } else {
        Err(Problem::not_found())
    }
}

/// Sends bytes under a tag made of them, or only says that the asker has them.
fn sent(
    asked: &HeaderMap,
    (kind, caching): (&'static str, &'static str),
    bytes: Vec<u8>,
) -> Response {
    let tag = format!("\"{}\"", hex::encode(&Sha256::digest(&bytes)[..16]));
    let known = asked.get(header::IF_NONE_MATCH);
    let is_known = known.and_then(|known| known.to_str().ok());
    let is_known = is_known.is_some_and(|known| known.split(',').any(|it| weak(it) == tag));
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        bytes.into_response()
    };
    let fixed: [(HeaderName, &'static str); 2] = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, caching),
    ];
    let headers = response.headers_mut();
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.extend(HeaderValue::try_from(tag).map(|tag| (header::ETAG, tag)));
    response
}

/// Returns a tag as it compares: without the mark that a cache puts before one it has changed.
fn weak(tag: &str) -> &str {
    let tag = tag.trim();
    tag.strip_prefix("W/").unwrap_or(tag)
}

#[cfg(test)]
pub(super) mod tests;
