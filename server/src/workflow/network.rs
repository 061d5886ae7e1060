//! What the secretariat does to the network.

use domain::api::{
    AdmitOrganisation, ChangeRole, EndVoting, GroupSeat, MakeGroup, ReserveSubmission,
};
use domain::id::{DelegateId, GroupId, OrganisationId};

use super::{Office, Receipt, WorkflowError};
use crate::signatures;

/// Admits an organisation.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::admit_organisation`] says.
pub async fn admit_organisation(
    office: &Office,
    by: DelegateId,
    command: &AdmitOrganisation,
) -> Result<(OrganisationId, Receipt), WorkflowError> {
    if let Some(key) = command.key {
        signatures::check_usable(key)?;
    }
    let id = OrganisationId::from_uuid(office.fresh_uuid());
    let mut writing = office.begin().await?;
    let act = writing
        .register()
        .network()
        .admit_organisation(command, by, id)?;
    writing.append([act]).await?;
    Ok((id, writing.commit().await?))
}

/// Sets the end of an organisation's voting.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::end_voting`] says.
pub async fn end_voting(
    office: &Office,
    by: DelegateId,
    organisation: OrganisationId,
    command: &EndVoting,
) -> Result<Receipt, WorkflowError> {
    let mut writing = office.begin().await?;
    let act = writing
        .register()
        .network()
        .end_voting(organisation, command, by)?;
    writing.append([act]).await?;
    writing.commit().await
}

/// Says whether an organisation's head of delegation alone submits its positions.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::reserve_submission`] says.
pub async fn reserve_submission(
    office: &Office,
    by: DelegateId,
    command: &ReserveSubmission,
) -> Result<Receipt, WorkflowError> {
    let mut writing = office.begin().await?;
    let network = writing.register().network();
    let act = network.reserve_submission(command, by)?;
    writing.append([act]).await?;
    writing.commit().await
}

/// Changes a person's role in the network.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::change_role`] says.
pub async fn change_role(
    office: &Office,
    by: DelegateId,
    delegate: DelegateId,
    command: &ChangeRole,
) -> Result<Receipt, WorkflowError> {
    let mut writing = office.begin().await?;
    let act = writing
        .register()
        .network()
        .change_role(delegate, command, by)?;
    writing.append([act]).await?;
    writing.commit().await
}

/// Makes a working group.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::make_group`] says.
pub async fn make_group(
    office: &Office,
    by: DelegateId,
    command: &MakeGroup,
) -> Result<(GroupId, Receipt), WorkflowError> {
    let id = GroupId::from_uuid(office.fresh_uuid());
    let mut writing = office.begin().await?;
    let act = writing.register().network().make_group(command, by, id)?;
    writing.append([act]).await?;
    Ok((id, writing.commit().await?))
}

/// Seats a person in a working group, or changes the seat.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::seat_in_group`] says.
pub async fn seat_in_group(
    office: &Office,
    by: DelegateId,
    group: GroupId,
    seat: GroupSeat,
) -> Result<Receipt, WorkflowError> {
    let mut writing = office.begin().await?;
    let act = writing
        .register()
        .network()
        .seat_in_group(group, seat, by)?;
    writing.append([act]).await?;
    writing.commit().await
}

/// Ends a person's part in a working group.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::leave_group`] says.
pub async fn leave_group(
    office: &Office,
    by: DelegateId,
    group: GroupId,
    delegate: DelegateId,
) -> Result<Receipt, WorkflowError> {
    let mut writing = office.begin().await?;
    let act = writing
        .register()
        .network()
        .leave_group(group, delegate, by)?;
    writing.append([act]).await?;
    writing.commit().await
}
