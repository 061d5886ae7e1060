//! Single-use links: to become a delegate, and to set up an empty server.

use domain::id::{DelegateId, InvitationId};
use domain::time::Timestamp;
use domain::words::EmailAddress;

use super::token::Token;
use super::{AuthError, AuthRefusal, sign_out_everywhere};
use crate::random::Random;
use crate::secret::Secret;
use crate::store::{Account, Invitation, StoreError, Tx};

/// How long the set-up link works, in seconds: a day. A restart prints a new one.
pub const SETUP_SECONDS: i64 = 24 * 3_600;

/// Invites a delegate: makes the account if there is none, and a link's token.
///
/// Earlier links of the delegate no longer work. The token is shown once.
///
/// # Errors
///
/// * [`AuthRefusal::NameTaken`] if another account has the address;
/// * [`StoreError`] if the database fails.
pub async fn invite(
    tx: &mut Tx,
    random: &Random,
    (id, delegate_id): (InvitationId, DelegateId),
    address: &EmailAddress,
    (now, expires_at): (Timestamp, Timestamp),
) -> Result<Token, AuthError> {
    make_account(tx, delegate_id, address, now).await?;
    tx.revoke_invitations_of(delegate_id, now).await?;
    let token = Token::new(random);
    let invitation = Invitation {
        id,
        delegate_id,
        created_at: now,
        expires_at,
        used_at: None,
        revoked_at: None,
    };
    tx.insert_invitation(&invitation, &token.hash()).await?;
    Ok(token)
}

/// Makes an account without a password, unless the delegate has one under this address.
///
/// # Errors
///
/// * [`AuthRefusal::NameTaken`] if another account has the address;
/// * [`StoreError`] if the database fails.
pub async fn make_account(
    tx: &mut Tx,
    delegate_id: DelegateId,
    address: &EmailAddress,
    now: Timestamp,
) -> Result<(), AuthError> {
    if let Some(holder) = tx.account_named(address.as_str()).await? {
        let theirs = holder.delegate_id == delegate_id;
        return if theirs {
            Ok(())
        } else {
            Err(AuthRefusal::NameTaken.into())
        };
    }
    if let Some(account) = tx.account(delegate_id).await? {
        let sign_in_name = address.to_string();
        return Ok(tx
            .update_account(&Account {
                sign_in_name,
                ..account
            })
            .await?);
    }
    let account = Account {
        delegate_id,
        sign_in_name: address.to_string(),
        password_hash: None,
        created_at: now,
        version: 0,
    };
    Ok(tx.insert_account(&account).await?)
}

/// Finds the open invitation of a link.
///
/// # Errors
///
/// * [`AuthRefusal::LinkNotOpen`], one answer for every reason;
/// * [`StoreError`] if the database fails.
pub async fn find(tx: &mut Tx, token: &Token, now: Timestamp) -> Result<Invitation, AuthError> {
    let found = tx.invitation_by_token(&token.hash()).await?;
    let open = found.filter(|invitation| invitation.is_open(now));
    open.ok_or_else(|| AuthRefusal::LinkNotOpen.into())
}

/// Uses the link of an invitation and sets the password, or none for now.
///
/// Signs the delegate out everywhere else: a link also serves someone who lost control.
///
/// # Errors
///
/// * [`AuthRefusal::LinkNotOpen`], one answer for every reason;
/// * [`StoreError`] if the database fails.
pub async fn accept(
    tx: &mut Tx,
    token: &Token,
    password_hash: Option<Secret>,
    now: Timestamp,
) -> Result<Invitation, AuthError> {
    let invitation = find(tx, token, now).await?;
    tx.use_invitation(invitation.id, now).await?;
    sign_out_everywhere(tx, invitation.delegate_id, now).await?;
    set_password(tx, invitation.delegate_id, password_hash).await?;
    Ok(invitation)
}

/// Sets the password of an account, or removes it.
///
/// # Errors
///
/// * [`StoreError::Stale`] if the delegate has no account;
/// * [`StoreError::Database`] if the database fails.
pub async fn set_password(
    tx: &mut Tx,
    delegate_id: DelegateId,
    password_hash: Option<Secret>,
) -> Result<(), StoreError> {
    let stale = || StoreError::Stale {
        table: "accounts",
        id: delegate_id.to_string(),
    };
    let account = tx.account(delegate_id).await?.ok_or_else(stale)?;
    tx.update_account(&Account {
        password_hash,
        ..account
    })
    .await
}

/// Makes the link that sets up an empty server; earlier ones no longer work.
///
/// # Errors
///
/// * [`StoreError::Database`] if the database fails.
pub async fn make_setup_link(
    tx: &mut Tx,
    random: &Random,
    now: Timestamp,
) -> Result<Token, StoreError> {
    let token = Token::new(random);
    let expires_at = now.plus_seconds(SETUP_SECONDS);
    tx.replace_setup_link(&token.hash(), expires_at).await?;
    Ok(token)
}

/// Uses the set-up link, in the transaction that makes the first of the secretariat.
///
/// # Errors
///
/// * [`AuthRefusal::LinkNotOpen`] if it does not work;
/// * [`StoreError::Database`] if the database fails.
pub async fn use_setup_link(tx: &mut Tx, token: &Token, now: Timestamp) -> Result<(), AuthError> {
    let worked = tx.use_setup_link(&token.hash(), now).await?;
    if worked {
        Ok(())
    } else {
        Err(AuthRefusal::LinkNotOpen.into())
    }
}
