//! Why the rules say no.

use crate::amendments::CollisionClass;
use crate::consensus::PositionKind;
use crate::id::{
    AmendmentId, ClauseId, DelegateId, DraftId, GroupId, InstrumentId, InvitationId, OrganisationId,
};
use crate::record::{EntryTooLarge, RevisionNumber};
use crate::text::{RefusedCharacter, WordingHash};

/// Why the rules refuse an action. Safe to show to the person who asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The person's roles do not permit it in the present state.
    #[error("your roles do not permit this here and now")]
    NotPermitted,
    /// The network has been set up already.
    #[error("the network has been set up already")]
    AlreadyFounded,
    /// No such organisation.
    #[error("there is no organisation {0}")]
    UnknownOrganisation(OrganisationId),
    /// No such person.
    #[error("there is no delegate {0}")]
    UnknownDelegate(DelegateId),
    /// No such working group.
    #[error("there is no working group {0}")]
    UnknownGroup(GroupId),
    /// No such instrument.
    #[error("there is no instrument {0}")]
    UnknownInstrument(InstrumentId),
    /// No such draft.
    #[error("there is no draft {0}")]
    UnknownDraft(DraftId),
    /// No such clause.
    #[error("clause {0} is not in this text")]
    UnknownClause(ClauseId),
    /// No such amendment.
    #[error("there is no amendment {0}")]
    UnknownAmendment(AmendmentId),
    /// No such invitation, or it was used, revoked or has ended.
    #[error("invitation {0} is not open")]
    InvitationNotOpen(InvitationId),
    /// Another organisation has the name.
    #[error("another organisation already has the short name {0}")]
    ShortNameTaken(String),
    /// Another person has the address.
    #[error("another person already has the address {0}")]
    AddressTaken(String),
    /// The end of voting is not after its start.
    #[error("voting must end after it begins")]
    VotingEndsBeforeItBegins,
    /// The role needs an organisation, or must have none.
    #[error(
        "heads of delegation and delegates act for an organisation; the secretariat and auditors for none"
    )]
    OrganisationMismatch,
    /// The last person of the secretariat would leave.
    #[error("the network needs at least one person in its secretariat")]
    LastOfSecretariat,
    /// The person is not in the group.
    #[error("this person is not in the working group")]
    NotInGroup,
    /// The person has that role already.
    #[error("this person has this role already")]
    RoleUnchanged,
    /// The organisation does not vote at present.
    #[error("the organisation does not vote at present")]
    NotVoting,
    /// The draft is closed to editing.
    #[error("the draft is frozen")]
    DraftFrozen,
    /// The draft is open to editing.
    #[error("the draft is not frozen")]
    DraftNotFrozen,
    /// The text has changed since it was read.
    #[error("the text has changed since you read it; look at it again before you go on")]
    TextChanged,
    /// The draft has no clause.
    #[error("a text without clauses cannot be tabled")]
    NothingToTable,
    /// The text is the one tabled last.
    #[error("the draft is the same as the revision tabled last")]
    NothingChanged,
    /// A clause of the draft waits for a decision of the chair.
    #[error("clause {0} was removed and edited at the same time; decide first whether it stays")]
    RemovalUndecided(ClauseId),
    /// A clause awaits no decision.
    #[error("clause {0} awaits no decision")]
    NothingToDecide(ClauseId),
    /// Too many clauses.
    #[error("a text has at most {most} clauses; this one has {found}")]
    TooManyClauses {
        /// The number of clauses found.
        found: usize,
        /// The greatest number permitted.
        most: usize,
    },
    /// The wording is not the clause's present one.
    #[error("the wording {0} is not the one now on the table")]
    WordingNotOnTable(WordingHash),
    /// The revision is not the one tabled last.
    #[error("revision {0} is no longer on the table")]
    RevisionNotOnTable(RevisionNumber),
    /// The proposed wording is the present one.
    #[error("the proposed wording is the one clause {0} already has")]
    WordingUnchanged(ClauseId),
    /// The proposed wording says nothing.
    #[error("a clause needs a heading or a text")]
    WordingEmpty,
    /// A position without a text that its kind must carry.
    #[error("{} needs {text}", .kind.as_str())]
    TextMissing {
        /// The kind of position.
        kind: PositionKind,
        /// The text it lacks: `reason`, `remedy` or `reservation`.
        text: &'static str,
    },
    /// A position with a text that its kind does not carry.
    #[error("{} carries no {text}", .kind.as_str())]
    TextNotCarried {
        /// The kind of position.
        kind: PositionKind,
        /// The text it does not carry: `remedy` or `reservation`.
        text: &'static str,
    },
    /// A mandate subject to confirmation for a position that is always firm.
    #[error("only a favourable position can be ad referendum")]
    MandateNotPossible,
    /// The organisation holds this very position already.
    #[error("your organisation already holds this position on this wording")]
    PositionUnchanged,
    /// The amendment has ended.
    #[error("amendment {0} has ended")]
    AmendmentEnded(AmendmentId),
    /// The organisation sponsors the amendment already.
    #[error("the organisation already sponsors this amendment")]
    AlreadySponsor,
    /// The organisation was not asked to co-sponsor.
    #[error("your organisation has not been asked to co-sponsor this amendment")]
    NotInvitedToCosponsor,
    /// The amendment is another organisation's.
    #[error("only the sponsor can do this")]
    NotTheSponsor,
    /// The amendment touches words that have changed in the draft.
    #[error(
        "the words this amendment changes have changed in the draft since; edit the draft by hand or ask the sponsor for a new text"
    )]
    AmendmentConflict,
    /// The clause has another wording on the table than the amendment was written for.
    #[error(
        "amendment {0} was written for an earlier wording; its sponsor has to consent to what it comes to now"
    )]
    ConsentAwaited(AmendmentId),
    /// An organisation has as many open amendments as it may have.
    #[error("your organisation has {most} open amendments, which is the most it may have at once")]
    TooManyOpen {
        /// The greatest number.
        most: usize,
    },
    /// No amendment was chosen.
    #[error("choose at least one amendment")]
    NothingChosen,
    /// An amendment stands or falls together with another one that was not chosen.
    #[error("amendment {0} belongs to the same package; choose all of it")]
    PackageIncomplete(AmendmentId),
    /// More changes than a package may have.
    #[error("a package has at most {most} changes; this one has {found}")]
    PackageTooLarge {
        /// The number of changes found.
        found: usize,
        /// The greatest number permitted.
        most: usize,
    },
    /// Two amendments that cannot both be adopted.
    #[error("amendments {one} and {other} cannot both be adopted")]
    AmendmentsCollide {
        /// One amendment.
        one: AmendmentId,
        /// The other one.
        other: AmendmentId,
        /// Why.
        class: CollisionClass,
    },
    /// Two amendments change one sentence, and nobody says to have read what they make of it.
    #[error(
        "amendments {one} and {other} change the same sentence; read what they make of it and confirm"
    )]
    SentenceUnread {
        /// One amendment.
        one: AmendmentId,
        /// The other one.
        other: AmendmentId,
    },
    /// What was chosen is not a part of the amendment.
    #[error("choose some of the amendment's changes, but not all of them")]
    NotAPart,
    /// The amendment proposes no wording, or not for this clause.
    #[error("amendment {0} cannot be changed in this way")]
    NotAmendable(AmendmentId),
    /// The clause stands in that place already.
    #[error("clause {0} stands there already")]
    PlaceUnchanged(ClauseId),
    /// The sponsor has not consented to the wording.
    #[error("the sponsor has not consented to this wording")]
    NoConsent,
    /// There is nothing to answer, or it was answered already.
    #[error("there is nothing to answer")]
    NothingToAnswer,
    /// The amendment was not adopted since the last tabling.
    #[error("only an adoption since the last tabling can be undone")]
    NotUndoable,
    /// Nobody declared such a collision.
    #[error("nobody has declared that these two collide")]
    CollisionNotDeclared,
    /// Open amendments that the chair does not say to carry over.
    #[error(
        "{0} open amendments have no disposition; decide them or say that they are carried over"
    )]
    AmendmentsUndecided(usize),
    /// The amendment in preparation was tabled or discarded.
    #[error("this draft of an amendment has been tabled or discarded")]
    DraftAmendmentClosed,
    /// The organisation has too many amendments in preparation.
    #[error("your organisation drafts as many amendments to this text as it can at once")]
    TooManyDraftAmendments,
    /// More is changed than the one clause that the amendment is about.
    #[error("only the clause that the amendment is about may be changed here, in one way")]
    OtherClausesChanged,
    /// The organisation lets its head of delegation alone submit positions.
    #[error("your organisation lets its head of delegation alone submit positions")]
    SubmissionReserved,
    /// No such thread, or not theirs to know.
    #[error("there is no such discussion")]
    UnknownThread,
    /// No such message.
    #[error("there is no such message")]
    UnknownMessage,
    /// No such prepared position, or not theirs to know.
    #[error("there is no such prepared position")]
    UnknownPreparation,
    /// No such temperature check, or not theirs to know.
    #[error("there is no such temperature check")]
    UnknownCheck,
    /// The thread is resolved.
    #[error("this discussion is resolved; reopen it to go on")]
    ThreadResolved,
    /// The thread is not resolved.
    #[error("this discussion is not resolved")]
    ThreadNotResolved,
    /// The thread has as many messages as it can.
    #[error("this discussion has as many messages as it can have; begin another one")]
    ThreadFull,
    /// The person has written too much in a short time.
    #[error("you have written many messages in a short time; wait a little")]
    TooManyMessages,
    /// The message is another person's.
    #[error("only its author can change or delete a message")]
    NotTheAuthor,
    /// The message is gone.
    #[error("this message has been deleted")]
    MessageDeleted,
    /// The time for editing is over.
    #[error("a message can be edited for a day; write another one")]
    EditTooLate,
    /// The thread cannot have that audience.
    #[error("this cannot be discussed in that circle, or you are not in it")]
    AudienceNotPossible,
    /// The passage is not in the text.
    #[error("these words are not in the text")]
    QuoteNotFound,
    /// The passage is in the text more than once.
    #[error("these words stand in the text more than once; quote more of them")]
    QuoteAmbiguous,
    /// The prepared position has ended.
    #[error("this prepared position has been submitted or withdrawn")]
    PreparationAnswered,
    /// The organisation has too many prepared positions on a clause.
    #[error("your organisation has prepared as many positions on this clause as it can at once")]
    TooManyPreparations,
    /// The temperature check is closed.
    #[error("this temperature check is closed")]
    CheckClosed,
    /// The temperature check closes too early or too late.
    #[error("a temperature check must close within 30 days")]
    CheckTimes,
    /// Too many temperature checks are open.
    #[error("as many temperature checks are open as can be at once")]
    TooManyChecks,
    /// A person is mentioned who may not read the thread.
    #[error("{0} may not read this discussion and cannot be mentioned in it")]
    MentionNotPermitted(DelegateId),
    /// A text with a character that no text may contain.
    #[error(transparent)]
    Character(#[from] RefusedCharacter),
    /// More words than an entry can refer to.
    #[error(transparent)]
    TooLarge(#[from] EntryTooLarge),
    /// A clause is longer than permitted.
    #[error("a clause has at most {most} characters; this one has {found}")]
    ClauseTooLong {
        /// The number of characters found.
        found: usize,
        /// The greatest number permitted.
        most: usize,
    },
    /// An instant that is too early or too late.
    #[error("the invitation must end within 60 days")]
    InvitationTooLong,
    /// A link with an address that is not permitted.
    #[error("a link must begin with https://, http:// or mailto:")]
    LinkNotPermitted,
}

impl Refusal {
    /// Returns the refusal's stable name, in kebab case.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotPermitted => "not-permitted",
            Self::AlreadyFounded => "already-founded",
            Self::UnknownOrganisation(_) => "unknown-organisation",
            Self::UnknownDelegate(_) => "unknown-delegate",
            Self::UnknownGroup(_) => "unknown-group",
            Self::UnknownInstrument(_) => "unknown-instrument",
            Self::UnknownDraft(_) => "unknown-draft",
            Self::UnknownClause(_) => "unknown-clause",
            Self::UnknownAmendment(_) => "unknown-amendment",
            Self::InvitationNotOpen(_) => "invitation-not-open",
            Self::ShortNameTaken(_) => "short-name-taken",
            Self::AddressTaken(_) => "address-taken",
            Self::VotingEndsBeforeItBegins => "voting-ends-before-it-begins",
            Self::OrganisationMismatch => "organisation-mismatch",
            Self::LastOfSecretariat => "last-of-secretariat",
            Self::NotInGroup => "not-in-group",
            Self::RoleUnchanged => "role-unchanged",
            Self::NotVoting => "not-voting",
            Self::DraftFrozen => "draft-frozen",
            Self::DraftNotFrozen => "draft-not-frozen",
            Self::TextChanged => "text-changed",
            Self::NothingToTable => "nothing-to-table",
            Self::NothingChanged => "nothing-changed",
            Self::RemovalUndecided(_) => "removal-undecided",
            Self::NothingToDecide(_) => "nothing-to-decide",
            Self::TooManyClauses { .. } => "too-many-clauses",
            Self::WordingNotOnTable(_) => "wording-not-on-table",
            Self::RevisionNotOnTable(_) => "revision-not-on-table",
            Self::WordingUnchanged(_) => "wording-unchanged",
            Self::WordingEmpty => "wording-empty",
            Self::TextMissing { .. } => "text-missing",
            Self::TextNotCarried { .. } => "text-not-carried",
            Self::MandateNotPossible => "mandate-not-possible",
            Self::PositionUnchanged => "position-unchanged",
            Self::AmendmentEnded(_) => "amendment-ended",
            Self::AlreadySponsor => "already-sponsor",
            Self::NotInvitedToCosponsor => "not-invited-to-cosponsor",
            Self::NotTheSponsor => "not-the-sponsor",
            Self::AmendmentConflict => "amendment-conflict",
            Self::ConsentAwaited(_) => "consent-awaited",
            Self::TooManyOpen { .. } => "too-many-open",
            Self::NothingChosen => "nothing-chosen",
            Self::PackageIncomplete(_) => "package-incomplete",
            Self::PackageTooLarge { .. } => "package-too-large",
            Self::AmendmentsCollide { .. } => "amendments-collide",
            Self::SentenceUnread { .. } => "sentence-unread",
            Self::NotAPart => "not-a-part",
            Self::NotAmendable(_) => "not-amendable",
            Self::PlaceUnchanged(_) => "place-unchanged",
            Self::NoConsent => "no-consent",
            Self::NothingToAnswer => "nothing-to-answer",
            Self::NotUndoable => "not-undoable",
            Self::CollisionNotDeclared => "collision-not-declared",
            Self::AmendmentsUndecided(_) => "amendments-undecided",
            Self::DraftAmendmentClosed => "draft-amendment-closed",
            Self::TooManyDraftAmendments => "too-many-draft-amendments",
            Self::OtherClausesChanged => "other-clauses-changed",
            Self::SubmissionReserved => "submission-reserved",
            Self::UnknownThread => "unknown-thread",
            Self::UnknownMessage => "unknown-message",
            Self::UnknownPreparation => "unknown-preparation",
            Self::UnknownCheck => "unknown-check",
            Self::ThreadResolved => "thread-resolved",
            Self::ThreadNotResolved => "thread-not-resolved",
            Self::ThreadFull => "thread-full",
            Self::TooManyMessages => "too-many-messages",
            Self::NotTheAuthor => "not-the-author",
            Self::MessageDeleted => "message-deleted",
            Self::EditTooLate => "edit-too-late",
            Self::AudienceNotPossible => "audience-not-possible",
            Self::QuoteNotFound => "quote-not-found",
            Self::QuoteAmbiguous => "quote-ambiguous",
            Self::PreparationAnswered => "preparation-answered",
            Self::TooManyPreparations => "too-many-preparations",
            Self::CheckClosed => "check-closed",
            Self::CheckTimes => "check-times",
            Self::TooManyChecks => "too-many-checks",
            Self::MentionNotPermitted(_) => "mention-not-permitted",
            Self::Character(_) => "character-refused",
            Self::TooLarge(_) => "too-large",
            Self::ClauseTooLong { .. } => "clause-too-long",
            Self::InvitationTooLong => "invitation-too-long",
            Self::LinkNotPermitted => "link-not-permitted",
        }
    }

    /// Returns the JSON pointer of the field that is at fault, where one is.
    pub fn pointer(&self) -> Option<&'static str> {
        match self {
            Self::ShortNameTaken(_) => Some("/short_name"),
            Self::AddressTaken(_) => Some("/address"),
            Self::VotingEndsBeforeItBegins => Some("/voting_until"),
            Self::OrganisationMismatch => Some("/organisation"),
            Self::TextMissing { text, .. } | Self::TextNotCarried { text, .. } => {
                Some(match *text {
                    "remedy" => "/remedy",
                    "reservation" => "/reservation",
                    _ => "/reason",
                })
            }
            Self::MandateNotPossible => Some("/mandate"),
            Self::PackageTooLarge { .. } => Some("/further"),
            Self::NothingChosen | Self::PackageIncomplete(_) | Self::AmendmentsCollide { .. } => {
                Some("/amendments")
            }
            Self::SentenceUnread { .. } => Some("/read_together"),
            Self::NotAPart => Some("/changes"),
            Self::AmendmentsUndecided(_) => Some("/carries"),
            Self::InvitationTooLong => Some("/expires_at"),
            Self::AudienceNotPossible => Some("/audience"),
            Self::QuoteNotFound | Self::QuoteAmbiguous => Some("/quote"),
            Self::CheckTimes => Some("/closes_at"),
            Self::MentionNotPermitted(_) => Some("/mentions"),
            _ => None,
        }
    }
}
