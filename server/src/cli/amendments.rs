//! `clausewise amendments`: compares amendments to one wording.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::amendments::{CompareError, compare_case};

use super::{Failure, print_line, read_input};

/// Compares amendments to one wording.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Prints what collides, what goes together, what that gives and the rolling text, as JSON.
    ///
    /// Exits with 2 and the place of the mistake if the case is malformed.
    Compare {
        /// The case, a JSON file; `-` reads standard input.
        case: PathBuf,
    },
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let Command::Compare { case } = arguments.command;
    let result = compare_case(&read_input(&case)?).map_err(|error| {
        let message = format!("{}: {error}", case.display());
        match error {
            CompareError::Case(_) => Failure::input(message),
            CompareError::TooManySets(_) => Failure::other(message),
        }
    })?;
    print_line(&serde_json::to_string_pretty(&result).map_err(Failure::other)?)
}
