//! Changes in plain language: the sentences that the browser's editor writes with the same messages.

use domain::api::ChangeProposed;
use domain::id::ClauseId;
use domain::instrument::{Amendment, AmendmentChange, Instrument, Revision};
use domain::redline::{Phrase, Quote, excerpt, phrases};
use domain::text::{ClauseKind, Outline, Wording};

use crate::i18n::Markup;
use crate::web::page::Page;

/// Clauses by the names that sentences give them, and the text before.
pub(crate) struct Names {
    clauses: Vec<(ClauseId, ClauseKind, String, Wording)>,
}

impl Names {
    /// Takes the names from a text.
    pub(crate) fn of(outline: &Outline) -> Self {
        let clauses = outline.clauses.iter().zip(outline.numbers());
        Self {
            clauses: clauses
                .map(|(it, number)| (it.id, it.wording.kind, number, it.wording.clone()))
                .collect(),
        }
    }

    fn of_revision(revision: &Revision) -> Self {
        let clauses = revision.clauses.iter().map(|it| {
            let wording = it.wording().cloned().unwrap_or_default();
            (it.id, wording.kind, it.number.clone(), wording)
        });
        Self {
            clauses: clauses.collect(),
        }
    }

    fn name(&self, page: &Page, id: ClauseId) -> Option<String> {
        let (_, kind, number, _) = self.clauses.iter().find(|it| it.0 == id)?;
        Some(named(page, *kind, number))
    }

    fn is_numbered(&self, id: ClauseId) -> bool {
        (self.clauses.iter()).any(|it| it.0 == id && !it.2.is_empty())
    }

    fn wording(&self, id: ClauseId) -> Option<&Wording> {
        let found = self.clauses.iter().find(|it| it.0 == id)?;
        Some(&found.3)
    }
}

/// Names a clause within a sentence: “clause 4”.
fn named(page: &Page, kind: ClauseKind, number: &str) -> String {
    let key = format!("editor-name-{}", kind.as_str());
    if number.is_empty() {
        return page.t(&format!("{key}-plain")).to_string();
    }
    page.t(&key).arg("number", number).to_string()
}

/// Says what one drafted change does, one sentence for each thing that changes; clauses have the
/// names of the text `before`, new ones and places those of the text `after`.
pub(crate) fn sentences(
    page: &Page,
    change: &ChangeProposed,
    (before, after): (&Names, &Names),
) -> Vec<Markup> {
    let name = |id: ClauseId| before.name(page, id).or_else(|| after.name(page, id));
    let place = |id: Option<ClauseId>| {
        id.and_then(|id| before.name(page, id).or_else(|| after.name(page, id)))
    };
    match change {
        ChangeProposed::Modify {
            clause, wording, ..
        }
        | ChangeProposed::Alternative {
            clause, wording, ..
        } => {
            let base = before.wording(*clause).cloned().unwrap_or_default();
            let name = name(*clause).unwrap_or_default();
            in_clause(page, &name, &phrases(&base, wording))
        }
        ChangeProposed::Insert {
            clause, wording, ..
        } => {
            let name = clause.filter(|id| after.is_numbered(*id));
            let name = name.and_then(|id| after.name(page, id));
            vec![inserted(page, name.as_deref(), wording)]
        }
        ChangeProposed::Delete { clause, .. } => {
            vec![deleted(page, &name(*clause).unwrap_or_default())]
        }
        ChangeProposed::Move {
            clause,
            parent,
            after: sibling,
            ..
        } => {
            let name = name(*clause).unwrap_or_default();
            vec![moved(page, &name, (place(*parent), place(*sibling)))]
        }
        ChangeProposed::EditorialHint { .. } => Vec::new(),
    }
}

/// Says what a tabled amendment changes, with the names of the revision it was written for.
pub(crate) fn sentences_of(
    page: &Page,
    instrument: &Instrument,
    amendment: &Amendment,
) -> Vec<Markup> {
    let Some(revision) = instrument.revision(amendment.text().revision) else {
        return Vec::new();
    };
    let names = Names::of_revision(revision);
    let name = |id: ClauseId| names.name(page, id);
    match amendment.change() {
        AmendmentChange::Modify { clause, .. } | AmendmentChange::Alternative { clause, .. } => {
            let kind = amendment
                .change()
                .wording()
                .map_or(ClauseKind::Clause, |it| it.kind);
            let name = name(*clause).unwrap_or_else(|| named(page, kind, ""));
            in_clause(page, &name, &instrument.phrases(amendment))
        }
        AmendmentChange::Insert {
            wording: Some(wording),
            ..
        } => vec![inserted(page, None, wording)],
        AmendmentChange::Delete { clause, .. } => name(*clause)
            .map(|name| deleted(page, &name))
            .into_iter()
            .collect(),
        AmendmentChange::Move {
            clause,
            parent,
            after,
            ..
        } => {
            let place = (parent.and_then(name), after.and_then(name));
            name(*clause)
                .map(|it| moved(page, &it, place))
                .into_iter()
                .collect()
        }
        AmendmentChange::Insert { .. } | AmendmentChange::EditorialHint { .. } => Vec::new(),
    }
}

