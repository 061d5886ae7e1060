//! `clausewise consensus`: rehearses the consensus rules.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use domain::consensus::{evaluate_case, explain};

use super::{Failure, print_line};

/// Rehearses the consensus rules.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Prints the level of a case with its reasons and what is missing, as JSON.
    ///
    /// Exits with 2 and the place of the mistake if the case is malformed.
    Evaluate {
        /// The case, a JSON file; `-` reads standard input.
        case: PathBuf,
        /// Prints the sentence that explains the level instead of the JSON.
        #[arg(long)]
        sentence: bool,
    },
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let Command::Evaluate { case, sentence } = arguments.command;
    let json = read(&case)?;
    let result = evaluate_case(&json)
        .map_err(|error| Failure::input(format!("{}: {error}", case.display())))?;
    if sentence {
        return print_line(&explain(result.evaluation()).to_english());
    }
    print_line(&serde_json::to_string_pretty(&result).map_err(Failure::other)?)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    read.map_err(|error| Failure::other(format!("{}: {error}", path.display())))
}
