//! What the page and the engine say to each other of things that have their moment: the timeline of a record, and what is
//! due on a day. Plain data; worked out in `timeline` and `agenda`.

use crate::domain::id::{Id, MemberId};
use crate::domain::record::Kind;
use crate::domain::stamp::Stamp;
use crate::domain::value::Day;
use crate::engine::protocol::{Cell, HistoryEntry};
use borsh::{BorshDeserialize, BorshSerialize};

/// When something is: to the millisecond, or on a calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum Moment {
    /// Milliseconds since 1970.
    Instant(i64),
    /// A day with its year.
    Day(Day),
}

/// Milliseconds in a day.
const DAY: i64 = 86_400_000;

impl Moment {
    /// Where the moment stands among others, in milliseconds since 1970. A day has no hour, and the engine no zone: a day
    /// stands at its noon in UTC, which is the same calendar day in every zone but those furthest to the east.
    pub fn order(self) -> i64 {
        match self {
            Moment::Instant(at) => at,
            Moment::Day(day) => day.days_since_1970().map_or(0, |days| i64::from(days) * DAY + DAY / 2),
        }
    }
}

/// What is shown of a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshDeserialize, BorshSerialize)]
pub enum TimelineGroup {
    /// Calls, meetings, messages, notes.
    Interactions,
    /// Tasks.
    Tasks,
    /// Deals that were opened, won or lost.
    Deals,
    /// Tickets that were opened or closed.
    Tickets,
    /// Orders.
    Orders,
    /// Campaigns that the customer was in.
    Campaigns,
    /// Changes of the record itself.
    Changes,
}

impl TimelineGroup {
    /// All of them, in the order in which they are offered.
    pub const ALL: [TimelineGroup; 7] = [
        TimelineGroup::Interactions,
        TimelineGroup::Tasks,
        TimelineGroup::Deals,
        TimelineGroup::Tickets,
        TimelineGroup::Orders,
        TimelineGroup::Campaigns,
        TimelineGroup::Changes,
    ];

    /// The group of the records of a kind; none for kinds that timelines do not tell of.
    pub fn of(kind: Kind) -> Option<TimelineGroup> {
        match kind {
            Kind::Interaction => Some(TimelineGroup::Interactions),
            Kind::Task => Some(TimelineGroup::Tasks),
            Kind::Deal => Some(TimelineGroup::Deals),
            Kind::Ticket => Some(TimelineGroup::Tickets),
            Kind::Order => Some(TimelineGroup::Orders),
            Kind::Recipient => Some(TimelineGroup::Campaigns),
            _ => None,
        }
    }
}

/// A question for the timeline of a record.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct TimelineRequest {
    /// The record's kind.
    pub kind: Kind,
    /// The record.
    pub id: Id,
    /// Only this; none for all.
    pub only: Option<TimelineGroup>,
    /// The most entries to return.
    pub limit: u32,
}

/// All that happened with a record.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct Timeline {
    /// Planned interactions and open tasks with a day, the soonest first.
    pub next: Vec<TimelineEntry>,
    /// What happened, the latest first.
    pub entries: Vec<TimelineEntry>,
    /// How many entries there are without the limit.
    pub total: u64,
    /// How many there are of each group but changes, what is to happen next included; groups without any are left out.
    pub counts: Vec<(TimelineGroup, u64)>,
}

/// One thing that happened, or is to happen.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct TimelineEntry {
    /// When.
    pub at: Moment,
    /// What.
    pub what: Happening,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub enum Happening {
    /// With another record that links to this one.
    Record(RecordEvent),
    /// To the record itself.
    Change(HistoryEntry),
}

/// Something that happened with another record.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct RecordEvent {
    /// Its kind.
    pub kind: Kind,
    /// The record.
    pub id: Id,
    /// Its version.
    pub stamp: Stamp,
    /// Its title.
    pub title: String,
    /// What happened with it.
    pub occurrence: Occurrence,
    /// Its fields that hold something.
    pub fields: Vec<(u16, Cell)>,
    /// The person of the organisation that it links to, where it does not link to the organisation itself.
    pub person: Option<(Id, String)>,
}

impl RecordEvent {
    /// The value of a field; `None` where nothing is written there.
    pub fn cell(&self, number: u16) -> Option<&Cell> {
        self.fields.iter().find(|(found, _)| *found == number).map(|(_, cell)| cell)
    }
}

/// What can happen with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, BorshDeserialize, BorshSerialize)]
pub enum Occurrence {
    /// An interaction is to take place.
    Planned,
    /// An interaction took place, or, as its status says, did not.
    TookPlace,
    /// A task is to be done.
    ToDo,
    /// A task was done.
    Done,
    /// A task was given up.
    GivenUp,
    /// A deal or a ticket was made.
    Opened,
    /// A deal was won or lost, a ticket closed.
    Closed,
    /// Something was bought.
    Bought,
    /// A customer was taken into a campaign, or a result of theirs was written down.
    InCampaign,
}

/// A question for what is due.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct AgendaRequest {
    /// The day, in the zone of the device.
    pub today: Day,
    /// The moment, in milliseconds since 1970, that decides what is overdue.
    pub now: i64,
    /// When the day ends, in milliseconds since 1970: midnight in the zone of the device.
    pub day_end: i64,
    /// Only what is this member's, or nobody's.
    pub member: Option<MemberId>,
    /// The most lines of each part.
    pub limit: u32,
}

/// What is due by the end of a day, and what is overdue.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct Agenda {
    /// Open tasks.
    pub tasks: AgendaPart,
    /// Planned interactions.
    pub interactions: AgendaPart,
    /// Next steps of open deals; the record is the deal.
    pub next_steps: AgendaPart,
    /// Tickets whose clock reaches a target.
    pub tickets: AgendaPart,
}

/// A part of the agenda.
#[derive(Clone, Debug, Default, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct AgendaPart {
    /// The lines, what was due first at the top.
    pub lines: Vec<AgendaLine>,
    /// How many there are without the limit.
    pub total: u64,
    /// How many of them are overdue.
    pub overdue: u64,
}

/// A line of the agenda.
#[derive(Clone, Debug, PartialEq, BorshDeserialize, BorshSerialize)]
pub struct AgendaLine {
    /// The record's kind.
    pub kind: Kind,
    /// The record.
    pub id: Id,
    /// Its version.
    pub stamp: Stamp,
    /// Its title.
    pub title: String,
    /// When it is due.
    pub due: Moment,
    /// Whether that is over.
    pub overdue: bool,
    /// The customer that it is for.
    pub customer: Option<(Id, String)>,
    /// Its fields that hold something.
    pub fields: Vec<(u16, Cell)>,
}
