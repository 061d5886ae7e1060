//! What the organisation has itself: statements that it signed, receipts and proofs that it was given.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use domain::id::OrganisationId;
use domain::signing::{Digest, KeyPurpose, KeyStatement, SignedStatement, StatementKind};
use domain::time::Timestamp;
use ledger::proof::TlogProof;
use serde::Deserialize;
use serde_json::Value;

use super::watch::{issued, mark};

/// A larger file is no paper, in bytes.
const LARGEST: u64 = 1024 * 1024;
/// The ends of names of files that must be readable.
const EXPECTED: [&str; 3] = [".signed.json", ".receipt.json", ".tlog-proof"];

/// A statement that was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignedPaper {
    /// The name of its file.
    pub(crate) file: String,
    /// What was signed, as [`mark`] names it.
    pub(crate) signed: Digest,
    /// When it was made.
    pub(crate) issued_at: Timestamp,
    /// Whether it only ever stands in the record beside others: an approval of another's key.
    pub(crate) is_approval: bool,
}

/// A receipt for one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReceiptPaper {
    /// The name of its file.
    pub(crate) file: String,
    /// The entry.
    pub(crate) seq: u64,
    /// Its leaf hash.
    pub(crate) leaf: Digest,
    /// When it was appended.
    pub(crate) at: Timestamp,
}

/// A proof file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProofPaper {
    /// The name of its file.
    pub(crate) file: String,
    /// What it proves.
    pub(crate) proof: TlogProof,
}

/// Everything that the organisation has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Papers {
    /// What it signed.
    pub(crate) signed: Vec<SignedPaper>,
    /// What it was given a receipt for.
    pub(crate) receipts: Vec<ReceiptPaper>,
    /// What it has a proof of.
    pub(crate) proofs: Vec<ProofPaper>,
    /// Files that should be papers and cannot be read, and why.
    pub(crate) unreadable: Vec<(String, &'static str)>,
}

/// A folder that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub(crate) struct NoPapers {
    path: PathBuf,
    source: io::Error,
}

/// An entry of a receipt, as the API writes it.
#[derive(Deserialize)]
struct Receipted {
    seq: u64,
    at: Timestamp,
    leaf_hash: Digest,
}

impl Papers {
    /// Reads the papers of an organisation in a folder.
    ///
    /// # Errors
    ///
    /// * [`NoPapers`] if the folder or a file in it cannot be read.
    pub(crate) fn read(folder: &Path, own: OrganisationId) -> Result<Self, NoPapers> {
        let said = |path: &Path, source| NoPapers {
            path: path.to_owned(),
            source,
        };
        let mut papers = Self::default();
        let files = fs::read_dir(folder).map_err(|source| said(folder, source))?;
        let paths = files.map(|file| file.map(|file| file.path()));
        let paths: Result<Vec<_>, _> = paths.collect();
        let mut paths = paths.map_err(|source| said(folder, source))?;
        paths.sort();
        for path in paths.iter().filter(|path| path.is_file()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') {
                continue;
            }
            let bytes = read_small(path).map_err(|source| said(path, source))?;
            papers.take(&name, bytes.as_deref(), own);
        }
        Ok(papers)
    }

    fn take(&mut self, file: &str, bytes: Option<&[u8]>, own: OrganisationId) {
        let taken = match bytes {
            None => Err("it is too large"),
            Some(bytes) if file.ends_with(".tlog-proof") => self.take_proof(file, bytes),
            Some(bytes) => self.take_json(file, bytes, own),
        };
        let is_expected = EXPECTED.iter().any(|end| file.ends_with(end));
        if let Err(why) = taken
            && is_expected
        {
            self.unreadable.push((file.to_owned(), why));
        }
    }

    fn take_proof(&mut self, file: &str, bytes: &[u8]) -> Result<(), &'static str> {
        let proof = TlogProof::parse(bytes).map_err(|_| "it is no proof file")?;
        let file = file.to_owned();
        self.proofs.push(ProofPaper { file, proof });
        Ok(())
    }

    fn take_json(
        &mut self,
        file: &str,
        bytes: &[u8],
        own: OrganisationId,
    ) -> Result<(), &'static str> {
        let value: Value = serde_json::from_slice(bytes).map_err(|_| "it is no JSON")?;
        if let Some(signed) = signed_in(&value) {
            return self.take_signed(file, &signed, own);
        }
        // Answers to acts that made something have the receipt beside it.
        let entries = [value.get("entries"), value.pointer("/receipt/entries")];
        let entries = entries.into_iter().flatten().next();
        let entries = entries.cloned().unwrap_or_default();
        let entries: Vec<Receipted> = serde_json::from_value(entries)
            .map_err(|_| "it is neither a signed statement nor a receipt")?;
        self.receipts
            .extend(entries.into_iter().map(|it| ReceiptPaper {
                file: file.to_owned(),
                seq: it.seq,
                leaf: it.leaf_hash,
                at: it.at,
            }));
        Ok(())
    }

    fn take_signed(
        &mut self,
        file: &str,
        signed: &SignedStatement,
        own: OrganisationId,
    ) -> Result<(), &'static str> {
        let (kind, by, issued_at) = issued(signed).ok_or("what is signed cannot be read")?;
        let is_approval = kind == StatementKind::Key && is_approval(signed);
        if by != own && !is_approval {
            return Err("it is a statement of another organisation");
        }
        self.signed.push(SignedPaper {
            file: file.to_owned(),
            signed: mark(signed),
            issued_at,
            is_approval,
        });
        Ok(())
    }
}

fn is_approval(signed: &SignedStatement) -> bool {
    let payload = signed.payload().unwrap_or_default();
    let said = KeyStatement::from_bytes(&payload);
    said.is_ok_and(|it| it.purpose == KeyPurpose::KeyRecovery)
}

/// Finds what is signed in what `clausewise sign` writes: a position, something about a key, or
/// the signed statement alone.
fn signed_in(value: &Value) -> Option<SignedStatement> {
    let signed = value.get("signed");
    let places = [signed.and_then(|it| it.get("jws")), signed, Some(value)];
    let mut found = places
        .into_iter()
        .flatten()
        .filter_map(|it| SignedStatement::deserialize(it).ok());
    found.next()
}

fn read_small(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= LARGEST).then_some(bytes))
}
