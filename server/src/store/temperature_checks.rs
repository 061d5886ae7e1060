//! Temperature checks and what was answered.
//!
//! Beside the record: nothing of them is official or counted.

use domain::deliberation::{
    CheckClosed, CheckReply, CheckedClause, Respondents, Temperature, TemperatureCheck,
};
use domain::id::{CheckId, ClauseId, DelegateId, InstrumentId, OrganisationId};
use domain::text::WordingHash;
use domain::time::Timestamp;
use domain::words::{Name, Remark};
use uuid::Uuid;

use super::row::{array, inconsistent, instant};
use super::{StoreError, Tx, on_conn};

const TABLE: &str = "temperature_checks";

#[derive(sqlx::FromRow)]
struct CheckRow {
    id: Uuid,
    instrument_id: Uuid,
    question: Option<String>,
    respondents: String,
    opened_by: Uuid,
    opened_at: i64,
    closes_at: i64,
    closed_by: Option<Uuid>,
    closed_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct ClauseRow {
    clause_id: Uuid,
    number: String,
    text_hash: Vec<u8>,
    wording: String,
}

#[derive(sqlx::FromRow)]
struct ReplyRow {
    clause_id: Uuid,
    delegate_id: Uuid,
    organisation_id: Option<Uuid>,
    step: String,
    note: Option<String>,
    answered_at: i64,
}

/// Writes a statement that reads temperature checks without their clauses.
macro_rules! checks_where {
    ($rest:literal) => {
        concat!(
            "SELECT id, instrument_id, question, respondents, opened_by, opened_at, closes_at,
                    closed_by, closed_at
               FROM temperature_checks ",
            $rest
        )
    };
}

impl TryFrom<CheckRow> for TemperatureCheck {
    type Error = StoreError;

    fn try_from(row: CheckRow) -> Result<Self, StoreError> {
        let id = row.id;
        let wrong = || inconsistent(TABLE, &id);
        let closed = match (row.closed_by, row.closed_at) {
            (Some(by), Some(at)) => Some(CheckClosed {
                by: DelegateId::from_uuid(by),
                at: instant(at, TABLE, &id)?,
            }),
            _ => None,
        };
        Ok(Self {
            id: CheckId::from_uuid(id),
            instrument: InstrumentId::from_uuid(row.instrument_id),
            question: (row.question.map(TryInto::try_into).transpose()).map_err(|_| wrong())?,
            respondents: Respondents::from_name(&row.respondents).ok_or_else(wrong)?,
            clauses: Vec::new(),
            opened_by: DelegateId::from_uuid(row.opened_by),
            opened_at: instant(row.opened_at, TABLE, &id)?,
            closes_at: instant(row.closes_at, TABLE, &id)?,
            closed,
        })
    }
}

impl TryFrom<ClauseRow> for CheckedClause {
    type Error = StoreError;

    fn try_from(row: ClauseRow) -> Result<Self, StoreError> {
        let table = "temperature_check_clauses";
        let id = row.clause_id;
        let wording = serde_json::from_str(&row.wording);
        Ok(Self {
            id: ClauseId::from_uuid(id),
            number: row.number,
            hash: WordingHash::from_bytes(array(row.text_hash, table, &id)?),
            wording: wording.map_err(|_| inconsistent(table, &id))?,
        })
    }
}

impl TryFrom<ReplyRow> for CheckReply {
    type Error = StoreError;

