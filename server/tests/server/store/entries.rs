//! Appending entries, and reading them by filter and page.

use domain::id::DelegateId;
use domain::time::Timestamp;
use server::store::{EntryFilter, EntryHead, NewEntry, Page, Store, StoreError, StoredEntry};

use crate::store::support::{
    NOON, a_clause, a_delegate, an_entry, an_instrument, an_organisation, append, assert_refused,
    store_contract,
};

store_contract!(
    an_empty_record_has_no_head,
    an_entry_reads_back_as_it_was_appended,
    a_system_entry_has_no_actor,
    the_head_is_the_last_entry,
    a_gap_is_refused,
    a_second_entry_of_the_same_number_is_refused,
    backdating_is_refused,
    an_entry_over_the_limit_is_refused,
    every_filter_restricts,
    filters_combine,
    pages_go_forward_and_backward,
    concurrent_writers_leave_no_gap,
);

async fn an_empty_record_has_no_head(store: Store) {
    let mut tx = store.snapshot().await.unwrap();
    assert_eq!(tx.head().await.unwrap(), None);
    assert_eq!(tx.entry(0).await.unwrap(), None);
}

async fn an_entry_reads_back_as_it_was_appended(store: Store) {
    let mut new = an_entry(0);
    new.clauses = [a_clause(2), a_clause(1)].into();
    append(&store, &new).await;
    let mut tx = store.snapshot().await.unwrap();
    assert_eq!(tx.entry(0).await.unwrap(), Some(new.entry));
    for clause in [1, 2] {
        let clause_id = Some(a_clause(clause));
        let about = EntryFilter {
            clause_id,
            ..EntryFilter::default()
        };
        assert_eq!(matching(&store, about).await, [0], "{clause}");
    }
}

async fn a_system_entry_has_no_actor(store: Store) {
    let mut new = an_entry(0);
    new.entry = StoredEntry {
        instrument_id: None,
        actor_id: None,
        organisation_id: None,
        ..new.entry
    };
    append(&store, &new).await;
    let mut tx = store.snapshot().await.unwrap();
    assert_eq!(tx.entry(0).await.unwrap(), Some(new.entry));
}

async fn the_head_is_the_last_entry(store: Store) {
    append(&store, &an_entry(0)).await;
    append(&store, &an_entry(1)).await;
    let mut tx = store.snapshot().await.unwrap();
    let head = EntryHead {
        seq: 1,
        at: NOON.plus_seconds(1),
    };
    assert_eq!(tx.head().await.unwrap(), Some(head));
}

async fn refuses_to_append(store: &Store, entry: &NewEntry) {
    let mut tx = store.begin().await.unwrap();
    assert_refused(&tx.append(entry).await);
}

async fn a_gap_is_refused(store: Store) {
    refuses_to_append(&store, &an_entry(1)).await;
    append(&store, &an_entry(0)).await;
    refuses_to_append(&store, &an_entry(2)).await;
}

async fn a_second_entry_of_the_same_number_is_refused(store: Store) {
    append(&store, &an_entry(0)).await;
    let mut again = an_entry(0);
    again.entry.at = NOON.plus_seconds(5);
    refuses_to_append(&store, &again).await;
}

async fn backdating_is_refused(store: Store) {
    append(&store, &an_entry(0)).await;
    for at in [NOON, Timestamp::from_micros(NOON.as_micros() - 1)] {
        let mut late = an_entry(1);
        late.entry.at = at;
        refuses_to_append(&store, &late).await;
    }
}

async fn an_entry_over_the_limit_is_refused(store: Store) {
    let mut entry = an_entry(0);
    entry.entry.bytes = vec![b' '; 65_536];
    refuses_to_append(&store, &entry).await;
    entry.entry.bytes.pop();
    append(&store, &entry).await;
}

/// Six entries that differ in one respect each from the first.
async fn fill(store: &Store) {
    let mut entries: Vec<NewEntry> = (0..6).map(an_entry).collect();
    entries[1].entry.instrument_id = Some(an_instrument(2));
    entries[2].entry.actor_id = Some(a_delegate(2));
    entries[3].entry.organisation_id = Some(an_organisation(2));
    entries[4].clauses = [a_clause(1), a_clause(2)].into();
    entries[5].entry.fact_type = String::from("position_withdrawn");
    for entry in &entries {
        append(store, entry).await;
    }
}

