//! What is done with amendments in preparation.
//!
//! Nothing of them is in the record until they are tabled; that and the end of the draft are one
//! transaction.

use std::collections::BTreeSet;

use domain::api::{OpenDraftAmendment, TableDraftAmendment};
use domain::id::{AmendmentId, ClauseId, DelegateId, DraftId, InstrumentId, PackageId};
use domain::instrument::{
    Acting, DraftAmendment, DraftClosed, DraftOrigin, DraftOutcome, DraftSponsor, Drafted,
    DraftedChanges, FreshNames, Instrument, SponsorChange,
};
use domain::record::{Act, RevisionNumber};
use domain::refusal::Refusal;

use super::{Office, Prepared, Receipt, WorkflowError, Writing};
use crate::store::{Draft, NewDraftChange};

/// A draft of an amendment that is only about to exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDraftAmendment {
    /// Its name.
    pub draft: DraftId,
    /// The instrument whose text it would change.
    pub instrument: InstrumentId,
    /// The revision that its text was forked from.
    pub revision: RevisionNumber,
    /// The heads of the text that it is compared with.
    pub base: Vec<String>,
    /// What it begins with.
    pub origin: DraftOrigin,
}

/// Begins to draft an amendment, whose text comes along.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`Instrument::open_draft_amendment`] says, and with
///   [`Refusal::RevisionNotOnTable`] if another revision was tabled meanwhile.
pub async fn open_draft_amendment(
    office: &Office,
    by: DelegateId,
    command: &OpenDraftAmendment,
    new: &NewDraftAmendment,
    changes: &[NewDraftChange],
) -> Result<DraftAmendment, WorkflowError> {
    let mut writing = office.begin().await?;
    let count = count_own(&mut writing, by, new.instrument).await?;
    let instrument = writing.register().instrument(new.instrument)?;
    check_revision(instrument, new)?;
    let acting = writing.acting(by);
    let (organisation, origin, sponsors) =
        instrument.open_draft_amendment(command, count, &acting)?;
    let amendment = match origin {
        DraftOrigin::Revises(id, _) => id,
        DraftOrigin::Table | DraftOrigin::Amends(_) => AmendmentId::from_uuid(office.fresh_uuid()),
    };
    let opened = DraftAmendment {
        draft: new.draft,
        instrument: new.instrument,
        amendment,
        epoch: writing.tx().next_draft_epoch(amendment).await?,
        organisation,
        title: command.title.clone(),
        revision: new.revision,
        base: new.base.clone(),
        origin,
        opened_by: by,
        opened_at: writing.now(),
        sponsors,
        closed: None,
    };
    store(&mut writing, &opened, changes).await?;
    commit(office, writing, &opened, None).await?;
    Ok(opened)
}

/// Lets an amendment in preparation go on in another draft, written against the text on the table.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`DraftAmendment::check_leading`] says, with
///   [`Refusal::RevisionNotOnTable`] if another revision was tabled meanwhile, and with
///   [`Refusal::NothingChanged`] if it is written against the one on the table already.
pub async fn carry_draft_amendment(
    office: &Office,
    (by, id): (DelegateId, DraftId),
    new: &NewDraftAmendment,
    changes: &[NewDraftChange],
) -> Result<DraftAmendment, WorkflowError> {
    let mut writing = office.begin().await?;
    let former = find(&mut writing, id).await?;
    let instrument = writing.register().instrument(former.instrument)?;
    check_revision(instrument, new)?;
    former.check_leading(instrument, &writing.acting(by))?;
    if former.revision == new.revision {
        return Err(Refusal::NothingChanged.into());
    }
    let opened = DraftAmendment {
        draft: new.draft,
        epoch: writing.tx().next_draft_epoch(former.amendment).await?,
        revision: new.revision,
        base: new.base.clone(),
        origin: new.origin,
        ..former.clone()
    };
    store(&mut writing, &opened, changes).await?;
    close(&mut writing, (by, id), DraftOutcome::Carried(new.draft)).await?;
    commit(office, writing, &opened, Some(id)).await?;
    Ok(opened)
}

/// Changes who drafts an amendment together.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`DraftAmendment::change_sponsor`] says.
pub async fn change_draft_sponsor(
    office: &Office,
    by: DelegateId,
    id: DraftId,
    change: SponsorChange,
) -> Result<DraftSponsor, WorkflowError> {
    let mut writing = office.begin().await?;
    let draft = find(&mut writing, id).await?;
    let instrument = writing.register().instrument(draft.instrument)?;
    let sponsor = draft.change_sponsor(change, instrument, &writing.acting(by))?;
    writing.tx().put_draft_sponsor(id, &sponsor).await?;
    // Whoever was concerned before, or is now, hears of it.
    let mut concerned = draft;
    concerned.sponsors.push(sponsor);
    commit(office, writing, &concerned, None).await?;
    Ok(sponsor)
}

/// Gives up an amendment in preparation.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`DraftAmendment::check_leading`] says.
pub async fn discard_draft_amendment(
    office: &Office,
    by: DelegateId,
    id: DraftId,
) -> Result<(), WorkflowError> {
    let mut writing = office.begin().await?;
    let draft = find(&mut writing, id).await?;
    let instrument = writing.register().instrument(draft.instrument)?;
    draft.check_leading(instrument, &writing.acting(by))?;
    close(&mut writing, (by, id), DraftOutcome::Discarded).await?;
    commit(office, writing, &draft, None).await?;
    Ok(())
}

