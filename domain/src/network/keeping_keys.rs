//! What can be done about organisations' keys.
//!
//! Signatures were verified before: see [`Proven`].

use super::{Network, Organisation};
use crate::api::ConfirmKey;
use crate::id::{DelegateId, OrganisationId};
use crate::permission::Operation;
use crate::record::{Act, Contents, KeyApproval, KeyFact};
use crate::refusal::Refusal;
use crate::signing::{
    Digest, KeyPurpose, KeyStatement, Nonce, Proven, PublicKey, StatementKind, check_fresh,
};
use crate::time::Timestamp;

impl Network {
    /// Checks that no organisation holds or held a key.
    ///
    /// # Errors
    ///
    /// * [`Refusal::KeyTaken`] if one does or did.
    pub fn check_unused(&self, key: PublicKey) -> Result<(), Refusal> {
        match self.holder_of(key) {
            None => Ok(()),
            Some(_) => Err(Refusal::KeyTaken),
        }
    }

    /// Says what a head of delegation has to sign about a key.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless a head of delegation asks, about the own organisation
    ///   or, to approve, about another one;
    /// * [`Refusal::UnknownOrganisation`], [`Refusal::NoKey`], [`Refusal::KeyTaken`] or
    ///   [`Refusal::KeyNotDeclared`] as they say.
    pub fn key_statement(
        &self,
        (purpose, organisation, key): (KeyPurpose, Option<OrganisationId>, PublicKey),
        by: DelegateId,
        network: Digest,
        fresh: (Nonce, Timestamp),
    ) -> Result<KeyStatement, Refusal> {
        let about = match purpose {
            KeyPurpose::KeyDeclaration => self.declaring(by, key)?,
            KeyPurpose::KeyRotation => self.rotating(by, key)?.0,
            KeyPurpose::KeyRecovery => {
                let id = organisation.ok_or(Refusal::NotPermitted)?;
                self.approving(id, key, by)?.0
            }
        };
        Ok(KeyStatement::new(
            (purpose, network),
            about.id,
            (key, about.keys.active()),
            fresh,
        ))
    }

    /// Declares a key of an organisation: its first one, or one in place of a lost one.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless a head of delegation asks, for the own organisation;
    /// * [`Refusal::KeyTaken`] if the key is on record already;
    /// * [`Refusal::NothingChanged`] if this one is declared already;
    /// * [`Refusal::SignatureInvalid`] unless the key itself signed;
    /// * [`Refusal::StatementUnreadable`], [`Refusal::StatementDiffers`] or [`Refusal::StatementNotFresh`] as they say.
    pub fn declare_key(
        &self,
        proven: &Proven,
        by: DelegateId,
        (network, now): (Digest, Timestamp),
    ) -> Result<Act, Refusal> {
        let said = read(proven)?;
        let about = self.declaring(by, said.key)?;
        if about.keys.declared().is_some_and(|it| it.key == said.key) {
            return Err(Refusal::NothingChanged);
        }
        if proven.key() != said.key {
            return Err(Refusal::SignatureInvalid);
        }
        check(&said, (KeyPurpose::KeyDeclaration, about), network, now)?;
        let fact = KeyFact::OrganisationKeyDeclared {
            key: said.key,
            signed: proven.signed().clone(),
        };
        Ok(self.act(by, fact.into(), Contents::default()))
    }

    /// Confirms the first key of an organisation that was admitted without one.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the secretariat asks;
    /// * [`Refusal::UnknownOrganisation`] if there is none such;
    /// * [`Refusal::KeyHeld`] if it has a key, or had one;
    /// * [`Refusal::KeyNotDeclared`] if the key is not the one it declared last;
    /// * [`Refusal::KeyTaken`] if the key is on record by now.
    pub fn confirm_key(
        &self,
        organisation: OrganisationId,
        command: ConfirmKey,
        by: DelegateId,
    ) -> Result<Act, Refusal> {
        self.authorise(Operation::ConfirmKey, by)?;
        let found = self.member(organisation)?;
        if !found.keys.held().is_empty() {
            return Err(Refusal::KeyHeld);
        }
        let key = command.key;
        check_declared(found, key)?;
        self.check_unused(key)?;
        let fact = KeyFact::OrganisationKeyConfirmed { organisation, key };
        Ok(self.act(by, fact.into(), Contents::default()))
    }

