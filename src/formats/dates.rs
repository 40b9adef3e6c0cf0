//! Calendar dates and moments as other programs write them.
//!
//! A date is a plain date and never a moment: of `2024-08-13T23:30:00-05:00` it is the 13th of August, as written.

use std::ops::RangeInclusive;

/// A day in the calendar; people often give a birthday without its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlainDate {
    /// 1 to 9999.
    pub year: Option<i32>,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31, no more than the month has; the 29th of February stands without a year as well.
    pub day: u8,
}

/// What the first two numbers of dates such as `03/04/2026` mean in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    DayMonthYear,
    MonthDayYear,
    /// Nobody has said: dates that can be read both ways are [`DateProblem::Ambiguous`].
    Unknown,
}

/// Why a cell is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// Nothing is written there; Outlook writes `0/0/00` for nothing.
    Empty,
    /// It can be read as two different days; the person has to say the order.
    Ambiguous,
    /// It is written as a date, but the calendar has no such day.
    NoSuchDay,
    NotADate,
}

/// What the dates of a column say about their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderGuess {
    /// A day above 12 shows it.
    Decided(DateOrder),
    /// Some dates can be read both ways and none decides, or they contradict each other: ask.
    Ambiguous,
    /// All dates are written in a way that has one reading.
    NotNeeded,
}

/// The years of two digits that belong to this century, as spreadsheets read them; the others belong to the last one.
const TWO_DIGIT_YEARS_OF_THIS_CENTURY: RangeInclusive<i32> = 0..=29;
/// Spreadsheets count days since the 30th of December 1899. Only numbers of five digits are taken for such a count
/// (1927 to 2173), since four digits are more likely a year.
const SPREADSHEET_DAYS: RangeInclusive<i64> = 10_000..=99_999;
const DAY_ZERO_OF_SPREADSHEETS: i64 = -25_569;
const MILLISECONDS_A_DAY: i64 = 86_400_000;

/// Reads a date: ISO with or without a time and an offset (the date as written), `19900307`, `7.3.1990`, `7/3/1990` and
/// `3/7/1990` by `order`, `7 March 1990`, `March 7, 1990`, the day count of spreadsheets, `--03-07` without a year, and
/// `1990年3月7日`. A time after the date is passed over.
pub fn parse_date(cell: &str, order: DateOrder) -> Result<PlainDate, DateProblem> {
    let text = without_time(cell.trim());
    if text.is_empty() {
        return Err(DateProblem::Empty);
    }
    if let Some(rest) = text.strip_prefix("--") {
        return without_year(rest);
    }
    if text.contains('月') {
        return chinese(text);
    }
    if let Some(date) = compact_or_counted(text) {
        return date;
    }
    if text.contains(char::is_alphabetic) {
        return with_month_name(text);
    }
    let separator = text.chars().find(|character| !character.is_ascii_digit()).ok_or(DateProblem::NotADate)?;
    if !matches!(separator, '-' | '/' | '.') {
        return Err(DateProblem::NotADate);
    }
    let pieces: Vec<&str> = text.split(separator).map(str::trim).collect();
    let &[first, second, third] = pieces.as_slice() else { return Err(DateProblem::NotADate) };
    let (Some(a), Some(b), Some(c)) = (number(first), number(second), number(third)) else {
        return Err(DateProblem::NotADate);
    };
    if first.len() == 4 {
        return date(Some(a), b, c);
    }
    if first.len() > 2 || second.len() > 2 || !matches!(third.len(), 2 | 4) {
        return Err(DateProblem::NotADate);
    }
    if (a, b, c) == (0, 0, 0) {
        return Err(DateProblem::Empty);
    }
    let year = Some(if third.len() == 4 { c } else { full_year(c) });
    // Points stand between day, month and year wherever they are used.
    match if separator == '.' { DateOrder::DayMonthYear } else { order } {
        DateOrder::DayMonthYear => date(year, b, a),
        DateOrder::MonthDayYear => date(year, a, b),
        DateOrder::Unknown if a == b || b > 12 => date(year, a, b),
        DateOrder::Unknown if a > 12 => date(year, b, a),
        DateOrder::Unknown => Err(DateProblem::Ambiguous),
    }
}

