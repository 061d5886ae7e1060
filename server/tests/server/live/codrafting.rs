//! Amendments drafted live: who takes part, until when, and what outlasts a restart.

use std::fs;
use std::path::Path;

use domain::api::OpenDraftAmendment;
use domain::id::{DelegateId, DraftId, OrganisationId};
use domain::instrument::SponsorChange;
use domain::record::Fact;
use replica::ActorId;
use serde_json::json;
use server::live;
use server::store::{EntryFilter, Page};

use crate::databases::{Kind, on_both};
use crate::live::editor::Editor;
use crate::live::rights::send_changes;
use crate::live::support::{World, clause, command};

on_both!(
    sponsors_write_at_once_whatever_becomes_of_the_working_draft,
    nobody_else_gets_another_answer_than_for_an_unknown_draft,
    the_invited_write_from_joining_on_until_they_leave,
    what_is_tabled_or_discarded_is_not_written_in_any_more,
    hostile_changes_end_only_the_connection_they_came_on,
    a_draft_outlasts_a_restart_and_the_record_hears_nothing_of_it,
);

/// A tabled text, and three organisations: the one of the group, one to be invited, one apart.
struct Parties {
    world: World,
    draft: DraftId,
    invited: DelegateId,
    partner: OrganisationId,
    apart: DelegateId,
}

impl Parties {
    async fn new(kind: Kind) -> Self {
        let world = World::with_text(kind).await;
        world.table().await;
        let (partner, invited) = world.member("OBS").await;
        let (_, apart) = world.member("CSO").await;
        let opening: OpenDraftAmendment = command(json!({
            "title": "Publication at once", "invited": [partner],
        }));
        let instrument = world.instrument;
        let opened = live::open_draft_amendment(&world.hub, world.stranger, instrument, &opening)
            .await
            .unwrap();
        Self {
            draft: opened.draft,
            world,
            invited,
            partner,
            apart,
        }
    }

    async fn knocks(&self, by: DelegateId, name: &str) -> Editor {
        Editor::knock(&self.world, by, name, self.draft, ActorId::random()).await
    }

    async fn opens(&self, by: DelegateId, name: &str) -> Editor {
        let mut editor = self.knocks(by, name).await;
        editor.until(|editor| editor.draft.is_ready()).await;
        editor
    }

    async fn answers(&self, join: bool) {
        live::change_draft_sponsor(
            &self.world.hub,
            self.invited,
            self.draft,
            SponsorChange::Answer { join },
        )
        .await
        .unwrap();
    }

    async fn text(&self) -> String {
        let by = self.world.stranger;
        let drafted = live::preview_amendment(&self.world.hub, by, self.draft).await;
        let outline = drafted.unwrap().view.outline.clone();
        outline.clauses[1].wording.text.to_plain()
    }
}

async fn sponsors_write_at_once_whatever_becomes_of_the_working_draft(kind: Kind) {
    let parties = Parties::new(kind).await;
    let world = &parties.world;
    parties.answers(true).await;
    let mut sponsor = parties.opens(world.stranger, "sponsor").await;
    let mut partner = parties.opens(parties.invited, "partner").await;
    world.freeze(true).await;
    sponsor.write(clause(2), 0, "All ").await;
    partner.write(clause(2), 39, " at once").await;
    sponsor.until_saved().await;
    partner.until_saved().await;
    let both = "All Results are published by polling place at once.";
    for editor in [&mut sponsor, &mut partner] {
        editor
            .until(|editor| {
                let text = editor.draft.text(clause(2), replica::Field::Body);
                text.is_ok_and(|text| text.starts_with("All ") && text.contains("at once"))
            })
            .await;
    }
    assert_eq!(parties.text().await.len(), both.len());
    let working = "Results are published by polling place.";
    assert_eq!(
        world.texts().await[1],
        working,
        "the working draft is another one"
    );
}

async fn nobody_else_gets_another_answer_than_for_an_unknown_draft(kind: Kind) {
    let parties = Parties::new(kind).await;
    let world = &parties.world;
    let unknown = DraftId::from_uuid(uuid::Uuid::from_u128(99));
    for by in [world.secretary, parties.apart] {
        for draft in [parties.draft, unknown] {
            let actor = ActorId::random();
            let mut editor = Editor::knock(world, by, "someone", draft, actor).await;
            editor.until(|editor| editor.is_unavailable()).await;
            assert!(!editor.draft.is_ready());
            let issued = world.hub.issue_actor(draft, by).await.unwrap_err();
            assert_eq!(
                issued.to_string(),
                format!("there is no draft {draft}"),
                "an actor is no way to find out"
            );
        }
    }
}

