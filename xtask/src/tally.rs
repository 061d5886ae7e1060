//! Counts of what passed and what failed.

use std::fmt;
use std::ops::AddAssign;

/// How many tests or checks passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Tally {
    /// One check that passed.
    pub(crate) const PASS: Self = Self {
        passed: 1,
        failed: 0,
    };
    /// One check that failed.
    pub(crate) const FAIL: Self = Self {
        passed: 0,
        failed: 1,
    };

    /// Reads the counts from a line in which a test runner sums up.
    ///
    /// Cargo writes `test result: ok. 12 passed; 0 failed; …`, once per test
    /// binary; Playwright writes `12 passed (30.1s)` and `1 failed`.
    pub(crate) fn of_line(line: &str) -> Self {
        let line = line.trim();
        let summary = line.strip_prefix("test result:").unwrap_or(line);
        let playwright = summary.split_whitespace().count() <= 3;
        if summary == line && !playwright {
            return Self::default();
        }
        let words: Vec<&str> = summary.split_whitespace().collect();
        let count = |what: &str| {
            words
                .windows(2)
                .find(|pair| pair[1].trim_end_matches(';') == what)
                .and_then(|pair| pair[0].parse().ok())
                .unwrap_or(0)
        };
        let failed = count("failed") + count("flaky") + count("interrupted");
        Self {
            passed: count("passed"),
            failed,
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, passed: usize, failed: usize) {
        assert_eq!(Tally::of_line(line), Tally { passed, failed }, "{line}");
    }

    #[test]
    fn summaries_are_counted_and_nothing_else_is() {
        check(
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured",
            12,
            0,
        );
        check("test result: FAILED. 3 passed; 2 failed; 0 ignored", 3, 2);
        check("  7 passed (30.1s)", 7, 0);
        check("  1 failed", 0, 1);
        check("test text::tests::a_failed_one ... ok", 0, 0);
        check("   Compiling server v0.1.0", 0, 0);
        check("running 12 tests, of which 3 passed before", 0, 0);
    }
}
