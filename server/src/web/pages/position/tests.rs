use axum::http::StatusCode;
use domain::api::NameCures;
use domain::consensus::PositionKind;
use domain::id::ClauseId;
use domain::instrument::{Channel, ProcedureStep};

use crate::web::pages::fixture::{World, first_texts, hidden_fields, location, outline, read};
use crate::workflow;

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
        html.contains("The organisation can live with it."),
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

#[tokio::test]
async fn an_objection_names_its_words_what_would_cure_it_and_whose_it_joins() {
    let world = World::tabled().await;
    let asked = Asked::on(&world, 2);
    let first = world.takes(4, 2, PositionKind::Object).await;
    let amendment = world
        .proposes(1, 2, "Results shall be out soon.", &[])
        .await;
    let (_, html) = world.page(world.delegates[3], &asked.path).await;
    assert!(html.contains("Amendment 1 of"), "{html}");
    let (_, own) = world.page(world.delegates[4], &asked.path).await;
    assert!(
        !own.contains("Joins the objection of"),
        "not its own: {own}"
    );

    let (joins, cures) = (first.to_string(), amendment.to_string());
    let said = [
        ("stand", "object"),
        ("grounds", "Our law differs."),
        ("remedy", "Say 48 hours."),
        ("passage", "24 hours"),
        ("joins", joins.as_str()),
        ("cures", cures.as_str()),
    ];
    let check = [&said[..], &[("step", "check")]].concat();
    let (_, html) = read(asked.send(3, &check).await).await;
    assert!(html.contains("Record this position?"), "{html}");
    let carried = hidden_fields(&html);
    assert_eq!((&carried["joins"], &carried["cures"]), (&joins, &cures));
    let response = world.confirm(world.delegates[3], &asked.path, &html).await;
    let (_, receipt) = world.page(world.delegates[3], location(&response)).await;
    for shown in ["24 hours", "joins the objection of", "Amendment 1</a>"] {
        assert!(receipt.contains(shown), "{shown}: {receipt}");
    }
    let register = world.office.register();
    let raised = world.on_table(&register).objections(asked.clause).last();
    let raised = raised.unwrap();
    assert_eq!(
        (raised.joins, raised.cures.as_slice()),
        (Some(first), &[amendment][..])
    );

    let step = ProcedureStep::NameCures(raised.seq, NameCures { amendments: vec![] });
    let by = world.delegates[3];
    let done = workflow::proceed(&world.office, by, world.instrument, &step).await;
    done.unwrap();
    let query = format!("?clause={}&about={}", asked.clause, raised.seq);
    let path = world.path(&format!("/steps/name-cures{query}"));
    let (status, html) = world.page(by, &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let fields = [
        hidden_fields(&html)["clause"].clone(),
        raised.seq.to_string(),
    ];
    let fields = [
        ("clause", fields[0].as_str()),
        ("about", fields[1].as_str()),
        ("cures", cures.as_str()),
    ];
    world
        .post(by, &world.path("/steps/name-cures"), &fields)
        .await;
    let register = world.office.register();
    let named = world.on_table(&register).objection(raised.seq).unwrap();
    assert_eq!(named.cures, [amendment]);
}

#[tokio::test]
async fn an_objection_is_prepared_with_everything_it_names() {
    let world = World::tabled().await;
    let asked = Asked::on(&world, 2);
    let first = world.takes(4, 2, PositionKind::Object).await.to_string();
    let amendment = world
        .proposes(1, 2, "Results shall be out soon.", &[])
        .await;
    let cure = amendment.to_string();
    let fields = [
        ("stand", "object"),
        ("grounds", "Our law differs."),
        ("remedy", "Say 48 hours."),
        ("passage", "24 hours"),
        ("joins", first.as_str()),
        ("cures", cure.as_str()),
        ("step", "prepare"),
    ];
    let response = asked.send(3, &fields).await;
    let (_, html) = world.page(world.delegates[3], location(&response)).await;
    for shown in ["24 hours", "joins the objection of", "Amendment 1</a>"] {
        assert!(html.contains(shown), "{shown}: {html}");
    }
    let prepared = location(&response).rsplit('/').next().unwrap();
    let path = format!("{}?prepared={prepared}", asked.path);
    let (_, anew) = world.page(world.delegates[3], &path).await;
    assert!(
        anew.contains(&format!("value=\"{cure}\" checked")),
        "{anew}"
    );
    assert!(
        anew.contains(&format!("value=\"{first}\" selected")),
        "{anew}"
    );
}

#[tokio::test]
async fn the_secretariat_enters_what_an_organisation_wrote_and_the_organisation_answers() {
    let world = World::tabled().await;
    let asked = Asked::on(&world, 2);
    let path = format!("{}/enter", asked.path);
    for by in [world.delegates[0], world.delegates[3]] {
        let (status, _) = world.page(by, &path).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
    let (status, html) = world.page(world.secretariat, &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let (hash, member) = (asked.hash(), world.members[3].to_string());
    let said = [
        ("text_hash", hash.as_str()),
        ("entry-organisation", member.as_str()),
        ("channel", "letter"),
        ("stand", "accept"),
        ("mandate", "firm"),
    ];
    let (status, html) = read(world.post(world.secretariat, &path, &said).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("id=\"entry-evidence-error\""), "{html}");
    let proven = [&said[..], &[("entry-evidence", "Letter 17 of 3 May.")]].concat();
    let (_, html) = read(world.post(world.secretariat, &path, &proven).await).await;
    assert!(html.contains("Enter this position?"), "{html}");
    assert!(html.contains("Letter 17 of 3 May."), "{html}");
    let response = world.confirm(world.secretariat, &path, &html).await;
    let (_, receipt) = world.page(world.delegates[5], location(&response)).await;
    assert!(receipt.contains("given by letter"), "{receipt}");
    assert!(receipt.contains("not yet confirmed"), "{receipt}");
    let register = world.office.register();
    let entered = world
        .on_table(&register)
        .position_of(world.members[3], asked.clause);
    let entered = entered.unwrap();
    assert_eq!(entered.entered.as_ref().unwrap().channel, Channel::Letter);

    let clause_page = world.path(&format!("/clauses/{}", asked.clause));
    let (_, html) = world.page(world.delegates[3], &clause_page).await;
    assert!(html.contains("contest-entry?"), "{html}");
    let (clause, seq) = (asked.clause.to_string(), entered.seq.to_string());
    let fields = [
        ("clause", clause.as_str()),
        ("about", seq.as_str()),
        ("reason", "We never wrote that."),
    ];
    let contest = world.path("/steps/contest-entry");
    world.post(world.delegates[3], &contest, &fields).await;
    let (_, receipt) = world.page(world.delegates[5], location(&response)).await;
    assert!(receipt.contains(">contested<"), "{receipt}");
    let register = world.office.register();
    let held = world
        .on_table(&register)
        .position_of(world.members[3], asked.clause);
    assert!(held.is_none());
}
