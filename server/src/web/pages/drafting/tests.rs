use axum::http::StatusCode;
use domain::api::TableRevision;
use domain::id::{AmendmentId, ClauseId, DelegateId, DraftId};
use domain::instrument::{AmendmentChange, CosponsorState};
use domain::text::RichText;

use crate::live::{self, ClauseEdit, DraftedView};
use crate::web::pages::fixture::{World, hidden_fields, location, read};

/// A world whose first revision is the working draft as it was written, so that it can be forked.
struct Tabled {
    world: World,
    clauses: Vec<ClauseId>,
}

impl Tabled {
    async fn new() -> Self {
        let world = World::new().await;
        let mut clauses = Vec::new();
        for text in [
            "Bodies should publish results.",
            "Bodies should explain delays.",
            "Observers may copy them.",
        ] {
            clauses.push(world.writes(text).await);
        }
        let tabled = Self { world, clauses };
        tabled.table().await;
        tabled
    }

    /// Tables the working draft as it is.
    async fn table(&self) {
        let world = &self.world;
        world.later();
        let (hub, chair) = (world.state().hub, world.delegates[0]);
        let view = live::preview(&hub, chair, world.instrument).await.unwrap();
        let register = world.office.register();
        let open = world.on_table(&register).amendments();
        let command = TableRevision {
            heads: view.heads.clone(),
            carries: open
                .iter()
                .filter(|it| it.is_open())
                .map(|it| it.id)
                .collect(),
            note: None,
        };
        live::table_revision(&hub, chair, world.instrument, command)
            .await
            .unwrap();
    }

    /// Begins a draft as the third organisation, with the fourth one invited.
    async fn opens(&self, query: &[(&str, &str)]) -> DraftId {
        let world = &self.world;
        let path = world.path("/amendments/draft");
        let invited = world.members[3].to_string();
        let mut fields = vec![("drafted_title", "Publication"), ("codrafters", &invited)];
        fields.extend(query);
        let response = world.post(world.delegates[2], &path, &fields).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        location(&response)
            .strip_prefix("/drafts/")
            .unwrap()
            .parse()
            .unwrap()
    }

