//! Notices: what concerns one person, of what happened lately.
//!
//! Computed from the record, entry by entry, and from what is beside it; nothing is kept but what
//! was read and which kinds are hidden.
//!
//! # Invariants
//!
//! * Nobody is told of their own acts, nor of what they may not read; who broke silence in confidence
//!   is told that silence was broken like everybody else, since nothing says who it was.
//! * What sets a deadline for a person's organisation cannot be hidden from that person.

mod deadline;
mod digest;
mod kind;
mod recorded;
mod reminder;

use std::fmt;

pub use deadline::{Deadline, DeadlineKind, deadlines};
pub use digest::{Line, Marks, digest};
pub use kind::{NoticeKind, NoticeTopic};
pub use recorded::{is_notable, recorded};
pub use reminder::reminders;

use crate::deliberation::{CheckReply, Prepared, PreparedEnd, TemperatureCheck, Thread};
use crate::id::{
    AmendmentId, CallId, CheckId, ClauseId, DelegateId, GroupId, InstrumentId, OrganisationId,
    PreparationId, ThreadId,
};
use crate::instrument::{Acting, Instrument};
use crate::permission::Operation;
use crate::record::RevisionNumber;
use crate::time::Timestamp;

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// A discussion.
    Thread(ThreadId),
    /// An amendment.
    Amendment(InstrumentId, AmendmentId),
    /// A clause.
    Clause(InstrumentId, ClauseId),
    /// A revision.
    Revision(InstrumentId, RevisionNumber),
    /// A prepared position.
    Prepared(PreparationId),
    /// A temperature check.
    Check(CheckId),
    /// A working group.
    Group(GroupId),
    /// A consensus call or a silence procedure.
    Call(InstrumentId, CallId),
    /// An instrument as a whole.
    Instrument(InstrumentId),
    /// An organisation.
    Organisation(OrganisationId),
}

/// The name of what a notice is about, the same for ever.
impl fmt::Display for Matter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Thread(id) => write!(f, "thread:{id}"),
            Self::Amendment(_, id) => write!(f, "amendment:{id}"),
            Self::Clause(instrument, id) => write!(f, "clause:{instrument}:{id}"),
            Self::Revision(instrument, number) => write!(f, "revision:{instrument}:{number}"),
            Self::Prepared(id) => write!(f, "prepared:{id}"),
            Self::Check(id) => write!(f, "check:{id}"),
            Self::Group(id) => write!(f, "group:{id}"),
            Self::Call(instrument, id) => write!(f, "call:{instrument}:{id}"),
            Self::Instrument(id) => write!(f, "instrument:{id}"),
            Self::Organisation(id) => write!(f, "organisation:{id}"),
        }
    }
}

/// Something that concerns one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// What kind of thing it tells.
    pub kind: NoticeKind,
    /// What it is about.
    pub matter: Matter,
    /// Who did it; absent for the server.
    pub by: Option<DelegateId>,
    /// The organisation acted for.
    pub organisation: Option<OrganisationId>,
    /// When.
    pub at: Timestamp,
    /// Whether it sets a deadline for the person's organisation, and so cannot be hidden.
    pub is_binding: bool,
}

/// Says what a message in a thread tells a person who may still read it.
pub fn said(
    (thread, author, at): (&Thread, DelegateId, Timestamp),
    mentions: bool,
    instrument: &Instrument,
    acting: &Acting<'_>,
) -> Option<Notice> {
    thread.check_reading(instrument, acting).ok()?;
    let person = acting.network.delegate(author);
    let kind = if mentions {
        NoticeKind::Mention
    } else {
        NoticeKind::Reply
    };
    (author != acting.by).then_some(Notice {
        kind,
        matter: Matter::Thread(thread.id),
        by: Some(author),
        organisation: person.and_then(|it| it.organisation),
        at,
        is_binding: false,
    })
}

/// Says what a prepared position tells a person: the head of delegation that it waits, and whoever
/// wrote it what became of it.
pub fn prepared(it: &Prepared, instrument: &Instrument, acting: &Acting<'_>) -> Option<Notice> {
    it.check_reading(instrument, acting).ok()?;
    let may_submit = instrument.permits(Operation::SubmitPosition, acting.network, acting.by);
    let (kind, by, at) = match &it.answer {
        None if may_submit && it.by != acting.by => (NoticeKind::PreparedWaiting, it.by, it.at),
        Some(answer)
            if it.by == acting.by
                && answer.by != acting.by
                && !matches!(answer.state, PreparedEnd::Withdrawn) =>
        {
            (NoticeKind::PreparedAnswered, answer.by, answer.at)
        }
        None | Some(_) => return None,
    };
    Some(Notice {
        kind,
        matter: Matter::Prepared(it.id),
        by: Some(by),
        organisation: Some(it.organisation),
        at,
        is_binding: false,
    })
}

/// Says that an open temperature check waits for a person's answer.
pub fn checked(
    check: &TemperatureCheck,
    replies: &[CheckReply],
    instrument: &Instrument,
    acting: &Acting<'_>,
) -> Option<Notice> {
    let own = acting.network.delegate(acting.by)?.organisation;
    let answered = replies.iter().any(|reply| {
        let respondent = check.respondent(reply);
        respondent == acting.by.as_uuid() || own.is_some_and(|own| respondent == own.as_uuid())
    });
    let waits = check.is_open(acting.now) && check.may_answer(instrument, acting) && !answered;
    (waits && check.opened_by != acting.by).then_some(Notice {
        kind: NoticeKind::CheckOpened,
        matter: Matter::Check(check.id),
        by: Some(check.opened_by),
        organisation: None,
        at: check.opened_at,
        is_binding: false,
    })
}
