//! Acts that happen once, however often they are asked for under one key.
//!
//! # Invariants
//!
//! * What was begun goes on to its end, and what came of it is kept, though the client leaves.

use axum::http::StatusCode;
use domain::id::DelegateId;
use sha2::{Digest, Sha256};

use super::problem::Problem;
use crate::state::AppState;
use crate::store::{KeptAnswer, Reservation};
use crate::workflow;

/// What came of an act under a key.
#[derive(Debug)]
pub(crate) enum Once<T> {
    /// It happened now.
    Now(T),
    /// It happened before; this was kept of it.
    Before(KeptAnswer),
}

/// Hashes all that a request asks, part by part.
pub(crate) fn hash_of(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// Acts, unless the same was done under the key before; `hash` stands for all that is asked.
///
/// The act says what came of it and what to keep; where nothing is to be kept, the key is free again.
///
/// # Errors
///
/// * a conflict while the same request is being answered, and for a key of another request;
/// * what the act says, or an internal problem if it panics or the database fails.
pub(crate) async fn once<T: Send + 'static>(
    app: &AppState,
    (by, key): (DelegateId, &str),
    hash: &[u8; 32],
    act: impl Future<Output = Result<(T, Option<KeptAnswer>), Problem>> + Send + 'static,
) -> Result<Once<T>, Problem> {
    match workflow::reserve_key(&app.office, by, key, hash).await? {
        Reservation::Reserved => {}
        Reservation::Answered(answer) => return Ok(Once::Before(answer)),
        Reservation::Unanswered => return Err(in_use()),
        Reservation::Different => return Err(reused()),
    }
    let acting = {
        let (office, key) = (app.office.clone(), key.to_owned());
        tokio::spawn(async move {
            let done = act.await;
            match &done {
                Ok((_, Some(kept))) => workflow::keep_answer(&office, by, &key, kept).await?,
                Ok((_, None)) | Err(_) => workflow::release_key(&office, by, &key).await?,
            }
            done.map(|(done, _)| Once::Now(done))
        })
    };
    match acting.await {
        Ok(done) => done,
        Err(panicked) => {
            workflow::release_key(&app.office, by, key).await?;
            Err(Problem::internal(&panicked))
        }
    }
}

fn in_use() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "idempotency-key-in-use",
        "this request is still being answered, or was cut off; look at what it was to change",
    )
}

fn reused() -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "idempotency-key-reused",
        "this Idempotency-Key belongs to another request; choose a new one for each",
    )
}
