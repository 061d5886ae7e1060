//! What changed in a text since the reader marked it as read.

use domain::instrument::Course;

use super::View;
use crate::state::AppState;
use crate::web::problem::Problem;
use crate::workflow;

/// What changed in a text.
#[derive(Debug)]
pub(super) struct Changed {
    pub(super) href: String,
    pub(super) title: String,
    /// How many of what, in words; nothing where the reader has never marked it as read.
    pub(super) counts: Vec<String>,
    /// The last entry about the text.
    pub(super) seq: u64,
}

impl View<'_> {
    /// Says what changed in the text; nothing where nothing did.
    pub(super) async fn changed(&self, app: &AppState) -> Result<Option<Changed>, Problem> {
        let (id, last) = (self.instrument.id, self.instrument.last_seq);
        if self.instrument.current().is_none() {
            return Ok(None);
        }
        let mark = workflow::read_mark(&app.office, self.desk.by, id).await?;
        let counts = match &mark {
            Some(mark) if mark.seq >= last => return Ok(None),
            Some(mark) => {
                let course = app.office.course(id).await?;
                self.counts(mark.seq, course.as_deref())
            }
            None => Vec::new(),
        };
        let is_news = mark.is_none() || !counts.is_empty();
        Ok(is_news.then(|| Changed {
            href: format!("/instruments/{id}/since"),
            title: self.title(),
            counts,
            seq: last,
        }))
    }

    fn counts(&self, seq: u64, course: Option<&Course>) -> Vec<String> {
        let since = self.instrument.since(seq);
        let levels = course.map_or(0, |it| self.levels_changed(seq, it));
        let counted = [
            ("revisions", since.revisions.len()),
            ("levels", levels),
            ("tabled", since.tabled.len()),
            ("revised", since.revised.len()),
            ("decided", since.decided.len()),
            ("positions", since.positions.len()),
        ];
        let counted = counted.into_iter().filter(|(_, count)| *count > 0);
        counted
            .map(|(what, count)| {
                self.page
                    .say("changed-", what)
                    .arg("count", count)
                    .to_string()
            })
            .collect()
    }

    /// Counts the clauses on the table that show another level than they did after an entry.
    fn levels_changed(&self, seq: u64, course: &Course) -> usize {
        let changed = self.clauses().filter(|clause| {
            let turns = course.turns(*clause);
            let level = |turn: &domain::instrument::Turn| turn.verdict.as_ref().map(|it| it.level);
            let then = turns.iter().rev().find(|it| it.cause.seq() <= seq);
            then.is_some() && then.and_then(level) != turns.last().and_then(level)
        });
        changed.count()
    }
}
