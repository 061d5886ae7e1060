//! `clausewise proofs`: checks entries against their proof files, without the record.

use std::path::{Path, PathBuf};

use clap::Args;
use domain::record::Commitment;
use ledger::hash::leaf_hash;
use ledger::note::VerifierKey;
use ledger::policy::Policy;
use ledger::proof::TlogProof;
use serde::Deserialize;

use super::{Failure, print_line};
use crate::sealing::policy::words;

/// Checks the entries of a folder, such as goes with a chain of custody, against their proof files.
///
/// Beside each `NAME.tlog-proof` it reads the exact bytes of the entry in `NAME.json` and, where there
/// is one, the words with their salts in `NAME.words.json`. Ends with 0 where every entry is proved and
/// all words are those committed to, otherwise with 1.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder.
    folder: PathBuf,
    /// The key of the log as you know it, such as `example.org/ledger+1a2b3c4d+A…`; no witness is asked for.
    #[arg(long, value_name = "KEY", required_unless_present = "policy")]
    log_key: Option<VerifierKey>,
    /// The logs and witnesses that you trust, as a C2SP tlog-policy file.
    #[arg(long, value_name = "FILE", conflicts_with = "log_key")]
    policy: Option<PathBuf>,
}

/// Words beside an entry.
#[derive(Deserialize)]
struct Words {
    commitment: String,
    salt: Option<String>,
    text: Option<String>,
}

/// What of an entry is needed to check the words beside it.
#[derive(Deserialize)]
struct Committing {
    #[serde(default)]
    contents: Vec<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let policy = policy(arguments)?;
    let mut failed = 0;
    let proofs = proofs(&arguments.folder)?;
    for (_, proof) in &proofs {
        let name = proof.file_stem().unwrap_or_default().to_string_lossy();
        match check(proof, &policy) {
            Ok(said) => print_line(&format!("{name}: {said}"))?,
            Err(why) => {
                failed += 1;
                print_line(&format!("{name}: FAILED: {why}"))?;
            }
        }
    }
    match (proofs.len(), failed) {
        (0, _) => Err(Failure::input("there is no proof file in that folder")),
        (all, 0) => print_line(&format!("All {all} entries are proved.")),
        (all, _) => Err(Failure::other(format!("{failed} of {all} entries failed"))),
    }
}

/// Checks a folder as the command does, trusting the key of the log alone.
#[cfg(test)]
pub(crate) fn check_folder(folder: &Path, log_key: &str) -> Result<(), String> {
    let arguments = Arguments {
        folder: folder.to_owned(),
        log_key: Some(log_key.parse().map_err(|_| "this is no key")?),
        policy: None,
    };
    run(&arguments).map_err(|failure| failure.message)
}

fn policy(arguments: &Arguments) -> Result<Policy, Failure> {
    let bytes = match (&arguments.policy, &arguments.log_key) {
        (Some(path), _) => read(path).map_err(Failure::other)?,
        (None, Some(key)) => format!("log {key}\nquorum none\n").into_bytes(),
        (None, None) => return Err(Failure::input("name --log-key or --policy")),
    };
    Policy::parse(&bytes).map_err(Failure::input)
}

/// Lists the proof files of a folder by the number of the entry.
fn proofs(folder: &Path) -> Result<Vec<(Option<u64>, PathBuf)>, Failure> {
    let said = |error: std::io::Error| Failure::other(format!("{}: {error}", folder.display()));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(said)? {
        let path = entry.map_err(said)?.path();
        if path.extension().is_some_and(|it| it == "tlog-proof") {
            let stem = path.file_stem().and_then(|it| it.to_str());
            let number = stem.and_then(|it| it.strip_prefix("entry-")?.parse().ok());
            found.push((number, path));
        }
    }
    found.sort();
    Ok(found)
}

/// Checks one proof, and says under what it holds or why it does not.
fn check(path: &Path, policy: &Policy) -> Result<String, String> {
    let proof = TlogProof::parse(&read(path)?).map_err(|error| error.to_string())?;
    let entry = read(&path.with_extension("json"))?;
    let judgement = proof.verify(&leaf_hash(&entry), policy);
    let judgement = judgement.map_err(|error| error.to_string())?;
    let beside = check_words(path, &entry)?;
    let names = judgement.witnesses.iter();
    let names: Vec<_> = names.map(|it| words(&it.witness.name)).collect();
    let by = match names.as_slice() {
        [] => "sealed".to_owned(),
        names => format!("witnessed by {}", names.join(", ")),
    };
    let (index, size) = (proof.index, proof.checkpoint.checkpoint().size);
    Ok(format!(
        "leaf {index} of {size}, {by}, {beside} texts beside it"
    ))
}

/// Checks the words beside an entry, and returns how many there were.
fn check_words(proof: &Path, entry: &[u8]) -> Result<usize, String> {
    let path = proof.with_extension("words.json");
    if !path.exists() {
        return Ok(0);
    }
    let malformed = |error: serde_json::Error| format!("{}: {error}", path.display());
    let beside: Vec<Words> = serde_json::from_slice(&read(&path)?).map_err(malformed)?;
    let Committing { contents } = serde_json::from_slice(entry).map_err(malformed)?;
    let mut checked = 0;
    for it in beside {
        if !contents.contains(&it.commitment) {
            return Err(format!("it does not commit to {}", it.commitment));
        }
        let (Some(salt), Some(text)) = (it.salt, it.text) else {
            continue;
        };
        let salt = hex::decode(salt).ok().and_then(|it| it.try_into().ok());
        let salt = salt.ok_or("a salt is 32 bytes in hexadecimal")?;
        let commitment = Commitment::new(&salt, text.as_bytes());
        if hex::encode(commitment.as_bytes()) != it.commitment {
            return Err("words beside it are not those that it commits to".to_owned());
        }
        checked += 1;
    }
    Ok(checked)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}
