//! Reading the texts that people upload.

use bytes::Bytes;
use domain::id::ClauseId;

use super::problem::Problem;
use crate::exchange::import::{self, Format, Import, ImportError};
use crate::workflow::Office;

/// Reads a text, away from the threads that serve requests.
///
/// # Errors
///
/// * an internal problem if reading panics; what is wrong with the text is inside.
pub(crate) async fn read_text(
    office: &Office,
    bytes: Bytes,
    format: Format,
) -> Result<Result<Import, ImportError>, Problem> {
    let office = office.clone();
    let fresh = move |_| ClauseId::from_uuid(office.fresh_uuid());
    tokio::task::spawn_blocking(move || import::import(&bytes, format, fresh))
        .await
        .map_err(|error| Problem::internal(&error))
}
