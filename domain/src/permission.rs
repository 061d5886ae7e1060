//! Who may do what: one table of operation × role × state. What has no row is
//! refused.

use std::collections::BTreeSet;

/// Something a person can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "each name is the sentence; the table below is their documentation"
)]
pub enum Operation {
    AdmitOrganisation,
    EndVoting,
    InviteDelegate,
    RevokeInvitation,
    ChangeRole,
    WithdrawRole,
    MakeGroup,
    ChangeGroup,
    OpenInstrument,
    ChangeRules,
    ReadNetwork,
    ReadRecord,
    TakeBundle,
    ReadRevision,
    ReadDraft,
    EditDraft,
    ImportText,
    FreezeDraft,
    ThawDraft,
    AnchorHeads,
    DecideRemoval,
    TableRevision,
    ProposeAmendment,
    Cosponsor,
    WithdrawAmendment,
    DisposeOfAmendment,
    DeclareCollision,
    ProposeProcedure,
    ShowInRoom,
    TakePosition,
    ReserveSubmission,
    ConferInside,
    SubmitPosition,
    ReadGroupThreads,
    WriteGroupThreads,
    ReadOpenThreads,
    WriteOpenThreads,
    ReadCheck,
    AnswerCheck,
    ConductCheck,
    AnswerObjection,
    SpeakToObjection,
    DecideObjection,
    Challenge,
    OpenCall,
    AnswerCall,
    DesignateLevel,
    DeclareEditorial,
    ConfirmMandate,
    EnterPosition,
    ConfirmEntry,
    AgreeClauses,
    AdoptInstrument,
    SignInstrument,
    ListHolidays,
    ReadAudit,
    ErasePersonalData,
    DeclareKey,
    ConfirmKey,
    RotateKey,
    ApproveKey,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 61] = [
        Self::AdmitOrganisation,
        Self::EndVoting,
        Self::InviteDelegate,
        Self::RevokeInvitation,
        Self::ChangeRole,
        Self::WithdrawRole,
        Self::MakeGroup,
        Self::ChangeGroup,
        Self::OpenInstrument,
        Self::ChangeRules,
        Self::ReadNetwork,
        Self::ReadRecord,
        Self::TakeBundle,
        Self::ReadRevision,
        Self::ReadDraft,
        Self::EditDraft,
        Self::ImportText,
        Self::FreezeDraft,
        Self::ThawDraft,
        Self::AnchorHeads,
        Self::DecideRemoval,
        Self::TableRevision,
        Self::ProposeAmendment,
        Self::Cosponsor,
        Self::WithdrawAmendment,
        Self::DisposeOfAmendment,
        Self::DeclareCollision,
        Self::ProposeProcedure,
        Self::ShowInRoom,
        Self::TakePosition,
        Self::ReserveSubmission,
        Self::ConferInside,
        Self::SubmitPosition,
        Self::ReadGroupThreads,
        Self::WriteGroupThreads,
        Self::ReadOpenThreads,
        Self::WriteOpenThreads,
        Self::ReadCheck,
        Self::AnswerCheck,
        Self::ConductCheck,
        Self::AnswerObjection,
        Self::SpeakToObjection,
        Self::DecideObjection,
        Self::Challenge,
        Self::OpenCall,
        Self::AnswerCall,
        Self::DesignateLevel,
        Self::DeclareEditorial,
        Self::ConfirmMandate,
        Self::EnterPosition,
        Self::ConfirmEntry,
        Self::AgreeClauses,
        Self::AdoptInstrument,
        Self::SignInstrument,
        Self::ListHolidays,
        Self::ReadAudit,
        Self::ErasePersonalData,
        Self::DeclareKey,
        Self::ConfirmKey,
        Self::RotateKey,
        Self::ApproveKey,
    ];
}

/// What a person is in relation to what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Administers the network.
    Secretariat,
    /// Chairs the working group of the instrument.
    Chair,
    /// Holds the pen in the working group of the instrument.
    PenHolder,
    /// Is a member of the working group of the instrument.
    GroupMember,
    /// Follows the working group of the instrument.
    GroupObserver,
    /// Leads a delegation.
    HeadOfDelegation,
    /// Acts for an organisation.
    Delegate,
    /// Reads without taking part.
    Observer,
    /// Reads everything.
    Auditor,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 9] = [
        Self::Secretariat,
        Self::Chair,
        Self::PenHolder,
        Self::GroupMember,
        Self::GroupObserver,
        Self::HeadOfDelegation,
        Self::Delegate,
        Self::Observer,
        Self::Auditor,
    ];
}

/// The state of what is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResourceState {
    /// The network as a whole.
    Network,
    /// An instrument without a tabled revision, its draft open.
    Drafting,
    /// An instrument without a tabled revision, its draft frozen.
    DraftingFrozen,
    /// An instrument with a tabled revision, its draft open.
    Tabled,
    /// An instrument with a tabled revision, its draft frozen.
    TabledFrozen,
    /// An adopted instrument, of which no further version is negotiated.
    Adopted,
}

