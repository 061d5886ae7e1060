//! Every case of the wording vectors.

use domain::text::{ClauseKind, RichText, Wording, normal_form};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    wordings: Vec<Case>,
    refused: Vec<String>,
}

#[derive(Deserialize)]
struct Case {
    kind: ClauseKind,
    heading: String,
    text: String,
    normal: Normal,
    hash: String,
}

#[derive(Deserialize)]
struct Normal {
    heading: String,
    text: String,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../fixtures/text.json")).unwrap()
}

#[test]
fn every_wording_has_its_normal_form_and_hash() {
    for case in vectors().wordings {
        assert_eq!(normal_form(&case.heading).unwrap(), case.normal.heading);
        assert_eq!(normal_form(&case.text).unwrap(), case.normal.text);
        let text = RichText::plain(&case.text);
        let wording = Wording {
            kind: case.kind,
            heading: case.heading,
            text,
        };
        assert_eq!(
            wording.hash().unwrap().to_string(),
            case.hash,
            "{:?}",
            case.text
        );
    }
}

#[test]
fn every_refused_text_is_refused() {
    for text in vectors().refused {
        assert!(normal_form(&text).is_err(), "{text:?}");
    }
}
