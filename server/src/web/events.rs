//! Telling open pages that something they show has changed.
//!
//! An event carries no content: its name is `changed`, its data a topic, its id the
//! sequence number of the record. The page then reads itself again, with the reader's
//! own permissions.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use domain::id::{DraftId, GroupId, InstrumentId};
use futures_util::{Stream, StreamExt, stream};

/// What a page can follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The record as a whole.
    Record,
    /// How far the record is sealed and witnessed.
    Sealing,
    /// One instrument: its revisions, positions, amendments.
    Instrument(InstrumentId),
    /// The clause of an instrument that is shown in the room.
    Room(InstrumentId),
    /// One working group.
    Group(GroupId),
    /// Who is in the network.
    Network,
    /// The people in one live draft.
    Draft(DraftId),
}

/// A change at one place, at one point of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The sequence number of the record after the change.
    pub seq: u64,
    /// What changed.
    pub topic: Topic,
}

/// A text that names no topic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a topic such as record, network or instrument:ID, found {0:?}")]
pub struct InvalidTopic(String);

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record => f.write_str("record"),
            Self::Sealing => f.write_str("sealing"),
            Self::Network => f.write_str("network"),
            Self::Instrument(id) => write!(f, "instrument:{id}"),
            Self::Room(id) => write!(f, "room:{id}"),
            Self::Group(id) => write!(f, "group:{id}"),
            Self::Draft(id) => write!(f, "draft:{id}"),
        }
    }
}

impl FromStr for Topic {
    type Err = InvalidTopic;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || InvalidTopic(text.chars().take(64).collect());
        let topic = match text.split_once(':') {
            None if text == "record" => Some(Self::Record),
            None if text == "sealing" => Some(Self::Sealing),
            None if text == "network" => Some(Self::Network),
            Some(("instrument", id)) => id.parse().ok().map(Self::Instrument),
            Some(("room", id)) => id.parse().ok().map(Self::Room),
            Some(("group", id)) => id.parse().ok().map(Self::Group),
            Some(("draft", id)) => id.parse().ok().map(Self::Draft),
            None | Some(_) => None,
        };
        topic.ok_or_else(wrong)
    }
}

/// The most topics one page follows.
pub const MAX_TOPICS: usize = 16;

/// Reads the topics of a query such as `topic=record&topic=network`.
///
/// # Errors
///
/// * [`InvalidTopic`] for the first text that names none, and for too many.
pub fn topics_of(query: &str) -> Result<Vec<Topic>, InvalidTopic> {
    let topics: Vec<Topic> = form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| name == "topic")
        .map(|(_, topic)| topic.parse())
        .collect::<Result<_, _>>()?;
    if topics.len() > MAX_TOPICS {
        return Err(InvalidTopic(format!("{} topics", topics.len())));
    }
    Ok(topics)
}

/// Returns the sequence number a browser saw last: the one it sends when it reconnects,
/// else the one its page was made at (`since` in the query).
pub fn last_seen(headers: &HeaderMap, query: &str) -> Option<u64> {
    let reconnected = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.parse().ok());
    reconnected.or_else(|| {
        let (_, since) =
            form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "since")?;
        since.parse().ok()
    })
}

/// Streams those of `changes` that a page follows. A browser that comes back having
/// missed something (its `last_seen` is before `now`) is told at once.
pub fn stream_changes<S>(
    changes: S,
    topics: Vec<Topic>,
    last_seen: Option<u64>,
    now: u64,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>>
where
    S: Stream<Item = Change> + Send + 'static,
{
    let missed: Vec<Change> = match last_seen {
        Some(seen) if seen < now => topics
            .iter()
            .map(|topic| Change {
                seq: now,
                topic: *topic,
            })
            .collect(),
        Some(_) | None => Vec::new(),
    };
    let hello = Event::default()
        .event("hello")
        .id(now.to_string())
        .retry(Duration::from_secs(3))
        .data("");
    let followed = changes.filter(move |change| {
        let is_followed = topics.contains(&change.topic);
        async move { is_followed }
    });
    let events = stream::iter(missed).chain(followed).map(event);
    Sse::new(stream::iter([hello]).chain(events).map(Ok))
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(25)))
}

fn event(change: Change) -> Event {
    Event::default()
        .event("changed")
        .id(change.seq.to_string())
        .data(change.topic.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse;
    use http_body_util::BodyExt;

    async fn body(changes: Vec<Change>, topics: Vec<Topic>, last_seen: Option<u64>) -> String {
        let sse = stream_changes(stream::iter(changes), topics, last_seen, 9);
        let bytes = sse
            .into_response()
            .into_body()
            .collect()
            .await
            .unwrap()
            .to_bytes();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_page_hears_of_what_it_follows_alone() {
        let changes = vec![
            Change {
                seq: 10,
                topic: Topic::Network,
            },
            Change {
                seq: 11,
                topic: Topic::Record,
            },
        ];
        let body = body(changes, vec![Topic::Record], None).await;
        assert!(body.contains("id: 11\n"), "{body}");
        assert!(!body.contains("id: 10\n"), "{body}");
    }

    #[tokio::test]
    async fn a_returning_browser_is_told_what_it_missed() {
        let missed = body(Vec::new(), vec![Topic::Record], Some(8)).await;
        assert!(missed.contains("event: changed"), "{missed}");
        let current = body(Vec::new(), vec![Topic::Record], Some(9)).await;
        assert!(!current.contains("event: changed"), "{current}");
    }

    #[test]
    fn a_reconnection_counts_more_than_the_page() {
        let mut headers = HeaderMap::new();
        assert_eq!(last_seen(&headers, "topic=record&since=4"), Some(4));
        headers.insert("last-event-id", "7".parse().unwrap());
        assert_eq!(last_seen(&headers, "topic=record&since=4"), Some(7));
        assert_eq!(last_seen(&HeaderMap::new(), "since=x"), None);
    }

    #[test]
    fn topics_are_read_back_as_they_are_written() {
        for topic in [
            Topic::Record,
            Topic::Sealing,
            Topic::Instrument(InstrumentId::from_uuid(uuid::Uuid::nil())),
        ] {
            assert_eq!(topic.to_string().parse(), Ok(topic));
        }
        assert!(topics_of("topic=instrument:../../x").is_err());
        assert!(topics_of(&"topic=record&".repeat(17)).is_err());
    }
}
