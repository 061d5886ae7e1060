//! The program `clausewise`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}
