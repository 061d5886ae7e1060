//! The text on the table, and beside each clause how much agreement there is.

use domain::consensus::Level;
use domain::instrument::{Amendment, Instrument, Revision, RevisionClause};
use domain::network::Network;
use domain::permission::Operation;
use domain::record::Actor;
use domain::time::Timestamp;

use super::list::{LevelCount, count_levels, group_name};
use super::rules::rules_in_words;
use crate::i18n::Markup;
use crate::web::page::Page;
use crate::web::pages::asked::{Own, own, unanswered};
use crate::web::pages::desk::Desk;
use crate::web::pages::procedure::procedure_rules_in_words;
use crate::web::pages::status::StatusView;
use crate::web::pages::text::{Text, clause_name, gist, given};

/// An instrument with the text on the table.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) href: String,
    pub(super) title: String,
    /// The `lang` and `dir` of the title.
    pub(super) attributes: Markup,
    pub(super) group: String,
    /// The address of its public page, where the last version is adopted.
    pub(super) adopted: Option<String>,
    pub(super) revision: Option<RevisionHead>,
    pub(super) earlier: Vec<RevisionHead>,
    pub(super) levels: Vec<LevelCount>,
    pub(super) items: Vec<Item>,
    pub(super) rules: Vec<String>,
    pub(super) procedure_rules: Vec<String>,
    pub(super) amendments: Amendments,
    pub(super) awaited: Option<Awaited>,
    pub(super) draft: Option<DraftLink>,
    pub(super) may: Permitted,
    pub(super) may_change_rules: bool,
    pub(super) may_audit: bool,
    pub(super) may_read_checks: bool,
}

/// How many amendments there are.
#[derive(Debug)]
pub(super) struct Amendments {
    pub(super) open: usize,
    pub(super) all: usize,
}

/// How many clauses await the reader's organisation.
#[derive(Debug)]
pub(super) struct Awaited {
    pub(super) unanswered: usize,
    pub(super) stale: usize,
}

/// The way to the working draft.
#[derive(Debug)]
pub(super) struct DraftLink {
    pub(super) href: String,
    pub(super) is_frozen: bool,
}

/// What the reader may do, so that nothing else is offered.
#[derive(Debug)]
pub(super) struct Permitted {
    pub(super) table: bool,
    pub(super) import: bool,
    pub(super) propose: bool,
}

/// A tabled revision in short.
#[derive(Debug)]
pub(crate) struct RevisionHead {
    /// The number.
    pub(crate) number: u32,
    /// The hash of the whole.
    pub(crate) root: String,
    /// When it was tabled.
    pub(crate) tabled_at: Timestamp,
    /// Who tabled it.
    pub(crate) by: String,
    /// What the chair said of it.
    pub(crate) note: Option<String>,
    /// How many clauses it has.
    pub(crate) clauses: usize,
    /// The entry of the record.
    pub(crate) seq: u64,
}

impl RevisionHead {
    /// Shows a revision in short.
    pub(crate) fn of(network: &Network, revision: &Revision) -> Self {
        Self {
            number: revision.number,
            root: revision.root.to_string(),
            tabled_at: revision.tabled_at,
            by: match revision.tabled_by {
                Actor::Delegate(id) => network.delegate_name(id).to_owned(),
                Actor::System => "[–]".into(),
            },
            note: given(revision.note.as_ref()),
            clauses: revision.clauses.len(),
            seq: revision.seq,
        }
    }
}

/// A clause with what stands beside it.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) href: String,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) gist: String,
    pub(super) depth: usize,
    pub(super) text: Text,
    pub(super) status: Option<StatusView>,
    pub(super) amendments: Vec<AmendmentLink>,
    pub(super) own: Option<Own>,
    pub(super) may_take_position: bool,
}

/// The way to an open amendment of a clause.
#[derive(Debug)]
pub(super) struct AmendmentLink {
    pub(super) href: String,
    pub(super) number: u32,
    pub(super) kind: &'static str,
    pub(super) sponsor: String,
}

