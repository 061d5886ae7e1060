//! Running other programs.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::progress::now;
use crate::tally::Tally;
use crate::workspace;

/// How often a program with a time limit is looked at.
const GLANCE: Duration = Duration::from_millis(50);

/// Starts the description of a program run in the folder of the workspace.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(workspace::root());
    command
}

/// Starts the description of a run of the cargo that runs this task.
pub(crate) fn cargo() -> Command {
    let mut command = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // What cargo sets for this task itself would otherwise reach build scripts and rebuild them.
    for (name, _) in std::env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_"))
        {
            command.env_remove(name);
        }
    }
    command
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("CARGO_MANIFEST_PATH");
    command
}

/// Returns the command as a person would type it.
pub(crate) fn spelled(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let line = words.map(|word| short(word).to_string_lossy().into_owned());
    let line = line.collect::<Vec<_>>().join(" ");
    match command
        .get_current_dir()
        .and_then(|dir| dir.strip_prefix(workspace::root()).ok())
    {
        Some(dir) if dir != Path::new("") => format!("cd {} && {line}", dir.display()),
        _ => line,
    }
}

fn short(word: &OsStr) -> &OsStr {
    let path = Path::new(word);
    if path.is_absolute() && path.file_name() == Some(OsStr::new("cargo")) {
        return OsStr::new("cargo");
    }
    word
}

/// Runs a program that shares our terminal.
///
/// # Errors
///
/// * it cannot be started;
/// * it ends with anything but success.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", spelled(command)))?;
    accept(command, status)
}

/// Runs a program that shares our terminal, and counts the tests it sums up.
///
/// Returns the count together with whether the program ended with success.
///
/// # Errors
///
/// * it cannot be started, or its output cannot be read.
pub(crate) fn run_counting(command: &mut Command) -> Result<(Tally, bool)> {
    let mut child = start(command.stdout(Stdio::piped()))?;
    let output = child.stdout.take().context("the output was asked for")?;
    let mut tally = Tally::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        tally += Tally::of_line(&line);
    }
    Ok((tally, child.wait()?.success()))
}

/// Runs a program that must end within `limit`, or is ended.
///
/// # Errors
///
/// * it cannot be started;
/// * it takes longer;
/// * it ends with anything but success.
pub(crate) fn run_within(limit: Duration, command: &mut Command) -> Result<()> {
    let mut child = start(command)?;
    let begun = now();
    loop {
        if let Some(status) = child.try_wait()? {
            return accept(command, status);
        }
        if begun.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            bail!(
                "{} did not end within {} s",
                spelled(command),
                limit.as_secs()
            );
        }
        thread::sleep(GLANCE);
    }
}

/// Returns what a program prints, without the last line break.
///
/// # Errors
///
/// * it cannot be started;
/// * it ends with anything but success.
pub(crate) fn output_of(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", spelled(command)))?;
    accept(command, output.status)?;
    Ok(String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned())
}

/// Finds a program on the `PATH`.
pub(crate) fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

fn start(command: &mut Command) -> Result<Child> {
    command
        .spawn()
        .with_context(|| format!("cannot start {}", spelled(command)))
}

fn accept(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    bail!("`{}` ended with {status}", spelled(command))
}
