use super::Language;

/// A piece of text in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    english: &'static str,
    chinese: &'static str,
}

impl Message {
    /// A message from its English and its Chinese text. Both name the same `{placeholders}`.
    pub const fn new(english: &'static str, chinese: &'static str) -> Message {
        Message { english, chinese }
    }

    /// The text in `language`, placeholders and all.
    pub const fn text(self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Chinese => self.chinese,
        }
    }

    /// The text with each `{name}` replaced by the value given for it. A placeholder without a value stays visible,
    /// so that the mistake is seen and not hidden.
    pub fn fill(self, language: Language, values: &[(&str, &str)]) -> String {
        fill(self.text(language), values)
    }
}

/// A text that depends on a number: English has a singular and a plural, Chinese has one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    one: &'static str,
    other: &'static str,
    chinese: &'static str,
}

impl Counted {
    /// The forms; `{count}` stands for the number, already formatted by the caller.
    pub const fn new(one: &'static str, other: &'static str, chinese: &'static str) -> Counted {
        Counted { one, other, chinese }
    }

    /// The right form for `count`, with `{count}` replaced by `shown` and further placeholders by `values`.
    pub fn fill(self, language: Language, count: u64, shown: &str, values: &[(&str, &str)]) -> String {
        let form = match language {
            Language::English if count == 1 => self.one,
            Language::English => self.other,
            Language::Chinese => self.chinese,
        };
        let with_count = fill(form, &[("count", shown)]);
        if values.is_empty() { with_count } else { fill(&with_count, values) }
    }
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        filled.push_str(&rest[..start]);
        let after = &rest[start + 1..];
        let Some(end) = after.find('}') else {
            filled.push_str(&rest[start..]);
            return filled;
        };
        match values.iter().find(|(name, _)| *name == &after[..end]) {
            Some((_, value)) => filled.push_str(value),
            None => filled.push_str(&rest[start..start + end + 2]),
        }
        rest = &after[end + 1..];
    }
    filled.push_str(rest);
    filled
}

/// Declares messages as constants and lists them in `ALL` for the test that compares the placeholders of the two
/// languages. `NAME = "English", "中文";` makes a [`Message`].
macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident = $english:literal, $chinese:literal;)*) => {
        $($(#[$doc])* #[doc = concat!("\u{201c}", $english, "\u{201d}")]
        pub const $name: $crate::messages::Message = $crate::messages::Message::new($english, $chinese);)*

        /// Every message of this file, for the tests.
        pub const ALL: &[(&str, $crate::messages::Message)] = &[$((stringify!($name), $name)),*];
    };
}
pub(crate) use messages;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::*;

    #[test]
    fn a_placeholder_is_filled_and_an_unknown_one_stays_visible() {
        let check = |text: &'static str, values: &[(&str, &str)], expected: &str| {
            assert_eq!(Message::new(text, text).fill(Language::English, values), expected);
        };
        check("{count} of {total}", &[("count", "3"), ("total", "12")], "3 of 12");
        check("{count} of {total}", &[("count", "3")], "3 of {total}");
        check("no placeholder", &[("count", "3")], "no placeholder");
        check("an open { brace", &[("count", "3")], "an open { brace");
        check("{name}", &[("name", "{count}"), ("count", "3")], "{count}");
    }

    #[test]
    fn both_languages_of_every_message_name_the_same_placeholders() {
        fn placeholders(text: &str) -> Vec<&str> {
            let mut found: Vec<&str> = text.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
            found.sort_unstable();
            found
        }
        let areas = [
            about::ALL,
            board::ALL,
            books::ALL,
            campaign_page::ALL,
            analysis::ALL,
            audit::ALL,
            backup::ALL,
            campaigns::ALL,
            deals::ALL,
            fields::ALL,
            releases::ALL,
            home::ALL,
            import::ALL,
            interactions::ALL,
            keeping::ALL,
            list::ALL,
            lock::ALL,
            order_import::ALL,
            orders::ALL,
            person::ALL,
            places::ALL,
            problems::ALL,
            record::ALL,
            schedule::ALL,
            segment_page::ALL,
            segments::ALL,
            service::ALL,
            settings::ALL,
            shell::ALL,
            sync::ALL,
            tickets::ALL,
        ];
        let mut seen = 0;
        for (name, message) in areas.into_iter().flatten() {
            seen += 1;
            let (english, chinese) = (message.text(Language::English), message.text(Language::Chinese));
            assert!(!english.is_empty() && !chinese.is_empty(), "{name} has an empty text");
            assert_eq!(placeholders(english), placeholders(chinese), "{name}");
        }
        assert!(seen > 100, "the list of messages is not wired: {seen}");
    }
}
