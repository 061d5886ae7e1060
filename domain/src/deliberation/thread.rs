//! Threads: messages about a clause, an amendment, a draft or a prepared position.
//!
//! # Invariants
//!
//! * A message belongs to its author: nobody else edits or deletes it.
//! * What was edited or deleted is gone; that it was is seen.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Audience, Passage, Prepared, Reach};
use crate::api::{EditMessage, NamedSubject, OpenThread, WriteMessage};
use crate::id::{
    AmendmentId, ClauseId, DelegateId, InstrumentId, MessageId, OrganisationId, PreparationId,
    ThreadId,
};
use crate::instrument::{Acting, Instrument};
use crate::refusal::Refusal;
use crate::text::{Wording, WordingHash};
use crate::time::Timestamp;
use crate::words::MessageText;

/// A discussion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// The thread.
    pub id: ThreadId,
    /// The instrument it belongs to.
    pub instrument: InstrumentId,
    /// What it is about.
    pub subject: Subject,
    /// The words it is about; absent where it is about the whole.
    pub passage: Option<Passage>,
    /// Who may read it.
    pub audience: Audience,
    /// Who opened it.
    pub opened_by: DelegateId,
    /// When.
    pub opened_at: Timestamp,
    /// How it was settled; absent while it is open.
    pub resolved: Option<Resolved>,
}

/// What a thread is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A tabled wording of a clause.
    Clause {
        /// The clause.
        clause: ClauseId,
        /// The wording.
        hash: WordingHash,
    },
    /// A text of an amendment.
    Amendment {
        /// The amendment.
        amendment: AmendmentId,
        /// The number of the text.
        text: u32,
    },
    /// A clause of the working draft.
    Draft {
        /// The clause.
        clause: ClauseId,
        /// The ends of its passage in the live text.
        cursors: Option<Cursors>,
    },
    /// A position that is prepared inside an organisation.
    Preparation(PreparationId),
}

/// Two characters of a live text, by the names that the CRDT gives them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cursors {
    /// The first character of a passage.
    pub from: String,
    /// The last one.
    pub to: String,
}

/// How a thread was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// Who settled it.
    pub by: DelegateId,
    /// When.
    pub at: Timestamp,
}

/// One message of a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The message.
    pub id: MessageId,
    /// Its thread.
    pub thread: ThreadId,
    /// Its number in the thread, from 1.
    pub number: u32,
    /// Who wrote it.
    pub author: DelegateId,
    /// The organisation the author acted for.
    pub organisation: Option<OrganisationId>,
    /// What it says; absent once it was deleted.
    pub words: Option<MessageText>,
    /// The people it mentions.
    pub mentions: BTreeSet<DelegateId>,
    /// When it was written.
    pub sent_at: Timestamp,
    /// When it was edited last.
    pub edited_at: Option<Timestamp>,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
}

/// What the record does not say of a thread's subject.
#[derive(Debug, Clone, Copy)]
pub enum Beside<'a> {
    /// Nothing is needed.
    Nothing,
    /// The text of the clause in the working draft, with the places of the passage.
    Draft(&'a str, Option<&'a Cursors>),
    /// The prepared position.
    Preparation(&'a Prepared),
}

/// Where the words that a thread is about are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whereabouts {
    /// In the present text: the passage at these bytes, or the whole.
    Here(Option<Range<usize>>),
    /// Gone from it: the thread keeps the words it was about.
    Lost,
}

impl Subject {
    /// Returns the stable name of the kind of thing it is.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Clause { .. } => "clause",
            Self::Amendment { .. } => "amendment",
            Self::Draft { .. } => "draft",
            Self::Preparation(_) => "preparation",
        }
    }
}

impl Thread {
    /// The greatest number of messages of one thread.
    pub const MOST_MESSAGES: usize = 500;
    /// The greatest number of messages that one person writes within [`Self::PACE_SECONDS`].
    pub const PACE: usize = 30;
    /// Ten minutes.
    pub const PACE_SECONDS: i64 = 600;

