//! How long a room waits for what.

use std::time::Duration;

/// How long a room waits for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How long changes are gathered before they are stored together.
    pub tick: Duration,
    /// How long nobody writes before the heads are anchored in the record.
    pub quiet: Duration,
    /// After how long they are anchored at the latest.
    pub anchored_within: Duration,
    /// How long nobody is there before the draft leaves the memory.
    pub idle: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            tick: Duration::from_millis(10),
            quiet: Duration::from_secs(10),
            anchored_within: Duration::from_mins(1),
            idle: Duration::from_mins(2),
        }
    }
}