impl ResourceState {
    /// Every state.
    pub const ALL: [Self; 6] = [
        Self::Network,
        Self::Drafting,
        Self::DraftingFrozen,
        Self::Tabled,
        Self::TabledFrozen,
        Self::Adopted,
    ];
}

const NETWORK: &[ResourceState] = &[ResourceState::Network];
const INSTRUMENT: &[ResourceState] = &[
    ResourceState::Drafting,
    ResourceState::DraftingFrozen,
    ResourceState::Tabled,
    ResourceState::TabledFrozen,
    ResourceState::Adopted,
];
const NEGOTIATED: &[ResourceState] = &[
    ResourceState::Drafting,
    ResourceState::DraftingFrozen,
    ResourceState::Tabled,
    ResourceState::TabledFrozen,
];
const OPEN: &[ResourceState] = &[ResourceState::Drafting, ResourceState::Tabled];
const FROZEN: &[ResourceState] = &[ResourceState::DraftingFrozen, ResourceState::TabledFrozen];
const TABLED: &[ResourceState] = &[ResourceState::Tabled, ResourceState::TabledFrozen];
const AMENDABLE: &[ResourceState] = &[
    ResourceState::Tabled,
    ResourceState::TabledFrozen,
    ResourceState::Adopted,
];
const ADOPTED: &[ResourceState] = &[ResourceState::Adopted];

const ANYWHERE: &[ResourceState] = &ResourceState::ALL;

const SECRETARIAT: &[Role] = &[Role::Secretariat];
const AUDITORS: &[Role] = &[Role::Secretariat, Role::Auditor];
const CHAIR: &[Role] = &[Role::Chair];
const DRAFTERS: &[Role] = &[Role::Chair, Role::PenHolder, Role::GroupMember];
const DRAFT_READERS: &[Role] = &[
    Role::Chair,
    Role::PenHolder,
    Role::GroupMember,
    Role::GroupObserver,
    Role::Secretariat,
    Role::Auditor,
];
const PEN: &[Role] = &[Role::Chair, Role::PenHolder];
const DELEGATION: &[Role] = &[Role::HeadOfDelegation, Role::Delegate];
const HEAD: &[Role] = &[Role::HeadOfDelegation];
/// Who speaks where all delegates read: those who act for an organisation, take part in the
/// working group, or serve both.
const SPEAKERS: &[Role] = &[
    Role::HeadOfDelegation,
    Role::Delegate,
    Role::Chair,
    Role::PenHolder,
    Role::GroupMember,
    Role::Secretariat,
];
const EVERYONE: &[Role] = &Role::ALL;

type Row = (Operation, &'static [Role], &'static [ResourceState]);

