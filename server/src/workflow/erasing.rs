//! Erasing words for good: a person's data, or words that should never have been written.
//!
//! # Invariants
//!
//! * The entries stay, with their commitments: the record still verifies.
//! * Nothing that was erased is left in the register, in earlier states kept, or in the database's files.

use domain::api::{ErasePerson, EraseWords};
use domain::id::DelegateId;
use domain::mentioned::Names;
use domain::network::Delegate;
use domain::permission::Operation;
use domain::record::ErasedWords;
use domain::refusal::Refusal;
use domain::time::Timestamp;

use super::office::read_entry;
use super::reading::decode;
use super::{Office, Receipt, WorkflowError, Writing};
use crate::store::{EntryFilter, NamingContent, Page, Tx};

/// What became of words that were to be erased.
#[derive(Debug)]
pub struct Erased {
    /// What was recorded.
    pub receipt: Receipt,
    /// Whether the database's files have nothing of it any more.
    pub is_traceless: bool,
}

/// What of a person would vanish, and what would not.
#[derive(Debug, Default)]
pub struct Traces {
    /// The words beside entries that are the person's name and address.
    pub own: Vec<ErasedWords>,
    /// Further words beside entries that name the person and can be erased.
    pub naming: Vec<Naming>,
    /// Wordings and titles that name the person: they stay.
    pub staying: Vec<Naming>,
}

/// Words beside an entry that name a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// The entry.
    pub seq: u64,
    /// When it was made.
    pub at: Timestamp,
    /// The place among its contents.
    pub place: u16,
    /// What the words are: `reason`, `note`.
    pub what: &'static str,
    /// The words.
    pub text: String,
}

/// Says what erasing a person would erase.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] unless the secretariat asks, about somebody who is not erased already;
/// * [`WorkflowError`] if the record cannot be read.
pub async fn traces(
    office: &Office,
    by: DelegateId,
    delegate: DelegateId,
) -> Result<Traces, WorkflowError> {
    let register = office.register();
    let network = register.network();
    network.authorise(Operation::ErasePersonalData, by)?;
    let person = network.delegate(delegate).filter(|it| !it.is_erased);
    let person = person.ok_or(Refusal::UnknownDelegate(delegate))?;
    let mut tx = office.store().snapshot().await?;
    let naming = tx.contents_naming(&names(person)).await?;
    let mut traces = Traces {
        own: own_words(&mut tx, delegate).await?,
        ..Traces::default()
    };
    for content in naming {
        traces.add(&mut tx, content).await?;
    }
    Ok(traces)
}

impl Traces {
    async fn add(&mut self, tx: &mut Tx, content: NamingContent) -> Result<(), WorkflowError> {
        let Some(kept) = read_entry(tx, content.seq.unsigned_abs()).await? else {
            return Ok(());
        };
        let entry = kept.entry;
        let place = u16::try_from(content.position).unwrap_or(u16::MAX);
        // The names of others who are called the same are theirs.
        let is_name = entry
            .fact
            .names()
            .is_some_and(|of| entry.fact.personal(of).iter().any(|it| it.place() == place));
        if is_name {
            return Ok(());
        }
        let named = entry.fact.named_contents();
        let what = named.iter().find(|(_, it)| it.place() == place);
        let naming = Naming {
            seq: entry.seq,
            at: entry.at,
            place,
            what: what.map_or("text", |(name, _)| name),
            text: content.text,
        };
        let stays = entry.fact.wordings().iter().any(|it| it.place() == place);
        if stays {
            self.staying.push(naming);
        } else {
            self.naming.push(naming);
        }
        Ok(())
    }
}

/// Erases a person's data: beside the record, in the accounts, and in what others wrote; the
/// pseudonym stays.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::erase_person`] says, or if the reason names the person;
/// * [`WorkflowError`] if the record cannot be read or written.
pub async fn erase_person(
    office: &Office,
    by: DelegateId,
    delegate: DelegateId,
    command: &ErasePerson,
) -> Result<Erased, WorkflowError> {
    let mut writing = office.begin().await?;
    let own = own_words(writing.tx(), delegate).await?;
    let mut also = Vec::new();
    for words in &command.also {
        let kept = read_entry(writing.tx(), words.entry).await?;
        also.extend(kept.map(|kept| kept.entry));
    }
    let network = writing.register().network();
    let names = network.delegate(delegate).map(names).unwrap_or_default();
    let act = network.erase_person(delegate, command, by, (&own, &also))?;
    if names.are_in(command.reason.as_str()) {
        return Err(Refusal::ReasonNamesPerson.into());
    }
    writing.append([act]).await?;
    for words in own.iter().chain(&command.also) {
        erase(&mut writing, words).await?;
    }
    writing.tx().erase_account(delegate).await?;
    writing.tx().replace_names(&names).await?;
    finish(office, writing).await
}

/// Erases words beside an entry.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::erase_words`] says;
/// * [`WorkflowError`] if the record cannot be read or written.
pub async fn erase_words(
    office: &Office,
    by: DelegateId,
    seq: u64,
    command: &EraseWords,
) -> Result<Erased, WorkflowError> {
    let mut writing = office.begin().await?;
    let kept = read_entry(writing.tx(), seq).await?;
    let entry = kept.ok_or(Refusal::NothingToErase)?.entry;
    let network = writing.register().network();
    let act = network.erase_words(&entry, command, by)?;
    writing.append([act]).await?;
    let words = ErasedWords {
        entry: seq,
        places: command.places.clone(),
    };
    erase(&mut writing, &words).await?;
    finish(office, writing).await
}

async fn erase(writing: &mut Writing<'_>, words: &ErasedWords) -> Result<(), WorkflowError> {
    let seq = i64::try_from(words.entry).unwrap_or(i64::MAX);
    for place in &words.places {
        writing.tx().erase_content(seq, i64::from(*place)).await?;
    }
    Ok(())
}

/// Reads the record anew without what was erased, makes everything durable, and clears the database's files.
async fn finish(office: &Office, mut writing: Writing<'_>) -> Result<Erased, WorkflowError> {
    writing.read_anew().await?;
    let receipt = writing.commit().await?;
    office.forget().await;
    let cleared = office.store().leave_no_trace().await;
    if let Err(error) = &cleared {
        tracing::warn!("erased words stay in the database's files for now: {error}");
    }
    Ok(Erased {
        receipt,
        is_traceless: cleared.unwrap_or_default(),
    })
}

/// Returns by what a person is found in texts.
fn names(person: &Delegate) -> Names {
    let words = [&person.name, &person.address];
    Names::new(words.into_iter().filter_map(|it| it.as_str()))
}

/// Returns the words beside entries that are a person's name and address.
async fn own_words(tx: &mut Tx, person: DelegateId) -> Result<Vec<ErasedWords>, WorkflowError> {
    let mut own = Vec::new();
    for kind in ["network_founded", "delegate_invited"] {
        let filter = EntryFilter {
            type_prefix: Some(kind.into()),
            ..EntryFilter::default()
        };
        let page = Page::Oldest {
            after: None,
            limit: u32::MAX,
        };
        for stored in tx.entries(&filter, page).await? {
            let contents = tx.contents(stored.seq..=stored.seq).await?;
            let entry = decode(&stored, contents)?;
            let places: Vec<u16> = (entry.fact.personal(person).iter())
                .filter(|it| entry.words(**it).as_str().is_some())
                .map(|it| it.place())
                .collect();
            own.extend((!places.is_empty()).then_some(ErasedWords {
                entry: entry.seq,
                places,
            }));
        }
    }
    Ok(own)
}

#[cfg(test)]
mod tests;
