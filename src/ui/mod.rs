//! The screen.
//!
//! `app` wires the routes into the frame (`shell`); `pages` holds one file an address; `records` shows and edits any kind
//! by its field table; `deals` and `pipelines` are what a board and its stages need beyond that; `controls` are generic and know nothing of us. Every word is a message, told by `words`. Nothing
//! here uses the browser or the engine but through `state`, and no page uses another page.

mod addresses;
mod app;
mod book_menu;
mod brand_mark;
mod campaigns;
mod commands;
pub mod controls;
mod deals;
mod home_line;
mod link;
mod lock;
mod low_space;
mod name_order;
mod notices_view;
mod page_head;
mod pages;
mod palette;
mod palette_items;
mod panic_screen;
mod pipelines;
mod places;
mod records;
mod rescue;
mod shell;
mod shortcuts;
mod sync;
mod words;

pub use app::mount;
