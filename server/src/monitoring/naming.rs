//! Which organisation is meant, and what else the API says: looked up, and proven by the record.

use domain::id::OrganisationId;
use domain::record::Commitment;
use domain::time::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::round::{Halt, Round};
use super::server::Unheard;

/// The most that is read of an answer, in bytes.
const MAX_ANSWER: usize = 8 * 1024 * 1024;

/// An admission, as the API lists it.
#[derive(Deserialize)]
struct Admission {
    body: Admitted,
    contents: Vec<Option<String>>,
}

#[derive(Deserialize)]
struct Admitted {
    organisation: OrganisationId,
    short_name: usize,
}

/// An entry, as the API lists it.
#[derive(Deserialize)]
struct Listed {
    seq: u64,
    at: Timestamp,
}

/// An entry with the words beside it.
#[derive(Deserialize)]
struct Whole {
    beside: Vec<Beside>,
}

#[derive(Deserialize)]
struct Beside {
    salt: Option<String>,
    text: Option<String>,
}

/// Finds the organisation that is meant.
pub(super) fn find(round: &Round<'_>) -> Result<OrganisationId, Halt> {
    let name = &round.wanted.organisation;
    if let Ok(id) = name.parse() {
        return Ok(id);
    }
    let path = "/api/v1/entries?type=organisation_admitted&limit=200";
    let admissions: Vec<Admission> = ask(round, path)?;
    let is_named = |it: &&Admission| {
        let words = it.contents.get(it.body.short_name);
        words.and_then(Option::as_ref) == Some(name)
    };
    let mut found = admissions.iter().filter(is_named);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one.body.organisation),
        (None, _) => Err(wrong(round, "there is none of that name")),
        (Some(_), Some(_)) => Err(wrong(
            round,
            "there are several of that name; give the identifier",
        )),
    }
}

/// Checks, the first time, that the record bears out which organisation it is.
pub(super) fn check(round: &mut Round<'_>) -> Result<(), Halt> {
    let name = round.wanted.organisation.clone();
    match &round.state.named {
        Some(named) if *named == name => return Ok(()),
        Some(named) => {
            let what =
                format!("this monitor watches {named}; give another --state for another one");
            return Err(wrong(round, &what));
        }
        None => {}
    }
    let watch = round.state.watch.as_ref();
    let Some((seq, commitment)) = watch.and_then(|it| it.admitted) else {
        return Err(wrong(round, "it is not in the sealed record"));
    };
    let is_id = name.parse::<OrganisationId>().is_ok();
    if !is_id && !is_committed(round, seq, commitment.as_bytes(), &name)? {
        return Err(wrong(
            round,
            "the record does not bear out that this is its short name",
        ));
    }
    round.state.named = Some(name);
    Ok(())
}

/// Reports whether words that the server tells are those that an entry commits to.
fn is_committed(
    round: &Round<'_>,
    seq: u64,
    commitment: &[u8; 32],
    name: &str,
) -> Result<bool, Halt> {
    let whole: Whole = ask(round, &format!("/api/v1/entries/{seq}"))?;
    let mut beside = whole.beside.iter();
    Ok(beside.any(|it| {
        let salt = it.salt.as_ref().and_then(|it| hex::decode(it).ok());
        let salt: Option<[u8; 32]> = salt.and_then(|it| it.try_into().ok());
        let is_it = |salt| Commitment::new(&salt, name.as_bytes()).as_bytes() == commitment;
        it.text.as_deref() == Some(name) && salt.is_some_and(is_it)
    }))
}

/// Returns the newest entry that the server says it has, and when it was appended.
pub(super) fn newest(round: &Round<'_>) -> Result<Option<(u64, Timestamp)>, Halt> {
    let path = format!("/api/v1/entries?before={}&limit=1", u32::MAX);
    let listed: Vec<Listed> = ask(round, &path)?;
    Ok(listed.last().map(|it| (it.seq, it.at)))
}

fn ask<T: DeserializeOwned>(round: &Round<'_>, path: &str) -> Result<T, Unheard> {
    let garbled = || Unheard::Garbled(format!("{}{path}", round.server.address()));
    let bytes = round.server.read(path, Some(round.token()), MAX_ANSWER)?;
    let bytes = bytes.ok_or_else(garbled)?;
    serde_json::from_slice(&bytes).map_err(|_| garbled())
}

fn wrong(round: &Round<'_>, what: &str) -> Halt {
    Halt::Wrong(format!(
        "--organisation {}: {what}",
        round.wanted.organisation
    ))
}
