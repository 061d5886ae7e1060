use axum::http::StatusCode;
use domain::api::{AnswerObjection, EnterPosition, SignInstrument, SustainObjection};
use domain::consensus::PositionKind;
use domain::instrument::{CallKind, Channel, ProcedureStep};

use crate::web::pages::fixture::{World, clause_id, first_texts, outline};
use crate::workflow;

#[tokio::test]
async fn strangers_see_the_networks_name_and_the_way_in() {
    let world = World::tabled().await;
    let (status, html) = world.page_signed_out("/").await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("href=\"/sign-in\""), "{html}");
    assert!(!html.contains("Principles for Open Results"), "{html}");
}

#[tokio::test]
async fn a_delegate_sees_what_needs_the_organisation() {
    let world = World::tabled().await;
    world.takes(4, 2, PositionKind::Endorse).await;
    world.proposes(3, 3, "Formats shall be open.", &[4]).await;
    let mut texts = first_texts();
    texts[1].3 = "Results of every polling station shall be published within 24 hours.";
    world.table(&outline(&texts)).await;
    let (status, html) = world.page(world.delegates[4], "/").await;
    assert_eq!(status, StatusCode::OK, "{html}");
    for expected in [
        "3 clauses have no position of your organisation yet.",
        "1 position of yours is on an earlier wording",
        "<del>",
        "Asked to co-sponsor",
    ] {
        assert!(html.contains(expected), "{expected}: {html}");
    }
    let (_, html) = world.page(world.delegates[0], "/").await;
    assert!(html.contains("Amendments to decide"), "{html}");
    let (_, html) = world.page(world.secretariat, "/").await;
    assert!(!html.contains("your organisation"), "{html}");
}

#[tokio::test]
async fn a_mirrored_interface_leaves_each_text_its_own_direction() {
    let world = World::tabled().await;
    let html = world
        .page_in(world.delegates[0], &world.path(""), "ar-XB")
        .await;
    assert!(html.contains("<html lang=\"ar-XB\" dir=\"rtl\""), "{html}");
    assert!(
        html.contains("class=\"text\" lang=\"en\" dir=\"ltr\""),
        "{html}"
    );
}

const DAY: i64 = 86_400;

/// Returns a section of the page by its heading's name.
fn section<'a>(html: &'a str, name: &str) -> &'a str {
    let start = html.find(&format!("id=\"{name}-title\""));
    let rest = start.map_or("", |at| &html[at..]);
    rest.split("</section>").next().unwrap_or_default()
}

#[tokio::test]
async fn an_open_call_is_due_with_what_is_left_until_it_is_answered() {
    let world = World::tabled().await;
    let call = world.calls(CallKind::Consensus, &[2, 3], 7).await;
    let by = world.delegates[4];
    let (_, html) = world.page(by, "/").await;
    let due = section(&html, "due");
    for expected in [
        "in 6 days</span>",
        "The consensus call on <bdi>Principles for Open Results</bdi> closes",
        "10 March 2026",
        "Your organisation has answered on 0 of 2 clauses.",
        "Nobody of your organisation has opened this notice yet.",
        &format!("/calls/{call}\""),
    ] {
        assert!(due.contains(expected), "{expected}: {due}");
    }
    assert!(!due.contains("urgent"), "{due}");
    world.page(by, &world.path(&format!("/calls/{call}"))).await;
    world.takes(4, 2, PositionKind::Endorse).await;
    world.passes(5 * DAY);
    let (_, html) = world.page(by, "/").await;
    let due = section(&html, "due");
    for expected in [
        "urgent",
        "in 47 hours",
        "on 1 of 2 clauses",
        "has opened this notice for",
    ] {
        assert!(due.contains(expected), "{expected}: {due}");
    }
    assert!(
        section(&html, "unread").contains("less than 48 hours"),
        "{html}"
    );
    world.takes(4, 3, PositionKind::Endorse).await;
    let (_, html) = world.page(by, "/").await;
    assert!(html.contains("Nothing is due."), "{html}");
}

#[tokio::test]
async fn the_chair_sees_who_has_not_answered_and_what_a_closed_call_asks_for() {
    let world = World::tabled().await;
    world.calls(CallKind::Consensus, &[2], 7).await;
    for member in [0, 1, 2, 3] {
        world.takes(member, 2, PositionKind::Endorse).await;
    }
    let chair = world.delegates[0];
    let (_, html) = world.page(chair, "/").await;
    let due = section(&html, "due");
    assert!(due.contains("4 of 6 organisations have answered"), "{due}");
    assert!(
        section(&html, "others").contains("OBS-2 and OBS-3"),
        "{html}"
    );
    let (_, html) = world.page(world.secretariat, "/").await;
    assert!(
        section(&html, "others").contains("OBS-2 and OBS-3"),
        "{html}"
    );
    world.passes(7 * DAY);
    workflow::record_passed(&world.office).await.unwrap();
    let (_, html) = world.page(chair, "/").await;
    let awaited = section(&html, "awaited");
    assert!(
        awaited.contains("1 clause waits for the designation"),
        "{html}"
    );
    assert!(section(&html, "others").is_empty(), "{html}");
    let (_, html) = world.page(world.delegates[3], "/").await;
    assert!(section(&html, "awaited").is_empty(), "{html}");
}