/// Tables what was drafted together, and returns the names of the amendments.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`DraftAmendment::tabled`], [`Instrument::propose_amendment`] and
///   [`Instrument::revise_amendment`] say.
pub async fn table_draft_amendment(
    office: &Office,
    (by, id): (DelegateId, DraftId),
    changes: DraftedChanges,
    command: &TableDraftAmendment,
) -> Result<(Vec<AmendmentId>, Receipt), WorkflowError> {
    let mut writing = office.begin().await?;
    let draft = find(&mut writing, id).await?;
    let instrument = writing.register().instrument(draft.instrument)?;
    let acting = writing.acting(by);
    let (tabled, acts) = match draft.tabled(changes, command, instrument, &acting)? {
        Drafted::Proposal(proposal) => {
            let fresh = fresh_names(office, draft.amendment, proposal.changes().count());
            let acts = instrument.propose_amendment(&proposal, &acting, &fresh)?;
            let ids = fresh.amendments.into_iter().map(|(id, _)| id);
            (ids.collect(), acts)
        }
        Drafted::Revision(id, revise) => {
            let mut acts = vec![instrument.revise_amendment(id, &revise, &acting)?];
            acts.extend(invitations(&draft, id, instrument, &acting));
            (vec![id], acts)
        }
    };
    writing.append(acts).await?;
    close(&mut writing, (by, id), DraftOutcome::Tabled).await?;
    let receipt = commit(office, writing, &draft, None).await?;
    Ok((tabled, receipt))
}

/// Asks those who drafted another text of an amendment and do not sponsor it yet.
fn invitations(
    draft: &DraftAmendment,
    id: AmendmentId,
    instrument: &Instrument,
    acting: &Acting<'_>,
) -> Vec<Act> {
    let others = draft.concerned().into_iter().skip(1);
    // Whoever sponsors it already is asked again by the new text itself.
    others
        .filter_map(|it| instrument.invite_cosponsor(id, it, acting).ok())
        .collect()
}

fn fresh_names(office: &Office, first: AmendmentId, count: usize) -> FreshNames {
    let further = std::iter::repeat_with(|| AmendmentId::from_uuid(office.fresh_uuid()));
    let amendments = std::iter::once(first).chain(further).take(count);
    FreshNames {
        amendments: amendments
            .map(|id| (id, ClauseId::from_uuid(office.fresh_uuid())))
            .collect(),
        package: PackageId::from_uuid(office.fresh_uuid()),
    }
}

fn check_revision(instrument: &Instrument, new: &NewDraftAmendment) -> Result<(), Refusal> {
    let on_table = instrument.current().map(|table| table.number);
    if on_table == Some(new.revision) {
        Ok(())
    } else {
        Err(Refusal::RevisionNotOnTable(new.revision))
    }
}

/// Counts what a person's organisation prepares, as [`DraftAmendment::MOST_OPEN`] counts it.
async fn count_own(
    writing: &mut Writing<'_>,
    by: DelegateId,
    instrument: InstrumentId,
) -> Result<usize, WorkflowError> {
    let person = writing.register().network().delegate(by);
    let Some(own) = person.and_then(|it| it.organisation) else {
        return Ok(0);
    };
    let since = writing.now().plus_seconds(-DraftAmendment::COUNTS_FOR);
    let tx = writing.tx();
    Ok(tx.count_draft_amendments(instrument, own, since).await?)
}

async fn find(writing: &mut Writing<'_>, id: DraftId) -> Result<DraftAmendment, WorkflowError> {
    let found = writing.tx().draft_amendment(id).await?;
    Ok(found.ok_or(Refusal::UnknownDraft(id))?)
}

/// Stores a draft with its whole text and its sponsors.
async fn store(
    writing: &mut Writing<'_>,
    opened: &DraftAmendment,
    changes: &[NewDraftChange],
) -> Result<(), WorkflowError> {
    let row = Draft {
        id: opened.draft,
        instrument_id: opened.instrument,
        amendment_id: Some(opened.amendment),
        epoch: opened.epoch,
        created_at: writing.now(),
    };
    let now = writing.now();
    let tx = writing.tx();
    tx.insert_draft(&row).await?;
    let actors: BTreeSet<_> = (changes.iter())
        .map(|it| (&it.actor, it.delegate_id))
        .collect();
    for (actor, delegate) in actors {
        tx.bind_draft_actor(row.id, actor, delegate, now).await?;
    }
    tx.insert_draft_changes(row.id, changes).await?;
    tx.insert_draft_amendment(opened).await?;
    Ok(())
}

async fn close(
    writing: &mut Writing<'_>,
    (by, id): (DelegateId, DraftId),
    outcome: DraftOutcome,
) -> Result<(), WorkflowError> {
    let closed = DraftClosed {
        outcome,
        by,
        at: writing.now(),
    };
    if writing.tx().close_draft_amendment(id, &closed).await? == 1 {
        Ok(())
    } else {
        Err(Refusal::DraftAmendmentClosed.into())
    }
}

/// Makes everything durable, then tells those concerned; also about a former draft, if there is one.
async fn commit(
    office: &Office,
    writing: Writing<'_>,
    draft: &DraftAmendment,
    former: Option<DraftId>,
) -> Result<Receipt, WorkflowError> {
    let receipt = writing.commit().await?;
    let organisations: BTreeSet<_> = draft.concerned().into_iter().collect();
    let organisations: std::sync::Arc<[_]> = organisations.into_iter().collect();
    for id in former.into_iter().chain([draft.draft]) {
        office.notices().announce_prepared(Prepared {
            draft: id,
            instrument: draft.instrument,
            organisations: organisations.clone(),
        });
    }
    Ok(receipt)
}
