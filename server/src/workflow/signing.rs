//! Positions that organisations sign: what is to be signed, and taking what was.

use domain::api::PositionStatement;
use domain::id::{ClauseId, DelegateId, InstrumentId, PreparationId};
use domain::instrument::Acting;
use domain::record::{Act, PositionTaken};
use domain::refusal::Refusal;
use domain::register::Register;
use domain::signing::{Digest, FormalPosition, Nonce, Salt, Salts, Seen, StatementKind};
use ledger::hash::leaf_hash;

use super::{Office, WorkflowError, Writing};
use crate::signatures;
use crate::store::Tx;

/// The root of a tree without entries.
const EMPTY_ROOT: Digest = Digest::from_bytes(*ledger::hash::EMPTY_ROOT.as_bytes());

/// What an organisation has to sign, with the salts that go with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementToSign {
    /// The statement.
    pub said: FormalPosition,
    /// How the record would have it, but for the signature.
    pub taken: PositionTaken,
    /// The position as it would be taken.
    pub position: PositionStatement,
    /// The salts of its words.
    pub salts: Salts,
}

/// Says what has to be signed to take a position; everything else is checked already.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::instrument::Instrument::statement_to_sign`] says;
/// * [`WorkflowError::Store`] if the database fails.
pub async fn statement_to_sign(
    office: &Office,
    by: DelegateId,
    (id, clause): (InstrumentId, ClauseId),
    position: &PositionStatement,
) -> Result<StatementToSign, WorkflowError> {
    let register = office.register();
    let acting = office.acting(&register, by);
    let mut tx = office.store().snapshot().await?;
    let known = (network_digest(&mut tx).await?, newest_seen(&mut tx).await?);
    let instrument = register.instrument(id)?;
    let salts = fresh_salts(office, position);
    let fresh = (Nonce::from_bytes(office.random().bytes()), office.now());
    let words = (position, &salts);
    let (said, taken) = instrument.statement_to_sign(clause, words, &acting, known, fresh)?;
    Ok(StatementToSign {
        said,
        taken,
        position: position.clone(),
        salts,
    })
}

/// Returns the network's name in statements.
///
/// # Errors
///
/// * [`WorkflowError::Store`] if the database fails.
pub async fn network_name(office: &Office) -> Result<Digest, WorkflowError> {
    network_digest(&mut office.store().snapshot().await?).await
}

/// Says what the head of delegation has to sign to submit a prepared position.
///
/// # Errors
///
/// * [`WorkflowError::Refused`] as [`domain::deliberation::Prepared::submitted`] and
///   [`statement_to_sign`] say.
pub async fn prepared_to_sign(
    office: &Office,
    by: DelegateId,
    id: PreparationId,
) -> Result<StatementToSign, WorkflowError> {
    let prepared = super::prepared(office, by, id).await?;
    let register = office.register();
    let acting = office.acting(&register, by);
    let instrument = register.instrument(prepared.instrument)?;
    let position = prepared.submitted(instrument, &acting)?;
    let place = (prepared.instrument, prepared.clause);
    statement_to_sign(office, by, place, &position).await
}

/// Takes a position by the rule that its signature, or the lack of one, asks for.
pub(super) async fn position(
    writing: &mut Writing<'_>,
    by: DelegateId,
    (id, clause): (InstrumentId, ClauseId),
    statement: &PositionStatement,
) -> Result<Vec<Act>, WorkflowError> {
    let Some(signed) = &statement.signed else {
        let instrument = writing.register().instrument(id)?;
        return Ok(instrument.take_position(clause, statement, &writing.acting(by))?);
    };
    let network = network_digest(writing.tx()).await?;
    let key = key_of(writing.register(), by).ok_or(Refusal::SignatureUnexpected)?;
    let kind = StatementKind::Position;
    let proven = signed.jws.prove(kind, key, signatures::verify)?;
    let said = FormalPosition::from_bytes(proven.payload(kind)?)?;
    check_seen(writing.tx(), said.seen).await?;
    let instrument = writing.register().instrument(id)?;
    let words = (statement, &signed.salts);
    let acting: Acting<'_> = writing.acting(by);
    Ok(instrument.take_signed_position(clause, words, &proven, network, &acting)?)
}

/// Returns the key that the organisation of a delegate holds.
pub(super) fn key_of(register: &Register, by: DelegateId) -> Option<domain::signing::PublicKey> {
    let own = register.network().delegate(by)?.organisation?;
    register.network().active_key(own)
}

/// Returns the network's name in statements: the leaf hash of the record's first entry.
pub(super) async fn network_digest(tx: &mut Tx) -> Result<Digest, WorkflowError> {
    let founding = tx.entry(0).await?.ok_or(Refusal::NotPermitted)?;
    Ok(Digest::from_bytes(*leaf_hash(&founding.bytes).as_bytes()))
}

/// Returns the newest sealed state of the record; the state before its first entry where nothing is
/// sealed yet.
async fn newest_seen(tx: &mut Tx) -> Result<Seen, WorkflowError> {
    let sealed = tx.last_checkpoint().await?;
    Ok(Seen {
        size: sealed.as_ref().map_or(0, |it| it.size),
        root: sealed.map_or(EMPTY_ROOT, |it| Digest::from_bytes(*it.root.as_bytes())),
    })
}

/// Checks that the record was once as a statement says it was seen.
async fn check_seen(tx: &mut Tx, seen: Seen) -> Result<(), WorkflowError> {
    if seen.size > tx.tree_size().await? {
        return Err(Refusal::SeenUnknown.into());
    }
    let root = tx.tree_root(seen.size).await?;
    if root.as_bytes() == seen.root.as_bytes() {
        Ok(())
    } else {
        Err(Refusal::SeenUnknown.into())
    }
}

fn fresh_salts(office: &Office, position: &PositionStatement) -> Salts {
    let salt = |is_given: bool| is_given.then(|| Salt::from_bytes(office.random().bytes()));
    Salts {
        reason: salt(position.reason.is_some()),
        remedy: salt(position.remedy.is_some()),
        reservation: salt(position.reservation.is_some()),
        passage: salt(position.passage.is_some()),
    }
}
