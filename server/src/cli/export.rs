//! `clausewise export`: a text as Markdown, HTML or JSON.

use std::io::Write;

use clap::Args;
use domain::instrument::Revision;
use domain::text::Outline;
use tokio::runtime::Runtime;

use super::Failure;
use super::database::{DatabaseArguments, find_delegate, find_instrument};
use crate::exchange::export::{Document, Format, RevisionFacts};
use crate::i18n::Locale;
use crate::live::{self, Hub};
use crate::workflow::Office;

/// Writes a revision of an instrument, or its working draft, to standard output.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The instrument, by identifier or title.
    instrument: String,
    /// The number of the revision; the one on the table where absent.
    #[arg(long, value_name = "N", conflicts_with = "draft")]
    revision: Option<u32>,
    /// Writes the working draft instead, as somebody who may read it.
    #[arg(long, requires = "by")]
    draft: bool,
    /// Who reads the working draft: an e-mail address.
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
    let text = runtime.block_on(export(arguments))?;
    std::io::stdout()
        .write_all(text.as_bytes())
        .map_err(Failure::other)
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
