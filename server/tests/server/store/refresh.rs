//! Refresh tokens and their families.

use server::store::{RefreshFamily, RefreshToken, Store, StoreError, Tx};

use crate::store::support::{NOON, a_delegate, assert_refused, store_contract, uuid, with_account};

store_contract!(
    a_family_reads_back,
    a_family_needs_an_account,
    a_token_needs_a_family,
    a_token_is_stored_once,
    a_token_is_used_once,
    a_family_is_ended_by_its_delegate_only,
    every_family_of_a_delegate_is_ended,
    expired_families_are_removed_with_their_tokens,
);

fn a_family(number: u8) -> RefreshFamily {
    RefreshFamily {
        id: uuid(8_000 + u128::from(number)),
        delegate_id: a_delegate(1 + u128::from(number) / 10),
        created_at: NOON.plus_seconds(i64::from(number)),
        expires_at: NOON.plus_seconds(100 + i64::from(number)),
        ended_at: None,
        user_agent: "clausewise/0.1".into(),
        address: "192.0.2.7".into(),
    }
}

async fn with_families(store: &Store, numbers: &[u8]) -> Tx {
    with_account(store, 1).await;
    with_account(store, 2).await;
    let mut tx = store.begin().await.unwrap();
    for number in numbers {
        let family = a_family(*number);
        tx.insert_refresh_family(&family).await.unwrap();
        tx.insert_refresh_token(&[*number; 32], family.id, family.created_at)
            .await
            .unwrap();
    }
    tx
}

async fn a_family_reads_back(store: Store) {
    let mut tx = with_families(&store, &[1, 2, 11]).await;
    assert_eq!(
        tx.refresh_family(a_family(1).id).await.unwrap(),
        Some(a_family(1))
    );
    assert_eq!(tx.refresh_family(uuid(1)).await.unwrap(), None);
    let listed = tx.refresh_families_of(a_delegate(1)).await.unwrap();
    assert_eq!(listed, [a_family(2), a_family(1)]);
    assert!(a_family(1).is_open(NOON));
    assert!(!a_family(1).is_open(a_family(1).expires_at));
}

async fn a_family_needs_an_account(store: Store) {
    let mut tx = store.begin().await.unwrap();
    assert_refused(&tx.insert_refresh_family(&a_family(1)).await);
}

async fn a_token_needs_a_family(store: Store) {
    let mut tx = store.begin().await.unwrap();
    assert_refused(&tx.insert_refresh_token(&[1; 32], uuid(1), NOON).await);
}

async fn a_token_is_stored_once(store: Store) {
    let mut tx = with_families(&store, &[1]).await;
    let result = tx
        .insert_refresh_token(&[1; 32], a_family(1).id, NOON)
        .await;
    assert!(matches!(result, Err(StoreError::Conflict(_))), "{result:?}");
}

async fn a_token_is_used_once(store: Store) {
    let mut tx = with_families(&store, &[1]).await;
    let issued_at = a_family(1).created_at;
    let fresh = RefreshToken {
        family_id: a_family(1).id,
        issued_at,
        used_at: None,
    };
    assert_eq!(
        tx.refresh_token(&[1; 32]).await.unwrap(),
        Some(fresh.clone())
    );
    let used_at = NOON.plus_seconds(50);
    tx.use_refresh_token(&[1; 32], used_at).await.unwrap();
    let used = RefreshToken {
        used_at: Some(used_at),
        ..fresh
    };
    assert_eq!(tx.refresh_token(&[1; 32]).await.unwrap(), Some(used));
    for hash in [[1; 32], [2; 32]] {
        let result = tx.use_refresh_token(&hash, used_at).await;
        assert!(
            matches!(result, Err(StoreError::Stale { .. })),
            "{result:?}"
        );
    }
}

async fn a_family_is_ended_by_its_delegate_only(store: Store) {
    let mut tx = with_families(&store, &[1]).await;
    let id = a_family(1).id;
    assert!(
        !tx.end_refresh_family(a_delegate(2), id, NOON)
            .await
            .unwrap()
    );
    assert!(
        tx.end_refresh_family(a_delegate(1), id, NOON)
            .await
            .unwrap()
    );
    assert!(
        !tx.end_refresh_family(a_delegate(1), id, NOON)
            .await
            .unwrap()
    );
    let ended = tx.refresh_family(id).await.unwrap().unwrap();
    assert_eq!(ended.ended_at, Some(NOON));
    assert!(!ended.is_open(NOON));
}

async fn every_family_of_a_delegate_is_ended(store: Store) {
    let mut tx = with_families(&store, &[1, 2, 11]).await;
    assert_eq!(
        tx.end_refresh_families_of(a_delegate(1), NOON)
            .await
            .unwrap(),
        2
    );
    assert_eq!(
        tx.end_refresh_families_of(a_delegate(1), NOON)
            .await
            .unwrap(),
        0
    );
    assert_eq!(tx.refresh_families_of(a_delegate(1)).await.unwrap(), []);
    assert_eq!(
        tx.refresh_families_of(a_delegate(2)).await.unwrap(),
        [a_family(11)]
    );
}

async fn expired_families_are_removed_with_their_tokens(store: Store) {
    let mut tx = with_families(&store, &[1, 2]).await;
    let removed = tx
        .delete_refresh_families_before(a_family(2).expires_at)
        .await
        .unwrap();
    assert_eq!(removed, 1);
    assert_eq!(tx.refresh_token(&[1; 32]).await.unwrap(), None);
    assert!(tx.refresh_token(&[2; 32]).await.unwrap().is_some());
}
