//! What it costs to verify a record of 1,000,000 entries with 100,000 signed positions.
//!
//! The record is made here; it is verified in a process of its own, as the program does it, so that
//! the memory counted is that of verifying alone. Beside it stand the limits, which no verifier can
//! do without, and a peer.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock, prints its figures, and fails where something does not work"
)]

mod limits;
mod record;

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::time::Instant;

use maker::log_key;
use verifier::{Check, Job, Known, Report, Verifier};

#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "it belongs to the tests, which make more of it than is measured here"
)]
#[path = "../../tests/verifier/maker.rs"]
mod maker;

#[path = "../../../ledger/tests/foreign/golang.rs"]
mod golang;

/// How many entries there are, unless the variable of this name says so.
const ENTRIES: u64 = 1_000_000;
const WANTED: &str = "CLAUSEWISE_BENCH_ENTRIES";
/// The variable that names the file to the process that verifies it.
const FILE: &str = "CLAUSEWISE_BENCH_BUNDLE";
/// How often each thing is measured.
const TIMES: usize = 3;

fn main() {
    if let Some(path) = std::env::var_os(FILE) {
        return verify(Path::new(&path));
    }
    let folder = std::env::temp_dir().join(format!("clausewise-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("there is room for the bundle");
    let path = folder.join("bundle.tar");
    let wanted = std::env::var(WANTED).ok();
    let wanted = wanted.and_then(|it| it.parse().ok()).unwrap_or(ENTRIES);
    let made = record::make(&path, wanted);
    println!(
        "{wanted} entries, {} signed, {} older checkpoints; {} MB",
        made.signed,
        made.older,
        made.bytes / 1_000_000
    );
    println!("\n| what | measured, {TIMES} times |\n|---|---|");
    let program = std::env::current_exe().expect("this program has a path");
    let done = Command::new(program).env(FILE, &path).status();
    assert!(done.is_ok_and(|it| it.success()), "the bundle is verified");
    limits::measure(&path, &folder, &made);
    std::fs::remove_dir_all(&folder).expect("the bundle can be removed");
}

/// Measures something some times, and writes the line that says how long it took.
fn line(what: &str, mut act: impl FnMut()) {
    let times = (0..TIMES).map(|_| {
        let begun = Instant::now();
        act();
        format!("{:.2} s", begun.elapsed().as_secs_f64())
    });
    println!("| {what} | {} |", times.collect::<Vec<_>>().join(", "));
}

/// Verifies as `clausewise verify` does, on two threads.
fn verify(path: &Path) {
    line("verified, two threads", || {
        let report = feed(path);
        assert!(report.holds, "{:#?}", report.failures);
        assert!(report.held(Check::Positions) > 0, "some are signed");
    });
    println!("| most memory while doing so | {} |", peak());
}

fn feed(path: &Path) -> Report {
    let known = Known {
        log_key: Some(log_key().verifier().clone()),
        ..Known::default()
    };
    let mut verifier = Verifier::new(known).deferring();
    let (give, take) = mpsc::sync_channel::<Vec<Job>>(64);
    let signatures = std::thread::spawn(move || {
        let jobs = take.into_iter().flatten();
        let (held, failed): (Vec<_>, Vec<_>) = jobs.map(|it| it.holds()).partition(|it| *it);
        (held.len() as u64, failed.len())
    });
    let mut file = File::open(path).expect("the bundle is there");
    let mut piece = vec![0; 1024 * 1024];
    loop {
        let count = file.read(&mut piece).expect("the bundle can be read");
        let goes_on = count > 0 && verifier.feed(&piece[..count]);
        give.send(verifier.take_jobs())
            .expect("signatures are verified");
        if !goes_on {
            break;
        }
    }
    drop(give);
    let (held, failed) = signatures.join().expect("signatures are verified");
    assert_eq!(failed, 0);
    verifier.note(held, &[]);
    verifier.finish()
}

/// Returns the most memory that this process ever held, as Linux counts it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "not known here".to_owned(), |it| it.trim().to_owned())
}
