//! Positions that an organisation signs with its own key.

use super::{Acting, Instrument, SignedMark};
use crate::api::PositionStatement;
use crate::id::{ClauseId, OrganisationId};
use crate::record::{Act, Contents, PositionTaken};
use crate::refusal::Refusal;
use crate::signing::{
    Digest, FormalPosition, Ground, Nonce, Proven, Salts, Seen, StatementKind, check_fresh,
};
use crate::time::Timestamp;

/// A position as it would be recorded, with the words beside it.
struct Worded {
    said: FormalPosition,
    taken: PositionTaken,
    contents: Contents,
}

impl Instrument {
    /// Says what an organisation with a key has to sign to take a position, and how the record would
    /// have it; everything else that can be refused is refused already.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NoKey`] if the organisation has none;
    /// * as [`Self::take_position`] says.
    pub fn statement_to_sign(
        &self,
        clause: ClauseId,
        (statement, salts): (&PositionStatement, &Salts),
        acting: &Acting<'_>,
        (network, seen): (Digest, Seen),
        (nonce, issued_at): (Nonce, Timestamp),
    ) -> Result<(FormalPosition, PositionTaken), Refusal> {
        let organisation = self.check_taker(acting)?;
        acting
            .network
            .active_key(organisation)
            .ok_or(Refusal::NoKey)?;
        let ground = Ground {
            network,
            nonce,
            issued_at,
            seen,
            supersedes: self.last_statement(organisation, clause),
        };
        let place = (organisation, clause);
        let worded = self.worded_to_sign(place, (statement, salts), &ground, acting)?;
        Ok((worded.said, worded.taken))
    }

    /// Takes an organisation's position that it signed; an objection may break silence.
    ///
    /// Whether the record ever was as the statement says it was seen, the caller has checked.
    ///
    /// # Errors
    ///
    /// * [`Refusal::SignatureUnexpected`] if the organisation has no key;
    /// * [`Refusal::SignatureInvalid`] unless its present key signed;
    /// * [`Refusal::StatementUnreadable`] if what was signed is no statement of a position;
    /// * [`Refusal::StatementDiffers`] if it says anything else than what is done here;
    /// * [`Refusal::StatementNotFresh`] or [`Refusal::StatementReplayed`] as they say;
    /// * as [`Self::take_position`] says.
    pub fn take_signed_position(
        &self,
        clause: ClauseId,
        (statement, salts): (&PositionStatement, &Salts),
        proven: &Proven,
        network: Digest,
        acting: &Acting<'_>,
    ) -> Result<Vec<Act>, Refusal> {
        let organisation = self.check_taker(acting)?;
        let active = acting.network.active_key(organisation);
        if active.ok_or(Refusal::SignatureUnexpected)? != proven.key() {
            return Err(Refusal::SignatureInvalid);
        }
        let said = FormalPosition::from_bytes(proven.payload(StatementKind::Position)?)?;
        let ground = Ground {
            network,
            supersedes: self.last_statement(organisation, clause),
            ..said.ground()
        };
        let place = (organisation, clause);
        let worded = self.worded_to_sign(place, (statement, salts), &ground, acting)?;
        if let Some(member) = worded.said.differs_at(&said) {
            return Err(Refusal::StatementDiffers(member));
        }
        check_fresh(said.issued_at, acting.now)?;
        self.check_nonce(organisation, said.nonce)?;
        let position = PositionTaken {
            signed: Some(proven.signed().clone()),
            ..worded.taken
        };
        Ok(self.taken(position, worded.contents, acting))
    }

    /// Returns the hash of the last statement that an organisation signed on a clause.
    pub fn last_statement(&self, organisation: OrganisationId, clause: ClauseId) -> Option<Digest> {
        let positions = self.positions(clause).iter().rev();
        let mut own = positions.filter(|it| it.organisation == organisation);
        own.find_map(|it| it.signed).map(|mark| mark.statement)
    }

    fn worded_to_sign(
        &self,
        (organisation, clause): (OrganisationId, ClauseId),
        (statement, salts): (&PositionStatement, &Salts),
        ground: &Ground,
        acting: &Acting<'_>,
    ) -> Result<Worded, Refusal> {
        self.check_statement(clause, statement)?;
        let mut contents = Contents::default();
        let words = (&mut contents, Some(salts));
        let taken = self.worded((organisation, clause), statement, words)?;
        let table = self.current().ok_or(Refusal::UnknownClause(clause))?;
        let worded = table.clause(clause);
        let worded = worded.ok_or(Refusal::UnknownClause(clause))?;
        let said = FormalPosition::of(
            &taken,
            &contents.commitments().unwrap_or_default(),
            (self.id, table.language_of(worded)),
            (organisation, acting.by),
            ground,
        );
        Ok(Worded {
            said,
            taken,
            contents,
        })
    }

    /// Checks that no statement of an organisation on this instrument has these random bits.
    fn check_nonce(&self, organisation: OrganisationId, nonce: Nonce) -> Result<(), Refusal> {
        let mut own = self.positions.values().flatten();
        let is_used = |mark: SignedMark| mark.nonce == nonce;
        if own.any(|it| it.organisation == organisation && it.signed.is_some_and(is_used)) {
            Err(Refusal::StatementReplayed)
        } else {
            Ok(())
        }
    }
}
