//! `clausewise verify`: checks a bundle without trusting whoever made it.

mod beside;
mod words;

use std::fs::File;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;

use clap::Args;
use ledger::note::VerifierKey;
use ledger::policy::Policy;
use verifier::{Job, Known, Report, Verifier};

use self::beside::Beside;
use super::{Failure, print_line};

/// How much of the file is read at once, in bytes.
const PIECE: usize = 1024 * 1024;

/// Verifies a bundle of the whole record, offline and without trusting whoever made it.
///
/// Ends with 0 where everything holds; otherwise with the status of the first check that failed:
/// 10 the file itself, 11 canonical bytes, 12 tiles, 13 root, 14 the log's signatures,
/// 15 witnesses, 16 older checkpoints, 17 sequence and time, 18 keys, 19 signed positions,
/// 20 words beside entries, 21 replay, 22 wordings, 23 status of clauses, 24 working drafts,
/// 25 their authors, 26 rows of a database. 1 says that it could not be read, 2 wrong arguments.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The bundle; - reads standard input.
    bundle: PathBuf,
    /// A checkpoint of this log that you have kept, as a file; may be given several times.
    #[arg(long = "checkpoint", value_name = "FILE")]
    checkpoints: Vec<PathBuf>,
    /// The key of the log as you know it, such as `example.org/ledger+1a2b3c4d+A…`.
    #[arg(long, value_name = "KEY")]
    log_key: Option<VerifierKey>,
    /// The logs and witnesses that you trust, as a C2SP tlog-policy file.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The key that an organisation holds as you know it: its identifier or short name, =, and the
    /// fingerprint; may be given several times.
    #[arg(long = "key", value_name = "ORGANISATION=FINGERPRINT", value_parser = pin)]
    keys: Vec<(String, String)>,
    /// A database to compare with the bundle, row by row: `sqlite:PATH`, `postgres://…`, or the data
    /// folder of a server. Nothing is changed in it.
    #[arg(long, value_name = "URL|FOLDER")]
    db: Option<String>,
    /// Writes one JSON object instead of words.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match verify(arguments) {
        Ok(report) => ExitCode::from(report.exit_status),
        Err(failure) => failure.report(),
    }
}

fn verify(arguments: &Arguments) -> Result<Report, Failure> {
    let known = known(arguments)?;
    let beside = arguments.db.as_deref().map(Beside::open).transpose()?;
    let report = feed(Verifier::new(known), &arguments.bundle, beside)?;
    if arguments.json {
        let json = serde_json::to_string_pretty(&report).map_err(Failure::other)?;
        print_line(&json)?;
    } else {
        words::print(&report)?;
    }
    Ok(report)
}

fn known(arguments: &Arguments) -> Result<Known, Failure> {
    let read = |path: &PathBuf| std::fs::read(path).map_err(|error| unreadable(path, &error));
    let checkpoints = arguments.checkpoints.iter().map(read);
    let policy = match &arguments.policy {
        None => None,
        Some(path) => {
            let said = |line: &dyn std::fmt::Display| {
                Failure::input(format!("{}: {line}", path.display()))
            };
            Some(Policy::parse(&read(path)?).map_err(|line| said(&line))?)
        }
    };
    Ok(Known {
        log_key: arguments.log_key.clone(),
        policy,
        keys: arguments.keys.clone(),
        checkpoints: checkpoints.collect::<Result<_, _>>()?,
    })
}

fn pin(text: &str) -> Result<(String, String), &'static str> {
    let (name, fingerprint) = text.split_once('=').ok_or("there is no = in it")?;
    Ok((name.to_owned(), fingerprint.to_owned()))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::other(format!("{}: {error}", path.display()))
}

fn feed(verifier: Verifier, path: &Path, mut beside: Option<Beside>) -> Result<Report, Failure> {
    let mut file: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(path).map_err(|error| unreadable(path, &error))?)
    };
    let (give, take) = mpsc::sync_channel::<Vec<Job>>(64);
    let signatures = std::thread::spawn(move || {
        let (mut held, mut failed) = (0, Vec::new());
        for job in take.into_iter().flatten() {
            if job.holds() {
                held += 1;
            } else {
                failed.push(job);
            }
        }
        (held, failed)
    });
    let mut verifier = verifier.deferring();
    let mut piece = vec![0; PIECE];
    let mut progress = Progress::new();
    loop {
        let read = file.read(&mut piece);
        let count = read.map_err(|error| unreadable(path, &error))?;
        if let Some(beside) = &mut beside {
            beside.feed(&piece[..count])?;
        }
        let goes_on = count > 0 && verifier.feed(&piece[..count]);
        // Where the other thread is gone, joining it says so.
        drop(give.send(verifier.take_jobs()));
        if !goes_on {
            break;
        }
        progress.show(verifier.progress());
    }
    progress.clear();
    drop(give);
    let done = signatures.join();
    let done = done.map_err(|_| Failure::other("verifying signatures failed"))?;
    verifier.note(done.0, &done.1);
    if let Some(beside) = beside {
        let compared = beside.finish()?;
        verifier.compared(compared.held, &compared.differences);
    }
    Ok(verifier.finish())
}

/// How far it is, on standard error where somebody looks at it.
struct Progress {
    shown: Option<u64>,
}

impl Progress {
    fn new() -> Self {
        let is_seen = std::io::stderr().is_terminal();
        Self {
            shown: is_seen.then_some(0),
        }
    }

    fn show(&mut self, (done, all): (u64, u64)) {
        let percent = done * 100 / all.max(1);
        if self.shown.is_some_and(|shown| percent > shown) {
            self.shown = Some(percent);
            // Progress that cannot be shown hinders nothing.
            drop(write!(
                std::io::stderr(),
                "\rentries: {done} of {all} ({percent} %)"
            ));
        }
    }

    fn clear(&self) {
        if self.shown.is_some_and(|shown| shown > 0) {
            drop(write!(std::io::stderr(), "\r\x1b[K"));
        }
    }
}
