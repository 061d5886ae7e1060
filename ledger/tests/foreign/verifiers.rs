//! The programs of others: where they are, and what they say.

use std::env;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::golang;
use crate::logs::Case;

/// A program that reads cases and answers a line for each.
pub(super) struct Verifier(Command);

impl Verifier {
    /// Has the program judge the cases; lists its answers.
    pub(super) fn judge(mut self, cases: &[Case]) -> Vec<String> {
        let command = self.0.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the verifier starts");
        let mut input = child.stdin.take().expect("a pipe was asked for");
        let lines: Vec<String> = cases
            .iter()
            .map(|it| serde_json::to_string(it).expect("a case is JSON"))
            .collect();
        let writing = std::thread::spawn(move || {
            for line in lines {
                writeln!(input, "{line}").expect("the verifier reads every case");
            }
        });
        let output = child.wait_with_output().expect("the verifier ends");
        writing.join().expect("all cases were written");
        assert!(
            output.status.success(),
            "the verifier fails: {}",
            output.status
        );
        let answers = String::from_utf8(output.stdout).expect("answers are text");
        answers.lines().map(str::to_owned).collect()
    }
}

/// Finds Go and builds the verifier from the copy of `golang.org/x/mod` in its sources.
pub(super) fn go() -> Option<Verifier> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("foreign-go");
    let built = golang::build(&scripts().join("go/main.go"), &folder)?;
    Some(Verifier(Command::new(built)))
}

/// Finds a Python that has aics-tlog.
pub(super) fn aics() -> Option<Verifier> {
    let python = chosen("CLAUSEWISE_PYTHON", "python3");
    let has = Command::new(&python)
        .args(["-c", "import aics_tlog"])
        .stderr(Stdio::null())
        .status();
    if !has.is_ok_and(|it| it.success()) {
        return None;
    }
    let mut command = Command::new(python);
    command.arg(scripts().join("aics.py"));
    Some(Verifier(command))
}

/// Finds Node and the folder that has jose.
pub(super) fn jose() -> Option<Verifier> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/browser/node_modules");
    let modules = chosen("CLAUSEWISE_NODE_MODULES", beside);
    let entry = PathBuf::from(modules).join("jose/dist/webapi/index.js");
    let node = Command::new("node")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    if !entry.is_file() || !node.is_ok_and(|it| it.success()) {
        return None;
    }
    let mut command = Command::new("node");
    command.arg(scripts().join("jose.mjs")).arg(entry);
    Some(Verifier(command))
}

fn chosen(variable: &str, usual: impl Into<OsString>) -> OsString {
    env::var_os(variable).unwrap_or_else(|| usual.into())
}

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign")
}
