//! Filters of the audit that people named.

use domain::id::AuditFilterId;
use server::store::{AuditFilter, Store};
use uuid::Uuid;

use crate::store::support::{NOON, a_delegate, store_contract};

store_contract!(
    a_filter_is_its_owners_alone,
    a_filter_is_renamed_and_deleted,
);

fn a_filter(n: u128) -> AuditFilter {
    AuditFilter {
        id: AuditFilterId::from_uuid(Uuid::from_u128(n)),
        name: "Positions".into(),
        query: "type=position_taken".into(),
        created_at: NOON.plus_seconds(i64::try_from(n).unwrap()),
    }
}

async fn a_filter_is_its_owners_alone(store: Store) {
    let (own, other) = (a_delegate(1), a_delegate(2));
    let mut tx = store.begin().await.unwrap();
    for n in [2, 1] {
        tx.insert_audit_filter(own, &a_filter(n)).await.unwrap();
    }
    assert_eq!(
        tx.audit_filters(own).await.unwrap(),
        [a_filter(1), a_filter(2)]
    );
    assert_eq!(tx.audit_filters(other).await.unwrap(), []);
    let id = a_filter(1).id;
    assert_eq!(tx.rename_audit_filter(other, id, "Mine").await.unwrap(), 0);
    assert_eq!(tx.delete_audit_filter(other, id).await.unwrap(), 0);
    assert_eq!(tx.audit_filters(own).await.unwrap().len(), 2);
}

async fn a_filter_is_renamed_and_deleted(store: Store) {
    let own = a_delegate(1);
    let filter = a_filter(1);
    let mut tx = store.begin().await.unwrap();
    tx.insert_audit_filter(own, &filter).await.unwrap();
    let renamed = tx.rename_audit_filter(own, filter.id, "Who said what");
    assert_eq!(renamed.await.unwrap(), 1);
    let found = tx.audit_filters(own).await.unwrap();
    assert_eq!(found[0].name, "Who said what");
    assert_eq!(found[0].query, filter.query);
    assert_eq!(tx.delete_audit_filter(own, filter.id).await.unwrap(), 1);
    assert_eq!(tx.audit_filters(own).await.unwrap(), []);
}
