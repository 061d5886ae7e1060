//! `clausewise demo`: fills in the demonstration network and serves it.

use std::path::Path;

use clap::Args;
use domain::role::NetworkRole;

use super::{Failure, print_line, serve};
use crate::auth::password::{Password, Passwords};
use crate::auth::secret_file;
use crate::clock::Clock;
use crate::demo::{self, Player, SPAN_SECONDS};
use crate::random::Random;
use crate::secret::Secret;
use crate::settings::Settings;
use crate::store::Store;
use crate::workflow::Office;
use tokio::runtime::Runtime;

/// Serves a demonstration: twelve organisations that negotiate a text.
///
/// Fills in an empty data folder, prints who can sign in and with what
/// password, and serves. A data folder that has been filled in is served as it is.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    settings: Settings,
}

/// The file in the data folder that holds everyone's password.
const PASSWORD_FILE: &str = "demonstration-password";

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let settings = arguments.settings;
    super::start_logging();
    secret_file::make_folder(&settings.data).map_err(Failure::other)?;
    Runtime::new().map_err(Failure::other)?.block_on(async {
        let password = password(&settings.data)?;
        fill(&settings, &password).await?;
        introduce(&password)?;
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

async fn fill(settings: &Settings, password: &Secret) -> Result<(), Failure> {
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
        demo::fill(&office, &clock, &stretched)
            .await
            .map_err(Failure::other)?;
    }
    store.close().await;
    Ok(())
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
