//! Builders of realistic records, for tests here and in the server.
//!
//! Everything is made through the same rules as in production, so that a scene
//! is always a record that could be.

use crate::api::{
    AdmitOrganisation, AdoptAmendments, AmendmentProposal, ChangeProposed, FoundNetwork, GroupSeat,
    InviteDelegate, MakeGroup, OpenInstrument, PositionStatement, TableRevision,
};
use crate::consensus::{Mandate, PositionKind, PositionText, Rules};
use crate::id::{
    AmendmentId, ClauseId, DelegateId, DraftId, GroupId, InstrumentId, InvitationId,
    OrganisationId, PackageId,
};
use crate::instrument::{Acting, Adoption, FreshNames, Instrument, Tabling};
use crate::network::Network;
use crate::record::{Act, Entry};
use crate::refusal::Refusal;
use crate::register::Register;
use crate::role::{GroupRole, NetworkRole};
use crate::text::{ClauseKind, LanguageTag, Outline, OutlineClause, RichText, Wording};
use crate::time::Timestamp;
use crate::words::Statement;

/// The instant at which every scene begins, 1 March 2026 at nine o'clock UTC.
pub const MORNING: Timestamp = Timestamp::from_micros(1_772_355_600_000_000);

/// A record in the making: a founded network, with what a test adds to it.
#[derive(Debug, Clone)]
pub struct Scene {
    /// What the record says so far.
    pub register: Register,
    /// The record.
    pub entries: Vec<Entry>,
    /// The person of the secretariat who founded the network.
    pub secretariat: DelegateId,
    /// The instant of the next act; each act moves it on by a minute.
    pub now: Timestamp,
    made: u128,
}

/// A working group around an instrument whose first revision is on the table.
#[derive(Debug, Clone)]
pub struct Table {
    /// The record.
    pub scene: Scene,
    /// The chair, who acts for no organisation.
    pub chair: DelegateId,
    /// The member organisations `EMB-1`, `EMB-2`, `OBS-1`, `OBS-2`, `CSO-1`, `CSO-2`.
    pub organisations: Vec<OrganisationId>,
    /// The head of delegation of each organisation, in the same order.
    pub heads: Vec<DelegateId>,
    /// The working group.
    pub group: GroupId,
    /// The instrument.
    pub instrument: InstrumentId,
    /// The clauses on the table, in order.
    pub clauses: Vec<ClauseId>,
}

impl Default for Scene {
    fn default() -> Self {
        Self::founded()
    }
}

impl Scene {
    /// Founds a network.
    pub fn founded() -> Self {
        let secretariat = DelegateId::from_uuid(uuid::Uuid::from_u128(1));
        let mut scene = Self {
            register: Register::default(),
            entries: Vec::new(),
            secretariat,
            now: MORNING,
            made: 1,
        };
        let found = FoundNetwork {
            network: parsed("Network for Electoral Integrity"),
            name: parsed("Ingrid Solheim"),
            address: parsed("ingrid@secretariat.example"),
        };
        scene.allowed(
            scene
                .register
                .network()
                .found(&found, secretariat)
                .map(|act| vec![act]),
        );
        scene
    }

    /// Makes a new identifier.
    pub fn fresh(&mut self) -> uuid::Uuid {
        self.made += 1;
        uuid::Uuid::from_u128(self.made)
    }

    /// Returns the network.
    pub fn network(&self) -> &Network {
        self.register.network()
    }

