//! Views of discussions, prepared positions and temperature checks.

use serde::Serialize;

use crate::api::PositionStatement;
use crate::deliberation::{
    Audience, AudienceKind, CheckReply, CheckedClause, Cursors, Message, Passage, Prepared,
    PreparedEnd, PreparedState, Respondents, Subject, Temperature, TemperatureCheck, Thread,
    Whereabouts,
};
use crate::id::{
    AmendmentId, CheckId, ClauseId, DelegateId, InstrumentId, MessageId, OrganisationId,
    PreparationId, ThreadId,
};
use crate::text::{Wording, WordingHash};
use crate::time::Timestamp;

view! {
    /// A discussion.
    ThreadView {
        /// The thread.
        id: ThreadId,
        /// The instrument it belongs to.
        instrument: InstrumentId,
        /// What it is about.
        subject: SubjectView,
        /// The words it is about; absent where it is about the whole.
        #[serde(skip_serializing_if = "Option::is_none")]
        passage: Option<PassageView>,
        /// The first and the last character of the words in the live draft, for a thread about it; they move with the text.
        #[serde(skip_serializing_if = "Option::is_none")]
        cursors: Option<Cursors>,
        /// Whether these words, or the whole, are in the present text; absent for a thread about the working draft in a list.
        #[serde(skip_serializing_if = "Option::is_none")]
        is_found: Option<bool>,
        /// Who may read it; this never changes.
        audience: AudienceKind,
        /// The organisation whose delegates alone may read it.
        #[serde(skip_serializing_if = "Option::is_none")]
        organisation: Option<OrganisationId>,
        /// Who opened it.
        opened_by: DelegateId,
        /// When.
        opened_at: Timestamp,
        /// Who settled it; absent while it is open.
        #[serde(skip_serializing_if = "Option::is_none")]
        resolved_by: Option<DelegateId>,
        /// When it was settled.
        #[serde(skip_serializing_if = "Option::is_none")]
        resolved_at: Option<Timestamp>,
        /// How many messages it has, deleted ones too.
        message_count: usize,
        /// When the last one was written.
        last_at: Timestamp,
    }

    /// What a discussion is about: exactly one of these names is there, save the text of it.
    SubjectView {
        /// What kind of thing: `clause`, `amendment`, `draft` or `preparation`.
        kind: &'static str,
        /// The clause, tabled or in the working draft.
        #[serde(skip_serializing_if = "Option::is_none")]
        clause: Option<ClauseId>,
        /// The hash of the wording it was opened on.
        #[serde(skip_serializing_if = "Option::is_none")]
        text_hash: Option<WordingHash>,
        /// The amendment.
        #[serde(skip_serializing_if = "Option::is_none")]
        amendment: Option<AmendmentId>,
        /// The number of the amendment's text it was opened on.
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<u32>,
        /// The position that is prepared.
        #[serde(skip_serializing_if = "Option::is_none")]
        preparation: Option<PreparationId>,
    }

    /// Words of a text.
    PassageView {
        /// The words.
        quote: String,
        /// What stood before them.
        before: String,
        /// What stood after them.
        after: String,
        /// Where they began, in characters.
        at: u32,
    }

    /// A message of a discussion.
    MessageView {
        /// The message.
        id: MessageId,
        /// Its number in the thread, from 1.
        number: u32,
        /// Who wrote it.
        author: DelegateId,
        /// The organisation the author acted for.
        #[serde(skip_serializing_if = "Option::is_none")]
        organisation: Option<OrganisationId>,
        /// What it says; absent once it was deleted.
        #[serde(skip_serializing_if = "Option::is_none")]
        words: Option<String>,
        /// The people it mentions.
        mentions: Vec<DelegateId>,
        /// When it was written.
        sent_at: Timestamp,
        /// When it was edited last.
        #[serde(skip_serializing_if = "Option::is_none")]
        edited_at: Option<Timestamp>,
        /// When it was deleted.
        #[serde(skip_serializing_if = "Option::is_none")]
        deleted_at: Option<Timestamp>,
    }

    /// A position prepared inside your organisation.
    PreparedView {
        /// Its name.
        id: PreparationId,
        /// The instrument.
        instrument: InstrumentId,
        /// The clause.
        clause: ClauseId,
        /// The position.
        statement: PositionStatement,
        /// Who wrote it as it stands.
        prepared_by: DelegateId,
        /// When.
        prepared_at: Timestamp,
        /// Counts its texts, from 1.
        version: u32,
        /// How far it has come.
        state: PreparedState,
        /// Whether the wording on the table is another by now.
        is_stale: bool,
        /// Who answered it.
        #[serde(skip_serializing_if = "Option::is_none")]
        answered_by: Option<DelegateId>,
        /// When.
        #[serde(skip_serializing_if = "Option::is_none")]
        answered_at: Option<Timestamp>,
        /// Why it was sent back.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// The entry of the record that is the position.
        #[serde(skip_serializing_if = "Option::is_none")]
        entry: Option<u64>,
    }

    /// A temperature check: no position, and counted nowhere.
    CheckView {
        /// The check.
        id: CheckId,
        /// The instrument.
        instrument: InstrumentId,
        /// What is asked beside the clauses.
        #[serde(skip_serializing_if = "Option::is_none")]
        question: Option<String>,
        /// Who answers.
        respondents: Respondents,
        /// The clauses, with their words when it was opened.
        clauses: Vec<CheckedClauseView>,
        /// Who opened it.
        opened_by: DelegateId,
        /// When.
        opened_at: Timestamp,
        /// When it closes.
        closes_at: Timestamp,
        /// When it was closed by hand.
        #[serde(skip_serializing_if = "Option::is_none")]
        closed_at: Option<Timestamp>,
        /// Whether it takes answers.
        is_open: bool,
    }

    /// A clause of a temperature check.
    CheckedClauseView {
        /// The clause.
        clause: ClauseId,
        /// Its printed number then; empty where it had none.
        number: String,
        /// The hash of its wording.
        text_hash: WordingHash,
        /// That wording.
        wording: Wording,
        /// What was answered.
        answers: Vec<CheckReplyView>,
    }

    /// An answer to a temperature check.
    CheckReplyView {
        /// Who answered.
        by: DelegateId,
        /// The organisation the person acts for.
        #[serde(skip_serializing_if = "Option::is_none")]
        organisation: Option<OrganisationId>,
        /// The answer.
        temperature: Temperature,
        /// A remark beside it.
        #[serde(skip_serializing_if = "Option::is_none")]
        remark: Option<String>,
        /// When.
        at: Timestamp,
    }
}

