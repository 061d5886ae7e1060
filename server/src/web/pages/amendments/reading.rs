//! Sentences that two amendments make together, which the chair reads before adopting both.

use domain::amendments::Near;
use domain::id::AmendmentId;
use domain::instrument::Instrument;

use crate::web::form::Form;

/// Two amendments that change one sentence.
#[derive(Debug)]
pub(super) struct Together {
    /// Their numbers.
    pub(super) one: u32,
    pub(super) other: u32,
    /// What they make of it.
    pub(super) sentences: Vec<String>,
    /// The value of the field that says it was read.
    pub(super) value: String,
}

/// Shows pairs that change one sentence.
pub(super) fn together(instrument: &Instrument, near: &[Near<AmendmentId>]) -> Vec<Together> {
    let number = |id| instrument.amendment(id).map_or(0, |it| it.number);
    let pairs = near.iter().map(|it| Together {
        one: number(it.one),
        other: number(it.other),
        sentences: it.sentences.clone(),
        value: format!("{} {}", it.one, it.other),
    });
    pairs.collect()
}

/// Returns the pairs that a form says were read.
pub(super) fn read_pairs(form: &Form) -> Vec<(AmendmentId, AmendmentId)> {
    let read = form.values("read").filter_map(|value| {
        let (one, other) = value.split_once(' ')?;
        Some((one.parse().ok()?, other.parse().ok()?))
    });
    read.collect()
}
