//! Builds the browser client: the wasm module, its glue and the editor.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use wasm_bindgen_cli_support::Bindgen;

use crate::command::{self, cargo};
use crate::progress::Steps;
use crate::{fingerprint, install, wasm_target, workspace};

/// The cargo profile of the browser module.
const PROFILE: &str = "wasm-release";

/// The stem of the files that hold the module and its glue.
const STEM: &str = "clausewise_client";

/// How `cargo xtask client` is asked to work.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Build again even if nothing has changed.
    #[arg(long)]
    force: bool,
}

/// Runs the task.
pub(crate) fn run_steps(steps: &mut Steps, force: bool) -> Result<()> {
    let inputs = fingerprint::of(&inputs())?;
    if !force && is_built(&inputs) {
        return steps.step("browser client, unchanged since it was last built", || {
            Ok(())
        });
    }
    steps.step(
        "browser client: module, glue and editor (two to three minutes)",
        || build(&inputs),
    )
}

/// Builds the client and says where it is.
///
/// # Errors
///
/// * a tool is missing and cannot be installed;
/// * the module or the editor does not build.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    run_steps(&mut Steps::new(1), options.force)?;
    println!("\nThe browser client is in {}.", dist().display());
    Ok(ExitCode::SUCCESS)
}

/// Returns the folder of the editor's TypeScript.
pub(crate) fn editor() -> PathBuf {
    workspace::root().join("client-wasm/editor")
}

/// Returns the folder from which the server takes the client.
fn dist() -> PathBuf {
    workspace::root().join("client-wasm/dist")
}

fn stamp() -> PathBuf {
    workspace::root().join("client-wasm/dist.inputs")
}

/// Lists everything the client is made from.
fn inputs() -> Vec<PathBuf> {
    let settings = [
        "Cargo.toml",
        "Cargo.lock",
        "xtask/src/client.rs",
        "client-wasm/editor",
    ];
    let crates = ["domain", "replica", "client-wasm"];
    let parts = crates
        .iter()
        .flat_map(|name| ["Cargo.toml", "src"].map(|it| format!("{name}/{it}")));
    let names = settings.into_iter().map(str::to_owned).chain(parts);
    names.map(|name| workspace::root().join(name)).collect()
}

fn is_built(inputs: &str) -> bool {
    dist().join(format!("{STEM}_bg.wasm")).is_file()
        && fs::read_to_string(stamp()).is_ok_and(|built| built == inputs)
}

fn build(inputs: &str) -> Result<()> {
    install::ensure(&[install::NODE])?;
    let module = compile()?;
    empty_dist()?;
    glue(&module)?;
    bundle()?;
    fs::write(stamp(), inputs).context("cannot note what the client was built from")
}

/// Compiles the module and returns where it is.
fn compile() -> Result<PathBuf> {
    let rustc = wasm_target::rustc()?;
    let mut build = cargo();
    build.args(["build", "--package", "client-wasm", "--profile", PROFILE]);
    command::run(
        build
            .args(["--target", wasm_target::TRIPLE])
            .env("RUSTC", rustc),
    )?;
    Ok(workspace::target()
        .join(wasm_target::TRIPLE)
        .join(PROFILE)
        .join("client_wasm.wasm"))
}

fn empty_dist() -> Result<()> {
    fs::create_dir_all(dist())?;
    for entry in fs::read_dir(dist())? {
        let path = entry?.path();
        if path.is_dir() {
            fs::remove_dir_all(&path)?;
        } else if !path.ends_with(".gitkeep") {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn glue(module: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(module)
        .web(true)?
        .out_name(STEM)
        .typescript(true)
        // Without the default path `init()` would not find the module beside its glue.
        .omit_default_module_path(false)
        .remove_name_section(true)
        .generate(dist())
        .context("cannot write the module's glue")
}

fn bundle() -> Result<()> {
    let editor = editor();
    install::npm_ci(&editor)?;
    command::run(install::npm(&editor).args(["run", "--silent", "build"]))?;
    let built = editor.join("dist");
    for entry in fs::read_dir(&built).with_context(|| format!("no {}", built.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), dist().join(entry.file_name()))?;
        }
    }
    Ok(())
}
