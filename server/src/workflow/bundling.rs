//! Bundles: the whole record with everything that it takes to verify it, as one file.

use std::collections::BTreeMap;

use domain::id::DraftId;
use domain::register::Register;
use domain::time::Timestamp;
use ledger::hash::leaf_hash;
use ledger::note::VerifierKey;
use ledger::tile::{TileId, bundles_of, encode_bundle, encode_tile, tile_at, tiles_of};
use tokio::sync::mpsc;
use verifier::Status;
use verifier::bundle::{
    ChangeLine, ContentLine, InvalidPart, Manifest, OlderCheckpoint, PartName, Tree, Writer,
    write_json, write_line,
};

use super::{Office, WorkflowError};
use crate::sealing::{policy, proof};
use crate::store::{EntryFilter, Page, StoreError, StoredContent, StoredEntry, Tx};

/// Lines of a part are gathered up to so many bytes.
const PART_BYTES: usize = 1024 * 1024;
/// The number of checkpoints read at once.
const CHECKPOINTS: u32 = 1_000;
/// The number of changes read at once.
const CHANGES: u32 = 500;

/// Why a bundle was not made.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The record cannot be read.
    #[error(transparent)]
    Record(#[from] WorkflowError),
    /// The database has something that no bundle can hold.
    #[error(transparent)]
    Part(#[from] InvalidPart),
    /// Words that are no text stand beside an entry.
    #[error("the words beside entry {0} are no text")]
    NoText(i64),
    /// Nobody takes the bundle any more.
    #[error("nobody takes the bundle any more")]
    Gone,
}

impl From<StoreError> for BundleError {
    fn from(error: StoreError) -> Self {
        Self::Record(error.into())
    }
}

/// What the log has signed.
#[derive(Debug, Clone, Default)]
struct Sealed {
    origin: Option<String>,
    key: Option<VerifierKey>,
    /// The note of each checkpoint, by size; the last one with its cosignatures.
    checkpoints: BTreeMap<u64, String>,
}

/// Writes a bundle of the record up to its last checkpoint, piece by piece, to whoever takes it.
///
/// Without a checkpoint it has all entries, and verification says that nothing was sealed.
///
/// # Errors
///
/// * [`BundleError`] if the record cannot be read, or nobody takes the pieces.
pub async fn write_bundle(office: &Office, to: &mpsc::Sender<Vec<u8>>) -> Result<(), BundleError> {
    let mut tx = office.store().snapshot().await?;
    let sealed = sealed(&mut tx).await?;
    let all = tx
        .head()
        .await?
        .map_or(0, |head| head.seq.unsigned_abs() + 1);
    let size = sealed.checkpoints.keys().last().copied().unwrap_or(all);
    let register = match size.checked_sub(1) {
        Some(last) => office.register_at(last).await?.unwrap_or_default(),
        None => Register::default(),
    };
    let made_at = office
        .now()
        .max(register.last_at().unwrap_or(Timestamp::MIN));
    let bundling = Bundling {
        tx,
        to,
        writer: Writer::default(),
        tree: Tree::default(),
    };
    bundling.write(&sealed, size, &register, made_at).await
}

/// Reads what the log has signed, up to the last checkpoint that somebody cosigned, or else the last.
async fn sealed(tx: &mut Tx) -> Result<Sealed, StoreError> {
    let Some(ledger) = tx.ledger_origin().await? else {
        return Ok(Sealed::default());
    };
    let last = match tx.cosigned_sizes(1, 1).await?.first() {
        Some(size) => tx.checkpoint(*size).await?,
        None => tx.last_checkpoint().await?,
    };
    let mut checkpoints = BTreeMap::new();
    if let Some(last) = last {
        let mut after = 0;
        while after < last.size {
            for it in tx.checkpoints(after, CHECKPOINTS).await? {
                after = it.size;
                checkpoints.insert(it.size, it.note);
            }
        }
        drop(checkpoints.split_off(&(last.size + 1)));
        let cosigned = proof::cosigned(tx, &last).await?;
        checkpoints.insert(last.size, cosigned);
    }
    Ok(Sealed {
        key: policy::verifier(&ledger),
        origin: Some(ledger.origin),
        checkpoints,
    })
}

/// A bundle on its way.
struct Bundling<'a> {
    tx: Tx,
    to: &'a mpsc::Sender<Vec<u8>>,
    writer: Writer,
    tree: Tree,
}

