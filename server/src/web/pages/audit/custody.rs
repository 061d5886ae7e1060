//! The chain of custody of a clause: one page that needs nothing else, to be kept, printed and checked
//! without this server.
//!
//! The page holds the exact bytes and the proof of every entry that it tells of, also as files.

mod exhibit;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::id::{ClauseId, InstrumentId};
use domain::instrument::Instrument;
use domain::network::AuditReading;
use domain::permission::Operation;
use domain::record::AuditScope;
use domain::time::Timestamp;

pub(crate) use self::exhibit::Attachment;
use self::exhibit::{Exhibit, exhibits};
use super::super::desk::Desk;
use super::super::instruments::file_name;
use super::super::text::{Text, clause_called};
use super::event::{Event, Telling};
use super::timeline::Found;
use super::wordings::Authors;
use crate::exchange::export::STYLE;
use crate::i18n::Markup;
use crate::live::Hub;
use crate::sealing::policy::{self, Witnesses};
use crate::sealing::proof::{Prover, Seal};
use crate::state::AppState;
use crate::web::page::Page;
use crate::web::problem::Problem;
use crate::workflow;

/// What is folded on a screen is open on paper.
const FOLDED: &str = "
details { margin-block: .8em; }
pre { font-size: .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { details::details-content { content-visibility: visible; block-size: auto; } details > summary { list-style: none; } }
";

#[derive(Template)]
#[template(path = "custody.html")]
struct Report<'a> {
    p: &'a Page,
    style: Markup,
    title: String,
    name: String,
    clause: ClauseId,
    instrument: InstrumentId,
    by: String,
    at: Timestamp,
    /// The number of entries that the record had.
    size: u64,
    /// The name of the network in statements: the hash of its first entry.
    network: String,
    /// The root of the tree over these entries.
    root: String,
    /// The name and key of the log; none before it has one.
    log_key: Option<String>,
    /// The best signed checkpoint, with who cosigned it; none before the first.
    seal: Option<&'a Seal>,
    wordings: Vec<Worded>,
    events: Vec<Event>,
    exhibits: Vec<Exhibit>,
}

/// A wording in full.
struct Worded {
    revision: u32,
    at: Timestamp,
    seq: u64,
    hash: String,
    text: Text,
    authors: Authors,
}

/// The chain of custody of a clause, written.
pub(crate) struct Custody {
    /// What a file of it may be called, without its ending.
    pub(crate) name: String,
    /// The page, which needs nothing else.
    pub(crate) html: String,
    /// The same entries, proofs and words as files.
    pub(crate) files: Vec<Attachment>,
}

/// With what a report is written, and for whom.
#[derive(Clone, Copy)]
pub(crate) struct Writing<'a> {
    /// Where record and drafts are read.
    pub(crate) hub: &'a Hub,
    /// Whose cosignatures are wanted.
    pub(crate) witnesses: Option<&'a Witnesses>,
    /// The language of the report.
    pub(crate) page: &'a Page,
    /// Who takes it out.
    pub(crate) desk: &'a Desk,
}

impl Report<'_> {
    fn exhibit(&self, seq: Option<&u64>) -> Option<&Exhibit> {
        let at = self.exhibits.binary_search_by_key(seq?, |it| it.seq);
        self.exhibits.get(at.ok()?)
    }
}

/// Sends the chain of custody of a clause as a page to keep.
pub(super) async fn take_out_custody(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path(place): Path<(InstrumentId, ClauseId)>,
) -> Result<Response, Problem> {
    custody_of(&app, &page, &desk, place).await
}

/// Sends the chain of custody of a clause as a page to keep; that it was taken out is recorded.
///
/// # Errors
///
/// * as [`write_custody`] says.
pub(crate) async fn custody_of(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    place: (InstrumentId, ClauseId),
) -> Result<Response, Problem> {
    let writing = Writing {
        hub: &app.hub,
        witnesses: app.sealing.witnesses(),
        page,
        desk,
    };
    let Custody { name, html, .. } = write_custody(writing, place).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"custody-{name}.html\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, html).into_response())
}

