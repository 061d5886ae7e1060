//! Numbered, timed steps, so that nobody wonders whether anything happens.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

/// How long a step may be silent before it says that it is still at work.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// A run of a task: a known number of steps, announced one after the other.
#[derive(Debug)]
pub(crate) struct Steps {
    total: usize,
    done: usize,
    started: Instant,
}

impl Steps {
    /// Starts a run of `total` steps.
    pub(crate) fn new(total: usize) -> Self {
        Self {
            total,
            done: 0,
            started: now(),
        }
    }

    /// Announces a step, does its work, and says how long it took.
    ///
    /// # Errors
    ///
    /// Whatever the work returns.
    pub(crate) fn step<T>(&mut self, title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.done += 1;
        let place = format!("[{}/{}]", self.done, self.total);
        println!(
            "\n{place} {title} … ({} so far)",
            spoken(self.started.elapsed())
        );
        let begun = now();
        let result = with_heartbeat(title, begun, work);
        let ending = if result.is_ok() { "done" } else { "failed" };
        println!("{place} {title}: {ending} in {}", spoken(begun.elapsed()));
        result
    }

    /// Returns how long the whole run has taken until now, in words.
    pub(crate) fn elapsed(&self) -> String {
        spoken(self.started.elapsed())
    }
}

fn with_heartbeat<T>(title: &str, begun: Instant, work: impl FnOnce() -> T) -> T {
    let (finish, finished) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            while finished.recv_timeout(HEARTBEAT) == Err(RecvTimeoutError::Timeout) {
                println!(
                    "    … {title}: still at work after {}",
                    spoken(begun.elapsed())
                );
            }
        });
        let result = work();
        drop(finish);
        result
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "a task measures how long its steps take"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}

fn spoken(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_spoken_in_minutes_from_a_minute_on() {
        assert_eq!(spoken(Duration::from_millis(900)), "0 s");
        assert_eq!(spoken(Duration::from_secs(59)), "59 s");
        assert_eq!(spoken(Duration::from_secs(61)), "1 min 1 s");
    }
}
