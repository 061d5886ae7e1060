//! Requests that another site made a browser send.
//!
//! A browser adds cookies to whatever any page makes it send. It also says, in
//! headers that no page can forge, where the request began; that decides.

use std::fmt;

use super::AuthRefusal;

/// Where this server is reached: scheme, host and port, as browsers write them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

/// An address that is no origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an address such as https://clausewise.example")]
pub struct InvalidOrigin(String);

impl Origin {
    /// Reads the public address of the server; a path other than `/` is refused.
    ///
    /// # Errors
    ///
    /// * [`InvalidOrigin`] if it is no `http` or `https` address of a host alone.
    pub fn parse(address: &str) -> Result<Self, InvalidOrigin> {
        let invalid = || InvalidOrigin(address.to_owned());
        let lower = address.trim().to_ascii_lowercase();
        let (scheme, rest) = lower.split_once("://").ok_or_else(invalid)?;
        let default_port = match scheme {
            "https" => ":443",
            "http" => ":80",
            _ => return Err(invalid()),
        };
        let host = rest.strip_suffix('/').unwrap_or(rest);
        let host = host.strip_suffix(default_port).unwrap_or(host);
        let permitted = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
        if host.is_empty() || host.starts_with(':') || !host.chars().all(permitted) {
            return Err(invalid());
        }
        Ok(Self(format!("{scheme}://{host}")))
    }

    /// Returns the origin as browsers write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns host and port without the scheme.
    pub fn host(&self) -> &str {
        self.0.split_once("://").map_or(&self.0, |(_, host)| host)
    }

    /// Tells whether the server is reached by HTTPS.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a browser says of where a request began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Provenance<'a> {
    /// The header `Sec-Fetch-Site`.
    pub sec_fetch_site: Option<&'a str>,
    /// The header `Origin`.
    pub origin: Option<&'a str>,
}

/// Checks that a request with a cookie began on a page of ours, or with the person.
///
/// For every request with a cookie that may change something, and for every
/// WebSocket. A request without a cookie needs no such check.
///
/// # Errors
///
/// * [`AuthRefusal::CrossSite`] if it began elsewhere, or does not say where.
pub fn check(own: &Origin, provenance: Provenance<'_>) -> Result<(), AuthRefusal> {
    let is_own = provenance.origin == Some(own.as_str());
    let ours = match provenance.sec_fetch_site {
        Some("same-origin") => true,
        // The person typed it, or opened a bookmark.
        Some("none") => provenance.origin.is_none() || is_own,
        Some(_) => false,
        // An older browser; it still sends `Origin` with whatever changes anything.
        None => is_own,
    };
    if ours {
        Ok(())
    } else {
        Err(AuthRefusal::CrossSite)
    }
}

/// Tells whether a method only reads, so that where it began does not matter.
pub fn is_safe(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_do() {
        for (address, expected) in [
            (
                "https://Clausewise.Example",
                Some("https://clausewise.example"),
            ),
            (
                "https://clausewise.example:443/",
                Some("https://clausewise.example"),
            ),
            (
                "https://clausewise.example:8443",
                Some("https://clausewise.example:8443"),
            ),
            ("http://localhost:80", Some("http://localhost")),
            ("http://[::1]:8080", Some("http://[::1]:8080")),
            ("https://clausewise.example/path", None),
            ("https://user@clausewise.example", None),
            ("https://", None),
            ("https://:443", None),
            ("ftp://clausewise.example", None),
            ("clausewise.example", None),
            ("null", None),
        ] {
            let origin = Origin::parse(address).ok();
            assert_eq!(origin.as_ref().map(Origin::as_str), expected, "{address}");
        }
    }

    #[track_caller]
    fn check_pair(sec_fetch_site: Option<&str>, origin: Option<&str>, expected: bool) {
        let own = Origin::parse("https://clausewise.example").unwrap();
        let provenance = Provenance {
            sec_fetch_site,
            origin,
        };
        assert_eq!(check(&own, provenance).is_ok(), expected, "{provenance:?}");
    }

    #[test]
    fn only_our_own_pages_may_send_a_cookie_along() {
        let own = Some("https://clausewise.example");
        let foreign = Some("https://evil.example");
        check_pair(Some("same-origin"), own, true);
        check_pair(Some("same-origin"), None, true);
        check_pair(
            Some("same-site"),
            Some("https://other.clausewise.example"),
            false,
        );
        check_pair(Some("cross-site"), foreign, false);
        check_pair(Some("cross-site"), None, false);
        check_pair(Some("cross-site"), own, false);
        check_pair(Some("none"), None, true);
        check_pair(Some("none"), foreign, false);
        check_pair(Some("unheard-of"), own, false);
        check_pair(Some(""), own, false);
    }

    #[test]
    fn an_older_browser_is_judged_by_origin_alone() {
        check_pair(None, Some("https://clausewise.example"), true);
        check_pair(None, Some("http://clausewise.example"), false);
        check_pair(None, Some("https://clausewise.example.evil.example"), false);
        check_pair(None, Some("https://clausewise.example:8443"), false);
        check_pair(None, Some("null"), false);
        check_pair(None, Some(""), false);
        check_pair(None, None, false);
    }

    #[test]
    fn only_reading_methods_are_safe() {
        for (method, expected) in [
            ("GET", true),
            ("HEAD", true),
            ("OPTIONS", true),
            ("POST", false),
            ("get", false),
        ] {
            assert_eq!(is_safe(method), expected, "{method}");
        }
    }
}
