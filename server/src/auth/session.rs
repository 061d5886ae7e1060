//! Sessions of browsers.

use domain::id::DelegateId;
use domain::time::Timestamp;

use super::Device;
use super::token::Token;
use crate::random::Random;
use crate::store::{Session, StoreError, Tx};

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

/// Tells whether a use of a session is due to be noted with [`Tx::touch_session`].
pub fn is_touch_due(session: &Session, now: Timestamp) -> bool {
    session.seen_at.plus_seconds(TOUCH_SECONDS) <= now
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
