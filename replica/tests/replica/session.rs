//! Conversations between browsers and the server, frame by frame.

use std::fs;
use std::path::Path;

use crate::common::edits::{an_edit, make};
use crate::common::room::{Client, Server, deliver_up, settle, sync_data, sync_frame};
use crate::common::{a_draft, actor, clause};
use automerge::sync::{BloomFilter, Message, MessageFlags, State, SyncDoc};
use automerge::transaction::Transactable;
use automerge::{AutoCommit, ObjType, ROOT, ReadDoc, TextEncoding};
use proptest::prelude::*;
use replica::session::ServerPeer;
use replica::{Draft, DraftPatch, Field, GateRefusal};

/// A server and this many clients that have the draft.
fn a_full_room(count: u8) -> (Server, Vec<Client>) {
    let mut server = Server::new(a_draft());
    let mut clients = Vec::new();
    for n in 0..count {
        server.peers.push(ServerPeer::new(false));
        clients.push(Client::new(actor(10 + n), usize::from(n)));
    }
    for client in &mut clients {
        client.connect(&mut server);
    }
    settle(&mut server, &mut clients);
    for client in &mut clients {
        assert!(client.draft.is_ready());
        client.patches.clear();
    }
    (server, clients)
}

fn type_at_start(client: &mut Client, text: &str) {
    let typed = client.draft.splice(clause(2), Field::Body, 0, 0, text);
    typed.expect("an honest edit");
    client.send();
}

#[test]
fn a_newcomer_gets_the_draft() {
    let (server, clients) = a_full_room(1);
    assert_eq!(clients[0].draft.outline(), server.live.outline());
}

#[test]
fn what_one_types_appears_at_the_others_as_patches() {
    let (mut server, mut clients) = a_full_room(3);
    type_at_start(&mut clients[0], "All ");
    settle(&mut server, &mut clients);
    for client in &clients[1..] {
        let is_text =
            |p: &&DraftPatch| matches!(p, DraftPatch::Text { clause: c, .. } if *c == clause(2));
        let texts = client.patches.iter().filter(is_text);
        assert_eq!(texts.count(), 1);
        assert_eq!(client.draft.outline(), server.live.outline());
    }
    assert!(
        server
            .live
            .text(clause(2), Field::Body)
            .unwrap()
            .starts_with("All Results")
    );
}

#[test]
fn a_burst_of_edits_is_sent_to_each_peer_once() {
    let (mut server, mut clients) = a_full_room(2);
    for _ in 0..20 {
        type_at_start(&mut clients[0], "x");
        // The other client answers nothing while the burst lasts.
        deliver_up(&mut server, &mut clients, &[0]);
        let answers = std::mem::take(&mut clients[0].inbox);
        for bytes in &answers {
            clients[0].hear(bytes);
        }
    }
    let mut chunks = 0;
    for bytes in &clients[1].inbox {
        let data = sync_data(bytes, usize::MAX);
        chunks += Message::decode(&data).unwrap().changes.len();
    }
    assert_eq!(chunks, 20);
    settle(&mut server, &mut clients);
    assert_eq!(clients[1].draft.outline(), server.live.outline());
}

#[test]
fn the_conversation_ends_when_all_is_said() {
    let (mut server, mut clients) = a_full_room(3);
    type_at_start(&mut clients[0], "a");
    type_at_start(&mut clients[1], "b");
    assert!(settle(&mut server, &mut clients) < 12);
    assert_eq!(settle(&mut server, &mut clients), 0);
}

#[test]
fn edits_made_offline_arrive_on_return_in_frames_of_bounded_size() {
    let (mut server, mut clients) = a_full_room(2);
    clients[0].disconnect();
    let text = "word ".repeat(1_500);
    for n in 0..30 {
        let (clause, field) = (clause(2 + n % 3), Field::ALL[1 + (n / 3 % 2) as usize]);
        let typed = clients[0].draft.splice(clause, field, 0, 0, &text);
        typed.unwrap();
    }
    assert!(clients[0].outbox.is_empty());
    type_at_start(&mut clients[1], "Meanwhile. ");
    settle(&mut server, &mut clients);
    clients[0].connect(&mut server);
    settle(&mut server, &mut clients);
    assert!(server.refusals.is_empty(), "{:?}", server.refusals);
    assert_eq!(clients[0].draft.outline(), server.live.outline());
    assert_eq!(clients[1].draft.outline(), server.live.outline());
    let length = server
        .live
        .text(clause(3), Field::Commentary)
        .unwrap()
        .len();
    assert_eq!(length, 5 * text.len());
}

#[test]
fn a_reader_follows_and_is_told_that_it_may_not_edit() {
    let (mut server, mut clients) = a_full_room(2);
    server.peers[1].set_read_only(true);
    type_at_start(&mut clients[0], "a");
    settle(&mut server, &mut clients);
    assert!(clients[1].sync.peer_is_read_only());
    type_at_start(&mut clients[1], "not for the others ");
    settle(&mut server, &mut clients);
    let before = server.live.outline();
    assert!(
        !before.clauses[1]
            .wording
            .text
            .to_plain()
            .contains("not for")
    );
    type_at_start(&mut clients[0], "b");
    settle(&mut server, &mut clients);
    let seen = clients[1].draft.text(clause(2), Field::Body).unwrap();
    assert!(seen.contains('b') && seen.contains("not for the others"));
}

