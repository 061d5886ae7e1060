//! What committed entries change on open pages.

use std::convert::Infallible;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, Sse};
use domain::deliberation::Reach;
use domain::id::{DelegateId, InstrumentId, OrganisationId};
use domain::permission::Operation;
use domain::record::{Entry, Fact};
use futures_util::{Stream, StreamExt, stream};
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;
use tokio_stream::wrappers::{BroadcastStream, WatchStream};

use super::events::{Change, Topic, last_seen, stream_changes, topics_of};
use super::problem::Problem;
use super::session::SignedIn;
use crate::state::AppState;
use crate::workflow::{Deliberated, Notice, Office, Readers};

/// Tells a page what changed of what it shows, as server-sent events.
///
/// # Errors
///
/// * bad request for a topic that is none.
pub(super) async fn follow(
    State(app): State<AppState>,
    SignedIn(by): SignedIn,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let query = query.unwrap_or_default();
    let topics =
        topics_of(&query).map_err(|error| Problem::invalid_field("/topic", error.to_string()))?;
    // Listening begins before the register is read, so that nothing falls between.
    let notices = BroadcastStream::new(app.office.notices().listen());
    let register = app.office.register();
    let seq = register.next_seq();
    let own = register
        .network()
        .delegate(by)
        .and_then(|it| it.organisation);
    let all = topics.clone();
    let listener = app.office.clone();
    let changes = notices.flat_map(move |notice| {
        let heard = match notice {
            Ok(Notice::Deliberated(it)) => changes_said(&listener, by, &it),
            notice => changes_of(notice, &all, (own, seq)),
        };
        stream::iter(heard)
    });
    let rooms = BroadcastStream::new(app.hub.podium().listen());
    let all = topics.clone();
    let office = app.office.clone();
    let shown = rooms.flat_map(move |shown| {
        let seq = office.register().next_seq();
        stream::iter(changes_of_room(&shown, seq, &all))
    });
    let office = app.office.clone();
    let sealed = WatchStream::from_changes(app.sealing.kept()).map(move |()| Change {
        seq: office.register().next_seq(),
        topic: Topic::Sealing,
    });
    let changes = stream::select(changes, stream::select(shown, sealed));
    Ok(stream_changes(
        changes,
        topics,
        last_seen(&headers, &query),
        seq,
    ))
}

/// Returns what another clause shown in a room changes; a listener that fell behind is told of every room.
fn changes_of_room(
    shown: &Result<InstrumentId, BroadcastStreamRecvError>,
    seq: u64,
    followed: &[Topic],
) -> Vec<Change> {
    let is_room = |topic: &&Topic| matches!(topic, Topic::Room(_));
    let topics = match shown {
        Ok(id) => vec![Topic::Room(*id)],
        Err(BroadcastStreamRecvError::Lagged(_)) => {
            followed.iter().filter(is_room).copied().collect()
        }
    };
    let changes = topics.into_iter().map(|topic| Change { seq, topic });
    changes.collect()
}

/// Returns what a notice changes; a listener that fell behind is told that everything may have.
///
/// Of an amendment in preparation only delegates of the organisations concerned are told.
fn changes_of(
    notice: Result<Notice, BroadcastStreamRecvError>,
    followed: &[Topic],
    (own, seq): (Option<OrganisationId>, u64),
) -> Vec<Change> {
    match notice {
        Ok(Notice::Recorded(entries)) => entries.iter().flat_map(changes_of_entry).collect(),
        Ok(Notice::Prepared(it)) if own.is_some_and(|own| it.organisations.contains(&own)) => {
            [Topic::Draft(it.draft), Topic::Instrument(it.instrument)]
                .map(|topic| Change { seq, topic })
                .into()
        }
        Ok(Notice::Prepared(_) | Notice::Deliberated(_)) => Vec::new(),
        Err(BroadcastStreamRecvError::Lagged(_)) => followed
            .iter()
            .map(|topic| Change {
                seq: 0,
                topic: *topic,
            })
            .collect(),
    }
}

/// Returns what something said beside the record changes for one who may read it; for anybody else
/// nothing has happened.
fn changes_said(office: &Office, by: DelegateId, said: &Deliberated) -> Vec<Change> {
    let register = office.register();
    let Ok(instrument) = register.instrument(said.instrument) else {
        return Vec::new();
    };
    let acting = office.acting(&register, by);
    let person = acting.network.delegate(by);
    let may_hear = match &said.readers {
        Readers::Thread(thread) => thread.reach(instrument, &acting) > Reach::Nothing,
        Readers::Organisation(own) => person.is_some_and(|it| it.organisation == Some(*own)),
        Readers::Checks => instrument.permits(Operation::ReadCheck, acting.network, by),
    };
    let topic = Topic::Instrument(said.instrument);
    let seq = register.next_seq();
    may_hear
        .then_some(Change { seq, topic })
        .into_iter()
        .collect()
}

fn changes_of_entry(entry: &Entry) -> Vec<Change> {
    let about = match (&entry.fact, entry.instrument) {
        (Fact::HeadsAnchored { draft, .. } | Fact::TextImported { draft, .. }, Some(id)) => {
            vec![Topic::Draft(*draft), Topic::Instrument(id)]
        }
        (_, Some(id)) => vec![Topic::Instrument(id)],
        (Fact::GroupJoined { group, .. } | Fact::GroupLeft { group, .. }, None) => {
            vec![Topic::Group(*group), Topic::Network]
        }
        (_, None) => vec![Topic::Network],
    };
    let seq = entry.seq + 1;
    about
        .into_iter()
        .chain([Topic::Record])
        .map(|topic| Change { seq, topic })
        .collect()
}
