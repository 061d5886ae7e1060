//! The ledger's addresses, asked through the router.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::hash::leaf_hash;
use ledger::note::{KeyKind, SigningKey};
use ledger::tile::{Entries, Width, decode_tile};
use tower::ServiceExt;

use crate::store;
use crate::web::api::tests::Caller;
use crate::web::pages::fixture::{World, first_texts, outline};
use crate::web::router;

/// Seals everything a world has recorded with a key made up here.
pub(crate) async fn seal(world: &World) -> SignedCheckpoint {
    let name = "clausewise.example/ledger";
    let key = SigningKey::from_seed(name.parse().unwrap(), KeyKind::Ed25519, &[7; 32]).unwrap();
    let mut tx = world.office.store().begin().await.unwrap();
    let size = tx.tree_size().await.unwrap();
    let root = tx.tree_root(size).await.unwrap();
    let signed = SignedCheckpoint::sign(&Checkpoint::new(name, size, root), &key).unwrap();
    tx.insert_checkpoint(&store::Checkpoint {
        size,
        root,
        note: signed.to_string(),
        at: world.now(),
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    signed
}

async fn ask(world: &World, path: &str, tag: &str) -> Response<Body> {
    let request = Request::get(path)
        .header(header::IF_NONE_MATCH, tag)
        .header(header::ACCEPT, "*/*");
    let request = request.body(Body::empty()).unwrap();
    router(world.state()).oneshot(request).await.unwrap()
}

async fn bytes(response: Response<Body>) -> Vec<u8> {
    response
        .into_body()
        .collect()
        .await
        .unwrap()
        .to_bytes()
        .to_vec()
}

#[tokio::test]
async fn the_checkpoint_is_public_once_there_is_one() {
    let world = World::new().await;
    let before = ask(&world, "/ledger/checkpoint", "").await;
    assert_eq!(before.status(), StatusCode::NOT_FOUND);
    let signed = seal(&world).await;
    let response = ask(&world, "/ledger/checkpoint", "").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "text/plain; charset=utf-8"
    );
    assert_eq!(
        response.headers()[header::CACHE_CONTROL],
        "public, max-age=2"
    );
    assert_eq!(bytes(response).await, signed.to_string().into_bytes());
}

#[tokio::test]
async fn tiles_are_public_and_never_change() {
    let world = World::new().await;
    let size = seal(&world).await.checkpoint().size;
    let path = format!("/ledger/tile/0/000.p/{size}");
    let response = ask(&world, &path, "").await;
    assert_eq!(response.status(), StatusCode::OK);
    let headers = response.headers().clone();
    assert_eq!(
        headers[header::CACHE_CONTROL],
        "public, max-age=31536000, immutable"
    );
    assert_eq!(headers[header::CONTENT_TYPE], "application/octet-stream");
    let width = Width::new(u16::try_from(size).unwrap()).unwrap();
    let hashes = decode_tile(&bytes(response).await, width).unwrap();
    for (seq, hash) in (0..).zip(hashes) {
        let entry = world.office.stored_entry(seq).await.unwrap().unwrap();
        assert_eq!(hash, leaf_hash(&entry.stored.bytes));
    }
    let tag = headers[header::ETAG].to_str().unwrap();
    let known = ask(&world, &path, tag).await;
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(bytes(known).await, b"");
}

#[tokio::test]
async fn only_exact_names_of_what_is_sealed_are_answered() {
    let world = World::new().await;
    let size = seal(&world).await.checkpoint().size;
    world.table(&outline(&first_texts())).await;
    let beyond = size + 1;
    for path in [
        format!("0/000.p/{beyond}"),
        "0/000".into(),
        "0/001.p/1".into(),
        "1/000.p/1".into(),
        "0/0".into(),
        "0/x000/000.p/1".into(),
        "00/000.p/1".into(),
        "0/000.p/0".into(),
        "0/000.p/01".into(),
        "0/000.p/256".into(),
        "64/000.p/1".into(),
        "7/x999/x999/x999/x999/x999/999".into(),
        "entries/000.p/1/".into(),
        "0/000.p/1/x".into(),
        "0/..%2f000.p/1".into(),
    ] {
        let response = ask(&world, &format!("/ledger/tile/{path}"), "").await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn entries_are_for_those_who_may_read_the_record() {
    let world = World::new().await;
    let size = seal(&world).await.checkpoint().size;
    let path = format!("/ledger/tile/entries/000.p/{size}");
    let stranger = ask(&world, &path, "").await;
    assert_eq!(stranger.status(), StatusCode::UNAUTHORIZED);
    let caller = Caller::of(&world, world.delegates[1]).await;
    let token = caller.token();
    let request = Request::get(&path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    let request = request.body(Body::empty()).unwrap();
    let response = router(world.state()).oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(
        response.headers()[header::CACHE_CONTROL],
        "private, max-age=31536000, immutable"
    );
    let bundle = bytes(response).await;
    let entries: Vec<_> = Entries::of(&bundle).map(Result::unwrap).collect();
    assert_eq!(entries.len() as u64, size);
    for (seq, entry) in (0..).zip(entries) {
        let kept = world.office.stored_entry(seq).await.unwrap().unwrap();
        assert_eq!(entry, kept.stored.bytes);
    }
}