async fn the_invited_write_from_joining_on_until_they_leave(kind: Kind) {
    let parties = Parties::new(kind).await;
    let mut partner = parties.opens(parties.invited, "partner").await;
    partner.until(|partner| partner.is_read_only()).await;
    parties.answers(true).await;
    partner.until(|partner| !partner.is_read_only()).await;
    partner.write(clause(2), 0, "All ").await;
    partner.until_saved().await;
    parties.answers(false).await;
    let (code, why) = partner.until_closed().await;
    assert_eq!(
        (code, why.as_str()),
        (4403, "you may no longer read this draft")
    );
    partner.reconnect(&parties.world, parties.invited).await;
    partner.until(|partner| partner.is_unavailable()).await;
    // Whoever has left can be asked again.
    let (hub, lead) = (&parties.world.hub, parties.world.stranger);
    live::change_draft_sponsor(
        hub,
        lead,
        parties.draft,
        SponsorChange::Invite(parties.partner),
    )
    .await
    .unwrap();
    parties.opens(parties.invited, "partner again").await;
}

async fn what_is_tabled_or_discarded_is_not_written_in_any_more(kind: Kind) {
    let parties = Parties::new(kind).await;
    let world = &parties.world;
    let mut sponsor = parties.opens(world.stranger, "sponsor").await;
    let mut invited = parties.opens(parties.invited, "invited").await;
    sponsor.write(clause(2), 0, "All ").await;
    sponsor.until_saved().await;
    let drafted = live::preview_amendment(&world.hub, world.stranger, parties.draft).await;
    let tabling = command(json!({
        "heads": drafted.unwrap().view.heads, "rationale": "Nothing is left out.",
    }));
    let (amendments, _) =
        live::table_draft_amendment(&world.hub, world.stranger, parties.draft, tabling)
            .await
            .unwrap();
    sponsor.until(|sponsor| sponsor.is_read_only()).await;
    assert_eq!(invited.until_closed().await.0, 4403, "who had not joined");
    let before = parties.text().await;
    sponsor.write(clause(2), 0, "Late ").await;
    let late = sponsor.draft.heads()[0];
    let bytes = sponsor.draft.change(&late).unwrap().raw_bytes().to_vec();
    send_changes(&mut sponsor, parties.draft, &[&bytes]).await;
    sponsor
        .until(|sponsor| sponsor.rejections() == ["read-only"])
        .await;
    assert_eq!(parties.text().await, before);
    let register = world.hub.office().register();
    let amendment = register.instrument(world.instrument).unwrap();
    let amendment = amendment.amendment(amendments[0]).unwrap();
    assert!(amendment.cosponsor(parties.partner).is_some());
}

async fn hostile_changes_end_only_the_connection_they_came_on(kind: Kind) {
    let parties = Parties::new(kind).await;
    let world = &parties.world;
    parties.answers(true).await;
    let mut sponsor = parties.opens(world.stranger, "sponsor").await;
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../replica/tests/fixtures/hostile-changes");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let hostile = files.filter(|path| path.extension().is_some_and(|it| it == "bin"));
    for path in hostile.take(5) {
        let mut offender = parties.opens(parties.invited, "offender").await;
        send_changes(&mut offender, parties.draft, &[&fs::read(&path).unwrap()]).await;
        assert_eq!(offender.until_closed().await.0, 1008, "{}", path.display());
    }
    sponsor.write(clause(2), 0, "All ").await;
    sponsor.until_saved().await;
}

async fn a_draft_outlasts_a_restart_and_the_record_hears_nothing_of_it(kind: Kind) {
    let mut parties = Parties::new(kind).await;
    let mut sponsor = parties.opens(parties.world.stranger, "sponsor").await;
    sponsor.write(clause(2), 0, "All ").await;
    sponsor.until_saved().await;
    for seed in [7, 8] {
        parties.world.restart(seed).await;
        assert_eq!(
            parties.text().await,
            "All Results are published by polling place."
        );
    }
    let mut again = parties.opens(parties.world.stranger, "sponsor").await;
    again.write(clause(2), 0, "Nearly ").await;
    again.until_saved().await;
    parties.world.restart(9).await;
    let office = parties.world.hub.office();
    let page = Page::Oldest {
        after: None,
        limit: 1_000,
    };
    let entries = office.entries(&EntryFilter::default(), page).await.unwrap();
    let names = parties.draft.to_string();
    for entry in &entries {
        let is_of_draft =
            matches!(&entry.fact, Fact::HeadsAnchored { draft, .. } if *draft == parties.draft);
        assert!(
            !is_of_draft && !format!("{entry:?}").contains(&names),
            "{entry:?}"
        );
    }
}
