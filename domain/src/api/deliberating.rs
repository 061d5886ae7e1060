//! Commands about discussions, prepared positions and temperature checks.

use serde::{Deserialize, Serialize};

use super::PositionStatement;
use crate::deliberation::{AudienceKind, Cursors, Respondents, Temperature};
use crate::id::{AmendmentId, ClauseId, DelegateId, PreparationId};
use crate::text::WordingHash;
use crate::time::Timestamp;
use crate::words::{MessageText, Name, Quote, Remark, Statement};

/// What a discussion is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum NamedSubject {
    /// The wording of a clause that is on the table.
    Clause {
        /// The clause.
        clause: ClauseId,
        /// The hash of its wording.
        text_hash: WordingHash,
    },
    /// The present text of an amendment.
    Amendment {
        /// The amendment.
        amendment: AmendmentId,
        /// The number of that text, from 1.
        text: u32,
    },
    /// A clause of the working draft.
    Draft {
        /// The clause.
        clause: ClauseId,
    },
    /// A position that your organisation prepares.
    Preparation {
        /// The prepared position.
        preparation: PreparationId,
    },
}

command! {
    /// Opens a discussion with its first message.
    OpenThread {
        /// What it is about.
        subject: NamedSubject,
        /// Who may read it; this never changes.
        audience: AudienceKind,
        /// The message.
        words: MessageText,
        /// The words of the text that it is about, exactly as they stand there; the whole where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        quote: Option<Quote>,
        /// Where those words begin, in characters of the clause's text without its heading; needed where they occur more than once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<u32>,
        /// The first and the last character of those words in the live draft, for a discussion about it: it is then about what stands there when it begins, and `quote` and `at` are not looked at.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cursors: Option<Cursors>,
        /// The people it mentions, who must all be able to read it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<DelegateId>,
    }

    /// Writes a message in a discussion.
    WriteMessage {
        /// The message.
        words: MessageText,
        /// The people it mentions, who must all be able to read it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<DelegateId>,
    }

    /// Gives your own message other words; the ones before are gone.
    EditMessage {
        /// The message.
        words: MessageText,
        /// The people it mentions, who must all be able to read it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<DelegateId>,
    }

    /// Prepares a position inside your organisation, for its head of delegation to submit.
    PreparePosition {
        /// The clause.
        clause: ClauseId,
        /// The position.
        statement: PositionStatement,
    }

    /// Sends a prepared position back.
    SendBack {
        /// Why.
        reason: Statement,
    }

    /// Opens a temperature check on clauses of the working draft.
    OpenCheck {
        /// The clauses.
        clauses: Vec<ClauseId>,
        /// Who answers.
        respondents: Respondents,
        /// When it closes, within 30 days.
        closes_at: Timestamp,
        /// What is asked beside the clauses.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        question: Option<Name>,
    }

    /// Answers a temperature check.
    AnswerCheck {
        /// What you answer; another answer for the same clause replaces it.
        answers: Vec<CheckAnswer>,
    }

    /// An answer for one clause of a temperature check.
    CheckAnswer {
        /// The clause.
        clause: ClauseId,
        /// How you feel about its words as they were when the check was opened.
        temperature: Temperature,
        /// A remark.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remark: Option<Remark>,
    }
}
