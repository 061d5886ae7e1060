//! What a verification found, in words.

use verifier::{Checked, Report};

use crate::cli::{Failure, print_line};

/// Prints what was found, line by line.
pub(super) fn print(report: &Report) -> Result<(), Failure> {
    let origin = report.origin.as_deref().unwrap_or("no log");
    print_line(&format!(
        "{} entries of {origin}, root {}",
        report.entries, report.root
    ))?;
    if let Some(network) = &report.network {
        print_line(&format!("network {network}"))?;
    }
    if let (Some(at), Some(last)) = (report.made_at, report.last_at) {
        print_line(&format!("made {at}, last entry {last}"))?;
    }
    for checked in &report.checks {
        print_line(&line(checked))?;
    }
    for remark in remarks(report) {
        print_line(&remark)?;
    }
    for failure in &report.failures {
        print_line(&format!("FAILED {failure}"))?;
    }
    print_line(if report.holds {
        "Everything that was checked holds."
    } else {
        "This bundle does not hold."
    })
}

fn line(checked: &Checked) -> String {
    let Checked {
        check,
        held,
        failed,
    } = checked;
    let mark = match (held, failed) {
        (_, 1..) => "FAIL",
        (0, 0) => "none",
        _ => "ok",
    };
    let failed = match failed {
        0 => String::new(),
        _ => format!(", {failed} not"),
    };
    format!("{mark:>4}  {}: {held}{failed}", check.words())
}

/// Says what no check is about, where there is something to say.
fn remarks(report: &Report) -> Vec<String> {
    let is_own_word = report.log_key.is_some() && !report.is_key_given;
    let key = report.log_key.iter().filter(|_| is_own_word).map(|key| {
        format!(
            "The key of the log is the bundle's own word: compare {key}, or give it with --log-key."
        )
    });
    let witnesses = report.witnesses.iter().map(|it| {
        let (key, at) = (&it.key, it.signed_at);
        format!("Cosigned by {key} at {at} (seconds since 1970).")
    });
    let counts = [
        (
            report.erased_count,
            "words were erased; their commitments stay.",
        ),
        (
            report.unsigned_positions,
            "positions were recorded by the server alone: their organisations hold no key.",
        ),
        (
            report.unanchored_changes,
            "changes of working drafts are not anchored in the record yet.",
        ),
        (
            report.changes_bound_late,
            "changes were anchored before the record said whose they are.",
        ),
    ];
    let counted = counts.into_iter().filter(|(count, _)| *count > 0);
    let counted = counted.map(|(count, what)| format!("{count} {what}"));
    let authors = report.words.iter().map(|by| {
        let (words, delegate) = (by.words, &by.delegate);
        format!("{words} words of the present drafts are by {delegate}.")
    });
    let kept = report.failures.len() as u64;
    let all: u64 = report.checks.iter().map(|it| it.failed).sum();
    let cut = (all > kept).then(|| format!("{all} things do not hold; the first {kept} follow."));
    key.chain(witnesses)
        .chain(counted)
        .chain(authors)
        .chain(cut)
        .collect()
}
