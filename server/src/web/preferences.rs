//! The page where readers choose language, time zone, light or dark.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::form::Form;
use super::page::{Done, Page, Shown, local_path};
use super::problem::Problem;
use super::reader::{Interface, Theme};
use crate::i18n::{Locale, Zone};

/// The page of preferences.
#[derive(Template)]
#[template(path = "preferences.html")]
struct Preferences<'a> {
    p: &'a Page,
    form: &'a Form,
    languages: Vec<(&'static str, &'static str)>,
    zones: Vec<(&'static str, &'static str)>,
    themes: Vec<(&'static str, String, &'static str)>,
}

impl<'a> Preferences<'a> {
    fn new(p: &'a Page, form: &'a Form) -> Self {
        let languages = p
            .reader
            .locales
            .iter()
            .map(|locale| (locale.tag(), locale.own_name()))
            .collect();
        let themes = Theme::ALL
            .map(|theme| {
                (
                    theme.name(),
                    p.t(&format!("theme-{}", theme.name())).to_string(),
                    "",
                )
            })
            .to_vec();
        Self {
            p,
            form,
            languages,
            zones: zones(),
            themes,
        }
    }
}

/// Shows the preferences.
///
/// # Errors
///
/// * an internal problem if the page cannot be written.
pub async fn preferences(page: Page, query: axum::extract::RawQuery) -> Result<Shown, Problem> {
    let return_to = query
        .0
        .as_deref()
        .and_then(|query| {
            form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "return_to")
        })
        .map_or_else(|| "/".to_owned(), |(_, to)| local_path(&to).to_owned());
    let form = Form::new()
        .with("language", page.reader.locale.tag())
        .with("theme", page.reader.theme.name())
        .with("zone", page.reader.zone.name())
        .with("return_to", return_to);
    page.show(&Preferences::new(&page, &form))
}

/// Keeps the preferences in cookies and returns to where the reader was.
///
/// # Errors
///
/// * an internal problem if the page cannot be written again.
pub async fn save_preferences(
    page: Page,
    interface: Interface,
    mut form: Form,
) -> Result<Response, Problem> {
    let language = interface
        .locales
        .iter()
        .find(|locale| locale.tag() == form.value("language"));
    let theme = Theme::named(form.value("theme"));
    let zone = Zone::named(form.value("zone"));
    match (language, theme, zone) {
        (Some(language), Some(theme), Some(zone)) => {
            let done = Done::at(local_path(form.value("return_to"))).saying("done-preferences");
            Ok(with_cookies(
                done,
                *language,
                theme,
                &zone,
                interface.is_secure,
            ))
        }
        (language, theme, zone) => {
            for (field, is_wrong) in [
                ("language", language.is_none()),
                ("theme", theme.is_none()),
                ("zone", zone.is_none()),
            ] {
                if is_wrong {
                    form.reject(field, "error-choice");
                }
            }
            let again = Preferences::new(&page, &form);
            Ok(page
                .show_as(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &again)?
                .into_response())
        }
    }
}

fn with_cookies(
    done: Done,
    language: Locale,
    theme: Theme,
    zone: &Zone,
    is_secure: bool,
) -> Response {
    let mut response = done.into_response();
    let secure = if is_secure { "; Secure" } else { "" };
    for (name, value) in [
        ("language", language.tag()),
        ("theme", theme.name()),
        ("zone", zone.name()),
    ] {
        let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// Lists the zones to choose from: those named after a place, and UTC.
fn zones() -> Vec<(&'static str, &'static str)> {
    let places = jiff_zones().filter(|name| is_offered(name));
    std::iter::once("UTC")
        .chain(places)
        .map(|name| (name, name))
        .collect()
}

fn jiff_zones() -> impl Iterator<Item = &'static str> {
    static NAMES: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| {
        jiff::tz::db()
            .available()
            .map(|name| name.as_str().to_owned())
            .collect()
    });
    NAMES.iter().map(String::as_str)
}

fn is_offered(name: &str) -> bool {
    const REGIONS: [&str; 8] = [
        "Africa",
        "America",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ];
    name.split_once('/')
        .is_some_and(|(region, _)| REGIONS.contains(&region))
}
