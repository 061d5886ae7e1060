//! How a clause came about: its wordings, the positions taken and the amendments proposed, the
//! latest first.

use domain::id::ClauseId;
use domain::instrument::{Amendment, Instrument, Position, Revision, RevisionClause};
use domain::network::Network;
use domain::time::Timestamp;

use crate::web::page::Page;
use crate::web::pages::change::Change;
use crate::web::pages::desk::Desk;
use crate::web::pages::status::tone;

/// Something that happened to a clause.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) seq: u64,
    pub(super) at: Timestamp,
    pub(super) what: What,
}

/// What happened.
#[derive(Debug)]
pub(super) enum What {
    /// A revision gave it a wording.
    Worded {
        revision: u32,
        hash: String,
        /// Whether it had a wording before.
        is_first: bool,
        /// What changed from the wording before; the whole text where there was none.
        change: Option<Change>,
    },
    /// A revision no longer has it.
    Removed { revision: u32 },
    /// A position was taken on it.
    Position {
        organisation: String,
        kind: &'static str,
        tone: &'static str,
        revision: u32,
    },
    /// An amendment to it was tabled.
    Proposed { amendment: AmendmentEvent },
    /// An amendment to it ended.
    Ended {
        amendment: AmendmentEvent,
        disposition: &'static str,
    },
}

/// An amendment as the history names it.
#[derive(Debug)]
pub(super) struct AmendmentEvent {
    pub(super) href: String,
    pub(super) number: u32,
    pub(super) kind: &'static str,
    pub(super) sponsor: String,
}

/// Tells the history of a clause, the latest first.
pub(super) fn history(
    page: &Page,
    desk: &Desk,
    instrument: &Instrument,
    clause: ClauseId,
) -> Vec<Event> {
    let network = desk.network();
    let mut events = wordings(page, instrument, clause);
    let positions = instrument.positions(clause).iter();
    events.extend(positions.map(|position| taken(network, position)));
    for amendment in instrument.amendments() {
        if amendment.change().clause() == clause {
            events.extend(amended(network, instrument, amendment));
        }
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.seq));
    events
}

fn wordings(page: &Page, instrument: &Instrument, id: ClauseId) -> Vec<Event> {
    let mut before: Option<&RevisionClause> = None;
    let mut events = Vec::new();
    for revision in instrument.revisions() {
        let now = revision.clause(id);
        let what = match (before, now) {
            (None, None) => None,
            (Some(_), None) => Some(What::Removed {
                revision: revision.number,
            }),
            (Some(before), Some(now)) if before.hash == now.hash => None,
            (before, Some(now)) => Some(worded(page, revision, before, now)),
        };
        events.extend(what.map(|what| Event {
            seq: revision.seq,
            at: revision.tabled_at,
            what,
        }));
        before = now;
    }
    events
}

fn worded(
    page: &Page,
    revision: &Revision,
    before: Option<&RevisionClause>,
    now: &RevisionClause,
) -> What {
    let language = revision.language_of(now);
    let change = now.wording().and_then(|wording| match before {
        None => Some(Change::appearing(page, wording, language)),
        Some(before) => Some(Change::between(page, before.wording()?, wording, language)),
    });
    What::Worded {
        revision: revision.number,
        hash: now.hash.to_string(),
        is_first: before.is_none(),
        change,
    }
}

fn taken(network: &Network, position: &Position) -> Event {
    Event {
        seq: position.seq,
        at: position.at,
        what: What::Position {
            organisation: network.short_name(position.organisation).to_owned(),
            kind: position.kind.as_str(),
            tone: tone(position.kind),
            revision: position.revision,
        },
    }
}

fn amended(network: &Network, instrument: &Instrument, amendment: &Amendment) -> Vec<Event> {
    let named = || AmendmentEvent {
        href: format!("/instruments/{}/amendments/{}", instrument.id, amendment.id),
        number: amendment.number,
        kind: amendment.change().kind(),
        sponsor: network.short_name(amendment.sponsor).to_owned(),
    };
    let tabled = Event {
        seq: amendment.texts()[0].seq,
        at: amendment.texts()[0].tabled_at,
        what: What::Proposed { amendment: named() },
    };
    let ended = amendment.disposition.as_ref().map(|disposition| {
        let what = What::Ended {
            amendment: named(),
            disposition: disposition.kind.as_str(),
        };
        Event {
            seq: disposition.seq,
            at: disposition.at,
            what,
        }
    });
    std::iter::once(tabled).chain(ended).collect()
}
