//! What changed between two wordings of a clause, in two columns.

use domain::text::{LanguageTag, RichText, Wording};

use crate::i18n::Markup;
use crate::web::page::Page;
use crate::web::redline::columns;

/// Two wordings of one clause, side by side.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    /// The headings, where there is one on either side.
    pub(crate) heading: Option<(Markup, Markup)>,
    /// The texts in rows: what stood, and what stands.
    pub(crate) rows: Vec<(Markup, Markup)>,
    /// What the clause was and becomes, where that changes.
    pub(crate) kinds: Option<(&'static str, &'static str)>,
    /// The `lang` and `dir` of the texts.
    pub(crate) attributes: Markup,
}

impl Columns {
    /// Draws what turns one wording into another, either of which may be absent.
    pub(crate) fn between(
        page: &Page,
        base: Option<&Wording>,
        target: Option<&Wording>,
        language: &LanguageTag,
    ) -> Self {
        let heading = |wording: Option<&Wording>| {
            RichText::plain(wording.map_or("", |it| it.heading.as_str()))
        };
        let text =
            |wording: Option<&Wording>| wording.map(|it| it.text.clone()).unwrap_or_default();
        let headings = columns(page, &heading(base), &heading(target)).into_iter();
        let kinds = base.zip(target).filter(|(was, is)| was.kind != is.kind);
        Self {
            heading: headings
                .reduce(|one, more| (joined(&one.0, &more.0), joined(&one.1, &more.1))),
            rows: columns(page, &text(base), &text(target)),
            kinds: kinds.map(|(was, is)| (was.kind.as_str(), is.kind.as_str())),
            attributes: page.text_in(language),
        }
    }
}

/// Joins what sentences of a heading were drawn as.
fn joined(one: &Markup, more: &Markup) -> Markup {
    Markup::trusted(format!("{one}{more}"))
}
