//! What the columns of a contact file mean.
//!
//! A guess, for a person to correct: first the layouts of programs that are known as a whole, where a name such as
//! `title` means the job in one program and `Mr.` in another; then column names on their own; then what the cells look
//! like. The tables are in `known_headers`.

use super::column_samples as look;
use super::headers::fold_header;
use super::known_headers::{self as known, Layout};

/// The fields that a column can feed, by their stable names. `created` is read for information only.
pub const FIELDS: [&str; 26] = [
    "type",
    "salutation",
    "first_name",
    "middle_name",
    "last_name",
    "nickname",
    "organisation_name",
    "job_title",
    "department",
    "emails",
    "phones",
    "address",
    "website",
    "linkedin",
    "industry",
    "source",
    "owner",
    "tags",
    "birthday",
    "notes",
    "status",
    "do_not_contact",
    "do_not_contact_reason",
    "created",
    "external_id",
    "gender",
];

/// The kind of an e-mail address or a telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    Work,
    Home,
    Mobile,
    Fax,
    Main,
    Other,
}

/// A part of a postal address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressPart {
    /// A line of the street; several columns are lines in their order.
    Street,
    City,
    Region,
    PostalCode,
    Country,
    /// The whole address in one cell.
    Formatted,
}

/// Which part of a field a column feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it. In `emails`, `phones` and `tags` a cell may hold several.
    Whole,
    /// Values of `emails` or `phones` of that kind.
    Labelled(Label),
    /// Values of `emails` or `phones`, whose kind stands in the column of that number (see [`label_of`]).
    LabelledByColumn(usize),
    /// The kind of the values in the column of that number; it feeds nothing itself.
    LabelOfColumn(usize),
    /// First, middle and last name together; the field is `first_name`.
    FullName,
    Address(AddressPart),
}

/// What a column feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// One of [`FIELDS`].
    pub field: &'static str,
    pub part: Part,
}

/// Whether several columns may feed the field.
pub fn takes_several_columns(field: &str) -> bool {
    matches!(field, "emails" | "phones" | "tags" | "notes" | "address")
}

/// A column's target while it may still lose it to another column.
#[derive(Clone, Copy)]
struct Candidate {
    target: Target,
    /// Smaller is surer: a known layout before a single name before a look at the cells.
    rank: usize,
    /// Which of several addresses a part belongs to.
    address: usize,
}

const RANK_OF_SINGLE_NAMES: usize = 1_000;
const RANK_OF_LOOKS: usize = 10_000;

/// What each column most likely feeds; `None` for columns that are not ours or not understood.
///
/// `headers` are the names as written; `samples` the first rows, each with a cell a column. Fields that take one column
/// get one: the surest, and of equals the first that has anything in its cells. Of several addresses in a row the one
/// that is filled most often is taken.
pub fn guess(headers: &[String], samples: &[Vec<String>]) -> Vec<Option<Target>> {
    let folded: Vec<String> = headers.iter().map(|header| fold_header(header)).collect();
    let layout = detected(&folded);
    let mut candidates: Vec<Option<Candidate>> = (0..headers.len())
        .map(|column| {
            candidate(&folded, column, layout, samples).filter(|found| look::fits(&found.target, samples, column))
        })
        .collect();
    settle_address(&mut candidates, samples);
    settle_names(&mut candidates);
    settle_single_columns(&mut candidates, samples);
    settle_labels(&mut candidates);
    candidates.into_iter().map(|candidate| candidate.map(|found| found.target)).collect()
}

/// The name of the program whose layout the header has; `None` when it is none that is known as a whole.
pub fn detected_layout(headers: &[String]) -> Option<&'static str> {
    let folded: Vec<String> = headers.iter().map(|header| fold_header(header)).collect();
    detected(&folded).map(|layout| layout.program)
}

/// The kind that a label column names, in whichever words: `* Work`, `Mobile`, `Home Fax`, `手机`.
pub fn label_of(text: &str) -> Option<Label> {
    known::label(&fold_header(text))
}

fn detected(folded: &[String]) -> Option<&'static Layout> {
    known::LAYOUTS.iter().find(|layout| layout.marks.iter().all(|mark| folded.iter().any(|header| header == mark)))
}

