//! Discussions about the working draft: opened on its words, and found in it again.

use std::collections::BTreeMap;

use domain::api::{NamedSubject, OpenCheck, OpenThread};
use domain::deliberation::{Cursors, Passage, Subject, TemperatureCheck, Thread, Whereabouts};
use domain::id::{ClauseId, DelegateId, InstrumentId, ThreadId};
use domain::permission::Operation;
use domain::refusal::Refusal;
use futures_util::FutureExt;
use replica::{Draft, Field};

use super::{Hub, LiveError, preview};
use crate::workflow;

/// Opens a thread with its first message, whatever it is about.
///
/// # Errors
///
/// * [`LiveError::Workflow`] as [`workflow::open_thread`] says;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if it is about the working draft and that cannot be read.
pub async fn open_thread(
    hub: &Hub,
    by: DelegateId,
    instrument: InstrumentId,
    command: OpenThread,
) -> Result<Thread, LiveError> {
    let office = hub.office();
    let NamedSubject::Draft { clause } = command.subject else {
        return Ok(workflow::open_thread(office, by, instrument, &command, None).await?);
    };
    let register = office.register();
    let found = register.instrument(instrument)?;
    if !found.permits(Operation::ReadDraft, register.network(), by) {
        return Err(Refusal::UnknownClause(clause).into());
    }
    let office = office.clone();
    hub.in_room(found.draft, move |room| {
        async move {
            let view = room.view();
            let found = view.outline.clauses.iter().find(|it| it.id == clause);
            let found = found.ok_or(Refusal::UnknownClause(clause))?;
            let text = found.wording.text.to_plain();
            let cursors = cursors(&room.draft, &text, &command)?;
            let draft = Some((text.as_str(), cursors.as_ref()));
            Ok(workflow::open_thread(&office, by, instrument, &command, draft).await?)
        }
        .boxed()
    })
    .await
}

/// Names the places between which the quoted words of a clause stand.
fn cursors(draft: &Draft, text: &str, command: &OpenThread) -> Result<Option<Cursors>, LiveError> {
    let (NamedSubject::Draft { clause }, Some(quote)) = (command.subject, &command.quote) else {
        return Ok(None);
    };
    let passage = Passage::take(text, quote, command.at)?;
    let before: String = (text.chars())
        .take(usize::try_from(passage.at).unwrap_or(usize::MAX))
        .collect();
    let from = before.encode_utf16().count();
    let to = from + quote.as_str().encode_utf16().count();
    let named = |index| draft.cursor(clause, Field::Body, index).ok();
    // A place that cannot be named is found by its words alone.
    Ok(named(from)
        .zip(named(to))
        .map(|(from, to)| Cursors { from, to }))
}

/// Finds the words that threads about a working draft are about, in the draft as it reads now.
///
/// # Errors
///
/// * [`LiveError::Workflow`] if the instrument is unknown or its draft not theirs to read;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if it cannot be read.
pub async fn whereabouts(
    hub: &Hub,
    by: DelegateId,
    instrument: InstrumentId,
    threads: Vec<Thread>,
) -> Result<BTreeMap<ThreadId, Whereabouts>, LiveError> {
    let register = hub.office().register();
    let found = register.instrument(instrument)?.clone();
    if !found.permits(Operation::ReadDraft, register.network(), by) {
        return Err(Refusal::NotPermitted.into());
    }
    hub.in_room(found.draft, move |room| {
        async move {
            let view = room.view();
            let places = threads.iter().map(|thread| {
                let text = clause_of(thread).and_then(|clause| {
                    let mut clauses = view.outline.clauses.iter();
                    let clause = clauses.find(|it| it.id == clause)?;
                    Some(clause.wording.text.to_plain())
                });
                let by_cursor =
                    (text.as_deref()).and_then(|text| between_cursors(&room.draft, thread, text));
                let place =
                    by_cursor.unwrap_or_else(|| thread.whereabouts(&found, text.as_deref()));
                (thread.id, place)
            });
            Ok(places.collect())
        }
        .boxed()
    })
    .await
}

const fn clause_of(thread: &Thread) -> Option<ClauseId> {
    match &thread.subject {
        Subject::Draft { clause, .. } => Some(*clause),
        Subject::Clause { .. } | Subject::Amendment { .. } | Subject::Preparation(_) => None,
    }
}

/// Returns what stands between the places of a thread's passage; none where they cannot be found
/// or nothing stands between them any more.
fn between_cursors(draft: &Draft, thread: &Thread, text: &str) -> Option<Whereabouts> {
    let Subject::Draft {
        clause,
        cursors: Some(cursors),
    } = &thread.subject
    else {
        return None;
    };
    let index = |cursor: &str| draft.resolve_cursor(*clause, Field::Body, cursor).ok();
    let (from, to) = (index(&cursors.from)?, index(&cursors.to)?);
    let (from, to) = (byte_of(text, from)?, byte_of(text, to)?);
    (from < to).then_some(Whereabouts::Here(Some(from..to)))
}

/// Finds the byte at which a unit of UTF-16 begins.
fn byte_of(text: &str, unit: usize) -> Option<usize> {
    let mut units = 0;
    for (byte, character) in text.char_indices() {
        if units == unit {
            return Some(byte);
        }
        units += character.len_utf16();
    }
    (units == unit).then_some(text.len())
}

/// Opens a temperature check on clauses of the working draft as it reads now.
///
/// # Errors
///
/// * [`LiveError::Workflow`] as [`workflow::open_check`] says, and if the draft is not theirs to read;
/// * [`LiveError::Broken`], [`LiveError::Interrupted`] or [`LiveError::Closing`] if it cannot be read.
pub async fn open_check(
    hub: &Hub,
    by: DelegateId,
    instrument: InstrumentId,
    command: &OpenCheck,
) -> Result<TemperatureCheck, LiveError> {
    let view = preview(hub, by, instrument).await?;
    let about = (instrument, &view.outline);
    Ok(workflow::open_check(hub.office(), by, about, command).await?)
}
