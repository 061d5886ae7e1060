//! What the chair decides about the live draft on pages, without script.

use axum::http::StatusCode;

use crate::databases::{Kind, on_both};
use crate::live::door::Door;
use crate::live::editor::Editor;
use crate::live::operations::propose;
use crate::live::support::clause;

on_both!(
    the_chair_sees_what_an_amendment_does_to_the_draft_and_takes_it_in,
    an_amendment_whose_words_are_gone_is_shown_to_the_chair_and_not_taken_in,
    only_the_chair_takes_amendments_in,
    the_chair_decides_about_a_clause_removed_and_edited_at_once,
);

const BEFORE: &str = "Results are published by polling place.";
const PROPOSED: &str = "Results are published at once by polling place.";

async fn the_chair_sees_what_an_amendment_does_to_the_draft_and_takes_it_in(kind: Kind) {
    let door = Door::open(kind).await;
    door.world.table().await;
    let amendment = propose(&door.world, PROPOSED).await;
    let mut amina = Editor::open(&door.world, door.world.amina, "amina").await;
    amina.write(clause(2), BEFORE.len(), " Always.").await;
    amina.until_saved().await;
    let (chair, _) = door.cookie(door.world.chair).await;
    let sheet = format!(
        "/instruments/{}/amendments/{amendment}",
        door.world.instrument
    );
    let act = format!("{sheet}/incorporate");
    let (_, html) = door.page(&chair, &sheet).await;
    assert!(html.contains(&format!("href=\"{act}\"")), "{html}");

    let (status, html) = door.page(&chair, &act).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let (_, effect) = html.split_once("effect-title").unwrap();
    assert!(
        effect.contains("<ins>") && effect.contains("at once"),
        "{effect}"
    );
    assert!(
        effect.contains("Always."),
        "the draft as it is now: {effect}"
    );

    let (status, _) = door
        .submit(&chair, &act, "about=1&incorporation=As+discussed")
        .await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    amina
        .until_reads(clause(2), &format!("{PROPOSED} Always."))
        .await;
    let (_, html) = door.page(&chair, &sheet).await;
    assert!(
        html.contains("Incorporated") && html.contains("As discussed"),
        "{html}"
    );
    assert!(!html.contains(&format!("href=\"{act}\"")), "{html}");
    let (status, html) = door.submit(&chair, &act, "about=1").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{html}");
}

async fn an_amendment_whose_words_are_gone_is_shown_to_the_chair_and_not_taken_in(kind: Kind) {
    let door = Door::open(kind).await;
    door.world.table().await;
    let amendment = propose(&door.world, PROPOSED).await;
    let mut amina = Editor::open(&door.world, door.world.amina, "amina").await;
    amina.draft.remove_clause(clause(2)).unwrap();
    amina.flush().await;
    amina.until_saved().await;
    let (chair, _) = door.cookie(door.world.chair).await;
    let act = format!(
        "/instruments/{}/amendments/{amendment}/incorporate",
        door.world.instrument
    );
    let (status, html) = door.page(&chair, &act).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let (_, effect) = html.split_once("effect-title").unwrap();
    assert!(
        !effect.contains("type=\"submit\""),
        "nothing to press: {effect}"
    );
    let (status, _) = door.submit(&chair, &act, "about=1").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(door.world.texts().await.len(), 3);
}

async fn only_the_chair_takes_amendments_in(kind: Kind) {
    let door = Door::open(kind).await;
    door.world.table().await;
    let amendment = propose(&door.world, PROPOSED).await;
    let (cookie, _) = door.cookie(door.world.amina).await;
    let sheet = format!(
        "/instruments/{}/amendments/{amendment}",
        door.world.instrument
    );
    let act = format!("{sheet}/incorporate");
    let (_, html) = door.page(&cookie, &sheet).await;
    assert!(!html.contains(&act), "{html}");
    assert_eq!(door.page(&cookie, &act).await.0, StatusCode::FORBIDDEN);
    let (status, _) = door.submit(&cookie, &act, "about=1").await;
    assert!(status.is_client_error(), "{status}");
    assert_eq!(door.world.texts().await[1], BEFORE);
}

async fn the_chair_decides_about_a_clause_removed_and_edited_at_once(kind: Kind) {
    for (keep, text) in [
        ("yes", Some("All Results are published by polling place.")),
        ("no", None),
    ] {
        let door = Door::open(kind).await;
        let world = &door.world;
        let mut amina = Editor::open(world, world.amina, "amina").await;
        let mut boris = Editor::open(world, world.boris, "boris").await;
        amina.draft.remove_clause(clause(2)).unwrap();
        boris.write(clause(2), 0, "All ").await;
        boris.until_saved().await;
        amina.flush().await;
        amina.until_saved().await;

        let draft = format!("/drafts/{}", world.draft);
        let decision = format!("{draft}/clauses/{}/decide", clause(2));
        let (reader, _) = door.cookie(world.amina).await;
        let (_, html) = door.page(&reader, &draft).await;
        assert!(html.contains("All Results are published"), "{html}");
        assert!(!html.contains(&decision), "amina does not decide: {html}");
        let form = format!("keep={keep}");
        let (status, _) = door.submit(&reader, &decision, &form).await;
        assert_eq!(status, StatusCode::FORBIDDEN);

        let (chair, _) = door.cookie(world.chair).await;
        let (_, html) = door.page(&chair, &draft).await;
        assert!(html.contains(&format!("action=\"{decision}\"")), "{html}");
        let (status, html) = door.submit(&chair, &decision, &form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{html}");
        let (_, html) = door.page(&chair, &draft).await;
        assert!(!html.contains(&decision), "decided: {html}");
        let texts = world.texts().await;
        assert_eq!(
            texts
                .iter()
                .find(|text| text.starts_with("All "))
                .map(String::as_str),
            text
        );
    }
}
