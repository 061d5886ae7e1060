//! Who and what takes part in every history: twelve organisations, their people, and a text.

use std::collections::BTreeMap;

use domain::api::{AdmitOrganisation, InviteDelegate};
use domain::fixture::{MORNING, Scene, wording};
use domain::id::{ClauseId, DelegateId, InstrumentId, InvitationId, OrganisationId};
use domain::record::{Act, Entry};
use domain::refusal::Refusal;
use domain::register::Register;
use domain::role::{GroupRole, NetworkRole};
use domain::text::WordingHash;

use super::attempt::{DAY, ORGANISATIONS, Person, WORDINGS};
use super::model::{ACTING, Member, Model};

const CONSTITUENCIES: [&str; 3] = ["election management bodies", "observers", "civil society"];

/// The texts of each clause have no word in common: an amendment is either in the text or not.
const TEXTS: [[&str; WORDINGS]; 3] = [
    ["Audited", "Counted", "Published", "Verified"],
    ["Afternoon", "Dusk", "Midnight", "Morning"],
    ["Accountable", "Impartial", "Open", "Timely"],
];

/// A record in which a text has been tabled, and what its names are.
#[derive(Debug, Clone)]
pub(crate) struct Cast {
    pub(crate) register: Register,
    pub(crate) entries: Vec<Entry>,
    pub(crate) instrument: InstrumentId,
    pub(crate) organisations: Vec<OrganisationId>,
    pub(crate) clauses: Vec<ClauseId>,
    pub(crate) hashes: Vec<Vec<WordingHash>>,
    people: BTreeMap<Person, DelegateId>,
    members: Vec<Member>,
}

/// From when and until when an organisation votes, in days from the beginning.
fn term(organisation: usize) -> (i64, Option<i64>) {
    match organisation {
        7 => (12, None),
        8 => (0, Some(25)),
        9 => (5, Some(60)),
        _ => (0, None),
    }
}

impl Cast {
    /// Tables a text of some clauses.
    pub(crate) fn with_clauses(clauses: usize) -> Self {
        let mut scene = Scene::founded();
        let mut people = BTreeMap::from([(Person::Secretariat, scene.secretariat)]);
        let (mut organisations, mut members) = (Vec::new(), Vec::new());
        for number in 0..ORGANISATIONS {
            let (id, member) = admit(&mut scene, number);
            organisations.push(id);
            members.push(member);
        }
        for (number, own) in organisations.iter().enumerate().take(ACTING) {
            let own = Some(*own);
            let head = scene.person(&format!("Head of ORG-{number}"), NetworkRole::Head, own);
            let name = format!("Delegate of ORG-{number}");
            let other = scene.person(&name, NetworkRole::Delegate, own);
            people.insert(Person::Head(number), head);
            people.insert(Person::Delegate(number), other);
        }
        let invited = invite(&mut scene, organisations[ACTING]);
        people.insert(Person::Delegate(ACTING), invited);
        let chair = scene.person("Mateus Andrade", NetworkRole::Observer, None);
        let pen = scene.person("Leila Haddad", NetworkRole::Observer, None);
        let auditor = scene.person("Tomasz Lis", NetworkRole::Auditor, None);
        people.extend([
            (Person::Chair, chair),
            (Person::Pen, pen),
            (Person::Auditor, auditor),
        ]);
        let seats = [
            (chair, GroupRole::Chair),
            (pen, GroupRole::PenHolder),
            (people[&Person::Delegate(1)], GroupRole::PenHolder),
        ];
        let group = scene.group(&seats);
        let instrument = scene.instrument(group);
        let clauses: Vec<_> = (0..clauses)
            .map(|_| ClauseId::from_uuid(scene.fresh()))
            .collect();
        let first: Vec<_> = clauses
            .iter()
            .zip(TEXTS)
            .map(|(id, texts)| (*id, texts[0]))
            .collect();
        scene.table(chair, instrument, &first);
        let hashes = TEXTS.iter().map(|texts| {
            let hash = |text: &&str| wording(text).hash().unwrap();
            texts.iter().map(hash).collect()
        });
        Self {
            register: scene.register,
            entries: scene.entries,
            instrument,
            organisations,
            clauses,
            hashes: hashes.collect(),
            people,
            members,
        }
    }

    /// Returns a model of the same beginning.
    pub(crate) fn model(&self) -> Model {
        let last_at = self.register.last_at().unwrap().as_micros();
        Model::new(
            self.clauses.len(),
            self.members.clone(),
            (self.register.next_seq(), last_at),
        )
    }

    pub(crate) fn person(&self, person: Person) -> DelegateId {
        let stranger = DelegateId::from_uuid(uuid::Uuid::from_u128(404));
        self.people.get(&person).copied().unwrap_or(stranger)
    }

    /// Returns the number of an organisation; identifiers are in order of admission.
    pub(crate) fn number(&self, id: OrganisationId) -> usize {
        self.organisations.binary_search(&id).unwrap()
    }

    pub(crate) fn text(clause: usize, text: usize) -> &'static str {
        TEXTS[clause][text]
    }
}

fn admit(scene: &mut Scene, number: usize) -> (OrganisationId, Member) {
    let id = OrganisationId::from_uuid(scene.fresh());
    let days = |days: i64| MORNING.plus_seconds(days * DAY / 1_000_000);
    let (from, until) = term(number);
    let constituency = number / 4;
    let admit = AdmitOrganisation {
        name: format!("Organisation {number}").parse().unwrap(),
        short_name: format!("ORG-{number}").parse().unwrap(),
        constituency: CONSTITUENCIES[constituency].parse().unwrap(),
        voting_from: days(from),
        voting_until: until.map(days),
        key: None,
    };
    let act = scene
        .network()
        .admit_organisation(&admit, scene.secretariat, id);
    allow(scene, act);
    let member = Member {
        constituency,
        votes_from: admit.voting_from.as_micros(),
        votes_until: admit.voting_until.map(domain::time::Timestamp::as_micros),
        is_reserved: false,
    };
    (id, member)
}

/// Invites somebody who never accepts.
fn invite(scene: &mut Scene, organisation: OrganisationId) -> DelegateId {
    let (invitation, id) = (
        InvitationId::from_uuid(scene.fresh()),
        DelegateId::from_uuid(scene.fresh()),
    );
    let invite = InviteDelegate {
        organisation: Some(organisation),
        role: NetworkRole::Delegate,
        name: "Amina Diallo".parse().unwrap(),
        address: "amina@network.example".parse().unwrap(),
        expires_at: scene.now.plus_seconds(86_400),
    };
    let network = scene.network();
    let act = network.invite_delegate(&invite, scene.secretariat, scene.now, (invitation, id));
    allow(scene, act);
    id
}

fn allow(scene: &mut Scene, act: Result<Act, Refusal>) {
    scene.allowed(act.map(|act| vec![act]));
}
