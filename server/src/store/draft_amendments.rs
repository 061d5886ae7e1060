//! Amendments in preparation, and the organisations that take part.
//!
//! Private, and therefore not in the record.

use domain::id::{AmendmentId, DelegateId, DraftId, InstrumentId, OrganisationId};
use domain::instrument::{
    DraftAmendment, DraftClosed, DraftOrigin, DraftOutcome, DraftSponsor, DraftSponsorState,
};
use domain::time::Timestamp;
use uuid::Uuid;

use super::row::{inconsistent, instant};
use super::{StoreError, Tx, on_conn};

#[derive(sqlx::FromRow)]
struct DraftAmendmentRow {
    draft_id: Uuid,
    instrument_id: Uuid,
    amendment_id: Uuid,
    epoch: i64,
    organisation_id: Uuid,
    title: String,
    revision: i64,
    base: String,
    amends: Option<Uuid>,
    revises: Option<Uuid>,
    revises_text: Option<i64>,
    opened_by: Uuid,
    opened_at: i64,
    outcome: Option<String>,
    successor: Option<Uuid>,
    closed_by: Option<Uuid>,
    closed_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct SponsorRow {
    draft_id: Uuid,
    organisation_id: Uuid,
    state: String,
    changed_by: Uuid,
    changed_at: i64,
}

impl TryFrom<DraftAmendmentRow> for DraftAmendment {
    type Error = StoreError;

    fn try_from(row: DraftAmendmentRow) -> Result<Self, StoreError> {
        let id = row.draft_id;
        let wrong = || inconsistent("draft_amendments", &id);
        let number = |value: i64| u32::try_from(value).map_err(|_| wrong());
        let origin = match (row.amends, row.revises, row.revises_text) {
            (None, None, None) => DraftOrigin::Table,
            (Some(amends), None, None) => DraftOrigin::Amends(AmendmentId::from_uuid(amends)),
            (None, Some(revises), Some(text)) => {
                DraftOrigin::Revises(AmendmentId::from_uuid(revises), number(text)?)
            }
            _ => return Err(wrong()),
        };
        let outcome = match (row.outcome.as_deref(), row.successor) {
            (None, None) => None,
            (Some("tabled"), None) => Some(DraftOutcome::Tabled),
            (Some("discarded"), None) => Some(DraftOutcome::Discarded),
            (Some("carried"), Some(to)) => Some(DraftOutcome::Carried(DraftId::from_uuid(to))),
            _ => return Err(wrong()),
        };
        let closed = match (outcome, row.closed_by, row.closed_at) {
            (None, None, None) => None,
            (Some(outcome), Some(by), Some(at)) => Some(DraftClosed {
                outcome,
                by: DelegateId::from_uuid(by),
                at: instant(at, "draft_amendments", &id)?,
            }),
            _ => return Err(wrong()),
        };
        Ok(Self {
            draft: DraftId::from_uuid(id),
            instrument: InstrumentId::from_uuid(row.instrument_id),
            amendment: AmendmentId::from_uuid(row.amendment_id),
            epoch: row.epoch,
            organisation: OrganisationId::from_uuid(row.organisation_id),
            title: row.title.try_into().map_err(|_| wrong())?,
            revision: number(row.revision)?,
            base: row.base.split_whitespace().map(str::to_owned).collect(),
            origin,
            opened_by: DelegateId::from_uuid(row.opened_by),
            opened_at: instant(row.opened_at, "draft_amendments", &id)?,
            sponsors: Vec::new(),
            closed,
        })
    }
}

impl TryFrom<SponsorRow> for DraftSponsor {
    type Error = StoreError;

