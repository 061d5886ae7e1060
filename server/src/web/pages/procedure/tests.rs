//! The road to consensus as its people walk it on pages.

use axum::http::StatusCode;
use domain::consensus::{ObjectionState, PositionKind};
use domain::id::CallId;
use domain::instrument::{BreakerNames, CallEnd, Silenced, Stage};
use serde_json::Value;

use crate::web::pages::fixture::{World, clause_id, location, read};
use crate::workflow;

/// The closing instant a week from now, as a form writes it.
fn in_days(world: &World, days: i64) -> String {
    let at = world.now().plus_seconds(days * 86_400).as_jiff();
    at.strftime("%Y-%m-%dT%H:%M").to_string()
}

async fn opens(world: &World, kind: &str, days: i64) -> CallId {
    let closes = in_days(world, days);
    let (two, three) = (clause_id(2).to_string(), clause_id(3).to_string());
    let fields = [
        ("call_kind", kind),
        ("called", two.as_str()),
        ("called", three.as_str()),
        ("closes_at", closes.as_str()),
        ("note", "Before the meeting in May."),
    ];
    let path = world.path("/calls/open");
    let response = world.post(world.delegates[0], &path, &fields).await;
    let to = location(&response);
    to.rsplit('/').next().unwrap().parse().unwrap()
}

async fn objects(world: &World) -> u64 {
    world.takes(3, 2, PositionKind::Object).await;
    let register = world.office.register();
    let instrument = world.on_table(&register);
    instrument.objections(clause_id(2)).last().unwrap().seq
}

#[tokio::test]
async fn the_chair_opens_a_call_and_the_record_says_who_has_opened_its_notice() {
    let world = World::tabled().await;
    let form = world.path("/calls/open");
    let (status, _) = world.page(world.delegates[1], &form).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let refused = world
        .post(world.delegates[0], &form, &[("closes_at", "soon")])
        .await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);

    let call = opens(&world, "consensus", 7).await;
    let path = world.path(&format!("/calls/{call}"));
    let (_, html) = world.page(world.delegates[0], &path).await;
    assert!(html.contains("Before the meeting in May."), "{html}");
    assert!(html.contains("Given, not opened yet"), "{html}");
    let (status, _) = world.page(world.delegates[4], &path).await;
    assert_eq!(status, StatusCode::OK);
    let count = world.office.register().next_seq();
    world.page(world.delegates[4], &path).await;
    assert_eq!(world.office.register().next_seq(), count);
    let register = world.office.register();
    let found = world.on_table(&register).call(call).unwrap();
    assert!(found.notices.contains_key(&world.members[4]));
    assert!(!found.notices.contains_key(&world.members[3]));
    let (_, html) = world.page(world.delegates[2], &world.path("/calls")).await;
    assert!(html.contains("consensus call"), "{html}");
    let (status, _) = world
        .page(world.delegates[2], &format!("{path}/outcome"))
        .await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_objection_is_answered_and_ends_by_the_word_of_those_who_may() {
    let world = World::tabled().await;
    let objection = objects(&world).await;
    let clause = clause_id(2);
    let page = world.path(&format!("/clauses/{clause}"));
    let about = format!("?clause={clause}&about={objection}");
    let step = |name: &str| world.path(&format!("/steps/{name}"));
    let (_, html) = world.page(world.delegates[3], &page).await;
    assert!(html.contains("Withdraw</a>"), "{html}");
    assert!(!html.contains("answer-objection?"), "{html}");
    let (status, _) = world
        .page(
            world.delegates[3],
            &format!("{}{about}", step("answer-objection")),
        )
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);

    let (_, html) = world.page(world.delegates[0], &page).await;
    assert!(html.contains("answer-objection?"), "{html}");
    let (clause, objection_name) = (clause.to_string(), objection.to_string());
    let fields = |field: &'static str, words: &'static str| {
        [
            ("clause", clause.clone()),
            ("about", objection_name.clone()),
            (field, words.to_owned()),
        ]
    };
    let take = async |by: usize, name: &str, field: &'static str, words: &'static str| {
        let fields = fields(field, words);
        let fields: Vec<_> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
        world.post(world.delegates[by], &step(name), &fields).await
    };
    let empty = take(0, "answer-objection", "answer", "").await;
    assert_eq!(empty.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let answered = take(
        0,
        "answer-objection",
        "answer",
        "Hours are named in clause 9.",
    )
    .await;
    assert_eq!(location(&answered), page);
    let state = || {
        let register = world.office.register();
        let found = world.on_table(&register).objection(objection).cloned();
        found.unwrap().state
    };
    assert_eq!(state(), ObjectionState::Answered);
    let stranger = take(4, "sustain-objection", "reason", "").await;
    assert_eq!(stranger.status(), StatusCode::UNPROCESSABLE_ENTITY);
    take(3, "sustain-objection", "reason", "Clause 9 is not binding.").await;
    assert_eq!(state(), ObjectionState::Sustained);
    take(0, "decide-objection", "reason", "It was discussed twice.").await;
    assert_eq!(state(), ObjectionState::Decided);
    let (_, html) = world.page(world.delegates[5], &page).await;
    for said in [
        "Hours are named in clause 9.",
        "Clause 9 is not binding.",
        "It was discussed twice.",
        "Decided: addressed, not accommodated",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
}

#[tokio::test]
async fn silence_is_broken_on_one_clause_and_agreed_on_the_other_at_its_instant() {
    let world = World::tabled().await;
    world.is_supported().await;
    let call = opens(&world, "silence", 6).await;
    objects(&world).await;
    let path = world.path(&format!("/calls/{call}"));
    let (_, html) = world.page(world.delegates[5], &path).await;
    assert!(html.contains(">Broken</span>"), "{html}");
    assert!(html.contains(">Unbroken</span>"), "{html}");
    world.passes(6 * 86_400 + 60);
    assert_eq!(workflow::record_passed(&world.office).await.unwrap(), None);
    let register = world.office.register();
    let instrument = world.on_table(&register);
    assert_eq!(instrument.stage(clause_id(3)), Stage::AgreedAdReferendum);
    assert_eq!(instrument.stage(clause_id(2)), Stage::Tabled);
    let found = instrument.call(call).unwrap();
    assert_eq!(found.silenced[&clause_id(3)], Silenced::Passed);
    let (status, html) = world
        .page(world.delegates[5], &format!("{path}/outcome"))
        .await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("agreed by silence, ad referendum"), "{html}");
    assert!(html.contains("silence was broken"), "{html}");
}

