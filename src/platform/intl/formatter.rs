//! The formatters that were made so far.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::super::global::{global_property, property};

/// What kind of formatter: the name of its constructor in `Intl`, and its options.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Recipe {
    constructor: &'static str,
    options: Vec<(&'static str, Setting)>,
}

/// The value of one option.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Setting {
    Word(&'static str),
    Text(String),
    Count(u8),
}

impl Recipe {
    pub(super) fn new(constructor: &'static str) -> Recipe {
        Recipe { constructor, options: Vec::new() }
    }

    pub(super) fn word(mut self, name: &'static str, value: &'static str) -> Recipe {
        self.options.push((name, Setting::Word(value)));
        self
    }

    pub(super) fn text(mut self, name: &'static str, value: &str) -> Recipe {
        self.options.push((name, Setting::Text(value.to_owned())));
        self
    }

    pub(super) fn count(mut self, name: &'static str, value: u8) -> Recipe {
        self.options.push((name, Setting::Count(value)));
        self
    }

    /// What `Intl` makes of `arguments`, or `None` where it refuses the recipe or them.
    pub(super) fn apply(self, locale: &str, arguments: &[JsValue]) -> Option<String> {
        let formatter = kept(locale, self)?;
        let list = Array::new();
        for argument in arguments {
            list.push(argument);
        }
        formatter.function.apply(&formatter.object, &list).ok()?.as_string()
    }

    fn make(&self, locale: &str) -> Option<Formatter> {
        let constructor: Function = property(&global_property("Intl")?, self.constructor)?.dyn_into().ok()?;
        let options = Object::new();
        for (name, setting) in &self.options {
            let value = match setting {
                Setting::Word(word) => JsValue::from_str(word),
                Setting::Text(text) => JsValue::from_str(text),
                Setting::Count(count) => JsValue::from_f64(f64::from(*count)),
            };
            Reflect::set(&options, &JsValue::from_str(name), &value).ok()?;
        }
        // The browser's own language stands in for a tag that it takes for malformed.
        let object = [JsValue::from_str(locale), JsValue::UNDEFINED]
            .iter()
            .find_map(|tag| Reflect::construct(&constructor, &Array::of2(tag, &options)).ok())?;
        let method = if self.constructor == "PluralRules" { "select" } else { "format" };
        let function = property(&object, method)?.dyn_into().ok()?;
        Some(Formatter { object, function })
    }
}

#[derive(Clone)]
struct Formatter {
    object: JsValue,
    function: Function,
}

thread_local! {
    // A recipe that was refused once will be refused again, so that is kept too.
    static KEPT: RefCell<HashMap<Recipe, HashMap<String, Option<Formatter>>>> = RefCell::default();
}

fn kept(locale: &str, recipe: Recipe) -> Option<Formatter> {
    KEPT.with(|kept| {
        let mut kept = kept.borrow_mut();
        if let Some(known) = kept.get(&recipe).and_then(|by_locale| by_locale.get(locale)) {
            return known.clone();
        }
        let made = recipe.make(locale);
        kept.entry(recipe).or_default().insert(locale.to_owned(), made.clone());
        made
    })
}
