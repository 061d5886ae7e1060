//! What the contract tests share: stores, instants, raw statements, entries.

use std::collections::BTreeSet;

use domain::id::{ClauseId, DelegateId, DraftId, InstrumentId, OrganisationId};
use domain::time::Timestamp;
use server::store::{
    Account, Draft, NewContent, NewDraftChange, NewEntry, Store, StoreError, StoredEntry, Tx, Words,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::databases::{Kind, OwnDatabase};

/// Noon on the first day of 2026.
pub(crate) const NOON: Timestamp = Timestamp::from_micros(1_767_268_800_000_000);

/// Runs each contract on both databases, each test on a database of its own.
macro_rules! store_contract {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {$(
            #[tokio::test]
            async fn $name() {
                let (store, own) = crate::store::support::on(crate::databases::Kind::Sqlite).await;
                super::$name(store.clone()).await;
                store.close().await;
                drop(own);
            }
        )+}
        mod postgres {$(
            #[tokio::test]
            async fn $name() {
                let (store, own) = crate::store::support::on(crate::databases::Kind::Postgres).await;
                super::$name(store.clone()).await;
                store.close().await;
                drop(own);
            }
        )+}
    };
}
pub(crate) use store_contract;

/// Opens a store on a database that lives as long as what is returned with it.
pub(crate) async fn on(kind: Kind) -> (Store, OwnDatabase) {
    let own = OwnDatabase::new(kind);
    (own.open().await, own)
}

/// Runs a statement that no method of the store would make.
pub(crate) async fn run(tx: &mut Tx, statement: &'static str) -> Result<u64, StoreError> {
    Ok(match tx {
        Tx::Sqlite(tx) => sqlx::query(statement)
            .execute(&mut **tx)
            .await?
            .rows_affected(),
        Tx::Postgres(tx) => sqlx::query(statement)
            .execute(&mut **tx)
            .await?
            .rows_affected(),
    })
}

/// Checks that a statement is refused by a rule of the schema.
#[track_caller]
pub(crate) fn assert_refused<T: std::fmt::Debug>(result: &Result<T, StoreError>) {
    assert!(
        matches!(result, Err(StoreError::Constraint(_))),
        "{result:?}"
    );
}

/// Checks that statements are refused, each in a transaction of its own.
pub(crate) async fn refuses_all(store: &Store, statements: &[&'static str]) {
    for statement in statements {
        let mut tx = store.begin().await.unwrap();
        let result = run(&mut tx, statement).await;
        assert!(
            matches!(result, Err(StoreError::Constraint(_))),
            "{statement}: {result:?}"
        );
    }
}

pub(crate) const fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number)
}

pub(crate) const fn a_delegate(number: u128) -> DelegateId {
    DelegateId::from_uuid(uuid(number))
}

pub(crate) const fn an_organisation(number: u128) -> OrganisationId {
    OrganisationId::from_uuid(uuid(1_000 + number))
}

pub(crate) const fn an_instrument(number: u128) -> InstrumentId {
    InstrumentId::from_uuid(uuid(2_000 + number))
}

pub(crate) const fn a_clause(number: u128) -> ClauseId {
    ClauseId::from_uuid(uuid(3_000 + number))
}

/// An entry that may follow entry `seq - 1`, one second later.
pub(crate) fn an_entry(seq: i64) -> NewEntry {
    NewEntry {
        entry: StoredEntry {
            seq,
            at: NOON.plus_seconds(seq),
            fact_type: "position_taken".to_owned(),
            instrument_id: Some(an_instrument(1)),
            actor_id: Some(a_delegate(1)),
            organisation_id: Some(an_organisation(1)),
            bytes: format!("{{\"seq\":{seq}}}").into_bytes(),
        },
        clauses: BTreeSet::from([a_clause(1)]),
        contents: vec![a_content(&format!("reason {seq}"))],
    }
}

pub(crate) fn a_content(words: &str) -> NewContent {
    let salt = [7; 32];
    let commitment = Sha256::new_with_prefix(salt)
        .chain_update(words)
        .finalize()
        .into();
    NewContent {
        commitment,
        words: Some(Words {
            salt,
            bytes: words.as_bytes().to_vec(),
        }),
    }
}

pub(crate) async fn append(store: &Store, entry: &NewEntry) {
    let mut tx = store.begin().await.unwrap();
    tx.append(entry).await.unwrap();
    tx.commit().await.unwrap();
}

pub(crate) fn a_draft(number: u128) -> Draft {
    Draft {
        id: DraftId::from_uuid(uuid(4_000 + number)),
        instrument_id: an_instrument(number),
        amendment_id: None,
        epoch: 0,
        created_at: NOON,
    }
}

pub(crate) fn a_change(number: u8) -> NewDraftChange {
    NewDraftChange {
        hash: [number; 32],
        actor: vec![1; 16],
        delegate_id: a_delegate(1),
        at: NOON.plus_seconds(i64::from(number)),
        bytes: vec![0x85, 0x6f, 0x4a, 0x83, number],
    }
}

/// An account without a password.
pub(crate) fn an_account(number: u128) -> Account {
    Account {
        delegate_id: a_delegate(number),
        sign_in_name: format!("delegate{number}@example.org"),
        password_hash: None,
        created_at: NOON,
        version: 0,
    }
}

pub(crate) async fn with_account(store: &Store, number: u128) {
    let mut tx = store.begin().await.unwrap();
    tx.insert_account(&an_account(number)).await.unwrap();
    tx.commit().await.unwrap();
}
