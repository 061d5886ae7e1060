//! How many clauses there were at each level over time.

use domain::consensus::Level;
use domain::instrument::LevelsFrom;
use domain::time::Timestamp;

use super::figure::{Cell, Figure, Table};
use super::survey::Survey;
use crate::i18n::{Markup, TimeStyle};
use crate::web::svg::{Anchor, Area, Svg, widths};

/// The width of the drawing, and of the part of it that is for the names.
const WIDTH: i64 = 720;
const NAMES: i64 = 200;
/// The height of the whole and of the part that is for the days.
const HEIGHT: i64 = 240;
const DAYS: i64 = 20;
/// The height of a name.
const LINE: i64 = 16;

/// Draws the figure.
pub(super) fn draw(survey: &Survey<'_>) -> Figure {
    let points = survey.course.levels(|clause| survey.was_asked(clause));
    let finding = finding(survey, &points);
    Figure {
        name: "levels",
        picture: picture(survey, &points, &finding),
        table: table(survey, &points),
        finding,
    }
}

/// Returns how many clauses have consensus, and how many there are.
fn agreed(point: &LevelsFrom) -> (usize, usize) {
    let levels = Level::ALL.iter().zip(point.counts);
    let consensus = levels.filter(|(level, _)| level.is_consensus());
    (
        consensus.map(|(_, count)| count).sum(),
        point.counts.iter().sum(),
    )
}

fn finding(survey: &Survey<'_>, points: &[LevelsFrom]) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return survey.say("figures-levels-none");
    };
    let (now, all) = agreed(last);
    survey
        .page
        .t("figures-levels-finding")
        .arg("count", now)
        .arg("of", all)
        .arg("before", agreed(first).0)
        .to_string()
}

fn table(survey: &Survey<'_>, points: &[LevelsFrom]) -> Table {
    let named = |level: &Level| survey.say(&format!("level-{level}"));
    let head = [survey.say("column-level-since"), survey.say("column-entry")];
    let row = |it: &LevelsFrom| {
        let seq = usize::try_from(it.cause.seq()).unwrap_or(usize::MAX);
        let counts = it.counts.iter().rev().map(|count| Cell::Number(*count));
        [Cell::At(it.at), Cell::Number(seq)]
            .into_iter()
            .chain(counts)
            .collect()
    };
    Table {
        head: head
            .into_iter()
            .chain(Level::ALL.iter().rev().map(named))
            .collect(),
        rows: points.iter().map(row).collect(),
    }
}

fn picture(survey: &Survey<'_>, points: &[LevelsFrom], finding: &str) -> Markup {
    let most = points.iter().map(|it| agreed(it).1).max().unwrap_or(0);
    let Some(last) = points.last().filter(|_| most > 0) else {
        return Markup::default();
    };
    let mut svg = Svg::new(survey.page, (WIDTH, HEIGHT));
    let instants: Vec<Timestamp> = points.iter().map(|it| it.at).collect();
    let mut x = 0;
    for (point, width) in points
        .iter()
        .zip(widths(&instants, survey.desk.now, WIDTH - NAMES, 6))
    {
        stack(survey, &mut svg, point, (x, width, most));
        x += width;
    }
    name(survey, &mut svg, last, most);
    days(survey, &mut svg, &instants);
    svg.finish("chart", finding)
}

/// Returns where the clauses of each level that has any lie, the most agreement at the bottom.
fn bands(point: &LevelsFrom, most: usize) -> Vec<(Level, usize, i64, i64)> {
    let height = |count: usize| {
        let part = count * usize::try_from(HEIGHT - DAYS).unwrap_or_default() / most.max(1);
        i64::try_from(part).unwrap_or_default()
    };
    let mut below = 0;
    let levels = Level::ALL.into_iter().zip(point.counts).rev();
    levels
        .filter(|(_, count)| *count > 0)
        .map(|(level, count)| {
            let from = height(below);
            below += count;
            let to = height(below);
            (level, count, HEIGHT - DAYS - to, to - from)
        })
        .collect()
}

