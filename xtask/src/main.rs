//! Every task a person or CI runs: `cargo xtask demo`, `cargo xtask test`.
//!
//! Each task installs what it needs and can install, says what it is doing
//! while it does it, and ends with a plain sentence. This is the only crate
//! that prints.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a task talks to its terminal"
)]

mod bench;
mod client;
mod command;
mod demo;
mod fingerprint;
mod install;
mod progress;
mod scratch;
mod tally;
mod test;
mod wasm_target;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Every task a person or CI runs.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Builds everything, fills in the demonstration network and serves it.
    Demo(demo::Options),
    /// Runs every check and every test.
    Test(test::Options),
    /// Measures what is claimed of the program's speed, beside limits and peers.
    Bench(bench::Options),
    /// Builds the browser client into client-wasm/dist, where the server finds it.
    Client(client::Options),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Demo(options) => demo::run(&options),
        Task::Test(options) => test::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Client(options) => client::run(&options),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("\nerror: {error:#}");
        ExitCode::FAILURE
    })
}
