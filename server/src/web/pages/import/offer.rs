//! What a text would do to a working draft.

use std::collections::HashMap;
use std::sync::Arc;

use domain::id::{ClauseId, DelegateId, InstrumentId};
use domain::refusal::Refusal;
use domain::text::Outline;
use sha2::{Digest, Sha256};

use super::given::Given;
use crate::exchange::import::{Import, ImportError};
use crate::live::{self, DraftView};
use crate::state::AppState;
use crate::web::problem::Problem;
use crate::web::reading::read_text;

/// A text that was read, and the draft that is to take it.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) given: Given,
    pub(super) import: Import,
    pub(super) draft: Arc<DraftView>,
}

/// Why a text cannot be offered.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// It cannot be read.
    Import(ImportError),
    /// The draft has no room for it.
    Full(Refusal),
    /// The server or the draft failed.
    Failed(Problem),
}

impl Offer {
    /// Reads a text that a draft is to take.
    pub(super) async fn read(
        app: &AppState,
        by: DelegateId,
        instrument: InstrumentId,
        given: Given,
    ) -> Result<Self, Unreadable> {
        let draft = live::preview(&app.hub, by, instrument).await;
        let draft = draft.map_err(|error| Unreadable::Failed(error.into()))?;
        let import = read_text(&app.office, given.bytes.clone(), given.format)
            .await
            .map_err(Unreadable::Failed)?
            .map_err(Unreadable::Import)?;
        let found = draft.outline.clauses.len() + import.outline.clauses.len();
        let most = Outline::MAX_CLAUSES;
        if found > most {
            return Err(Unreadable::Full(Refusal::TooManyClauses { found, most }));
        }
        Ok(Self {
            given,
            import,
            draft,
        })
    }

    /// Returns the title that the draft would take from the text; none where it keeps its own.
    pub(super) fn title(&self) -> Option<&str> {
        let title = self.import.outline.title.as_str();
        let takes_it = self.draft.outline.clauses.is_empty() && !title.trim().is_empty();
        takes_it.then_some(title)
    }

    /// Returns the draft as it would read.
    pub(super) fn merged(&self) -> Outline {
        let mut outline = self.draft.outline.clone();
        outline
            .clauses
            .extend(self.import.outline.clauses.iter().cloned());
        outline
    }

    /// Returns a hash of all that would be stored, and of all that would not.
    ///
    /// Clauses get new names each time the text is read, so they go by their positions.
    ///
    /// # Errors
    ///
    /// * if it cannot be written as JSON.
    pub(super) fn fingerprint(&self) -> serde_json::Result<String> {
        let clauses = &self.import.outline.clauses;
        let positions: HashMap<ClauseId, usize> =
            clauses.iter().map(|clause| clause.id).zip(0..).collect();
        let stored: Vec<_> = clauses
            .iter()
            .map(|clause| {
                let parent = clause.parent.and_then(|parent| positions.get(&parent));
                (
                    parent,
                    &clause.wording,
                    &clause.commentary,
                    &clause.language,
                )
            })
            .collect();
        let name = self.given.name.as_str();
        let all = serde_json::to_vec(&(name, self.title(), stored, &self.import.unmapped))?;
        Ok(hex::encode(Sha256::digest(all)))
    }
}
