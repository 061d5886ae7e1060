//! The clock, the only place that reads the time of day.
//!
//! Everything else takes `now` as an argument, so that a test decides what time
//! it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::time::Timestamp;

/// A source of the present instant, in whole microseconds.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's own clock.
    System,
    /// A clock that stands still until it is moved; its clones move with it.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// Makes a clock that stands at `at`.
    pub fn fixed(at: Timestamp) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.as_micros())))
    }

    /// Returns the present instant.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => system_now(),
            Self::Fixed(micros) => Timestamp::from_micros(micros.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock forward; the machine's clock is left alone.
    pub fn advance_seconds(&self, seconds: i64) {
        if let Self::Fixed(micros) = self {
            micros.fetch_add(seconds.saturating_mul(1_000_000), Ordering::SeqCst);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is where the real clock is read"
)]
fn system_now() -> Timestamp {
    Timestamp::from_micros(jiff::Timestamp::now().as_microsecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_stands_still_and_its_clones_move_together() {
        let start = Timestamp::from_micros(1_767_225_600_000_000);
        let clock = Clock::fixed(start);
        let other = clock.clone();
        assert_eq!(clock.now(), start);
        clock.advance_seconds(90);
        assert_eq!(other.now(), start.plus_seconds(90));
    }

    #[test]
    fn the_machines_clock_is_past_the_day_this_was_written() {
        assert!(Clock::System.now() > Timestamp::from_micros(1_700_000_000_000_000));
    }
}
