//! Peers of live drafts: honest ones converge, and rights end when they end.

use domain::id::DraftId;
use e2e::{Caller, Database, Gone, Peer, Program, Visitor};
use reqwest::Method;
use serde_json::json;

/// The demonstration with its draft, ready to be written in.
struct Scene {
    program: Program,
    draft: DraftId,
    clause: String,
}

impl Scene {
    async fn set() -> Self {
        let program = Program::demonstration(Database::Sqlite);
        let chair = sign_in(&program, "babajide@comn.example").await;
        let instrument = chair.get("/instruments").await.expect(200)[0].clone();
        let draft = instrument["draft"].as_str().unwrap();
        let text = chair.get(&format!("/drafts/{draft}")).await.expect(200);
        Self {
            draft: draft.parse().unwrap(),
            clause: text["clauses"][2]["id"].as_str().unwrap().to_owned(),
            program,
        }
    }

    async fn caller(&self, person: &str) -> Caller {
        sign_in(&self.program, person).await
    }

    async fn peer(&self, person: &str) -> Peer {
        let socket = self.caller(person).await.socket();
        let mut peer = Peer::join(&socket, person, self.draft).await.unwrap();
        peer.until_open().await.unwrap();
        peer
    }
}

async fn sign_in(program: &Program, person: &str) -> Caller {
    Caller::sign_in(&program.address(), person, &program.password()).await
}

#[tokio::test]
async fn peers_who_write_at_once_converge() {
    let scene = Scene::set().await;
    let mut one = scene.peer("babajide@comn.example").await;
    let mut two = scene.peer("mateo@te-sa.example").await;
    for round in 0..10 {
        let first = one
            .write(&scene.clause, &format!("<a{round}>"))
            .await
            .unwrap();
        let second = two
            .write(&scene.clause, &format!("<b{round}>"))
            .await
            .unwrap();
        one.until_durable(first).await.unwrap();
        two.until_durable(second).await.unwrap();
    }
    for peer in [&mut one, &mut two] {
        let clause = scene.clause.clone();
        peer.until(|peer| {
            peer.body(&clause).contains("<a9>") && peer.body(&clause).contains("<b9>")
        })
        .await
        .unwrap();
    }
    assert_eq!(one.body(&scene.clause), two.body(&scene.clause));
}

#[tokio::test]
async fn what_is_written_into_a_frozen_draft_is_not_taken() {
    let scene = Scene::set().await;
    let mut peer = scene.peer("mateo@te-sa.example").await;
    let chair = scene.caller("babajide@comn.example").await;
    let freezing = json!({"frozen": true, "reason": "The text is being proof-read."});
    chair
        .post(&format!("/drafts/{}/freeze", scene.draft), &freezing)
        .await
        .expect(200);

    // The server may end the connection or pass the words over; it may not take them.
    if peer.write(&scene.clause, "<too late>").await.is_ok() {
        let heard = peer.until_heard().await;
        assert!(
            heard.is_ok() || peer.refusal().is_some(),
            "whoever is cut off is told why"
        );
    }
    let text = chair
        .get(&format!("/drafts/{}", scene.draft))
        .await
        .expect(200);
    assert!(!text.to_string().contains("<too late>"));
}

#[tokio::test]
async fn someone_withdrawn_loses_the_connection_at_once() {
    let scene = Scene::set().await;
    let mut peer = scene.peer("mateo@te-sa.example").await;
    let me = scene
        .caller("mateo@te-sa.example")
        .await
        .get("/me")
        .await
        .expect(200);
    let secretariat = scene.caller("elena@network.example").await;
    let path = format!(
        "/delegates/{}/withdraw",
        me["delegate"]["id"].as_str().unwrap()
    );
    secretariat
        .post(&path, &json!({"reason": "Has left."}))
        .await
        .expect(200);
    peer.until_gone().await;
}

