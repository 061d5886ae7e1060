//! How far the whole instrument has come, and what was adopted of it.

use std::collections::BTreeSet;

use domain::api::AdoptInstrument;
use domain::id::ClauseId;
use domain::instrument::{Adopted, Instrument, Revision, RevisionClause};
use domain::permission::Operation;
use domain::time::Timestamp;

use super::lacking::{lacking, obstacles};
use crate::i18n::Markup;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::{clause_name, gist};

/// How far an instrument has come.
#[derive(Debug)]
pub(super) struct Overview {
    pub(super) href: String,
    /// The version that is negotiated or was adopted last.
    pub(super) version: u32,
    pub(super) is_adopted: bool,
    pub(super) revision: Option<u32>,
    pub(super) clauses: usize,
    pub(super) agreed: usize,
    /// The clauses by stage, those that lack most first.
    pub(super) stages: Vec<Stages>,
    /// Open amendments that are about no clause on the table: address and number.
    pub(super) proposed: Vec<(String, u32)>,
    /// How many clauses the chair can record as agreed; none where the reader cannot.
    pub(super) agreeable: Option<usize>,
    /// What keeps it from being adopted.
    pub(super) obstacles: Vec<String>,
    /// Whether the reader can adopt it now.
    pub(super) may_adopt: bool,
    /// The versions adopted so far, the newest one first.
    pub(super) adopted: Vec<Version>,
    pub(super) may_sign: bool,
}

/// The clauses at one stage.
#[derive(Debug)]
pub(super) struct Stages {
    pub(super) stage: &'static str,
    pub(super) rows: Vec<Row>,
}

/// A clause and what it lacks.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) gist: String,
    /// The `lang` and `dir` of the gist.
    pub(super) attributes: Markup,
    pub(super) level: Option<&'static str>,
    pub(super) lacks: Vec<Markup>,
    /// Its open amendments: address and number.
    pub(super) amendments: Vec<(String, u32)>,
}

/// An adopted version.
#[derive(Debug)]
pub(super) struct Version {
    pub(super) number: u32,
    /// The address of its public page.
    pub(super) href: String,
    pub(super) root: String,
    pub(super) revision: u32,
    pub(super) at: Timestamp,
    pub(super) seq: u64,
    pub(super) signed: Vec<Signed>,
    /// The voting organisations that have not signed it, as long as they can.
    pub(super) unsigned: Vec<String>,
}

/// An organisation that has signed.
#[derive(Debug)]
pub(super) struct Signed {
    pub(super) name: String,
    pub(super) constituency: String,
    pub(super) at: Timestamp,
    /// The address of what it signed.
    pub(super) href: String,
    pub(super) reservations: usize,
    pub(super) dissociations: usize,
}

/// The stages in the order in which they are shown.
const STAGES: [&str; 8] = [
    "parked",
    "reopened",
    "tabled",
    "drafting",
    "called",
    "silence",
    "agreed_ad_referendum",
    "agreed",
];

impl Overview {
    pub(super) fn of(page: &Page, desk: &Desk, instrument: &Instrument) -> Self {
        let table = instrument.current();
        let tabled = table.into_iter().flat_map(|table| &table.clauses);
        let to_agree = tabled.filter(|it| !instrument.goes_with_the_whole(it));
        let clauses = to_agree.count();
        let is_adopted = instrument.is_adopted();
        let versions = instrument.adopted().iter().rev();
        Self {
            href: format!("/instruments/{}", instrument.id),
            version: instrument.version(),
            is_adopted,
            revision: table.map(|table| table.number),
            clauses,
            agreed: clauses - instrument.not_agreed().len(),
            stages: table.map_or_else(Vec::new, |table| stages(page, desk, instrument, table)),
            proposed: table.map_or_else(Vec::new, |table| proposed(instrument, table)),
            agreeable: agreeable(desk, instrument),
            may_adopt: table.is_some_and(|table| may_adopt(desk, instrument, table)),
            obstacles: table.map_or_else(Vec::new, |_| obstacles(page, desk, instrument)),
            adopted: versions.map(|it| version(desk, instrument, it)).collect(),
            may_sign: may_sign(desk, instrument),
        }
    }
}

/// Reports whether the reader can sign the adopted instrument now for its organisation.
pub(super) fn may_sign(desk: &Desk, instrument: &Instrument) -> bool {
    let own = desk.organisation();
    let adopted = instrument.adopted().last();
    let has_signed = own
        .zip(adopted)
        .is_some_and(|(own, adopted)| adopted.signatures.contains_key(&own.id));
    desk.may_for_members(Operation::SignInstrument, instrument) && !has_signed
}

/// Returns how many clauses can be recorded as agreed, if the reader may do so.
fn agreeable(desk: &Desk, instrument: &Instrument) -> Option<usize> {
    let may = desk.may(Operation::AgreeClauses, instrument);
    let clauses = instrument.current().filter(|_| may)?.clauses.iter();
    Some(clauses.filter(|it| instrument.is_agreeable(it.id)).count())
}

