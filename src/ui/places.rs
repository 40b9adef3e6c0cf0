//! The places that one can go to: the sidebar, the bar of a phone and the palette read this list.

use super::addresses::{IMPORT, SETTINGS, list_address};
use super::controls::Icon;
use crate::domain::record::Kind;
use crate::messages::{Message, places, shell as words};

/// A place that one can go to.
#[derive(Clone, Copy)]
pub enum Place {
    /// How the business stands.
    Today,
    /// The list of a kind.
    List(Kind),
    /// The import.
    Import,
    /// The settings.
    Settings,
}

/// What one works with, in the order of the sidebar.
pub const WORK: [Place; 7] = [
    Place::Today,
    Place::List(Kind::Customer),
    Place::List(Kind::Deal),
    Place::List(Kind::Order),
    Place::List(Kind::Ticket),
    Place::List(Kind::Campaign),
    Place::List(Kind::Task),
];

/// Where the data are understood.
pub const UNDERSTAND: [Place; 1] = [Place::List(Kind::Segment)];

/// What belongs to the book itself.
pub const BOOK: [Place; 3] = [Place::Import, Place::List(Kind::Member), Place::Settings];

impl Place {
    /// What it is called.
    pub fn name(self) -> Message {
        match self {
            Place::Today => places::TODAY,
            Place::List(kind) => kind.many(),
            Place::Import => words::IMPORT,
            Place::Settings => words::SETTINGS,
        }
    }

    /// Its picture.
    pub fn icon(self) -> Icon {
        match self {
            Place::Today => Icon::Home,
            Place::List(kind) => icon_of(kind),
            Place::Import => Icon::Upload,
            Place::Settings => Icon::Gear,
        }
    }

    /// Its address.
    pub fn address(self) -> String {
        match self {
            Place::Today => "/".to_owned(),
            Place::List(kind) => list_address(kind),
            Place::Import => IMPORT.to_owned(),
            Place::Settings => SETTINGS.to_owned(),
        }
    }

    /// Whether it stands in the bar of a phone, where there is room for three.
    pub fn is_in_the_bar(self) -> bool {
        matches!(self, Place::Today | Place::List(Kind::Customer | Kind::Deal))
    }

    /// The kind of the records that are counted beside its name.
    pub fn counted(self) -> Option<Kind> {
        match self {
            Place::List(kind) => Some(kind),
            Place::Today | Place::Import | Place::Settings => None,
        }
    }
}

/// The picture of a kind.
pub fn icon_of(kind: Kind) -> Icon {
    match kind {
        Kind::Customer => Icon::People,
        Kind::Member => Icon::Person,
        Kind::Deal | Kind::Pipeline | Kind::Stage => Icon::Board,
        Kind::Order => Icon::Receipt,
        Kind::Ticket | Kind::ServiceLevel => Icon::Ticket,
        Kind::Campaign | Kind::Recipient => Icon::Megaphone,
        Kind::Segment => Icon::Pie,
        Kind::Task => Icon::Check,
        Kind::Interaction => Icon::Phone,
        Kind::Conflict => Icon::Devices,
    }
}
