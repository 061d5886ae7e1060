//! The page of the instrument, as the real program serves it.

use std::fmt::Write as _;
use std::time::Duration;

use e2e::{Database, Delegate, Network, PASSWORD, Place, Program, Visitor};
use reqwest::header::{ACCEPT_ENCODING, COOKIE};
use serde_json::{Value, json};

use crate::engine::{AMENDMENTS, CLAUSES, ORGANISATIONS};
use crate::report::{duration, now, number};
use crate::sample::{Dice, clauses, reworded};

/// How many clauses each organisation takes a position on.
const POSITIONS: usize = 20;
/// How often the page is read.
const READINGS: usize = 25;
const LIMIT: Duration = Duration::from_millis(50);

/// Fills a network, then reads the page of its instrument again and again.
pub(crate) async fn run() {
    let program = Program::serve(Database::Sqlite);
    let network = Network::found(&program).await;
    let mut delegates = Vec::new();
    for organisation in 0..ORGANISATIONS {
        delegates.push(network.admit(&format!("N{organisation}"), "head").await.1);
    }
    let place = network.open_instrument(&delegates[0]).await;
    place.table(&delegates[0].caller, &markdown()).await;
    let table = delegates[0]
        .caller
        .get(&format!("{}/revisions/1", place.instrument()))
        .await
        .expect(200);
    let tabled: Vec<&Value> = table["text"].as_array().unwrap().iter().collect();
    fill(&place, &delegates, &tabled).await;

    let path = format!("/instruments/{}", place.id);
    let mut reader = Visitor::new(&program.address());
    reader.open("/sign-in").await;
    let address = "delegate@n1.example";
    let fields = [("address", address), ("password", PASSWORD)];
    reader.submit("/sign-in", &fields).await;
    reader.open(&path).await.expect("Amendment");
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let (mut times, mut bytes) = (Vec::new(), 0);
    for _ in 0..READINGS {
        let request = client
            .get(format!("{}{path}", program.address()))
            .header(COOKIE, reader.cookie())
            .header(ACCEPT_ENCODING, "br, gzip");
        let start = now();
        let answer = request.send().await.unwrap();
        let body = answer.bytes().await.unwrap();
        times.push(start.elapsed());
        bytes = body.len();
    }
    times.sort_unstable();
    let what = format!(
        "page of the instrument ({} clauses, {AMENDMENTS} amendments, {ORGANISATIONS} organisations), to the last byte",
        tabled.len()
    );
    duration(&what, times[READINGS / 2], "limit", LIMIT);
    number(
        "its compressed size in bytes",
        u32::try_from(bytes).unwrap(),
        "limit",
        250_000,
    );
}

/// Has the organisations take positions and table amendments.
async fn fill(place: &Place, delegates: &[Delegate], tabled: &[&Value]) {
    let mut dice = Dice::new(5);
    for delegate in delegates {
        for _ in 0..POSITIONS {
            let clause = tabled[dice.roll(tabled.len())];
            // Some clauses are asked twice; that nothing changes then is no failure here.
            place
                .take(&delegate.caller, clause, json!({"kind": "endorse"}))
                .await;
        }
    }
    for amendment in 0..AMENDMENTS {
        let clause = tabled[if amendment % 4 == 3 {
            dice.roll(tabled.len())
        } else {
            dice.roll(30) * 20
        }];
        let text: String = clause["text"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|run| run["text"].as_str())
            .collect();
        let wording = json!({
            "kind": clause["kind"], "heading": clause["heading"],
            "text": [{"text": format!("{} ({amendment})", reworded(&text, 8, &mut dice))}],
        });
        let proposal = json!({
            "revision": 1, "rationale": "The present wording leaves a gap.",
            "change": {"kind": "modify", "clause": clause["id"], "base": clause["text_hash"], "wording": wording},
        });
        let by = &delegates[dice.roll(delegates.len())].caller;
        by.post(&format!("{}/amendments", place.instrument()), &proposal)
            .await
            .expect(201);
    }
}

/// Returns the text as it is imported: parts with numbered clauses.
fn markdown() -> String {
    let mut text = "# Principles of a long text\n".to_owned();
    for (number, clause) in clauses(CLAUSES).iter().enumerate() {
        if number % 40 == 0 {
            write!(text, "\n## Part {}\n", number / 40 + 1).expect("a text can be written to");
        }
        write!(text, "\n{}. {clause}\n", number % 40 + 1).expect("a text can be written to");
    }
    text
}
