//! The changes of drafts and the snapshots that cache them.

use server::store::{DraftChange, DraftSnapshot, NewDraftChange, Store, StoreError};

use crate::store::support::{
    NOON, a_change, a_draft, assert_refused, refuses_all, run, store_contract,
};

store_contract!(
    changes_read_back_in_the_order_of_arrival,
    a_change_that_is_there_already_keeps_its_place,
    changes_are_read_a_page_at_a_time,
    each_draft_counts_its_own_changes,
    changes_need_a_draft,
    changes_refuse_change_and_removal,
    concurrent_batches_leave_no_gap,
    a_snapshot_is_replaced_by_a_later_one_only,
    a_snapshot_can_be_removed,
);

async fn with_drafts(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    tx.insert_draft(&a_draft(1)).await.unwrap();
    tx.insert_draft(&a_draft(2)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn insert(store: &Store, changes: &[NewDraftChange]) -> usize {
    let mut tx = store.begin().await.unwrap();
    let new = tx
        .insert_draft_changes(a_draft(1).id, changes)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    new
}

async fn stored(store: &Store) -> Vec<DraftChange> {
    let mut tx = store.snapshot().await.unwrap();
    tx.draft_changes(a_draft(1).id, 0, 1_000).await.unwrap()
}

fn at(position: i64, number: u8) -> DraftChange {
    DraftChange {
        position,
        change: a_change(number),
    }
}

async fn changes_read_back_in_the_order_of_arrival(store: Store) {
    with_drafts(&store).await;
    assert_eq!(insert(&store, &[a_change(3), a_change(1)]).await, 2);
    assert_eq!(insert(&store, &[a_change(2)]).await, 1);
    assert_eq!(stored(&store).await, [at(0, 3), at(1, 1), at(2, 2)]);
}

async fn a_change_that_is_there_already_keeps_its_place(store: Store) {
    with_drafts(&store).await;
    insert(&store, &[a_change(1)]).await;
    let batch = [a_change(2), a_change(1), a_change(2), a_change(3)];
    assert_eq!(insert(&store, &batch).await, 2);
    assert_eq!(stored(&store).await, [at(0, 1), at(1, 2), at(2, 3)]);
}

async fn changes_are_read_a_page_at_a_time(store: Store) {
    with_drafts(&store).await;
    insert(&store, &[a_change(1), a_change(2), a_change(3)]).await;
    let mut tx = store.snapshot().await.unwrap();
    let draft = a_draft(1).id;
    assert_eq!(
        tx.draft_changes(draft, 0, 2).await.unwrap(),
        [at(0, 1), at(1, 2)]
    );
    assert_eq!(tx.draft_changes(draft, 2, 2).await.unwrap(), [at(2, 3)]);
    assert_eq!(tx.draft_changes(draft, 3, 2).await.unwrap(), []);
}

async fn each_draft_counts_its_own_changes(store: Store) {
    with_drafts(&store).await;
    let mut tx = store.begin().await.unwrap();
    for draft in [a_draft(1), a_draft(2)] {
        assert_eq!(tx.draft_change_count(draft.id).await.unwrap(), 0);
        tx.insert_draft_changes(draft.id, &[a_change(1), a_change(2)])
            .await
            .unwrap();
        assert_eq!(tx.draft_change_count(draft.id).await.unwrap(), 2);
    }
}

async fn changes_need_a_draft(store: Store) {
    let mut tx = store.begin().await.unwrap();
    assert_refused(&tx.insert_draft_changes(a_draft(1).id, &[a_change(1)]).await);
}

async fn changes_refuse_change_and_removal(store: Store) {
    with_drafts(&store).await;
    insert(&store, &[a_change(1)]).await;
    refuses_all(
        &store,
        &[
            "UPDATE draft_changes SET at = at + 1",
            "DELETE FROM draft_changes",
            "INSERT INTO draft_changes (draft_id, position, hash, actor, delegate_id, at, bytes)
             SELECT id, 5, (SELECT hash FROM draft_changes), (SELECT actor FROM draft_changes),
                    id, 1, (SELECT bytes FROM draft_changes)
               FROM drafts WHERE id NOT IN (SELECT draft_id FROM draft_changes)",
        ],
    )
    .await;
    if let Store::Postgres(_) = store {
        refuses_all(&store, &["TRUNCATE draft_changes"]).await;
    }
}

async fn insert_one(store: Store, number: u8) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    let changes = [a_change(number), a_change(number + 1)];
    tx.insert_draft_changes(a_draft(1).id, &changes).await?;
    tx.commit().await
}

async fn concurrent_batches_leave_no_gap(store: Store) {
    with_drafts(&store).await;
    let writers: Vec<_> = (0..30)
        .map(|number| tokio::spawn(insert_one(store.clone(), number)))
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
    let positions: Vec<i64> = stored(&store)
        .await
        .iter()
        .map(|change| change.position)
        .collect();
    assert_eq!(positions, (0..31).collect::<Vec<_>>());
}

fn a_snapshot(changes: i64) -> DraftSnapshot {
    DraftSnapshot {
        changes,
        bytes: vec![9; 3],
        saved_at: NOON.plus_seconds(changes),
    }
}

async fn a_snapshot_is_replaced_by_a_later_one_only(store: Store) {
    with_drafts(&store).await;
    let draft = a_draft(1).id;
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.draft_snapshot(draft).await.unwrap(), None);
    for changes in [2, 5, 3] {
        tx.save_draft_snapshot(draft, &a_snapshot(changes))
            .await
            .unwrap();
    }
    assert_eq!(tx.draft_snapshot(draft).await.unwrap(), Some(a_snapshot(5)));
    assert_eq!(tx.draft_snapshot(a_draft(2).id).await.unwrap(), None);
}

async fn a_snapshot_can_be_removed(store: Store) {
    with_drafts(&store).await;
    let draft = a_draft(1).id;
    let mut tx = store.begin().await.unwrap();
    tx.save_draft_snapshot(draft, &a_snapshot(2)).await.unwrap();
    tx.delete_draft_snapshot(draft).await.unwrap();
    assert_eq!(tx.draft_snapshot(draft).await.unwrap(), None);
    assert_eq!(
        run(&mut tx, "DELETE FROM draft_snapshots").await.unwrap(),
        0
    );
}
