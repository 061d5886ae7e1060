//! One thing that happened to a clause, with everything the record says of it.

use domain::id::ClauseId;
use domain::instrument::{Deadline, Instrument, Turn};
use domain::record::{Entry, Fact, ProcedureFact};
use domain::time::Timestamp;

use super::super::change::Change;
use super::super::desk::Desk;
use super::kinds::kind;
use super::wordings::{Authors, Brought};
use crate::i18n::Markup;
use crate::live::Hub;
use crate::web::page::Page;
use crate::web::problem::Problem;
use crate::web::record::{actor, may_read, organisation, sentence};

/// One thing that happened.
pub(crate) struct Event {
    /// The entry; none for what time alone brought, and for what the draft alone knows.
    pub(crate) seq: Option<u64>,
    /// When it happened.
    pub(crate) at: Timestamp,
    /// The kind's stable name.
    pub(crate) kind: &'static str,
    /// Who acted.
    pub(crate) who: Option<Markup>,
    /// The organisation acted for.
    pub(crate) organisation: Option<Markup>,
    /// What happened, in words.
    pub(crate) sentence: Markup,
    /// The words beside the entry, each with what it is; none where they are erased or withheld.
    pub(crate) words: Vec<(&'static str, Option<String>)>,
    /// The wording that came with it.
    pub(crate) brought: Option<BroughtView>,
    /// The agreement that there has been since, where it changed.
    pub(crate) level: Option<LevelView>,
}

/// The wording that came with it.
pub(crate) struct BroughtView {
    /// Its hash; none where the clause goes.
    pub(crate) hash: Option<String>,
    /// What it changes; none where words were erased.
    pub(crate) change: Option<Change>,
    /// Who brought the words that were new in it.
    pub(crate) authors: Authors,
}

/// The agreement that there has been since.
pub(crate) struct LevelView {
    /// None where the clause left the table.
    pub(crate) level: Option<&'static str>,
    /// The level with firm positions alone, where it differs.
    pub(crate) firm_level: Option<&'static str>,
}

/// Whose events are told.
#[derive(Clone, Copy)]
pub(super) struct Telling<'a> {
    pub(super) hub: &'a Hub,
    pub(super) page: &'a Page,
    pub(super) desk: &'a Desk,
    pub(super) instrument: &'a Instrument,
    pub(super) clause: ClauseId,
}

impl LevelView {
    /// Shows what there has been since a turn.
    pub(super) fn of(turn: &Turn) -> Self {
        let verdict = turn.verdict.as_ref();
        Self {
            level: verdict.map(|it| it.level.as_str()),
            firm_level: verdict
                .filter(|it| it.firm_level != it.level)
                .map(|it| it.firm_level.as_str()),
        }
    }
}

impl Telling<'_> {
    /// Tells an entry.
    ///
    /// # Errors
    ///
    /// * internal if the draft cannot be read.
    pub(super) async fn entry(&self, entry: &Entry) -> Result<Event, Problem> {
        Ok(Event {
            seq: Some(entry.seq),
            at: entry.at,
            kind: kind(&entry.fact),
            who: Some(actor(self.page, self.desk, entry.actor)),
            organisation: entry.organisation.map(|id| organisation(self.desk, id)),
            sentence: sentence(self.page, self.desk, entry),
            words: words(self.desk, entry),
            brought: self.brought(entry).await?,
            level: None,
        })
    }

    async fn brought(&self, entry: &Entry) -> Result<Option<BroughtView>, Problem> {
        let found = Brought::by(self.page, self.instrument, self.clause, entry);
        let Some(brought) = found else {
            return Ok(None);
        };
        let place = (self.instrument, self.clause);
        let authors = match brought.revision {
            Some(revision) => Authors::of(self.hub, self.desk, place, revision).await?,
            None => Authors::default(),
        };
        Ok(Some(BroughtView {
            hash: brought.hash.map(|hash| hash.to_string()),
            change: brought.change,
            authors,
        }))
    }
}

/// Returns the words beside an entry that are about a text and not one, each with what it is.
pub(super) fn words(desk: &Desk, entry: &Entry) -> Vec<(&'static str, Option<String>)> {
    let wordings = entry.fact.wordings();
    let named = entry.fact.named_contents().into_iter();
    named
        .filter(|(_, place)| !wordings.contains(place))
        .map(|(name, place)| {
            let words = entry.words(place);
            let may_read = may_read(desk, entry, place.index());
            let words = words.as_str().filter(|_| may_read).map(str::to_owned);
            (name, words)
        })
        .collect()
}

/// Reports whether an entry that concerns its instrument as a whole concerns a clause.
pub(super) fn concerns(instrument: &Instrument, clause: ClauseId, fact: &Fact) -> bool {
    use ProcedureFact as F;
    let Fact::Procedure(fact) = fact else {
        return !matches!(
            fact,
            Fact::ClausesTabled { .. } | Fact::HeadsAnchored { .. } | Fact::ActorsBound { .. }
        );
    };
    if let F::DeadlinePassed {
        of: Deadline::Designation { clause: of, .. } | Deadline::Editorial { clause: of, .. },
        ..
    } = fact
    {
        return *of == clause;
    }
    let call = match fact {
        F::CallExtended { call, .. }
        | F::CallCompleted { call }
        | F::CallWithdrawn { call, .. }
        | F::NoticeOpened { call }
        | F::ConsultationHeld { call, .. }
        | F::StatementAttached {
            call, clause: None, ..
        }
        | F::DeadlinePassed {
            of: Deadline::Call { call },
            ..
        } => instrument.call(*call),
        _ => None,
    };
    call.is_none_or(|call| call.clauses.contains(&clause))
}
