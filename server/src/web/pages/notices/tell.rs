//! A notice in words, with the way to what it is about.

use domain::id::{DelegateId, InstrumentId};
use domain::instrument::Instrument;
use domain::notices::{Deadline, Line, Matter};
use domain::time::Timestamp;

use crate::i18n::Markup;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::clause_called;

/// A line of the digest, in words.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) href: String,
    pub(crate) sentence: String,
    /// The same with its names isolated, for a page.
    pub(crate) html: Markup,
    pub(crate) kind: &'static str,
    /// The name of what it is about, to mark it as read.
    pub(crate) matter: String,
    pub(crate) at: Timestamp,
    pub(crate) is_read: bool,
}

/// Tells a line of the digest.
pub(crate) fn tell<D: Copy>(page: &Page, desk: &Desk, line: &Line<D>) -> Told {
    let (href, what) = place(page, desk, &line.matter);
    let who = who(page, desk, line.by.iter().copied());
    let kind = line.kind.as_str();
    let message = || {
        page.say("notice-", kind)
            .arg("count", line.count)
            .choose("some", if who.is_empty() { "no" } else { "yes" })
            .choose("about", about(&line.matter))
    };
    Told {
        sentence: message().arg("who", &who).arg("what", &what).to_string(),
        html: message().bdi("who", &who).bdi("what", &what).html(),
        href,
        kind,
        matter: line.matter.to_string(),
        at: line.at,
        is_read: line.is_read,
    }
}

/// Tells a deadline.
pub(crate) fn deadline(page: &Page, desk: &Desk, deadline: &Deadline) -> Told {
    let organisation = deadline
        .organisation
        .map_or_else(String::new, |id| desk.network().short_name(id).to_owned());
    let (href, what) = match (&deadline.matter, deadline.organisation) {
        (Some(matter), _) => place(page, desk, matter),
        (None, Some(id)) => (format!("/organisations/{id}"), organisation),
        (None, None) => ("/".to_owned(), String::new()),
    };
    let title = deadline
        .instrument
        .map_or_else(String::new, |id| titled(desk, id));
    let kind = deadline.kind.as_str();
    let message = || page.say("deadline-", kind);
    Told {
        sentence: message()
            .arg("what", &what)
            .arg("title", &title)
            .to_string(),
        html: message().bdi("what", &what).bdi("title", &title).html(),
        href,
        kind,
        matter: deadline
            .matter
            .map_or_else(String::new, |it| it.to_string()),
        at: deadline.at,
        is_read: true,
    }
}

/// Says what kind of thing a notice is about, where its sentence differs by that.
const fn about(matter: &Matter) -> &'static str {
    match matter {
        Matter::Clause(..) => "clause",
        _ => "other",
    }
}

fn titled(desk: &Desk, id: InstrumentId) -> String {
    instrument(desk, id).map_or_else(String::new, |it| it.title().or_mark().to_owned())
}

fn instrument(desk: &Desk, id: InstrumentId) -> Option<&Instrument> {
    desk.register.instrument(id).ok().map(AsRef::as_ref)
}

/// Names who did it: one or two by name, more by number.
fn who(page: &Page, desk: &Desk, by: impl ExactSizeIterator<Item = DelegateId>) -> String {
    let count = by.len();
    if count > 2 {
        return page.t("notice-people").arg("count", count).to_string();
    }
    let names: Vec<_> = by
        .map(|id| desk.network().delegate_name(id).to_owned())
        .collect();
    if names.is_empty() {
        String::new()
    } else {
        page.list(&names)
    }
}

/// Returns where something is, and what it is called.
fn place(page: &Page, desk: &Desk, matter: &Matter) -> (String, String) {
    match matter {
        Matter::Thread(id) => (format!("/threads/{id}"), String::new()),
        Matter::Amendment(of, id) => {
            let found = instrument(desk, *of).and_then(|it| it.amendment(*id));
            let number = found.map_or(0, |it| it.number);
            let name = page.t("amendment-number").arg("number", number);
            (
                format!("/instruments/{of}/amendments/{id}"),
                name.to_string(),
            )
        }
        Matter::Clause(of, id) => {
            let name = instrument(desk, *of).map(|it| clause_called(page, it, Some(*id)));
            let href = format!("/instruments/{of}/clauses/{id}");
            (href, name.unwrap_or_default())
        }
        Matter::Revision(of, number) => {
            let href = format!("/instruments/{of}/revisions/{number}");
            (href, titled(desk, *of))
        }
        Matter::Call(of, id) => (format!("/instruments/{of}/calls/{id}"), titled(desk, *of)),
        Matter::Instrument(of) => (format!("/instruments/{of}"), titled(desk, *of)),
        Matter::Prepared(id) => (format!("/prepared/{id}"), String::new()),
        Matter::Check(id) => (format!("/temperature/{id}"), String::new()),
        Matter::Organisation(id) => {
            let name = desk.network().short_name(*id).to_owned();
            (format!("/organisations/{id}/key"), name)
        }
        Matter::Group(id) => {
            let name = desk
                .network()
                .group(*id)
                .map(|it| it.name.or_mark().to_owned());
            (format!("/groups/{id}"), name.unwrap_or_default())
        }
    }
}
