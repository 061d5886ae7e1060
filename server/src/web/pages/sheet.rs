//! What a signer takes away: statements with everything they stand for.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::id::{DelegateId, OrganisationId};
use domain::signing::{KeySheet, KeyStatement, SheetNames, SigningSheet};
use serde::Serialize;

use super::desk::Desk;
use crate::web::problem::Problem;
use crate::workflow::StatementToSign;

/// Gathers what a position's statement stands for.
///
/// # Errors
///
/// * [`Problem`] if the wording is not on the table, or was erased.
pub(crate) fn signing_sheet(
    desk: &Desk,
    to_sign: StatementToSign,
) -> Result<SigningSheet, Problem> {
    let StatementToSign {
        said,
        taken,
        position,
        salts,
    } = to_sign;
    let instrument = desk.instrument(said.instrument)?;
    let table = instrument.current().ok_or_else(Problem::not_found)?;
    let clause = table.clause(said.clause).ok_or_else(Problem::not_found)?;
    let names = SheetNames {
        instrument: instrument.title().or_mark().to_owned(),
        clause: clause.number.clone(),
        ..names(desk, said.organisation, said.delegate)
    };
    Ok(SigningSheet {
        wording: clause.wording().ok_or_else(Problem::not_found)?.clone(),
        statement: said,
        position,
        salts,
        joins: taken.joins,
        cures: taken.cures,
        names,
    })
}

/// A file that the browser is to keep.
pub(crate) struct Attachment;

impl Attachment {
    /// Answers with a value as a JSON file.
    ///
    /// # Errors
    ///
    /// * [`Problem`] if it cannot be written.
    pub(crate) fn json(name: &str, value: &impl Serialize) -> Result<Response, Problem> {
        let text =
            serde_json::to_string_pretty(value).map_err(|error| Problem::internal(&error))?;
        let headers = [
            (header::CONTENT_TYPE, "application/json".to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            ),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ];
        Ok((headers, text + "\n").into_response())
    }
}

/// Gathers what a statement about a key stands for.
pub(crate) fn key_sheet(desk: &Desk, statement: KeyStatement) -> KeySheet {
    let names = names(desk, statement.organisation, desk.by);
    KeySheet { statement, names }
}

fn names(desk: &Desk, organisation: OrganisationId, delegate: DelegateId) -> SheetNames {
    let network = desk.network();
    let name = network.name().map_or("", |it| it.or_mark());
    let organisation = network.organisation(organisation);
    SheetNames {
        network: name.to_owned(),
        organisation: organisation.map_or("", |it| it.name.or_mark()).to_owned(),
        delegate: network.delegate_name(delegate).to_owned(),
        ..SheetNames::default()
    }
}
