//! What crosses the wire: commands that come in. The server's handlers, its
//! forms and the browser use these same definitions.

mod command;

pub use command::{
    AdmitOrganisation, AmendmentProposal, ChangeProposed, ChangeRole, ChangeRules, DecideRemoval,
    EndVoting, FoundNetwork, FreezeDraft, GroupSeat, Incorporate, InviteDelegate, MakeGroup,
    OpenInstrument, PositionStatement, RejectAmendment, TableRevision, WithdrawAmendment,
    WithdrawRole,
};
