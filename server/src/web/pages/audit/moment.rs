//! Moments of the record: an entry, or an instant, which stands for the last entry until then.

use domain::time::Timestamp;

use crate::i18n::Zone;
use crate::state::AppState;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::workflow;

/// A moment as somebody names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// After this entry.
    Entry(u64),
    /// At this instant.
    Instant(Timestamp),
}

impl Moment {
    /// Reads the number of an entry, or a time: local to a zone unless it says which zone it is of.
    pub(crate) fn parse(text: &str, zone: &Zone) -> Option<Self> {
        let text = text.trim();
        if let Ok(seq) = text.parse() {
            return Some(Self::Entry(seq));
        }
        let local = text.replacen(' ', "T", 1);
        let whole_day = || zone.day(text).map(|day| day.start);
        let instant = text.parse().ok();
        let instant = instant
            .or_else(|| zone.instant(&local))
            .or_else(whole_day)?;
        Some(Self::Instant(instant))
    }

    /// Returns the last entry at the moment; the first entry for an instant before it.
    ///
    /// # Errors
    ///
    /// * internal if the database fails.
    pub(crate) async fn seq(self, app: &AppState) -> Result<u64, Problem> {
        match self {
            Self::Entry(seq) => Ok(seq),
            Self::Instant(at) => {
                let last = workflow::last_entry_at(&app.office, at).await?;
                Ok(last.unwrap_or_default())
            }
        }
    }
}

/// Returns the last entry at the moment that a field of a query names, until now; the usual one where
/// it names none.
///
/// # Errors
///
/// * invalid if it names neither an entry nor a time;
/// * internal if the database fails.
pub(crate) async fn named(
    (app, page, desk): (&AppState, &Page, &Desk),
    (field, text): (&str, &str),
    usual: Option<u64>,
) -> Result<u64, Problem> {
    let last = desk.seq().saturating_sub(1);
    if text.is_empty() {
        return Ok(usual.unwrap_or(last).min(last));
    }
    let moment = Moment::parse(text, &page.reader.zone).ok_or_else(|| wrong(field))?;
    Ok(moment.seq(app).await?.min(last))
}

/// Returns the two moments that the fields `from` and `to` name: from the first landmark until now
/// where they name none.
///
/// # Errors
///
/// * as for [`named`].
pub(crate) async fn two_named(
    reader: (&AppState, &Page, &Desk),
    (from, to): (&str, &str),
    landmarks: &[u64],
) -> Result<(u64, u64), Problem> {
    let first = landmarks.first().copied().unwrap_or_default();
    Ok((
        named(reader, ("from", from), Some(first)).await?,
        named(reader, ("to", to), None).await?,
    ))
}

fn wrong(field: &str) -> Problem {
    let detail = "this is neither the number of an entry nor a time such as 2026-03-03T14:30";
    Problem::invalid_field(format!("/{field}"), detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_an_entry_a_local_time_a_day_or_an_instant() {
        let zone = Zone::named("Europe/Athens").unwrap();
        let at = |text: &str| Some(Moment::Instant(text.parse().unwrap()));
        for (text, expected) in [
            (" 17 ", Some(Moment::Entry(17))),
            ("2026-03-03T14:30", at("2026-03-03T12:30:00.000000Z")),
            ("2026-03-03 14:30", at("2026-03-03T12:30:00.000000Z")),
            ("2026-03-03", at("2026-03-02T22:00:00.000000Z")),
            (
                "2026-03-03T12:30:00.000000Z",
                at("2026-03-03T12:30:00.000000Z"),
            ),
            ("yesterday", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(Moment::parse(text, &zone), expected, "{text}");
        }
    }
}
