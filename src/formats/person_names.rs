//! Taking a person's whole name apart.

/// The parts of a name; any of them may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FullName {
    pub first: String,
    pub middle: String,
    pub last: String,
}

/// Chinese family names of two characters.
const TWO_CHARACTER_FAMILY_NAMES: [&str; 48] = [
    "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "夏侯", "皇甫", "尉迟", "尉遲", "公孙", "公孫", "慕容",
    "令狐", "长孙", "長孫", "宇文", "司徒", "司空", "东方", "東方", "独孤", "獨孤", "南宫", "南宮", "西门", "西門",
    "百里", "端木", "轩辕", "軒轅", "申屠", "太史", "闻人", "聞人", "东郭", "東郭", "呼延", "澹台", "公冶", "淳于",
    "单于", "濮阳", "濮陽", "钟离", "鍾離", "第五",
];
/// Korean family names of two syllables.
const TWO_SYLLABLE_FAMILY_NAMES: [&str; 6] = ["남궁", "황보", "제갈", "선우", "사공", "독고"];
/// Words before a family name that belong to it.
const FAMILY_NAME_PARTICLES: [&str; 32] = [
    "van", "von", "vom", "zu", "zur", "de", "der", "den", "del", "della", "di", "da", "das", "do", "dos", "du", "la",
    "le", "el", "al", "bin", "ibn", "ben", "ter", "ten", "te", "af", "av", "st.", "mac", "'t", "y",
];
/// Words after a family name that belong to it.
const FAMILY_NAME_ENDINGS: [&str; 10] = ["jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "md", "esq."];

/// First, middle and last name of a whole name.
///
/// Chinese, Japanese and Korean names without spaces have the family name first, of two characters where it is a known
/// one of two or the whole name has four; with a space the family name stands before it; with `·`, as foreign names are
/// written in Chinese and Japanese, it stands last. In other names the last word is the family name, with words such as
/// `van der` before it and `Jr.` after it; `Family, First Middle` is read as such. A single word is a first name.
pub fn parse_full_name(text: &str) -> FullName {
    let text = text.trim();
    if let Some((last, given)) = text.split_once([',', '，']) {
        let is_ending = FAMILY_NAME_ENDINGS.contains(&given.trim().to_lowercase().as_str());
        if !is_ending && !last.trim().is_empty() && !given.trim().is_empty() {
            let (first, middle) = first_and_middle(&given.split_whitespace().collect::<Vec<_>>());
            return FullName { first, middle, last: joined(&last.split_whitespace().collect::<Vec<_>>()) };
        }
    }
    if text.chars().any(is_east_asian) && !text.chars().any(|character| character.is_ascii_alphabetic()) {
        return east_asian(text);
    }
    western(text)
}

fn western(text: &str) -> FullName {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_one_of = |word: &str, known: &[&str]| known.contains(&word.trim_end_matches(',').to_lowercase().as_str());
    let mut family = words.len().saturating_sub(1);
    while family > 1 && is_one_of(words[family], &FAMILY_NAME_ENDINGS) {
        family -= 1;
    }
    if family == 0 {
        return FullName { first: joined(&words), ..FullName::default() };
    }
    while family > 1 && is_one_of(words[family - 1], &FAMILY_NAME_PARTICLES) {
        family -= 1;
    }
    let (first, middle) = first_and_middle(&words[..family]);
    FullName { first, middle, last: joined(&words[family..]) }
}

fn east_asian(text: &str) -> FullName {
    const DOTS: [char; 4] = ['·', '・', '•', '‧'];
    if let Some((first, rest)) = text.split_once(DOTS) {
        let (middle, last) = rest.rsplit_once(DOTS).unwrap_or(("", rest));
        return name_of(first, middle, last);
    }
    if let Some((last, first)) = text.split_once(char::is_whitespace) {
        return name_of(&first.split_whitespace().collect::<String>(), "", last);
    }
    let characters = text.chars().count();
    // Kana without a mark between the names gives no hint where one ends.
    if characters < 2 || !text.chars().all(|character| is_han(character) || is_hangul(character)) {
        return name_of(text, "", "");
    }
    let family = match characters {
        2 => 1,
        4 => 2,
        _ if starts_with_known_pair(text) => 2,
        _ => 1,
    };
    let divided_at = text.char_indices().nth(family).map_or(text.len(), |(at, _)| at);
    name_of(&text[divided_at..], "", &text[..divided_at])
}

fn starts_with_known_pair(text: &str) -> bool {
    TWO_CHARACTER_FAMILY_NAMES.iter().chain(&TWO_SYLLABLE_FAMILY_NAMES).any(|pair| text.starts_with(pair))
}

fn name_of(first: &str, middle: &str, last: &str) -> FullName {
    FullName { first: first.trim().to_owned(), middle: middle.trim().to_owned(), last: last.trim().to_owned() }
}

fn first_and_middle(words: &[&str]) -> (String, String) {
    match words.split_first() {
        Some((first, middle)) => ((*first).to_owned(), joined(middle)),
        None => (String::new(), String::new()),
    }
}

fn joined(words: &[&str]) -> String {
    words.join(" ")
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' | '々' | '〇')
}

fn is_hangul(character: char) -> bool {
    matches!(character, '\u{ac00}'..='\u{d7a3}')
}

fn is_east_asian(character: char) -> bool {
    is_han(character) || is_hangul(character) || matches!(character, '\u{3041}'..='\u{30ff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, first: &str, middle: &str, last: &str) {
        assert_eq!(parse_full_name(text), name_of(first, middle, last), "{text:?}");
    }

    #[test]
    fn western_names() {
        check("Ann Smith", "Ann", "", "Smith");
        check("  Ann   Mary Jane Smith ", "Ann", "Mary Jane", "Smith");
        check("Smith, Ann Mary", "Ann", "Mary", "Smith");
        check("Ludwig van Beethoven", "Ludwig", "", "van Beethoven");
        check("Willem van der Berg", "Willem", "", "van der Berg");
        check("Van Morrison", "Van", "", "Morrison");
        check("Martin Luther King Jr.", "Martin", "Luther", "King Jr.");
        check("Martin King, Jr.", "Martin", "", "King, Jr.");
        check("Cher", "Cher", "", "");
        check("Zoë Ångström", "Zoë", "", "Ångström");
        check("", "", "", "");
        check(",", ",", "", "");
        check("Иван Петров", "Иван", "", "Петров");
        check("Wei 王", "Wei", "", "王");
    }

    #[test]
    fn east_asian_names() {
        check("王伟", "伟", "", "王");
        check("王小明", "小明", "", "王");
        check("欧阳修", "修", "", "欧阳");
        check("司马相如", "相如", "", "司马");
        check("欧阳", "阳", "", "欧");
        check("田中太郎", "太郎", "", "田中");
        check("王 小明", "小明", "", "王");
        check("山田　太郎", "太郎", "", "山田");
        check("阿卜杜拉·艾哈迈德", "阿卜杜拉", "", "艾哈迈德");
        check("乔治·沃克·布什", "乔治", "沃克", "布什");
        check("ジョン・スミス", "ジョン", "", "スミス");
        check("さくら", "さくら", "", "");
        check("김철수", "철수", "", "김");
        check("남궁민", "민", "", "남궁");
        check("王", "王", "", "");
        check("王，小明", "小明", "", "王");
    }

    proptest! {
        #[test]
        fn no_letter_of_a_name_is_lost(text in "[a-zé王小明李娜欧阳 ]{0,12}") {
            let FullName { first, middle, last } = parse_full_name(&text);
            let mut kept: Vec<char> = format!("{first}{middle}{last}").chars().filter(|c| !c.is_whitespace()).collect();
            let mut written: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
            kept.sort_unstable();
            written.sort_unstable();
            prop_assert_eq!(kept, written);
        }
    }
}
