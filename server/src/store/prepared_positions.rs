//! Positions prepared inside organisations.
//!
//! Private, and therefore not in the record.

use domain::api::PositionStatement;
use domain::consensus::{Mandate, PositionKind};
use domain::deliberation::{Prepared, PreparedAnswer, PreparedEnd};
use domain::id::{ClauseId, DelegateId, InstrumentId, OrganisationId, PreparationId};
use domain::text::WordingHash;
use domain::words::Statement;
use uuid::Uuid;

use super::row::{array, inconsistent, instant};
use super::{StoreError, Tx, on_conn};

const TABLE: &str = "prepared_positions";

#[derive(sqlx::FromRow)]
struct PreparedRow {
    id: Uuid,
    instrument_id: Uuid,
    clause_id: Uuid,
    organisation_id: Uuid,
    revision: i64,
    text_hash: Vec<u8>,
    kind: String,
    mandate: String,
    reason: Option<String>,
    remedy: Option<String>,
    reservation: Option<String>,
    passage: Option<String>,
    joins: Option<i64>,
    cures: String,
    prepared_by: Uuid,
    prepared_at: i64,
    version: i64,
    state: String,
    answer: Option<String>,
    entry_seq: Option<i64>,
    answered_by: Option<Uuid>,
    answered_at: Option<i64>,
}

/// Writes a statement that reads prepared positions.
macro_rules! prepared_where {
    ($rest:literal) => {
        concat!(
            "SELECT id, instrument_id, clause_id, organisation_id, revision, text_hash, kind,
                    mandate, reason, remedy, reservation, passage, joins, cures, prepared_by,
                    prepared_at, version, state, answer, entry_seq, answered_by, answered_at
               FROM prepared_positions ",
            $rest
        )
    };
}

impl TryFrom<PreparedRow> for Prepared {
    type Error = StoreError;

    fn try_from(row: PreparedRow) -> Result<Self, StoreError> {
        let id = row.id;
        let wrong = || inconsistent(TABLE, &id);
        let number = |value: i64| u32::try_from(value).map_err(|_| wrong());
        let words = |text: Option<String>| {
            let words: Result<Option<Statement>, _> = text.map(TryInto::try_into).transpose();
            words.map_err(|_| wrong())
        };
        let end = match (row.state.as_str(), row.answer, row.entry_seq) {
            ("open", None, None) => None,
            ("sent_back", Some(why), None) => {
                let why = why.try_into().map_err(|_| wrong())?;
                Some(PreparedEnd::SentBack(why))
            }
            ("submitted", None, Some(seq)) => {
                let seq = u64::try_from(seq).map_err(|_| wrong())?;
                Some(PreparedEnd::Submitted(seq))
            }
            ("withdrawn", None, None) => Some(PreparedEnd::Withdrawn),
            _ => return Err(wrong()),
        };
        let answer = match (end, row.answered_by, row.answered_at) {
            (None, None, None) => None,
            (Some(state), Some(by), Some(at)) => Some(PreparedAnswer {
                state,
                by: DelegateId::from_uuid(by),
                at: instant(at, TABLE, &id)?,
            }),
            _ => return Err(wrong()),
        };
        let statement = PositionStatement {
            revision: number(row.revision)?,
            text_hash: WordingHash::from_bytes(array(row.text_hash, TABLE, &id)?),
            kind: PositionKind::from_name(&row.kind).ok_or_else(wrong)?,
            mandate: Mandate::from_name(&row.mandate).ok_or_else(wrong)?,
            reason: words(row.reason)?,
            remedy: words(row.remedy)?,
            reservation: words(row.reservation)?,
            passage: words(row.passage)?,
            joins: (row.joins.map(u64::try_from).transpose()).map_err(|_| wrong())?,
            cures: serde_json::from_str(&row.cures).map_err(|_| wrong())?,
            // Nothing prepared is signed: whoever submits it signs it.
            signed: None,
        };
        Ok(Self {
            id: PreparationId::from_uuid(id),
            instrument: InstrumentId::from_uuid(row.instrument_id),
            clause: ClauseId::from_uuid(row.clause_id),
            organisation: OrganisationId::from_uuid(row.organisation_id),
            statement,
            by: DelegateId::from_uuid(row.prepared_by),
            at: instant(row.prepared_at, TABLE, &id)?,
            version: number(row.version)?,
            answer,
        })
    }
}

fn words(text: Option<&Statement>) -> Option<&str> {
    text.map(Statement::as_str)
}

/// Returns the place of the objection joined, as it is stored.
fn joins(said: &PositionStatement) -> Option<i64> {
    said.joins.and_then(|seq| i64::try_from(seq).ok())
}

/// Writes the amendments named as a cure as they are stored, a JSON array of names.
fn cures(said: &PositionStatement) -> String {
    let names = said.cures.iter().map(ToString::to_string);
    names.collect::<serde_json::Value>().to_string()
}