#[tokio::test]
async fn whoever_breaks_silence_by_objecting_is_shown_what_was_recorded() {
    let world = World::tabled().await;
    world.is_supported().await;
    opens(&world, "silence", 6).await;
    let clause = clause_id(2);
    let register = world.office.register();
    let hash = world.on_table(&register).tabled_hash(clause).unwrap();
    let hash = hash.to_string();
    let fields = [
        ("text_hash", hash.as_str()),
        ("mandate", "firm"),
        ("stand", "object"),
        ("grounds", "Our law differs."),
        ("remedy", "Say 48 hours."),
        ("step", "confirm"),
    ];
    let path = world.path(&format!("/clauses/{clause}/position"));
    let response = world.post(world.delegates[3], &path, &fields).await;
    let (status, html) = world.page(world.delegates[3], location(&response)).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("Say 48 hours."), "{html}");
}

#[tokio::test]
async fn whoever_comes_after_the_instant_is_late_even_if_nobody_had_looked() {
    let world = World::tabled().await;
    world.is_supported().await;
    let call = opens(&world, "silence", 6).await;
    world.passes(8 * 86_400);
    objects(&world).await;
    let register = world.office.register();
    let found = world.on_table(&register).call(call).unwrap();
    assert_eq!(found.silenced[&clause_id(2)], Silenced::Passed);
    assert!(!found.is_open());
}

#[tokio::test]
async fn what_passed_while_the_server_was_down_has_its_own_instant_and_what_comes_after_is_late() {
    let mut world = World::tabled().await;
    world.is_supported().await;
    let call = opens(&world, "silence", 6).await;
    let closes_at = (world.on_table(&world.office.register()).call(call).unwrap()).closes_at;
    world.is_down_for(8 * 86_400).await;
    // Nobody has written anything yet: the server itself looks on its start.
    workflow::record_passed(&world.office).await.unwrap();
    let register = world.office.register();
    let found = world.on_table(&register).call(call).unwrap();
    assert_eq!((found.is_open(), found.closes_at), (false, closes_at));
    assert_eq!(found.silenced[&clause_id(2)], Silenced::Passed);
    let Some(CallEnd::Deadline { seq }) = found.end else {
        panic!("{:?}", found.end);
    };
    let entry = world.office.stored_entry(seq).await.unwrap().unwrap();
    let entry: Value = serde_json::from_slice(&entry.stored.bytes).unwrap();
    assert_eq!(entry["body"]["instant"], closes_at.to_string());
    assert!(
        entry["at"].as_str() > Some(&*closes_at.to_string()),
        "{entry}"
    );
    objects(&world).await;
    let register = world.office.register();
    let found = world.on_table(&register).call(call).unwrap();
    assert_eq!(found.silenced[&clause_id(2)], Silenced::Passed);
}