    /// Says who acts now.
    pub fn acting(&self, by: DelegateId) -> Acting<'_> {
        Acting {
            network: self.network(),
            by,
            now: self.now,
        }
    }

    /// Appends acts that the rules allow.
    ///
    /// # Panics
    ///
    /// If they were refused, or do not follow from the record.
    pub fn allowed(&mut self, acts: Result<Vec<Act>, Refusal>) {
        for act in acts.expect("a scene's acts are allowed") {
            self.now = self.now.plus_seconds(60);
            let entry = Entry::new(self.register.next_seq(), self.now, act);
            self.register
                .apply(&entry)
                .expect("an allowed act follows from the record");
            self.entries.push(entry);
        }
    }

    /// Admits an organisation that votes from the start of the scene on.
    pub fn organisation(&mut self, short_name: &str, constituency: &str) -> OrganisationId {
        let id = OrganisationId::from_uuid(self.fresh());
        let admit = AdmitOrganisation {
            name: parsed(&format!("Organisation {short_name}")),
            short_name: parsed(short_name),
            constituency: parsed(constituency),
            voting_from: MORNING,
            voting_until: None,
            key: None,
        };
        let act = self
            .network()
            .admit_organisation(&admit, self.secretariat, id);
        self.allowed(act.map(|act| vec![act]));
        id
    }

    /// Invites a person, who accepts.
    pub fn person(
        &mut self,
        name: &str,
        role: NetworkRole,
        organisation: Option<OrganisationId>,
    ) -> DelegateId {
        let (invitation, id) = (
            InvitationId::from_uuid(self.fresh()),
            DelegateId::from_uuid(self.fresh()),
        );
        let invite = InviteDelegate {
            organisation,
            role,
            name: parsed(name),
            address: parsed(&format!("person{}@network.example", self.made)),
            expires_at: self.now.plus_seconds(86_400),
        };
        let ids = (invitation, id);
        let act = self
            .network()
            .invite_delegate(&invite, self.secretariat, self.now, ids);
        self.allowed(act.map(|act| vec![act]));
        let act = self.network().accept_invitation(invitation, self.now);
        self.allowed(act.map(|act| vec![act]));
        id
    }

    /// Makes a working group of some people.
    pub fn group(&mut self, seats: &[(DelegateId, GroupRole)]) -> GroupId {
        let id = GroupId::from_uuid(self.fresh());
        let make = MakeGroup {
            name: parsed("Working group on results"),
        };
        let act = self.network().make_group(&make, self.secretariat, id);
        self.allowed(act.map(|act| vec![act]));
        for (delegate, role) in seats {
            let seat = GroupSeat {
                delegate: *delegate,
                role: *role,
            };
            let act = self.network().seat_in_group(id, seat, self.secretariat);
            self.allowed(act.map(|act| vec![act]));
        }
        id
    }

    /// Opens an instrument.
    pub fn instrument(&mut self, group: GroupId) -> InstrumentId {
        let id = InstrumentId::from_uuid(self.fresh());
        let draft = DraftId::from_uuid(self.fresh());
        let open = OpenInstrument {
            group,
            title: parsed("Principles for Transparent Results"),
            language: LanguageTag::english(),
            rules: Rules::default(),
        };
        let act = self
            .network()
            .open_instrument(&open, self.secretariat, (id, draft));
        self.allowed(act.map(|act| vec![act]));
        id
    }

    /// Returns an instrument.
    ///
    /// # Panics
    ///
    /// If there is none such.
    pub fn text(&self, id: InstrumentId) -> &Instrument {
        self.register
            .instrument(id)
            .expect("the scene opened the instrument")
    }

    /// Tables clauses as the next revision.
    pub fn table(&mut self, chair: DelegateId, id: InstrumentId, clauses: &[(ClauseId, &str)]) {
        let outline = outline(clauses);
        let heads = vec![format!("{:064x}", self.fresh().as_u128())];
        let open = self
            .text(id)
            .amendments()
            .into_iter()
            .filter(|it| it.is_open());
        let command = TableRevision {
            heads: heads.clone(),
            carries: open.map(|it| it.id).collect(),
            note: None,
        };
        let tabling = Tabling {
            outline: &outline,
            heads: &heads,
            undecided: None,
        };
        let acts = self
            .text(id)
            .table_revision(&command, &tabling, &self.acting(chair));
        self.allowed(acts);
    }
}

impl Default for Table {
    fn default() -> Self {
        Self::of(&[
            "Election management bodies shall publish results by polling station.",
            "Observers shall have access to every stage of the tabulation.",
            "Corrections to published results shall be explained in public.",
        ])
    }
}

impl Table {
    /// Tables some clauses before six organisations in three constituencies.
    pub fn of(texts: &[&str]) -> Self {
        let mut scene = Scene::founded();
        let chair = scene.person("Mateus Andrade", NetworkRole::Observer, None);
        let members = [
            ("EMB-1", "election management bodies"),
            ("EMB-2", "election management bodies"),
            ("OBS-1", "observers"),
            ("OBS-2", "observers"),
            ("CSO-1", "civil society"),
            ("CSO-2", "civil society"),
        ];
        let organisations: Vec<_> = members
            .iter()
            .map(|(name, among)| scene.organisation(name, among))
            .collect();
        let heads: Vec<_> = organisations
            .iter()
            .zip(members)
            .map(|(id, (name, _))| {
                scene.person(&format!("Head of {name}"), NetworkRole::Head, Some(*id))
            })
            .collect();
        let members = heads.iter().map(|head| (*head, GroupRole::Member));
        let seats: Vec<_> = members.chain([(chair, GroupRole::Chair)]).collect();
        let group = scene.group(&seats);
        let instrument = scene.instrument(group);
        let clauses: Vec<_> = texts
            .iter()
            .map(|_| ClauseId::from_uuid(scene.fresh()))
            .collect();
        let mut table = Self {
            scene,
            chair,
            organisations,
            heads,
            group,
            instrument,
            clauses,
        };
        table.table(texts);
        table
    }

    /// Returns the instrument.
    pub fn text(&self) -> &Instrument {
        self.scene.text(self.instrument)
    }

    /// Tables the same clauses with other texts as the next revision.
    pub fn table(&mut self, texts: &[&str]) {
        let clauses: Vec<_> = self
            .clauses
            .iter()
            .copied()
            .zip(texts.iter().copied())
            .collect();
        self.scene.table(self.chair, self.instrument, &clauses);
    }

