//! A short text that goes all the way: called, silence on some clauses, designated, agreed, adopted
//! and signed.

use domain::api::{
    AdoptInstrument, AgreeClauses, ClauseReservation, DesignateLevel, OpenCall, SignInstrument,
};
use domain::id::{CallId, ClauseId};
use domain::instrument::{CallKind, ProcedureStep};
use domain::role::NetworkRole;
use domain::words::{ShortName, Statement};
use serde::Deserialize;

use super::DemoError;
use super::script::Round;
use super::stage::Stage;
use super::text::ClauseKey;
use crate::workflow;

const SCRIPT: &str = include_str!("../../demo/accreditation.toml");

const DAY_SECONDS: i64 = 86_400;

/// What is done with the text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Accreditation {
    /// What the chair says of the consensus call.
    call: Statement,
    /// What the chair says of the silence procedure.
    silence: Statement,
    /// What the chair says of the adoption.
    adoption: Statement,
    /// The clauses that are agreed by silence.
    silent: Vec<ClauseKey>,
    round: Round,
    #[serde(rename = "signature")]
    signatures: Vec<Signature>,
}

/// What an organisation signs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signature {
    by: ShortName,
    #[serde(default, rename = "reservation")]
    reservations: Vec<Reservation>,
    #[serde(default)]
    dissociations: Vec<ClauseKey>,
    statement: Option<Statement>,
}

/// A reservation on a clause.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reservation {
    clause: ClauseKey,
    text: Statement,
}

impl Accreditation {
    /// Reads the script.
    ///
    /// # Errors
    ///
    /// * the place where the file is not what it should be.
    pub(super) fn read() -> Result<Self, basic_toml::Error> {
        basic_toml::from_str(SCRIPT)
    }
}

impl Stage<'_> {
    /// Plays everything from the first revision to the last signature.
    pub(super) async fn ratify(&self, script: &Accreditation) -> Result<(), DemoError> {
        self.table(&script.round).await?;
        self.wait(DAY_SECONDS);
        let silent = self.named(&script.silent)?;
        let mut called = self.on_table()?;
        called.retain(|it| !silent.contains(it));
        self.call(CallKind::Consensus, &called, &script.call)
            .await?;
        self.take_positions(&script.round).await?;
        self.call(CallKind::Silence, &silent, &script.silence)
            .await?;
        self.wait(8 * DAY_SECONDS);
        for clause in &called {
            self.wait(900);
            self.designate(*clause).await?;
        }
        self.wait(DAY_SECONDS);
        let agreement = AgreeClauses {
            clauses: called,
            note: None,
        };
        self.chair_takes(ProcedureStep::AgreeClauses(agreement))
            .await?;
        self.wait(2 * DAY_SECONDS);
        self.adopt(&script.adoption).await?;
        for signature in &script.signatures {
            self.wait(3 * 3_600);
            self.sign(signature).await?;
        }
        Ok(())
    }

    /// Calls for positions on clauses for a week, or opens a silence procedure of a week.
    async fn call(
        &self,
        kind: CallKind,
        clauses: &[ClauseId],
        note: &Statement,
    ) -> Result<(), DemoError> {
        let call = CallId::from_uuid(self.office().fresh_uuid());
        let command = OpenCall {
            kind,
            revision: self.instrument()?.next_revision() - 1,
            clauses: clauses.to_vec(),
            closes_at: self.office().now().plus_seconds(7 * DAY_SECONDS),
            note: Some(note.clone()),
        };
        self.chair_takes(ProcedureStep::OpenCall(call, command))
            .await
    }

    /// Designates the level that the positions indicate.
    async fn designate(&self, clause: ClauseId) -> Result<(), DemoError> {
        workflow::record_passed(self.office()).await?;
        let instrument = self.instrument()?;
        let register = self.office().register();
        let unknown = || DemoError::Unknown(format!("clause {clause}"));
        let now = self.office().now();
        let evaluation = instrument.evaluation(clause, register.network(), now);
        let command = DesignateLevel {
            text_hash: instrument.tabled_hash(clause).ok_or_else(unknown)?,
            level: evaluation.ok_or_else(unknown)?.level,
            based_on: instrument.last_seq,
            reason: None,
        };
        self.chair_takes(ProcedureStep::DesignateLevel(clause, command))
            .await
    }

    async fn adopt(&self, note: &Statement) -> Result<(), DemoError> {
        let instrument = self.instrument()?;
        let table = instrument.current();
        let table = table.ok_or_else(|| DemoError::Unknown("a revision".to_owned()))?;
        let command = AdoptInstrument {
            root: table.root,
            note: Some(note.clone()),
        };
        self.chair_takes(ProcedureStep::Adopt(command)).await
    }

    async fn sign(&self, signature: &Signature) -> Result<(), DemoError> {
        let instrument = self.instrument()?;
        let adopted = instrument.adopted().last();
        let adopted = adopted.ok_or_else(|| DemoError::Unknown("an adoption".to_owned()))?;
        let reserved = signature.reservations.iter().map(|it| {
            let (clause, text) = (self.clause(it.clause)?, it.text.clone());
            Ok::<_, DemoError>(ClauseReservation { clause, text })
        });
        let command = SignInstrument {
            root: adopted.root,
            reservations: reserved.collect::<Result<_, _>>()?,
            dissociations: self.named(&signature.dissociations)?,
            statement: signature.statement.clone(),
        };
        let by = self.of(&signature.by, NetworkRole::Head)?;
        let step = ProcedureStep::Sign(command);
        workflow::proceed(self.office(), by, self.instrument, &step).await?;
        Ok(())
    }

    async fn chair_takes(&self, step: ProcedureStep) -> Result<(), DemoError> {
        let chair = self.chair()?;
        workflow::proceed(self.office(), chair, self.instrument, &step).await?;
        Ok(())
    }

    fn named(&self, keys: &[ClauseKey]) -> Result<Vec<ClauseId>, DemoError> {
        keys.iter().map(|key| self.clause(*key)).collect()
    }

    fn on_table(&self) -> Result<Vec<ClauseId>, DemoError> {
        let instrument = self.instrument()?;
        let table = instrument.current().into_iter();
        let clauses = table.flat_map(|table| &table.clauses);
        Ok(clauses.map(|it| it.id).collect())
    }
}
