//! Transactions: all or nothing, one writer, and readers that cannot write.

use server::store::{Store, StoreError};

use crate::databases::Kind;
use crate::store::support::{an_entry, append, on, store_contract};

store_contract!(
    dropping_a_transaction_undoes_it,
    a_snapshot_cannot_write,
    a_snapshot_keeps_seeing_one_state,
    a_writer_waits_for_the_one_before,
    writers_that_are_given_up_do_not_block_the_next,
);

async fn dropping_a_transaction_undoes_it(store: Store) {
    let mut tx = store.begin().await.unwrap();
    tx.append(&an_entry(0)).await.unwrap();
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.head().await.unwrap(), None);
    assert_eq!(tx.contents(0..=0).await.unwrap(), []);
}

async fn a_snapshot_cannot_write(store: Store) {
    let mut tx = store.snapshot().await.unwrap();
    let result = tx.append(&an_entry(0)).await;
    assert!(matches!(result, Err(StoreError::Database(_))), "{result:?}");
}

async fn a_snapshot_keeps_seeing_one_state(store: Store) {
    append(&store, &an_entry(0)).await;
    let mut snapshot = store.snapshot().await.unwrap();
    let before = snapshot.head().await.unwrap();
    append(&store, &an_entry(1)).await;
    assert_eq!(snapshot.head().await.unwrap(), before);
    let mut later = store.snapshot().await.unwrap();
    assert_ne!(later.head().await.unwrap(), before);
}

async fn a_writer_waits_for_the_one_before(store: Store) {
    let mut first = store.begin().await.unwrap();
    let second = tokio::spawn({
        let store = store.clone();
        async move { store.begin().await.unwrap().head().await.unwrap() }
    });
    first.append(&an_entry(0)).await.unwrap();
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap().map(|head| head.seq), Some(0));
}

/// As when a client hangs up: its request is dropped wherever it happens to be.
async fn writers_that_are_given_up_do_not_block_the_next(store: Store) {
    for polls in 0..40 {
        let mut writer = Box::pin(append_next(store.clone()));
        for _ in 0..polls {
            let step = futures_util::poll!(&mut writer);
            tokio::task::yield_now().await;
            if step.is_ready() {
                break;
            }
        }
        drop(writer);
    }
    let before = store.snapshot().await.unwrap().head().await.unwrap();
    append_next(store.clone()).await.unwrap();
    let after = store.snapshot().await.unwrap().head().await.unwrap();
    assert!(after.map(|head| head.seq) > before.map(|head| head.seq));
}

#[tokio::test]
async fn a_reopened_file_holds_what_was_committed() {
    let (store, own) = on(Kind::Sqlite).await;
    append(&store, &an_entry(0)).await;
    store.close().await;
    let store = own.open().await;
    let mut tx = store.snapshot().await.unwrap();
    assert_eq!(tx.entry(0).await.unwrap(), Some(an_entry(0).entry));
}

#[tokio::test]
async fn writers_of_two_nodes_take_turns() {
    let (first_node, _own) = on(Kind::Postgres).await;
    let Store::Postgres(pool) = &first_node else {
        unreachable!("it is on PostgreSQL")
    };
    let second_node = Store::Postgres(
        sqlx::PgPool::connect_with(pool.connect_options().as_ref().clone())
            .await
            .unwrap(),
    );
    let mut writers = Vec::new();
    for node in [&first_node, &second_node].repeat(15) {
        writers.push(tokio::spawn(append_next(node.clone())));
    }
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
    let mut tx = second_node.snapshot().await.unwrap();
    assert_eq!(tx.head().await.unwrap().map(|head| head.seq), Some(29));
}

async fn append_next(store: Store) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    let seq = tx.head().await?.map_or(0, |head| head.seq + 1);
    tx.append(&an_entry(seq)).await?;
    tx.commit().await
}