/// Writes the chain of custody of a clause; that it was taken out is recorded.
///
/// # Errors
///
/// * forbidden unless the person oversees the record;
/// * not found if there is no such clause;
/// * internal if the record cannot be read or written.
pub(crate) async fn write_custody(
    writing: Writing<'_>,
    (id, clause): (InstrumentId, ClauseId),
) -> Result<Custody, Problem> {
    let Writing {
        hub, page, desk, ..
    } = writing;
    let instrument = desk.permitted(Operation::ReadAudit, id)?;
    let telling = Telling {
        hub,
        page,
        desk,
        instrument,
        clause,
    };
    let events = Found::read(&telling).await?.tell_all(&telling).await?;
    let mut tx = hub.office().store().snapshot().await?;
    let prover = Prover::read(&mut tx, writing.witnesses).await?;
    let told = events.iter().filter_map(|it| it.seq);
    let exhibits = exhibits(&telling, (&mut tx, &prover), told).await?;
    let ledger = tx.ledger_origin().await?;
    let report = Report {
        p: page,
        style: Markup::trusted(format!("<style>{STYLE}{FOLDED}</style>")),
        title: instrument.title().or_mark().to_owned(),
        name: clause_called(page, instrument, Some(clause)),
        clause,
        instrument: id,
        by: desk.network().delegate_name(desk.by).to_owned(),
        at: desk.now,
        size: desk.seq(),
        network: exhibits[0].leaf_hash.clone(),
        root: tx.tree_root(desk.seq()).await?.to_string(),
        log_key: ledger.and_then(|it| Some(policy::verifier(&it)?.to_string())),
        seal: prover.best(),
        wordings: wordings(&telling).await?,
        events,
        exhibits,
    };
    drop(tx);
    let html = report.render().map_err(|error| Problem::internal(&error))?;
    note(hub, desk, (id, clause)).await?;
    Ok(Custody {
        name: file_name(&format!("{} {}", report.title, report.name)),
        html,
        files: files(&report),
    })
}

/// Records that the chain of custody of a clause was taken out.
async fn note(
    hub: &Hub,
    desk: &Desk,
    (id, clause): (InstrumentId, ClauseId),
) -> Result<(), Problem> {
    let reading = AuditReading {
        scope: AuditScope::Custody,
        instrument: Some(id),
        clause: Some(clause),
        filter: String::new(),
    };
    workflow::note_taking_out(hub.office(), desk.by, &reading).await?;
    Ok(())
}

fn files(report: &Report<'_>) -> Vec<Attachment> {
    let note = report.seal.map(|it| Attachment {
        name: "checkpoint".to_owned(),
        bytes: it.note.clone().into_bytes(),
    });
    let exhibits = report.exhibits.iter().flat_map(Exhibit::files);
    note.into_iter().chain(exhibits).collect()
}

/// Returns every wording that a revision gave the clause, the first one first.
async fn wordings(telling: &Telling<'_>) -> Result<Vec<Worded>, Problem> {
    let Telling {
        hub,
        page,
        desk,
        instrument,
        clause,
    } = *telling;
    let mut wordings: Vec<Worded> = Vec::new();
    for number in changed_in(instrument, clause) {
        let Some(revision) = instrument.revision(number) else {
            continue;
        };
        let Some(tabled) = revision.clause(clause) else {
            continue;
        };
        wordings.push(Worded {
            revision: number,
            at: revision.tabled_at,
            seq: revision.seq,
            hash: tabled.hash.to_string(),
            text: Text::of(page, revision, tabled),
            authors: Authors::of(hub, desk, (instrument, clause), number).await?,
        });
    }
    Ok(wordings)
}

/// Returns the revisions that gave a clause another wording than the one before had.
fn changed_in(instrument: &Instrument, clause: ClauseId) -> Vec<u32> {
    let mut before = None;
    let mut changed = Vec::new();
    for revision in instrument.revisions() {
        let now = revision.clause(clause).map(|it| it.hash);
        if now != before && now.is_some() {
            changed.push(revision.number);
        }
        before = now;
    }
    changed
}

#[cfg(test)]
mod tests;