impl ThreadView {
    /// Makes the view of a thread with so many messages, the last one written at an instant.
    pub fn new(
        thread: &Thread,
        whereabouts: Option<&Whereabouts>,
        (message_count, last_at): (usize, Timestamp),
    ) -> Self {
        Self {
            id: thread.id,
            instrument: thread.instrument,
            subject: (&thread.subject).into(),
            passage: thread.passage.as_ref().map(Into::into),
            cursors: match &thread.subject {
                Subject::Draft { cursors, .. } => cursors.clone(),
                Subject::Clause { .. } | Subject::Amendment { .. } | Subject::Preparation(_) => {
                    None
                }
            },
            is_found: whereabouts.map(|it| *it != Whereabouts::Lost),
            audience: thread.audience.kind(),
            organisation: match thread.audience {
                Audience::Organisation(own) => Some(own),
                Audience::Group | Audience::Delegates => None,
            },
            opened_by: thread.opened_by,
            opened_at: thread.opened_at,
            resolved_by: thread.resolved.map(|it| it.by),
            resolved_at: thread.resolved.map(|it| it.at),
            message_count,
            last_at,
        }
    }
}

impl From<&Subject> for SubjectView {
    fn from(subject: &Subject) -> Self {
        let nothing = Self {
            kind: subject.as_str(),
            clause: None,
            text_hash: None,
            amendment: None,
            text: None,
            preparation: None,
        };
        match subject {
            Subject::Clause { clause, hash } => Self {
                clause: Some(*clause),
                text_hash: Some(*hash),
                ..nothing
            },
            Subject::Amendment { amendment, text } => Self {
                amendment: Some(*amendment),
                text: Some(*text),
                ..nothing
            },
            Subject::Draft { clause, .. } => Self {
                clause: Some(*clause),
                ..nothing
            },
            Subject::Preparation(id) => Self {
                preparation: Some(*id),
                ..nothing
            },
        }
    }
}

impl From<&Passage> for PassageView {
    fn from(passage: &Passage) -> Self {
        Self {
            quote: passage.quote.to_string(),
            before: passage.before.clone(),
            after: passage.after.clone(),
            at: passage.at,
        }
    }
}

impl From<&Message> for MessageView {
    fn from(message: &Message) -> Self {
        Self {
            id: message.id,
            number: message.number,
            author: message.author,
            organisation: message.organisation,
            words: message.words.as_ref().map(ToString::to_string),
            mentions: message.mentions.iter().copied().collect(),
            sent_at: message.sent_at,
            edited_at: message.edited_at,
            deleted_at: message.deleted_at,
        }
    }
}

impl PreparedView {
    /// Makes the view of a prepared position, which may have gone stale.
    pub fn new(it: &Prepared, is_stale: bool) -> Self {
        let answer = it.answer.as_ref();
        let (reason, entry) = match answer.map(|answer| &answer.state) {
            Some(PreparedEnd::SentBack(reason)) => (Some(reason.to_string()), None),
            Some(PreparedEnd::Submitted(entry)) => (None, Some(*entry)),
            Some(PreparedEnd::Withdrawn) | None => (None, None),
        };
        Self {
            id: it.id,
            instrument: it.instrument,
            clause: it.clause,
            statement: it.statement.clone(),
            prepared_by: it.by,
            prepared_at: it.at,
            version: it.version,
            state: it.state(),
            is_stale,
            answered_by: answer.map(|answer| answer.by),
            answered_at: answer.map(|answer| answer.at),
            reason,
            entry,
        }
    }
}

impl CheckView {
    /// Makes the view of a check with what was answered, as it is at an instant.
    pub fn new(check: &TemperatureCheck, replies: &[CheckReply], now: Timestamp) -> Self {
        let clause = |it: &CheckedClause| CheckedClauseView {
            clause: it.id,
            number: it.number.clone(),
            text_hash: it.hash,
            wording: it.wording.clone(),
            answers: (replies.iter())
                .filter(|reply| reply.clause == it.id)
                .map(Into::into)
                .collect(),
        };
        Self {
            id: check.id,
            instrument: check.instrument,
            question: check.question.as_ref().map(ToString::to_string),
            respondents: check.respondents,
            clauses: check.clauses.iter().map(clause).collect(),
            opened_by: check.opened_by,
            opened_at: check.opened_at,
            closes_at: check.closes_at,
            closed_at: check.closed.map(|it| it.at),
            is_open: check.is_open(now),
        }
    }
}

impl From<&CheckReply> for CheckReplyView {
    fn from(reply: &CheckReply) -> Self {
        Self {
            by: reply.by,
            organisation: reply.organisation,
            temperature: reply.temperature,
            remark: reply.remark.as_ref().map(ToString::to_string),
            at: reply.at,
        }
    }
}
