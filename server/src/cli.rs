//! The command line: one module for each command.

mod amendments;
mod backup;
mod consensus;
mod database;
mod demo;
mod export;
mod import;
mod key;
mod monitor;
mod proofs;
mod restore;
mod sealer;
mod serve;
mod sign;
mod verify;
mod witness;

#[cfg(test)]
pub(crate) use self::proofs::check_folder;

use std::fmt::Display;
use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

/// Consensus building and deliberation on a common text.
#[derive(Debug, Parser)]
#[command(name = "clausewise", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Amendments(amendments::Arguments),
    Backup(Box<backup::Arguments>),
    Consensus(consensus::Arguments),
    Demo(Box<demo::Arguments>),
    Export(Box<export::Arguments>),
    Import(Box<import::Arguments>),
    Restore(Box<restore::Arguments>),
    Key(key::Arguments),
    Monitor(Box<monitor::Arguments>),
    Proofs(proofs::Arguments),
    Serve(Box<serve::Arguments>),
    Sign(sign::Arguments),
    Sealer(sealer::Arguments),
    Witness(witness::Arguments),
    Verify(Box<verify::Arguments>),
}

/// Runs the command named by the program's arguments.
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Amendments(arguments) => amendments::run(arguments),
        Command::Backup(arguments) => backup::run(&arguments),
        Command::Consensus(arguments) => consensus::run(arguments),
        Command::Demo(arguments) => demo::run(*arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Restore(arguments) => restore::run(&arguments),
        Command::Key(arguments) => key::run(arguments),
        Command::Monitor(arguments) => return monitor::run(&arguments),
        Command::Proofs(arguments) => proofs::run(&arguments),
        Command::Serve(arguments) => serve::run(*arguments),
        Command::Sign(arguments) => sign::run(&arguments),
        Command::Sealer(arguments) => sealer::run(arguments),
        Command::Witness(arguments) => witness::run(arguments),
        Command::Verify(arguments) => return verify::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// Why a command ended without doing what it was asked to.
#[derive(Debug)]
struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    /// What the command was given is wrong; exits with 2, as for wrong arguments.
    fn input(message: impl Display) -> Self {
        Self {
            message: message.to_string(),
            code: 2,
        }
    }

    /// Something else went wrong; exits with 1.
    fn other(message: impl Display) -> Self {
        Self {
            message: message.to_string(),
            code: 1,
        }
    }

    fn report(self) -> ExitCode {
        // A closed standard error leaves nobody to tell; the exit code still says it.
        drop(writeln!(std::io::stderr(), "clausewise: {}", self.message));
        ExitCode::from(self.code)
    }
}

/// Logs to standard error what `RUST_LOG` asks for; what matters to an operator where it is not set.
fn start_logging() {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,server=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

/// Writes a line to standard output.
fn print_line(line: &str) -> Result<(), Failure> {
    writeln!(std::io::stdout(), "{line}").map_err(Failure::other)
}

/// Says on standard error how far a command has come.
fn say(progress: &str) {
    // A closed standard error leaves nobody to tell.
    drop(writeln!(std::io::stderr(), "{progress}"));
}

/// Reads the whole file a command was given, or standard input for `-`.
fn read_input(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    read.map_err(|error| Failure::other(format!("{}: {error}", path.display())))
}
