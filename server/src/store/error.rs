//! What can go wrong between a workflow and its database.

use std::fmt::Display;

use sqlx::error::ErrorKind;

/// A failure of the store. It ends the transaction it occurs in.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something with the same unique key is already stored.
    #[error("already stored: {0}")]
    Conflict(String),
    /// The row was changed or ended since it was read.
    #[error("{table} {id} was changed since it was read")]
    Stale {
        /// The table of the row.
        table: &'static str,
        /// The key of the row.
        id: String,
    },
    /// A rule of the schema or a trigger refuses the statement.
    #[error("refused by the database: {0}")]
    Constraint(String),
    /// A stored row does not convert to what it should hold.
    #[error("{table} {id} is inconsistent")]
    Inconsistent {
        /// The table of the row.
        table: &'static str,
        /// The key of the row.
        id: String,
    },
    /// The database could not be reached, or failed.
    #[error("database failure: {0}")]
    Database(#[source] sqlx::Error),
}

impl StoreError {
    /// Makes an error unless exactly one row was changed.
    pub(super) fn unless_one(
        changed: u64,
        table: &'static str,
        id: &dyn Display,
    ) -> Result<(), Self> {
        if changed == 1 {
            Ok(())
        } else {
            Err(Self::Stale {
                table,
                id: id.to_string(),
            })
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let Some(refusal) = error.as_database_error() else {
            return Self::Database(error);
        };
        match refusal.kind() {
            ErrorKind::UniqueViolation => Self::Conflict(refusal.message().to_owned()),
            ErrorKind::ForeignKeyViolation
            | ErrorKind::NotNullViolation
            | ErrorKind::CheckViolation => Self::Constraint(refusal.message().to_owned()),
            _ if refusal.code().as_deref().is_some_and(is_trigger) => {
                Self::Constraint(refusal.message().to_owned())
            }
            _ => Self::Database(error),
        }
    }
}

/// Tells the codes our triggers raise: `SQLITE_CONSTRAINT_TRIGGER`, and
/// PostgreSQL's `integrity_constraint_violation`.
fn is_trigger(code: &str) -> bool {
    matches!(code, "1811" | "23000")
}
