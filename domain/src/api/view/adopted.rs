//! Views of adopted texts, as anybody may read them: no person is named in them, and nothing of
//! them was negotiated after the adoption they show.

use std::collections::BTreeSet;

use serde::Serialize;

use super::progress::ReservationView;
use super::{ClauseView, words};
use crate::id::{ClauseId, InstrumentId, OrganisationId};
use crate::instrument::{Adopted, Call, CallEnd, Instrument, Position, Revision, Signature};
use crate::network::Network;
use crate::record::RevisionNumber;
use crate::text::{LanguageTag, WordingHash};
use crate::time::Timestamp;

view! {
    /// An adopted text in a list: its newest adopted version.
    AdoptedHeadView {
        /// The instrument.
        instrument: InstrumentId,
        /// The title of the text; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// The language of the text.
        language: LanguageTag,
        /// The version, from 1.
        version: u32,
        /// The root hash that is signed.
        root: WordingHash,
        /// When it was adopted.
        at: Timestamp,
        /// How many organisations have signed it.
        signatories: usize,
    }

    /// An adopted version of a text with everything that is public about it.
    AdoptedTextView {
        /// The instrument.
        instrument: InstrumentId,
        /// The title of the text; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// The language of the text.
        language: LanguageTag,
        /// The version, from 1.
        version: u32,
        /// The newest adopted version.
        newest: u32,
        /// The tabled revision that was adopted.
        revision: RevisionNumber,
        /// The root hash that is signed.
        root: WordingHash,
        /// When it was adopted.
        at: Timestamp,
        /// The entry of the record that says so.
        seq: u64,
        /// What the chair said of it; absent where nothing was said, or it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        /// The clauses in document order, without the explanations beside them, which nobody signs.
        clauses: Vec<ClauseView>,
        /// The organisations that have signed it, by constituency and name.
        signatories: Vec<SignatoryView>,
        /// How it came about, in order.
        history: Vec<AdoptionEventView>,
    }

    /// An organisation that has signed an adopted version.
    SignatoryView {
        /// The organisation.
        organisation: OrganisationId,
        /// Its name; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Its short name; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        short_name: Option<String>,
        /// Its constituency.
        constituency: String,
        /// When it signed.
        at: Timestamp,
        /// The entry of the record that says so.
        seq: u64,
        /// Its reservations.
        reservations: Vec<ReservationView>,
        /// The clauses it dissociates itself from.
        dissociations: Vec<ClauseId>,
        /// What it said of it; absent where nothing was said, or it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        statement: Option<String>,
        /// Who says that it signed: `server`, which records it for whoever is signed in.
        recorded_by: &'static str,
        /// By what its positions on the adopted wordings stand on record.
        positions: AdoptedPositionsView,
    }

    /// By what an organisation's positions on the adopted wordings stand on record, as of the adoption.
    /// Which positions they are is for those who negotiated.
    AdoptedPositionsView {
        /// How many it signed with a key of its own.
        own_key: usize,
        /// How many the server alone says of.
        server: usize,
        /// The fingerprints of the keys that it signed with.
        fingerprints: Vec<String>,
    }

    /// Something that happened on the way to an adopted version, or an adoption after it.
    AdoptionEventView {
        /// What: `tabled`, `consensus` or `silence` for calls that were opened, or `adopted`.
        what: &'static str,
        /// When.
        at: Timestamp,
        /// The entry of the record that says so.
        seq: u64,
        /// The revision that was tabled, called or adopted.
        revision: RevisionNumber,
        /// The version that was adopted.
        #[serde(skip_serializing_if = "Option::is_none")]
        version: Option<u32>,
        /// How many clauses were called.
        #[serde(skip_serializing_if = "Option::is_none")]
        clauses: Option<usize>,
        /// When the call was to close.
        #[serde(skip_serializing_if = "Option::is_none")]
        closes_at: Option<Timestamp>,
        /// How the call ended: `deadline`, `completed` or `withdrawn`.
        #[serde(skip_serializing_if = "Option::is_none")]
        end: Option<&'static str>,
    }
}

impl AdoptedHeadView {
    /// Shows the newest adopted version of an instrument; none where nothing was adopted.
    pub fn newest(instrument: &Instrument) -> Option<Self> {
        let adopted = instrument.adopted().last()?;
        let revision = instrument.revision(adopted.revision)?;
        Some(Self {
            instrument: instrument.id,
            title: words(&revision.title),
            language: revision.language.clone(),
            version: adopted.version,
            root: adopted.root,
            at: adopted.at,
            signatories: adopted.signatures.len(),
        })
    }
}

