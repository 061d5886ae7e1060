//! Bundles of a record that is made here, and their parts, to be tampered with.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::api::{ConfirmKey, PositionStatement, TableRevision};
use domain::consensus::{Mandate, PositionKind, PositionText};
use domain::fixture::Scene;
use domain::id::{ClauseId, DelegateId, DraftId, InstrumentId, OrganisationId};
use domain::instrument::{Instrument, Tabling};
use domain::record::{Act, Actor, Commitment, Contents, Entry, Fact, PositionTaken, Words};
use domain::register::Register;
use domain::role::{GroupRole, NetworkRole};
use domain::signing::{
    Digest, FormalPosition, Ground, KeyPurpose, KeyStatement, Nonce, PublicKey, Seen,
    SignedStatement, StatementKind,
};
use domain::text::{ClauseKind, LanguageTag, Outline, OutlineClause, RichText};
use domain::time::Timestamp;
use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::hash::leaf_hash;
use ledger::jws::{StatementKey, StatementType, signing_input};
use ledger::note::{KeyKind, SigningKey};
use ledger::tile::{BundleId, bundles_of, encode_bundle, encode_tile, tile_at, tiles_of};
use replica::{ActorId, Change, Draft, Field};
use verifier::bundle::{
    ChangeLine, ContentLine, Manifest, OlderCheckpoint, PartName, Tree, Writer, write_json,
    write_line,
};
use verifier::{Known, Report, Status, Verifier};

/// The first line of the checkpoints.
pub(crate) const ORIGIN: &str = "clausewise.example/ledger";

/// A salt and the words under it; none where they were erased.
pub(crate) type Salted = Option<([u8; 32], String)>;

/// Everything that a bundle is made of, before it is sealed.
#[derive(Debug, Clone)]
pub(crate) struct Material {
    /// The entries' bytes.
    pub(crate) entries: Vec<Vec<u8>>,
    /// The salt and the words in each place beside each entry; none where they were erased.
    pub(crate) contents: Vec<Vec<Salted>>,
    /// The changes of the working draft, and whose they are.
    pub(crate) changes: Vec<(Vec<u8>, DelegateId)>,
    /// The working draft.
    pub(crate) draft: DraftId,
    /// What the pages say.
    pub(crate) status: Status,
    /// The sizes at which a checkpoint was made.
    pub(crate) sealed_at: Vec<u64>,
    /// When the bundle is made.
    pub(crate) made_at: Timestamp,
}

/// A bundle in its parts, in order, without the sums.
pub(crate) type Bundle = Vec<(PartName, Vec<u8>)>;

/// A negotiation that is being recorded.
pub(crate) struct Maker {
    pub(crate) scene: Scene,
    pub(crate) chair: DelegateId,
    pub(crate) heads: Vec<DelegateId>,
    pub(crate) instrument: InstrumentId,
    pub(crate) clauses: Vec<ClauseId>,
    sheet: Draft,
    whose: BTreeMap<String, DelegateId>,
    /// The network as statements name it.
    network: Digest,
}

/// The key of the log.
pub(crate) fn log_key() -> SigningKey {
    SigningKey::from_seed(ORIGIN.parse().unwrap(), KeyKind::Ed25519, &[7; 32]).unwrap()
}

fn salt(seq: u64, place: usize) -> [u8; 32] {
    let mut salt = [0x5a; 32];
    salt[..8].copy_from_slice(&seq.to_be_bytes());
    salt[8..16].copy_from_slice(&(place as u64).to_be_bytes());
    salt
}

