//! How much one person may ask of the live drafts, and for how long a
//! connection may say nothing.

use std::sync::mpsc;
use std::time::Duration;

use futures_util::{FutureExt, SinkExt, StreamExt};
use replica::frame::{Frame, MAX_SERVER_FRAME, PROTOCOL_VERSION};
use server::live::{Limits, Rate};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use crate::databases::Kind;
use crate::live::editor::{Editor, ask};
use crate::live::support::{World, clause};

/// Time that stands still until it is moved on.
struct StoppedTime {
    _until_dropped: mpsc::Sender<()>,
}

impl StoppedTime {
    fn stop() -> Self {
        tokio::time::pause();
        // Paused time runs ahead whenever everybody waits, though it be for a socket, unless a
        // thread is at work. It ends by itself so that a test that waits in vain fails.
        let (sender, receiver) = mpsc::channel::<()>();
        tokio::task::spawn_blocking(move || receiver.recv_timeout(Duration::from_secs(20)));
        Self {
            _until_dropped: sender,
        }
    }

    async fn pass(&self, span: Duration) {
        tokio::time::advance(span).await;
    }
}

/// A connection without a replica: it only asks for a draft that there is not.
struct Asker {
    socket: WebSocketStream<TcpStream>,
    answers: usize,
}

fn a_question() -> Vec<u8> {
    let frame = Frame::Sync {
        draft: "01890000-0000-7000-8000-000000000000".parse().unwrap(),
        sender: "asker".to_owned(),
        target: "clausewise".to_owned(),
        data: vec![0x42, 0, 0, 0, 0],
        is_request: true,
    };
    frame.encode()
}

impl Asker {
    async fn join(world: &World) -> Self {
        let path = format!("/{}", world.amina);
        let mut socket = ask(world.address, &path, &[]).await.unwrap();
        let join = Frame::Join {
            sender: "asker".to_owned(),
            versions: vec![PROTOCOL_VERSION.to_owned()],
        };
        socket.send(Message::binary(join.encode())).await.unwrap();
        let greeting = socket.next().await.unwrap().unwrap().into_data();
        let greeting = Frame::decode(&greeting, MAX_SERVER_FRAME).unwrap();
        assert!(matches!(greeting, Frame::Peer { .. }), "{greeting:?}");
        Self { socket, answers: 0 }
    }

    async fn ask(&mut self) {
        let question = Message::binary(a_question());
        self.socket.send(question).await.unwrap();
    }

    fn count(&mut self, message: &Message) {
        if let Message::Binary(bytes) = message {
            let frame = Frame::decode(bytes, MAX_SERVER_FRAME).unwrap();
            assert!(matches!(frame, Frame::DocUnavailable { .. }), "{frame:?}");
            self.answers += 1;
        }
    }

    /// Takes answers until there have been so many.
    async fn until(&mut self, answers: usize) {
        while self.answers < answers {
            let message = self.socket.next().await.unwrap().unwrap();
            self.count(&message);
        }
    }

    /// Takes what has come already.
    fn take_what_is_there(&mut self) {
        while let Some(message) = self.socket.next().now_or_never() {
            self.count(&message.unwrap().unwrap());
        }
    }
}

async fn with_rates(messages: Rate, bytes: Rate) -> World {
    let limits = Limits {
        messages,
        bytes,
        ..Limits::default()
    };
    World::with_limits(Kind::Sqlite, limits).await
}

#[tokio::test]
async fn whoever_sends_too_much_is_answered_later() {
    #[expect(clippy::cast_precision_loss, reason = "a question is short")]
    let size = a_question().len() as f64;
    let plenty = Limits::default();
    let rate = |each: f64| Rate {
        per_second: each,
        burst: 3.0 * each,
    };
    for (messages, bytes) in [(rate(1.0), plenty.bytes), (plenty.messages, rate(size))] {
        let world = with_rates(messages, bytes).await;
        let mut hasty = Asker::join(&world).await;
        let mut other = Asker::join(&world).await;
        let time = StoppedTime::stop();
        for _ in 0..6 {
            hasty.ask().await;
        }
        for answers in 3..6 {
            hasty.until(answers).await;
            // What another is told later was not withheld by chance.
            other.ask().await;
            other.until(answers - 2).await;
            hasty.take_what_is_there();
            assert_eq!(hasty.answers, answers);
            time.pass(Duration::from_millis(1_010)).await;
        }
        hasty.until(6).await;
        drop(time);
        tokio::time::resume();
    }
}

