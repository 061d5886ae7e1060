//! One WebSocket, from its first frame to its last.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::id::{DelegateId, DraftId};
use domain::refusal::Refusal;
use domain::text::refused_character;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use replica::frame::{Ephemeral, Frame, InvalidFrame, MAX_CLIENT_FRAME, PROTOCOL_VERSION};
use tokio::sync::oneshot;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep, timeout};

use super::bucket::Bucket;
use super::connections::{Admission, TooMany};
use super::outbox::{Ending, Next};
use super::room::{Input, Joining};
use super::{Hub, LiveError, SERVER_NAME};
use crate::workflow::WorkflowError;

/// How often a connection is asked whether it is still there.
const PING: Duration = Duration::from_secs(5);
/// How long a frame may take to be sent, and the first one to come.
const PATIENCE: Duration = Duration::from_secs(15);
/// A frame of more than this is not even read to be refused with a reason.
const MOST_READ: usize = 4 * MAX_CLIENT_FRAME;
/// How long the other side has to answer when a connection is closed.
const FAREWELL: Duration = Duration::from_secs(2);
/// How often a room that ends just then is tried again.
const ATTEMPTS: usize = 3;

/// Takes part in live drafts for a delegate, who has been authenticated.
///
/// Whether the delegate is still signed in is asked again once the connection counts among those
/// that a sign-out ends, so that none slips in between.
pub async fn socket(
    hub: Hub,
    delegate: DelegateId,
    is_still_in: impl Future<Output = bool>,
    ws: WebSocketUpgrade,
) -> Response {
    match hub.admit(delegate) {
        Ok(admission) => {
            if !is_still_in.await {
                return StatusCode::UNAUTHORIZED.into_response();
            }
            ws.max_message_size(MOST_READ)
                .max_frame_size(MOST_READ)
                .on_upgrade(move |socket| converse(hub, admission, socket))
        }
        Err(TooMany::OfOne) => StatusCode::TOO_MANY_REQUESTS.into_response(),
        Err(TooMany::OfAll) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn converse(hub: Hub, admission: Admission, socket: WebSocket) {
    let (sink, stream) = socket.split();
    let pulse = Pulse::default();
    let mut reader = Reader {
        hub: &hub,
        admission: &admission,
        pulse: &pulse,
        stream,
        name: String::new(),
        joined: HashSet::new(),
    };
    tokio::select! {
        () = reader.read() => {}
        () = write(&admission, &pulse, sink) => {}
    }
    admission.outbox.gone();
    for draft in &reader.joined {
        hub.leave(*draft, admission.id).await;
    }
    // Closing with something unread would take back what was sent last.
    let rest = async { while let Some(Ok(_)) = reader.stream.next().await {} };
    let _ = timeout(FAREWELL, rest).await;
}

/// Whether a connection is alive.
#[derive(Debug, Default)]
struct Pulse {
    /// Something has come since the last ping.
    is_heard: AtomicBool,
    /// What has come is being dealt with; more cannot be heard.
    is_busy: AtomicBool,
}

async fn write(admission: &Admission, pulse: &Pulse, mut sink: SplitSink<WebSocket, Message>) {
    let mut pings = interval_at(Instant::now() + PING, PING);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut is_asked = false;
    loop {
        let message = tokio::select! {
            next = admission.outbox.next() => match next {
                Next::Frame(bytes) => Message::Binary(bytes.into()),
                Next::End(ending) => return close(sink, ending).await,
            },
            _ = pings.tick() => {
                let is_heard = pulse.is_heard.swap(false, Ordering::Relaxed);
                if is_asked && !is_heard && !pulse.is_busy.load(Ordering::Relaxed) {
                    return;
                }
                is_asked = true;
                Message::Ping(bytes::Bytes::new())
            }
        };
        if !matches!(timeout(PATIENCE, sink.send(message)).await, Ok(Ok(()))) {
            return;
        }
    }
}

async fn close(mut sink: SplitSink<WebSocket, Message>, ending: Ending) {
    let mut reason = ending.reason;
    // A closing frame has room for 123 bytes of reason.
    let longest = (0..=123).rev().find(|end| reason.is_char_boundary(*end));
    reason.truncate(longest.unwrap_or_default());
    let frame = CloseFrame {
        code: ending.code,
        reason: reason.into(),
    };
    let last = sink.send(Message::Close(Some(frame)));
    // The connection is over whether or not the other side takes this.
    let _ = timeout(PATIENCE, last).await;
}

/// The half of a connection that listens.
struct Reader<'a> {
    hub: &'a Hub,
    admission: &'a Admission,
    pulse: &'a Pulse,
    stream: SplitStream<WebSocket>,
    name: String,
    joined: HashSet<DraftId>,
}

impl Reader<'_> {
    /// Listens until the other side goes or is sent away.
    async fn read(&mut self) {
        if let Err(ending) = self.listen().await {
            let error = self.error(&ending.reason);
            self.admission.outbox.push(&error);
            self.admission.outbox.finish(ending);
            // The writing half closes the connection.
            std::future::pending::<()>().await;
        }
    }

    async fn listen(&mut self) -> Result<(), Ending> {
        let now = Instant::now();
        let limits = self.hub.limits();
        let mut messages = Bucket::new(limits.messages, now);
        let mut bytes = Bucket::new(limits.bytes, now);
        let Ok(greeting) = timeout(PATIENCE, self.frame()).await else {
            return Err(Ending::new(Ending::PROTOCOL, "no join frame came"));
        };
        let Some((greeting, _)) = greeting? else {
            return Ok(());
        };
        self.greet(greeting)?;
        while let Some((frame, size)) = self.frame().await? {
            self.pulse.is_busy.store(true, Ordering::Relaxed);
            let now = Instant::now();
            #[expect(clippy::cast_precision_loss, reason = "a frame has at most 2^18 bytes")]
            let wait = messages.owe(1.0, now).max(bytes.owe(size as f64, now));
            if !wait.is_zero() {
                sleep(wait).await;
            }
            self.take(frame).await?;
            self.pulse.is_busy.store(false, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Waits for the next frame; none when the other side is gone.
    async fn frame(&mut self) -> Result<Option<(Frame, usize)>, Ending> {
        loop {
            let Some(Ok(message)) = self.stream.next().await else {
                return Ok(None);
            };
            self.pulse.is_heard.store(true, Ordering::Relaxed);
            match message {
                Message::Binary(bytes) => {
                    let frame = Frame::decode(&bytes, MAX_CLIENT_FRAME)
                        .map_err(|error| undecodable(&error))?;
                    return Ok(Some((frame, bytes.len())));
                }
                Message::Text(_) => {
                    let reason = "frames are binary";
                    return Err(Ending::new(Ending::PROTOCOL, reason));
                }
                Message::Close(_) => return Ok(None),
                Message::Ping(_) | Message::Pong(_) => {}
            }
        }
    }

    fn greet(&mut self, frame: Frame) -> Result<(), Ending> {
        let Frame::Join { sender, versions } = frame else {
            let reason = "the first frame is a join";
            return Err(Ending::new(Ending::PROTOCOL, reason));
        };
        if refused_character(&sender).is_some() {
            let reason = "a name has no control characters";
            return Err(Ending::new(Ending::PROTOCOL, reason));
        }
        self.name = sender;
        if !versions.iter().any(|version| version == PROTOCOL_VERSION) {
            let reason = format!("this server speaks version {PROTOCOL_VERSION} of the protocol");
            return Err(Ending::new(Ending::PROTOCOL, reason));
        }
        self.admission.outbox.push(&Frame::Peer {
            sender: SERVER_NAME.to_owned(),
            target: self.name.clone(),
            version: PROTOCOL_VERSION.to_owned(),
        });
        Ok(())
    }

    async fn take(&mut self, frame: Frame) -> Result<(), Ending> {
        match frame {
            Frame::Sync { draft, data, .. } => self.sync(draft, data).await,
            Frame::Ephemeral(message) => self.pass_on(message).await,
            Frame::Leave { .. } | Frame::Ignored => Ok(()),
            Frame::Join { .. }
            | Frame::Peer { .. }
            | Frame::Error { .. }
            | Frame::DocUnavailable { .. }
            | Frame::Durable { .. }
            | Frame::Rejected { .. } => {
                let reason = "clients send no such frame here";
                Err(Ending::new(Ending::PROTOCOL, reason))
            }
        }
    }

    async fn sync(&mut self, draft: DraftId, data: Vec<u8>) -> Result<(), Ending> {
        if !self.joined.contains(&draft) && !self.join(draft).await? {
            self.admission.outbox.push(&Frame::DocUnavailable {
                draft,
                sender: SERVER_NAME.to_owned(),
                target: self.name.clone(),
            });
            return Ok(());
        }
        let input = Input::Sync(self.admission.id, data);
        self.hub.tell(draft, input).await.map_err(ending)
    }

    async fn pass_on(&mut self, message: Ephemeral) -> Result<(), Ending> {
        let draft = message.draft;
        if !self.joined.contains(&draft) {
            return Ok(());
        }
        let input = Input::Ephemeral(self.admission.id, message);
        self.hub.tell(draft, input).await.map_err(ending)
    }

    /// Enters a draft's room; false where there is none for this delegate.
    async fn join(&mut self, draft: DraftId) -> Result<bool, Ending> {
        if self.joined.len() >= self.hub.limits().drafts {
            let reason = "too many drafts on one connection";
            return Err(Ending::new(Ending::REFUSED, reason));
        }
        for _ in 0..ATTEMPTS {
            let (answer, answered) = oneshot::channel();
            let joining = Joining {
                connection: self.admission.id,
                delegate: self.admission.delegate,
                name: self.name.clone(),
                outbox: Arc::clone(&self.admission.outbox),
                answer,
            };
            match self.hub.tell(draft, Input::Join(joining)).await {
                Ok(()) => {}
                Err(LiveError::Workflow(WorkflowError::Refused(Refusal::UnknownDraft(_)))) => {
                    return Ok(false);
                }
                Err(error) => return Err(ending(error)),
            }
            if let Ok(is_in) = answered.await {
                if is_in {
                    self.joined.insert(draft);
                }
                return Ok(is_in);
            }
        }
        let reason = "the draft cannot be opened now";
        Err(Ending::new(Ending::COME_BACK, reason))
    }

    fn error(&self, message: &str) -> Frame {
        Frame::Error {
            sender: SERVER_NAME.to_owned(),
            target: self.name.clone(),
            message: message.to_owned(),
        }
    }
}

/// Says how a connection ends whose bytes are no frame.
fn undecodable(error: &InvalidFrame) -> Ending {
    let code = match error {
        InvalidFrame::TooLarge(_) => Ending::TOO_LARGE,
        InvalidFrame::Malformed | InvalidFrame::UnknownType | InvalidFrame::Field(_) => {
            Ending::PROTOCOL
        }
    };
    Ending::new(code, error.to_string())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it is what map_err hands over"
)]
fn ending(error: LiveError) -> Ending {
    match error {
        LiveError::Closing => Ending::new(Ending::GOING_AWAY, error.to_string()),
        LiveError::Workflow(_)
        | LiveError::NestedInItself(_)
        | LiveError::NoRoom
        | LiveError::Broken { .. }
        | LiveError::Interrupted => {
            Ending::new(Ending::COME_BACK, LiveError::Interrupted.to_string())
        }
    }
}
