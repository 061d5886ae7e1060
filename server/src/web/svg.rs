//! Pictures drawn by the server: escaped, mirrored for readers from right to left, coloured by
//! classes of the style sheet alone.

use std::fmt::Write as _;

use domain::time::Timestamp;

use crate::i18n::Markup;
use crate::web::page::Page;

/// A picture being drawn, in whole units of its own.
///
/// Places are given as a reader from left to right sees them.
#[derive(Debug)]
pub(crate) struct Svg {
    width: i64,
    height: i64,
    is_mirrored: bool,
    body: String,
}

/// On which side of its place a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// A rectangle: its corner, width and height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    /// From the side where reading starts.
    pub(crate) x: i64,
    /// From the top.
    pub(crate) y: i64,
    /// The width.
    pub(crate) width: i64,
    /// The height.
    pub(crate) height: i64,
}

impl Svg {
    /// Starts a picture.
    pub(crate) fn new(page: &Page, (width, height): (i64, i64)) -> Self {
        Self {
            width,
            height,
            is_mirrored: page.locale().is_right_to_left(),
            body: String::new(),
        }
    }

    fn x(&self, x: i64) -> i64 {
        if self.is_mirrored { self.width - x } else { x }
    }

    /// Draws a rectangle, with what it stands for as a title.
    pub(crate) fn area(&mut self, class: &str, area: Area, title: &str) {
        let x = if self.is_mirrored {
            self.width - area.x - area.width
        } else {
            area.x
        };
        let Area {
            y, width, height, ..
        } = area;
        let class = Markup::text(class);
        let _ = write!(
            self.body,
            r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}">{}</rect>"#,
            titled(title)
        );
    }

    /// Draws a straight line.
    pub(crate) fn line(&mut self, class: &str, from: (i64, i64), to: (i64, i64)) {
        let (x1, x2) = (self.x(from.0), self.x(to.0));
        let (y1, y2) = (from.1, to.1);
        let class = Markup::text(class);
        let _ = write!(
            self.body,
            r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#
        );
    }

    /// Draws a dot, with what it stands for as a title.
    pub(crate) fn dot(&mut self, class: &str, (x, y): (i64, i64), radius: i64, title: &str) {
        let x = self.x(x);
        let class = Markup::text(class);
        let _ = write!(
            self.body,
            r#"<circle class="{class}" cx="{x}" cy="{y}" r="{radius}">{}</circle>"#,
            titled(title)
        );
    }

    /// Writes a text.
    pub(crate) fn text(&mut self, class: &str, (x, y): (i64, i64), anchor: Anchor, text: &str) {
        let x = self.x(x);
        // Start and end follow the direction of reading, as the places do.
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let (class, text) = (Markup::text(class), Markup::text(text));
        let _ = write!(
            self.body,
            r#"<text class="{class}" x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>"#
        );
    }

    /// Finishes the picture; `label` says in words what it shows.
    pub(crate) fn finish(self, class: &str, label: &str) -> Markup {
        let Self {
            width,
            height,
            body,
            ..
        } = self;
        let (class, label) = (Markup::text(class), Markup::text(label));
        Markup::trusted(format!(
            r#"<svg class="{class}" role="img" aria-label="{label}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">{body}</svg>"#
        ))
    }
}

/// Shares a width among what began at some instants and each lasted until the next one or until
/// now, none narrower than the least that can be seen.
pub(crate) fn widths(began: &[Timestamp], now: Timestamp, width: i64, least: i64) -> Vec<i64> {
    let micros: Vec<i64> = (began.iter().copied())
        .chain([now])
        .map(Timestamp::as_micros)
        .collect();
    let lasted: Vec<i128> = (micros.windows(2))
        .map(|pair| i128::from(pair[1].saturating_sub(pair[0]).max(0)))
        .collect();
    let whole = lasted.iter().sum::<i128>().max(1);
    let count = i64::try_from(began.len()).unwrap_or(i64::MAX).max(1);
    let least = least.min(width / count);
    let free = i128::from((width - least * count).max(0));
    let share = |it: i128| i64::try_from(it * free / whole).unwrap_or_default();
    lasted.into_iter().map(|it| least + share(it)).collect()
}

fn titled(title: &str) -> String {
    if title.is_empty() {
        return String::new();
    }
    format!("<title>{}</title>", Markup::text(title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;
    use crate::web::pages::fixture::english;

    const AREA: Area = Area {
        x: 10,
        y: 0,
        width: 20,
        height: 5,
    };

    #[test]
    fn what_people_wrote_is_text_in_a_picture() {
        let mut svg = Svg::new(&english(), (100, 10));
        svg.area("bar", AREA, "<script>\"a\" & b</script>");
        svg.text("name", (0, 0), Anchor::Start, "</svg><b>");
        let drawn = svg.finish("chart", "a \" b").to_string();
        assert!(drawn.contains("&lt;script&gt;&quot;a&quot; &amp; b&lt;/script&gt;"));
        assert!(drawn.contains(">&lt;/svg&gt;&lt;b&gt;</text>"));
        assert!(drawn.contains("aria-label=\"a &quot; b\""));
    }

    #[test]
    fn everything_that_lasted_is_seen_and_all_of_it_fits() {
        let at = |seconds| Timestamp::from_micros(0).plus_seconds(seconds);
        let now = at(2 * 86_400);
        let few = widths(&[at(0), at(1), at(86_400)], now, 640, 8);
        assert!(few.iter().all(|it| *it >= 8), "{few:?}");
        assert!(few.iter().sum::<i64>() <= 640);
        assert!((few[1] - few[2]).abs() < 5, "{few:?}");
        let many: Vec<_> = (0..2_000).map(at).collect();
        assert!(widths(&many, now, 640, 8).iter().sum::<i64>() <= 640);
    }

    #[test]
    fn readers_from_right_to_left_see_it_mirrored() {
        let mut page = english();
        let mirrored = Locale::WITH_PSEUDO.iter().find(|it| it.is_right_to_left());
        page.reader.locale = *mirrored.unwrap();
        let mut svg = Svg::new(&page, (100, 10));
        svg.area("bar", AREA, "");
        svg.line("axis", (0, 9), (40, 9));
        let drawn = svg.finish("chart", "").to_string();
        assert!(
            drawn.contains(r#"<rect class="bar" x="70" y="0" width="20""#),
            "{drawn}"
        );
        assert!(drawn.contains(r#"x1="100" y1="9" x2="60""#), "{drawn}");
    }
}
