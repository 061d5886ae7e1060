//! The sums over all parts.

use sha2::{Digest, Sha256};

use crate::bundle::sum_line;
use crate::check::{Check, Findings};

/// What the last part must be, as it grows.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    lines: String,
    parts: u64,
}

impl Sums {
    pub(crate) fn take(&mut self, name: &str, body: &[u8]) {
        self.lines.push_str(&sum_line(&Sha256::digest(body), name));
        self.parts += 1;
    }

    /// Compares the sums that the bundle has.
    pub(crate) fn compare(&self, body: &[u8], findings: &mut Findings) {
        if body == self.lines.as_bytes() {
            return findings.good(Check::Bundle, self.parts + 1);
        }
        let found = body.split(|b| *b == b'\n');
        let mut pairs = found.zip(self.lines.lines());
        let different = pairs.find(|(found, expected)| *found != expected.as_bytes());
        let which = different.and_then(|(_, expected)| expected.split("  ").nth(1));
        let what = format!("the sum of {} is another one", which.unwrap_or("the parts"));
        findings.bad(Check::Bundle, None, what);
    }
}