    /// Opens a thread with its first message; `recent` counts what the person wrote lately.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownClause`], [`Refusal::UnknownAmendment`] or [`Refusal::UnknownPreparation`] if what it is about is not there;
    /// * [`Refusal::WordingNotOnTable`] or [`Refusal::TextChanged`] if that has another text by now;
    /// * [`Refusal::AudienceNotPossible`] if the person is not in the circle, or the subject is not for it;
    /// * [`Refusal::QuoteNotFound`] or [`Refusal::QuoteAmbiguous`] as [`Passage::take`] says;
    /// * [`Refusal::TooManyMessages`] or [`Refusal::MentionNotPermitted`] as they say.
    pub fn open(
        command: &OpenThread,
        (beside, recent): (Beside<'_>, usize),
        instrument: &Instrument,
        acting: &Acting<'_>,
        (id, message): (ThreadId, MessageId),
    ) -> Result<(Self, Message), Refusal> {
        let (subject, text) = subject_of(&command.subject, beside, instrument, acting)?;
        let circles = Audience::offered(&subject, instrument, acting.network, acting.by);
        let mut circles = circles.into_iter();
        let audience = circles.find(|it| it.kind() == command.audience);
        let audience = audience.ok_or(Refusal::AudienceNotPossible)?;
        let passage = match (&command.quote, text) {
            (None, _) => None,
            (Some(quote), Some(text)) => Some(Passage::take(&text, quote, command.at)?),
            (Some(_), None) => return Err(Refusal::QuoteNotFound),
        };
        let thread = Self {
            id,
            instrument: instrument.id,
            subject,
            passage,
            audience,
            opened_by: acting.by,
            opened_at: acting.now,
            resolved: None,
        };
        let said = WriteMessage {
            words: command.words.clone(),
            mentions: command.mentions.clone(),
        };
        let message = thread.reply(&said, (0, recent), instrument, acting, message)?;
        Ok((thread, message))
    }

    /// Says how far a person reaches into it.
    pub fn reach(&self, instrument: &Instrument, acting: &Acting<'_>) -> Reach {
        self.audience
            .reach(&self.subject, instrument, acting.network, acting.by)
    }

    /// Checks that a person may read it.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownThread`] if not.
    pub fn check_reading(
        &self,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<(), Refusal> {
        if self.reach(instrument, acting) == Reach::Nothing {
            Err(Refusal::UnknownThread)
        } else {
            Ok(())
        }
    }

    fn check_writing(&self, instrument: &Instrument, acting: &Acting<'_>) -> Result<(), Refusal> {
        self.check_reading(instrument, acting)?;
        if self.reach(instrument, acting) < Reach::Write {
            Err(Refusal::NotPermitted)
        } else {
            Ok(())
        }
    }

    fn check_open(&self) -> Result<(), Refusal> {
        match self.resolved {
            Some(_) => Err(Refusal::ThreadResolved),
            None => Ok(()),
        }
    }

    /// Writes a message; `counts` are the messages the thread has, and those the person wrote lately.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownThread`] or [`Refusal::NotPermitted`] if it is not theirs to read, or to write in;
    /// * [`Refusal::ThreadResolved`], [`Refusal::ThreadFull`] or [`Refusal::TooManyMessages`] as they say;
    /// * [`Refusal::MentionNotPermitted`] if somebody mentioned may not read it.
    pub fn reply(
        &self,
        command: &WriteMessage,
        (present, recent): (usize, usize),
        instrument: &Instrument,
        acting: &Acting<'_>,
        id: MessageId,
    ) -> Result<Message, Refusal> {
        self.check_writing(instrument, acting)?;
        self.check_open()?;
        if present >= Self::MOST_MESSAGES {
            return Err(Refusal::ThreadFull);
        }
        if recent >= Self::PACE {
            return Err(Refusal::TooManyMessages);
        }
        let person = acting.network.delegate(acting.by);
        Ok(Message {
            id,
            thread: self.id,
            number: u32::try_from(present).unwrap_or(u32::MAX).saturating_add(1),
            author: acting.by,
            organisation: person.and_then(|it| it.organisation),
            words: Some(command.words.clone()),
            mentions: self.mentions(&command.mentions, instrument, acting)?,
            sent_at: acting.now,
            edited_at: None,
            deleted_at: None,
        })
    }

    fn mentions(
        &self,
        wanted: &[DelegateId],
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<BTreeSet<DelegateId>, Refusal> {
        let reads = |id: DelegateId| {
            let reach = self
                .audience
                .reach(&self.subject, instrument, acting.network, id);
            reach > Reach::Nothing
        };
        match wanted.iter().find(|id| !reads(**id)) {
            Some(id) => Err(Refusal::MentionNotPermitted(*id)),
            None => Ok(wanted.iter().copied().collect()),
        }
    }

    /// Gives one's own message other words; the ones before are gone.
    ///
    /// # Errors
    ///
    /// * as [`Self::reply`] says of who may write, of a resolved thread and of mentions;
    /// * [`Refusal::NotTheAuthor`], [`Refusal::MessageDeleted`] or [`Refusal::EditTooLate`] as they say.
    pub fn edit(
        &self,
        message: &Message,
        command: &EditMessage,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<Message, Refusal> {
        self.check_writing(instrument, acting)?;
        self.check_open()?;
        message.check_author(acting)?;
        if !message.is_editable(acting.now) {
            return Err(Refusal::EditTooLate);
        }
        Ok(Message {
            words: Some(command.words.clone()),
            mentions: self.mentions(&command.mentions, instrument, acting)?,
            edited_at: Some(acting.now),
            ..message.clone()
        })
    }

    /// Deletes one's own message; a gap remains.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownThread`] or [`Refusal::NotPermitted`] if it is not theirs to read, or to write in;
    /// * [`Refusal::NotTheAuthor`] or [`Refusal::MessageDeleted`] as they say.
    pub fn delete(
        &self,
        message: &Message,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<Message, Refusal> {
        self.check_writing(instrument, acting)?;
        message.check_author(acting)?;
        Ok(Message {
            words: None,
            mentions: BTreeSet::new(),
            deleted_at: Some(acting.now),
            ..message.clone()
        })
    }

    /// Settles it, or opens it again.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownThread`] or [`Refusal::NotPermitted`] if it is not theirs to read, or to write in;
    /// * [`Refusal::ThreadResolved`] or [`Refusal::ThreadNotResolved`] if that is so already.
    pub fn settle(
        &self,
        resolve: bool,
        instrument: &Instrument,
        acting: &Acting<'_>,
    ) -> Result<Option<Resolved>, Refusal> {
        self.check_writing(instrument, acting)?;
        let (by, at) = (acting.by, acting.now);
        match (resolve, self.resolved) {
            (true, None) => Ok(Some(Resolved { by, at })),
            (true, Some(_)) => Err(Refusal::ThreadResolved),
            (false, Some(_)) => Ok(None),
            (false, None) => Err(Refusal::ThreadNotResolved),
        }
    }

    /// Finds the words it is about in the present text; `draft` is that of the clause in the
    /// working draft, for a thread about it.
    pub fn whereabouts(&self, instrument: &Instrument, draft: Option<&str>) -> Whereabouts {
        let text = match &self.subject {
            Subject::Clause { clause, .. } => {
                let tabled = instrument.current().and_then(|table| table.clause(*clause));
                tabled.map(|it| it.wording().map(plain).unwrap_or_default())
            }
            Subject::Amendment { amendment, .. } => (instrument.amendment(*amendment))
                .map(|it| it.change().wording().map(plain).unwrap_or_default()),
            Subject::Draft { .. } => draft.map(str::to_owned),
            Subject::Preparation(_) => Some(String::new()),
        };
        let Some(text) = text else {
            return Whereabouts::Lost;
        };
        let Some(passage) = &self.passage else {
            return Whereabouts::Here(None);
        };
        match passage.find(&text) {
            Some(range) => Whereabouts::Here(Some(range)),
            None => Whereabouts::Lost,
        }
    }

    /// Reports whether what it is about had another text when it was opened.
    pub fn is_about_earlier_text(&self, instrument: &Instrument) -> bool {
        match &self.subject {
            Subject::Clause { clause, hash } => instrument.tabled_hash(*clause) != Some(*hash),
            Subject::Amendment { amendment, text } => instrument
                .amendment(*amendment)
                .is_some_and(|it| it.text().number != *text),
            Subject::Draft { .. } | Subject::Preparation(_) => false,
        }
    }
}

impl Message {
    /// How long its author may edit it, in seconds: a day.
    pub const EDITABLE_FOR: i64 = 86_400;

    /// Reports whether its author may still edit it.
    pub fn is_editable(&self, now: Timestamp) -> bool {
        self.words.is_some() && now <= self.sent_at.plus_seconds(Self::EDITABLE_FOR)
    }

    fn check_author(&self, acting: &Acting<'_>) -> Result<(), Refusal> {
        if self.author != acting.by {
            Err(Refusal::NotTheAuthor)
        } else if self.words.is_none() {
            Err(Refusal::MessageDeleted)
        } else {
            Ok(())
        }
    }
}

/// Finds what a thread is to be about, with the text that a passage of it is taken from.
fn subject_of(
    named: &NamedSubject,
    beside: Beside<'_>,
    instrument: &Instrument,
    acting: &Acting<'_>,
) -> Result<(Subject, Option<String>), Refusal> {
    match *named {
        NamedSubject::Clause { clause, text_hash } => {
            let table = instrument.current();
            let tabled = table.and_then(|it| it.clause(clause));
            let tabled = tabled.ok_or(Refusal::UnknownClause(clause))?;
            if tabled.hash != text_hash {
                return Err(Refusal::WordingNotOnTable(text_hash));
            }
            let hash = text_hash;
            Ok((
                Subject::Clause { clause, hash },
                tabled.wording().map(plain),
            ))
        }
        NamedSubject::Amendment { amendment, text } => {
            let found = instrument.amendment(amendment);
            let found = found.ok_or(Refusal::UnknownAmendment(amendment))?;
            if found.text().number != text {
                return Err(Refusal::TextChanged);
            }
            let subject = Subject::Amendment { amendment, text };
            Ok((subject, found.change().wording().map(plain)))
        }
        NamedSubject::Draft { clause } => {
            let Beside::Draft(text, cursors) = beside else {
                return Err(Refusal::UnknownClause(clause));
            };
            let cursors = cursors.cloned();
            let subject = Subject::Draft { clause, cursors };
            Ok((subject, Some(text.to_owned())))
        }
        NamedSubject::Preparation { preparation } => match beside {
            Beside::Preparation(it) if it.id == preparation => {
                it.check_reading(instrument, acting)?;
                Ok((Subject::Preparation(preparation), None))
            }
            _ => Err(Refusal::UnknownPreparation),
        },
    }
}

fn plain(wording: &Wording) -> String {
    wording.text.to_plain()
}
