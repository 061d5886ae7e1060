//! Runs every check and every test, in an order that shares what is compiled.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::command::{self, cargo, run_counting, spelled};
use crate::install::{self, Need, npm};
use crate::progress::Steps;
use crate::scratch::Scratch;
use crate::tally::Tally;
use crate::{client, wasm_target, workspace};

/// How `cargo xtask test` is asked to work.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Run only these parts; everything when absent.
    #[arg(long, value_enum)]
    only: Vec<Part>,
}

/// A part of the tests that can be run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Formatting and lints, for the server and for the browser.
    Lint,
    /// The browser client builds and its types hold.
    Client,
    /// Every Rust test: rules, store, HTTP, sync, crash; both databases.
    Rust,
    /// People at work in a real browser, with the client built first.
    Browser,
}

/// One step of the run.
struct Check {
    part: Part,
    title: &'static str,
    work: Work,
    /// Installs what only this step needs.
    prepare: fn() -> Result<()>,
}

/// What a step does.
enum Work {
    /// A program that succeeds or fails as a whole.
    Program(fn() -> Command),
    /// A program that sums up its tests.
    Tests(fn() -> Command),
    /// The build of the browser client.
    Client,
}

const CHECKS: [Check; 9] = [
    Check::new(Part::Lint, "formatting", Work::Program(formatting)),
    Check::new(Part::Lint, "lints", Work::Program(lints)),
    Check::new(
        Part::Lint,
        "lints for the browser",
        Work::Program(wasm_lints),
    )
    .after(|| wasm_target::rustc().map(drop)),
    Check::new(Part::Client, "browser client", Work::Client),
    Check::new(
        Part::Client,
        "types of the editor",
        Work::Program(editor_types),
    )
    .after(|| install::npm_ci(&client::editor())),
    Check::new(Part::Rust, "Rust tests", Work::Tests(rust_tests)),
    Check::new(
        Part::Browser,
        "server for the browser tests",
        Work::Program(server),
    ),
    Check::new(
        Part::Browser,
        "types of the browser tests",
        Work::Program(browser_types),
    )
    .after(|| install::npm_ci(&browser_folder())),
    Check::new(Part::Browser, "browser tests", Work::Tests(browser_tests))
        .after(|| install::npm_ci(&browser_folder())),
];

/// Runs the chosen checks, all of them even if one fails, and sums up.
///
/// # Errors
///
/// * something that the checks need is missing and cannot be installed.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let chosen: Vec<&Check> = CHECKS
        .iter()
        .filter(|check| options.includes(check.part))
        .collect();
    let mut steps = Steps::new(chosen.len() + 1);
    steps.step("what the tests need", || install::ensure(&options.needs()))?;
    let scratch = Scratch::make()?;
    let mut total = Tally::default();
    let mut again = Vec::new();
    for check in chosen {
        let (tally, failure) = check.run(&mut steps, &scratch);
        total += tally;
        again.extend(failure);
    }
    Ok(sum_up(total, &again, &steps.elapsed()))
}

fn sum_up(total: Tally, again: &[String], elapsed: &str) -> ExitCode {
    println!("\nAll steps ended after {elapsed}.");
    for failure in again {
        println!("{failure}");
    }
    println!("{total}");
    if total.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

impl Options {
    fn includes(&self, part: Part) -> bool {
        let is_for_browser = part == Part::Client && self.only.contains(&Part::Browser);
        self.only.is_empty() || self.only.contains(&part) || is_for_browser
    }

    fn needs(&self) -> Vec<Need> {
        let mut needs = Vec::new();
        if self.includes(Part::Client) || self.includes(Part::Browser) {
            needs.push(install::NODE);
        }
        if self.includes(Part::Rust) {
            needs.push(install::POSTGRES);
        }
        if self.includes(Part::Browser) {
            needs.push(install::CHROMIUM);
        }
        needs
    }
}

impl Check {
    const fn new(part: Part, title: &'static str, work: Work) -> Self {
        Self {
            part,
            title,
            work,
            prepare: || Ok(()),
        }
    }

    const fn after(mut self, prepare: fn() -> Result<()>) -> Self {
        self.prepare = prepare;
        self
    }

    /// Runs the check; returns its count and, if it failed, how to run it again.
    fn run(&self, steps: &mut Steps, scratch: &Scratch) -> (Tally, Option<String>) {
        let mut tally = Tally::default();
        let result = match self.work {
            Work::Client => client::run_steps(steps, false).map(|()| tally = Tally::PASS),
            Work::Program(program) => steps.step(self.title, || {
                (self.prepare)()?;
                command::run(&mut program())?;
                tally = Tally::PASS;
                Ok(())
            }),
            Work::Tests(program) => steps.step(self.title, || {
                (self.prepare)()?;
                count(program().env("TMPDIR", scratch.folder()), &mut tally)
            }),
        };
        let Err(error) = result else {
            return (tally, None);
        };
        if tally.failed == 0 {
            tally += Tally::FAIL;
        }
        (
            tally,
            Some(format!(
                "{} failed: {error:#}\n    again: {}",
                self.title,
                self.again()
            )),
        )
    }

    fn again(&self) -> String {
        match self.work {
            Work::Client => "cargo xtask client".to_owned(),
            Work::Program(program) | Work::Tests(program) => spelled(&program()),
        }
    }
}

fn count(command: &mut Command, tally: &mut Tally) -> Result<()> {
    let (counted, success) = run_counting(command)?;
    *tally = counted;
    if !success {
        bail!(
            "{} tests failed, or something did not compile",
            counted.failed
        );
    }
    if counted == Tally::default() {
        bail!("no test was run");
    }
    Ok(())
}

fn formatting() -> Command {
    let mut command = cargo();
    command.args(["fmt", "--all", "--check"]);
    command
}

fn lints() -> Command {
    let mut command = cargo();
    command.args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]);
    command
}

fn wasm_lints() -> Command {
    let rustc = wasm_target::rustc().unwrap_or_else(|_| PathBuf::from("rustc"));
    let mut command = cargo();
    // A compiler built from sources for want of a downloaded one has no clippy.
    let is_own = rustc != Path::new("rustc");
    command
        .arg(if is_own { "check" } else { "clippy" })
        .env("RUSTC", rustc);
    for package in ["domain", "ledger", "replica", "verifier", "client-wasm"] {
        command.args(["-p", package]);
    }
    command.args(["--target", wasm_target::TRIPLE]);
    if !is_own {
        command.args(["--", "-D", "warnings"]);
    }
    command
}

fn editor_types() -> Command {
    let mut command = npm(&client::editor());
    command.args(["run", "check"]);
    command
}

fn rust_tests() -> Command {
    let mut command = cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]);
    // A snapshot that differs fails; nothing is rewritten behind anybody's back.
    command.env("INSTA_UPDATE", "no");
    command
}

/// Builds what `cargo test --workspace` builds, so that nothing is compiled twice.
fn server() -> Command {
    let mut command = cargo();
    command.args(["build", "--workspace", "--all-targets"]);
    command
}

fn browser_folder() -> PathBuf {
    workspace::root().join("tests/browser")
}

fn browser_types() -> Command {
    let mut command = npm(&browser_folder());
    command.args(["run", "check"]);
    command
}

fn browser_tests() -> Command {
    let mut command = npm(&browser_folder());
    command.args(["test"]);
    command
}
