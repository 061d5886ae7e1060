//! What is done with discussions. None of it is in the record.

use std::sync::Arc;

use domain::api::NamedSubject;
use domain::api::{EditMessage, OpenThread, WriteMessage};
use domain::deliberation::{Beside, Cursors, Message, Prepared, Thread};
use domain::id::{DelegateId, InstrumentId, MessageId, ThreadId};
use domain::refusal::Refusal;
use uuid::Uuid;

use super::{Office, Readers, WorkflowError, Writing};
use crate::store::StoredThread;

/// The most threads that are listed together.
const MOST_LISTED: u32 = 500;

/// A thread with all its messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscussionPage {
    /// The thread.
    pub thread: Thread,
    /// Its messages, the first one first.
    pub messages: Vec<Message>,
}

/// Opens a thread with its first message; `draft` is what the working draft says where it is
/// about that.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Thread::open`] says.
pub async fn open_thread(
    office: &Office,
    by: DelegateId,
    instrument: InstrumentId,
    command: &OpenThread,
    draft: Option<(&str, Option<&Cursors>)>,
) -> Result<Thread, WorkflowError> {
    let mut writing = office.begin().await?;
    let prepared = match command.subject {
        NamedSubject::Preparation { preparation } => writing.tx().prepared(preparation).await?,
        NamedSubject::Clause { .. }
        | NamedSubject::Amendment { .. }
        | NamedSubject::Draft { .. } => None,
    };
    let prepared = prepared.filter(|it: &Prepared| it.instrument == instrument);
    let recent = recent(&mut writing, by).await?;
    let beside = match (&prepared, draft) {
        (Some(prepared), _) => Beside::Preparation(prepared),
        (None, Some((text, cursors))) => Beside::Draft(text, cursors),
        (None, None) => Beside::Nothing,
    };
    let ids = (
        ThreadId::from_uuid(office.fresh_uuid()),
        MessageId::from_uuid(office.fresh_uuid()),
    );
    let found = writing.register().instrument(instrument)?;
    let acting = writing.acting(by);
    let (thread, message) = Thread::open(command, (beside, recent), found, &acting, ids)?;
    writing.tx().insert_thread(&thread).await?;
    writing.tx().insert_message(&message).await?;
    commit(office, writing, &thread).await?;
    Ok(thread)
}

/// Writes a message.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Thread::reply`] says.
pub async fn write_message(
    office: &Office,
    by: DelegateId,
    id: ThreadId,
    command: &WriteMessage,
) -> Result<Message, WorkflowError> {
    let mut writing = office.begin().await?;
    let stored = find(&mut writing, id).await?;
    let counts = (stored.messages, recent(&mut writing, by).await?);
    let thread = stored.thread;
    let instrument = writing.register().instrument(thread.instrument)?;
    let fresh = MessageId::from_uuid(office.fresh_uuid());
    let message = thread.reply(command, counts, instrument, &writing.acting(by), fresh)?;
    writing.tx().insert_message(&message).await?;
    commit(office, writing, &thread).await?;
    Ok(message)
}

/// Gives one's own message other words.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Thread::edit`] says, and with [`Refusal::UnknownMessage`].
pub async fn edit_message(
    office: &Office,
    by: DelegateId,
    ids: (ThreadId, MessageId),
    command: &EditMessage,
) -> Result<Message, WorkflowError> {
    let mut writing = office.begin().await?;
    let (thread, message) = find_message(&mut writing, by, ids).await?;
    let instrument = writing.register().instrument(thread.instrument)?;
    let edited = thread.edit(&message, command, instrument, &writing.acting(by))?;
    replace(&mut writing, &edited).await?;
    commit(office, writing, &thread).await?;
    forget(office).await;
    Ok(edited)
}

/// Deletes one's own message.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Thread::delete`] says, and with [`Refusal::UnknownMessage`].
pub async fn delete_message(
    office: &Office,
    by: DelegateId,
    ids: (ThreadId, MessageId),
) -> Result<(), WorkflowError> {
    let mut writing = office.begin().await?;
    let (thread, message) = find_message(&mut writing, by, ids).await?;
    let instrument = writing.register().instrument(thread.instrument)?;
    let deleted = thread.delete(&message, instrument, &writing.acting(by))?;
    replace(&mut writing, &deleted).await?;
    commit(office, writing, &thread).await?;
    forget(office).await;
    Ok(())
}