/// What the filled cells of a column say about the order of day and month.
pub fn sniff_date_order<'a>(samples: impl IntoIterator<Item = &'a str>) -> OrderGuess {
    let (mut day_first, mut month_first, mut either) = (false, false, false);
    for sample in samples {
        let as_day_first = parse_date(sample, DateOrder::DayMonthYear);
        let as_month_first = parse_date(sample, DateOrder::MonthDayYear);
        match (as_day_first, as_month_first) {
            (Ok(one), Ok(other)) => either |= one != other,
            (Ok(_), Err(_)) => day_first = true,
            (Err(_), Ok(_)) => month_first = true,
            (Err(_), Err(_)) => {}
        }
    }
    match (day_first, month_first) {
        (true, false) => OrderGuess::Decided(DateOrder::DayMonthYear),
        (false, true) => OrderGuess::Decided(DateOrder::MonthDayYear),
        (true, true) => OrderGuess::Ambiguous,
        (false, false) if either => OrderGuess::Ambiguous,
        (false, false) => OrderGuess::NotNeeded,
    }
}

/// A moment written as ISO date, time and offset (`Z`, `+02:00`, `+0200`), in milliseconds since 1970-01-01T00:00Z.
/// `None` without an offset, since the moment is unknown then, and for anything else.
pub fn parse_instant(cell: &str) -> Option<i64> {
    let (date_text, time_text) = cell.trim().split_once(['T', 't', ' '])?;
    if date_text.len() != 10 || date_text.as_bytes()[4] != b'-' {
        return None;
    }
    let date = parse_date(date_text, DateOrder::Unknown).ok()?;
    let time_text = time_text.trim();
    let (clock, offset_minutes) = if let Some(clock) = time_text.strip_suffix(['Z', 'z']) {
        (clock, 0)
    } else {
        let sign_at = time_text.rfind(['+', '-'])?;
        let (clock, offset) = time_text.split_at(sign_at);
        let digits = offset[1..].replace(':', "");
        let (hours, minutes) = match digits.len() {
            2 => (number(&digits)?, 0),
            4 => (number(digits.get(..2)?)?, number(digits.get(2..)?)?),
            _ => return None,
        };
        if hours > 23 || minutes > 59 {
            return None;
        }
        let minutes = i64::from(hours * 60 + minutes);
        (clock.trim_end(), if offset.starts_with('-') { -minutes } else { minutes })
    };
    let day = days_since_1970(date.year?, date.month, date.day);
    Some(day * MILLISECONDS_A_DAY + milliseconds_of_clock(clock)? - offset_minutes * 60_000)
}

/// A moment as ISO date and time in UTC with milliseconds, `2024-08-13T18:04:34.666Z`, which [`parse_instant`] reads back.
/// `milliseconds` count from 1970-01-01T00:00Z.
pub fn instant_text(milliseconds: i64) -> String {
    let PlainDate { year, month, day } = date_of_day(milliseconds.div_euclid(MILLISECONDS_A_DAY));
    let within_day = milliseconds.rem_euclid(MILLISECONDS_A_DAY);
    let (seconds, milliseconds) = (within_day / 1000, within_day % 1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let year = year.unwrap_or_default();
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}Z")
}

/// `18:04`, `18:04:34` or `18:04:34.666`, in milliseconds since midnight.
fn milliseconds_of_clock(clock: &str) -> Option<i64> {
    let mut pieces = clock.split(':');
    let hours = number(pieces.next()?)?;
    let minutes = number(pieces.next()?)?;
    let (seconds, fraction) = match pieces.next() {
        Some(seconds) => seconds.split_once(['.', ',']).unwrap_or((seconds, "0")),
        None => ("0", "0"),
    };
    let seconds = number(seconds)?;
    // A leap second is the last moment that the clock can show.
    if pieces.next().is_some() || hours > 23 || minutes > 59 || seconds > 60 || !is_digits(fraction) {
        return None;
    }
    let milliseconds: i64 = format!("{fraction}00").get(..3)?.parse().ok()?;
    Some(i64::from(hours * 3600 + minutes * 60 + seconds) * 1000 + milliseconds)
}

/// The text before a time of day, or before the `Z` that Salesforce puts behind dates.
fn without_time(text: &str) -> &str {
    let is_clock = |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit()) && rest.contains(':');
    let date = text
        .match_indices([' ', 'T', 't'])
        .find(|(at, _)| is_clock(text[at + 1..].trim_start()))
        .map_or(text, |(at, _)| &text[..at]);
    let date = date.trim_end_matches([' ', ',']);
    match date.strip_suffix('Z') {
        Some(plain) if plain.ends_with(|last: char| last.is_ascii_digit()) => plain,
        _ => date,
    }
}

fn without_year(text: &str) -> Result<PlainDate, DateProblem> {
    let (month, day) = text
        .split_once('-')
        .or_else(|| if text.is_ascii() && text.len() == 4 { text.split_at_checked(2) } else { None })
        .ok_or(DateProblem::NotADate)?;
    match (number(month), number(day)) {
        (Some(month), Some(day)) => date(None, month, day),
        _ => Err(DateProblem::NotADate),
    }
}

