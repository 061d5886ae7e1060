//! Approvals of new keys, on both databases.

use domain::record::KeyApproval;
use domain::signing::{PublicKey, SignedStatement};
use server::store::{Store, WaitingApproval};

use crate::store::support::{NOON, a_delegate, an_organisation, store_contract};

store_contract!(
    approvals_are_kept_by_key_and_replaced_by_later_ones,
    approvals_are_forgotten_with_the_recovery,
);

const KEY: PublicKey = PublicKey::from_bytes([7; 32]);
const OTHER: PublicKey = PublicKey::from_bytes([8; 32]);

fn approval(organisation: u128, payload: &str) -> WaitingApproval {
    WaitingApproval {
        approval: KeyApproval {
            organisation: an_organisation(organisation),
            signed: SignedStatement {
                protected: "e30".into(),
                payload: payload.into(),
                signature: "AA".into(),
            },
        },
        by: a_delegate(organisation),
        at: NOON.plus_seconds(i64::try_from(organisation).unwrap()),
    }
}

async fn approvals_are_kept_by_key_and_replaced_by_later_ones(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let about = an_organisation(1);
    for given in [approval(3, "a"), approval(2, "b"), approval(3, "c")] {
        tx.keep_key_approval(about, KEY, &given).await.unwrap();
    }
    let kept = tx.key_approvals(about, KEY).await.unwrap();
    assert_eq!(kept, [approval(2, "b"), approval(3, "c")]);
    assert_eq!(tx.key_approvals(about, OTHER).await.unwrap(), []);
}

async fn approvals_are_forgotten_with_the_recovery(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let (about, another) = (an_organisation(1), an_organisation(2));
    tx.keep_key_approval(about, KEY, &approval(3, "a"))
        .await
        .unwrap();
    tx.keep_key_approval(another, OTHER, &approval(3, "b"))
        .await
        .unwrap();
    assert_eq!(tx.forget_key_approvals(about).await.unwrap(), 1);
    assert_eq!(tx.key_approvals(about, KEY).await.unwrap(), []);
    assert_eq!(tx.key_approvals(another, OTHER).await.unwrap().len(), 1);
}
