//! Somebody with a live draft open, over a real WebSocket.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::id::{ClauseId, DelegateId, DraftId};
use futures_util::{SinkExt, StreamExt};
use replica::frame::{Ephemeral, Frame, MAX_SERVER_FRAME, PROTOCOL_VERSION};
use replica::{ActorId, ChangeHash, Draft, Field, MessageLimits, SyncMessage, SyncState};
use server::live::{self, Hub};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::live::support::World;

/// How long anybody waits for what must come.
const PATIENCE: Duration = Duration::from_secs(30);

/// A listener for live drafts; the path names the delegate.
pub(crate) async fn listen(hub: Hub) -> SocketAddr {
    let app =
        Router::new()
            .route(
                "/{delegate}",
                get(
                    |State(hub): State<Hub>,
                     Path(delegate): Path<DelegateId>,
                     ws: WebSocketUpgrade| async move {
                        live::socket(hub, delegate, async { true }, ws).await
                    },
                ),
            )
            .with_state(hub);
    // Small buffers: whoever does not read is noticed soon.
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_send_buffer_size(4_096).unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener: TcpListener = socket.listen(64).unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

/// Somebody with a live draft open.
pub(crate) struct Editor {
    socket: WebSocketStream<TcpStream>,
    name: String,
    id: DraftId,
    is_connected: bool,
    sync: SyncState,
    pub(crate) draft: Draft,
    durable: Vec<ChangeHash>,
    /// The frames that have come but for sync messages, which are counted.
    pub(crate) frames: Vec<Frame>,
    pub(crate) messages: usize,
    /// How often the server has asked whether we are still there.
    pub(crate) pings: usize,
    /// The code and the reason with which the server closed.
    pub(crate) closed: Option<(u16, String)>,
}

/// Asks for a WebSocket; the status says why there is none.
pub(crate) async fn ask(
    address: SocketAddr,
    path: &str,
    headers: &[(&'static str, &str)],
) -> Result<WebSocketStream<TcpStream>, u16> {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    let stream = socket.connect(address).await.unwrap();
    let mut request = format!("ws://{address}{path}")
        .into_client_request()
        .unwrap();
    for (name, value) in headers {
        let value = value.parse().unwrap();
        request.headers_mut().insert(*name, value);
    }
    match client_async(request, stream).await {
        Ok((socket, _)) => Ok(socket),
        Err(Error::Http(answer)) => Err(answer.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

async fn connect(address: SocketAddr, by: DelegateId) -> WebSocketStream<TcpStream> {
    ask(address, &format!("/{by}"), &[]).await.unwrap()
}

impl Editor {
    /// Opens a draft under a name with an actor of one's own, and waits for it.
    pub(crate) async fn open(world: &World, by: DelegateId, name: &str) -> Self {
        let actor = ActorId::random();
        let mut editor = Self::knock(world, by, name, world.draft, actor).await;
        editor.until(|editor| editor.draft.is_ready()).await;
        editor
    }

    /// Asks for a draft, and waits for nothing.
    pub(crate) async fn knock(
        world: &World,
        by: DelegateId,
        name: &str,
        draft: DraftId,
        actor: ActorId,
    ) -> Self {
        let mut editor = Self {
            socket: connect(world.address, by).await,
            name: name.to_owned(),
            id: draft,
            is_connected: false,
            sync: SyncState::default(),
            draft: Draft::empty(actor),
            durable: Vec::new(),
            frames: Vec::new(),
            messages: 0,
            pings: 0,
            closed: None,
        };
        editor.join().await;
        editor
    }

    /// Comes back after the connection was lost, with everything written meanwhile.
    pub(crate) async fn reconnect(&mut self, world: &World, by: DelegateId) {
        self.socket = connect(world.address, by).await;
        self.closed = None;
        self.sync = SyncState::default();
        self.join().await;
    }

    async fn join(&mut self) {
        let join = Frame::Join {
            sender: self.name.clone(),
            versions: vec![PROTOCOL_VERSION.to_owned()],
        };
        self.send(&join).await;
    }

    /// Says where the caret is.
    pub(crate) fn caret(&self, count: u64, data: &[u8]) -> Ephemeral {
        Ephemeral {
            draft: self.id,
            sender: self.name.clone(),
            target: "clausewise".to_owned(),
            count,
            session: self.name.clone(),
            data: data.to_vec(),
            by: None,
        }
    }

    /// Reports whether the server has said that it keeps everything that is here.
    pub(crate) fn is_saved(&mut self) -> bool {
        self.draft.commit(None);
        !self.durable.is_empty()
            && self.draft.knows(&self.durable)
            && self.draft.changes_since(&self.durable).is_empty()
    }

    /// Reports whether the server has said that it takes no edits of ours.
    pub(crate) fn is_read_only(&self) -> bool {
        self.sync.peer_is_read_only()
    }

    /// Returns the codes of the refusals that have come.
    pub(crate) fn rejections(&self) -> Vec<&str> {
        let codes = self.frames.iter().filter_map(|frame| match frame {
            Frame::Rejected { code, .. } => Some(code.as_str()),
            _ => None,
        });
        codes.collect()
    }

    /// Reports whether the server has said that there is no such draft.
    pub(crate) fn is_unavailable(&self) -> bool {
        let is_so = |frame: &Frame| matches!(frame, Frame::DocUnavailable { .. });
        self.frames.iter().any(is_so)
    }

    pub(crate) async fn send(&mut self, frame: &Frame) {
        self.send_raw(Message::Binary(frame.encode().into())).await;
    }

    pub(crate) async fn send_raw(&mut self, message: Message) {
        self.socket.send(message).await.unwrap();
    }

    /// Types into the body of a clause, and sends it.
    pub(crate) async fn write(&mut self, clause: ClauseId, at: usize, text: &str) {
        self.draft.splice(clause, Field::Body, at, 0, text).unwrap();
        self.flush().await;
    }

    /// Sends what was edited, if there is a connection.
    pub(crate) async fn flush(&mut self) {
        self.draft.commit(None);
        if !self.is_connected || self.closed.is_some() {
            return;
        }
        let is_request = !self.draft.is_ready();
        for data in self.draft.generate_sync(&mut self.sync) {
            let frame = Frame::Sync {
                draft: self.id,
                sender: self.name.clone(),
                target: "clausewise".to_owned(),
                data,
                is_request,
            };
            // The server may have closed meanwhile.
            let _ = self
                .socket
                .send(Message::Binary(frame.encode().into()))
                .await;
        }
    }

    /// Takes frames until something holds.
    #[track_caller]
    pub(crate) fn until<'a>(
        &'a mut self,
        holds: impl Fn(&mut Self) -> bool + 'a,
    ) -> impl Future<Output = ()> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            let deadline = Instant::now() + PATIENCE;
            while !holds(self) {
                assert_eq!(self.closed, None, "at {caller}: {:?}", self.frames);
                assert!(Instant::now() < deadline, "at {caller}: {:?}", self.frames);
                self.turn().await;
            }
        }
    }

    /// Takes frames until everything written here is durable.
    pub(crate) async fn until_saved(&mut self) {
        self.until(Self::is_saved).await;
    }

    /// Takes frames until the server closes, and says how.
    pub(crate) async fn until_closed(&mut self) -> (u16, String) {
        let deadline = Instant::now() + PATIENCE;
        while self.closed.is_none() {
            assert!(Instant::now() < deadline, "{:?}", self.frames);
            self.turn().await;
        }
        self.closed.clone().unwrap()
    }

    /// Takes frames until the body of a clause reads so.
    pub(crate) async fn until_reads(&mut self, clause: ClauseId, text: &str) {
        self.until(|editor| editor.body(clause) == text).await;
    }

    pub(crate) fn body(&self, clause: ClauseId) -> String {
        self.draft.text(clause, Field::Body).unwrap_or_default()
    }

    /// Takes one frame.
    async fn turn(&mut self) {
        let next = timeout(PATIENCE, self.socket.next()).await;
        match next.expect("a frame comes in time") {
            Some(Ok(Message::Binary(bytes))) => {
                let frame = Frame::decode(&bytes, MAX_SERVER_FRAME).unwrap();
                self.take(frame).await;
            }
            Some(Ok(Message::Close(frame))) => {
                let frame = frame.expect("the server says why it closes");
                self.closed = Some((frame.code.into(), frame.reason.to_string()));
                self.is_connected = false;
            }
            Some(Ok(message)) => self.pings += usize::from(message.is_ping()),
            Some(Err(error)) => panic!("the connection was lost: {error}; {:?}", self.frames),
            None => panic!("the connection ended without a word: {:?}", self.frames),
        }
    }

    async fn take(&mut self, frame: Frame) {
        match frame {
            Frame::Peer { .. } => {
                self.is_connected = true;
                self.flush().await;
            }
            Frame::Sync { data, .. } => {
                self.messages += 1;
                self.draft.commit(None);
                let message = SyncMessage::decode(&data, &MessageLimits::SERVER).unwrap();
                self.draft.receive_sync(&mut self.sync, message).unwrap();
                self.flush().await;
            }
            Frame::Durable { heads, .. } => self.durable = heads,
            other => self.frames.push(other),
        }
    }
}
