//! `clausewise witness`: watches logs and cosigns what only ever grows.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use ledger::note::{KeyKind, KeyName, SigningKey, VerifierKey};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::{Failure, print_line};
use crate::clock::Clock;
use crate::random::Random;
use crate::sealing::key_file;
use crate::sealing::witness::{Witness, routes};

/// Watches logs and cosigns their checkpoints, as C2SP's tlog-witness says.
///
/// `POST /add-checkpoint` cosigns; `GET /checkpoint/SHA256` gives the last checkpoint signed
/// of the log whose name has this SHA-256, in hexadecimal. Put it behind a server that
/// speaks HTTPS.
#[derive(Debug, Args)]
#[command(subcommand_negates_reqs = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    key: KeyArguments,
    /// The folder of what was signed last; made when it does not exist.
    #[arg(long, default_value = "witness")]
    state: PathBuf,
    /// The address to listen on; port 0 takes any free one.
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// The verifier key of a log to watch; give it once for each log.
    #[arg(long = "log", value_name = "VKEY")]
    logs: Vec<VerifierKey>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Prints the verifier key, for the policies of those who trust this witness.
    Key(KeyArguments),
}

/// The key of a witness.
#[derive(Debug, Args)]
struct KeyArguments {
    /// The key, made when it does not exist.
    #[arg(long, default_value = "witness-key")]
    key: PathBuf,
    /// What the witness is called, such as `witness.example.org/w1`.
    #[arg(long, env = "CLAUSEWISE_WITNESS_NAME", required = true)]
    name: Option<KeyName>,
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    if let Some(Command::Key(key)) = &arguments.command {
        return print_line(&signing_key(key)?.verifier().to_string());
    }
    super::start_logging();
    if arguments.logs.is_empty() {
        return Err(Failure::input("name a log to watch with --log VKEY"));
    }
    let key = signing_key(&arguments.key)?;
    let witness = Witness::open(key, arguments.logs, arguments.state).map_err(Failure::other)?;
    let serving = serve(arguments.listen, witness);
    Runtime::new().map_err(Failure::other)?.block_on(serving)
}

async fn serve(listen: SocketAddr, witness: Witness) -> Result<(), Failure> {
    let listener = TcpListener::bind(listen)
        .await
        .map_err(|error| Failure::other(format!("cannot listen on {listen}: {error}")))?;
    let bound = listener.local_addr().map_err(Failure::other)?;
    print_line(&format!("The witness {}", witness.verifier()))?;
    print_line(&format!("listens on http://{bound}"))?;
    let routes = routes(Arc::new(witness), Clock::System);
    axum::serve(listener, routes).await.map_err(Failure::other)
}

/// Reads the key, or makes one.
fn signing_key(arguments: &KeyArguments) -> Result<SigningKey, Failure> {
    let name = arguments.name.clone();
    let name = name.ok_or_else(|| Failure::input("name the witness with --name"))?;
    let seed = seed(&arguments.key)?;
    SigningKey::from_seed(name, KeyKind::Cosignature, &seed).map_err(Failure::other)
}

fn seed(path: &Path) -> Result<[u8; 32], Failure> {
    if let Some(seed) = key_file::read(path).map_err(Failure::other)? {
        return Ok(*seed);
    }
    let seed = Random::System.bytes();
    key_file::write(path, &seed).map_err(Failure::other)?;
    Ok(seed)
}
