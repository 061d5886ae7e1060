//! `clausewise import`: a file becomes clauses of a working draft.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use domain::id::ClauseId;
use domain::text::Outline;
use domain::words::Name;
use tokio::runtime::Runtime;

use super::database::{DatabaseArguments, find_delegate, find_instrument};
use super::{Failure, print_line, read_input};
use crate::clock::Clock;
use crate::exchange::import::{Format, Import, import};
use crate::live::{self, Hub};
use crate::random::Random;

/// Reads a Markdown or plain text file and shows the clauses it becomes, and
/// what no clause can carry.
///
/// Nothing is stored without `--into`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file, or - for standard input.
    file: PathBuf,
    /// The syntax of the file; told by its name where absent.
    #[arg(long, value_enum)]
    format: Option<Syntax>,
    /// The instrument whose working draft takes the clauses, by identifier or title.
    #[arg(long, value_name = "INSTRUMENT", requires = "by")]
    into: Option<String>,
    /// Who imports: the e-mail address of the chair or a pen-holder.
    #[arg(long = "as", value_name = "ADDRESS")]
    by: Option<String>,
    #[command(flatten)]
    database: DatabaseArguments,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Syntax {
    Markdown,
    Plain,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let bytes = read_input(&arguments.file)?;
    let format = match arguments.format {
        Some(Syntax::Markdown) => Format::Markdown,
        Some(Syntax::Plain) => Format::Plain,
        None => Format::of_file(&arguments.file.to_string_lossy()),
    };
    let fresh = |_| ClauseId::from_uuid(Random::System.uuid(Clock::System.now()));
    let imported = import(&bytes, format, fresh)
        .map_err(|error| Failure::input(format!("{}: {error}", arguments.file.display())))?;
    show(arguments, &imported)?;
    let (Some(into), Some(by)) = (&arguments.into, &arguments.by) else {
        return Ok(());
    };
    Runtime::new()
        .map_err(Failure::other)?
        .block_on(store(arguments, imported, into, by))
}

async fn store(
    arguments: &Arguments,
    imported: Import,
    into: &str,
    by: &str,
) -> Result<(), Failure> {
    let office = arguments.database.open().await?;
    let register = office.register();
    let instrument = find_instrument(&register, into)?;
    let by = find_delegate(&register, by)?;
    let file = arguments.file.file_name().unwrap_or_default();
    let source: Name = file.to_string_lossy().parse().map_err(Failure::input)?;
    let clauses = imported.outline.clauses.len();
    let hub = Hub::new(office);
    let unmapped = imported.unmapped.len();
    let done = live::import_text(&hub, by, instrument, source, imported.outline, unmapped).await;
    hub.close().await;
    done.map_err(Failure::other)?;
    let clauses = counted(clauses);
    print_line(&format!("Stored {clauses} in the working draft."))
}

fn show(arguments: &Arguments, imported: &Import) -> Result<(), Failure> {
    let outline = &imported.outline;
    print_line(&format!(
        "{}: {}",
        title(outline),
        counted(outline.clauses.len())
    ))?;
    for (clause, number) in outline.clauses.iter().zip(outline.numbers()) {
        let wording = &clause.wording;
        let text = format!("{} {}", wording.heading, wording.text.to_plain());
        let kind = wording.kind.as_str();
        print_line(&format!("{number:<10} {kind:<10} {}", beginning(&text)))?;
    }
    for place in &imported.unmapped {
        print_line(&format!(
            "{}:{}:{}: {} ({})",
            arguments.file.display(),
            place.line,
            place.column,
            place.what.explanation(),
            place.excerpt,
        ))?;
    }
    Ok(())
}

fn title(outline: &Outline) -> &str {
    match outline.title.as_str() {
        "" => "Without a title",
        title => title,
    }
}

fn counted(clauses: usize) -> String {
    match clauses {
        1 => "1 clause".to_owned(),
        many => format!("{many} clauses"),
    }
}

/// Returns the beginning of a text on one line.
fn beginning(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
