//! Accounts of delegates.

use server::secret::Secret;
use server::store::{Account, Store, StoreError};

use crate::store::support::{a_delegate, an_account, store_contract, with_account};

store_contract!(
    an_account_is_found_by_delegate_and_by_name,
    a_name_and_a_delegate_have_one_account,
    a_password_is_set_and_removed,
    a_stale_account_is_not_written,
    a_name_cannot_be_changed_to_a_taken_one,
);

async fn an_account_is_found_by_delegate_and_by_name(store: Store) {
    with_account(&store, 1).await;
    let mut tx = store.snapshot().await.unwrap();
    assert_eq!(
        tx.account(a_delegate(1)).await.unwrap(),
        Some(an_account(1))
    );
    let found = tx.account_named("delegate1@example.org").await.unwrap();
    assert_eq!(found, Some(an_account(1)));
    assert_eq!(tx.account(a_delegate(2)).await.unwrap(), None);
    assert_eq!(
        tx.account_named("DELEGATE1@example.org").await.unwrap(),
        None
    );
}

async fn a_name_and_a_delegate_have_one_account(store: Store) {
    with_account(&store, 1).await;
    let same_delegate = Account {
        sign_in_name: "other@example.org".into(),
        ..an_account(1)
    };
    let same_name = Account {
        delegate_id: a_delegate(2),
        ..an_account(1)
    };
    for taken in [same_delegate, same_name] {
        let mut tx = store.begin().await.unwrap();
        let result = tx.insert_account(&taken).await;
        assert!(matches!(result, Err(StoreError::Conflict(_))), "{result:?}");
    }
}

async fn a_password_is_set_and_removed(store: Store) {
    with_account(&store, 1).await;
    let mut tx = store.begin().await.unwrap();
    for (version, hash) in [(0, Some("$argon2id$x")), (1, None)] {
        let password_hash = hash.map(|hash| Secret::new(hash.to_owned()));
        let changed = Account {
            password_hash,
            version,
            ..an_account(1)
        };
        tx.update_account(&changed).await.unwrap();
        let found = tx.account(a_delegate(1)).await.unwrap().unwrap();
        assert_eq!(
            found,
            Account {
                version: version + 1,
                ..changed
            }
        );
    }
}

async fn a_stale_account_is_not_written(store: Store) {
    with_account(&store, 1).await;
    let mut tx = store.begin().await.unwrap();
    tx.update_account(&an_account(1)).await.unwrap();
    let result = tx.update_account(&an_account(1)).await;
    assert!(
        matches!(
            result,
            Err(StoreError::Stale {
                table: "accounts",
                ..
            })
        ),
        "{result:?}"
    );
}

async fn a_name_cannot_be_changed_to_a_taken_one(store: Store) {
    with_account(&store, 1).await;
    with_account(&store, 2).await;
    let mut tx = store.begin().await.unwrap();
    let renamed = Account {
        sign_in_name: an_account(1).sign_in_name,
        ..an_account(2)
    };
    let result = tx.update_account(&renamed).await;
    assert!(matches!(result, Err(StoreError::Conflict(_))), "{result:?}");
}
