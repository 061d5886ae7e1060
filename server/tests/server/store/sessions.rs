//! Sessions of browsers.

use server::store::{Session, Store, StoreError, Tx};

use crate::store::support::{NOON, a_delegate, assert_refused, store_contract, uuid, with_account};

store_contract!(
    a_session_is_found_by_its_token,
    a_session_needs_an_account,
    a_token_names_one_session,
    use_moves_the_time_forward_only,
    a_session_is_ended_by_its_delegate_only,
    an_ended_session_is_not_touched,
    every_session_of_a_delegate_is_ended,
    sessions_are_listed_last_used_first,
    old_sessions_are_removed,
);

fn a_session(number: u8) -> Session {
    Session {
        id: uuid(7_000 + u128::from(number)),
        delegate_id: a_delegate(1 + u128::from(number) / 10),
        created_at: NOON.plus_seconds(i64::from(number)),
        seen_at: NOON.plus_seconds(i64::from(number)),
        ended_at: None,
        user_agent: "Browser/1.0".into(),
        address: "2001:db8::7".into(),
    }
}

async fn with_sessions(store: &Store, numbers: &[u8]) -> Tx {
    with_account(store, 1).await;
    with_account(store, 2).await;
    let mut tx = store.begin().await.unwrap();
    for number in numbers {
        tx.insert_session(&a_session(*number), &[*number; 32])
            .await
            .unwrap();
    }
    tx
}

async fn a_session_is_found_by_its_token(store: Store) {
    let mut tx = with_sessions(&store, &[1, 2]).await;
    assert_eq!(
        tx.session_by_token(&[2; 32]).await.unwrap(),
        Some(a_session(2))
    );
    assert_eq!(tx.session_by_token(&[3; 32]).await.unwrap(), None);
}

async fn a_session_needs_an_account(store: Store) {
    let mut tx = store.begin().await.unwrap();
    assert_refused(&tx.insert_session(&a_session(1), &[1; 32]).await);
}

async fn a_token_names_one_session(store: Store) {
    let mut tx = with_sessions(&store, &[1]).await;
    let result = tx.insert_session(&a_session(2), &[1; 32]).await;
    assert!(matches!(result, Err(StoreError::Conflict(_))), "{result:?}");
}

async fn use_moves_the_time_forward_only(store: Store) {
    let mut tx = with_sessions(&store, &[1]).await;
    let later = NOON.plus_seconds(90);
    tx.touch_session(a_session(1).id, later).await.unwrap();
    tx.touch_session(a_session(1).id, NOON).await.unwrap();
    let found = tx.session_by_token(&[1; 32]).await.unwrap().unwrap();
    assert_eq!(found.seen_at, later);
}

async fn a_session_is_ended_by_its_delegate_only(store: Store) {
    let mut tx = with_sessions(&store, &[1]).await;
    let id = a_session(1).id;
    assert!(!tx.end_session(a_delegate(2), id, NOON).await.unwrap());
    assert!(tx.end_session(a_delegate(1), id, NOON).await.unwrap());
    assert!(!tx.end_session(a_delegate(1), id, NOON).await.unwrap());
    let found = tx.session_by_token(&[1; 32]).await.unwrap().unwrap();
    assert_eq!(found.ended_at, Some(NOON));
}

async fn an_ended_session_is_not_touched(store: Store) {
    let mut tx = with_sessions(&store, &[1]).await;
    tx.end_session(a_delegate(1), a_session(1).id, NOON)
        .await
        .unwrap();
    tx.touch_session(a_session(1).id, NOON.plus_seconds(90))
        .await
        .unwrap();
    let found = tx.session_by_token(&[1; 32]).await.unwrap().unwrap();
    assert_eq!(found.seen_at, a_session(1).seen_at);
}

async fn every_session_of_a_delegate_is_ended(store: Store) {
    let mut tx = with_sessions(&store, &[1, 2, 11]).await;
    assert_eq!(tx.end_sessions_of(a_delegate(1), NOON).await.unwrap(), 2);
    assert_eq!(tx.end_sessions_of(a_delegate(1), NOON).await.unwrap(), 0);
    assert_eq!(tx.sessions_of(a_delegate(1)).await.unwrap(), []);
    assert_eq!(
        tx.sessions_of(a_delegate(2)).await.unwrap(),
        [a_session(11)]
    );
}

async fn sessions_are_listed_last_used_first(store: Store) {
    let mut tx = with_sessions(&store, &[1, 2, 3, 11]).await;
    tx.touch_session(a_session(1).id, NOON.plus_seconds(90))
        .await
        .unwrap();
    tx.end_session(a_delegate(1), a_session(2).id, NOON)
        .await
        .unwrap();
    let listed = tx.sessions_of(a_delegate(1)).await.unwrap();
    let ids: Vec<_> = listed.iter().map(|session| session.id).collect();
    assert_eq!(ids, [a_session(1).id, a_session(3).id]);
}

async fn old_sessions_are_removed(store: Store) {
    let mut tx = with_sessions(&store, &[1, 2, 3]).await;
    let removed = tx
        .delete_sessions_before(a_session(3).created_at)
        .await
        .unwrap();
    assert_eq!(removed, 2);
    assert_eq!(tx.session_by_token(&[2; 32]).await.unwrap(), None);
    assert_eq!(
        tx.session_by_token(&[3; 32]).await.unwrap(),
        Some(a_session(3))
    );
}
