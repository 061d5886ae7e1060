//! The chain of custody of a clause: a page, and a folder beside it with what each entry is checked by.

use std::path::{Path, PathBuf};

use domain::id::ClauseId;
use domain::instrument::Instrument;

use super::{Arguments, Failure, find_delegate, find_instrument};
use crate::live::Hub;
use crate::sealing::policy::Witnesses;
use crate::web::page::Page;
use crate::web::pages::audit::{Custody, Writing, write_custody};
use crate::web::pages::desk::Desk;

/// Writes both.
pub(super) async fn write(
    arguments: &Arguments,
    (clause, by): (&str, &str),
    path: &Path,
) -> Result<(), Failure> {
    let hub = Hub::new(arguments.database.open().await?);
    let written = written(arguments, &hub, (clause, by)).await;
    hub.close().await;
    let Custody { html, files, .. } = written?;
    let folder = beside(path);
    let said =
        |path: &Path, error: std::io::Error| Failure::other(format!("{}: {error}", path.display()));
    std::fs::create_dir_all(&folder).map_err(|error| said(&folder, error))?;
    for file in files {
        let at = folder.join(&file.name);
        std::fs::write(&at, &file.bytes).map_err(|error| said(&at, error))?;
    }
    std::fs::write(path, html).map_err(|error| said(path, error))
}

async fn written(
    arguments: &Arguments,
    hub: &Hub,
    (clause, by): (&str, &str),
) -> Result<Custody, Failure> {
    let register = hub.office().register();
    let id = find_instrument(&register, &arguments.instrument)?;
    let by = find_delegate(&register, by)?;
    let instrument = register.instrument(id).map_err(Failure::other)?;
    let clause = find_clause(instrument, clause)?;
    let policy = policy(arguments);
    let witnesses = policy.as_deref().map(Witnesses::read).transpose();
    let witnesses = witnesses.map_err(Failure::input)?;
    let network = register.network().name().and_then(|name| name.as_str());
    let page = Page::apart(arguments.lang, network.unwrap_or("Clausewise"));
    let desk = Desk {
        now: hub.office().now(),
        register: register.clone(),
        by,
    };
    let writing = Writing {
        hub,
        witnesses: witnesses.as_ref(),
        page: &page,
        desk: &desk,
    };
    let custody = write_custody(writing, (id, clause)).await;
    custody.map_err(|problem| Failure::other(problem.detail()))
}

fn policy(arguments: &Arguments) -> Option<PathBuf> {
    let usual = arguments
        .database
        .data
        .join(crate::sealing::policy::FILE_NAME);
    arguments
        .witnesses
        .clone()
        .or_else(|| usual.exists().then_some(usual))
}

/// Names the folder that goes with a file.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push("-entries");
    path.with_file_name(name)
}

/// Finds a clause by its identifier, or by the number that it has in the revision on the table.
fn find_clause(instrument: &Instrument, name: &str) -> Result<ClauseId, Failure> {
    if let Ok(id) = name.parse() {
        return Ok(id);
    }
    let table = instrument.current();
    let mut clauses = table.iter().flat_map(|table| &table.clauses);
    let numbered = clauses.find(|it| !name.is_empty() && it.number == name);
    let found = numbered.map(|clause| clause.id);
    found.ok_or_else(|| Failure::input(format!("no clause on the table has the number {name:?}")))
}