impl Maker {
    /// A group of three organisations that drafts some clauses, written by the chair.
    pub(crate) fn drafting(texts: &[&str]) -> Self {
        let mut scene = Scene::founded();
        let chair = scene.person("Mateus Andrade", NetworkRole::Observer, None);
        let names = ["EMB", "OBS", "CSO"];
        let organisations: Vec<_> = names.map(|it| scene.organisation(it, "members")).to_vec();
        let heads: Vec<_> = (organisations.iter().zip(names))
            .map(|(id, name)| scene.person(name, NetworkRole::Head, Some(*id)))
            .collect();
        let members = heads.iter().map(|head| (*head, GroupRole::Member));
        let seats: Vec<_> = members.chain([(chair, GroupRole::Chair)]).collect();
        let group = scene.group(&seats);
        let instrument = scene.instrument(group);
        let clauses: Vec<_> = (texts.iter())
            .map(|_| ClauseId::from_uuid(scene.fresh()))
            .collect();
        let outline = Outline {
            title: "Principles".into(),
            language: LanguageTag::english(),
            clauses: (clauses.iter().zip(texts))
                .map(|(id, text)| {
                    OutlineClause::new(*id, ClauseKind::Clause, RichText::plain(*text))
                })
                .collect(),
        };
        let actor = ActorId::from([1; 16]);
        let sheet = Draft::from_outline(&outline, actor.clone()).unwrap();
        let whose = BTreeMap::from([(hex::encode(actor.to_bytes()), chair)]);
        let first = Material::of(&scene.entries[..1], scene.text(instrument).draft);
        let network = Digest::from_bytes(*leaf_hash(&first.entries[0]).as_bytes());
        Self {
            scene,
            chair,
            heads,
            instrument,
            clauses,
            sheet,
            whose,
            network,
        }
    }

    pub(crate) fn text(&self) -> &Instrument {
        self.scene.text(self.instrument)
    }

    /// Writes at the beginning of a clause, as the head of a delegation.
    pub(crate) fn write(&mut self, head: usize, clause: usize, text: &str) {
        let actor = ActorId::from([u8::try_from(head).unwrap() + 2; 16]);
        let name = hex::encode(actor.to_bytes());
        self.whose.insert(name, self.heads[head]);
        self.sheet.set_actor(actor);
        let clause = self.clauses[clause];
        self.sheet.splice(clause, Field::Body, 0, 0, text).unwrap();
        self.sheet.commit(None);
    }

    /// Takes a position on a clause on the table, with the words it needs.
    pub(crate) fn takes(&mut self, head: usize, clause: usize, kind: PositionKind) {
        let carries = |text| kind.required_texts().contains(&text);
        let words = |text| carries(text).then(|| "Our law leaves this open.".parse().unwrap());
        let statement = PositionStatement {
            revision: self.text().current().unwrap().number,
            text_hash: self.text().tabled_hash(self.clauses[clause]).unwrap(),
            kind,
            mandate: Mandate::Firm,
            reason: words(PositionText::Reason),
            remedy: words(PositionText::Remedy),
            reservation: words(PositionText::Reservation),
            passage: None,
            joins: None,
            cures: Vec::new(),
            signed: None,
        };
        let acting = self.scene.acting(self.heads[head]);
        let clause = self.clauses[clause];
        let acts = self.text().take_position(clause, &statement, &acting);
        self.scene.allowed(acts);
    }

    /// Lets an organisation declare a key, which the secretariat confirms.
    pub(crate) fn gives_key(&mut self, head: usize, seed: u8) {
        let (digest, now) = (self.network, self.scene.now);
        let public = public_key(seed);
        let organisation = self.organisation(head);
        let fresh = (self.nonce(), now);
        let what = (KeyPurpose::KeyDeclaration, digest);
        let said = KeyStatement::new(what, organisation, (public, None), fresh);
        let signed = sign(StatementKind::Key, &said.to_bytes(), seed);
        let proven = signed.prove(StatementKind::Key, public, |_, _, _| true);
        let by = self.heads[head];
        let network = self.scene.network();
        let act = network.declare_key(&proven.unwrap(), by, (digest, now));
        self.scene.allowed(act.map(|it| vec![it]));
        let network = self.scene.network();
        let act = network.confirm_key(
            organisation,
            ConfirmKey { key: public },
            self.scene.secretariat,
        );
        self.scene.allowed(act.map(|it| vec![it]));
    }

    pub(crate) fn organisation(&self, head: usize) -> OrganisationId {
        let head = self.scene.network().delegate(self.heads[head]);
        head.and_then(|it| it.organisation).unwrap()
    }

