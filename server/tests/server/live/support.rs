//! A network with a working group that drafts, on a database of its own.

use std::net::SocketAddr;
use std::time::Duration;

use domain::api::{
    AdmitOrganisation, FoundNetwork, GroupSeat, InviteDelegate, MakeGroup, OpenInstrument,
};
use domain::id::{
    ClauseId, DelegateId, DraftId, GroupId, InstrumentId, InvitationId, OrganisationId,
};
use domain::role::{GroupRole, NetworkRole};
use domain::text::{ClauseKind, LanguageTag, Outline, OutlineClause, RichText};
use domain::time::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::json;
use server::clock::Clock;
use server::live::{self, Hub, Limits, Pace};
use server::random::Random;
use server::workflow::{self, Office};

use crate::databases::{Kind, OwnDatabase};
use crate::live::editor::listen;

/// Noon on the first day of 2026.
const NOON: Timestamp = Timestamp::from_micros(1_767_268_800_000_000);

/// Rooms that do by themselves only what they must.
pub(crate) const PATIENT: Pace = Pace {
    tick: Duration::from_millis(5),
    quiet: Duration::from_mins(10),
    anchored_within: Duration::from_mins(10),
    idle: Duration::from_mins(10),
};

/// The people of a working group, and the instrument they draft.
pub(crate) struct World {
    pub(crate) hub: Hub,
    pub(crate) address: SocketAddr,
    pub(crate) secretary: DelegateId,
    pub(crate) chair: DelegateId,
    pub(crate) amina: DelegateId,
    pub(crate) boris: DelegateId,
    /// Follows the group without writing.
    pub(crate) observer: DelegateId,
    /// Is not in the group.
    pub(crate) stranger: DelegateId,
    pub(crate) group: GroupId,
    pub(crate) instrument: InstrumentId,
    pub(crate) draft: DraftId,
    pub(crate) clock: Clock,
    pub(crate) own: OwnDatabase,
}

