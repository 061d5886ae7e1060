//! What is due: deadlines with how long there is left, the first one first.

use std::collections::BTreeMap;

use domain::id::{CallId, InstrumentId};
use domain::instrument::{Call, Instrument};
use domain::notices::{Deadline, DeadlineKind, Matter};
use domain::time::Timestamp;

use crate::i18n::Markup;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::notices::{Told, tell_deadline};

/// Something that is due.
#[derive(Debug)]
pub(super) struct Due {
    pub(super) told: Told,
    /// How long there is left, in words.
    pub(super) left: Markup,
    /// Whether less than two days are left, and somebody waits for the reader's organisation.
    pub(super) is_urgent: bool,
    /// How far it has come.
    pub(super) notes: Vec<String>,
    /// Others of its kind, which can be challenged later.
    pub(super) more: Vec<Told>,
}

/// Shows deadlines; what can be challenged in one text is put together.
pub(super) fn due(page: &Page, desk: &Desk, deadlines: &[Deadline]) -> Vec<Due> {
    let mut all: Vec<Due> = Vec::new();
    let mut windows: BTreeMap<(DeadlineKind, Option<InstrumentId>), usize> = BTreeMap::new();
    for it in deadlines {
        let place = (it.kind, it.instrument);
        let former = windows.get(&place).copied().filter(|_| it.kind.is_window());
        if let Some(first) = former.and_then(|at| all.get_mut(at)) {
            first.more.push(tell_deadline(page, desk, it));
            continue;
        }
        windows.insert(place, all.len());
        all.push(shown(page, desk, it));
    }
    all
}

fn shown(page: &Page, desk: &Desk, it: &Deadline) -> Due {
    Due {
        told: tell_deadline(page, desk, it),
        left: left(page, desk.now, it.at),
        is_urgent: it.is_urgent(desk.now),
        notes: notes(page, desk, it).unwrap_or_default(),
        more: Vec::new(),
    }
}

/// Says how long there is left, for a script to keep it true.
fn left(page: &Page, now: Timestamp, at: Timestamp) -> Markup {
    let minutes = (at.as_micros() - now.as_micros()) / 60_000_000;
    let (unit, count) = match minutes {
        2_880.. => ("days", minutes / 1_440),
        120.. => ("hours", minutes / 60),
        1.. => ("minutes", minutes),
        _ => ("now", 0),
    };
    let words = page.say("countdown-", unit).arg("count", count).to_string();
    let now = Markup::text(&page.t("countdown-now").to_string());
    let until = at.as_jiff().strftime("%Y-%m-%dT%H:%M:%SZ");
    let words = Markup::text(&words);
    Markup::trusted(format!(
        r#"<span class="countdown" data-until="{until}" data-now="{now}">{words}</span>"#
    ))
}

/// Says how far a call has come.
fn notes(page: &Page, desk: &Desk, it: &Deadline) -> Option<Vec<String>> {
    let Some(Matter::Call(of, id)) = it.matter else {
        return None;
    };
    let (instrument, call) = find(desk, of, id)?;
    if it.kind == DeadlineKind::CallCloses {
        let all = call.electors().count();
        let answered = all - instrument.still_to_answer(call).len();
        let message = page.t("call-answered").arg("answered", answered);
        return Some(vec![message.arg("all", all).to_string()]);
    }
    let own = desk.organisation()?.id;
    let answered = (call.clauses.iter())
        .filter(|clause| instrument.has_answered(call, own, **clause))
        .count();
    let message = page.t("due-answered").arg("answered", answered);
    let opened = match call.notices.get(&own) {
        Some(notice) => {
            let name = desk.network().delegate_name(notice.by);
            page.t("due-notice-opened").arg("name", name).to_string()
        }
        None => page.t("due-notice-unopened").to_string(),
    };
    let answered = message.arg("all", call.clauses.len()).to_string();
    Some(vec![answered, opened])
}

fn find(desk: &Desk, of: InstrumentId, call: CallId) -> Option<(&Instrument, &Call)> {
    let instrument = desk.instrument(of).ok()?;
    Some((instrument, instrument.call(call)?))
}
