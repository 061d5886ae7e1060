//! Views of the road to consensus.

use serde::Serialize;

use super::words;
use crate::consensus::{Level, ObjectionState, Rules};
use crate::id::{AmendmentId, CallId, ClauseId, DelegateId, OrganisationId};
use crate::instrument::{
    Adopted, Breach, Call, CallKind, Challenge, Designation, EditorialChange, Instrument,
    Objection, ObjectionAct, ProcedureRules, Signature, Silenced, Stage, Statement,
};
use crate::record::RevisionNumber;
use crate::text::WordingHash;
use crate::time::Timestamp;

view! {
    /// How far an instrument has come on the road to consensus.
    ProgressView {
        /// The rules of its procedure.
        rules: ProcedureRules,
        /// The version that is negotiated or was adopted last, from 1.
        version: u32,
        /// Whether that version is adopted.
        is_adopted: bool,
        /// Where each clause on the table stands.
        clauses: Vec<ClauseProgressView>,
        /// Every objection, in the order they were raised.
        objections: Vec<ObjectionView>,
        /// Every call, in the order they were opened.
        calls: Vec<CallView>,
        /// The adopted versions.
        adopted: Vec<AdoptedView>,
    }

    /// Where a clause stands in the procedure.
    ClauseProgressView {
        /// The clause.
        clause: ClauseId,
        /// The stage: `tabled`, `called`, `silence`, `agreed_ad_referendum`, `agreed`, `reopened` or `parked`.
        stage: &'static str,
        /// The call that is on it.
        #[serde(skip_serializing_if = "Option::is_none")]
        call: Option<CallId>,
        /// What the chair designated, the last one last.
        designations: Vec<DesignationView>,
        /// The editorial changes declared of it.
        editorial: Vec<EditorialView>,
    }

    /// A level that the chair designated.
    DesignationView {
        /// The entry that says so, which names it.
        designation: u64,
        /// The wording.
        text_hash: WordingHash,
        /// The level designated.
        level: Level,
        /// The level that the positions indicated then.
        indicated: Level,
        /// The last entry that it takes into account.
        based_on: u64,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// When.
        at: Timestamp,
        /// Until when it can be challenged.
        challengeable_until: Timestamp,
        /// Whether that instant has passed.
        is_settled: bool,
        /// Who challenged it.
        #[serde(skip_serializing_if = "Option::is_none")]
        challenge: Option<ChallengeView>,
    }

    /// An editorial change that was declared.
    EditorialView {
        /// The entry that says so, which names it.
        declaration: u64,
        /// The wording before.
        before: WordingHash,
        /// The wording after.
        after: WordingHash,
        /// Why it changes no meaning; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// When.
        at: Timestamp,
        /// Until when it can be challenged.
        challengeable_until: Timestamp,
        /// Whether that instant has passed unchallenged.
        is_settled: bool,
        /// Who challenged it.
        #[serde(skip_serializing_if = "Option::is_none")]
        challenge: Option<ChallengeView>,
    }

    /// That a member challenged something.
    ChallengeView {
        /// The organisation.
        organisation: OrganisationId,
        /// Why; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
    }

    /// An objection.
    ObjectionView {
        /// The entry that raised it, which names it.
        objection: u64,
        /// The clause.
        clause: ClauseId,
        /// The organisation that objects.
        organisation: OrganisationId,
        /// The wording it was raised against.
        text_hash: WordingHash,
        /// When it was raised.
        raised_at: Timestamp,
        /// The objection that it joins.
        #[serde(skip_serializing_if = "Option::is_none")]
        joins: Option<u64>,
        /// The amendments that would cure it.
        cures: Vec<AmendmentId>,
        /// Where it stands.
        state: ObjectionState,
        /// Whether its organisation is asked if the present wording meets it.
        is_asked: bool,
        /// What was done about it, in order.
        acts: Vec<ObjectionActView>,
    }

    /// Something that was done about an objection.
    ObjectionActView {
        /// What: `answered`, `sustained`, `withdrawn`, `replaced`, `resolved`, `decided`,
        /// `ruled_inadmissible`, `ruling_challenged`, `lapsed` or `contested`.
        step: &'static str,
        /// What was said with it.
        #[serde(skip_serializing_if = "Option::is_none")]
        words: Option<String>,
        /// The organisation acted for.
        #[serde(skip_serializing_if = "Option::is_none")]
        organisation: Option<OrganisationId>,
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
    }

    /// A consensus call or a silence procedure.
    CallView {
        /// The call.
        call: CallId,
        /// What it is.
        kind: CallKind,
        /// The revision whose wordings it is about.
        revision: RevisionNumber,
        /// The clauses, in the order of the text.
        clauses: Vec<ClauseId>,
        /// The organisations that are counted.
        electorate: Vec<OrganisationId>,
        /// Those of them that were told.
        notified: Vec<OrganisationId>,
        /// Those of them that have opened the notice.
        opened_by: Vec<OrganisationId>,
        /// Those of them that have not answered on every clause.
        still_to_answer: Vec<OrganisationId>,
        /// The rules in force for it.
        rules: Rules,
        /// When it was opened.
        opened_at: Timestamp,
        /// When it closes.
        closes_at: Timestamp,
        /// What the chair said of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        /// How it ended: `deadline`, `completed` or `withdrawn`; absent while it is open.
        #[serde(skip_serializing_if = "Option::is_none")]
        end: Option<&'static str>,
        /// What the positions showed on each clause when it closed.
        results: Vec<CallResultView>,
        /// What became of silence on each clause.
        silence: Vec<SilenceView>,
        /// What was attached to it.
        statements: Vec<StatementView>,
    }

    /// What the positions showed on a clause when a call closed.
    CallResultView {
        /// The clause.
        clause: ClauseId,
        /// The level.
        level: Level,
        /// The level without what was held ad referendum.
        firm_level: Level,
    }

    /// What became of silence on a clause.
    SilenceView {
        /// The clause.
        clause: ClauseId,
        /// Whether it was broken; otherwise its instant passed.
        is_broken: bool,
        /// The objection that broke it.
        #[serde(skip_serializing_if = "Option::is_none")]
        objection: Option<u64>,
        /// The amendment that broke it.
        #[serde(skip_serializing_if = "Option::is_none")]
        amendment: Option<AmendmentId>,
        /// Whether it was broken in confidence.
        in_confidence: bool,
        /// The entry that says so.
        #[serde(skip_serializing_if = "Option::is_none")]
        seq: Option<u64>,
    }

    /// What an organisation attached to a call.
    StatementView {
        /// The organisation.
        organisation: OrganisationId,
        /// The clause it is about; all of them where absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        clause: Option<ClauseId>,
        /// What it says; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        statement: Option<String>,
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
        /// Whether it came when the call had closed.
        is_late: bool,
    }

    /// An adopted version.
    AdoptedView {
        /// The version, from 1.
        version: u32,
        /// The revision.
        revision: RevisionNumber,
        /// Its root hash.
        root: WordingHash,
        /// When it was adopted.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
        /// What the organisations signed.
        signatures: Vec<SignatureView>,
    }

    /// An organisation's signature.
    SignatureView {
        /// The organisation.
        organisation: OrganisationId,
        /// The head of delegation who signed.
        by: DelegateId,
        /// Its reservations.
        reservations: Vec<ReservationView>,
        /// The clauses it dissociates itself from.
        dissociations: Vec<ClauseId>,
        /// What it said of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        statement: Option<String>,
        /// When.
        at: Timestamp,
        /// The entry that says so.
        seq: u64,
    }

    /// A reservation on a clause.
    ReservationView {
        /// The clause.
        clause: ClauseId,
        /// What is not joined; absent where it was erased.
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    }
}

