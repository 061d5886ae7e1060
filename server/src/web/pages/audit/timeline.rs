//! How a clause came about, from the first draft on: every wording with who wrote it, and every act.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use domain::id::{ClauseId, InstrumentId, OrganisationId};
use domain::instrument::{Cause, Course, Instrument, Landmark, Turn};
use domain::record::{Actor, AuditScope, Entry, Fact};
use domain::time::Timestamp;

use super::super::desk::Desk;
use super::super::text::clause_called;
use super::event::{Event, LevelView, Telling, concerns};
use super::kinds::{KINDS, kind};
use crate::i18n::Markup;
use crate::live;
use crate::state::AppState;
use crate::web::page::{Crumb, Page, Shown};
use crate::web::problem::Problem;
use crate::web::record::{actor, organisation};
use crate::workflow;

/// How many events a page has.
const ON_PAGE: usize = 200;
/// How long before or after its change an import is recorded at most, in microseconds.
const IMPORT_WITHIN: i64 = 60_000_000;

#[derive(Template)]
#[template(path = "audit_timeline.html")]
struct TimelinePage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    /// The address of the audit of the instrument.
    href: String,
    /// The address of the clause.
    clause_href: String,
    clause: String,
    name: String,
    kinds: Vec<(&'static str, bool)>,
    is_narrowed: bool,
    events: Vec<Event>,
    all: usize,
    earlier: Option<String>,
    later: Option<String>,
}

/// What part of the timeline is shown.
#[derive(Debug, Default)]
struct Wish {
    /// The kinds chosen; all of them where none is.
    kinds: BTreeSet<&'static str>,
    /// How many events are skipped.
    skip: usize,
}

/// Shows the timeline of a clause.
pub(super) async fn timeline(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, clause)): Path<(InstrumentId, ClauseId)>,
    RawQuery(query): RawQuery,
) -> Result<Shown, Problem> {
    let instrument = super::opened(&app, &desk, id, AuditScope::Timeline).await?;
    let wish = Wish::read(query.as_deref().unwrap_or_default());
    let telling = Telling {
        hub: &app.hub,
        page: &page,
        desk: &desk,
        instrument,
        clause,
    };
    let found = Found::read(&telling).await?;
    let places = found.places(&wish);
    let shown = places.iter().skip(wish.skip).take(ON_PAGE);
    let mut events = Vec::new();
    for place in shown {
        events.push(found.tell(&telling, place).await?);
    }
    let name = clause_called(&page, instrument, Some(clause));
    let clause_href = format!("/instruments/{id}/clauses/{clause}");
    let mut crumbs = super::crumbs(&page, instrument);
    crumbs.push(Crumb::new(clause_href.clone(), &name));
    let href = format!("/instruments/{id}/audit");
    let at = |skip: usize| format!("{href}/clauses/{clause}?{}", wish.at(skip));
    let end = wish.skip.saturating_add(ON_PAGE);
    page.show(&TimelinePage {
        p: &page,
        crumbs,
        clause_href,
        clause: clause.to_string(),
        name,
        kinds: KINDS
            .iter()
            .map(|kind| (*kind, wish.kinds.contains(kind)))
            .collect(),
        is_narrowed: !wish.kinds.is_empty(),
        events,
        all: places.len(),
        earlier: (wish.skip > 0).then(|| at(wish.skip.saturating_sub(ON_PAGE))),
        later: (end < places.len()).then(|| at(end)),
        href,
    })
}

/// Tells how a clause came about, the first event first, and notes that it was read.
///
/// # Errors
///
/// * forbidden unless the person oversees the record;
/// * not found if there is no such clause;
/// * internal if the record cannot be read or written.
pub(crate) async fn told_of(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    (id, clause): (InstrumentId, ClauseId),
) -> Result<Vec<Event>, Problem> {
    let instrument = super::opened(app, desk, id, AuditScope::Timeline).await?;
    let telling = Telling {
        hub: &app.hub,
        page,
        desk,
        instrument,
        clause,
    };
    let found = Found::read(&telling).await?;
    found.tell_all(&telling).await
}

