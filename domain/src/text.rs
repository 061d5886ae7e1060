//! Text as it is typed and as it is identified: rich text, normal form,
//! wordings and their hashes, and the outline of a whole text.
//!
//! # Invariants
//!
//! * The normal form decides identity only; what people typed is stored and
//!   shown as typed.

mod language;
pub mod marks;
mod normal;
mod outline;
mod rich;
mod wording;

pub use language::{InvalidLanguage, LanguageTag};
pub use normal::{RefusedCharacter, normal_form, refused_character};
pub use outline::{Outline, OutlineClause, numbers};
pub use rich::{RichText, Run};
pub use wording::{ClauseKind, InvalidHash, RootClause, Wording, WordingHash, root_hash};
