//! Texts in and out: importing a file into a working draft, exporting a draft or a revision.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::id::{DraftId, InstrumentId};
use domain::permission::Operation;
use domain::record::RevisionNumber;
use domain::refusal::Refusal;
use domain::text::Outline;
use domain::words::Name;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::MAX_BODY_BYTES;
use super::conditions::Conditions;
use super::receipt::{Acted, ReceiptView};
use crate::exchange::export::{Document, Format, RevisionFacts};
use crate::exchange::import::{self, Import};
use crate::live;
use crate::state::AppState;
use crate::web::extract::ValidJson;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::problem::Problem;
use crate::web::reading::read_text;
use crate::workflow::Office;

/// Returns the routes of this module.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(preview_import))
        .routes(routes!(import_text))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .routes(routes!(export_draft))
        .routes(routes!(export_revision))
}

/// A file to import: as this JSON, or as `multipart/form-data` with one part named `file`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TextFile {
    /// The name of the file; one that ends in `.md` is read as Markdown, any other as plain text.
    name: Name,
    /// The text.
    text: String,
}

/// What a file would become.
#[derive(Debug, Serialize, ToSchema)]
struct ImportView {
    /// The text, its clauses under names that are not final.
    outline: Outline,
    /// The printed number of each clause; empty where it has none.
    numbers: Vec<String>,
    /// What no clause can carry as it is, in the order of the file.
    unmapped: Vec<UnmappedView>,
}

/// A place in a file whose form or content no clause can carry.
#[derive(Debug, Serialize, ToSchema)]
struct UnmappedView {
    /// The line, counted from 1.
    line: usize,
    /// The character in the line, counted from 1.
    column: usize,
    /// What stands there, in kebab case.
    what: &'static str,
    /// What became of it, in English.
    explanation: &'static str,
    /// How it begins.
    excerpt: String,
}

/// A file that was sent.
struct Upload {
    name: Name,
    bytes: Bytes,
}

impl FromRequest<AppState> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &AppState) -> Result<Self, Problem> {
        let content_type = request.headers().get(header::CONTENT_TYPE);
        if content_type.is_some_and(|it| it.as_bytes().starts_with(b"multipart/form-data")) {
            return Self::of_form(request, app).await;
        }
        let ValidJson(TextFile { name, text }) = ValidJson::from_request(request, app).await?;
        let bytes = text.into();
        Ok(Self { name, bytes })
    }
}

impl Upload {
    async fn of_form(request: Request, app: &AppState) -> Result<Self, Problem> {
        let bad = |status: StatusCode| Problem::of_status(status);
        let mut form = Multipart::from_request(request, app)
            .await
            .map_err(|error| bad(error.status()))?;
        while let Some(part) = form
            .next_field()
            .await
            .map_err(|error| bad(error.status()))?
        {
            if part.name() != Some("file") {
                continue;
            }
            let name = part.file_name().unwrap_or("file.txt").parse();
            let name = name.map_err(|error| refused("/file", &error))?;
            let bytes = part.bytes().await.map_err(|error| bad(error.status()))?;
            return Ok(Self { name, bytes });
        }
        Err(Problem::invalid_field(
            "/file",
            "a part named file is missing",
        ))
    }

    async fn read(&self, office: &Office) -> Result<Import, Problem> {
        let format = import::Format::of_file(self.name.as_str());
        let import = read_text(office, self.bytes.clone(), format).await?;
        import.map_err(|error| Problem::from(error).at("/text"))
    }
}

fn refused(pointer: &str, error: &dyn std::fmt::Display) -> Problem {
    Problem::invalid_field(pointer, error.to_string())
}

impl From<Import> for ImportView {
    fn from(import: Import) -> Self {
        let unmapped = import.unmapped.into_iter().map(|place| UnmappedView {
            line: place.line,
            column: place.column,
            what: place.what.code(),
            explanation: place.what.explanation(),
            excerpt: place.excerpt,
        });
        Self {
            numbers: import.outline.numbers(),
            unmapped: unmapped.collect(),
            outline: import.outline,
        }
    }
}

