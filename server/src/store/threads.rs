//! Discussions: threads, their messages, and whom these mention.
//!
//! Beside the record: nothing of them is official.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use domain::deliberation::{Audience, Cursors, Message, Passage, Resolved, Subject, Thread};
use domain::id::{
    AmendmentId, ClauseId, DelegateId, InstrumentId, MessageId, OrganisationId, PreparationId,
    ThreadId,
};
use domain::text::WordingHash;
use domain::time::Timestamp;
use domain::words::MessageText;
use uuid::Uuid;

use super::row::{array, inconsistent, instant};
use super::{StoreError, Tx, on_conn};

/// A thread with what a list of threads says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredThread {
    /// The thread.
    pub thread: Thread,
    /// How many messages it has, deleted ones too.
    pub messages: usize,
    /// When the last one was written.
    pub last_at: Timestamp,
}

/// A message that may concern somebody, with its thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The message.
    pub message: Message,
    /// Its thread.
    pub thread: Thread,
}

#[derive(sqlx::FromRow)]
struct ThreadRow {
    id: Uuid,
    instrument_id: Uuid,
    subject: String,
    subject_id: Uuid,
    text_hash: Option<Vec<u8>>,
    text_number: Option<i64>,
    quote: Option<String>,
    quote_before: Option<String>,
    quote_after: Option<String>,
    quote_at: Option<i64>,
    cursor_from: Option<String>,
    cursor_to: Option<String>,
    audience: String,
    organisation_id: Option<Uuid>,
    opened_by: Uuid,
    opened_at: i64,
    resolved_by: Option<Uuid>,
    resolved_at: Option<i64>,
    messages: i64,
    last_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct MessageRow {
    id: Uuid,
    thread_id: Uuid,
    number: i64,
    author_id: Uuid,
    organisation_id: Option<Uuid>,
    words: Option<String>,
    sent_at: i64,
    edited_at: Option<i64>,
    deleted_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct QuoteRow {
    id: Uuid,
    words: String,
}

#[derive(sqlx::FromRow)]
struct MentionRow {
    message_id: Uuid,
    delegate_id: Uuid,
}

/// Writes a statement that reads threads with what a list says of them.
macro_rules! threads_where {
    ($rest:literal) => {
        concat!(
            "SELECT threads.id, threads.instrument_id, threads.subject, threads.subject_id,
                    threads.text_hash, threads.text_number, threads.quote, threads.quote_before,
                    threads.quote_after, threads.quote_at, threads.cursor_from,
                    threads.cursor_to, threads.audience, threads.organisation_id,
                    threads.opened_by, threads.opened_at, threads.resolved_by,
                    threads.resolved_at,
                    (SELECT COUNT(*) FROM messages WHERE thread_id = threads.id) AS messages,
                    (SELECT MAX(sent_at) FROM messages WHERE thread_id = threads.id) AS last_at
               FROM threads ",
            $rest
        )
    };
}

/// Writes a statement that reads messages.
macro_rules! messages_where {
    ($rest:literal) => {
        concat!(
            "SELECT messages.id, messages.thread_id, messages.number, messages.author_id,
                    messages.organisation_id, messages.words, messages.sent_at,
                    messages.edited_at, messages.deleted_at
               FROM messages ",
            $rest
        )
    };
}

impl TryFrom<ThreadRow> for StoredThread {
    type Error = StoreError;

    fn try_from(row: ThreadRow) -> Result<Self, StoreError> {
        let id = row.id;
        let wrong = || inconsistent("threads", &id);
        let resolved = match (row.resolved_by, row.resolved_at) {
            (Some(by), Some(at)) => Some(Resolved {
                by: DelegateId::from_uuid(by),
                at: instant(at, "threads", &id)?,
            }),
            _ => None,
        };
        let opened_at = instant(row.opened_at, "threads", &id)?;
        let last_at = row.last_at.map(|at| instant(at, "threads", &id));
        let thread = Thread {
            id: ThreadId::from_uuid(id),
            instrument: InstrumentId::from_uuid(row.instrument_id),
            subject: subject(&row)?,
            passage: passage(&row)?,
            audience: match (row.audience.as_str(), row.organisation_id) {
                ("organisation", Some(own)) => {
                    Audience::Organisation(OrganisationId::from_uuid(own))
                }
                ("group", None) => Audience::Group,
                ("delegates", None) => Audience::Delegates,
                _ => return Err(wrong()),
            },
            opened_by: DelegateId::from_uuid(row.opened_by),
            opened_at,
            resolved,
        };
        Ok(Self {
            thread,
            messages: usize::try_from(row.messages).map_err(|_| wrong())?,
            last_at: last_at.transpose()?.unwrap_or(opened_at),
        })
    }
}

fn subject(row: &ThreadRow) -> Result<Subject, StoreError> {
    let wrong = || inconsistent("threads", &row.id);
    let clause = ClauseId::from_uuid(row.subject_id);
    Ok(
        match (row.subject.as_str(), &row.text_hash, row.text_number) {
            ("clause", Some(hash), None) => Subject::Clause {
                clause,
                hash: WordingHash::from_bytes(array(hash.clone(), "threads", &row.id)?),
            },
            ("amendment", None, Some(text)) => Subject::Amendment {
                amendment: AmendmentId::from_uuid(row.subject_id),
                text: u32::try_from(text).map_err(|_| wrong())?,
            },
            ("draft", None, None) => Subject::Draft {
                clause,
                cursors: match (&row.cursor_from, &row.cursor_to) {
                    (Some(from), Some(to)) => Some(Cursors {
                        from: from.clone(),
                        to: to.clone(),
                    }),
                    _ => None,
                },
            },
            ("preparation", None, None) => {
                Subject::Preparation(PreparationId::from_uuid(row.subject_id))
            }
            _ => return Err(wrong()),
        },
    )
}

fn passage(row: &ThreadRow) -> Result<Option<Passage>, StoreError> {
    let wrong = || inconsistent("threads", &row.id);
    let (Some(quote), Some(before), Some(after), Some(at)) = (
        &row.quote,
        &row.quote_before,
        &row.quote_after,
        row.quote_at,
    ) else {
        return Ok(None);
    };
    Ok(Some(Passage {
        quote: quote.parse().map_err(|_| wrong())?,
        before: before.clone(),
        after: after.clone(),
        at: u32::try_from(at).map_err(|_| wrong())?,
    }))
}

impl TryFrom<MessageRow> for Message {
    type Error = StoreError;

    fn try_from(row: MessageRow) -> Result<Self, StoreError> {
        let id = row.id;
        let wrong = || inconsistent("messages", &id);
        let at = |at: Option<i64>| at.map(|at| instant(at, "messages", &id)).transpose();
        Ok(Self {
            id: MessageId::from_uuid(id),
            thread: ThreadId::from_uuid(row.thread_id),
            number: u32::try_from(row.number).map_err(|_| wrong())?,
            author: DelegateId::from_uuid(row.author_id),
            organisation: row.organisation_id.map(OrganisationId::from_uuid),
            words: (row.words.map(TryInto::try_into).transpose()).map_err(|_| wrong())?,
            mentions: BTreeSet::new(),
            sent_at: instant(row.sent_at, "messages", &id)?,
            edited_at: at(row.edited_at)?,
            deleted_at: at(row.deleted_at)?,
        })
    }
}

/// Returns the columns of a subject: its name, what it names, and its text by hash or number.
fn columns(subject: &Subject) -> (&'static str, Uuid, Option<&[u8]>, Option<i64>) {
    match subject {
        Subject::Clause { clause, hash } => {
            ("clause", clause.as_uuid(), Some(&hash.as_bytes()[..]), None)
        }
        Subject::Amendment { amendment, text } => {
            let text = Some(i64::from(*text));
            ("amendment", amendment.as_uuid(), None, text)
        }
        Subject::Draft { clause, .. } => ("draft", clause.as_uuid(), None, None),
        Subject::Preparation(id) => ("preparation", id.as_uuid(), None, None),
    }
}

impl Tx {
    /// Stores a new thread, without messages.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Conflict`] if there is one of that name;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_thread(&mut self, thread: &Thread) -> Result<(), StoreError> {
        let (subject, subject_id, hash, number) = columns(&thread.subject);
        let passage = thread.passage.as_ref();
        let cursors = match &thread.subject {
            Subject::Draft { cursors, .. } => cursors.as_ref(),
            _ => None,
        };
        let organisation = match thread.audience {
            Audience::Organisation(own) => Some(own.as_uuid()),
            Audience::Group | Audience::Delegates => None,
        };
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO threads
                (id, instrument_id, subject, subject_id, text_hash, text_number, quote,
                 quote_before, quote_after, quote_at, cursor_from, cursor_to, audience,
                 organisation_id, opened_by, opened_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)")
            .bind(thread.id.as_uuid()).bind(thread.instrument.as_uuid())
            .bind(subject).bind(subject_id).bind(hash).bind(number)
            .bind(passage.map(|it| it.quote.as_str()))
            .bind(passage.map(|it| it.before.as_str()))
            .bind(passage.map(|it| it.after.as_str()))
            .bind(passage.map(|it| i64::from(it.at)))
            .bind(cursors.map(|it| it.from.as_str())).bind(cursors.map(|it| it.to.as_str()))
            .bind(thread.audience.kind().as_str()).bind(organisation)
            .bind(thread.opened_by.as_uuid()).bind(thread.opened_at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Returns a thread.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn thread(&mut self, id: ThreadId) -> Result<Option<StoredThread>, StoreError> {
        let row: Option<ThreadRow> = on_conn!(self, conn => sqlx::query_as(
            threads_where!("WHERE threads.id = $1"))
            .bind(id.as_uuid()).fetch_optional(conn).await)?;
        row.map(StoredThread::try_from).transpose()
    }

    /// Returns the last threads of an instrument about a clause (tabled or in the draft), an
    /// amendment or a prepared position, the first opened first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn threads_about(
        &mut self,
        instrument: InstrumentId,
        subject: Uuid,
        limit: u32,
    ) -> Result<Vec<StoredThread>, StoreError> {
        let rows: Vec<ThreadRow> = on_conn!(self, conn => sqlx::query_as(
            threads_where!("WHERE threads.instrument_id = $1 AND threads.subject_id = $2
                            ORDER BY threads.opened_at DESC, threads.id DESC LIMIT $3"))
            .bind(instrument.as_uuid()).bind(subject).bind(i64::from(limit))
            .fetch_all(conn).await)?;
        rows.into_iter().rev().map(StoredThread::try_from).collect()
    }

    /// Returns the last threads of an instrument, the last opened first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn threads_of(
        &mut self,
        instrument: InstrumentId,
        limit: u32,
    ) -> Result<Vec<StoredThread>, StoreError> {
        let rows: Vec<ThreadRow> = on_conn!(self, conn => sqlx::query_as(
            threads_where!("WHERE threads.instrument_id = $1
                            ORDER BY threads.opened_at DESC, threads.id DESC LIMIT $2"))
            .bind(instrument.as_uuid()).bind(i64::from(limit))
            .fetch_all(conn).await)?;
        rows.into_iter().map(StoredThread::try_from).collect()
    }

    /// Settles a thread or opens it again; returns how many that changed (0 or 1).
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn settle_thread(
        &mut self,
        id: ThreadId,
        resolved: Option<Resolved>,
    ) -> Result<u64, StoreError> {
        Ok(on_conn!(self, conn => sqlx::query(
            "UPDATE threads SET resolved_by = $2, resolved_at = $3
              WHERE id = $1 AND (resolved_by IS NULL) = $4")
            .bind(id.as_uuid()).bind(resolved.map(|it| it.by.as_uuid()))
            .bind(resolved.map(|it| it.at.as_micros())).bind(resolved.is_some())
            .execute(conn).await.map(|done| done.rows_affected()))?)
    }

    /// Takes the quoted words out of threads whose quote stood in a text that is erased.
    pub(super) async fn forget_quotes(&mut self, erased: &str) -> Result<(), StoreError> {
        let rows: Vec<QuoteRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT id, quote_before || quote || quote_after AS words
               FROM threads WHERE quote IS NOT NULL")
            .fetch_all(conn).await)?;
        for row in rows.iter().filter(|row| erased.contains(&row.words)) {
            on_conn!(self, conn => sqlx::query(
                "UPDATE threads SET quote = NULL, quote_before = NULL, quote_after = NULL,
                        quote_at = NULL, cursor_from = NULL, cursor_to = NULL
                  WHERE id = $1")
                .bind(row.id).execute(conn).await.map(|_| ()))?;
        }
        Ok(())
    }

    /// Stores a new message with whom it mentions.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Conflict`] if the thread has one of that number;
    /// * [`StoreError::Constraint`] if the thread is unknown;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_message(&mut self, message: &Message) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO messages
                (id, thread_id, number, author_id, organisation_id, words, sent_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(message.id.as_uuid()).bind(message.thread.as_uuid())
            .bind(i64::from(message.number)).bind(message.author.as_uuid())
            .bind(message.organisation.map(OrganisationId::as_uuid))
            .bind(message.words.as_ref().map(MessageText::as_str))
            .bind(message.sent_at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        self.insert_mentions(message).await
    }

    async fn insert_mentions(&mut self, message: &Message) -> Result<(), StoreError> {
        for mentioned in &message.mentions {
            on_conn!(self, conn => sqlx::query(
                "INSERT INTO mentions (message_id, delegate_id) VALUES ($1, $2)")
                .bind(message.id.as_uuid()).bind(mentioned.as_uuid())
                .execute(conn).await.map(|_| ()))?;
        }
        Ok(())
    }

    /// Gives a message its words and mentions anew, the ones before being gone; returns how many
    /// that changed (0 or 1).
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn replace_message(&mut self, message: &Message) -> Result<u64, StoreError> {
        let changed = on_conn!(self, conn => sqlx::query(
            "UPDATE messages SET words = $2, edited_at = $3, deleted_at = $4
              WHERE id = $1 AND deleted_at IS NULL")
            .bind(message.id.as_uuid()).bind(message.words.as_ref().map(MessageText::as_str))
            .bind(message.edited_at.map(Timestamp::as_micros))
            .bind(message.deleted_at.map(Timestamp::as_micros))
            .execute(conn).await.map(|done| done.rows_affected()))?;
        if changed == 1 {
            on_conn!(self, conn => sqlx::query("DELETE FROM mentions WHERE message_id = $1")
                .bind(message.id.as_uuid())
                .execute(conn).await.map(|_| ()))?;
            self.insert_mentions(message).await?;
        }
        Ok(changed)
    }

    /// Returns a message.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn message(&mut self, id: MessageId) -> Result<Option<Message>, StoreError> {
        let row: Option<MessageRow> = on_conn!(self, conn => sqlx::query_as(
            messages_where!("WHERE messages.id = $1"))
            .bind(id.as_uuid()).fetch_optional(conn).await)?;
        let mentioned: Vec<Uuid> = on_conn!(self, conn => sqlx::query_scalar(
            "SELECT delegate_id FROM mentions WHERE message_id = $1")
            .bind(id.as_uuid()).fetch_all(conn).await)?;
        let message = row.map(Message::try_from).transpose()?;
        Ok(message.map(|it| Message {
            mentions: mentioned.into_iter().map(DelegateId::from_uuid).collect(),
            ..it
        }))
    }

    /// Returns the messages of a thread, the first one first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn messages_of(&mut self, thread: ThreadId) -> Result<Vec<Message>, StoreError> {
        let rows: Vec<MessageRow> = on_conn!(self, conn => sqlx::query_as(
            messages_where!("WHERE messages.thread_id = $1 ORDER BY messages.number"))
            .bind(thread.as_uuid()).fetch_all(conn).await)?;
        let mentions: Vec<MentionRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT mentions.message_id, mentions.delegate_id
               FROM messages JOIN mentions ON mentions.message_id = messages.id
              WHERE messages.thread_id = $1")
            .bind(thread.as_uuid()).fetch_all(conn).await)?;
        messages(rows, mentions)
    }

    /// Counts what a person has written since an instant.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn count_messages_of(
        &mut self,
        author: DelegateId,
        since: Timestamp,
    ) -> Result<usize, StoreError> {
        let count: i64 = on_conn!(self, conn => sqlx::query_scalar(
            "SELECT COUNT(*) FROM messages WHERE author_id = $1 AND sent_at >= $2")
            .bind(author.as_uuid()).bind(since.as_micros())
            .fetch_one(conn).await)?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// Returns the last messages since an instant that mention a person or are in a thread the
    /// person takes part in, the last one first; not the person's own, nor deleted ones.
    ///
    /// Whether the person may still read them is for the rules to say.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn messages_for(
        &mut self,
        person: DelegateId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<Heard>, StoreError> {
        let rows: Vec<MessageRow> = on_conn!(self, conn => sqlx::query_as(
            messages_where!("WHERE messages.sent_at >= $2 AND messages.author_id <> $1
                AND messages.words IS NOT NULL
                AND (EXISTS (SELECT 1 FROM mentions WHERE mentions.message_id = messages.id
                                AND mentions.delegate_id = $1)
                  OR EXISTS (SELECT 1 FROM messages AS own
                              WHERE own.thread_id = messages.thread_id AND own.author_id = $1))
              ORDER BY messages.sent_at DESC, messages.id DESC LIMIT $3"))
            .bind(person.as_uuid()).bind(since.as_micros()).bind(i64::from(limit))
            .fetch_all(conn).await)?;
        let mentions: Vec<MentionRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT mentions.message_id, mentions.delegate_id
               FROM mentions JOIN messages ON messages.id = mentions.message_id
              WHERE mentions.delegate_id = $1 AND messages.sent_at >= $2")
            .bind(person.as_uuid()).bind(since.as_micros())
            .fetch_all(conn).await)?;
        let mut threads = BTreeMap::new();
        let mut heard = Vec::new();
        for message in messages(rows, mentions)? {
            let thread = match threads.entry(message.thread) {
                Entry::Occupied(known) => Thread::clone(known.get()),
                Entry::Vacant(place) => {
                    let found = self.thread(message.thread).await?;
                    let found = found.ok_or_else(|| inconsistent("messages", &message.id))?;
                    place.insert(found.thread).clone()
                }
            };
            heard.push(Heard { message, thread });
        }
        Ok(heard)
    }
}

fn messages(rows: Vec<MessageRow>, mentions: Vec<MentionRow>) -> Result<Vec<Message>, StoreError> {
    let mut mentioned: BTreeMap<Uuid, BTreeSet<DelegateId>> = BTreeMap::new();
    for row in mentions {
        let of_one = mentioned.entry(row.message_id).or_default();
        of_one.insert(DelegateId::from_uuid(row.delegate_id));
    }
    rows.into_iter()
        .map(|row| {
            let mentions = mentioned.remove(&row.id).unwrap_or_default();
            Ok(Message {
                mentions,
                ..Message::try_from(row)?
            })
        })
        .collect()
}
