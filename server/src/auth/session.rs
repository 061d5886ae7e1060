//! Sessions of browsers.

use domain::id::DelegateId;
use domain::time::Timestamp;
use uuid::Uuid;

use super::Device;
use super::token::Token;
use crate::random::Random;
use crate::store::{Session, Store, StoreError, Tx};

/// How long a session lasts at most, in seconds: 14 days.
pub const LIFETIME_SECONDS: i64 = 14 * 24 * 3_600;
/// How long a session lasts unused, in seconds: 12 hours.
pub const IDLE_SECONDS: i64 = 12 * 3_600;
/// How exactly the last use is noted, in seconds; a write for every request would be too much.
const TOUCH_SECONDS: i64 = 60;

/// Signs a delegate in with a browser; returns the token for its cookie.
///
/// A token is never reused: whoever signs in gets a new one, whatever they came with.
///
/// # Errors
///
/// * [`StoreError::Constraint`] if the delegate has no account;
/// * [`StoreError::Database`] if the database fails.
pub async fn begin(
    tx: &mut Tx,
    random: &Random,
    delegate_id: DelegateId,
    device: Device,
    now: Timestamp,
) -> Result<(Token, Session), StoreError> {
    let token = Token::new(random);
    let session = Session {
        id: random.uuid(now),
        delegate_id,
        created_at: now,
        seen_at: now,
        ended_at: None,
        user_agent: device.user_agent,
        address: device.address,
    };
    tx.insert_session(&session, &token.hash()).await?;
    Ok((token, session))
}

/// Finds the session of a cookie's token, if it is still good.
///
/// The caller checks in the record that the delegate is still accredited.
///
/// # Errors
///
/// * [`StoreError::Inconsistent`] if the row does not convert;
/// * [`StoreError::Database`] if the database fails.
pub async fn find(
    tx: &mut Tx,
    token: &Token,
    now: Timestamp,
) -> Result<Option<Session>, StoreError> {
    let session = tx.session_by_token(&token.hash()).await?;
    Ok(session.filter(|session| is_good(session, now)))
}

/// Tells whether a session can still be used.
pub fn is_good(session: &Session, now: Timestamp) -> bool {
    session.ended_at.is_none()
        && now < session.created_at.plus_seconds(LIFETIME_SECONDS)
        && now < session.seen_at.plus_seconds(IDLE_SECONDS)
}

/// Finds the session of a cookie's token, if it is still good, and notes that it was used.
///
/// The caller checks in the record that the delegate is still accredited.
///
/// # Errors
///
/// * [`StoreError`] if the database fails.
pub async fn resume(
    store: &Store,
    token: &Token,
    now: Timestamp,
) -> Result<Option<Session>, StoreError> {
    let found = find(&mut store.snapshot().await?, token, now).await?;
    if let Some(session) = found.as_ref().filter(|session| is_touch_due(session, now)) {
        let mut tx = store.begin().await?;
        tx.touch_session(session.id, now).await?;
        tx.commit().await?;
    }
    Ok(found)
}

fn is_touch_due(session: &Session, now: Timestamp) -> bool {
    session.seen_at.plus_seconds(TOUCH_SECONDS) <= now
}

/// Signs a delegate in with a browser, in a transaction of its own.
///
/// For whoever has just proved to be the delegate, as by a link.
///
/// # Errors
///
/// * [`StoreError`] as [`begin`] says.
pub async fn start(
    store: &Store,
    random: &Random,
    delegate_id: DelegateId,
    device: Device,
    now: Timestamp,
) -> Result<(Token, Session), StoreError> {
    let mut tx = store.begin().await?;
    let begun = begin(&mut tx, random, delegate_id, device, now).await?;
    tx.commit().await?;
    Ok(begun)
}

/// Ends one session of a delegate; returns whether it was theirs and running.
///
/// # Errors
///
/// * [`StoreError`] if the database fails.
pub async fn end(
    store: &Store,
    delegate_id: DelegateId,
    id: Uuid,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let ended = tx.end_session(delegate_id, id, now).await?;
    tx.commit().await?;
    Ok(ended)
}

/// Lists the sessions of a delegate that can still be used, last used first.
///
/// # Errors
///
/// * [`StoreError::Inconsistent`] if a row does not convert;
/// * [`StoreError::Database`] if the database fails.
pub async fn list(
    tx: &mut Tx,
    delegate_id: DelegateId,
    now: Timestamp,
) -> Result<Vec<Session>, StoreError> {
    let mut sessions = tx.sessions_of(delegate_id).await?;
    sessions.retain(|session| is_good(session, now));
    Ok(sessions)
}
