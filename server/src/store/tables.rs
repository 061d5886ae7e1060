//! Tables as rows of plain values, to carry a network from one database to another.
//!
//! The record is not among them: it is carried entry by entry, and what is
//! worked out from it is worked out again.

use std::fmt::Write as _;

use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

use super::row::inconsistent;
use super::{StoreError, Tx, on_conn};

/// A table that holds something the record does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The columns by which its rows are in order.
    order: &'static str,
}

impl Table {
    const fn new(name: &'static str, order: &'static str) -> Self {
        Self { name, order }
    }
}

/// Every table that is carried over, each after those it refers to.
pub const CARRIED: &[Table] = &[
    Table::new("drafts", "created_at, id"),
    Table::new("draft_actors", "draft_id, actor"),
    Table::new("draft_changes", "draft_id, position"),
    Table::new("draft_snapshots", "draft_id"),
    Table::new("accounts", "delegate_id"),
    Table::new("invitations", "id"),
    Table::new("read_marks", "delegate_id, instrument_id"),
    Table::new("preferences", "delegate_id"),
    Table::new("draft_amendments", "opened_at, draft_id"),
    Table::new("draft_amendment_sponsors", "draft_id, organisation_id"),
    Table::new("threads", "id"),
    Table::new("messages", "thread_id, number"),
    Table::new("mentions", "message_id, delegate_id"),
    Table::new("prepared_positions", "id"),
    Table::new("temperature_checks", "id"),
    Table::new("temperature_check_clauses", "check_id, place"),
    Table::new("temperature_answers", "check_id, clause_id, respondent_id"),
    Table::new("audit_filters", "created_at, id"),
    Table::new("notices_read", "delegate_id, line"),
    Table::new("notices_hidden", "delegate_id, kind"),
    Table::new("feed_addresses", "delegate_id"),
    Table::new("key_approvals", "organisation_id, public_key, approving_id"),
    Table::new("ledger_origin", "only_one"),
    Table::new("checkpoints", "size"),
    Table::new("cosignatures", "size, witness"),
];

/// The tables of the record, which are made again of its entries.
pub const OF_THE_RECORD: &[&str] = &["entries", "entry_clauses", "contents", "tree_nodes"];

/// The tables that end with the server: what lets somebody in, and answers kept for a repeated request.
pub const LEFT_BEHIND: &[&str] = &[
    "setup_links",
    "sessions",
    "refresh_families",
    "refresh_tokens",
    "signing_keys",
    "idempotency_keys",
];

/// The kind of values in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Integer,
    Text,
    Bytes,
    /// Sixteen bytes, of a type of their own in PostgreSQL.
    Uuid,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    kind: Kind,
}

/// A value in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// No value.
    Absent,
    /// A number, or an instant in microseconds.
    Integer(i64),
    /// Text.
    Text(String),
    /// Bytes or an identifier, in base64.
    Bytes {
        /// The bytes.
        #[serde(with = "in_base64")]
        base64: Vec<u8>,
    },
}

mod in_base64 {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        BASE64_STANDARD.decode(text).map_err(D::Error::custom)
    }
}

/// Reads the value at a place of a row of either database.
macro_rules! cell {
    ($row:expr, $place:expr, $kind:expr) => {
        match $kind {
            Kind::Integer => $row.try_get::<Option<i64>, _>($place)?.map(Cell::Integer),
            Kind::Text => $row.try_get::<Option<String>, _>($place)?.map(Cell::Text),
            Kind::Bytes => $row
                .try_get::<Option<Vec<u8>>, _>($place)?
                .map(|base64| Cell::Bytes { base64 }),
            Kind::Uuid => $row
                .try_get::<Option<Uuid>, _>($place)?
                .map(|id| Cell::Bytes {
                    base64: id.as_bytes().to_vec(),
                }),
        }
        .unwrap_or(Cell::Absent)
    };
}

#[derive(sqlx::FromRow)]
struct ColumnRow {
    name: String,
    kind: String,
}

