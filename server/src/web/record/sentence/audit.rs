//! What the record says of itself, as sentences.

use domain::id::{ClauseId, InstrumentId};
use domain::record::{AuditFact, AuditScope, ContentRef, ErasedWords};

use super::{Arguments, Teller, isolated, link, nothing, stable, yes};
use crate::i18n::{Argument, ArgumentValue};
use crate::web::pages::text::clause_called;

impl Teller<'_> {
    pub(super) fn audit(&self, fact: &AuditFact) -> Arguments {
        match fact {
            AuditFact::AuditRead {
                scope,
                instrument,
                clause,
                filter,
            } => self.reading(*scope, *instrument, (*clause, *filter)),
            AuditFact::PersonErased {
                delegate, erased, ..
            } => vec![
                ("person", isolated(&delegate.to_string()).value()),
                ("count", count(erased).value()),
            ],
            AuditFact::WordsErased { erased, .. } => {
                let entry = format!("/record/{}", erased.entry);
                let name = self
                    .page
                    .t("record-entry-number")
                    .arg("number", erased.entry);
                vec![
                    ("entry", link(&entry, &name.to_string()).value()),
                    ("count", erased.places.len().value()),
                ]
            }
        }
    }

    fn reading(
        &self,
        scope: AuditScope,
        instrument: Option<InstrumentId>,
        (clause, filter): (Option<ClauseId>, Option<ContentRef>),
    ) -> Arguments {
        let found = instrument.and_then(|id| self.desk.register.instrument(id).ok());
        let title = found.map(|it| {
            let href = format!("/instruments/{}", it.id);
            link(&href, it.title().or_mark()).value()
        });
        let clause = found.zip(clause).map(|(it, clause)| {
            let href = format!("/instruments/{}/clauses/{clause}", it.id);
            link(&href, &clause_called(self.page, it, Some(clause))).value()
        });
        vec![
            ("scope", stable(scope.as_str())),
            ("within", yes(title.is_some())),
            ("what", title.unwrap_or_else(nothing)),
            ("about", yes(clause.is_some())),
            ("clause", clause.unwrap_or_else(nothing)),
            ("narrowed", yes(filter.is_some())),
            ("filter", filter.map_or_else(nothing, |at| self.filter(at))),
        ]
    }

    fn filter(&self, place: ContentRef) -> ArgumentValue {
        self.words(place)
    }
}

fn count(erased: &[ErasedWords]) -> usize {
    erased.iter().map(|it| it.places.len()).sum()
}
