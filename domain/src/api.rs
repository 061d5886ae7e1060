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
    AdmitOrganisation, ChangeRole, ChangeRules, DecideRemoval, EndVoting, FoundNetwork,
    FreezeDraft, GroupSeat, InviteDelegate, MakeGroup, OpenInstrument, PositionStatement,
    ReserveSubmission, TableRevision, WithdrawRole,
};
pub use deliberating::{
    AnswerCheck, CheckAnswer, EditMessage, NamedSubject, OpenCheck, OpenThread, PreparePosition,
    SendBack, WriteMessage,
};
pub use view::{
    AlternativeView, AmendmentTextView, AmendmentView, AnswerView, BlameView, BlamedRunView,
    BracketCountView, CheckReplyView, CheckView, CheckedClauseView, ClausePhrasesView, ClauseView,
    CollisionView, ComparedView, ComparisonView, ConflictView, CosponsorView, DelegateView,
    DispositionView, DraftAmendmentView, DraftSponsorView, GroupView, InstrumentView, LeftOutView,
    LineFateView, LineView, MessageView, NearView, OfferView, OrganisationView, OutcomeView,
    PartView, ParticipantView, PassageView, PositionView, PreparedView, ProcedureView,
    RevisionView, RollingPieceView, RollingView, StandingView, StatusView, SubjectView, ThreadView,
    UndoneView, WeighingView,
};
