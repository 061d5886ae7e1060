use axum::http::StatusCode;
use domain::consensus::PositionKind;
use domain::id::ClauseId;

use crate::web::pages::fixture::{World, first_texts, location, outline, read};

struct Asked<'a> {
    world: &'a World,
    clause: ClauseId,
    path: String,
}

impl<'a> Asked<'a> {
    fn on(world: &'a World, number: u128) -> Self {
        let clause = world.clause(number);
        let path = world.path(&format!("/clauses/{clause}/position"));
        Self {
            world,
            clause,
            path,
        }
    }

    fn hash(&self) -> String {
        let register = self.world.office.register();
        let instrument = self.world.on_table(&register);
        instrument.tabled_hash(self.clause).unwrap().to_string()
    }

    async fn send(
        &self,
        member: usize,
        fields: &[(&str, &str)],
    ) -> axum::http::Response<axum::body::Body> {
        let hash = self.hash();
        let mut all = vec![("text_hash", hash.as_str()), ("mandate", "firm")];
        all.extend(fields);
        self.world
            .post(self.world.delegates[member], &self.path, &all)
            .await
    }
}

#[tokio::test]
async fn the_form_shows_the_exact_wording_and_every_kind_explained() {
    let world = World::tabled().await;
    let asked = Asked::on(&world, 2);
    let (status, html) = world.page(world.delegates[3], &asked.path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains(&asked.hash()), "{html}");
    for kind in PositionKind::ALL {
        assert!(html.contains(&format!("value=\"{kind}\"")), "{kind}");
    }
    assert!(
        html.contains("Your organisation can live with it."),
        "{html}"
    );
}

#[tokio::test]
async fn a_position_is_repeated_before_it_is_recorded_and_has_a_receipt() {
    let world = World::tabled().await;
    let asked = Asked::on(&world, 2);
    let said = [
        ("stand", "object"),
        ("grounds", "Our law differs."),
        ("remedy", "Say 48 hours."),
    ];
    let mut fields = said.to_vec();
    fields.push(("step", "check"));
    let (status, html) = read(asked.send(3, &fields).await).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("Record this position?"), "{html}");
    assert!(
        html.contains("Say 48 hours.") && html.contains(&asked.hash()),
        "{html}"
    );
    let register = world.office.register();
    assert!(world.on_table(&register).positions(asked.clause).is_empty());

    *fields.last_mut().unwrap() = ("step", "confirm");
    let response = asked.send(3, &fields).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let (status, html) = world.page(world.delegates[3], location(&response)).await;
    assert_eq!(status, StatusCode::OK);
    let seq = location(&response).rsplit('/').next().unwrap().to_owned();
    assert!(html.contains(&format!("href=\"/record/{seq}\"")), "{html}");
    assert!(html.contains("Say 48 hours."), "{html}");
}

#[tokio::test]
async fn what_a_kind_must_carry_is_asked_for_at_its_field() {
    let world = World::tabled().await;
    let asked = Asked::on(&world, 2);
    let fields = [
        ("stand", "object"),
        ("grounds", "Our law differs."),
        ("step", "check"),
    ];
    let (status, html) = read(asked.send(3, &fields).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("id=\"remedy-error\""), "{html}");
    assert!(html.contains("Our law differs."), "{html}");
}

#[tokio::test]
async fn a_wording_that_left_the_table_is_not_taken_for_the_present_one() {
    let world = World::tabled().await;
    let asked = Asked::on(&world, 2);
    let old = asked.hash();
    let mut texts = first_texts();
    texts[1].3 = "Results shall be published within 24 hours.";
    world.table(&outline(&texts)).await;
    let fields = [
        ("text_hash", old.as_str()),
        ("stand", "endorse"),
        ("step", "confirm"),
    ];
    let response = world.post(world.delegates[3], &asked.path, &fields).await;
    let (status, html) = read(response).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("no longer the one on the table"), "{html}");
    assert!(
        html.contains("within 24 hours") && html.contains(&asked.hash()),
        "{html}"
    );
}

#[tokio::test]
async fn a_stale_position_is_shown_with_its_redline() {
    let world = World::tabled().await;
    world.takes(3, 2, PositionKind::Endorse).await;
    let mut texts = first_texts();
    texts[1].3 = "Results of every polling station shall be published within 24 hours.";
    world.table(&outline(&texts)).await;
    let (_, html) = world
        .page(world.delegates[3], &Asked::on(&world, 2).path)
        .await;
    assert!(html.contains("What has changed since"), "{html}");
    assert!(html.contains("<del>"), "{html}");
}

#[tokio::test]
async fn those_without_a_vote_cannot_open_the_form() {
    let world = World::tabled().await;
    let (status, _) = world
        .page(world.secretariat, &Asked::on(&world, 2).path)
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}
