//! An empty server, a delegate with a password, and the instant it is.

use std::net::IpAddr;
use std::path::Path;

use domain::id::{DelegateId, InvitationId};
use domain::time::Timestamp;
use domain::words::EmailAddress;
use server::auth::origin::Origin;
use server::auth::password::Password;
use server::auth::{Auth, Device, invitation};
use server::clock::Clock;
use server::random::Random;
use server::store::{Database, Store};
use tempfile::TempDir;
use uuid::Uuid;

/// Noon on the first day of 2026.
pub(crate) const NOON: Timestamp = Timestamp::from_micros(1_767_268_800_000_000);
pub(crate) const ADDRESS: &str = "ana@emb.example";
pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct Server {
    pub(crate) store: Store,
    pub(crate) auth: Auth,
    pub(crate) clock: Clock,
    pub(crate) folder: TempDir,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("clausewise.db"));
        let store = Store::open(&database).await.unwrap();
        let clock = Clock::fixed(NOON);
        let auth = open_auth(&store, folder.path(), &clock, 1).await;
        Self {
            store,
            auth,
            clock,
            folder,
        }
    }

    /// Makes an account with [`PASSWORD`].
    pub(crate) async fn with_delegate(&self, number: u128, address: &str) -> DelegateId {
        let id = a_delegate(number);
        let stretched = self
            .auth
            .passwords
            .stretch(Password::choose(PASSWORD).unwrap(), [1; 16])
            .await
            .unwrap();
        let mut tx = self.store.begin().await.unwrap();
        let address: EmailAddress = address.parse().unwrap();
        invitation::make_account(&mut tx, id, &address, NOON)
            .await
            .unwrap();
        invitation::set_password(&mut tx, id, Some(stretched))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }
}

pub(crate) async fn open_auth(store: &Store, folder: &Path, clock: &Clock, seed: u32) -> Auth {
    let origin = Origin::parse("https://clausewise.example").unwrap();
    Auth::open(store, folder, origin, clock, Random::seeded(seed))
        .await
        .unwrap()
}

pub(crate) const fn a_delegate(number: u128) -> DelegateId {
    DelegateId::from_uuid(Uuid::from_u128(number))
}

pub(crate) const fn an_invitation(number: u128) -> InvitationId {
    InvitationId::from_uuid(Uuid::from_u128(1_000 + number))
}

pub(crate) fn here() -> IpAddr {
    "192.0.2.7".parse().unwrap()
}

pub(crate) fn a_device() -> Device {
    Device::new("Browser/1.0", here())
}