    fn try_from(row: ReplyRow) -> Result<Self, StoreError> {
        let table = "temperature_answers";
        let wrong = || inconsistent(table, &row.clause_id);
        Ok(Self {
            clause: ClauseId::from_uuid(row.clause_id),
            by: DelegateId::from_uuid(row.delegate_id),
            organisation: row.organisation_id.map(OrganisationId::from_uuid),
            temperature: Temperature::from_name(&row.step).ok_or_else(wrong)?,
            remark: (row.note.map(TryInto::try_into).transpose()).map_err(|_| wrong())?,
            at: instant(row.answered_at, table, &row.clause_id)?,
        })
    }
}

impl Tx {
    /// Stores a new temperature check with its clauses.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Conflict`] if there is one of that name;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_check(&mut self, check: &TemperatureCheck) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO temperature_checks
                (id, instrument_id, question, respondents, opened_by, opened_at, closes_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(check.id.as_uuid()).bind(check.instrument.as_uuid())
            .bind(check.question.as_ref().map(Name::as_str))
            .bind(check.respondents.as_str()).bind(check.opened_by.as_uuid())
            .bind(check.opened_at.as_micros()).bind(check.closes_at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        for (place, clause) in (0_i64..).zip(&check.clauses) {
            let wording = serde_json::to_string(&clause.wording);
            let wording = wording.map_err(|_| inconsistent(TABLE, &check.id))?;
            on_conn!(self, conn => sqlx::query(
                "INSERT INTO temperature_check_clauses
                    (check_id, clause_id, place, number, text_hash, wording)
                 VALUES ($1, $2, $3, $4, $5, $6)")
                .bind(check.id.as_uuid()).bind(clause.id.as_uuid()).bind(place)
                .bind(&clause.number).bind(&clause.hash.as_bytes()[..]).bind(wording)
                .execute(conn).await.map(|_| ()))?;
        }
        Ok(())
    }

    /// Returns a temperature check.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn check(&mut self, id: CheckId) -> Result<Option<TemperatureCheck>, StoreError> {
        let row: Option<CheckRow> = on_conn!(self, conn => sqlx::query_as(
            checks_where!("WHERE id = $1"))
            .bind(id.as_uuid()).fetch_optional(conn).await)?;
        match row {
            Some(row) => Ok(self.with_clauses(vec![row]).await?.pop()),
            None => Ok(None),
        }
    }

    /// Returns the last temperature checks of an instrument, the last opened first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn checks_of(
        &mut self,
        instrument: InstrumentId,
        limit: u32,
    ) -> Result<Vec<TemperatureCheck>, StoreError> {
        let rows: Vec<CheckRow> = on_conn!(self, conn => sqlx::query_as(
            checks_where!("WHERE instrument_id = $1 ORDER BY opened_at DESC, id DESC LIMIT $2"))
            .bind(instrument.as_uuid()).bind(i64::from(limit)).fetch_all(conn).await)?;
        self.with_clauses(rows).await
    }

    /// Returns the temperature checks of all instruments opened since an instant, the first
    /// opened first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn checks_since(
        &mut self,
        since: Timestamp,
    ) -> Result<Vec<TemperatureCheck>, StoreError> {
        let rows: Vec<CheckRow> = on_conn!(self, conn => sqlx::query_as(
            checks_where!("WHERE opened_at >= $1 ORDER BY opened_at, id"))
            .bind(since.as_micros()).fetch_all(conn).await)?;
        self.with_clauses(rows).await
    }

    async fn with_clauses(
        &mut self,
        rows: Vec<CheckRow>,
    ) -> Result<Vec<TemperatureCheck>, StoreError> {
        let mut checks = Vec::new();
        for row in rows {
            let clauses: Vec<ClauseRow> = on_conn!(self, conn => sqlx::query_as(
                "SELECT clause_id, number, text_hash, wording
                   FROM temperature_check_clauses WHERE check_id = $1 ORDER BY place")
                .bind(row.id).fetch_all(conn).await)?;
            let clauses: Result<_, _> = clauses.into_iter().map(CheckedClause::try_from).collect();
            checks.push(TemperatureCheck {
                clauses: clauses?,
                ..row.try_into()?
            });
        }
        Ok(checks)
    }

    /// Closes a temperature check; returns how many that changed (0 or 1).
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn close_check(
        &mut self,
        id: CheckId,
        closed: &CheckClosed,
    ) -> Result<u64, StoreError> {
        Ok(on_conn!(self, conn => sqlx::query(
            "UPDATE temperature_checks SET closed_by = $2, closed_at = $3
              WHERE id = $1 AND closed_by IS NULL")
            .bind(id.as_uuid()).bind(closed.by.as_uuid()).bind(closed.at.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?)
    }

    /// Stores an answer, in the place of the respondent's answer before.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if the check is not about the clause;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn put_reply(
        &mut self,
        check: &TemperatureCheck,
        reply: &CheckReply,
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO temperature_answers
                (check_id, clause_id, respondent_id, delegate_id, organisation_id, step, note,
                 answered_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (check_id, clause_id, respondent_id) DO UPDATE
                SET delegate_id = excluded.delegate_id, step = excluded.step,
                    organisation_id = excluded.organisation_id, note = excluded.note,
                    answered_at = excluded.answered_at")
            .bind(check.id.as_uuid()).bind(reply.clause.as_uuid())
            .bind(check.respondent(reply)).bind(reply.by.as_uuid())
            .bind(reply.organisation.map(OrganisationId::as_uuid))
            .bind(reply.temperature.as_str())
            .bind(reply.remark.as_ref().map(Remark::as_str)).bind(reply.at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Returns what was answered to a temperature check, the first answer first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn replies_to(&mut self, id: CheckId) -> Result<Vec<CheckReply>, StoreError> {
        let rows: Vec<ReplyRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT clause_id, delegate_id, organisation_id, step, note, answered_at
               FROM temperature_answers WHERE check_id = $1
              ORDER BY answered_at, respondent_id")
            .bind(id.as_uuid()).fetch_all(conn).await)?;
        rows.into_iter().map(CheckReply::try_from).collect()
    }
}
