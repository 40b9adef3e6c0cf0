//! Numbers, money, dates and lists in the words of a language, by the browser's own `Intl`.
//!
//! `locale` is a language tag as in `en`, `en-GB` or `zh-CN`; an unknown one is read as the browser's own language.
//! The formatters are made once for each locale and style and then kept, since making one takes a hundred times
//! longer than using it. Nothing here fails: where `Intl` refuses, a plain but correct text is given.

mod dates;
mod formatter;
mod numbers;
mod relative;
mod words;

pub use dates::{DateStyle, InstantStyle, instant, plain_date};
pub use numbers::{bytes, integer, money, money_compact, number, number_compact, percent, tenths, unit};
pub use relative::{RelativeStyle, relative, relative_plain_date};
pub use words::{list, plural_category};
