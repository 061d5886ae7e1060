use axum::http::StatusCode;
use domain::api::{ChangeRole, ReserveSubmission};
use domain::id::DelegateId;
use domain::role::NetworkRole;

use crate::web::pages::fixture::{World, first_texts, hidden_fields, location, outline, read};
use crate::workflow;

/// Makes a delegate the head of the delegation.
async fn promote(world: &World, delegate: DelegateId) {
    let role = ChangeRole {
        role: NetworkRole::Head,
    };
    let done = workflow::change_role(&world.office, world.secretariat, delegate, &role).await;
    done.unwrap();
}

/// Prepares an endorsement of the second clause with the form of positions.
async fn prepare(world: &World, by: DelegateId) -> String {
    let path = world.path(&format!("/clauses/{}/position", world.clause(2)));
    let (status, html) = world.page(by, &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let hash = hidden_fields(&html)["text_hash"].clone();
    let fields = [
        ("text_hash", hash.as_str()),
        ("mandate", "firm"),
        ("stand", "endorse"),
        ("step", "prepare"),
    ];
    let response = world.post(by, &path, &fields).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    location(&response).to_owned()
}

#[tokio::test]
async fn a_position_prepared_inside_is_seen_by_colleagues_alone() {
    let world = World::tabled().await;
    let prepared = prepare(&world, world.delegates[3]).await;
    let (status, html) = world.page(world.delegates[3], &prepared).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("My organisation only"), "{html}");
    for by in [world.delegates[4], world.delegates[0], world.secretariat] {
        let (status, _) = world.page(by, &prepared).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let path = format!("{prepared}/submit");
        let refused = world.post(by, &path, &[]).await;
        assert_ne!(refused.status(), StatusCode::SEE_OTHER);
    }
    let register = world.office.register();
    assert!(
        world
            .on_table(&register)
            .positions(world.clause(2))
            .is_empty()
    );
}

#[tokio::test]
async fn the_head_submits_it_or_sends_it_back() {
    let world = World::tabled().await;
    let head = world.delegates[3];
    promote(&world, head).await;
    let prepared = prepare(&world, head).await;
    let back = format!("{prepared}/send-back");
    world
        .post(head, &back, &[("sent_back", "Say which law.")])
        .await;
    let (_, html) = world.page(head, &prepared).await;
    assert!(html.contains("Say which law."), "{html}");
    let again = self::prepare(&world, head).await;
    let response = world.post(head, &format!("{again}/submit"), &[]).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert!(location(&response).contains("/position/"));
    let register = world.office.register();
    let taken = world
        .on_table(&register)
        .positions(world.clause(2))
        .to_vec();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].delegate, head);
}

#[tokio::test]
async fn a_prepared_position_says_that_it_has_gone_stale() {
    let world = World::tabled().await;
    let head = world.delegates[3];
    promote(&world, head).await;
    let prepared = prepare(&world, head).await;
    let mut texts = first_texts();
    texts[1].3 = "Results shall be published within a day.";
    world.table(&outline(&texts)).await;
    let (_, html) = world.page(head, &prepared).await;
    assert!(
        html.contains("The wording has changed since this was prepared."),
        "{html}"
    );
    let refused = world.post(head, &format!("{prepared}/submit"), &[]).await;
    let (status, html) = read(refused).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{html}");
}

#[tokio::test]
async fn where_submission_is_reserved_a_delegate_only_prepares() {
    let world = World::tabled().await;
    let by = world.delegates[3];
    promote(&world, by).await;
    let organisation = format!("/organisations/{}", world.members[3]);
    let (_, html) = world.page(by, &organisation).await;
    assert!(html.contains("Let only the head submit"), "{html}");
    let path = format!("{organisation}/submission");
    let response = world.post(by, &path, &[("reserved", "yes")]).await;
    assert_eq!(location(&response), organisation);
    let again = ReserveSubmission { reserved: true };
    let refused = workflow::reserve_submission(&world.office, by, &again).await;
    assert!(refused.is_err(), "it was recorded");
    let role = ChangeRole {
        role: NetworkRole::Delegate,
    };
    let done = workflow::change_role(&world.office, world.secretariat, by, &role).await;
    done.unwrap();
    let path = world.path(&format!("/clauses/{}/position", world.clause(2)));
    let (_, html) = world.page(by, &path).await;
    assert!(!html.contains("value=\"check\""), "{html}");
    assert!(html.contains("value=\"prepare\""), "{html}");
    prepare(&world, by).await;
}
