//! An adopted text with who has signed it, and how.

use domain::api::{
    AdoptedPositionsView, AdoptedTextView, AdoptionEventView, ReservationView, SignatoryView,
};
use domain::id::{ClauseId, OrganisationId};
use domain::instrument::{Adopted, Instrument, Revision, RevisionClause};
use domain::time::Timestamp;

use super::citation::Cited;
use super::proofs::PublicFile;
use super::{ERASED, PublicEntry};
use crate::i18n::Markup;
use crate::sealing::reach::Reach;
use crate::web::page::Page;
use crate::web::pages::text::{Text, clause_name, gist, given};
use crate::web::sealed::Badge;

/// An adopted version of a text.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) title: String,
    /// The `lang` and `dir` of the title.
    pub(super) attributes: Markup,
    pub(super) version: u32,
    /// The address of the newest version, where this one is older.
    pub(super) newer: Option<(String, u32)>,
    pub(super) revision: u32,
    pub(super) root: String,
    pub(super) at: Timestamp,
    pub(super) seq: u64,
    pub(super) note: Option<String>,
    /// The permanent address.
    pub(super) address: String,
    /// Where programs read it.
    pub(super) api: String,
    pub(super) items: Vec<Item>,
    pub(super) constituencies: Vec<Constituency>,
    pub(super) signatories: usize,
    /// Those who have reservations, dissociate themselves from a clause, or made a statement.
    pub(super) remarks: Vec<Remarks>,
    pub(super) history: Vec<Event>,
    /// What the adoption is checked by.
    pub(super) evidence: Evidence,
    pub(super) citation: String,
    pub(super) bibtex: String,
}

/// A clause with what was said of it.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) gist: String,
    pub(super) depth: usize,
    pub(super) text: Text,
    /// The permanent address of the clause.
    pub(super) href: String,
    /// Who has a reservation, and which.
    pub(super) reserved: Vec<(String, String)>,
    /// Who dissociates itself from it.
    pub(super) dissociated: Vec<String>,
}

/// The signatories of one constituency.
#[derive(Debug)]
pub(super) struct Constituency {
    pub(super) name: String,
    pub(super) signatories: Vec<Signatory>,
}

/// An organisation that has signed.
#[derive(Debug)]
pub(super) struct Signatory {
    pub(super) name: String,
    pub(super) short_name: String,
    pub(super) at: Timestamp,
    pub(super) reservations: usize,
    pub(super) dissociations: usize,
    /// By what its positions stand on record.
    pub(super) positions: AdoptedPositionsView,
    /// What its signature is checked by.
    pub(super) evidence: Evidence,
}

/// What a public entry is checked by.
#[derive(Debug)]
pub(super) struct Evidence {
    pub(super) seq: u64,
    /// How well it is kept.
    pub(super) kept: Badge,
    pub(super) files: Vec<PublicFile>,
}

/// What an organisation said when it signed.
#[derive(Debug)]
pub(super) struct Remarks {
    pub(super) id: OrganisationId,
    pub(super) name: String,
    /// The clause: its address on the page, its name, and the reservation.
    pub(super) reservations: Vec<(String, String, String)>,
    pub(super) dissociations: Vec<(String, String)>,
    pub(super) statement: Option<String>,
}

/// Something on the way to the adoption, or an adoption after it.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) told: Markup,
    pub(super) end: Option<&'static str>,
    pub(super) at: Timestamp,
    pub(super) seq: u64,
    /// The address of the version that was adopted.
    pub(super) href: Option<String>,
}

impl Sheet {
    /// Puts an adopted version together; none where its text is not in the record.
    pub(super) fn of(
        (page, reach): (&Page, &Reach),
        instrument: &Instrument,
        view: &AdoptedTextView,
        origin: &str,
    ) -> Option<Self> {
        let adopted = instrument.adopted_version(view.version)?;
        let teller = Teller {
            page,
            reach,
            adopted,
            public: PublicEntry::all(view.instrument, adopted, reach),
            revision: instrument.revision(view.revision)?,
            href: format!("/adopted/{}/{}", view.instrument, view.version),
            view,
        };
        let title = (view.title.clone()).unwrap_or_else(|| ERASED.to_owned());
        let (root, address) = (view.root.to_string(), format!("{origin}{}", teller.href));
        let cited = Cited {
            title: &title,
            version: view.version,
            at: view.at,
            root: &root,
            address: &address,
        };
        let newest = format!("/adopted/{}/{}", view.instrument, view.newest);
        Some(Self {
            citation: cited.plain(page),
            bibtex: cited.bibtex(&page.network),
            attributes: page.text_in(&view.language),
            version: view.version,
            newer: (view.newest > view.version).then_some((newest, view.newest)),
            revision: view.revision,
            at: view.at,
            seq: view.seq,
            note: given(adopted.note.as_ref()),
            api: format!("/api/v1{}", teller.href),
            items: teller.items(),
            constituencies: teller.constituencies(),
            signatories: view.signatories.len(),
            remarks: teller.remarks(),
            history: view.history.iter().map(|it| teller.event(it)).collect(),
            evidence: teller.evidence(view.seq),
            title,
            root,
            address,
        })
    }
}

