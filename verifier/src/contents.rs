//! Entries that wait for the words beside them.

use domain::record::{Commitment, Entry, Words};

use crate::bundle::{ContentLine, ContentState, lines, read_json};
use crate::check::{Check, Findings};

/// An entry with its place, and what it commits to.
pub(crate) type Waited = (u64, Entry, Vec<Commitment>);

/// The entries of one bundle, until the words beside them have come.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    entries: Vec<Waited>,
    /// Entries that could not be read, so that nobody knows what they commit to.
    unread: Vec<u64>,
    /// The entry and the place that the next line is about.
    next: (usize, usize),
    is_lost: bool,
}

/// Which words were erased.
#[derive(Debug, Default, Clone)]
pub(crate) struct Erased {
    /// Up to a number of them, by entry and place.
    pub(crate) listed: Vec<(u64, u64)>,
    pub(crate) count: u64,
}

/// How many erased words are listed.
const LISTED: usize = 1_000;

impl Waiting {
    pub(crate) fn push(&mut self, seq: u64, entry: Entry, commitments: Vec<Commitment>) {
        self.entries.push((seq, entry, commitments));
    }

    /// Notes an entry that could not be read.
    pub(crate) fn pass_over(&mut self, seq: u64) {
        self.unread.push(seq);
    }

    /// Takes in lines of words, which must be in the order of the entries' commitments.
    pub(crate) fn take(&mut self, body: &[u8], erased: &mut Erased, findings: &mut Findings) {
        let Some(lines) = lines(body) else {
            return self.lose("the last line has no end", findings);
        };
        for line in lines {
            if self.is_lost {
                return;
            }
            match read_json::<ContentLine>(line) {
                Some(line) => self.take_line(line, erased, findings),
                None => self.pass_line(findings),
            }
        }
    }

    fn take_line(&mut self, line: ContentLine, erased: &mut Erased, findings: &mut Findings) {
        if self.unread.contains(&line.seq) {
            return;
        }
        self.skip();
        let (index, place) = self.next;
        let Some((seq, entry, commitments)) = self.entries.get_mut(index) else {
            return self.lose("there are more words than commitments", findings);
        };
        let seq = *seq;
        self.next.1 += 1;
        if (line.seq, line.position) != (seq, place as u64) {
            let what = format!("words for entry {} stand in their place", line.seq);
            return findings.bad(Check::Contents, Some(seq), what);
        }
        match (line.state, line.salt, line.text) {
            (ContentState::Given, Some(salt), Some(text)) => {
                let mut bytes = [0; 32];
                let read = hex::decode_to_slice(&salt, &mut bytes).is_ok();
                // Upper case would be another spelling of the same salt.
                let is_plain = !salt.bytes().any(|b| b.is_ascii_uppercase());
                let made = Commitment::new(&bytes, text.as_bytes());
                if read && is_plain && made == commitments[place] {
                    entry.contents[place] = Words::given(&text);
                    findings.good(Check::Contents, 1);
                } else {
                    let what = format!("the words in place {place} are not those committed to");
                    findings.bad(Check::Contents, Some(seq), what);
                }
            }
            (ContentState::Erased, None, None) => {
                erased.count += 1;
                if erased.listed.len() < LISTED {
                    erased.listed.push((seq, line.position));
                }
            }
            _ => findings.bad(
                Check::Contents,
                Some(seq),
                "words without salt, or the reverse",
            ),
        }
    }

    /// Takes a line that cannot be read for the one that must be here.
    fn pass_line(&mut self, findings: &mut Findings) {
        self.skip();
        let seq = self.entries.get(self.next.0).map(|it| it.0);
        self.next.1 += usize::from(seq.is_some());
        findings.bad(
            Check::Contents,
            seq,
            "its words are not as they must be written",
        );
    }

    /// Goes on to the next entry that has words missing.
    fn skip(&mut self) {
        while let Some((_, _, commitments)) = self.entries.get(self.next.0)
            && self.next.1 == commitments.len()
        {
            self.next = (self.next.0 + 1, 0);
        }
    }

    /// Gives up on the words of this bundle of entries.
    fn lose(&mut self, why: &str, findings: &mut Findings) {
        self.is_lost = true;
        findings.bad(Check::Contents, None, why);
    }

    /// Returns the entries with their words.
    pub(crate) fn settle(&mut self, findings: &mut Findings) -> Vec<Waited> {
        self.skip();
        if !self.is_lost
            && let Some((seq, _, _)) = self.entries.get(self.next.0)
        {
            findings.bad(Check::Contents, Some(*seq), "its words are missing");
        }
        self.next = (0, 0);
        self.unread.clear();
        self.is_lost = false;
        std::mem::take(&mut self.entries)
    }
}
