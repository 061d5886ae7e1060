//! The keys that sign access tokens, and how they change.
//!
//! Each node signs with a key of its own, in a file of its data folder; the
//! public halves are in the database, so every node verifies what any of them
//! signed. A new key signs at once; the old one verifies until its last token
//! has expired, so nobody is signed out.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::time::Timestamp;
use jsonwebtoken::{DecodingKey, EncodingKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::access::LIFETIME_SECONDS;
use super::secret_file::{self, SecretFileError};
use crate::random::Random;
use crate::secret::Secret;
use crate::store::{SigningKey, Store, StoreError};

/// The name of the file in the data folder.
pub const FILE_NAME: &str = "signing-key";
/// How long a key signs before it is due for a change, in seconds: 90 days.
const SIGNING_SECONDS: i64 = 90 * 24 * 3_600;
/// How often at most an unknown key makes a node look at the database, in seconds.
const RELOAD_SECONDS: i64 = 10;
/// For how much longer than a token lives its key is kept: clocks of nodes differ.
const CLOCK_SECONDS: i64 = 60;

/// DER of RFC 8410 that goes before the 32 bytes of an Ed25519 private key.
const PKCS8_PREFIX: [u8; 16] = [
    0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20,
];

/// Why the signing key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be used.
    #[error(transparent)]
    File(#[from] SecretFileError),
    /// The file holds something else.
    #[error("{} holds no signing key; move it away to have a new one made", .0.display())]
    Malformed(PathBuf),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The key that signs here, and all whose tokens are good.
pub struct KeyRing {
    issuer: String,
    file: PathBuf,
    keys: RwLock<Arc<Keys>>,
}

struct Keys {
    signing: Private,
    signing_since: Timestamp,
    verifying: BTreeMap<String, Public>,
    read_at: Timestamp,
}

struct Private {
    id: String,
    seed: Zeroizing<[u8; 32]>,
    public_key: [u8; 32],
}

struct Public {
    key: DecodingKey,
    verify_until: Option<Timestamp>,
}

impl Private {
    fn new(seed: [u8; 32]) -> Self {
        let public_key = ed25519_dalek::SigningKey::from_bytes(&seed)
            .verifying_key()
            .to_bytes();
        let id = hex::encode(&Sha256::digest(public_key)[..8]);
        Self {
            id,
            seed: Zeroizing::new(seed),
            public_key,
        }
    }

    fn read(path: &Path) -> Result<Option<Self>, KeyError> {
        let Some(text) = secret_file::read(path)? else {
            return Ok(None);
        };
        let decoded = URL_SAFE_NO_PAD
            .decode(text.expose().trim())
            .map(Zeroizing::new);
        let seed = decoded
            .ok()
            .and_then(|bytes| bytes.as_slice().try_into().ok());
        seed.map(Self::new)
            .map(Some)
            .ok_or_else(|| KeyError::Malformed(path.to_owned()))
    }

    fn write(&self, path: &Path) -> Result<(), KeyError> {
        let text = Secret::new(URL_SAFE_NO_PAD.encode(self.seed.as_slice()));
        Ok(secret_file::replace(path, &text)?)
    }

    fn encoding_key(&self) -> EncodingKey {
        let mut der = Zeroizing::new([0; 48]);
        der[..16].copy_from_slice(&PKCS8_PREFIX);
        der[16..].copy_from_slice(self.seed.as_slice());
        EncodingKey::from_ed_der(der.as_slice())
    }

    fn stored(&self, created_at: Timestamp) -> SigningKey {
        let Self { id, public_key, .. } = self;
        SigningKey {
            id: id.clone(),
            public_key: *public_key,
            created_at,
            verify_until: None,
        }
    }
}

impl KeyRing {
    /// Reads the node's key from its data folder, or makes it, and reads every public key.
    ///
    /// # Errors
    ///
    /// * [`KeyError::File`] or [`KeyError::Malformed`] if the file cannot be used;
    /// * [`KeyError::Store`] if the database fails.
    pub async fn open(
        store: &Store,
        folder: &Path,
        issuer: String,
        random: &Random,
        now: Timestamp,
    ) -> Result<Self, KeyError> {
        let file = folder.join(FILE_NAME);
        let signing = match Private::read(&file)? {
            Some(signing) => signing,
            None => make_key(&file, random)?,
        };
        // A key that was retired, as when an old folder is restored, must not sign again.
        let signing = if publish(store, &signing, now).await? {
            signing
        } else {
            let fresh = make_key(&file, random)?;
            publish(store, &fresh, now).await?;
            fresh
        };
        let keys = Arc::new(read_keys(store, signing, now).await?);
        Ok(Self {
            issuer,
            file,
            keys: RwLock::new(keys),
        })
    }

    /// Returns the issuer named in tokens: the origin of the server.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Tells whether the key has signed for so long that it is due for a change.
    pub fn is_rotation_due(&self, now: Timestamp) -> bool {
        self.keys().signing_since.plus_seconds(SIGNING_SECONDS) <= now
    }

    /// Signs with a new key from now on; tokens of the old one are good until they expire.
    ///
    /// # Errors
    ///
    /// * [`KeyError::File`] if the new key cannot be kept;
    /// * [`KeyError::Store`] if the database fails.
    pub async fn rotate(
        &self,
        store: &Store,
        random: &Random,
        now: Timestamp,
    ) -> Result<(), KeyError> {
        let old = self.keys().signing.id.clone();
        let fresh = Private::new(random.bytes());
        // Known before it signs, kept before the old one is retired: a crash in between harms nothing.
        publish(store, &fresh, now).await?;
        fresh.write(&self.file)?;
        let mut tx = store.begin().await?;
        let verify_until = now.plus_seconds(LIFETIME_SECONDS + CLOCK_SECONDS);
        tx.retire_signing_key(&old, verify_until).await?;
        tx.commit().await?;
        self.replace(read_keys(store, fresh, now).await?);
        Ok(())
    }

    /// Looks for keys that other nodes have made since, but not too often.
    ///
    /// # Errors
    ///
    /// * [`StoreError`] if the database fails.
    pub async fn reload(&self, store: &Store, now: Timestamp) -> Result<(), StoreError> {
        let known = self.keys();
        if now < known.read_at.plus_seconds(RELOAD_SECONDS) {
            return Ok(());
        }
        let signing = Private::new(*known.signing.seed);
        self.replace(read_keys(store, signing, now).await?);
        Ok(())
    }

    /// Returns the id of the key that signs, and the key.
    pub(super) fn signing(&self) -> (String, EncodingKey) {
        let keys = self.keys();
        (keys.signing.id.clone(), keys.signing.encoding_key())
    }

    /// Returns the key of an id, if its tokens are good at an instant.
    pub(super) fn verifying(&self, id: &str, now: Timestamp) -> Option<DecodingKey> {
        let keys = self.keys();
        let public = keys.verifying.get(id)?;
        let good = public.verify_until.is_none_or(|until| now < until);
        good.then(|| public.key.clone())
    }

    fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn replace(&self, keys: Keys) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }
}

fn make_key(file: &Path, random: &Random) -> Result<Private, KeyError> {
    let key = Private::new(random.bytes());
    key.write(file)?;
    Ok(key)
}

/// Makes a key known; returns whether it may sign, which a retired one may not.
async fn publish(store: &Store, key: &Private, now: Timestamp) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let known = tx.signing_key(&key.id).await?;
    if known.is_none() {
        tx.insert_signing_key(&key.stored(now)).await?;
    }
    tx.commit().await?;
    Ok(known.is_none_or(|known| known.verify_until.is_none()))
}

async fn read_keys(store: &Store, signing: Private, now: Timestamp) -> Result<Keys, StoreError> {
    let stored = store.snapshot().await?.signing_keys(now).await?;
    let own = stored.iter().find(|key| key.id == signing.id);
    let signing_since = own.map_or(now, |key| key.created_at);
    let verifying = stored
        .into_iter()
        .map(
            |SigningKey {
                 id,
                 public_key,
                 verify_until,
                 ..
             }| {
                let key = DecodingKey::from_ed_der(&public_key);
                (id, Public { key, verify_until })
            },
        )
        .collect();
    Ok(Keys {
        signing,
        signing_since,
        verifying,
        read_at: now,
    })
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRing")
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}
