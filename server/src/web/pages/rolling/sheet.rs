//! The clauses of a rolling text, ready to be shown or written to a file.

use std::collections::HashMap;

use domain::amendments::RollingPart;
use domain::id::{AmendmentId, ClauseId, OrganisationId};
use domain::instrument::{Instrument, Revision, RevisionClause, RollingClause};
use domain::text::LanguageTag;

use super::Wish;
use crate::exchange::export::rolling::{Alternative, Piece};
use crate::i18n::Markup;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::proposed::{Proposed, place_called};
use crate::web::pages::text::language_of;
use crate::web::pages::text::{Text, clause_name};

/// A rolling text.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// The clauses shown.
    pub(crate) clauses: Vec<Row>,
    /// How many clauses are in brackets.
    pub(crate) bracketed: usize,
    /// How many clauses there are, those amendments would insert among them.
    pub(crate) all: usize,
    /// How many amendments are open.
    pub(crate) open: usize,
}

/// A clause of a rolling text.
#[derive(Debug)]
pub(crate) struct Row {
    /// The clause.
    pub(crate) id: String,
    /// Its page; none for one that is not on the table.
    pub(crate) href: Option<String>,
    /// Its printed number; empty where it has none.
    pub(crate) number: String,
    /// What it is called.
    pub(crate) name: String,
    /// How deeply it is nested, at most 4.
    pub(crate) depth: usize,
    /// The wording on the table; none for a clause that is not.
    pub(crate) text: Option<Text>,
    /// The heading in pieces.
    pub(crate) heading: Vec<Piece>,
    /// The text in pieces.
    pub(crate) body: Vec<Piece>,
    /// The amendments that no bracket shows.
    pub(crate) others: Vec<Proposed>,
    /// The open amendments: their pages and numbers.
    pub(crate) amendments: Vec<(String, u32)>,
    /// Where it would be inserted, if it is not on the table.
    pub(crate) place: Option<String>,
    /// Its language.
    pub(crate) language: LanguageTag,
    /// The `lang` and `dir` of its words.
    pub(crate) attributes: Markup,
}

impl Row {
    /// Reports whether there is an open amendment to it.
    pub(crate) fn is_bracketed(&self) -> bool {
        !self.amendments.is_empty()
    }

    /// Counts the brackets drawn in it.
    pub(crate) fn brackets(&self) -> usize {
        let pieces = self.heading.iter().chain(&self.body);
        pieces
            .filter(|it| matches!(it, Piece::Brackets { .. }))
            .count()
    }

    /// Reports whether it is shown with its marks, as nothing in it is in brackets.
    pub(crate) fn is_plain(&self) -> bool {
        self.text.is_some() && self.brackets() == 0
    }
}

impl Sheet {
    /// Shows a rolling text as somebody wishes to see it.
    pub(crate) fn new(
        page: &Page,
        desk: &Desk,
        instrument: &Instrument,
        table: &Revision,
        wish: Wish,
    ) -> Self {
        let rolling = instrument.rolling();
        let bracketed = rolling.iter().filter(|it| it.is_bracketed()).count();
        let open = rolling.iter().map(|it| it.amendments.len()).sum();
        let all = rolling.len();
        let depths = depths(&rolling, instrument, table);
        let about = About {
            page,
            desk,
            instrument,
            table,
            names_sponsors: wish.names_sponsors(),
        };
        let clauses = rolling
            .into_iter()
            .filter(|it| wish.shows_all() || it.is_bracketed())
            .map(|it| about.row(depths.get(&it.id).copied().unwrap_or_default(), it))
            .collect();
        Self {
            clauses,
            bracketed,
            all,
            open,
        }
    }
}

