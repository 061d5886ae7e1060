//! The one answer that carries an error, as JSON (RFC 9457) or as a page.

use std::borrow::Cow;
use std::fmt;

use askama::Template;
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::page::{Page, Shown};
use crate::i18n::{Argument, ArgumentValue, Message};

/// An error as a client sees it.
///
/// Pages show the message `problem-<code>` in the reader's language; JSON carries
/// the code in `type` and an English `detail`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// A stable name, as a path that explains it: `/problems/<code>`.
    #[serde(rename = "type")]
    kind: String,
    /// The status in words.
    title: &'static str,
    /// The status of the answer.
    status: u16,
    /// What happened, in English.
    detail: String,
    /// Where in the request it happened (RFC 6901), if at one place.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pointer: Option<Box<str>>,
    #[serde(skip)]
    #[schema(ignore)]
    args: Vec<(&'static str, ArgumentValue)>,
    #[serde(skip)]
    #[schema(ignore)]
    retry_after_seconds: Option<u32>,
}

/// The media type of RFC 9457.
const PROBLEM_JSON: &str = "application/problem+json";

impl Problem {
    /// Makes a problem with a stable kebab-case `code`.
    pub fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("/problems/{code}"),
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            pointer: None,
            args: Vec::new(),
            retry_after_seconds: None,
        }
    }

    /// Says that something is absent, or not the reader's to see.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "there is nothing here that you may see",
        )
    }

    /// Says that one has to sign in first.
    pub fn sign_in_required() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "sign-in-required",
            "sign in first",
        )
    }

    /// Says that the reader is signed in but not entitled.
    pub fn forbidden() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            "your roles do not include this",
        )
    }

    /// Says that something changed since the client last saw it.
    pub fn stale() -> Self {
        Self::new(
            StatusCode::PRECONDITION_FAILED,
            "stale",
            "this has changed since you read it; read it again",
        )
    }

    /// Says that the client must wait.
    pub fn too_many_requests(retry_after_seconds: u32) -> Self {
        let mut problem = Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too-many-requests",
            format!("too many attempts; try again in {retry_after_seconds} seconds"),
        );
        problem.retry_after_seconds = Some(retry_after_seconds);
        problem.with("seconds", retry_after_seconds)
    }

    /// Says that one field of the request is wrong; `pointer` is a JSON pointer.
    pub fn invalid_field(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid-field", detail);
        problem.pointer = Some(pointer.into().into());
        problem
    }

    /// Hides an error of the server from the client, and logs it, once.
    pub fn internal(error: &dyn fmt::Display) -> Self {
        tracing::error!(%error, "a request failed: {error}");
        Self::of_status(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Makes the general problem of a status.
    pub fn of_status(status: StatusCode) -> Self {
        let (code, detail) = match status {
            StatusCode::BAD_REQUEST => ("bad-request", "the request cannot be understood"),
            StatusCode::UNAUTHORIZED => return Self::sign_in_required(),
            StatusCode::FORBIDDEN => return Self::forbidden(),
            StatusCode::NOT_FOUND => return Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => (
                "method-not-allowed",
                "this address does not take that method",
            ),
            StatusCode::CONFLICT => ("conflict", "this is not possible in its present state"),
            StatusCode::PRECONDITION_FAILED => return Self::stale(),
            StatusCode::PAYLOAD_TOO_LARGE => ("too-large", "the request is larger than allowed"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => (
                "unsupported-media-type",
                "the request is not of a type that is taken here",
            ),
            StatusCode::UNPROCESSABLE_ENTITY => (
                "unprocessable",
                "the request contains something that cannot be accepted",
            ),
            StatusCode::TOO_MANY_REQUESTS => {
                ("too-many-requests", "too many attempts; try again later")
            }
            StatusCode::SERVICE_UNAVAILABLE => (
                "unavailable",
                "the service is not available; try again later",
            ),
            status if status.is_client_error() => {
                ("bad-request", "the request cannot be understood")
            }
            _ => (
                "internal",
                "something went wrong on the server; it has been logged",
            ),
        };
        Self::new(status, code, detail)
    }

    /// Gives the message of the page its argument `name`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Argument) -> Self {
        self.args.push((name, value.value()));
        self
    }

    /// Names the place in the request.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into().into());
        self
    }

    /// Returns the stable code.
    pub fn code(&self) -> &str {
        self.kind.trim_start_matches("/problems/")
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Returns the English explanation.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// Returns the JSON pointer of the field at fault.
    pub fn pointer(&self) -> Option<&str> {
        self.pointer.as_deref()
    }

    /// Returns the key of the message that explains the problem to people, if there is one.
    pub fn message_key(&self) -> String {
        format!("problem-{}", self.code())
    }

    /// Returns the arguments of the message.
    pub(super) fn args(&self) -> &[(&'static str, ArgumentValue)] {
        &self.args
    }

    /// Writes the explanation in the page's language; a problem that has none of its own keeps its English detail.
    pub fn explanation(&self, page: &Page) -> String {
        let key = self.message_key();
        if !page.has(&key) {
            return self.detail.clone();
        }
        let message = page.t(&key);
        self.args
            .iter()
            .fold(message, |message: Message<'_>, (name, value)| {
                message.arg(name, value)
            })
            .to_string()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for Problem {}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_string(&self).unwrap_or_default();
        let mut response =
            (self.status(), [(header::CONTENT_TYPE, PROBLEM_JSON)], body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// The page that explains what went wrong and what to do.
#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    p: &'a Page,
    title: String,
    explanation: String,
    advice: Option<String>,
    code: &'a str,
    is_english_only: bool,
    can_retry: bool,
}

/// The page behind a problem's `type`.
#[derive(Template)]
#[template(path = "problem_type.html")]
struct TypePage<'a> {
    p: &'a Page,
    code: &'a str,
    explanation: Option<String>,
}

/// Turns problems into pages for those who asked for a page, and bare errors of
/// libraries into problems.
pub async fn show_problems(page: Page, request: Request, next: Next) -> Response {
    let wants_page = wants_html(request.headers()) && !request.uri().path().starts_with("/api/");
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let response = next.run(request).await;
    let Some(problem) = problem_of(&response) else {
        return response;
    };
    if !wants_page {
        return with_headers_of(&response, problem.into_owned().into_response());
    }
    if problem.status() == StatusCode::UNAUTHORIZED && is_read && page.viewer.is_none() {
        return Redirect::to(&sign_in_address(&page.here)).into_response();
    }
    match problem_page(&page, &problem, is_read) {
        Ok(shown) => with_headers_of(&response, shown.into_response()),
        Err(problem) => problem.into_response(),
    }
}

fn sign_in_address(here: &str) -> String {
    let query = serde_urlencoded::to_string([("return_to", here)]).unwrap_or_default();
    format!("/sign-in?{query}")
}

/// Returns the problem an answer carries, or the general one for a bare error status.
fn problem_of(response: &Response) -> Option<Cow<'_, Problem>> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Some(Cow::Borrowed(problem));
    }
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let is_bare = content_type.is_none_or(|value| value.as_bytes().starts_with(b"text/plain"));
    (is_error && is_bare).then(|| Cow::Owned(Problem::of_status(status)))
}

