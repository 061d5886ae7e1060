//! The token by which a monitor may read the record.
//!
//! The file holds an access token, which is good for minutes, or a refresh token, which buys the
//! next ones. A refresh token is good once, so the next one is on disk before anything is asked
//! with what it bought.

use std::path::{Path, PathBuf};

use domain::time::Timestamp;
use serde::Deserialize;

use super::server::{Server, Unheard};
use crate::auth::secret_file::{self, SecretFileError};
use crate::secret::Secret;

/// The most that is read of an answer, in bytes.
const MAX_ANSWER: usize = 64 * 1024;
/// How long before its end an access token is used no more, in seconds.
const MARGIN: i64 = 60;

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoToken {
    /// The server gives none.
    #[error(transparent)]
    Unheard(#[from] Unheard),
    /// The file cannot be used.
    #[error(transparent)]
    File(#[from] SecretFileError),
    /// There is no file, or nothing in it.
    #[error("{}: there is no token in it", .0.display())]
    Empty(PathBuf),
}

/// The file with the token, and what it has bought.
#[derive(Debug)]
pub(crate) struct TokenFile {
    path: PathBuf,
    bought: Option<(Secret, Timestamp)>,
}

/// What a refresh token buys.
#[derive(Deserialize)]
struct Tokens {
    access_token: String,
    expires_in: i64,
    refresh_token: String,
}

impl TokenFile {
    /// Names the file.
    pub(crate) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            bought: None,
        }
    }

    /// Returns an access token.
    ///
    /// # Errors
    ///
    /// * [`NoToken`] says why there is none.
    pub(crate) fn access(&mut self, server: &Server, now: Timestamp) -> Result<Secret, NoToken> {
        if let Some((access, until)) = &self.bought
            && now < *until
        {
            return Ok(access.clone());
        }
        let text = secret_file::read(&self.path)?;
        let text = text.ok_or_else(|| NoToken::Empty(self.path.clone()))?;
        let token = text.expose().trim();
        if token.is_empty() {
            return Err(NoToken::Empty(self.path.clone()));
        }
        // Access tokens are JWTs, refresh tokens have no dot.
        if token.contains('.') {
            return Ok(Secret::new(token.to_owned()));
        }
        self.refresh(server, token, now)
    }

    fn refresh(&mut self, server: &Server, token: &str, now: Timestamp) -> Result<Secret, NoToken> {
        const PATH: &str = "/api/v1/tokens/refresh";
        let address = || format!("{}{PATH}", server.address());
        let request = serde_json::json!({"refresh_token": token}).to_string();
        let (status, body) = server.post(PATH, request, MAX_ANSWER)?;
        match status {
            200 | 201 => {}
            401 | 403 => return Err(Unheard::SignedOut(address()).into()),
            status => {
                let address = address();
                return Err(Unheard::Status { address, status }.into());
            }
        }
        let tokens: Option<Tokens> = serde_json::from_slice(&body).ok();
        let is_plain = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_graphic());
        let tokens = tokens.filter(|it| is_plain(&it.access_token) && is_plain(&it.refresh_token));
        let tokens = tokens.ok_or_else(|| Unheard::Garbled(address()))?;
        secret_file::replace(&self.path, &Secret::new(tokens.refresh_token + "\n"))?;
        let access = Secret::new(tokens.access_token);
        let until = now.plus_seconds(tokens.expires_in.clamp(0, 3_600) - MARGIN);
        self.bought = Some((access.clone(), until));
        Ok(access)
    }
}
