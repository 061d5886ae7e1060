//! `clausewise demo`: fills in the demonstration network and serves it.

use std::path::{Path, PathBuf};

use clap::Args;
use domain::role::NetworkRole;

use super::{Failure, print_line, serve};
use crate::auth::password::{Password, Passwords};
use crate::auth::secret_file;
use crate::clock::Clock;
use crate::demo::{self, Keyring, Player, SPAN_SECONDS};
use crate::random::Random;
use crate::secret::Secret;
use crate::settings::Settings;
use crate::signatures::write_key;
use crate::store::Store;
use crate::workflow::Office;
use tokio::runtime::Runtime;

/// Serves a demonstration: twelve organisations that negotiate a text.
///
/// Fills in an empty data folder, prints who can sign in and with what
/// password, and serves. A data folder that has been filled in is served as it is.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Fills it in without keys of organisations: every position is recorded by the server, and can be
    /// taken on the pages without a key.
    #[arg(long)]
    unsigned: bool,
    #[command(flatten)]
    settings: Settings,
}

/// The folder in the data folder that holds the organisations' private keys.
const KEYS_FOLDER: &str = "demonstration-keys";
/// The file in it of which they are made.
const SEED_FILE: &str = "seed";
/// The file in the data folder that holds everyone's password.
const PASSWORD_FILE: &str = "demonstration-password";

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let settings = arguments.settings;
    super::start_logging();
    secret_file::make_folder(&settings.data).map_err(Failure::other)?;
    Runtime::new().map_err(Failure::other)?.block_on(async {
        let password = password(&settings.data)?;
        let keys = (!arguments.unsigned).then(|| keys(&settings.data));
        fill(&settings, &password, keys.transpose()?.as_ref()).await?;
        introduce(&password)?;
        introduce_keys(&settings.data)?;
        serve::serve(settings).await
    })
}

/// Reads the password of the last start, or makes one.
fn password(data: &Path) -> Result<Secret, Failure> {
    let path = data.join(PASSWORD_FILE);
    if let Some(password) = secret_file::read(&path).map_err(Failure::other)? {
        return Ok(password);
    }
    let password = Secret::new(hex::encode(Random::System.bytes::<8>()));
    secret_file::replace(&path, &password).map_err(Failure::other)?;
    Ok(password)
}

/// Reads the seed of the organisations' keys that the last start left, or makes one.
fn keys(data: &Path) -> Result<Keyring, Failure> {
    let folder = data.join(KEYS_FOLDER);
    secret_file::make_folder(&folder).map_err(Failure::other)?;
    let path = folder.join(SEED_FILE);
    let kept = secret_file::read(&path).map_err(Failure::other)?;
    let kept = kept.and_then(|it| hex::decode(it.expose()).ok()?.try_into().ok());
    let seed: [u8; 32] = kept.unwrap_or_else(|| Random::System.bytes());
    let text = Secret::new(hex::encode(seed));
    secret_file::replace(&path, &text).map_err(Failure::other)?;
    Ok(Keyring::new(seed))
}

/// Writes the private key of each organisation that signs, for who plays it.
fn write_keys(data: &Path, keys: &Keyring) -> Result<(), Failure> {
    for held in keys.held().map_err(Failure::other)? {
        let path = key_file(data, &held.organisation);
        if !path.exists() {
            write_key(&path, &held.seed).map_err(Failure::other)?;
        }
    }
    Ok(())
}

fn key_file(data: &Path, organisation: &str) -> PathBuf {
    let name = format!("{}.pem", organisation.to_lowercase());
    data.join(KEYS_FOLDER).join(name)
}

async fn fill(
    settings: &Settings,
    password: &Secret,
    keys: Option<&Keyring>,
) -> Result<(), Failure> {
    let database = settings.database().map_err(Failure::other)?;
    let store = Store::open(&database).await.map_err(Failure::other)?;
    let clock = Clock::fixed(Clock::System.now().plus_seconds(-SPAN_SECONDS));
    let office = Office::open(store.clone(), clock.clone(), Random::System)
        .await
        .map_err(Failure::other)?;
    if !office.register().network().is_founded() {
        print_line("Filling in the demonstration network …")?;
        let chosen = Password::choose(password.expose()).map_err(Failure::other)?;
        let salt = Random::System.bytes();
        let stretched = Passwords::default()
            .stretch(chosen, salt)
            .await
            .map_err(Failure::other)?;
        demo::fill(&office, &clock, &stretched, keys)
            .await
            .map_err(Failure::other)?;
        if let Some(keys) = keys {
            write_keys(&settings.data, keys)?;
        }
    }
    store.close().await;
    Ok(())
}

/// Says where the keys are with which positions are signed, if there are any.
fn introduce_keys(data: &Path) -> Result<(), Failure> {
    let folder = data.join(KEYS_FOLDER);
    let is_signed = std::fs::read_dir(&folder).is_ok_and(|mut files| {
        files.any(|it| it.is_ok_and(|it| it.path().extension().is_some_and(|it| it == "pem")))
    });
    if !is_signed {
        return Ok(());
    }
    print_line(&format!(
        "Organisations sign their positions, all but DVC; their key files are in {}",
        folder.display()
    ))
}

/// Prints who can sign in.
fn introduce(password: &Secret) -> Result<(), Failure> {
    print_line("Sign in as any of these:")?;
    for player in demo::players().map_err(Failure::other)? {
        print_line(&format!(
            "  {:<28} {:<24} {}",
            player.address,
            player.name.as_str(),
            role(&player)
        ))?;
    }
    print_line(&format!("Everyone's password is {}", password.expose()))
}

fn role(player: &Player) -> String {
    let role = match player.role {
        NetworkRole::Secretariat => "secretariat",
        NetworkRole::Head => "head of delegation",
        NetworkRole::Delegate => "delegate",
        NetworkRole::Observer => "observer",
        NetworkRole::Auditor => "auditor",
    };
    let organisation = player.organisation.as_ref();
    let of = organisation.map_or_else(String::new, |short| format!(", {short}"));
    let chair = if player.is_chair {
        ", chairs the working group"
    } else {
        ""
    };
    format!("{role}{of}{chair}")
}
