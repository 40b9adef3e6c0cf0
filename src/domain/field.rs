//! The field table: what a form, a list, a filter, search, CSV, export, merge, history and sync know of a field.

use crate::domain::campaign_results::Tally;
use crate::domain::id::Id;
use crate::domain::purchases::Purchases;
use crate::domain::record::{Kind, RecordView};
use crate::domain::value::{self, Value};
use crate::messages::Message;

/// What a field holds, which decides how it is stored, shown, edited, filtered, sorted and parsed.
#[derive(Clone, Copy, Debug)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// Text of several lines.
    LongText,
    /// Yes or no.
    Boolean,
    /// A whole number.
    Integer,
    /// One of a fixed list.
    Choice(&'static [Choice]),
    /// A calendar day, the year possibly unknown.
    Day,
    /// A point in time.
    Instant,
    /// Another record of that kind.
    Link(Kind),
    /// Labelled e-mail addresses.
    Emails,
    /// Labelled phone numbers.
    Phones,
    /// A postal address.
    Address,
    /// Free tags.
    Tags,
    /// A web address.
    Website,
    /// An amount of money.
    Money,
    /// A share in whole hundredths, 0 to 100.
    Percent,
    /// A length of time in whole minutes.
    Duration,
    /// Customers who take part, each with a role.
    Participants,
    /// A model in its encoded form; shown by nothing but the program that applies it.
    Model,
}

/// One of the values of a choice field.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The number on disk. Never reused.
    pub code: u16,
    /// The stable name in files and addresses.
    pub name: &'static str,
    /// What the screen calls it.
    pub label: Message,
    /// What its colour says.
    pub tone: Tone,
}

/// What a colour says about a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing.
    Neutral,
    /// As it should be.
    Good,
    /// New, worth a look.
    Information,
    /// Needs attention.
    Warning,
    /// Bad.
    Bad,
    /// Unlike the others.
    Special,
}

