//! How strong a passphrase is, and why: an estimate of how many guesses it stands.
//!
//! The passphrase is cut into pieces, each as cheap to guess as the cheapest way to guess it: a word that many people use,
//! a date, a run of the keyboard, a repetition, a word of some language, and, where none fits, single characters. The
//! cheapest way through is the estimate, in bits, as in zxcvbn (Wheeler, USENIX Security 2016), whose lists would be a
//! megabyte. It errs towards too few: what we do not know as a word, but could be one, counts as one of 30,000.

use super::common::{KEYBOARD_RUNS, MOST_COMMON, PHRASES, WORDS};

/// How many guesses a second a determined thief is thought to make, against [`super::Stretching::usual`]: fifty strong
/// graphics cards with some two thousand each.
const GUESSES_A_SECOND: f64 = 100_000.0;
/// More characters than these are not looked at; they only add.
const LOOKED_AT: usize = 72;
/// Bits of one of 30,000 words.
const WORD_BITS: f64 = 15.0;
/// The letters of a usual word; a longer run of letters counts as several words.
const WORD_LETTERS: usize = 12;
/// Fewer characters are told to be few, whatever they are.
const SHORT: usize = 10;

/// How strong, in words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Guessed in an hour or so, under 28 bits.
    #[default]
    VeryWeak,
    /// Guessed in days or weeks, under 40 bits.
    Weak,
    /// Guessed in months or years, under 52 bits.
    Fair,
    /// Out of reach for a thief, under 68 bits.
    Good,
    /// Out of reach for anybody.
    Strong,
}

impl Strength {
    /// Whether a lock with it deserves the name.
    pub fn is_enough(self) -> bool {
        self >= Strength::Fair
    }

    /// From 1, very weak, to 5, strong: the bars of a meter.
    pub fn bars(self) -> usize {
        match self {
            Strength::VeryWeak => 1,
            Strength::Weak => 2,
            Strength::Fair => 3,
            Strength::Good => 4,
            Strength::Strong => 5,
        }
    }
}

/// What makes a passphrase easier to guess than its length says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It is short.
    Short,
    /// A word, a name or a password that many people use.
    Common,
    /// A date, most often somebody's birthday, or a year.
    Date,
    /// A telephone number.
    Phone,
    /// The same again and again.
    Repeated,
    /// A run along the alphabet, the numbers or the keyboard.
    Run,
    /// Figures alone.
    FiguresOnly,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// How strong.
    pub strength: Strength,
    /// About how many guesses it stands, as a power of two.
    pub bits: f64,
    /// Why no more, each once.
    pub reasons: Vec<Reason>,
}

impl Judgement {
    /// About how long a determined thief would guess who has the file, in seconds.
    pub fn seconds(&self) -> f64 {
        (self.bits - 1.0).exp2() / GUESSES_A_SECOND
    }
}

/// Judges a passphrase.
pub fn judge(passphrase: &str) -> Judgement {
    let characters: Vec<char> = passphrase.chars().take(LOOKED_AT).collect();
    let (bits, mut reasons) = cheapest(&characters);
    if characters.len() < SHORT && !characters.iter().any(|c| is_han(*c)) {
        reasons.push(Reason::Short);
    }
    if !characters.is_empty() && characters.iter().all(char::is_ascii_digit) {
        reasons.push(Reason::FiguresOnly);
    }
    reasons.sort_unstable();
    reasons.dedup();
    let strength = match bits {
        bits if bits < 28.0 => Strength::VeryWeak,
        bits if bits < 40.0 => Strength::Weak,
        bits if bits < 52.0 => Strength::Fair,
        bits if bits < 68.0 => Strength::Good,
        _ => Strength::Strong,
    };
    Judgement { strength, bits, reasons }
}

/// One way to guess a piece.
struct Piece {
    start: usize,
    end: usize,
    bits: f64,
    reason: Option<Reason>,
}

