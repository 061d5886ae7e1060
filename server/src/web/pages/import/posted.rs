//! What the forms of an import send: fields and a file, each read up to what it may hold.

use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use domain::words::Name;
use uuid::Uuid;

use super::given::{Given, syntax_named};
use crate::exchange::import::{Format, ImportError, MAX_BYTES};
use crate::i18n::Locale;
use crate::state::AppState;
use crate::web::form::Form;
use crate::web::problem::Problem;

/// The largest body that is read to its end, so that a file that is too large can be
/// answered with its size; a browser would show a broken connection otherwise.
pub(super) const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;
/// The most a field holds that people do not fill with a text.
const MAX_FIELD_BYTES: usize = 1024;
/// The most the field holds that carries the bytes of a text.
const MAX_CARRIED_BYTES: usize = MAX_BYTES.div_ceil(3) * 4;
/// The fields that are read beside the texts.
const FIELDS: [&str; 6] = ["syntax", "step", "name", "origin", "key", "seen"];

/// A form of an import as it was sent.
#[derive(Debug, Default)]
pub(super) struct Posted {
    /// The fields, with the pasted text.
    pub(super) form: Form,
    file: Option<(String, Part)>,
    pasted: Option<Part>,
    carried: Option<Part>,
}

/// A part of a form: its beginning, and how long it was.
#[derive(Debug)]
struct Part {
    bytes: Vec<u8>,
    size: usize,
}

/// A text that was previewed and is now to be stored.
#[derive(Debug)]
pub(super) struct Confirmed {
    pub(super) given: Given,
    /// Names this preview among all.
    pub(super) key: Uuid,
    /// The fingerprint of what was previewed.
    pub(super) seen: String,
}

impl Posted {
    /// Reads the form.
    pub(super) async fn read(request: Request, app: &AppState) -> Result<Self, Problem> {
        let mut parts = Multipart::from_request(request, app)
            .await
            .map_err(|error| Problem::of_status(error.status()))?;
        let mut posted = Self::default();
        while let Some(field) = parts.next_field().await.map_err(|error| bad(&error))? {
            posted.take(field).await?;
        }
        Ok(posted)
    }

