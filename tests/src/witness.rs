//! A witness that the tests start: ours, or somebody else's.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::program::binary;

/// A running witness, with its folder.
#[derive(Debug)]
pub struct Witness {
    child: Child,
    /// Its verifier key.
    pub key: String,
    /// Where it listens, as in `http://127.0.0.1:43210`.
    pub address: String,
    _folder: TempDir,
}

impl Witness {
    /// Starts the program's own witness of one log.
    pub fn start(name: &str, log: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(binary())
            .args(["witness", "--name", name, "--listen", "127.0.0.1:0"])
            .args(["--log", log.trim(), "--key"])
            .arg(folder.path().join("key"))
            .arg("--state")
            .arg(folder.path().join("state"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = child.stdout.take().expect("the output was asked for");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let mut word = || {
            let line = lines.next().expect("it says its key and its address");
            line.split_whitespace().last().unwrap().to_owned()
        };
        let (key, address) = (word(), word());
        Self {
            child,
            key,
            address,
            _folder: folder,
        }
    }

    /// Starts the witness `aics-witness` of one log; none where it is not installed.
    pub fn start_stock(name: &str, origin: &str, log: &str) -> Option<Self> {
        let program = stock()?;
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("witness.json");
        let port = TcpListener::bind("127.0.0.1:0").unwrap();
        let listen = port.local_addr().unwrap().to_string();
        let run = |args: &[&str]| {
            let mut command = Command::new(&program);
            let (command_name, rest) = args.split_first().expect("a command");
            command.arg(command_name).arg("--config").arg(&config);
            command.args(rest).stdin(Stdio::null());
            command
        };
        let made = run(&["init", "--name", name, "--listen", &listen]);
        let said = output(made);
        let key = said
            .split_whitespace()
            .find(|word| word.starts_with(&format!("{name}+")));
        let key = key.expect("it prints its key").to_owned();
        output(run(&["add-log", "--origin", origin, "--vkey", log.trim()]));
        drop(port);
        let mut child = run(&["serve"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let errors = child.stderr.take().expect("the errors were asked for");
        let mut lines = BufReader::new(errors).lines().map_while(Result::ok);
        let listens = lines.any(|line| line.contains("listening on"));
        assert!(listens, "it ended before it listened");
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self {
            child,
            key,
            address: format!("http://{listen}"),
            _folder: folder,
        })
    }

    /// Ends the witness.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Finds the stock witness: `AICS_WITNESS` names it, or it is on the path.
fn stock() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("AICS_WITNESS") {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH")?;
    let mut found = std::env::split_paths(&path).map(|folder| folder.join("aics-witness"));
    found.find(|program| program.is_file())
}

fn output(mut command: Command) -> String {
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}: {errors}");
    format!("{}\n{errors}", String::from_utf8_lossy(&output.stdout))
}
