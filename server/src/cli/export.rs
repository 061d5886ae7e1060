//! `clausewise export`: a text as Markdown, HTML or JSON, the chain of custody of a clause, or the
//! whole record as a bundle.

mod custody;

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use domain::instrument::Revision;
use domain::text::Outline;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;

use super::Failure;
use super::database::{DatabaseArguments, find_delegate, find_instrument};
use crate::exchange::export::{Document, Format, RevisionFacts};
use crate::i18n::Locale;
use crate::live::{self, Hub};
use crate::workflow::{Office, write_bundle};

/// Writes a revision of an instrument, or its working draft, to standard output; or the chain of
/// custody of one of its clauses, or the whole record, with everything that it takes to verify it, to a file.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The instrument, by identifier or title.
    #[arg(
        required_unless_present = "bundle",
        default_value = "",
        hide_default_value = true
    )]
    instrument: String,
    /// Writes the whole record to this file, for `clausewise verify`.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["instrument", "revision", "draft", "by", "format", "lang"])]
    bundle: Option<PathBuf>,
    /// Writes the chain of custody of this clause, by identifier or number, to the file of --to.
    ///
    /// It is one page that needs nothing else. The exact bytes and the proof of each entry of it are
    /// also written as files, to a folder beside it: FILE.html goes with FILE-entries. That it was taken
    /// out is recorded, as when it is taken out on the pages of the audit.
    #[arg(long, value_name = "CLAUSE", requires_all = ["to", "by"], conflicts_with_all = ["bundle", "revision", "draft", "format"])]
    custody: Option<String>,
    /// The file of the chain of custody.
    #[arg(long, value_name = "FILE.html", requires = "custody")]
    to: Option<PathBuf>,
    /// The witnesses whose cosignatures are wanted, as a tlog-policy file; `witnesses.policy` in the
    /// data folder where absent and there is one.
    #[arg(long, value_name = "FILE", env = "CLAUSEWISE_WITNESSES")]
    witnesses: Option<PathBuf>,
    /// The number of the revision; the one on the table where absent.
    #[arg(long, value_name = "N", conflicts_with = "draft")]
    revision: Option<u32>,
    /// Writes the working draft instead, as somebody who may read it.
    #[arg(long, requires = "by")]
    draft: bool,
    /// Who reads the working draft, or takes the chain of custody out: an e-mail address.
    #[arg(long = "as", value_name = "ADDRESS")]
    by: Option<String>,
    /// The language of what an HTML page says beside the text, as a tag such as en.
    #[arg(long, value_name = "TAG", default_value = "en")]
    lang: Locale,
    /// The format: md, html or json.
    #[arg(long, default_value = "md")]
    format: Format,
    #[command(flatten)]
    database: DatabaseArguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let runtime = Runtime::new().map_err(Failure::other)?;
    if let Some(path) = &arguments.bundle {
        return runtime.block_on(bundle(arguments, path));
    }
    if let (Some(clause), Some(path), Some(by)) = (&arguments.custody, &arguments.to, &arguments.by)
    {
        return runtime.block_on(custody::write(arguments, (clause, by), path));
    }
    let text = runtime.block_on(export(arguments))?;
    std::io::stdout()
        .write_all(text.as_bytes())
        .map_err(Failure::other)
}

/// Writes a bundle beside its name and gives it that name once it is complete.
async fn bundle(arguments: &Arguments, path: &Path) -> Result<(), Failure> {
    let said = |error: std::io::Error| Failure::other(format!("{}: {error}", path.display()));
    let office = arguments.database.open().await?;
    let partial = path.with_added_extension("part");
    let mut file = File::create(&partial).map_err(said)?;
    let (to, mut pieces) = mpsc::channel::<Vec<u8>>(4);
    let written = async {
        while let Some(piece) = pieces.recv().await {
            file.write_all(&piece)?;
        }
        file.sync_all()
    };
    let made = async {
        let made = write_bundle(&office, &to).await;
        drop(to);
        made
    };
    let (made, written) = tokio::join!(made, written);
    written.map_err(said)?;
    made.map_err(Failure::other)?;
    std::fs::rename(&partial, path).map_err(said)
}

async fn export(arguments: &Arguments) -> Result<String, Failure> {
    let office = arguments.database.open().await?;
    match &arguments.by {
        Some(by) if arguments.draft => {
            let outline = working_draft(office, &arguments.instrument, by).await?;
            write(&outline, None, arguments)
        }
        _ => {
            let register = office.register();
            let id = find_instrument(&register, &arguments.instrument)?;
            let instrument = register.instrument(id).map_err(Failure::other)?;
            let revision = match arguments.revision {
                Some(number) => instrument.revision(number),
                None => instrument.current(),
            };
            let revision = revision.ok_or_else(|| missing(arguments.revision))?;
            write(&revision.outline(), Some(&facts(revision)), arguments)
        }
    }
}

fn write(
    outline: &Outline,
    revision: Option<&RevisionFacts>,
    arguments: &Arguments,
) -> Result<String, Failure> {
    let document = Document::new(outline, revision).map_err(Failure::other)?;
    Ok(document.in_language(arguments.lang).write(arguments.format))
}

async fn working_draft(office: Office, instrument: &str, by: &str) -> Result<Outline, Failure> {
    let register = office.register();
    let id = find_instrument(&register, instrument)?;
    let by = find_delegate(&register, by)?;
    let hub = Hub::new(office);
    let view = live::preview(&hub, by, id).await;
    hub.close().await;
    Ok(view.map_err(Failure::other)?.outline.clone())
}

fn facts(revision: &Revision) -> RevisionFacts {
    RevisionFacts {
        number: revision.number,
        root: revision.root,
        tabled_at: revision.tabled_at,
    }
}

fn missing(number: Option<u32>) -> Failure {
    Failure::input(match number {
        Some(number) => format!("there is no revision {number}"),
        None => "nothing has been tabled yet; --draft writes the working draft".to_owned(),
    })
}