impl Wish {
    fn read(query: &str) -> Self {
        let mut wish = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "kind" => wish.kinds.extend(KINDS.iter().find(|kind| **kind == value)),
                "skip" => wish.skip = value.parse().unwrap_or_default(),
                _ => {}
            }
        }
        wish
    }

    fn wants(&self, kind: &'static str) -> bool {
        self.kinds.is_empty() || self.kinds.contains(kind)
    }

    fn at(&self, skip: usize) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for kind in &self.kinds {
            query.append_pair("kind", kind);
        }
        query.append_pair("skip", &skip.to_string()).finish()
    }
}

/// Everything that the record and the draft know of a clause.
pub(super) struct Found {
    appearance: Option<live::Appearance>,
    entries: Vec<Entry>,
    turns: Vec<Turn>,
}

/// Where an event stands in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Appearance,
    Entry(usize),
    Turn(usize),
}

impl Found {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// * not found if nobody ever heard of the clause;
    /// * internal if the record or the draft cannot be read.
    pub(super) async fn read(telling: &Telling<'_>) -> Result<Self, Problem> {
        let Telling {
            hub,
            instrument,
            clause,
            ..
        } = *telling;
        let course = hub.office().course(instrument.id).await?;
        let appearance = live::appearance(hub, instrument.id, clause).await?;
        let entries = entries(telling, course.as_deref(), appearance).await?;
        let turns = course.map_or_else(Vec::new, |it| it.turns(clause).to_vec());
        if appearance.is_none() && turns.is_empty() && entries.is_empty() {
            return Err(Problem::not_found());
        }
        Ok(Self {
            appearance,
            entries,
            turns,
        })
    }

    /// Tells all of it, the first event first.
    ///
    /// # Errors
    ///
    /// * internal if the draft cannot be read.
    pub(super) async fn tell_all(&self, telling: &Telling<'_>) -> Result<Vec<Event>, Problem> {
        let mut events = Vec::new();
        for place in self.places(&Wish::default()) {
            events.push(self.tell(telling, &place).await?);
        }
        Ok(events)
    }

    fn places(&self, wish: &Wish) -> Vec<Place> {
        let mut places: Vec<(Timestamp, Place)> = Vec::new();
        let draft = self.appearance.filter(|_| wish.wants("draft"));
        places.extend(draft.map(|it| (it.at, Place::Appearance)));
        let levels: BTreeSet<u64> = (self.turns.iter())
            .filter_map(|turn| match turn.cause {
                Cause::Entry(seq) => Some(seq),
                Cause::Terms { .. } => None,
            })
            .collect();
        for (place, entry) in self.entries.iter().enumerate() {
            let turns = wish.wants("level") && levels.contains(&entry.seq);
            if turns || wish.wants(kind(&entry.fact)) {
                places.push((entry.at, Place::Entry(place)));
            }
        }
        for (place, turn) in self.turns.iter().enumerate() {
            if matches!(turn.cause, Cause::Terms { .. }) && wish.wants("level") {
                places.push((turn.at, Place::Turn(place)));
            }
        }
        places.sort_unstable();
        places.into_iter().map(|(_, place)| place).collect()
    }

    async fn tell(&self, telling: &Telling<'_>, place: &Place) -> Result<Event, Problem> {
        match *place {
            Place::Appearance => Ok(self.appeared(telling)),
            Place::Turn(place) => Ok(passed(telling, &self.turns[place])),
            Place::Entry(place) => {
                let entry = &self.entries[place];
                let turn = self.turns.iter();
                let turn = turn
                    .rev()
                    .find(|turn| turn.cause == Cause::Entry(entry.seq));
                Ok(Event {
                    level: turn.map(LevelView::of),
                    ..telling.entry(entry).await?
                })
            }
        }
    }