fn candidate(
    folded: &[String],
    column: usize,
    layout: Option<&'static Layout>,
    samples: &[Vec<String>],
) -> Option<Candidate> {
    let header = folded[column].as_str();
    if let Some(layout) = layout {
        if let Some(rank) = layout.columns.iter().position(|(name, _, _)| *name == header) {
            let (_, field, part) = layout.columns[rank];
            return Some(Candidate { target: Target { field, part }, rank, address: 0 });
        }
        if layout.not_ours.contains(&header) {
            return None;
        }
    }
    if known::NOT_OURS.contains(&header) {
        return None;
    }
    if let Some(target) = known::numbered(folded, column) {
        return Some(Candidate { target, rank: RANK_OF_SINGLE_NAMES, address: 0 });
    }
    if let Some((address, part)) = known::address_part(header) {
        let target = Target { field: "address", part: Part::Address(part) };
        return Some(Candidate { target, rank: RANK_OF_SINGLE_NAMES, address });
    }
    if let Some((index, target)) = known::single(header) {
        return Some(Candidate { target, rank: RANK_OF_SINGLE_NAMES + index, address: 0 });
    }
    look::target_by_look(header, samples, column).map(|target| Candidate { target, rank: RANK_OF_LOOKS, address: 0 })
}

/// Keeps one address, and decides what the column that is just called "address" holds.
fn settle_address(candidates: &mut [Option<Candidate>], samples: &[Vec<String>]) {
    let parts = |candidates: &[Option<Candidate>]| -> Vec<(usize, usize, AddressPart)> {
        let address_part = |(column, candidate): (usize, &Option<Candidate>)| match candidate {
            Some(Candidate { target: Target { part: Part::Address(part), .. }, address, .. }) => {
                Some((column, *address, *part))
            }
            _ => None,
        };
        candidates.iter().enumerate().filter_map(address_part).collect()
    };
    let all = parts(candidates);
    let filled = |address: usize| -> usize {
        all.iter().filter(|part| part.1 == address).map(|part| look::filled_cells(samples, part.0).count()).sum()
    };
    // `max_by_key` would take the last of equals; the known order of addresses prefers the first.
    let Some(chosen) = all.iter().map(|part| part.1).min_by_key(|&address| (usize::MAX - filled(address), address))
    else {
        return;
    };
    for (column, address, _) in &all {
        if *address != chosen {
            candidates[*column] = None;
        }
    }
    let kept = parts(candidates);
    let has = |wanted: AddressPart| kept.iter().any(|part| part.2 == wanted);
    let is_divided = has(AddressPart::City) || has(AddressPart::PostalCode);
    for (column, _, part) in &kept {
        if *part != AddressPart::Formatted {
            continue;
        }
        if has(AddressPart::Street) {
            candidates[*column] = None;
        } else if let Some(candidate) = candidates[*column].as_mut().filter(|_| is_divided) {
            candidate.target.part = Part::Address(AddressPart::Street);
        }
    }
}

/// A whole name is not needed where a first or a last name stands on its own.
fn settle_names(candidates: &mut [Option<Candidate>]) {
    let is_part_of_a_name = |candidate: &Option<Candidate>| {
        candidate.is_some_and(|found| {
            matches!(found.target.field, "first_name" | "last_name") && found.target.part == Part::Whole
        })
    };
    if candidates.iter().any(is_part_of_a_name) {
        for candidate in candidates.iter_mut() {
            if candidate.is_some_and(|found| found.target.part == Part::FullName) {
                *candidate = None;
            }
        }
    }
}

/// Leaves each field that takes one column the surest one.
fn settle_single_columns(candidates: &mut [Option<Candidate>], samples: &[Vec<String>]) {
    for field in FIELDS.into_iter().filter(|field| !takes_several_columns(field)) {
        let best = candidates
            .iter()
            .enumerate()
            .filter_map(|(column, candidate)| {
                candidate.filter(|found| found.target.field == field).map(|found| (column, found))
            })
            .min_by_key(|(column, found)| {
                let is_blank = look::filled_cells(samples, *column).next().is_none();
                (is_blank, found.rank, *column)
            })
            .map(|(column, _)| column);
        for (column, candidate) in candidates.iter_mut().enumerate() {
            if candidate.is_some_and(|found| found.target.field == field) && best != Some(column) {
                *candidate = None;
            }
        }
    }
}

/// A column of labels and the column that it labels need each other.
fn settle_labels(candidates: &mut [Option<Candidate>]) {
    for column in 0..candidates.len() {
        let Some(found) = candidates[column] else { continue };
        let answers = |other: usize, wanted: Part| {
            candidates.get(other).copied().flatten().is_some_and(|other| other.target.part == wanted)
        };
        let settled = match found.target.part {
            Part::LabelOfColumn(values) if !answers(values, Part::LabelledByColumn(column)) => None,
            Part::LabelledByColumn(labels) if !answers(labels, Part::LabelOfColumn(column)) => {
                Some(Candidate { target: Target { part: Part::Whole, ..found.target }, ..found })
            }
            _ => continue,
        };
        candidates[column] = settled;
    }
}
