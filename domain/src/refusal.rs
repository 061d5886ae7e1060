//! Why the rules say no.

mod naming;

use crate::amendments::CollisionClass;
use crate::consensus::PositionKind;
use crate::id::{
    AmendmentId, CallId, ClauseId, DelegateId, DraftId, GroupId, InstrumentId, InvitationId,
    OrganisationId,
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
    /// The person has no such filter.
    #[error("you have no such filter")]
    UnknownFilter,
    /// The person has as many filters as one can have.
    #[error("at most {0} filters can be kept")]
    TooManyFilters(usize),
    /// There are no such words, or they were erased already.
    #[error("there are no such words to be erased, or they were erased already")]
    NothingToErase,
    /// A wording or a title is to be erased.
    #[error("wordings and titles stay: they are what was agreed to")]
    WordingStays,
    /// The reason for erasing a person names the person.
    #[error("the reason must not name the person: it stays in the record")]
    ReasonNamesPerson,
    /// A person's name or address is to be erased by itself.
    #[error("a name or an address is erased with everything else of the person")]
    NameOfPerson,
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
    /// There is no such objection.
    #[error("there is no objection of entry {0}")]
    UnknownObjection(u64),
    /// The position is not there, or not the organisation's latest.
    #[error("there is no such position of entry {0}")]
    UnknownPosition(u64),
    /// There is no such call.
    #[error("there is no call {0}")]
    UnknownCall(CallId),
    /// The objection is no longer open.
    #[error("the objection of entry {0} is no longer open")]
    ObjectionEnded(u64),
    /// The objection has not been answered, and its clause not reworded.
    #[error("the objection of entry {0} has not been answered yet")]
    ObjectionNotAnswered(u64),
    /// The objection was not sustained.
    #[error("the objection of entry {0} has not been sustained; only then the chair decides")]
    ObjectionNotSustained(u64),
    /// The objection is another organisation's.
    #[error("only the organisation that objects can do this")]
    NotTheObjector,
    /// It was challenged before.
    #[error("it has been challenged before; decide it instead")]
    AlreadyChallenged,
    /// There is nothing to challenge.
    #[error("there is nothing to challenge, or it was challenged already")]
    NothingToChallenge,
    /// The time to challenge it has passed.
    #[error("the time in which it could be challenged has passed")]
    WindowClosed,
    /// No clause was chosen.
    #[error("choose at least one clause")]
    NoClauses,
    /// A call on the clause is open.
    #[error("a call on clause {0} is open; its wording is frozen until it has closed")]
    ClauseInCall(ClauseId),
    /// The clause is agreed.
    #[error("clause {0} is agreed; the chair has to reopen it first")]
    ClauseAgreed(ClauseId),
    /// The clause is parked.
    #[error("clause {0} is parked already")]
    ClauseParked(ClauseId),
    /// The clause was not designated at a level of consensus.
    #[error("clause {0} has not been designated at a level of consensus")]
    NotAgreeable(ClauseId),
    /// The clause is neither agreed nor parked.
    #[error("clause {0} is neither agreed ad referendum nor parked")]
    NotReopenable(ClauseId),
    /// A closing instant too far ahead.
    #[error("a call closes within a year")]
    ClosesTooLate,
    /// A closing instant on a listed holiday.
    #[error("nothing closes by silence on a day that the network has listed as a holiday")]
    ClosesOnHoliday,
    /// An objection to the clause is open.
    #[error("an objection to clause {0} is open; a silence procedure cannot be opened")]
    ObjectionsOpen(ClauseId),
    /// Too few organisations endorse the clause.
    #[error("too few organisations endorse clause {0} for a silence procedure")]
    SupportTooLow(ClauseId),
    /// The call has closed.
    #[error("call {0} has closed")]
    CallClosed(CallId),
    /// The new closing instant is not later.
    #[error("a call can be extended, never shortened")]
    NeverShortened,
    /// Organisations have not answered.
    #[error("{0} organisations have not answered on every clause")]
    AnswersAwaited(usize),
    /// The organisation is not counted in the call.
    #[error("your organisation is not counted in this call")]
    NotInElectorate,
    /// Too many statements of one organisation.
    #[error("your organisation has attached as many statements as it can")]
    TooManyStatements,
    /// The rules show who breaks silence.
    #[error(
        "here silence is broken by objecting or by tabling an amendment, under your organisation's name"
    )]
    NoConfidence,
    /// There is no silence on the clause to break.
    #[error("silence on clause {0} is broken already, or was never asked for")]
    SilenceEnded(ClauseId),
    /// Nobody broke silence in confidence.
    #[error("nobody broke silence in confidence, or the consultation is on record already")]
    NothingToConsult,
    /// No call on the clause has closed.
    #[error("a level is designated once a call on clause {0} has closed")]
    CallAwaited(ClauseId),
    /// No reason was given.
    #[error("a reason is required where the level differs from the one indicated")]
    ReasonMissing,
    /// The change was declared before.
    #[error("this change has been declared editorial before")]
    AlreadyDeclared,
    /// There is nothing to confirm.
    #[error("there is nothing to confirm, or it was answered already")]
    NothingToConfirm,
    /// A call is open.
    #[error("the rules are frozen while a call is open")]
    RulesFrozen,
    /// Clauses are not agreed.
    #[error("{0} clauses are not agreed yet; nothing is agreed until everything is agreed")]
    NotAllAgreed(usize),
    /// A consensus rests on positions held ad referendum.
    #[error("the consensus on clause {0} rests on positions held ad referendum")]
    ReferendumAwaited(ClauseId),
    /// The organisation has signed.
    #[error("your organisation has signed already")]
    AlreadySigned,
    /// A closing instant too near.
    #[error("it must stay open for at least {hours} hours")]
    ClosesTooSoon {
        /// The least number of hours.
        hours: i64,
    },
    /// More amendments than can be named as the cure of an objection.
    #[error("at most {most} amendments can be named; these are {found}")]
    TooManyCures {
        /// The number found.
        found: usize,
        /// The greatest number permitted.
        most: usize,
    },
    /// More days than can be listed.
    #[error("at most {0} days can be listed")]
    TooManyHolidays(usize),
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
    /// A position of an organisation with a key came without its signature.
    #[error("your organisation has a key; its positions have to be signed with it")]
    SignatureRequired,
    /// A signature where nothing is signed, or by an organisation without a key.
    #[error("nothing is signed here, or your organisation has no key on record")]
    SignatureUnexpected,
    /// The signature does not verify.
    #[error("the signature is not one of the key on record over exactly this statement")]
    SignatureInvalid,
    /// The statement is not canonical, or not of the kind that belongs here.
    #[error("the signed statement cannot be read")]
    StatementUnreadable,
    /// The statement says something else than what is done.
    #[error("the signed statement differs in its member {0}")]
    StatementDiffers(&'static str),
    /// The statement is too old, or of the future.
    #[error("a statement is accepted for 14 days after it was made, and not before")]
    StatementNotFresh,
    /// The statement was used before.
    #[error("this statement is on record already")]
    StatementReplayed,
    /// The words of a signed position came without their salt.
    #[error("the salt of the {0} is missing")]
    SaltMissing(&'static str),
    /// The state of the record that a statement names never was.
    #[error("the record never was as the statement says it was seen")]
    SeenUnknown,
    /// The key is, or was, some organisation's.
    #[error("this key is on record already; every key is used once")]
    KeyTaken,
    /// The key cannot verify signatures.
    #[error("this is not a usable Ed25519 public key")]
    KeyUnusable,
    /// The organisation has a key, or had one.
    #[error("the organisation has a key on record; it is replaced by rotation or recovery")]
    KeyHeld,
    /// The organisation never had a key.
    #[error("the organisation has no key on record")]
    NoKey,
    /// The organisation has not declared the key.
    #[error("the organisation has not declared this key, or declared another one since")]
    KeyNotDeclared,
    /// Fewer organisations approve a new key than must.
    #[error("{needed} organisations must approve the new key; {given} do")]
    ApprovalsAwaited {
        /// The number that must.
        needed: usize,
        /// The number that do.
        given: usize,
    },
    /// Too few organisations hold a key for a recovery.
    #[error("at least two other organisations must hold a key for a recovery")]
    RecoveryNotPossible,
    /// The organisation approved the key before.
    #[error("your organisation has approved this key already")]
    AlreadyApproved,
    /// An instant that is too early or too late.
    #[error("the invitation must end within 60 days")]
    InvitationTooLong,
    /// A link with an address that is not permitted.
    #[error("a link must begin with https://, http:// or mailto:")]
    LinkNotPermitted,
}
