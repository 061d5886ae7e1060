//! `clausewise serve`: runs the server.

use clap::Args;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::{Failure, print_line};
use crate::serving::Serving;
use crate::settings::Settings;

/// Serves pages, API and live drafts until it is told to stop.
///
/// Starts empty in the data folder, makes its secrets there, and prints a
/// one-time link to set the network up.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    settings: Settings,
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    let settings = arguments.settings;
    super::start_logging();
    Runtime::new()
        .map_err(Failure::other)?
        .block_on(serve(settings))
}

/// Serves until it is told to stop.
pub(super) async fn serve(settings: Settings) -> Result<(), Failure> {
    let listener = TcpListener::bind(settings.listen).await.map_err(|error| {
        Failure::other(format!("cannot listen on {}: {error}", settings.listen))
    })?;
    let bound = listener.local_addr().map_err(Failure::other)?;
    let serving = Serving::open(&settings, bound)
        .await
        .map_err(Failure::other)?;
    print_line(&format!("Clausewise serves {}", serving.origin()))?;
    if let Some(link) = serving.set_up_link() {
        print_line("This network has not been set up yet. Open this link, which works once:")?;
        print_line(link)?;
    }
    serving.run(listener).await.map_err(Failure::other)
}