async fn matching(store: &Store, filter: EntryFilter) -> Vec<i64> {
    let mut tx = store.snapshot().await.unwrap();
    let page = Page::Oldest {
        after: None,
        limit: 100,
    };
    let entries = tx.entries(&filter, page).await.unwrap();
    entries.iter().map(|entry| entry.seq).collect()
}

async fn every_filter_restricts(store: Store) {
    fill(&store).await;
    let all = EntryFilter::default();
    let type_prefix = Some("position_w".to_owned());
    let from = Some(NOON.plus_seconds(4));
    let until = Some(NOON.plus_seconds(2));
    for (filter, expected) in [
        (all.clone(), vec![0, 1, 2, 3, 4, 5]),
        (
            EntryFilter {
                instrument_id: Some(an_instrument(2)),
                ..all.clone()
            },
            vec![1],
        ),
        (
            EntryFilter {
                actor_id: Some(a_delegate(2)),
                ..all.clone()
            },
            vec![2],
        ),
        (
            EntryFilter {
                organisation_id: Some(an_organisation(2)),
                ..all.clone()
            },
            vec![3],
        ),
        (
            EntryFilter {
                clause_id: Some(a_clause(2)),
                ..all.clone()
            },
            vec![4],
        ),
        (
            EntryFilter {
                type_prefix,
                ..all.clone()
            },
            vec![5],
        ),
        (
            EntryFilter {
                from,
                ..all.clone()
            },
            vec![4, 5],
        ),
        (
            EntryFilter {
                until,
                ..all.clone()
            },
            vec![0, 1],
        ),
    ] {
        assert_eq!(
            matching(&store, filter.clone()).await,
            expected,
            "{filter:?}"
        );
    }
}

async fn filters_combine(store: Store) {
    fill(&store).await;
    let filter = EntryFilter {
        instrument_id: Some(an_instrument(1)),
        actor_id: Some(a_delegate(1)),
        organisation_id: Some(an_organisation(1)),
        clause_id: Some(a_clause(1)),
        type_prefix: Some("position_t".to_owned()),
        from: Some(NOON.plus_seconds(1)),
        until: Some(NOON.plus_seconds(6)),
    };
    assert_eq!(matching(&store, filter.clone()).await, [4]);
    let of_another = EntryFilter {
        actor_id: Some(a_delegate(2)),
        ..filter
    };
    assert_eq!(matching(&store, of_another).await, [2]);
}

async fn pages_go_forward_and_backward(store: Store) {
    fill(&store).await;
    let mut tx = store.snapshot().await.unwrap();
    let filter = EntryFilter {
        actor_id: Some(a_delegate(1)),
        ..EntryFilter::default()
    };
    for (page, expected) in [
        (
            Page::Oldest {
                after: None,
                limit: 2,
            },
            vec![0, 1],
        ),
        (
            Page::Oldest {
                after: Some(1),
                limit: 2,
            },
            vec![3, 4],
        ),
        (
            Page::Oldest {
                after: Some(5),
                limit: 2,
            },
            vec![],
        ),
        (
            Page::Newest {
                before: None,
                limit: 2,
            },
            vec![5, 4],
        ),
        (
            Page::Newest {
                before: Some(4),
                limit: 9,
            },
            vec![3, 1, 0],
        ),
        (
            Page::Newest {
                before: Some(0),
                limit: 9,
            },
            vec![],
        ),
    ] {
        let found = tx.entries(&filter, page).await.unwrap();
        assert_eq!(
            found.iter().map(|entry| entry.seq).collect::<Vec<_>>(),
            expected,
            "{page:?}"
        );
    }
}

async fn append_as(store: Store, actor: DelegateId) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    let seq = tx.head().await?.map_or(0, |head| head.seq + 1);
    let mut new = an_entry(seq);
    new.entry.actor_id = Some(actor);
    tx.append(&new).await?;
    tx.commit().await
}

async fn concurrent_writers_leave_no_gap(store: Store) {
    let writers: Vec<_> = (0..40)
        .map(|number| tokio::spawn(append_as(store.clone(), a_delegate(number))))
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
    let seqs = matching(&store, EntryFilter::default()).await;
    assert_eq!(seqs, (0..40).collect::<Vec<_>>());
}
