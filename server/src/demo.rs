//! The demonstration: a network of twelve organisations that drafts a text,
//! tables it three times, amends it and takes positions, and that has adopted a short one.
//!
//! The text is `demo/principles.md`, what people do with it `demo/script.toml`;
//! `demo/accreditation.md` and `demo/accreditation.toml` are those of the short one.
//! Everything is done through the workflows that serve pages and API, at times
//! that lie some weeks back.

mod accreditation;
mod instrument;
mod keyring;
mod network;
mod script;
mod stage;
mod text;

use std::time::Duration;

use domain::refusal::Refusal;
use domain::role::NetworkRole;
use domain::words::{InvalidWords, Name};

use crate::clock::Clock;
use crate::exchange::import::ImportError;
use crate::live::{Hub, LiveError, Pace};
use crate::secret::Secret;
use crate::workflow::{Office, WorkflowError};
use accreditation::Accreditation;
pub use keyring::{KeyHeld, Keyring};
use script::Script;
use stage::Stage;
use text::{ACCREDITATION, PRINCIPLES};

/// How far back a clock must stand when the demonstration begins, in seconds.
pub const SPAN_SECONDS: i64 = 78 * 86_400;

/// Why the demonstration cannot be filled in.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The script is not what it should be.
    #[error("the script of the demonstration: {0}")]
    Script(#[from] basic_toml::Error),
    /// The script names something that is not there.
    #[error("the script of the demonstration names {0}, which is not there")]
    Unknown(String),
    /// A text of the demonstration cannot be imported.
    #[error("a text of the demonstration: {0}")]
    Text(#[from] ImportError),
    /// A name of the demonstration is out of bounds.
    #[error("a name of the demonstration: {0}")]
    Words(#[from] InvalidWords),
    /// A step is refused, or the record or a draft failed.
    #[error(transparent)]
    Live(#[from] LiveError),
}

impl From<WorkflowError> for DemoError {
    fn from(error: WorkflowError) -> Self {
        Self::Live(error.into())
    }
}

impl From<Refusal> for DemoError {
    fn from(refusal: Refusal) -> Self {
        WorkflowError::from(refusal).into()
    }
}

/// A person of the demonstration, and what to sign in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Player {
    /// The person's name.
    pub name: Name,
    /// The e-mail address to sign in with.
    pub address: String,
    /// The role in the network.
    pub role: NetworkRole,
    /// The short name of the organisation acted for.
    pub organisation: Option<String>,
    /// Whether the person chairs the working group.
    pub is_chair: bool,
}

/// Returns the people of the demonstration.
///
/// # Errors
///
/// * [`DemoError::Script`] if the script cannot be read.
pub fn players() -> Result<Vec<Player>, DemoError> {
    let script = Script::read()?;
    let chair = script.group.chair;
    Ok(script
        .people
        .into_iter()
        .map(|person| Player {
            address: person.address(),
            is_chair: person.key == chair,
            name: person.name,
            role: person.role,
            organisation: person.organisation.map(Into::into),
        })
        .collect())
}

/// Fills an empty network in. `clock` is the office's own, standing still; it is
/// moved forward by less than [`SPAN_SECONDS`]. Everyone signs in with the one password. With keys,
/// all organisations but one sign their positions; without, the server records them all.
///
/// # Errors
///
/// * [`DemoError`] says at what it failed.
pub async fn fill(
    office: &Office,
    clock: &Clock,
    password: &Secret,
    keys: Option<&Keyring>,
) -> Result<(), DemoError> {
    let script = Script::read()?;
    // Nobody waits for what a room does by itself.
    let long = Duration::from_mins(10);
    let pace = Pace {
        quiet: long,
        anchored_within: long,
        idle: long,
        ..Pace::default()
    };
    let hub = Hub::with_pace(office.clone(), pace);
    let parties = network::gather(office, clock, &script, password, keys).await?;
    let cast = (&parties, keys);
    let mut stage = Stage::open(&hub, clock, &script, cast, PRINCIPLES).await?;
    let short = Stage::open(&hub, clock, &script, cast, ACCREDITATION).await?;
    short.ratify(&Accreditation::read()?).await?;
    for (number, round) in script.rounds.iter().enumerate() {
        if number == 1 {
            stage.renew_keys().await?;
        }
        stage.play(round).await?;
    }
    hub.close().await;
    Ok(())
}

#[cfg(test)]
mod tests;