/// The bits of the cheapest way through, and the reasons on that way.
fn cheapest(characters: &[char]) -> (f64, Vec<Reason>) {
    let pieces = pieces(characters);
    let mut best: Vec<(f64, usize, Option<Reason>)> = vec![(0.0, 0, None)];
    for end in 1..=characters.len() {
        let before = best[end - 1].0;
        let mut way = (before + single_bits(characters[end - 1]), end - 1, None);
        for piece in pieces.iter().filter(|piece| piece.end == end) {
            let bits = best[piece.start].0 + piece.bits;
            if bits < way.0 {
                way = (bits, piece.start, piece.reason);
            }
        }
        best.push(way);
    }
    let mut reasons = Vec::new();
    let mut at = characters.len();
    while at > 0 {
        let (_, start, reason) = best[at];
        reasons.extend(reason);
        at = start;
    }
    (best.last().map_or(0.0, |way| way.0), reasons)
}

/// What one character costs that is part of nothing.
fn single_bits(character: char) -> f64 {
    match character {
        '0'..='9' => 3.3,
        'a'..='z' => 4.7,
        'A'..='Z' => 5.2,
        ' ' | '-' | '_' | '.' | ',' => 2.0,
        // A character in a text is far from any of 8,000.
        other if is_han(other) => 9.0,
        other if other.is_ascii() => 5.0,
        _ => 7.0,
    }
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}')
}

fn pieces(characters: &[char]) -> Vec<Piece> {
    let small: Vec<char> = characters.iter().map(|c| c.to_ascii_lowercase()).collect();
    let mut found = Vec::new();
    common_words(characters, &small, &mut found);
    other_words(&small, &mut found);
    dates_and_phones(characters, &mut found);
    runs(&small, &mut found);
    repetitions(&small, &mut found);
    found
}

/// What stands for a letter in "p4ssw0rd".
fn letter_for(character: char) -> char {
    match character {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

fn common_words(characters: &[char], small: &[char], found: &mut Vec<Piece>) {
    let plain: Vec<char> = small.iter().map(|c| letter_for(*c)).collect();
    for start in 0..small.len() {
        for (rank, word) in WORDS.iter().enumerate() {
            let end = start + word.len();
            if end > small.len() {
                continue;
            }
            let is_as_it_stands = word.chars().eq(small[start..end].iter().copied());
            if !is_as_it_stands && !word.chars().eq(plain[start..end].iter().copied()) {
                continue;
            }
            let mut bits = if rank < MOST_COMMON { 6.0 } else { 9.0 };
            let capitals = characters[start..end].iter().filter(|c| c.is_ascii_uppercase()).count();
            bits += if capitals == 0 { 0.0 } else { 1.0 + f64::from(u8::from(capitals > 1 && capitals < word.len())) };
            bits += if is_as_it_stands { 0.0 } else { 2.0 };
            // A word of two letters saves nothing.
            if word.len() > 2 {
                found.push(Piece { start, end, bits, reason: Some(Reason::Common) });
            }
        }
        for phrase in PHRASES {
            let end = start + phrase.chars().count();
            if end <= small.len() && phrase.chars().eq(small[start..end].iter().copied()) {
                found.push(Piece { start, end, bits: 9.0, reason: Some(Reason::Common) });
            }
        }
    }
}

/// Runs of letters that could be words of some language: said aloud, they have vowels where words have them.
fn other_words(small: &[char], found: &mut Vec<Piece>) {
    let mut start = 0;
    while start < small.len() {
        let end = small[start..].iter().position(|c| !c.is_ascii_lowercase()).map_or(small.len(), |at| start + at);
        let letters = &small[start..end];
        if letters.len() >= 4 && could_be_a_word(letters) {
            let words = letters.len().div_ceil(WORD_LETTERS) as f64;
            // Words that are written together are more than one from here on.
            let joined = (letters.len() as f64 / 7.0).max(1.0);
            found.push(Piece { start, end, bits: WORD_BITS * words.max(joined), reason: None });
        }
        start = end.max(start + 1);
    }
}

fn could_be_a_word(letters: &[char]) -> bool {
    let is_vowel = |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'v');
    let vowels = letters.iter().filter(|c| is_vowel(c)).count();
    let longest = letters.split(is_vowel).map(<[char]>::len).max().unwrap_or(0);
    vowels * 6 >= letters.len() && longest <= 4
}

fn dates_and_phones(characters: &[char], found: &mut Vec<Piece>) {
    for start in 0..characters.len() {
        let rest = &characters[start..];
        for length in [4, 6, 8, 10, 11] {
            let Some(part) = rest.get(..length) else { continue };
            let end = start + length;
            let figures: String = part.iter().filter(|c| c.is_ascii_digit()).collect();
            let separators = part.iter().filter(|c| matches!(c, '-' | '/' | '.' | ' ')).count();
            if figures.len() + separators != length {
                continue;
            }
            if length == 4 && is_year(&figures) {
                found.push(Piece { start, end, bits: 7.0, reason: Some(Reason::Date) });
            }
            if is_date(&figures) && (separators == 0 || separators == 2) {
                found.push(Piece { start, end, bits: 15.0, reason: Some(Reason::Date) });
            }
            let is_mobile = length == 11 && separators == 0 && figures.starts_with('1');
            if is_mobile && figures.as_bytes().get(1).is_some_and(|second| *second >= b'3') {
                found.push(Piece { start, end, bits: 20.0, reason: Some(Reason::Phone) });
            }
        }
    }
}

fn is_year(figures: &str) -> bool {
    figures.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))
}

