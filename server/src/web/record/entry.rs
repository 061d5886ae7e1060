//! One entry of the record: in words, and exactly as it is kept.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::Response;
use domain::permission::Operation;
use domain::record::{Commitment, Entry, Fact};
use domain::signing::SignedStatement;
use domain::time::Timestamp;
use ledger::hash::leaf_hash;
use sha2::{Digest, Sha256};

use super::confidence::may_read;
use super::sentence::{actor, organisation, sentence};
use crate::i18n::Markup;
use crate::state::AppState;
use crate::store::StoredContent;
use crate::web::ledger::ProofFile;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::sheet::Attachment;
use crate::web::problem::Problem;
use crate::web::sealed::{self, Badge};
use crate::workflow::KeptEntry;

/// A content beside the entry.
struct Content {
    position: i64,
    commitment: String,
    /// Absent where the words were erased, or are not the reader's to see.
    words: Option<GivenWords>,
    is_withheld: bool,
}

/// Words with what is needed to check them.
struct GivenWords {
    salt: String,
    text: String,
    /// Whether the commitment is the hash of salt and words.
    is_committed: bool,
}

#[derive(Template)]
#[template(path = "record_entry.html")]
struct EntryPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    seq: u64,
    at: Timestamp,
    exact_at: String,
    fact: String,
    who: Markup,
    organisation: Option<Markup>,
    sentence: Markup,
    /// Whether it holds a position's signed statement.
    is_signed: bool,
    size: usize,
    bytes: String,
    pretty: String,
    sha256: String,
    leaf_hash: String,
    kept: Badge,
    contents: Vec<Content>,
    earlier: Option<u64>,
    later: Option<u64>,
    may_erase: bool,
}

/// Shows one entry.
pub(super) async fn entry(
    State(app): State<AppState>,
    desk: Desk,
    page: Page,
    Path(seq): Path<u64>,
) -> Result<Shown, Problem> {
    let KeptEntry {
        entry,
        stored,
        contents,
    } = kept(&app, &desk, seq).await?;
    let next = seq + 1;
    page.show(&EntryPage {
        p: &page,
        crumbs: vec![Crumb::new("/record", page.t("nav-record"))],
        seq,
        at: entry.at,
        exact_at: entry.at.to_string(),
        fact: stored.fact_type,
        who: actor(&page, &desk, entry.actor),
        organisation: entry.organisation.map(|id| organisation(&desk, id)),
        sentence: sentence(&page, &desk, &entry),
        is_signed: signed(&entry).is_some(),
        size: stored.bytes.len(),
        pretty: pretty(&stored.bytes)?,
        sha256: hex::encode(Sha256::digest(&stored.bytes)),
        leaf_hash: leaf_hash(&stored.bytes).to_string(),
        kept: Badge::of(&page, &sealed::reach(&app).await?, seq),
        bytes: String::from_utf8_lossy(&stored.bytes).into_owned(),
        contents: (contents.into_iter().enumerate())
            .map(|(place, it)| Content::of(it, may_read(&desk, &entry, place)))
            .collect(),
        earlier: seq.checked_sub(1),
        later: (next < desk.seq()).then_some(next),
        may_erase: (desk.network())
            .authorise(Operation::ErasePersonalData, desk.by)
            .is_ok(),
    })
}

/// Sends the exact bytes of one entry.
pub(super) async fn bytes(
    State(app): State<AppState>,
    desk: Desk,
    Path(seq): Path<u64>,
) -> Result<([(header::HeaderName, String); 3], Vec<u8>), Problem> {
    let kept = kept(&app, &desk, seq).await?;
    let name = format!("attachment; filename=\"entry-{seq}.json\"");
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, kept.stored.bytes))
}

/// Sends the signed statement of a position as the flattened JWS that it is.
pub(super) async fn statement(
    State(app): State<AppState>,
    desk: Desk,
    Path(seq): Path<u64>,
) -> Result<Response, Problem> {
    let kept = kept(&app, &desk, seq).await?;
    let signed = signed(&kept.entry).ok_or_else(Problem::not_found)?;
    Attachment::json(&format!("statement-{seq}.jws"), signed)
}

fn signed(entry: &Entry) -> Option<&SignedStatement> {
    match &entry.fact {
        Fact::PositionTaken(taken) => taken.signed.as_ref(),
        _ => None,
    }
}

/// Sends the file that proves that one entry is in the ledger.
pub(super) async fn proof(
    State(app): State<AppState>,
    desk: Desk,
    Path(seq): Path<u64>,
) -> Result<ProofFile, Problem> {
    desk.network().authorise(Operation::ReadRecord, desk.by)?;
    ProofFile::of(&app, seq).await
}

async fn kept(app: &AppState, desk: &Desk, seq: u64) -> Result<KeptEntry, Problem> {
    desk.network().authorise(Operation::ReadRecord, desk.by)?;
    let found = app.office.stored_entry(seq).await?;
    // An entry later than the register read for this page is not known to it yet.
    found
        .filter(|_| seq < desk.seq())
        .ok_or_else(Problem::not_found)
}

fn pretty(bytes: &[u8]) -> Result<String, Problem> {
    let value: serde_json::Value =
        serde_json::from_slice(bytes).map_err(|error| Problem::internal(&error))?;
    serde_json::to_string_pretty(&value).map_err(|error| Problem::internal(&error))
}

impl Content {
    fn of(content: StoredContent, may_read: bool) -> Self {
        let is_withheld = content.words.is_some() && !may_read;
        let words = content.words.filter(|_| may_read);
        let words = words.map(|words| GivenWords {
            is_committed: *Commitment::new(&words.salt, &words.bytes).as_bytes()
                == content.commitment,
            salt: hex::encode(words.salt),
            text: String::from_utf8_lossy(&words.bytes).into_owned(),
        });
        Self {
            position: content.position,
            commitment: hex::encode(content.commitment),
            words,
            is_withheld,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_not_those_committed_to_are_told_apart() {
        let content = |bytes: &[u8]| StoredContent {
            seq: 0,
            position: 0,
            commitment: *Commitment::new(&[7; 32], b"words").as_bytes(),
            words: Some(crate::store::Words {
                salt: [7; 32],
                bytes: bytes.to_vec(),
            }),
        };
        for (bytes, expected) in [(&b"words"[..], true), (b"other", false)] {
            let words = Content::of(content(bytes), true).words.unwrap();
            assert_eq!(words.is_committed, expected);
        }
    }
}
