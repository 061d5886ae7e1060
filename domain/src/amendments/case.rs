//! Cases: amendments to one wording written as a JSON file.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Collision, CollisionClass, Comparison, Outcome, Proposal, ProposedChange, TooManySets,
    rolling_text,
};
use crate::consensus::CaseError;

/// A case as its file has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    base: String,
    amendments: Vec<CaseAmendment>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseAmendment {
    id: String,
    sponsors: Vec<String>,
    kind: CaseKind,
    text: Option<String>,
    to: Option<String>,
    amends: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum CaseKind {
    Modify,
    Insert,
    Delete,
    Move,
    Alternative,
    EditorialHint,
}

/// Why a case of amendments cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// The case is malformed.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// The amendments can be combined in too many ways.
    #[error(transparent)]
    TooManySets(#[from] TooManySets),
}

/// What the amendments of a case come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompareResult {
    /// The pairs that cannot both be adopted, and why.
    pub collisions: Vec<(String, String, CollisionClass)>,
    /// The largest sets that can be adopted together.
    pub compatible: Vec<Vec<String>>,
    /// For each of these sets the wording that adopting it gives; none where the clause is deleted.
    pub results: Vec<Option<String>>,
    /// The text with all amendments in brackets; none unless all of them change words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rolling: Option<String>,
}

/// Compares the amendments of the case written in a JSON file.
///
/// # Errors
///
/// * [`CompareError::Case`] if the bytes are not a case, with the path to what is wrong;
/// * [`CompareError::TooManySets`] if the amendments can be combined in too many ways.
pub fn compare_case(json: &[u8]) -> Result<CompareResult, CompareError> {
    let case: Case = crate::consensus::read_case(json)?;
    let proposals = proposals(case.amendments)?;
    let comparison = Comparison::new(&case.base, proposals, &[]);
    let compatible = comparison.compatible()?;
    let wording = |set: &Vec<String>| {
        comparison
            .adopt(set)
            .and_then(|it: Outcome<_, _>| it.wording)
    };
    let named = |it: &Collision<String>| (it.one.clone(), it.other.clone(), it.class);
    Ok(CompareResult {
        collisions: comparison.collisions().iter().map(named).collect(),
        results: compatible.iter().map(wording).collect(),
        compatible,
        rolling: comparison.rolling().map(|parts| rolling_text(&parts, true)),
    })
}

fn proposals(amendments: Vec<CaseAmendment>) -> Result<Vec<Proposal<String, String>>, CaseError> {
    check_names(&amendments)?;
    (amendments.into_iter().enumerate())
        .map(|(i, amendment)| proposal(amendment, &format!("amendments[{i}]")))
        .collect()
}

fn proposal(amendment: CaseAmendment, path: &str) -> Result<Proposal<String, String>, CaseError> {
    let kind = amendment.kind;
    let text = field(
        amendment.text,
        matches!(kind, CaseKind::Modify | CaseKind::Alternative),
        matches!(kind, CaseKind::Insert | CaseKind::EditorialHint),
        &format!("{path}.text"),
    )?;
    let to = field(
        amendment.to,
        kind == CaseKind::Move,
        kind == CaseKind::Insert,
        &format!("{path}.to"),
    )?;
    Ok(Proposal {
        id: amendment.id,
        sponsors: amendment.sponsors,
        change: match kind {
            CaseKind::Modify => ProposedChange::Modify(text),
            CaseKind::Alternative => ProposedChange::Alternative(text),
            CaseKind::Move => ProposedChange::Move(to),
            CaseKind::Insert => ProposedChange::Insert,
            CaseKind::Delete => ProposedChange::Delete,
            CaseKind::EditorialHint => ProposedChange::EditorialHint,
        },
        amends: amendment.amends,
    })
}

/// Returns a field that the kind of amendment needs, or may have.
fn field(
    value: Option<String>,
    is_needed: bool,
    is_possible: bool,
    path: &str,
) -> Result<String, CaseError> {
    match value {
        None if is_needed => Err(CaseError::value(path.to_owned(), "is needed for this kind")),
        Some(_) if !is_needed && !is_possible => Err(CaseError::value(
            path.to_owned(),
            "has no place with this kind",
        )),
        value => Ok(value.unwrap_or_default()),
    }
}

fn check_names(amendments: &[CaseAmendment]) -> Result<(), CaseError> {
    let mut ids = BTreeMap::new();
    for (i, amendment) in amendments.iter().enumerate() {
        if ids
            .insert(&amendment.id, amendment.amends.as_ref())
            .is_some()
        {
            let message = format!("there is an amendment {:?} already", amendment.id);
            return Err(CaseError::value(format!("amendments[{i}].id"), message));
        }
    }
    for (i, amendment) in amendments.iter().enumerate() {
        let mut seen = BTreeSet::from([&amendment.id]);
        let mut next = amendment.amends.as_ref();
        while let Some(amended) = next {
            let path = || format!("amendments[{i}].amends");
            let Some(further) = ids.get(amended) else {
                let message = format!("there is no amendment {amended:?}");
                return Err(CaseError::value(path(), message));
            };
            if !seen.insert(amended) {
                return Err(CaseError::value(
                    path(),
                    "the amendment amends itself in the end",
                ));
            }
            next = *further;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[track_caller]
    fn check_refused(amendments: &Value, expected: &str) {
        let case = json!({"base": "One rule.", "amendments": amendments}).to_string();
        let message = compare_case(case.as_bytes()).unwrap_err().to_string();
        assert!(message.starts_with(expected), "{message}");
    }

    #[test]
    fn a_malformed_case_is_refused_with_the_path() {
        check_refused(
            &json!([{"id": "A1", "sponsors": [], "kind": "edit"}]),
            "amendments[0].kind: unknown variant `edit`",
        );
        check_refused(
            &json!([{"id": "A1", "sponsors": [], "kind": "modify"}]),
            "amendments[0].text: is needed",
        );
        check_refused(
            &json!([{"id": "A1", "sponsors": [], "kind": "delete", "to": "after:c1"}]),
            "amendments[0].to: has no place",
        );
        let delete = json!({"id": "A1", "sponsors": [], "kind": "delete"});
        check_refused(
            &json!([delete, delete]),
            "amendments[1].id: there is an amendment",
        );
    }

    #[test]
    fn amendments_that_amend_nothing_or_themselves_are_refused() {
        let amending = |id: &str, amends: &str| json!({"id": id, "sponsors": [], "kind": "modify", "text": "x", "amends": amends});
        check_refused(
            &json!([amending("A1", "A9")]),
            "amendments[0].amends: there is no amendment",
        );
        check_refused(
            &json!([amending("A1", "A2"), amending("A2", "A1")]),
            "amendments[0].amends: the amendment amends itself",
        );
    }
}
