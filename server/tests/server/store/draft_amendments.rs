//! Amendments in preparation: their sponsors, and how they end.

use domain::id::{AmendmentId, DraftId, OrganisationId};
use domain::instrument::{
    DraftAmendment, DraftClosed, DraftOrigin, DraftOutcome, DraftSponsor, DraftSponsorState,
};
use server::store::{Draft, Store, StoreError};

use crate::store::support::{
    NOON, a_delegate, a_draft, an_instrument, assert_refused, refuses_all, store_contract, uuid,
};

store_contract!(
    an_amendment_in_preparation_reads_back,
    a_sponsors_answer_replaces_the_one_before,
    only_open_ones_of_the_instrument_are_listed,
    it_ends_once_and_names_where_it_goes_on,
    epochs_of_an_amendment_count_up,
    what_makes_no_sense_is_refused,
);

fn organisation(number: u128) -> OrganisationId {
    OrganisationId::from_uuid(uuid(3_000 + number))
}

fn sponsor(number: u128, state: DraftSponsorState) -> DraftSponsor {
    DraftSponsor {
        organisation: organisation(number),
        state,
        by: a_delegate(1),
        at: NOON,
    }
}

fn prepared(number: u128) -> DraftAmendment {
    DraftAmendment {
        draft: DraftId::from_uuid(uuid(4_200 + number)),
        instrument: an_instrument(1),
        amendment: AmendmentId::from_uuid(uuid(5_200 + number)),
        epoch: 0,
        organisation: organisation(1),
        title: "Publication within a day".parse().unwrap(),
        revision: 2,
        base: vec!["ab".repeat(32), "cd".repeat(32)],
        origin: DraftOrigin::Table,
        opened_by: a_delegate(1),
        opened_at: NOON,
        sponsors: vec![
            sponsor(2, DraftSponsorState::Invited),
            sponsor(3, DraftSponsorState::Joined),
        ],
        closed: None,
    }
}

async fn insert(store: &Store, it: &DraftAmendment) -> Result<(), StoreError> {
    let mut tx = store.begin().await.unwrap();
    let draft = Draft {
        id: it.draft,
        instrument_id: it.instrument,
        amendment_id: Some(it.amendment),
        epoch: it.epoch,
        created_at: NOON,
    };
    tx.insert_draft(&draft).await?;
    tx.insert_draft_amendment(it).await?;
    tx.commit().await
}

async fn read(store: &Store, draft: DraftId) -> Option<DraftAmendment> {
    let mut tx = store.snapshot().await.unwrap();
    tx.draft_amendment(draft).await.unwrap()
}

async fn an_amendment_in_preparation_reads_back(store: Store) {
    let origins = [
        DraftOrigin::Table,
        DraftOrigin::Amends(AmendmentId::from_uuid(uuid(5_900))),
        DraftOrigin::Revises(AmendmentId::from_uuid(uuid(5_901)), 3),
    ];
    for (number, origin) in (1..).zip(origins) {
        let it = DraftAmendment {
            origin,
            ..prepared(number)
        };
        insert(&store, &it).await.unwrap();
        assert_eq!(read(&store, it.draft).await, Some(it));
    }
    assert_eq!(read(&store, a_draft(1).id).await, None);
}

async fn a_sponsors_answer_replaces_the_one_before(store: Store) {
    let it = prepared(1);
    insert(&store, &it).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let joined = sponsor(2, DraftSponsorState::Joined);
    tx.put_draft_sponsor(it.draft, &joined).await.unwrap();
    tx.commit().await.unwrap();
    let found = read(&store, it.draft).await.unwrap();
    assert_eq!(found.sponsors.len(), 2);
    assert_eq!(
        found.state_of(organisation(2)),
        Some(DraftSponsorState::Joined)
    );
}

async fn only_open_ones_of_the_instrument_are_listed(store: Store) {
    let elsewhere = DraftAmendment {
        instrument: an_instrument(2),
        ..prepared(3)
    };
    for it in [prepared(1), prepared(2), elsewhere] {
        insert(&store, &it).await.unwrap();
    }
    let mut tx = store.begin().await.unwrap();
    let closed = DraftClosed {
        outcome: DraftOutcome::Discarded,
        by: a_delegate(1),
        at: NOON,
    };
    let changed = tx.close_draft_amendment(prepared(1).draft, &closed).await;
    assert_eq!(changed.unwrap(), 1);
    tx.commit().await.unwrap();
    let mut tx = store.snapshot().await.unwrap();
    let open = tx.open_draft_amendments(an_instrument(1)).await.unwrap();
    assert_eq!(open, [prepared(2)]);
}

async fn it_ends_once_and_names_where_it_goes_on(store: Store) {
    let (it, next) = (prepared(1), prepared(2));
    insert(&store, &it).await.unwrap();
    insert(&store, &next).await.unwrap();
    let closed = DraftClosed {
        outcome: DraftOutcome::Carried(next.draft),
        by: a_delegate(2),
        at: NOON,
    };
    let mut tx = store.begin().await.unwrap();
    for changed in [1, 0] {
        let done = tx.close_draft_amendment(it.draft, &closed).await.unwrap();
        assert_eq!(done, changed);
    }
    assert_eq!(tx.former_draft(next.draft).await.unwrap(), Some(it.draft));
    assert_eq!(tx.former_draft(it.draft).await.unwrap(), None);
    tx.commit().await.unwrap();
    let found = read(&store, it.draft).await.unwrap();
    assert_eq!(found.closed, Some(closed));
}

async fn epochs_of_an_amendment_count_up(store: Store) {
    let it = prepared(1);
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.next_draft_epoch(it.amendment).await.unwrap(), 0);
    drop(tx);
    insert(&store, &it).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.next_draft_epoch(it.amendment).await.unwrap(), 1);
}

async fn what_makes_no_sense_is_refused(store: Store) {
    let it = prepared(1);
    insert(&store, &it).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let unknown = a_draft(7).id;
    let joined = sponsor(2, DraftSponsorState::Joined);
    assert_refused(&tx.put_draft_sponsor(unknown, &joined).await);
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    let nowhere = DraftClosed {
        outcome: DraftOutcome::Carried(unknown),
        by: a_delegate(1),
        at: NOON,
    };
    assert_refused(&tx.close_draft_amendment(it.draft, &nowhere).await);
    drop(tx);
    refuses_all(
        &store,
        &[
            "UPDATE draft_amendments SET outcome = 'tabled'",
            "UPDATE draft_amendments SET outcome = 'lost', closed_by = opened_by, closed_at = 1",
            "UPDATE draft_amendments SET amends = draft_id, revises = draft_id, revises_text = 1",
            "UPDATE draft_amendment_sponsors SET state = 'confirmed'",
        ],
    )
    .await;
}
