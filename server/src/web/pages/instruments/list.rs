//! The instruments in a list, with what each awaits.

use domain::consensus::Level;
use domain::instrument::Instrument;
use domain::permission::Operation;
use domain::time::Timestamp;

use crate::i18n::Markup;
use crate::web::page::Page;
use crate::web::pages::asked::unanswered;
use crate::web::pages::desk::Desk;

/// An instrument in the list.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) href: String,
    pub(super) title: String,
    /// The `lang` and `dir` of the title.
    pub(super) attributes: Markup,
    pub(super) group: String,
    pub(super) revision: Option<(u32, Timestamp)>,
    pub(super) levels: Vec<LevelCount>,
    pub(super) open_amendments: usize,
    /// How many clauses await a position of the reader's organisation.
    pub(super) awaited: usize,
    pub(super) draft: Option<String>,
}

/// How many clauses have a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LevelCount {
    /// The level's stable name.
    pub(crate) level: &'static str,
    /// How many clauses have it.
    pub(crate) count: usize,
}

/// Returns the instruments that the reader may see.
pub(super) fn listed(page: &Page, desk: &Desk) -> Vec<Listed> {
    desk.register
        .instruments()
        .filter(|instrument| desk.may(Operation::ReadRevision, instrument))
        .map(|instrument| entry(page, desk, instrument))
        .collect()
}

fn entry(page: &Page, desk: &Desk, instrument: &Instrument) -> Listed {
    let table = instrument.current();
    let language = table.map_or(&instrument.language, |table| &table.language);
    let voting = desk
        .organisation()
        .filter(|_| desk.may_for_members(Operation::TakePosition, instrument));
    Listed {
        href: format!("/instruments/{}", instrument.id),
        title: instrument.title().or_mark().to_owned(),
        attributes: page.text_in(language),
        group: group_name(desk, instrument),
        revision: table.map(|table| (table.number, table.tabled_at)),
        levels: levels(desk, instrument),
        open_amendments: instrument
            .amendments()
            .iter()
            .filter(|amendment| amendment.is_open())
            .count(),
        awaited: voting.map_or(0, |own| {
            unanswered(instrument, own.id).len() + instrument.stale_positions(own.id).len()
        }),
        draft: desk
            .may(Operation::ReadDraft, instrument)
            .then(|| format!("/drafts/{}", instrument.draft)),
    }
}

/// Returns the name of the working group around an instrument.
pub(super) fn group_name(desk: &Desk, instrument: &Instrument) -> String {
    desk.network()
        .group(instrument.group)
        .map_or_else(|| "[–]".into(), |group| group.name.or_mark().to_owned())
}

/// Counts the clauses at each level, the most agreement first.
pub(crate) fn levels(desk: &Desk, instrument: &Instrument) -> Vec<LevelCount> {
    let clauses = instrument.current().map_or(&[][..], |table| &table.clauses);
    let found: Vec<Level> = clauses
        .iter()
        .filter(|clause| clause.is_asked())
        .filter_map(|clause| instrument.evaluation(clause.id, desk.network(), desk.now))
        .map(|evaluation| evaluation.level)
        .collect();
    count_levels(&found)
}

/// Counts how often each level occurs, the most agreement first.
pub(crate) fn count_levels(found: &[Level]) -> Vec<LevelCount> {
    let counted = Level::ALL.iter().rev().map(|level| LevelCount {
        level: level.as_str(),
        count: found.iter().filter(|it| *it == level).count(),
    });
    counted.filter(|it| it.count > 0).collect()
}
