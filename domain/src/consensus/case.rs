//! Cases: situations written as JSON files, to rehearse a set of rules.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};

use super::{
    Elector, Evaluation, HeldPosition, Mandate, ObjectionState, PositionKind, Rules, Silence,
    Situation, evaluate,
};

/// A case as its file has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(default)]
    rules: Rules,
    electorate: Vec<Elector<String>>,
    text: String,
    #[serde(default)]
    carried: Vec<String>,
    #[serde(default)]
    silence: Silence<String>,
    positions: Vec<CasePosition>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CasePosition {
    organisation: String,
    kind: PositionKind,
    text: String,
    #[serde(default)]
    mandate: Mandate,
    state: Option<ObjectionState>,
}

/// Why a case cannot be evaluated, with the place in its JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaseError {
    /// The bytes are not JSON at all, or not one value.
    #[error("not JSON: {0}")]
    Syntax(String),
    /// A value is missing, unknown or contradicts another one.
    #[error("{path}: {message}")]
    Value {
        /// Where in the case, such as `positions[3].kind`; `case` for the whole.
        path: String,
        /// What is wrong there.
        message: String,
    },
}

impl CaseError {
    pub(crate) fn value(path: String, message: impl Into<String>) -> Self {
        Self::Value {
            path,
            message: message.into(),
        }
    }
}

/// What a case evaluates to; serialises as the six fields of the result and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseResult(Evaluation<String>);

impl CaseResult {
    /// Returns the evaluation with the standing of every organisation.
    pub const fn evaluation(&self) -> &Evaluation<String> {
        &self.0
    }
}

impl Serialize for CaseResult {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Fields<'a> {
            level: super::Level,
            firm_level: super::Level,
            flags: &'a [super::Flag],
            counts: super::Counts,
            reasons: &'a [super::Reason<String>],
            missing: &'a super::Missing<String>,
        }
        Fields {
            level: self.0.level,
            firm_level: self.0.firm_level,
            flags: &self.0.flags,
            counts: self.0.counts,
            reasons: &self.0.reasons,
            missing: &self.0.missing,
        }
        .serialize(serializer)
    }
}

/// Evaluates the case written in a JSON file.
///
/// # Errors
///
/// * [`CaseError::Syntax`] if the bytes are not JSON;
/// * [`CaseError::Value`] if the JSON is not a case, with the path to what is wrong.
pub fn evaluate_case(json: &[u8]) -> Result<CaseResult, CaseError> {
    let case: Case = read_case(json)?;
    check(&case)?;
    Ok(CaseResult(evaluate(&case.into())))
}

/// Reads a case of any sort, with the path to what is wrong with it.
pub(crate) fn read_case<T: DeserializeOwned>(json: &[u8]) -> Result<T, CaseError> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let case = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        if inner.is_data() {
            let path = if path == "." { "case".to_owned() } else { path };
            CaseError::value(path, inner.to_string())
        } else {
            CaseError::Syntax(inner.to_string())
        }
    })?;
    (deserializer.end()).map_err(|error| CaseError::Syntax(error.to_string()))?;
    Ok(case)
}

fn check(case: &Case) -> Result<(), CaseError> {
    let seats = check_electorate(&case.electorate)?;
    check_positions(&case.positions)?;
    check_silence(case, &seats)
}

fn check_electorate(electorate: &[Elector<String>]) -> Result<BTreeSet<&str>, CaseError> {
    let mut seats = BTreeSet::new();
    for (i, elector) in electorate.iter().enumerate() {
        let name = elector.organisation.as_str();
        if name.is_empty() {
            let path = format!("electorate[{i}].organisation");
            return Err(CaseError::value(path, "the organisation has no name"));
        }
        if !seats.insert(name) {
            let path = format!("electorate[{i}].organisation");
            let message = format!("the organisation {name:?} is in the electorate already");
            return Err(CaseError::value(path, message));
        }
    }
    Ok(seats)
}

fn check_positions(positions: &[CasePosition]) -> Result<(), CaseError> {
    for (i, position) in positions.iter().enumerate() {
        let kind = position.kind;
        if position.state.is_some() && kind != PositionKind::Object {
            let message = format!("only an objection has a state, not {kind}");
            return Err(CaseError::value(format!("positions[{i}].state"), message));
        }
        if position.mandate == Mandate::AdReferendum && !kind.is_favourable() {
            let message = format!("only a favourable position is held ad referendum, not {kind}");
            return Err(CaseError::value(format!("positions[{i}].mandate"), message));
        }
    }
    Ok(())
}

