//! When the heads of a draft are anchored in the record.

use tokio::time::Instant;

use super::Pace;

/// Since when there is something to anchor, and when somebody wrote last.
#[derive(Debug, Default)]
pub(super) struct Anchor {
    since: Option<(Instant, Instant)>,
}

impl Anchor {
    /// Notes that the draft has changed.
    pub(super) fn changed(&mut self, now: Instant) {
        let first = self.since.map_or(now, |(first, _)| first);
        self.since = Some((first, now));
    }

    /// Notes that the present heads are anchored.
    pub(super) fn done(&mut self) {
        self.since = None;
    }

    /// Reports whether there is something to anchor.
    pub(super) const fn is_needed(&self) -> bool {
        self.since.is_some()
    }

    /// Returns when to anchor: when nobody has written for a while, or at the latest.
    pub(super) fn due(&self, pace: &Pace) -> Option<Instant> {
        let (first, last) = self.since?;
        Some((last + pace.quiet).min(first + pace.anchored_within))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn heads_are_anchored_when_writing_stops_and_while_it_goes_on() {
        let pace = Pace::default();
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut anchor = Anchor::default();
        assert_eq!(anchor.due(&pace), None);
        anchor.changed(start);
        assert_eq!(anchor.due(&pace), Some(at(10)));
        for second in (0..58).step_by(5) {
            anchor.changed(at(second));
        }
        assert_eq!(anchor.due(&pace), Some(at(60)));
        anchor.done();
        assert_eq!(anchor.due(&pace), None);
    }
}
