//! Why an edit cannot be made.

use automerge::AutomergeError;
use domain::id::ClauseId;
use domain::text::RefusedCharacter;

/// Why a draft cannot be read or an edit cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// The document is not of this crate's schema.
    #[error("the document is not a draft")]
    NotADraft,
    /// The clause is not in the draft.
    #[error("clause {0} is not in the draft")]
    UnknownClause(ClauseId),
    /// The draft already has a clause of this name.
    #[error("the draft already has a clause {0}")]
    ClauseExists(ClauseId),
    /// The position lies outside the text or inside a character.
    #[error("position {0} is not between two characters of the text")]
    NotAPosition(usize),
    /// The clause would be nested in itself.
    #[error("clause {0} cannot be nested in itself")]
    NestedInItself(ClauseId),
    /// Too many clauses have been put at this very spot.
    #[error("there is no room for another clause at this spot")]
    NoRoom,
    /// The text has a character that no text may contain.
    #[error(transparent)]
    RefusedCharacter(#[from] RefusedCharacter),
    /// The address may not stand in a link.
    #[error("{0:?} is not an address that a link may have")]
    RefusedLink(String),
    /// The text does not name a position in a clause.
    #[error("the text is not a caret")]
    NotACaret,
    /// Automerge cannot do what it was asked.
    #[error(transparent)]
    Automerge(#[from] AutomergeError),
}
