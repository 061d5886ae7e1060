//! `clausewise sign`: signing a statement away from the server.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use domain::api::{DeclareKey, PositionStatement, SignedPosition};
use domain::consensus::Mandate;
use domain::signing::{KeySheet, SheetNames, SigningSheet, StatementKind};
use ledger::jws::StatementKey;
use serde::Deserialize;

use super::{Failure, key, print_line, read_input};
use crate::signatures;

/// Shows a statement in words, checks that it is of exactly the wording and the reasons beside it,
/// and signs it. Needs no network.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The statement, as the server offered it for download.
    statement: PathBuf,
    /// The file of your organisation's key.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Signs without asking.
    #[arg(long)]
    yes: bool,
    /// Where the signed statement goes; beside the statement, as NAME.signed.json, where absent.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Either of what can be signed.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Sheet {
    Position(Box<SigningSheet>),
    Key(Box<KeySheet>),
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let bytes = read_input(&arguments.statement)?;
    let sheet: Sheet = serde_json::from_slice(&bytes)
        .map_err(|_| Failure::input("this is no statement to sign"))?;
    let key = key::read(&arguments.key)?;
    let lines = match &sheet {
        Sheet::Position(sheet) => {
            sheet.check().map_err(Failure::input)?;
            position_in_words(sheet)
        }
        Sheet::Key(sheet) => key_in_words(sheet),
    };
    for line in lines {
        print_line(&line)?;
    }
    let fingerprint = signatures::public_of(&key).fingerprint();
    print_line(&format!("Signing key   {fingerprint}"))?;
    if !arguments.yes && !is_confirmed()? {
        return Err(Failure::other("nothing was signed"));
    }
    let signed = signed(sheet, &key)?;
    let out = out(arguments);
    std::fs::write(&out, signed)
        .map_err(|error| Failure::other(format!("{}: {error}", out.display())))?;
    print_line(&format!("Signed: {}", out.display()))
}

fn signed(sheet: Sheet, key: &StatementKey) -> Result<String, Failure> {
    let json = match sheet {
        Sheet::Position(sheet) => {
            let payload = sheet.statement.to_bytes();
            let signed = SignedPosition {
                jws: signatures::sign(StatementKind::Position, key, &payload),
                salts: sheet.salts,
            };
            serde_json::to_string_pretty(&PositionStatement {
                signed: Some(Box::new(signed)),
                ..sheet.position
            })
        }
        Sheet::Key(sheet) => {
            let payload = sheet.statement.to_bytes();
            let signed = signatures::sign(StatementKind::Key, key, &payload);
            // Rotations and approvals are sent in the same form.
            serde_json::to_string_pretty(&DeclareKey { signed })
        }
    };
    json.map(|json| json + "\n").map_err(Failure::other)
}

fn out(arguments: &Arguments) -> PathBuf {
    let beside = |path: &Path| path.with_extension("signed.json");
    arguments
        .out
        .clone()
        .unwrap_or_else(|| beside(&arguments.statement))
}

fn is_confirmed() -> Result<bool, Failure> {
    let mut out = std::io::stdout();
    out.write_all(b"Sign this? Type yes: ")
        .and_then(|()| out.flush())
        .map_err(Failure::other)?;
    let mut answer = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut answer)
        .map_err(Failure::other)?;
    Ok(answer.trim() == "yes")
}

fn parties(names: &SheetNames) -> Vec<String> {
    vec![
        format!("Network       {}", names.network),
        format!("Organisation  {}", names.organisation),
        format!("Person        {}", names.delegate),
    ]
}

fn position_in_words(sheet: &SigningSheet) -> Vec<String> {
    let (said, position) = (&sheet.statement, &sheet.position);
    let stand = said.kind.as_str().replace('_', " ");
    let mandate = match said.mandate {
        Mandate::Firm => "",
        Mandate::AdReferendum => ", to be confirmed by its own authority",
    };
    let mut lines = parties(&sheet.names);
    lines.extend([
        format!("Text          {}", sheet.names.instrument),
        format!("Clause        {} ({})", sheet.names.clause, said.clause),
        format!(
            "Revision      {}, language {}",
            said.revision, said.language
        ),
        format!("Wording hash  {}", said.text_hash),
        String::new(),
    ]);
    lines.extend(indented(&sheet.wording.heading));
    lines.extend(indented(&sheet.wording.text.to_plain()));
    lines.extend([String::new(), format!("Position      {stand}{mandate}")]);
    let words = [
        ("Passage", &position.passage),
        ("Reservation", &position.reservation),
        ("Reason", &position.reason),
        ("Remedy", &position.remedy),
    ];
    for (name, text) in words {
        if let Some(text) = text {
            lines.push(name.to_owned());
            lines.extend(indented(text.as_str()));
        }
    }
    lines.extend(
        sheet
            .joins
            .map(|seq| format!("Joins         the objection of entry {seq}")),
    );
    lines.extend(
        sheet
            .cures
            .iter()
            .map(|id| format!("Cured by      amendment {id}")),
    );
    lines.push(match said.supersedes {
        Some(hash) => format!("Replaces      the statement {hash}"),
        None => "Replaces      no earlier statement".to_owned(),
    });
    lines.push(format!("Record seen   {} entries", said.seen.size));
    lines.push(format!("Made          {}", said.issued_at));
    lines
}

fn key_in_words(sheet: &KeySheet) -> Vec<String> {
    let said = &sheet.statement;
    let mut lines = parties(&sheet.names);
    lines.push(format!(
        "Says          {}",
        said.purpose.as_str().replace('_', " ")
    ));
    lines.push(format!("New key       {}", said.key.fingerprint()));
    let previous = said
        .previous
        .map(|key| format!("In place of   {}", key.fingerprint()));
    lines.extend(previous);
    lines.push(format!("Made          {}", said.issued_at));
    lines
}

fn indented(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(|line| format!("    {line}"))
}
