//! Wycheproof's signatures: verified strictly, with the keys as bytes and as JWK.

use ledger::jws::PublicKey;
use serde::Deserialize;

use crate::json;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    number_of_tests: usize,
    test_groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    public_key: Point,
    public_key_jwk: Jwk,
    tests: Vec<Case>,
}

#[derive(Deserialize)]
struct Point {
    pk: String,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    crv: String,
    x: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    tc_id: u64,
    msg: String,
    sig: String,
    result: String,
}

fn holds(key: PublicKey, case: &Case) -> bool {
    let message = hex::decode(&case.msg).expect("hexadecimal digits");
    let signature = hex::decode(&case.sig).expect("hexadecimal digits");
    let signature: Result<[u8; 64], _> = signature.try_into();
    signature.is_ok_and(|it| key.verify(&message, &it).is_ok())
}

#[test]
fn every_signature_is_judged_alike() {
    let file: File = json("wycheproof/ed25519_test.json");
    let mut count = 0;
    for group in &file.test_groups {
        assert_eq!(
            (
                group.public_key_jwk.kty.as_str(),
                group.public_key_jwk.crv.as_str()
            ),
            ("OKP", "Ed25519")
        );
        let key = PublicKey::from_base64url(&group.public_key_jwk.x).unwrap();
        assert_eq!(hex::encode(key.as_bytes()), group.public_key.pk);
        for case in &group.tests {
            assert_eq!(holds(key, case), case.result == "valid", "{}", case.tc_id);
            count += 1;
        }
    }
    assert_eq!((count, file.number_of_tests), (150, 150));
}
