use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::consensus::PositionKind;

use crate::web::pages::fixture::{World, first_texts, location, outline};

impl World {
    fn clause_path(&self, number: u128) -> String {
        self.path(&format!("/clauses/{}", self.clause(number)))
    }
}

#[tokio::test]
async fn every_reason_is_said_with_its_numbers_and_organisations() {
    let world = World::tabled().await;
    for member in 0..5 {
        world.takes(member, 2, PositionKind::Endorse).await;
    }
    world.takes(5, 2, PositionKind::Object).await;
    let (status, html) = world.page(world.secretariat, &world.clause_path(2)).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    for expected in [
        "5 of 6 taking a side are in favour; 4 needed",
        "at least two thirds of those taking a side",
        "1 in the way; none may be",
        "Name a deadline in hours.",
        "the withdrawal of the objection of OBS-3 or a decision on it would give Consensus",
    ] {
        assert!(html.contains(expected), "{expected}: {html}");
    }
}

#[tokio::test]
async fn a_stale_position_is_shown_with_what_changed_since() {
    let world = World::tabled().await;
    world.takes(2, 2, PositionKind::Endorse).await;
    let mut texts = first_texts();
    texts[1].3 = "Results of every polling station shall be published within 24 hours.";
    world.table(&outline(&texts)).await;
    let (_, html) = world.page(world.secretariat, &world.clause_path(2)).await;
    assert!(
        html.contains("On an earlier wording: not counted"),
        "{html}"
    );
    assert!(html.contains("What has changed since revision 1"), "{html}");
    assert!(html.contains("New wording in revision 2"), "{html}");
}

