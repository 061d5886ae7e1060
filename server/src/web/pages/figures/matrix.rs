//! Organisations and clauses: where each stands on each.

use domain::consensus::Level;
use domain::id::OrganisationId;
use serde::Deserialize;

use super::figure::{Cell, Table};
use super::survey::{Asked, Survey};
use crate::web::page::Page;
use crate::web::pages::status::STANDS;
use crate::web::pages::text::{clause_name, gist};
use crate::web::problem::Problem;

/// How the rows are sorted, as the address says it.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Sorting {
    /// `level`, or an organisation; the order of the text unless said.
    sort: Option<String>,
    #[serde(default)]
    order: Order,
}

/// Which way the rows are sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Order {
    /// The start of the text, the most agreement, or those in favour first.
    #[default]
    Asc,
    /// The other way round.
    Desc,
}

/// What the rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Text,
    Level,
    Member(OrganisationId),
}

/// The table.
#[derive(Debug)]
pub(super) struct Matrix {
    pub(super) finding: String,
    pub(super) clause: Column,
    pub(super) level: Column,
    pub(super) groups: Vec<(String, usize)>,
    pub(super) members: Vec<Column>,
    pub(super) rows: Vec<Row>,
    /// The query that sorts the data in the same way.
    pub(super) query: String,
}

/// A column that can be sorted by.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    /// The query of the address at which it is sorted by this column, or the other way round.
    pub(super) query: String,
    /// `ascending` or `descending` where it is sorted by this column.
    pub(super) sorted: Option<&'static str>,
}

/// A clause.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) gist: String,
    pub(super) level: &'static str,
    /// Where each organisation stands.
    pub(super) stands: Vec<&'static str>,
}

impl Sorting {
    fn key(&self, survey: &Survey<'_>) -> Result<Key, Problem> {
        match self.sort.as_deref() {
            None | Some("" | "text") => Ok(Key::Text),
            Some("level") => Ok(Key::Level),
            Some(member) => {
                let id: Option<OrganisationId> = member.parse().ok();
                id.filter(|id| survey.members.iter().any(|it| it.id == *id))
                    .map(Key::Member)
                    .ok_or_else(|| Problem::invalid_field("/sort", "there is no such column"))
            }
        }
    }
}

impl Key {
    fn query(self, order: Order) -> String {
        let by = match self {
            Self::Text => "text".to_owned(),
            Self::Level => "level".to_owned(),
            Self::Member(id) => id.to_string(),
        };
        let order = if order == Order::Desc { "desc" } else { "asc" };
        format!("?sort={by}&order={order}")
    }

    fn column(self, name: String, present: (Self, Order)) -> Column {
        let is_here = present.0 == self;
        let other = if is_here && present.1 == Order::Asc {
            Order::Desc
        } else {
            Order::Asc
        };
        let sorted = if present.1 == Order::Asc {
            "ascending"
        } else {
            "descending"
        };
        Column {
            name,
            query: self.query(other),
            sorted: is_here.then_some(sorted),
        }
    }

    /// Returns what a clause is sorted by, the least first.
    fn rank(self, asked: &Asked<'_>) -> usize {
        match self {
            Self::Text => 0,
            Self::Level => Level::ALL
                .iter()
                .rev()
                .take_while(|it| **it != asked.evaluation.level)
                .count(),
            Self::Member(id) => rank(asked.stand(id)),
        }
    }
}

fn rank(stand: &str) -> usize {
    STANDS.iter().take_while(|it| **it != stand).count()
}

impl Matrix {
    /// Makes the table.
    ///
    /// # Errors
    ///
    /// * a field that is wrong, if it is to be sorted by a column that there is not.
    pub(super) fn new(survey: &Survey<'_>, sorting: &Sorting) -> Result<Self, Problem> {
        let present = (sorting.key(survey)?, sorting.order);
        let mut asked: Vec<&Asked<'_>> = survey.asked.iter().collect();
        // Clauses of one rank stay in the order of the text.
        asked.sort_by_key(|it| present.0.rank(it));
        if present.1 == Order::Desc {
            asked.reverse();
        }
        let mut groups: Vec<(String, usize)> = Vec::new();
        for member in &survey.members {
            match groups.last_mut() {
                Some((name, count)) if *name == member.constituency => *count += 1,
                _ => groups.push((member.constituency.clone(), 1)),
            }
        }
        let members = survey.members.iter();
        Ok(Self {
            finding: finding(survey),
            clause: Key::Text.column(survey.say("column-clause"), present),
            level: Key::Level.column(survey.say("column-level"), present),
            groups,
            members: members
                .map(|it| Key::Member(it.id).column(it.name.clone(), present))
                .collect(),
            rows: asked.into_iter().map(|it| row(survey, it)).collect(),
            query: present.0.query(present.1),
        })
    }

    /// Returns the same as plain data.
    pub(super) fn table(&self, page: &Page) -> Table {
        let head = [&self.clause, &self.level].into_iter().chain(&self.members);
        let row = |it: &Row| {
            let level = page.t(&format!("level-{}", it.level)).to_string();
            let stands = it
                .stands
                .iter()
                .map(|stand| page.t(&format!("figures-stand-{stand}")).to_string());
            [it.name.clone(), level]
                .into_iter()
                .chain(stands)
                .map(Cell::Text)
                .collect()
        };
        Table {
            head: head.map(|it| it.name.clone()).collect(),
            rows: self.rows.iter().map(row).collect(),
        }
    }
}

fn row(survey: &Survey<'_>, asked: &Asked<'_>) -> Row {
    let members = survey.members.iter();
    Row {
        href: format!(
            "/instruments/{}/clauses/{}",
            survey.instrument.id, asked.clause.id
        ),
        name: clause_name(survey.page, asked.clause),
        gist: gist(asked.clause),
        level: asked.evaluation.level.as_str(),
        stands: members.map(|it| asked.stand(it.id)).collect(),
    }
}

/// Names the clause on which the fewest organisations have taken a position.
fn finding(survey: &Survey<'_>) -> String {
    let taken = |asked: &Asked<'_>| {
        let has_none = ["stale", "silent", "not_notified", "by_silence", "outside"];
        let members = survey.members.iter();
        members
            .filter(|it| !has_none.contains(&asked.stand(it.id)))
            .count()
    };
    let Some(least) = survey.asked.iter().min_by_key(|it| taken(it)) else {
        return survey.say("figures-levels-none");
    };
    let (count, of) = (taken(least), survey.members.len());
    if count == of {
        return survey.say("figures-positions-all");
    }
    survey
        .page
        .t("figures-positions-finding")
        .arg("count", count)
        .arg("of", of)
        .arg("clause", clause_name(survey.page, least.clause))
        .to_string()
}
