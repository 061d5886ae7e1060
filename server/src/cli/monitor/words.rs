//! What a monitor found, in words.

use std::collections::BTreeMap;

use domain::time::Timestamp;

use crate::cli::{Failure, print_line};
use crate::monitoring::{Kind, Report};

/// Prints everything that was found.
pub(super) fn print(report: &Report) -> Result<(), Failure> {
    for line in about(report) {
        print_line(&line)?;
    }
    for finding in &report.findings {
        print_line(&finding.to_string())?;
    }
    let gravest = report.findings.first().map(|it| it.kind);
    print_line(&conclusion(gravest, report.findings.len()))
}

/// Prints what was not said before, and what no longer stands.
pub(super) fn print_news(
    report: &Report,
    told: &BTreeMap<String, Timestamp>,
) -> Result<(), Failure> {
    let standing = &report.findings;
    for finding in standing.iter().filter(|it| !told.contains_key(&it.name)) {
        print_line(&format!("{} {finding}", report.at))?;
    }
    let is_over = |name: &&String| !standing.iter().any(|it| it.name == **name);
    for name in told.keys().filter(is_over) {
        print_line(&format!("{} over {name}", report.at))?;
    }
    Ok(())
}

fn about(report: &Report) -> Vec<String> {
    let (size, new) = (report.size, report.new_entries);
    let mut lines = vec![format!(
        "{size} entries of {} checked, {new} of them new; {} concern the organisation, {} papers",
        report.server, report.own_entries, report.papers
    )];
    lines.extend(report.log_key.iter().map(|key| format!("log {key}")));
    lines.extend(report.root.iter().map(|root| format!("root {root}")));
    let last = report.last_entry_at;
    lines.extend(last.map(|at| format!("last entry {at}")));
    let key = report.key.as_deref().unwrap_or("none");
    lines.push(format!("key of the organisation {key}"));
    lines.extend(report.witnesses.iter().map(|it| {
        let signed = match it.signed_at {
            Some(at) => format!("cosigned at {at} (seconds since 1970)"),
            None => "has not cosigned".to_owned(),
        };
        format!("witness {} {signed}; {}", it.key, it.says)
    }));
    lines
}

fn conclusion(gravest: Option<Kind>, count: usize) -> String {
    match gravest {
        None => "Nothing is wrong.".to_owned(),
        Some(kind) => format!("{count} findings, the gravest: {}.", kind.as_str()),
    }
}
