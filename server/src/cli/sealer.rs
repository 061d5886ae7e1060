//! `clausewise sealer`: signs checkpoints over the record.

use std::io::Read;
use std::path::PathBuf;

use clap::Args;

use super::{Failure, print_line};
use crate::auth::secret_file;
use crate::random::Random;
use crate::sealing::lock::IfHeld;
use crate::sealing::sealer::{Places, Sealer};

/// Signs checkpoints over a server's record, and only such as continue the last one.
///
/// `clausewise serve` starts one itself. Run one apart, as another user or on another
/// machine's socket, and name its socket to the server with `--sealer`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder of the files below where they are not named; made when it does not exist.
    #[arg(long, env = "CLAUSEWISE_DATA", default_value = "data")]
    data: PathBuf,
    /// The signing key, made on the first start; `sealer-key` in the data folder where absent.
    #[arg(long)]
    key: Option<PathBuf>,
    /// The last checkpoint signed; `sealer-head` in the data folder where absent.
    #[arg(long)]
    head: Option<PathBuf>,
    /// The Unix socket to listen on; `sealer.sock` in the data folder where absent.
    #[arg(long)]
    socket: Option<PathBuf>,
    /// Ends with the program that started it.
    #[arg(long, hide = true)]
    as_child: bool,
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    super::start_logging();
    secret_file::make_folder(&arguments.data).map_err(Failure::other)?;
    let usual = Places::in_folder(&arguments.data);
    let places = Places {
        key: arguments.key.unwrap_or(usual.key),
        head: arguments.head.unwrap_or(usual.head),
        socket: arguments.socket.unwrap_or(usual.socket),
    };
    let if_held = if arguments.as_child {
        std::thread::spawn(end_with_parent);
        IfHeld::Wait
    } else {
        IfHeld::Fail
    };
    let sealer = Sealer::open(&places, if_held, &Random::System).map_err(Failure::other)?;
    if !arguments.as_child {
        print_line(&format!(
            "The sealer listens on {}",
            places.socket.display()
        ))?;
    }
    sealer.run().map_err(Failure::other)
}

/// Ends the process when whoever started it has gone, however that went.
fn end_with_parent() {
    let mut rest = Vec::new();
    // The parent says nothing; reading ends when the pipe closes.
    drop(std::io::stdin().read_to_end(&mut rest));
    std::process::exit(0);
}
