//! The record, entry by entry, down to its exact bytes.

use axum::Json;
use axum::extract::{Path, State};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::id::{ClauseId, DelegateId, InstrumentId, OrganisationId};
use domain::permission::Operation;
use domain::record::Entry;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{Here, Limit, PageQuery, Paged, Span};
use crate::state::AppState;
use crate::store::{EntryFilter, Page, StoredContent};
use crate::web::extract::ValidQuery;
use crate::web::ledger::ProofFile;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::web::record::may_read;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_entries))
        .routes(routes!(read_entry))
        .routes(routes!(read_proof))
}

/// Which entries are wanted; what is absent does not restrict.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct EntryQuery {
    /// Only entries about this instrument.
    instrument: Option<InstrumentId>,
    /// Only acts of this person.
    actor: Option<DelegateId>,
    /// Only acts for this organisation.
    organisation: Option<OrganisationId>,
    /// Only entries about this clause.
    clause: Option<ClauseId>,
    /// Only entries whose type begins with this, such as `amendment`.
    r#type: Option<String>,
    /// Only entries at or after this instant.
    from: Option<Timestamp>,
    /// Only entries before this instant.
    until: Option<Timestamp>,
    /// Only what follows this place in the record, from a `Link` header.
    after: Option<String>,
    /// Only the last of what precedes this place.
    before: Option<String>,
    /// How many items at most: 1 to 200, 50 unless said.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// An entry of the record.
#[derive(Serialize, ToSchema)]
struct EntryView {
    /// Its place in the record, from 0 without gaps.
    seq: u64,
    /// When the server appended it.
    at: Timestamp,
    /// What it says, such as `position_taken`.
    #[serde(rename = "type")]
    kind: String,
    /// The person who acted, or `system`.
    actor: String,
    /// The organisation acted for.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationId>,
    /// The instrument it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    instrument: Option<InstrumentId>,
    /// The members that an entry of its type has; numbers in place of words are places in `contents`.
    #[schema(value_type = Object)]
    body: Value,
    /// The words beside it; none where they were erased or are not yours to read.
    contents: Vec<Option<String>>,
}

/// An entry with its exact bytes, and what it takes to check them.
#[derive(Serialize, ToSchema)]
struct WholeEntryView {
    #[serde(flatten)]
    entry: EntryView,
    /// The exact bytes that are stored, in Base64.
    bytes: String,
    /// The same bytes as the text they are: canonical JSON (RFC 8785).
    text: String,
    /// What is stored beside the entry, in the order of its commitments.
    beside: Vec<ContentView>,
}

/// A content beside an entry. Its commitment is the SHA-256 of the salt's bytes followed by the text's.
#[derive(Serialize, ToSchema)]
struct ContentView {
    /// The commitment that the entry holds, in hexadecimal.
    commitment: String,
    /// Whether the words are `given`, `erased`, or `withheld` from you.
    state: ContentState,
    /// The salt, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    salt: Option<String>,
    /// The words.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// Whether words can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ContentState {
    /// They can.
    Given,
    /// They were erased, and their salt with them.
    Erased,
    /// They are not yours to see: somebody's address, or who broke silence in confidence.
    Withheld,
}

impl EntryQuery {
    fn filter(&self) -> EntryFilter {
        EntryFilter {
            instrument_id: self.instrument,
            actor_id: self.actor,
            organisation_id: self.organisation,
            clause_id: self.clause,
            type_prefix: self.r#type.clone(),
            from: self.from,
            until: self.until,
        }
    }

    fn page(&self) -> PageQuery {
        PageQuery {
            after: self.after.clone(),
            before: self.before.clone(),
            limit: self.limit,
        }
    }
}

impl EntryView {
    fn new(desk: &Desk, entry: &Entry) -> Self {
        let fact = entry.fact.to_value();
        let contents = entry.contents.iter().enumerate().map(|(place, words)| {
            let text = words.as_str().filter(|_| may_read(desk, entry, place));
            text.map(str::to_owned)
        });
        Self {
            seq: entry.seq,
            at: entry.at,
            kind: entry.fact.type_name(),
            actor: entry.actor.to_string(),
            organisation: entry.organisation,
            instrument: entry.instrument,
            body: fact.get("body").cloned().unwrap_or_default(),
            contents: contents.collect(),
        }
    }
}

/// Checks that the person who asks may read the record.
fn check_reader(desk: &Desk) -> Result<(), Problem> {
    Ok(desk.network().authorise(Operation::ReadRecord, desk.by)?)
}

