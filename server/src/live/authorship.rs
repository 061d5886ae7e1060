//! Who wrote the words of a tabled clause, as the working draft remembers it.

use domain::id::{ClauseId, InstrumentId};
use domain::instrument::Written;
use domain::record::RevisionNumber;
use domain::refusal::Refusal;
use futures_util::FutureExt;
use replica::{ChangeHash, Field};

use super::room::Room;
use super::{Hub, LiveError};

/// The words of a clause, each run with who wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Authorship {
    /// Those of the heading.
    pub heading: Vec<Written>,
    /// Those of the text.
    pub text: Vec<Written>,
}

/// Says who wrote the words of a clause as a revision has it; nothing where the draft does not know.
///
/// # Errors
///
/// * [`LiveError::Workflow`] if the instrument is unknown;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if the draft cannot be read.
pub async fn authorship(
    hub: &Hub,
    instrument: InstrumentId,
    clause: ClauseId,
    revision: RevisionNumber,
) -> Result<Authorship, LiveError> {
    let register = hub.office().register();
    let found = register.instrument(instrument)?;
    let Some(tabled) = found.revision(revision) else {
        return Err(Refusal::UnknownClause(clause).into());
    };
    let heads: Option<Vec<ChangeHash>> = tabled.heads.iter().map(|it| it.parse().ok()).collect();
    let heads = heads.unwrap_or_default();
    let read = move |room: &mut Room| Authorship {
        heading: room.written(clause, Field::Heading, &heads),
        text: room.written(clause, Field::Body, &heads),
    };
    hub.in_room(found.draft, |room| async move { Ok(read(room)) }.boxed())
        .await
}

impl Room {
    fn written(&mut self, clause: ClauseId, field: Field, heads: &[ChangeHash]) -> Vec<Written> {
        let runs = self.draft.authors_at(clause, field, heads);
        let written = runs.into_iter().map(|(text, actor)| Written {
            text,
            by: self.actors.get(actor.to_bytes()).copied(),
        });
        written.collect()
    }
}
