//! How long an act that was acknowledged waits for the checkpoint that seals it.
//!
//! The real program with the sealer that it starts itself; who waits is a reader without an
//! account, who asks for the checkpoint again and again, so that its asking is counted, too.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock, prints its figures, and fails where something does not work"
)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use e2e::{Database, Delegate, Network, Place, Program};
use ledger::checkpoint::SignedCheckpoint;
use serde_json::{Value, json};
use tokio::task::JoinSet;

/// Within what time each act must be sealed.
const LIMIT: Duration = Duration::from_secs(2);
/// How many organisations take positions.
const ORGANISATIONS: usize = 8;
/// How many positions each of them takes.
const POSITIONS: usize = 50;

/// When an entry was acknowledged.
type Acknowledged = (u64, Instant);

#[tokio::main]
async fn main() {
    println!("| what | database | acts | mean | median | p99 | longest | limit |");
    println!("|---|---|---|---|---|---|---|---|");
    for (name, database) in [
        ("SQLite", Database::Sqlite),
        ("PostgreSQL", Database::durable_postgres()),
    ] {
        let program = Program::serve(database);
        let scene = Scene::set(&program).await;
        print("one act at a time", name, scene.one_at_a_time().await);
        print("eight writers at once", name, scene.all_at_once().await);
    }
}

/// Organisations before a text on which they take positions.
struct Scene {
    address: String,
    place: Place,
    clauses: Vec<Value>,
    delegates: Vec<Delegate>,
}

impl Scene {
    async fn set(program: &Program) -> Self {
        let network = Network::found(program).await;
        let mut delegates = Vec::new();
        for organisation in 0..ORGANISATIONS {
            delegates.push(network.admit(&format!("N{organisation}"), "head").await.1);
        }
        let place = network.open_instrument(&delegates[0]).await;
        let mut text = "# Principles of Counting\n".to_owned();
        for clause in 1..=POSITIONS {
            write!(text, "\n{clause}. Count number {clause} is observed.\n").unwrap();
        }
        place.table(&delegates[0].caller, &text).await;
        let path = format!("{}/revisions/1", place.instrument());
        let mut table = delegates[0].caller.get(&path).await.expect(200);
        let mut clauses = match table["text"].take() {
            Value::Array(clauses) => clauses,
            other => panic!("a text is a list of clauses, not {other}"),
        };
        clauses.retain(|clause| !clause["text"].as_array().unwrap().is_empty());
        assert_eq!(clauses.len(), POSITIONS);
        Self {
            address: network.address,
            place,
            clauses,
            delegates,
        }
    }

    /// Takes a position, and says which entry it became and when that was acknowledged.
    async fn take(&self, by: usize, clause: usize, kind: &str) -> Acknowledged {
        let (caller, clause) = (&self.delegates[by].caller, &self.clauses[clause]);
        let taken = self.place.take(caller, clause, json!({"kind": kind})).await;
        let at = Instant::now();
        let body = taken.expect(201);
        (body["receipt"]["entries"][0]["seq"].as_u64().unwrap(), at)
    }

    /// Has one organisation act, wait until that is sealed, and act again.
    async fn one_at_a_time(&self) -> Vec<Duration> {
        let mut delays = Vec::new();
        for clause in 0..POSITIONS {
            let (seq, at) = self.take(0, clause, "abstain").await;
            self.until_sealed(seq).await;
            delays.push(at.elapsed());
        }
        delays
    }

    /// Has all organisations act at once, none of which waits for the sealing.
    async fn all_at_once(self) -> Vec<Duration> {
        let scene = std::sync::Arc::new(self);
        // What was there before is sealed: each entry from here on is one of theirs.
        let before = scene.sealed().await;
        let mut writers = JoinSet::new();
        for by in 0..ORGANISATIONS {
            let scene = scene.clone();
            writers.spawn(async move {
                let mut acknowledged = Vec::new();
                for clause in 0..POSITIONS {
                    acknowledged.push(scene.take(by, clause, "endorse").await);
                }
                acknowledged
            });
        }
        let last = before + u64::try_from(ORGANISATIONS * POSITIONS).unwrap();
        let seen = scene.watch(last).await;
        let acknowledged: Vec<Acknowledged> =
            writers.join_all().await.into_iter().flatten().collect();
        let sealed_at = |seq: u64| seen.iter().find(|(size, _)| *size > seq).unwrap().1;
        let delay = |(seq, at): &Acknowledged| sealed_at(*seq).saturating_duration_since(*at);
        acknowledged.iter().map(delay).collect()
    }

    /// Watches how far the record is sealed until all of it is, and says when it got how far.
    async fn watch(&self, last: u64) -> Vec<(u64, Instant)> {
        let mut seen: Vec<(u64, Instant)> = Vec::new();
        while seen.last().is_none_or(|(size, _)| *size < last) {
            let size = self.sealed().await;
            if seen.last().is_none_or(|(known, _)| *known < size) {
                seen.push((size, Instant::now()));
            }
        }
        seen
    }

    async fn until_sealed(&self, seq: u64) {
        while self.sealed().await <= seq {}
    }

    /// Reads how many entries are sealed.
    async fn sealed(&self) -> u64 {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let address = format!("{}/ledger/checkpoint", self.address);
        let answer = client.get(address).send().await.unwrap();
        if !answer.status().is_success() {
            return 0;
        }
        let note = answer.bytes().await.unwrap();
        SignedCheckpoint::parse(&note).unwrap().checkpoint().size
    }
}

/// Prints what was measured in one row, each figure in milliseconds.
fn print(what: &str, database: &str, mut delays: Vec<Duration>) {
    delays.sort_unstable();
    let count = delays.len();
    let mean = delays.iter().sum::<Duration>() / u32::try_from(count).unwrap();
    let [mean, median, late, longest, limit] = [
        mean,
        delays[count / 2],
        delays[count * 99 / 100],
        delays[count - 1],
        LIMIT,
    ]
    .map(|it| format!("{} ms", it.as_millis()));
    println!(
        "| {what} | {database} | {count} | {mean} | {median} | {late} | {longest} | {limit} |"
    );
}
