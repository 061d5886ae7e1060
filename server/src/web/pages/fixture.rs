//! A small network with one instrument, for tests of pages and the API.
//!
//! Everything in it is decided by the rules and recorded by workflows, on a
//! database of its own, with a clock that stands still between acts.

mod adopting;
mod founding;
mod recorded;
mod requests;

use std::path::Path;
use std::sync::Arc;

use domain::api::{AmendmentProposal, ChangeProposed, OpenCall, PositionStatement, TableRevision};
use domain::consensus::{Mandate, PositionKind};
use domain::id::{
    AmendmentId, CallId, ClauseId, DelegateId, DraftId, InstrumentId, OrganisationId,
};
use domain::instrument::{CallKind, Instrument, ProcedureStep, Tabling};
use domain::register::Register;
use domain::text::{ClauseKind, LanguageTag, Outline, OutlineClause, RichText, Wording};
use domain::time::Timestamp;
use tempfile::TempDir;
use uuid::Uuid;

use crate::auth::Auth;
use crate::auth::origin::Origin;
use crate::clock::Clock;
use crate::i18n::Locale;
use crate::live::{self, ClauseEdit, Hub};
use crate::random::Random;
use crate::sealing::standing::Sealing;
use crate::store::{Database, Store};
use crate::web::page::Page;
use crate::workflow::{self, Office};

pub(crate) use self::adopting::ALL;
pub(crate) use self::requests::{hidden_fields, location, read};

/// Nine in the morning of 3 March 2026.
const MORNING: Timestamp = Timestamp::from_micros(1_772_528_400_000_000);

/// The members: short name, name, constituency. The delegate of the first one chairs.
const MEMBERS: [(&str, &str, &str); 6] = [
    (
        "EMB-1",
        "Electoral Commission of the North",
        "Management bodies",
    ),
    (
        "EMB-2",
        "Electoral Commission of the South",
        "Management bodies",
    ),
    (
        "EMB-3",
        "Electoral Commission of the Isles",
        "Management bodies",
    ),
    ("OBS-1", "Observers of the Region", "Observers"),
    ("OBS-2", "Citizens Watching Elections", "Observers"),
    ("OBS-3", "Parallel Count Alliance", "Observers"),
];

/// The network of the tests.
#[derive(Debug)]
pub(crate) struct World {
    /// Where its acts are decided and recorded.
    pub(crate) office: Office,
    /// The person of the secretariat.
    pub(crate) secretariat: DelegateId,
    /// A delegate of each member, in the order of [`MEMBERS`].
    pub(crate) delegates: Vec<DelegateId>,
    /// The members.
    pub(crate) members: Vec<OrganisationId>,
    /// The instrument.
    pub(crate) instrument: InstrumentId,
    /// Its working draft.
    pub(crate) draft: DraftId,
    hub: Hub,
    auth: Arc<Auth>,
    sealing: Sealing,
    clock: Clock,
    folder: TempDir,
}

/// Returns the wordings of the first revision: number, kind, heading, text.
pub(crate) fn first_texts() -> Vec<(u128, ClauseKind, &'static str, &'static str)> {
    use ClauseKind::{Preamble, Principle, Section};
    vec![
        (1, Section, "Publication of results", ""),
        (
            2,
            Principle,
            "",
            "Results of every polling station shall be published promptly and in full.",
        ),
        (
            3,
            Principle,
            "Formats",
            "Published results should be available in formats that machines can read.",
        ),
        (
            4,
            Preamble,
            "",
            "The network affirms that open results deserve trust.",
        ),
        (5, Principle, "", "تُنشر النتائج فور اعتمادها."),
    ]
}

/// Makes an outline of such wordings; clauses 2 and 3 are nested in 1, clause 5 is Arabic.
pub(crate) fn outline(texts: &[(u128, ClauseKind, &str, &str)]) -> Outline {
    let clause = |(number, kind, heading, text): &(u128, ClauseKind, &str, &str)| OutlineClause {
        parent: matches!(number, 2 | 3).then(|| clause_id(1)),
        wording: Wording {
            kind: *kind,
            heading: (*heading).to_owned(),
            text: RichText::plain(*text),
        },
        language: (*number == 5).then(|| "ar".parse().unwrap()),
        ..OutlineClause::new(clause_id(*number), *kind, RichText::default())
    };
    Outline {
        title: "Principles for Open Results".into(),
        language: LanguageTag::english(),
        clauses: texts.iter().map(clause).collect(),
    }
}

/// Names the clause with this number.
pub(crate) fn clause_id(number: u128) -> ClauseId {
    ClauseId::from_uuid(Uuid::from_u128(
        0x0195_0000_0000_7000_8000_0000_0000_0000 + number,
    ))
}

