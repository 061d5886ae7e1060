//! What an entry of a report is checked by: its exact bytes, its proof, and the words beside it.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::instrument::Instrument;
use domain::network::Network;
use domain::record::Fact;

use super::super::event::Telling;
use super::super::exporting::beside;
use crate::sealing::proof::Prover;
use crate::store::Tx;
use crate::web::problem::Problem;
use crate::web::record::{leaf_hash, sentence};
use crate::workflow;

/// An entry with everything that it takes to check it.
pub(super) struct Exhibit {
    pub(super) seq: u64,
    pub(super) exact_at: String,
    pub(super) actor: String,
    pub(super) leaf_hash: String,
    /// What it says, in words.
    pub(super) sentence: String,
    /// The bytes that the leaf is the hash of.
    pub(super) bytes: Vec<u8>,
    /// Absent until a checkpoint covers it.
    pub(super) proof: Option<Proof>,
    /// What the commitments in it stand for.
    pub(super) contents: Vec<Content>,
    /// The same as a file; absent where nothing stands beside the entry.
    words: Option<Vec<u8>>,
}

/// That an entry is in the ledger.
pub(super) struct Proof {
    /// The size of the tree in which it is proved.
    pub(super) size: u64,
    /// The root of that tree.
    pub(super) root: String,
    /// The file, in the form that C2SP gives it.
    pub(super) file: String,
}

/// Words beside an entry.
pub(super) struct Content {
    pub(super) place: usize,
    pub(super) commitment: String,
    /// Salt and words; absent where they were erased or are not the reader's.
    pub(super) given: Option<(String, String)>,
}

/// A file that goes with a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attachment {
    /// Its name.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

impl Attachment {
    /// Writes the file as an address that holds it whole.
    pub(super) fn address(&self) -> String {
        let kind = if has_ending(&self.name, "json") {
            "application/json"
        } else {
            "text/plain;charset=utf-8"
        };
        format!("data:{kind};base64,{}", STANDARD.encode(&self.bytes))
    }
}

fn has_ending(name: &str, ending: &str) -> bool {
    std::path::Path::new(name).extension() == Some(ending.as_ref())
}

impl Exhibit {
    /// Reads an entry and proves it.
    ///
    /// # Errors
    ///
    /// * internal if the record cannot be read, or has no such entry.
    async fn read(
        telling: &Telling<'_>,
        (tx, prover): (&mut Tx, &Prover),
        seq: u64,
    ) -> Result<Self, Problem> {
        let kept = telling.hub.office().stored_entry(seq).await?;
        let kept = kept.ok_or_else(Problem::not_found)?;
        let proof = prover.prove(tx, seq).await?.map(|it| Proof {
            size: it.seal.size,
            root: it.seal.root.clone(),
            file: it.file,
        });
        let contents = (kept.contents.iter().enumerate())
            .map(|it| beside(telling.desk, &kept, it))
            .collect::<Vec<_>>();
        let words = (!contents.is_empty())
            .then(|| serde_json::to_vec_pretty(&contents))
            .transpose()
            .map_err(|error| Problem::internal(&error))?;
        Ok(Self {
            seq,
            exact_at: kept.entry.at.to_string(),
            actor: kept.entry.actor.to_string(),
            leaf_hash: leaf_hash(&kept.stored.bytes),
            sentence: sentence(telling.page, telling.desk, &kept.entry).plain(),
            contents: contents.iter().enumerate().map(Content::of).collect(),
            bytes: kept.stored.bytes,
            proof,
            words,
        })
    }

    /// Returns the bytes as the text that they are.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Returns the files by which it is checked.
    pub(super) fn files(&self) -> Vec<Attachment> {
        let file = |ending: &str, bytes: Vec<u8>| Attachment {
            name: format!("entry-{}.{ending}", self.seq),
            bytes,
        };
        let proof = self.proof.as_ref();
        let words = self.words.clone();
        [
            Some(file("json", self.bytes.clone())),
            proof.map(|it| file("tlog-proof", it.file.clone().into_bytes())),
            words.map(|it| file("words.json", it)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl Content {
    fn of((place, content): (usize, &serde_json::Value)) -> Self {
        let text = |name: &str| content.get(name).and_then(|it| it.as_str());
        Self {
            place,
            commitment: text("commitment").unwrap_or_default().to_owned(),
            given: (text("salt").zip(text("text")))
                .map(|(salt, text)| (salt.to_owned(), text.to_owned())),
        }
    }
}

/// Reads the entries that a report rests on: those told, the first of the record, those that hold the
/// wordings, and those by which the keys began that signed.
///
/// # Errors
///
/// * internal if the record cannot be read.
pub(super) async fn exhibits(
    telling: &Telling<'_>,
    (tx, prover): (&mut Tx, &Prover),
    told: impl IntoIterator<Item = u64>,
) -> Result<Vec<Exhibit>, Problem> {
    let mut seqs: BTreeSet<u64> = told.into_iter().collect();
    seqs.extend(wordings(telling).await?);
    seqs.extend(keys(telling, &seqs).await?);
    seqs.insert(0);
    let mut all = Vec::new();
    for seq in seqs {
        all.push(Exhibit::read(telling, (&mut *tx, prover), seq).await?);
    }
    Ok(all)
}

/// Returns the entries beside which the wordings of the clause are kept.
async fn wordings(telling: &Telling<'_>) -> Result<Vec<u64>, Problem> {
    let Instrument { id, .. } = *telling.instrument;
    let office = telling.hub.office();
    let about = workflow::entries_about(office, id, telling.clause).await?;
    let entries = office.entries_at(&about).await?;
    let holds = |fact: &Fact| matches!(fact, Fact::ClausesTabled { .. });
    let kept = entries.iter().filter(|it| holds(&it.fact));
    Ok(kept.map(|it| it.seq).collect())
}

/// Returns the entries by which the keys began that signed positions among these entries.
async fn keys(telling: &Telling<'_>, seqs: &BTreeSet<u64>) -> Result<BTreeSet<u64>, Problem> {
    let seqs: Vec<u64> = seqs.iter().copied().collect();
    let entries = telling.hub.office().entries_at(&seqs).await?;
    let network = telling.desk.network();
    let began = entries.iter().filter_map(|entry| {
        let Fact::PositionTaken(taken) = &entry.fact else {
            return None;
        };
        taken.signed.as_ref()?;
        key_since(network, entry.organisation?, entry.seq)
    });
    Ok(began.collect())
}

fn key_since(network: &Network, id: domain::id::OrganisationId, seq: u64) -> Option<u64> {
    let keys = &network.organisation(id)?.keys;
    let key = keys.at(seq)?;
    let held = keys.held().iter().find(|it| it.key == key)?;
    Some(held.from)
}
