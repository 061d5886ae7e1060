//! The wordings that an entry brings, each with what it changes and who wrote it.

use domain::id::{AmendmentId, ClauseId, DelegateId};
use domain::instrument::{Amendment, AmendmentText, Instrument, Revision};
use domain::record::{Entry, Fact};
use domain::text::{LanguageTag, Wording, WordingHash};

use super::super::change::Change;
use super::super::desk::Desk;
use super::super::text::language_of;
use crate::live::{self, Hub};
use crate::web::page::Page;
use crate::web::problem::Problem;

/// A wording that an entry brings.
pub(super) struct Brought {
    /// The hash; none where a clause goes.
    pub(super) hash: Option<WordingHash>,
    /// What it changes; none where words were erased.
    pub(super) change: Option<Change>,
    /// The revision, where it is one.
    pub(super) revision: Option<u32>,
}

/// What brought the words of a wording that were new in it.
#[derive(Debug, Default)]
pub(crate) struct Authors {
    /// People, by name, with their organisations.
    pub(crate) people: Vec<(String, Option<String>)>,
    /// Amendments: address and number.
    pub(crate) amendments: Vec<(String, u32)>,
}

impl Brought {
    /// Finds the wording of a clause that an entry brings, if it brings one.
    pub(super) fn by(
        page: &Page,
        instrument: &Instrument,
        clause: ClauseId,
        entry: &Entry,
    ) -> Option<Self> {
        let language = language_of(instrument, Some(clause));
        match &entry.fact {
            Fact::RevisionTabled { revision, .. } => {
                let revision = instrument.revision(*revision)?;
                tabled(page, instrument, revision, clause)
            }
            Fact::AmendmentTabled { amendment, .. } | Fact::AmendmentRevised { amendment, .. } => {
                let amendment = instrument.amendment(*amendment)?;
                let text = amendment.texts().iter().find(|it| it.seq == entry.seq)?;
                Some(proposed(page, instrument, (amendment, text), &language))
            }
            Fact::ModificationOffered {
                amendment, offer, ..
            } => {
                let amendment = instrument.amendment(*amendment)?;
                let offer = amendment.offer(*offer)?;
                let base = amendment.text_numbered(offer.text);
                let base = base.and_then(|text| instrument.base_of_text(amendment, text));
                let wording = offer.wording.as_deref();
                Some(Self::given(page, (base, wording), offer.result, &language))
            }
            Fact::AmendmentPartlyAdopted { amendment, .. } => {
                let amendment = instrument.amendment(*amendment)?;
                let part = amendment.parts.iter().find(|it| it.seq == entry.seq)?;
                let base = instrument.base_of_part(amendment, part);
                let wording = part.wording.as_deref();
                Some(Self::given(page, (base, wording), part.result, &language))
            }
            _ => None,
        }
    }

    fn given(
        page: &Page,
        (base, wording): (Option<&Wording>, Option<&Wording>),
        hash: WordingHash,
        language: &LanguageTag,
    ) -> Self {
        Self {
            hash: Some(hash),
            change: wording.map(|it| Change::of(page, base, Some(it), language)),
            revision: None,
        }
    }
}

fn tabled(
    page: &Page,
    instrument: &Instrument,
    revision: &Revision,
    clause: ClauseId,
) -> Option<Brought> {
    let before = revision.number.checked_sub(1);
    let before = before.and_then(|number| instrument.revision(number)?.clause(clause));
    let now = revision.clause(clause);
    let language = language_of(instrument, Some(clause));
    match (before, now) {
        (None, None) => None,
        (Some(before), Some(now)) if before.hash == now.hash => None,
        (before, Some(now)) => {
            let was = before.and_then(|it| it.wording());
            let is_known = before.is_none() || was.is_some();
            let brought = Brought::given(page, (was, now.wording()), now.hash, &language);
            Some(Brought {
                change: brought.change.filter(|_| is_known),
                revision: Some(revision.number),
                ..brought
            })
        }
        (Some(before), None) => Some(Brought {
            hash: None,
            change: before
                .wording()
                .map(|it| Change::vanishing(page, it, &language)),
            revision: None,
        }),
    }
}

fn proposed(
    page: &Page,
    instrument: &Instrument,
    (amendment, text): (&Amendment, &AmendmentText),
    language: &LanguageTag,
) -> Brought {
    let base = instrument.base_of_text(amendment, text);
    let wording = text.change.wording();
    let goes = matches!(
        text.change,
        domain::instrument::AmendmentChange::Delete { .. }
    );
    let change = match (base, wording) {
        (base, Some(wording)) => Some(Change::of(page, base, Some(wording), language)),
        (Some(base), None) if goes => Some(Change::vanishing(page, base, language)),
        _ => None,
    };
    Brought {
        hash: text.change.result(),
        change,
        revision: None,
    }
}

impl Authors {
    /// Says who brought the words of a clause that were new in a revision.
    ///
    /// # Errors
    ///
    /// * internal if the draft cannot be read.
    pub(super) async fn of(
        hub: &Hub,
        desk: &Desk,
        (instrument, clause): (&Instrument, ClauseId),
        revision: u32,
    ) -> Result<Self, Problem> {
        let Some(blame) = instrument.blame(clause, revision) else {
            return Ok(Self::default());
        };
        let written = live::authorship(hub, instrument.id, clause, revision).await?;
        let blame = blame.with_drafters(&written.heading, &written.text);
        let mut people: Vec<DelegateId> = Vec::new();
        let mut amendments: Vec<AmendmentId> = Vec::new();
        let runs = blame.heading.iter().chain(&blame.text);
        for run in runs.filter(|run| run.origin.revision == revision) {
            extend(&mut people, &run.drafters);
            extend(&mut amendments, &run.origin.amendments);
        }
        let network = desk.network();
        let named = |id: &DelegateId| {
            let organisation = network.delegate(*id).and_then(|it| it.organisation);
            let organisation = organisation.map(|id| network.short_name(id).to_owned());
            (network.delegate_name(*id).to_owned(), organisation)
        };
        let numbered = |id: &AmendmentId| {
            let amendment = instrument.amendment(*id)?;
            let href = format!("/instruments/{}/amendments/{id}", instrument.id);
            Some((href, amendment.number))
        };
        Ok(Self {
            people: people.iter().map(named).collect(),
            amendments: amendments.iter().filter_map(numbered).collect(),
        })
    }

    /// Reports whether nobody is known.
    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty() && self.amendments.is_empty()
    }
}

fn extend<T: Copy + PartialEq>(known: &mut Vec<T>, more: &[T]) {
    for it in more {
        if !known.contains(it) {
            known.push(*it);
        }
    }
}
