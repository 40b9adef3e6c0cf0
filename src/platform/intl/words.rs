//! Lists and plurals.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::formatter::Recipe;

/// A list in words: `Ada, Grace, and Linus`; `Ada、Grace和Linus`.
pub fn list(locale: &str, items: &[String]) -> String {
    let parts: Array = items.iter().map(|item| JsValue::from_str(item)).collect();
    Recipe::new("ListFormat")
        .word("type", "conjunction")
        .apply(locale, &[parts.into()])
        .unwrap_or_else(|| items.join(", "))
}

/// Which plural form of the language a count takes: `one`, `other`, or another name of Unicode's six.
pub fn plural_category(locale: &str, count: f64) -> String {
    Recipe::new("PluralRules").apply(locale, &[JsValue::from_f64(count)]).unwrap_or_else(|| "other".to_owned())
}
