//! What a delegate prefers, and how far they have read.

use domain::id::{DelegateId, InstrumentId};

use super::{StoreError, Tx, on_conn};

/// How a delegate wants the interface; an absent part follows the browser.
#[derive(Debug, Clone, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Preferences {
    /// The language of the interface, as a BCP 47 tag.
    pub language: Option<String>,
    /// The zone in which times are shown, by its IANA name.
    pub time_zone: Option<String>,
    /// The name of the colour scheme.
    pub theme: Option<String>,
}

impl Tx {
    /// Returns the preferences of a delegate; the default while there are none.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn preferences(&mut self, id: DelegateId) -> Result<Preferences, StoreError> {
        let row: Option<Preferences> = on_conn!(self, conn => sqlx::query_as(
            "SELECT language, time_zone, theme FROM preferences WHERE delegate_id = $1")
            .bind(id.as_uuid()).fetch_optional(conn).await)?;
        Ok(row.unwrap_or_default())
    }

    /// Replaces the preferences of a delegate.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if the delegate has no account;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn save_preferences(
        &mut self,
        id: DelegateId,
        preferences: &Preferences,
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO preferences (delegate_id, language, time_zone, theme)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (delegate_id) DO UPDATE
                SET language = excluded.language, time_zone = excluded.time_zone,
                    theme = excluded.theme")
            .bind(id.as_uuid()).bind(&preferences.language)
            .bind(&preferences.time_zone).bind(&preferences.theme)
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Returns the last entry of an instrument that a delegate has read, if any.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn read_mark(
        &mut self,
        id: DelegateId,
        instrument_id: InstrumentId,
    ) -> Result<Option<i64>, StoreError> {
        Ok(on_conn!(self, conn => sqlx::query_scalar(
            "SELECT seq FROM read_marks WHERE delegate_id = $1 AND instrument_id = $2")
            .bind(id.as_uuid()).bind(instrument_id.as_uuid())
            .fetch_optional(conn).await)?)
    }

    /// Notes that a delegate has read an instrument up to an entry; never goes back.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if the delegate has no account;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn mark_read(
        &mut self,
        id: DelegateId,
        instrument_id: InstrumentId,
        seq: i64,
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO read_marks (delegate_id, instrument_id, seq) VALUES ($1, $2, $3)
             ON CONFLICT (delegate_id, instrument_id) DO UPDATE SET seq = excluded.seq
              WHERE read_marks.seq < excluded.seq")
            .bind(id.as_uuid()).bind(instrument_id.as_uuid()).bind(seq)
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }
}
