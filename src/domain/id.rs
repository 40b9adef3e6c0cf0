//! Identifiers. 128 bits, time-ordered (UUID version 7, RFC 9562), so that records made together lie together.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The identifier of a record of any kind, of an operation or of a book.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshDeserialize, BorshSerialize, Deserialize, Serialize, Default,
)]
pub struct Id(u128);

impl Id {
    /// A version 7 identifier from milliseconds since 1970 and ten random bytes.
    pub fn from_parts(milliseconds: u64, random: [u8; 10]) -> Id {
        Id(uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid().as_u128())
    }

    /// The identifier from its 16 bytes, most significant first.
    pub fn from_bytes(bytes: [u8; 16]) -> Id {
        Id(u128::from_be_bytes(bytes))
    }

    /// The 16 bytes, most significant first; their order is the order of the identifiers.
    pub fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// When it was made, in milliseconds since 1970; none for an identifier of another making.
    pub fn milliseconds(self) -> Option<u64> {
        let is_timed = (self.0 >> 76) & 0xf == 7;
        u64::try_from(self.0 >> 80).ok().filter(|_| is_timed)
    }

    /// Reads the hyphenated or the plain hexadecimal form.
    pub fn parse(text: &str) -> Option<Id> {
        uuid::Uuid::try_parse(text).ok().map(|uuid| Id(uuid.as_u128()))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&uuid::Uuid::from_u128(self.0).hyphenated(), formatter)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// Makes an identifier type of its own, so that two kinds of identifier cannot be swapped by mistake.
macro_rules! typed_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, BorshDeserialize, BorshSerialize, Deserialize, Serialize)]
        pub struct $name(pub $crate::domain::id::Id);

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, formatter)
            }
        }
    };
}

typed_id!(
    /// Names one action of a member; a retry carries the same one and does nothing twice.
    OperationId
);
typed_id!(
    /// Names a member, a person who works in the book.
    MemberId
);
typed_id!(
    /// Names a book, all records that live and are sealed together.
    BookId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_made_later_sort_later_and_read_back() {
        let earlier = Id::from_parts(1_700_000_000_000, [255; 10]);
        let later = Id::from_parts(1_700_000_000_001, [0; 10]);
        assert!(earlier < later);
        assert_eq!(later.milliseconds(), Some(1_700_000_000_001));
        assert_eq!(Id::default().milliseconds(), None);
        assert_eq!(Id::parse(&later.to_string()), Some(later));
        assert_eq!(Id::from_bytes(later.to_bytes()), later);
        assert_eq!(Id::parse("not an identifier"), None);
    }
}
