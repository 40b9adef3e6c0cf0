//! The columns of a list: which, in which order, how wide.

use crate::domain::field::{Field, FieldKind};
use crate::domain::record::Kind;
use crate::state::ColumnChoice;

/// The narrowest column, in pixels.
pub const NARROWEST: u16 = 64;
/// The widest column, in pixels.
pub const WIDEST: u16 = 1_200;
/// The width of the column of check boxes, in pixels.
const CHECK_WIDTH: u16 = 36;
/// The widest second and third column on a phone, in pixels: a word on its ground, and a moment.
const PHONE_WIDEST: u16 = 96;
const PHONE_WIDEST_MOMENT: u16 = 116;
/// A whole calendar day, also in Chinese, where it is cut if the column is narrower.
const PHONE_DAY: u16 = 132;
/// How much wider than its cells a row is, in pixels.
const ROW_EDGES: u16 = 24;

/// A column as it is shown.
#[derive(Clone, Copy)]
pub struct Column {
    /// Its field.
    pub field: &'static Field,
    /// Its width in pixels.
    pub width: u16,
}

impl PartialEq for Column {
    fn eq(&self, other: &Column) -> bool {
        self.field.number == other.field.number && self.width == other.width
    }
}

/// The width of a field's column until somebody changes it.
pub fn usual_width(field: &Field) -> u16 {
    if field.column_width > 0 {
        return field.column_width;
    }
    match field.kind {
        FieldKind::Boolean | FieldKind::Integer | FieldKind::Percent | FieldKind::Duration => 90,
        FieldKind::Choice(_) | FieldKind::Day | FieldKind::Instant | FieldKind::Money => 130,
        FieldKind::LongText | FieldKind::Address => 260,
        _ => 160,
    }
}

/// The columns to show: those of the address where it names any, else those of the settings; widths are the settings'.
pub fn chosen_columns(kind: Kind, address: &[u16], settings: &[ColumnChoice]) -> Vec<Column> {
    let width_of = |number: u16| settings.iter().find(|choice| choice.field == number).map(|choice| choice.width);
    let numbers: Vec<u16> =
        if address.is_empty() { settings.iter().map(|choice| choice.field).collect() } else { address.to_vec() };
    let fields = numbers.into_iter().filter_map(|number| kind.field(number));
    fields.map(|field| Column { field, width: width_of(field.number).unwrap_or(usual_width(field)) }).collect()
}

/// The three columns of a phone: the title, the first choice or else the second column, and what tells the time of the
/// last change or else the third.
pub fn phone_columns(kind: Kind, chosen: &[Column]) -> Vec<Column> {
    let title = kind.title_field();
    let is_moment = |field: &Field| matches!(field.kind, FieldKind::Instant | FieldKind::Day);
    let mut rest: Vec<&'static Field> =
        chosen.iter().map(|column| column.field).filter(|field| field.number != title).collect();
    let second = rest.iter().position(|field| matches!(field.kind, FieldKind::Choice(_))).unwrap_or(0);
    let second = (second < rest.len()).then(|| rest.remove(second));
    let third = rest.iter().copied().find(|field| is_moment(field)).or_else(|| rest.first().copied());
    let others = second.into_iter().chain(third);
    let widest = |field: &Field| if is_moment(field) { PHONE_WIDEST_MOMENT } else { PHONE_WIDEST };
    let width = |field: &Field| match field.kind {
        FieldKind::Day => PHONE_DAY,
        _ => usual_width(field).min(widest(field)),
    };
    let narrow = others.map(|field| Column { field, width: width(field) });
    kind.field(title).map(|field| Column { field, width: usual_width(field) }).into_iter().chain(narrow).collect()
}

/// The columns for which a list of `room` pixels has room: the title, then states and when something is due, then the others in their order, as long
/// as each can be read. An address of which only the beginning is seen tells nothing, and the open record beside the list
/// shows it whole.
pub fn columns_with_room(kind: Kind, chosen: &[Column], room: u16) -> Vec<Column> {
    let mut left = room.saturating_sub(CHECK_WIDTH + ROW_EDGES);
    let needed = |column: &Column| match column.field.kind {
        _ if column.width != usual_width(column.field) => column.width,
        FieldKind::Emails | FieldKind::Phones => column.width,
        _ => share_of(column.width, least_share(kind, column.field).max(80)),
    };
    let rank = |column: &Column| match column.field.kind {
        _ if column.field.number == kind.title_field() => 0,
        FieldKind::Choice(_) | FieldKind::Instant | FieldKind::Day => 1,
        _ => 2,
    };
    let mut order: Vec<usize> = (0..chosen.len()).collect();
    order.sort_by_key(|at| chosen.get(*at).map_or(u8::MAX, rank));
    let mut kept: Vec<usize> = Vec::new();
    for at in order {
        let Some(width) = chosen.get(at).map(needed) else { continue };
        if kept.is_empty() || width <= left {
            left = left.saturating_sub(width);
            kept.push(at);
        }
    }
    chosen.iter().enumerate().filter(|(at, _)| kept.contains(at)).map(|(_, column)| *column).collect()
}

/// So many hundredths of a width.
fn share_of(width: u16, hundredths: u16) -> u16 {
    // No width comes near the limit of the type: the widest column has 1,200 pixels.
    u16::try_from(u32::from(width) * u32::from(hundredths) / 100).unwrap_or(width)
}

/// How much of its usual width a column keeps, in hundredths, before the list scrolls sideways. A name is what a row is
/// recognised by, and a short word or a distance in time tells nothing once it is cut; of the rest a beginning will do.
fn least_share(kind: Kind, field: &Field) -> u16 {
    match field.kind {
        _ if field.number == kind.title_field() => 100,
        FieldKind::Choice(_) | FieldKind::Integer | FieldKind::Boolean => 80,
        FieldKind::Instant | FieldKind::Day => 76,
        _ => 51,
    }
}

/// The widths for `grid-template-columns`. Columns of the usual width become narrower before the list scrolls sideways,
/// those that somebody has set keep their width, and the title and the last one share the room that is left.
pub fn grid_template(kind: Kind, columns: &[Column], with_checks: bool, phone: bool) -> String {
    let mut tracks: Vec<String> = Vec::with_capacity(columns.len() + 1);
    if with_checks {
        tracks.push(format!("{CHECK_WIDTH}px"));
    }
    for (place, column) in columns.iter().enumerate() {
        let width = column.width;
        let is_usual = width == usual_width(column.field);
        let least = if is_usual { share_of(width, least_share(kind, column.field)) } else { width };
        tracks.push(if phone {
            if place == 0 { "minmax(0, 1fr)".to_owned() } else { format!("{width}px") }
        } else if place + 1 == columns.len() {
            format!("minmax({least}px, 1fr)")
        } else if is_usual && column.field.number == kind.title_field() {
            format!("minmax({least}px, 2fr)")
        } else {
            format!("minmax({least}px, {width}px)")
        });
    }
    tracks.join(" ")
}

/// Whether the values of a field stand to the right: figures, and what is read as "how long ago".
pub fn stands_right(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Integer | FieldKind::Instant | FieldKind::Money | FieldKind::Percent | FieldKind::Duration
    )
}
