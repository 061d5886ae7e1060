//! Private keys in files: PKCS #8 in PEM (RFC 8410), as browsers and OpenSSL write them.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ledger::jws::StatementKey;
use zeroize::Zeroizing;

use crate::auth::secret_file::{self, SecretFileError};
use crate::secret::Secret;

/// DER of RFC 8410 that goes before the 32 bytes of an Ed25519 private key.
const PREFIX: [u8; 16] = [
    0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20,
];
const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

/// Why a private key cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file cannot be read or written, or others can read it.
    #[error(transparent)]
    File(#[from] SecretFileError),
    /// There is no such file.
    #[error("{}: there is no such file", .0.display())]
    Missing(PathBuf),
    /// There is a file already; keys are never overwritten.
    #[error("{}: the file exists already, and a key is never overwritten", .0.display())]
    Exists(PathBuf),
    /// The file holds something else.
    #[error("{}: this is no Ed25519 private key in PKCS #8 and PEM", .0.display())]
    Malformed(PathBuf),
}

/// Reads a private key, whose file nobody else may be able to read.
///
/// # Errors
///
/// * [`KeyFileError`] says why it cannot be read.
pub fn read_key(path: &Path) -> Result<StatementKey, KeyFileError> {
    let text = secret_file::read(path)?;
    let text = text.ok_or_else(|| KeyFileError::Missing(path.to_owned()))?;
    let seed = seed(text.expose()).ok_or_else(|| KeyFileError::Malformed(path.to_owned()))?;
    Ok(StatementKey::from_seed(&seed))
}

/// Writes the private key of a seed into a new file of mode 0600.
///
/// # Errors
///
/// * [`KeyFileError::Exists`] if there is a file already;
/// * [`KeyFileError::File`] if it cannot be written.
pub fn write_key(path: &Path, seed: &[u8; 32]) -> Result<(), KeyFileError> {
    if path.symlink_metadata().is_ok() {
        return Err(KeyFileError::Exists(path.to_owned()));
    }
    let der = Zeroizing::new([PREFIX.as_slice(), seed].concat());
    let text = format!("{BEGIN}\n{}\n{END}\n", STANDARD.encode(&*der));
    Ok(secret_file::replace(path, &Secret::new(text))?)
}

fn seed(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let body = text.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
    let body: Zeroizing<String> = Zeroizing::new(body.split_whitespace().collect());
    let der = Zeroizing::new(STANDARD.decode(&*body).ok()?);
    let seed = der.strip_prefix(&PREFIX)?;
    seed.try_into().ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("organisation.pem");
        write_key(&path, &[5; 32]).unwrap();
        let expected = StatementKey::from_seed(&[5; 32]).public();
        assert_eq!(read_key(&path).unwrap().public(), expected);
        let again = write_key(&path, &[6; 32]);
        assert!(matches!(again, Err(KeyFileError::Exists(_))), "{again:?}");
    }

    #[test]
    fn the_file_is_the_one_that_openssl_writes() {
        // RFC 8410, section 10.3.
        let text = "-----BEGIN PRIVATE KEY-----\n\
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
            -----END PRIVATE KEY-----\n";
        let seed = seed(text).unwrap();
        let public = StatementKey::from_seed(&seed).public();
        assert_eq!(
            hex::encode(public.as_bytes()),
            "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"
        );
    }

    #[test]
    fn anything_else_is_no_key() {
        for text in [
            "",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            "-----BEGIN PUBLIC KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PUBLIC KEY-----",
        ] {
            assert!(seed(text).is_none(), "{text}");
        }
    }
}
