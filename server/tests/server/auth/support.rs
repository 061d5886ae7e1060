//! An empty server, a delegate with a password, and the instant it is.

use std::net::IpAddr;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::{DelegateId, InvitationId};
use domain::time::Timestamp;
use domain::words::EmailAddress;
use ed25519_dalek::{Signer, SigningKey};
use serde_json::Value;
use server::auth::origin::Origin;
use server::auth::password::Password;
use server::auth::refresh::{self, Tokens};
use server::auth::{Auth, Device, invitation};
use server::clock::Clock;
use server::random::Random;
use server::store::Store;
use uuid::Uuid;

use crate::databases::{Kind, OwnDatabase};

/// Noon on the first day of 2026.
pub(crate) const NOON: Timestamp = Timestamp::from_micros(1_767_268_800_000_000);
pub(crate) const ADDRESS: &str = "ana@emb.example";
pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct Server {
    pub(crate) store: Store,
    pub(crate) auth: Auth,
    pub(crate) clock: Clock,
    pub(crate) own: OwnDatabase,
}

impl Server {
    pub(crate) async fn start(kind: Kind) -> Self {
        let own = OwnDatabase::new(kind);
        let store = own.open().await;
        let clock = Clock::fixed(NOON);
        let auth = open_auth(&store, own.folder(), &clock, 1).await;
        Self {
            store,
            auth,
            clock,
            own,
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

/// Returns the header and the claims of a token.
pub(crate) fn parts(token: &str) -> (Value, Value) {
    let mut decoded = token
        .split('.')
        .map(|part| URL_SAFE_NO_PAD.decode(part).unwrap());
    let mut next = || decoded.next().unwrap();
    (
        serde_json::from_slice(&next()).unwrap(),
        serde_json::from_slice(&next()).unwrap(),
    )
}

/// Signs any header and claims with the server's own key, as only a fault of ours could.
pub(crate) fn forge(folder: &Path, header: &Value, claims: &Value) -> String {
    let file = folder.join("signing-key");
    let seed = URL_SAFE_NO_PAD
        .decode(std::fs::read_to_string(file).unwrap())
        .unwrap();
    let key = SigningKey::from_bytes(&seed.try_into().unwrap());
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", encode(header), encode(claims));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(message.as_bytes()).to_bytes());
    format!("{message}.{signature}")
}

/// Signs a delegate in with a program.
pub(crate) async fn sign_in(server: &Server) -> Tokens {
    let id = server.with_delegate(1, ADDRESS).await;
    let mut tx = server.store.begin().await.unwrap();
    let tokens = refresh::begin(&server.auth, &mut tx, id, a_device(), NOON)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    tokens
}