impl Tx {
    /// Returns the columns of a table, in order.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a column is of a type that no migration of ours makes;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn columns(&mut self, table: Table) -> Result<Vec<Column>, StoreError> {
        let rows: Vec<ColumnRow> = match self {
            Self::Sqlite(tx) => {
                sqlx::query_as("SELECT name, type AS kind FROM pragma_table_info($1) ORDER BY cid")
                    .bind(table.name)
                    .fetch_all(&mut **tx)
                    .await?
            }
            Self::Postgres(tx) => {
                sqlx::query_as(
                    "SELECT column_name::text AS name, data_type::text AS kind
                       FROM information_schema.columns
                      WHERE table_schema = current_schema() AND table_name = $1
                      ORDER BY ordinal_position",
                )
                .bind(table.name)
                .fetch_all(&mut **tx)
                .await?
            }
        };
        let column = |row: ColumnRow| {
            let kind = match row.kind.to_ascii_lowercase().as_str() {
                "integer" | "bigint" => Kind::Integer,
                "text" => Kind::Text,
                "blob" | "bytea" => Kind::Bytes,
                "uuid" => Kind::Uuid,
                _ => return Err(inconsistent(table.name, &row.name)),
            };
            Ok(Column {
                name: row.name,
                kind,
            })
        };
        rows.into_iter().map(column).collect()
    }

    /// Gives each row of a table, in its order.
    ///
    /// # Errors
    ///
    /// * as `take` says;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn each_row<E: From<StoreError>>(
        &mut self,
        table: Table,
        columns: &[Column],
        mut take: impl FnMut(Vec<Cell>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "SELECT {} FROM {} ORDER BY {}",
            listed(columns),
            table.name,
            table.order
        );
        // The names are those of our own migrations, never of an input.
        let sql = AssertSqlSafe(sql);
        on_conn!(self, conn => {
            let mut rows = sqlx::query(sql).fetch(conn);
            while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
                let mut cells = Vec::with_capacity(columns.len());
                for (place, column) in columns.iter().enumerate() {
                    cells.push(cell_of(|| Ok(cell!(row, place, column.kind)))?);
                }
                take(cells)?;
            }
            Ok(())
        })
    }

    /// Adds a row to a table, with the values of `columns` in order.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a value is not of its column's kind;
    /// * [`StoreError::Conflict`] or [`StoreError::Constraint`] if the schema refuses it;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn insert_row(
        &mut self,
        table: Table,
        columns: &[Column],
        row: Vec<Cell>,
    ) -> Result<(), StoreError> {
        let places: Vec<_> = (1..=columns.len()).map(|n| format!("${n}")).collect();
        let sql = AssertSqlSafe(format!(
            "INSERT INTO {} ({}) VALUES ({})",
            table.name,
            listed(columns),
            places.join(", ")
        ));
        on_conn!(self, conn => {
            let mut query = sqlx::query(sql);
            for (column, cell) in columns.iter().zip(row) {
                query = match (column.kind, cell) {
                    (Kind::Integer, Cell::Integer(value)) => query.bind(value),
                    (Kind::Text, Cell::Text(value)) => query.bind(value),
                    (Kind::Bytes, Cell::Bytes { base64 }) => query.bind(base64),
                    (Kind::Uuid, Cell::Bytes { base64 }) => {
                        let id = Uuid::from_slice(&base64);
                        query.bind(id.map_err(|_| inconsistent(table.name, &column.name))?)
                    }
                    (Kind::Integer, Cell::Absent) => query.bind(None::<i64>),
                    (Kind::Text, Cell::Absent) => query.bind(None::<String>),
                    (Kind::Bytes, Cell::Absent) => query.bind(None::<Vec<u8>>),
                    (Kind::Uuid, Cell::Absent) => query.bind(None::<Uuid>),
                    _ => return Err(inconsistent(table.name, &column.name)),
                };
            }
            query.execute(conn).await?;
            Ok(())
        })
    }
}

/// Gives a name to the error of reading a cell.
fn cell_of(read: impl FnOnce() -> Result<Cell, sqlx::Error>) -> Result<Cell, StoreError> {
    Ok(read()?)
}

fn listed(columns: &[Column]) -> String {
    let mut list = String::new();
    for (place, column) in columns.iter().enumerate() {
        let comma = if place == 0 { "" } else { ", " };
        write!(list, "{comma}\"{}\"", column.name).expect("a string takes everything");
    }
    list
}