/// Reads a command as the API does.
pub(crate) fn command<T: DeserializeOwned>(value: serde_json::Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// The clause of this number.
pub(crate) fn clause(n: u128) -> ClauseId {
    ClauseId::from_uuid(uuid::Uuid::from_u128(n))
}

/// Three clauses in a section, numbered 1 to 4.
pub(crate) fn a_text() -> Outline {
    let texts = [
        (ClauseKind::Section, None, ""),
        (
            ClauseKind::Principle,
            Some(1),
            "Results are published by polling place.",
        ),
        (
            ClauseKind::Clause,
            Some(1),
            "Each protocol is photographed and signed.",
        ),
        (
            ClauseKind::Clause,
            Some(1),
            "Corrections are logged with their reason.",
        ),
    ];
    let clauses = texts.into_iter().zip(1..).map(|((kind, parent, text), n)| {
        let mut clause = OutlineClause::new(self::clause(n), kind, RichText::plain(text));
        clause.parent = parent.map(self::clause);
        clause
    });
    Outline {
        title: "Principles for transparent results".to_owned(),
        language: LanguageTag::english(),
        clauses: clauses.collect(),
    }
}

async fn open_office(own: &OwnDatabase, clock: &Clock, seed: u32) -> Office {
    Office::open(own.open().await, clock.clone(), Random::seeded(seed))
        .await
        .unwrap()
}

impl World {
    /// A group that has just begun to draft, its draft empty.
    pub(crate) async fn new(kind: Kind) -> Self {
        Self::with_limits(kind, Limits::default()).await
    }

    pub(crate) async fn with_limits(kind: Kind, limits: Limits) -> Self {
        let own = OwnDatabase::new(kind);
        let clock = Clock::fixed(NOON);
        let office = open_office(&own, &clock, 1).await;
        let secretary = found(&office).await;
        let organisation: AdmitOrganisation = command(json!({
            "name": "Centre for Open Elections", "short_name": "COE",
            "constituency": "South", "voting_from": "2025-01-01T00:00:00Z",
        }));
        let (organisation, _) = workflow::admit_organisation(&office, secretary, &organisation)
            .await
            .unwrap();
        let mut people = Vec::new();
        for name in ["chair", "amina", "boris", "observer", "stranger"] {
            let invited = json!({
                "organisation": organisation, "role": NetworkRole::Delegate, "name": name,
                "address": format!("{name}@example.org"), "expires_at": "2026-01-20T00:00:00Z",
            });
            people.push(accredit(&office, secretary, &command(invited)).await);
        }
        let [chair, amina, boris, observer, stranger] = people[..] else {
            unreachable!("five people were accredited");
        };
        let group: MakeGroup = command(json!({ "name": "Results management" }));
        let (group, _) = workflow::make_group(&office, secretary, &group)
            .await
            .unwrap();
        for (delegate, role) in [
            (chair, GroupRole::Chair),
            (amina, GroupRole::PenHolder),
            (boris, GroupRole::Member),
            (observer, GroupRole::Observer),
        ] {
            let seat = GroupSeat { delegate, role };
            workflow::seat_in_group(&office, secretary, group, seat)
                .await
                .unwrap();
        }
        let hub = Hub::with_limits(office, PATIENT, limits);
        let address = listen(hub.clone()).await;
        let opening: OpenInstrument = command(json!({
            "group": group, "title": "Principles", "language": "en",
        }));
        let (instrument, _) = live::open_instrument(&hub, secretary, &opening)
            .await
            .unwrap();
        let draft = hub
            .office()
            .register()
            .instrument(instrument)
            .unwrap()
            .draft;
        Self {
            hub,
            address,
            secretary,
            chair,
            amina,
            boris,
            observer,
            stranger,
            group,
            instrument,
            draft,
            clock,
            own,
        }
    }

    /// Admits a further organisation that votes, and returns it with a delegate of its own.
    pub(crate) async fn member(&self, short_name: &str) -> (OrganisationId, DelegateId) {
        let office = self.hub.office();
        let admission: AdmitOrganisation = command(json!({
            "name": format!("The organisation {short_name}"), "short_name": short_name,
            "constituency": "North", "voting_from": "2025-01-01T00:00:00Z",
        }));
        let (organisation, _) = workflow::admit_organisation(office, self.secretary, &admission)
            .await
            .unwrap();
        let invited = command(json!({
            "organisation": organisation, "role": NetworkRole::Delegate, "name": short_name,
            "address": format!("{short_name}@example.org"), "expires_at": "2026-01-20T00:00:00Z",
        }));
        let delegate = accredit(office, self.secretary, &invited).await;
        (organisation, delegate)
    }

    /// The same, with [`a_text`] imported.
    pub(crate) async fn with_text(kind: Kind) -> Self {
        let world = Self::new(kind).await;
        world.import(a_text()).await;
        world
    }

    pub(crate) async fn import(&self, outline: Outline) {
        let source = "principles.md".to_owned().try_into().unwrap();
        live::import_text(&self.hub, self.amina, self.instrument, source, outline, 0)
            .await
            .unwrap();
    }

    /// Ends every room, forgets everything in memory and opens the database again.
    pub(crate) async fn restart(&mut self, seed: u32) {
        self.hub.close().await;
        self.hub.office().store().close().await;
        let office = open_office(&self.own, &self.clock, seed).await;
        self.hub = Hub::with_limits(office, PATIENT, Limits::default());
        self.address = listen(self.hub.clone()).await;
    }

    pub(crate) async fn view(&self) -> std::sync::Arc<live::DraftView> {
        live::preview(&self.hub, self.chair, self.instrument)
            .await
            .unwrap()
    }

    /// Returns the texts of the living clauses, in order.
    pub(crate) async fn texts(&self) -> Vec<String> {
        let view = self.view().await;
        let clauses = view.outline.clauses.iter();
        clauses
            .map(|clause| clause.wording.text.to_plain())
            .collect()
    }

    /// Returns the exact bytes of every stored change.
    pub(crate) async fn stored(&self) -> Vec<Vec<u8>> {
        let mut tx = self.hub.office().store().snapshot().await.unwrap();
        let changes = tx.draft_changes(self.draft, 0, 10_000).await.unwrap();
        changes.into_iter().map(|c| c.change.bytes).collect()
    }

    /// Freezes the draft, or opens it again.
    pub(crate) async fn freeze(&self, frozen: bool) {
        let command = command(json!({ "frozen": frozen, "reason": "The members read it." }));
        workflow::freeze_draft(self.hub.office(), self.chair, self.instrument, &command)
            .await
            .unwrap();
    }

    /// Tables the draft as it is.
    pub(crate) async fn table(&self) {
        let heads = self.view().await.heads.clone();
        let tabling = command(json!({ "heads": heads }));
        live::table_revision(&self.hub, self.chair, self.instrument, tabling)
            .await
            .unwrap();
    }
}

async fn found(office: &Office) -> DelegateId {
    let founding: FoundNetwork = command(json!({
        "network": "Election Observers' Network", "name": "Secretary",
        "address": "secretary@example.org",
    }));
    let secretary = DelegateId::from_uuid(office.fresh_uuid());
    let mut writing = office.begin().await.unwrap();
    let act = writing.register().network().found(&founding, secretary);
    writing.append([act.unwrap()]).await.unwrap();
    writing.commit().await.unwrap();
    secretary
}

async fn accredit(office: &Office, by: DelegateId, invited: &InviteDelegate) -> DelegateId {
    let invitation = InvitationId::from_uuid(office.fresh_uuid());
    let delegate = DelegateId::from_uuid(office.fresh_uuid());
    let mut writing = office.begin().await.unwrap();
    let now = writing.now();
    let network = writing.register().network();
    let act = network.invite_delegate(invited, by, now, (invitation, delegate));
    writing.append([act.unwrap()]).await.unwrap();
    let act = writing
        .register()
        .network()
        .accept_invitation(invitation, now);
    writing.append([act.unwrap()]).await.unwrap();
    writing.commit().await.unwrap();
    delegate
}
