//! What is asked of an organisation: which clauses await a position of it.

use domain::id::{ClauseId, OrganisationId};
use domain::instrument::{Instrument, Position, RevisionClause};

use super::status::tone;

/// An organisation's own position on a clause.
#[derive(Debug, Clone)]
pub(crate) struct Own {
    /// The kind's stable name.
    pub(crate) kind: &'static str,
    /// Whether it speaks for the text: `good`, `warn`, `bad` or nothing.
    pub(crate) tone: &'static str,
    /// Whether it still awaits confirmation.
    pub(crate) is_ad_referendum: bool,
    /// Whether it is on an earlier wording.
    pub(crate) is_stale: bool,
}

/// Returns the clauses on the table that an organisation has never taken a position on.
pub(crate) fn unanswered(
    instrument: &Instrument,
    organisation: OrganisationId,
) -> Vec<&RevisionClause> {
    let clauses = instrument.current().map_or(&[][..], |table| &table.clauses);
    clauses
        .iter()
        .filter(|clause| clause.is_asked())
        .filter(|clause| instrument.position_of(organisation, clause.id).is_none())
        .collect()
}

/// Returns an organisation's position on a clause.
pub(crate) fn own(
    instrument: &Instrument,
    organisation: OrganisationId,
    clause: ClauseId,
) -> Option<Own> {
    let position = instrument.position_of(organisation, clause)?;
    Some(shown(position, instrument, clause))
}

fn shown(position: &Position, instrument: &Instrument, clause: ClauseId) -> Own {
    Own {
        kind: position.kind.as_str(),
        tone: tone(position.kind),
        is_ad_referendum: position.mandate_now() == domain::consensus::Mandate::AdReferendum,
        is_stale: instrument.is_stale(clause, position, instrument.tabled_hash(clause)),
    }
}
