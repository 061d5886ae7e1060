//! How many clauses were in brackets, revision by revision.

use domain::instrument::BracketCount;

use super::figure::{Cell, Figure, Table};
use super::survey::Survey;
use crate::i18n::Markup;
use crate::web::svg::{Anchor, Area, Svg};

/// The height of the tallest bar.
const HEIGHT: i64 = 160;
/// What is above and below the bars.
const ABOVE: i64 = 18;
const BELOW: i64 = 20;
/// The width of one revision.
const STEP: i64 = 72;

/// Draws the figure.
pub(super) fn draw(survey: &Survey<'_>) -> Figure {
    let counts = survey.instrument.bracket_course();
    let finding = finding(survey, &counts);
    Figure {
        name: "brackets",
        picture: picture(survey, &counts, &finding),
        table: table(survey, &counts),
        finding,
    }
}

fn finding(survey: &Survey<'_>, counts: &[BracketCount]) -> String {
    let Some(last) = counts.last() else {
        return survey.say("figures-levels-none");
    };
    let most = counts.iter().map(|it| it.most).max().unwrap_or(0);
    survey
        .page
        .t("figures-brackets-finding")
        .arg("count", last.left)
        .arg("of", last.clauses)
        .arg("most", most)
        .to_string()
}

fn table(survey: &Survey<'_>, counts: &[BracketCount]) -> Table {
    let head = [
        "column-revision",
        "column-clauses",
        "column-most",
        "column-left",
    ];
    let row = |it: &BracketCount| {
        let revision = survey.page.t("revision-title").arg("number", it.revision);
        let numbers = [it.clauses, it.most, it.left].map(Cell::Number);
        std::iter::once(Cell::Text(revision.to_string()))
            .chain(numbers)
            .collect()
    };
    Table {
        head: head.map(|key| survey.say(key)).to_vec(),
        rows: counts.iter().map(row).collect(),
    }
}

fn picture(survey: &Survey<'_>, counts: &[BracketCount], finding: &str) -> Markup {
    let tallest = counts.iter().map(|it| it.most).max().unwrap_or(0).max(1);
    if counts.is_empty() {
        return Markup::default();
    }
    let height = |clauses: usize| units(clauses) * HEIGHT / units(tallest);
    let width = STEP * units(counts.len());
    let ground = ABOVE + HEIGHT;
    let mut svg = Svg::new(survey.page, (width.max(2 * STEP), ground + BELOW));
    for (count, place) in counts.iter().zip(0..) {
        let x = place * STEP + 8;
        let area = |clauses| Area {
            x,
            y: ground - height(clauses),
            width: STEP - 16,
            height: height(clauses),
        };
        let say = |key, count: usize| survey.page.t(key).arg("count", count).to_string();
        svg.area(
            "most",
            area(count.most),
            &say("figures-brackets-most", count.most),
        );
        svg.area(
            "left",
            area(count.left),
            &say("figures-brackets-left", count.left),
        );
        let middle = x + STEP / 2 - 8;
        let above = ground - height(count.most) - 5;
        let numbers = format!("{} → {}", count.most, count.left);
        svg.text("name", (middle, above), Anchor::Middle, &numbers);
        let revision = count.revision.to_string();
        svg.text(
            "axis-name",
            (middle, ground + 15),
            Anchor::Middle,
            &revision,
        );
    }
    svg.line("axis", (0, ground), (width, ground));
    svg.finish("chart", finding)
}

fn units(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
