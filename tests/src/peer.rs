//! A peer of a live draft over the WebSocket, built on plain automerge.

use std::collections::BTreeSet;
use std::time::Duration;

use automerge::sync::{Message as SyncMessage, State, SyncDoc};
use automerge::transaction::Transactable;
use automerge::{AutoCommit, ChangeHash, ObjId, ROOT, ReadDoc, TextEncoding, Value};
use domain::id::DraftId;
use futures_util::{SinkExt, StreamExt};
use replica::frame::{Frame, MAX_SERVER_FRAME};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long a peer waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// One connection to a live draft and the replica that lives on it.
#[derive(Debug)]
pub struct Peer {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    name: String,
    server: String,
    draft: DraftId,
    doc: AutoCommit,
    state: State,
    durable: BTreeSet<ChangeHash>,
    rejected: Vec<(Option<ChangeHash>, String)>,
    refusal: Option<String>,
    is_unavailable: bool,
}

/// The connection ended before what was waited for had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone;

impl Peer {
    /// Joins a draft with an empty replica; `url` carries what lets this peer in.
    ///
    /// # Errors
    ///
    /// * [`Gone`] if the server cannot be reached or ends the connection.
    pub async fn join(url: &str, name: &str, draft: DraftId) -> Result<Self, Gone> {
        let request = url.into_client_request().unwrap();
        let connected = timeout(PATIENCE, connect_async(request))
            .await
            .expect("an answer in time");
        let (socket, _) = connected.map_err(|_| Gone)?;
        let mut peer = Self {
            socket,
            name: name.to_owned(),
            server: String::new(),
            draft,
            doc: AutoCommit::new_with_encoding(TextEncoding::Utf16CodeUnit),
            state: State::new(),
            durable: BTreeSet::new(),
            rejected: Vec::new(),
            refusal: None,
            is_unavailable: false,
        };
        peer.greet().await?;
        peer.push(true).await?;
        Ok(peer)
    }

    async fn greet(&mut self) -> Result<(), Gone> {
        let join = Frame::Join {
            sender: self.name.clone(),
            versions: vec!["1".to_owned()],
        };
        self.send(&join).await?;
        match self.receive().await? {
            Frame::Peer { sender, .. } => self.server = sender,
            other => panic!("the answer to a join is a peer frame, not {other:?}"),
        }
        Ok(())
    }

    /// Reads frames until `holds` does.
    ///
    /// # Errors
    ///
    /// * [`Gone`] if the connection ends before.
    ///
    /// # Panics
    ///
    /// If it does not hold in time.
    pub async fn until(&mut self, holds: impl Fn(&Self) -> bool) -> Result<(), Gone> {
        let waiting = async {
            while !holds(self) {
                let frame = self.receive().await?;
                self.take(frame).await?;
            }
            Ok(())
        };
        timeout(PATIENCE, waiting)
            .await
            .expect("what the peer waits for comes in time")
    }

    /// Waits until the draft with its clauses has arrived.
    ///
    /// # Errors
    ///
    /// * [`Gone`] if the connection ends before.
    pub async fn until_open(&mut self) -> Result<(), Gone> {
        self.until(|peer| peer.clauses().next().is_some()).await
    }

    /// Waits until the server has said that a change is committed.
    ///
    /// # Errors
    ///
    /// * [`Gone`] if the connection ends before.
    pub async fn until_durable(&mut self, change: ChangeHash) -> Result<(), Gone> {
        self.until(|peer| peer.is_durable(change)).await
    }

    /// Returns the identifiers of the clauses.
    pub fn clauses(&self) -> impl Iterator<Item = String> {
        let clauses = self.object(&ROOT, "clauses");
        let keys = clauses.map(|clauses| self.doc.keys(clauses).collect::<Vec<_>>());
        keys.unwrap_or_default().into_iter()
    }

    /// Returns the body of a clause.
    pub fn body(&self, clause: &str) -> String {
        self.doc.text(self.body_object(clause)).unwrap()
    }

    /// Writes at the end of a clause's body, sends it, and returns the change it made.
    ///
    /// # Errors
    ///
    /// * [`Gone`] if the connection has ended.
    pub async fn write(&mut self, clause: &str, text: &str) -> Result<ChangeHash, Gone> {
        let body = self.body_object(clause);
        for character in text.chars() {
            let end = self.doc.length(&body);
            self.doc
                .splice_text(&body, end, 0, &character.to_string())
                .unwrap();
        }
        let change = self.doc.commit().expect("something was written");
        self.push(false).await?;
        Ok(change)
    }

    /// Returns the refused changes and why they were.
    pub fn rejected(&self) -> &[(Option<ChangeHash>, String)] {
        &self.rejected
    }

