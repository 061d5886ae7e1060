//! What every page knows: the reader, who is signed in, where we are.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::text::LanguageTag;
use domain::time::Timestamp;
use sha2::{Digest, Sha256};

use super::assets;
use super::events::Topic;
use super::problem::Problem;
use super::reader::{Interface, Reader, Theme, cookie};
use crate::i18n::{Locale, Markup, Message, TimeStyle, Zone};

/// The person signed in, as pages name them; put into the request by the session.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// Their name.
    pub name: String,
    /// The organisation they act for, if one.
    pub organisation: Option<String>,
    /// Whether they see the pages of the secretariat.
    pub is_secretariat: bool,
    /// How many lines of their notices they have not read.
    pub unread: usize,
}

/// The context of one page, handed to its template as `p`.
#[derive(Debug, Clone)]
pub struct Page {
    /// Language, zone and theme.
    pub reader: Reader,
    /// The network's name.
    pub network: Arc<str>,
    /// Path and query of this page, to come back to.
    pub here: String,
    /// Who is signed in.
    pub viewer: Option<Viewer>,
    /// The key of the message left by the page before, if one.
    pub flash: Option<String>,
    /// What the page shows that can change under the reader, as topics of events.
    pub topics: Vec<String>,
    /// The sequence number of the record up to which this page shows it.
    pub seq: u64,
}

/// A finished page.
#[derive(Debug)]
pub struct Shown {
    status: StatusCode,
    html: String,
    clears_flash: bool,
}

/// A redirect after a form was taken, with a message for the next page.
#[derive(Debug)]
pub struct Done {
    to: String,
    flash: Option<&'static str>,
}

/// The cookie that carries a message to the page after a redirect.
const FLASH: &str = "flash";

impl Page {
    /// Makes the context of a page that nobody asked a server for, such as one written to a file.
    pub fn apart(locale: Locale, network: &str) -> Self {
        Self {
            reader: Reader {
                locale,
                zone: Zone::utc(),
                theme: Theme::Auto,
                locales: Locale::OFFERED,
            },
            network: network.into(),
            here: "/".into(),
            viewer: None,
            flash: None,
            topics: Vec::new(),
            seq: 0,
        }
    }

    /// Starts the message named `key`.
    pub fn t<'a>(&self, key: &'a str) -> Message<'a> {
        self.reader.locale.t(key)
    }

    /// Starts the message `prefix` followed by `name`, to be given arguments.
    pub fn say(&self, prefix: &str, name: &str) -> Message<'static> {
        self.reader.locale.t(format!("{prefix}{name}"))
    }

    /// Reports whether there is a message named `key`.
    pub fn has(&self, key: &str) -> bool {
        self.reader.locale.has(key)
    }

    /// Starts the message `prefix` followed by `name`, such as `level-` and `consensus`.
    pub fn of(&self, prefix: &str, name: &str) -> Markup {
        Markup::text(&self.t(&format!("{prefix}{name}")).to_string())
    }

    /// Writes what the message `prefix` followed by `name` is about: its attribute of that name.
    pub fn about(&self, prefix: &str, name: &str) -> String {
        self.t(&format!("{prefix}{name}.about")).to_string()
    }

    /// Returns a word as templates can match it, however it came to them.
    pub fn word<'a>(&self, word: &'a str) -> &'a str {
        word
    }

    /// Returns the hint of a form's field, if it has one.
    pub fn hint(&self, field: &str) -> Option<String> {
        let key = format!("field-{field}.hint");
        self.has(&key).then(|| self.t(&key).to_string())
    }

    /// Returns the interface's language.
    pub fn locale(&self) -> Locale {
        self.reader.locale
    }

    /// Returns the name of the reader's time zone; empty where only the browser knows it.
    pub fn zone_name(&self) -> &str {
        let zone = &self.reader.zone;
        if zone.is_known() { zone.name() } else { "" }
    }

    /// Writes a whole number.
    pub fn number(&self, value: &(impl Copy + TryInto<i64>)) -> String {
        self.reader
            .locale
            .number((*value).try_into().unwrap_or(i64::MAX))
    }

    /// Joins names as in “a, b and c”.
    pub fn list<I: AsRef<str>>(&self, items: &[I]) -> String {
        self.reader.locale.list(items)
    }

    /// Joins finished HTML as in “a, b and c”.
    pub fn list_html(&self, items: &[Markup]) -> Markup {
        let items: Vec<_> = items.iter().map(Markup::as_str).collect();
        Markup::trusted(self.list(&items))
    }

    /// Shows an instant to the minute, in the reader's zone.
    pub fn moment(&self, at: &Timestamp) -> Markup {
        self.reader
            .locale
            .time_element(*at, &self.reader.zone, TimeStyle::Moment)
    }

    /// Shows the day of an instant, in the reader's zone.
    pub fn day(&self, at: &Timestamp) -> Markup {
        self.reader
            .locale
            .time_element(*at, &self.reader.zone, TimeStyle::Day)
    }

    /// Shows a day that is the same everywhere, such as a holiday.
    pub fn date(&self, day: &jiff::civil::Date) -> Markup {
        let text = Markup::text(&self.reader.locale.day(*day));
        Markup::trusted(format!(r#"<time datetime="{day}">{text}</time>"#))
    }

    /// Shows a deadline, with its zone in words.
    pub fn deadline(&self, at: &Timestamp) -> Markup {
        self.reader
            .locale
            .time_element(*at, &self.reader.zone, TimeStyle::Deadline)
    }

    /// Returns the `lang` and `dir` attributes for a text in a language.
    pub fn text_in(&self, language: &LanguageTag) -> Markup {
        Markup::trusted(format!(
            r#"lang="{language}" dir="{}""#,
            language.direction()
        ))
    }

    /// Returns the address of an asset, which changes with its bytes.
    pub fn asset(&self, path: &str) -> String {
        assets::address(path)
    }

    /// Reports whether this page lies under `path`, for the navigation.
    pub fn is_under(&self, path: &str) -> bool {
        let here = self.here.split('?').next().unwrap_or_default();
        here == path || (path != "/" && here.starts_with(&format!("{path}/")))
    }

    /// Returns the topics of events of this page, for the script that follows them.
    pub fn topics(&self) -> String {
        self.topics.join(" ")
    }

    /// Names what this page shows, as it is after entry `seq` of the record, so that it
    /// follows changes made by others.
    #[must_use]
    pub fn following(mut self, topics: impl IntoIterator<Item = Topic>, seq: u64) -> Self {
        self.topics
            .extend(topics.into_iter().map(|topic| topic.to_string()));
        self.seq = seq;
        self
    }

    /// Finishes a page.
    ///
    /// # Errors
    ///
    /// * an internal problem if the template cannot be written.
    pub fn show(&self, template: &impl Template) -> Result<Shown, Problem> {
        self.show_as(StatusCode::OK, template)
    }

    /// Finishes a page that answers with `status`, such as a form to be corrected.
    ///
    /// # Errors
    ///
    /// * an internal problem if the template cannot be written.
    pub fn show_as(&self, status: StatusCode, template: &impl Template) -> Result<Shown, Problem> {
        let html = template
            .render()
            .map_err(|error| Problem::internal(&error))?;
        Ok(Shown {
            status,
            html,
            clears_flash: self.flash.is_some(),
        })
    }
}

impl Shown {
    /// Answers with a page that caches may keep as long as they ask whether it has changed; `known`
    /// is what the client says it has, as `If-None-Match`. For pages that name no reader.
    #[must_use]
    pub fn kept_fresh(self, known: Option<&HeaderValue>) -> Response {
        if self.clears_flash || self.status != StatusCode::OK {
            return self.into_response();
        }
        let tag = format!("W/\"{}\"", hex::encode(&Sha256::digest(&self.html)[..12]));
        let known = known.and_then(|it| it.to_str().ok()).unwrap_or_default();
        let is_known = known.split(',').any(|it| it.trim() == tag);
        let mut response = self.into_response();
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.body_mut() = Body::empty();
            response.headers_mut().remove(header::CONTENT_TYPE);
        }
        let fresh = HeaderValue::from_static("public, no-cache");
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, fresh);
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        response
    }
}

