//! `clausewise monitor` of the real program: its words, its statuses, and what survives its end.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use e2e::{Caller, Database, Delegate, Network, PASSWORD, Place, Program, binary};
use serde_json::{Value, json};
use tempfile::TempDir;

const TEXT: &str =
    "# Principles\n\n1. Votes are counted in public.\n2. Results are posted at once.\n";

/// How long anything here may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// A member organisation with its monitor.
struct Member {
    organisation: String,
    head: Delegate,
    network: Network,
    place: Place,
    clause: Value,
    folder: TempDir,
    program: Program,
}

impl Member {
    async fn new(database: Database) -> Self {
        let program = Program::serve(database);
        let network = Network::found(&program).await;
        let (organisation, head) = network.admit("North", "head").await;
        let place = network.open_instrument(&head).await;
        let clause = place.table(&head.caller, TEXT).await;
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("papers")).unwrap();
        let member = Self {
            organisation,
            head,
            network,
            place,
            clause,
            folder,
            program,
        };
        member.signs_in(&member.network.address).await;
        member
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a refresh token into the file of the monitor.
    async fn signs_in(&self, address: &str) {
        let credentials = json!({"address": "delegate@north.example", "password": PASSWORD});
        let stranger = Caller::stranger(address);
        let tokens = stranger.post("/tokens", &credentials).await.expect(201);
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = options.open(self.path("token")).unwrap();
        let token = tokens["refresh_token"].as_str().unwrap();
        file.write_all(token.as_bytes()).unwrap();
    }

    fn command(&self, address: &str, more: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(["monitor", "--server", address, "--organisation", "North"]);
        command.arg("--token-file").arg(self.path("token"));
        command.arg("--statements").arg(self.path("papers"));
        command.arg("--state").arg(self.path("state")).args(more);
        command.stdin(Stdio::null());
        command
    }

    fn looks(&self, more: &[&str]) -> (i32, String) {
        let command = self.command(&self.network.address, more).output().unwrap();
        said(&command)
    }

    /// Lets the monitor watch until it has told something and noted that it has; returns all that it told.
    fn watches_until(&self, told: &str) -> Vec<String> {
        let mut child = self.command(&self.network.address, &["--every", "1h"]);
        let mut child = child.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut all = Vec::new();
        while !all.last().is_some_and(|it: &String| it.contains(told)) {
            all.push(lines.next().expect("it tells more").unwrap());
        }
        let name = told.trim_start_matches("FOREIGN ").trim_end_matches(':');
        let is_noted = || {
            let state = fs::read(self.path("state/state.json")).unwrap();
            let state: Value = serde_json::from_slice(&state).unwrap();
            !state["told"][name].is_null()
        };
        while !is_noted() {
            thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        all
    }

    fn accepts(&self, what: &str) -> (i32, String) {
        let mut command = Command::new(binary());
        command.args(["monitor", "--accept", what, "--state"]);
        said(&command.arg(self.path("state")).output().unwrap())
    }

    /// Takes a position, and returns the answer.
    async fn takes(&self, kind: &str) -> Value {
        let position = json!({"kind": kind});
        let answer = self.place.take(&self.head.caller, &self.clause, position);
        answer.await.expect(201)
    }

    /// Waits until an entry is sealed.
    async fn is_sealed(&self, seq: u64) {
        let waiting = async {
            loop {
                let health = self.network.secretariat.get("/health").await.expect(200);
                if health["sealed"].as_u64().unwrap() > seq {
                    return;
                }
            }
        };
        let sealed = tokio::time::timeout(PATIENCE, waiting).await;
        sealed.expect("it is sealed");
    }
}

fn said(output: &Output) -> (i32, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let said = text(&output.stdout) + &text(&output.stderr);
    (output.status.code().unwrap(), said)
}

/// Passes what is asked on to a program, except what begins with `held`: that is said, and never answered.
fn relay(to: &str, held: &'static str, asked: mpsc::Sender<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let to = to.trim_start_matches("http://").to_owned();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (to, asked) = (to.clone(), asked.clone());
            thread::spawn(move || pass(stream, &to, (held, &asked)));
        }
    });
    address
}

