//! Random tokens: of cookies, links and refreshes.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::random::Random;

/// A random value of 256 bits that whoever holds it may use.
///
/// It is shown once, as 43 characters of base64url; the store keeps its hash.
/// Comparing hashes of such values leaks nothing worth knowing through time.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Zeroizing<[u8; 32]>);

impl Token {
    /// Makes a new token.
    pub fn new(random: &Random) -> Self {
        Self(Zeroizing::new(random.bytes()))
    }

    /// Reads a token as it was shown; nothing if it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        // A longer text is turned down before it is decoded.
        if text.len() != 43 {
            return None;
        }
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
        bytes
            .as_slice()
            .try_into()
            .ok()
            .map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// Shows the token, to be sent to its holder and kept nowhere.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_slice())
    }

    /// Returns the SHA-256 of the token, under which the store finds it.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_slice()).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_was_shown() {
        let token = Token::new(&Random::seeded(1));
        let shown = token.reveal();
        assert_eq!(shown.len(), 43);
        assert_eq!(Token::parse(&shown), Some(token.clone()));
        assert_ne!(token.hash()[..], token.0[..]);
        assert_eq!(format!("{token:?}"), "***");
    }

    #[test]
    fn what_cannot_be_a_token_is_none() {
        let shown = Token::new(&Random::seeded(1)).reveal();
        let padded = format!("{shown}=");
        let longer = format!("{shown}A");
        let foreign = format!("{}+", &shown[..42]);
        // The last character carries four bits only; the rest must be zero.
        let loose = format!("{}_", &shown[..42]);
        for text in ["", &shown[..42], &padded, &longer, &foreign, &loose] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
    }
}
