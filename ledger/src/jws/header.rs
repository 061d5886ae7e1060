//! The protected header: which algorithm, which type of statement, perhaps which key.

use serde::Deserialize;

const ALGORITHM: &str = "EdDSA";

/// The type of a statement, as its header says it: printable ASCII without quotes and backslashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementType(&'static str);

/// What a header calls the key; it helps to find the key and proves nothing.
pub type KeyLabel = String;

/// Why a protected header is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// It is not a JSON object of `alg`, `typ` and perhaps `kid`, each once and a string.
    #[error(
        "a protected header has the members alg, typ and perhaps kid, each once, and no others"
    )]
    BadMembers,
    /// The algorithm is another.
    #[error("statements are signed with {ALGORITHM}")]
    OtherAlgorithm,
    /// The statement is of another type.
    #[error("this is a statement of another type")]
    OtherType,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Members {
    alg: String,
    typ: String,
    kid: Option<String>,
}

impl StatementType {
    /// Names a type.
    ///
    /// # Panics
    ///
    /// Panics, at compile time in a constant, if the name would have to be escaped in JSON.
    pub const fn new(name: &'static str) -> Self {
        let bytes = name.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            assert!(
                bytes[at].is_ascii_graphic() && bytes[at] != b'"' && bytes[at] != b'\\',
                "a type is plain ASCII"
            );
            at += 1;
        }
        Self(name)
    }

    /// Shows the name.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// Writes the protected header that our own signers use.
    pub(super) fn header(self) -> String {
        format!(r#"{{"alg":"{ALGORITHM}","typ":"{}"}}"#, self.0)
    }

    /// Checks a protected header; gives its label of the key.
    pub(super) fn check(self, header: &[u8]) -> Result<Option<KeyLabel>, HeaderError> {
        let members: Members = object(header).ok_or(HeaderError::BadMembers)?;
        if members.alg != ALGORITHM {
            return Err(HeaderError::OtherAlgorithm);
        }
        if members.typ != self.0 {
            return Err(HeaderError::OtherType);
        }
        Ok(members.kid)
    }
}

/// Reads a JSON object, and only that: serde would take a list of the values too.
pub(super) fn object<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Option<T> {
    let first = json.iter().find(|it| !it.is_ascii_whitespace());
    if first != Some(&b'{') {
        return None;
    }
    serde_json::from_slice(json).ok()
}