impl From<&Instrument> for ProgressView {
    fn from(instrument: &Instrument) -> Self {
        let clauses = instrument.current().into_iter().flat_map(|it| &it.clauses);
        Self {
            rules: *instrument.procedure_rules(),
            version: instrument.version(),
            is_adopted: instrument.is_adopted(),
            clauses: clauses
                .map(|it| ClauseProgressView::new(instrument, it.id))
                .collect(),
            objections: (instrument.all_objections())
                .map(|it| ObjectionView::new(instrument, it))
                .collect(),
            calls: (instrument.calls().into_iter())
                .map(|it| CallView::new(instrument, it))
                .collect(),
            adopted: instrument.adopted().iter().map(Into::into).collect(),
        }
    }
}

impl ClauseProgressView {
    fn new(instrument: &Instrument, clause: ClauseId) -> Self {
        let stage = instrument.stage(clause);
        Self {
            clause,
            stage: stage.as_str(),
            call: match stage {
                Stage::Called(call) | Stage::Silence(call) => Some(call),
                _ => None,
            },
            designations: (instrument.designations(clause).iter())
                .map(Into::into)
                .collect(),
            editorial: (instrument.editorial_changes(clause).iter())
                .map(Into::into)
                .collect(),
        }
    }
}

impl ObjectionView {
    /// Makes the view of an objection.
    pub fn new(instrument: &Instrument, objection: &Objection) -> Self {
        let tabled = instrument.tabled_hash(objection.clause);
        Self {
            objection: objection.seq,
            clause: objection.clause,
            organisation: objection.organisation,
            text_hash: objection.text_hash,
            raised_at: objection.raised_at,
            joins: objection.joins,
            cures: objection.cures.clone(),
            state: objection.state,
            is_asked: objection.is_asked(tabled),
            acts: objection.acts.iter().map(Into::into).collect(),
        }
    }
}

