//! What a filter lets through, as a file: every entry exactly as it is stored, with its words.
//!
//! # Invariants
//!
//! * Whatever the size, only some entries at a time are in memory.
//! * Words erased while a file is being written are not in the rest of it.

use std::io;

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::network::AuditReading;
use domain::record::{Actor, AuditScope};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::super::desk::Desk;
use super::event::words;
use super::finding::has;
use crate::state::AppState;
use crate::store::{EntryFilter, Page as Span, StoredContent};
use crate::web::csv;
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::problem::Problem;
use crate::web::record::{Wanted, leaf_hash, may_read, sentence};
use crate::workflow::{self, KeptEntry};

/// How many entries are read and written at once.
const BATCH: u32 = 200;
/// The columns of comma-separated values.
const COLUMNS: [&str; 11] = [
    "entry",
    "at",
    "type",
    "actor",
    "actor_name",
    "organisation",
    "organisation_name",
    "instrument",
    "sentence",
    "leaf_hash",
    "words",
];

/// The forms in which entries go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum EntryFormat {
    /// One JSON object a line: the entry as it is stored, and the words beside it.
    Ndjson,
    /// Comma-separated values that no spreadsheet takes for formulas.
    Csv,
}

/// What is to go out.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    /// Which entries.
    pub(crate) filter: EntryFilter,
    /// The words that they are to have in them; empty for all.
    pub(crate) text: String,
    /// The filter as it is recorded.
    pub(crate) said: String,
    /// The form.
    pub(crate) format: EntryFormat,
}

/// A file being written.
struct Run {
    app: AppState,
    page: Page,
    desk: Desk,
    wish: Wish,
    after: Option<i64>,
    /// The first entry that no longer goes out: those made since it was asked for.
    end: u64,
}

impl EntryFormat {
    /// Returns the name, which is also the ending of a file's name.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Ndjson => "application/x-ndjson",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// Sends what the filter of the list lets through, as a file.
pub(super) async fn export(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    form: Form,
) -> Result<Response, Problem> {
    let format = match form.value("format") {
        "csv" => EntryFormat::Csv,
        "ndjson" => EntryFormat::Ndjson,
        _ => return Err(Problem::invalid_field("/format", "this is csv or ndjson")),
    };
    let wanted = Wanted::parse(form.value("filter"));
    let filter = wanted.filter(&page.reader.zone)?;
    let wish = Wish {
        filter,
        said: wanted.query(),
        text: wanted.text,
        format,
    };
    sent(app, page, desk, wish).await
}

/// Records that entries go out, and sends them.
///
/// # Errors
///
/// * forbidden unless the person oversees the record;
/// * internal if the record cannot be read or written.
pub(crate) async fn sent(
    app: AppState,
    page: Page,
    desk: Desk,
    wish: Wish,
) -> Result<Response, Problem> {
    let format = wish.format;
    let reading = AuditReading {
        scope: AuditScope::Export,
        instrument: None,
        clause: None,
        filter: match wish.said.as_str() {
            "" => format!("format={}", format.as_str()),
            said => format!("{said}&format={}", format.as_str()),
        },
    };
    workflow::note_taking_out(&app.office, desk.by, &reading).await?;
    let end = desk.seq();
    let run = Run {
        app,
        page,
        desk,
        wish,
        after: None,
        end,
    };
    let head = match format {
        EntryFormat::Csv => csv::row(COLUMNS.into_iter().map(str::to_owned)),
        EntryFormat::Ndjson => String::new(),
    };
    let entries = stream::try_unfold((Some(head), run), async |(head, run)| match head {
        Some(head) => Ok(Some((head, (None, run)))),
        None => run.next().await,
    });
    let name = format!("attachment; filename=\"record.{}\"", format.as_str());
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(entries)).into_response())
}

type Step = Option<(String, (Option<String>, Run))>;

impl Run {
    /// Writes the next entries; none where there are no more.
    async fn next(mut self) -> Result<Step, io::Error> {
        // Names erased meanwhile are not to go out.
        self.desk.register = self.app.office.register();
        let span = Span::Oldest {
            after: self.after,
            limit: BATCH,
        };
        let read = workflow::kept_page(&self.app.office, &self.wish.filter, span).await;
        let read = read.map_err(io::Error::other)?;
        let Some(last) = read.last().map(|it| it.stored.seq) else {
            return Ok(None);
        };
        self.after = Some(last);
        let text = self.wish.text.trim().to_lowercase();
        let is_wanted = |kept: &&KeptEntry| {
            kept.entry.seq < self.end
                && (text.is_empty() || has(&self.page, &self.desk, &kept.entry, &text))
        };
        let written = read.iter().filter(is_wanted).map(|it| self.written(it));
        Ok(Some((written.collect(), (None, self))))
    }

    fn written(&self, kept: &KeptEntry) -> String {
        match self.wish.format {
            EntryFormat::Ndjson => self.line(kept),
            EntryFormat::Csv => self.row(kept),
        }
    }

    fn line(&self, kept: &KeptEntry) -> String {
        let contents = kept.contents.iter().enumerate();
        let contents = contents.map(|it| beside(&self.desk, kept, it));
        let beside = json!({
            "leaf_hash": leaf_hash(&kept.stored.bytes),
            "sentence": sentence(&self.page, &self.desk, &kept.entry).plain(),
            "contents": contents.collect::<Vec<_>>(),
        });
        // The entry's bytes are canonical JSON and go out as they are.
        let entry = String::from_utf8_lossy(&kept.stored.bytes);
        let beside = beside.to_string();
        let rest = beside.strip_prefix('{').unwrap_or_default();
        format!("{{\"entry\":{entry},{rest}\n")
    }

    fn row(&self, kept: &KeptEntry) -> String {
        let entry = &kept.entry;
        let network = self.desk.network();
        let name = match entry.actor {
            Actor::Delegate(id) => network.delegate_name(id).to_owned(),
            Actor::System => String::new(),
        };
        let organisation = entry.organisation;
        let said = words(&self.desk, entry).into_iter();
        let said: Vec<String> = said
            .map(|(name, words)| format!("{name}: {}", words.as_deref().unwrap_or("[–]")))
            .collect();
        csv::row([
            entry.seq.to_string(),
            entry.at.to_string(),
            kept.stored.fact_type.clone(),
            entry.actor.to_string(),
            name,
            organisation.map_or_else(String::new, |id| id.to_string()),
            organisation.map_or_else(String::new, |id| network.short_name(id).to_owned()),
            entry
                .instrument
                .map_or_else(String::new, |id| id.to_string()),
            sentence(&self.page, &self.desk, entry).plain(),
            leaf_hash(&kept.stored.bytes),
            said.join("\n"),
        ])
    }
}

/// Writes words beside an entry with what is needed to check them, as far as a reader may see them.
pub(super) fn beside(
    desk: &Desk,
    kept: &KeptEntry,
    (place, content): (usize, &StoredContent),
) -> serde_json::Value {
    let commitment = hex::encode(content.commitment);
    match &content.words {
        None => json!({"commitment": commitment, "state": "erased"}),
        Some(_) if !may_read(desk, &kept.entry, place) => {
            json!({"commitment": commitment, "state": "withheld"})
        }
        Some(words) => json!({
            "commitment": commitment,
            "state": "given",
            "salt": hex::encode(words.salt),
            "text": String::from_utf8_lossy(&words.bytes),
        }),
    }
}
