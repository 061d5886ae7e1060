//! The text on the table with all open amendments in square brackets.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Compared, Comparison, Effect, applied_within};
use crate::redline::{Hunk, tokens};

/// A piece of the rolling text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RollingPart<O> {
    /// Words that no amendment touches.
    Text(String),
    /// Words in brackets: those of the base, then what would stand in their place.
    Brackets {
        /// The words on the table; none where there is only something to insert.
        base: Option<String>,
        /// What would stand there, in the order of the first sponsor.
        alternatives: Vec<Alternative<O>>,
    },
}

/// What would stand in the place of some words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative<O> {
    /// The words; none where the words on the table would go.
    pub text: Option<String>,
    /// The organisations that propose them, sorted.
    pub sponsors: Vec<O>,
}

/// Draws a rolling text in one line of characters, with or without the sponsors.
pub fn rolling_text<O: Display>(parts: &[RollingPart<O>], with_sponsors: bool) -> String {
    let draw = |part: &RollingPart<O>| match part {
        RollingPart::Text(text) => text.clone(),
        RollingPart::Brackets { base, alternatives } => {
            let base = base.iter().map(|text| format!("[{text}]"));
            let alternatives = alternatives.iter().map(|it| it.drawn(with_sponsors));
            base.chain(alternatives).collect()
        }
    };
    parts.iter().map(draw).collect()
}

impl<O: Display> Alternative<O> {
    fn drawn(&self, with_sponsors: bool) -> String {
        let text = self.text.as_deref().unwrap_or("delete");
        let sponsors: Vec<String> = self.sponsors.iter().map(O::to_string).collect();
        if with_sponsors && !sponsors.is_empty() {
            format!("[{text} — {}]", sponsors.join(", "))
        } else {
            format!("[{text}]")
        }
    }
}

impl<I: Ord + Clone, O: Ord + Clone> Comparison<I, O> {
    /// Returns the text with all amendments in brackets; none unless all of them change words.
    pub fn rolling(&self) -> Option<Vec<RollingPart<O>>> {
        let changes_words = |it: &Compared<O>| hunks_of(it).is_some();
        (self.proposals.values().all(changes_words)).then(|| self.brackets())
    }

    /// Returns the text with those amendments in brackets that change words of it, whatever others there are.
    pub fn brackets(&self) -> Vec<RollingPart<O>> {
        let amendments: Vec<Amending<'_, O>> = (self.proposals.values())
            .filter_map(|it| Some((it, hunks_of(it)?)))
            .collect();
        let tokens = tokens(&self.base);
        let mut parts = Vec::new();
        let mut done = 0;
        for cluster in clusters(&amendments) {
            draw_text(&mut parts, &tokens[done..cluster.start].concat());
            draw_cluster(&mut parts, &tokens, &cluster, &amendments);
            done = cluster.end;
        }
        draw_text(&mut parts, &tokens[done..].concat());
        parts
    }
}

/// Returns the changes of words an amendment comes to; none if it does something else.
fn hunks_of<O>(compared: &Compared<O>) -> Option<&[Hunk]> {
    match &compared.effect {
        Effect::Hunks(hunks) => Some(hunks),
        Effect::Whole(_) | Effect::Delete | Effect::Move(_) | Effect::None => None,
    }
}

/// An amendment that changes words.
type Amending<'a, O> = (&'a Compared<O>, &'a [Hunk]);

/// Returns the ranges of the base that hunks touch, those joined that touch each other.
fn clusters<O>(amendments: &[Amending<'_, O>]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = (amendments.iter())
        .flat_map(|(_, hunks)| hunks.iter().map(|it| it.start..it.end))
        .collect();
    ranges.sort_by_key(|it| (it.start, it.end));
    let mut clusters: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match clusters.last_mut().filter(|it| range.start <= it.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => clusters.push(range),
        }
    }
    clusters
}

fn draw_text<O>(parts: &mut Vec<RollingPart<O>>, text: &str) {
    if text.is_empty() {
        return;
    }
    match parts.last_mut() {
        Some(RollingPart::Text(last)) => last.push_str(text),
        _ => parts.push(RollingPart::Text(text.to_owned())),
    }
}

fn draw_cluster<O: Ord + Clone>(
    parts: &mut Vec<RollingPart<O>>,
    tokens: &[&str],
    cluster: &Range<usize>,
    amendments: &[Amending<'_, O>],
) {
    let base = tokens[cluster.clone()].concat();
    let alternatives = alternatives(tokens, cluster, amendments);
    // White space at the ends is drawn outside; a span of nothing else shows it inside.
    let longest = alternatives.iter().max_by_key(|(text, _)| text.len());
    let model = match longest {
        Some((text, _)) if base.is_empty() => text.as_str(),
        _ => base.as_str(),
    };
    let (before, after) = match model.trim() {
        "" => ("", ""),
        words => model.split_once(words).unwrap_or_default(),
    };
    let inside = |text: &str| -> Option<String> {
        let shown = if text.trim().is_empty() && base.trim().is_empty() {
            text
        } else {
            text.trim()
        };
        (!shown.is_empty()).then(|| shown.to_owned())
    };
    draw_text(parts, before);
    parts.push(RollingPart::Brackets {
        base: inside(&base),
        alternatives: (alternatives.iter())
            .map(|(text, sponsors)| Alternative {
                text: inside(text),
                sponsors: sponsors.iter().cloned().collect(),
            })
            .collect(),
    });
    draw_text(parts, after);
}

/// Returns what would stand in the place of a cluster with its sponsors, by the first sponsor.
fn alternatives<O: Ord + Clone>(
    tokens: &[&str],
    cluster: &Range<usize>,
    amendments: &[Amending<'_, O>],
) -> Vec<(String, BTreeSet<O>)> {
    let mut texts: BTreeMap<String, BTreeSet<O>> = BTreeMap::new();
    for (compared, hunks) in amendments {
        let here: Vec<&Hunk> = (hunks.iter())
            .filter(|it| cluster.start <= it.start && it.end <= cluster.end)
            .collect();
        if !here.is_empty() {
            let sponsors = texts
                .entry(applied_within(tokens, cluster, &here))
                .or_default();
            sponsors.extend(compared.sponsors.iter().cloned());
        }
    }
    let mut alternatives: Vec<_> = texts.into_iter().collect();
    alternatives.sort_by(|(one, by), (other, of)| (by.first(), one).cmp(&(of.first(), other)));
    alternatives
}
