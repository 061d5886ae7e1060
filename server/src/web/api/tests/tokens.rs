//! Programs sign in, stay signed in and are signed out.

use axum::http::Method;
use serde_json::json;

use super::{Caller, PASSWORD, make_account};
use crate::web::pages::fixture::World;

#[tokio::test]
async fn a_program_signs_in_and_out_by_password() {
    let world = World::new().await;
    make_account(&world, world.delegates[0]).await;
    let stranger = Caller::stranger(&world);
    let credentials = json!({"address": "emb-1@members.example", "password": PASSWORD});
    let answer = stranger.post("/tokens", &credentials).await;
    let tokens = answer.expect(201);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["expires_in"], 600);

    let program = stranger.with_token(tokens["access_token"].as_str().unwrap());
    let me = program.get("/me").await.expect(200);
    assert_eq!(me["delegate"]["name"], "Delegate of EMB-1");
    assert_eq!(me["organisation"]["short_name"], "EMB-1");
    assert_eq!(me["seats"][0]["role"], "chair");

    let request = program.request(Method::DELETE, "/tokens");
    program.send(request, None).await.expect(204);
    program
        .get("/me")
        .await
        .expect_problem(401, "sign-in-required");
}

#[tokio::test]
async fn a_refresh_token_shown_twice_ends_everything_from_its_sign_in() {
    let world = World::new().await;
    make_account(&world, world.delegates[0]).await;
    let stranger = Caller::stranger(&world);
    let credentials = json!({"address": "emb-1@members.example", "password": PASSWORD});
    let first = stranger.post("/tokens", &credentials).await.expect(201);
    let copied = json!({"refresh_token": first["refresh_token"]});
    let second = stranger.post("/tokens/refresh", &copied).await.expect(201);
    let program = stranger.with_token(second["access_token"].as_str().unwrap());
    program.get("/me").await.expect(200);

    stranger
        .post("/tokens/refresh", &copied)
        .await
        .expect_problem(401, "token-reused");
    program
        .get("/me")
        .await
        .expect_problem(401, "sign-in-required");
    let next = json!({"refresh_token": second["refresh_token"]});
    stranger
        .post("/tokens/refresh", &next)
        .await
        .expect_problem(401, "signed-out");
}

#[tokio::test]
async fn guessing_is_slowed_down_whether_or_not_the_account_exists() {
    let world = World::new().await;
    let stranger = Caller::stranger(&world);
    let mut answers = Vec::new();
    for _ in 0..70 {
        let guess = json!({"refresh_token": "A".repeat(43)});
        answers.push(stranger.post("/tokens/refresh", &guess).await);
    }
    answers[0].expect_problem(401, "signed-out");
    let last = answers.last().unwrap();
    last.expect_problem(429, "too-many-requests");
    assert!(last.header("retry-after").parse::<u32>().unwrap() > 0);
}

#[tokio::test]
async fn the_link_of_an_invitation_is_shown_once_and_lets_one_person_in() {
    let world = World::new().await;
    let secretariat = Caller::of(&world, world.secretariat).await;
    let command = json!({
        "organisation": world.members[1], "role": "delegate", "name": "Ines Prado",
        "address": "ines@members.example",
        "expires_at": world.now().plus_seconds(86_400),
    });
    let request = secretariat
        .request(Method::POST, "/invitations")
        .header("idempotency-key", "invite-ines");
    let invited = secretariat.send(request, Some(&command)).await.expect(201);
    let link = invited["link"].as_str().unwrap();
    let token = link.rsplit('/').next().unwrap();

    let request = secretariat
        .request(Method::POST, "/invitations")
        .header("idempotency-key", "invite-ines");
    let again = secretariat.send(request, Some(&command)).await;
    assert!(!again.text.contains(token), "{}", again.text);
    assert_eq!(again.expect(201)["delegate"], invited["delegate"]);

    let stranger = Caller::stranger(&world);
    let short = json!({"token": token, "password": "short"});
    let refused = stranger.post("/invitations/accept", &short).await;
    let problem = refused.expect_problem(422, "password-too-short");
    assert_eq!(problem["pointer"], "/password");
    let accept = json!({"token": token, "password": PASSWORD});
    let entered = stranger
        .post("/invitations/accept", &accept)
        .await
        .expect(201);
    assert_eq!(entered["delegate"], invited["delegate"]);
    let ines = stranger.with_token(entered["tokens"]["access_token"].as_str().unwrap());
    assert_eq!(
        ines.get("/me").await.expect(200)["delegate"]["name"],
        "Ines Prado"
    );
    stranger
        .post("/invitations/accept", &accept)
        .await
        .expect_problem(404, "link-not-open");
}
