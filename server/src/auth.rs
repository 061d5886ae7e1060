//! Signing in: passwords, links, sessions, tokens, and who may ask.
//!
//! Credential logic only: no pages, no HTTP types. What belongs to an act of the
//! record takes the open [`Tx`](crate::store::Tx), so that both are one
//! transaction. Whether a person is accredited is the record's to say, and the
//! caller's to check: a valid session of a withdrawn delegate opens nothing.
//!
//! # Map
//!
//! * [`sign_in`]: is this the password of this account, throttled
//! * [`password`]: stretching, and the bounds of a password
//! * [`invitation`]: single-use links, and the set-up of an empty server
//! * [`session`], [`cookie`]: browsers
//! * [`refresh`], [`access`], [`key_ring`]: programs
//! * [`origin`]: requests that another site made a browser send
//! * [`limits`], [`token`], [`secret_file`]: what the others are made of
//!
//! # Invariants
//!
//! * A token is stored as its hash only; private keys stay in files of mode 0600.
//! * No answer tells whether an account exists, nor does the time it takes.

pub mod access;
pub mod cookie;
pub mod invitation;
pub mod key_ring;
pub mod limits;
pub mod origin;
pub mod password;
pub mod refresh;
pub mod secret_file;
pub mod session;
pub mod sign_in;
pub mod token;

use std::path::Path;

use domain::id::DelegateId;
use domain::time::Timestamp;

use crate::clock::Clock;
use crate::random::Random;
use crate::store::{Account, Store, StoreError, Tx};
use key_ring::{KeyError, KeyRing};
use limits::SignInLimits;
use origin::Origin;
use password::{InvalidPassword, Passwords};

/// How long answers are kept under their idempotency keys, in seconds: a day.
pub const IDEMPOTENCY_SECONDS: i64 = 24 * 3_600;

/// Everything that signing in needs beside the store.
#[derive(Debug)]
pub struct Auth {
    /// Where random bytes come from.
    pub random: Random,
    /// Stretches and compares passwords.
    pub passwords: Passwords,
    /// Slows down guessing.
    pub limits: SignInLimits,
    /// Signs and verifies access tokens.
    pub keys: KeyRing,
    /// Where this server is reached.
    pub origin: Origin,
}

impl Auth {
    /// Prepares signing in; makes the signing key in the data folder if there is none.
    ///
    /// # Errors
    ///
    /// * [`KeyError`] if the key cannot be read, made or made known.
    pub async fn open(
        store: &Store,
        folder: &Path,
        origin: Origin,
        clock: &Clock,
        random: Random,
    ) -> Result<Self, KeyError> {
        let issuer = origin.as_str().to_owned();
        Ok(Self {
            keys: KeyRing::open(store, folder, issuer, &random, clock.now()).await?,
            passwords: Passwords::default(),
            limits: SignInLimits::new(clock.clone(), random.bytes()),
            random,
            origin,
        })
    }

    /// Changes the signing key when it is due, and removes what has long ended.
    ///
    /// To be called now and then, such as once an hour.
    ///
    /// # Errors
    ///
    /// * [`KeyError`] if the new key cannot be kept or the database fails.
    pub async fn maintain(&self, store: &Store, now: Timestamp) -> Result<(), KeyError> {
        if self.keys.is_rotation_due(now) {
            self.keys.rotate(store, &self.random, now).await?;
        }
        let mut tx = store.begin().await?;
        let ended = now.plus_seconds(-session::LIFETIME_SECONDS);
        tx.delete_sessions_before(ended).await?;
        tx.delete_refresh_families_before(now).await?;
        tx.delete_idempotency_keys_before(now.plus_seconds(-IDEMPOTENCY_SECONDS))
            .await?;
        tx.commit().await?;
        Ok(store.forget().await?)
    }
}

