//! A sealer that the server starts itself, and starts again when it ends.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::process::Command;
use tokio::time::Instant;

/// The first wait before a sealer is started again, and the longest.
const WAITS: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));
/// A sealer that has lived this long had no trouble starting.
const SETTLED: Duration = Duration::from_secs(30);

/// Keeps a sealer running on the key of a data folder, until it is dropped.
pub async fn keep_running(data: PathBuf) {
    let mut wait = WAITS.0;
    loop {
        let started = Instant::now();
        match run(&data).await {
            Ok(status) => tracing::warn!("the sealer ended ({status}) and is started again"),
            Err(error) => tracing::error!("the sealer cannot be started: {error}"),
        }
        if started.elapsed() > SETTLED {
            wait = WAITS.0;
        }
        tokio::time::sleep(wait).await;
        wait = (2 * wait).min(WAITS.1);
    }
}

async fn run(data: &Path) -> io::Result<ExitStatus> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["sealer", "--as-child", "--data"])
        .arg(data)
        // It reads this until the server is gone, however that went.
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        // What interrupts the server from a terminal is not meant for its sealer.
        .process_group(0)
        .kill_on_drop(true)
        .spawn()?;
    // Waiting would close it otherwise.
    let _lifeline = child.stdin.take();
    child.wait().await
}
