//! Finds a Rust compiler that builds for the browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::command::{output_of, program, run_within, which};

/// The target triple of the browser module.
pub(crate) const TRIPLE: &str = "wasm32-unknown-unknown";

/// Longest time rustup may take to fetch the target.
const LIMIT: Duration = Duration::from_mins(3);

/// Builds the standard library from Debian's sources where rustup cannot fetch it.
const FALLBACK: &str = include_str!("../wasm-rustc.sh");

/// Returns a compiler that can build for the browser, after installing what it lacks.
///
/// # Errors
///
/// * the target's standard library is missing, rustup cannot fetch it, and
///   there is no Debian to build it from.
pub(crate) fn rustc() -> Result<PathBuf> {
    let rustc = std::env::var_os("RUSTC").map_or_else(|| PathBuf::from("rustc"), PathBuf::from);
    if has_target(&rustc) {
        return Ok(rustc);
    }
    if which("rustup").is_some() {
        println!("    fetching the {TRIPLE} target with rustup");
        let fetched = run_within(LIMIT, program("rustup").args(["target", "add", TRIPLE]));
        if let Err(error) = fetched {
            println!("    rustup could not fetch it: {error:#}");
        }
        if has_target(&rustc) {
            return Ok(rustc);
        }
    }
    from_debian()
}

fn has_target(rustc: &Path) -> bool {
    let asked = program(rustc)
        .args(["--print", "target-libdir", "--target", TRIPLE])
        .output();
    let Ok(answer) = asked else { return false };
    let folder = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .any(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            name.starts_with("libstd-") && Path::new(&name).extension().is_some_and(|e| e == "rlib")
        })
}

fn from_debian() -> Result<PathBuf> {
    let found = output_of(
        program("sh")
            .args(["-c", FALLBACK])
            .env("WASM_NO_RUSTUP", "1"),
    );
    let path = found.with_context(|| {
        format!("no compiler for the browser; install the target: rustup target add {TRIPLE}")
    })?;
    Ok(path.into())
}
