//! The public halves of signing keys.

use server::store::{SigningKey, Store, StoreError};

use crate::store::support::{NOON, store_contract};

store_contract!(
    a_key_reads_back_until_its_tokens_have_expired,
    a_key_is_stored_once,
    a_key_is_retired_once,
);

fn a_key(number: u8) -> SigningKey {
    SigningKey {
        id: format!("key{number}"),
        public_key: [number; 32],
        created_at: NOON.plus_seconds(i64::from(number)),
        verify_until: None,
    }
}

async fn a_key_reads_back_until_its_tokens_have_expired(store: Store) {
    let mut tx = store.begin().await.unwrap();
    tx.insert_signing_key(&a_key(2)).await.unwrap();
    tx.insert_signing_key(&a_key(1)).await.unwrap();
    assert_eq!(tx.signing_keys(NOON).await.unwrap(), [a_key(1), a_key(2)]);
    let until = NOON.plus_seconds(600);
    tx.retire_signing_key("key1", until).await.unwrap();
    let retired = SigningKey {
        verify_until: Some(until),
        ..a_key(1)
    };
    assert_eq!(tx.signing_keys(NOON).await.unwrap(), [retired, a_key(2)]);
    assert_eq!(tx.signing_keys(until).await.unwrap(), [a_key(2)]);
    assert!(tx.signing_key("key1").await.unwrap().is_some());
    assert_eq!(tx.signing_key("key2").await.unwrap(), Some(a_key(2)));
    assert_eq!(tx.signing_key("key3").await.unwrap(), None);
}

async fn a_key_is_stored_once(store: Store) {
    let mut tx = store.begin().await.unwrap();
    tx.insert_signing_key(&a_key(1)).await.unwrap();
    let result = tx.insert_signing_key(&a_key(1)).await;
    assert!(matches!(result, Err(StoreError::Conflict(_))), "{result:?}");
}

async fn a_key_is_retired_once(store: Store) {
    let mut tx = store.begin().await.unwrap();
    tx.insert_signing_key(&a_key(1)).await.unwrap();
    tx.retire_signing_key("key1", NOON.plus_seconds(600))
        .await
        .unwrap();
    for id in ["key1", "key2"] {
        let result = tx.retire_signing_key(id, NOON.plus_seconds(900)).await;
        assert!(
            matches!(result, Err(StoreError::Stale { .. })),
            "{result:?}"
        );
    }
}
