//! Invitations and the set-up link.

use domain::id::InvitationId;
use domain::time::Timestamp;
use server::store::{Invitation, Store, StoreError, Tx};

use crate::store::support::{NOON, a_delegate, assert_refused, store_contract, uuid, with_account};

store_contract!(
    an_invitation_is_found_by_its_token,
    an_invitation_needs_an_account,
    a_token_names_one_invitation,
    an_invitation_is_used_once,
    a_revoked_invitation_cannot_be_used,
    an_expired_invitation_cannot_be_used,
    a_used_invitation_cannot_be_revoked,
    only_open_invitations_are_listed,
    the_invitations_of_one_delegate_are_revoked_together,
    a_setup_link_works_once_and_in_time,
    a_new_setup_link_replaces_the_one_before,
);

fn an_invitation(number: u8) -> Invitation {
    Invitation {
        id: InvitationId::from_uuid(uuid(6_000 + u128::from(number))),
        delegate_id: a_delegate(1),
        created_at: NOON.plus_seconds(i64::from(number)),
        expires_at: NOON.plus_seconds(3_600),
        used_at: None,
        revoked_at: None,
    }
}

async fn with_invitations(store: &Store, numbers: &[u8]) -> Tx {
    with_account(store, 1).await;
    let mut tx = store.begin().await.unwrap();
    for number in numbers {
        tx.insert_invitation(&an_invitation(*number), &[*number; 32])
            .await
            .unwrap();
    }
    tx
}

async fn an_invitation_is_found_by_its_token(store: Store) {
    let mut tx = with_invitations(&store, &[1, 2]).await;
    let found = tx.invitation_by_token(&[2; 32]).await.unwrap();
    assert_eq!(found, Some(an_invitation(2)));
    assert_eq!(tx.invitation_by_token(&[3; 32]).await.unwrap(), None);
}

async fn an_invitation_needs_an_account(store: Store) {
    let mut tx = store.begin().await.unwrap();
    assert_refused(&tx.insert_invitation(&an_invitation(1), &[1; 32]).await);
}

async fn a_token_names_one_invitation(store: Store) {
    let mut tx = with_invitations(&store, &[1]).await;
    let result = tx.insert_invitation(&an_invitation(2), &[1; 32]).await;
    assert!(matches!(result, Err(StoreError::Conflict(_))), "{result:?}");
}

#[track_caller]
fn assert_stale(result: &Result<(), StoreError>) {
    assert!(
        matches!(
            result,
            Err(StoreError::Stale {
                table: "invitations",
                ..
            })
        ),
        "{result:?}"
    );
}

async fn an_invitation_is_used_once(store: Store) {
    let mut tx = with_invitations(&store, &[1]).await;
    tx.use_invitation(an_invitation(1).id, NOON).await.unwrap();
    let used = tx.invitation_by_token(&[1; 32]).await.unwrap().unwrap();
    assert_eq!(used.used_at, Some(NOON));
    assert!(!used.is_open(NOON));
    assert_stale(&tx.use_invitation(an_invitation(1).id, NOON).await);
}

async fn a_revoked_invitation_cannot_be_used(store: Store) {
    let mut tx = with_invitations(&store, &[1]).await;
    assert!(
        tx.revoke_invitation(an_invitation(1).id, NOON)
            .await
            .unwrap()
    );
    assert!(
        !tx.revoke_invitation(an_invitation(1).id, NOON)
            .await
            .unwrap()
    );
    let revoked = tx.invitation_by_token(&[1; 32]).await.unwrap().unwrap();
    assert_eq!(revoked.revoked_at, Some(NOON));
    assert!(!revoked.is_open(NOON));
    assert_stale(&tx.use_invitation(an_invitation(1).id, NOON).await);
}

async fn an_expired_invitation_cannot_be_used(store: Store) {
    let mut tx = with_invitations(&store, &[1]).await;
    let Invitation { id, expires_at, .. } = an_invitation(1);
    assert!(!an_invitation(1).is_open(expires_at));
    assert_stale(&tx.use_invitation(id, expires_at).await);
    let just_before = Timestamp::from_micros(expires_at.as_micros() - 1);
    assert!(an_invitation(1).is_open(just_before));
    tx.use_invitation(id, just_before).await.unwrap();
}

async fn a_used_invitation_cannot_be_revoked(store: Store) {
    let mut tx = with_invitations(&store, &[1]).await;
    tx.use_invitation(an_invitation(1).id, NOON).await.unwrap();
    assert!(
        !tx.revoke_invitation(an_invitation(1).id, NOON)
            .await
            .unwrap()
    );
}

async fn only_open_invitations_are_listed(store: Store) {
    let mut tx = with_invitations(&store, &[4, 1, 2, 3]).await;
    tx.use_invitation(an_invitation(1).id, NOON).await.unwrap();
    tx.revoke_invitation(an_invitation(2).id, NOON)
        .await
        .unwrap();
    let open = tx.open_invitations(NOON).await.unwrap();
    assert_eq!(open, [an_invitation(3), an_invitation(4)]);
    assert_eq!(
        tx.open_invitations(an_invitation(3).expires_at)
            .await
            .unwrap(),
        []
    );
}

async fn the_invitations_of_one_delegate_are_revoked_together(store: Store) {
    let mut tx = with_invitations(&store, &[1, 2]).await;
    assert_eq!(
        tx.revoke_invitations_of(a_delegate(2), NOON).await.unwrap(),
        0
    );
    assert_eq!(
        tx.revoke_invitations_of(a_delegate(1), NOON).await.unwrap(),
        2
    );
    assert_eq!(tx.open_invitations(NOON).await.unwrap(), []);
}

async fn a_setup_link_works_once_and_in_time(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let expiry = NOON.plus_seconds(60);
    tx.replace_setup_link(&[1; 32], expiry).await.unwrap();
    assert!(tx.is_setup_link(&[1; 32], NOON).await.unwrap());
    assert!(!tx.is_setup_link(&[2; 32], NOON).await.unwrap());
    assert!(!tx.is_setup_link(&[1; 32], expiry).await.unwrap());
    assert!(!tx.use_setup_link(&[1; 32], expiry).await.unwrap());
    assert!(tx.use_setup_link(&[1; 32], NOON).await.unwrap());
    assert!(!tx.use_setup_link(&[1; 32], NOON).await.unwrap());
}

async fn a_new_setup_link_replaces_the_one_before(store: Store) {
    let mut tx = store.begin().await.unwrap();
    tx.replace_setup_link(&[1; 32], NOON.plus_seconds(60))
        .await
        .unwrap();
    tx.replace_setup_link(&[2; 32], NOON.plus_seconds(60))
        .await
        .unwrap();
    assert!(!tx.is_setup_link(&[1; 32], NOON).await.unwrap());
    assert!(tx.is_setup_link(&[2; 32], NOON).await.unwrap());
}
