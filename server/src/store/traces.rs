//! Taking what was erased out of the database's own files.

use std::time::Duration;

use sqlx::PgConnection;

use super::{Store, StoreError};

/// How long those who read an older state are waited for.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it is looked whether they have ended.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Rewrites tables of PostgreSQL, one statement each, so that no dead row is left in its file.
const REWRITE: [&str; 18] = [
    "VACUUM (FULL, ANALYZE) contents",
    "VACUUM (FULL, ANALYZE) accounts",
    "VACUUM (FULL, ANALYZE) invitations",
    "VACUUM (FULL, ANALYZE) sessions",
    "VACUUM (FULL, ANALYZE) refresh_families",
    "VACUUM (FULL, ANALYZE) refresh_tokens",
    "VACUUM (FULL, ANALYZE) idempotency_keys",
    "VACUUM (FULL, ANALYZE) preferences",
    "VACUUM (FULL, ANALYZE) threads",
    "VACUUM (FULL, ANALYZE) messages",
    "VACUUM (FULL, ANALYZE) mentions",
    "VACUUM (FULL, ANALYZE) prepared_positions",
    "VACUUM (FULL, ANALYZE) temperature_checks",
    "VACUUM (FULL, ANALYZE) temperature_answers",
    "VACUUM (FULL, ANALYZE) draft_amendments",
    "VACUUM (FULL, ANALYZE) feed_addresses",
    "VACUUM (FULL, ANALYZE) audit_filters",
    // What is known of the frequency of values quotes them; it has just been replaced.
    "VACUUM (FULL) pg_catalog.pg_statistic",
];

impl Store {
    /// Rewrites what was erased out of the database's own files; returns whether all of it is gone
    /// already: somebody who reads for long can keep an old state.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database does not answer.
    pub async fn leave_no_trace(&self) -> Result<bool, StoreError> {
        match self {
            Self::Sqlite { writer, .. } => {
                let mut connection = writer.acquire().await?;
                sqlx::query("VACUUM").execute(&mut *connection).await?;
                let checkpoint = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)");
                let (busy, _, _): (i64, i64, i64) = checkpoint.fetch_one(&mut *connection).await?;
                Ok(busy == 0)
            }
            Self::Postgres(pool) => rewrite(&mut *pool.acquire().await?).await,
        }
    }
}

async fn rewrite(connection: &mut PgConnection) -> Result<bool, StoreError> {
    // Rewriting a table keeps the rows that an older transaction may still read.
    let waiting = older_ones_have_ended(connection);
    let mut is_gone = match tokio::time::timeout(PATIENCE, waiting).await {
        Ok(ended) => ended.map(|()| true)?,
        Err(_) => false,
    };
    // Whoever reads goes first; the tables are locked while they are rewritten.
    sqlx::query("SET lock_timeout = '20s'")
        .execute(&mut *connection)
        .await?;
    for statement in REWRITE {
        let done = sqlx::query(statement).execute(&mut *connection).await;
        is_gone &= done.is_ok();
    }
    sqlx::query("RESET lock_timeout")
        .execute(&mut *connection)
        .await?;
    // Rewriting what is another's is passed over with a warning only.
    let owns = "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database
                 WHERE datname = current_database()";
    let owns: bool = sqlx::query_scalar(owns).fetch_one(connection).await?;
    Ok(is_gone && owns)
}

/// Waits until nothing is left that began before now and for which rewriting keeps dead rows:
/// transactions and replication of this database that read an older state, and, as they hold back
/// what a transaction of ours takes for the present, writing ones of every database of the server.
async fn older_ones_have_ended(connection: &mut PgConnection) -> Result<(), StoreError> {
    let next = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text";
    let next: String = sqlx::query_scalar(next).fetch_one(&mut *connection).await?;
    loop {
        let is_any: bool = sqlx::query_scalar(
            "SELECT pg_snapshot_xmin(pg_current_snapshot()) < $1::text::xid8
                 OR EXISTS (SELECT 1 FROM pg_stat_activity
                             WHERE (datname = current_database() OR datname IS NULL)
                               AND pid <> pg_backend_pid()
                               AND age(backend_xmin) > age($1::text::xid8::xid))
                 OR EXISTS (SELECT 1 FROM pg_replication_slots
                             WHERE age(xmin) > age($1::text::xid8::xid))",
        )
        .bind(&next)
        .fetch_one(&mut *connection)
        .await?;
        if !is_any {
            return Ok(());
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}
