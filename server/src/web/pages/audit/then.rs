//! The record as it was at a moment, and the entries that concern an instrument.

use domain::consensus::Evaluation;
use domain::id::{ClauseId, InstrumentId, OrganisationId};
use domain::instrument::{Instrument, Landmark, Revision};
use domain::register::Register;
use domain::text::Outline;
use domain::time::Timestamp;

use crate::state::AppState;
use crate::web::problem::Problem;

/// The record as it was at a moment.
#[derive(Debug)]
pub(crate) struct Then {
    /// The last entry that there was.
    pub(crate) seq: u64,
    /// When it was made.
    pub(crate) at: Timestamp,
    /// What the record said.
    pub(crate) register: Register,
}

impl Then {
    /// Goes back to an entry.
    ///
    /// # Errors
    ///
    /// * not found if there is no such entry yet;
    /// * internal if the record cannot be read.
    pub(crate) async fn read(app: &AppState, seq: u64) -> Result<Self, Problem> {
        let register = app.office.register_at(seq).await?;
        let register = register.ok_or_else(Problem::not_found)?;
        let at = register.last_at().ok_or_else(Problem::not_found)?;
        Ok(Self { seq, at, register })
    }

    /// Returns an instrument; none before it was opened.
    pub(crate) fn instrument(&self, id: InstrumentId) -> Option<&Instrument> {
        self.register.instrument(id).ok().map(AsRef::as_ref)
    }

    /// Returns the revision that was on the table.
    pub(crate) fn table(&self, id: InstrumentId) -> Option<&Revision> {
        self.instrument(id)?.current().map(AsRef::as_ref)
    }

    /// Returns how much agreement there was on a clause; none where it was not asked for.
    pub(crate) fn evaluation(
        &self,
        id: InstrumentId,
        clause: ClauseId,
    ) -> Option<Evaluation<OrganisationId>> {
        let network = self.register.network();
        self.instrument(id)?.evaluation(clause, network, self.at)
    }

    /// Returns the text that was on the table; an empty one where there was none.
    pub(crate) fn outline(&self, now: &Instrument) -> Outline {
        let then = self.instrument(now.id);
        let table = then.and_then(Instrument::current);
        table.map_or_else(
            || Outline {
                title: then.unwrap_or(now).title().or_mark().to_owned(),
                language: now.language.clone(),
                clauses: Vec::new(),
            },
            |table| table.outline(),
        )
    }
}

/// Returns the entries that concern an instrument, or one of its clauses.
///
/// # Errors
///
/// * not found if there is no such instrument;
/// * internal if the record cannot be read.
pub(crate) async fn landmarks(
    app: &AppState,
    id: InstrumentId,
    clause: Option<ClauseId>,
) -> Result<Vec<u64>, Problem> {
    let course = app.office.course(id).await?;
    let course = course.ok_or_else(Problem::not_found)?;
    let concerns = |it: &&Landmark| clause.is_none_or(|clause| it.concerns(clause));
    let landmarks = course.landmarks().iter().filter(concerns);
    Ok(landmarks.map(|it| it.seq).collect())
}

/// Returns the landmarks after the earlier of two entries, until the later one.
pub(crate) fn between(landmarks: &[u64], (one, other): (u64, u64)) -> Vec<u64> {
    let is_between = |seq: &&u64| (one.min(other) + 1..=one.max(other)).contains(*seq);
    landmarks.iter().filter(is_between).copied().collect()
}
