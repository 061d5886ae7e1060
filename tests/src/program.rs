//! The real program as a child process.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use tempfile::TempDir;

use crate::{IsDurable, PrivateDatabase};

/// Where a program keeps its record.
#[derive(Debug)]
pub enum Database {
    /// In its data folder.
    Sqlite,
    /// In a database of a private PostgreSQL server.
    Postgres(PrivateDatabase),
}

impl Database {
    /// Makes a PostgreSQL database to keep the record in.
    pub fn postgres() -> Self {
        Self::Postgres(PrivateDatabase::new(IsDurable(false)))
    }

    /// Makes a PostgreSQL database that keeps what it has acknowledged, whatever happens.
    pub fn durable_postgres() -> Self {
        Self::Postgres(PrivateDatabase::new(IsDurable(true)))
    }
}

/// A running program, with its data folder and everything it has said.
#[derive(Debug)]
pub struct Program {
    child: Child,
    command: &'static str,
    said: Arc<Said>,
    database: Database,
    folder: TempDir,
}

/// The lines of output so far, and a bell for each new one.
#[derive(Debug, Default)]
struct Said {
    lines: Mutex<(Vec<String>, bool)>,
    bell: Condvar,
}

impl Program {
    /// Serves an empty network from a fresh data folder.
    pub fn serve(database: Database) -> Self {
        Self::start("serve", database)
    }

    /// Serves the demonstration network from a fresh data folder, without keys of organisations.
    pub fn demonstration(database: Database) -> Self {
        Self::start("demo", database)
    }

    fn start(command: &'static str, database: Database) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("clausewise-")
            .tempdir()
            .unwrap();
        let (child, said) = spawn(command, "127.0.0.1:0", &data_in(&folder), &database);
        Self {
            child,
            command,
            said,
            database,
            folder,
        }
    }

    /// Returns where the program serves, once it does, as in `http://127.0.0.1:43210`.
    pub fn address(&self) -> String {
        let line = self.said.first(|line| url_in(line).is_some());
        let url = url_in(&line).expect("the line was chosen for its address");
        let authority = url.trim_start_matches("http://");
        format!(
            "http://{}",
            authority.split('/').next().unwrap_or(authority)
        )
    }

    /// Returns the first address with `part` in it that the program has printed.
    pub fn link(&self, part: &str) -> String {
        let line = self
            .said
            .first(|line| url_in(line).is_some_and(|url| url.contains(part)));
        url_in(&line)
            .expect("the line was chosen for its address")
            .to_owned()
    }

    /// Ends the program without a warning, as a power cut would.
    pub fn kill(&mut self) {
        // On Unix this is SIGKILL.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Tells the program to stop, and reports whether it ended well.
    pub fn stop(&mut self) -> bool {
        let mut kill = Command::new("kill");
        assert!(
            kill.arg(self.child.id().to_string())
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap().success()
    }

    /// Starts the program again on the same data, at the same address.
    pub fn restart(&mut self) {
        let address = self.address();
        let listen = address.trim_start_matches("http://");
        (self.child, self.said) = spawn(self.command, listen, &self.data(), &self.database);
    }

    /// Returns everyone's password in the demonstration.
    pub fn password(&self) -> String {
        const BEFORE: &str = "password is ";
        let line = self.said.first(|line| line.contains(BEFORE));
        line.split(BEFORE).last().unwrap_or_default().to_owned()
    }

    /// Runs another command of the program on the same data and returns what it prints.
    ///
    /// # Panics
    ///
    /// If the command does not succeed.
    pub fn command(&self, args: &[&str]) -> String {
        let output = described(&self.data(), &self.database, args)
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "{args:?} ended with {}: {errors}",
            output.status
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// Returns the data folder.
    pub fn data(&self) -> PathBuf {
        data_in(&self.folder)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Said {
    /// Waits for the first line that is wanted; fails if the program ends before it says it.
    fn first(&self, wanted: impl Fn(&str) -> bool) -> String {
        let mut state = self.lines.lock().unwrap();
        loop {
            if let Some(line) = state.0.iter().find(|line| wanted(line)) {
                return line.clone();
            }
            assert!(
                !state.1,
                "the program ended after saying:\n{}",
                state.0.join("\n")
            );
            state = self.bell.wait(state).unwrap();
        }
    }

    fn listen(self: &Arc<Self>, stream: impl Read + Send + 'static, is_last: bool) {
        let said = Arc::clone(self);
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                said.lines.lock().unwrap().0.push(line);
                said.bell.notify_all();
            }
            said.lines.lock().unwrap().1 |= is_last;
            said.bell.notify_all();
        });
    }
}

/// Names a folder for the program to make, so that it chooses who can read it.
fn data_in(folder: &TempDir) -> PathBuf {
    folder.path().join("data")
}

fn described(data: &Path, database: &Database, args: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command
        .args(args)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::null());
    if let Database::Postgres(database) = database {
        command.env("DATABASE_URL", database.url());
    } else {
        command.env_remove("DATABASE_URL");
    }
    command
}

fn spawn(command: &str, listen: &str, data: &Path, database: &Database) -> (Child, Arc<Said>) {
    let is_demonstration = command == "demo";
    let mut command = described(data, database, &[command]);
    command.args(["--listen", listen]);
    if is_demonstration {
        command.arg("--unsigned");
    }
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said = Arc::<Said>::default();
    said.listen(child.stdout.take().expect("the output was asked for"), true);
    said.listen(
        child.stderr.take().expect("the errors were asked for"),
        false,
    );
    (child, said)
}

/// Runs a command of the program that needs no network, and returns what it prints.
///
/// # Errors
///
/// * what it says where it does not succeed.
pub fn run(args: &[&str]) -> Result<String, String> {
    let output = Command::new(binary())
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    if output.status.success() {
        Ok(String::from_utf8(output.stdout).unwrap())
    } else {
        Err(String::from_utf8(output.stderr).unwrap())
    }
}

/// Finds the program next to the tests that cargo built with it.
pub fn binary() -> PathBuf {
    if let Some(named) = std::env::var_os("CLAUSEWISE_BINARY") {
        return named.into();
    }
    let test = std::env::current_exe().unwrap();
    let folder = test
        .ancestors()
        .nth(2)
        .expect("tests lie in target/debug/deps");
    let path = folder.join("clausewise");
    assert!(
        path.is_file(),
        "{} is missing: cargo build --workspace",
        path.display()
    );
    path
}

fn url_in(line: &str) -> Option<&str> {
    let from = &line[line.find("http://")?..];
    let end = from.find(|it: char| it.is_whitespace() || "\"'<>".contains(it));
    Some(&from[..end.unwrap_or(from.len())])
}