/// Finds the instrument of a draft that the person may import into, and checks what was read of it.
fn importable(
    desk: &Desk,
    conditions: &Conditions,
    draft: DraftId,
) -> Result<InstrumentId, Problem> {
    let instrument = desk.register.instrument_of_draft(draft)?;
    conditions.require(instrument)?;
    if !desk.may(Operation::ImportText, instrument) {
        return Err(Refusal::NotPermitted.into());
    }
    Ok(instrument.id)
}

/// Shows what a file would become; stores nothing.
#[utoipa::path(post, path = "/drafts/{draft}/import/preview", tag = "drafts",
    params(("draft" = DraftId, Path, description = "The draft.")),
    request_body = TextFile,
    responses((status = 200, description = "What it would become.", body = ImportView)))]
async fn preview_import(
    State(app): State<AppState>,
    desk: Desk,
    conditions: Conditions,
    Path(id): Path<DraftId>,
    upload: Upload,
) -> Result<Json<ImportView>, Problem> {
    importable(&desk, &conditions, id)?;
    Ok(Json(upload.read(&app.office).await?.into()))
}

/// Takes a file into a working draft, after what is there.
#[utoipa::path(post, path = "/drafts/{draft}/import", tag = "drafts",
    params(("draft" = DraftId, Path, description = "The draft.")),
    request_body = TextFile,
    responses((status = 200, description = "It is in the draft.", body = ReceiptView)))]
async fn import_text(
    State(app): State<AppState>,
    desk: Desk,
    conditions: Conditions,
    Path(id): Path<DraftId>,
    upload: Upload,
) -> Result<Acted, Problem> {
    let instrument = importable(&desk, &conditions, id)?;
    let Import { outline, unmapped } = upload.read(&app.office).await?;
    let counts = unmapped.len();
    let receipt =
        live::import_text(&app.hub, desk.by, instrument, upload.name, outline, counts).await?;
    Ok(receipt.into())
}

/// Returns a working draft as a file.
#[utoipa::path(get, path = "/drafts/{draft}/export/{format}", tag = "drafts",
    params(
        ("draft" = DraftId, Path, description = "The draft."),
        ("format" = String, Path, description = "`md`, `html` or `json`."),
    ),
    responses((status = 200, description = "The file.", content_type = "text/markdown", body = String)))]
async fn export_draft(
    State(app): State<AppState>,
    page: Page,
    desk: Desk,
    Path((id, format)): Path<(DraftId, String)>,
) -> Result<Response, Problem> {
    let instrument = desk.register.instrument_of_draft(id)?;
    let view = live::preview(&app.hub, desk.by, instrument.id).await?;
    file(&page, ("draft", &format), &view.outline, None)
}

/// Returns a revision as a file; importing its Markdown gives the same wordings.
#[utoipa::path(get, path = "/instruments/{instrument}/revisions/{revision}/export/{format}", tag = "revisions",
    params(
        ("instrument" = InstrumentId, Path, description = "The instrument."),
        ("revision" = u32, Path, description = "The number of the revision, from 1."),
        ("format" = String, Path, description = "`md`, `html` or `json`."),
    ),
    responses((status = 200, description = "The file.", content_type = "text/markdown", body = String)))]
async fn export_revision(
    page: Page,
    desk: Desk,
    Path((id, number, format)): Path<(InstrumentId, RevisionNumber, String)>,
) -> Result<Response, Problem> {
    let revision = desk.instrument(id)?.revision(number);
    let revision = revision.ok_or_else(Problem::not_found)?;
    let facts = RevisionFacts {
        number: revision.number,
        root: revision.root,
        tabled_at: revision.tabled_at,
    };
    let name = format!("revision-{number}");
    file(&page, (&name, &format), &revision.outline(), Some(&facts))
}

fn file(
    page: &Page,
    (name, format): (&str, &str),
    outline: &Outline,
    facts: Option<&RevisionFacts>,
) -> Result<Response, Problem> {
    let format: Format = format.parse().map_err(|_| Problem::not_found())?;
    let document = Document::new(outline, facts).map_err(|error| Problem::internal(&error))?;
    let document = document.in_language(page.locale());
    let disposition = format!("attachment; filename=\"{name}.{}\"", format.as_str());
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, document.write(format)).into_response())
}
