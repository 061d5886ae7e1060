//! Ed25519 keys in files: PKCS#8 PEM that only its owner can read.

use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes};
use zeroize::Zeroizing;

use crate::auth::secret_file::{self, SecretFileError};
use crate::secret::Secret;

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file cannot be used.
    #[error(transparent)]
    File(#[from] SecretFileError),
    /// The file holds something else.
    #[error("{} holds no Ed25519 key in PKCS#8 PEM", .0.display())]
    Malformed(PathBuf),
}

/// Reads the seed of a key; nothing if there is no such file.
///
/// # Errors
///
/// * [`KeyFileError`] says what is wrong with the file.
pub fn read(path: &Path) -> Result<Option<Zeroizing<[u8; 32]>>, KeyFileError> {
    let Some(text) = secret_file::read(path)? else {
        return Ok(None);
    };
    let key = SigningKey::from_pkcs8_pem(text.expose().trim());
    key.map(|key| Some(Zeroizing::new(key.to_bytes())))
        .map_err(|_| KeyFileError::Malformed(path.to_owned()))
}

/// Writes a key of this seed, in one step and durably.
///
/// # Errors
///
/// * [`KeyFileError`] if it cannot be written.
pub fn write(path: &Path, seed: &[u8; 32]) -> Result<(), KeyFileError> {
    // Without the public half, as OpenSSL reads and writes it.
    let key = KeypairBytes {
        secret_key: *seed,
        public_key: None,
    };
    let pem = key
        .to_pkcs8_pem(LineEnding::LF)
        .map_err(|_| KeyFileError::Malformed(path.to_owned()))?;
    secret_file::replace(path, &Secret::new(pem.to_string()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_key_reads_back_from_a_file_of_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        assert_eq!(read(&path).unwrap(), None);
        write(&path, &[7; 32]).unwrap();
        assert_eq!(read(&path).unwrap().unwrap().as_slice(), [7; 32]);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("-----BEGIN PRIVATE KEY-----\n"), "{text}");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_is_no_key_is_said_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        secret_file::replace(&path, &Secret::new("nonsense".into())).unwrap();
        assert!(matches!(read(&path), Err(KeyFileError::Malformed(_))));
    }
}
