//! What crosses the wire: commands that come in, views that go out. The server's handlers, its
//! forms and the browser use these same definitions.

mod command;
mod view;

pub use command::{
    AdmitOrganisation, AmendmentProposal, ChangeProposed, ChangeRole, ChangeRules, DecideRemoval,
    EndVoting, FoundNetwork, FreezeDraft, GroupSeat, Incorporate, InviteDelegate, MakeGroup,
    OpenInstrument, PositionStatement, RejectAmendment, TableRevision, WithdrawAmendment,
    WithdrawRole,
};
pub use view::{
    AmendmentView, ClauseView, CosponsorView, DelegateView, GroupView, InstrumentView,
    OrganisationView, ParticipantView, PositionView, RevisionView, StatusView,
};
