//! What is done with organisations' keys.

use domain::api::{ApproveKey, ConfirmKey, DeclareKey, DraftKeyStatement, RotateKey};
use domain::id::{DelegateId, OrganisationId};
use domain::record::KeyApproval;
use domain::refusal::Refusal;
use domain::signing::{KeyStatement, Nonce, Proven, PublicKey, SignedStatement, StatementKind};

use super::signing::{key_of, network_digest};
use super::{Office, Receipt, WorkflowError, Writing};
use crate::signatures;
use crate::store::WaitingApproval;

/// What became of an approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyChange {
    /// It was the last one needed: the organisation goes on with its new key.
    Recovered(Receipt),
    /// Others are needed.
    Waiting {
        /// How many there are.
        given: usize,
        /// How many there must be.
        needed: usize,
    },
}

/// Says what a head of delegation has to sign about a key.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::key_statement`] says, or if the key is not usable;
/// * [`WorkflowError::Store`] if the database fails.
pub async fn key_statement(
    office: &Office,
    by: DelegateId,
    wanted: &DraftKeyStatement,
) -> Result<KeyStatement, WorkflowError> {
    signatures::check_usable(wanted.key)?;
    let network = network_digest(&mut office.store().snapshot().await?).await?;
    let fresh = (Nonce::from_bytes(office.random().bytes()), office.now());
    let about = (wanted.purpose, wanted.organisation, wanted.key);
    let register = office.register();
    Ok((register.network()).key_statement(about, by, network, fresh)?)
}

/// Declares a key of an organisation.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::declare_key`] says, or if the key is not usable.
pub async fn declare_key(
    office: &Office,
    by: DelegateId,
    command: &DeclareKey,
) -> Result<Receipt, WorkflowError> {
    let key = new_key(&command.signed)?;
    let proven = prove(&command.signed, key)?;
    let mut writing = office.begin().await?;
    let network = network_digest(writing.tx()).await?;
    let ground = (network, writing.now());
    let act = (writing.register().network()).declare_key(&proven, by, ground)?;
    writing.append([act]).await?;
    writing.commit().await
}

/// Confirms an organisation's first key.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::confirm_key`] says.
pub async fn confirm_key(
    office: &Office,
    by: DelegateId,
    organisation: OrganisationId,
    command: ConfirmKey,
) -> Result<Receipt, WorkflowError> {
    let mut writing = office.begin().await?;
    let network = writing.register().network();
    let act = network.confirm_key(organisation, command, by)?;
    writing.append([act]).await?;
    writing.commit().await
}

/// Goes on with another key.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::rotate_key`] says, or if the key is not usable.
pub async fn rotate_key(
    office: &Office,
    by: DelegateId,
    command: &RotateKey,
) -> Result<Receipt, WorkflowError> {
    new_key(&command.signed)?;
    let mut writing = office.begin().await?;
    let present = key_of(writing.register(), by).ok_or(Refusal::NoKey)?;
    let proven = prove(&command.signed, present)?;
    let network = network_digest(writing.tx()).await?;
    let ground = (network, writing.now());
    let act = (writing.register().network()).rotate_key(&proven, by, ground)?;
    writing.append([act]).await?;
    writing.commit().await
}

/// Approves another organisation's new key; the last approval needed makes it hold.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::network::Network::check_approval`] says, or with
///   [`Refusal::AlreadyApproved`] if the organisation approved it before.
pub async fn approve_key(
    office: &Office,
    by: DelegateId,
    organisation: OrganisationId,
    command: &ApproveKey,
) -> Result<KeyChange, WorkflowError> {
    let key = new_key(&command.signed)?;
    let mut writing = office.begin().await?;
    let present = key_of(writing.register(), by).ok_or(Refusal::NoKey)?;
    let proven = prove(&command.signed, present)?;
    let ground = (network_digest(writing.tx()).await?, writing.now());
    let network = writing.register().network();
    let approving = network.check_approval(organisation, &proven, by, ground)?;
    let mut all = standing(&mut writing, organisation, key).await?;
    if all.iter().any(|(id, _)| *id == approving) {
        return Err(Refusal::AlreadyApproved.into());
    }
    all.push((approving, proven));
    match (writing.register().network()).recover_key(organisation, &all, by, ground) {
        Ok(act) => {
            writing.append([act]).await?;
            writing.tx().forget_key_approvals(organisation).await?;
            Ok(KeyChange::Recovered(writing.commit().await?))
        }
        Err(Refusal::ApprovalsAwaited { needed, given }) => {
            let approval = WaitingApproval {
                approval: KeyApproval {
                    organisation: approving,
                    signed: command.signed.clone(),
                },
                by,
                at: writing.now(),
            };
            let tx = writing.tx();
            tx.keep_key_approval(organisation, key, &approval).await?;
            writing.commit().await?;
            Ok(KeyChange::Waiting { given, needed })
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// Returns the approvals that wait for others, of the key that an organisation has declared.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database fails.
pub async fn approvals(
    office: &Office,
    organisation: OrganisationId,
) -> Result<Vec<WaitingApproval>, WorkflowError> {
    let register = office.register();
    let found = register.network().organisation(organisation);
    let Some(declared) = found.and_then(|it| it.keys.declared()) else {
        return Ok(Vec::new());
    };
    let mut tx = office.store().snapshot().await?;
    Ok(tx.key_approvals(organisation, declared.key).await?)
}

/// Returns the approvals kept so far that still count: under a key that its organisation holds
/// yet, of the statement that would be made now, and fresh.
async fn standing(
    writing: &mut Writing<'_>,
    organisation: OrganisationId,
    key: PublicKey,
) -> Result<Vec<(OrganisationId, Proven)>, WorkflowError> {
    let ground = (network_digest(writing.tx()).await?, writing.now());
    let kept = writing.tx().key_approvals(organisation, key).await?;
    let network = writing.register().network();
    let proven = kept.iter().filter_map(|it| {
        let KeyApproval {
            organisation: approving,
            signed,
        } = &it.approval;
        let proven = prove(signed, network.active_key(*approving)?).ok()?;
        let checked = network.check_approval(organisation, &proven, it.by, ground);
        checked.ok().map(|approving| (approving, proven))
    });
    Ok(proven.collect())
}

/// Returns the key that a statement is about, once it is known to be usable.
fn new_key(signed: &SignedStatement) -> Result<PublicKey, Refusal> {
    let key = KeyStatement::from_bytes(&signed.payload()?)?.key;
    signatures::check_usable(key)?;
    Ok(key)
}

fn prove(signed: &SignedStatement, key: PublicKey) -> Result<Proven, Refusal> {
    signed.prove(StatementKind::Key, key, signatures::verify)
}
