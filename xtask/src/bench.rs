//! Measures what is claimed of the program's speed, beside limits and peers.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::command::{self, cargo};
use crate::progress::Steps;
use crate::workspace;

/// How `cargo xtask bench` is asked to work.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// What is measured.
    subject: Subject,
}

/// What can be measured.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Subject {
    /// A text of 100 pages with 200 amendments of 60 organisations.
    Amendments,
    /// The levels of 10,000 clauses on which 200 organisations have spoken.
    Consensus,
    /// How long what was acknowledged waits to be sealed.
    Sealing,
    /// A record of 1,000,000 entries with 100,000 signed positions, verified.
    Verify,
}

/// Builds for speed and measures.
///
/// # Errors
///
/// * the program or the benchmark does not build, or fails.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    match options.subject {
        Subject::Amendments => served("amendments"),
        Subject::Consensus => alone("domain", "consensus"),
        Subject::Sealing => served("sealing"),
        Subject::Verify => alone("verifier", "verify"),
    }
}

/// Measures what needs no server.
fn alone(package: &str, bench: &str) -> Result<ExitCode> {
    Steps::new(1).step("measuring (some minutes the first time)", || {
        let mut command = cargo();
        command.args(["bench", "--quiet", "--package", package, "--bench", bench]);
        command::run(&mut command)
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Measures the program as it serves.
fn served(bench: &str) -> Result<ExitCode> {
    let mut steps = Steps::new(2);
    steps.step("server (about seven minutes the first time)", || {
        let mut build = cargo();
        build.args([
            "build",
            "--release",
            "--package",
            "server",
            "--bin",
            "clausewise",
        ]);
        command::run(&mut build)
    })?;
    steps.step("measuring", || {
        let mut measure = cargo();
        measure.args(["bench", "--quiet", "--package", "e2e", "--bench", bench]);
        measure.env(
            "CLAUSEWISE_BINARY",
            workspace::target().join("release/clausewise"),
        );
        command::run(&mut measure)
    })?;
    Ok(ExitCode::SUCCESS)
}
