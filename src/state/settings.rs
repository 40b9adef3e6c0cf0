//! What this browser remembers of its user's wishes, in `localStorage`: those about the screen for all books, those about a
//! book for that book alone. Nothing that matters lies here: where the
//! storage is refused, the wishes hold until the page is closed.

use leptos::prelude::*;

use super::place;
use crate::domain::book_place::OfBook;
use crate::domain::id::{Id, MemberId};
use crate::domain::record::Kind;
use crate::domain::value::Currency;
use crate::messages::Language;
use crate::platform::{page, preferences};

const LANGUAGE: &str = "burrow.language";
const THEME: &str = "burrow.theme";
const SINGLE_KEYS: &str = "burrow.single-keys";
const DARK: &str = "(prefers-color-scheme: dark)";

/// The narrowest column, in pixels.
const NARROWEST: u16 = 48;
/// The widest column, in pixels.
const WIDEST: u16 = 1_200;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme of that name.
    pub fn from_name(name: &str) -> Option<Theme> {
        Theme::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// Whether it shows dark colours now.
    pub fn is_dark(self) -> bool {
        match self {
            Theme::System => page::prefers_dark(),
            Theme::Light => false,
            Theme::Dark => true,
        }
    }
}

/// A column of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnChoice {
    /// The field's number.
    pub field: u16,
    /// Its width in pixels.
    pub width: u16,
}

/// The wishes. Each can be read as a signal; changing one keeps it in the browser.
#[derive(Clone, Copy)]
pub struct Settings {
    /// The language of the screen.
    pub language: RwSignal<Language>,
    /// Light, dark, or as the device says.
    pub theme: RwSignal<Theme>,
    /// Who works on this device; `None` until somebody says so.
    pub member: RwSignal<Option<MemberId>>,
    /// Whether single letters are shortcuts, which disturbs those who speak to their computer.
    pub single_keys: RwSignal<bool>,
    /// The currency of an amount that is typed without one.
    pub currency: RwSignal<Currency>,
    columns: [RwSignal<Vec<ColumnChoice>>; Kind::ALL.len()],
}

impl Settings {
    /// What this browser remembers.
    pub(super) fn read() -> Settings {
        let preferred = || Language::from_tag(page::languages().first().map_or("en", String::as_str));
        let language = preferences::get(LANGUAGE).map_or_else(preferred, |tag| Language::from_tag(&tag));
        let member = place::kept(OfBook::Member).and_then(|text| Id::parse(&text)).map(MemberId);
        Settings {
            language: RwSignal::new(language),
            theme: RwSignal::new(preferences::get(THEME).and_then(|name| Theme::from_name(&name)).unwrap_or_default()),
            member: RwSignal::new(member),
            single_keys: RwSignal::new(preferences::get(SINGLE_KEYS).as_deref() != Some("off")),
            currency: RwSignal::new(
                place::kept(OfBook::Currency)
                    .and_then(|code| Currency::parse(&code))
                    .unwrap_or_else(|| currency_of(&page::languages())),
            ),
            columns: Kind::ALL.map(|kind| RwSignal::new(read_columns(kind))),
        }
    }

    /// Writes language and theme into the page, now and whenever they change.
    pub(super) fn apply(self) {
        Effect::new(move || page::set_root_attribute("lang", Some(self.language.get().tag())));
        let show = move |theme: Theme| {
            page::set_root_attribute("data-theme", Some(if theme.is_dark() { "dark" } else { "light" }))
        };
        Effect::new(move || show(self.theme.get()));
        if let Some(subscription) = page::on_media_change(DARK, move |_| show(self.theme.get_untracked())) {
            subscription.forget();
        }
    }

    /// Chooses the language of the screen.
    pub fn set_language(self, language: Language) {
        self.language.set(language);
        keep(LANGUAGE, Some(language.tag()));
    }

    /// Chooses light or dark.
    pub fn set_theme(self, theme: Theme) {
        // Kept first: the page's own script reads it when the device changes between day and night.
        keep(THEME, (theme != Theme::System).then_some(theme.name()));
        self.theme.set(theme);
    }

    /// Says who works on this device.
    pub fn set_member(self, member: Option<MemberId>) {
        self.member.set(member);
        place::keep(OfBook::Member, member.map(|member| member.to_string()).as_deref());
    }

