//! Wordings as pages show them, each in its own language and direction.

use std::fmt::Write as _;
use std::ops::Range;

use domain::id::ClauseId;
use domain::instrument::{Instrument, Revision, RevisionClause};
use domain::record::{Actor, Words};
use domain::text::{ClauseKind, LanguageTag, Wording};

use crate::i18n::Markup;
use crate::web::page::{Crumb, Page};
use crate::web::pages::desk::Desk;
use crate::web::text::draw;

/// A wording, ready to be shown.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    /// What the clause is, as its stable name.
    pub(crate) kind: &'static str,
    /// The heading; empty where there is none.
    pub(crate) heading: String,
    /// The text with its marks.
    pub(crate) body: Markup,
    /// The explanation that accompanies it; empty where there is none.
    pub(crate) commentary: String,
    /// The `lang` and `dir` of all of these.
    pub(crate) attributes: Markup,
    /// Whether the words were erased.
    pub(crate) is_erased: bool,
}

impl Text {
    /// Shows a clause of a revision.
    pub(crate) fn of(page: &Page, revision: &Revision, clause: &RevisionClause) -> Self {
        let language = revision.language_of(clause);
        let Some(wording) = clause.wording() else {
            return Self::erased(page, language);
        };
        Self {
            commentary: clause.commentary().to_owned(),
            ..Self::worded(page, wording, language)
        }
    }

    /// Shows a wording without commentary.
    pub(crate) fn worded(page: &Page, wording: &Wording, language: &LanguageTag) -> Self {
        Self {
            kind: wording.kind.as_str(),
            heading: wording.heading.clone(),
            body: draw(&wording.text),
            commentary: String::new(),
            attributes: page.text_in(language),
            is_erased: false,
        }
    }

    /// Marks parts of the text, given as ranges of bytes of its plain text.
    #[must_use]
    pub(crate) fn marked(self, clause: &RevisionClause, spans: &[Range<usize>]) -> Self {
        let Some(wording) = clause.wording() else {
            return self;
        };
        let text = &wording.text;
        let mut drawn = String::new();
        let mut done = 0;
        for span in spans {
            let (before, within) = (text.slice(done..span.start), text.slice(span.clone()));
            drawn.push_str(draw(&before).as_str());
            let _ = write!(drawn, "<mark>{}</mark>", draw(&within));
            done = span.end;
        }
        drawn.push_str(draw(&text.slice(done..text.to_plain().len())).as_str());
        Self {
            body: Markup::trusted(drawn),
            ..self
        }
    }

    fn erased(page: &Page, language: &LanguageTag) -> Self {
        Self {
            is_erased: true,
            ..Self::worded(page, &Wording::default(), language)
        }
    }

    /// Reports whether there is a text below the heading.
    pub(crate) fn has_body(&self) -> bool {
        !self.body.as_str().is_empty()
    }
}

/// Names a clause by what it is and its printed number: “Principle 2.1”.
pub(crate) fn clause_name(page: &Page, clause: &RevisionClause) -> String {
    let kind = clause.wording().map_or(ClauseKind::Clause, |it| it.kind);
    numbered(page, kind, &clause.number)
}

/// Names a clause as it was last tabled, or the start of the text.
pub(crate) fn clause_called(
    page: &Page,
    instrument: &Instrument,
    clause: Option<ClauseId>,
) -> String {
    let Some(id) = clause else {
        return page.t("amendment-at-start").to_string();
    };
    let mut revisions = instrument.revisions().iter().rev();
    match revisions.find_map(|revision| revision.clause(id)) {
        Some(clause) => clause_name(page, clause),
        None => page.t("clause-proposed").to_string(),
    }
}

/// Returns the language of a clause as it was last tabled, or that of the text.
pub(crate) fn language_of(instrument: &Instrument, clause: Option<ClauseId>) -> LanguageTag {
    let mut revisions = instrument.revisions().iter().rev();
    let tabled = revisions.find_map(|revision| {
        let clause = revision.clause(clause?)?;
        Some(revision.language_of(clause).clone())
    });
    let whole = || instrument.current().map(|table| table.language.clone());
    tabled
        .or_else(whole)
        .unwrap_or_else(|| instrument.language.clone())
}

/// Names a clause of this kind with this number, if it has one.
pub(crate) fn numbered(page: &Page, kind: ClauseKind, number: &str) -> String {
    let kind = page
        .t(&format!("clause-kind-{}", kind.as_str()))
        .to_string();
    if number.is_empty() {
        return kind;
    }
    page.t("clause-numbered")
        .choose("kind", &kind)
        .arg("number", number)
        .to_string()
}

/// Returns the start of a text, at a word's end, for lists and outlines.
pub(crate) fn excerpt(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let short: String = line.chars().take(most).collect();
    let end = short.rfind(' ').unwrap_or(short.len());
    format!("{}…", &short[..end])
}

/// Returns what a clause is called in an outline: its heading, or how it begins.
pub(crate) fn gist(clause: &RevisionClause) -> String {
    clause.wording().map_or_else(String::new, wording_gist)
}

/// Returns the heading of a wording, or how it begins.
pub(crate) fn wording_gist(wording: &Wording) -> String {
    if wording.heading.trim().is_empty() {
        excerpt(&wording.text.to_plain(), 72)
    } else {
        excerpt(&wording.heading, 72)
    }
}

/// Returns the words given, unless there are none or they were erased.
pub(crate) fn given(words: Option<&Words>) -> Option<String> {
    words.map(|words| words.or_mark().to_owned())
}

/// Names who acted.
pub(crate) fn acted_by(page: &Page, desk: &Desk, actor: Actor) -> String {
    match actor {
        Actor::Delegate(id) => desk.network().delegate_name(id).to_owned(),
        Actor::System => page.t("record-system").to_string(),
    }
}

/// Returns the way to an instrument.
pub(crate) fn instrument_crumbs(page: &Page, instrument: &Instrument) -> Vec<Crumb> {
    vec![
        Crumb::new("/instruments", page.t("nav-instruments")),
        Crumb::new(
            format!("/instruments/{}", instrument.id),
            instrument.title().or_mark(),
        ),
    ]
}

/// Returns the way to a clause of the revision on the table.
pub(crate) fn clause_crumbs(
    page: &Page,
    instrument: &Instrument,
    clause: &RevisionClause,
) -> Vec<Crumb> {
    let mut crumbs = instrument_crumbs(page, instrument);
    let href = format!("/instruments/{}/clauses/{}", instrument.id, clause.id);
    crumbs.push(Crumb::new(href, clause_name(page, clause)));
    crumbs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_end_between_words() {
        assert_eq!(
            excerpt("Results  are\npublished promptly", 20),
            "Results are…"
        );
        assert_eq!(excerpt("Results", 20), "Results");
    }
}
