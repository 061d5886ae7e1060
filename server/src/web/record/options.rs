//! What the fields of the record's filter offer.

use std::collections::BTreeSet;

use domain::instrument::Instrument;
use domain::permission::Operation;

use super::sentence::types;
use super::wanted::Wanted;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::clause_name;

/// One choice: what the address says, what the reader sees, and whether it is chosen.
#[derive(Debug)]
pub(crate) struct Choice {
    /// What the address says.
    pub(crate) value: String,
    /// What the reader sees.
    pub(crate) text: String,
    /// Whether it is chosen.
    pub(crate) is_chosen: bool,
}

/// The choices of each field.
#[derive(Debug)]
pub(crate) struct Options {
    /// Who acted.
    pub(crate) actors: Vec<Choice>,
    /// For whom.
    pub(crate) organisations: Vec<Choice>,
    /// About which text.
    pub(crate) instruments: Vec<Choice>,
    /// Those of the instrument chosen, or of the only one.
    pub(crate) clauses: Vec<Choice>,
    /// Of which kind.
    pub(crate) types: Vec<Choice>,
}

/// Puts the choices together, with what is chosen now.
pub(crate) fn options(page: &Page, desk: &Desk, wanted: &Wanted) -> Options {
    let network = desk.network();
    let actors = network
        .delegates()
        .map(|it| (it.id.to_string(), it.name.or_mark().to_owned()));
    let organisations = network
        .organisations()
        .map(|it| (it.id.to_string(), it.short_name.or_mark().to_owned()));
    let instruments = readable(desk).map(|it| (it.id.to_string(), it.title().or_mark().to_owned()));
    let types = types().map(|name| {
        let text = page.say("record-type-", name).to_string();
        ((*name).to_owned(), text)
    });
    Options {
        actors: choices(page, &wanted.actor, by_name(actors)),
        organisations: choices(page, &wanted.organisation, by_name(organisations)),
        instruments: choices(page, &wanted.instrument, by_name(instruments)),
        clauses: choices(page, &wanted.clause, clauses(page, desk, wanted)),
        types: choices(page, &wanted.fact, by_name(types)),
    }
}

fn readable(desk: &Desk) -> impl Iterator<Item = &Instrument> {
    desk.register
        .instruments()
        .filter(|it| desk.may(Operation::ReadRevision, it))
}

fn by_name(found: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut found: Vec<_> = found.collect();
    found.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    found
}

/// Returns the clauses of every revision, in the order of the latest that has them.
fn clauses(page: &Page, desk: &Desk, wanted: &Wanted) -> Vec<(String, String)> {
    let is_wanted = |it: &&Instrument| it.id.to_string() == wanted.instrument;
    let chosen = if wanted.instrument.is_empty() {
        let mut all = readable(desk);
        all.next().filter(|_| all.next().is_none())
    } else {
        readable(desk).find(is_wanted)
    };
    let revisions = chosen.map_or(&[][..], Instrument::revisions);
    let mut seen = BTreeSet::new();
    revisions
        .iter()
        .rev()
        .flat_map(|revision| &revision.clauses)
        .filter(|clause| seen.insert(clause.id))
        .map(|clause| (clause.id.to_string(), clause_name(page, clause)))
        .collect()
}

/// Offers everything first; what is chosen stays chosen even where it is not on offer.
fn choices(page: &Page, chosen: &str, found: Vec<(String, String)>) -> Vec<Choice> {
    let is_offered = chosen.is_empty() || found.iter().any(|(value, _)| value == chosen);
    let unlisted = (!is_offered).then(|| (chosen.to_owned(), chosen.to_owned()));
    let any = (String::new(), page.t("record-any").to_string());
    std::iter::once(any)
        .chain(unlisted)
        .chain(found)
        .map(|(value, text)| Choice {
            is_chosen: value == chosen,
            value,
            text,
        })
        .collect()
}
