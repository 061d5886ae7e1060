//! What a monitor keeps from one round to the next: one file, replaced in one step and durably.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use domain::signing::Digest;
use domain::time::Timestamp;
use ledger::checkpoint::SignedCheckpoint;
use ledger::hash::Hash;
use ledger::tree::Frontier;
use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::watch::Watch;
use crate::auth::secret_file::{self, SecretFileError};
use crate::secret::Secret;

/// The name of the file.
const FILE: &str = "state.json";

/// Why the state cannot be read or kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StateError {
    /// A file cannot be used.
    #[error(transparent)]
    File(#[from] SecretFileError),
    /// The file holds something else.
    #[error("{} is no state of a monitor", .0.display())]
    Foreign(PathBuf),
}

/// Everything that was seen and decided so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    /// The version of the form: 1.
    v: u8,
    /// The key of the log, as C2SP writes it.
    pub(crate) log_key: Option<String>,
    /// The leaf hash of the first entry.
    pub(crate) network: Option<Digest>,
    /// The organisation as it was named on the command line.
    pub(crate) named: Option<String>,
    /// The last checkpoint that held, as a signed note.
    pub(crate) head: Option<String>,
    /// The hashes of the complete nodes that cover the tree at that head.
    frontier: Vec<Digest>,
    /// When the last entry was appended.
    pub(crate) last_at: Option<Timestamp>,
    /// What entries say of the organisation.
    pub(crate) watch: Option<Watch>,
    /// The leaves of further entries that were shown to be in the tree.
    pub(crate) leaves: BTreeMap<u64, Digest>,
    /// What witnesses have signed.
    pub(crate) witnesses: BTreeMap<String, Cosigned>,
    /// The names of what a person has accepted.
    pub(crate) accepted: BTreeSet<String>,
    /// What stays found whatever the server shows later.
    pub(crate) lasting: BTreeMap<String, Finding>,
    /// What has been told and still stands, with when it was first found.
    pub(crate) told: BTreeMap<String, Timestamp>,
}

/// What a witness has signed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cosigned {
    /// The last size and root that was found to agree.
    pub(crate) agreed: Option<(u64, Digest)>,
    /// A note of a log that is larger than the one that was shown, to be compared later.
    pub(crate) ahead: Option<String>,
}

impl State {
    /// Reads the state of a folder; an empty one where there is none.
    ///
    /// # Errors
    ///
    /// * [`StateError`] says why it cannot be read.
    pub(crate) fn read(folder: &Path) -> Result<Self, StateError> {
        let path = folder.join(FILE);
        let Some(text) = secret_file::read(&path)? else {
            return Ok(Self {
                v: 1,
                ..Self::default()
            });
        };
        let state: Option<Self> = serde_json::from_str(text.expose()).ok();
        let holds = |it: &Self| it.v == 1 && it.tree().is_some();
        state.filter(holds).ok_or(StateError::Foreign(path))
    }

    /// Writes the state, in one step and durably.
    ///
    /// # Errors
    ///
    /// * [`StateError::File`] if it cannot be written.
    ///
    /// # Panics
    ///
    /// If the state does not serialise, which its types exclude.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), StateError> {
        let text = serde_json::to_string(self).expect("a state serialises to JSON");
        Ok(secret_file::replace(
            &folder.join(FILE),
            &Secret::new(text),
        )?)
    }

    /// Returns the last checkpoint that held.
    pub(crate) fn head(&self) -> Option<SignedCheckpoint> {
        SignedCheckpoint::parse(self.head.as_ref()?.as_bytes()).ok()
    }

    /// Returns the tree at the head; none if what is stored is no tree, or not that of the head.
    fn tree(&self) -> Option<Frontier> {
        let Some(head) = &self.head else {
            return Some(Frontier::new());
        };
        let head = SignedCheckpoint::parse(head.as_bytes()).ok()?;
        let nodes = self.frontier.iter().map(|it| Hash::new(*it.as_bytes()));
        let tree = Frontier::from_nodes(head.checkpoint().size, nodes.collect()).ok()?;
        (tree.root() == head.checkpoint().root).then_some(tree)
    }

    /// Returns the tree at the head.
    pub(crate) fn frontier(&self) -> Frontier {
        // Reading has made sure that there is one.
        self.tree().unwrap_or_default()
    }

    /// Takes a checkpoint that holds, with the tree that leads to it.
    pub(crate) fn advance(&mut self, head: &SignedCheckpoint, tree: &Frontier) {
        self.head = Some(head.to_string());
        self.frontier = tree.nodes().iter().map(digest).collect();
    }
}

/// Wraps a hash in the form in which it is kept.
pub(crate) const fn digest(hash: &Hash) -> Digest {
    Digest::from_bytes(*hash.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_reads_back_and_anything_else_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut state = State::read(folder.path()).unwrap();
        state.accepted.insert("entry-7".into());
        state.write(folder.path()).unwrap();
        assert_eq!(State::read(folder.path()).unwrap(), state);
        for text in ["", "{}", "{\"v\":1}", "nonsense"] {
            let path = folder.path().join(FILE);
            secret_file::replace(&path, &Secret::new(text.into())).unwrap();
            let read = State::read(folder.path());
            assert!(matches!(read, Err(StateError::Foreign(_))), "{text:?}");
        }
    }
}
