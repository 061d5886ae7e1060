//! Which carets and the like of one peer are passed on.

use std::collections::VecDeque;

use domain::text::refused_character;
use replica::frame::{Ephemeral, is_plain};
use tokio::time::Instant;

use super::bucket::Bucket;
use super::limits::Rate;

/// The greatest message that is passed on, in bytes.
const LARGEST: usize = 2_048;
/// The number of sessions of one peer whose messages are counted.
const SESSIONS: usize = 4;

/// What of one peer's ephemeral messages has been passed on.
#[derive(Debug)]
pub(super) struct Presence {
    rate: Bucket,
    sessions: VecDeque<(String, u64)>,
}

impl Presence {
    pub(super) fn new(rate: Rate, now: Instant) -> Self {
        Self {
            rate: Bucket::new(rate, now),
            sessions: VecDeque::new(),
        }
    }

    /// Reports whether anything of the peer has been passed on.
    pub(super) fn is_shown(&self) -> bool {
        !self.sessions.is_empty()
    }

    /// Reports whether a message is to be passed on: not too large, not too
    /// many, in plain words, and later than the last one of its session.
    pub(super) fn admits(&mut self, message: &Ephemeral, now: Instant) -> bool {
        if message.data.len() > LARGEST || !self.rate.take(now) {
            return false;
        }
        if !is_plain(&message.data) || refused_character(&message.session).is_some() {
            return false;
        }
        let is_known = |(session, _): &&mut (String, u64)| *session == message.session;
        if let Some((_, last)) = self.sessions.iter_mut().find(is_known) {
            let is_later = message.count > *last;
            *last = message.count.max(*last);
            return is_later;
        }
        self.sessions
            .push_back((message.session.clone(), message.count));
        if self.sessions.len() > SESSIONS {
            self.sessions.pop_front();
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use domain::id::DraftId;

    use super::*;

    /// A byte string of CBOR, its length in two bytes.
    fn a_byte_string(length: u16) -> Vec<u8> {
        let [high, low] = length.to_be_bytes();
        [vec![0x59, high, low], vec![0; length.into()]].concat()
    }

    fn a_message(session: &str, count: u64, bytes: u16) -> Ephemeral {
        Ephemeral {
            draft: DraftId::from_uuid(uuid::Uuid::nil()),
            sender: "a".to_owned(),
            target: "server".to_owned(),
            count,
            session: session.to_owned(),
            data: a_byte_string(bytes),
            by: None,
        }
    }

    #[test]
    fn copies_late_and_large_messages_and_floods_are_not_passed_on() {
        let now = Instant::now();
        let rate = Rate {
            per_second: 1.0,
            burst: 7.0,
        };
        let mut presence = Presence::new(rate, now);
        let mut admits = |message| presence.admits(&message, now);
        assert!(!admits(a_message("s", 1, 4_000)));
        assert!(admits(a_message("s", 1, 10)));
        assert!(!admits(a_message("s", 1, 10)), "a copy");
        assert!(admits(a_message("s", 3, 10)));
        assert!(!admits(a_message("s", 2, 10)), "overtaken");
        let mut disguised = a_message("u", 1, 0);
        disguised.data = b"\x64a\xe2\x80\xae".to_vec();
        assert!(!admits(disguised), "turns the direction");
        assert!(admits(a_message("t", 1, 10)), "another session");
        assert!(admits(a_message("t", 2, 10)));
        assert!(!admits(a_message("t", 3, 10)), "too many");
    }
}
