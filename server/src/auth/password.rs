//! Passwords: their bounds, and stretching them with Argon2id.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use super::AuthRefusal;
use crate::secret::Secret;

/// Memory in KiB, passes and lanes: more than OWASP asks for (19 MiB, 2, 1).
const COST: (u32, u32, u32) = (32 * 1024, 3, 1);

/// What a password of no account is compared with, so that it takes as long.
const NOBODY: &str = "$argon2id$v=19$m=32768,t=3,p=1$bm9ib2R5J3Mgc2FsdCE\
    $AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// How many passwords are stretched at once; each takes 32 MiB.
const AT_ONCE: usize = 2;
/// How many may wait for their turn, or be in it.
const IN_LINE: usize = 64;

/// A password out of bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPassword {
    /// Fewer characters than [`Password::MIN_CHARS`].
    #[error("a password has at least 12 characters")]
    TooShort,
    /// More bytes than [`Password::MAX_BYTES`].
    #[error("a password has at most 1,024 bytes")]
    TooLong,
}

/// A password in normal form C, so that it is the same from every keyboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Password(Secret);

impl Password {
    /// The least number of characters of a password that is chosen.
    pub const MIN_CHARS: usize = 12;
    /// The greatest number of bytes.
    pub const MAX_BYTES: usize = 1_024;

    /// Takes a password that someone chooses. There are no rules of composition.
    ///
    /// # Errors
    ///
    /// * [`InvalidPassword::TooShort`] or [`InvalidPassword::TooLong`].
    pub fn choose(text: &str) -> Result<Self, InvalidPassword> {
        if text.len() > Self::MAX_BYTES {
            return Err(InvalidPassword::TooLong);
        }
        let normal: String = text.nfc().collect();
        if normal.chars().count() < Self::MIN_CHARS {
            return Err(InvalidPassword::TooShort);
        }
        Ok(Self(Secret::new(normal)))
    }

    /// Takes a password that someone signs in with; an overlong one matches nothing.
    pub fn given(text: &str) -> Self {
        let within = if text.len() > Self::MAX_BYTES {
            ""
        } else {
            text
        };
        Self(Secret::new(within.nfc().collect()))
    }
}

/// Stretches passwords, few at a time and off the threads that serve requests.
#[derive(Debug, Clone)]
pub struct Passwords {
    line: Arc<Semaphore>,
    turn: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            line: Arc::new(Semaphore::new(IN_LINE)),
            turn: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Passwords {
    /// Stretches a chosen password for the store, under a salt of random bytes.
    ///
    /// # Errors
    ///
    /// * [`AuthRefusal::TooManyAttempts`] if too many are waiting.
    pub async fn stretch(&self, password: Password, salt: [u8; 16]) -> Result<Secret, AuthRefusal> {
        self.in_turn(move || {
            let hash = hasher()
                .hash_password_with_salt(password.0.expose().as_bytes(), &salt)
                .expect("password, salt and cost are within Argon2's bounds");
            Secret::new(hash.to_string())
        })
        .await
    }

    /// Tells whether a password is the one that was stretched; takes as long when there is none.
    ///
    /// # Errors
    ///
    /// * [`AuthRefusal::TooManyAttempts`] if too many are waiting.
    pub async fn matches(
        &self,
        password: Password,
        stretched: Option<Secret>,
    ) -> Result<bool, AuthRefusal> {
        self.in_turn(move || {
            let known = stretched.as_ref().map_or(NOBODY, Secret::expose);
            verifies(&password, known) && stretched.is_some()
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AuthRefusal> {
        let busy = AuthRefusal::TooManyAttempts {
            retry_after_seconds: 1,
        };
        let place = Arc::clone(&self.line)
            .try_acquire_owned()
            .map_err(|_| busy)?;
        let turn = Arc::clone(&self.turn).acquire_owned().await;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            // Held until here, even when nobody waits for the answer any more.
            drop((turn, place));
            done
        });
        Ok(done.await.expect("stretching a password does not panic"))
    }
}

fn hasher() -> Argon2<'static> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).expect("the cost is within bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The cost is that of the stored hash, so that it can be raised for new ones.
fn verifies(password: &Password, known: &str) -> bool {
    PasswordHash::new(known).is_ok_and(|known| {
        hasher()
            .verify_password(password.0.expose().as_bytes(), &known)
            .is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: [u8; 16] = [3; 16];

    #[test]
    fn a_password_has_bounds_but_no_composition() {
        for (text, expected) in [
            ("elevenchars", Some(InvalidPassword::TooShort)),
            ("twelve chars", None),
            ("aaaaaaaaaaaa", None),
            ("ééééééééééé", Some(InvalidPassword::TooShort)),
            ("éééééééééééé", None),
            // Six letters with combining accents are six characters, not twelve.
            (
                "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
                Some(InvalidPassword::TooShort),
            ),
        ] {
            assert_eq!(Password::choose(text).err(), expected, "{text}");
        }
        assert!(Password::choose(&"x".repeat(1_024)).is_ok());
        assert_eq!(
            Password::choose(&"x".repeat(1_025)),
            Err(InvalidPassword::TooLong)
        );
    }

    #[tokio::test]
    async fn a_stretched_password_matches_itself_only() {
        let passwords = Passwords::default();
        let chosen = Password::choose("caf\u{e9} au lait!").unwrap();
        let stretched = passwords.stretch(chosen, SALT).await.unwrap();
        assert!(
            stretched
                .expose()
                .starts_with("$argon2id$v=19$m=32768,t=3,p=1$")
        );
        for (text, expected) in [
            ("caf\u{e9} au lait!", true),
            ("cafe\u{301} au lait!", true),
            ("cafe au lait!", false),
        ] {
            let given = Password::given(text);
            let matches = passwords.matches(given, Some(stretched.clone())).await;
            assert_eq!(matches, Ok(expected), "{text}");
        }
    }

    #[tokio::test]
    async fn nothing_matches_an_account_without_password() {
        let passwords = Passwords::default();
        for text in ["", "twelve chars", &"x".repeat(5_000)] {
            assert_eq!(
                passwords.matches(Password::given(text), None).await,
                Ok(false)
            );
        }
    }

    #[tokio::test]
    async fn an_unreadable_hash_matches_nothing() {
        let broken = Some(Secret::new("$argon2id$".into()));
        let given = Password::given("twelve chars");
        assert_eq!(Passwords::default().matches(given, broken).await, Ok(false));
    }

    #[test]
    fn a_password_of_nobody_costs_as_much_as_any() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let somebody = hasher()
            .hash_password_with_salt(b"twelve chars", &SALT)
            .unwrap();
        assert_eq!(nobody.algorithm, somebody.algorithm);
        assert_eq!(nobody.version, somebody.version);
        assert_eq!(nobody.params, somebody.params);
        let length = |hash: &PasswordHash| hash.hash.as_ref().unwrap().len();
        assert_eq!(length(&nobody), length(&somebody));
    }

    #[tokio::test]
    async fn a_full_line_turns_the_next_one_away() {
        let passwords = Passwords::default();
        let places = Arc::clone(&passwords.line);
        let held = places
            .try_acquire_many(u32::try_from(IN_LINE).unwrap())
            .unwrap();
        let turned_away = passwords
            .matches(Password::given("twelve chars"), None)
            .await;
        assert_eq!(
            turned_away,
            Err(AuthRefusal::TooManyAttempts {
                retry_after_seconds: 1
            })
        );
        drop(held);
        assert_eq!(
            passwords
                .matches(Password::given("twelve chars"), None)
                .await,
            Ok(false)
        );
    }
}