impl Bundling<'_> {
    async fn write(
        mut self,
        sealed: &Sealed,
        size: u64,
        register: &Register,
        made_at: Timestamp,
    ) -> Result<(), BundleError> {
        self.heading(sealed, size, made_at).await?;
        for bundle in bundles_of(size) {
            let place = tile_at(0, bundle.index, size);
            let tile = place.expect("a bundle of entries has a tile");
            self.entries(tile).await?;
        }
        for tile in tiles_of(size).filter(|it| it.level > 0) {
            let hashes = self.tree.upper(tile);
            let body = encode_tile(hashes.expect("a tree of this size has this tile"));
            self.part(PartName::Tile(tile), &body).await?;
        }
        let mut drafts: Vec<_> = register.instruments().map(|it| it.draft).collect();
        drafts.sort();
        for draft in drafts {
            self.changes(draft).await?;
        }
        let status = write_json(&Status::of(register, made_at));
        self.part(PartName::Status, &status).await?;
        let end = self.writer.finish()?;
        self.to.send(end).await.map_err(|_| BundleError::Gone)
    }

    async fn part(&mut self, name: PartName, body: &[u8]) -> Result<(), BundleError> {
        let bytes = self.writer.part(&name.to_string(), body)?;
        self.to.send(bytes).await.map_err(|_| BundleError::Gone)
    }

    async fn heading(
        &mut self,
        sealed: &Sealed,
        size: u64,
        made_at: Timestamp,
    ) -> Result<(), BundleError> {
        let first = self.tx.entry(0).await?.filter(|_| size > 0);
        let manifest = Manifest {
            v: Manifest::VERSION,
            network: first.map(|it| leaf_hash(&it.bytes).to_string()),
            origin: sealed.origin.clone(),
            log_key: sealed.key.as_ref().map(ToString::to_string),
            size,
            made_at,
        };
        self.part(PartName::Manifest, &write_json(&manifest))
            .await?;
        let mut older = sealed.checkpoints.values();
        let latest = older.next_back().map_or("", String::as_str);
        self.part(PartName::Checkpoint, latest.as_bytes()).await?;
        let mut part = 0;
        let mut lines = Vec::new();
        for note in older {
            write_line(&OlderCheckpoint::new(note.as_str()), &mut lines);
            if lines.len() >= PART_BYTES {
                let body = std::mem::take(&mut lines);
                self.part(PartName::Checkpoints { part }, &body).await?;
                part += 1;
            }
        }
        self.part(PartName::Checkpoints { part }, &lines).await
    }

    /// Writes the tile, the entries that it is made of, and the words beside them.
    async fn entries(&mut self, tile: TileId) -> Result<(), BundleError> {
        let first = i64::try_from(tile.first_node()).unwrap_or(i64::MAX);
        let width = u32::try_from(tile.width.count()).unwrap_or(u32::MAX);
        let page = Page::Oldest {
            after: first.checked_sub(1),
            limit: width,
        };
        let entries = self.tx.entries(&EntryFilter::default(), page).await?;
        let leaves: Vec<_> = entries.iter().map(|it| leaf_hash(&it.bytes)).collect();
        for leaf in &leaves {
            self.tree.append(*leaf);
        }
        self.part(PartName::Tile(tile), &encode_tile(&leaves))
            .await?;
        let name = PartName::Entries(ledger::tile::BundleId {
            index: tile.index,
            width: tile.width,
        });
        let body = encode_bundle(entries.iter().map(|it| it.bytes.as_slice()));
        let body = body.expect("an entry has at most 65,535 bytes");
        self.part(name, &body).await?;
        self.contents(tile.index, &entries).await
    }

    async fn contents(&mut self, bundle: u64, entries: &[StoredEntry]) -> Result<(), BundleError> {
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
            return Ok(());
        };
        let mut lines = Vec::new();
        let mut parts = 0..;
        for content in self.tx.contents(first.seq..=last.seq).await? {
            write_line(&line(content)?, &mut lines);
            if lines.len() >= PART_BYTES {
                self.contents_part(bundle, &mut parts, &mut lines).await?;
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        self.contents_part(bundle, &mut parts, &mut lines).await
    }

    async fn contents_part(
        &mut self,
        bundle: u64,
        parts: &mut std::ops::RangeFrom<u32>,
        lines: &mut Vec<u8>,
    ) -> Result<(), BundleError> {
        let part = parts.next().unwrap_or(u32::MAX);
        let name = PartName::Contents { bundle, part };
        self.part(name, &std::mem::take(lines)).await
    }

    /// Writes every change of a draft, in the order in which they came.
    async fn changes(&mut self, draft: DraftId) -> Result<(), BundleError> {
        let mut next = 0;
        let mut part = 0;
        loop {
            let mut lines = Vec::new();
            let is_last = loop {
                let page = self.tx.draft_changes(draft, next, CHANGES).await?;
                let Some(last) = page.last() else {
                    break true;
                };
                next = last.position + 1;
                for it in &page {
                    let line = ChangeLine::new(&it.change.bytes, it.change.delegate_id);
                    write_line(&line, &mut lines);
                }
                if lines.len() >= PART_BYTES {
                    break false;
                }
            };
            if part == 0 || !lines.is_empty() {
                self.part(PartName::Changes { draft, part }, &lines).await?;
            }
            if is_last {
                return Ok(());
            }
            part += 1;
        }
    }
}

fn line(content: StoredContent) -> Result<ContentLine, BundleError> {
    let place = (content.seq.unsigned_abs(), content.position.unsigned_abs());
    let Some(words) = content.words else {
        return Ok(ContentLine::erased(place));
    };
    let text = String::from_utf8(words.bytes).map_err(|_| BundleError::NoText(content.seq))?;
    Ok(ContentLine::given(place, &words.salt, text))
}