/// Keeps what an answer said beside its body: allowed methods, waiting times, cookies.
fn with_headers_of(from: &Response, mut to: Response) -> Response {
    for name in [
        header::ALLOW,
        header::RETRY_AFTER,
        header::SET_COOKIE,
        header::WWW_AUTHENTICATE,
    ] {
        for value in from.headers().get_all(&name) {
            to.headers_mut().append(&name, value.clone());
        }
    }
    to
}

fn problem_page(page: &Page, problem: &Problem, can_retry: bool) -> Result<Shown, Problem> {
    let status = problem.status();
    let title = page.t(&title_key(page, problem)).to_string();
    let advice = format!("problems-advice-{}", status.as_u16());
    let template = ProblemPage {
        p: page,
        title,
        explanation: problem.explanation(page),
        advice: page.has(&advice).then(|| page.t(&advice).to_string()),
        code: problem.code(),
        is_english_only: !page.has(&problem.message_key()),
        can_retry,
    };
    page.show_as(status, &template)
}

fn title_key(page: &Page, problem: &Problem) -> String {
    let own = format!("problem-{}.title", problem.code());
    let of_status = format!("problems-title-{}", problem.status);
    if page.has(&own) {
        own
    } else if page.has(&of_status) {
        of_status
    } else {
        "problems-title-other".into()
    }
}

/// Explains a problem by its code, where a `type` leads.
///
/// # Errors
///
/// * not found if the code is not one of ours.
pub async fn problem_type(page: Page, Path(code): Path<String>) -> Result<Shown, Problem> {
    let key = format!("problem-{code}");
    let about = format!("{key}.about");
    if !page.has(&key) {
        return Err(Problem::not_found());
    }
    let explanation = page.has(&about).then(|| page.t(&about).to_string());
    page.show(&TypePage {
        p: &page,
        code: &code,
        explanation,
    })
}

/// Reports whether a client prefers a page to JSON.
pub fn wants_html(headers: &HeaderMap) -> bool {
    let Some(accept) = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let weight = |wanted: &[&str]| {
        accept
            .split(',')
            .filter_map(|range| {
                let (kind, parameters) = range.split_once(';').unwrap_or((range, ""));
                wanted.contains(&kind.trim()).then(|| quality(parameters))
            })
            .fold(0.0, f32::max)
    };
    let html = weight(&["text/html", "application/xhtml+xml"]);
    html > 0.0 && html >= weight(&["application/json", PROBLEM_JSON])
}

fn quality(parameters: &str) -> f32 {
    parameters
        .split(';')
        .find_map(|parameter| parameter.trim().strip_prefix("q="))
        .map_or(1.0, |weight| weight.parse().unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_names_the_type_and_the_place() {
        let problem = Problem::invalid_field("/text", "the text is empty");
        let json = serde_json::to_value(&problem).unwrap();
        assert_eq!(
            json,
            serde_json::json!({
                "type": "/problems/invalid-field", "title": "Unprocessable Entity", "status": 422,
                "detail": "the text is empty", "pointer": "/text",
            })
        );
    }

    #[test]
    fn a_page_is_for_those_who_ask_for_one() {
        for (accept, expected) in [
            (
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                true,
            ),
            ("application/json", false),
            ("*/*", false),
            ("application/json, text/html;q=0.5", false),
            ("text/html;q=0", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            assert_eq!(wants_html(&headers), expected, "{accept}");
        }
    }
}