impl Sheet {
    pub(super) fn new(page: &Page, desk: &Desk, instrument: &Instrument) -> Self {
        let table = instrument.current();
        let language = table.map_or(&instrument.language, |table| &table.language);
        let heads = instrument.revisions().iter().rev();
        let mut heads = heads.map(|revision| RevisionHead::of(desk.network(), revision));
        let (items, levels) = items(page, desk, instrument);
        Self {
            href: format!("/instruments/{}", instrument.id),
            title: instrument.title().or_mark().to_owned(),
            attributes: page.text_in(language),
            group: group_name(desk, instrument),
            adopted: (instrument.is_adopted()).then(|| format!("/adopted/{}", instrument.id)),
            revision: heads.next(),
            earlier: heads.collect(),
            levels: count_levels(&levels),
            items,
            rules: rules_in_words(page, &instrument.rules),
            procedure_rules: procedure_rules_in_words(page, instrument.procedure_rules()),
            amendments: amendments(instrument),
            awaited: awaited(desk, instrument),
            draft: draft(desk, instrument),
            may_change_rules: desk.may(Operation::ChangeRules, instrument),
            may_audit: desk.may(Operation::ReadAudit, instrument),
            may_read_checks: desk.may(Operation::ReadCheck, instrument),
            may: Permitted {
                table: desk.may(Operation::TableRevision, instrument),
                import: desk.may(Operation::ImportText, instrument),
                propose: desk.may_for_members(Operation::ProposeAmendment, instrument),
            },
        }
    }
}

fn amendments(instrument: &Instrument) -> Amendments {
    let all = instrument.amendments();
    Amendments {
        open: all.iter().filter(|amendment| amendment.is_open()).count(),
        all: all.len(),
    }
}

fn awaited(desk: &Desk, instrument: &Instrument) -> Option<Awaited> {
    let own = desk.organisation()?;
    let awaited = Awaited {
        unanswered: unanswered(instrument, own.id).len(),
        stale: instrument.stale_positions(own.id).len(),
    };
    let is_any = awaited.unanswered + awaited.stale > 0;
    (is_any && desk.may_for_members(Operation::TakePosition, instrument)).then_some(awaited)
}

fn draft(desk: &Desk, instrument: &Instrument) -> Option<DraftLink> {
    desk.may(Operation::ReadDraft, instrument)
        .then(|| DraftLink {
            href: format!("/drafts/{}", instrument.draft),
            is_frozen: instrument.frozen.is_some(),
        })
}

fn items(page: &Page, desk: &Desk, instrument: &Instrument) -> (Vec<Item>, Vec<Level>) {
    let Some(table) = instrument.current() else {
        return (Vec::new(), Vec::new());
    };
    let open: Vec<&Amendment> = instrument
        .amendments()
        .into_iter()
        .filter(|amendment| amendment.is_open())
        .collect();
    let mut levels = Vec::new();
    let items = table.clauses.iter().map(|clause| {
        let evaluation = is_shown(instrument, clause)
            .then(|| instrument.evaluation(clause.id, desk.network(), desk.now))
            .flatten();
        levels.extend(
            evaluation
                .as_ref()
                .filter(|_| clause.is_asked())
                .map(|it| it.level),
        );
        let status = evaluation.map(|it| StatusView::new(page, desk.network(), &it));
        item(page, desk, (instrument, table, clause), status, &open)
    });
    (items.collect(), levels)
}

/// Reports whether the level of a clause is shown: where positions are asked for, and where there are some.
pub(crate) fn is_shown(instrument: &Instrument, clause: &RevisionClause) -> bool {
    clause.is_asked() || !instrument.positions(clause.id).is_empty()
}

fn item(
    page: &Page,
    desk: &Desk,
    (instrument, table, clause): (&Instrument, &Revision, &RevisionClause),
    status: Option<StatusView>,
    open: &[&Amendment],
) -> Item {
    let about = open.iter().filter(|it| it.change().clause() == clause.id);
    Item {
        id: clause.id.to_string(),
        href: format!("/instruments/{}/clauses/{}", instrument.id, clause.id),
        number: clause.number.clone(),
        name: clause_name(page, clause),
        gist: gist(clause),
        depth: table.depth(clause).min(4),
        text: Text::of(page, table, clause),
        amendments: about.map(|it| link(desk, instrument, it)).collect(),
        own: desk
            .organisation()
            .and_then(|organisation| own(instrument, organisation.id, clause.id)),
        may_take_position: status.is_some()
            && desk.may_for_members(Operation::TakePosition, instrument),
        status,
    }
}

fn link(desk: &Desk, instrument: &Instrument, amendment: &Amendment) -> AmendmentLink {
    AmendmentLink {
        href: format!("/instruments/{}/amendments/{}", instrument.id, amendment.id),
        number: amendment.number,
        kind: amendment.change().kind(),
        sponsor: desk.network().short_name(amendment.sponsor).to_owned(),
    }
}