    /// The network as statements name it.
    pub(crate) const fn network(&self) -> Digest {
        self.network
    }

    pub(crate) fn nonce(&mut self) -> Nonce {
        Nonce::from_bytes(*self.scene.fresh().as_bytes())
    }

    /// Takes a position that the organisation signs with the key of a seed.
    pub(crate) fn signs(&mut self, head: usize, clause: usize, seed: u8) {
        self.signs_having_seen(head, clause, seed, nothing_seen());
    }

    /// The same, having seen some state of the record.
    pub(crate) fn signs_having_seen(&mut self, head: usize, clause: usize, key: u8, seen: Seen) {
        let (organisation, by) = (self.organisation(head), self.heads[head]);
        let nonce = self.nonce();
        let network = self.network;
        let instrument = self.scene.register.instrument(self.instrument).unwrap();
        let clause = self.clauses[clause];
        let table = instrument.current().unwrap();
        let mut contents = Contents::default();
        let reason = contents.add("Our law has it already.");
        let seq = self.scene.register.next_seq();
        let commitment = Commitment::new(&salt(seq, 0), contents.texts()[0].as_bytes());
        let mut taken = PositionTaken {
            clause,
            revision: table.number,
            text_hash: table.clause(clause).unwrap().hash,
            kind: PositionKind::Accept,
            mandate: Mandate::Firm,
            reason: Some(reason),
            remedy: None,
            reservation: None,
            passage: None,
            joins: None,
            cures: Vec::new(),
            signed: None,
        };
        let ground = Ground {
            network,
            nonce,
            issued_at: self.scene.now,
            seen,
            supersedes: instrument.last_statement(organisation, clause),
        };
        let said = FormalPosition::of(
            &taken,
            &[commitment],
            (self.instrument, &table.language),
            (organisation, by),
            &ground,
        );
        taken.signed = Some(sign(StatementKind::Position, &said.to_bytes(), key));
        let act = Act {
            actor: Actor::Delegate(by),
            organisation: Some(organisation),
            instrument: Some(self.instrument),
            fact: Fact::PositionTaken(taken),
            contents,
        };
        self.scene.allowed(Ok(vec![act]));
    }

    fn written_heads(&mut self) -> Vec<String> {
        let heads = self.sheet.heads().into_iter();
        let mut heads: Vec<_> = heads.map(|it| it.to_string()).collect();
        heads.sort();
        heads
    }

    /// Anchors the heads of the draft, and whose the actors are.
    pub(crate) fn anchor(&mut self) {
        let heads = self.written_heads();
        let acts = self.text().anchor_heads(heads, &self.whose.clone());
        self.scene.allowed(Ok(acts));
    }

    /// Tables the draft as it is.
    pub(crate) fn table(&mut self) {
        let heads = self.written_heads();
        let outline = self.sheet.outline();
        let command = TableRevision {
            heads: heads.clone(),
            carries: Vec::new(),
            note: None,
        };
        let tabling = Tabling {
            outline: &outline,
            heads: &heads,
            undecided: None,
        };
        let mut acts = self.text().bind_actors(&self.whose.clone());
        let acting = self.scene.acting(self.chair);
        acts.extend(
            self.text()
                .table_revision(&command, &tabling, &acting)
                .unwrap(),
        );
        self.scene.allowed(Ok(acts));
    }

    /// Makes the material of the record as it is.
    pub(crate) fn material(&mut self) -> Material {
        let mut material = Material::of(&self.scene.entries, self.text().draft);
        let made_at = self.scene.now.plus_seconds(90);
        material.made_at = made_at;
        material.status = Status::of(&self.scene.register, made_at);
        material.changes = (self.sheet.changes_since(&[]).iter())
            .map(|it| (it.raw_bytes().to_vec(), self.whose[&name(it)]))
            .collect();
        material
    }
}

fn name(change: &Change) -> String {
    hex::encode(change.actor_id().to_bytes())
}