/// A former member may have been notified; a name that stands nowhere else is a slip.
fn check_silence(case: &Case, seats: &BTreeSet<&str>) -> Result<(), CaseError> {
    for (i, name) in case.silence.notified.iter().enumerate() {
        let has_spoken = || case.positions.iter().any(|it| it.organisation == *name);
        if !seats.contains(name.as_str()) && !has_spoken() {
            let message = format!("the organisation {name:?} is not in the electorate");
            return Err(CaseError::value(format!("silence.notified[{i}]"), message));
        }
    }
    Ok(())
}

impl From<Case> for Situation<String, String> {
    fn from(case: Case) -> Self {
        Self {
            rules: case.rules,
            electorate: case.electorate,
            text: case.text,
            carried: case.carried,
            silence: case.silence,
            positions: case.positions.into_iter().map(HeldPosition::from).collect(),
        }
    }
}

impl From<CasePosition> for HeldPosition<String, String> {
    fn from(position: CasePosition) -> Self {
        Self {
            organisation: position.organisation,
            kind: position.kind,
            text: position.text,
            mandate: position.mandate,
            objection: position.state.unwrap_or_default(),
            raised_at: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn a_case() -> Value {
        json!({
            "electorate": [
                {"organisation": "EMB-1", "constituency": "election_bodies"},
                {"organisation": "OBS-1", "constituency": "observers"},
            ],
            "text": "H1",
            "positions": [{"organisation": "EMB-1", "kind": "endorse", "text": "H1"}],
        })
    }

    #[track_caller]
    fn check_refused(pointer: &str, value: Value, expected: &str) {
        let mut case = a_case();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        match case.pointer_mut(parent).unwrap() {
            Value::Object(members) => {
                members.insert(key.to_owned(), value);
            }
            Value::Array(items) => items.push(value),
            other => panic!("{other} has no members"),
        }
        let message = evaluate_case(case.to_string().as_bytes())
            .unwrap_err()
            .to_string();
        assert!(message.starts_with(expected), "{message}");
    }

    #[test]
    fn the_result_has_six_fields() {
        let result = evaluate_case(a_case().to_string().as_bytes()).unwrap();
        let value = serde_json::to_value(&result).unwrap();
        let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            [
                "counts",
                "firm_level",
                "flags",
                "level",
                "missing",
                "reasons"
            ]
        );
        assert_eq!(value["level"], "full_consensus");
        assert_eq!(result.evaluation().standings.len(), 2);
    }

    #[test]
    fn a_malformed_case_is_refused_with_the_path() {
        check_refused(
            "/positions/0/kind",
            json!("like"),
            "positions[0].kind: unknown variant `like`, expected one of `endorse`",
        );
        check_refused("/text", json!(7), "text: invalid type: integer `7`");
        check_refused("/colour", json!(1), "colour: unknown field `colour`");
        check_refused(
            "/rules",
            json!({"quorum": [2, 1]}),
            "rules.quorum: expected a fraction",
        );
        check_refused(
            "/silence",
            json!({"state": "over", "notified": []}),
            "silence.state: ",
        );
        check_refused(
            "/electorate/2",
            json!({"organisation": "EMB-2"}),
            "electorate[2]: missing field `constituency`",
        );
    }

    #[test]
    fn a_contradictory_case_is_refused_with_the_path() {
        check_refused(
            "/electorate/2",
            json!({"organisation": "EMB-1", "constituency": "observers"}),
            "electorate[2].organisation: the organisation \"EMB-1\" is in",
        );
        check_refused(
            "/positions/0/state",
            json!("raised"),
            "positions[0].state: only an objection has a state",
        );
        check_refused(
            "/positions/1",
            json!({"organisation": "OBS-1", "kind": "object", "text": "H1", "mandate": "ad_referendum"}),
            "positions[1].mandate: only a favourable position",
        );
        check_refused(
            "/silence",
            json!({"state": "open", "notified": ["EMB-1", "EBM-1"]}),
            "silence.notified[1]: the organisation \"EBM-1\" is not in the electorate",
        );
    }

    #[test]
    fn what_is_not_json_is_refused_with_its_place() {
        let message = evaluate_case(b"{\"text\": ").unwrap_err().to_string();
        assert!(message.starts_with("not JSON: EOF"), "{message}");
        let twice = format!("{0}{0}", a_case());
        assert!(matches!(
            evaluate_case(twice.as_bytes()),
            Err(CaseError::Syntax(_))
        ));
    }
}