    /// Says whether single letters are shortcuts.
    pub fn set_single_keys(self, on: bool) {
        self.single_keys.set(on);
        keep(SINGLE_KEYS, (!on).then_some("off"));
    }

    /// Says in which currency amounts usually are.
    pub fn set_currency(self, currency: Currency) {
        self.currency.set(currency);
        place::keep(OfBook::Currency, Some(currency.code()));
    }

    /// The usual currency now.
    pub(super) fn currency_here(self) -> Currency {
        self.currency.get_untracked()
    }

    /// The chosen columns of the list of a kind, in order; those of the field table until somebody chooses. Reactive.
    pub fn columns(self, kind: Kind) -> Vec<ColumnChoice> {
        self.columns_signal(kind).map(|signal| signal.get()).unwrap_or_default()
    }

    /// Chooses the columns of a list. An empty choice brings back those of the field table.
    pub fn set_columns(self, kind: Kind, columns: Vec<ColumnChoice>) {
        let columns = if columns.is_empty() { usual_columns(kind) } else { columns };
        let text = columns_text(kind, &columns);
        if let Some(signal) = self.columns_signal(kind) {
            signal.set(columns);
        }
        keep(&columns_key(kind), Some(&text));
    }

    fn columns_signal(self, kind: Kind) -> Option<RwSignal<Vec<ColumnChoice>>> {
        Kind::ALL.iter().position(|one| *one == kind).and_then(|at| self.columns.get(at).copied())
    }
}

/// The currency of the country that the browser's languages name first, of most countries that are likely here; the
/// dollar where none is named.
fn currency_of(languages: &[String]) -> Currency {
    let of_region = |region: &str| match region {
        "CN" | "HANS" => "CNY",
        "GB" => "GBP",
        "JP" => "JPY",
        "CH" | "LI" => "CHF",
        "CA" => "CAD",
        "AU" => "AUD",
        "CZ" => "CZK",
        "PL" => "PLN",
        "SE" => "SEK",
        "IN" => "INR",
        "TW" => "TWD",
        "HK" => "HKD",
        "KR" => "KRW",
        "BR" => "BRL",
        "AT" | "BE" | "DE" | "ES" | "FI" | "FR" | "GR" | "IE" | "IT" | "NL" | "PT" | "SK" => "EUR",
        _ => "USD",
    };
    let region = languages.iter().find_map(|tag| tag.rsplit_once('-').map(|(_, region)| region.to_uppercase()));
    Currency::parse(of_region(region.as_deref().unwrap_or_default())).unwrap_or(Currency::USD)
}

fn keep(key: &str, value: Option<&str>) {
    // A browser that keeps nothing asks for the wish again next time, and there is nothing else to tell.
    let _ = match value {
        Some(value) => preferences::set(key, value),
        None => preferences::remove(key),
    };
}

fn columns_key(kind: Kind) -> String {
    format!("burrow.columns.{}", kind.name())
}

/// `name:220,emails:180`. Fields by their stable names, so that the text outlives a renumbering of the screen.
fn columns_text(kind: Kind, columns: &[ColumnChoice]) -> String {
    let parts =
        columns.iter().filter_map(|column| Some(format!("{}:{}", kind.field(column.field)?.name, column.width)));
    parts.collect::<Vec<_>>().join(",")
}

fn read_columns(kind: Kind) -> Vec<ColumnChoice> {
    let text = preferences::get(&columns_key(kind)).unwrap_or_default();
    let mut columns: Vec<ColumnChoice> = Vec::new();
    for part in text.split(',') {
        let Some((name, width)) = part.split_once(':') else { continue };
        let (Some(field), Ok(width)) = (kind.field_named(name), width.parse::<u16>()) else { continue };
        if columns.iter().all(|column| column.field != field.number) {
            columns.push(ColumnChoice { field: field.number, width: width.clamp(NARROWEST, WIDEST) });
        }
    }
    if columns.is_empty() { usual_columns(kind) } else { columns }
}

fn usual_columns(kind: Kind) -> Vec<ColumnChoice> {
    let shown = kind.fields().iter().filter(|field| field.column_width > 0);
    shown.map(|field| ColumnChoice { field: field.number, width: field.column_width }).collect()
}
