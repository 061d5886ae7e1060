//! What an amendment would do, on pages that show it beside others.

use domain::id::ClauseId;
use domain::instrument::{Amendment, AmendmentChange, Instrument};

use super::amendments::Drawing;
use super::desk::Desk;
use super::text::clause_called;
use crate::web::page::Page;

/// What an amendment would do, in words and as a redline.
#[derive(Debug)]
pub(crate) struct Proposed {
    /// Its page.
    pub(crate) href: String,
    /// Its printed number.
    pub(crate) number: u32,
    /// What it does, as the record names it.
    pub(crate) kind: &'static str,
    /// The sponsors' short names.
    pub(crate) sponsors: String,
    /// The clause it changes; for a new clause, where it would stand.
    pub(crate) clause: String,
    /// Where the clause would stand, if it would be inserted.
    pub(crate) place: Option<String>,
    /// What it changes.
    pub(crate) drawing: Drawing,
    /// The words it proposes for the text, where it proposes some.
    pub(crate) words: Option<String>,
}

impl Proposed {
    /// Shows an amendment.
    pub(crate) fn new(
        page: &Page,
        desk: &Desk,
        instrument: &Instrument,
        amendment: &Amendment,
    ) -> Self {
        let change = amendment.change();
        let sponsors = amendment.sponsors();
        let sponsors: Vec<&str> = (sponsors.iter())
            .map(|id| desk.network().short_name(*id))
            .collect();
        let place = match change {
            AmendmentChange::Insert { parent, after, .. } => Some((*parent, *after)),
            _ => None,
        };
        Self {
            href: format!("/instruments/{}/amendments/{}", instrument.id, amendment.id),
            number: amendment.number,
            kind: change.kind(),
            sponsors: page.list(&sponsors),
            clause: match change {
                AmendmentChange::Insert { parent, after, .. } => {
                    clause_called(page, instrument, after.or(*parent))
                }
                _ => clause_called(page, instrument, Some(change.clause())),
            },
            place: place.map(|place| place_called(page, instrument, place)),
            drawing: Drawing::of(page, instrument, amendment, amendment.text()),
            words: change.wording().map(|it| it.text.to_plain()),
        }
    }

    /// Names nobody.
    pub(crate) fn without_sponsors(self) -> Self {
        Self {
            sponsors: String::new(),
            ..self
        }
    }
}

/// Says where a clause would stand: after a sibling, first within another clause, or at the start.
pub(crate) fn place_called(
    page: &Page,
    instrument: &Instrument,
    (parent, after): (Option<ClauseId>, Option<ClauseId>),
) -> String {
    let called = |id| clause_called(page, instrument, Some(id));
    let place = match (after, parent) {
        (Some(after), _) => page.t("stands-after").arg("clause", called(after)),
        (None, Some(parent)) => page.t("stands-first-in").arg("clause", called(parent)),
        (None, None) => page.t("stands-start"),
    };
    place.to_string()
}
