//! The order of a person's names on the screen.

use crate::domain::customer;
use crate::domain::record::Kind;
use crate::messages::Language;

/// In Chinese the family name comes first: it is asked for, and stands, before the given name. What lies between them in
/// the field table stays where it is.
pub fn in_order_of_the_language<T>(kind: Kind, language: Language, fields: &mut [T], number: impl Fn(&T) -> u16) {
    if kind != Kind::Customer || language != Language::Chinese {
        return;
    }
    let place = |wanted: u16| fields.iter().position(|field| number(field) == wanted);
    if let (Some(given), Some(family)) = (place(customer::FIRST_NAME), place(customer::LAST_NAME))
        && given < family
    {
        fields[given..=family].rotate_right(1);
    }
}