#[tokio::test]
async fn an_objection_waits_for_the_chair_and_for_its_organisation_in_turn() {
    let world = World::tabled().await;
    let objection = world.takes(3, 2, PositionKind::Object).await;
    let (chair, objector) = (world.delegates[0], world.delegates[3]);
    let awaited = async |by| {
        let (_, html) = world.page(by, "/").await;
        (
            section(&html, "awaited").to_owned(),
            section(&html, "others").to_owned(),
        )
    };
    let (waiting, _) = awaited(chair).await;
    assert!(
        waiting.contains("The objection of <bdi>OBS-1</bdi> to"),
        "{waiting}"
    );
    let (waiting, others) = awaited(objector).await;
    assert_eq!(waiting, "");
    assert!(
        others.contains("The chair has to answer your objection"),
        "{others}"
    );
    let answer = "Hours are named in clause 9.".parse().unwrap();
    let step = ProcedureStep::AnswerObjection(objection, AnswerObjection { answer });
    world.proceeds(chair, step).await;
    let (waiting, others) = awaited(chair).await;
    assert_eq!(waiting, "");
    assert!(
        others.contains("OBS-1</bdi> has to say whether"),
        "{others}"
    );
    let (waiting, others) = awaited(objector).await;
    assert!(waiting.contains("Is that enough?"), "{waiting}");
    assert!(waiting.contains("/steps/sustain-objection?"), "{waiting}");
    assert_eq!(others, "");
    let step = ProcedureStep::SustainObjection(objection, SustainObjection { reason: None });
    world.proceeds(objector, step).await;
    let (waiting, _) = awaited(chair).await;
    assert!(waiting.contains("waits for a decision"), "{waiting}");
    let (waiting, others) = awaited(objector).await;
    assert_eq!(waiting, "");
    assert!(
        others.contains("has to decide on your objection"),
        "{others}"
    );
}

#[tokio::test]
async fn a_position_entered_waits_for_its_organisation_and_the_secretariat_for_its_answer() {
    let world = World::tabled().await;
    let command = EnterPosition {
        organisation: world.members[4],
        position: world.statement(2, PositionKind::Endorse),
        channel: Channel::Letter,
        evidence: "Their letter of 3 May.".parse().unwrap(),
    };
    let step = ProcedureStep::EnterPosition(clause_id(2), command);
    world.proceeds(world.secretariat, step).await;
    let (_, html) = world.page(world.delegates[4], "/").await;
    let awaited = section(&html, "awaited");
    for step in ["confirm-entry", "contest-entry"] {
        assert!(awaited.contains(&format!("/steps/{step}?")), "{awaited}");
    }
    let (_, html) = world.page(world.delegates[3], "/").await;
    assert!(section(&html, "awaited").is_empty(), "{html}");
    let (_, html) = world.page(world.secretariat, "/").await;
    assert!(section(&html, "others").contains("OBS-2"), "{html}");
}

#[tokio::test]
async fn a_sponsor_sees_who_has_not_said_whether_to_join() {
    let world = World::tabled().await;
    world
        .proposes(3, 3, "Formats shall be open.", &[4, 5])
        .await;
    let (_, html) = world.page(world.delegates[3], "/").await;
    let others = section(&html, "others");
    assert!(
        others.contains("without an answer: <bdi>OBS-2 and OBS-3</bdi>"),
        "{html}"
    );
    let (_, html) = world.page(world.delegates[4], "/").await;
    assert!(section(&html, "others").is_empty(), "{html}");
}

#[tokio::test]
async fn an_adopted_text_waits_for_each_signature() {
    let world = World::tabled().await;
    world.is_adopted().await;
    world.promotes(4).await;
    let by = world.delegates[4];
    let asked = "waits for the signature of your organisation";
    let (_, html) = world.page(by, "/").await;
    assert!(section(&html, "awaited").contains(asked), "{html}");
    let register = world.office.register();
    let root = world.on_table(&register).adopted()[0].root;
    let signature = SignInstrument {
        root,
        reservations: Vec::new(),
        dissociations: Vec::new(),
        statement: None,
    };
    world.proceeds(by, ProcedureStep::Sign(signature)).await;
    let (_, html) = world.page(by, "/").await;
    assert!(!html.contains(asked), "{html}");
    let (_, html) = world.page(world.secretariat, "/").await;
    assert!(!html.contains(asked), "{html}");
}
