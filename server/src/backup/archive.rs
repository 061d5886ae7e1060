//! The file: a tar archive of numbered parts that ends with the sums of all of them.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use sha2::{Digest, Sha256};

use super::BackupError;

/// The name of the last part.
const SUMS: &str = "sha256sums";
/// The size in bytes that no part has reason to exceed.
const MAX_PART: u64 = 512 << 20;

/// An archive being written.
pub(super) struct Writer<W: Write> {
    tar: tar::Builder<W>,
    sums: String,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            tar: tar::Builder::new(out),
            sums: String::new(),
        }
    }

    /// Adds a part.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
        self.put(name, bytes)?;
        self.sums.push_str(&sum_line(name, bytes));
        Ok(())
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_entry_type(tar::EntryType::Regular);
        self.tar.append_data(&mut header, name, bytes)?;
        Ok(())
    }

    /// Adds the sums and ends the archive.
    pub(super) fn finish(mut self) -> Result<W, BackupError> {
        let sums = std::mem::take(&mut self.sums);
        self.put(SUMS, sums.as_bytes())?;
        Ok(self.tar.into_inner()?)
    }
}

fn sum_line(name: &str, bytes: &[u8]) -> String {
    format!("{}  {name}\n", hex::encode(Sha256::digest(bytes)))
}

/// A part of an archive.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// Gives each part of an archive, in order, and checks in the end that all are there and whole.
///
/// What was made of the parts must be thrown away where this fails.
pub(super) async fn each_part(
    input: impl Read,
    mut take: impl AsyncFnMut(Part) -> Result<(), BackupError>,
) -> Result<(), BackupError> {
    let mut tar = tar::Archive::new(input);
    let mut sums = BTreeMap::new();
    for entry in tar.entries()? {
        let mut entry = entry?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if entry.size() > MAX_PART {
            return Err(BackupError::damaged(format!("{name} is too large")));
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        if name == SUMS {
            return check_sums(&sums, &bytes);
        }
        if sums.insert(name.clone(), sum_line(&name, &bytes)).is_some() {
            return Err(BackupError::damaged(format!("{name} is there twice")));
        }
        take(Part { name, bytes }).await?;
    }
    Err(BackupError::damaged("it ends too early"))
}

fn check_sums(found: &BTreeMap<String, String>, listed: &[u8]) -> Result<(), BackupError> {
    let listed = String::from_utf8_lossy(listed);
    let mut listed: Vec<_> = listed.split_inclusive('\n').collect();
    listed.sort_unstable();
    let mut found: Vec<_> = found.values().map(String::as_str).collect();
    found.sort_unstable();
    if listed == found {
        return Ok(());
    }
    let changed = found.iter().find(|line| !listed.contains(line));
    Err(BackupError::damaged(match changed {
        Some(line) => format!("{} was changed", name_in(line)),
        None => "a part is missing".to_owned(),
    }))
}

fn name_in(sum_line: &str) -> &str {
    let name = sum_line.split_once("  ").map_or(sum_line, |(_, name)| name);
    name.trim_end()
}