/// Returns a page in English, for functions that write its words.
pub(crate) fn english() -> Page {
    Page::apart(Locale::English, "Clausewise")
}

/// Opens the database in a folder as a server does that starts.
async fn served(folder: &Path, clock: &Clock, seed: u32) -> (Office, Arc<Auth>, Sealing) {
    let database = Database::Sqlite(folder.join("clausewise.db"));
    let store = Store::open(&database).await.unwrap();
    let office = Office::open(store, clock.clone(), Random::seeded(seed));
    let office = office.await.unwrap();
    let sealing = Sealing::open(office.store(), None, "clausewise.example/ledger");
    let sealing = sealing.await.unwrap();
    let origin = Origin::parse("http://127.0.0.1:8080").unwrap();
    let random = office.random().clone();
    let auth = Auth::open(office.store(), folder, origin, clock, random).await;
    (office, Arc::new(auth.unwrap()), sealing)
}

impl World {
    /// Sets up the network with its members and an instrument without a tabled revision.
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(MORNING);
        let (office, auth, sealing) = served(folder.path(), &clock, 1).await;
        let mut world = Self {
            secretariat: DelegateId::from_uuid(office.fresh_uuid()),
            instrument: InstrumentId::from_uuid(Uuid::nil()),
            draft: DraftId::from_uuid(Uuid::nil()),
            delegates: Vec::new(),
            members: Vec::new(),
            hub: Hub::new(office.clone()),
            auth,
            sealing,
            office,
            clock,
            folder,
        };
        world.found().await;
        for member in 0..MEMBERS.len() {
            world.admit(member).await;
        }
        world.open_instrument().await;
        world
    }

    /// Ends the server and starts it again after some time, on the same database.
    pub(crate) async fn is_down_for(&mut self, seconds: i64) {
        self.office.store().close().await;
        self.passes(seconds);
        (self.office, self.auth, self.sealing) = served(self.folder.path(), &self.clock, 2).await;
        self.hub = Hub::new(self.office.clone());
    }

    /// As [`Self::new`], with the first revision on the table.
    pub(crate) async fn tabled() -> Self {
        let world = Self::new().await;
        world.table(&outline(&first_texts())).await;
        world
    }

    /// Names the clause with this number.
    #[expect(
        clippy::unused_self,
        reason = "reads better beside the world's other names"
    )]
    pub(crate) fn clause(&self, number: u128) -> ClauseId {
        clause_id(number)
    }

    /// Returns what is in the files of its database, side by side.
    pub(crate) fn bytes_on_disk(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files
            .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
            .collect()
    }

    /// Returns the present instant.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Lets time pass; less than none sets the clock back.
    pub(crate) fn passes(&self, seconds: i64) {
        self.clock.advance_seconds(seconds);
    }

    /// Lets a minute pass.
    pub(crate) fn later(&self) {
        self.clock.advance_seconds(60);
    }

    /// Tables an outline, as the chair.
    pub(crate) async fn table(&self, outline: &Outline) {
        self.later();
        let heads = [format!("{:064x}", self.office.register().next_seq())];
        let tabling = Tabling {
            outline,
            heads: &heads,
            undecided: None,
        };
        let command = TableRevision {
            heads: heads.to_vec(),
            carries: self.open_amendments(),
            note: Some("For discussion".parse().unwrap()),
        };
        workflow::table_revision(
            &self.office,
            self.delegates[0],
            self.instrument,
            &command,
            (&tabling, &workflow::Writers::new()),
        )
        .await
        .unwrap();
    }

    /// Adds a clause at the end of the working draft, as the pen-holder, and returns it.
    pub(crate) async fn writes(&self, text: &str) -> ClauseId {
        let by = self.delegates[1];
        let view = live::preview(&self.hub, by, self.instrument).await.unwrap();
        let add = ClauseEdit::Add {
            parent: None,
            after: view.outline.clauses.last().map(|clause| clause.id),
            wording: Wording {
                text: RichText::plain(text),
                ..Wording::default()
            },
            commentary: String::new(),
            language: None,
        };
        let edited = live::edit(&self.hub, by, self.instrument, vec![add]).await;
        edited.unwrap().added[0]
    }

    /// Makes a position on a clause with the texts its kind needs.
    pub(crate) fn statement(&self, number: u128, kind: PositionKind) -> PositionStatement {
        let register = self.office.register();
        let table = self.on_table(&register).current().unwrap();
        let text = |wanted: bool, text: &str| wanted.then(|| text.parse().unwrap());
        PositionStatement {
            revision: table.number,
            text_hash: table.clause(clause_id(number)).unwrap().hash,
            kind,
            mandate: Mandate::Firm,
            reason: text(
                matches!(
                    kind,
                    PositionKind::Concern | PositionKind::Object | PositionKind::Recuse
                ),
                "Our law sets another deadline.",
            ),
            remedy: text(kind == PositionKind::Object, "Name a deadline in hours."),
            reservation: text(
                kind == PositionKind::EndorseWithReservation,
                "Not for postal votes.",
            ),
            passage: None,
            joins: None,
            cures: Vec::new(),
            signed: None,
        }
    }

    /// Takes a member's position on a clause.
    pub(crate) async fn takes(&self, member: usize, number: u128, kind: PositionKind) -> u64 {
        self.later();
        let statement = self.statement(number, kind);
        let place = (self.instrument, clause_id(number));
        workflow::take_position(&self.office, self.delegates[member], place, &statement)
            .await
            .unwrap()
            .position()
            .unwrap()
    }

    /// Endorses the first and second paragraph for two members: enough support for a silence procedure.
    pub(crate) async fn is_supported(&self) {
        for member in [0, 1] {
            for number in [2, 3] {
                self.takes(member, number, PositionKind::Endorse).await;
            }
        }
    }

    /// Takes a member's favourable position on a clause, subject to confirmation.
    pub(crate) async fn takes_ad_referendum(&self, member: usize, number: u128) -> u64 {
        self.later();
        let statement = PositionStatement {
            mandate: Mandate::AdReferendum,
            ..self.statement(number, PositionKind::Endorse)
        };
        let place = (self.instrument, clause_id(number));
        workflow::take_position(&self.office, self.delegates[member], place, &statement)
            .await
            .unwrap()
            .position()
            .unwrap()
    }

    /// Opens a call on paragraphs as the chair, which closes in some days.
    pub(crate) async fn calls(&self, kind: CallKind, numbers: &[u128], days: i64) -> CallId {
        self.later();
        let register = self.office.register();
        let command = OpenCall {
            kind,
            revision: self.on_table(&register).current().unwrap().number,
            clauses: numbers.iter().map(|it| clause_id(*it)).collect(),
            closes_at: self.now().plus_seconds(days * 86_400),
            note: None,
        };
        let id = CallId::from_uuid(self.office.fresh_uuid());
        self.proceeds(self.delegates[0], ProcedureStep::OpenCall(id, command))
            .await;
        id
    }

    /// Takes a step on the road to consensus.
    pub(crate) async fn proceeds(&self, by: DelegateId, step: ProcedureStep) {
        self.later();
        workflow::proceed(&self.office, by, self.instrument, &step)
            .await
            .unwrap();
    }

    /// Proposes another text for a clause, with co-sponsors asked.
    pub(crate) async fn proposes(
        &self,
        member: usize,
        number: u128,
        text: &str,
        asked: &[usize],
    ) -> AmendmentId {
        self.later();
        let register = self.office.register();
        let table = self.on_table(&register).current().unwrap();
        let clause = table.clause(clause_id(number)).unwrap();
        let wording = Wording {
            text: RichText::plain(text),
            ..clause.wording().unwrap().clone()
        };
        let proposal = AmendmentProposal {
            revision: table.number,
            change: ChangeProposed::Modify {
                clause: clause.id,
                base: clause.hash,
                wording,
            },
            rationale: "A fixed time is easier to check.".parse().unwrap(),
            further: Vec::new(),
            amends: None,
            cosponsors: asked.iter().map(|member| self.members[*member]).collect(),
        };
        let by = self.delegates[member];
        workflow::propose_amendment(&self.office, by, self.instrument, &proposal)
            .await
            .unwrap()
            .0[0]
    }

    fn open_amendments(&self) -> Vec<AmendmentId> {
        let register = self.office.register();
        let all = register.instrument(self.instrument).unwrap().amendments();
        all.iter()
            .filter(|it| it.is_open())
            .map(|it| it.id)
            .collect()
    }

    /// Returns the sentence of a clause, in English.
    pub(crate) fn sentence(&self, number: u128) -> String {
        let register = self.office.register();
        let evaluation = self
            .on_table(&register)
            .evaluation(clause_id(number), register.network(), self.now())
            .unwrap();
        super::sentence::sentence(&english(), register.network(), &evaluation)
    }

    /// Finds the instrument in a register.
    pub(crate) fn on_table<'a>(&self, register: &'a Register) -> &'a Instrument {
        register.instrument(self.instrument).unwrap()
    }

    /// Returns the address of a page of the instrument.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/instruments/{}{rest}", self.instrument)
    }
}
