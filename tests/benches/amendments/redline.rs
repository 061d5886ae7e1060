//! The redline of a text that was rewritten, beside two ways of finding changed words.

use std::fs;
use std::process::Command;
use std::time::Duration;

use domain::redline::{Change, redline, tokens};
use domain::text::RichText;
use similar::{ChangeTag, TextDiff};

use crate::report::{duration, median, number};
use crate::sample::{Dice, reworded, words};

/// Measures a rewritten text of 5,000 words.
pub(crate) fn run() {
    let base = words(5_000);
    let target = reworded(&base, 3, &mut Dice::new(4));
    let (old, new) = (RichText::plain(&*base), RichText::plain(&*target));
    let ours = median(|| (), |()| redline(&old, &new));
    let plain = median(|| (), |()| changed_by_similar(&base, &target));
    let git = Git::new(&base, &target);
    let by_git = median(|| (), |()| git.changed());
    duration(
        "redline of a rewritten text of 5,000 words",
        ours,
        "limit",
        Duration::from_millis(20),
    );
    duration("the same", ours, "plain word diff of similar", plain);
    duration(
        "the same",
        ours,
        "git diff --no-index --word-diff, its start included",
        by_git,
    );
    let changed = changed_by_redline(&old, &new);
    number(
        "words it marks as changed",
        changed,
        "similar",
        changed_by_similar(&base, &target),
    );
    number("the same", changed, "git", git.changed());
}

fn count(words: usize) -> u32 {
    u32::try_from(words).expect("a text has fewer words")
}

fn changed_by_redline(old: &RichText, new: &RichText) -> u32 {
    let segments = redline(old, new);
    let changed = segments.iter().filter(|it| it.change != Change::Equal);
    count(changed.map(|it| words_in(&it.text.to_plain())).sum())
}

fn changed_by_similar(base: &str, target: &str) -> u32 {
    let diff = TextDiff::from_unicode_words(base, target);
    let changed = diff
        .iter_all_changes()
        .filter(|it| it.tag() != ChangeTag::Equal);
    count(changed.map(|it| words_in(it.value())).sum())
}

/// Counts the words of a text, of which white space and punctuation are none.
fn words_in(text: &str) -> usize {
    let is_word = |token: &&&str| token.chars().any(char::is_alphanumeric);
    tokens(text).iter().filter(is_word).count()
}

/// Two files and the program that compares them.
struct Git {
    folder: tempfile::TempDir,
}

impl Git {
    fn new(base: &str, target: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("base"), base).unwrap();
        fs::write(folder.path().join("target"), target).unwrap();
        Self { folder }
    }

    /// Returns how many words are marked as changed.
    fn changed(&self) -> u32 {
        let mut git = Command::new("git");
        git.args([
            "diff",
            "--no-index",
            "--word-diff=porcelain",
            "base",
            "target",
        ]);
        let output = git.current_dir(self.folder.path()).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let is_change = |line: &&str| {
            let is_name = line.starts_with("+++") || line.starts_with("---");
            !is_name && (line.starts_with('+') || line.starts_with('-'))
        };
        count(
            text.lines()
                .filter(is_change)
                .map(|line| words_in(&line[1..]))
                .sum(),
        )
    }
}
