//! Filters of the audit under names: theirs alone who oversee the record, and nothing of the record.

use domain::id::{AuditFilterId, DelegateId};
use domain::permission::Operation;
use domain::refusal::Refusal;
use domain::words::Name;

use super::{Office, WorkflowError};
use crate::store::AuditFilter;

/// How many filters a person can have.
const MOST: usize = 50;

/// Returns the filters of a person, the first saved first.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] unless the person oversees the record;
/// * [`WorkflowError::Store`] if the database fails.
pub async fn audit_filters(
    office: &Office,
    by: DelegateId,
) -> Result<Vec<AuditFilter>, WorkflowError> {
    authorise(office, by)?;
    Ok(office.store().snapshot().await?.audit_filters(by).await?)
}

/// Saves a filter under a name.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] unless the person oversees the record, and has fewer than 50;
/// * [`WorkflowError::Store`] if the database fails.
pub async fn save_audit_filter(
    office: &Office,
    by: DelegateId,
    (name, query): (&Name, String),
) -> Result<AuditFilter, WorkflowError> {
    authorise(office, by)?;
    let mut tx = office.store().begin().await?;
    if tx.audit_filters(by).await?.len() >= MOST {
        return Err(Refusal::TooManyFilters(MOST).into());
    }
    let filter = AuditFilter {
        id: AuditFilterId::from_uuid(office.fresh_uuid()),
        name: name.to_string(),
        query,
        created_at: office.now(),
    };
    tx.insert_audit_filter(by, &filter).await?;
    tx.commit().await?;
    Ok(filter)
}

/// Gives a filter another name.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] unless it is the person's own;
/// * [`WorkflowError::Store`] if the database fails.
pub async fn rename_audit_filter(
    office: &Office,
    by: DelegateId,
    (id, name): (AuditFilterId, &Name),
) -> Result<(), WorkflowError> {
    authorise(office, by)?;
    let mut tx = office.store().begin().await?;
    if tx.rename_audit_filter(by, id, name.as_str()).await? == 0 {
        return Err(Refusal::UnknownFilter.into());
    }
    Ok(tx.commit().await?)
}

/// Deletes a filter.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] unless it is the person's own;
/// * [`WorkflowError::Store`] if the database fails.
pub async fn delete_audit_filter(
    office: &Office,
    by: DelegateId,
    id: AuditFilterId,
) -> Result<(), WorkflowError> {
    authorise(office, by)?;
    let mut tx = office.store().begin().await?;
    if tx.delete_audit_filter(by, id).await? == 0 {
        return Err(Refusal::UnknownFilter.into());
    }
    Ok(tx.commit().await?)
}

fn authorise(office: &Office, by: DelegateId) -> Result<(), Refusal> {
    let register = office.register();
    register.network().authorise(Operation::ReadAudit, by)
}
