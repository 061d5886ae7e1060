//! What is checked, what was found, and the exit status of each kind of failure.

use serde::Serialize;

macro_rules! checks {
    ($($(#[doc = $doc:literal])+ $check:ident = $status:literal, $name:literal, $words:literal;)+) => {
        /// What is checked.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Check { $($(#[doc = $doc])+ $check),+ }

        impl Check {
            /// Every check, in the order of their exit statuses.
            pub const ALL: [Self; [$(Self::$check),+].len()] = [$(Self::$check),+];

            /// Returns the status that a program ends with when this is the first check that failed.
            pub const fn exit_status(self) -> u8 {
                match self { $(Self::$check => $status),+ }
            }

            /// Returns the check's stable name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$check => $name),+ }
            }

            /// Says in words what is counted.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$check => $words),+ }
            }
        }
    };
}

checks! {
    /// The file is a bundle: its parts, their order, their sums.
    Bundle = 10, "bundle", "parts in their form, order and sums";
    /// Entries are canonical JSON.
    Canonical = 11, "canonical", "entries in canonical bytes";
    /// Tiles are made of the entries.
    Tiles = 12, "tiles", "hashes of tiles against entries";
    /// The checkpoint's root is that of the tiles.
    Root = 13, "root", "root against the checkpoint";
    /// The log signed its checkpoints.
    LogSignature = 14, "log_signature", "signatures of the log";
    /// Enough witnesses cosigned the checkpoint.
    Witnesses = 15, "witnesses", "witnesses that cosigned";
    /// Every older checkpoint is a beginning of this record.
    Consistency = 16, "consistency", "older checkpoints";
    /// Entries are numbered without gaps, each later than the one before.
    Sequence = 17, "sequence", "entries in sequence and time";
    /// Keys came and went as the rules say.
    Keys = 18, "keys", "acts about keys";
    /// Signed positions hold: signature, chain, checkpoint seen.
    Positions = 19, "positions", "signed positions";
    /// Words are those that entries commit to.
    Contents = 20, "contents", "words against their commitments";
    /// The record follows from itself, entry by entry.
    Replay = 21, "replay", "entries replayed";
    /// Wordings have the hashes that were agreed to.
    Wordings = 22, "wordings", "wordings against their hashes";
    /// What the pages say of each clause is what the record adds up to.
    Status = 23, "status", "clauses with the status that the pages show";
    /// The working drafts' changes lead to the anchored and tabled texts.
    Drafts = 24, "drafts", "changes of working drafts";
    /// Every change of a working draft is by an actor bound to its author.
    Authors = 25, "authors", "changes by actors bound to their authors";
    /// The rows of a database say what the record says.
    Database = 26, "database", "rows of the database";
}

impl std::fmt::Display for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Which check failed.
    pub check: Check,
    /// The entry it is about, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// What is wrong.
    pub what: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.seq {
            Some(seq) => write!(f, "{}: entry {seq}: {}", self.check, self.what),
            None => write!(f, "{}: {}", self.check, self.what),
        }
    }
}

/// How many failures are kept; the others are only counted.
const KEPT: usize = 100;

/// What was found so far.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    good: [u64; Check::ALL.len()],
    failures: Vec<Failure>,
    failed: [u64; Check::ALL.len()],
}

impl Findings {
    /// Counts what held.
    pub fn good(&mut self, check: Check, count: u64) {
        self.good[check as usize] += count;
    }

    /// Notes what did not hold.
    pub fn bad(&mut self, check: Check, seq: Option<u64>, what: impl Into<String>) {
        self.failed[check as usize] += 1;
        if self.failures.len() < KEPT {
            let what = what.into();
            self.failures.push(Failure { check, seq, what });
        }
    }

    /// Notes what did or did not hold.
    pub(crate) fn note(&mut self, check: Check, seq: Option<u64>, result: Result<(), String>) {
        match result {
            Ok(()) => self.good(check, 1),
            Err(what) => self.bad(check, seq, what),
        }
    }

    /// Returns how much of a check held.
    pub const fn held(&self, check: Check) -> u64 {
        self.good[check as usize]
    }

    /// Returns how much of a check did not hold.
    pub const fn failed(&self, check: Check) -> u64 {
        self.failed[check as usize]
    }

    /// Returns the failures, up to a hundred.
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }

    /// Returns the first check, in the order of their exit statuses, of which something failed.
    pub fn first_failed(&self) -> Option<Check> {
        Check::ALL.into_iter().find(|check| self.failed(*check) > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_failure_has_its_own_status() {
        let statuses: Vec<u8> = Check::ALL.map(Check::exit_status).to_vec();
        assert!(statuses.is_sorted_by(|a, b| a < b));
        for check in Check::ALL {
            assert_eq!(serde_json::to_value(check).unwrap(), check.as_str());
            assert_eq!(Check::ALL[check as usize], check);
        }
    }

    #[test]
    fn more_failures_than_are_kept_are_counted() {
        let mut findings = Findings::default();
        for seq in 0..1_000 {
            findings.bad(Check::Tiles, Some(seq), "another hash");
        }
        assert_eq!(findings.failures().len(), KEPT);
        assert_eq!(findings.failed(Check::Tiles), 1_000);
        assert_eq!(findings.first_failed(), Some(Check::Tiles));
    }
}
