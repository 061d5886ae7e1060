//! `clausewise key`: the key that an organisation signs with, made and kept by itself.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use domain::api::{DeclareKey, RotateKey};
use domain::id::OrganisationId;
use domain::signing::{Digest, KeyPurpose, KeyStatement, Nonce, PublicKey, StatementKind};
use ledger::jws::StatementKey;
use zeroize::Zeroizing;

use super::{Failure, print_line};
use crate::clock::Clock;
use crate::random::Random;
use crate::signatures::{self, public_of};

/// Makes and shows the key that an organisation signs its positions with. Nothing is sent anywhere.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Makes a key and writes it into a new file that you alone can read.
    New {
        /// The file, in PKCS #8 and PEM; it must not exist.
        file: PathBuf,
    },
    /// Shows the public half of a key, and the fingerprint to compare on the telephone.
    Show {
        /// The file.
        file: PathBuf,
    },
    /// Writes the declaration of a key, signed by the key itself, to send to the server.
    Declare {
        /// The file of the key.
        file: PathBuf,
        #[command(flatten)]
        about: About,
        /// The public key that the organisation holds on record and has lost, if any.
        #[arg(long, value_name = "KEY")]
        previous: Option<PublicKey>,
    },
    /// Writes the replacement of a key by another one, signed by the replaced key, to send to the
    /// server.
    Rotate {
        /// The file of the present key.
        file: PathBuf,
        /// The file of the key to go on with.
        new: PathBuf,
        #[command(flatten)]
        about: About,
    },
}

#[derive(Debug, Args)]
struct About {
    /// The network, by the leaf hash of its first entry, as the organisation's key page shows it.
    #[arg(long, value_name = "HASH")]
    network: Digest,
    /// The organisation.
    #[arg(long, value_name = "ID")]
    organisation: OrganisationId,
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failure> {
    match arguments.command {
        Command::New { file } => make(&file),
        Command::Show { file } => show(&read(&file)?),
        Command::Declare {
            file,
            about,
            previous,
        } => declare(&read(&file)?, &about, previous),
        Command::Rotate { file, new, about } => rotate(&read(&file)?, &read(&new)?, &about),
    }
}

pub(super) fn read(path: &Path) -> Result<StatementKey, Failure> {
    signatures::read_key(path).map_err(Failure::input)
}

fn make(path: &Path) -> Result<(), Failure> {
    let seed: Zeroizing<[u8; 32]> = Zeroizing::new(Random::System.bytes());
    signatures::write_key(path, &seed).map_err(Failure::input)?;
    show(&StatementKey::from_seed(&seed))
}

fn show(key: &StatementKey) -> Result<(), Failure> {
    let public = public_of(key);
    print_line(&format!("public key   {public}"))?;
    print_line(&format!("fingerprint  {}", public.fingerprint()))
}

fn declare(key: &StatementKey, about: &About, previous: Option<PublicKey>) -> Result<(), Failure> {
    let said = statement(
        KeyPurpose::KeyDeclaration,
        about,
        (public_of(key), previous),
    );
    let signed = signatures::sign(StatementKind::Key, key, &said.to_bytes());
    print_json(&DeclareKey { signed })
}

fn rotate(key: &StatementKey, new: &StatementKey, about: &About) -> Result<(), Failure> {
    let keys = (public_of(new), Some(public_of(key)));
    let said = statement(KeyPurpose::KeyRotation, about, keys);
    let signed = signatures::sign(StatementKind::Key, key, &said.to_bytes());
    print_json(&RotateKey { signed })
}

fn statement(
    purpose: KeyPurpose,
    about: &About,
    keys: (PublicKey, Option<PublicKey>),
) -> KeyStatement {
    let fresh = (
        Nonce::from_bytes(Random::System.bytes()),
        Clock::System.now(),
    );
    KeyStatement::new((purpose, about.network), about.organisation, keys, fresh)
}

fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    print_line(&serde_json::to_string_pretty(value).map_err(Failure::other)?)
}
