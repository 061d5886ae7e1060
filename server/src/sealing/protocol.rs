//! What server and sealer say to each other over a Unix socket.
//!
//! One request a connection: the server writes it and closes its half, the sealer answers
//! and closes the other. The body of a request to sign is that of C2SP's
//! `add-checkpoint`, with a checkpoint that nobody has signed yet:
//!
//! ```text
//! seal
//! old 20852014
//! PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
//!
//! clausewise.example.org/ledger
//! 20852163
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//! ```
//!
//! The other request is the line `key`. The answers:
//!
//! ```text
//! signed            key                     refused
//! <signed note>     <key in base64>         forked
//!                                           <the reason in words>
//!                                           <the last signed note, if there is one>
//! ```

use ledger::checkpoint::Checkpoint;
use ledger::hash::Hash;

/// The largest request or answer, in bytes.
pub const MAX_BYTES: u64 = 16 * 1024;

/// The largest number of hashes in a consistency proof.
const MAX_PROOF: usize = 63;

/// What a server asks of a sealer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Which key it holds.
    Key,
    /// To sign a checkpoint.
    Seal(SealRequest),
}

/// A checkpoint to be signed, and the proof that it continues the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealRequest {
    /// The size of the checkpoint before.
    pub old: u64,
    /// The consistency proof from there.
    pub proof: Vec<Hash>,
    /// What is to be signed.
    pub checkpoint: Checkpoint,
}

/// What a sealer answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The Ed25519 key that it signs with.
    Key([u8; 32]),
    /// The signed note.
    Signed(String),
    /// It does not sign.
    Refused {
        /// A stable name of the reason.
        code: String,
        /// The reason in words.
        reason: String,
        /// The note it signed last.
        last: Option<String>,
    },
}

/// What was said cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no message between server and sealer")]
pub struct Unintelligible;

impl Request {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// * [`Unintelligible`] if it is none.
    pub fn parse(text: &str) -> Result<Self, Unintelligible> {
        match text.split_once('\n').ok_or(Unintelligible)? {
            ("key", "") => Ok(Self::Key),
            ("seal", body) => SealRequest::parse(body).map(Self::Seal),
            _ => Err(Unintelligible),
        }
    }

    /// Writes the request.
    pub fn to_text(&self) -> String {
        match self {
            Self::Key => "key\n".to_owned(),
            Self::Seal(request) => format!("seal\n{}", request.to_text()),
        }
    }
}

impl SealRequest {
    fn parse(body: &str) -> Result<Self, Unintelligible> {
        let (head, checkpoint) = body.split_once("\n\n").ok_or(Unintelligible)?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old "));
        let old = old.and_then(decimal).ok_or(Unintelligible)?;
        let proof: Result<Vec<Hash>, _> = lines.map(Hash::from_base64).collect();
        let proof = proof.map_err(|_| Unintelligible)?;
        if proof.len() > MAX_PROOF {
            return Err(Unintelligible);
        }
        let checkpoint = checkpoint.parse().map_err(|_| Unintelligible)?;
        Ok(Self {
            old,
            proof,
            checkpoint,
        })
    }

    fn to_text(&self) -> String {
        let mut text = format!("old {}\n", self.old);
        for hash in &self.proof {
            text.push_str(&hash.to_base64());
            text.push('\n');
        }
        format!("{text}\n{}", self.checkpoint)
    }
}

/// Reads a number in its one spelling.
fn decimal(text: &str) -> Option<u64> {
    text.parse()
        .ok()
        .filter(|number: &u64| number.to_string() == text)
}

impl Answer {
    /// Reads an answer.
    ///
    /// # Errors
    ///
    /// * [`Unintelligible`] if it is none.
    pub fn parse(text: &str) -> Result<Self, Unintelligible> {
        let (kind, rest) = text.split_once('\n').ok_or(Unintelligible)?;
        match kind {
            "key" => {
                let key = rest.strip_suffix('\n').map(Hash::from_base64);
                let key = key.and_then(Result::ok).ok_or(Unintelligible)?;
                Ok(Self::Key(*key.as_bytes()))
            }
            "signed" => Ok(Self::Signed(rest.to_owned())),
            "refused" => {
                let (code, rest) = rest.split_once('\n').ok_or(Unintelligible)?;
                let (reason, last) = rest.split_once('\n').ok_or(Unintelligible)?;
                Ok(Self::Refused {
                    code: code.to_owned(),
                    reason: reason.to_owned(),
                    last: Some(last.to_owned()).filter(|last| !last.is_empty()),
                })
            }
            _ => Err(Unintelligible),
        }
    }

    /// Writes the answer.
    pub fn to_text(&self) -> String {
        match self {
            Self::Key(key) => format!("key\n{}\n", Hash::new(*key).to_base64()),
            Self::Signed(note) => format!("signed\n{note}"),
            Self::Refused { code, reason, last } => {
                let last = last.as_deref().unwrap_or_default();
                format!("refused\n{code}\n{}\n{last}", reason.replace('\n', " "))
            }
        }
    }
}
