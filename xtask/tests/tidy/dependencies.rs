//! Who may depend on what, and why.

use std::process::Command;

use serde_json::Value;

use crate::expect_none;
use crate::source::{self, Source, root};

/// What the crates of the rules may use; `Some` lists everything allowed.
fn allowed(package: &str) -> Option<&'static [&'static str]> {
    match package {
        "domain" => Some(&[
            "base64",
            "hex",
            "jiff",
            "petgraph",
            "serde",
            "serde_json",
            "serde_path_to_error",
            "sha2",
            "similar",
            "thiserror",
            "unicode-bidi",
            "unicode-normalization",
            "unicode-segmentation",
            "utoipa",
            "uuid",
        ]),
        "ledger" => Some(&[
            "base64",
            "ed25519-dalek",
            "hex",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
        ]),
        "replica" => Some(&[
            "automerge",
            "bs58",
            "domain",
            "flate2",
            "hex",
            "minicbor",
            "serde",
            "sha2",
            "thiserror",
            "uuid",
        ]),
        "verifier" => Some(&[
            "base64",
            "domain",
            "hex",
            "ledger",
            "replica",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
        ]),
        "verify-wasm" => Some(&[
            "console_error_panic_hook",
            "getrandom",
            "ledger",
            "serde",
            "serde_json",
            "thiserror",
            "verifier",
            "wasm-bindgen",
        ]),
        "client-wasm" => Some(&[
            "automerge",
            "console_error_panic_hook",
            "domain",
            "getrandom",
            "hex",
            "js-sys",
            "minicbor",
            "replica",
            "serde",
            "serde-wasm-bindgen",
            "serde_json",
            "thiserror",
            "uuid",
            "wasm-bindgen",
        ]),
        _ => None,
    }
}

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

fn dependencies(package: &Value) -> impl Iterator<Item = &str> {
    let all = package["dependencies"].as_array().unwrap().iter();
    all.filter(|it| it["kind"].is_null())
        .map(|it| it["name"].as_str().unwrap())
}

#[test]
fn the_crates_of_the_rules_depend_on_nothing_that_could_bring_a_world_with_it() {
    let mut complaints = Vec::new();
    for package in &packages() {
        let name = package["name"].as_str().unwrap();
        let Some(allowed) = allowed(name) else {
            continue;
        };
        let foreign = dependencies(package).filter(|it| !allowed.contains(it));
        complaints.extend(foreign.map(|it| format!("{name} must not depend on {it}")));
    }
    expect_none("dependency rules of docs/ARCHITECTURE.md", &complaints);
}

#[test]
fn the_end_to_end_tests_know_only_public_surfaces() {
    let packages = packages();
    let e2e = packages.iter().find(|it| it["name"] == "e2e").unwrap();
    let names: Vec<&str> = dependencies(e2e).collect();
    assert!(
        !names.contains(&"server"),
        "tests/ must not look inside the server"
    );
}

#[test]
fn every_member_follows_the_workspace() {
    let mut complaints = Vec::new();
    for manifest in manifests() {
        if !manifest.text.contains("[lints]\nworkspace = true") {
            complaints.push(format!(
                "{} does not take the workspace's lints",
                manifest.path
            ));
        }
        for inherited in ["version", "edition", "rust-version", "license", "publish"] {
            if !manifest
                .text
                .contains(&format!("\n{inherited}.workspace = true"))
            {
                complaints.push(format!("{} sets its own {inherited}", manifest.path));
            }
        }
    }
    expect_none(
        "members take their settings from the workspace",
        &complaints,
    );
}

fn manifests() -> Vec<Source> {
    packages()
        .iter()
        .map(|package| package["manifest_path"].as_str().unwrap())
        .map(|path| {
            path.strip_prefix(root().to_str().unwrap())
                .unwrap()
                .trim_start_matches('/')
        })
        .map(source::file)
        .collect()
}

#[test]
fn every_dependency_has_a_reason_beside_it() {
    let mut complaints = Vec::new();
    for manifest in manifests().into_iter().chain([source::file("Cargo.toml")]) {
        complaints.extend(unexplained(&manifest));
    }
    expect_none(
        "a comment above a dependency, or above its group, says why",
        &complaints,
    );
}

/// Lists dependencies without a comment above them or above their group of lines.
fn unexplained(manifest: &Source) -> Vec<String> {
    let mut complaints = Vec::new();
    let (mut in_dependencies, mut explained) = (false, false);
    for (number, line) in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.ends_with("dependencies]");
            explained = false;
        } else if line.trim().is_empty() {
            explained = false;
        } else if line.starts_with('#') {
            explained = true;
        } else if in_dependencies && !explained && !explained_elsewhere(line) {
            complaints.push(format!("{}: {line}", manifest.at(number)));
        }
    }
    complaints
}

fn explained_elsewhere(line: &str) -> bool {
    line.contains("workspace = true") || line.contains("path = \"")
}

#[test]
fn nothing_brings_openssl() {
    let lock = source::file("Cargo.lock");
    let complaints: Vec<String> = lock
        .lines()
        .filter(|(_, line)| line.starts_with("name = \"openssl") || line.contains("\"native-tls\""))
        .map(|(number, line)| format!("{}: {line}", lock.at(number)))
        .collect();
    expect_none("TLS is rustls", &complaints);
}

#[test]
fn every_dependency_is_permissively_licensed() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--locked", "--format-version", "1"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let complaints: Vec<String> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|package| !package["source"].is_null())
        .filter(|package| !is_acceptable(package["license"].as_str().unwrap_or_default()))
        .map(|package| {
            format!(
                "{} {}: {}",
                package["name"], package["version"], package["license"]
            )
        })
        .collect();
    expect_none("licences", &complaints);
}

/// Reports whether at least one offered choice is a licence that asks for no more than notice,
/// or the file-wise MPL-2.0.
fn is_acceptable(expression: &str) -> bool {
    const ACCEPTED: [&str; 15] = [
        "0BSD",
        "Apache-2.0",
        "Apache-2.0 WITH LLVM-exception",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSL-1.0",
        "BlueOak-1.0.0",
        "CC0-1.0",
        "CDLA-Permissive-2.0",
        "ISC",
        "MIT",
        "MPL-2.0",
        "Unicode-3.0",
        "Unlicense",
        "Zlib",
    ];
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
    plain
        .split(" AND ")
        .all(|all| all.split(" OR ").any(|one| ACCEPTED.contains(&one.trim())))
}
