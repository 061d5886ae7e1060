//! How people come into the network and leave it: the act in the record and
//! the credentials beside it are one transaction.

use domain::api::{FoundNetwork, InviteDelegate, WithdrawRole};
use domain::id::{DelegateId, InvitationId};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use domain::words::EmailAddress;

use super::{Office, Receipt, WorkflowError};
use crate::auth::token::Token;
use crate::auth::{close_account, invitation};
use crate::secret::Secret;

/// Somebody invited, and the token of the link that lets them in; it is shown once.
#[derive(Debug)]
pub struct Invited {
    /// The invitation.
    pub invitation: InvitationId,
    /// The person.
    pub delegate: DelegateId,
    /// The token of the link.
    pub token: Token,
    /// What was recorded.
    pub receipt: Receipt,
}

/// Makes the one-time link that sets an empty network up; none once it has been.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database fails.
pub async fn make_set_up_link(office: &Office) -> Result<Option<Token>, WorkflowError> {
    let mut writing = office.begin().await?;
    if writing.register().network().is_founded() {
        return Ok(None);
    }
    let now = writing.now();
    let token = invitation::make_setup_link(writing.tx(), office.random(), now).await?;
    writing.commit().await?;
    Ok(Some(token))
}

/// Sets the network up with the first person of its secretariat.
///
/// # Errors
///
/// * [`WorkflowError::Auth`] if the link does not work;
/// * [`WorkflowError::Refused`] as [`domain::network::Network::found`] says.
pub async fn found_network(
    office: &Office,
    link: &Token,
    command: &FoundNetwork,
    password_hash: Option<Secret>,
) -> Result<(DelegateId, Receipt), WorkflowError> {
    let delegate = DelegateId::from_uuid(office.fresh_uuid());
    let mut writing = office.begin().await?;
    let act = writing.register().network().found(command, delegate)?;
    let now = writing.now();
    invitation::use_setup_link(writing.tx(), link, now).await?;
    writing.append([act]).await?;
    invitation::make_account(writing.tx(), delegate, &command.address, now).await?;
    invitation::set_password(writing.tx(), delegate, password_hash).await?;
    Ok((delegate, writing.commit().await?))
}

/// Invites a person.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::invite_delegate`] says.
pub async fn invite_delegate(
    office: &Office,
    by: DelegateId,
    command: &InviteDelegate,
) -> Result<Invited, WorkflowError> {
    let ids = (
        InvitationId::from_uuid(office.fresh_uuid()),
        DelegateId::from_uuid(office.fresh_uuid()),
    );
    let mut writing = office.begin().await?;
    let now = writing.now();
    let act = writing
        .register()
        .network()
        .invite_delegate(command, by, now, ids)?;
    writing.append([act]).await?;
    let span = (now, command.expires_at);
    let token =
        invitation::invite(writing.tx(), office.random(), ids, &command.address, span).await?;
    let receipt = writing.commit().await?;
    Ok(Invited {
        invitation: ids.0,
        delegate: ids.1,
        token,
        receipt,
    })
}

/// Gives a person a new link in place of the old one: to accept an invitation, or to sign in anew.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::renew_invitation`] says.
pub async fn renew_invitation(
    office: &Office,
    by: DelegateId,
    delegate: DelegateId,
    expires_at: Timestamp,
) -> Result<Invited, WorkflowError> {
    let id = InvitationId::from_uuid(office.fresh_uuid());
    let mut writing = office.begin().await?;
    let now = writing.now();
    let network = writing.register().network();
    let act = network.renew_invitation(delegate, by, (now, expires_at), id)?;
    let address: EmailAddress = network
        .delegate(delegate)
        .and_then(|person| person.address.as_str()?.parse().ok())
        .ok_or(Refusal::UnknownDelegate(delegate))?;
    writing.append([act]).await?;
    let (ids, span) = ((id, delegate), (now, expires_at));
    let token = invitation::invite(writing.tx(), office.random(), ids, &address, span).await?;
    Ok(Invited {
        invitation: id,
        delegate,
        token,
        receipt: writing.commit().await?,
    })
}

/// Takes an invitation or a link to sign in anew back; it no longer works.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::revoke_invitation`] says.
pub async fn revoke_invitation(
    office: &Office,
    by: DelegateId,
    id: InvitationId,
) -> Result<Receipt, WorkflowError> {
    let mut writing = office.begin().await?;
    let network = writing.register().network();
    let act = network.revoke_invitation(id, by)?;
    let holder = network
        .delegates()
        .find(|person| person.link().is_some_and(|open| open.id == id))
        .map(|person| (person.id, person.is_accredited()));
    writing.append([act]).await?;
    let now = writing.now();
    match holder {
        Some((delegate, true)) => {
            writing.tx().revoke_invitations_of(delegate, now).await?;
        }
        Some((delegate, false)) => close_account(writing.tx(), delegate, now).await?,
        None => {}
    }
    writing.commit().await
}

/// Lets in the person who has the link, with a password or none for now; every earlier sign-in ends.
///
/// # Errors
///
/// * [`WorkflowError::Auth`] if the link does not work;
/// * [`WorkflowError::Refused`] as [`domain::network::Network::accept_invitation`] says.
pub async fn accept_invitation(
    office: &Office,
    link: &Token,
    password_hash: Option<Secret>,
) -> Result<(DelegateId, Receipt), WorkflowError> {
    let mut writing = office.begin().await?;
    let now = writing.now();
    let invitation = invitation::accept(writing.tx(), link, password_hash, now).await?;
    let act = writing
        .register()
        .network()
        .accept_invitation(invitation.id, now)?;
    writing.append([act]).await?;
    Ok((invitation.delegate_id, writing.commit().await?))
}

/// Ends a person's part in the network, and everything by which they could act.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::withdraw_role`] says.
pub async fn withdraw_role(
    office: &Office,
    by: DelegateId,
    delegate: DelegateId,
    command: &WithdrawRole,
) -> Result<Receipt, WorkflowError> {
    let mut writing = office.begin().await?;
    let act = writing
        .register()
        .network()
        .withdraw_role(delegate, command, by)?;
    writing.append([act]).await?;
    let now = writing.now();
    close_account(writing.tx(), delegate, now).await?;
    writing.commit().await
}
