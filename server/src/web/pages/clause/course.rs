//! How the agreement on a clause went, with what changed it.

use std::collections::BTreeMap;

use domain::consensus::{Level, Verdict};
use domain::id::{ClauseId, InstrumentId, OrganisationId};
use domain::instrument::{Cause, Turn};
use domain::network::Network;
use domain::time::Timestamp;

use crate::i18n::{Markup, TimeStyle};
use crate::state::AppState;
use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::past::told;
use crate::web::problem::Problem;
use crate::web::svg::{Area, Svg, widths};

/// The width of the strip.
const WIDTH: i64 = 640;
/// The height that one level is above the one before.
const STEP: i64 = 8;
/// The least width of a turn in the strip, so that a short one is still seen.
const LEAST: i64 = 8;

/// How the agreement went.
#[derive(Debug, Default)]
pub(super) struct Went {
    /// The turns, the latest first.
    pub(super) rows: Vec<Row>,
    /// The same as a picture; empty where there is no turn.
    pub(super) strip: Markup,
}

/// One turn.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) at: Timestamp,
    /// None where the clause left the table.
    pub(super) level: Option<&'static str>,
    /// The level with firm positions alone, where it differs.
    pub(super) firm_level: Option<&'static str>,
    pub(super) flags: Vec<&'static str>,
    pub(super) reason: Reason,
}

/// What changed it.
#[derive(Debug)]
pub(super) enum Reason {
    /// An entry, in words.
    Entry { seq: u64, sentence: Markup },
    /// Nothing but time: some organisations vote from then on, some no longer do.
    Terms { began: String, ended: String },
}

impl Went {
    /// Reads how the agreement on a clause went.
    ///
    /// # Errors
    ///
    /// * internal if the record cannot be read.
    pub(super) async fn read(
        app: &AppState,
        page: &Page,
        desk: &Desk,
        (instrument, clause): (InstrumentId, ClauseId),
    ) -> Result<Self, Problem> {
        let Some(course) = app.office.course(instrument).await? else {
            return Ok(Self::default());
        };
        let turns = course.turns(clause);
        if turns.is_empty() {
            return Ok(Self::default());
        }
        let seqs = turns.iter().filter_map(|turn| match turn.cause {
            Cause::Entry(seq) => Some(seq),
            Cause::Terms { .. } => None,
        });
        let told = told(app, page, desk, seqs).await?;
        let sentences: BTreeMap<u64, Markup> =
            told.into_iter().map(|it| (it.seq, it.sentence)).collect();
        let rows = turns.iter().rev();
        Ok(Self {
            rows: rows
                .map(|turn| row(page, desk.network(), turn, &sentences))
                .collect(),
            strip: strip(page, turns, desk.now),
        })
    }
}

fn row(page: &Page, network: &Network, turn: &Turn, told: &BTreeMap<u64, Markup>) -> Row {
    let verdict = turn.verdict.as_ref();
    let names = |ids: &[OrganisationId]| {
        let names: Vec<&str> = ids.iter().map(|id| network.short_name(*id)).collect();
        page.list(&names)
    };
    Row {
        at: turn.at,
        level: verdict.map(|it| it.level.as_str()),
        firm_level: verdict
            .filter(|it| it.firm_level != it.level)
            .map(|it| it.firm_level.as_str()),
        flags: verdict.map_or_else(Vec::new, |it| {
            it.flags.iter().map(|flag| flag.as_str()).collect()
        }),
        reason: match &turn.cause {
            Cause::Entry(seq) => Reason::Entry {
                seq: *seq,
                sentence: told.get(seq).cloned().unwrap_or_default(),
            },
            Cause::Terms { began, ended, .. } => Reason::Terms {
                began: names(began),
                ended: names(ended),
            },
        },
    }
}

/// Draws the turns as steps, the higher the more agreement there was, as long as each of them held.
fn strip(page: &Page, turns: &[Turn], now: Timestamp) -> Markup {
    let height = STEP * i64::try_from(Level::ALL.len()).unwrap_or_default() + 2;
    let mut svg = Svg::new(page, (WIDTH, height));
    svg.line("axis", (0, height - 1), (WIDTH, height - 1));
    let mut x = 0;
    let instants: Vec<Timestamp> = turns.iter().map(|turn| turn.at).collect();
    for (turn, width) in turns.iter().zip(widths(&instants, now, WIDTH, LEAST)) {
        if let Some(verdict) = &turn.verdict {
            draw(page, &mut svg, turn.at, verdict, (x, width, height));
        }
        x += width;
    }
    let count = turns.len();
    let label = page.t("course-strip").arg("count", count).to_string();
    svg.finish("strip", &label)
}

fn draw(
    page: &Page,
    svg: &mut Svg,
    at: Timestamp,
    verdict: &Verdict,
    (x, width, height): (i64, i64, i64),
) {
    let rise = STEP * rank(verdict.level);
    let level = page.t(&format!("level-{}", verdict.level)).to_string();
    let day = page
        .reader
        .locale
        .time(at, &page.reader.zone, TimeStyle::Day);
    let title = page
        .t("course-step")
        .arg("level", level)
        .arg("day", day)
        .to_string();
    let area = Area {
        x,
        y: height - 1 - rise,
        width,
        height: rise,
    };
    svg.area(&format!("step {}", verdict.level), area, &title);
    if verdict.firm_level != verdict.level {
        let firm = height - 1 - STEP * rank(verdict.firm_level);
        svg.line("firm", (x, firm), (x + width, firm));
    }
}

/// Returns how far up a level is, from 1.
fn rank(level: Level) -> i64 {
    let below = Level::ALL.iter().take_while(|it| **it != level).count();
    i64::try_from(below).unwrap_or_default() + 1
}
