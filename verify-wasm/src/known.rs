//! What the browser remembers of the record, and is told by whoever sits at it.

use ledger::note::VerifierKey;
use ledger::policy::Policy;
use serde::Deserialize;
use verifier::Known;

/// Why what is known cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unusable {
    /// It is no JSON of the expected form.
    #[error(transparent)]
    Form(#[from] serde_json::Error),
    /// The key of the log is none.
    #[error("the remembered key of the log is none")]
    Key,
    /// The policy is none.
    #[error("{0}")]
    Policy(String),
}

/// What is known, as the page writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    log_key: Option<String>,
    policy: Option<String>,
    checkpoints: Vec<String>,
}

/// Reads what is known from JSON.
pub(crate) fn read(json: &str) -> Result<Known, Unusable> {
    let written: Written = serde_json::from_str(json)?;
    let key = written.log_key.map(|key| key.parse::<VerifierKey>());
    let policy = written.policy.as_deref().map(policy);
    let notes = written.checkpoints.into_iter().map(String::into_bytes);
    Ok(Known {
        log_key: key.transpose().map_err(|_| Unusable::Key)?,
        policy: policy.transpose()?,
        keys: Vec::new(),
        checkpoints: notes.collect(),
    })
}

/// Reads a policy of logs and witnesses.
pub(crate) fn policy(text: &str) -> Result<Policy, Unusable> {
    Policy::parse(text.as_bytes()).map_err(|line| Unusable::Policy(line.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_that_knows_nothing_writes_is_read() {
        let known = read(r#"{"checkpoints":[]}"#).unwrap();
        assert!(known.log_key.is_none() && known.policy.is_none() && known.checkpoints.is_empty());
    }

    #[test]
    fn what_is_remembered_is_read() {
        let note = "example.org/log\n0\nx\n";
        let json = serde_json::json!({ "policy": null, "checkpoints": [note] });
        assert_eq!(
            read(&json.to_string()).unwrap().checkpoints,
            [note.as_bytes()]
        );
    }

    #[test]
    fn a_key_or_a_policy_that_is_none_is_not_passed_over() {
        let key = r#"{"log_key":"example.org","checkpoints":[]}"#;
        assert!(matches!(read(key), Err(Unusable::Key)));
        let policy = r#"{"policy":"quorum what","checkpoints":[]}"#;
        assert!(matches!(read(policy), Err(Unusable::Policy(_))));
    }
}