/// Passes one connection on.
fn pass(
    mut stream: TcpStream,
    to: &str,
    (held, asked): (&str, &mpsc::Sender<String>),
) -> Option<()> {
    let mut server = TcpStream::connect(to).ok()?;
    let (mut answers, mut back) = (server.try_clone().ok()?, stream.try_clone().ok()?);
    thread::spawn(move || std::io::copy(&mut answers, &mut back));
    let mut piece = vec![0; 64 * 1024];
    loop {
        let count = stream.read(&mut piece).ok().filter(|it| *it > 0)?;
        let request = String::from_utf8_lossy(&piece[..count]).into_owned();
        if request.starts_with(held) {
            asked.send(request).ok()?;
            loop {
                thread::park();
            }
        }
        server.write_all(&piece[..count]).ok()?;
    }
}

async fn a_member_watches_its_name(database: Database) {
    let member = Member::new(database).await;
    let taken = member.takes("endorse").await;
    let seq = taken["position"]["seq"].as_u64().unwrap();
    member.is_sealed(seq).await;

    // All that was ever done in its name is read once, and accepted.
    let (status, first) = member.looks(&["--once"]);
    assert_eq!(status, 15, "{first}");
    assert!(
        first.contains(&format!("FOREIGN entry-{seq}: position_taken")),
        "{first}"
    );
    fs::write(member.path("papers/endorsed.json"), taken.to_string()).unwrap();
    let (status, accepted) = member.accepts(&format!("0-{}", seq - 1));
    assert_eq!(status, 0, "{accepted}");
    let (status, quiet) = member.looks(&["--once", "--json"]);
    assert_eq!(status, 0, "{quiet}");
    let quiet: Value = serde_json::from_str(&quiet).unwrap();
    assert_eq!(quiet["organisation"], member.organisation);
    assert_eq!(
        (&quiet["findings"], &quiet["new_entries"]),
        (&json!([]), &json!(0))
    );

    let (status, nothing) = member.accepts("9999");
    assert_eq!(status, 2, "{nothing}");
    let (status, wrong) = member.looks(&["--once", "--log-key", "nonsense"]);
    assert_eq!(status, 2, "{wrong}");
    let gone = member.command("http://127.0.0.1:9", &["--once"]).output();
    let (status, gone) = said(&gone.unwrap());
    assert_eq!(status, 19, "{gone}");
    assert!(member.program.data().exists());
}

#[tokio::test]
async fn a_member_watches_its_name_on_sqlite() {
    a_member_watches_its_name(Database::Sqlite).await;
}

#[tokio::test]
async fn a_member_watches_its_name_on_postgres() {
    a_member_watches_its_name(Database::postgres()).await;
}

#[tokio::test]
async fn a_monitor_that_is_killed_before_it_wrote_anything_finds_the_same_again() {
    let member = Member::new(Database::Sqlite).await;
    let seq = member.takes("endorse").await["position"]["seq"]
        .as_u64()
        .unwrap();
    member.is_sealed(seq).await;
    let (asked, asks) = mpsc::channel();
    // By this question, the last one, it has read every entry.
    let relay = relay(
        &member.network.address,
        "GET /api/v1/entries?before=",
        asked,
    );
    let mut child = member.command(&relay, &["--every", "1h"]);
    let mut child = child.stdout(Stdio::null()).spawn().unwrap();
    asks.recv_timeout(PATIENCE).expect("it comes that far");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!member.path("state/state.json").exists());
    let (status, found) = member.looks(&["--once"]);
    assert_eq!(status, 15, "{found}");
    assert!(found.contains(&format!("entry-{seq}")), "{found}");
}

#[tokio::test]
async fn a_monitor_tells_each_finding_once_also_after_a_restart() {
    let member = Member::new(Database::Sqlite).await;
    let seq = member.takes("endorse").await["position"]["seq"]
        .as_u64()
        .unwrap();
    member.is_sealed(seq).await;
    let name = format!("FOREIGN entry-{seq}:");
    let first = member.watches_until(&name);
    assert_eq!(first.iter().filter(|it| it.contains(&name)).count(), 1);
    let later = member.takes("accept").await["position"]["seq"]
        .as_u64()
        .unwrap();
    member.is_sealed(later).await;
    let second = member.watches_until(&format!("FOREIGN entry-{later}:"));
    assert_eq!(second.len(), 1, "{second:?}");
}
