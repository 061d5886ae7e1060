//! How an open amendment stands to the clause as it is now.

use domain::amendments::Conflict;
use domain::instrument::{Amendment, Instrument, Standing};
use domain::text::Wording;

use super::drawing::Drawing;
use super::entry::place_of;
use crate::web::page::Page;
use crate::web::pages::text::language_of;

/// How an amendment stands to one present wording of its clause.
#[derive(Debug)]
pub(super) struct Stands {
    /// Which wording: the one on the `table`, or the one adopted into the `draft`.
    pub(super) ground: &'static str,
    /// How it stands, as messages name it.
    pub(super) how: &'static str,
    /// What it results in there, drawn against that wording, where it was carried along.
    pub(super) carried: Option<Drawing>,
    /// Where it touches what changed since.
    pub(super) conflicts: Vec<Conflict>,
    /// The amendments adopted to the clause since it was last tabled.
    pub(super) adopted: Vec<u32>,
}

/// Says how an open amendment stands to the clause on the table, unless it was written for it, and
/// to what the amendments adopted since make of it.
pub(super) fn stands(page: &Page, instrument: &Instrument, amendment: &Amendment) -> Vec<Stands> {
    if !amendment.is_open() {
        return Vec::new();
    }
    let clause = amendment.change().clause();
    let table = instrument.current().and_then(|table| table.clause(clause));
    let on_table = stand(
        page,
        instrument,
        amendment,
        table.and_then(|it| it.wording()),
    );
    let mut all = vec![Stands {
        ground: "table",
        ..on_table
    }];
    let adopted = instrument.adopted_beside(amendment);
    if !adopted.is_empty() {
        let now = instrument.adopted_wording(clause);
        all.push(Stands {
            ground: "draft",
            adopted: adopted.iter().map(|it| it.number).collect(),
            ..stand(page, instrument, amendment, now.as_ref())
        });
    }
    all.retain(|it| it.how != Standing::AsWritten.as_str());
    all
}

fn stand(
    page: &Page,
    instrument: &Instrument,
    amendment: &Amendment,
    now: Option<&Wording>,
) -> Stands {
    let language = language_of(instrument, place_of(instrument, amendment.change()));
    let standing = instrument.standing(amendment, now);
    let how = standing.as_str();
    let (carried, conflicts) = match (standing, now) {
        (Standing::Carried(wording), Some(now)) => {
            let drawing = Drawing::reworded(page, now, &wording, &language);
            (Some(drawing), Vec::new())
        }
        (Standing::Conflict(it), _) => (None, [it.heading, it.text].concat()),
        _ => (None, Vec::new()),
    };
    Stands {
        ground: "table",
        how,
        carried,
        conflicts,
        adopted: Vec::new(),
    }
}
