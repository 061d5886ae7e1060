//! Access tokens: what programs show with every request, for a few minutes.
//!
//! JWTs signed with Ed25519. Algorithm, type, issuer and audience are pinned;
//! a header with anything else in it is refused.

use domain::id::DelegateId;
use domain::time::Timestamp;
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Auth;
use super::key_ring::KeyRing;
use crate::random::Random;
use crate::store::{Store, StoreError};

/// How long an access token is good, in seconds: 10 minutes.
pub const LIFETIME_SECONDS: i64 = 600;
/// The `typ` of the header, so that no other token of ours passes for one.
pub const TYPE: &str = "clausewise-access+jwt";
/// The audience: the API.
pub const AUDIENCE: &str = "clausewise-api";
/// A longer text is turned down before it is looked at.
const MAX_BYTES: usize = 2_048;
/// By how much the clocks of two nodes may differ, in seconds.
const CLOCK_SECONDS: i64 = 60;

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessClaims {
    /// The server that signed it.
    pub iss: String,
    /// What it is good for.
    pub aud: String,
    /// Who shows it.
    pub sub: DelegateId,
    /// The refresh family it comes from, which ends it early.
    pub sid: Uuid,
    /// When it was signed, in seconds since 1970.
    pub iat: i64,
    /// From when on it is no longer good, in seconds since 1970.
    pub exp: i64,
    /// Names the token.
    pub jti: Uuid,
}

/// Why an access token is not good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAccess {
    /// It is malformed, forged, or meant for something else.
    #[error("this is no access token of this server")]
    Foreign,
    /// No key is known that could have signed it.
    #[error("the key of this access token is not known")]
    UnknownKey,
    /// It was good once, or will be.
    #[error("this access token has expired")]
    Expired,
}

/// Signs a token that lets a program act for a delegate for [`LIFETIME_SECONDS`].
///
/// # Panics
///
/// If the key of the ring is unfit to sign, which [`KeyRing::open`] excludes.
pub fn sign(
    keys: &KeyRing,
    random: &Random,
    (sub, sid): (DelegateId, Uuid),
    now: Timestamp,
) -> String {
    let iat = seconds(now);
    let claims = AccessClaims {
        iss: keys.issuer().to_owned(),
        aud: AUDIENCE.to_owned(),
        sub,
        sid,
        iat,
        exp: iat + LIFETIME_SECONDS,
        jti: random.uuid(now),
    };
    let (id, key) = keys.signing();
    jsonwebtoken::encode(&header(id), &claims, &key).expect("an Ed25519 key signs any claims")
}

/// Verifies a token; says nothing about whether its holder was signed out since.
///
/// # Errors
///
/// * [`InvalidAccess`] says why it is not good.
pub fn verify(keys: &KeyRing, token: &str, now: Timestamp) -> Result<AccessClaims, InvalidAccess> {
    if token.len() > MAX_BYTES {
        return Err(InvalidAccess::Foreign);
    }
    let found = jsonwebtoken::decode_header(token).map_err(|_| InvalidAccess::Foreign)?;
    let id = found.kid.clone().ok_or(InvalidAccess::Foreign)?;
    if found != header(id.clone()) {
        return Err(InvalidAccess::Foreign);
    }
    let key = keys.verifying(&id, now).ok_or(InvalidAccess::UnknownKey)?;
    let decoded = jsonwebtoken::decode::<AccessClaims>(token, &key, &validation(keys));
    let claims = decoded.map_err(|_| InvalidAccess::Foreign)?.claims;
    check_time(&claims, seconds(now)).map(|()| claims)
}

/// Finds whom a token speaks for: verified, and its holder not signed out since.
///
/// The caller checks in the record that the delegate is still accredited.
///
/// # Errors
///
/// * [`StoreError`] if the database fails.
pub async fn find(
    auth: &Auth,
    store: &Store,
    token: &str,
    now: Timestamp,
) -> Result<Option<AccessClaims>, StoreError> {
    let mut verified = verify(&auth.keys, token, now);
    if verified == Err(InvalidAccess::UnknownKey) {
        auth.keys.reload(store, now).await?;
        verified = verify(&auth.keys, token, now);
    }
    let Ok(claims) = verified else {
        return Ok(None);
    };
    let family = store.snapshot().await?.refresh_family(claims.sid).await?;
    let open = family.is_some_and(|it| it.is_open(now) && it.delegate_id == claims.sub);
    Ok(open.then_some(claims))
}

/// The only header that is written or accepted.
fn header(id: String) -> Header {
    let mut header = Header::new(Algorithm::EdDSA);
    header.typ = Some(TYPE.to_owned());
    header.kid = Some(id);
    header
}

/// The library would read the machine's clock, so the times are checked here.
fn validation(keys: &KeyRing) -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.validate_exp = false;
    validation.set_issuer(&[keys.issuer()]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation
}

fn check_time(claims: &AccessClaims, now: i64) -> Result<(), InvalidAccess> {
    let plausible = claims.iat <= now.saturating_add(CLOCK_SECONDS)
        && claims.exp.checked_sub(claims.iat) == Some(LIFETIME_SECONDS);
    if !plausible {
        return Err(InvalidAccess::Foreign);
    }
    if claims.exp <= now {
        Err(InvalidAccess::Expired)
    } else {
        Ok(())
    }
}

fn seconds(at: Timestamp) -> i64 {
    at.as_micros() / 1_000_000
}
