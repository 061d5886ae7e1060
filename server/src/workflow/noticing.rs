//! Notices of one person: computed from the last entries of the record and what is beside it.

use std::collections::BTreeSet;

use domain::id::DelegateId;
use domain::notices::{
    Deadline, Marks, Notice, NoticeKind, checked, deadlines as deadlines_of, digest,
    prepared as told_of_prepared, recorded, reminders, said,
};
use domain::time::Timestamp;

use super::{Office, WorkflowError};
use crate::auth::token::Token;

/// How far back notices go, in seconds: 30 days.
pub(super) const NOTICES_FOR: i64 = 30 * 86_400;

/// The most messages, and prepared positions of an instrument, that are looked at.
const MOST: u32 = 500;

/// What concerns a person, with what they have read of it.
#[derive(Debug, Clone)]
pub struct Noticed {
    /// What happened, in no order.
    pub notices: Vec<Notice>,
    /// What was read and is hidden.
    pub marks: Marks,
}

/// Returns what concerned a person within the last 30 days.
///
/// # Errors
///
/// * [`WorkflowError`] if the record or the database cannot be read.
pub async fn notices(office: &Office, by: DelegateId) -> Result<Noticed, WorkflowError> {
    let register = office.register();
    let entries = office.recent().await?;
    let mut notices: Vec<_> = entries
        .iter()
        .flat_map(|entry| recorded(entry, &register, by))
        .collect();
    let acting = office.acting(&register, by);
    let since = acting.now.plus_seconds(-NOTICES_FOR);
    let mut tx = office.store().snapshot().await?;
    for heard in tx.messages_for(by, since, MOST).await? {
        let (thread, message) = (&heard.thread, &heard.message);
        let instrument = register.instrument(thread.instrument)?;
        let it = (thread, message.author, message.sent_at);
        notices.extend(said(
            it,
            message.mentions.contains(&by),
            instrument,
            &acting,
        ));
    }
    let checks = tx.checks_since(since).await?;
    for check in &checks {
        let replies = tx.replies_to(check.id).await?;
        let instrument = register.instrument(check.instrument)?;
        notices.extend(checked(check, &replies, instrument, &acting));
    }
    let ends = deadlines_of(&register, &acting, &checks);
    notices.extend(reminders(&ends, acting.now));
    let own = acting.network.delegate(by).and_then(|it| it.organisation);
    if let Some(own) = own {
        for instrument in register.instruments() {
            let all = tx.prepared_of(own, instrument.id, MOST).await?;
            notices.extend(
                all.iter()
                    .filter_map(|it| told_of_prepared(it, instrument, &acting))
                    .filter(|it| it.at >= since),
            );
        }
    }
    let marks = Marks {
        read: tx.notices_read(by).await?,
        hidden: tx.notices_hidden(by).await?,
    };
    Ok(Noticed { notices, marks })
}

/// Counts the lines of a person's digest that were not read; `day_of` says which day an instant
/// belongs to.
///
/// # Errors
///
/// * [`WorkflowError`] if the record or the database cannot be read.
pub async fn unread<D: Copy + Ord>(
    office: &Office,
    by: DelegateId,
    day_of: impl Fn(Timestamp) -> D,
) -> Result<usize, WorkflowError> {
    let Noticed { notices, marks } = notices(office, by).await?;
    let lines = digest(&notices, &marks, day_of);
    Ok(lines.iter().filter(|line| !line.is_read).count())
}

/// Returns what ends for a person from now on, the first one first.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database fails.
pub async fn deadlines(office: &Office, by: DelegateId) -> Result<Vec<Deadline>, WorkflowError> {
    let register = office.register();
    let acting = office.acting(&register, by);
    let since = acting.now.plus_seconds(-NOTICES_FOR);
    let mut tx = office.store().snapshot().await?;
    let checks = tx.checks_since(since).await?;
    Ok(deadlines_of(&register, &acting, &checks))
}

/// Notes until when a person has read about a matter, or about everything where none is named.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database fails.
pub async fn mark_notices_read(
    office: &Office,
    by: DelegateId,
    matter: Option<&str>,
    until: Timestamp,
) -> Result<(), WorkflowError> {
    // Entries that are made together may be a little later than the clock.
    let latest = office.register().last_at().max(Some(office.now()));
    let until = latest.map_or(until, |latest| until.min(latest));
    let Noticed { notices, .. } = notices(office, by).await?;
    // Marks are kept for what there is, so that nobody can fill the table with others.
    let is_known = |line: &str| notices.iter().any(|it| it.matter.to_string() == line);
    let line = matter.unwrap_or_default();
    if !line.is_empty() && !is_known(line) {
        return Ok(());
    }
    let mut tx = office.store().begin().await?;
    tx.mark_notices_read(by, line, until).await?;
    Ok(tx.commit().await?)
}

/// Keeps which kinds of notices a person wants to see; what sets a deadline for an organisation is
/// not hidden from its people.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database fails.
pub async fn choose_notices(
    office: &Office,
    by: DelegateId,
    shown: &BTreeSet<NoticeKind>,
) -> Result<(), WorkflowError> {
    let register = office.register();
    let person = register.network().delegate(by);
    let represents = person.is_some_and(|it| it.organisation.is_some());
    let is_hidden = |kind: &&NoticeKind| {
        let is_always_shown = represents && kind.can_bind();
        !(is_always_shown || shown.contains(kind))
    };
    let hidden = NoticeKind::ALL.iter().filter(is_hidden);
    let mut tx = office.store().begin().await?;
    tx.hide_notices(by, &hidden.map(|kind| kind.as_str()).collect())
        .await?;
    Ok(tx.commit().await?)
}

/// Gives a person's feeds a secret address; the one before stops working. It is shown once.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database fails.
pub async fn make_feed_address(office: &Office, by: DelegateId) -> Result<Token, WorkflowError> {
    let token = Token::new(office.random());
    let mut tx = office.store().begin().await?;
    tx.put_feed_secret(by, &token.hash(), office.now()).await?;
    tx.commit().await?;
    Ok(token)
}

/// Takes the address of a person's feeds away.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database fails.
pub async fn revoke_feed_address(office: &Office, by: DelegateId) -> Result<(), WorkflowError> {
    let mut tx = office.store().begin().await?;
    tx.revoke_feeds(by).await?;
    Ok(tx.commit().await?)
}

/// Returns when a person's feeds got their address, if they have one.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database fails.
pub async fn feeds_since(
    office: &Office,
    by: DelegateId,
) -> Result<Option<Timestamp>, WorkflowError> {
    let mut tx = office.store().snapshot().await?;
    Ok(tx.feeds_since(by).await?)
}

/// Returns whose feeds a secret opens; nobody's once the person no longer acts.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database fails.
pub async fn reader_of_feeds(
    office: &Office,
    secret: &str,
) -> Result<Option<DelegateId>, WorkflowError> {
    let Some(token) = Token::parse(secret) else {
        return Ok(None);
    };
    let mut tx = office.store().snapshot().await?;
    let found = tx.feeds_of(&token.hash()).await?;
    let register = office.register();
    let acts = |id: &DelegateId| {
        let person = register.network().delegate(*id);
        person.is_some_and(domain::network::Delegate::is_accredited)
    };
    Ok(found.filter(acts))
}
