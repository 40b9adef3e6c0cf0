//! What the cells of a column say about it.

use super::cells::{is_like_email, is_like_phone, parse_boolean, split_list};
use super::dates::{DateOrder, DateProblem, parse_date};
use super::headers::fold_header;
use super::layouts::{Part, Target};

/// The states that a customer can be in, folded, as this program writes them in its languages.
const STATES: [&str; 9] = ["lead", "active", "dormant", "lost", "线索", "潜在客户", "活跃", "沉睡", "流失"];
/// The two types of customer, folded.
const TYPES: [&str; 12] = [
    "person",
    "organisation",
    "organization",
    "company",
    "individual",
    "contact",
    "个人",
    "单位",
    "公司",
    "组织",
    "机构",
    "企业",
];
/// Plain days that lie at least so many years apart are birthdays rather than days of the business.
const YEARS_BETWEEN_BIRTHDAYS: i32 = 15;

/// The cells of a column that are not blank, trimmed.
pub(super) fn filled_cells(samples: &[Vec<String>], column: usize) -> impl Iterator<Item = &str> {
    samples.iter().filter_map(move |row| row.get(column)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
}

/// Whether the cells can be what the column's name promises. Words of another program's own ("warm", "hot") are not our
/// states; a column without any cell is believed.
pub(super) fn fits(target: &Target, samples: &[Vec<String>], column: usize) -> bool {
    let mut cells = filled_cells(samples, column);
    match target.field {
        "status" => cells.all(|cell| STATES.contains(&fold_header(cell).as_str())),
        "type" => cells.all(|cell| TYPES.contains(&fold_header(cell).as_str())),
        "do_not_contact" => cells.all(|cell| parse_boolean(cell).is_some()),
        // One cell that reads is enough: the others are for the import to report.
        "birthday" => {
            none_or_any(cells, |cell| is_day(cell) || parse_date(cell, DateOrder::Unknown) == Err(DateProblem::Empty))
        }
        "emails" if !matches!(target.part, Part::LabelOfColumn(_)) => none_or_any(cells, |cell| cell.contains('@')),
        _ => true,
    }
}

/// Whether the cell is written as a day, in whichever order, even one that the calendar does not have.
fn is_day(cell: &str) -> bool {
    matches!(parse_date(cell, DateOrder::Unknown), Ok(_) | Err(DateProblem::Ambiguous | DateProblem::NoSuchDay))
}

fn none_or_any<'a>(cells: impl Iterator<Item = &'a str>, does: impl Fn(&str) -> bool) -> bool {
    let mut cells = cells.peekable();
    cells.peek().is_none() || cells.any(does)
}

/// What a column whose name says nothing holds by the look of its cells: e-mail addresses, telephone numbers, pages of
/// LinkedIn, or birthdays.
pub(super) fn target_by_look(header: &str, samples: &[Vec<String>], column: usize) -> Option<Target> {
    let cells: Vec<&str> = filled_cells(samples, column).collect();
    let all_look = |looks: fn(&str) -> bool| !cells.is_empty() && most(cells.iter().copied(), looks);
    // The column of another person's address is not the customer's.
    if ["owner", "manager", "assistant", "createdby", "负责人", "经理"].iter().any(|other| header.contains(other))
    {
        return None;
    }
    let field = if all_look(|cell| split_list(cell).iter().all(|value| is_like_email(value))) {
        "emails"
    } else if all_look(|cell| cell.contains("linkedin.com/")) {
        "linkedin"
    } else if all_look(|cell| !is_day(cell) && is_like_phone(cell)) {
        "phones"
    } else if has_birthdays(&cells) {
        "birthday"
    } else {
        return None;
    };
    Some(Target { field, part: Part::Whole })
}

/// Days without a time, at least three of them, far apart.
fn has_birthdays(cells: &[&str]) -> bool {
    let mut years = Vec::new();
    for cell in cells {
        match parse_date(cell, DateOrder::DayMonthYear).or_else(|_| parse_date(cell, DateOrder::MonthDayYear)) {
            Ok(date) if !cell.contains(':') && cell.contains(|c: char| !c.is_ascii_digit()) => years.extend(date.year),
            _ => return false,
        }
    }
    match (years.iter().min(), years.iter().max()) {
        (Some(first), Some(last)) => years.len() >= 3 && last - first >= YEARS_BETWEEN_BIRTHDAYS,
        _ => false,
    }
}

/// Whether at least four in five do; true of none.
fn most<'a>(cells: impl Iterator<Item = &'a str>, does: impl Fn(&str) -> bool) -> bool {
    let (mut count, mut doing) = (0_usize, 0_usize);
    for cell in cells {
        count += 1;
        doing += usize::from(does(cell));
    }
    doing * 5 >= count * 4
}