/// Settles a thread, or opens it again.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Thread::settle`] says.
pub async fn settle_thread(
    office: &Office,
    by: DelegateId,
    id: ThreadId,
    resolve: bool,
) -> Result<(), WorkflowError> {
    let mut writing = office.begin().await?;
    let thread = find(&mut writing, id).await?.thread;
    let instrument = writing.register().instrument(thread.instrument)?;
    let resolved = thread.settle(resolve, instrument, &writing.acting(by))?;
    writing.tx().settle_thread(id, resolved).await?;
    commit(office, writing, &thread).await
}

/// Returns a thread with its messages to one who may read it.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] with [`Refusal::UnknownThread`] if there is none such, or it is not theirs to read;
/// * [`WorkflowError::Store`] if the database fails.
pub async fn thread(
    office: &Office,
    by: DelegateId,
    id: ThreadId,
) -> Result<DiscussionPage, WorkflowError> {
    let register = office.register();
    let mut tx = office.store().snapshot().await?;
    let stored = tx.thread(id).await?.ok_or(Refusal::UnknownThread)?;
    let thread = stored.thread;
    let acting = office.acting(&register, by);
    thread.check_reading(register.instrument(thread.instrument)?, &acting)?;
    let messages = tx.messages_of(id).await?;
    Ok(DiscussionPage { thread, messages })
}

/// Returns the threads about a clause (tabled or in the draft), an amendment or a prepared
/// position that a person may read, the first opened first.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] if the instrument is unknown;
/// * [`WorkflowError::Store`] if the database fails.
pub async fn threads_about(
    office: &Office,
    by: DelegateId,
    instrument: InstrumentId,
    subject: Uuid,
) -> Result<Vec<StoredThread>, WorkflowError> {
    let mut tx = office.store().snapshot().await?;
    let all = tx.threads_about(instrument, subject, MOST_LISTED).await?;
    readable(office, by, instrument, all)
}

/// Returns the last threads of an instrument that a person may read, the last opened first.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] if the instrument is unknown;
/// * [`WorkflowError::Store`] if the database fails.
pub async fn threads_of(
    office: &Office,
    by: DelegateId,
    instrument: InstrumentId,
) -> Result<Vec<StoredThread>, WorkflowError> {
    let mut tx = office.store().snapshot().await?;
    let all = tx.threads_of(instrument, MOST_LISTED).await?;
    readable(office, by, instrument, all)
}

fn readable(
    office: &Office,
    by: DelegateId,
    instrument: InstrumentId,
    mut all: Vec<StoredThread>,
) -> Result<Vec<StoredThread>, WorkflowError> {
    let register = office.register();
    let found = register.instrument(instrument)?;
    let acting = office.acting(&register, by);
    all.retain(|it| it.thread.check_reading(found, &acting).is_ok());
    Ok(all)
}

/// Counts what a person has written lately, in all threads.
async fn recent(writing: &mut Writing<'_>, by: DelegateId) -> Result<usize, WorkflowError> {
    let since = writing.now().plus_seconds(-Thread::PACE_SECONDS);
    Ok(writing.tx().count_messages_of(by, since).await?)
}

async fn find(writing: &mut Writing<'_>, id: ThreadId) -> Result<StoredThread, WorkflowError> {
    let found = writing.tx().thread(id).await?;
    Ok(found.ok_or(Refusal::UnknownThread)?)
}

async fn find_message(
    writing: &mut Writing<'_>,
    by: DelegateId,
    (thread, message): (ThreadId, MessageId),
) -> Result<(Thread, Message), WorkflowError> {
    let found = find(writing, thread).await?.thread;
    // Whether there is such a message is not for those to know who may not read the thread.
    let instrument = writing.register().instrument(found.instrument)?;
    found.check_reading(instrument, &writing.acting(by))?;
    let message = writing.tx().message(message).await?;
    let message = message.filter(|it| it.thread == thread);
    Ok((found, message.ok_or(Refusal::UnknownMessage)?))
}

async fn replace(writing: &mut Writing<'_>, message: &Message) -> Result<(), WorkflowError> {
    if writing.tx().replace_message(message).await? == 1 {
        Ok(())
    } else {
        Err(Refusal::MessageDeleted.into())
    }
}

/// Takes words that are gone out of the log of writes, too; where somebody reads at that moment,
/// the next round of upkeep does it.
async fn forget(office: &Office) {
    if let Err(error) = office.store().forget().await {
        tracing::warn!("deleted words stay in the database's log for now: {error}");
    }
}

/// Makes everything durable, then tells those who may read the thread.
async fn commit(
    office: &Office,
    writing: Writing<'_>,
    thread: &Thread,
) -> Result<(), WorkflowError> {
    writing.commit().await?;
    let readers = Readers::Thread(Arc::new(thread.clone()));
    office
        .notices()
        .announce_deliberated(thread.instrument, readers);
    Ok(())
}