/// Lists entries of the record in their order.
#[utoipa::path(get, path = "/entries", tag = "record", params(EntryQuery),
    responses((status = 200, description = "A page of them.", body = Vec<EntryView>)))]
async fn list_entries(
    State(app): State<AppState>,
    desk: Desk,
    here: Here,
    ValidQuery(query): ValidQuery<EntryQuery>,
) -> Result<Paged<EntryView>, Problem> {
    check_reader(&desk)?;
    let (entries, next, prev) = page(&app, &query).await?;
    let shown = entries.iter().map(|entry| EntryView::new(&desk, entry));
    Ok(Paged::new(&here, shown.collect(), next, prev))
}

type Entries = (Vec<Entry>, Option<String>, Option<String>);

/// Reads a page, and whether there is more on either side of it.
async fn page(app: &AppState, query: &EntryQuery) -> Result<Entries, Problem> {
    let filter = query.filter();
    let asked = query.page();
    let limit = asked.limit();
    let most = limit as usize;
    let seq = |entry: Option<&Entry>| entry.map(|entry| entry.seq.to_string());
    match asked.span::<u32>()? {
        Span::After(after) => {
            let after = after.map(i64::from);
            let wanted = Page::Oldest {
                after,
                limit: limit + 1,
            };
            let mut entries = app.office.entries(&filter, wanted).await?;
            let has_more = entries.len() > most;
            entries.truncate(most);
            let next = seq(entries.last().filter(|_| has_more));
            let prev = seq(entries.first().filter(|_| after.is_some()));
            Ok((entries, next, prev))
        }
        Span::Before(before) => {
            let wanted = Page::Newest {
                before: Some(before.into()),
                limit: limit + 1,
            };
            let mut entries = app.office.entries(&filter, wanted).await?;
            let has_more = entries.len() > most;
            entries.truncate(most);
            entries.reverse();
            let prev = seq(entries.first().filter(|_| has_more));
            let next = seq(entries.last());
            Ok((entries, next, prev))
        }
    }
}

/// Returns one entry with its exact bytes, and the words and salts behind its commitments.
#[utoipa::path(get, path = "/entries/{seq}", tag = "record",
    params(("seq" = u64, Path, description = "The place of the entry.")),
    responses((status = 200, description = "The entry.", body = WholeEntryView)))]
async fn read_entry(
    State(app): State<AppState>,
    desk: Desk,
    Path(seq): Path<u32>,
) -> Result<Json<WholeEntryView>, Problem> {
    check_reader(&desk)?;
    let entry = app.office.entry(seq.into()).await?;
    let entry = entry.ok_or_else(Problem::not_found)?;
    let seq = i64::from(seq);
    let mut tx = app.office.store().snapshot().await?;
    let stored = tx.entry(seq).await?.ok_or_else(Problem::not_found)?;
    let beside = tx.contents(seq..=seq).await?.into_iter().enumerate();
    let beside =
        beside.map(|(place, content)| ContentView::new(content, may_read(&desk, &entry, place)));
    Ok(Json(WholeEntryView {
        entry: EntryView::new(&desk, &entry),
        bytes: STANDARD.encode(&stored.bytes),
        text: String::from_utf8_lossy(&stored.bytes).into_owned(),
        beside: beside.collect(),
    }))
}

/// Returns the file that proves that an entry is in the ledger, for programs that read C2SP's tlog-proof.
#[utoipa::path(get, path = "/record/{seq}/proof", tag = "record",
    params(("seq" = u64, Path, description = "The place of the entry.")),
    responses((status = 200, description = "The proof, under the last checkpoint that covers the entry.",
        body = String, content_type = "text/plain")))]
async fn read_proof(
    State(app): State<AppState>,
    desk: Desk,
    Path(seq): Path<u32>,
) -> Result<ProofFile, Problem> {
    check_reader(&desk)?;
    ProofFile::of(&app, seq.into()).await
}

impl ContentView {
    fn new(content: StoredContent, may_read: bool) -> Self {
        let state = match &content.words {
            None => ContentState::Erased,
            Some(_) if may_read => ContentState::Given,
            Some(_) => ContentState::Withheld,
        };
        let words = content.words.filter(|_| may_read);
        Self {
            commitment: hex::encode(content.commitment),
            state,
            salt: words.as_ref().map(|words| hex::encode(words.salt)),
            text: words.map(|words| String::from_utf8_lossy(&words.bytes).into_owned()),
        }
    }
}
