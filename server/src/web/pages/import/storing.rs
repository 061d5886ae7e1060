//! Storing what was previewed, once.

use axum::http::StatusCode;
use domain::id::{DelegateId, InstrumentId};

use super::offer::{Offer, Unreadable};
use super::posted::Confirmed;
use crate::live;
use crate::state::AppState;
use crate::store::KeptAnswer;
use crate::web::once::{Once, hash_of, once};
use crate::web::problem::Problem;

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
    let hash = hash_of(&[
        instrument.as_uuid().as_bytes(),
        confirmed.seen.as_bytes(),
        &confirmed.given.bytes[..],
    ]);
    let storing = {
        let app = app.clone();
        async move {
            let outcome = store(&app, by, instrument, confirmed).await?;
            let kept = kept(&outcome);
            Ok((outcome, kept))
        }
    };
    match once(app, (by, &key), &hash, storing).await? {
        Once::Now(outcome) => Ok(outcome),
        Once::Before(answer) => String::from_utf8(answer.body)
            .map(Outcome::Stored)
            .map_err(|error| Problem::internal(&error)),
    }
}

/// Returns what is kept of a confirmation; nothing where it stored nothing.
fn kept(outcome: &Outcome) -> Option<KeptAnswer> {
    let Outcome::Stored(to) = outcome else {
        return None;
    };
    Some(KeptAnswer {
        status: StatusCode::SEE_OTHER.as_u16(),
        headers: String::new(),
        body: to.clone().into_bytes(),
    })
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
