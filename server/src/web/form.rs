//! A form that people fill in: what they typed, and what is wrong with it.

use std::borrow::Cow;

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;

use super::extract::form_fields;
use super::page::Page;
use super::problem::Problem;
use crate::i18n::{Argument, ArgumentValue, Markup};

/// The fields of a form as they were posted (or are proposed), with the errors
/// found so far. A form with errors is shown again, with everything typed.
#[derive(Debug, Clone, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    errors: Vec<FieldError>,
    problem: Option<Problem>,
}

/// What is wrong with one field, as a message of the catalogue.
#[derive(Debug, Clone)]
pub struct FieldError {
    field: &'static str,
    key: Cow<'static, str>,
    args: Vec<(&'static str, ArgumentValue)>,
}

impl Form {
    /// Starts an empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// Proposes a value for a field.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<String>) -> Self {
        self.fields.push((field.to_owned(), value.into()));
        self
    }

    /// Returns the first value of a field, or nothing as the empty text.
    pub fn value(&self, field: &str) -> &str {
        self.values(field).next().unwrap_or_default()
    }

    /// Returns all values of a field.
    pub fn values<'a, 'b>(&'a self, field: &'b str) -> impl Iterator<Item = &'a str> + use<'a, 'b> {
        self.fields
            .iter()
            .filter(move |(name, _)| name == field)
            .map(|(_, value)| value.as_str())
    }

    /// Returns every field but `step`, which says what a button is for, to be sent along again.
    pub fn carried(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields
            .iter()
            .filter(|(name, _)| name != "step")
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Reports whether a choice of a field is taken.
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.values(field).any(|taken| taken == value)
    }

    /// Reads a required field; an empty one is refused as missing, another that does
    /// not parse with the message `key`.
    pub fn required<T: TryFrom<String>>(
        &mut self,
        field: &'static str,
        key: &'static str,
    ) -> Option<T> {
        if self.value(field).trim().is_empty() {
            self.reject(field, "error-required");
            return None;
        }
        self.parsed(field, key)
    }

    /// Reads a field that may be left empty.
    pub fn optional<T: TryFrom<String>>(
        &mut self,
        field: &'static str,
        key: &'static str,
    ) -> Option<T> {
        if self.value(field).trim().is_empty() {
            return None;
        }
        self.parsed(field, key)
    }

    fn parsed<T: TryFrom<String>>(&mut self, field: &'static str, key: &'static str) -> Option<T> {
        // Browsers send line breaks of text areas as CR LF.
        let text = self.value(field).trim().replace("\r\n", "\n");
        let value = T::try_from(text).ok();
        if value.is_none() {
            self.reject(field, key);
        }
        value
    }

    /// Says that a field is wrong, with the message `key`.
    pub fn reject(&mut self, field: &'static str, key: &'static str) {
        self.errors.push(FieldError {
            field,
            key: key.into(),
            args: Vec::new(),
        });
    }

    /// Says that a field is wrong, with the message `key` and its argument.
    pub fn reject_with(
        &mut self,
        field: &'static str,
        key: &'static str,
        name: &'static str,
        value: impl Argument,
    ) {
        self.errors.push(FieldError {
            field,
            key: key.into(),
            args: vec![(name, value.value())],
        });
    }

    /// Says that a field is wrong, with the message of a problem.
    pub fn reject_because(&mut self, field: &'static str, problem: &Problem) {
        self.errors.push(FieldError {
            field,
            key: problem.message_key().into(),
            args: problem.args().to_vec(),
        });
    }

    /// Says that the whole form was refused.
    pub fn refuse(&mut self, problem: Problem) {
        self.problem = Some(problem);
    }

    /// Reports whether anything is wrong.
    pub fn is_refused(&self) -> bool {
        self.problem.is_some() || !self.errors.is_empty()
    }

    /// Returns the status of the page that shows the form.
    pub fn status(&self) -> StatusCode {
        if self.is_refused() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        }
    }

    /// Returns the problem of the whole form, in the page's language.
    pub fn problem(&self, page: &Page) -> Option<String> {
        self.problem
            .as_ref()
            .map(|problem| problem.explanation(page))
    }

    /// Returns what is wrong with a field, in the page's language.
    pub fn error(&self, page: &Page, field: &str) -> Option<String> {
        self.errors
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.message(page))
    }

    /// Reports whether a field is wrong.
    pub fn has_error(&self, field: &str) -> bool {
        self.errors.iter().any(|error| error.field == field)
    }

    /// Returns the attributes that tie a field to its hint and its error.
    pub fn described(&self, page: &Page, field: &str) -> Markup {
        let mut ids = Vec::new();
        if page.hint(field).is_some() {
            ids.push(format!("{field}-hint"));
        }
        if self.has_error(field) {
            ids.push(format!("{field}-error"));
        }
        let invalid = if self.has_error(field) {
            " aria-invalid=\"true\""
        } else {
            ""
        };
        match ids.as_slice() {
            [] => Markup::default(),
            ids => Markup::trusted(format!(" aria-describedby=\"{}\"{invalid}", ids.join(" "))),
        }
    }

    /// Returns each field with an error, once, with its message.
    pub fn errors(&self, page: &Page) -> Vec<(&'static str, String)> {
        let mut seen: Vec<(&'static str, String)> = Vec::new();
        for error in &self.errors {
            if !seen.iter().any(|(field, _)| *field == error.field) {
                seen.push((error.field, error.message(page)));
            }
        }
        seen
    }
}

impl FieldError {
    fn message(&self, page: &Page) -> String {
        let message = page.t(&self.key);
        self.args
            .iter()
            .fold(message, |message, (name, value)| message.arg(name, value))
            .to_string()
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let fields = form_fields(request, state).await?;
        Ok(Self {
            fields,
            ..Self::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::text::LanguageTag;

    #[test]
    fn what_is_missing_and_what_is_wrong_are_told_apart() {
        let mut form = Form::new()
            .with("language", "  ")
            .with("other", "not a tag");
        assert_eq!(
            form.required::<LanguageTag>("language", "error-language"),
            None
        );
        assert_eq!(
            form.required::<LanguageTag>("other", "error-language"),
            None
        );
        let keys: Vec<_> = form
            .errors
            .iter()
            .map(|error| (error.field, &*error.key))
            .collect();
        assert_eq!(
            keys,
            [("language", "error-required"), ("other", "error-language")]
        );
    }

    #[test]
    fn an_empty_optional_field_is_no_error() {
        let mut form = Form::new().with("language", "");
        assert_eq!(
            form.optional::<LanguageTag>("language", "error-language"),
            None
        );
        assert!(!form.is_refused());
    }

    #[test]
    fn line_breaks_arrive_as_line_feeds() {
        let mut form = Form::new().with("reason", " one\r\ntwo ");
        assert_eq!(
            form.required::<String>("reason", "error-required")
                .as_deref(),
            Some("one\ntwo")
        );
    }
}
