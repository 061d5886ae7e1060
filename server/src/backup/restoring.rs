//! Taking a backup into an empty database.

use std::io::Read;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::register::Register;
use serde::de::DeserializeOwned;

use super::archive::{self, Part};
use super::writing::{ContentLine, Line};
use super::{BackupError, FORMAT, LABEL, Label, RECORD, TABLES, sealed};
use crate::store::{CARRIED, Cell, Column, MIGRATIONS, Store, Table, Words};
use crate::workflow::Restoring;

/// Takes a backup into an empty database, all of it or nothing; returns what it was of and
/// what the record adds up to. `progress` hears what is being read.
///
/// # Errors
///
/// * [`BackupError::NotEmpty`] if there is a network in the database;
/// * [`BackupError::Damaged`] if the file is no backup, or not a whole one;
/// * [`BackupError::Newer`] if a later program made it;
/// * [`BackupError::Record`] if an entry does not follow from those before it, or words are not those it commits to;
/// * [`BackupError::File`] or [`BackupError::Store`] if the file or the database fails.
pub async fn restore(
    store: &Store,
    input: impl Read,
    mut progress: impl FnMut(&str),
) -> Result<(Label, Register), BackupError> {
    let record = Restoring::begin(store)
        .await?
        .ok_or(BackupError::NotEmpty)?;
    let mut taking = Taking {
        record,
        label: None,
    };
    archive::each_part(input, async |part| {
        progress(&part.name);
        taking.take(part).await
    })
    .await?;
    let Taking { mut record, label } = taking;
    let label = label.ok_or_else(|| BackupError::damaged("it does not say what it is"))?;
    if record.register().next_seq() != label.entries {
        return Err(BackupError::damaged("entries are missing"));
    }
    sealed::check(record.tx()).await?;
    Ok((label, record.commit().await?))
}

/// A backup that is being read.
struct Taking {
    record: Restoring,
    label: Option<Label>,
}

impl Taking {
    async fn take(&mut self, part: Part) -> Result<(), BackupError> {
        if self.label.is_none() {
            self.label = Some(read_label(&part)?);
            return Ok(());
        }
        match part.name.split('/').collect::<Vec<_>>().as_slice() {
            [RECORD, _] => self.take_entries(&part).await,
            [TABLES, name, _] => {
                let table = CARRIED.iter().find(|table| table.name == *name);
                let unknown = || BackupError::damaged(format!("there is no table {name}"));
                self.take_rows(table.ok_or_else(unknown)?, &part).await
            }
            _ => Err(BackupError::damaged(format!("{} is unknown", part.name))),
        }
    }

    async fn take_entries(&mut self, part: &Part) -> Result<(), BackupError> {
        for line in lines(part) {
            let line: Line = parse(line, part)?;
            let words = line.contents.into_iter().map(words_of);
            let words = words.collect::<Result<Vec<_>, _>>()?;
            self.record.take(&from_base64(&line.bytes)?, words).await?;
        }
        Ok(())
    }

    async fn take_rows(&mut self, table: &Table, part: &Part) -> Result<(), BackupError> {
        let mut lines = lines(part);
        let heading = lines.next().unwrap_or_default();
        let names: Vec<String> = parse(heading, part)?;
        let tx = self.record.tx();
        let columns = chosen(&names, &tx.columns(*table).await?)
            .ok_or_else(|| BackupError::damaged(format!("{} has unknown columns", part.name)))?;
        for line in lines {
            let row: Vec<Cell> = parse(line, part)?;
            if row.len() != columns.len() {
                return Err(BackupError::damaged(format!("{}: a short row", part.name)));
            }
            tx.insert_row(*table, &columns, row).await?;
        }
        Ok(())
    }
}

fn read_label(part: &Part) -> Result<Label, BackupError> {
    if part.name != LABEL {
        return Err(BackupError::damaged("it does not say what it is"));
    }
    let label: Label = parse(&part.bytes, part)?;
    let is_known = MIGRATIONS.iter().any(|pair| pair.name == label.schema);
    if label.format > FORMAT || !is_known {
        return Err(BackupError::Newer(label.schema));
    }
    Ok(label)
}

fn lines(part: &Part) -> impl Iterator<Item = &[u8]> {
    part.bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
}

fn parse<T: DeserializeOwned>(line: &[u8], part: &Part) -> Result<T, BackupError> {
    serde_json::from_slice(line)
        .map_err(|error| BackupError::damaged(format!("{}: {error}", part.name)))
}

/// Returns the columns of these names, in their order.
fn chosen(names: &[String], columns: &[Column]) -> Option<Vec<Column>> {
    let find = |name: &String| columns.iter().find(|column| column.name == *name).cloned();
    names.iter().map(find).collect()
}

fn words_of(line: ContentLine) -> Result<Option<Words>, BackupError> {
    let Some([salt, bytes]) = line.words else {
        return Ok(None);
    };
    let salt = from_base64(&salt)?.try_into();
    Ok(Some(Words {
        salt: salt.map_err(|_| BackupError::damaged("a salt is of another length"))?,
        bytes: from_base64(&bytes)?,
    }))
}

fn from_base64(text: &str) -> Result<Vec<u8>, BackupError> {
    BASE64_STANDARD.decode(text).map_err(BackupError::damaged)
}
