//! One working draft as an Automerge document.
//!
//! The document is `{"v": 1, "title": Text, "language": str, "clauses": {id:
//! {"kind", "parent", "place", "heading": Text, "body": Text, "commentary":
//! Text, "language", "removed"}}}`. An empty `parent` is the top level, an empty
//! `language` the language of the whole. Clauses are a map because Automerge
//! lists cannot move; a removed clause keeps its text, so that an edit made
//! elsewhere at the same time is not lost.
//!
//! # Invariants
//!
//! * Positions in a text count UTF-16 code units, on every side.
//! * A Text object is made with its clause and never replaced.

mod authors;
mod caret;
mod edit;
mod error;
mod mark;
mod passage;
mod patch;
mod read;
mod reword;
mod schema;
mod screen;
mod structure;
mod sync;
mod tree;

use automerge::sync::{Message, State, SyncDoc};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{
    ActorId, AutoCommit, Automerge, Change, ChangeHash, LoadOptions, ReadDoc, TextEncoding,
};
use domain::text::Outline;

pub use caret::is_caret;
pub use error::DraftError;
pub use mark::{Mark, MarkName, Marks};
pub use patch::{DraftPatch, TextEdit};
pub use read::RemovedClause;
pub use schema::Field;
pub use sync::SyncState;

/// How positions in a text are counted: as JavaScript counts them.
pub(crate) const ENCODING: TextEncoding = TextEncoding::Utf16CodeUnit;

/// One replica of a working draft.
#[derive(Debug, Clone)]
pub struct Draft {
    doc: AutoCommit,
}

impl Draft {
    /// Makes a replica that knows nothing yet and is filled by synchronising.
    pub fn empty(actor: ActorId) -> Self {
        Self {
            doc: AutoCommit::new_with_encoding(ENCODING).with_actor(actor),
        }
    }

    /// Makes a new draft from a whole text, as one change of `actor`.
    ///
    /// # Errors
    ///
    /// * [`DraftError::RefusedCharacter`] or [`DraftError::RefusedLink`] if the text holds one;
    /// * [`DraftError::ClauseExists`] if two clauses have one identifier.
    pub fn from_outline(outline: &Outline, actor: ActorId) -> Result<Self, DraftError> {
        let mut draft = Self::empty(actor);
        draft.write_outline(outline)?;
        draft.commit(Some("import"));
        Ok(draft)
    }

    /// Loads a draft saved by [`Draft::save`]. Only for bytes from a trusted place.
    ///
    /// # Errors
    ///
    /// * [`DraftError::NotADraft`] if the document is not of this crate's schema;
    /// * [`DraftError::Automerge`] if the bytes are not a document.
    pub fn load(bytes: &[u8]) -> Result<Self, DraftError> {
        let options = LoadOptions::new().text_encoding(ENCODING);
        let draft = Self {
            doc: AutoCommit::load_with_options(bytes, options)?,
        };
        if draft.is_ready() {
            Ok(draft)
        } else {
            Err(DraftError::NotADraft)
        }
    }

    /// Reports whether the replica holds a draft, or still has to hear of one.
    pub fn is_ready(&self) -> bool {
        self.schema_version() == Some(schema::VERSION) && self.clauses_object().is_some()
    }

    /// Returns the whole document, pending edits committed first.
    pub fn save(&mut self) -> Vec<u8> {
        self.doc.save()
    }

    /// Makes later edits in the name of another actor; pending ones are committed first.
    pub fn set_actor(&mut self, actor: ActorId) {
        self.commit(None);
        self.doc.set_actor(actor);
    }

    /// Returns the actor that edits are made by.
    pub fn actor(&self) -> &ActorId {
        self.doc.get_actor()
    }

    /// Makes a copy that shares this draft's history and edits as another actor.
    #[must_use]
    pub fn fork(&mut self, actor: ActorId) -> Self {
        Self {
            doc: self.doc.fork().with_actor(actor),
        }
    }

    /// Returns the hashes that name the present state, pending edits committed first.
    pub fn heads(&mut self) -> Vec<ChangeHash> {
        self.doc.get_heads()
    }

    /// Makes one change of the edits since the last one; none if there were none.
    pub fn commit(&mut self, message: Option<&str>) -> Option<ChangeHash> {
        let options = CommitOptions {
            message: message.map(str::to_owned),
            time: None,
        };
        if self.doc.pending_ops() == 0 {
            return None;
        }
        self.doc.commit_with(options)
    }

    /// Returns the changes that whoever has `heads` does not know, in an order
    /// in which they can be applied.
    pub fn changes_since(&mut self, heads: &[ChangeHash]) -> Vec<Change> {
        self.doc.get_changes(heads)
    }

    /// Returns a change by its hash.
    pub fn change(&mut self, hash: &ChangeHash) -> Option<Change> {
        self.doc.get_change_by_hash(hash)
    }

    /// Reports whether every one of these changes is part of this replica.
    pub fn knows(&mut self, hashes: &[ChangeHash]) -> bool {
        hashes
            .iter()
            .all(|hash| self.doc.get_change_meta_by_hash(hash).is_some())
    }

    /// Applies changes from a trusted place and says what they did to the text.
    ///
    /// # Errors
    ///
    /// * [`DraftError::Automerge`] if Automerge refuses a change.
    pub fn apply(&mut self, changes: Vec<Change>) -> Result<Vec<DraftPatch>, DraftError> {
        let (applied, patches) = self.observe(|doc| doc.apply_changes(changes));
        applied?;
        Ok(patches)
    }

    /// Returns the next sync message for a peer, if there is anything to say.
    pub(crate) fn sync_message(&mut self, state: &mut State) -> Option<Message> {
        self.doc.sync().generate_sync_message(state)
    }

    /// Takes in what a peer's sync message says apart from its changes.
    pub(crate) fn take_sync_heading(
        &mut self,
        state: &mut State,
        heading: Message,
    ) -> Result<(), DraftError> {
        Ok(self.doc.sync().receive_sync_message(state, heading)?)
    }

    /// Applies changes from a trusted place, without saying what they did: faster.
    ///
    /// # Errors
    ///
    /// * [`DraftError::Automerge`] if Automerge refuses a change.
    pub fn absorb(&mut self, changes: Vec<Change>) -> Result<(), DraftError> {
        Ok(self.doc.apply_changes(changes)?)
    }

    /// Returns the document beneath, pending edits committed first.
    pub(crate) fn document(&mut self) -> &Automerge {
        self.doc.document()
    }
}
