use crate::domain::id::Id;
use crate::messages::{Message, deals as words};
use borsh::{BorshDeserialize, BorshSerialize};

/// What somebody has to say in a deal (the roles that EspoCRM keeps on the link between a contact and an opportunity,
/// and the user of what is bought).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, BorshDeserialize, BorshSerialize)]
pub enum ParticipantRole {
    /// Nothing was said.
    #[default]
    Contact,
    /// Decides.
    DecisionMaker,
    /// Looks into it.
    Evaluator,
    /// Is asked.
    Influencer,
    /// Will use it.
    User,
}

impl ParticipantRole {
    /// All of them, in the order in which they are offered.
    pub const ALL: [ParticipantRole; 5] = [
        ParticipantRole::Contact,
        ParticipantRole::DecisionMaker,
        ParticipantRole::Evaluator,
        ParticipantRole::Influencer,
        ParticipantRole::User,
    ];

    /// The number on disk. Never reused.
    pub fn code(self) -> u16 {
        match self {
            ParticipantRole::Contact => 1,
            ParticipantRole::DecisionMaker => 2,
            ParticipantRole::Evaluator => 3,
            ParticipantRole::Influencer => 4,
            ParticipantRole::User => 5,
        }
    }

    /// The role of a code; a plain contact for one that a newer version wrote.
    pub fn from_code(code: u16) -> ParticipantRole {
        ParticipantRole::ALL.into_iter().find(|role| role.code() == code).unwrap_or_default()
    }

    /// The stable name in files.
    pub fn name(self) -> &'static str {
        match self {
            ParticipantRole::Contact => "contact",
            ParticipantRole::DecisionMaker => "decision maker",
            ParticipantRole::Evaluator => "evaluator",
            ParticipantRole::Influencer => "influencer",
            ParticipantRole::User => "user",
        }
    }

    /// What the screen calls it.
    pub fn label(self) -> Message {
        match self {
            ParticipantRole::Contact => words::ROLE_CONTACT,
            ParticipantRole::DecisionMaker => words::ROLE_DECISION_MAKER,
            ParticipantRole::Evaluator => words::ROLE_EVALUATOR,
            ParticipantRole::Influencer => words::ROLE_INFLUENCER,
            ParticipantRole::User => words::ROLE_USER,
        }
    }
}

/// Somebody who takes part in a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, BorshDeserialize, BorshSerialize)]
pub struct Participant {
    /// The customer.
    pub customer: Id,
    /// What they have to say in it.
    pub role: ParticipantRole,
}
