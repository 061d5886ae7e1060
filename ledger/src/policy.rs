//! Policies: whose word about a log is enough (C2SP tlog-policy).
//!
//! A policy names logs and witnesses by their keys and says which sets of
//! witnesses are a quorum. It is a file that its reader writes or receives
//! from somebody it trusts, never from the log.

mod file;
mod judgement;
mod quorum;

pub use file::{MAX_POLICY_BYTES, PolicyError, PolicyLine};
pub use judgement::{Judgement, Witnessed};

use crate::note::VerifierKey;
use quorum::{Group, Quorum};

/// A log that a policy accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyLog {
    /// Is the key with which it signs its checkpoints; its name is the log's.
    pub key: VerifierKey,
    /// Says where it is, in bytes that may be in any encoding.
    pub url: Option<Vec<u8>>,
}

/// A witness that a policy knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyWitness {
    /// Names it within the policy, in bytes that may be in any encoding.
    pub name: Vec<u8>,
    /// Is the key with which it cosigns.
    pub key: VerifierKey,
    /// Says where it is, in bytes that may be in any encoding.
    pub url: Option<Vec<u8>>,
}

/// Logs, witnesses, and which of the witnesses are enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    groups: Vec<Group>,
    quorum: Quorum,
}

impl Policy {
    /// Lists the logs.
    pub fn logs(&self) -> &[PolicyLog] {
        &self.logs
    }

    /// Lists the witnesses.
    pub fn witnesses(&self) -> &[PolicyWitness] {
        &self.witnesses
    }

    /// Reports whether the policy asks for any witness at all.
    pub const fn asks_for_witnesses(&self) -> bool {
        matches!(self.quorum, Quorum::Of(_))
    }

    /// Counts the fewest witnesses that are a quorum.
    pub fn fewest_witnesses(&self) -> usize {
        quorum::fewest(&self.groups, self.quorum)
    }
}
