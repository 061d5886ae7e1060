//! What there is to choose from in the form of a position.

use domain::consensus::{Mandate, PositionKind};
use domain::id::OrganisationId;

use super::Place;
use crate::web::page::Page;
use crate::web::pages::curing::cures;
use crate::web::pages::desk::Desk;

/// What there is to choose from in the form of a position.
pub(super) struct Fields {
    /// The kinds of position, each with its name and what it means.
    pub(super) kinds: Vec<(&'static str, String, String)>,
    pub(super) mandates: Vec<(&'static str, String, String)>,
    /// The objections that can be joined, by their entry; the first choice is none of them.
    pub(super) joinable: Vec<(String, String)>,
    /// The open amendments that can be named as a cure, those to the clause first.
    pub(super) cures: Vec<(String, String)>,
}

impl Fields {
    /// Gathers them for an organisation, where it is known whose position it is.
    pub(super) fn of(
        page: &Page,
        desk: &Desk,
        place: Place<'_>,
        organisation: Option<OrganisationId>,
    ) -> Self {
        let explained = |prefix: &str, name: &'static str| {
            let label = page.say(prefix, name).to_string();
            (name, label, page.about(prefix, name))
        };
        let kinds = PositionKind::ALL.map(|it| explained("position-kind-", it.as_str()));
        let mandates = Mandate::ALL.map(|it| explained("mandate-", it.as_str()));
        Self {
            kinds: kinds.to_vec(),
            mandates: mandates.to_vec(),
            joinable: joinable(page, desk, place, organisation),
            cures: cures(page, desk, place.instrument, Some(place.clause.id)),
        }
    }
}

fn joinable(
    page: &Page,
    desk: &Desk,
    place: Place<'_>,
    organisation: Option<OrganisationId>,
) -> Vec<(String, String)> {
    let raised = place.instrument.joinable(place.clause.id, organisation);
    let named = raised.map(|it| {
        let name = page
            .t("position-joins-one")
            .arg("organisation", desk.network().short_name(it.organisation))
            .arg("number", it.seq);
        (it.seq.to_string(), name.to_string())
    });
    let none = (String::new(), page.t("position-joins-none").to_string());
    std::iter::once(none).chain(named).collect()
}
