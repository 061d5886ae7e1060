//! The filters of the audit that a person has named, to come back to.

use domain::id::{AuditFilterId, DelegateId};
use domain::time::Timestamp;
use uuid::Uuid;

use super::row::instant;
use super::{StoreError, Tx, on_conn};

/// A filter of the audit under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditFilter {
    /// The filter.
    pub id: AuditFilterId,
    /// What its owner calls it.
    pub name: String,
    /// The filter as the query of an address.
    pub query: String,
    /// When it was saved.
    pub created_at: Timestamp,
}

impl Tx {
    /// Returns the filters of a person, the first saved first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn audit_filters(
        &mut self,
        person: DelegateId,
    ) -> Result<Vec<AuditFilter>, StoreError> {
        let rows: Vec<(Uuid, String, String, i64)> = on_conn!(self, conn => sqlx::query_as(
            "SELECT id, name, query, created_at FROM audit_filters
              WHERE delegate_id = $1 ORDER BY created_at, id")
            .bind(person.as_uuid()).fetch_all(conn).await)?;
        rows.into_iter()
            .map(|(id, name, query, created_at)| {
                Ok(AuditFilter {
                    id: AuditFilterId::from_uuid(id),
                    name,
                    query,
                    created_at: instant(created_at, "audit_filters", &id)?,
                })
            })
            .collect()
    }

    /// Stores a person's new filter.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Conflict`] if there is one of that name;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_audit_filter(
        &mut self,
        person: DelegateId,
        filter: &AuditFilter,
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO audit_filters (id, delegate_id, name, query, created_at)
             VALUES ($1, $2, $3, $4, $5)")
            .bind(filter.id.as_uuid()).bind(person.as_uuid())
            .bind(&filter.name).bind(&filter.query).bind(filter.created_at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Gives a person's filter another name; returns how many that changed (0 or 1).
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn rename_audit_filter(
        &mut self,
        person: DelegateId,
        id: AuditFilterId,
        name: &str,
    ) -> Result<u64, StoreError> {
        Ok(on_conn!(self, conn => sqlx::query(
            "UPDATE audit_filters SET name = $3 WHERE delegate_id = $1 AND id = $2")
            .bind(person.as_uuid()).bind(id.as_uuid()).bind(name)
            .execute(conn).await.map(|done| done.rows_affected()))?)
    }

    /// Deletes a person's filter; returns how many that were (0 or 1).
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn delete_audit_filter(
        &mut self,
        person: DelegateId,
        id: AuditFilterId,
    ) -> Result<u64, StoreError> {
        Ok(on_conn!(self, conn => sqlx::query(
            "DELETE FROM audit_filters WHERE delegate_id = $1 AND id = $2")
            .bind(person.as_uuid()).bind(id.as_uuid())
            .execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
