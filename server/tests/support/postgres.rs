//! A private PostgreSQL server, started by the first test that asks for a database.
//!
//! The server lives exactly as long as the process of the tests: a shell holds
//! the other end of a pipe, and when the pipe closes, however the process
//! ended, it stops the server and removes its folder. A database lives as long
//! as its test, so that the folder stays small however many tests there are.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

const SCRIPT: &str = r#"
"$1/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$2/log" 2>&1 &&
"$1/pg_ctl" -D "$2/data" -l "$2/log" -w start >>"$2/log" 2>&1 \
    -o "-k $2 -c listen_addresses= -c max_connections=300 -c autovacuum=off -c fsync=$3 -c full_page_writes=$3 \
        -c wal_level=minimal -c max_wal_senders=0 -c min_wal_size=32MB -c max_wal_size=64MB" &&
echo ready
exec >/dev/null
cat
"$1/pg_ctl" -D "$2/data" -m immediate stop
rm -rf "$2"
"#;

/// Whether what is committed reaches the disk before anybody hears of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IsDurable(pub bool);

/// An empty database of a test's own, removed when dropped.
#[derive(Debug)]
pub struct PrivateDatabase {
    server: &'static Server,
    name: String,
}

#[derive(Debug)]
struct Server {
    programs: PathBuf,
    folder: PathBuf,
    databases: AtomicU32,
    /// Holds the pipe whose closing ends the server.
    _shell: Child,
}

fn start(durability: IsDurable) -> Server {
    let programs = programs();
    let folder = tempfile::Builder::new()
        .prefix("clausewise-pg-")
        .tempdir()
        .unwrap()
        .keep();
    let mut shell = shell_of_the_owner(&folder);
    let fsync = if durability.0 { "on" } else { "off" };
    shell.args(["-c", SCRIPT, "sh"]);
    shell.arg(&programs).arg(&folder).arg(fsync);
    // A group of its own: an interrupt from the keyboard must not kill the shell before it tidies.
    shell.current_dir("/").process_group(0);
    let mut shell = shell
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut answer = String::new();
    BufReader::new(shell.stdout.take().unwrap())
        .read_line(&mut answer)
        .unwrap();
    if answer != "ready\n" {
        let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
        panic!("PostgreSQL does not start:\n{log}");
    }
    Server {
        programs,
        folder,
        databases: AtomicU32::new(0),
        _shell: shell,
    }
}

/// PostgreSQL refuses to run as root, so root hands the folder to its account.
fn shell_of_the_owner(folder: &Path) -> Command {
    if fs::metadata(folder).unwrap().uid() != 0 {
        return Command::new("sh");
    }
    let done = Command::new("chown")
        .arg("postgres:postgres")
        .arg(folder)
        .status()
        .unwrap();
    assert!(done.success(), "the account `postgres` is missing");
    let mut shell = Command::new("setpriv");
    shell.args([
        "--reuid=postgres",
        "--regid=postgres",
        "--clear-groups",
        "sh",
    ]);
    shell
}

/// Finds the newest installed server, Debian's folders first.
fn programs() -> PathBuf {
    let installed = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut folders: Vec<PathBuf> = installed.map(|folder| folder.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    folders
        .into_iter()
        .find(|folder| folder.join("initdb").is_file())
        .expect("PostgreSQL is not installed; on Debian: apt-get install postgresql")
}

impl PrivateDatabase {
    /// Makes an empty database.
    ///
    /// # Panics
    ///
    /// Panics if PostgreSQL is not installed or does not start.
    pub fn new(durability: IsDurable) -> Self {
        static SERVERS: [OnceLock<Server>; 2] = [const { OnceLock::new() }; 2];
        let server = SERVERS[usize::from(durability.0)].get_or_init(|| start(durability));
        let name = format!("test_{}", server.databases.fetch_add(1, Ordering::SeqCst));
        let made = server.run("createdb", &[&name]);
        assert!(made, "{name} cannot be created");
        Self { server, name }
    }

    /// Returns the address that the program takes as `DATABASE_URL`.
    pub fn url(&self) -> String {
        let (name, folder) = (&self.name, self.server.folder.display());
        format!("postgres:///{name}?host={folder}&user=postgres")
    }
}

impl Drop for PrivateDatabase {
    fn drop(&mut self) {
        let is_gone = self.server.run("dropdb", &["--force", &self.name]);
        assert!(
            is_gone || thread::panicking(),
            "{} cannot be removed",
            self.name
        );
    }
}

impl Server {
    /// Runs one of PostgreSQL's programs on this server and reports whether it succeeded.
    fn run(&self, program: &str, args: &[&str]) -> bool {
        let mut command = Command::new(self.programs.join(program));
        command.arg("-h").arg(&self.folder).args(["-U", "postgres"]);
        command.args(args).status().unwrap().success()
    }
}