    fn appeared(&self, telling: &Telling<'_>) -> Event {
        let Telling { page, desk, .. } = *telling;
        let by = self.appearance.map(|it| it.by);
        let who = by.map(|by| actor(page, desk, Actor::Delegate(by)));
        let acts_for = by.and_then(|by| desk.network().delegate(by)?.organisation);
        let sentence = page
            .t("audit-appeared")
            .arg("who", who.clone().unwrap_or_default());
        Event {
            seq: None,
            at: self.appearance.map_or(Timestamp::MIN, |it| it.at),
            kind: "draft",
            organisation: acts_for.map(|id| organisation(desk, id)),
            who,
            sentence: sentence.html(),
            words: Vec::new(),
            brought: None,
            level: None,
        }
    }
}

/// Tells a turn that time alone brought.
fn passed(telling: &Telling<'_>, turn: &Turn) -> Event {
    let Telling { page, desk, .. } = *telling;
    let say = |key: &'static str, ids: &[OrganisationId]| {
        let names: Vec<&str> = (ids.iter())
            .map(|id| desk.network().short_name(*id))
            .collect();
        let names = page.list(&names);
        (!ids.is_empty()).then(|| page.t(key).arg("who", names).to_string())
    };
    let said = match &turn.cause {
        Cause::Terms { began, ended, .. } => {
            [say("course-began", began), say("course-ended", ended)]
        }
        Cause::Entry(_) => [None, None],
    };
    let said: Vec<String> = said.into_iter().flatten().collect();
    Event {
        seq: None,
        at: turn.at,
        kind: "level",
        who: None,
        organisation: None,
        sentence: Markup::text(&said.join(" ")),
        words: Vec::new(),
        brought: None,
        level: Some(LevelView::of(turn)),
    }
}

/// Reads the entries that concern a clause, the first one first.
async fn entries(
    telling: &Telling<'_>,
    course: Option<&Course>,
    appearance: Option<live::Appearance>,
) -> Result<Vec<Entry>, Problem> {
    let Telling {
        hub,
        instrument,
        clause,
        ..
    } = *telling;
    let landmarks = course.map_or(&[][..], Course::landmarks);
    let concerning = landmarks.iter().filter(|it| it.concerns(clause));
    let mut seqs: BTreeSet<u64> = concerning.map(|it| it.seq).collect();
    seqs.extend(workflow::entries_about(hub.office(), instrument.id, clause).await?);
    let first = tabled_first(instrument, clause);
    let near = |at: Timestamp| appearance.is_some_and(|it| within(at, it.at));
    let imports = landmarks.iter().filter(|it| near(it.at));
    seqs.extend(imports.map(|it: &Landmark| it.seq));
    let seqs: Vec<u64> = seqs.into_iter().collect();
    let mut entries: BTreeMap<u64, Entry> = BTreeMap::new();
    for entry in hub.office().entries_at(&seqs).await? {
        let is_import = matches!(entry.fact, Fact::TextImported { .. });
        // What was decided of the whole before the clause was there did not concern it.
        let is_of_clause = entry.fact.clauses().contains(&clause);
        let is_later = first.is_none_or(|first| entry.seq >= first);
        let is_wanted = if is_import {
            near(entry.at)
        } else {
            concerns(instrument, clause, &entry.fact)
                && (is_later || is_of_clause || !entry.fact.amendments().is_empty())
        };
        if is_wanted {
            entries.insert(entry.seq, entry);
        }
    }
    Ok(entries.into_values().collect())
}

fn within(one: Timestamp, other: Timestamp) -> bool {
    one.as_micros().abs_diff(other.as_micros()) <= IMPORT_WITHIN.unsigned_abs()
}

/// Returns the entry of the first revision that has a clause.
fn tabled_first(instrument: &Instrument, clause: ClauseId) -> Option<u64> {
    let mut revisions = instrument.revisions().iter();
    let first = revisions.find(|revision| revision.clause(clause).is_some());
    first.map(|revision| revision.seq)
}