#[tokio::test]
async fn whoever_leaves_a_ping_unanswered_is_gone_and_the_others_hear_of_it() {
    let world = World::with_text(Kind::Sqlite).await;
    let mut silent = Editor::open(&world, world.amina, "silent").await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    let caret = silent.caret(1, b"\x64here");
    silent.send(&Frame::Ephemeral(caret)).await;
    let is_caret = |frame: &Frame| matches!(frame, Frame::Ephemeral(_));
    boris.until(|boris| boris.frames.iter().any(is_caret)).await;
    let time = StoppedTime::stop();
    time.pass(Duration::from_secs(6)).await;
    let is_pinged = |boris: &mut Editor| boris.pings == 1;
    boris.until(is_pinged).await;
    boris.send_raw(Message::Pong(Vec::new().into())).await;
    // The answer has been heard once the one to a question after it comes.
    boris.send_raw(Message::binary(a_question())).await;
    boris.until(|boris| boris.is_unavailable()).await;
    let gone = Frame::Leave {
        sender: "silent".to_owned(),
    };
    assert!(!boris.frames.contains(&gone));
    time.pass(Duration::from_secs(6)).await;
    boris.until(|boris| boris.frames.contains(&gone)).await;
    boris.until(|boris| boris.pings == 2).await;
}

#[tokio::test]
async fn a_person_has_so_many_connections_and_gets_one_back_when_one_ends() {
    let limits = Limits {
        connections_of_one: 2,
        ..Limits::default()
    };
    let world = World::with_limits(Kind::Sqlite, limits).await;
    let paths = [world.amina, world.boris].map(|person| format!("/{person}"));
    let of = |person: usize| ask(world.address, &paths[person], &[]);
    let mut first = of(0).await.unwrap();
    let _second = of(0).await.unwrap();
    assert_eq!(of(0).await.err(), Some(429));
    assert!(of(1).await.is_ok(), "others are not affected");
    first.close(None).await.unwrap();
    while let Some(Ok(_)) = first.next().await {}
    assert!(of(0).await.is_ok());
}

#[tokio::test]
async fn all_together_have_so_many_connections() {
    let limits = Limits {
        connections: 1,
        ..Limits::default()
    };
    let world = World::with_limits(Kind::Sqlite, limits).await;
    let _first = ask(world.address, &format!("/{}", world.amina), &[]).await;
    let second = ask(world.address, &format!("/{}", world.boris), &[]).await;
    assert_eq!(second.err(), Some(503));
}

#[tokio::test]
async fn one_connection_opens_so_many_drafts() {
    let limits = Limits {
        drafts: 1,
        ..Limits::default()
    };
    let world = World::with_limits(Kind::Sqlite, limits).await;
    let mut amina = Editor::open(&world, world.amina, "amina").await;
    amina.send_raw(Message::binary(a_question())).await;
    assert_eq!(amina.until_closed().await.0, 1008);
}

#[tokio::test]
async fn a_message_far_over_the_limit_is_not_even_read() {
    let world = World::with_text(Kind::Sqlite).await;
    let mut boris = Editor::open(&world, world.boris, "boris").await;
    let mut huge = Asker::join(&world).await;
    let message = Message::binary(vec![0; 2 * 1_024 * 1_024]);
    // The connection may be gone before everything is sent.
    let sent = huge.socket.send(message).await;
    let mut heard = 0;
    while let Some(Ok(message)) = huge.socket.next().await {
        heard += usize::from(message.is_binary());
    }
    assert_eq!(heard, 0, "it was read and answered, {sent:?}");
    boris.write(clause(2), 0, "All ").await;
    boris.until_saved().await;
}