impl Material {
    /// Writes entries with their salts.
    pub(crate) fn of(entries: &[Entry], draft: DraftId) -> Self {
        let contents = entries.iter().map(|entry| {
            let words = entry.contents.iter().enumerate();
            let salted = words.map(|(place, words)| {
                let text = words.as_str().unwrap().to_owned();
                Some((salt(entry.seq, place), text))
            });
            salted.collect::<Vec<_>>()
        });
        let contents: Vec<_> = contents.collect();
        let bytes = entries.iter().zip(&contents).map(|(entry, words)| {
            let words = words.iter().flatten();
            let commitments = words.map(|(salt, text)| Commitment::new(salt, text.as_bytes()));
            entry.encode(&commitments.collect::<Vec<_>>()).unwrap()
        });
        let size = entries.len() as u64;
        Self {
            entries: bytes.collect(),
            contents,
            changes: Vec::new(),
            draft,
            status: Status::of(&Register::default(), Timestamp::MIN),
            sealed_at: vec![size / 3, size / 2],
            made_at: Timestamp::MIN,
        }
    }

    /// Has the entries say something else: their contents stay.
    pub(crate) fn rewrite(&mut self, seq: usize, change: impl FnOnce(&mut Entry)) {
        let words = self.contents[seq].iter();
        let words = words.map(|it| it.as_ref().map_or(Words::Erased, |it| Words::given(&it.1)));
        let mut entry = Entry::decode(&self.entries[seq], words.collect()).unwrap();
        change(&mut entry);
        let commitments = Entry::commitments(&self.entries[seq]).unwrap();
        self.entries[seq] = entry.encode(&commitments).unwrap();
    }

    /// Has other words stand beside an entry, which commits to them.
    pub(crate) fn reword(&mut self, seq: usize, place: usize, text: &str) {
        text.clone_into(&mut self.contents[seq][place].as_mut().unwrap().1);
        let words = self.contents[seq].iter().flatten();
        let given = words.clone().map(|(_, text)| Words::given(text)).collect();
        let commitments = words.map(|(salt, text)| Commitment::new(salt, text.as_bytes()));
        let commitments: Vec<_> = commitments.collect();
        let entry = Entry::decode(&self.entries[seq], given).unwrap();
        self.entries[seq] = entry.encode(&commitments).unwrap();
    }

    fn roots(&self) -> Vec<Checkpoint> {
        let mut tree = Tree::default();
        let mut roots = vec![Checkpoint::new(ORIGIN, 0, tree.root())];
        for entry in &self.entries {
            tree.append(leaf_hash(entry));
            roots.push(Checkpoint::new(ORIGIN, tree.size(), tree.root()));
        }
        roots
    }

    /// Signs the checkpoint of a size.
    pub(crate) fn checkpoint(&self, size: u64) -> Vec<u8> {
        let roots = self.roots();
        let checkpoint = &roots[usize::try_from(size).unwrap()];
        signed(checkpoint)
    }

    /// Seals the record and puts everything into a bundle.
    pub(crate) fn bundle(&self) -> Bundle {
        let size = self.entries.len() as u64;
        let roots = self.roots();
        let mut parts = vec![
            (PartName::Manifest, write_json(&self.manifest())),
            (PartName::Checkpoint, signed(&roots[self.entries.len()])),
        ];
        let mut older = Vec::new();
        for at in &self.sealed_at {
            let note = String::from_utf8(signed(&roots[usize::try_from(*at).unwrap()]));
            write_line(&OlderCheckpoint::new(note.unwrap()), &mut older);
        }
        parts.push((PartName::Checkpoints { part: 0 }, older));
        let mut tree = Tree::default();
        for bundle in bundles_of(size) {
            let first = usize::try_from(bundle.first_entry()).unwrap();
            let range = first..first + bundle.width.count();
            let (entries, contents) = (&self.entries[range.clone()], &self.contents[range]);
            lay((bundle, size), entries, contents, &mut tree, &mut parts);
        }
        self.finish(&tree, &mut parts);
        parts
    }

