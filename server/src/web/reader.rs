//! How a reader wants pages: language, time zone, light or dark.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use crate::i18n::{Locale, Zone, negotiate};

/// What is the same for all pages of this server; a layer puts it into each request.
#[derive(Debug, Clone)]
pub struct Interface {
    /// The network's name, in the header of each page.
    pub network: Arc<str>,
    /// The languages readers can choose.
    pub locales: &'static [Locale],
    /// Whether readers reach the server by https.
    pub is_secure: bool,
}

/// Light, dark, or as the reader's device is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device is set.
    #[default]
    Auto,
    /// Dark text on a light ground.
    Light,
    /// Light text on a dark ground.
    Dark,
}

/// The wishes of one reader, from their cookies and their browser.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The language of the interface.
    pub locale: Locale,
    /// The zone in which times are shown.
    pub zone: Zone,
    /// Light or dark.
    pub theme: Theme,
    /// The languages to choose from.
    pub locales: &'static [Locale],
}

impl Default for Interface {
    fn default() -> Self {
        Self {
            network: "Clausewise".into(),
            locales: Locale::OFFERED,
            is_secure: false,
        }
    }
}

impl Theme {
    /// All themes, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// Returns the name in cookies, attributes and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Finds a theme by its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }
}

impl Reader {
    /// Reads the wishes from a request's headers.
    pub fn of(headers: &HeaderMap, interface: &Interface) -> Self {
        let accept_language = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        Self {
            locale: negotiate(
                cookie(headers, "language"),
                accept_language,
                interface.locales,
            ),
            zone: cookie(headers, "zone")
                .and_then(zone_of_cookie)
                .unwrap_or_else(Zone::utc),
            theme: cookie(headers, "theme")
                .and_then(Theme::named)
                .unwrap_or_default(),
            locales: interface.locales,
        }
    }
}

/// Reads a zone from a cookie, where a script may have escaped its slash.
fn zone_of_cookie(value: &str) -> Option<Zone> {
    Zone::named(&value.replace("%2F", "/"))
}

/// Returns the value of the first cookie of this name.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

impl<S: Send + Sync> FromRequestParts<S> for Interface {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let interface = Interface::from_request_parts(parts, state).await?;
        Ok(Self::of(&parts.headers, &interface))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(cookies: &str) -> Reader {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookies.parse().unwrap());
        Reader::of(&headers, &Interface::default())
    }

    #[test]
    fn cookies_carry_the_readers_wishes() {
        let reader = reader("a=b; zone=Europe%2FParis; theme=dark; language=en");
        assert_eq!(reader.zone.name(), "Europe/Paris");
        assert_eq!(reader.theme, Theme::Dark);
    }

    #[test]
    fn nonsense_in_cookies_is_no_wish() {
        let reader = reader("zone=<x>; theme=\"><script>; language=xx; ;;=;");
        assert_eq!(reader.zone, Zone::utc());
        assert_eq!(reader.theme, Theme::Auto);
        assert_eq!(reader.locale, Locale::English);
    }
}
