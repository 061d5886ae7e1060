//! Storing what was previewed, once.

use axum::http::StatusCode;
use domain::id::{DelegateId, InstrumentId};
use sha2::{Digest, Sha256};

use super::offer::{Offer, Unreadable};
use super::posted::Confirmed;
use crate::live;
use crate::state::AppState;
use crate::store::{KeptAnswer, Reservation};
use crate::web::problem::Problem;
use crate::workflow;

/// What came of a confirmation.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The text is in the draft, now or since the same confirmation before; where it is to be seen.
    Stored(String),
    /// Nothing was stored: it would no longer be what was previewed.
    Changed(Box<Offer>),
}

/// Stores a text that was previewed, unless the same preview has been confirmed before.
///
/// # Errors
///
/// * as reserving the key, reading the text and importing it say.
pub(super) async fn store_once(
    app: &AppState,
    (by, instrument): (DelegateId, InstrumentId),
    confirmed: Confirmed,
) -> Result<Outcome, Problem> {
    let key = format!("import-{}", confirmed.key);
    let hash = request_hash(instrument, &confirmed);
    match workflow::reserve_key(&app.office, by, &key, &hash).await? {
        Reservation::Reserved => {}
        Reservation::Answered(answer) => return Ok(Outcome::Stored(kept(answer)?)),
        Reservation::Unanswered => return Err(Problem::key_in_use()),
        Reservation::Different => return Err(Problem::key_reused()),
    }
    // To its end, though the browser leaves: the key says whether the text is in the draft.
    let storing = {
        let (app, key) = (app.clone(), key.clone());
        tokio::spawn(async move { first(&app, (by, &key), instrument, confirmed).await })
    };
    match storing.await {
        Ok(outcome) => outcome,
        Err(panicked) => {
            workflow::release_key(&app.office, by, &key).await?;
            Err(Problem::internal(&panicked))
        }
    }
}

async fn first(
    app: &AppState,
    (by, key): (DelegateId, &str),
    instrument: InstrumentId,
    confirmed: Confirmed,
) -> Result<Outcome, Problem> {
    let outcome = store(app, by, instrument, confirmed).await;
    match &outcome {
        Ok(Outcome::Stored(to)) => {
            let answer = KeptAnswer {
                status: StatusCode::SEE_OTHER.as_u16(),
                headers: String::new(),
                body: to.clone().into_bytes(),
            };
            workflow::keep_answer(&app.office, by, key, &answer).await?;
        }
        Ok(Outcome::Changed(_)) | Err(_) => {
            workflow::release_key(&app.office, by, key).await?;
        }
    }
    outcome
}

async fn store(
    app: &AppState,
    by: DelegateId,
    instrument: InstrumentId,
    confirmed: Confirmed,
) -> Result<Outcome, Problem> {
    let Confirmed { given, seen, .. } = confirmed;
    let offer =
        Offer::read(app, by, instrument, given)
            .await
            .map_err(|unreadable| match unreadable {
                Unreadable::Import(error) => error.into(),
                Unreadable::Full(refusal) => refusal.into(),
                Unreadable::Failed(problem) => problem,
            })?;
    let found = offer
        .fingerprint()
        .map_err(|error| Problem::internal(&error))?;
    if found != seen {
        return Ok(Outcome::Changed(Box::new(offer)));
    }
    let Offer { given, import, .. } = offer;
    let unmapped = import.unmapped.len();
    let first = import.outline.clauses.first().map(|clause| clause.id);
    let name = given.name;
    live::import_text(&app.hub, by, instrument, name, import.outline, unmapped).await?;
    let draft = app.office.register().instrument(instrument)?.draft;
    let anchor = first.map_or_else(String::new, |clause| format!("#clause-{clause}"));
    Ok(Outcome::Stored(format!("/drafts/{draft}{anchor}")))
}

fn kept(answer: KeptAnswer) -> Result<String, Problem> {
    String::from_utf8(answer.body).map_err(|error| Problem::internal(&error))
}

/// Hashes what a confirmation asks for.
fn request_hash(instrument: InstrumentId, confirmed: &Confirmed) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in [
        instrument.as_uuid().as_bytes(),
        confirmed.seen.as_bytes(),
        &confirmed.given.bytes[..],
    ] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}