/// Whether figures are a date in one of the usual orders.
fn is_date(figures: &str) -> bool {
    let number = |from: usize, to: usize| figures.get(from..to).and_then(|part| part.parse::<u8>().ok()).unwrap_or(0);
    let day_and_month = |first: u8, second: u8| {
        let fits = |month: u8, day: u8| (1..=12).contains(&month) && (1..=31).contains(&day);
        fits(first, second) || fits(second, first)
    };
    match figures.len() {
        8 => {
            (figures.get(..4).is_some_and(is_year) && day_and_month(number(4, 6), number(6, 8)))
                || (figures.get(4..).is_some_and(is_year) && day_and_month(number(0, 2), number(2, 4)))
        }
        6 => day_and_month(number(2, 4), number(4, 6)) || day_and_month(number(0, 2), number(2, 4)),
        _ => false,
    }
}

fn runs(small: &[char], found: &mut Vec<Piece>) {
    let mut note = |start: usize, end: usize| {
        found.push(Piece { start, end, bits: 5.0 + ((end - start) as f64).log2(), reason: Some(Reason::Run) });
    };
    for start in 0..small.len() {
        for step in [1_i32, -1] {
            let follows = |pair: &&[char]| pair[1] as i32 - pair[0] as i32 == step && pair[0].is_alphanumeric();
            let length = small[start..].windows(2).take_while(follows).count() + 1;
            (3..=length).for_each(|length| note(start, start + length));
        }
        for run in KEYBOARD_RUNS {
            let forwards: Vec<char> = run.chars().collect();
            let backwards: Vec<char> = run.chars().rev().collect();
            for keys in [forwards, backwards] {
                for at in 0..keys.len() {
                    let same = keys[at..].iter().zip(&small[start..]).take_while(|(key, own)| key == own).count();
                    if same >= 4 {
                        note(start, start + same);
                    }
                }
            }
        }
    }
}

