//! Programs in Go on its own copy of `golang.org/x/mod/sumdb`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Builds a program in a folder if there is a Go with its sources; returns where it is.
pub(crate) fn build(main: &Path, folder: &Path) -> Option<PathBuf> {
    let go = env::var_os("CLAUSEWISE_GO").unwrap_or_else(|| OsString::from("go"));
    let told = Command::new(&go)
        .args(["env", "GOROOT", "GOVERSION"])
        .output()
        .ok()?;
    let told = String::from_utf8(told.stdout).ok()?;
    let (root, version) = told.trim().split_once('\n')?;
    let library = Path::new(root).join("src/cmd/vendor/golang.org/x/mod/sumdb");
    if !library.is_dir() {
        return None;
    }
    for package in ["note", "tlog"] {
        copy(&library.join(package), &folder.join(package)).ok()?;
    }
    fs::copy(main, folder.join("main.go")).ok()?;
    let version = version.strip_prefix("go")?;
    let module = format!("module foreign\n\ngo {version}\n");
    fs::write(folder.join("go.mod"), module).ok()?;
    let built = Command::new(&go)
        .args(["build", "-o", "verify", "."])
        .envs([
            ("GOTOOLCHAIN", "local"),
            ("GOFLAGS", "-mod=mod"),
            ("GOWORK", "off"),
        ])
        .current_dir(folder)
        .status();
    assert!(
        built.is_ok_and(|it| it.success()),
        "the program in Go does not build"
    );
    Some(folder.join("verify"))
}

/// Copies the sources of a package, without its tests.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for file in fs::read_dir(from)? {
        let file = file?.path();
        let name = file.file_name().and_then(|it| it.to_str());
        let source = name.and_then(|it| it.strip_suffix(".go"));
        let source = source.filter(|it| !it.ends_with("_test"));
        if let (Some(name), Some(_)) = (name, source) {
            fs::write(to.join(name), fs::read(&file)?)?;
        }
    }
    Ok(())
}
