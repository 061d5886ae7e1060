//! Commands about amendments in preparation.

use serde::{Deserialize, Serialize};

use crate::id::{AmendmentId, ClauseId, OrganisationId};
use crate::record::RevisionNumber;
use crate::words::{Name, Statement};

command! {
    /// Begins to draft an amendment to the revision on the table, together with others.
    OpenDraftAmendment {
        /// What its sponsors call it while they draft it.
        title: Name,
        /// The amendment it amends: the draft begins with that one's wording.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amends: Option<AmendmentId>,
        /// Your own amendment that it is to give another text: the draft begins with the present one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revises: Option<AmendmentId>,
        /// Organisations invited to draft and sponsor it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        invited: Vec<OrganisationId>,
    }

    /// Invites an organisation to draft together, or withdraws the invitation.
    InviteToDraft {
        /// The organisation.
        organisation: OrganisationId,
    }

    /// Answers an invitation to draft together.
    AnswerDraftInvitation {
        /// Whether your organisation takes part.
        join: bool,
    }

    /// Carries an amendment in preparation onto the revision that is on the table by now.
    CarryDraftAmendment {
        /// The heads of the draft as it was read.
        heads: Vec<String>,
        /// The revision it is carried onto.
        revision: RevisionNumber,
    }

    /// Tables what was drafted together.
    TableDraftAmendment {
        /// The heads of the draft as it was read.
        heads: Vec<String>,
        /// Why.
        rationale: Statement,
        /// The reworded clauses that are proposed as an alternative to the whole clause.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        alternatives: Vec<ClauseId>,
    }
}