/// The same piece twice or more, one after the other: as dear as the piece once.
fn repetitions(small: &[char], found: &mut Vec<Piece>) {
    for start in 0..small.len() {
        let rest = &small[start..];
        // Longer blocks within the run of a shorter one are the shorter one several times.
        let mut covered = 0;
        for length in 1..=rest.len() / 2 {
            if length * 2 <= covered {
                continue;
            }
            let block = &rest[..length];
            let times = rest.chunks_exact(length).take_while(|one| *one == block).count();
            let least = if length == 1 { 3 } else { 2 };
            if times >= least {
                let bits = cheapest(block).0;
                for times in least..=times {
                    let end = start + times * length;
                    found.push(Piece {
                        start,
                        end,
                        bits: bits + (times as f64).log2(),
                        reason: Some(Reason::Repeated),
                    });
                }
                covered = times * length;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn passphrases_are_judged_as_a_thief_would() {
        let check = |passphrase: &str, strength: Strength, reasons: &[Reason]| {
            let found = judge(passphrase);
            assert_eq!(found.strength, strength, "{passphrase}: {found:?}");
            for reason in reasons {
                assert!(found.reasons.contains(reason), "{passphrase}: {found:?}");
            }
        };
        use Reason::*;
        use Strength::*;
        check("", VeryWeak, &[Short]);
        check("password", VeryWeak, &[Common, Short]);
        check("P4ssw0rd!", VeryWeak, &[Common]);
        check("Password123", VeryWeak, &[Common, Run]);
        check("12345678", VeryWeak, &[FiguresOnly]);
        check("qwertyuiop", VeryWeak, &[Run]);
        check("1qaz2wsx", VeryWeak, &[Run]);
        check("abcdefghijkl", VeryWeak, &[Run]);
        check("aaaaaaaaaaaaaaaaaaaa", VeryWeak, &[Repeated]);
        check("abcabcabcabcabcabc", VeryWeak, &[Repeated]);
        check("19900101", VeryWeak, &[Date, FiguresOnly]);
        check("1990-01-01", VeryWeak, &[Date]);
        check("31.12.1985", VeryWeak, &[Date]);
        check("zhangwei19900101", VeryWeak, &[Common, Date]);
        check("woaini1314", VeryWeak, &[Common]);
        check("13812345678", VeryWeak, &[FiguresOnly]);
        check("我爱你520", VeryWeak, &[Common]);
        check("生日快乐", VeryWeak, &[Common]);
        check("Summer2024!", VeryWeak, &[Common, Date]);
        check("liverpool1892", VeryWeak, &[Common]);
        check("tulip-harness", Weak, &[]);
        check("lantern orbit gravel", Fair, &[]);
        check("lantern orbit gravel sober", Good, &[]);
        check("lantern orbit gravel sober wicket", Strong, &[]);
        check("kX9#mQ2$vB7!", Good, &[]);
        check("kX9#mQ2$vB7!pL4@", Strong, &[]);
        check("橘猫打翻蓝墨水", Good, &[]);
        check("橘猫打翻蓝墨水屋顶晒干", Strong, &[]);
        check("8273649105", Weak, &[FiguresOnly]);
    }

    #[test]
    fn more_time_for_more_bits() {
        assert!(judge("password").seconds() < 1.0);
        assert!(judge("lantern orbit gravel sober").seconds() > 365.0 * 86_400.0);
    }

    #[test]
    fn a_repetition_that_begins_with_another_one_is_seen() {
        assert!(judge("777a777a").bits <= judge("777a").bits + 2.0);
    }

    proptest! {
        #[test]
        fn any_text_is_judged(passphrase: String) {
            let found = judge(&passphrase);
            prop_assert!(found.bits >= 0.0 && found.bits.is_finite());
        }

        #[test]
        fn doubling_adds_next_to_nothing(passphrase in "[a-z0-9]{4,20}") {
            let once = judge(&passphrase).bits;
            prop_assert!(judge(&passphrase.repeat(2)).bits <= once + 2.0);
        }

        #[test]
        fn a_random_string_is_worth_about_its_length(passphrase in "[a-zA-Z0-9#$%&*]{20,40}") {
            prop_assert!(judge(&passphrase).strength >= Strength::Good);
        }
    }
}
