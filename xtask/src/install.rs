//! Installs what a bare machine lacks, or says what a person must install.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::command::{output_of, program, run, run_within, which};
use crate::fingerprint;

/// Longest time an installation may take.
const LIMIT: Duration = Duration::from_mins(10);

/// Where Debian asks whether a freshly installed service may be started.
const POLICY: &str = "/usr/sbin/policy-rc.d";

/// Something that is there or comes with a Debian package of some name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Need {
    name: &'static str,
    package: Option<&'static str>,
    find: fn() -> Option<PathBuf>,
}

/// Node and npm, which bundle the editor and drive the browser tests; Debian 12's are too old.
pub(crate) const NODE: Need = Need {
    name: "Node 20 or newer with npm (https://nodejs.org)",
    package: None,
    find: find_npm,
};

/// A browser for the browser tests.
pub(crate) const CHROMIUM: Need = Need {
    name: "Chromium",
    package: Some("chromium"),
    find: find_chromium,
};

/// The programs of PostgreSQL; the tests run a private server of their own.
pub(crate) const POSTGRES: Need = Need {
    name: "PostgreSQL",
    package: Some("postgresql"),
    find: find_postgres,
};

/// Finds a Chromium, or whatever `CLAUSEWISE_CHROMIUM` names.
pub(crate) fn find_chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CLAUSEWISE_CHROMIUM") {
        return Some(named.into());
    }
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find_map(which)
}

/// Finds the folder with PostgreSQL's `initdb`, the newest version first.
pub(crate) fn find_postgres() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").is_file())
        .collect();
    folders.sort();
    folders
        .pop()
        .or_else(|| which("initdb")?.parent().map(Path::to_owned))
}

/// Finds npm, if it comes with a Node that is new enough.
fn find_npm() -> Option<PathBuf> {
    let version = output_of(program(which("node")?).arg("--version")).ok()?;
    let major: u32 = version.strip_prefix('v')?.split('.').next()?.parse().ok()?;
    which("npm").filter(|_| major >= 20)
}

/// Makes sure that everything in `needs` is there.
///
/// # Errors
///
/// * something is missing and cannot be installed from here.
pub(crate) fn ensure(needs: &[Need]) -> Result<()> {
    let missing: Vec<&Need> = needs
        .iter()
        .filter(|need| (need.find)().is_none())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing
        .iter()
        .map(|need| need.name)
        .collect::<Vec<_>>()
        .join(", ");
    let packages: Vec<&str> = missing.iter().filter_map(|need| need.package).collect();
    if packages.len() < missing.len() {
        bail!("missing: {names}. Install it and run this again");
    }
    let by_hand = format!("apt-get install {}", packages.join(" "));
    if which("apt-get").is_none() || !is_root()? {
        bail!("missing: {names}. Install it and run this again; on Debian, as root: {by_hand}");
    }
    println!("    missing: {names}; running {by_hand}");
    install(&packages)?;
    match missing.iter().find(|need| (need.find)().is_none()) {
        Some(need) => bail!("{} is still missing after `{by_hand}`", need.name),
        None => Ok(()),
    }
}

fn install(packages: &[&str]) -> Result<()> {
    let _quiet = NoServices::declare()?;
    let apt = || {
        let mut apt = program("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet");
        apt
    };
    run_within(LIMIT, apt().arg("update"))?;
    run_within(
        LIMIT,
        apt()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages),
    )
}

/// Keeps packages from starting services while they are being installed.
struct NoServices {
    ours: bool,
}

impl NoServices {
    fn declare() -> Result<Self> {
        let policy = Path::new(POLICY);
        if policy.exists() {
            return Ok(Self { ours: false });
        }
        fs::write(policy, "#!/bin/sh\nexit 101\n").context("cannot forbid starting services")?;
        fs::set_permissions(policy, fs::Permissions::from_mode(0o755))?;
        Ok(Self { ours: true })
    }
}

impl Drop for NoServices {
    fn drop(&mut self) {
        if self.ours
            && let Err(error) = fs::remove_file(POLICY)
        {
            eprintln!("    {POLICY} could not be removed again: {error}");
        }
    }
}

fn is_root() -> Result<bool> {
    Ok(output_of(program("id").arg("-u"))? == "0")
}

/// Installs the packages of a folder's `package-lock.json`, unless they are already there.
///
/// # Errors
///
/// * npm is missing or fails.
pub(crate) fn npm_ci(folder: &Path) -> Result<()> {
    let stamp = folder.join("node_modules/.installed");
    let locked = fingerprint::of(&[
        folder.join("package-lock.json"),
        folder.join("package.json"),
    ])?;
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == locked) {
        return Ok(());
    }
    run(npm(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    fs::write(&stamp, locked).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Starts the description of a run of npm in a folder.
pub(crate) fn npm(folder: &Path) -> std::process::Command {
    let mut npm = program("npm");
    npm.current_dir(folder);
    npm
}