struct Teller<'a> {
    page: &'a Page,
    /// How far the record is sealed and witnessed.
    reach: &'a Reach,
    adopted: &'a Adopted,
    /// What its public entries are checked by.
    public: Vec<PublicEntry>,
    revision: &'a Revision,
    href: String,
    view: &'a AdoptedTextView,
}

impl Teller<'_> {
    fn items(&self) -> Vec<Item> {
        let clauses = self.revision.clauses.iter();
        clauses.map(|clause| self.item(clause)).collect()
    }

    fn item(&self, clause: &RevisionClause) -> Item {
        let signed = &self.view.signatories;
        let reserved = signed.iter().flat_map(|it| {
            let of_clause = it.reservations.iter().filter(|it| it.clause == clause.id);
            of_clause.map(|said| (short_name(it), words(said)))
        });
        let dissociated = signed
            .iter()
            .filter(|it| it.dissociations.contains(&clause.id));
        Item {
            id: clause.id.to_string(),
            number: clause.number.clone(),
            name: clause_name(self.page, clause),
            gist: gist(clause),
            depth: self.revision.depth(clause).min(4),
            text: Text {
                commentary: String::new(),
                ..Text::of(self.page, self.revision, clause)
            },
            href: format!("{}#clause-{}", self.href, clause.id),
            reserved: reserved.collect(),
            dissociated: dissociated.map(short_name).collect(),
        }
    }

    fn constituencies(&self) -> Vec<Constituency> {
        let signed = &self.view.signatories;
        let groups = signed.chunk_by(|one, other| one.constituency == other.constituency);
        let groups = groups.map(|group| Constituency {
            name: group
                .first()
                .map(|it| it.constituency.clone())
                .unwrap_or_default(),
            signatories: group.iter().map(|it| self.signatory(it)).collect(),
        });
        groups.collect()
    }

    fn signatory(&self, it: &SignatoryView) -> Signatory {
        Signatory {
            name: it.name.clone().unwrap_or_else(|| ERASED.to_owned()),
            short_name: short_name(it),
            at: it.at,
            reservations: it.reservations.len(),
            dissociations: it.dissociations.len(),
            positions: it.positions.clone(),
            evidence: self.evidence(it.seq),
        }
    }

    /// Returns what a public entry is checked by.
    fn evidence(&self, seq: u64) -> Evidence {
        let found = self.public.iter().find(|it| it.entry == seq);
        Evidence {
            seq,
            kept: Badge::of(self.page, self.reach, seq),
            files: found.map_or_else(Vec::new, |it| it.files.clone()),
        }
    }

    fn remarks(&self) -> Vec<Remarks> {
        let all = self.view.signatories.iter().map(|it| self.remarks_of(it));
        let is_any = |it: &Remarks| {
            !it.reservations.is_empty() || !it.dissociations.is_empty() || it.statement.is_some()
        };
        all.filter(is_any).collect()
    }

    fn remarks_of(&self, it: &SignatoryView) -> Remarks {
        let reservations = it.reservations.iter().map(|said| {
            let (href, name) = self.place(said.clause);
            (href, name, words(said))
        });
        let signature = self.adopted.signatures.get(&it.organisation);
        Remarks {
            id: it.organisation,
            name: it.name.clone().unwrap_or_else(|| ERASED.to_owned()),
            reservations: reservations.collect(),
            dissociations: it.dissociations.iter().map(|id| self.place(*id)).collect(),
            statement: signature.and_then(|it| given(it.statement.as_ref())),
        }
    }

    /// Returns where a clause is on the page, and its name.
    fn place(&self, id: ClauseId) -> (String, String) {
        let clause = self.revision.clause(id);
        let name = clause.map(|it| clause_name(self.page, it));
        (format!("#clause-{id}"), name.unwrap_or_default())
    }

    fn event(&self, it: &AdoptionEventView) -> Event {
        let told = self.page.say("adopted-event-", it.what);
        let told = told
            .arg("revision", it.revision)
            .arg("version", it.version.unwrap_or_default())
            .arg("clauses", it.clauses.unwrap_or_default());
        let told = match &it.closes_at {
            Some(at) => told.arg("closes", self.page.moment(at)),
            None => told,
        };
        let of_version = |version| format!("/adopted/{}/{version}", self.view.instrument);
        Event {
            told: told.html(),
            end: it.end,
            at: it.at,
            seq: it.seq,
            href: it.version.map(of_version),
        }
    }
}

fn short_name(it: &SignatoryView) -> String {
    it.short_name.clone().unwrap_or_else(|| ERASED.to_owned())
}

fn words(it: &ReservationView) -> String {
    it.text.clone().unwrap_or_else(|| ERASED.to_owned())
}
