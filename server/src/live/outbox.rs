//! What waits to be sent on one connection.
//!
//! A connection that takes nothing away gets nothing new: a room writes to it
//! again when there is room, and then says at once all that has happened since.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use replica::frame::Frame;
use tokio::sync::Notify;

/// How a connection ends: the closing code of the WebSocket, and why, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ending {
    pub(super) code: u16,
    pub(super) reason: String,
}

impl Ending {
    /// The server goes away.
    pub(super) const GOING_AWAY: u16 = 1001;
    /// What was sent is not the protocol.
    pub(super) const PROTOCOL: u16 = 1002;
    /// What was sent is not taken.
    pub(super) const REFUSED: u16 = 1008;
    /// What was sent is too large.
    pub(super) const TOO_LARGE: u16 = 1009;
    /// The draft is being loaded again.
    pub(super) const COME_BACK: u16 = 1012;
    /// The connection does not keep up.
    pub(super) const TOO_SLOW: u16 = 1013;
    /// The session was ended.
    pub(super) const SIGNED_OUT: u16 = 4401;
    /// The right to read has ended.
    pub(super) const NO_RIGHT: u16 = 4403;

    pub(super) fn new(code: u16, reason: impl Into<String>) -> Self {
        Self {
            code,
            reason: reason.into(),
        }
    }
}

/// What a connection sends next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A frame.
    Frame(Vec<u8>),
    /// Nothing any more.
    End(Ending),
}

/// What waits to be sent on one connection.
#[derive(Debug)]
pub(super) struct Outbox {
    limit_bytes: usize,
    queue: Mutex<Queue>,
    filled: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    frames: VecDeque<Vec<u8>>,
    bytes: usize,
    ending: Option<Ending>,
    is_over: bool,
    waiting: Vec<Arc<Notify>>,
}

impl Outbox {
    pub(super) fn new(limit_bytes: usize) -> Self {
        Self {
            limit_bytes,
            queue: Mutex::default(),
            filled: Notify::new(),
        }
    }

    /// Reports whether more may be put in.
    pub(super) fn has_room(&self) -> bool {
        self.queue().bytes < self.limit_bytes
    }

    /// Has `waker` notified once there is room.
    pub(super) fn when_room(&self, waker: &Arc<Notify>) {
        let mut queue = self.queue();
        if queue.bytes < self.limit_bytes {
            waker.notify_one();
        } else if !queue.waiting.iter().any(|w| Arc::ptr_eq(w, waker)) {
            queue.waiting.push(Arc::clone(waker));
        }
    }

    /// Puts a frame in; nothing more is sent on a connection that ends.
    pub(super) fn push(&self, frame: &Frame) {
        let mut queue = self.queue();
        if queue.ending.is_none() {
            let bytes = frame.encode();
            queue.bytes += bytes.len();
            queue.frames.push_back(bytes);
            self.filled.notify_one();
        }
    }

    /// Ends the connection after what is in the box.
    pub(super) fn finish(&self, ending: Ending) {
        self.queue().ending.get_or_insert(ending);
        self.filled.notify_one();
    }

    /// Ends the connection at once; what is in the box is not sent, `last` is.
    pub(super) fn end(&self, ending: Ending, last: &Frame) {
        let mut queue = self.queue();
        queue.frames.clear();
        if queue.ending.is_none() {
            queue.frames.push_back(last.encode());
        }
        queue.ending.get_or_insert(ending);
        drop(queue);
        self.filled.notify_one();
    }

    /// Notes that the connection is gone.
    pub(super) fn gone(&self) {
        let mut queue = self.queue();
        queue.is_over = true;
        queue.frames = VecDeque::new();
        queue.waiting.drain(..).for_each(|waker| waker.notify_one());
    }

    /// Reports whether the connection ends or is gone.
    pub(super) fn is_over(&self) -> bool {
        let queue = self.queue();
        queue.is_over || queue.ending.is_some()
    }

    /// Waits for what is to be sent next.
    pub(super) async fn next(&self) -> Next {
        loop {
            if let Some(next) = self.take() {
                return next;
            }
            self.filled.notified().await;
        }
    }

    fn take(&self) -> Option<Next> {
        let mut queue = self.queue();
        let Some(frame) = queue.frames.pop_front() else {
            return queue.ending.clone().map(Next::End);
        };
        queue.bytes = queue.bytes.saturating_sub(frame.len());
        if queue.bytes < self.limit_bytes {
            queue.waiting.drain(..).for_each(|waker| waker.notify_one());
        }
        Some(Next::Frame(frame))
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_frame(name: &str) -> Frame {
        Frame::Leave {
            sender: name.to_owned(),
        }
    }

    #[tokio::test]
    async fn a_full_box_tells_when_it_has_room_again() {
        let outbox = Outbox::new(10);
        let waker = Arc::new(Notify::new());
        outbox.push(&a_frame("one"));
        assert!(!outbox.has_room());
        outbox.when_room(&waker);
        assert_eq!(outbox.next().await, Next::Frame(a_frame("one").encode()));
        waker.notified().await;
        assert!(outbox.has_room());
    }

    #[tokio::test]
    async fn what_ends_at_once_sends_nothing_of_before_but_why() {
        let outbox = Outbox::new(10);
        outbox.push(&a_frame("secret"));
        let ending = Ending::new(Ending::NO_RIGHT, "you left the group");
        outbox.end(ending.clone(), &a_frame("why"));
        outbox.push(&a_frame("late"));
        outbox.finish(Ending::new(Ending::GOING_AWAY, "later"));
        assert_eq!(outbox.next().await, Next::Frame(a_frame("why").encode()));
        assert_eq!(outbox.next().await, Next::End(ending));
    }
}
