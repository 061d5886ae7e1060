//! Asks a server that is not trusted: within bounds of size and time, following it nowhere.

use std::time::Duration;

use axum::http::Uri;
use ureq::Agent;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unheard {
    /// It cannot be reached, or breaks off, or says too much.
    #[error("{address}: {why}")]
    Silent {
        /// Where it was asked.
        address: String,
        /// What went wrong.
        why: String,
    },
    /// It answers with another status than was wanted.
    #[error("{address} answers with status {status}")]
    Status {
        /// Where it was asked.
        address: String,
        /// The status.
        status: u16,
    },
    /// What it answers cannot be read.
    #[error("{0} answers in another form than it should")]
    Garbled(String),
    /// Nobody lets the monitor in.
    #[error(
        "{0}: the token no longer lets the monitor in; sign in anew and replace the token file"
    )]
    SignedOut(String),
}

/// An address that nobody should be asked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("give an address such as https://draft.example.org; http:// is for this machine only")]
pub(crate) struct BadAddress;

/// A server, and how it is asked.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    agent: Agent,
    base: String,
}

impl Server {
    /// Names a server, to which a secret is told: by HTTPS, unless it is on this machine.
    ///
    /// # Errors
    ///
    /// * [`BadAddress`] if that cannot be done.
    pub(crate) fn confidential(address: &str) -> Result<Self, BadAddress> {
        let uri: Uri = address.parse().map_err(|_| BadAddress)?;
        let host = uri.host().ok_or(BadAddress)?;
        let is_here = matches!(host, "127.0.0.1" | "[::1]" | "localhost");
        match uri.scheme_str() {
            Some("https") => Ok(Self::public(address)),
            Some("http") if is_here => Ok(Self::public(address)),
            _ => Err(BadAddress),
        }
    }

    /// Names a server to which nothing secret is told.
    pub(crate) fn public(address: &str) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("clausewise-monitor/", env!("CARGO_PKG_VERSION")))
            .build();
        Self {
            agent: config.into(),
            base: address.trim_end_matches('/').to_owned(),
        }
    }

    /// Returns where it is.
    pub(crate) fn address(&self) -> &str {
        &self.base
    }

    /// Reads what is at a path, up to a number of bytes; none where there is nothing.
    ///
    /// # Errors
    ///
    /// * [`Unheard`] says why there is no answer.
    pub(crate) fn read(
        &self,
        path: &str,
        token: Option<&str>,
        limit: usize,
    ) -> Result<Option<Vec<u8>>, Unheard> {
        let address = format!("{}{path}", self.base);
        let mut request = self.agent.get(&address);
        if let Some(token) = token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        let (status, body) = answer(&address, request.call(), limit)?;
        match status {
            200 => Ok(Some(body)),
            404 => Ok(None),
            401 | 403 => Err(Unheard::SignedOut(address)),
            status => Err(Unheard::Status { address, status }),
        }
    }

    /// Posts JSON and returns the status and the answer, up to a number of bytes.
    ///
    /// # Errors
    ///
    /// * [`Unheard`] says why there is no answer.
    pub(crate) fn post(
        &self,
        path: &str,
        json: String,
        limit: usize,
    ) -> Result<(u16, Vec<u8>), Unheard> {
        let address = format!("{}{path}", self.base);
        let request = self.agent.post(&address);
        let sent = request.header("Content-Type", "application/json");
        answer(&address, sent.send(json), limit)
    }
}

fn answer(
    address: &str,
    sent: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    limit: usize,
) -> Result<(u16, Vec<u8>), Unheard> {
    let silent = |error: &ureq::Error| Unheard::Silent {
        address: address.to_owned(),
        why: error.to_string(),
    };
    let mut response = sent.map_err(|error| silent(&error))?;
    let status = response.status().as_u16();
    let body = response.body_mut().with_config().limit(limit as u64);
    let body = body.read_to_vec().map_err(|error| silent(&error))?;
    Ok((status, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_told_by_https_or_on_this_machine_only() {
        for (address, is_good) in [
            ("https://draft.example.org", true),
            ("http://127.0.0.1:8080", true),
            ("http://localhost:8080/", true),
            ("http://draft.example.org", false),
            ("http://127.0.0.1.example.org", false),
            ("ftp://127.0.0.1", false),
            ("draft.example.org", false),
            ("", false),
        ] {
            let named = Server::confidential(address);
            assert_eq!(named.is_ok(), is_good, "{address}");
        }
    }
}
