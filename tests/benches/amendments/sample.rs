//! A long text and changes to it, the same in every run.

const WHO: [&str; 8] = [
    "The election management body",
    "Every polling unit",
    "The results centre",
    "Each accredited observer",
    "The operator of the results system",
    "The court that hears the complaint",
    "Every registered party",
    "The commission of the constituency",
];
const DUTY: [&str; 8] = [
    "publishes",
    "keeps",
    "signs and dates",
    "explains in public",
    "hands over without delay",
    "compares",
    "archives",
    "counts again where asked",
];
const WHAT: [&str; 8] = [
    "the signed result form",
    "the record of the count",
    "an image of every tally sheet",
    "the list of corrections with their reasons",
    "the software that adds the figures",
    "the seal numbers of every ballot box",
    "the names of those who were present",
    "the complaints and what became of them",
];
const HOW: [&str; 8] = [
    "before the materials are moved",
    "within the hour in which the count ends",
    "in an open format that anyone can read",
    "in every official language of the country",
    "where people can see it without asking",
    "for as long as a complaint is possible",
    "at no cost to those who ask",
    "together with the figures of the election before",
];

/// Numbers that follow from each other, so that every run is the same.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Starts anew.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns a number below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        // Knuth's multiplier for 64 bits; the high bits are the good ones.
        self.0 = (self.0.wrapping_mul(6_364_136_223_846_793_005))
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn sentence(dice: &mut Dice) -> String {
    let mut pick = |from: &[&'static str; 8]| from[dice.roll(8)];
    format!(
        "{} {} {} {}.",
        pick(&WHO),
        pick(&DUTY),
        pick(&WHAT),
        pick(&HOW)
    )
}

/// Returns the texts of so many clauses, of two to four sentences each.
pub(crate) fn clauses(count: usize) -> Vec<String> {
    let mut dice = Dice::new(1);
    let clause = |_| {
        let sentences = 2 + dice.roll(3);
        let all: Vec<_> = (0..sentences).map(|_| sentence(&mut dice)).collect();
        all.join(" ")
    };
    (0..count).map(clause).collect()
}

/// Returns a text with so many words.
pub(crate) fn words(count: usize) -> String {
    let mut dice = Dice::new(2);
    let mut text = String::new();
    while text.split(' ').count() < count {
        text.push_str(&sentence(&mut dice));
        text.push(' ');
    }
    text.trim_end().to_owned()
}

/// Rewords one word in `one_in` of a text: most are replaced, some go and some come.
pub(crate) fn reworded(text: &str, one_in: usize, dice: &mut Dice) -> String {
    let mut reworded = Vec::new();
    for word in text.split(' ') {
        match dice.roll(one_in * 6) {
            0 => {}
            1 => reworded.extend([word, other_word(dice)]),
            2..6 => reworded.push(other_word(dice)),
            _ => reworded.push(word),
        }
    }
    reworded.join(" ")
}

fn other_word(dice: &mut Dice) -> &'static str {
    let phrase = [&WHO, &DUTY, &WHAT, &HOW][dice.roll(4)][dice.roll(8)];
    let words: Vec<_> = phrase.split(' ').collect();
    words[dice.roll(words.len())]
}
