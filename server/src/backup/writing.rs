//! Making a backup of a database, while it is in use.

use std::io::Write;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};

use super::archive::Writer;
use super::{BackupError, FORMAT, LABEL, Label, RECORD, TABLES};
use crate::store::{CARRIED, MIGRATIONS, Store, Table, Tx, Words};
use crate::workflow::{Read, read_page};

/// The number of entries read at once.
const BATCH: u32 = 500;
/// The size in bytes after which a part of a table is closed.
const PART: usize = 8 << 20;

/// An entry of the record in a backup: its exact bytes, and the words beside it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) bytes: String,
    pub(super) contents: Vec<ContentLine>,
}

/// Words beside an entry, or the place where some were.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContentLine {
    /// The salt and the words, in base64; absent where they were erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) words: Option<[String; 2]>,
}

/// Writes one state of a database; `progress` hears what is being written.
///
/// # Errors
///
/// * [`BackupError::File`] if the file cannot be written;
/// * [`BackupError::Store`] if the database cannot be read.
pub async fn write<W: Write>(
    store: &Store,
    out: W,
    mut progress: impl FnMut(&str),
) -> Result<(Label, W), BackupError> {
    let mut tx = store.snapshot().await?;
    let mut archive = Writer::new(out);
    let label = label(&mut tx).await?;
    archive.add(LABEL, &json(&label))?;
    progress(&format!("record: {} entries", label.entries));
    write_record(&mut tx, &mut archive).await?;
    for table in CARRIED {
        progress(table.name);
        write_table(&mut tx, *table, &mut archive).await?;
    }
    Ok((label, archive.finish()?))
}

async fn label(tx: &mut Tx) -> Result<Label, BackupError> {
    let last = tx.head().await?.map(|head| head.seq);
    let newest = MIGRATIONS.last().map(|pair| pair.name.to_owned());
    Ok(Label {
        format: FORMAT,
        schema: newest.unwrap_or_default(),
        entries: last.map_or(0, |seq| seq.unsigned_abs() + 1),
    })
}

async fn write_record<W: Write>(tx: &mut Tx, archive: &mut Writer<W>) -> Result<(), BackupError> {
    let mut next = 0;
    loop {
        let page = read_page(tx, next, BATCH).await?;
        if page.is_empty() {
            return Ok(());
        }
        let name = format!("{RECORD}/{next:012}.ndjson");
        next += page.len() as u64;
        archive.add(&name, &record_part(page))?;
    }
}

fn record_part(page: Vec<Read>) -> Vec<u8> {
    let mut part = Vec::new();
    for (entry, contents) in page {
        let line = Line {
            bytes: BASE64_STANDARD.encode(&entry.bytes),
            contents: (contents.into_iter())
                .map(|it| content_line(it.words))
                .collect(),
        };
        part.extend(json(&line));
        part.push(b'\n');
    }
    part
}

fn content_line(words: Option<Words>) -> ContentLine {
    ContentLine {
        words: words.map(|Words { salt, bytes }| {
            [BASE64_STANDARD.encode(salt), BASE64_STANDARD.encode(bytes)]
        }),
    }
}

async fn write_table<W: Write>(
    tx: &mut Tx,
    table: Table,
    archive: &mut Writer<W>,
) -> Result<(), BackupError> {
    let columns = tx.columns(table).await?;
    let names: Vec<_> = columns.iter().map(|column| column.name.clone()).collect();
    let heading = || {
        let mut part = json(&names);
        part.push(b'\n');
        part
    };
    let mut parts = (1..).map(|n: u32| format!("{TABLES}/{}/{n:08}.ndjson", table.name));
    let mut part = heading();
    tx.each_row(table, &columns, |row| {
        part.extend(json(&row));
        part.push(b'\n');
        if part.len() >= PART {
            let whole = std::mem::replace(&mut part, heading());
            archive.add(&parts.next().expect("there is no last number"), &whole)?;
        }
        Ok::<_, BackupError>(())
    })
    .await?;
    archive.add(&parts.next().expect("there is no last number"), &part)
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("what a backup holds serialises to JSON")
}