#[tokio::test]
async fn whoever_is_signed_out_loses_the_connection_at_once() {
    let scene = Scene::set().await;
    let (person, password) = ("mateo@te-sa.example", scene.program.password());
    let address = scene.program.address();
    let credentials = json!({"address": person, "password": password});
    let stranger = Caller::stranger(&address);

    let tokens = stranger.post("/tokens", &credentials).await.expect(201);
    let mut peer = scene.peer(person).await;
    let caller = stranger.with_token(tokens["access_token"].as_str().unwrap());
    caller.call(Method::DELETE, "/tokens", None).await.unwrap();
    peer.until_gone().await;

    let tokens = stranger.post("/tokens", &credentials).await.expect(201);
    let copied = json!({"refresh_token": tokens["refresh_token"]});
    stranger.post("/tokens/refresh", &copied).await.expect(201);
    let mut peer = scene.peer(person).await;
    let reused = stranger.post("/tokens/refresh", &copied).await;
    reused.expect_problem(401, "token-reused");
    peer.until_gone().await;

    let mut browser = Visitor::new(&address);
    let fields = [
        ("address", person),
        ("password", &password),
        ("return_to", "/"),
    ];
    browser.submit("/sign-in", &fields).await;
    let mut peer = scene.peer(person).await;
    let caller = scene.caller(person).await;
    let session = caller.get("/sessions").await.expect(200)[0]["id"].clone();
    let path = format!("/sessions/{}", session.as_str().unwrap());
    let ended = caller.call(Method::DELETE, &path, None).await.unwrap();
    ended.expect(204);
    peer.until_gone().await;

    let mut peer = scene.peer(person).await;
    let other = json!({"current": password, "password": "a password that nobody knows"});
    let changed = caller.call(Method::PUT, "/me/password", Some(&other)).await;
    changed.unwrap().expect(204);
    peer.until_gone().await;
}

#[tokio::test]
async fn whoever_signs_out_everywhere_or_leaves_the_group_cannot_come_back() {
    let scene = Scene::set().await;
    let person = "mateo@te-sa.example";
    let caller = scene.caller(person).await;
    let mut peer = Peer::join(&caller.socket(), person, scene.draft)
        .await
        .unwrap();
    peer.until_open().await.unwrap();
    let ended = caller.call(Method::DELETE, "/sessions", None).await;
    ended.unwrap().expect(204);
    peer.until_gone().await;
    let again = Peer::join(&caller.socket(), person, scene.draft).await;
    assert!(matches!(again, Err(Gone)), "the ticket has ended too");

    let mut peer = scene.peer(person).await;
    let me = scene.caller(person).await.get("/me").await.expect(200);
    let group = me["seats"][0]["group"].as_str().unwrap();
    let delegate = me["delegate"]["id"].as_str().unwrap();
    let secretariat = scene.caller("elena@network.example").await;
    let seat = format!("/groups/{group}/seats/{delegate}");
    let removed = secretariat.call(Method::DELETE, &seat, None).await;
    removed.unwrap().expect(200);
    peer.until_gone().await;
    let socket = scene.caller(person).await.socket();
    let mut peer = Peer::join(&socket, person, scene.draft).await.unwrap();
    peer.until(Peer::is_unavailable).await.unwrap();
}

#[tokio::test]
async fn strangers_and_people_without_a_seat_get_no_draft() {
    let scene = Scene::set().await;
    let address = scene.program.address().replacen("http", "ws", 1);
    for socket in [
        format!("{address}/live"),
        format!("{address}/live?ticket=guessed"),
    ] {
        let joined = Peer::join(&socket, "stranger", scene.draft).await;
        assert!(matches!(joined, Err(Gone)), "{socket}");
    }
    let unknown = "01890000-0000-7000-8000-000000000000".parse().unwrap();
    let socket = scene.caller("mateo@te-sa.example").await.socket();
    let mut peer = Peer::join(&socket, "curious", unknown).await.unwrap();
    peer.until(Peer::is_unavailable).await.unwrap();
}

#[tokio::test]
async fn garbage_ends_the_connection_that_sent_it_and_no_other() {
    let scene = Scene::set().await;
    let mut honest = scene.peer("babajide@comn.example").await;
    for garbage in [
        vec![],
        vec![0xff; 64],
        b"{}".to_vec(),
        vec![0xbf; 1024],
        vec![0; 300 * 1024],
    ] {
        let mut hostile = scene.peer("mateo@te-sa.example").await;
        if hostile.send_raw(garbage).await.is_ok() {
            hostile.until_gone().await;
        }
    }
    let change = honest.write(&scene.clause, "<still here>").await.unwrap();
    honest.until_durable(change).await.unwrap();
}
