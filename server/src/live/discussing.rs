//! Discussions about the working draft: opened on its words, and found in it again.

use std::collections::BTreeMap;
use std::ops::Range;

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
            let command = in_words(&mut room.draft, (clause, &text), command)?;
            let cursors = cursors(&room.draft, (clause, &text), &command)?;
            let draft = Some((text.as_str(), cursors.as_ref()));
            Ok(workflow::open_thread(&office, by, instrument, &command, draft).await?)
        }
        .boxed()
    })
    .await
}

/// Quotes what stands between the characters that a command names, if it names any.
fn in_words(
    draft: &mut Draft,
    (clause, text): (ClauseId, &str),
    command: OpenThread,
) -> Result<OpenThread, Refusal> {
    let Some(ends) = &command.cursors else {
        return Ok(command);
    };
    let found = draft.between(clause, ends).ok().flatten();
    let found = found.and_then(|found| bytes_of(text, found));
    let found = found.ok_or(Refusal::QuoteNotFound)?;
    let words = &text[found.clone()];
    // A quote has no white space around it.
    let start = found.start + words.len() - words.trim_start().len();
    Ok(OpenThread {
        quote: Some(words.parse().map_err(|_| Refusal::QuoteNotFound)?),
        at: u32::try_from(text[..start].chars().count()).ok(),
        ..command
    })
}

/// Names the characters at the ends of the quoted words of a clause.
fn cursors(
    draft: &Draft,
    (clause, text): (ClauseId, &str),
    command: &OpenThread,
) -> Result<Option<Cursors>, Refusal> {
    let Some(quote) = &command.quote else {
        return Ok(None);
    };
    let passage = Passage::take(text, quote, command.at)?;
    let before: String = (text.chars())
        .take(usize::try_from(passage.at).unwrap_or(usize::MAX))
        .collect();
    let from = before.encode_utf16().count();
    let to = from + quote.as_str().encode_utf16().count();
    // What cannot be named is found by its words alone.
    Ok(draft.passage_ends(clause, from..to).ok())
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
            let places = threads.iter().map(|it| (it.id, place(&mut room.draft, it)));
            Ok(places.collect())
        }
        .boxed()
    })
    .await
}

/// Finds what a thread about the working draft is about.
fn place(draft: &mut Draft, thread: &Thread) -> Whereabouts {
    let Subject::Draft { clause, cursors } = &thread.subject else {
        return Whereabouts::Lost;
    };
    let Some(passage) = &thread.passage else {
        return if draft.is_living(*clause) {
            Whereabouts::Here(None)
        } else {
            Whereabouts::Lost
        };
    };
    let found = draft.find_passage(*clause, cursors.as_ref(), passage);
    let text = draft.text(*clause, Field::Body).unwrap_or_default();
    match found.and_then(|found| bytes_of(&text, found)) {
        Some(range) => Whereabouts::Here(Some(range)),
        None => Whereabouts::Lost,
    }
}

/// Returns a range in units of UTF-16 as one in bytes.
fn bytes_of(text: &str, units: Range<usize>) -> Option<Range<usize>> {
    Some(byte_of(text, units.start)?..byte_of(text, units.end)?)
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