fn in_clause(page: &Page, name: &str, phrases: &[Phrase]) -> Vec<Markup> {
    let sentence = |it: &Phrase| {
        page.t("editor-said-in")
            .arg("clause", Markup::text(name))
            .arg("phrase", phrase(page, it))
            .html()
    };
    phrases.iter().map(sentence).collect()
}

fn inserted(page: &Page, name: Option<&str>, wording: &Wording) -> Markup {
    let text = wording.text.to_plain();
    let says = if text.trim().is_empty() {
        &wording.heading
    } else {
        &text
    };
    let words = excerpt(says.trim());
    match name {
        Some(name) => page
            .t("editor-said-insert")
            .arg("clause", Markup::text(name))
            .bdi("words", &words)
            .html(),
        None => page
            .t("editor-said-insert-plain")
            .bdi("words", &words)
            .html(),
    }
}

fn deleted(page: &Page, name: &str) -> Markup {
    page.t("editor-said-delete")
        .arg("clause", Markup::text(name))
        .html()
}

fn moved(page: &Page, name: &str, (parent, after): (Option<String>, Option<String>)) -> Markup {
    let clause = Markup::text(name);
    match (parent, after) {
        (_, Some(after)) => page
            .t("editor-said-move-after")
            .arg("clause", clause)
            .arg("after", Markup::text(&after))
            .html(),
        (Some(parent), None) => page
            .t("editor-said-move-into")
            .arg("clause", clause)
            .arg("parent", Markup::text(&parent))
            .html(),
        (None, None) => page
            .t("editor-said-move-first")
            .arg("clause", clause)
            .html(),
    }
}

fn phrase(page: &Page, phrase: &Phrase) -> Markup {
    match phrase {
        Phrase::Replace { words, by } => page
            .t("editor-phrase-replace")
            .arg("words", quoted(page, words))
            .bdi("by", by)
            .html(),
        Phrase::InsertAfter { words, after } => page
            .t("editor-phrase-insert-after")
            .bdi("words", words)
            .arg("after", quoted(page, after))
            .html(),
        Phrase::InsertAtStart { words } => page
            .t("editor-phrase-insert-start")
            .bdi("words", words)
            .html(),
        Phrase::Delete { words } => page
            .t("editor-phrase-delete")
            .arg("words", quoted(page, words))
            .html(),
        Phrase::Heading { from, to } if from.is_empty() => {
            page.t("editor-phrase-heading-new").bdi("to", to).html()
        }
        Phrase::Heading { from, to } if to.is_empty() => page
            .t("editor-phrase-heading-gone")
            .bdi("from", from)
            .html(),
        Phrase::Heading { from, to } => page
            .t("editor-phrase-heading")
            .bdi("from", from)
            .bdi("to", to)
            .html(),
        Phrase::Kind { from, to } => page
            .t("editor-phrase-kind")
            .arg("from", kind(page, *from))
            .arg("to", kind(page, *to))
            .html(),
        Phrase::Spacing => page.t("editor-phrase-spacing").html(),
        Phrase::Formatting => page.t("editor-phrase-formatting").html(),
    }
}

fn kind(page: &Page, kind: ClauseKind) -> Markup {
    let name = page
        .t(&format!("editor-kind-{}", kind.as_str()))
        .to_string();
    Markup::text(&name)
}

fn quoted(page: &Page, quote: &Quote) -> Markup {
    let key = match quote.nth {
        None => "editor-quote".to_owned(),
        Some(nth @ 1..=5) => format!("editor-quote-{nth}"),
        Some(_) => "editor-quote-nth".to_owned(),
    };
    let message = page.t(&key).bdi("words", &quote.text);
    match quote.nth {
        Some(nth @ 6..) => message.arg("nth", nth).html(),
        _ => message.html(),
    }
}
