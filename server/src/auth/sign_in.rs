//! Is this the password of this account?

use std::net::IpAddr;

use domain::id::DelegateId;
use domain::time::Timestamp;
use domain::words::EmailAddress;
use uuid::Uuid;

use super::password::Password;
use super::refresh::Tokens;
use super::token::Token;
use super::{Auth, AuthError, AuthRefusal, Device, invitation, refresh, session};
use crate::store::{Account, Session, Store, StoreError, Tx};

/// Someone who wants to sign in.
#[derive(Debug, Clone)]
pub struct Attempt<'a> {
    /// The name as it was typed.
    pub name: &'a str,
    /// The password.
    pub password: Password,
    /// Where they are.
    pub address: IpAddr,
}

/// Finds the delegate whose name and password these are.
///
/// Attempts are counted per name and per address, whether or not the name
/// exists, and every counted attempt costs the same work. `is_accredited` says
/// what the record says of the delegate; one who is not is answered like one
/// who does not exist.
///
/// # Errors
///
/// * [`AuthRefusal::TooManyAttempts`] before anything is looked up;
/// * [`AuthRefusal::WrongCredentials`], one answer for every reason;
/// * [`StoreError`] if the database fails.
pub async fn check_password(
    auth: &Auth,
    store: &Store,
    attempt: Attempt<'_>,
    is_accredited: impl FnOnce(DelegateId) -> bool + Send,
) -> Result<DelegateId, AuthError> {
    let Attempt {
        name,
        password,
        address,
    } = attempt;
    let name: Option<EmailAddress> = name.parse().ok();
    let name = name.as_ref().map_or("", EmailAddress::as_str);
    auth.limits.check(name, address)?;
    let account = store.snapshot().await?.account_named(name).await?;
    let stretched = account
        .as_ref()
        .and_then(|account| account.password_hash.clone());
    let matches = auth.passwords.matches(password, stretched).await?;
    match account {
        Some(account) if matches && is_accredited(account.delegate_id) => Ok(account.delegate_id),
        _ => Err(AuthRefusal::WrongCredentials.into()),
    }
}

/// Signs in with a browser: checks the password and begins a session.
///
/// # Errors
///
/// * [`AuthRefusal`] or [`StoreError`] as [`check_password`] says.
pub async fn sign_in(
    auth: &Auth,
    store: &Store,
    (attempt, device): (Attempt<'_>, Device),
    is_accredited: impl FnOnce(DelegateId) -> bool + Send,
    now: Timestamp,
) -> Result<(Token, Session), AuthError> {
    let delegate_id = check_password(auth, store, attempt, is_accredited).await?;
    Ok(session::start(store, &auth.random, delegate_id, device, now).await?)
}

/// Signs in with a program: checks the password and issues the first tokens.
///
/// # Errors
///
/// * [`AuthRefusal`] or [`StoreError`] as [`check_password`] says.
pub async fn sign_in_program(
    auth: &Auth,
    store: &Store,
    (attempt, device): (Attempt<'_>, Device),
    is_accredited: impl FnOnce(DelegateId) -> bool + Send,
    now: Timestamp,
) -> Result<Tokens, AuthError> {
    let delegate_id = check_password(auth, store, attempt, is_accredited).await?;
    let mut tx = store.begin().await?;
    let tokens = refresh::begin(auth, &mut tx, delegate_id, device, now).await?;
    tx.commit().await?;
    Ok(tokens)
}

/// A wish to have another password.
#[derive(Debug, Clone)]
pub struct PasswordChange {
    /// The password so far; not asked for where there is none.
    pub current: Password,
    /// The new one.
    pub new: Password,
    /// The session that stays signed in, when all others end.
    pub keep: Option<Uuid>,
    /// Where the person is.
    pub address: IpAddr,
}

/// Changes the password of a delegate who is signed in, and signs out everything else.
///
/// # Errors
///
/// * [`AuthRefusal::TooManyAttempts`] or [`AuthRefusal::WrongCredentials`] if the current
///   password is guessed;
/// * [`StoreError`] if the database fails.
pub async fn change_password(
    auth: &Auth,
    store: &Store,
    delegate_id: DelegateId,
    change: PasswordChange,
    now: Timestamp,
) -> Result<(), AuthError> {
    let account = store.snapshot().await?.account(delegate_id).await?;
    let Account {
        sign_in_name,
        password_hash,
        ..
    } = account.ok_or(AuthRefusal::WrongCredentials)?;
    if password_hash.is_some() {
        auth.limits.check(&sign_in_name, change.address)?;
        if !auth
            .passwords
            .matches(change.current, password_hash)
            .await?
        {
            return Err(AuthRefusal::WrongCredentials.into());
        }
    }
    let stretched = auth
        .passwords
        .stretch(change.new, auth.random.bytes())
        .await?;
    let mut tx = store.begin().await?;
    invitation::set_password(&mut tx, delegate_id, Some(stretched)).await?;
    end_others(&mut tx, delegate_id, change.keep, now).await?;
    Ok(tx.commit().await?)
}

async fn end_others(
    tx: &mut Tx,
    delegate_id: DelegateId,
    keep: Option<Uuid>,
    now: Timestamp,
) -> Result<(), StoreError> {
    for session in tx.sessions_of(delegate_id).await? {
        if Some(session.id) != keep {
            tx.end_session(delegate_id, session.id, now).await?;
        }
    }
    tx.end_refresh_families_of(delegate_id, now).await?;
    tx.revoke_invitations_of(delegate_id, now).await?;
    Ok(())
}
