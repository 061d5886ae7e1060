//! Answers kept under idempotency keys.

use server::store::{KeptAnswer, Reservation, Store, StoreError, Tx};

use crate::store::support::{NOON, a_delegate, assert_refused, store_contract, with_account};

store_contract!(
    a_key_is_reserved_once,
    a_kept_answer_is_given_again,
    a_key_belongs_to_one_request,
    each_delegate_has_keys_of_their_own,
    a_released_key_can_be_reserved_again,
    an_answered_key_is_not_released,
    an_answer_needs_a_reservation,
    a_key_has_1_to_255_characters,
    old_keys_are_removed,
);

const REQUEST: [u8; 32] = [1; 32];

fn an_answer() -> KeptAnswer {
    KeptAnswer {
        status: 201,
        headers: "location: /x".into(),
        body: b"{}".to_vec(),
    }
}

async fn with_accounts(store: &Store) -> Tx {
    with_account(store, 1).await;
    with_account(store, 2).await;
    store.begin().await.unwrap()
}

async fn reserve(tx: &mut Tx, key: &str) -> Reservation {
    tx.reserve_idempotency_key(a_delegate(1), key, &REQUEST, NOON)
        .await
        .unwrap()
}

async fn a_key_is_reserved_once(store: Store) {
    let mut tx = with_accounts(&store).await;
    assert_eq!(reserve(&mut tx, "k").await, Reservation::Reserved);
    assert_eq!(reserve(&mut tx, "k").await, Reservation::Unanswered);
    assert_eq!(reserve(&mut tx, "K").await, Reservation::Reserved);
}

async fn a_kept_answer_is_given_again(store: Store) {
    let mut tx = with_accounts(&store).await;
    reserve(&mut tx, "k").await;
    tx.keep_answer(a_delegate(1), "k", &an_answer())
        .await
        .unwrap();
    assert_eq!(
        reserve(&mut tx, "k").await,
        Reservation::Answered(an_answer())
    );
}

async fn a_key_belongs_to_one_request(store: Store) {
    let mut tx = with_accounts(&store).await;
    reserve(&mut tx, "k").await;
    tx.keep_answer(a_delegate(1), "k", &an_answer())
        .await
        .unwrap();
    let other = tx
        .reserve_idempotency_key(a_delegate(1), "k", &[2; 32], NOON)
        .await
        .unwrap();
    assert_eq!(other, Reservation::Different);
}

async fn each_delegate_has_keys_of_their_own(store: Store) {
    let mut tx = with_accounts(&store).await;
    reserve(&mut tx, "k").await;
    let other = tx
        .reserve_idempotency_key(a_delegate(2), "k", &[2; 32], NOON)
        .await
        .unwrap();
    assert_eq!(other, Reservation::Reserved);
}

async fn a_released_key_can_be_reserved_again(store: Store) {
    let mut tx = with_accounts(&store).await;
    reserve(&mut tx, "k").await;
    tx.release_idempotency_key(a_delegate(1), "k")
        .await
        .unwrap();
    assert_eq!(reserve(&mut tx, "k").await, Reservation::Reserved);
}

async fn an_answered_key_is_not_released(store: Store) {
    let mut tx = with_accounts(&store).await;
    reserve(&mut tx, "k").await;
    tx.keep_answer(a_delegate(1), "k", &an_answer())
        .await
        .unwrap();
    tx.release_idempotency_key(a_delegate(1), "k")
        .await
        .unwrap();
    assert_eq!(
        reserve(&mut tx, "k").await,
        Reservation::Answered(an_answer())
    );
}

async fn an_answer_needs_a_reservation(store: Store) {
    let mut tx = with_accounts(&store).await;
    reserve(&mut tx, "k").await;
    tx.keep_answer(a_delegate(1), "k", &an_answer())
        .await
        .unwrap();
    for key in ["k", "unknown"] {
        let result = tx.keep_answer(a_delegate(1), key, &an_answer()).await;
        assert!(
            matches!(result, Err(StoreError::Stale { .. })),
            "{result:?}"
        );
    }
}

async fn a_key_has_1_to_255_characters(store: Store) {
    drop(with_accounts(&store).await);
    for key in [String::new(), "k".repeat(256)] {
        let mut tx = store.begin().await.unwrap();
        assert_refused(
            &tx.reserve_idempotency_key(a_delegate(1), &key, &REQUEST, NOON)
                .await,
        );
    }
}

async fn old_keys_are_removed(store: Store) {
    let mut tx = with_accounts(&store).await;
    reserve(&mut tx, "k").await;
    assert_eq!(tx.delete_idempotency_keys_before(NOON).await.unwrap(), 0);
    let later = NOON.plus_seconds(1);
    assert_eq!(tx.delete_idempotency_keys_before(later).await.unwrap(), 1);
    assert_eq!(reserve(&mut tx, "k").await, Reservation::Reserved);
}
