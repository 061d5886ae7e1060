//! The record as one signed-in person finds it: read once, for one page.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::id::{DelegateId, InstrumentId, OrganisationId};
use domain::instrument::{Acting, Instrument};
use domain::network::{Network, Organisation};
use domain::permission::Operation;
use domain::register::Register;
use domain::time::Timestamp;

use crate::state::AppState;
use crate::web::problem::Problem;
use crate::web::session::SignedIn;
use crate::workflow::Office;

/// Everything the record says, who looks at it, and when.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    /// The record's sum at the time of the request.
    pub(crate) register: Register,
    /// The person signed in.
    pub(crate) by: DelegateId,
    /// The instant of the request.
    pub(crate) now: Timestamp,
}

impl Desk {
    /// Returns the network.
    pub(crate) fn network(&self) -> &Network {
        self.register.network()
    }

    /// Finds an instrument that the person may read.
    ///
    /// # Errors
    ///
    /// * not found if there is none such, or it is not theirs to see.
    pub(crate) fn instrument(&self, id: InstrumentId) -> Result<&Instrument, Problem> {
        let instrument = self.register.instrument(id)?;
        if self.may(Operation::ReadRevision, instrument) {
            Ok(instrument)
        } else {
            Err(Problem::not_found())
        }
    }

    /// Finds an instrument with which the person may do something now.
    ///
    /// # Errors
    ///
    /// * not found as [`Self::instrument`] says;
    /// * forbidden if they may not.
    pub(crate) fn permitted(
        &self,
        operation: Operation,
        id: InstrumentId,
    ) -> Result<&Instrument, Problem> {
        let instrument = self.instrument(id)?;
        if self.may(operation, instrument) {
            Ok(instrument)
        } else {
            Err(Problem::forbidden())
        }
    }

    /// Returns the organisation the person acts for.
    pub(crate) fn organisation(&self) -> Option<&Organisation> {
        let delegate = self.network().delegate(self.by)?;
        self.network().organisation(delegate.organisation?)
    }

    /// Reports whether an organisation is the one the person acts for.
    pub(crate) fn acts_for(&self, organisation: OrganisationId) -> bool {
        self.organisation()
            .is_some_and(|own| own.id == organisation)
    }

    /// Reports whether the organisation the person acts for signs its positions.
    pub(crate) fn signs(&self) -> bool {
        self.organisation()
            .is_some_and(|own| own.keys.active().is_some())
    }

    /// Reports whether the person may do something with an instrument now.
    pub(crate) fn may(&self, operation: Operation, instrument: &Instrument) -> bool {
        instrument.permits(operation, self.network(), self.by)
    }

    /// Reports whether the person may do something that only voting organisations may.
    pub(crate) fn may_for_members(&self, operation: Operation, instrument: &Instrument) -> bool {
        self.may(operation, instrument)
            && self
                .organisation()
                .is_some_and(|own| own.votes_at(self.now))
    }

    /// Returns who acts, as the rules take it.
    pub(crate) fn acting(&self) -> Acting<'_> {
        Acting {
            network: self.network(),
            by: self.by,
            now: self.now,
        }
    }

    /// Returns the desk as of an entry, for what is computed and not for what is permitted; as it is
    /// where no entry is named.
    ///
    /// # Errors
    ///
    /// * not found if there is no such entry yet.
    pub(crate) async fn back_then(
        self,
        office: &Office,
        as_of: Option<u64>,
    ) -> Result<Self, Problem> {
        let Some(seq) = as_of else {
            return Ok(self);
        };
        let register = office.register_at(seq).await?;
        let register = register.ok_or_else(Problem::not_found)?;
        Ok(Self {
            now: register.last_at().unwrap_or(self.now),
            register,
            by: self.by,
        })
    }

    /// Returns how far into the record the page shows it.
    pub(crate) fn seq(&self) -> u64 {
        self.register.next_seq()
    }
}

impl FromRequestParts<AppState> for Desk {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Problem> {
        let SignedIn(by) = SignedIn::from_request_parts(parts, app).await?;
        Ok(Self {
            register: app.office.register(),
            by,
            now: app.office.now(),
        })
    }
}