impl Done {
    /// Sends the reader to `to`, a path of this server.
    pub fn at(to: impl Into<String>) -> Self {
        Self {
            to: to.into(),
            flash: None,
        }
    }

    /// Leaves the message `key` (of those that start with `done-`) for the next page.
    #[must_use]
    pub fn saying(mut self, key: &'static str) -> Self {
        self.flash = Some(key);
        self
    }
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        let mut response = Redirect::to(&self.to).into_response();
        if let Some(key) = self.flash {
            set_cookie(&mut response, &format!("{FLASH}={key}; Max-Age=60"));
        }
        response
    }
}

impl IntoResponse for Shown {
    fn into_response(self) -> Response {
        let mut response = (self.status, Html(self.html)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(
            header::VARY,
            HeaderValue::from_static("Accept, Accept-Language, Cookie"),
        );
        if self.clears_flash {
            set_cookie(&mut response, &format!("{FLASH}=; Max-Age=0"));
        }
        response
    }
}

fn set_cookie(response: &mut Response, value: &str) {
    let value = format!("{value}; Path=/; HttpOnly; SameSite=Lax");
    if let Ok(value) = HeaderValue::from_str(&value) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// Returns the message a redirect left, if the catalogue has it.
fn flash(parts: &Parts, locale: Locale) -> Option<String> {
    let key = cookie(&parts.headers, FLASH)?;
    (key.starts_with("done-") && locale.has(key)).then(|| key.to_owned())
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let interface = Interface::from_request_parts(parts, state).await?;
        let reader = Reader::of(&parts.headers, &interface);
        let here = parts
            .uri
            .path_and_query()
            .map_or("/", |here| here.as_str())
            .to_owned();
        Ok(Self {
            flash: flash(parts, reader.locale),
            reader,
            network: interface.network,
            here,
            viewer: parts.extensions.get::<Viewer>().cloned(),
            topics: Vec::new(),
            seq: 0,
        })
    }
}

/// Holds `to` to a path of this server; anything else becomes the home page.
pub fn local_path(to: &str) -> &str {
    let is_local = to.starts_with('/')
        && !to.starts_with("//")
        && to.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if is_local { to } else { "/" }
}

/// One step of the way from the home page to here.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub name: String,
}

impl Crumb {
    /// Names a step.
    pub fn new(href: impl Into<String>, name: impl fmt::Display) -> Self {
        Self {
            href: href.into(),
            name: name.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_stay_on_this_server() {
        for (to, expected) in [
            ("/instruments/1?x=2", "/instruments/1?x=2"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("/a\r\nSet-Cookie: x", "/"),
            ("", "/"),
        ] {
            assert_eq!(local_path(to), expected, "{to:?}");
        }
    }
}