    /// Goes on with another key, which the present one signs for.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless a head of delegation asks, for the own organisation;
    /// * [`Refusal::NoKey`] if it has none;
    /// * [`Refusal::KeyTaken`] if the key is on record already;
    /// * [`Refusal::SignatureInvalid`] unless the present key signed;
    /// * [`Refusal::StatementUnreadable`], [`Refusal::StatementDiffers`] or [`Refusal::StatementNotFresh`] as they say.
    pub fn rotate_key(
        &self,
        proven: &Proven,
        by: DelegateId,
        (network, now): (Digest, Timestamp),
    ) -> Result<Act, Refusal> {
        let said = read(proven)?;
        let (about, previous) = self.rotating(by, said.key)?;
        if proven.key() != previous {
            return Err(Refusal::SignatureInvalid);
        }
        check(&said, (KeyPurpose::KeyRotation, about), network, now)?;
        let fact = KeyFact::OrganisationKeyRotated {
            key: said.key,
            previous,
            signed: proven.signed().clone(),
        };
        Ok(self.act(by, fact.into(), Contents::default()))
    }

    /// Checks an approval of another organisation's new key, and returns whose it is.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the head of another delegation asks;
    /// * [`Refusal::UnknownOrganisation`], [`Refusal::NoKey`], [`Refusal::KeyNotDeclared`] or [`Refusal::KeyTaken`] as they say;
    /// * [`Refusal::RecoveryNotPossible`] if fewer than two other organisations hold a key;
    /// * [`Refusal::SignatureInvalid`] unless the approving organisation's key signed;
    /// * [`Refusal::StatementUnreadable`], [`Refusal::StatementDiffers`] or [`Refusal::StatementNotFresh`] as they say.
    pub fn check_approval(
        &self,
        organisation: OrganisationId,
        proven: &Proven,
        by: DelegateId,
        ground: (Digest, Timestamp),
    ) -> Result<OrganisationId, Refusal> {
        let said = read(proven)?;
        let (_, approving) = self.approving(organisation, said.key, by)?;
        self.check_signed_approval((organisation, approving), proven, ground)?;
        Ok(approving)
    }

    /// Lets an organisation that lost its key go on with the one it declared, others approving.
    ///
    /// # Errors
    ///
    /// * [`Refusal::NotPermitted`] unless the head of one of the approving delegations asks;
    /// * [`Refusal::ApprovalsAwaited`] if fewer organisations approve than must;
    /// * as [`Self::check_approval`] says, of each approval.
    pub fn recover_key(
        &self,
        organisation: OrganisationId,
        approvals: &[(OrganisationId, Proven)],
        by: DelegateId,
        ground: (Digest, Timestamp),
    ) -> Result<Act, Refusal> {
        let found = self.member(organisation)?;
        let previous = found.keys.active().ok_or(Refusal::NoKey)?;
        let key = found.keys.declared().ok_or(Refusal::KeyNotDeclared)?.key;
        self.approving(organisation, key, by)?;
        let mut given: Vec<KeyApproval> = Vec::new();
        for (approving, proven) in approvals {
            self.check_signed_approval((organisation, *approving), proven, ground)?;
            given.push(KeyApproval {
                organisation: *approving,
                signed: proven.signed().clone(),
            });
        }
        given.sort_by_key(|it| it.organisation);
        given.dedup_by_key(|it| it.organisation);
        let needed = self.approvals_needed(organisation);
        let needed = needed.ok_or(Refusal::RecoveryNotPossible)?;
        if given.len() < needed {
            return Err(Refusal::ApprovalsAwaited {
                needed,
                given: given.len(),
            });
        }
        let fact = KeyFact::OrganisationKeyRecovered {
            organisation,
            key,
            previous,
            approvals: given,
        };
        Ok(self.act(by, fact.into(), Contents::default()))
    }