fn stack(
    survey: &Survey<'_>,
    svg: &mut Svg,
    point: &LevelsFrom,
    (x, width, most): (i64, i64, usize),
) {
    for (level, count, y, height) in bands(point, most) {
        let title = counted(survey, level, count);
        let area = Area {
            x,
            y,
            width,
            height,
        };
        svg.area(&format!("step {level}"), area, &title);
        svg.line("edge", (x, y), (x + width, y));
    }
}

fn counted(survey: &Survey<'_>, level: Level, count: usize) -> String {
    survey
        .page
        .t("figures-levels-band")
        .choose("level", &survey.say(&format!("level-{level}")))
        .arg("count", count)
        .to_string()
}

/// Names the bands where they end.
fn name(survey: &Survey<'_>, svg: &mut Svg, last: &LevelsFrom, most: usize) {
    let bands = bands(last, most);
    let middles: Vec<i64> = bands
        .iter()
        .map(|(_, _, y, height)| y + height / 2 + 5)
        .collect();
    for ((level, count, ..), y) in bands.into_iter().zip(apart(&middles)) {
        let place = (WIDTH - NAMES + 10, y);
        svg.text("name", place, Anchor::Start, &counted(survey, level, count));
    }
}

/// Moves names off each other, from the bottom up, and back down where they would leave the top.
fn apart(wanted: &[i64]) -> Vec<i64> {
    let mut places = wanted.to_vec();
    let mut lowest = HEIGHT - DAYS - 2;
    for place in &mut places {
        *place = (*place).min(lowest);
        lowest = *place - LINE;
    }
    let mut highest = LINE - 3;
    for place in places.iter_mut().rev() {
        *place = (*place).max(highest);
        highest = *place + LINE;
    }
    places
}

fn days(survey: &Survey<'_>, svg: &mut Svg, instants: &[Timestamp]) {
    let reader = &survey.page.reader;
    let day = |at| reader.locale.time(at, &reader.zone, TimeStyle::Day);
    let ends = [
        (instants.first().copied(), 0, Anchor::Start),
        (Some(survey.desk.now), WIDTH - NAMES, Anchor::End),
    ];
    for (at, x, anchor) in ends {
        if let Some(at) = at {
            svg.text("axis-name", (x, HEIGHT - 4), anchor, &day(at));
        }
    }
    let y = HEIGHT - DAYS;
    svg.line("axis", (0, y), (WIDTH - NAMES, y));
}

#[cfg(test)]
mod tests {
    use domain::instrument::Cause;

    use super::*;

    #[test]
    fn no_two_names_are_over_each_other_and_none_leaves_the_picture() {
        for wanted in [
            &[200, 199, 198, 197, 196, 195, 194][..],
            &[16, 14, 12, 10, 8, 6, 5],
            &[120, 20, 19, 18, 17, 16, 15],
            &[100],
        ] {
            let places = apart(wanted);
            assert!(
                places.windows(2).all(|pair| pair[0] - pair[1] >= LINE),
                "{places:?}"
            );
            assert!(
                places
                    .iter()
                    .all(|it| (LINE - 3..=HEIGHT - DAYS).contains(it)),
                "{places:?}"
            );
        }
        assert_eq!(apart(&[180, 100, 30]), [180, 100, 30]);
    }

    #[test]
    fn bands_lie_on_each_other_and_fill_the_height_when_all_clauses_are_there() {
        let point = LevelsFrom {
            at: Timestamp::from_micros(0),
            cause: Cause::Entry(1),
            counts: [2, 0, 1, 0, 0, 3, 1],
        };
        let bands = bands(&point, 7);
        let levels: Vec<_> = bands.iter().map(|it| it.0).collect();
        assert_eq!(
            levels,
            [
                Level::FullConsensus,
                Level::Consensus,
                Level::SignificantOpposition,
                Level::NoQuorum
            ]
        );
        assert_eq!(bands.iter().map(|it| it.3).sum::<i64>(), HEIGHT - DAYS);
        for pair in bands.windows(2) {
            assert_eq!(pair[0].2, pair[1].2 + pair[1].3);
        }
    }
}
