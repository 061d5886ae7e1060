//! `clausewise consensus`: rehearses the consensus rules.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::consensus::{evaluate_case, explain};

use super::{Failure, print_line, read_input};

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
    let json = read_input(&case)?;
    let result = evaluate_case(&json)
        .map_err(|error| Failure::input(format!("{}: {error}", case.display())))?;
    if sentence {
        return print_line(&explain(result.evaluation()).to_english());
    }
    print_line(&serde_json::to_string_pretty(&result).map_err(Failure::other)?)
}
