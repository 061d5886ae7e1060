//! How long it took each organisation to take its positions.

use domain::id::OrganisationId;
use domain::time::Timestamp;

use super::figure::{Cell, Figure, Table};
use super::survey::{Asked, Member, Survey};
use crate::i18n::Markup;
use crate::web::svg::{Anchor, Area, Svg};

const MICROS_A_DAY: i64 = 86_400_000_000;
/// The widths of the whole and of the part that is for the names.
const WIDTH: i64 = 640;
const NAMES: i64 = 130;
const ROW: i64 = 24;
const AXIS: i64 = 24;

/// The days that one organisation took, in order; one for each clause with a position of it.
struct Taken<'a> {
    member: &'a Member,
    days: Vec<i64>,
}

impl Taken<'_> {
    fn median(&self) -> Option<i64> {
        median(&self.days)
    }
}

fn median(sorted: &[i64]) -> Option<i64> {
    sorted.get(sorted.len().saturating_sub(1) / 2).copied()
}

/// Draws the figure.
pub(super) fn draw(survey: &Survey<'_>) -> Figure {
    let taken = taken(survey);
    let finding = finding(survey, &taken);
    Figure {
        name: "timing",
        picture: picture(survey, &taken, &finding),
        table: table(survey, &taken),
        finding,
    }
}

/// Returns what each organisation took, the quickest first, those without a position last.
fn taken<'a>(survey: &'a Survey<'_>) -> Vec<Taken<'a>> {
    let of = |member: &'a Member| {
        let days = survey
            .asked
            .iter()
            .filter_map(|asked| days(survey, asked, member.id));
        let mut days: Vec<i64> = days.collect();
        days.sort_unstable();
        Taken { member, days }
    };
    let mut taken: Vec<_> = survey.members.iter().map(of).collect();
    taken.sort_by_key(|it| (it.median().unwrap_or(i64::MAX), it.days.is_empty()));
    taken
}

/// Returns the whole days from the tabling of the wording on the table to an organisation's first
/// position on it.
fn days(survey: &Survey<'_>, asked: &Asked<'_>, organisation: OrganisationId) -> Option<i64> {
    let clause = asked.clause;
    let tabled = tabled_at(survey, asked)?;
    let mut positions = survey.instrument.positions(clause.id).iter();
    let first = positions.find(|it| {
        it.organisation == organisation && it.text_hash == clause.hash && it.at >= tabled
    })?;
    Some((first.at.as_micros() - tabled.as_micros()) / MICROS_A_DAY)
}

/// Returns when the wording on the table was tabled, the last time it came to the table.
fn tabled_at(survey: &Survey<'_>, asked: &Asked<'_>) -> Option<Timestamp> {
    let has_it = |revision: &&std::sync::Arc<domain::instrument::Revision>| {
        (revision.clause(asked.clause.id)).is_some_and(|it| it.hash == asked.clause.hash)
    };
    let revisions = survey.instrument.revisions().iter().rev();
    revisions.take_while(has_it).last().map(|it| it.tabled_at)
}

fn finding(survey: &Survey<'_>, taken: &[Taken<'_>]) -> String {
    let mut all: Vec<i64> = taken
        .iter()
        .flat_map(|it| it.days.iter().copied())
        .collect();
    all.sort_unstable();
    match median(&all) {
        None => survey.say("figures-timing-none"),
        Some(0) => survey.say("figures-timing-at-once"),
        Some(days) => survey
            .page
            .t("figures-timing-finding")
            .arg("count", days)
            .to_string(),
    }
}

fn table(survey: &Survey<'_>, taken: &[Taken<'_>]) -> Table {
    let head = [
        "column-organisation",
        "column-constituency",
        "figures-timing-positions",
        "figures-timing-first",
        "figures-timing-median",
        "figures-timing-last",
    ];
    let number = |days: Option<i64>| {
        days.and_then(|it| usize::try_from(it).ok())
            .map_or(Cell::Nothing, Cell::Number)
    };
    let row = |it: &Taken<'_>| {
        vec![
            Cell::Text(it.member.name.clone()),
            Cell::Text(it.member.constituency.clone()),
            Cell::Number(it.days.len()),
            number(it.days.first().copied()),
            number(it.median()),
            number(it.days.last().copied()),
        ]
    };
    Table {
        head: head.map(|key| survey.say(key)).to_vec(),
        rows: taken.iter().map(row).collect(),
    }
}

fn picture(survey: &Survey<'_>, taken: &[Taken<'_>], finding: &str) -> Markup {
    let longest = taken.iter().filter_map(|it| it.days.last().copied()).max();
    let Some(longest) = longest else {
        return Markup::default();
    };
    let rows = i64::try_from(taken.len()).unwrap_or_default();
    let mut svg = Svg::new(survey.page, (WIDTH, ROW * rows + AXIS));
    let x = |days: i64| NAMES + 8 + days * (WIDTH - NAMES - 20) / longest.max(1);
    for (it, row) in taken.iter().zip(0..) {
        let middle = row * ROW + ROW / 2;
        svg.text("name", (0, middle + 5), Anchor::Start, &it.member.name);
        svg.line("guide", (NAMES, middle), (WIDTH, middle));
        if let (Some(first), Some(last)) = (it.days.first(), it.days.last()) {
            svg.line("range", (x(*first), middle), (x(*last), middle));
        }
        for days in &it.days {
            let title = survey
                .page
                .t("figures-days")
                .arg("count", *days)
                .to_string();
            svg.dot("dot", (x(*days), middle), 5, &title);
        }
        if let Some(median) = it.median() {
            let area = Area {
                x: x(median) - 2,
                y: middle - 9,
                width: 4,
                height: 18,
            };
            let title = survey.say("figures-timing-median");
            svg.area("median", area, &format!("{title}: {median}"));
        }
    }
    let y = ROW * rows;
    svg.line("axis", (NAMES, y), (WIDTH, y));
    for (days, anchor) in [(0, Anchor::Start), (longest, Anchor::End)] {
        let text = survey.page.t("figures-days").arg("count", days).to_string();
        let place = if days == 0 { NAMES } else { WIDTH };
        svg.text("axis-name", (place, y + 16), anchor, &text);
    }
    svg.finish("chart", finding)
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_one_of_the_numbers_and_half_are_not_above_it() {
        for (sorted, expected) in [
            (&[][..], None),
            (&[3][..], Some(3)),
            (&[1, 9][..], Some(1)),
            (&[1, 2, 9][..], Some(2)),
        ] {
            assert_eq!(median(sorted), expected, "{sorted:?}");
        }
    }
}
