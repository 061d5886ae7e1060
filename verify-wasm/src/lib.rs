//! Checks the record in the browser, with the code of `clausewise verify`.
//!
//! It is compiled to WebAssembly and driven by a worker of the record page, which fetches what is
//! asked for. What is known beforehand and what was found go in and out as JSON.
//!
//! # Map
//!
//! * [`BundleCheck`]: everything, from a bundle
//! * [`LedgerCheck`]: what whoever may read the record can check of the ledger
//! * `known`: what the browser remembers of the record

mod known;

use ledger::note::VerifierKey;
use serde::Serialize;
use verifier::{LedgerVerifier, Report, Verifier};
use wasm_bindgen::prelude::*;

/// Checks a bundle as its bytes come in.
#[wasm_bindgen]
#[derive(Debug)]
pub struct BundleCheck(Verifier);

/// Checks the ledger, part by part.
#[wasm_bindgen]
#[derive(Debug)]
pub struct LedgerCheck(LedgerVerifier);

/// Size and root of a checkpoint.
#[derive(Debug, Serialize)]
struct Head {
    size: u64,
    root: String,
}

/// What was found in the ledger.
#[derive(Debug, Serialize)]
struct Found {
    report: Report,
    /// The checkpoints known beforehand that are no beginning of this record.
    contradicted: Vec<Head>,
    /// The names of the checks that were made.
    made: Vec<&'static str>,
}

#[wasm_bindgen]
impl BundleCheck {
    /// Begins, for whoever knows this beforehand.
    ///
    /// # Errors
    ///
    /// * a message if what is known is not as it must be.
    #[wasm_bindgen(constructor)]
    pub fn new(known: &str) -> Result<Self, JsError> {
        console_error_panic_hook::set_once();
        Ok(Self(Verifier::new(known::read(known)?)))
    }

    /// Takes in the next bytes; returns whether any more are of use.
    pub fn feed(&mut self, bytes: &[u8]) -> bool {
        self.0.feed(bytes)
    }

    /// Returns how many entries were taken in, and how many there are.
    pub fn progress(&self) -> Vec<f64> {
        pair(self.0.progress())
    }

    /// Returns the checkpoint of the bundle, if there is one.
    pub fn checkpoint(&self) -> Option<String> {
        self.0.checkpoint().map(str::to_owned)
    }

    /// Returns what was found, as JSON.
    ///
    /// # Errors
    ///
    /// * a message if it cannot be written.
    pub fn finish(self) -> Result<String, JsError> {
        Ok(serde_json::to_string(&self.0.finish())?)
    }
}

#[wasm_bindgen]
impl LedgerCheck {
    /// Begins with the checkpoint and the key that the server serves.
    ///
    /// # Errors
    ///
    /// * a message if what is known is not as it must be.
    #[wasm_bindgen(constructor)]
    pub fn new(known: &str, key: &str, checkpoint: &[u8]) -> Result<Self, JsError> {
        console_error_panic_hook::set_once();
        let key: Option<VerifierKey> = key.trim_end().parse().ok();
        let verifier = LedgerVerifier::begin(known::read(known)?, key, checkpoint);
        Ok(Self(verifier))
    }

    /// Returns the paths of what is to be fetched next, up to a number of them; none at the end.
    pub fn wanted(&self, most: usize) -> Vec<String> {
        let paths = self.0.wanted().take(most);
        paths.map(|path| path.to_string()).collect()
    }

    /// Takes in what was fetched of the first of them.
    pub fn take(&mut self, bytes: &[u8]) {
        self.0.take(bytes);
    }

    /// Returns how many entries were taken in, and how many there are.
    pub fn progress(&self) -> Vec<f64> {
        pair(self.0.progress())
    }

    /// Returns what was found, as JSON.
    ///
    /// # Errors
    ///
    /// * a message if it cannot be written.
    pub fn finish(self) -> Result<String, JsError> {
        let (report, contradicted) = self.0.finish();
        let heads = contradicted.into_iter().map(|(size, root)| Head {
            size,
            root: root.to_base64(),
        });
        let found = Found {
            report,
            contradicted: heads.collect(),
            made: LedgerVerifier::CHECKS
                .iter()
                .map(|it| it.as_str())
                .collect(),
        };
        Ok(serde_json::to_string(&found)?)
    }
}

/// Reports whether a text is a policy, and says what is wrong with it otherwise.
///
/// # Errors
///
/// * a message that says what is wrong.
#[wasm_bindgen(js_name = checkPolicy)]
pub fn check_policy(text: &str) -> Result<(), JsError> {
    known::policy(text)?;
    Ok(())
}

/// Numbers of entries as JavaScript counts; there are never so many that one would be rounded.
#[expect(
    clippy::cast_precision_loss,
    reason = "entries are numbered below 2^53"
)]
fn pair((done, all): (u64, u64)) -> Vec<f64> {
    vec![done as f64, all as f64]
}
