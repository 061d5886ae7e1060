//! A clause with everything about it.

use domain::id::ClauseId;
use domain::instrument::{Instrument, Revision, RevisionClause};
use domain::permission::Operation;

use super::course::Went;
use super::history::{Event, history};
use super::reasons::{ReasonRow, rows};
use super::stands::{Former, Group, former, groups};
use crate::web::page::Page;
use crate::web::pages::amendments::{Entry, entry};
use crate::web::pages::desk::Desk;
use crate::web::pages::procedure::Road;
use crate::web::pages::sentence::missing;
use crate::web::pages::status::StatusView;
use crate::web::pages::text::{Text, clause_name};

/// A clause with everything about it.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) href: String,
    pub(super) instrument_href: String,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) text: Text,
    pub(super) hash: String,
    /// The revision that is shown.
    pub(super) revision: u32,
    /// Whether it is on the table; a clause that was taken out is still shown.
    pub(super) is_on_table: bool,
    pub(super) agreement: Option<Agreement>,
    pub(super) road: Road,
    pub(super) amendments: Vec<Entry>,
    /// How the agreement went; empty if it never was on the table.
    pub(super) course: Went,
    pub(super) history: Vec<Event>,
    pub(super) may: Permitted,
}

/// What the reader may do with a clause.
#[derive(Debug)]
pub(super) struct Permitted {
    pub(super) take_position: bool,
    /// Enter a position for an organisation.
    pub(super) enter: bool,
    pub(super) propose: bool,
}

/// How much agreement there is, and why.
#[derive(Debug)]
pub(super) struct Agreement {
    pub(super) status: StatusView,
    pub(super) missing: Option<String>,
    pub(super) reasons: Vec<ReasonRow>,
    pub(super) groups: Vec<Group>,
    pub(super) former: Vec<Former>,
}

impl Sheet {
    /// Shows a clause as it was last on the table; none if it never was.
    pub(super) fn new(
        page: &Page,
        desk: &Desk,
        instrument: &Instrument,
        id: ClauseId,
        course: Went,
    ) -> Option<Self> {
        let (revision, clause) = last_tabled(instrument, id)?;
        let is_on_table = instrument.tabled_hash(id).is_some();
        let may = |operation| is_on_table && desk.may_for_members(operation, instrument);
        let instrument_href = format!("/instruments/{}", instrument.id);
        let mut amendments = instrument.amendments();
        amendments.retain(|amendment| amendment.change().clause() == id);
        Some(Self {
            href: format!("{instrument_href}/clauses/{id}"),
            instrument_href,
            id: id.to_string(),
            name: clause_name(page, clause),
            text: Text::of(page, revision, clause),
            hash: clause.hash.to_string(),
            revision: revision.number,
            is_on_table,
            agreement: agreement(page, desk, instrument, id),
            road: Road::of(page, desk, instrument, id),
            amendments: amendments
                .iter()
                .map(|it| entry(page, desk, instrument, it))
                .collect(),
            course,
            history: history(page, desk, instrument, id),
            may: Permitted {
                take_position: may(Operation::TakePosition),
                enter: is_on_table && desk.may(Operation::EnterPosition, instrument),
                propose: may(Operation::ProposeAmendment),
            },
        })
    }
}

fn last_tabled(instrument: &Instrument, id: ClauseId) -> Option<(&Revision, &RevisionClause)> {
    let mut revisions = instrument.revisions().iter().rev();
    revisions.find_map(|revision| Some((revision.as_ref(), revision.clause(id)?)))
}

fn agreement(page: &Page, desk: &Desk, instrument: &Instrument, id: ClauseId) -> Option<Agreement> {
    let network = desk.network();
    let evaluation = instrument.evaluation(id, network, desk.now)?;
    Some(Agreement {
        status: StatusView::new(page, network, &evaluation),
        missing: missing(page, network, &evaluation),
        reasons: rows(page, network, &evaluation.reasons),
        groups: groups(page, network, (instrument, id), &evaluation.standings),
        former: former(network, (instrument, id), &evaluation.former),
    })
}
