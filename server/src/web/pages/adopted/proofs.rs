//! What the public entries of an adopted text are checked by: their exact bytes, their proofs, and the
//! words beside them.
//!
//! # Invariants
//!
//! * The public entries are the adoption of a version and the signatures under it; everything beside
//!   them stands on the page.
//! * Their bytes name who acted by an identifier, which leads nobody without an account to a name.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::id::InstrumentId;
use domain::instrument::{Adopted, Signature};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::FRESH;
use crate::sealing::reach::{Kept, Reach};
use crate::state::AppState;
use crate::store::StoredContent;
use crate::web::ledger::ProofFile;
use crate::web::problem::Problem;

/// A public entry, how well it is kept, and the files that it is checked by.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicEntry {
    /// Its place in the record.
    pub(crate) entry: u64,
    /// How well it is kept: `recorded`, `sealed` by a signed checkpoint, or `witnessed`.
    pub(crate) kept: &'static str,
    /// How many witnesses have cosigned a checkpoint that covers it.
    pub(crate) cosigned_by: usize,
    /// The addresses of its files: the exact bytes, the proof once it is sealed, and the words with
    /// their salts where there are any. `clausewise proofs` checks them in one folder.
    #[serde(serialize_with = "addresses")]
    #[schema(value_type = Vec<String>)]
    pub(crate) files: Vec<PublicFile>,
}

/// A file that a public entry is checked by.
#[derive(Debug, Clone)]
pub(crate) struct PublicFile {
    /// What it is: `entry`, `proof` or `words`.
    pub(crate) kind: &'static str,
    /// Where it is.
    pub(crate) address: String,
}

fn addresses<S: Serializer>(files: &[PublicFile], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(files.iter().map(|it| &it.address))
}

impl PublicEntry {
    /// Lists the adoption of a version and its signatures, in the order of the record.
    pub(crate) fn all(id: InstrumentId, adopted: &Adopted, reach: &Reach) -> Vec<Self> {
        let entries = entries(adopted).into_iter();
        entries
            .map(|(entry, has_words)| Self::of((id, adopted.version), (entry, has_words), reach))
            .collect()
    }

    fn of(
        (id, version): (InstrumentId, u32),
        (entry, has_words): (u64, bool),
        reach: &Reach,
    ) -> Self {
        let (kept, cosigned_by) = match reach.of(entry) {
            Kept::Recorded => ("recorded", 0),
            Kept::Sealed { by, .. } => ("sealed", by),
            Kept::Witnessed { by, .. } => ("witnessed", by),
        };
        let endings = [
            Some(("entry", "json")),
            (kept != "recorded").then_some(("proof", "tlog-proof")),
            has_words.then_some(("words", "words.json")),
        ];
        let file = |(kind, ending)| PublicFile {
            kind,
            address: format!("/adopted/{id}/{version}/entry-{entry}.{ending}"),
        };
        Self {
            entry,
            kept,
            cosigned_by,
            files: endings.into_iter().flatten().map(file).collect(),
        }
    }
}

/// Returns the public entries of a version, and whether words stand beside each.
fn entries(adopted: &Adopted) -> Vec<(u64, bool)> {
    let has_words = |it: &Signature| !it.reservations.is_empty() || it.statement.is_some();
    let signed = adopted.signatures.values();
    let mut all: Vec<_> = signed.map(|it| (it.seq, has_words(it))).collect();
    all.push((adopted.seq, adopted.note.is_some()));
    all.sort_unstable();
    all
}

/// Sends a file of a public entry.
pub(super) async fn file(
    State(app): State<AppState>,
    Path((id, version, name)): Path<(InstrumentId, u32, String)>,
) -> Result<Response, Problem> {
    let named = name
        .strip_prefix("entry-")
        .and_then(|it| it.split_once('.'));
    let (seq, ending) = named.ok_or_else(Problem::not_found)?;
    let register = app.office.register();
    let instrument = register.instrument(id).map_err(|_| Problem::not_found())?;
    let adopted = instrument.adopted_version(version);
    let public = entries(adopted.ok_or_else(Problem::not_found)?);
    let found = public.into_iter().find(|it| it.0.to_string() == seq);
    let (seq, has_words) = found.ok_or_else(Problem::not_found)?;
    if ending == "tlog-proof" {
        return Ok(ProofFile::of(&app, seq).await?.into_response());
    }
    let kept = app.office.stored_entry(seq).await?;
    let kept = kept.ok_or_else(Problem::not_found)?;
    match ending {
        "json" => Ok(sent(&name, kept.stored.bytes)),
        "words.json" if has_words => {
            let words: Vec<Value> = kept.contents.iter().map(beside).collect();
            let bytes = serde_json::to_vec_pretty(&words);
            Ok(sent(
                &name,
                bytes.map_err(|error| Problem::internal(&error))?,
            ))
        }
        _ => Err(Problem::not_found()),
    }
}

/// Writes public words with what is needed to check them.
fn beside(content: &StoredContent) -> Value {
    let commitment = hex::encode(content.commitment);
    match &content.words {
        None => json!({"commitment": commitment, "state": "erased"}),
        Some(words) => json!({
            "commitment": commitment,
            "state": "given",
            "salt": hex::encode(words.salt),
            "text": String::from_utf8_lossy(&words.bytes),
        }),
    }
}

fn sent(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        // Words can be erased, so that no cache may keep them without asking.
        (header::CACHE_CONTROL, FRESH.to_owned()),
    ];
    (headers, bytes).into_response()
}
