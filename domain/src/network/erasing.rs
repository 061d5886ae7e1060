//! Reading the audit, and erasing words: what the record says of itself.

use super::Network;
use crate::api::{ErasePerson, EraseWords};
use crate::id::{ClauseId, DelegateId, InstrumentId};
use crate::permission::Operation;
use crate::record::{Act, AuditFact, AuditScope, Contents, Entry, ErasedWords};
use crate::refusal::Refusal;

/// What of the record somebody reads, and narrowed to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReading {
    /// What is read.
    pub scope: AuditScope,
    /// The instrument, where it is one.
    pub instrument: Option<InstrumentId>,
    /// The clause, where it is one.
    pub clause: Option<ClauseId>,
    /// What the reading is narrowed to, as the query of an address; empty where it is not.
    pub filter: String,
}

impl Network {
    /// Records that somebody who oversees the record reads it.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat or an auditor reads.
    pub fn read_audit(&self, reading: &AuditReading, by: DelegateId) -> Result<Act, Refusal> {
        self.authorise(Operation::ReadAudit, by)?;
        let mut contents = Contents::default();
        let filter = Some(reading.filter.as_str()).filter(|filter| !filter.is_empty());
        let fact = AuditFact::AuditRead {
            scope: reading.scope,
            instrument: reading.instrument,
            clause: reading.clause,
            filter: filter.map(|filter| contents.add(filter)),
        };
        Ok(self.act(by, fact.into(), contents))
    }

    /// Erases a person's data. `own` are the words that are the person's name and address,
    /// `also` the entries that the command names.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::UnknownDelegate`] if there is nobody such;
    /// * [`Refusal::NothingToErase`] if the person's data are erased already, or words named are not there;
    /// * [`Refusal::WordingStays`] if words named are a wording or a title;
    /// * [`Refusal::LastOfSecretariat`] if nobody would be left in the secretariat.
    pub fn erase_person(
        &self,
        delegate: DelegateId,
        command: &ErasePerson,
        by: DelegateId,
        (own, also): (&[ErasedWords], &[Entry]),
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::ErasePersonalData, by)?;
        let person = self.delegate(delegate);
        let person = person.ok_or(Refusal::UnknownDelegate(delegate))?;
        if person.is_erased {
            return Err(Refusal::NothingToErase);
        }
        self.check_secretariat_without(delegate)?;
        let mut erased = own.to_vec();
        for words in &command.also {
            let entry = also.iter().find(|entry| entry.seq == words.entry);
            let entry = entry.ok_or(Refusal::NothingToErase)?;
            erased.push(erasable(entry, &words.places)?);
        }
        let mut contents = Contents::default();
        let fact = AuditFact::PersonErased {
            delegate,
            reason: contents.add(command.reason.as_str()),
            erased: merged(erased),
        };
        Ok(self.act(by, fact.into(), contents))
    }

    /// Erases words beside an entry.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::NothingToErase`] if none are named, or they are not there (any more);
    /// * [`Refusal::WordingStays`] if they are a wording or a title;
    /// * [`Refusal::NameOfPerson`] if they are a person's name or address: the person is erased as a whole.
    pub fn erase_words(
        &self,
        entry: &Entry,
        command: &EraseWords,
        by: DelegateId,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::ErasePersonalData, by)?;
        let erased = erasable(entry, &command.places)?;
        let mut contents = Contents::default();
        let reason = contents.add(command.reason.as_str());
        let fact = AuditFact::WordsErased { erased, reason };
        Ok(self.act(by, fact.into(), contents))
    }
}

/// Returns the words at these places, sorted, if all of them may be erased.
fn erasable(entry: &Entry, places: &[u16]) -> Result<ErasedWords, Refusal> {
    let mut places = places.to_vec();
    places.sort_unstable();
    places.dedup();
    let is_given = |place: &u16| {
        let words = entry.contents.get(usize::from(*place));
        words.is_some_and(|words| words.as_str().is_some())
    };
    if places.is_empty() || !places.iter().all(is_given) {
        return Err(Refusal::NothingToErase);
    }
    let is_among =
        |found: &[crate::record::ContentRef]| found.iter().any(|it| places.contains(&it.place()));
    if is_among(&entry.fact.wordings()) {
        return Err(Refusal::WordingStays);
    }
    let person = entry.fact.names();
    if person.is_some_and(|person| is_among(&entry.fact.personal(person))) {
        return Err(Refusal::NameOfPerson);
    }
    Ok(ErasedWords {
        entry: entry.seq,
        places,
    })
}

fn merged(mut erased: Vec<ErasedWords>) -> Vec<ErasedWords> {
    erased.sort();
    erased.dedup_by(|next, before| {
        let is_same = next.entry == before.entry;
        if is_same {
            before.places.append(&mut next.places);
            before.places.sort_unstable();
            before.places.dedup();
        }
        is_same
    });
    erased
}
