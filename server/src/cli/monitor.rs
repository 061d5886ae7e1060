//! `clausewise monitor`: a member organisation watches its name in the record.

mod words;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use domain::time::Timestamp;
use jiff::SignedDuration;
use ledger::note::VerifierKey;

use super::{Failure, print_line};
use crate::clock::Clock;
use crate::monitoring::{Finding, Monitor, MonitorError, Report, State, TokenFile, Wanted};

/// How often it looks unless it is said, in seconds.
const PACE: i64 = 300;

/// Watches the record of a server on behalf of a member organisation: that the log only ever
/// grows, that what the organisation signed is in it, and that nothing else is in its name.
///
/// Reads only what is new. What it has seen is kept in the folder of --state: give each server and
/// each organisation a folder of its own, and keep it. Compares the acts in the record with the
/// files of --statements: statements as `clausewise sign` writes them (NAME.signed.json), receipts
/// as the API answers them (any JSON file with their `entries`), and proof files
/// (NAME.tlog-proof).
///
/// With --once it ends with 0 where nothing is wrong; otherwise with the status of the gravest
/// finding: 10 fork (the log is another one than before), 11 signature (not signed by the log's
/// key), 12 entries (not those that were sealed, or none that there can be), 13 split view (a
/// witness has signed another log), 14 changed key, 15 foreign (an act in your name of which you
/// have no paper, unsigned, by proxy or signed with another key), 16 missing (what you signed or
/// have a receipt for is not in the record), 17 quorum (too few witnesses), 18 stale (not sealed, or
/// not shown), 19 unreachable (the server does not answer or does not let the monitor in). 1 says
/// that it could not work, 2 wrong arguments.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The server, such as `https://draft.example.org`.
    #[arg(long, value_name = "URL", required_unless_present = "accept")]
    server: Option<String>,
    /// The file with the token of somebody who may read the record: a refresh token, which the
    /// monitor replaces by the next one each time, or an access token. Only you may read the file.
    #[arg(long, value_name = "FILE", required_unless_present = "accept")]
    token_file: Option<PathBuf>,
    /// Your organisation, by its identifier or short name.
    #[arg(long, value_name = "ID|SHORT NAME", required_unless_present = "accept")]
    organisation: Option<String>,
    /// The folder with what your organisation signed, its receipts and its proof files.
    #[arg(long, value_name = "DIR", required_unless_present = "accept")]
    statements: Option<PathBuf>,
    /// The folder in which the monitor keeps what it has seen, and evidence; made when it does not
    /// exist.
    #[arg(long, value_name = "DIR")]
    state: PathBuf,
    /// The fingerprint of your organisation's key.
    #[arg(long, value_name = "FINGERPRINT")]
    pin: Option<String>,
    /// The witnesses that you trust, as a C2SP tlog-policy file; those with an address are asked
    /// what they have signed.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The key of the log as you know it; the one that the server shows the first time where absent.
    #[arg(long, value_name = "VKEY")]
    log_key: Option<VerifierKey>,
    /// After how long what was recorded must be sealed, cosigned and found, such as 30m or 2h.
    #[arg(long, value_name = "DURATION", default_value = "1h", value_parser = seconds)]
    stale: i64,
    /// Looks once, and says with the exit status what it found.
    #[arg(long, conflicts_with = "every")]
    once: bool,
    /// How often it looks, such as 5m; every 5 minutes unless --once is given.
    #[arg(long, value_name = "DURATION", value_parser = seconds)]
    every: Option<i64>,
    /// Writes one JSON object a round, on one line, instead of words.
    #[arg(long)]
    json: bool,
    /// Accepts a finding and ends: the number of an entry, such as 17, a range of them, such as
    /// 0-120, or the name of a finding; may be given several times.
    #[arg(long, value_name = "ENTRY|NAME")]
    accept: Vec<String>,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match watch(arguments) {
        Ok(status) => ExitCode::from(status),
        Err(failure) => failure.report(),
    }
}

fn watch(arguments: &Arguments) -> Result<u8, Failure> {
    let mut monitor = Monitor::open(&arguments.state).map_err(failed)?;
    if !arguments.accept.is_empty() {
        return accept(&mut monitor, &arguments.accept).map(|()| 0);
    }
    let wanted = wanted(arguments)?;
    let mut token = TokenFile::new(&wanted.token);
    loop {
        let now = Clock::System.now();
        let outcome = monitor.look(&wanted, &mut token, now).map_err(failed)?;
        let report = outcome.report.clone();
        monitor.keep(outcome).map_err(failed)?;
        tell(&mut monitor, &report, arguments)?;
        if arguments.once {
            return Ok(report.exit_status);
        }
        let pace = u64::try_from(arguments.every.unwrap_or(PACE)).unwrap_or_default();
        std::thread::sleep(Duration::from_secs(pace));
    }
}