/// Why signing in, or staying signed in, is refused. Safe to show.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthRefusal {
    /// No account has this name and this password.
    #[error("the e-mail address or the password is not right")]
    WrongCredentials,
    /// Too many attempts from this address or on this account.
    #[error("too many attempts; try again in {retry_after_seconds} seconds")]
    TooManyAttempts {
        /// How long to wait, at least 1.
        retry_after_seconds: u32,
    },
    /// The link is unknown, used, revoked or expired.
    #[error("this link does not work: it was used, taken back or has expired")]
    LinkNotOpen,
    /// The sign-in name belongs to another account.
    #[error("another account has this e-mail address")]
    NameTaken,
    /// The refresh token is unknown or expired, or its holder was signed out.
    #[error("you are signed out; sign in again")]
    SignedOut,
    /// The refresh token was used before.
    #[error(
        "this refresh token was used before, so everything issued from the same sign-in has ended; \
         sign in again, and let only one request at a time use a refresh token"
    )]
    TokenReused,
    /// The password is out of bounds.
    #[error(transparent)]
    Password(#[from] InvalidPassword),
    /// Another site made the browser send this.
    #[error("this request comes from another site")]
    CrossSite,
}

impl AuthRefusal {
    /// Returns the stable kebab-case name.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongCredentials => "wrong-credentials",
            Self::TooManyAttempts { .. } => "too-many-attempts",
            Self::LinkNotOpen => "link-not-open",
            Self::NameTaken => "name-taken",
            Self::SignedOut => "signed-out",
            Self::TokenReused => "token-reused",
            Self::Password(InvalidPassword::TooShort) => "password-too-short",
            Self::Password(InvalidPassword::TooLong) => "password-too-long",
            Self::CrossSite => "cross-site",
        }
    }
}

/// Why a step of signing in did not happen.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// It is refused.
    #[error(transparent)]
    Refused(#[from] AuthRefusal),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a person signs in with, as the lists of sessions show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    user_agent: String,
    address: String,
}

impl Device {
    /// The greatest number of characters kept of what a program calls itself.
    const MAX_CHARS: usize = 300;

    /// Describes a device by the `User-Agent` it sends and its network address.
    pub fn new(user_agent: &str, address: std::net::IpAddr) -> Self {
        let printable = user_agent.chars().filter(|c| !c.is_control());
        Self {
            user_agent: printable.take(Self::MAX_CHARS).collect(),
            address: address.to_canonical().to_string(),
        }
    }
}

/// Signs a delegate out everywhere; access tokens end with their families.
///
/// # Errors
///
/// * [`StoreError::Database`] if the database fails.
pub async fn sign_out_everywhere(
    tx: &mut Tx,
    delegate_id: DelegateId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.end_sessions_of(delegate_id, now).await?;
    tx.end_refresh_families_of(delegate_id, now).await?;
    Ok(())
}

/// Signs a delegate out everywhere at the delegate's own wish.
///
/// # Errors
///
/// * [`StoreError`] if the database fails.
pub async fn sign_out_of_all(
    store: &Store,
    delegate_id: DelegateId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    sign_out_everywhere(&mut tx, delegate_id, now).await?;
    tx.commit().await
}

/// Ends everything by which a delegate can act, and frees the sign-in name.
///
/// For a delegate whose role was withdrawn, in the transaction that records it.
///
/// # Errors
///
/// * [`StoreError::Database`] if the database fails.
pub async fn close_account(
    tx: &mut Tx,
    delegate_id: DelegateId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sign_out_everywhere(tx, delegate_id, now).await?;
    tx.revoke_invitations_of(delegate_id, now).await?;
    let Some(account) = tx.account(delegate_id).await? else {
        return Ok(());
    };
    // No e-mail address is without an `@`, so this name can be neither typed nor invited.
    let sign_in_name = format!("closed:{delegate_id}");
    tx.update_account(&Account {
        sign_in_name,
        password_hash: None,
        ..account
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_described_within_bounds() {
        let address = "::ffff:192.0.2.7".parse().unwrap();
        let device = Device::new(&format!("A\u{0}\n{}", "é".repeat(400)), address);
        assert_eq!(device.user_agent, format!("A{}", "é".repeat(299)));
        assert_eq!(device.address, "192.0.2.7");
    }
}