impl Tx {
    /// Stores a new prepared position.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Conflict`] if there is one of that name;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_prepared(&mut self, it: &Prepared) -> Result<(), StoreError> {
        let said = &it.statement;
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO prepared_positions
                (id, instrument_id, clause_id, organisation_id, revision, text_hash, kind,
                 mandate, reason, remedy, reservation, passage, joins, cures, prepared_by,
                 prepared_at, version, state)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                     'open')")
            .bind(it.id.as_uuid()).bind(it.instrument.as_uuid()).bind(it.clause.as_uuid())
            .bind(it.organisation.as_uuid()).bind(i64::from(said.revision))
            .bind(&said.text_hash.as_bytes()[..]).bind(said.kind.as_str())
            .bind(said.mandate.as_str()).bind(words(said.reason.as_ref()))
            .bind(words(said.remedy.as_ref())).bind(words(said.reservation.as_ref()))
            .bind(words(said.passage.as_ref())).bind(joins(said)).bind(cures(said))
            .bind(it.by.as_uuid()).bind(it.at.as_micros()).bind(i64::from(it.version))
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Stores a prepared position written anew, which follows the version before; returns how
    /// many that changed (0 or 1).
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn rewrite_prepared(&mut self, it: &Prepared) -> Result<u64, StoreError> {
        let said = &it.statement;
        Ok(on_conn!(self, conn => sqlx::query(
            "UPDATE prepared_positions
                SET revision = $2, text_hash = $3, kind = $4, mandate = $5, reason = $6,
                    remedy = $7, reservation = $8, passage = $9, joins = $10, cures = $11,
                    prepared_by = $12, prepared_at = $13, version = $14, state = 'open',
                    answer = NULL, answered_by = NULL, answered_at = NULL
              WHERE id = $1 AND version = $14 - 1 AND state IN ('open', 'sent_back')")
            .bind(it.id.as_uuid()).bind(i64::from(said.revision))
            .bind(&said.text_hash.as_bytes()[..]).bind(said.kind.as_str())
            .bind(said.mandate.as_str()).bind(words(said.reason.as_ref()))
            .bind(words(said.remedy.as_ref())).bind(words(said.reservation.as_ref()))
            .bind(words(said.passage.as_ref())).bind(joins(said)).bind(cures(said))
            .bind(it.by.as_uuid()).bind(it.at.as_micros()).bind(i64::from(it.version))
            .execute(conn).await.map(|done| done.rows_affected()))?)
    }

    /// Stores what became of a prepared position; returns how many that changed (0 or 1).
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn answer_prepared(
        &mut self,
        id: PreparationId,
        answer: &PreparedAnswer,
    ) -> Result<u64, StoreError> {
        let (state, why, seq) = match &answer.state {
            PreparedEnd::SentBack(why) => ("sent_back", Some(why.as_str()), None),
            PreparedEnd::Submitted(seq) => ("submitted", None, i64::try_from(*seq).ok()),
            PreparedEnd::Withdrawn => ("withdrawn", None, None),
        };
        Ok(on_conn!(self, conn => sqlx::query(
            "UPDATE prepared_positions
                SET state = $2, answer = $3, entry_seq = $4, answered_by = $5, answered_at = $6
              WHERE id = $1 AND (state = 'open' OR state = 'sent_back' AND $2 = 'withdrawn')")
            .bind(id.as_uuid()).bind(state).bind(why).bind(seq)
            .bind(answer.by.as_uuid()).bind(answer.at.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?)
    }

    /// Returns a prepared position.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn prepared(&mut self, id: PreparationId) -> Result<Option<Prepared>, StoreError> {
        let row: Option<PreparedRow> = on_conn!(self, conn => sqlx::query_as(
            prepared_where!("WHERE id = $1"))
            .bind(id.as_uuid()).fetch_optional(conn).await)?;
        row.map(Prepared::try_from).transpose()
    }

    /// Returns the last positions an organisation prepared on an instrument, the first one first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn prepared_of(
        &mut self,
        organisation: OrganisationId,
        instrument: InstrumentId,
        limit: u32,
    ) -> Result<Vec<Prepared>, StoreError> {
        let rows: Vec<PreparedRow> = on_conn!(self, conn => sqlx::query_as(
            prepared_where!("WHERE organisation_id = $1 AND instrument_id = $2
                             ORDER BY prepared_at DESC, id DESC LIMIT $3"))
            .bind(organisation.as_uuid()).bind(instrument.as_uuid()).bind(i64::from(limit))
            .fetch_all(conn).await)?;
        rows.into_iter().rev().map(Prepared::try_from).collect()
    }

    /// Counts the positions of an organisation on a clause that wait or were sent back.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn count_prepared(
        &mut self,
        organisation: OrganisationId,
        (instrument, clause): (InstrumentId, ClauseId),
    ) -> Result<usize, StoreError> {
        let count: i64 = on_conn!(self, conn => sqlx::query_scalar(
            "SELECT COUNT(*) FROM prepared_positions
              WHERE organisation_id = $1 AND instrument_id = $2 AND clause_id = $3
                AND state IN ('open', 'sent_back')")
            .bind(organisation.as_uuid()).bind(instrument.as_uuid()).bind(clause.as_uuid())
            .fetch_one(conn).await)?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }
}
