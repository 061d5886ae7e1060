//! Drafts, and the delegates their actors are bound to.

use domain::id::{AmendmentId, DraftId};
use server::store::{Draft, Store, StoreError};

use crate::store::support::{
    NOON, a_delegate, a_draft, an_instrument, assert_refused, refuses_all, store_contract, uuid,
};

store_contract!(
    a_draft_reads_back,
    drafts_of_an_instrument_include_its_amendments,
    an_epoch_is_taken_once,
    an_actor_belongs_to_its_first_delegate,
    the_same_actor_may_differ_between_drafts,
    an_actor_has_1_to_64_bytes_and_a_draft,
    drafts_and_actors_refuse_change,
);

async fn insert(store: &Store, draft: &Draft) {
    let mut tx = store.begin().await.unwrap();
    tx.insert_draft(draft).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_draft_reads_back(store: Store) {
    insert(&store, &a_draft(1)).await;
    let mut tx = store.snapshot().await.unwrap();
    assert_eq!(tx.draft(a_draft(1).id).await.unwrap(), Some(a_draft(1)));
    assert_eq!(tx.draft(a_draft(2).id).await.unwrap(), None);
}

fn of_an_amendment(number: u128) -> Draft {
    Draft {
        id: DraftId::from_uuid(uuid(4_100 + number)),
        amendment_id: Some(AmendmentId::from_uuid(uuid(5_000 + number))),
        ..a_draft(1)
    }
}

async fn drafts_of_an_instrument_include_its_amendments(store: Store) {
    for draft in [
        a_draft(1),
        a_draft(2),
        of_an_amendment(1),
        of_an_amendment(2),
    ] {
        insert(&store, &draft).await;
    }
    let mut tx = store.snapshot().await.unwrap();
    let found = tx.drafts_of(an_instrument(1)).await.unwrap();
    assert_eq!(found, [a_draft(1), of_an_amendment(1), of_an_amendment(2)]);
}

async fn an_epoch_is_taken_once(store: Store) {
    insert(&store, &a_draft(1)).await;
    insert(&store, &of_an_amendment(1)).await;
    let other = DraftId::from_uuid(uuid(4_900));
    for taken in [
        Draft {
            id: other,
            ..a_draft(1)
        },
        Draft {
            id: other,
            ..of_an_amendment(1)
        },
        Draft {
            instrument_id: an_instrument(9),
            ..a_draft(1)
        },
    ] {
        let mut tx = store.begin().await.unwrap();
        let result = tx.insert_draft(&taken).await;
        assert!(matches!(result, Err(StoreError::Conflict(_))), "{result:?}");
    }
    insert(
        &store,
        &Draft {
            id: other,
            epoch: 1,
            ..a_draft(1)
        },
    )
    .await;
}

async fn an_actor_belongs_to_its_first_delegate(store: Store) {
    insert(&store, &a_draft(1)).await;
    let mut tx = store.begin().await.unwrap();
    let (draft, actor) = (a_draft(1).id, [1; 16]);
    for delegate in [a_delegate(1), a_delegate(2), a_delegate(1)] {
        let owner = tx
            .bind_draft_actor(draft, &actor, delegate, NOON)
            .await
            .unwrap();
        assert_eq!(owner, a_delegate(1));
    }
    tx.bind_draft_actor(draft, &[2; 16], a_delegate(2), NOON)
        .await
        .unwrap();
    let bound = tx.draft_actors(draft).await.unwrap();
    assert_eq!(
        bound,
        [(vec![1; 16], a_delegate(1)), (vec![2; 16], a_delegate(2))]
    );
}

async fn the_same_actor_may_differ_between_drafts(store: Store) {
    insert(&store, &a_draft(1)).await;
    insert(&store, &a_draft(2)).await;
    let mut tx = store.begin().await.unwrap();
    for (draft, delegate) in [(a_draft(1), a_delegate(1)), (a_draft(2), a_delegate(2))] {
        let owner = tx
            .bind_draft_actor(draft.id, &[1; 16], delegate, NOON)
            .await
            .unwrap();
        assert_eq!(owner, delegate);
    }
}

async fn an_actor_has_1_to_64_bytes_and_a_draft(store: Store) {
    insert(&store, &a_draft(1)).await;
    for (draft, actor) in [
        (a_draft(1), vec![]),
        (a_draft(1), vec![1; 65]),
        (a_draft(2), vec![1; 16]),
    ] {
        let mut tx = store.begin().await.unwrap();
        assert_refused(
            &tx.bind_draft_actor(draft.id, &actor, a_delegate(1), NOON)
                .await,
        );
    }
}

async fn drafts_and_actors_refuse_change(store: Store) {
    insert(&store, &a_draft(1)).await;
    let mut tx = store.begin().await.unwrap();
    tx.bind_draft_actor(a_draft(1).id, &[1; 16], a_delegate(1), NOON)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    refuses_all(
        &store,
        &[
            "UPDATE drafts SET epoch = 7",
            "DELETE FROM drafts",
            "UPDATE draft_actors SET delegate_id = draft_id",
            "DELETE FROM draft_actors",
        ],
    )
    .await;
}
