//! Drafts with realistic text for the tests of this crate.

pub(crate) mod edits;
pub(crate) mod room;

use domain::id::ClauseId;
use domain::text::{ClauseKind, LanguageTag, Outline, OutlineClause, RichText};
use replica::{ActorId, Draft};

/// The clause of this number.
pub(crate) fn clause(n: u128) -> ClauseId {
    ClauseId::from_uuid(uuid::Uuid::from_u128(n))
}

/// The actor of this number.
pub(crate) fn actor(n: u8) -> ActorId {
    ActorId::from([n; 16])
}

/// A text of a section with three clauses, numbered 1 to 4.
pub(crate) fn an_outline() -> Outline {
    let texts = [
        (ClauseKind::Section, None, ""),
        (
            ClauseKind::Principle,
            Some(1),
            "Results are published by polling place.",
        ),
        (
            ClauseKind::Clause,
            Some(1),
            "Each protocol is photographed and signed.",
        ),
        (
            ClauseKind::Clause,
            Some(1),
            "Corrections are logged with their reason.",
        ),
    ];
    let clauses = texts.into_iter().zip(1..).map(|((kind, parent, text), n)| {
        let mut clause = OutlineClause::new(clause(n), kind, RichText::plain(text));
        clause.parent = parent.map(self::clause);
        clause.wording.heading = format!("Heading {n}");
        clause
    });
    Outline {
        title: "Principles for transparent results".into(),
        language: LanguageTag::english(),
        clauses: clauses.collect(),
    }
}

/// A draft of [`an_outline`], edited by actor 1.
pub(crate) fn a_draft() -> Draft {
    Draft::from_outline(&an_outline(), actor(1)).expect("the text is sound")
}

/// Brings two replicas to the same state.
pub(crate) fn merge(a: &mut Draft, b: &mut Draft) {
    let (to_a, to_b) = (b.changes_since(&a.heads()), a.changes_since(&b.heads()));
    a.apply(to_a).expect("honest changes apply");
    b.apply(to_b).expect("honest changes apply");
}
