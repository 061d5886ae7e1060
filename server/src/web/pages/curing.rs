//! The amendments that would cure an objection: those to choose from, and those that were named.

use domain::id::{AmendmentId, ClauseId};
use domain::instrument::{Amendment, Instrument};

use super::desk::Desk;
use super::text::clause_called;
use crate::web::form::Form;
use crate::web::page::Page;

/// Returns the open amendments, those to the clause first: each with its name in the form.
pub(crate) fn cures(
    page: &Page,
    desk: &Desk,
    instrument: &Instrument,
    clause: Option<ClauseId>,
) -> Vec<(String, String)> {
    let mut open: Vec<&Amendment> = instrument.amendments();
    open.retain(|it| it.is_open());
    open.sort_by_key(|it| (Some(it.change().clause()) != clause, it.number));
    let named = open.into_iter().map(|it| {
        let changed = clause_called(page, instrument, Some(it.change().clause()));
        let name = page
            .t("position-cure")
            .arg("number", it.number)
            .arg("clause", changed)
            .arg("sponsor", desk.network().short_name(it.sponsor));
        (it.id.to_string(), name.to_string())
    });
    named.collect()
}

/// Proposes the amendments that were named.
pub(crate) fn with_cures(form: Form, named: &[AmendmentId]) -> Form {
    let named = named.iter();
    named.fold(form, |form, id| form.with("cures", id.to_string()))
}

/// Returns the address and the number of each amendment that was named.
pub(crate) fn named_cures(instrument: &Instrument, named: &[AmendmentId]) -> Vec<(String, u32)> {
    let found = named.iter().filter_map(|id| {
        let number = instrument.amendment(*id)?.number;
        let href = format!("/instruments/{}/amendments/{id}", instrument.id);
        Some((href, number))
    });
    found.collect()
}
