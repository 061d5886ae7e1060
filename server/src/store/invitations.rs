//! Invitations to delegates, and the link that sets up an empty server.
//!
//! Only the hash of a link's token is stored.

use domain::id::{DelegateId, InvitationId};
use domain::time::Timestamp;
use uuid::Uuid;

use super::row::instant;
use super::{StoreError, Tx, on_conn};

/// A single-use link by which a delegate signs in for the first time, or anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Names the invitation.
    pub id: InvitationId,
    /// Who is invited.
    pub delegate_id: DelegateId,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it no longer works.
    pub expires_at: Timestamp,
    /// When it was used, if it was.
    pub used_at: Option<Timestamp>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
}

impl Invitation {
    /// Tells whether the link still works.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && self.revoked_at.is_none() && now < self.expires_at
    }
}

#[derive(sqlx::FromRow)]
struct InvitationRow {
    id: Uuid,
    delegate_id: Uuid,
    created_at: i64,
    expires_at: i64,
    used_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl TryFrom<InvitationRow> for Invitation {
    type Error = StoreError;

    fn try_from(row: InvitationRow) -> Result<Self, StoreError> {
        let at = |micros| instant(micros, "invitations", &row.id);
        Ok(Self {
            id: InvitationId::from_uuid(row.id),
            delegate_id: DelegateId::from_uuid(row.delegate_id),
            created_at: at(row.created_at)?,
            expires_at: at(row.expires_at)?,
            used_at: row.used_at.map(at).transpose()?,
            revoked_at: row.revoked_at.map(at).transpose()?,
        })
    }
}

impl Tx {
    /// Stores a new, unused invitation with the hash of its token.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Constraint`] if the delegate has no account;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_invitation(
        &mut self,
        invitation: &Invitation,
        token_hash: &[u8; 32],
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO invitations (id, token_hash, delegate_id, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5)")
            .bind(invitation.id.as_uuid()).bind(&token_hash[..])
            .bind(invitation.delegate_id.as_uuid())
            .bind(invitation.created_at.as_micros()).bind(invitation.expires_at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Returns the invitation whose token has this hash, open or not.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if the row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn invitation_by_token(
        &mut self,
        token_hash: &[u8; 32],
    ) -> Result<Option<Invitation>, StoreError> {
        let row: Option<InvitationRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT id, delegate_id, created_at, expires_at, used_at, revoked_at
               FROM invitations WHERE token_hash = $1")
            .bind(&token_hash[..]).fetch_optional(conn).await)?;
        row.map(Invitation::try_from).transpose()
    }

    /// Returns the invitations that can still be used at an instant, oldest first.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn open_invitations(
        &mut self,
        now: Timestamp,
    ) -> Result<Vec<Invitation>, StoreError> {
        let rows: Vec<InvitationRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT id, delegate_id, created_at, expires_at, used_at, revoked_at
               FROM invitations
              WHERE used_at IS NULL AND revoked_at IS NULL AND expires_at > $1
              ORDER BY created_at, id")
            .bind(now.as_micros()).fetch_all(conn).await)?;
        rows.into_iter().map(Invitation::try_from).collect()
    }

    /// Marks an invitation as used.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Stale`] if it is not open at `now`;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn use_invitation(
        &mut self,
        id: InvitationId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let changed = on_conn!(self, conn => sqlx::query(
            "UPDATE invitations SET used_at = $2
              WHERE id = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $2")
            .bind(id.as_uuid()).bind(now.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?;
        StoreError::unless_one(changed, "invitations", &id)
    }

    /// Revokes an invitation; returns whether it was unused and not revoked before.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn revoke_invitation(
        &mut self,
        id: InvitationId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let revoked = on_conn!(self, conn => sqlx::query(
            "UPDATE invitations SET revoked_at = $2
              WHERE id = $1 AND used_at IS NULL AND revoked_at IS NULL")
            .bind(id.as_uuid()).bind(now.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?;
        Ok(revoked == 1)
    }

    /// Revokes every unused invitation of a delegate; returns how many there were.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn revoke_invitations_of(
        &mut self,
        delegate_id: DelegateId,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        Ok(on_conn!(self, conn => sqlx::query(
            "UPDATE invitations SET revoked_at = $2
              WHERE delegate_id = $1 AND used_at IS NULL AND revoked_at IS NULL")
            .bind(delegate_id.as_uuid()).bind(now.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?)
    }

    /// Replaces the set-up link: earlier ones no longer work.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn replace_setup_link(
        &mut self,
        token_hash: &[u8; 32],
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query("DELETE FROM setup_links")
            .execute(conn).await.map(|_| ()))?;
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO setup_links (token_hash, expires_at) VALUES ($1, $2)")
            .bind(&token_hash[..]).bind(expires_at.as_micros())
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Tells whether a token opens the set-up page at an instant.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn is_setup_link(
        &mut self,
        token_hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let found: Option<i64> = on_conn!(self, conn => sqlx::query_scalar(
            "SELECT expires_at FROM setup_links WHERE token_hash = $1 AND expires_at > $2")
            .bind(&token_hash[..]).bind(now.as_micros()).fetch_optional(conn).await)?;
        Ok(found.is_some())
    }

    /// Removes the set-up link, so that it works once; returns whether it worked at `now`.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn use_setup_link(
        &mut self,
        token_hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let removed = on_conn!(self, conn => sqlx::query(
            "DELETE FROM setup_links WHERE token_hash = $1 AND expires_at > $2")
            .bind(&token_hash[..]).bind(now.as_micros())
            .execute(conn).await.map(|done| done.rows_affected()))?;
        Ok(removed == 1)
    }
}
