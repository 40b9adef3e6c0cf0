//! What a person can put right, as data: shown beside the field or written into a report.

use crate::messages::{Language, Message};
use borsh::{BorshDeserialize, BorshSerialize};

/// Something wrong with a value that a person can mend.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub struct Problem {
    /// The number of the field that it stands beside; `None` when it is about the whole record.
    pub field: Option<u16>,
    /// What is wrong.
    pub reason: Reason,
    /// What was written, for the text of the reason.
    pub value: String,
}

/// The kinds of problem. Carried as data between the workers; the words come from `messages::problems`.
#[derive(Clone, Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize)]
pub enum Reason {
    /// None of the fields that make a customer recognisable is filled.
    NameNeeded,
    /// A member without a name.
    MemberNameNeeded,
    /// Not an e-mail address.
    EmailInvalid,
    /// Not a phone number.
    PhoneInvalid,
    /// Not a date.
    DateInvalid,
    /// A date of which the order of day and month is not known.
    DateAmbiguous,
    /// A day that the calendar does not have.
    DateImpossible,
    /// Not a point in time.
    InstantInvalid,
    /// Not a web address.
    WebsiteInvalid,
    /// Not one of the choices, which are listed.
    ChoiceUnknown {
        /// The choices by name.
        choices: String,
    },
    /// Neither yes nor no.
    BooleanInvalid,
    /// Not a whole number.
    NumberInvalid,
    /// More characters than allowed.
    TooLong {
        /// How many are allowed.
        limit: u32,
    },
    /// More entries than allowed.
    TooMany {
        /// How many are allowed.
        limit: u32,
    },
    /// Names a record that is not there.
    LinkUnknown,
    /// A record that is part of itself.
    LinkToItself,
    /// A record without a name.
    TitleNeeded,
    /// A stage without a pipeline.
    PipelineNeeded,
    /// A deal without a stage.
    StageNeeded,
    /// A lost deal without a reason.
    LostReasonNeeded,
    /// A lost deal with another reason that is not told.
    LostNotesNeeded,
    /// No customer is named.
    CustomerNeeded,
    /// No campaign is named.
    CampaignNeeded,
    /// No day, or one without a year.
    DayNeeded,
    /// No amount.
    AmountNeeded,
    /// An interaction without a word.
    TextNeeded,
    /// A campaign that ends before it begins.
    EndsBeforeStart,
    /// A campaign that is over takes nobody in.
    CampaignOver,
    /// Somebody who is held out and yet was reached, answered or asked to stop.
    HeldOutOnlyBuys,
    /// Not a length of time.
    DurationInvalid,
    /// Not an amount of money.
    MoneyInvalid,
    /// An amount without a currency.
    CurrencyMissing,
    /// An amount with more decimals than its currency has.
    TooManyDecimals,
    /// Not a percentage from 0 to 100.
    PercentInvalid,
    /// A record that others cannot stand without.
    StillNeeded {
        /// How many others.
        count: u64,
    },
    /// A derived field.
    NotEditable,
    /// The record has been deleted meanwhile.
    Gone,
}

impl Problem {
    /// A problem with one field.
    pub fn with_field(field: u16, reason: Reason, value: &str) -> Problem {
        Problem { field: Some(field), reason, value: shortened(value) }
    }

    /// A problem with the whole record.
    pub fn with_record(reason: Reason) -> Problem {
        Problem { field: None, reason, value: String::new() }
    }

    /// The sentence that tells it.
    pub fn text(&self, language: Language) -> String {
        use crate::messages::problems as words;
        let value = ("value", self.value.as_str());
        let plain = |message: Message| message.fill(language, &[value]);
        match &self.reason {
            Reason::NameNeeded => plain(words::NAME_NEEDED),
            Reason::MemberNameNeeded => plain(words::MEMBER_NAME_NEEDED),
            Reason::EmailInvalid => plain(words::EMAIL_INVALID),
            Reason::PhoneInvalid => plain(words::PHONE_INVALID),
            Reason::DateInvalid => plain(words::DATE_INVALID),
            Reason::DateAmbiguous => plain(words::DATE_AMBIGUOUS),
            Reason::DateImpossible => plain(words::DATE_IMPOSSIBLE),
            Reason::InstantInvalid => plain(words::INSTANT_INVALID),
            Reason::WebsiteInvalid => plain(words::WEBSITE_INVALID),
            Reason::ChoiceUnknown { choices } => words::CHOICE_UNKNOWN.fill(language, &[value, ("choices", choices)]),
            Reason::BooleanInvalid => plain(words::BOOLEAN_INVALID),
            Reason::NumberInvalid => plain(words::NUMBER_INVALID),
            Reason::TooLong { limit } => words::TOO_LONG.fill(language, &[("limit", &limit.to_string())]),
            Reason::TooMany { limit } => words::TOO_MANY.fill(language, &[("limit", &limit.to_string())]),
            Reason::LinkUnknown => plain(words::LINK_UNKNOWN),
            Reason::LinkToItself => plain(words::LINK_TO_ITSELF),
            Reason::TitleNeeded => plain(words::TITLE_NEEDED),
            Reason::PipelineNeeded => plain(words::PIPELINE_NEEDED),
            Reason::StageNeeded => plain(words::STAGE_NEEDED),
            Reason::LostReasonNeeded => plain(words::LOST_REASON_NEEDED),
            Reason::LostNotesNeeded => plain(words::LOST_NOTES_NEEDED),
            Reason::CustomerNeeded => plain(words::CUSTOMER_NEEDED),
            Reason::CampaignNeeded => plain(words::CAMPAIGN_NEEDED),
            Reason::DayNeeded => plain(words::DAY_NEEDED),
            Reason::AmountNeeded => plain(words::AMOUNT_NEEDED),
            Reason::TextNeeded => plain(words::TEXT_NEEDED),
            Reason::EndsBeforeStart => plain(words::ENDS_BEFORE_START),
            Reason::CampaignOver => plain(words::CAMPAIGN_OVER),
            Reason::HeldOutOnlyBuys => plain(words::HELD_OUT_ONLY_BUYS),
            Reason::DurationInvalid => plain(words::DURATION_INVALID),
            Reason::MoneyInvalid => plain(words::MONEY_INVALID),
            Reason::CurrencyMissing => plain(words::CURRENCY_MISSING),
            Reason::TooManyDecimals => plain(words::TOO_MANY_DECIMALS),
            Reason::PercentInvalid => plain(words::PERCENT_INVALID),
            Reason::StillNeeded { count } => words::STILL_NEEDED.fill(language, &[("count", &count.to_string())]),
            Reason::NotEditable => plain(words::NOT_EDITABLE),
            Reason::Gone => plain(words::GONE),
        }
    }
}

/// A value in a sentence is cut after 80 characters: a whole novel in a cell must not fill the report.
fn shortened(value: &str) -> String {
    match value.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}
