//! The product's own line icons, 16 by 16, drawn with a stroke of 1.5.

use leptos::prelude::*;

/// Every picture that the product draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    /// Today.
    Home,
    /// Customers.
    People,
    /// Deals.
    Board,
    /// Orders.
    Receipt,
    /// Tickets.
    Ticket,
    /// Campaigns.
    Megaphone,
    /// Segments.
    Pie,
    /// Analysis.
    Chart,
    Search,
    Plus,
    Minus,
    Check,
    Close,
    ChevronUp,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    ArrowUp,
    ArrowDown,
    ArrowLeft,
    ArrowRight,
    Upload,
    Download,
    /// Settings.
    Gear,
    Undo,
    Trash,
    Edit,
    Phone,
    Mail,
    MapPin,
    Tag,
    Warning,
    Info,
    Lock,
    /// Storage.
    Disk,
    Sun,
    Moon,
    Columns,
    Filter,
    /// A handle to drag by.
    Grip,
    /// Further actions.
    More,
    /// Leads out of the product.
    External,
    Calendar,
    /// An organisation.
    Building,
    /// A person.
    Person,
    Keyboard,
    /// A file.
    File,
    /// What happened.
    Clock,
    /// Made-up data to try the product with.
    Sparkle,
    /// A message.
    Chat,
    /// A note.
    Note,
    /// A book of records.
    Book,
    /// Several devices.
    Devices,
}

