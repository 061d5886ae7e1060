//! Builds everything, fills in the demonstration network and serves it.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::command::{self, cargo, program, spelled};
use crate::progress::Steps;
use crate::{client, workspace};

/// How `cargo xtask demo` is asked to work.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Build the server quickly rather than for speed.
    #[arg(long)]
    dev: bool,
    /// Keep what the last demonstration left instead of starting afresh.
    #[arg(long)]
    keep: bool,
    /// The address to serve on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
}

/// Builds, fills in and serves; only returns if something goes wrong.
///
/// # Errors
///
/// * a tool is missing and cannot be installed;
/// * the client or the server does not build;
/// * the server cannot be started.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let mut steps = Steps::new(3);
    client::run_steps(&mut steps, false)?;
    let title = if options.dev {
        "server"
    } else {
        "server (about seven minutes the first time)"
    };
    steps.step(title, || build(options.dev))?;
    let data = steps.step("data folder", || data_folder(options.keep))?;
    let mut server = program(binary(options.dev));
    server
        .arg("demo")
        .arg("--data")
        .arg(data)
        .args(["--listen", &options.listen]);
    // The demonstration has a database of its own, whatever is set for other servers.
    server.env_remove("DATABASE_URL");
    println!(
        "\nReady after {}. Starting the server; end it with Ctrl-C.\n",
        steps.elapsed()
    );
    // The server takes this process over, so that Ctrl-C and its ending are its own.
    let error = server.exec();
    Err(error).with_context(|| format!("cannot start {}", spelled(&server)))
}

fn build(dev: bool) -> Result<()> {
    let mut build = cargo();
    build.args(["build", "--package", "server", "--bin", "clausewise"]);
    if !dev {
        build.arg("--release");
    }
    command::run(&mut build)
}

fn binary(dev: bool) -> PathBuf {
    workspace::target()
        .join(if dev { "debug" } else { "release" })
        .join("clausewise")
}

/// Returns the data folder of the demonstration, emptied unless it is to be kept.
fn data_folder(keep: bool) -> Result<PathBuf> {
    let data = workspace::target().join("demo");
    if !keep && data.exists() {
        fs::remove_dir_all(&data).with_context(|| format!("cannot empty {}", data.display()))?;
    }
    Ok(data)
}
