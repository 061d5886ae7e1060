//! Views of amendments in preparation.

use serde::Serialize;

use crate::id::{AmendmentId, ClauseId, DelegateId, DraftId, InstrumentId, OrganisationId};
use crate::instrument::{BesideAmendment, DraftAmendment, DraftOrigin, DraftOutcome, DraftRight};
use crate::record::RevisionNumber;
use crate::redline::Phrase;
use crate::time::Timestamp;

view! {
    /// An amendment in preparation, known to its sponsors alone.
    DraftAmendmentView {
        /// The live draft it is written in.
        draft: DraftId,
        /// The instrument whose text it would change.
        instrument: InstrumentId,
        /// The name that it, or the first of its package, is tabled under.
        amendment: AmendmentId,
        /// Counts the drafts of the same amendment, from 0.
        epoch: i64,
        /// What its sponsors call it.
        title: String,
        /// The organisation that opened it.
        organisation: OrganisationId,
        /// The other organisations that were invited.
        sponsors: Vec<DraftSponsorView>,
        /// The revision it is written against.
        revision: RevisionNumber,
        /// The amendment it amends.
        #[serde(skip_serializing_if = "Option::is_none")]
        amends: Option<AmendmentId>,
        /// The amendment that it is to give another text.
        #[serde(skip_serializing_if = "Option::is_none")]
        revises: Option<AmendmentId>,
        /// Who opened it.
        opened_by: DelegateId,
        /// When.
        opened_at: Timestamp,
        /// What you may do with it: `read` or `edit`.
        right: &'static str,
        /// How it ended: `tabled`, `discarded` or `carried`; absent while it is open.
        #[serde(skip_serializing_if = "Option::is_none")]
        outcome: Option<&'static str>,
        /// When it ended.
        #[serde(skip_serializing_if = "Option::is_none")]
        closed_at: Option<Timestamp>,
        /// The draft in which it goes on, written against a later text.
        #[serde(skip_serializing_if = "Option::is_none")]
        successor: Option<DraftId>,
    }

    /// An organisation invited to draft together.
    DraftSponsorView {
        /// The organisation.
        organisation: OrganisationId,
        /// What it answered: `invited`, `joined`, `declined` or `withdrawn`.
        state: &'static str,
        /// When that was.
        at: Timestamp,
    }

    /// What would change in the wording of one clause, in plain language.
    ClausePhrasesView {
        /// The clause.
        clause: ClauseId,
        /// What changes, in the order of the text.
        phrases: Vec<Phrase>,
    }

    /// A change of the text that is no part of the amendment.
    LeftOutView {
        /// What changed: `title`, `language`, `commentary` or `clause_language`.
        what: &'static str,
        /// The clause it is about.
        #[serde(skip_serializing_if = "Option::is_none")]
        clause: Option<ClauseId>,
    }
}

impl DraftAmendmentView {
    /// Makes the view for one who may do this much with it.
    pub fn new(draft: &DraftAmendment, right: DraftRight) -> Self {
        let sponsors = draft.sponsors.iter().map(|it| DraftSponsorView {
            organisation: it.organisation,
            state: it.state.as_str(),
            at: it.at,
        });
        let (amends, revises) = match draft.origin {
            DraftOrigin::Table => (None, None),
            DraftOrigin::Amends(id) => (Some(id), None),
            DraftOrigin::Revises(id, _) => (None, Some(id)),
        };
        Self {
            draft: draft.draft,
            instrument: draft.instrument,
            amendment: draft.amendment,
            epoch: draft.epoch,
            title: draft.title.to_string(),
            organisation: draft.organisation,
            sponsors: sponsors.collect(),
            revision: draft.revision,
            amends,
            revises,
            opened_by: draft.opened_by,
            opened_at: draft.opened_at,
            right: match right {
                DraftRight::Nothing | DraftRight::Read => "read",
                DraftRight::Edit => "edit",
            },
            outcome: draft.closed.map(|it| it.outcome.as_str()),
            closed_at: draft.closed.map(|it| it.at),
            successor: match draft.closed.map(|it| it.outcome) {
                Some(DraftOutcome::Carried(draft)) => Some(draft),
                _ => None,
            },
        }
    }
}

impl From<&BesideAmendment> for LeftOutView {
    fn from(left_out: &BesideAmendment) -> Self {
        Self {
            what: left_out.as_str(),
            clause: left_out.clause(),
        }
    }
}
