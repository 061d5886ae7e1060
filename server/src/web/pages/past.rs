//! Going back: the entries that concern something, to look at it as of each of them.

use domain::instrument::Landmark;
use domain::register::Register;
use domain::time::Timestamp;
use serde::Deserialize;

use super::desk::Desk;
use crate::i18n::Markup;
use crate::state::AppState;
use crate::web::page::Page;
use crate::web::problem::Problem;
use crate::web::record::sentence;

/// How many entries the list beside the slider has.
const LISTED: usize = 21;

/// The entry as of which something is shown.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct AsOf {
    as_of: Option<u64>,
}

/// The slider with the list beside it.
#[derive(Debug)]
pub(crate) struct Timeline {
    /// The address of the page, without its query.
    pub(crate) href: String,
    /// The entry chosen.
    pub(crate) chosen: u64,
    /// When it was made.
    pub(crate) at: Timestamp,
    /// The entry of the stop there, or the last one before it.
    pub(crate) reached: u64,
    /// The first entry that can be chosen.
    pub(crate) first: u64,
    /// The last entry that can be chosen.
    pub(crate) last: u64,
    /// The entries that the slider stops at, the first one first.
    pub(crate) stops: String,
    /// The place of the last stop.
    pub(crate) end: usize,
    /// The place of the stop at the entry chosen, or the last one before it.
    pub(crate) place: usize,
    /// Some of them in words, the latest first.
    pub(crate) entries: Vec<Told>,
    /// Where the list goes on with later entries.
    pub(crate) later: Option<String>,
    /// Where the list goes on with earlier entries.
    pub(crate) earlier: Option<String>,
}

/// An entry in words.
#[derive(Debug)]
pub(crate) struct Told {
    /// Its place in the record.
    pub(crate) seq: u64,
    /// When it was made.
    pub(crate) at: Timestamp,
    /// What it says.
    pub(crate) sentence: Markup,
}

/// What the record said at the entry chosen, with the way to all others.
#[derive(Debug)]
pub(crate) struct Past {
    /// What the record said.
    pub(crate) register: Register,
    /// The way to all others.
    pub(crate) timeline: Timeline,
}

impl Past {
    /// Goes back to the entry asked for, or to the one nearest to it that can be chosen.
    ///
    /// # Errors
    ///
    /// * not found if no entry concerns what is looked at;
    /// * internal if the record cannot be read.
    pub(crate) async fn read(
        app: &AppState,
        page: &Page,
        desk: &Desk,
        (href, wanted): (String, AsOf),
        landmarks: &[&Landmark],
    ) -> Result<Self, Problem> {
        let (Some(first), Some(_)) = (landmarks.first(), desk.seq().checked_sub(1)) else {
            return Err(Problem::not_found());
        };
        let last = desk.seq() - 1;
        let chosen = wanted.as_of.unwrap_or(last).clamp(first.seq, last);
        let register = app.office.register_at(chosen).await?;
        let register = register.ok_or_else(Problem::not_found)?;
        let at = register.last_at().ok_or_else(Problem::not_found)?;
        let place = landmarks
            .partition_point(|it| it.seq <= chosen)
            .saturating_sub(1);
        let start = place.saturating_sub(LISTED / 2);
        let listed = &landmarks[start..landmarks.len().min(start + LISTED)];
        let link = |it: &&Landmark| format!("{href}?as_of={}", it.seq);
        let stops: Vec<String> = landmarks.iter().map(|it| it.seq.to_string()).collect();
        let timeline = Timeline {
            chosen,
            at,
            reached: landmarks[place].seq,
            first: first.seq,
            last,
            stops: stops.join(" "),
            end: landmarks.len() - 1,
            place,
            entries: told(app, page, desk, listed.iter().rev().map(|it| it.seq)).await?,
            later: landmarks.get(start + LISTED).map(link),
            earlier: start.checked_sub(1).map(|it| link(&landmarks[it])),
            href,
        };
        Ok(Self { register, timeline })
    }
}

/// Tells entries in the order given.
///
/// # Errors
///
/// * internal if the record cannot be read.
pub(crate) async fn told(
    app: &AppState,
    page: &Page,
    desk: &Desk,
    seqs: impl Iterator<Item = u64>,
) -> Result<Vec<Told>, Problem> {
    let seqs: Vec<u64> = seqs.collect();
    let entries = app.office.entries_at(&seqs).await?;
    let told = entries.iter().map(|entry| Told {
        seq: entry.seq,
        at: entry.at,
        sentence: sentence(page, desk, entry),
    });
    Ok(told.collect())
}
