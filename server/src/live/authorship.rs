//! Who wrote the words of a tabled clause, as the working draft remembers it.

use domain::id::{ClauseId, DelegateId, InstrumentId};
use domain::instrument::Written;
use domain::record::RevisionNumber;
use domain::refusal::Refusal;
use domain::time::Timestamp;
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

/// How a clause came into the working draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appearance {
    /// When the change was stored.
    pub at: Timestamp,
    /// Who made it.
    pub by: DelegateId,
}

/// Says when a clause came into the working draft, and who wrote it there; none where the draft
/// does not know it.
///
/// # Errors
///
/// * [`LiveError::Workflow`] if the instrument is unknown or the database fails;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if the draft cannot be read.
pub async fn appearance(
    hub: &Hub,
    instrument: InstrumentId,
    clause: ClauseId,
) -> Result<Option<Appearance>, LiveError> {
    let draft = hub.office().register().instrument(instrument)?.draft;
    let beginning = hub
        .in_room(draft, move |room| {
            async move { Ok(room.draft.beginning(clause)) }.boxed()
        })
        .await?;
    let Some((hash, _)) = beginning else {
        return Ok(None);
    };
    let mut tx = hub.office().store().snapshot().await?;
    let made = tx.draft_change_made(draft, &hash.0).await?;
    Ok(made.map(|(by, at)| Appearance { at, by }))
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