    fn try_from(row: SponsorRow) -> Result<Self, StoreError> {
        let table = "draft_amendment_sponsors";
        let state = DraftSponsorState::from_name(&row.state);
        Ok(Self {
            organisation: OrganisationId::from_uuid(row.organisation_id),
            state: state.ok_or_else(|| inconsistent(table, &row.draft_id))?,
            by: DelegateId::from_uuid(row.changed_by),
            at: instant(row.changed_at, table, &row.draft_id)?,
        })
    }
}

impl Tx {
    /// Stores a new amendment in preparation, whose draft is stored already, with those invited.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Conflict`] if the draft has one already;
    /// * [`StoreError::Constraint`] if the draft is unknown;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_draft_amendment(
        &mut self,
        draft: &DraftAmendment,
    ) -> Result<(), StoreError> {
        let (amends, revises, text) = match draft.origin {
            DraftOrigin::Table => (None, None, None),
            DraftOrigin::Amends(id) => (Some(id.as_uuid()), None, None),
            DraftOrigin::Revises(id, text) => (None, Some(id.as_uuid()), Some(i64::from(text))),
        };
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO draft_amendments
                (draft_id, organisation_id, title, revision, base, amends, revises, revises_text,
                 opened_by, opened_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
            .bind(draft.draft.as_uuid()).bind(draft.organisation.as_uuid())
            .bind(draft.title.as_str()).bind(i64::from(draft.revision))
            .bind(draft.base.join(" ")).bind(amends).bind(revises).bind(text)
            .bind(draft.opened_by.as_uuid()).bind(draft.opened_at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        for sponsor in &draft.sponsors {
            self.put_draft_sponsor(draft.draft, sponsor).await?;
        }
        Ok(())
    }

    /// Stores what has become of an organisation's invitation, in the place of what was stored.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if the draft is no amendment in preparation;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn put_draft_sponsor(
        &mut self,
        draft: DraftId,
        sponsor: &DraftSponsor,
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO draft_amendment_sponsors
                (draft_id, organisation_id, state, changed_by, changed_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (draft_id, organisation_id) DO UPDATE
                SET state = excluded.state, changed_by = excluded.changed_by,
                    changed_at = excluded.changed_at")
            .bind(draft.as_uuid()).bind(sponsor.organisation.as_uuid())
            .bind(sponsor.state.as_str()).bind(sponsor.by.as_uuid())
            .bind(sponsor.at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Ends an amendment in preparation; returns how many that changed (0 or 1).
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if it is to go on in a draft that is unknown;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn close_draft_amendment(
        &mut self,
        draft: DraftId,
        closed: &DraftClosed,
    ) -> Result<u64, StoreError> {
        let successor = match closed.outcome {
            DraftOutcome::Carried(to) => Some(to.as_uuid()),
            DraftOutcome::Tabled | DraftOutcome::Discarded => None,
        };
        Ok(on_conn!(self, conn => sqlx::query(
            "UPDATE draft_amendments
                SET outcome = $2, successor = $3, closed_by = $4, closed_at = $5
              WHERE draft_id = $1 AND outcome IS NULL")
            .bind(draft.as_uuid()).bind(closed.outcome.as_str()).bind(successor)
            .bind(closed.by.as_uuid()).bind(closed.at.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?)
    }

    /// Returns the amendment in preparation that a draft is, if it is one.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn draft_amendment(
        &mut self,
        draft: DraftId,
    ) -> Result<Option<DraftAmendment>, StoreError> {
        let row: Option<DraftAmendmentRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT prepared.draft_id, drafts.instrument_id, drafts.amendment_id, drafts.epoch,
                    prepared.organisation_id, prepared.title, prepared.revision, prepared.base,
                    prepared.amends, prepared.revises, prepared.revises_text,
                    prepared.opened_by, prepared.opened_at, prepared.outcome,
                    prepared.successor, prepared.closed_by, prepared.closed_at
               FROM draft_amendments AS prepared JOIN drafts ON drafts.id = prepared.draft_id
              WHERE prepared.draft_id = $1 AND drafts.amendment_id IS NOT NULL")
            .bind(draft.as_uuid()).fetch_optional(conn).await)?;
        let Some(row) = row else {
            return Ok(None);
        };
        let mut found = DraftAmendment::try_from(row)?;
        let rows: Vec<SponsorRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT draft_id, organisation_id, state, changed_by, changed_at
               FROM draft_amendment_sponsors WHERE draft_id = $1
              ORDER BY changed_at, organisation_id")
            .bind(draft.as_uuid()).fetch_all(conn).await)?;
        found.sponsors = (rows.into_iter())
            .map(DraftSponsor::try_from)
            .collect::<Result<_, _>>()?;
        Ok(Some(found))
    }

    /// Returns the open amendments in preparation of an instrument, the first opened first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn open_draft_amendments(
        &mut self,
        instrument: InstrumentId,
    ) -> Result<Vec<DraftAmendment>, StoreError> {
        let rows: Vec<DraftAmendmentRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT prepared.draft_id, drafts.instrument_id, drafts.amendment_id, drafts.epoch,
                    prepared.organisation_id, prepared.title, prepared.revision, prepared.base,
                    prepared.amends, prepared.revises, prepared.revises_text,
                    prepared.opened_by, prepared.opened_at, prepared.outcome,
                    prepared.successor, prepared.closed_by, prepared.closed_at
               FROM drafts JOIN draft_amendments AS prepared ON prepared.draft_id = drafts.id
              WHERE drafts.instrument_id = $1 AND drafts.amendment_id IS NOT NULL
                AND prepared.outcome IS NULL
              ORDER BY prepared.opened_at, prepared.draft_id")
            .bind(instrument.as_uuid()).fetch_all(conn).await)?;
        let mut found: Vec<DraftAmendment> = (rows.into_iter())
            .map(DraftAmendment::try_from)
            .collect::<Result<_, _>>()?;
        let rows: Vec<SponsorRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT sponsors.draft_id, sponsors.organisation_id, sponsors.state,
                    sponsors.changed_by, sponsors.changed_at
               FROM drafts
               JOIN draft_amendments AS prepared ON prepared.draft_id = drafts.id
               JOIN draft_amendment_sponsors AS sponsors ON sponsors.draft_id = drafts.id
              WHERE drafts.instrument_id = $1 AND drafts.amendment_id IS NOT NULL
                AND prepared.outcome IS NULL
              ORDER BY sponsors.changed_at, sponsors.organisation_id")
            .bind(instrument.as_uuid()).fetch_all(conn).await)?;
        for row in rows {
            let draft = DraftId::from_uuid(row.draft_id);
            if let Some(of) = found.iter_mut().find(|it| it.draft == draft) {
                of.sponsors.push(row.try_into()?);
            }
        }
        Ok(found)
    }

    /// Counts the amendments in preparation that an organisation opened for an instrument, without
    /// those tabled or carried on, and those given up before `since`.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn count_draft_amendments(
        &mut self,
        instrument: InstrumentId,
        organisation: OrganisationId,
        since: Timestamp,
    ) -> Result<usize, StoreError> {
        let count: i64 = on_conn!(self, conn => sqlx::query_scalar(
            "SELECT count(*)
               FROM drafts JOIN draft_amendments AS prepared ON prepared.draft_id = drafts.id
              WHERE drafts.instrument_id = $1 AND drafts.amendment_id IS NOT NULL
                AND prepared.organisation_id = $2
                AND (prepared.outcome IS NULL
                     OR (prepared.outcome = 'discarded' AND prepared.closed_at >= $3))")
            .bind(instrument.as_uuid()).bind(organisation.as_uuid()).bind(since.as_micros())
            .fetch_one(conn).await)?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// Returns the draft that goes on in this one, if there is one.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn former_draft(&mut self, draft: DraftId) -> Result<Option<DraftId>, StoreError> {
        let former: Option<Uuid> = on_conn!(self, conn => sqlx::query_scalar(
            "SELECT draft_id FROM draft_amendments WHERE successor = $1")
            .bind(draft.as_uuid()).fetch_optional(conn).await)?;
        Ok(former.map(DraftId::from_uuid))
    }

    /// Returns the number that the next draft of an amendment gets.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn next_draft_epoch(&mut self, amendment: AmendmentId) -> Result<i64, StoreError> {
        Ok(on_conn!(self, conn => sqlx::query_scalar(
            "SELECT coalesce(max(epoch) + 1, 0) FROM drafts WHERE amendment_id = $1")
            .bind(amendment.as_uuid()).fetch_one(conn).await)?)
    }
}
