//! Numbers, amounts and money.

use wasm_bindgen::JsValue;

use super::formatter::Recipe;

const NUMBER_FORMAT: &str = "NumberFormat";

/// A number with at most three digits after the point: `1,234.5`.
pub fn number(locale: &str, value: f64) -> String {
    let recipe = Recipe::new(NUMBER_FORMAT).count("maximumFractionDigits", 3);
    format_number(recipe, locale, value)
}

/// A number with one digit after the point: `6.1`, `3.0`.
pub fn tenths(locale: &str, value: f64) -> String {
    let recipe = Recipe::new(NUMBER_FORMAT).count("minimumFractionDigits", 1).count("maximumFractionDigits", 1);
    format_number(recipe, locale, value)
}

/// A whole number, exact at any size: `1,234`.
pub fn integer(locale: &str, value: i64) -> String {
    let recipe = Recipe::new(NUMBER_FORMAT).count("maximumFractionDigits", 0);
    // A BigInt is formatted exactly; a JavaScript number would round above 2^53.
    recipe.apply(locale, &[JsValue::from(value)]).unwrap_or_else(|| value.to_string())
}

/// A number shortened for a small place: `1.2M`, `12万`.
pub fn number_compact(locale: &str, value: f64) -> String {
    let recipe = Recipe::new(NUMBER_FORMAT).word("notation", "compact").count("maximumFractionDigits", 1);
    format_number(recipe, locale, value)
}

/// A share of one as a percentage with at most `fraction_digits` digits after the point: 0.256 is `26%` with none.
pub fn percent(locale: &str, share: f64, fraction_digits: u8) -> String {
    let recipe =
        Recipe::new(NUMBER_FORMAT).word("style", "percent").count("maximumFractionDigits", fraction_digits.min(20));
    recipe.apply(locale, &[JsValue::from_f64(share)]).unwrap_or_else(|| format!("{}%", share * 100.0))
}

/// A number with a unit of `Intl`, as `hour` or `kilometer`, in its short form: `3 hr`.
pub fn unit(locale: &str, value: f64, unit: &str) -> String {
    // The short form of a byte has no plural, though it is no abbreviation.
    let display = if unit == "byte" { "long" } else { "short" };
    let recipe = Recipe::new(NUMBER_FORMAT)
        .word("style", "unit")
        .text("unit", unit)
        .word("unitDisplay", display)
        .count("maximumFractionDigits", 1);
    recipe.apply(locale, &[JsValue::from_f64(value)]).unwrap_or_else(|| format!("{value} {unit}"))
}

/// An amount of data in the largest unit that it fills, a kilobyte being 1,000 bytes: `19.1 MB`.
pub fn bytes(locale: &str, count: u64) -> String {
    const UNITS: [(&str, u64); 4] =
        [("terabyte", 1_000_000_000_000), ("gigabyte", 1_000_000_000), ("megabyte", 1_000_000), ("kilobyte", 1_000)];
    match UNITS.iter().find(|(_, size)| count >= *size) {
        Some((name, size)) => unit(locale, count as f64 / *size as f64, name),
        None => unit(locale, count as f64, "byte"),
    }
}

/// Money: `minor` of the smallest parts of the currency, of which the main part has ten to the power of
/// `minor_digits` (2 for the euro, 0 for the yen), and the currency's code of three letters. Exact at any size.
///
/// The digits are the caller's to say, because browsers and ISO 4217 differ about some currencies.
pub fn money(locale: &str, minor: i64, minor_digits: u8, currency: &str) -> String {
    let recipe = Recipe::new(NUMBER_FORMAT)
        .word("style", "currency")
        .text("currency", currency)
        .count("minimumFractionDigits", minor_digits)
        .count("maximumFractionDigits", minor_digits);
    format_money(recipe, locale, minor, minor_digits, currency)
}

/// Money shortened for a small place, as on the axis of a chart: `€1.2M`. Same arguments as [`money`].
pub fn money_compact(locale: &str, minor: i64, minor_digits: u8, currency: &str) -> String {
    let recipe = Recipe::new(NUMBER_FORMAT)
        .word("style", "currency")
        .text("currency", currency)
        .word("notation", "compact")
        .count("minimumFractionDigits", 0)
        .count("maximumFractionDigits", 1);
    format_money(recipe, locale, minor, minor_digits, currency)
}

fn format_number(recipe: Recipe, locale: &str, value: f64) -> String {
    recipe.apply(locale, &[JsValue::from_f64(value)]).unwrap_or_else(|| value.to_string())
}

fn format_money(recipe: Recipe, locale: &str, minor: i64, minor_digits: u8, currency: &str) -> String {
    // A decimal text is formatted exactly; a JavaScript number would round large sums.
    let amount = decimal_text(minor, minor_digits);
    recipe.apply(locale, &[JsValue::from_str(&amount)]).unwrap_or_else(|| format!("{amount} {currency}"))
}

/// The amount in main parts with a point: -5 with two digits is `-0.05`.
fn decimal_text(minor: i64, minor_digits: u8) -> String {
    let digits = usize::from(minor_digits);
    let sign = if minor < 0 { "-" } else { "" };
    let all = format!("{:0>width$}", minor.unsigned_abs(), width = digits + 1);
    let (main, fraction) = all.split_at(all.len() - digits);
    if fraction.is_empty() { format!("{sign}{main}") } else { format!("{sign}{main}.{fraction}") }
}
