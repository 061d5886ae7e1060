//! The network comes together: organisations, people, the working group.

use std::collections::BTreeMap;

use domain::api::{AdmitOrganisation, FoundNetwork, GroupSeat, InviteDelegate, MakeGroup};
use domain::id::{DelegateId, GroupId, OrganisationId};
use domain::refusal::Refusal;
use domain::role::{GroupRole, NetworkRole};
use domain::words::ShortName;

use super::DemoError;
use super::keyring::Keyring;
use super::script::{Group, Person, Script};
use crate::clock::Clock;
use crate::secret::Secret;
use crate::workflow::{self, Office};

/// How long an invitation works, in seconds.
const INVITATION_SECONDS: i64 = 14 * 86_400;

/// Who is in the network, by the names the script has for them.
pub(super) struct Parties {
    pub(super) group: GroupId,
    organisations: BTreeMap<ShortName, OrganisationId>,
    people: BTreeMap<String, DelegateId>,
}

impl Parties {
    pub(super) fn person(&self, key: &str) -> Result<DelegateId, DemoError> {
        let unknown = || DemoError::Unknown(key.to_owned());
        self.people.get(key).copied().ok_or_else(unknown)
    }

    pub(super) fn organisation(&self, short: &ShortName) -> Result<OrganisationId, DemoError> {
        let unknown = || DemoError::Unknown(short.to_string());
        self.organisations.get(short).copied().ok_or_else(unknown)
    }
}

impl Person {
    /// Returns the e-mail address, in a domain that exists nowhere.
    pub(super) fn address(&self) -> String {
        let host = match &self.organisation {
            Some(short) => short.as_str().to_lowercase(),
            None => "network".to_owned(),
        };
        format!("{}@{host}.example", self.key)
    }
}

/// Sets up the network and its working group.
pub(super) async fn gather(
    office: &Office,
    clock: &Clock,
    script: &Script,
    password: &Secret,
    keys: Option<&Keyring>,
) -> Result<Parties, DemoError> {
    let gathering = Gathering {
        office,
        clock,
        password,
        keys,
    };
    let (first, others) = script
        .people
        .split_first()
        .ok_or_else(|| DemoError::Unknown(NetworkRole::Secretariat.as_str().to_owned()))?;
    let secretary = gathering.found(script, first).await?;
    let organisations = gathering.admit_all(script, secretary).await?;
    let mut people = BTreeMap::from([(first.key.clone(), secretary)]);
    for person in others {
        let organisation = match &person.organisation {
            Some(short) => organisations.get(short).copied(),
            None => None,
        };
        let id = gathering.accredit(person, organisation, secretary).await?;
        people.insert(person.key.clone(), id);
    }
    let group = MakeGroup {
        name: script.group.name.clone(),
    };
    let (group, _) = workflow::make_group(office, secretary, &group).await?;
    let parties = Parties {
        group,
        organisations,
        people,
    };
    gathering
        .seat_all(&script.group, &parties, secretary)
        .await?;
    Ok(parties)
}

struct Gathering<'a> {
    office: &'a Office,
    clock: &'a Clock,
    password: &'a Secret,
    keys: Option<&'a Keyring>,
}

impl Gathering<'_> {
    async fn found(&self, script: &Script, person: &Person) -> Result<DelegateId, DemoError> {
        let command = FoundNetwork {
            network: script.network.clone(),
            name: person.name.clone(),
            address: person.address().parse()?,
        };
        let link = workflow::make_set_up_link(self.office).await?;
        let link = link.ok_or(Refusal::AlreadyFounded)?;
        let password = Some(self.password.clone());
        let founded = workflow::found_network(self.office, &link, &command, password).await?;
        Ok(founded.0)
    }

    async fn admit_all(
        &self,
        script: &Script,
        secretary: DelegateId,
    ) -> Result<BTreeMap<ShortName, OrganisationId>, DemoError> {
        let mut admitted = BTreeMap::new();
        for organisation in &script.organisations {
            self.clock.advance_seconds(240);
            let command = AdmitOrganisation {
                name: organisation.name.clone(),
                short_name: organisation.short.clone(),
                constituency: organisation.constituency.clone(),
                voting_from: self.office.now(),
                voting_until: None,
                key: (self.keys.filter(|_| organisation.key.is_some()))
                    .map(|keys| keys.first(&organisation.short)),
            };
            let (id, _) = workflow::admit_organisation(self.office, secretary, &command).await?;
            admitted.insert(organisation.short.clone(), id);
        }
        Ok(admitted)
    }

    /// Invites a person, who accepts a quarter of an hour later.
    async fn accredit(
        &self,
        person: &Person,
        organisation: Option<OrganisationId>,
        by: DelegateId,
    ) -> Result<DelegateId, DemoError> {
        self.clock.advance_seconds(180);
        let command = InviteDelegate {
            organisation,
            role: person.role,
            name: person.name.clone(),
            address: person.address().parse()?,
            expires_at: self.office.now().plus_seconds(INVITATION_SECONDS),
        };
        let invited = workflow::invite_delegate(self.office, by, &command).await?;
        self.clock.advance_seconds(900);
        let password = Some(self.password.clone());
        workflow::accept_invitation(self.office, &invited.token, password).await?;
        Ok(invited.delegate)
    }

    async fn seat_all(
        &self,
        group: &Group,
        parties: &Parties,
        secretary: DelegateId,
    ) -> Result<(), DemoError> {
        let seats = |keys: &[String], role| {
            let keys = keys.iter().cloned();
            keys.map(move |key| (key, role)).collect::<Vec<_>>()
        };
        let chair = vec![(group.chair.clone(), GroupRole::Chair)];
        let all = [
            chair,
            seats(&group.pen_holders, GroupRole::PenHolder),
            seats(&group.members, GroupRole::Member),
            seats(&group.observers, GroupRole::Observer),
        ];
        for (key, role) in all.concat() {
            self.clock.advance_seconds(60);
            let delegate = parties.person(&key)?;
            let seat = GroupSeat { delegate, role };
            workflow::seat_in_group(self.office, secretary, parties.group, seat).await?;
        }
        Ok(())
    }
}
