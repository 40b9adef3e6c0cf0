//! A person's initial in a soft circle.

use leptos::prelude::*;

/// The classes of the five tints.
const TINTS: [&str; 5] = ["avatar accent", "avatar blue", "avatar violet", "avatar warning", "avatar neutral"];

/// The class of the tint for a number, for rows that are built without a component.
pub const fn avatar_class(tint: u32) -> &'static str {
    TINTS[(tint % 5) as usize]
}

/// The first letter or digit of a name in upper case, or a dot when it has none.
pub fn initial(name: &str) -> String {
    match name.chars().find(|letter| letter.is_alphanumeric()) {
        Some(letter) => letter.to_uppercase().collect(),
        None => "·".to_owned(),
    }
}

/// A circle with an initial. It is hidden from screen readers: the name always stands beside it.
#[component]
pub fn Avatar(
    /// The name whose first letter is shown.
    #[prop(into)]
    name: Signal<String>,
    /// Any number that stays the same for the same person, such as a hash of the id.
    tint: u32,
    /// 40 px across instead of 24.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    view! {
        <span class=avatar_class(tint) class:large=large aria-hidden="true">{move || name.with(|name| initial(name))}</span>
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn the_initial_is_the_first_letter_in_upper_case() {
        for (name, expected) in [("dana", "D"), ("  «élan»", "É"), ("李明", "李"), ("3M", "3"), ("", "·"), ("--", "·")]
        {
            assert_eq!(initial(name), expected, "{name:?}");
        }
    }
}
