//! Keys and signatures with the program's own commands, as an organisation uses them offline.

use std::path::Path;

use e2e::{Database, Delegate, Network, Place, Program, run};
use serde_json::{Value, json};
use tempfile::TempDir;

const TEXT: &str =
    "# Principles\n\n1. Votes are counted in public.\n2. Results are posted at once.\n";

/// An organisation that keeps its key in a folder of its own.
struct Signer {
    organisation: String,
    head: Delegate,
    folder: TempDir,
}

impl Signer {
    fn new((organisation, head): (String, Delegate)) -> Self {
        let folder = TempDir::new().unwrap();
        Self {
            organisation,
            head,
            folder,
        }
    }

    fn file(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn writes(&self, name: &str, value: &Value) -> String {
        let path = self.file(name);
        std::fs::write(&path, value.to_string()).unwrap();
        path
    }

    /// Makes a key, and returns its public half and its fingerprint.
    fn makes(&self, name: &str) -> (String, String) {
        let shown = run(&["key", "new", &self.file(name)]).unwrap();
        let said = |label: &str| {
            let line = shown.lines().find(|line| line.starts_with(label)).unwrap();
            line[label.len()..].trim().to_owned()
        };
        (said("public key"), said("fingerprint"))
    }

    /// Has a statement about a key made, signs it with a key and returns what was signed.
    async fn signs(&self, wanted: Value, key: &str) -> Value {
        let path = "/organisation/key/statement";
        let sheet = self.head.caller.post(path, &wanted).await.expect(200);
        self.signs_sheet(&sheet, key)
    }

    fn signs_sheet(&self, sheet: &Value, key: &str) -> Value {
        let statement = self.writes("statement.json", sheet);
        run(&["sign", &statement, "--key", &self.file(key), "--yes"]).unwrap();
        let signed = std::fs::read(Path::new(&self.file("statement.signed.json"))).unwrap();
        serde_json::from_slice(&signed).unwrap()
    }

    /// Declares a key, which the secretariat confirms.
    async fn has_key(&self, network: &Network, key: &str) -> String {
        let (public, _) = self.makes(key);
        let wanted = json!({"purpose": "key_declaration", "key": public});
        let signed = self.signs(wanted, key).await;
        let caller = &self.head.caller;
        let declared = caller.post("/organisation/key/declare", &signed).await;
        declared.expect(200);
        let confirm = format!("/organisations/{}/key/confirm", self.organisation);
        let body = json!({"key": public});
        network.secretariat.post(&confirm, &body).await.expect(200);
        public
    }

    fn positions(place: &Place, clause: &Value) -> String {
        let clause = clause["id"].as_str().unwrap();
        format!("{}/clauses/{clause}/positions", place.instrument())
    }
}

async fn an_organisation_signs_with_the_command(database: Database) {
    let program = Program::serve(database);
    let network = Network::found(&program).await;
    let north = Signer::new(network.admit("North", "head").await);
    let place = network.open_instrument(&north.head).await;
    let clause = place.table(&north.head.caller, TEXT).await;
    let first = north.has_key(&network, "first.pem").await;

    let objection = json!({
        "kind": "object", "reason": "We count at night.", "remedy": "Say when.",
        "revision": 1, "text_hash": clause["text_hash"],
    });
    let path = Signer::positions(&place, &clause);
    let caller = &north.head.caller;
    let unsigned = caller.post(&path, &objection).await;
    unsigned.expect_problem(403, "signature-required");
    let sheet = caller.post(&format!("{path}/statement"), &objection).await;
    let sheet = sheet.expect(200);
    let signed = north.signs_sheet(&sheet, "first.pem");
    let taken = caller.post(&path, &signed).await.expect(201);
    assert_eq!(taken["position"]["signed"], true);

    let (second, fingerprint) = north.makes("second.pem");
    let wanted = json!({"purpose": "key_rotation", "key": second});
    let rotation = north.signs(wanted, "first.pem").await;
    caller
        .post("/organisation/key/rotate", &rotation)
        .await
        .expect(200);
    let shown = caller
        .get(&format!("/organisations/{}", north.organisation))
        .await
        .expect(200);
    assert_eq!(shown["keys"][0]["key"], first);
    assert_eq!(shown["keys"][1]["fingerprint"], fingerprint);
    let endorsement = json!({
        "kind": "endorse", "revision": 1, "text_hash": clause["text_hash"],
    });
    let sheet = caller
        .post(&format!("{path}/statement"), &endorsement)
        .await;
    let sheet = sheet.expect(200);
    let old = north.signs_sheet(&sheet, "first.pem");
    caller
        .post(&path, &old)
        .await
        .expect_problem(422, "signature-invalid");
    let new = north.signs_sheet(&sheet, "second.pem");
    caller.post(&path, &new).await.expect(201);
}

#[tokio::test]
async fn an_organisation_signs_with_the_command_on_sqlite() {
    an_organisation_signs_with_the_command(Database::Sqlite).await;
}

#[tokio::test]
async fn an_organisation_signs_with_the_command_on_postgres() {
    an_organisation_signs_with_the_command(Database::postgres()).await;
}

#[tokio::test]
async fn the_command_signs_nothing_that_is_of_something_else_than_it_shows() {
    let program = Program::serve(Database::Sqlite);
    let network = Network::found(&program).await;
    let north = Signer::new(network.admit("North", "head").await);
    let place = network.open_instrument(&north.head).await;
    let clause = place.table(&north.head.caller, TEXT).await;
    north.has_key(&network, "key.pem").await;
    let position = json!({
        "kind": "accept", "reason": "It will do.", "revision": 1,
        "text_hash": clause["text_hash"],
    });
    let path = format!("{}/statement", Signer::positions(&place, &clause));
    let mut sheet = north.head.caller.post(&path, &position).await.expect(200);
    sheet["position"]["reason"] = json!("It is perfect.");
    let statement = north.writes("tampered.json", &sheet);
    let refused = run(&["sign", &statement, "--key", &north.file("key.pem"), "--yes"]);
    assert!(refused.unwrap_err().contains("reason_hash"));
    assert!(!Path::new(&north.file("tampered.signed.json")).exists());
}

#[test]
fn a_key_is_its_owners_and_never_overwritten() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("key.pem");
    let file = path.to_str().unwrap();
    let made = run(&["key", "new", file]).unwrap();
    let bits = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(bits & 0o777, 0o600);
    assert!(
        run(&["key", "new", file])
            .unwrap_err()
            .contains("never overwritten")
    );
    assert_eq!(run(&["key", "show", file]).unwrap(), made);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(run(&["key", "show", file]).unwrap_err().contains("chmod"));
}