#[tokio::test]
async fn a_clock_that_is_set_back_opens_nothing_again() {
    let mut world = World::tabled().await;
    world.is_supported().await;
    let call = opens(&world, "silence", 6).await;
    world.passes(6 * 86_400 + 60);
    workflow::record_passed(&world.office).await.unwrap();
    for kind in [PositionKind::Object, PositionKind::Concern] {
        world.passes(-5 * 86_400);
        workflow::record_passed(&world.office).await.unwrap();
        let before = world.office.register().last_at();
        world.takes(3, 2, kind).await;
        let register = world.office.register();
        assert!(register.last_at() > before);
        let found = world.on_table(&register).call(call).unwrap();
        assert!(!found.is_open());
        assert_eq!(found.silenced[&clause_id(2)], Silenced::Passed);
        assert_eq!(found.silenced[&clause_id(3)], Silenced::Passed);
        // Nor does it when a server starts with that clock.
        world.is_down_for(0).await;
    }
}

#[tokio::test]
async fn the_rules_of_the_procedure_are_changed_after_a_page_that_shows_what_changes() {
    let world = World::tabled().await;
    let path = world.path("/procedure-rules");
    let (status, _) = world.page(world.delegates[0], &path).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (_, html) = world.page(world.secretariat, &path).await;
    assert!(html.contains("value=\"120\""), "{html}");
    let rules = |silence: &'static str| {
        [
            ("silence-hours", silence),
            ("silence-support", "1/3"),
            ("breaker-names", "withheld_until_consultation"),
            ("challenge-hours", "168"),
            ("referendum-hours", "720"),
            ("reason", "Agreed in plenary."),
        ]
    };
    let wrong = world.post(world.secretariat, &path, &rules("0")).await;
    let (status, html) = read(wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("id=\"silence-hours-error\""), "{html}");
    let asked = world.post(world.secretariat, &path, &rules("48")).await;
    let (_, html) = read(asked).await;
    assert!(html.contains("at least 48 hours"), "{html}");
    assert!(!html.contains("held ad referendum is to be"), "{html}");
    let done = world.confirm(world.secretariat, &path, &html).await;
    assert_eq!(location(&done), world.path(""));
    let register = world.office.register();
    let rules = world.on_table(&register).procedure_rules();
    assert_eq!(rules.silence_hours.get(), 48);
    assert_eq!(rules.breaker_names, BreakerNames::WithheldUntilConsultation);
}

#[tokio::test]
async fn silence_cannot_close_on_a_day_that_the_secretariat_lists() {
    let world = World::tabled().await;
    world.is_supported().await;
    let (_, html) = world.page(world.delegates[2], "/holidays").await;
    assert!(html.contains("No day is listed."), "{html}");
    assert!(!html.contains("<textarea"), "{html}");
    let day = in_days(&world, 7)[..10].to_owned();
    let wrong = [("days", "2026-02-30")];
    let (status, html) = read(world.post(world.secretariat, "/holidays", &wrong).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("id=\"days-error\""), "{html}");
    let refused = world
        .post(world.delegates[0], "/holidays", &[("days", &day)])
        .await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let days = format!("2026-12-25\r\n\r\n{day}\r\n");
    let done = world
        .post(world.secretariat, "/holidays", &[("days", &days)])
        .await;
    assert_eq!(location(&done), "/holidays");
    let (_, html) = world.page(world.delegates[2], "/holidays").await;
    assert!(html.contains("25 December 2026"), "{html}");
    let fields = [
        ("call_kind", "silence".to_owned()),
        ("called", clause_id(2).to_string()),
        ("closes_at", in_days(&world, 7)),
    ];
    let fields: Vec<_> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let path = world.path("/calls/open");
    let (status, html) = read(world.post(world.delegates[0], &path, &fields).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("holiday"), "{html}");
}

#[tokio::test]
async fn rules_are_tried_on_past_calls_as_they_were_when_they_closed() {
    let world = World::tabled().await;
    world.is_supported().await;
    opens(&world, "consensus", 2).await;
    for member in [2, 3] {
        for clause in [2, 3] {
            world.takes(member, clause, PositionKind::Endorse).await;
        }
    }
    world.passes(3 * 86_400);
    world.takes(0, 2, PositionKind::Object).await;
    let fields = [
        ("quorum", "1/1"),
        ("favour", "2/3"),
        ("oppose", "1/4"),
        ("floor", "1/3"),
        ("constituency-rule", "none"),
        ("objections", "address"),
        ("reason", "A stricter quorum."),
        ("step", "check"),
    ];
    let path = world.path("/rules");
    let (status, html) = read(world.post(world.secretariat, &path, &fields).await).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let (_, calls) = html.split_once("Past calls").unwrap();
    assert!(calls.contains("Full consensus"), "{calls}");
    assert!(calls.contains("No quorum"), "{calls}");
    assert!(
        !calls.contains("Objections open"),
        "as it was then: {calls}"
    );
}