    /// Returns what an organisation would say to take a position on a clause's present wording.
    pub fn statement(&self, clause: usize, kind: PositionKind) -> PositionStatement {
        let text = self.text();
        let carries = |text| kind.required_texts().contains(&text);
        let words = |text, words: &str| carries(text).then(|| parsed::<Statement>(words));
        PositionStatement {
            revision: text.current().map_or(0, |revision| revision.number),
            text_hash: text
                .tabled_hash(self.clauses[clause])
                .expect("the clause is on the table"),
            kind,
            mandate: Mandate::Firm,
            reason: words(PositionText::Reason, "Our law leaves this to the courts."),
            remedy: words(PositionText::Remedy, "Add “subject to judicial review”."),
            reservation: words(PositionText::Reservation, "We do not join the second half."),
            passage: None,
            joins: None,
            cures: Vec::new(),
            signed: None,
        }
    }

    /// Takes an organisation's position on a clause's present wording.
    pub fn position(&mut self, organisation: usize, clause: usize, kind: PositionKind) {
        let statement = self.statement(clause, kind);
        let acting = self.scene.acting(self.heads[organisation]);
        let acts = self
            .text()
            .take_position(self.clauses[clause], &statement, &acting);
        self.scene.allowed(acts);
    }

    /// Returns a proposal to give a clause another text.
    pub fn rewording(&self, clause: usize, text: &str) -> AmendmentProposal {
        let clause = self.clauses[clause];
        AmendmentProposal {
            revision: self.text().current().map_or(0, |revision| revision.number),
            change: ChangeProposed::Modify {
                clause,
                base: self
                    .text()
                    .tabled_hash(clause)
                    .expect("the clause is on the table"),
                wording: wording(text),
            },
            rationale: parsed("The present wording leaves a gap."),
            further: Vec::new(),
            amends: None,
            cosponsors: Vec::new(),
        }
    }

    /// Tables an organisation's amendment, or the first one of a package.
    pub fn amendment(&mut self, organisation: usize, proposal: &AmendmentProposal) -> AmendmentId {
        self.package(organisation, proposal)[0]
    }

    /// Tables an organisation's package of amendments.
    pub fn package(
        &mut self,
        organisation: usize,
        proposal: &AmendmentProposal,
    ) -> Vec<AmendmentId> {
        let fresh = FreshNames {
            amendments: proposal
                .changes()
                .map(|_| {
                    let amendment = AmendmentId::from_uuid(self.scene.fresh());
                    (amendment, ClauseId::from_uuid(self.scene.fresh()))
                })
                .collect(),
            package: PackageId::from_uuid(self.scene.fresh()),
        };
        let acting = self.scene.acting(self.heads[organisation]);
        let acts = self.text().propose_amendment(proposal, &acting, &fresh);
        self.scene.allowed(acts);
        fresh.amendments.iter().map(|(id, _)| *id).collect()
    }

    /// Makes the command to adopt amendments as they stand, nothing said to have been read together.
    pub fn adopting(&self, ids: &[AmendmentId]) -> AdoptAmendments {
        let present =
            |id: &AmendmentId| self.text().amendment(*id).map_or(0, |it| it.text().number);
        AdoptAmendments {
            texts: ids.iter().map(present).collect(),
            ..adopting(ids)
        }
    }

    /// Says what adopting amendments would do to a draft.
    ///
    /// # Errors
    ///
    /// As [`Instrument::adoption`] says.
    pub fn adoption(&self, ids: &[AmendmentId], draft: &Outline) -> Result<Adoption, Refusal> {
        let acting = self.scene.acting(self.chair);
        self.text().adoption(&self.adopting(ids), draft, &acting)
    }

    /// Adopts amendments into a draft.
    pub fn adopt(&mut self, ids: &[AmendmentId], draft: &Outline) -> Adoption {
        let adoption = self
            .adoption(ids, draft)
            .expect("the amendments can be adopted together");
        let change = Some(format!("{:064x}", self.scene.fresh().as_u128()));
        let acting = self.scene.acting(self.chair);
        let acts = self
            .text()
            .adopt(&self.adopting(ids), (&adoption, draft), change, &acting);
        self.scene.allowed(acts);
        adoption
    }
}

/// Makes the command to adopt amendments together, nothing said to have been read.
pub fn adopting(ids: &[AmendmentId]) -> AdoptAmendments {
    AdoptAmendments {
        // Nobody has revised anything in most scenes.
        texts: vec![1; ids.len()],
        amendments: ids.to_vec(),
        read_together: Vec::new(),
        note: None,
    }
}

/// Makes a wording of an ordinary clause without heading.
pub fn wording(text: &str) -> Wording {
    Wording {
        kind: ClauseKind::Clause,
        heading: String::new(),
        text: RichText::plain(text),
    }
}

/// Makes a text of ordinary clauses at the top level.
pub fn outline(clauses: &[(ClauseId, &str)]) -> Outline {
    let clause = |(id, text): &(ClauseId, &str)| {
        OutlineClause::new(*id, ClauseKind::Clause, RichText::plain(*text))
    };
    Outline {
        title: "Principles for Transparent Results".into(),
        language: LanguageTag::english(),
        clauses: clauses.iter().map(clause).collect(),
    }
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a fixture's text is within bounds")
}
