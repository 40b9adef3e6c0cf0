//! Text to rows and rows to text. Pure: no browser, no async, and no record of ours.
//!
//! The way in: the first bytes of a file say what it is (`binary`) and how it is written (`encoding`, `separator`); a
//! decoder makes text of the bytes; `csv_read` makes rows of the text, a piece at a time, and counts whatever it cannot
//! read instead of dropping it; `layouts` (people) and `order_columns` guess what each column means; `cells`, `dates` and `person_names` take a
//! cell apart. The way out is `csv_write`. `backup` is the file that holds a whole book, and `age` what locks it. Whoever calls turns the pieces into values of the domain.

pub mod age;
pub mod backup;
pub mod binary;
pub mod cells;
pub mod csv_read;
pub mod csv_write;
pub mod dates;
pub mod encoding;
pub mod headers;
pub mod layouts;
pub mod order_columns;
pub mod person_names;
pub mod separator;
pub mod tar_write;
pub mod zip_write;

mod column_samples;
#[cfg(test)]
mod csv_tests;
#[cfg(test)]
mod fixture_tests;
mod known_headers;
#[cfg(test)]
mod layout_tests;
