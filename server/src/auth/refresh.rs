//! Programs that stay signed in: each refresh token buys the next one.
//!
//! A token that is shown twice was copied, so its whole family ends.

use domain::id::DelegateId;
use domain::time::Timestamp;
use uuid::Uuid;

use super::token::Token;
use super::{Auth, AuthError, AuthRefusal, Device, access};
use crate::store::{RefreshFamily, Store, StoreError, Tx};

/// How long a program stays signed in at most, in seconds: 30 days.
pub const LIFETIME_SECONDS: i64 = 30 * 24 * 3_600;
/// How long a refresh token is good unused, in seconds: 14 days.
pub const IDLE_SECONDS: i64 = 14 * 24 * 3_600;

/// What a program gets when it signs in or refreshes.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// To be shown with every request, for [`access::LIFETIME_SECONDS`].
    pub access: String,
    /// To be shown once, for the next tokens.
    pub refresh: Token,
}

/// Signs a delegate in with a program.
///
/// # Errors
///
/// * [`StoreError::Constraint`] if the delegate has no account;
/// * [`StoreError::Database`] if the database fails.
pub async fn begin(
    auth: &Auth,
    tx: &mut Tx,
    delegate_id: DelegateId,
    device: Device,
    now: Timestamp,
) -> Result<Tokens, StoreError> {
    let family = RefreshFamily {
        id: auth.random.uuid(now),
        delegate_id,
        created_at: now,
        expires_at: now.plus_seconds(LIFETIME_SECONDS),
        ended_at: None,
        user_agent: device.user_agent,
        address: device.address,
    };
    tx.insert_refresh_family(&family).await?;
    issue(auth, tx, (delegate_id, family.id), now).await
}

/// Takes a refresh token and gives the next tokens of its family.
///
/// # Errors
///
/// * [`AuthRefusal::TokenReused`] if it was used before; its family has ended now;
/// * [`AuthRefusal::SignedOut`] if it is unknown or expired, or its family has ended;
/// * [`StoreError`] if the database fails.
pub async fn refresh(
    auth: &Auth,
    store: &Store,
    token: &Token,
    now: Timestamp,
) -> Result<Tokens, AuthError> {
    let mut tx = store.begin().await?;
    let shown = tx
        .refresh_token(&token.hash())
        .await?
        .ok_or(AuthRefusal::SignedOut)?;
    let family = tx
        .refresh_family(shown.family_id)
        .await?
        .ok_or(AuthRefusal::SignedOut)?;
    if !family.is_open(now) {
        return Err(AuthRefusal::SignedOut.into());
    }
    if shown.used_at.is_some() {
        tx.end_refresh_family(family.delegate_id, family.id, now)
            .await?;
        tx.commit().await?;
        return Err(AuthRefusal::TokenReused.into());
    }
    if shown.issued_at.plus_seconds(IDLE_SECONDS) <= now {
        return Err(AuthRefusal::SignedOut.into());
    }
    tx.use_refresh_token(&token.hash(), now).await?;
    let tokens = issue(auth, &mut tx, (family.delegate_id, family.id), now).await?;
    tx.commit().await?;
    Ok(tokens)
}

/// Finds whose a refresh token is, used or not.
///
/// # Errors
///
/// * [`StoreError`] if the database fails.
pub async fn holder(store: &Store, token: &Token) -> Result<Option<DelegateId>, StoreError> {
    let mut tx = store.snapshot().await?;
    let Some(shown) = tx.refresh_token(&token.hash()).await? else {
        return Ok(None);
    };
    let family = tx.refresh_family(shown.family_id).await?;
    Ok(family.map(|family| family.delegate_id))
}

/// Signs a program out by its refresh token, used or not; returns whether it was signed in.
///
/// # Errors
///
/// * [`StoreError`] if the database fails.
pub async fn end(store: &Store, token: &Token, now: Timestamp) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let Some(shown) = tx.refresh_token(&token.hash()).await? else {
        return Ok(false);
    };
    let Some(family) = tx.refresh_family(shown.family_id).await? else {
        return Ok(false);
    };
    let ended = tx
        .end_refresh_family(family.delegate_id, family.id, now)
        .await?;
    tx.commit().await?;
    Ok(ended)
}

/// Signs a program out, by the family of the tokens it shows; returns whether it was signed in.
///
/// # Errors
///
/// * [`StoreError`] if the database fails.
pub async fn end_family(
    store: &Store,
    delegate_id: DelegateId,
    family: Uuid,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let ended = tx.end_refresh_family(delegate_id, family, now).await?;
    tx.commit().await?;
    Ok(ended)
}

/// Signs a delegate in with a program, in a transaction of its own.
///
/// For whoever has just proved to be the delegate, as by a link.
///
/// # Errors
///
/// * [`StoreError`] as [`begin`] says.
pub async fn start(
    auth: &Auth,
    store: &Store,
    delegate_id: DelegateId,
    device: Device,
    now: Timestamp,
) -> Result<Tokens, StoreError> {
    let mut tx = store.begin().await?;
    let tokens = begin(auth, &mut tx, delegate_id, device, now).await?;
    tx.commit().await?;
    Ok(tokens)
}

async fn issue(
    auth: &Auth,
    tx: &mut Tx,
    (delegate_id, family_id): (DelegateId, Uuid),
    now: Timestamp,
) -> Result<Tokens, StoreError> {
    let refresh = Token::new(&auth.random);
    tx.insert_refresh_token(&refresh.hash(), family_id, now)
        .await?;
    let access = access::sign(&auth.keys, &auth.random, (delegate_id, family_id), now);
    Ok(Tokens { access, refresh })
}
