use crate::domain::change::Change;
use crate::domain::entity::{Entity, Step};
use crate::domain::field::{Field, Neighbours};
use crate::domain::problem::Problem;
use crate::domain::record::RecordView;
use crate::domain::value::Value;
use crate::domain::{
    campaign, conflict, customer, deal, interaction, member, order, pipeline, recipient, segment, service_level, stage,
    task, ticket,
};
use crate::messages::Message;
use borsh::{BorshDeserialize, BorshSerialize};

/// The one list of entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshDeserialize, BorshSerialize)]
pub enum Kind {
    /// A person who works in the book.
    Member,
    /// A person or an organisation that one deals with.
    Customer,
    /// A row of stages that deals go through.
    Pipeline,
    /// One step of a pipeline.
    Stage,
    /// A sale that may come about.
    Deal,
    /// A call, meeting, message or note.
    Interaction,
    /// Something to do.
    Task,
    /// Something that a customer needs help with.
    Ticket,
    /// How soon tickets of a priority are to be answered and solved.
    ServiceLevel,
    /// Something that a customer bought.
    Order,
    /// A group of customers.
    Segment,
    /// An effort to reach many customers.
    Campaign,
    /// A customer in a campaign.
    Recipient,
    /// A value that lost against another device's.
    Conflict,
}

impl Kind {
    /// Every kind that this version knows, in the order in which they are loaded: customers first.
    pub const ALL: [Kind; 14] = [
        Kind::Customer,
        Kind::Member,
        Kind::Pipeline,
        Kind::Stage,
        Kind::Deal,
        Kind::Segment,
        Kind::ServiceLevel,
        Kind::Ticket,
        Kind::Campaign,
        Kind::Task,
        Kind::Order,
        Kind::Interaction,
        Kind::Recipient,
        Kind::Conflict,
    ];

    /// Everything that is known of the entity.
    pub const fn entity(self) -> &'static Entity {
        match self {
            Kind::Member => &member::ENTITY,
            Kind::Customer => &customer::ENTITY,
            Kind::Pipeline => &pipeline::ENTITY,
            Kind::Stage => &stage::ENTITY,
            Kind::Deal => &deal::ENTITY,
            Kind::Interaction => &interaction::ENTITY,
            Kind::Task => &task::ENTITY,
            Kind::Ticket => &ticket::ENTITY,
            Kind::ServiceLevel => &service_level::ENTITY,
            Kind::Order => &order::ENTITY,
            Kind::Segment => &segment::ENTITY,
            Kind::Campaign => &campaign::ENTITY,
            Kind::Recipient => &recipient::ENTITY,
            Kind::Conflict => &conflict::ENTITY,
        }
    }

    /// The number on disk. Never reused.
    pub const fn number(self) -> u16 {
        self.entity().number
    }

    /// The kind of a number, if this version knows it.
    pub fn from_number(number: u16) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// The stable name in files and addresses; also the place's name in the address.
    pub const fn name(self) -> &'static str {
        self.entity().name
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What the screen calls one of them.
    pub const fn one(self) -> Message {
        self.entity().one
    }

    /// What the screen calls many of them.
    pub const fn many(self) -> Message {
        self.entity().many
    }

    /// The field table, in the order of the form.
    pub const fn fields(self) -> &'static [Field] {
        self.entity().fields
    }

    /// The fields that the form of a new record asks for, in order.
    pub const fn form(self) -> &'static [u16] {
        self.entity().form
    }

    /// The field with that number.
    pub fn field(self, number: u16) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.number == number)
    }

    /// The field with that stable name.
    pub fn field_named(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }

    /// The number of the field that holds, or derives, the title by which a record is known.
    pub const fn title_field(self) -> u16 {
        self.entity().title
    }

    /// The number of the field that holds when a record was made; written once by the engine.
    pub const fn created_field(self) -> u16 {
        self.entity().created
    }

    /// The values that a new record gets where nothing was said.
    pub fn defaults(self, record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Vec<(u16, Value)> {
        (self.entity().defaults)(record, neighbours)
    }

    /// What keeps the record as a whole from being right.
    pub fn check(self, record: &RecordView<'_>, neighbours: &dyn Neighbours) -> Vec<Problem> {
        (self.entity().check)(record, neighbours)
    }

    /// What becomes different in other records when this one does.
    pub fn ripple(self, step: &Step<'_>) -> Vec<Change> {
        (self.entity().ripple)(step)
    }

    /// What else becomes different when a record does.
    pub fn follow(self, step: &Step<'_>) -> Vec<(u16, Value)> {
        (self.entity().follow)(step)
    }
}