/// Reports whether the reader can adopt the instrument as it is on the table.
fn may_adopt(desk: &Desk, instrument: &Instrument, table: &Revision) -> bool {
    let command = AdoptInstrument {
        root: table.root,
        note: None,
    };
    let act = instrument.adopt_instrument(&command, &desk.acting());
    act.is_ok() && !instrument.is_adopted()
}

fn stages(page: &Page, desk: &Desk, instrument: &Instrument, table: &Revision) -> Vec<Stages> {
    let awaited: BTreeSet<ClauseId> = if instrument.is_adopted() {
        BTreeSet::new()
    } else {
        instrument
            .awaiting_referendum(&desk.acting())
            .into_iter()
            .collect()
    };
    let stages = STAGES.iter().map(|stage| {
        let at_stage = |it: &&RevisionClause| instrument.stage(it.id).as_str() == *stage;
        let clauses = table.clauses.iter().filter(at_stage);
        Stages {
            stage,
            rows: clauses
                .map(|clause| {
                    let lacks = lacking(
                        page,
                        desk,
                        instrument,
                        clause.id,
                        awaited.contains(&clause.id),
                    );
                    row(page, desk, (instrument, table, clause), lacks)
                })
                .collect(),
        }
    });
    stages.filter(|it| !it.rows.is_empty()).collect()
}

fn row(
    page: &Page,
    desk: &Desk,
    (instrument, table, clause): (&Instrument, &Revision, &RevisionClause),
    lacks: Vec<Markup>,
) -> Row {
    let is_shown = crate::web::pages::instruments::is_shown(instrument, clause);
    let evaluation = is_shown
        .then(|| instrument.evaluation(clause.id, desk.network(), desk.now))
        .flatten();
    Row {
        href: format!("/instruments/{}/clauses/{}", instrument.id, clause.id),
        name: clause_name(page, clause),
        gist: gist(clause),
        attributes: page.text_in(table.language_of(clause)),
        level: evaluation.map(|it| it.level.as_str()),
        lacks,
        amendments: amendments(instrument, |about| about == clause.id),
    }
}

/// Returns the open amendments that would insert clauses.
fn proposed(instrument: &Instrument, table: &Revision) -> Vec<(String, u32)> {
    amendments(instrument, |about| table.clause(about).is_none())
}

fn amendments(instrument: &Instrument, wanted: impl Fn(ClauseId) -> bool) -> Vec<(String, u32)> {
    let all = instrument.amendments().into_iter();
    let open = all.filter(|it| it.is_open() && wanted(it.change().clause()));
    open.map(|it| {
        let href = format!("/instruments/{}/amendments/{}", instrument.id, it.id);
        (href, it.number)
    })
    .collect()
}

fn version(desk: &Desk, instrument: &Instrument, adopted: &Adopted) -> Version {
    let network = desk.network();
    let is_last = instrument.is_adopted()
        && (instrument.adopted().last()).is_some_and(|it| it.version == adopted.version);
    let unsigned = network
        .electorate(desk.now)
        .filter(|it| is_last && !adopted.signatures.contains_key(&it.id));
    let mut unsigned: Vec<_> = unsigned.map(|it| it.name.or_mark().to_owned()).collect();
    unsigned.sort();
    Version {
        number: adopted.version,
        href: format!("/adopted/{}/{}", instrument.id, adopted.version),
        root: adopted.root.to_string(),
        revision: adopted.revision,
        at: adopted.at,
        seq: adopted.seq,
        signed: signed(desk, instrument, adopted),
        unsigned,
    }
}

fn signed(desk: &Desk, instrument: &Instrument, adopted: &Adopted) -> Vec<Signed> {
    let network = desk.network();
    let signed = adopted.signatures.iter().map(|(id, it)| {
        let organisation = network.organisation(*id);
        let name = organisation.map_or("[–]", |it| it.name.or_mark());
        Signed {
            name: name.to_owned(),
            constituency: organisation.map_or_else(String::new, |it| it.constituency.to_string()),
            at: it.at,
            href: receipt_href(instrument, adopted.version, *id),
            reservations: it.reservations.len(),
            dissociations: it.dissociations.len(),
        }
    });
    let mut signed: Vec<_> = signed.collect();
    signed.sort_by(|a, b| (&a.constituency, &a.name).cmp(&(&b.constituency, &b.name)));
    signed
}

/// Returns the address of what an organisation signed.
pub(super) fn receipt_href(
    instrument: &Instrument,
    version: u32,
    organisation: domain::id::OrganisationId,
) -> String {
    format!(
        "/instruments/{}/agreement/{version}/signatures/{organisation}",
        instrument.id
    )
}
