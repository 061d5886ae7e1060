//! A database that is only looked at: it is read, and stays as it is.

use server::store::{OpenError, StoreError};

use crate::comparing::run;
use crate::databases::{Kind, OwnDatabase, on_both};
use crate::store::support::{an_entry, append};

on_both!(
    what_is_inspected_is_read_and_cannot_be_written,
    another_schema_is_refused_and_not_brought_up_to_date,
);

/// A database with one entry, which nobody has open.
async fn at_rest(kind: Kind) -> OwnDatabase {
    let own = OwnDatabase::new(kind);
    let store = own.open().await;
    append(&store, &an_entry(0)).await;
    store.close().await;
    own
}

async fn what_is_inspected_is_read_and_cannot_be_written(kind: Kind) {
    let own = at_rest(kind).await;
    let before = own.bytes();
    let store = own.inspect().await.unwrap();
    let mut tx = store.snapshot().await.unwrap();
    assert_eq!(tx.head().await.unwrap().map(|it| it.seq), Some(0));
    drop(tx);
    let written = async {
        let mut tx = store.begin().await?;
        tx.append(&an_entry(1)).await
    };
    let written = written.await;
    assert!(
        matches!(written, Err(StoreError::Database(_))),
        "{written:?}"
    );
    store.close().await;
    assert_eq!(own.bytes(), before);
}

async fn another_schema_is_refused_and_not_brought_up_to_date(kind: Kind) {
    let own = at_rest(kind).await;
    let store = own.open().await;
    for alteration in [
        "DELETE FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations)",
        "DROP TABLE _sqlx_migrations",
    ] {
        let mut tx = store.begin().await.unwrap();
        run(&mut tx, alteration).await;
        tx.commit().await.unwrap();
        let before = own.bytes();
        let refused = own.inspect().await;
        assert!(
            matches!(refused, Err(OpenError::OtherSchema)),
            "{refused:?}"
        );
        assert_eq!(own.bytes(), before);
    }
}
