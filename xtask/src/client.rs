//! Builds the browser client: the wasm modules, their glue, the editor and what checks the record.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use wasm_bindgen_cli_support::Bindgen;

use crate::command::{self, cargo};
use crate::progress::Steps;
use crate::{fingerprint, install, wasm_target, workspace};

/// The cargo profile of the browser modules.
const PROFILE: &str = "wasm-release";

/// The packages of the modules, and the stem of the files that hold each with its glue.
const MODULES: [(&str, &str); 2] = [
    ("client-wasm", "clausewise_client"),
    ("verify-wasm", "clausewise_verify"),
];

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
        "browser client: modules, glue and scripts (three to four minutes)",
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
    let crates = [
        "domain",
        "ledger",
        "replica",
        "verifier",
        "client-wasm",
        "verify-wasm",
    ];
    let parts = crates
        .iter()
        .flat_map(|name| ["Cargo.toml", "src"].map(|it| format!("{name}/{it}")));
    let names = settings.into_iter().map(str::to_owned).chain(parts);
    names.map(|name| workspace::root().join(name)).collect()
}

fn is_built(inputs: &str) -> bool {
    let is_there = |(_, stem): (&str, &str)| dist().join(format!("{stem}_bg.wasm")).is_file();
    MODULES.into_iter().all(is_there)
        && fs::read_to_string(stamp()).is_ok_and(|built| built == inputs)
}

fn build(inputs: &str) -> Result<()> {
    install::ensure(&[install::NODE])?;
    compile()?;
    empty_dist()?;
    for (package, stem) in MODULES {
        glue(&compiled(package), stem)?;
    }
    bundle()?;
    fs::write(stamp(), inputs).context("cannot note what the client was built from")
}

/// Compiles the modules.
fn compile() -> Result<()> {
    let rustc = wasm_target::rustc()?;
    let mut build = cargo();
    build.args(["build", "--profile", PROFILE]);
    for (package, _) in MODULES {
        build.args(["--package", package]);
    }
    command::run(
        build
            .args(["--target", wasm_target::TRIPLE])
            .env("RUSTC", rustc),
    )
}

/// Returns where the compiled module of a package is.
fn compiled(package: &str) -> PathBuf {
    workspace::target()
        .join(wasm_target::TRIPLE)
        .join(PROFILE)
        .join(format!("{}.wasm", package.replace('-', "_")))
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

fn glue(module: &Path, stem: &str) -> Result<()> {
    Bindgen::new()
        .input_path(module)
        .web(true)?
        .out_name(stem)
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
