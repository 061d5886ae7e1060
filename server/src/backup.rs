//! A whole network in one file, and back.
//!
//! A backup has the record first, entry by entry with the words beside it, then
//! every table that holds something the record does not. It is of neither
//! database: what was written from SQLite can be read into PostgreSQL.
//!
//! # Invariants
//!
//! * A backup is one state of the database, however many people write meanwhile.
//! * What can be worked out from the record is not taken from a backup: an entry
//!   is read by the rules and checked against its words before it is kept, and
//!   every checkpoint against the entries.
//! * Nothing that lets somebody in without a password is in a backup: sessions,
//!   tokens and links end with the server that gave them. The key of the log is
//!   not in it either; whoever restores an old state cannot sign it.

mod archive;
mod restoring;
mod sealed;
mod writing;

use std::io;

use serde::{Deserialize, Serialize};

pub use restoring::restore;
pub use writing::write;

use crate::store::StoreError;
use crate::workflow::WorkflowError;

/// The version of the format that is written and read.
const FORMAT: u32 = 1;
/// The name of the first part.
const LABEL: &str = "backup.json";
/// The folder of the record's parts.
const RECORD: &str = "record";
/// The folder of the tables' parts.
const TABLES: &str = "tables";

/// What a backup is of; its first part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    format: u32,
    /// The last migration of the database it was made of.
    schema: String,
    /// The number of entries of the record.
    pub entries: u64,
}

/// Why a backup cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file fails.
    #[error("the backup cannot be read or written: {0}")]
    File(#[from] io::Error),
    /// The file is no backup, or was changed or cut off.
    #[error("this is no whole backup: {0}")]
    Damaged(String),
    /// The backup was made by a later program.
    #[error(
        "the backup has the schema {0:?}, which this program does not know: restore it with the program that made it"
    )]
    Newer(String),
    /// There is a network already where the backup is to go.
    #[error("there is a network in that database already; a backup goes into an empty one")]
    NotEmpty,
    /// The record in the backup, or the database, is not as it must be.
    #[error(transparent)]
    Record(#[from] WorkflowError),
    /// The database fails or refuses a row.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BackupError {
    fn damaged(why: impl std::fmt::Display) -> Self {
        Self::Damaged(why.to_string())
    }
}
