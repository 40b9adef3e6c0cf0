use borsh::{BorshDeserialize, BorshSerialize};

/// A postal address in the parts that other systems exchange; every part may be empty, the street may have several
/// lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, BorshDeserialize, BorshSerialize)]
pub struct Address {
    /// Street, house number, and further lines.
    pub street: String,
    /// City or town.
    pub city: String,
    /// State, province or county.
    pub region: String,
    /// Postal code.
    pub postal_code: String,
    /// Country, as written.
    pub country: String,
}

impl Address {
    /// The parts in the order of the record and of files.
    pub fn parts(&self) -> [&str; 5] {
        [&self.street, &self.city, &self.region, &self.postal_code, &self.country]
    }

    /// Whether all parts are empty.
    pub fn is_empty(&self) -> bool {
        self.parts().iter().all(|part| part.is_empty())
    }

    /// One line: the parts that are there, with commas.
    pub fn one_line(&self) -> String {
        let street = self.street.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ");
        let city = [self.postal_code.as_str(), self.city.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        [street.as_str(), city.as_str(), self.region.as_str(), self.country.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }
}