    /// Adds what follows the entries, over which there is a tree.
    pub(crate) fn finish(&self, tree: &Tree, parts: &mut Bundle) {
        for tile in tiles_of(tree.size()).filter(|it| it.level > 0) {
            let body = encode_tile(tree.upper(tile).unwrap());
            parts.push((PartName::Tile(tile), body));
        }
        let mut lines = Vec::new();
        for (bytes, whose) in &self.changes {
            write_line(&ChangeLine::new(bytes, *whose), &mut lines);
        }
        let draft = self.draft;
        parts.push((PartName::Changes { draft, part: 0 }, lines));
        parts.push((PartName::Status, write_json(&self.status)));
    }

    fn manifest(&self) -> Manifest {
        Manifest {
            v: Manifest::VERSION,
            network: self.entries.first().map(|it| leaf_hash(it).to_string()),
            origin: Some(ORIGIN.to_owned()),
            log_key: Some(log_key().verifier().to_string()),
            size: self.entries.len() as u64,
            made_at: self.made_at,
        }
    }
}

/// Adds the parts of the entries of one bundle, of a record of some size.
pub(crate) fn lay(
    (bundle, size): (BundleId, u64),
    entries: &[Vec<u8>],
    contents: &[Vec<Salted>],
    tree: &mut Tree,
    parts: &mut Bundle,
) {
    let leaves: Vec<_> = entries.iter().map(|it| leaf_hash(it)).collect();
    for leaf in &leaves {
        tree.append(*leaf);
    }
    let tile = tile_at(0, bundle.index, size).unwrap();
    parts.push((PartName::Tile(tile), encode_tile(&leaves)));
    let body = encode_bundle(entries.iter().map(Vec::as_slice)).unwrap();
    parts.push((PartName::Entries(bundle), body));
    let mut lines = Vec::new();
    for (seq, contents) in (bundle.first_entry()..).zip(contents) {
        for (place, words) in (0..).zip(contents) {
            let line = match words {
                Some((salt, text)) => ContentLine::given((seq, place), salt, text.as_str()),
                None => ContentLine::erased((seq, place)),
            };
            write_line(&line, &mut lines);
        }
    }
    if !lines.is_empty() {
        let bundle = bundle.index;
        parts.push((PartName::Contents { bundle, part: 0 }, lines));
    }
}

/// Before there was any checkpoint.
fn nothing_seen() -> Seen {
    let root = Digest::from_bytes(*ledger::hash::EMPTY_ROOT.as_bytes());
    Seen { size: 0, root }
}

fn statement_key(seed: u8) -> StatementKey {
    StatementKey::from_seed(&[seed; 32])
}

/// Returns the public half of the key of a seed.
pub(crate) fn public_key(seed: u8) -> PublicKey {
    PublicKey::from_bytes(*statement_key(seed).public().as_bytes())
}

/// Signs a statement with the key of a seed.
pub(crate) fn sign(kind: StatementKind, statement: &[u8], seed: u8) -> SignedStatement {
    let typ = StatementType::new(kind.typ());
    let input = String::from_utf8(signing_input(typ, statement)).unwrap();
    let (protected, payload) = input.split_once('.').unwrap();
    let signature = statement_key(seed).sign(input.as_bytes());
    SignedStatement {
        protected: protected.to_owned(),
        payload: payload.to_owned(),
        signature: URL_SAFE_NO_PAD.encode(signature),
    }
}

/// Signs a checkpoint with the log's key.
pub(crate) fn signed(checkpoint: &Checkpoint) -> Vec<u8> {
    let signed = SignedCheckpoint::sign(checkpoint, &log_key()).unwrap();
    signed.note().to_string().into_bytes()
}

/// Writes the parts, with the sums over them.
pub(crate) fn file(parts: &Bundle) -> Vec<u8> {
    let mut writer = Writer::default();
    let mut bytes = Vec::new();
    for (name, body) in parts {
        bytes.extend(writer.part(&name.to_string(), body).unwrap());
    }
    bytes.extend(writer.finish().unwrap());
    bytes
}

/// Verifies a file for somebody who knows something beforehand.
pub(crate) fn verify(bytes: &[u8], known: Known) -> Report {
    let mut verifier = Verifier::new(known);
    for piece in bytes.chunks(64 * 1024) {
        if !verifier.feed(piece) {
            break;
        }
    }
    verifier.finish()
}
