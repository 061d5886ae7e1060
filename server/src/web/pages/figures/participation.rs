//! How much each constituency takes part.

use std::collections::BTreeMap;

use super::figure::{Cell, Figure, Table};
use super::survey::Survey;
use crate::i18n::Markup;
use crate::web::pages::status::stand;
use crate::web::svg::{Anchor, Area, Svg};

/// Where the organisations of a constituency stand, clause by clause, added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Part {
    organisations: usize,
    current: usize,
    stale: usize,
    recused: usize,
    silent: usize,
}

/// The widths of the bars and of what is before them.
const BAR: i64 = 520;
const HEIGHT: i64 = 22;
const ROW: i64 = 52;

impl Part {
    const fn all(self) -> usize {
        self.current + self.stale + self.recused + self.silent
    }

    const fn sorts(self) -> [(&'static str, usize); 4] {
        [
            ("current", self.current),
            ("stale", self.stale),
            ("recused", self.recused),
            ("silent", self.silent),
        ]
    }

    /// Reports whether a smaller part is current than of another.
    const fn is_behind(self, other: Self) -> bool {
        self.current * other.all() < other.current * self.all()
    }
}

/// Draws the figure.
pub(super) fn draw(survey: &Survey<'_>) -> Figure {
    let parts = parts(survey);
    let finding = finding(survey, &parts);
    Figure {
        name: "participation",
        picture: picture(survey, &parts, &finding),
        table: table(survey, &parts),
        finding,
    }
}

fn parts(survey: &Survey<'_>) -> Vec<(String, Part)> {
    let mut parts: BTreeMap<&str, Part> = BTreeMap::new();
    for member in &survey.members {
        parts.entry(&member.constituency).or_default().organisations += 1;
    }
    let counted = parts.into_iter().map(|(constituency, mut part)| {
        let standings = survey.asked.iter();
        for standing in standings.flat_map(|it| it.standings_of(constituency)) {
            match stand(standing) {
                "stale" => part.stale += 1,
                "recused" => part.recused += 1,
                // Whoever is counted by its silence has not taken part either.
                "silent" | "not_notified" | "by_silence" => part.silent += 1,
                _ => part.current += 1,
            }
        }
        (constituency.to_owned(), part)
    });
    counted.collect()
}

fn finding(survey: &Survey<'_>, parts: &[(String, Part)]) -> String {
    let with_any = || parts.iter().filter(|(_, it)| it.all() > 0);
    let mut most: Option<&(String, Part)> = None;
    let mut least: Option<&(String, Part)> = None;
    for it in with_any() {
        if most.is_none_or(|best| best.1.is_behind(it.1)) {
            most = Some(it);
        }
        if least.is_none_or(|worst| it.1.is_behind(worst.1)) {
            least = Some(it);
        }
    }
    let (Some(most), Some(least)) = (most, least) else {
        return survey.say("figures-levels-none");
    };
    let message = |key| {
        survey
            .page
            .t(key)
            .arg("most", &*most.0)
            .arg("count", most.1.current)
            .arg("of", most.1.all())
    };
    if !least.1.is_behind(most.1) {
        return message("figures-participation-even").to_string();
    }
    message("figures-participation-finding")
        .arg("least", &*least.0)
        .arg("fewest", least.1.current)
        .arg("of_least", least.1.all())
        .to_string()
}

fn table(survey: &Survey<'_>, parts: &[(String, Part)]) -> Table {
    let head = [
        "column-constituency",
        "column-organisations",
        "figures-current",
        "figures-stale",
        "figures-recused",
        "figures-silent",
    ];
    let row = |(name, part): &(String, Part)| {
        let numbers = part.sorts().map(|(_, count)| Cell::Number(count));
        [Cell::Text(name.clone()), Cell::Number(part.organisations)]
            .into_iter()
            .chain(numbers)
            .collect()
    };
    Table {
        head: head.map(|key| survey.say(key)).to_vec(),
        rows: parts.iter().map(row).collect(),
    }
}

fn picture(survey: &Survey<'_>, parts: &[(String, Part)], finding: &str) -> Markup {
    let drawn: Vec<_> = parts.iter().filter(|(_, it)| it.all() > 0).collect();
    if drawn.is_empty() {
        return Markup::default();
    }
    let rows = i64::try_from(drawn.len()).unwrap_or_default();
    let mut svg = Svg::new(survey.page, (BAR, ROW * rows));
    for ((name, part), row) in drawn.into_iter().zip(0..) {
        let y = row * ROW;
        let share = survey
            .page
            .t("figures-participation-share")
            .arg("name", &**name)
            .arg("count", part.current)
            .arg("of", part.all())
            .to_string();
        svg.text("name", (0, y + 15), Anchor::Start, &share);
        bar(survey, &mut svg, *part, y + 21);
    }
    svg.finish("chart", finding)
}

fn bar(survey: &Survey<'_>, svg: &mut Svg, part: Part, y: i64) {
    let all = i64::try_from(part.all()).unwrap_or(i64::MAX).max(1);
    let end = |count: usize| i64::try_from(count).unwrap_or_default() * BAR / all;
    let mut before = 0;
    for (sort, count) in part.sorts() {
        let x = end(before);
        before += count;
        let width = end(before) - x;
        if count == 0 {
            continue;
        }
        let title = format!("{}: {count}", survey.say(&format!("figures-{sort}")));
        let area = Area {
            x,
            y,
            width,
            height: HEIGHT,
        };
        svg.area(&format!("part {sort}"), area, &title);
        if width > 28 {
            let place = (x + width / 2, y + 16);
            let class = format!("in-part {sort}");
            svg.text(&class, place, Anchor::Middle, &count.to_string());
        }
    }
}