/// Says what was found: all of it where it is asked once, else what was not said before.
fn tell(monitor: &mut Monitor, report: &Report, arguments: &Arguments) -> Result<(), Failure> {
    if arguments.json {
        print_line(&serde_json::to_string(report).map_err(Failure::other)?)?;
    } else if arguments.once {
        words::print(report)?;
    } else {
        words::print_news(report, &monitor.state.told)?;
    }
    // What was said is noted after it was said, so that nothing is left unsaid.
    let standing: BTreeSet<_> = report.findings.iter().map(|it| it.name.clone()).collect();
    monitor
        .remember(|state| {
            state.told.retain(|name, _| standing.contains(name));
            for name in standing {
                state.told.entry(name).or_insert(report.at);
            }
        })
        .map_err(failed)
}

/// Accepts entries that concern the organisation, or findings that last.
fn accept(monitor: &mut Monitor, names: &[String]) -> Result<(), Failure> {
    let mut accepted = BTreeSet::new();
    for name in names {
        let found = acceptable(monitor, name);
        if found.is_empty() {
            return Err(Failure::input(format!(
                "--accept {name}: nothing of that name was found so far"
            )));
        }
        accepted.extend(found);
    }
    for name in &accepted {
        print_line(&format!("accepted {name}"))?;
    }
    let add = |state: &mut State| state.accepted.extend(accepted);
    monitor.remember(add).map_err(failed)
}

fn acceptable(monitor: &Monitor, name: &str) -> Vec<String> {
    let state = &monitor.state;
    let Some((first, last)) = entries(name) else {
        let is_known = state.lasting.contains_key(name);
        return is_known.then(|| name.to_owned()).into_iter().collect();
    };
    let noted = state.watch.iter().flat_map(|it| &it.noted);
    let noted = noted.filter(|it| (first..=last).contains(&it.seq));
    noted.map(|it| Finding::name_of_entry(it.seq)).collect()
}

/// Reads the number of an entry, or a range of them.
fn entries(text: &str) -> Option<(u64, u64)> {
    if let Ok(one) = text.parse() {
        return Some((one, one));
    }
    let (first, last) = text.split_once('-')?;
    Some((first.parse().ok()?, last.parse().ok()?))
}

fn wanted(arguments: &Arguments) -> Result<Wanted, Failure> {
    let missing = || Failure::input("name --server, --token-file, --organisation and --statements");
    let policy = arguments.policy.as_ref().map(|path| {
        std::fs::read(path).map_err(|error| Failure::input(format!("{}: {error}", path.display())))
    });
    Ok(Wanted {
        server: arguments.server.clone().ok_or_else(missing)?,
        token: arguments.token_file.clone().ok_or_else(missing)?,
        organisation: arguments.organisation.clone().ok_or_else(missing)?,
        papers: arguments.statements.clone().ok_or_else(missing)?,
        pin: arguments.pin.clone(),
        policy: policy.transpose()?,
        log_key: arguments.log_key.clone(),
        stale: arguments.stale,
    })
}

fn failed(error: MonitorError) -> Failure {
    match error {
        MonitorError::Wrong(_) => Failure::input(error),
        _ => Failure::other(error),
    }
}

/// Reads how long something takes, in whole seconds.
fn seconds(text: &str) -> Result<i64, String> {
    let span: SignedDuration = text.parse().map_err(|error| format!("{error}"))?;
    let longest = (Timestamp::MAX.as_micros()) / 1_000_000;
    Some(span.as_secs())
        .filter(|it| (1..=longest).contains(it))
        .ok_or_else(|| "it must be a second at least".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_people_write_them() {
        assert_eq!(seconds("5m"), Ok(300));
        assert_eq!(seconds("1h"), Ok(3_600));
        assert_eq!(seconds("1h 30m"), Ok(5_400));
        for text in ["", "0s", "-5m", "soon"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }

    #[test]
    fn entries_are_named_one_by_one_or_as_a_range() {
        assert_eq!(entries("17"), Some((17, 17)));
        assert_eq!(entries("0-120"), Some((0, 120)));
        for text in ["", "fork-12-abc", "-3", "3-"] {
            assert_eq!(entries(text), None, "{text}");
        }
    }
}