/// Returns how deeply each clause is nested; one to be inserted is as deep as its place.
fn depths(
    rolling: &[RollingClause],
    instrument: &Instrument,
    table: &Revision,
) -> HashMap<ClauseId, usize> {
    let mut depths: HashMap<ClauseId, usize> = HashMap::new();
    for clause in rolling {
        let depth = match table.clause(clause.id) {
            Some(tabled) => table.depth(tabled),
            None => match place(instrument, clause) {
                Some((_, Some(after))) => depths.get(&after).copied().unwrap_or_default(),
                Some((Some(parent), None)) => depths.get(&parent).map_or(0, |depth| depth + 1),
                Some((None, None)) | None => 0,
            },
        };
        depths.insert(clause.id, depth.min(4));
    }
    depths
}

/// Returns where a clause that is not on the table would be inserted.
fn place(
    instrument: &Instrument,
    clause: &RollingClause,
) -> Option<(Option<ClauseId>, Option<ClauseId>)> {
    let amendments = clause.amendments.iter();
    let mut amendments = amendments.filter_map(|id| instrument.amendment(*id));
    amendments.find_map(|it| instrument.root(it).change().place())
}

/// What rows are made from.
struct About<'a> {
    page: &'a Page,
    desk: &'a Desk,
    instrument: &'a Instrument,
    table: &'a Revision,
    names_sponsors: bool,
}

impl About<'_> {
    fn row(&self, depth: usize, clause: RollingClause) -> Row {
        let Self {
            page, instrument, ..
        } = self;
        let tabled = self.table.clause(clause.id);
        let language = match tabled {
            Some(tabled) => self.table.language_of(tabled).clone(),
            None => language_of(instrument, None),
        };
        let number = tabled.map_or_else(String::new, |it| it.number.clone());
        let place = if clause.is_proposed {
            place(instrument, &clause)
        } else {
            None
        };
        Row {
            id: clause.id.to_string(),
            href: tabled.map(|_| format!("/instruments/{}/clauses/{}", instrument.id, clause.id)),
            number,
            name: self.name(tabled),
            depth,
            text: tabled.map(|it| Text::of(page, self.table, it)),
            heading: self.pieces(clause.heading),
            body: self.pieces(clause.text),
            others: self.proposed(&clause.others),
            amendments: self.links(&clause.amendments),
            place: place.map(|place| place_called(page, instrument, place)),
            attributes: page.text_in(&language),
            language,
        }
    }

    fn name(&self, tabled: Option<&RevisionClause>) -> String {
        match tabled {
            Some(clause) => clause_name(self.page, clause),
            None => self.page.t("clause-proposed").to_string(),
        }
    }

    fn pieces(&self, parts: Vec<RollingPart<OrganisationId>>) -> Vec<Piece> {
        let piece = |part| match part {
            RollingPart::Text(text) => Piece::Words(text),
            RollingPart::Brackets { base, alternatives } => Piece::Brackets {
                base,
                alternatives: alternatives
                    .into_iter()
                    .map(|it| Alternative {
                        by: self.sponsors(&it.sponsors),
                        text: it.text,
                    })
                    .collect(),
            },
        };
        parts.into_iter().map(piece).collect()
    }

    fn sponsors(&self, sponsors: &[OrganisationId]) -> String {
        if !self.names_sponsors {
            return String::new();
        }
        let network = self.desk.network();
        let mut names: Vec<&str> = (sponsors.iter())
            .map(|id| network.short_name(*id))
            .collect();
        names.sort_unstable();
        names.join(", ")
    }

    fn proposed(&self, ids: &[AmendmentId]) -> Vec<Proposed> {
        let found = ids.iter().filter_map(|id| self.instrument.amendment(*id));
        found
            .map(|it| {
                let shown = Proposed::new(self.page, self.desk, self.instrument, it);
                if self.names_sponsors {
                    shown
                } else {
                    shown.without_sponsors()
                }
            })
            .collect()
    }

    fn links(&self, ids: &[AmendmentId]) -> Vec<(String, u32)> {
        let found = ids.iter().filter_map(|id| self.instrument.amendment(*id));
        let link = |it: &domain::instrument::Amendment| {
            let href = format!("/instruments/{}/amendments/{}", self.instrument.id, it.id);
            (href, it.number)
        };
        found.map(link).collect()
    }
}