const TABLE: &[Row] = &[
    (Operation::AdmitOrganisation, SECRETARIAT, NETWORK),
    (Operation::EndVoting, SECRETARIAT, NETWORK),
    (Operation::InviteDelegate, SECRETARIAT, NETWORK),
    (Operation::RevokeInvitation, SECRETARIAT, NETWORK),
    (Operation::ChangeRole, SECRETARIAT, NETWORK),
    (Operation::WithdrawRole, SECRETARIAT, NETWORK),
    (Operation::MakeGroup, SECRETARIAT, NETWORK),
    (Operation::ChangeGroup, SECRETARIAT, NETWORK),
    (Operation::OpenInstrument, SECRETARIAT, NETWORK),
    (Operation::ChangeRules, SECRETARIAT, NEGOTIATED),
    (Operation::ReadNetwork, EVERYONE, NETWORK),
    (Operation::ReadRecord, EVERYONE, NETWORK),
    (Operation::TakeBundle, AUDITORS, NETWORK),
    (Operation::ReadRevision, EVERYONE, INSTRUMENT),
    (Operation::ReadDraft, DRAFT_READERS, INSTRUMENT),
    (Operation::EditDraft, DRAFTERS, OPEN),
    (Operation::ImportText, PEN, OPEN),
    (Operation::FreezeDraft, CHAIR, OPEN),
    (Operation::ThawDraft, CHAIR, FROZEN),
    (Operation::DecideRemoval, CHAIR, OPEN),
    (Operation::TableRevision, CHAIR, NEGOTIATED),
    (Operation::ProposeAmendment, DELEGATION, AMENDABLE),
    (Operation::Cosponsor, DELEGATION, TABLED),
    (Operation::WithdrawAmendment, DELEGATION, TABLED),
    (Operation::DisposeOfAmendment, CHAIR, TABLED),
    (
        Operation::DeclareCollision,
        &[Role::Chair, Role::PenHolder, Role::Secretariat],
        TABLED,
    ),
    (Operation::ProposeProcedure, SECRETARIAT, TABLED),
    (Operation::ShowInRoom, PEN, AMENDABLE),
    (Operation::TakePosition, DELEGATION, TABLED),
    (Operation::ReserveSubmission, HEAD, NETWORK),
    // Of which organisation, the rules ask beside: what is inside is nobody else's.
    (Operation::ConferInside, DELEGATION, INSTRUMENT),
    (Operation::SubmitPosition, HEAD, TABLED),
    (Operation::ReadGroupThreads, DRAFT_READERS, INSTRUMENT),
    (Operation::WriteGroupThreads, DRAFTERS, INSTRUMENT),
    (Operation::ReadOpenThreads, EVERYONE, INSTRUMENT),
    (Operation::WriteOpenThreads, SPEAKERS, INSTRUMENT),
    (Operation::ReadCheck, DRAFT_READERS, INSTRUMENT),
    (Operation::AnswerCheck, DRAFTERS, INSTRUMENT),
    (
        Operation::ConductCheck,
        &[Role::Chair, Role::PenHolder],
        INSTRUMENT,
    ),
    (Operation::AnswerObjection, PEN, TABLED),
    (Operation::SpeakToObjection, DELEGATION, TABLED),
    (Operation::DecideObjection, CHAIR, TABLED),
    (Operation::Challenge, DELEGATION, TABLED),
    (Operation::OpenCall, CHAIR, TABLED),
    (Operation::AnswerCall, DELEGATION, TABLED),
    (Operation::DesignateLevel, CHAIR, TABLED),
    (Operation::DeclareEditorial, PEN, TABLED),
    (Operation::ConfirmMandate, HEAD, TABLED),
    (Operation::EnterPosition, SECRETARIAT, TABLED),
    (Operation::ConfirmEntry, DELEGATION, TABLED),
    (Operation::AgreeClauses, CHAIR, TABLED),
    (Operation::AdoptInstrument, CHAIR, TABLED),
    (Operation::SignInstrument, HEAD, ADOPTED),
    (Operation::ListHolidays, SECRETARIAT, NETWORK),
    (Operation::ReadAudit, AUDITORS, ANYWHERE),
    (Operation::ErasePersonalData, SECRETARIAT, NETWORK),
    (Operation::DeclareKey, HEAD, NETWORK),
    (Operation::ConfirmKey, SECRETARIAT, NETWORK),
    (Operation::RotateKey, HEAD, NETWORK),
    (Operation::ApproveKey, HEAD, NETWORK),
];

/// Reports whether any of these roles permits an operation in a state.
///
/// Anchoring heads has no row: the server alone does it.
pub fn permits(operation: Operation, roles: &BTreeSet<Role>, state: ResourceState) -> bool {
    TABLE.iter().any(|(row, permitted, states)| {
        *row == operation
            && states.contains(&state)
            && permitted.iter().any(|role| roles.contains(role))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(operation: Operation, role: Role, state: ResourceState, expected: bool) {
        assert_eq!(permits(operation, &BTreeSet::from([role]), state), expected);
    }

    #[test]
    fn nobody_without_a_role_may_do_anything() {
        for operation in Operation::ALL {
            for state in ResourceState::ALL {
                assert!(
                    !permits(operation, &BTreeSet::new(), state),
                    "{operation:?} {state:?}"
                );
            }
        }
    }

    #[test]
    fn a_frozen_draft_takes_no_edits() {
        check(
            Operation::EditDraft,
            Role::PenHolder,
            ResourceState::Tabled,
            true,
        );
        check(
            Operation::EditDraft,
            Role::Chair,
            ResourceState::TabledFrozen,
            false,
        );
        check(
            Operation::ImportText,
            Role::PenHolder,
            ResourceState::DraftingFrozen,
            false,
        );
    }

    #[test]
    fn the_secretariat_takes_no_position_and_edits_no_draft() {
        check(
            Operation::TakePosition,
            Role::Secretariat,
            ResourceState::Tabled,
            false,
        );
        check(
            Operation::EditDraft,
            Role::Secretariat,
            ResourceState::Tabled,
            false,
        );
        check(
            Operation::ReadDraft,
            Role::Secretariat,
            ResourceState::Tabled,
            true,
        );
    }

    #[test]
    fn readers_change_nothing() {
        let reads = [
            Operation::ReadNetwork,
            Operation::ReadRecord,
            Operation::ReadAudit,
            Operation::TakeBundle,
            Operation::ReadRevision,
            Operation::ReadDraft,
            Operation::ReadGroupThreads,
            Operation::ReadOpenThreads,
            Operation::ReadCheck,
        ];
        for operation in Operation::ALL.into_iter().filter(|op| !reads.contains(op)) {
            for state in ResourceState::ALL {
                for role in [Role::Observer, Role::GroupObserver, Role::Auditor] {
                    check(operation, role, state, false);
                }
            }
        }
    }

    #[test]
    fn a_position_needs_a_tabled_revision() {
        check(
            Operation::TakePosition,
            Role::Delegate,
            ResourceState::Drafting,
            false,
        );
        check(
            Operation::TakePosition,
            Role::Delegate,
            ResourceState::Tabled,
            true,
        );
    }
}
