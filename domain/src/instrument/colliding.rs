//! Collisions that a person declares.

use super::{Acting, Instrument};
use crate::api::{DeclareCollision, LiftCollision};
use crate::id::AmendmentId;
use crate::permission::Operation;
use crate::record::{Act, Actor, Contents, Fact, Words};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// A person's word that two amendments cannot both be adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredCollision {
    /// Why.
    pub reason: Words,
    /// Who declared it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// The entry that says so.
    pub seq: u64,
}

/// Returns two amendments with the smaller identifier first.
pub(super) fn pair(one: AmendmentId, other: AmendmentId) -> (AmendmentId, AmendmentId) {
    (one.min(other), one.max(other))
}

impl Instrument {
    /// Finds the declared collision between two amendments.
    pub fn declared_collision(
        &self,
        one: AmendmentId,
        other: AmendmentId,
    ) -> Option<&DeclaredCollision> {
        self.declared.get(&pair(one, other))
    }

    /// Declares that two amendments cannot both be adopted.
    ///
    /// # Errors
    ///
    /// * [`Refusal::UnknownAmendment`] or [`Refusal::AmendmentEnded`] for either of them;
    /// * [`Refusal::NotPermitted`] unless chair, pen-holder or secretariat ask;
    /// * [`Refusal::NothingChanged`] if it is declared already, or an amendment is to collide with itself.
    pub fn declare_collision(
        &self,
        one: AmendmentId,
        command: &DeclareCollision,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.open_amendment(one)?;
        self.open_amendment(command.other)?;
        self.authorise(Operation::DeclareCollision, acting)?;
        if one == command.other || self.declared_collision(one, command.other).is_some() {
            return Err(Refusal::NothingChanged);
        }
        let (one, other) = pair(one, command.other);
        let mut contents = Contents::default();
        let reason = contents.add(command.reason.as_str());
        let fact = Fact::CollisionDeclared { one, other, reason };
        Ok(self.act(acting, fact, contents))
    }

    /// Lifts a declared collision.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless chair, pen-holder or secretariat ask;
    /// * [`Refusal::CollisionNotDeclared`] if nobody declared it.
    pub fn lift_collision(
        &self,
        one: AmendmentId,
        command: &LiftCollision,
        acting: &Acting<'_>,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::DeclareCollision, acting)?;
        if self.declared_collision(one, command.other).is_none() {
            return Err(Refusal::CollisionNotDeclared);
        }
        let (one, other) = pair(one, command.other);
        let mut contents = Contents::default();
        let reason = contents.add(command.reason.as_str());
        let fact = Fact::CollisionLifted { one, other, reason };
        Ok(self.act(acting, fact, contents))
    }
}