    /// Returns why the server ends the connection, if it has said so.
    pub fn refusal(&self) -> Option<&str> {
        self.refusal.as_deref()
    }

    /// Reports whether the server has said that there is no such draft for this peer.
    pub fn is_unavailable(&self) -> bool {
        self.is_unavailable
    }

    /// Sends bytes as they are.
    ///
    /// # Errors
    ///
    /// * [`Gone`] if the connection has ended.
    pub async fn send_raw(&mut self, bytes: Vec<u8>) -> Result<(), Gone> {
        self.socket
            .send(Message::binary(bytes))
            .await
            .map_err(|_| Gone)
    }

    /// Waits until the server has dealt with everything sent so far, by asking it for a draft
    /// that there is not: frames of one connection are answered in their order.
    ///
    /// # Errors
    ///
    /// * [`Gone`] if the connection ends before.
    pub async fn until_heard(&mut self) -> Result<(), Gone> {
        let nowhere = "01890000-0000-7000-8000-000000000000".parse().unwrap();
        let request = Frame::Sync {
            draft: nowhere,
            sender: self.name.clone(),
            target: self.server.clone(),
            data: nothing_known(),
            is_request: true,
        };
        self.is_unavailable = false;
        self.send(&request).await?;
        self.until(Self::is_unavailable).await
    }

    /// Waits until the server ends the connection.
    pub async fn until_gone(&mut self) {
        let ended = self.until(|_| false).await;
        assert_eq!(ended, Err(Gone), "the server ends the connection");
    }

    fn is_durable(&self, change: ChangeHash) -> bool {
        self.durable.contains(&change)
    }

    fn object(&self, parent: &ObjId, key: &str) -> Option<ObjId> {
        match self.doc.get(parent, key).unwrap() {
            Some((Value::Object(_), id)) => Some(id),
            _ => None,
        }
    }

    fn body_object(&self, clause: &str) -> ObjId {
        let clauses = self.object(&ROOT, "clauses").expect("a draft has clauses");
        let clause = self
            .object(&clauses, clause)
            .expect("the clause is in the draft");
        self.object(&clause, "body").expect("a clause has a body")
    }

    async fn take(&mut self, frame: Frame) -> Result<(), Gone> {
        match frame {
            Frame::Sync { data, .. } => {
                let message = SyncMessage::decode(&data).unwrap();
                self.doc
                    .sync()
                    .receive_sync_message(&mut self.state, message)
                    .unwrap();
                self.push(false).await
            }
            Frame::Durable { heads, .. } => {
                // Committed heads mean that everything before them is committed too.
                let changes = self.doc.get_changes(&[]);
                let missing: BTreeSet<_> = self
                    .doc
                    .get_changes(&heads)
                    .iter()
                    .map(automerge::Change::hash)
                    .collect();
                let committed = changes.iter().map(automerge::Change::hash);
                self.durable
                    .extend(committed.filter(|hash| !missing.contains(hash)));
                Ok(())
            }
            Frame::Rejected { hash, code, .. } => {
                self.rejected.push((hash, code));
                Ok(())
            }
            Frame::Error { message, .. } => {
                self.refusal = Some(message);
                Ok(())
            }
            Frame::DocUnavailable { .. } => {
                self.is_unavailable = true;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Sends all sync messages there are to send.
    async fn push(&mut self, is_request: bool) -> Result<(), Gone> {
        while let Some(data) = self.next_message() {
            let frame = Frame::Sync {
                draft: self.draft,
                sender: self.name.clone(),
                target: self.server.clone(),
                data,
                is_request,
            };
            self.send(&frame).await?;
        }
        Ok(())
    }

    fn next_message(&mut self) -> Option<Vec<u8>> {
        let message = self.doc.sync().generate_sync_message(&mut self.state)?;
        Some(message.encode())
    }

    async fn send(&mut self, frame: &Frame) -> Result<(), Gone> {
        let message = Message::binary(frame.encode());
        self.socket.send(message).await.map_err(|_| Gone)
    }

    async fn receive(&mut self) -> Result<Frame, Gone> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Binary(bytes))) => {
                    return Ok(Frame::decode(&bytes, MAX_SERVER_FRAME).unwrap());
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(Gone),
                Some(Ok(other)) => panic!("the server sends binary frames, not {other:?}"),
            }
        }
    }
}

/// Encodes the sync message of a replica that knows nothing.
fn nothing_known() -> Vec<u8> {
    let mut nothing = AutoCommit::new();
    let message = nothing.sync().generate_sync_message(&mut State::new());
    message.expect("a first message is always sent").encode()
}