#[tokio::test]
async fn a_clause_that_was_taken_out_keeps_its_page() {
    let world = World::tabled().await;
    world.table(&outline(&first_texts()[..3])).await;
    let (status, html) = world.page(world.secretariat, &world.clause_path(4)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        html.contains("This clause is no longer on the table."),
        "{html}"
    );
    assert!(html.contains("No longer in revision 2"), "{html}");
    let (status, _) = world.page(world.secretariat, &world.clause_path(99)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_change_of_the_level_names_the_entry_that_made_it() {
    let world = World::tabled().await;
    for member in 0..3 {
        world.takes(member, 2, PositionKind::Endorse).await;
    }
    let objected = world.takes(5, 2, PositionKind::Object).await;
    let (_, html) = world.page(world.secretariat, &world.clause_path(2)).await;
    let course = html.split("id=\"course\"").nth(1).unwrap();
    let course = course.split("</section>").next().unwrap();
    let found: Vec<_> = ["Objections open", "Full consensus", "No quorum"]
        .map(|level| {
            course
                .rfind(level)
                .unwrap_or_else(|| panic!("{level}: {course}"))
        })
        .into();
    assert!(found.is_sorted(), "the latest comes first: {course}");
    assert!(
        course.contains(&format!("/past?as_of={objected}")),
        "{course}"
    );
    assert!(
        course.contains("<svg class=\"strip\" role=\"img\""),
        "{course}"
    );
    assert!(course.contains("OBS-3"), "{course}");
    assert!(
        html.contains("<a href=\"#course\">Why did this change?</a>"),
        "{html}"
    );
}

#[tokio::test]
async fn a_clause_is_shown_as_of_an_earlier_entry() {
    let world = World::tabled().await;
    for member in 0..3 {
        world.takes(member, 2, PositionKind::Endorse).await;
    }
    let agreed = world.office.register().next_seq() - 1;
    world.takes(5, 2, PositionKind::Object).await;
    let other = world.takes(5, 3, PositionKind::Object).await;
    let path = format!("{}/past?as_of={agreed}", world.clause_path(2));
    let (status, html) = world.page(world.delegates[3], &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let then = html.split("id=\"past-shown\"").nth(1).unwrap();
    let then = then.split("<section class=\"when\"").next().unwrap();
    assert!(then.contains("3 of 6 have taken part"), "{then}");
    assert!(then.contains("Full consensus"), "{then}");
    assert!(
        then.contains("Now:</span> <span class=\"level objections_open\""),
        "{then}"
    );
    assert!(!then.contains("Name a deadline in hours."), "{then}");
    let listed = html.split("class=\"entries\"").nth(1).unwrap();
    assert!(
        listed.contains(&format!("?as_of={agreed}\" aria-current=\"true\"")),
        "{listed}"
    );
    assert!(!listed.contains(&format!("?as_of={other}\"")), "{listed}");
}

#[tokio::test]
async fn going_back_stops_where_the_clause_begins_and_ends_with_the_record() {
    let world = World::tabled().await;
    let tabled = world.office.register().next_seq() - 1;
    world.takes(0, 2, PositionKind::Endorse).await;
    for (wanted, expected) in [("0", tabled), ("99999", tabled + 1), ("", tabled + 1)] {
        let query = if wanted.is_empty() {
            String::new()
        } else {
            format!("?as_of={wanted}")
        };
        let path = format!("{}/past{query}", world.clause_path(2));
        let (status, html) = world.page(world.delegates[3], &path).await;
        assert_eq!(status, StatusCode::OK);
        let title = format!("<span id=\"past-title\">as of entry {expected}</span>");
        assert!(html.contains(&title), "{wanted}: {html}");
    }
    let path = format!("{}/past", world.clause_path(99));
    let (status, _) = world.page(world.delegates[3], &path).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let path = format!("{}/past?as_of=soon", world.clause_path(2));
    let (status, _) = world.page(world.delegates[3], &path).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn words_that_were_erased_are_erased_in_the_past() {
    let world = World::tabled().await;
    let seq = world.takes(5, 2, PositionKind::Object).await;
    world.takes(0, 2, PositionKind::Endorse).await;
    let mut tx = world.office.store().begin().await.unwrap();
    let place = i64::try_from(seq).unwrap();
    assert!(tx.erase_content(place, 0).await.unwrap());
    tx.commit().await.unwrap();
    let path = format!("{}/past?as_of={seq}", world.clause_path(2));
    let (_, html) = world.page(world.delegates[3], &path).await;
    assert!(!html.contains("Our law sets another deadline."), "{html}");
    assert!(html.contains("Name a deadline in hours."), "{html}");
}

#[tokio::test]
async fn several_moves_are_rehearsed_and_nothing_is_recorded() {
    let world = World::tabled().await;
    for member in 0..3 {
        world.takes(member, 2, PositionKind::Endorse).await;
    }
    world.takes(5, 2, PositionKind::Object).await;
    let before = world.office.register().next_seq();
    let path = format!(
        "{}/what-if?move={}:object.withdrawn&move={}:accept.ad_referendum",
        world.clause_path(2),
        world.members[5],
        world.members[4],
    );
    let (status, html) = world.page(world.delegates[3], &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    for expected in [
        "With these moves the level would be another one",
        "Nothing here is recorded",
        "<bdi>OBS-3</bdi>: <bdi>Object, Raised</bdi> → <bdi>Object, Withdrawn</bdi>",
        "<bdi>OBS-2</bdi>: <bdi>Silent</bdi> → <bdi>Accept, Ad referendum</bdi>",
        "4 of 6 have taken part",
        "selected>Accept, Ad referendum</option>",
    ] {
        assert!(html.contains(expected), "{expected}: {html}");
    }
    assert_eq!(world.office.register().next_seq(), before);
}

#[tokio::test]
async fn the_address_of_a_rehearsal_names_only_those_who_move() {
    let world = World::tabled().await;
    let (one, other) = (world.members[0], world.members[1]);
    let path = format!("{}/what-if", world.clause_path(2));
    let asked = format!("{path}?move=&move={one}:endorse&move=&move={other}:nothing");
    let request = Request::get(asked).header(header::ACCEPT, "text/html");
    let answer = world.ask(world.delegates[3], request, Body::empty()).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let mut moves = [(one, "endorse"), (other, "nothing")];
    moves.sort_unstable();
    let [(a, to_a), (b, to_b)] = moves;
    assert_eq!(
        location(&answer),
        format!("{path}?move={a}:{to_a}&move={b}:{to_b}")
    );
}

#[tokio::test]
async fn a_move_that_nobody_could_make_is_refused() {
    let world = World::tabled().await;
    let member = world.members[0];
    for wrong in [
        format!("move={member}:like"),
        format!("move={member}:concern.ad_referendum"),
        format!("move={}:endorse", world.instrument),
        format!("position={member}:endorse"),
        "move=me:endorse".to_owned(),
    ] {
        let path = format!("{}/what-if?{wrong}", world.clause_path(2));
        let (status, _) = world.page(world.delegates[3], &path).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}

#[tokio::test]
async fn everything_is_explained_and_the_steps_that_are_missing_can_be_tried() {
    let world = World::tabled().await;
    world
        .takes(0, 2, PositionKind::EndorseWithReservation)
        .await;
    world.takes(5, 2, PositionKind::Object).await;
    let path = format!("{}/explained", world.clause_path(2));
    let (status, html) = world.page(world.delegates[3], &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    for expected in [
        "The first test not passed. It gives:",
        "2 of 6 eligible take part; 3 needed",
        "Rule: at least half of the eligible",
        "At least one endorsement carries a reservation. Behind the number: EMB-1.",
        "OBS-3 withdraws its objection, or the chair decides on it",
    ] {
        assert!(html.contains(expected), "{expected}: {html}");
    }
    assert_eq!(html.matches("class=\"deciding\"").count(), 1);
    let tried = html.split("<a class=\"button\" href=\"").nth(1).unwrap();
    let tried = tried
        .split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&")
        .replace("&#38;", "&");
    let (status, html) = world.page(world.delegates[3], &tried).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let then = html.split("id=\"then-title\"").nth(1).unwrap();
    assert!(then.contains("<span class=\"level consensus\""), "{then}");
}

#[tokio::test]
async fn the_firm_level_is_explained_where_it_rests_on_others_than_the_level() {
    let world = World::tabled().await;
    for member in 0..3 {
        world.takes_ad_referendum(member, 2).await;
    }
    let path = format!("{}/explained", world.clause_path(2));
    let (_, html) = world.page(world.delegates[3], &path).await;
    assert!(html.contains("With firm positions alone</h2>"), "{html}");
    assert!(
        html.contains("What EMB-1, EMB-2 and EMB-3 said awaits confirmation"),
        "{html}"
    );
    assert!(
        html.contains("0 of 6 eligible take part; 3 needed"),
        "{html}"
    );
}
