//! What was said between chair, secretariat and sponsor about one amendment.

use domain::instrument::{Advice, Amendment, Answer, Instrument};
use domain::permission::Operation;
use domain::time::Timestamp;

use super::super::drawing::Drawing;
use super::super::entry::place_of;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{acted_by, given, language_of};

/// A part of the amendment that the chair took into the working draft.
#[derive(Debug)]
pub(in super::super) struct Part {
    pub(in super::super) number: u32,
    pub(in super::super) drawing: Drawing,
    pub(in super::super) note: Option<String>,
    pub(in super::super) at: Timestamp,
    pub(in super::super) seq: u64,
    /// Whether the reader may take it back out of the working draft.
    pub(in super::super) may_undo: bool,
    pub(in super::super) undone: Option<Undone>,
}

/// How a part was taken back.
#[derive(Debug)]
pub(in super::super) struct Undone {
    pub(in super::super) reason: String,
    pub(in super::super) at: Timestamp,
    pub(in super::super) seq: u64,
}

/// A wording that the chair offered to adopt instead.
#[derive(Debug)]
pub(in super::super) struct Offered {
    pub(in super::super) number: u32,
    pub(in super::super) drawing: Drawing,
    pub(in super::super) note: String,
    pub(in super::super) at: Timestamp,
    pub(in super::super) seq: u64,
    /// Whether it was made for a text that has been replaced since.
    pub(in super::super) is_past: bool,
    pub(in super::super) answer: Option<Answered>,
}

/// What the secretariat proposed to do with the amendment.
#[derive(Debug)]
pub(in super::super) struct Advised {
    pub(in super::super) version: u32,
    pub(in super::super) advice: &'static str,
    /// The amendment that covers this one.
    pub(in super::super) other: Option<u32>,
    /// The wording to adopt instead.
    pub(in super::super) drawing: Option<Drawing>,
    pub(in super::super) note: Option<String>,
    pub(in super::super) by: String,
    pub(in super::super) at: Timestamp,
    pub(in super::super) seq: u64,
    pub(in super::super) answer: Option<Answered>,
}

/// What the sponsor answered.
#[derive(Debug)]
pub(in super::super) struct Answered {
    pub(in super::super) is_yes: bool,
    pub(in super::super) reason: Option<String>,
    pub(in super::super) at: Timestamp,
    pub(in super::super) seq: u64,
}

impl Answered {
    fn of(answer: &Answer) -> Self {
        Self {
            is_yes: answer.accepted,
            reason: given(answer.reason.as_ref()),
            at: answer.at,
            seq: answer.seq,
        }
    }
}

/// Shows the parts that were adopted, those taken back too.
pub(super) fn parts(
    page: &Page,
    desk: &Desk,
    instrument: &Instrument,
    amendment: &Amendment,
) -> Vec<Part> {
    let may_dispose = desk.may(Operation::DisposeOfAmendment, instrument);
    let language = language_of(instrument, place_of(instrument, amendment.change()));
    let parts = amendment.parts.iter().map(|it| {
        let sides = (instrument.base_of_part(amendment, it)).zip(it.wording.as_deref());
        Part {
            number: it.number,
            drawing: sides.map_or_else(Drawing::default, |(base, wording)| {
                Drawing::reworded(page, base, wording, &language)
            }),
            note: given(it.note.as_ref()),
            at: it.at,
            seq: it.seq,
            may_undo: may_dispose && instrument.part_to_undo(amendment.id, it.number).is_ok(),
            undone: it.undone.as_ref().map(|undone| Undone {
                reason: undone.reason.or_mark().to_owned(),
                at: undone.at,
                seq: undone.seq,
            }),
        }
    });
    parts.collect()
}

/// Shows the offers, the last one first.
pub(super) fn offers(page: &Page, instrument: &Instrument, amendment: &Amendment) -> Vec<Offered> {
    let offers = amendment.offers.iter().rev().map(|it| Offered {
        number: it.number,
        drawing: against_base(page, instrument, amendment, it.wording.as_deref()),
        note: it.note.or_mark().to_owned(),
        at: it.at,
        seq: it.seq,
        is_past: it.text != amendment.text().number,
        answer: it.answer.as_ref().map(Answered::of),
    });
    offers.collect()
}

/// Shows the procedures proposed, the one in force first.
pub(super) fn procedures(
    page: &Page,
    desk: &Desk,
    instrument: &Instrument,
    amendment: &Amendment,
) -> Vec<Advised> {
    let procedures = amendment.procedures.iter().rev().map(|it| Advised {
        version: it.version,
        advice: it.advice.as_str(),
        other: match &it.advice {
            Advice::OvertakenBy(other) => instrument.amendment(*other).map(|it| it.number),
            _ => None,
        },
        drawing: match &it.advice {
            Advice::AdoptModified { wording, .. } => Some(against_base(
                page,
                instrument,
                amendment,
                wording.as_deref(),
            )),
            _ => None,
        },
        note: given(it.note.as_ref()),
        by: acted_by(page, desk, it.by),
        at: it.at,
        seq: it.seq,
        answer: it.answer.as_ref().map(Answered::of),
    });
    procedures.collect()
}

/// Draws a wording against the one the amendment was written for.
fn against_base(
    page: &Page,
    instrument: &Instrument,
    amendment: &Amendment,
    wording: Option<&domain::text::Wording>,
) -> Drawing {
    let change = amendment.change();
    let language = language_of(instrument, place_of(instrument, change));
    match (instrument.base_wording(amendment), wording) {
        (Some(base), Some(wording)) => Drawing::reworded(page, base, wording, &language),
        (None, Some(wording)) => Drawing::appearing(page, wording, &language),
        (_, None) => Drawing::default(),
    }
}
