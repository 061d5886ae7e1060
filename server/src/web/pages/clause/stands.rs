//! Where each organisation stands on a clause, by constituency.

use std::collections::BTreeMap;

use domain::consensus::{FormerStatement, Standing};
use domain::id::{ClauseId, OrganisationId};
use domain::instrument::Instrument;
use domain::network::Network;

use crate::web::page::Page;
use crate::web::pages::change::Change;
use crate::web::pages::held::Held;
use crate::web::pages::status::stand;

/// The organisations of one constituency.
#[derive(Debug)]
pub(crate) struct Group {
    /// The constituency.
    pub(crate) constituency: String,
    /// Where each stands, by their names.
    pub(crate) stands: Vec<Stand>,
}

/// Where one organisation stands.
#[derive(Debug)]
pub(crate) struct Stand {
    /// Its short name.
    pub(crate) organisation: String,
    /// Its name.
    pub(crate) name: String,
    /// What it counts as, as the message `stand-…` says it.
    pub(crate) counts_as: &'static str,
    /// Its latest position, counted or not.
    pub(crate) held: Option<Held>,
    /// Where its objection stands, if it has one.
    pub(crate) objection: Option<&'static str>,
    /// What changed since, where its position is on an earlier wording.
    pub(crate) since: Option<Change>,
}

/// What an organisation that no longer votes last said.
#[derive(Debug)]
pub(super) struct Former {
    pub(super) organisation: String,
    pub(super) held: Option<Held>,
    pub(super) is_current: bool,
}

/// Shows the electorate by constituency, both in the order of their names.
pub(crate) fn groups(
    page: &Page,
    network: &Network,
    place: (&Instrument, ClauseId),
    standings: &[Standing<OrganisationId>],
) -> Vec<Group> {
    let mut groups: BTreeMap<&str, Vec<Stand>> = BTreeMap::new();
    for standing in standings {
        groups
            .entry(&standing.constituency)
            .or_default()
            .push(shown(page, network, place, standing));
    }
    let sorted = |(constituency, mut stands): (&str, Vec<Stand>)| {
        stands.sort_by(|a, b| a.organisation.cmp(&b.organisation));
        Group {
            constituency: constituency.to_owned(),
            stands,
        }
    };
    groups.into_iter().map(sorted).collect()
}

fn shown(
    page: &Page,
    network: &Network,
    (instrument, clause): (&Instrument, ClauseId),
    standing: &Standing<OrganisationId>,
) -> Stand {
    let id = standing.organisation;
    let position = instrument.position_of(id, clause);
    let earlier = position.filter(|it| instrument.tabled_hash(clause) != Some(it.text_hash));
    let name = network.organisation(id).map(|it| it.name.or_mark());
    Stand {
        organisation: network.short_name(id).to_owned(),
        name: name.unwrap_or_default().to_owned(),
        counts_as: stand(standing),
        held: position.map(|it| Held::of(network, instrument, it)),
        objection: standing
            .objection
            .map(domain::consensus::ObjectionState::as_str),
        since: earlier.and_then(|it| Change::since(page, instrument, clause, it.text_hash)),
    }
}

/// Shows what organisations outside the electorate last said.
pub(super) fn former(
    network: &Network,
    (instrument, clause): (&Instrument, ClauseId),
    statements: &[FormerStatement<OrganisationId>],
) -> Vec<Former> {
    let shown = |it: &FormerStatement<OrganisationId>| Former {
        organisation: network.short_name(it.organisation).to_owned(),
        held: instrument
            .position_of(it.organisation, clause)
            .map(|position| Held::of(network, instrument, position)),
        is_current: it.current,
    };
    statements.iter().map(shown).collect()
}