/// Where a field's value comes from.
#[derive(Clone, Copy)]
pub enum Origin {
    /// It is written in the record.
    Stored,
    /// It is worked out from the record and from its neighbours.
    Derived(fn(&RecordView<'_>, &dyn Neighbours) -> Value),
}

/// What a record may know of the other records of its book.
pub trait Neighbours {
    /// The title of a record; `None` if it is not there or deleted.
    fn title(&self, kind: Kind, id: Id) -> Option<String>;

    /// The value of a field of a record; empty if the record is not there or deleted.
    fn value(&self, kind: Kind, id: Id, field: u16) -> Value;

    /// Shows every live record of a kind, in no order that means anything. Meant for kinds of which there are few.
    fn each(&self, kind: Kind, visit: &mut dyn FnMut(&RecordView<'_>));

    /// What a customer has bought so far; nothing for a customer without orders.
    fn purchases(&self, customer: Id) -> Option<Purchases>;

    /// The segment that a customer belongs to, if any.
    fn segment(&self, customer: Id) -> Option<Id>;

    /// What came of a campaign so far; nothing for one without recipients, or where nobody counts them.
    fn tally(&self, _campaign: Id) -> Option<Tally> {
        None
    }
}

/// A record that is looked at alone: links are not followed.
pub struct NoNeighbours;

impl Neighbours for NoNeighbours {
    fn title(&self, _: Kind, _: Id) -> Option<String> {
        None
    }

    fn value(&self, _: Kind, _: Id, _: u16) -> Value {
        Value::Empty
    }

    fn each(&self, _: Kind, _: &mut dyn FnMut(&RecordView<'_>)) {}

    fn purchases(&self, _: Id) -> Option<Purchases> {
        None
    }

    fn segment(&self, _: Id) -> Option<Id> {
        None
    }
}

/// The part of a form that a field stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Shown first, always.
    Main,
    /// How to reach them.
    Contact,
    /// Everything else.
    Details,
    /// Kept by the system.
    System,
    /// Shown nowhere: what one part of the program tells another.
    Hidden,
}

/// One row of a field table.
pub struct Field {
    /// The number on disk, from 1, never reused. 0 stands for the deletion of the record in its history.
    pub number: u16,
    /// The stable name in files and addresses.
    pub name: &'static str,
    /// What the screen calls it.
    pub label: Message,
    /// What it holds.
    pub kind: FieldKind,
    /// Where it comes from.
    pub origin: Origin,
    /// Where a form shows it.
    pub group: Group,
    /// How much a hit in it weighs in search, from 1 to 10; 0 for a field that is not searched.
    pub search_weight: u8,
    /// Whether a file may fill it.
    pub importable: bool,
    /// Whether a person may edit it.
    pub editable: bool,
    /// Whether the list shows it unless told otherwise, and how wide, in pixels; 0 for a field that the list hides.
    pub column_width: u16,
    /// Shown only while the record's choice field of that number holds that code.
    pub only_when: Option<(u16, u16)>,
    /// Whether a derived value depends on other records, so that it changes when they do.
    pub follows_links: bool,
    /// Whether the program writes it as a consequence of other fields, and nobody else.
    pub is_consequence: bool,
}

impl Field {
    /// The value in a record: stored or derived. A damaged value reads as empty here; the integrity check tells it.
    pub fn get(&self, record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Value {
        match self.origin {
            Origin::Stored => {
                record.field(self.number).and_then(|raw| value::decode(self.kind, raw).ok()).unwrap_or_default()
            }
            Origin::Derived(derive) => derive(record, neighbours),
        }
    }

    /// Whether the value is stored in the record.
    pub fn is_stored(&self) -> bool {
        matches!(self.origin, Origin::Stored)
    }

    /// Whether people see the field at all.
    pub fn is_shown(&self) -> bool {
        self.group != Group::Hidden
    }

    /// Whether the field has a meaning for this record.
    pub fn applies(&self, record: &RecordView<'_>) -> bool {
        self.only_when.is_none_or(|(field, code)| {
            let choice = FieldKind::Choice(&[]);
            matches!(record.field(field).map(|raw| value::decode(choice, raw)), Some(Ok(Value::Choice(found))) if found == code)
        })
    }

    /// The field's choices; none for another kind of field.
    pub fn choices(&self) -> &'static [Choice] {
        match self.kind {
            FieldKind::Choice(choices) => choices,
            _ => &[],
        }
    }

    /// The choice with that code.
    pub fn choice(&self, code: u16) -> Option<&'static Choice> {
        self.choices().iter().find(|choice| choice.code == code)
    }

    /// A row with the usual settings, for the tables: stored, in the details, editable, importable, not in the list.
    pub const fn new(number: u16, name: &'static str, label: Message, kind: FieldKind) -> Field {
        Field {
            number,
            name,
            label,
            kind,
            origin: Origin::Stored,
            group: Group::Details,
            search_weight: 0,
            importable: true,
            editable: true,
            column_width: 0,
            only_when: None,
            follows_links: false,
            is_consequence: false,
        }
    }

    /// The same row in that group.
    pub const fn in_group(mut self, group: Group) -> Field {
        self.group = group;
        self
    }

    /// The same row, searched with that weight.
    pub const fn searched(mut self, weight: u8) -> Field {
        self.search_weight = weight;
        self
    }

    /// The same row, shown in the list with that width.
    pub const fn column(mut self, width: u16) -> Field {
        self.column_width = width;
        self
    }

    /// The same row, shown only while field `number` holds the choice `code`.
    pub const fn only_when(mut self, number: u16, code: u16) -> Field {
        self.only_when = Some((number, code));
        self
    }

    /// The same row, not filled by files.
    pub const fn not_importable(mut self) -> Field {
        self.importable = false;
        self
    }

    /// The same row, kept by the system.
    pub const fn not_editable(mut self) -> Field {
        self.editable = false;
        self
    }

    /// The same row, worked out by `derive` and so neither edited nor imported.
    pub const fn derived(mut self, derive: fn(&RecordView<'_>, &dyn Neighbours) -> Value) -> Field {
        self.origin = Origin::Derived(derive);
        self.editable = false;
        self.importable = false;
        self
    }

    /// The same row, written by the entity's `follow` alone: neither edited nor imported.
    pub const fn consequence(mut self) -> Field {
        self.is_consequence = true;
        self.editable = false;
        self.importable = false;
        self
    }

    /// The same row, shown nowhere.
    pub const fn hidden(mut self) -> Field {
        self.group = Group::Hidden;
        self.importable = false;
        self
    }

    /// The same row, whose derived value depends on other records.
    pub const fn following_links(mut self) -> Field {
        self.follows_links = true;
        self
    }
}
