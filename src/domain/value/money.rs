use borsh::{BorshDeserialize, BorshSerialize};
use std::fmt;

/// A currency by its code of three letters (ISO 4217).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshDeserialize, BorshSerialize)]
pub struct Currency([u8; 3]);

/// What stands for a currency in files and in typing, besides its code.
const SIGNS: &[(&str, Currency)] = &[
    ("US$", Currency(*b"USD")),
    ("A$", Currency(*b"AUD")),
    ("C$", Currency(*b"CAD")),
    ("HK$", Currency(*b"HKD")),
    ("R$", Currency(*b"BRL")),
    ("$", Currency(*b"USD")),
    ("€", Currency(*b"EUR")),
    ("£", Currency(*b"GBP")),
    ("₹", Currency(*b"INR")),
    ("₩", Currency(*b"KRW")),
    ("₽", Currency(*b"RUB")),
    ("₺", Currency(*b"TRY")),
    ("zł", Currency(*b"PLN")),
    ("Kč", Currency(*b"CZK")),
    ("円", Currency(*b"JPY")),
    ("人民币", Currency(*b"CNY")),
    ("元", Currency(*b"CNY")),
    ("￥", Currency(*b"CNY")),
    ("¥", Currency(*b"CNY")),
];

impl Currency {
    /// The US dollar.
    pub const USD: Currency = Currency(*b"USD");
    /// The euro.
    pub const EUR: Currency = Currency(*b"EUR");
    /// The renminbi.
    pub const CNY: Currency = Currency(*b"CNY");

    /// The currencies that are offered first.
    pub const COMMON: [Currency; 12] = [
        Currency(*b"USD"),
        Currency(*b"EUR"),
        Currency(*b"CNY"),
        Currency(*b"GBP"),
        Currency(*b"JPY"),
        Currency(*b"CHF"),
        Currency(*b"CAD"),
        Currency(*b"AUD"),
        Currency(*b"CZK"),
        Currency(*b"PLN"),
        Currency(*b"SEK"),
        Currency(*b"INR"),
    ];

    /// Reads a code, in letters of either case.
    pub fn parse(text: &str) -> Option<Currency> {
        let bytes: [u8; 3] = text.trim().as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphabetic).then(|| Currency(bytes.map(|byte| byte.to_ascii_uppercase())))
    }

    /// The currency of a sign such as `€`, or of a code.
    pub fn of_sign(text: &str) -> Option<Currency> {
        let text = text.trim();
        SIGNS.iter().find(|(sign, _)| *sign == text).map(|(_, currency)| *currency).or_else(|| Currency::parse(text))
    }

    /// The code, as `USD`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many decimals its smallest unit is (ISO 4217, the exponents that are not two).
    pub fn decimals(self) -> u8 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX"
            | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

/// An amount of money: a whole number of the smallest units of its currency, so that sums are exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, BorshDeserialize, BorshSerialize)]
pub struct Money {
    /// Smallest units: cents, fen, yen.
    pub minor: i64,
    /// Of what.
    pub currency: Currency,
}

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyProblem {
    /// Not a number, or one that is too large.
    NotAnAmount,
    /// More decimals than the currency has.
    TooManyDecimals,
    /// No currency is said.
    NoCurrency,
}

impl Money {
    /// So many smallest units.
    pub const fn new(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    /// Reads an amount as people and programs write it: `1,234.50 USD`, `USD 1 234,50`, `€12`, `-3.5`, `(12.00)`.
    /// `usual` is the currency where none is said.
    ///
    /// A single point or comma divides decimals unless exactly three digits follow it and the currency has not three
    /// decimals; where both occur, the later one does.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str, usual: Option<Currency>) -> Result<Money, MoneyProblem> {
        let text = text.trim().replace('\u{2212}', "-");
        let (is_negative, text) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            Some(rest) => (true, rest.to_owned()),
            None => (false, text),
        };
        let (minus, text) = match text.trim().strip_prefix('-') {
            Some(rest) => (true, rest.to_owned()),
            None => (false, text),
        };
        let is_of_number =
            |character: char| character.is_ascii_digit() || matches!(character, '.' | ',' | '\'' | '’' | '-' | '+');
        let first = text.find(is_of_number).ok_or(MoneyProblem::NotAnAmount)?;
        let last = text.rfind(|character: char| character.is_ascii_digit()).ok_or(MoneyProblem::NotAnAmount)?;
        if last < first {
            return Err(MoneyProblem::NotAnAmount);
        }
        let (before, number, after) = (&text[..first], &text[first..=last], &text[last + 1..]);
        let currency = match (before.trim(), after.trim()) {
            ("", "") => usual.ok_or(MoneyProblem::NoCurrency)?,
            (sign, "") | ("", sign) => sign_of(sign, usual).ok_or(MoneyProblem::NotAnAmount)?,
            _ => return Err(MoneyProblem::NotAnAmount),
        };
        let (number_minus, digits) = match number.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, number.strip_prefix('+').unwrap_or(number)),
        };
        let amount = minor_units(digits, currency)?;
        let is_negative = is_negative ^ minus ^ number_minus;
        Ok(Money { minor: if is_negative { -amount } else { amount }, currency })
    }

    /// The amount without its currency, in the form that is read back: `-1234.50`.
    pub fn amount_text(self) -> String {
        let decimals = usize::from(self.currency.decimals());
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }

    /// The amount in whole units of the currency, for display and statistics; exact up to 2⁵³ smallest units.
    pub fn in_units(self) -> f64 {
        self.minor as f64 / 10_f64.powi(i32::from(self.currency.decimals()))
    }

    /// That many hundredths of it, rounded half away from zero.
    pub fn percent(self, share: i64) -> Money {
        let product = i128::from(self.minor) * i128::from(share);
        let rounded = (product + if product < 0 { -50 } else { 50 }) / 100;
        Money { minor: i64::try_from(rounded).unwrap_or(i64::MAX), currency: self.currency }
    }
}