    fn check_signed_approval(
        &self,
        (organisation, approving): (OrganisationId, OrganisationId),
        proven: &Proven,
        (network, now): (Digest, Timestamp),
    ) -> Result<(), Refusal> {
        let said = read(proven)?;
        let about = self.member(organisation)?;
        check_declared(about, said.key)?;
        if organisation == approving || self.active_key(approving) != Some(proven.key()) {
            return Err(Refusal::SignatureInvalid);
        }
        check(&said, (KeyPurpose::KeyRecovery, about), network, now)
    }

    fn member(&self, id: OrganisationId) -> Result<&Organisation, Refusal> {
        self.organisation(id)
            .ok_or(Refusal::UnknownOrganisation(id))
    }

    fn own(&self, by: DelegateId) -> Result<&Organisation, Refusal> {
        let own = self.delegate(by).and_then(|it| it.organisation);
        own.and_then(|id| self.organisation(id))
            .ok_or(Refusal::NotPermitted)
    }

    fn declaring(&self, by: DelegateId, key: PublicKey) -> Result<&Organisation, Refusal> {
        self.authorise(Operation::DeclareKey, by)?;
        self.check_unused(key)?;
        self.own(by)
    }

    /// Returns the organisation that goes on with a key, and the key it holds.
    fn rotating(
        &self,
        by: DelegateId,
        key: PublicKey,
    ) -> Result<(&Organisation, PublicKey), Refusal> {
        self.authorise(Operation::RotateKey, by)?;
        let own = self.own(by)?;
        let active = own.keys.active().ok_or(Refusal::NoKey)?;
        self.check_unused(key)?;
        Ok((own, active))
    }

    /// Returns the organisation whose new key is approved, and the one that approves.
    fn approving(
        &self,
        organisation: OrganisationId,
        key: PublicKey,
        by: DelegateId,
    ) -> Result<(&Organisation, OrganisationId), Refusal> {
        self.authorise(Operation::ApproveKey, by)?;
        let (about, own) = (self.member(organisation)?, self.own(by)?);
        if own.id == about.id {
            return Err(Refusal::NotPermitted);
        }
        if about.keys.active().is_none() || own.keys.active().is_none() {
            return Err(Refusal::NoKey);
        }
        check_declared(about, key)?;
        self.check_unused(key)?;
        let needed = self.approvals_needed(organisation);
        needed.ok_or(Refusal::RecoveryNotPossible)?;
        Ok((about, own.id))
    }
}

fn read(proven: &Proven) -> Result<KeyStatement, Refusal> {
    KeyStatement::from_bytes(proven.payload(StatementKind::Key)?)
}

/// Checks that a statement says what it must, and is fresh.
fn check(
    said: &KeyStatement,
    (purpose, about): (KeyPurpose, &Organisation),
    network: Digest,
    now: Timestamp,
) -> Result<(), Refusal> {
    let expected = KeyStatement::new(
        (purpose, network),
        about.id,
        (said.key, about.keys.active()),
        (said.nonce, said.issued_at),
    );
    match expected.differs_at(said) {
        None => check_fresh(said.issued_at, now),
        Some(member) => Err(Refusal::StatementDiffers(member)),
    }
}

fn check_declared(organisation: &Organisation, key: PublicKey) -> Result<(), Refusal> {
    let declared = organisation.keys.declared();
    if declared.is_some_and(|it| it.key == key) {
        Ok(())
    } else {
        Err(Refusal::KeyNotDeclared)
    }
}
