//! What the figures are made of, read once.

use domain::consensus::{Evaluation, Standing};
use domain::id::{ClauseId, OrganisationId};
use domain::instrument::{Course, Instrument, RevisionClause};

use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::status::stand;

/// An instrument with the agreement on each clause for which positions are asked.
pub(super) struct Survey<'a> {
    pub(super) page: &'a Page,
    pub(super) desk: &'a Desk,
    pub(super) instrument: &'a Instrument,
    pub(super) course: &'a Course,
    pub(super) asked: Vec<Asked<'a>>,
    /// The electorate by constituency and short name.
    pub(super) members: Vec<Member>,
}

/// A clause for which positions are asked.
pub(super) struct Asked<'a> {
    pub(super) clause: &'a RevisionClause,
    pub(super) evaluation: Evaluation<OrganisationId>,
}

/// An organisation that votes now.
pub(super) struct Member {
    pub(super) id: OrganisationId,
    pub(super) name: String,
    pub(super) constituency: String,
}

impl<'a> Survey<'a> {
    pub(super) fn new(
        page: &'a Page,
        desk: &'a Desk,
        instrument: &'a Instrument,
        course: &'a Course,
    ) -> Self {
        let tabled = instrument.current().map_or(&[][..], |table| &table.clauses);
        let asked = tabled.iter().filter(|it| it.is_asked());
        let asked = asked.filter_map(|clause| {
            let evaluation = instrument.evaluation(clause.id, desk.network(), desk.now)?;
            Some(Asked { clause, evaluation })
        });
        let members = desk.network().electorate(desk.now).map(|it| Member {
            id: it.id,
            name: it.short_name.or_mark().to_owned(),
            constituency: it.constituency.to_string(),
        });
        let mut members: Vec<Member> = members.collect();
        members.sort_by(|a, b| (&a.constituency, &a.name).cmp(&(&b.constituency, &b.name)));
        Self {
            page,
            desk,
            instrument,
            course,
            asked: asked.collect(),
            members,
        }
    }

    /// Reports whether positions were ever asked for on a clause, as it was last tabled.
    pub(super) fn was_asked(&self, clause: ClauseId) -> bool {
        let mut revisions = self.instrument.revisions().iter().rev();
        revisions
            .find_map(|revision| revision.clause(clause))
            .is_some_and(domain::instrument::RevisionClause::is_asked)
    }

    /// Writes a message.
    pub(super) fn say(&self, key: &str) -> String {
        self.page.t(key).to_string()
    }
}

impl Asked<'_> {
    /// Returns where an organisation stands; outside where it has no seat on this clause.
    pub(super) fn stand(&self, organisation: OrganisationId) -> &'static str {
        let standings = &self.evaluation.standings;
        let found = standings.binary_search_by(|it| it.organisation.cmp(&organisation));
        found.map_or("outside", |place| stand(&standings[place]))
    }

    /// Returns where each organisation of a constituency stands.
    pub(super) fn standings_of(
        &self,
        constituency: &str,
    ) -> impl Iterator<Item = &Standing<OrganisationId>> {
        let all = self.evaluation.standings.iter();
        all.filter(move |it| it.constituency == constituency)
    }
}