/// `1990年3月7日`, with 号 for 日, without the year, or without the last sign.
fn chinese(text: &str) -> Result<PlainDate, DateProblem> {
    let text: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let (year, rest) = match text.split_once('年') {
        Some((year, rest)) => (Some(number(year).ok_or(DateProblem::NotADate)?), rest),
        None => (None, text.as_str()),
    };
    let (month, day) = rest.split_once('月').ok_or(DateProblem::NotADate)?;
    let day = day.strip_suffix(['日', '号']).unwrap_or(day);
    match (number(month), number(day)) {
        (Some(month), Some(day)) => date(year, month, day),
        _ => Err(DateProblem::NotADate),
    }
}

/// `19900307`, or the day count of a spreadsheet, whose fraction is the time of day.
fn compact_or_counted(text: &str) -> Option<Result<PlainDate, DateProblem>> {
    if text.len() == 8 && is_digits(text) {
        let compact = date(Some(number(&text[..4])?), number(&text[4..6])?, number(&text[6..])?);
        return Some(compact);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if whole.len() != 5 || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let days: i64 = whole.parse().ok()?;
    SPREADSHEET_DAYS.contains(&days).then(|| Ok(date_of_day(days + DAY_ZERO_OF_SPREADSHEETS)))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `7 March 1990`, `7-Mar-90`, `March 7, 1990`, `Mar 7`.
fn with_month_name(text: &str) -> Result<PlainDate, DateProblem> {
    let lower = text.to_lowercase();
    let pieces: Vec<&str> = lower.split([' ', ',', '.', '-', '/']).filter(|piece| !piece.is_empty()).collect();
    let is_name = |piece: &str| piece.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(piece));
    let month = pieces.iter().position(|piece| is_name(piece)).ok_or(DateProblem::NotADate)?;
    let (month_name, mut numbers) = (pieces[month], pieces.clone());
    numbers.remove(month);
    let month_number =
        MONTHS.iter().position(|month| month.starts_with(month_name)).map_or(0, |index| index as i32 + 1);
    let day_of = |piece: &str| {
        let plain = ["st", "nd", "rd", "th"].into_iter().find_map(|ending| piece.strip_suffix(ending));
        number(plain.unwrap_or(piece)).filter(|_| plain.unwrap_or(piece).len() <= 2)
    };
    let year_of = |piece: &str| match piece.len() {
        4 => number(piece),
        2 => number(piece).map(full_year),
        _ => None,
    };
    match (month, numbers.as_slice()) {
        (0 | 1, [day]) => date(None, month_number, day_of(day).ok_or(DateProblem::NotADate)?),
        (0 | 1, [day, year]) => {
            let year = year_of(year).ok_or(DateProblem::NotADate)?;
            date(Some(year), month_number, day_of(day).ok_or(DateProblem::NotADate)?)
        }
        _ => Err(DateProblem::NotADate),
    }
}

fn full_year(two_digits: i32) -> i32 {
    two_digits + if TWO_DIGIT_YEARS_OF_THIS_CENTURY.contains(&two_digits) { 2000 } else { 1900 }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number of at most four digits and nothing else.
fn number(text: &str) -> Option<i32> {
    if is_digits(text) && text.len() <= 4 { text.parse().ok() } else { None }
}

fn date(year: Option<i32>, month: i32, day: i32) -> Result<PlainDate, DateProblem> {
    let is_leap = |year: i32| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_none_or(is_leap) => 29,
        2 => 28,
        1..=12 => 31,
        _ => return Err(DateProblem::NoSuchDay),
    };
    if !(1..=days).contains(&day) || year == Some(0) {
        return Err(DateProblem::NoSuchDay);
    }
    Ok(PlainDate { year, month: month as u8, day: day as u8 })
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, counted in years that begin in March, so that the leap day
/// is a year's last.
fn days_since_1970(year: i32, month: u8, day: u8) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let month_from_march = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + day_of_year - 719_468
}

/// The opposite of [`days_since_1970`].
fn date_of_day(days: i64) -> PlainDate {
    let days_from_march_of_year_zero = days + 719_468;
    let mut year = (days_from_march_of_year_zero * 400).div_euclid(146_097);
    let first_of_march = |year: i64| year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    if first_of_march(year) > days_from_march_of_year_zero {
        year -= 1;
    } else if first_of_march(year + 1) <= days_from_march_of_year_zero {
        year += 1;
    }
    let day_of_year = days_from_march_of_year_zero - first_of_march(year);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    PlainDate { year: Some((year + i64::from(month <= 2)) as i32), month: month as u8, day: day as u8 }
}

#[cfg(test)]
mod tests;
