//! `clausewise backup`: a whole network in one file.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Args;
use tokio::runtime::Runtime;

use super::Failure;
use super::database::DatabaseArguments;
use crate::backup;

/// Writes everything in the database to one file, while the server may go on working.
///
/// The file is of neither database: `clausewise restore` takes it into either.
/// It holds names, addresses and every live draft: keep it as safe as the
/// server. The key of the log is not in it; keep a copy of that elsewhere.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file to write; it must not exist yet.
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let runtime = Runtime::new().map_err(Failure::other)?;
    runtime.block_on(write(arguments))
}

async fn write(arguments: &Arguments) -> Result<(), Failure> {
    let path = &arguments.file;
    if path.exists() {
        let path = path.display();
        return Err(Failure::input(format!("{path} is there already")));
    }
    let store = arguments.database.store().await?;
    let unfinished = unfinished(path);
    let written = write_to(&store, &unfinished).await;
    if written.is_err() {
        // The first failure is the one to tell; what is left of the file has no value.
        drop(std::fs::remove_file(&unfinished));
    }
    let entries = written?;
    publish(&unfinished, path).map_err(|error| failed(path, &error))?;
    super::print_line(&format!("{}: {entries} entries", path.display()))
}

async fn write_to(store: &crate::store::Store, path: &Path) -> Result<u64, Failure> {
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| failed(path, &error))?;
    let written = backup::write(store, BufWriter::new(file), super::say).await;
    let (label, mut out) = written.map_err(Failure::other)?;
    out.flush().map_err(|error| failed(path, &error))?;
    let synced = out.get_ref().sync_all();
    synced.map_err(|error| failed(path, &error))?;
    Ok(label.entries)
}

/// Gives the finished file its name, durably and never over another one.
fn publish(unfinished: &Path, path: &Path) -> std::io::Result<()> {
    std::fs::hard_link(unfinished, path)?;
    std::fs::remove_file(unfinished)?;
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".unfinished");
    name.into()
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::other(format!("{}: {error}", path.display()))
}