#[test]
fn a_reader_who_may_edit_again_is_heard() {
    let (mut server, mut clients) = a_full_room(2);
    server.peers[1].set_read_only(true);
    type_at_start(&mut clients[0], "a");
    settle(&mut server, &mut clients);
    type_at_start(&mut clients[1], "later ");
    settle(&mut server, &mut clients);
    server.peers[1].set_read_only(false);
    type_at_start(&mut clients[0], "b");
    settle(&mut server, &mut clients);
    assert!(!clients[1].sync.peer_is_read_only());
    assert!(
        server
            .live
            .text(clause(2), Field::Body)
            .unwrap()
            .contains("later ")
    );
    assert_eq!(clients[0].draft.outline(), server.live.outline());
}

/// A stock client: automerge and its sync state, nothing of ours.
struct Stock {
    doc: AutoCommit,
    state: State,
}

impl Stock {
    fn new() -> Self {
        let doc = AutoCommit::new_with_encoding(TextEncoding::Utf16CodeUnit);
        Self {
            doc,
            state: State::new(),
        }
    }

    fn say(&mut self) -> Option<Vec<u8>> {
        let message = self.doc.sync().generate_sync_message(&mut self.state);
        message.map(Message::encode)
    }

    fn hear(&mut self, bytes: &[u8]) {
        let message = Message::decode(bytes).unwrap();
        self.doc
            .sync()
            .receive_sync_message(&mut self.state, message)
            .unwrap();
    }

    /// Talks with the server until both are silent.
    fn talk(&mut self, server: &mut Server, peer: usize) {
        for _ in 0..50 {
            let Some(said) = self.say() else { return };
            if let Some(answer) = server.turn(&[(peer, said)]).swap_remove(peer) {
                self.hear(&answer);
            }
        }
        panic!("the conversation does not end");
    }

    fn body(&self) -> automerge::ObjId {
        let (_, clauses) = self.doc.get(ROOT, "clauses").unwrap().unwrap();
        let (_, clause) = self
            .doc
            .get(clauses, clause(2).to_string())
            .unwrap()
            .unwrap();
        self.doc.get(clause, "body").unwrap().unwrap().1
    }
}

#[test]
fn a_stock_client_reads_edits_and_converges() {
    let (mut server, mut clients) = a_full_room(1);
    server.peers.push(ServerPeer::new(false));
    let mut stock = Stock::new();
    stock.talk(&mut server, 1);
    let body = stock.body();
    stock.doc.splice_text(&body, 0, 7, "🗳 Outcomes").unwrap();
    stock.talk(&mut server, 1);
    settle(&mut server, &mut clients);
    let text = server.live.text(clause(2), Field::Body).unwrap();
    assert!(text.starts_with("🗳 Outcomes are"), "{text}");
    assert_eq!(stock.doc.text(&body).unwrap(), text);
}

#[test]
fn the_server_asks_stock_clients_for_plain_lists_of_changes() {
    let mut server = Server::new(a_draft());
    server.peers.push(ServerPeer::new(false));
    let mut stock = Stock::new();
    let said = stock.say().unwrap();
    let answer = server.turn(&[(0, said)]).swap_remove(0).unwrap();
    assert_eq!(Message::decode(&answer).unwrap().flags, None);
    server.peers[0] = ServerPeer::new(true);
    let said = Stock::new().say().unwrap();
    let answer = server.turn(&[(0, said)]).swap_remove(0).unwrap();
    let flags = Message::decode(&answer).unwrap().flags.unwrap();
    assert!(flags.contains(MessageFlags::READ_ONLY));
}

#[test]
fn a_change_that_a_summary_wrongly_seemed_to_have_is_asked_for() {
    let (mut server, mut clients) = a_full_room(1);
    server.peers.push(ServerPeer::new(false));
    let mut stock = Stock::new();
    stock.talk(&mut server, 1);
    type_at_start(&mut clients[0], "a");
    settle_with(&mut server, &mut clients, &mut stock);
    let body = stock.body();
    // Of a hundred changes, one seems to be in a summary that it is not in.
    let summary = BloomFilter::from_hashes([server.live.heads()[0]].iter());
    let base = stock.doc.clone();
    for n in 0.. {
        stock.doc = base.clone();
        stock
            .doc
            .splice_text(&body, 0, 0, &format!("{n} "))
            .unwrap();
        let hash = stock.doc.commit().unwrap();
        if summary.contains_hash(&hash) {
            break;
        }
    }
    stock.doc.splice_text(&body, 0, 0, "built on it ").unwrap();
    stock.doc.commit();
    settle_with(&mut server, &mut clients, &mut stock);
    assert!(server.refusals.is_empty(), "{:?}", server.refusals);
    let text = server.live.text(clause(2), Field::Body).unwrap();
    assert!(text.starts_with("built on it "), "{text}");
    assert_eq!(clients[0].draft.outline(), server.live.outline());
}