impl AdoptedTextView {
    /// Shows an adopted version, or the newest one where none is named; none where it was not adopted.
    pub fn find(instrument: &Instrument, version: Option<u32>, network: &Network) -> Option<Self> {
        let newest = instrument.adopted().last()?;
        let wanted = version.unwrap_or(newest.version);
        let adopted = instrument.adopted_version(wanted)?;
        let revision = instrument.revision(adopted.revision)?;
        Some(Self {
            instrument: instrument.id,
            title: words(&revision.title),
            language: revision.language.clone(),
            version: adopted.version,
            newest: newest.version,
            revision: revision.number,
            root: adopted.root,
            at: adopted.at,
            seq: adopted.seq,
            note: adopted.note.as_ref().and_then(words),
            clauses: clauses(revision),
            signatories: signatories(instrument, (adopted, revision), network),
            history: history(instrument, adopted),
        })
    }
}

fn clauses(revision: &Revision) -> Vec<ClauseView> {
    let clauses = revision.clauses.iter().map(|clause| ClauseView {
        commentary: String::new(),
        ..ClauseView::new(revision, clause)
    });
    clauses.collect()
}

fn signatories(
    instrument: &Instrument,
    (adopted, revision): (&Adopted, &Revision),
    network: &Network,
) -> Vec<SignatoryView> {
    let signed = adopted.signatures.iter();
    let mut signatories: Vec<_> = signed
        .map(|(id, it)| {
            let held = held(instrument, (adopted, revision), *id);
            let positions = AdoptedPositionsView::new(*id, &held, network);
            SignatoryView::new((*id, it), positions, network)
        })
        .collect();
    signatories
        .sort_by(|a, b| (&a.constituency, &a.name, a.seq).cmp(&(&b.constituency, &b.name, b.seq)));
    signatories
}

/// Returns the positions that an organisation held on the adopted wordings when they were adopted.
fn held<'a>(
    instrument: &'a Instrument,
    (adopted, revision): (&Adopted, &Revision),
    id: OrganisationId,
) -> Vec<&'a Position> {
    let held = revision.clauses.iter().filter_map(|clause| {
        let taken = instrument.positions(clause.id).iter().rev();
        let mut until = taken.filter(|it| it.organisation == id && it.seq < adopted.seq);
        until.next().filter(|it| it.text_hash == clause.hash)
    });
    held.collect()
}

impl AdoptedPositionsView {
    fn new(id: OrganisationId, held: &[&Position], network: &Network) -> Self {
        let keys = network.organisation(id).map(|it| &it.keys);
        let signed = held.iter().filter(|it| it.signed.is_some());
        let key = |it: &&&Position| Some(keys?.at(it.seq)?.fingerprint());
        let fingerprints: BTreeSet<_> = signed.clone().filter_map(|it| key(&it)).collect();
        let own_key = signed.count();
        Self {
            own_key,
            server: held.len() - own_key,
            fingerprints: fingerprints.iter().map(ToString::to_string).collect(),
        }
    }
}

impl SignatoryView {
    fn new(
        (id, signature): (OrganisationId, &Signature),
        positions: AdoptedPositionsView,
        network: &Network,
    ) -> Self {
        let organisation = network.organisation(id);
        let reservations = signature.reservations.iter();
        Self {
            organisation: id,
            name: organisation.and_then(|it| words(&it.name)),
            short_name: organisation.and_then(|it| words(&it.short_name)),
            constituency: organisation.map_or_else(String::new, |it| it.constituency.to_string()),
            at: signature.at,
            seq: signature.seq,
            reservations: reservations
                .map(|(clause, text)| ReservationView {
                    clause: *clause,
                    text: words(text),
                })
                .collect(),
            dissociations: signature.dissociations.clone(),
            statement: signature.statement.as_ref().and_then(words),
            recorded_by: "server",
            positions,
        }
    }
}

/// Returns what led to an adoption, and the adoptions after it; what is negotiated after it stays
/// with those who negotiate.
fn history(instrument: &Instrument, adopted: &Adopted) -> Vec<AdoptionEventView> {
    let tabled = instrument.revisions().iter().map(|it| tabled(it));
    let called = instrument.calls().into_iter().map(called);
    let mut history: Vec<_> = tabled.chain(called).collect();
    history.retain(|it| it.seq < adopted.seq);
    history.extend(instrument.adopted().iter().map(adoption));
    history.sort_by_key(|it| it.seq);
    history
}

fn tabled(revision: &Revision) -> AdoptionEventView {
    AdoptionEventView {
        what: "tabled",
        at: revision.tabled_at,
        seq: revision.seq,
        revision: revision.number,
        version: None,
        clauses: None,
        closes_at: None,
        end: None,
    }
}

fn called(call: &Call) -> AdoptionEventView {
    AdoptionEventView {
        what: call.kind.as_str(),
        at: call.opened_at,
        seq: call.seq,
        revision: call.revision,
        version: None,
        clauses: Some(call.clauses.len()),
        closes_at: Some(call.closes_at),
        end: call.end.as_ref().map(CallEnd::as_str),
    }
}

fn adoption(adopted: &Adopted) -> AdoptionEventView {
    AdoptionEventView {
        what: "adopted",
        at: adopted.at,
        seq: adopted.seq,
        revision: adopted.revision,
        version: Some(adopted.version),
        clauses: None,
        closes_at: None,
        end: None,
    }
}
