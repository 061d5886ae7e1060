//! A token bucket: how often something may happen.

use std::time::Duration;

use tokio::time::Instant;

use super::limits::Rate;

/// Fills with time and is emptied by use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bucket {
    rate: Rate,
    tokens: f64,
    at: Instant,
}

impl Bucket {
    /// Makes a full bucket.
    pub(super) const fn new(rate: Rate, now: Instant) -> Self {
        Self {
            rate,
            tokens: rate.burst,
            at: now,
        }
    }

    /// Takes one, if there is one.
    pub(super) fn take(&mut self, now: Instant) -> bool {
        self.fill(now);
        let has_one = self.tokens >= 1.0;
        if has_one {
            self.tokens -= 1.0;
        }
        has_one
    }

    /// Takes as many as are needed and says how long to wait for those that were not there.
    pub(super) fn owe(&mut self, count: f64, now: Instant) -> Duration {
        self.fill(now);
        self.tokens -= count;
        Duration::from_secs_f64((-self.tokens / self.rate.per_second).max(0.0))
    }

    fn fill(&mut self, now: Instant) {
        let gained = now.duration_since(self.at).as_secs_f64() * self.rate.per_second;
        self.tokens = (self.tokens + gained).min(self.rate.burst);
        self.at = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_up_comes_back_with_time_and_no_further_than_the_brim() {
        let rate = Rate {
            per_second: 2.0,
            burst: 3.0,
        };
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut bucket = Bucket::new(rate, start);
        let taken = |bucket: &mut Bucket, now| (0..9).filter(|_| bucket.take(now)).count();
        assert_eq!(taken(&mut bucket, start), 3);
        assert_eq!(taken(&mut bucket, at(1)), 2);
        assert_eq!(taken(&mut bucket, at(60)), 3);
        assert_eq!(bucket.owe(3.0, at(61)), Duration::from_millis(500));
        assert_eq!(bucket.owe(1.0, at(61)), Duration::from_secs(1));
    }
}