    async fn answers(&self, by: usize, draft: DraftId, join: &str) {
        let path = format!("/drafts/{draft}/answer");
        let by = self.world.delegates[by];
        let response = self.world.post(by, &path, &[("join", join)]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
    }

    async fn writes(&self, by: DelegateId, draft: DraftId, clause: usize, text: &str) {
        let edit = ClauseEdit::Text {
            clause: self.clauses[clause],
            base: None,
            text: RichText::plain(text),
        };
        let hub = self.world.state().hub;
        live::edit_draft(&hub, by, draft, vec![edit]).await.unwrap();
    }

    async fn drafted(&self, draft: DraftId) -> DraftedView {
        let hub = self.world.state().hub;
        let by = self.world.delegates[2];
        live::preview_amendment(&hub, by, draft).await.unwrap()
    }

    /// Tables what was drafted, and returns the amendment.
    async fn tables(&self, draft: DraftId, further: &[(&str, &str)]) -> AmendmentId {
        let by = self.world.delegates[2];
        let path = format!("/drafts/{draft}/table");
        let (status, html) = self.world.page(by, &path).await;
        assert_eq!(status, StatusCode::OK, "{html}");
        let heads = hidden_fields(&html)["heads"].clone();
        let mut fields = vec![("heads", &*heads), ("rationale", "It closes a gap.")];
        fields.extend(further);
        let response = self.world.post(by, &path, &fields).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let (_, id) = location(&response).rsplit_once('/').unwrap();
        id.parse().unwrap()
    }
}

#[tokio::test]
async fn nobody_but_its_sponsors_learns_that_a_draft_exists() {
    let tabled = Tabled::new().await;
    let world = &tabled.world;
    let draft = tabled.opens(&[]).await;
    let list = world.path("/amendments");
    let unknown = DraftId::from_uuid(uuid::Uuid::from_u128(7));
    let outsiders = [0, 1, 4, 5].map(|index| world.delegates[index]);
    for outsider in outsiders.into_iter().chain([world.secretariat]) {
        let (status, html) = world.page(outsider, &format!("/drafts/{draft}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (_, other) = world.page(outsider, &format!("/drafts/{unknown}")).await;
        let without = |html: &str, id: DraftId| html.replace(&id.to_string(), "ID");
        assert_eq!(without(&html, draft), without(&other, unknown));
        for act in ["table", "discard", "carry"] {
            let (status, _) = world
                .page(outsider, &format!("/drafts/{draft}/{act}"))
                .await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{act}");
        }
        for path in [&*list, "/"] {
            let (_, html) = world.page(outsider, path).await;
            assert!(!html.contains(&draft.to_string()), "{html}");
        }
    }
    for sponsor in [2, 3] {
        let by = world.delegates[sponsor];
        let (status, html) = world.page(by, &format!("/drafts/{draft}")).await;
        assert_eq!(status, StatusCode::OK, "{html}");
        for path in [&*list, "/"] {
            let (_, html) = world.page(by, path).await;
            assert!(html.contains(&draft.to_string()), "{html}");
        }
    }
    let register = world.office.register();
    let before = register.next_seq();
    tabled.answers(3, draft, "yes").await;
    assert_eq!(
        world.office.register().next_seq(),
        before,
        "the record hears nothing"
    );
}

#[tokio::test]
async fn the_invited_read_and_write_once_they_take_part() {
    let tabled = Tabled::new().await;
    let world = &tabled.world;
    let draft = tabled.opens(&[]).await;
    let invited = world.delegates[3];
    let path = format!("/drafts/{draft}");
    let (_, html) = world.page(invited, &path).await;
    assert!(html.contains("data-can-write=\"false\""), "{html}");
    assert!(html.contains("invites your organisation"), "{html}");
    let hub = world.state().hub;
    let edit = || ClauseEdit::Text {
        clause: tabled.clauses[0],
        base: None,
        text: RichText::plain("Nobody may write this."),
    };
    assert!(
        live::edit_draft(&hub, invited, draft, vec![edit()])
            .await
            .is_err()
    );
    tabled.answers(3, draft, "yes").await;
    let (_, html) = world.page(invited, &path).await;
    assert!(html.contains("data-can-write=\"true\""), "{html}");
    tabled
        .writes(invited, draft, 0, "Bodies shall publish results.")
        .await;
    let (_, html) = world.page(world.delegates[2], &path).await;
    assert!(
        html.contains("In clause 1, replace “<bdi>should</bdi>” with “<bdi>shall</bdi>”."),
        "{html}"
    );
    assert!(html.contains("<del>"), "{html}");
    let view = live::preview(&hub, world.delegates[0], world.instrument).await;
    let working = view.unwrap().outline.clauses[0].wording.text.to_plain();
    assert_eq!(
        working, "Bodies should publish results.",
        "the working draft is untouched"
    );
    tabled.answers(3, draft, "no").await;
    let (status, _) = world.page(invited, &path).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_drafted_is_tabled_as_it_was_read_and_co_sponsors_are_asked() {
    let tabled = Tabled::new().await;
    let world = &tabled.world;
    let draft = tabled.opens(&[]).await;
    let by = world.delegates[2];
    tabled
        .writes(by, draft, 0, "Bodies shall publish results.")
        .await;
    tabled
        .writes(by, draft, 1, "Bodies shall explain every delay.")
        .await;
    let path = format!("/drafts/{draft}/table");
    let (_, html) = world.page(by, &path).await;
    let stale = hidden_fields(&html)["heads"].clone();
    assert!(html.contains("It makes 2 amendments"), "{html}");
    tabled
        .writes(by, draft, 1, "Bodies shall explain all delays.")
        .await;
    let fields = [("heads", &*stale), ("rationale", "It closes a gap.")];
    let (status, html) = read(world.post(by, &path, &fields).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        html.contains("The text has changed since you read it"),
        "{html}"
    );
    let alternative = tabled.clauses[1].to_string();
    let first = tabled
        .tables(draft, &[("alternatives", &alternative)])
        .await;
    let register = world.office.register();
    let amendment = world.on_table(&register).amendment(first).unwrap();
    let asked = [(world.members[3], CosponsorState::Invited)];
    let found: Vec<_> = (amendment.cosponsors.iter())
        .map(|it| (it.organisation, it.state))
        .collect();
    assert_eq!(found, asked);
    let package = world.on_table(&register).package_of(amendment);
    assert_eq!(package.len(), 2);
    assert!(matches!(
        package[1].change(),
        AmendmentChange::Alternative { .. }
    ));
    let (_, html) = world.page(by, &format!("/drafts/{draft}")).await;
    assert!(html.contains("data-can-write=\"false\""), "{html}");
    assert!(html.contains("This draft has been tabled"), "{html}");
    let sheet = world.path(&format!("/amendments/{first}"));
    let (_, html) = world.page(world.delegates[5], &sheet).await;
    assert!(
        html.contains("In clause 1, replace “<bdi>should</bdi>”"),
        "{html}"
    );
}

#[tokio::test]
async fn a_draft_is_carried_onto_the_next_revision() {
    let tabled = Tabled::new().await;
    let world = &tabled.world;
    let draft = tabled.opens(&[]).await;
    let (sponsor, pen) = (world.delegates[2], world.delegates[1]);
    tabled
        .writes(sponsor, draft, 0, "Bodies shall publish results.")
        .await;
    tabled
        .writes(sponsor, draft, 1, "Bodies shall explain delays.")
        .await;
    tabled
        .writes(
            pen,
            world.draft,
            0,
            "Bodies should publish results at once.",
        )
        .await;
    tabled
        .writes(pen, world.draft, 1, "Bodies must explain delays.")
        .await;
    tabled.table().await;
    let (_, html) = world.page(sponsor, &format!("/drafts/{draft}/table")).await;
    assert!(html.contains("Revision 2 is on the table by now"), "{html}");
    let path = format!("/drafts/{draft}/carry");
    let (_, html) = world.page(sponsor, &path).await;
    assert!(html.contains("1 change is carried."), "{html}");
    assert!(html.contains("To be made again by hand"), "{html}");
    let heads = tabled.drafted(draft).await.view.heads.join(" ");
    let stale = world
        .post(sponsor, &path, &[("heads", "00"), ("revision", "2")])
        .await;
    assert_eq!(stale.status(), 422);
    let fields = [("heads", heads.as_str()), ("revision", "1")];
    let stale = world.post(sponsor, &path, &fields).await;
    assert_eq!(stale.status(), 422);
    let fields = [("heads", heads.as_str()), ("revision", "2")];
    let response = world.post(sponsor, &path, &fields).await;
    let next: DraftId = location(&response)
        .strip_prefix("/drafts/")
        .unwrap()
        .parse()
        .unwrap();
    let view = tabled.drafted(next).await;
    let texts: Vec<_> = (view.view.outline.clauses.iter())
        .map(|it| it.wording.text.to_plain())
        .collect();
    assert_eq!(
        texts[..2],
        [
            "Bodies shall publish results at once.",
            "Bodies must explain delays."
        ]
    );
    assert_eq!(view.changes.changes.len(), 1);
    assert_eq!((view.draft.revision, view.draft.epoch), (2, 1));
    let (_, html) = world.page(sponsor, &format!("/drafts/{next}")).await;
    assert!(
        html.contains(&format!("href=\"/drafts/{draft}\"")),
        "{html}"
    );
    let amendment = tabled.tables(next, &[]).await;
    assert_eq!(amendment, view.draft.amendment);
}

#[tokio::test]
async fn an_amendment_is_amended_and_given_a_new_text_in_drafts_of_their_own() {
    let tabled = Tabled::new().await;
    let world = &tabled.world;
    let draft = tabled.opens(&[]).await;
    let by = world.delegates[2];
    tabled
        .writes(by, draft, 0, "Bodies shall publish results.")
        .await;
    let first = tabled.tables(draft, &[]).await;
    let number = first.to_string();

    let amending = tabled.opens(&[("amends", &number)]).await;
    let view = tabled.drafted(amending).await;
    assert_eq!(view.changes.changes, []);
    let text = view.view.outline.clauses[0].wording.text.to_plain();
    assert_eq!(text, "Bodies shall publish results.");
    tabled
        .writes(by, amending, 0, "Bodies shall publish all results.")
        .await;
    let second = tabled.tables(amending, &[]).await;
    let register = world.office.register();
    let amended = world.on_table(&register).amendment(second).unwrap();
    assert_eq!(amended.amends, Some(first));

    let revising = tabled.opens(&[("revises", &number)]).await;
    assert_eq!(tabled.drafted(revising).await.changes.changes.len(), 1);
    tabled
        .writes(by, revising, 1, "Bodies shall explain delays.")
        .await;
    let path = format!("/drafts/{revising}/table");
    let (_, html) = world.page(by, &path).await;
    let heads = hidden_fields(&html)["heads"].clone();
    let fields = [("heads", &*heads), ("rationale", "Clearer.")];
    let (status, html) = read(world.post(by, &path, &fields).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        html.contains("only the clause that the amendment is about"),
        "{html}"
    );
    tabled
        .writes(by, revising, 1, "Bodies should explain delays.")
        .await;
    tabled
        .writes(by, revising, 0, "Bodies must publish results.")
        .await;
    assert_eq!(tabled.tables(revising, &[]).await, first);
    let register = world.office.register();
    let revised = world.on_table(&register).amendment(first).unwrap();
    assert_eq!(revised.texts().len(), 2);
    assert_eq!(
        revised.cosponsor(world.members[3]),
        Some(CosponsorState::Invited)
    );
}

#[tokio::test]
async fn a_draft_is_discarded_after_asking_and_only_by_who_opened_it() {
    let tabled = Tabled::new().await;
    let world = &tabled.world;
    let draft = tabled.opens(&[]).await;
    tabled.answers(3, draft, "yes").await;
    let path = format!("/drafts/{draft}/discard");
    let (status, _) = world.page(world.delegates[3], &path).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, html) = world.page(world.delegates[2], &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    world.post(world.delegates[2], &path, &[]).await;
    let (_, html) = world
        .page(world.delegates[3], &format!("/drafts/{draft}"))
        .await;
    assert!(html.contains("This draft has been discarded"), "{html}");
    let (_, html) = world
        .page(world.delegates[2], &world.path("/amendments"))
        .await;
    assert!(!html.contains(&draft.to_string()), "{html}");
}