impl Icon {
    /// The outline, as the `d` of an SVG path in a 16 by 16 box.
    const fn outline(self) -> &'static str {
        match self {
            Self::Home => "M2.5 7 8 2.5 13.5 7v5.5a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1zM6.25 13.5V9.25h3.5v4.25",
            Self::People => {
                "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M1.5 13.5c0-2.5 1.8-4 4.5-4s4.5 1.5 4.5 4M10.75 2.9a2.4 2.4 0 0 1 0 4.4M12 9.9c1.6.5 2.5 1.8 2.5 3.6"
            }
            Self::Board => "M2.5 2.5h3v11h-3zM6.75 2.5h3v7h-3zM11 2.5h2.5v4.5H11z",
            Self::Receipt => "M3.5 2.5h9v11l-2.25-1.5L8 13.5 5.75 12 3.5 13.5zM6 6h4M6 8.75h4",
            Self::Ticket => "M2 4h12v2.5a1.5 1.5 0 0 0 0 3V12H2V9.5a1.5 1.5 0 0 0 0-3zM9.5 6.5v3",
            Self::Megaphone => {
                "M2.5 6.5v3l2.25.25 6.25 3v-9.5l-6.25 3zM4.75 9.75l.75 3.25h1.75M13 6.5a2.25 2.25 0 0 1 0 3"
            }
            Self::Pie => "M7 3a5.5 5.5 0 1 0 6 6H7zM10 2.25A5 5 0 0 1 13.75 6H10z",
            Self::Chart => "M2.5 13.5v-4M6.2 13.5v-11M9.8 13.5V7M13.5 13.5v-5",
            Self::Search => "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M10.3 10.3l3.2 3.2",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Minus => "M3 8h10",
            Self::Check => "M3 8.5l3.25 3.25L13 4.75",
            Self::Close => "M4 4l8 8M12 4l-8 8",
            Self::ChevronUp => "M4 10l4-4 4 4",
            Self::ChevronDown => "M4 6l4 4 4-4",
            Self::ChevronLeft => "M10 4 6 8l4 4",
            Self::ChevronRight => "M6 4l4 4-4 4",
            Self::ArrowUp => "M8 13V3M4 7l4-4 4 4",
            Self::ArrowDown => "M8 3v10M4 9l4 4 4-4",
            Self::ArrowLeft => "M13 8H3M7 4 3 8l4 4",
            Self::ArrowRight => "M3 8h10M9 4l4 4-4 4",
            Self::Upload => "M8 10V2.5M4.75 5.5 8 2.5l3.25 3M2.5 10.5v3h11v-3",
            Self::Download => "M8 2.5V10M4.75 7 8 10l3.25-3M2.5 10.5v3h11v-3",
            Self::Gear => {
                "M2 4.5h6.5M11.5 4.5H14M2 11.5h2.5M7.5 11.5H14M10 6a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3M6 13a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3"
            }
            Self::Undo => "M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H6",
            Self::Trash => "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9M6.75 7v4M9.25 7v4",
            Self::Edit => "M10.5 3l2.5 2.5-7.5 7.5-3 .5.5-3zM9 4.5 11.5 7",
            Self::Phone => {
                "M3.5 2.5h2.25l1.25 3-1.5 1.25a8 8 0 0 0 3.75 3.75l1.25-1.5 3 1.25v2.25a1 1 0 0 1-1 1A10 10 0 0 1 2.5 3.5a1 1 0 0 1 1-1"
            }
            Self::Mail => "M2 3.5h12v9H2zM2.5 4 8 8.5 13.5 4",
            Self::MapPin => {
                "M8 14s4.5-3.9 4.5-7.5a4.5 4.5 0 0 0-9 0C3.5 10.1 8 14 8 14M8 8a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3"
            }
            Self::Tag => "M2.5 2.5h5l6 6-5 5-6-6zM5.25 5.25h.01",
            Self::Warning => "M8 2.5l6 11H2zM8 6.5v3.25M8 11.6v.01",
            Self::Info => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 7.5v3.5M8 5v.01",
            Self::Lock => "M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
            Self::Disk => {
                "M13.5 4c0 1.1-2.5 2-5.5 2s-5.5-.9-5.5-2S5 2 8 2s5.5.9 5.5 2M2.5 4v8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2V4M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2"
            }
            Self::Sun => {
                "M8 10.75a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5M8 1.5v1.25M8 13.25v1.25M1.5 8h1.25M13.25 8h1.25M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9"
            }
            Self::Moon => "M13.5 9.5A6 6 0 0 1 6.5 2.5a5.75 5.75 0 1 0 7 7",
            Self::Columns => "M2 3h12v10H2zM6 3v10M10 3v10",
            Self::Filter => "M2 4h12M4.5 8h7M6.75 12h2.5",
            Self::Grip => "M6 4v.01M10 4v.01M6 8v.01M10 8v.01M6 12v.01M10 12v.01",
            Self::More => {
                "M3 8a.3.3 0 1 0 .6 0 .3.3 0 1 0-.6 0M7.7 8a.3.3 0 1 0 .6 0 .3.3 0 1 0-.6 0M12.4 8a.3.3 0 1 0 .6 0 .3.3 0 1 0-.6 0"
            }
            Self::External => "M9 2.5h4.5V7M13.25 2.75 7.5 8.5M11.5 9.5v4h-9v-9h4",
            Self::Calendar => "M2.5 3.5h11v10h-11zM2.5 6.75h11M5.5 2v2.75M10.5 2v2.75",
            Self::Building => "M3.5 13.5v-11h6v11M9.5 6h3v7.5M2 13.5h12M6.5 5.25v.01M6.5 8v.01M6.5 10.75v.01",
            Self::Person => {
                "M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8M2.75 13.75c0-2.4 2.1-3.75 5.25-3.75s5.25 1.35 5.25 3.75"
            }
            Self::Keyboard => "M1.5 4h13v8h-13zM4 6.5v.01M6.7 6.5v.01M9.3 6.5v.01M12 6.5v.01M5 9.5h6",
            Self::Book => {
                "M3 12.25V3.5a1 1 0 0 1 1-1h8.5v11H4.25A1.25 1.25 0 0 1 3 12.25a1.25 1.25 0 0 1 1.25-1.25h8.25M6 5.5h4"
            }
            Self::Devices => "M2.5 10V3.5h10v2M1.5 12.5h6M10 7.5h4v6h-4zM11.75 11.5h.5",
            Self::File => "M4 1.75h5.25L12.5 5v9.25H4zM9 2v3.25h3.25",
            Self::Clock => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 4.75V8l2.25 1.5",
            Self::Chat => "M2.5 3h11v8H7l-3 2.5V11H2.5zM5.5 6h5M5.5 8.25h3",
            Self::Note => "M3 2.5h10v7l-4 4H3zM9 13.5v-4h4M5.5 5.5h5M5.5 8h2.5",
            Self::Sparkle => "M8 2l1.4 4.6L14 8l-4.6 1.4L8 14 6.6 9.4 2 8l4.6-1.4z",
        }
    }
}

/// Draws an icon in the colour of the text around it. It is hidden from screen readers: the name stands beside it, or
/// on the button that holds it.
#[component]
pub fn Glyph(
    /// The picture.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d=icon.outline()></path>
        </svg>
    }
}
