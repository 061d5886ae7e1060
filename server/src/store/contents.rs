//! The contents of entries: the words that an entry only commits to.
//!
//! An erased content keeps its place and its commitment, so that the entry can
//! still be verified; its words and its salt are gone together.

use std::ops::RangeInclusive;

use domain::text::Wording;

use super::row::{array, inconsistent};
use super::{StoreError, Tx, on_conn};

/// A content to store with the entry that commits to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewContent {
    /// SHA-256 of the salt followed by the bytes.
    pub commitment: [u8; 32],
    /// The words and their salt; absent where a backup has only the place of erased ones.
    pub words: Option<Words>,
}

/// Words with the salt that hides them behind their commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Random bytes that keep short words from being guessed.
    pub salt: [u8; 32],
    /// The words.
    pub bytes: Vec<u8>,
}

/// A content as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredContent {
    /// The sequence number of its entry.
    pub seq: i64,
    /// Its place in the `contents` of the entry, from 0.
    pub position: i64,
    /// SHA-256 of the salt followed by the bytes.
    pub commitment: [u8; 32],
    /// The words, unless they were erased.
    pub words: Option<Words>,
}

#[derive(sqlx::FromRow)]
struct ContentRow {
    seq: i64,
    position: i64,
    commitment: Vec<u8>,
    salt: Option<Vec<u8>>,
    bytes: Option<Vec<u8>>,
}

impl TryFrom<ContentRow> for StoredContent {
    type Error = StoreError;

    fn try_from(row: ContentRow) -> Result<Self, StoreError> {
        let id = format!("{}/{}", row.seq, row.position);
        let words = match (row.salt, row.bytes) {
            (Some(salt), Some(bytes)) => Some(Words {
                salt: array(salt, "contents", &id)?,
                bytes,
            }),
            (None, None) => None,
            _ => return Err(inconsistent("contents", &id)),
        };
        Ok(Self {
            seq: row.seq,
            position: row.position,
            commitment: array(row.commitment, "contents", &id)?,
            words,
        })
    }
}

/// Returns the words of a content as people read them.
fn read(bytes: &[u8]) -> String {
    let wording: Option<Wording> = serde_json::from_slice(bytes).ok();
    wording.map_or_else(
        || String::from_utf8_lossy(bytes).into_owned(),
        |wording| wording.text.to_plain(),
    )
}

impl Tx {
    pub(super) async fn insert_content(
        &mut self,
        seq: i64,
        position: i64,
        content: &NewContent,
    ) -> Result<(), StoreError> {
        let words = content.words.as_ref();
        on_conn!(self, conn => sqlx::query(
            "INSERT INTO contents (seq, position, commitment, salt, bytes)
             VALUES ($1, $2, $3, $4, $5)")
            .bind(seq).bind(position).bind(&content.commitment[..])
            .bind(words.map(|words| &words.salt[..])).bind(words.map(|words| &words.bytes[..]))
            .execute(conn).await.map(|_| ()))?;
        Ok(())
    }

    /// Returns the contents of a range of entries, in order.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Inconsistent`] if a row does not convert;
    /// * [`StoreError::Database`] if the database fails.
    pub async fn contents(
        &mut self,
        seqs: RangeInclusive<i64>,
    ) -> Result<Vec<StoredContent>, StoreError> {
        let rows: Vec<ContentRow> = on_conn!(self, conn => sqlx::query_as(
            "SELECT seq, position, commitment, salt, bytes FROM contents
              WHERE seq BETWEEN $1 AND $2 ORDER BY seq, position")
            .bind(seqs.start()).bind(seqs.end())
            .fetch_all(conn).await)?;
        rows.into_iter().map(StoredContent::try_from).collect()
    }

    /// Erases the words of a content with their salt, and where threads quote them; returns
    /// whether there were any.
    ///
    /// # Errors
    ///
    /// * [`StoreError::Database`] if the database fails.
    pub async fn erase_content(&mut self, seq: i64, position: i64) -> Result<bool, StoreError> {
        let words: Option<Option<Vec<u8>>> = on_conn!(self, conn => sqlx::query_scalar(
            "SELECT bytes FROM contents WHERE seq = $1 AND position = $2")
            .bind(seq).bind(position).fetch_optional(conn).await)?;
        if let Some(words) = words.flatten() {
            self.forget_quotes(&read(&words)).await?;
        }
        let erased = on_conn!(self, conn => sqlx::query(
            "UPDATE contents SET salt = NULL, bytes = NULL
              WHERE seq = $1 AND position = $2 AND bytes IS NOT NULL")
            .bind(seq).bind(position)
            .execute(conn).await.map(|done| done.rows_affected()))?;
        Ok(erased == 1)
    }
}
