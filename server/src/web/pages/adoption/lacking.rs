//! What a clause still lacks on the way to adoption.

use domain::consensus::Mandate;
use domain::id::ClauseId;
use domain::instrument::{Instrument, Stage};

use crate::i18n::Markup;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;

/// Says what a clause still lacks, each in a sentence; nothing where it lacks nothing.
pub(super) fn lacking(
    page: &Page,
    desk: &Desk,
    instrument: &Instrument,
    clause: ClauseId,
    rests_on_referendum: bool,
) -> Vec<Markup> {
    let mut lacking: Vec<_> = next_step(page, instrument, clause).into_iter().collect();
    if rests_on_referendum {
        let names = awaited(desk, instrument, clause);
        let said = page
            .t("lack-referendum")
            .arg("organisations", page.list(&names));
        lacking.push(said.html());
    }
    lacking
}

/// Says what keeps the whole from being adopted, each in a sentence; nothing where it can be.
pub(super) fn obstacles(page: &Page, desk: &Desk, instrument: &Instrument) -> Vec<String> {
    let amendments = instrument.amendments().into_iter();
    let counts = [
        ("amendments", amendments.filter(|it| it.is_open()).count()),
        ("clauses", instrument.not_agreed().len()),
        (
            "referendum",
            instrument.awaiting_referendum(&desk.acting()).len(),
        ),
    ];
    let found = counts.iter().filter(|(_, count)| *count > 0);
    found
        .map(|(what, count)| {
            page.say("whole-bars-", what)
                .arg("count", count)
                .to_string()
        })
        .collect()
}

/// Says what is to be done next so that the clause is agreed.
fn next_step(page: &Page, instrument: &Instrument, clause: ClauseId) -> Option<Markup> {
    let tabled = instrument.current().and_then(|table| table.clause(clause));
    if tabled.is_some_and(|it| instrument.goes_with_the_whole(it)) {
        return Some(page.t("lack-none").html());
    }
    let open = instrument.open_call(clause);
    let closes = open.map(|it| page.deadline(&it.closes_at));
    let said = match (instrument.stage(clause), closes) {
        (Stage::Agreed | Stage::AgreedAdReferendum, _) => return None,
        (Stage::Parked, _) => page.t("lack-parked"),
        (Stage::Silence(_), Some(at)) => page.t("lack-silence").arg("at", at),
        (Stage::Called(_), Some(at)) => page.t("lack-answers").arg("at", at),
        (Stage::Called(_) | Stage::Silence(_), None) => {
            return Some(after_call(page, instrument, clause));
        }
        (Stage::Drafting | Stage::Tabled | Stage::Reopened | Stage::Withdrawn, _) => {
            page.t("lack-call")
        }
    };
    Some(said.html())
}

/// Says what is to be done once a call on a clause has closed.
fn after_call(page: &Page, instrument: &Instrument, clause: ClauseId) -> Markup {
    match instrument.designation(clause) {
        Some(_) if instrument.is_agreeable(clause) => page.t("lack-record").html(),
        Some(it) => {
            let level = page.of("level-", it.level.as_str());
            page.t("lack-level").arg("level", level).html()
        }
        None => page.t("lack-designation").html(),
    }
}

/// Returns the organisations whose positions on a clause are held ad referendum.
fn awaited(desk: &Desk, instrument: &Instrument, clause: ClauseId) -> Vec<String> {
    let tabled = instrument.tabled_hash(clause);
    let voting = desk.network().electorate(desk.now);
    let awaited = voting.filter(|it| {
        let held = instrument.position_of(it.id, clause);
        held.is_some_and(|held| {
            held.mandate_now() == Mandate::AdReferendum
                && !instrument.is_stale(clause, held, tabled)
        })
    });
    awaited
        .map(|it| it.short_name.or_mark().to_owned())
        .collect()
}
