//! What the record refuses, and the one thing that may be taken from it.

use server::store::{Store, Words};

use crate::store::support::{
    a_content, an_entry, append, assert_refused, refuses_all, run, store_contract,
};

store_contract!(
    entries_refuse_change_and_removal,
    contents_refuse_everything_but_erasing,
    contents_read_back_in_order,
    an_erased_content_leaves_its_commitment,
    what_belongs_to_an_older_entry_cannot_be_added,
);

async fn entries_refuse_change_and_removal(store: Store) {
    append(&store, &an_entry(0)).await;
    refuses_all(
        &store,
        &[
            "UPDATE entries SET at = at + 1",
            "UPDATE entries SET bytes = bytes",
            "DELETE FROM entries",
            "UPDATE entry_clauses SET seq = seq",
            "DELETE FROM entry_clauses",
        ],
    )
    .await;
    refuses_replacement(&store).await;
    let mut tx = store.snapshot().await.unwrap();
    assert_eq!(tx.entry(0).await.unwrap(), Some(an_entry(0).entry));
}

/// Each database has one more way to remove rows.
async fn refuses_replacement(store: &Store) {
    let statements: &[&'static str] = match store {
        Store::Sqlite { .. } => &[
            "REPLACE INTO entries SELECT * FROM entries",
            "REPLACE INTO contents SELECT * FROM contents",
            "UPDATE OR REPLACE entries SET seq = 0",
        ],
        Store::Postgres(_) => &[
            "TRUNCATE contents",
            "TRUNCATE entry_clauses",
            "TRUNCATE entries CASCADE",
        ],
    };
    refuses_all(store, statements).await;
}

async fn contents_refuse_everything_but_erasing(store: Store) {
    append(&store, &an_entry(0)).await;
    refuses_all(
        &store,
        &[
            "DELETE FROM contents",
            "UPDATE contents SET commitment = salt",
            "UPDATE contents SET position = 1, salt = NULL, bytes = NULL",
            "UPDATE contents SET salt = NULL",
            "UPDATE contents SET bytes = NULL",
            "UPDATE contents SET bytes = salt",
        ],
    )
    .await;
}

async fn contents_read_back_in_order(store: Store) {
    let mut first = an_entry(0);
    first.contents = vec![a_content("the name"), a_content(""), a_content("a reason")];
    append(&store, &first).await;
    append(&store, &an_entry(1)).await;
    append(&store, &an_entry(2)).await;
    let mut tx = store.snapshot().await.unwrap();
    let found = tx.contents(0..=1).await.unwrap();
    let places: Vec<_> = found
        .iter()
        .map(|content| (content.seq, content.position))
        .collect();
    assert_eq!(places, [(0, 0), (0, 1), (0, 2), (1, 0)]);
    for (content, new) in found.iter().zip(&first.contents) {
        assert_eq!(content.commitment, new.commitment);
        assert_eq!(content.words, new.words);
    }
}

async fn an_erased_content_leaves_its_commitment(store: Store) {
    append(&store, &an_entry(0)).await;
    let mut tx = store.begin().await.unwrap();
    assert!(tx.erase_content(0, 0).await.unwrap());
    assert!(!tx.erase_content(0, 0).await.unwrap());
    assert!(!tx.erase_content(0, 1).await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let found = tx.contents(0..=0).await.unwrap();
    assert_eq!(found[0].commitment, a_content("reason 0").commitment);
    assert_eq!(found[0].words, None::<Words>);
    assert_refused(
        &run(
            &mut tx,
            "UPDATE contents SET salt = commitment, bytes = salt",
        )
        .await,
    );
}

async fn what_belongs_to_an_older_entry_cannot_be_added(store: Store) {
    append(&store, &an_entry(0)).await;
    append(&store, &an_entry(1)).await;
    refuses_all(
        &store,
        &[
            "INSERT INTO contents SELECT seq, position + 1, commitment, salt, bytes
               FROM contents WHERE seq = 0",
            "INSERT INTO contents SELECT seq, position + 2, commitment, salt, bytes
               FROM contents WHERE seq = 1",
            "INSERT INTO entry_clauses SELECT actor_id, seq FROM entries WHERE seq = 0",
        ],
    )
    .await;
}