/// Lets the browser of peer 0 and the stock client of peer 1 speak until both are silent.
fn settle_with(server: &mut Server, clients: &mut [Client], stock: &mut Stock) {
    for _ in 0..100 {
        let mut messages = Vec::new();
        for bytes in std::mem::take(&mut clients[0].inbox) {
            clients[0].hear(&bytes);
        }
        for bytes in std::mem::take(&mut clients[0].outbox) {
            messages.push((0, sync_data(&bytes, usize::MAX)));
        }
        messages.extend(stock.say().map(|data| (1, data)));
        if messages.is_empty() {
            return;
        }
        let answers = server.turn(&messages);
        if let Some(data) = &answers[1] {
            stock.hear(data);
        }
        if let Some(data) = &answers[0] {
            clients[0].inbox.push(sync_frame(data.clone()));
        }
    }
    panic!("the conversation does not end");
}

#[test]
fn a_change_made_on_nothing_we_know_is_refused_and_not_waited_for() {
    let mut server = Server::new(a_draft());
    server.peers.push(ServerPeer::new(false));
    let mut stranger = Stock::new();
    stranger.doc.put(ROOT, "v", 1_i64).unwrap();
    stranger
        .doc
        .put_object(ROOT, "clauses", ObjType::Map)
        .unwrap();
    stranger.doc.commit();
    let said = stranger.say().unwrap();
    let answer = server.turn(&[(0, said)]).swap_remove(0).unwrap();
    stranger.hear(&answer);
    stranger.say().into_iter().for_each(|said| {
        server.turn(&[(0, said)]);
    });
    assert_eq!(server.refusals, [GateRefusal::DetachedChange]);
}

#[test]
fn every_known_hostile_byte_string_in_a_message_is_refused_and_harms_no_other_peer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile-changes");
    let (mut server, mut clients) = a_full_room(2);
    let before = server.live.save();
    let mut count = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|e| e != "bin") {
            continue;
        }
        count += 1;
        let bytes = fs::read(&path).unwrap();
        let mut wrapped = vec![0x42, 0, 0, 0, 1];
        for shift in [0, 7] {
            let last = shift == 7;
            let seven = u8::try_from(bytes.len() >> shift & 0x7f).unwrap();
            wrapped.push(if last { seven } else { seven | 0x80 });
        }
        wrapped.extend(&bytes);
        for data in [wrapped, bytes] {
            let refused = hostile_outcome(&mut server, &data);
            assert!(refused, "{}", path.display());
        }
    }
    assert_eq!(count, 37);
    assert_eq!(server.live.save(), before);
    type_at_start(&mut clients[0], "All ");
    settle(&mut server, &mut clients);
    assert_eq!(clients[1].draft.outline(), server.live.outline());
}

/// Reports whether a message is refused: as no sync message, or by the gate.
fn hostile_outcome(server: &mut Server, data: &[u8]) -> bool {
    let mut peer = ServerPeer::new(false);
    match peer.receive(data, &mut server.gate, &mut |_| true) {
        Err(_) => true,
        Ok(received) => {
            assert!(received.checked.is_empty());
            received.refused.is_some()
        }
    }
}

#[derive(Debug, Clone)]
enum Step {
    Edit(usize, crate::common::edits::Edit),
    Send(usize),
    Up(Vec<usize>),
    Down(usize),
    Reconnect(usize),
}

fn a_step() -> impl Strategy<Value = Step> {
    let n = 0..3_usize;
    prop_oneof![
        8 => (n.clone(), an_edit()).prop_map(|(n, edit)| Step::Edit(n, edit)),
        4 => n.clone().prop_map(Step::Send),
        4 => prop::sample::subsequence(vec![0, 1, 2], 1..=3).prop_map(Step::Up),
        6 => n.clone().prop_map(Step::Down),
        1 => n.prop_map(Step::Reconnect),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn replicas_converge_however_their_frames_are_delivered(
        steps in prop::collection::vec(a_step(), 1..80),
    ) {
        let (mut server, mut clients) = a_full_room(3);
        for (fresh, step) in steps.iter().enumerate() {
            match step {
                Step::Edit(n, edit) => make(&mut clients[*n].draft, edit, fresh),
                Step::Send(n) => clients[*n].send(),
                Step::Up(which) => deliver_up(&mut server, &mut clients, which),
                Step::Down(n) => {
                    let waiting = std::mem::take(&mut clients[*n].inbox);
                    for bytes in &waiting {
                        clients[*n].hear(bytes);
                    }
                }
                Step::Reconnect(n) => clients[*n].connect(&mut server),
            }
        }
        clients.iter_mut().for_each(Client::send);
        settle(&mut server, &mut clients);
        prop_assert!(server.refusals.is_empty(), "{:?}", server.refusals);
        let heads = server.live.heads();
        for client in &mut clients {
            prop_assert_eq!(client.draft.heads(), heads.clone());
            prop_assert_eq!(client.draft.outline(), server.live.outline());
        }
        let saved = Draft::load(&server.live.save()).unwrap();
        prop_assert_eq!(saved.outline(), server.live.outline());
    }
}
