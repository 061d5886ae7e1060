//! Preferences and read marks.

use server::store::{Preferences, Store};

use crate::store::support::{
    a_delegate, an_instrument, assert_refused, store_contract, with_account,
};

store_contract!(
    preferences_are_replaced_as_a_whole,
    preferences_need_an_account,
    a_read_mark_never_goes_back,
    each_instrument_has_a_read_mark_of_its_own,
);

async fn preferences_are_replaced_as_a_whole(store: Store) {
    with_account(&store, 1).await;
    let mut tx = store.begin().await.unwrap();
    let id = a_delegate(1);
    assert_eq!(tx.preferences(id).await.unwrap(), Preferences::default());
    let first = Preferences {
        language: Some("fr".into()),
        time_zone: Some("Africa/Nairobi".into()),
        theme: None,
    };
    let second = Preferences {
        theme: Some("dark".into()),
        ..Preferences::default()
    };
    for preferences in [first, second] {
        tx.save_preferences(id, &preferences).await.unwrap();
        assert_eq!(tx.preferences(id).await.unwrap(), preferences);
    }
}

async fn preferences_need_an_account(store: Store) {
    let mut tx = store.begin().await.unwrap();
    assert_refused(
        &tx.save_preferences(a_delegate(1), &Preferences::default())
            .await,
    );
}

async fn a_read_mark_never_goes_back(store: Store) {
    with_account(&store, 1).await;
    let mut tx = store.begin().await.unwrap();
    let (id, instrument) = (a_delegate(1), an_instrument(1));
    assert_eq!(tx.read_mark(id, instrument).await.unwrap(), None);
    for seq in [0, 7, 3] {
        tx.mark_read(id, instrument, seq).await.unwrap();
    }
    assert_eq!(tx.read_mark(id, instrument).await.unwrap(), Some(7));
}

async fn each_instrument_has_a_read_mark_of_its_own(store: Store) {
    with_account(&store, 1).await;
    with_account(&store, 2).await;
    let mut tx = store.begin().await.unwrap();
    tx.mark_read(a_delegate(1), an_instrument(1), 4)
        .await
        .unwrap();
    assert_eq!(
        tx.read_mark(a_delegate(1), an_instrument(2)).await.unwrap(),
        None
    );
    assert_eq!(
        tx.read_mark(a_delegate(2), an_instrument(1)).await.unwrap(),
        None
    );
}
