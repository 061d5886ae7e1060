//! Reading entries by who, for whom, about what and when, a page at a time.

use domain::id::{ClauseId, DelegateId, InstrumentId, OrganisationId};
use domain::time::Timestamp;

use super::entries::EntryRow;
use super::{StoreError, StoredEntry, Tx, on_conn};

/// What entries to look for; an absent part does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryFilter {
    /// Only entries of this instrument.
    pub instrument_id: Option<InstrumentId>,
    /// Only acts of this delegate.
    pub actor_id: Option<DelegateId>,
    /// Only acts for this organisation.
    pub organisation_id: Option<OrganisationId>,
    /// Only entries about this clause.
    pub clause_id: Option<ClauseId>,
    /// Only facts whose type begins with this.
    pub type_prefix: Option<String>,
    /// Only entries at or after this instant.
    pub from: Option<Timestamp>,
    /// Only entries before this instant.
    pub until: Option<Timestamp>,
}

/// Which part of the matching entries to read, and in what order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The first entries after a sequence number, oldest first.
    Oldest {
        /// The last sequence number already seen.
        after: Option<i64>,
        /// How many entries at most.
        limit: u32,
    },
    /// The last entries before a sequence number, newest first.
    Newest {
        /// The last sequence number already seen.
        before: Option<i64>,
        /// How many entries at most.
        limit: u32,
    },
}

/// Writes the statement once for each index that can lead and each order.
macro_rules! entries_where {
    ($lead:literal, $order:literal) => {
        concat!(
            "SELECT seq, at, type, instrument_id, actor_id, organisation_id, bytes FROM entries
             WHERE ",
            $lead,
            " AND ($1 IS NULL OR instrument_id = $1)
              AND ($2 IS NULL OR actor_id = $2)
              AND ($3 IS NULL OR organisation_id = $3)
              AND ($4 IS NULL OR EXISTS (SELECT 1 FROM entry_clauses
                      WHERE entry_clauses.clause_id = $4 AND entry_clauses.seq = entries.seq))
              AND substr(type, 1, length($5)) = $5
              AND at >= $6 AND at < $7 AND seq > $8 AND seq < $9
            ORDER BY seq ",
            $order,
            " LIMIT $10"
        )
    };
}

/// Chooses the statement whose leading condition an index answers best.
macro_rules! statement_for {
    ($filter:expr, $order:literal) => {
        if $filter.clause_id.is_some() {
            entries_where!(
                "seq IN (SELECT seq FROM entry_clauses WHERE clause_id = $4)",
                $order
            )
        } else if $filter.actor_id.is_some() {
            entries_where!("actor_id = $2", $order)
        } else if $filter.organisation_id.is_some() {
            entries_where!("organisation_id = $3", $order)
        } else if $filter.instrument_id.is_some() {
            entries_where!("instrument_id = $1", $order)
        } else {
            entries_where!("seq >= 0", $order)
        }
    };
}

impl Tx {
    /// Returns a page of the entries that a filter lets through.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn entries(
        &mut self,
        filter: &EntryFilter,
        page: Page,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let (statement, after, before, limit) = match page {
            Page::Oldest { after, limit } => (
                statement_for!(filter, "ASC"),
                after.unwrap_or(-1),
                i64::MAX,
                limit,
            ),
            Page::Newest { before, limit } => (
                statement_for!(filter, "DESC"),
                -1,
                before.unwrap_or(i64::MAX),
                limit,
            ),
        };
        let rows: Vec<EntryRow> = on_conn!(self, conn => sqlx::query_as(statement)
            .bind(filter.instrument_id.map(InstrumentId::as_uuid))
            .bind(filter.actor_id.map(DelegateId::as_uuid))
            .bind(filter.organisation_id.map(OrganisationId::as_uuid))
            .bind(filter.clause_id.map(ClauseId::as_uuid))
            .bind(filter.type_prefix.as_deref().unwrap_or_default())
            .bind(filter.from.map_or(i64::MIN, Timestamp::as_micros))
            .bind(filter.until.map_or(i64::MAX, Timestamp::as_micros))
            .bind(after).bind(before).bind(i64::from(limit))
            .fetch_all(conn).await)?;
        rows.into_iter().map(StoredEntry::try_from).collect()
    }
}