impl CallView {
    /// Makes the view of a call.
    pub fn new(instrument: &Instrument, call: &Call) -> Self {
        let still = instrument.still_to_answer(call).into_iter();
        Self {
            call: call.id,
            kind: call.kind,
            revision: call.revision,
            clauses: call.clauses.clone(),
            electorate: call.electors().map(|(id, _)| id).collect(),
            notified: call.notified.iter().copied().collect(),
            opened_by: call.notices.keys().copied().collect(),
            still_to_answer: still.map(|it| it.organisation).collect(),
            rules: call.rules,
            opened_at: call.opened_at,
            closes_at: call.closes_at,
            note: call.note.as_ref().and_then(words),
            end: call.end.as_ref().map(crate::instrument::CallEnd::as_str),
            results: (call.results.iter())
                .map(|(clause, (level, firm_level))| CallResultView {
                    clause: *clause,
                    level: *level,
                    firm_level: *firm_level,
                })
                .collect(),
            silence: (call.silenced.iter())
                .map(|(clause, it)| SilenceView::new(*clause, it))
                .collect(),
            statements: call.statements.iter().map(Into::into).collect(),
        }
    }
}

impl SilenceView {
    fn new(clause: ClauseId, silenced: &Silenced) -> Self {
        let breach: Option<&Breach> = match silenced {
            Silenced::Broken(breach) => Some(breach),
            Silenced::Passed => None,
        };
        Self {
            clause,
            is_broken: breach.is_some(),
            objection: breach.and_then(|it| it.objection),
            amendment: breach.and_then(|it| it.amendment),
            in_confidence: breach.is_some_and(|it| it.confidence.is_some()),
            seq: breach.map(|it| it.seq),
        }
    }
}

impl From<&Designation> for DesignationView {
    fn from(it: &Designation) -> Self {
        Self {
            designation: it.seq,
            text_hash: it.text_hash,
            level: it.level,
            indicated: it.indicated,
            based_on: it.based_on,
            reason: it.reason.as_ref().and_then(words),
            at: it.at,
            challengeable_until: it.challengeable_until,
            is_settled: it.is_settled,
            challenge: it.challenge.as_ref().map(Into::into),
        }
    }
}

impl From<&EditorialChange> for EditorialView {
    fn from(it: &EditorialChange) -> Self {
        Self {
            declaration: it.seq,
            before: it.before,
            after: it.after,
            reason: words(&it.reason),
            at: it.at,
            challengeable_until: it.challengeable_until,
            is_settled: it.is_settled,
            challenge: it.challenge.as_ref().map(Into::into),
        }
    }
}

impl From<&Challenge> for ChallengeView {
    fn from(it: &Challenge) -> Self {
        Self {
            organisation: it.organisation,
            reason: words(&it.reason),
            at: it.at,
            seq: it.seq,
        }
    }
}

impl From<&ObjectionAct> for ObjectionActView {
    fn from(it: &ObjectionAct) -> Self {
        Self {
            step: it.step.as_str(),
            words: it.words.as_ref().and_then(words),
            organisation: it.organisation,
            at: it.at,
            seq: it.seq,
        }
    }
}

impl From<&Statement> for StatementView {
    fn from(it: &Statement) -> Self {
        Self {
            organisation: it.organisation,
            clause: it.clause,
            statement: words(&it.words),
            at: it.at,
            seq: it.seq,
            is_late: it.is_late,
        }
    }
}

impl From<&Adopted> for AdoptedView {
    fn from(it: &Adopted) -> Self {
        let signatures = it.signatures.iter();
        Self {
            version: it.version,
            revision: it.revision,
            root: it.root,
            at: it.at,
            seq: it.seq,
            signatures: signatures
                .map(|(organisation, signature)| SignatureView::new(*organisation, signature))
                .collect(),
        }
    }
}

impl SignatureView {
    fn new(organisation: OrganisationId, it: &Signature) -> Self {
        let reservations = it.reservations.iter();
        Self {
            organisation,
            by: it.by,
            reservations: reservations
                .map(|(clause, text)| ReservationView {
                    clause: *clause,
                    text: words(text),
                })
                .collect(),
            dissociations: it.dissociations.clone(),
            statement: it.statement.as_ref().and_then(words),
            at: it.at,
            seq: it.seq,
        }
    }
}
