//! The shadow: a copy of the draft that a change is tried on first.
//!
//! Automerge panics on some changes, so every call on it here is caught. After
//! a panic the copy may be in any state and is thrown away.

use automerge::{Automerge, Change, LoadOptions, ReadDoc};

use super::GateRefusal;
use super::caught::caught;
use crate::draft::ENCODING;

/// A copy of a draft for trying changes on.
#[derive(Debug)]
pub(super) struct Shadow {
    doc: Automerge,
}

impl Shadow {
    pub(super) fn copy(doc: &Automerge) -> Self {
        Self { doc: doc.clone() }
    }

    pub(super) fn load(saved: &[u8]) -> Result<Self, GateRefusal> {
        let options = LoadOptions::new().text_encoding(ENCODING);
        let doc = caught(|| Automerge::load_with_options(saved, options).ok())?;
        Ok(Self { doc })
    }

    pub(super) fn changes(&self) -> Vec<Change> {
        self.doc.get_changes(&[])
    }

    /// Applies changes whose dependencies are all there.
    pub(super) fn apply(&mut self, changes: Vec<Change>) -> Result<(), GateRefusal> {
        let hashes: Vec<_> = changes.iter().map(Change::hash).collect();
        caught(|| self.doc.apply_changes(changes).ok())?;
        let applied = caught(|| {
            let known = |hash| self.doc.get_change_by_hash(hash).is_some();
            hashes.iter().all(known).then_some(())
        });
        applied.map_err(|_| GateRefusal::CannotApply)
    }

    /// Saves the draft, and proves that what was saved can be loaded and is the same.
    pub(super) fn save(&self) -> Result<Vec<u8>, GateRefusal> {
        let saved = caught(|| Some(self.doc.save()))?;
        let again = Self::load(&saved)?;
        let is_same = caught(|| {
            let same_heads = again.doc.get_heads() == self.doc.get_heads();
            let same_text = || again.doc.hydrate(None) == self.doc.hydrate(None);
            Some(same_heads && same_text())
        })?;
        if is_same {
            Ok(saved)
        } else {
            Err(GateRefusal::CannotApply)
        }
    }
}
