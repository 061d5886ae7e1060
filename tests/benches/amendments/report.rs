//! Figures in rows, each with what it is to be compared with.

use std::time::{Duration, Instant};

/// The first lines of the table.
pub(crate) const HEAD: &str = "| what | measured | beside | ratio |\n|---|---|---|---|";

/// How often each thing is measured.
const RUNS: usize = 15;

/// Prints a duration beside a limit or a peer.
pub(crate) fn duration(what: &str, measured: Duration, name: &str, beside: Duration) {
    let ratio = measured.as_secs_f64() / beside.as_secs_f64();
    let (measured, beside) = (millis(measured), millis(beside));
    println!("| {what} | {measured} | {name}: {beside} | {ratio:.3} |");
}

/// Prints a number beside a limit or a peer.
pub(crate) fn number(what: &str, measured: u32, name: &str, beside: u32) {
    let ratio = f64::from(measured) / f64::from(beside);
    println!("| {what} | {measured} | {name}: {beside} | {ratio:.3} |");
}

fn millis(duration: Duration) -> String {
    format!("{:.2} ms", duration.as_secs_f64() * 1000.0)
}

/// Returns the median time of doing something to what is made ready each time.
pub(crate) fn median<T, R>(ready: impl Fn() -> T, act: impl Fn(T) -> R) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let subject = ready();
            let start = now();
            let made = act(subject);
            let time = start.elapsed();
            drop(std::hint::black_box(made));
            time
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}

/// Reads the clock.
#[expect(
    clippy::disallowed_methods,
    reason = "a benchmark measures the time that passes"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}
