//! What verification found, for people and for programs.

use domain::id::DelegateId;
use domain::time::Timestamp;
use serde::Serialize;

use crate::check::{Check, Failure};

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether everything holds.
    pub holds: bool,
    /// The network: the leaf hash of the first entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// The origin of the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The key of the log that was used, as C2SP writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_key: Option<String>,
    /// Whether whoever verified brought the key along; else it is the bundle's own word.
    pub is_key_given: bool,
    /// The number of entries.
    pub entries: u64,
    /// The root over them.
    pub root: String,
    /// When the bundle was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_at: Option<Timestamp>,
    /// When the last entry was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_at: Option<Timestamp>,
    /// Who cosigned the checkpoint, of those that the policy names.
    pub witnesses: Vec<WitnessedBy>,
    /// How much of each check held.
    pub checks: Vec<Checked>,
    /// What does not hold, up to a hundred of it.
    pub failures: Vec<Failure>,
    /// Words that were erased, up to a thousand of them.
    pub erased: Vec<Place>,
    /// How many words were erased.
    pub erased_count: u64,
    /// How many positions the server alone recorded, their organisation holding no key.
    pub unsigned_positions: u64,
    /// How many changes of working drafts the record does not cover yet.
    pub unanchored_changes: u64,
    /// How many changes of working drafts were anchored before their author was bound.
    pub changes_bound_late: u64,
    /// How many words of the present texts each person wrote.
    pub words: Vec<WordsBy>,
    /// The exit status of a program that found this.
    pub exit_status: u8,
}

/// How much of a check held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// The check.
    pub check: Check,
    /// How much held.
    pub held: u64,
    /// How much did not.
    pub failed: u64,
}

/// A witness that cosigned the checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WitnessedBy {
    /// Its key, as C2SP writes it.
    pub key: String,
    /// When, by its own clock, in seconds since 1970.
    pub signed_at: u64,
}

/// A place beside an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The entry.
    pub seq: u64,
    /// The place among its contents.
    pub position: u64,
}

/// How many words a person wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct WordsBy {
    /// The person.
    pub delegate: DelegateId,
    /// The number of words.
    pub words: u64,
}

impl Report {
    /// Returns how much of a check held.
    pub fn held(&self, check: Check) -> u64 {
        self.checks[check as usize].held
    }

    /// Returns how much of a check did not hold.
    pub fn failed(&self, check: Check) -> u64 {
        self.checks[check as usize].failed
    }
}
