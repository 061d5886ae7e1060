//! How the server asks a sealer.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::time::timeout;

use super::protocol::{Answer, MAX_BYTES, Request, Unintelligible};

/// How long a sealer may take; it writes one small file.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a sealer gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// The socket cannot be reached or fails.
    #[error("{}: {source}", path.display())]
    Io {
        /// The socket.
        path: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
    /// It takes too long.
    #[error("it does not answer")]
    TooLate,
    /// What it answers is no answer.
    #[error(transparent)]
    Unintelligible(#[from] Unintelligible),
}

/// Asks the sealer behind a socket.
///
/// # Errors
///
/// * [`NoAnswer`] says why there is none.
pub async fn ask(socket: &Path, request: &Request) -> Result<Answer, NoAnswer> {
    let answered = timeout(PATIENCE, exchange(socket, &request.to_text())).await;
    let answer = answered
        .map_err(|_| NoAnswer::TooLate)?
        .map_err(|source| NoAnswer::Io {
            path: socket.to_owned(),
            source,
        })?;
    Ok(Answer::parse(&answer)?)
}

async fn exchange(socket: &Path, request: &str) -> io::Result<String> {
    let mut stream = UnixStream::connect(socket).await?;
    stream.write_all(request.as_bytes()).await?;
    stream.shutdown().await?;
    let mut answer = String::new();
    stream.take(MAX_BYTES).read_to_string(&mut answer).await?;
    Ok(answer)
}
