//! Approvals of new keys of organisations that lost their own, until there are enough of them.
//!
//! The record has them once it has the recovery; before, they are only collected.

use domain::id::{DelegateId, OrganisationId};
use domain::record::KeyApproval;
use domain::signing::{PublicKey, SignedStatement};
use domain::time::Timestamp;

use super::row::instant;
use super::{StoreError, Tx, on_conn};

/// An approval that waits for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingApproval {
    /// The organisation that approves, with its signed statement.
    pub approval: KeyApproval,
    /// The head of delegation who signed.
    pub by: DelegateId,
    /// When.
    pub at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct ApprovalRow {
    approving_id: uuid::Uuid,
    delegate_id: uuid::Uuid,
    protected: String,
    payload: String,
    signature: String,
    approved_at: i64,
}

impl TryFrom<ApprovalRow> for WaitingApproval {
    type Error = StoreError;

    fn try_from(row: ApprovalRow) -> Result<Self, StoreError> {
        Ok(Self {
            at: instant(row.approved_at, "key_approvals", &row.approving_id)?,
            by: DelegateId::from_uuid(row.delegate_id),
            approval: KeyApproval {
                organisation: OrganisationId::from_uuid(row.approving_id),
                signed: SignedStatement {
                    protected: row.protected,
                    payload: row.payload,
                    signature: row.signature,
                },
            },
        })
    }
}

impl Tx {
    /// Returns the approvals of an organisation's new key, the first one first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn key_approvals(
        &mut self,
        organisation: OrganisationId,
        key: PublicKey,
    ) -> Result<Vec<WaitingApproval>, StoreError> {
        let rows: Vec<ApprovalRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT approving_id, delegate_id, protected, payload, signature, approved_at
               FROM key_approvals WHERE organisation_id = $1 AND public_key = $2
              ORDER BY approved_at, approving_id")
            .bind(organisation.as_uuid()).bind(key.as_bytes().to_vec())
            .fetch_all(conn).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// Keeps an approval, in place of an earlier one of the same organisation.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn keep_key_approval(
        &mut self,
        organisation: OrganisationId,
        key: PublicKey,
        given: &WaitingApproval,
    ) -> Result<(), StoreError> {
        let signed = &given.approval.signed;
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO key_approvals (organisation_id, public_key, approving_id, delegate_id,
                                        protected, payload, signature, approved_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (organisation_id, public_key, approving_id) DO UPDATE
                SET delegate_id = excluded.delegate_id, protected = excluded.protected,
                    payload = excluded.payload, signature = excluded.signature,
                    approved_at = excluded.approved_at")
            .bind(organisation.as_uuid()).bind(key.as_bytes().to_vec())
            .bind(given.approval.organisation.as_uuid()).bind(given.by.as_uuid())
            .bind(&signed.protected).bind(&signed.payload).bind(&signed.signature)
            .bind(given.at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Forgets the approvals of an organisation's new keys; returns how many there were.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn forget_key_approvals(
        &mut self,
        organisation: OrganisationId,
    ) -> Result<u64, StoreError> {
        Ok(on_conn!(self, conn => sqlx::query(
            "DELETE FROM key_approvals WHERE organisation_id = $1")
            .bind(organisation.as_uuid())
            .execute(conn).await.map(|done| done.rows_affected()))?)
    }
}
