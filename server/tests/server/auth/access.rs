//! Access tokens: what is accepted, and everything that is not.

use serde_json::{Value, json};
use server::auth::access::{self, InvalidAccess};
use uuid::Uuid;

use crate::auth::support::{NOON, Server, a_delegate, forge, parts};
use crate::databases::Kind;

const SID: Uuid = Uuid::from_u128(77);

fn sign(server: &Server) -> String {
    access::sign(
        &server.auth.keys,
        &server.auth.random,
        (a_delegate(1), SID),
        NOON,
    )
}

#[tokio::test]
async fn a_token_names_the_delegate_and_the_sign_in() {
    let server = Server::start(Kind::Sqlite).await;
    let token = sign(&server);
    let claims = access::verify(&server.auth.keys, &token, NOON).unwrap();
    assert_eq!((claims.sub, claims.sid), (a_delegate(1), SID));
    let (header, claims) = parts(&token);
    assert_eq!(header["typ"], "clausewise-access+jwt");
    assert_eq!(header["alg"], "EdDSA");
    assert_eq!(claims["iss"], "https://clausewise.example");
    assert_eq!(claims["aud"], "clausewise-api");
    assert_eq!(
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
        600
    );
}

#[tokio::test]
async fn a_token_is_good_for_ten_minutes() {
    let server = Server::start(Kind::Sqlite).await;
    let token = sign(&server);
    let keys = &server.auth.keys;
    assert!(access::verify(keys, &token, NOON.plus_seconds(599)).is_ok());
    let expired = access::verify(keys, &token, NOON.plus_seconds(600));
    assert_eq!(expired, Err(InvalidAccess::Expired));
    assert!(access::verify(keys, &token, NOON.plus_seconds(-60)).is_ok());
    let early = access::verify(keys, &token, NOON.plus_seconds(-61));
    assert_eq!(early, Err(InvalidAccess::Foreign));
}

#[tokio::test]
async fn what_is_forged_unchanged_is_accepted() {
    let server = Server::start(Kind::Sqlite).await;
    let (header, claims) = parts(&sign(&server));
    let token = forge(server.own.folder(), &header, &claims);
    assert!(access::verify(&server.auth.keys, &token, NOON).is_ok());
}

/// Returns `value` with one member replaced, or removed by `null`.
fn with(value: &Value, member: &str, replacement: &Value) -> Value {
    let mut changed = value.clone();
    let members = changed.as_object_mut().unwrap();
    if replacement.is_null() {
        members.remove(member);
    } else {
        members.insert(member.to_owned(), replacement.clone());
    }
    changed
}

#[tokio::test]
async fn any_other_header_is_refused() {
    let server = Server::start(Kind::Sqlite).await;
    let (header, claims) = parts(&sign(&server));
    for (member, replacement) in [
        ("typ", json!("JWT")),
        ("typ", json!("clausewise-position+jws")),
        ("typ", Value::Null),
        ("alg", json!("none")),
        ("alg", json!("HS256")),
        ("alg", json!("ES256")),
        ("kid", Value::Null),
        ("jku", json!("https://evil.example/keys")),
        ("jwk", json!({"kty": "OKP", "crv": "Ed25519", "x": ""})),
        ("x5u", json!("https://evil.example/keys")),
        ("crit", json!(["b64"])),
        ("cty", json!("JWT")),
        ("zip", json!("DEF")),
        ("b64", json!("false")),
    ] {
        let token = forge(
            server.own.folder(),
            &with(&header, member, &replacement),
            &claims,
        );
        let result = access::verify(&server.auth.keys, &token, NOON);
        assert_eq!(
            result,
            Err(InvalidAccess::Foreign),
            "{member}: {replacement}"
        );
    }
    let unknown = forge(
        server.own.folder(),
        &with(&header, "kid", &json!("0000000000000000")),
        &claims,
    );
    let result = access::verify(&server.auth.keys, &unknown, NOON);
    assert_eq!(result, Err(InvalidAccess::UnknownKey));
}

#[tokio::test]
async fn any_other_claims_are_refused() {
    let server = Server::start(Kind::Sqlite).await;
    let (header, claims) = parts(&sign(&server));
    let later = claims["exp"].as_i64().unwrap() + 1;
    for (member, replacement) in [
        ("iss", json!("https://evil.example")),
        ("iss", Value::Null),
        ("aud", json!("another-api")),
        ("aud", json!(["clausewise-api", "another-api"])),
        ("aud", Value::Null),
        ("sub", json!("")),
        ("sub", Value::Null),
        ("sid", Value::Null),
        ("jti", Value::Null),
        ("iat", Value::Null),
        ("exp", Value::Null),
        ("exp", json!(later)),
        ("exp", json!(i64::MAX)),
        ("iat", json!(i64::MIN)),
        ("exp", json!(1.5)),
        ("admin", json!(true)),
    ] {
        let token = forge(
            server.own.folder(),
            &header,
            &with(&claims, member, &replacement),
        );
        let result = access::verify(&server.auth.keys, &token, NOON);
        assert_eq!(
            result,
            Err(InvalidAccess::Foreign),
            "{member}: {replacement}"
        );
    }
}

#[tokio::test]
async fn a_token_that_was_touched_is_refused() {
    let server = Server::start(Kind::Sqlite).await;
    let token = sign(&server);
    for at in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let touched = String::from_utf8(bytes).unwrap();
        let result = access::verify(&server.auth.keys, &touched, NOON);
        assert!(result.is_err(), "byte {at}");
    }
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let server = Server::start(Kind::Sqlite).await;
    let token = sign(&server);
    let without_signature = token.rsplit_once('.').unwrap().0;
    for text in [
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        without_signature,
        &format!("{without_signature}."),
        &format!("{token}."),
        &format!(" {token}"),
        &format!("{token}="),
        &"A".repeat(2_049),
    ] {
        let result = access::verify(&server.auth.keys, text, NOON);
        assert_eq!(result, Err(InvalidAccess::Foreign), "{text:.40}");
    }
}

#[tokio::test]
async fn a_token_of_an_unknown_sign_in_finds_nobody() {
    let server = Server::start(Kind::Sqlite).await;
    let found = access::find(&server.auth, &server.store, &sign(&server), NOON).await;
    assert_eq!(found.unwrap(), None);
}
