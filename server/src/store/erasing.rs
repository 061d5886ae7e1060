//! Erasing a person: everything that is theirs alone, and their name wherever people wrote it.

use domain::id::DelegateId;
use domain::mentioned::Names;
use futures_util::TryStreamExt;
use uuid::Uuid;

use super::{StoreError, Tx, on_conn};

/// A content that names somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamingContent {
    /// The sequence number of its entry.
    pub seq: i64,
    /// Its place in the `contents` of the entry, from 0.
    pub position: i64,
    /// The words.
    pub text: String,
}

/// Whose kept answer it is, its key, its headers and its body.
type KeptAnswerRow = (Uuid, String, Option<String>, Option<Vec<u8>>);

/// Deletes rows that are one person's alone, table by table.
macro_rules! delete_of {
    ($tx:expr, $person:expr, [$($table:literal),* $(,)?]) => {
        $(on_conn!($tx, conn => sqlx::query(
            concat!("DELETE FROM ", $table, " WHERE delegate_id = $1"))
            .bind($person.as_uuid())
            .execute(conn).await.map(|_| ()))?;)*
    };
}

/// Puts a mark in place of names in a column of free text; evaluates to how many texts had one.
macro_rules! replace_in {
    ($tx:expr, $names:expr, [$(($table:literal, $column:literal)),* $(,)?]) => {{
        let mut found = 0;
        $({
            let mut naming: Vec<String> = Vec::new();
            on_conn!($tx, conn => {
                let mut rows = sqlx::query_scalar(concat!(
                    "SELECT DISTINCT ", $column, " FROM ", $table,
                    " WHERE ", $column, " IS NOT NULL")).fetch(conn);
                while let Some(text) = rows.try_next().await? {
                    let text: String = text;
                    if $names.are_in(&text) {
                        naming.push(text);
                    }
                }
            });
            for text in naming {
                let replaced = $names.replaced(&text).unwrap_or_default();
                found += on_conn!($tx, conn => sqlx::query(concat!(
                    "UPDATE ", $table, " SET ", $column, " = $2 WHERE ", $column, " = $1"))
                    .bind(&text).bind(&replaced)
                    .execute(conn).await.map(|done| done.rows_affected()))?;
            }
        })*
        found
    }};
}

impl Tx {
    /// Deletes everything by which a person signs in, and what is theirs alone.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn erase_account(&mut self, person: DelegateId) -> Result<(), StoreError> {
        on_conn!(self, conn => sqlx::query(
            "DELETE FROM refresh_tokens WHERE family_id IN
                (SELECT id FROM refresh_families WHERE delegate_id = $1)")
            .bind(person.as_uuid())
            .execute(conn).await.map(|_| ()))?;
        delete_of!(
            self,
            person,
            [
                "refresh_families",
                "sessions",
                "invitations",
                "idempotency_keys",
                "read_marks",
                "preferences",
                "mentions",
                "notices_read",
                "notices_hidden",
                "feed_addresses",
                "audit_filters",
                "accounts",
            ]
        );
        Ok(())
    }

    /// Returns the contents that have one of these names in them, in order.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn contents_naming(
        &mut self,
        names: &Names,
    ) -> Result<Vec<NamingContent>, StoreError> {
        let mut naming = Vec::new();
        on_conn!(self, conn => {
            let mut rows = sqlx::query_as(
                "SELECT seq, position, bytes FROM contents
                  WHERE bytes IS NOT NULL ORDER BY seq, position").fetch(conn);
            while let Some(row) = rows.try_next().await? {
                let (seq, position, bytes): (i64, i64, Vec<u8>) = row;
                let text = String::from_utf8_lossy(&bytes);
                if names.are_in(&text) {
                    let text = text.into_owned();
                    naming.push(NamingContent { seq, position, text });
                }
            }
        });
        Ok(naming)
    }

    /// Puts a mark in place of these names wherever people wrote them beside the record; returns in
    /// how many places.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn replace_names(&mut self, names: &Names) -> Result<u64, StoreError> {
        let quotes = self.quotes_naming(names).await?;
        let answers = self.answers_naming(names).await?;
        let texts = replace_in!(
            self,
            names,
            [
                ("messages", "words"),
                ("prepared_positions", "reason"),
                ("prepared_positions", "remedy"),
                ("prepared_positions", "reservation"),
                ("prepared_positions", "passage"),
                ("prepared_positions", "answer"),
                ("temperature_checks", "question"),
                ("temperature_answers", "note"),
                ("draft_amendments", "title"),
                ("audit_filters", "name"),
                ("audit_filters", "query"),
            ]
        );
        Ok(texts + quotes + answers)
    }

    /// Takes quotes out of threads where they have a name in them.
    async fn quotes_naming(&mut self, names: &Names) -> Result<u64, StoreError> {
        let rows: Vec<(Uuid, String)> = on_conn!(self, conn => sqlx::query_as(
            "SELECT id, quote_before || quote || quote_after FROM threads
              WHERE quote IS NOT NULL")
            .fetch_all(conn).await)?;
        let mut found = 0;
        for (id, _) in rows.iter().filter(|(_, words)| names.are_in(words)) {
            found += on_conn!(self, conn => sqlx::query(
                "UPDATE threads SET quote = NULL, quote_before = NULL, quote_after = NULL,
                        quote_at = NULL, cursor_from = NULL, cursor_to = NULL
                  WHERE id = $1")
                .bind(id).execute(conn).await.map(|done| done.rows_affected()))?;
        }
        Ok(found)
    }

    /// Deletes answers kept for requests sent again where they have a name in them.
    async fn answers_naming(&mut self, names: &Names) -> Result<u64, StoreError> {
        let rows: Vec<KeptAnswerRow> = on_conn!(
            self, conn => sqlx::query_as(
                "SELECT delegate_id, key, headers, body FROM idempotency_keys")
                .fetch_all(conn).await)?;
        let mut found = 0;
        for (of, key, headers, body) in rows {
            let body = body.unwrap_or_default();
            let texts = [key.as_str(), headers.as_deref().unwrap_or_default()];
            let is_naming = texts.iter().any(|text| names.are_in(text))
                || names.are_in(&String::from_utf8_lossy(&body));
            if is_naming {
                found += on_conn!(self, conn => sqlx::query(
                    "DELETE FROM idempotency_keys WHERE delegate_id = $1 AND key = $2")
                    .bind(of).bind(&key)
                    .execute(conn).await.map(|done| done.rows_affected()))?;
            }
        }
        Ok(found)
    }
}
