//! What crosses the wire: commands that come in, views that go out. The server's handlers, its
//! forms and the browser use these same definitions.

macro_rules! command {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty),* $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name { $($(#[$fmeta])* pub $field: $type),* }
    )+};
}

mod amending;
mod codrafting;
mod commands;
mod deliberating;
mod procedure;
mod view;

pub use amending::{
    AdoptAmendments, AdoptModified, AdoptPart, AmendmentProposal, AnswerCosponsorship,
    AnswerModification, AnswerProcedure, ChangeProposed, DeclareCollision, Incorporate,
    LapseAmendment, LiftCollision, OfferModification, ProcedureAdvised, ProposeProcedure,
    RejectAmendment, ReopenAmendment, ReviseAmendment, UndoAdoption, UndoPart, WithdrawAmendment,
};
pub use codrafting::{
    AnswerDraftInvitation, CarryDraftAmendment, InviteToDraft, OpenDraftAmendment,
    TableDraftAmendment,
};
pub use commands::{
    AdmitOrganisation, ApproveKey, ChangeRole, ChangeRules, ConfirmKey, DecideRemoval, DeclareKey,
    DraftKeyStatement, EndVoting, ErasePerson, EraseWords, FoundNetwork, FreezeDraft, GroupSeat,
    InviteDelegate, MakeGroup, OpenInstrument, PositionStatement, ReserveSubmission, RotateKey,
    SignedPosition, SubmitPrepared, TableRevision, WithdrawRole,
};
pub use deliberating::{
    AnswerCheck, CheckAnswer, EditMessage, NamedSubject, OpenCheck, OpenThread, PreparePosition,
    SendBack, WriteMessage,
};
pub use procedure::{
    AdoptInstrument, AgreeClauses, AnswerObjection, AttachStatement, BreakSilence,
    ChallengeDesignation, ChallengeEditorial, ChallengeRuling, ChangeProcedureRules,
    ClauseReservation, ConfirmEntry, ConfirmMandate, ContestEntry, DecideObjection,
    DeclareEditorial, DenyMandate, DesignateLevel, EnterPosition, ExtendCall, HoldConsultation,
    ListHolidays, NameCures, OpenCall, ParkClause, ReopenClause, ResolveObjection, RuleObjection,
    SignInstrument, SustainObjection, WithdrawCall, WithdrawObjection,
};
pub use view::{
    AdoptedHeadView, AdoptedPositionsView, AdoptedTextView, AdoptedView, AdoptionEventView,
    AlternativeView, AmendmentTextView, AmendmentView, AnswerView, BlameView, BlamedRunView,
    BracketCountView, CallResultView, CallView, ChallengeView, CheckReplyView, CheckView,
    CheckedClauseView, ClausePhrasesView, ClauseProgressView, ClauseView, CollisionView,
    ComparedView, ComparisonView, ConflictView, CosponsorView, DelegateView, DesignationView,
    DispositionView, DraftAmendmentView, DraftSponsorView, EditorialView, GroupView,
    InstrumentView, KeyView, LeftOutView, LineFateView, LineView, MessageView, NearView,
    ObjectionActView, ObjectionView, OfferView, OrganisationView, OutcomeView, PartView,
    ParticipantView, PassageView, PositionView, PreparedView, ProcedureView, ProgressView,
    ReservationView, RevisionView, RollingPieceView, RollingView, SignatoryView, SignatureView,
    SilenceView, StandingView, StatementView, StatusView, SubjectView, ThreadView, UndoneView,
    WeighingView,
};
