//! The one-time link that sets a new network up.

use std::sync::Arc;

use crate::random::Random;
use crate::secret::Secret;

/// The secret of the set-up link, made at each start of a server whose network
/// is not set up. It is never stored; once the network is set up it opens nothing.
#[derive(Debug, Clone)]
pub struct SetUp(Arc<Secret>);

impl SetUp {
    /// Makes a new secret.
    pub fn new(random: &Random) -> Self {
        Self(Arc::new(Secret::new(hex::encode(random.bytes::<32>()))))
    }

    /// Returns the path of the set-up page.
    pub fn path(&self) -> String {
        format!("/set-up/{}", self.0.expose())
    }

    /// Reports whether a text is the secret, in time that does not depend on where they differ.
    pub fn opens_with(&self, text: &str) -> bool {
        let secret = self.0.expose().as_bytes();
        let differences = secret.iter().zip(text.as_bytes()).map(|(a, b)| a ^ b);
        text.len() == secret.len() && differences.fold(0, |all, byte| all | byte) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_secret_opens() {
        let set_up = SetUp::new(&Random::seeded(1));
        let path = set_up.path();
        let secret = path.trim_start_matches("/set-up/");
        assert!(set_up.opens_with(secret));
        assert!(!set_up.opens_with(&secret[1..]));
        assert!(!set_up.opens_with(""));
        assert!(!set_up.opens_with(&"0".repeat(secret.len())));
    }
}