    async fn take(&mut self, field: Field<'_>) -> Result<(), Problem> {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" => {
                let file = field.file_name().unwrap_or_default().to_owned();
                let part = Part::read(field, MAX_BYTES).await?;
                if !file.is_empty() {
                    self.file = Some((file, part));
                }
            }
            "pasted" => {
                let part = Part::read(field, MAX_BYTES).await?.with_line_feeds();
                let text = String::from_utf8_lossy(&part.bytes).into_owned();
                if !text.trim().is_empty() {
                    self.form = std::mem::take(&mut self.form).with("pasted", text);
                    self.pasted = Some(part);
                }
            }
            "carried" => self.carried = Some(Part::read(field, MAX_CARRIED_BYTES).await?),
            name if FIELDS.contains(&name) => {
                let part = Part::read(field, MAX_FIELD_BYTES).await?;
                let value = String::from_utf8_lossy(&part.bytes).into_owned();
                self.form = std::mem::take(&mut self.form).with(name, value);
            }
            _ => drop(Part::read(field, 0).await?),
        }
        Ok(())
    }

    /// Returns the text that was given and the field it came from; what is missing or
    /// wrong is said in the form.
    pub(super) fn given(&mut self) -> Option<(&'static str, Given)> {
        match (self.file.take(), self.pasted.take()) {
            (None, None) => self.form.reject("file", "import-error-nothing"),
            (Some(_), Some(_)) => self.form.reject("pasted", "import-error-both"),
            (Some((name, part)), None) => return self.given_file(name, part),
            (None, Some(part)) => return self.given_text(part),
        }
        None
    }

    fn given_file(&mut self, name: String, part: Part) -> Option<(&'static str, Given)> {
        let Ok(name) = Name::try_from(name) else {
            self.form.reject("file", "import-error-name");
            return None;
        };
        let format = syntax_named(self.form.value("syntax"))
            .unwrap_or_else(|| Format::of_file(name.as_str()));
        self.taken("file", part, (name, format), false)
    }

    fn given_text(&mut self, part: Part) -> Option<(&'static str, Given)> {
        let format = syntax_named(self.form.value("syntax")).unwrap_or(Format::Markdown);
        // The record keeps one name for it, whatever language the form was read in.
        let name = Locale::English.t("import-pasted-name").to_string();
        let name = Name::try_from(name).ok()?;
        self.taken("pasted", part, (name, format), true)
    }

    fn taken(
        &mut self,
        field: &'static str,
        part: Part,
        (name, format): (Name, Format),
        is_pasted: bool,
    ) -> Option<(&'static str, Given)> {
        if part.size > MAX_BYTES {
            let error = ImportError::TooLarge { bytes: part.size };
            self.form.reject_because(field, &Problem::from(error));
            return None;
        }
        let given = Given {
            name,
            format,
            bytes: part.bytes.into(),
            is_pasted,
        };
        Some((field, given))
    }

    /// Returns the text that was previewed.
    pub(super) fn confirmed(&self) -> Result<Confirmed, Problem> {
        let given = Given {
            name: Name::try_from(self.form.value("name").to_owned()).map_err(|_| malformed())?,
            format: syntax_named(self.form.value("syntax")).ok_or_else(malformed)?,
            bytes: self.carried()?,
            is_pasted: self.form.has("origin", "pasted"),
        };
        Ok(Confirmed {
            given,
            key: self.form.value("key").parse().map_err(|_| malformed())?,
            seen: self.form.value("seen").to_owned(),
        })
    }

    /// Returns the first form as it was filled in, to be changed; a file has to be chosen again.
    pub(super) fn form_again(&self) -> Result<Form, Problem> {
        let form = Form::new().with("syntax", self.form.value("syntax"));
        if !self.form.has("origin", "pasted") {
            return Ok(form);
        }
        let text = String::from_utf8(self.carried()?.to_vec()).map_err(|_| malformed())?;
        Ok(form.with("pasted", text))
    }

    fn carried(&self) -> Result<Bytes, Problem> {
        let part = self.carried.as_ref().ok_or_else(malformed)?;
        if part.size > MAX_CARRIED_BYTES {
            return Err(Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE));
        }
        let bytes = URL_SAFE_NO_PAD.decode(&part.bytes);
        Ok(bytes.map_err(|_| malformed())?.into())
    }
}

impl Part {
    /// Reads a part to its end and keeps its beginning.
    async fn read(mut field: Field<'_>, most: usize) -> Result<Self, Problem> {
        let (mut bytes, mut size) = (Vec::new(), 0);
        while let Some(chunk) = field.chunk().await.map_err(|error| bad(&error))? {
            size += chunk.len();
            let room = most - bytes.len();
            bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
        }
        Ok(Self { bytes, size })
    }

    /// Writes the line breaks of a text area, CR LF, as they were typed.
    fn with_line_feeds(self) -> Self {
        let follows = |at: usize| self.bytes.get(at + 1) == Some(&b'\n');
        let bytes: Vec<u8> = (0..)
            .zip(&self.bytes)
            .filter(|(at, byte)| !(**byte == b'\r' && follows(*at)))
            .map(|(_, byte)| *byte)
            .collect();
        let breaks = self.bytes.len() - bytes.len();
        Self {
            bytes,
            size: self.size - breaks,
        }
    }
}

fn bad(error: &axum::extract::multipart::MultipartError) -> Problem {
    Problem::of_status(error.status())
}

fn malformed() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "malformed",
        "the form of the preview is not as it was written",
    )
}

/// Writes the bytes of a text for a field that carries them.
pub(super) fn write_carried(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
