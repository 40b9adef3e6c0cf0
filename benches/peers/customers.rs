//! A hundred thousand made-up customers as a CSV file: English, Czech and Chinese names, e-mail addresses, phone numbers,
//! tags and notes; the same file for the same seed.

use std::io::Write;
use std::path::Path;

use crate::chance::Chance;
use crate::failure::Failure;
use crate::{names, words};

/// The header of the file.
pub const HEADER: [&str; 14] = [
    "ID",
    "First name",
    "Last name",
    "Company",
    "Job title",
    "Email",
    "Phone",
    "Street",
    "City",
    "Country",
    "Status",
    "Tags",
    "Birthday",
    "Notes",
];

/// One made-up customer, as the cells of a row.
#[derive(Clone)]
pub struct Customer {
    pub id: String,
    pub first: String,
    pub last: String,
    pub company: String,
    pub job: String,
    pub email: String,
    pub phone: String,
    pub street: String,
    pub city: String,
    pub country: String,
    pub status: String,
    pub tags: String,
    pub birthday: String,
    pub notes: String,
}

/// So many customers of that seed.
pub fn make(seed: u64, count: usize) -> Vec<Customer> {
    let mut chance = Chance::new(seed);
    (0..count).map(|number| one(&mut chance, number)).collect()
}

fn one(chance: &mut Chance, number: usize) -> Customer {
    let owned = |text: &str| text.to_owned();
    let language = chance.below(10);
    let (first, last, latin, place, phone);
    let (mut company, job, note): (String, &str, &str);
    let company_form = *chance.pick(words::COMPANY_FORM);
    company = format!("{} {} {company_form}", chance.pick(words::COMPANY_FIRST), chance.pick(words::COMPANY_KIND));
    match language {
        0..=4 => {
            (first, last) = (*chance.pick(names::ENGLISH_FIRST), *chance.pick(names::ENGLISH_LAST));
            latin = format!("{}.{}", first.to_lowercase(), last.to_lowercase().replace('\'', ""));
            place = *chance.pick(words::ENGLISH_PLACES);
            phone = format!("+1 {} {:03} {:04}", 200 + chance.below(800), chance.below(1000), chance.below(10_000));
            (job, note) = (chance.pick(words::JOBS), chance.pick(words::ENGLISH_NOTES));
        }
        5..=7 => {
            let (given, family) = (chance.pick(names::CZECH_FIRST), chance.pick(names::CZECH_LAST));
            (first, last) = (given.0, family.0);
            latin = format!("{}.{}", given.1, family.1);
            place = (*chance.pick(words::CZECH_PLACES), "Česko");
            phone = format!("+420 {} {:03} {:03}", 601 + chance.below(190), chance.below(1000), chance.below(1000));
            (job, note) = (chance.pick(words::JOBS), chance.pick(words::CZECH_NOTES));
        }
        _ => {
            let (given, family) = (chance.pick(names::CHINESE_FIRST), chance.pick(names::CHINESE_LAST));
            (first, last) = (given.0, family.0);
            latin = format!("{}{}", family.1, given.1);
            place = (*chance.pick(words::CHINESE_PLACES), "中国");
            phone = format!("+86 1{} {:04} {:04}", 30 + chance.below(69), chance.below(10_000), chance.below(10_000));
            company = (*chance.pick(words::CHINESE_COMPANY)).to_owned();
            (job, note) = (chance.pick(words::CHINESE_JOBS), chance.pick(words::CHINESE_NOTES));
        }
    }
    let mut tags: Vec<&str> = Vec::new();
    for _ in 0..chance.below(4) {
        let tag = *chance.pick(words::TAGS);
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let birthday = format!("{}-{:02}-{:02}", 1940 + chance.below(66), 1 + chance.below(12), 1 + chance.below(28));
    let mut notes = if chance.percent(60) { owned(note) } else { String::new() };
    if !notes.is_empty() && chance.percent(4) {
        notes.push_str(&format!("\nSee order {}.", 10_000 + chance.below(90_000)));
    }
    Customer {
        id: format!("K-{:06}", number + 1),
        first: owned(first),
        last: owned(last),
        company: if chance.percent(85) { company } else { String::new() },
        job: if chance.percent(60) { owned(job) } else { String::new() },
        email: format!("{latin}.{}@{}", number + 1, chance.pick(words::DOMAINS)),
        phone: if chance.percent(90) { phone } else { String::new() },
        street: if chance.percent(50) { format!("{} {}", place.0, 1 + chance.below(300)) } else { String::new() },
        city: owned(place.0),
        country: owned(place.1),
        status: owned(chance.pick::<&str>(words::STATUSES)),
        tags: tags.join(", "),
        birthday: if chance.percent(60) { birthday } else { String::new() },
        notes,
    }
}

impl Customer {
    /// The cells, in the order of [`HEADER`].
    pub fn cells(&self) -> [&str; 14] {
        [
            &self.id,
            &self.first,
            &self.last,
            &self.company,
            &self.job,
            &self.email,
            &self.phone,
            &self.street,
            &self.city,
            &self.country,
            &self.status,
            &self.tags,
            &self.birthday,
            &self.notes,
        ]
    }
}

/// Writes the customers as RFC 4180 has it and gives the size of the file in bytes.
pub fn write(path: &Path, customers: &[Customer]) -> Result<usize, Failure> {
    let mut text = String::new();
    row(&mut text, &HEADER);
    for customer in customers {
        row(&mut text, &customer.cells());
    }
    let written = std::fs::File::create(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|reason| Failure::file("the file of customers", &reason))?;
    Ok(text.len())
}

fn row(text: &mut String, cells: &[&str]) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        if cell.contains([',', '"', '\n']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}