impl fmt::Display for Money {
    /// `-1234.50 USD`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.amount_text(), self.currency.code())
    }
}

/// The currency of a sign; the yen and the renminbi share one, of which the usual currency decides.
fn sign_of(sign: &str, usual: Option<Currency>) -> Option<Currency> {
    let yen = Currency(*b"JPY");
    match sign {
        "¥" | "￥" if usual == Some(yen) => Some(yen),
        _ => Currency::of_sign(sign),
    }
}

fn minor_units(digits: &str, currency: Currency) -> Result<i64, MoneyProblem> {
    let decimals = usize::from(currency.decimals());
    let is_divider = |character: char| matches!(character, '.' | ',');
    let dividers: Vec<(usize, char)> = digits.char_indices().filter(|(_, character)| is_divider(*character)).collect();
    let decimal_at = dividers.last().and_then(|(at, divider)| {
        let follow = digits[at + 1..].chars().filter(char::is_ascii_digit).count();
        let repeated = dividers.iter().filter(|(_, other)| other == divider).count() > 1;
        let mixed = dividers.iter().any(|(_, other)| other != divider);
        let groups = follow == 3 && !mixed && decimals != 3;
        (!repeated && !groups).then_some(*at)
    });
    let (whole, fraction) = match decimal_at {
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => (digits, ""),
    };
    let is_grouping = |character: char| matches!(character, '.' | ',' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}');
    let whole: String = whole.chars().filter(|character| !is_grouping(*character)).collect();
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(&whole) || !is_number(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return Err(MoneyProblem::NotAnAmount);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > decimals {
        return Err(MoneyProblem::TooManyDecimals);
    }
    format!("{whole}{fraction:0<decimals$}").parse().map_err(|_| MoneyProblem::NotAnAmount)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_as_people_write_them() {
        let check = |text: &str, usual: Option<&str>, expected: Result<&str, MoneyProblem>| {
            let usual = usual.and_then(Currency::parse);
            let found = Money::parse(text, usual).map(|money| money.to_string());
            assert_eq!(found, expected.map(str::to_owned), "{text:?}");
        };
        check("1,234.50 USD", None, Ok("1234.50 USD"));
        check("USD 1 234,50", None, Ok("1234.50 USD"));
        check("usd1234.5", None, Ok("1234.50 USD"));
        check("€12", None, Ok("12.00 EUR"));
        check("12,5 €", None, Ok("12.50 EUR"));
        check("1.234", Some("EUR"), Ok("1234.00 EUR"));
        check("1.234", Some("KWD"), Ok("1.234 KWD"));
        check("1.234.567,8", Some("EUR"), Ok("1234567.80 EUR"));
        check("1'234.50", Some("CHF"), Ok("1234.50 CHF"));
        check("11.77", Some("USD"), Ok("11.77 USD"));
        check("0.00", Some("USD"), Ok("0.00 USD"));
        check("-3.5", Some("USD"), Ok("-3.50 USD"));
        check("-$3.50", None, Ok("-3.50 USD"));
        check("(12.00)", Some("USD"), Ok("-12.00 USD"));
        check("1500", Some("JPY"), Ok("1500 JPY"));
        check("¥1500", Some("JPY"), Ok("1500 JPY"));
        check("¥1500", None, Ok("1500.00 CNY"));
        check("1500.5", Some("JPY"), Err(MoneyProblem::TooManyDecimals));
        check("12.345678", Some("USD"), Err(MoneyProblem::TooManyDecimals));
        check("12", None, Err(MoneyProblem::NoCurrency));
        check("", Some("USD"), Err(MoneyProblem::NotAnAmount));
        check("free", Some("USD"), Err(MoneyProblem::NotAnAmount));
        check("1-2", Some("USD"), Err(MoneyProblem::NotAnAmount));
        check("99999999999999999999", Some("USD"), Err(MoneyProblem::NotAnAmount));
        check("12 potatoes", Some("USD"), Err(MoneyProblem::NotAnAmount));
    }

    #[test]
    fn shares_are_rounded_half_away_from_zero() {
        let check = |minor: i64, share: i64, expected: i64| {
            assert_eq!(Money::new(minor, Currency::USD).percent(share).minor, expected, "{minor} at {share} %");
        };
        check(1_000, 25, 250);
        check(1_001, 50, 501);
        check(-1_001, 50, -501);
        check(1, 49, 0);
        check(i64::MAX, 100, i64::MAX);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in -1_000_000_000_000_i64..1_000_000_000_000, at in 0..12_usize) {
            let money = Money::new(minor, Currency::COMMON[at]);
            prop_assert_eq!(Money::parse(&money.to_string(), None), Ok(money));
            prop_assert_eq!(Money::parse(&money.amount_text(), Some(money.currency)), Ok(money));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,24}") {
            let _ = Money::parse(&text, Some(Currency::USD));
        }
    }
}
