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
}

/// Builds for speed and measures.
///
/// # Errors
///
/// * the program or the benchmark does not build, or fails.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    match options.subject {
        Subject::Amendments => amendments(),
        Subject::Consensus => consensus(),
    }
}

fn consensus() -> Result<ExitCode> {
    Steps::new(1).step("measuring (about two minutes the first time)", || {
        let mut bench = cargo();
        bench.args([
            "bench",
            "--quiet",
            "--package",
            "domain",
            "--bench",
            "consensus",
        ]);
        command::run(&mut bench)
    })?;
    Ok(ExitCode::SUCCESS)
}

fn amendments() -> Result<ExitCode> {
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
        let mut bench = cargo();
        bench.args([
            "bench",
            "--quiet",
            "--package",
            "e2e",
            "--bench",
            "amendments",
        ]);
        bench.env(
            "CLAUSEWISE_BINARY",
            workspace::target().join("release/clausewise"),
        );
        command::run(&mut bench)
    })?;
    Ok(ExitCode::SUCCESS)
}
