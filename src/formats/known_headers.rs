//! The column names of other programs, folded as `headers::fold_header` folds them. Gathered from their documentation,
//! parsers and sample files; none is a promise of that program, hence the loose matching.

mod names;
mod programs;

use super::layouts::{AddressPart, Label, Part, Target};

pub(super) use names::NOT_OURS;
pub(super) use programs::LAYOUTS;

/// A folded column name, the field that it feeds, and which part of it.
pub(super) type KnownColumn = (&'static str, &'static str, Part);

/// The columns of one program.
pub(super) struct Layout {
    pub(super) program: &'static str,
    /// The names that tell it from all others; all of them must be there.
    pub(super) marks: &'static [&'static str],
    /// The columns that mean something else or more than they would on their own. Of two that feed the same single
    /// field, the earlier is meant.
    pub(super) columns: &'static [KnownColumn],
    /// Columns that feed nothing and must not be guessed at.
    pub(super) not_ours: &'static [&'static str],
}

/// The target of a column name on its own, with its place in the table.
pub(super) fn single(header: &str) -> Option<(usize, Target)> {
    if let Some(index) = names::COLUMNS.iter().position(|(name, _, _)| *name == header) {
        let (_, field, part) = names::COLUMNS[index];
        return Some((index, Target { field, part }));
    }
    contact_column(header).map(|target| (names::COLUMNS.len(), target))
}

/// Names put together of a word for e-mail or telephone and a kind, in either order, perhaps numbered: `work email`,
/// `Phone (Mobile)`, `email2`, `Business Phone 2`.
fn contact_column(header: &str) -> Option<Target> {
    let header = header.trim_end_matches(|character: char| character.is_ascii_digit());
    for (field, words) in [("emails", names::EMAIL_WORDS), ("phones", names::PHONE_WORDS)] {
        for word in words {
            let kind = match (header.strip_prefix(word), header.strip_suffix(word)) {
                (Some(""), _) => return Some(Target { field, part: Part::Whole }),
                (Some(after), Some(before)) => {
                    label(after.trim_start_matches(|c: char| c.is_ascii_digit())).or_else(|| label(before))
                }
                (Some(after), None) => label(after.trim_start_matches(|c: char| c.is_ascii_digit())),
                (None, Some(before)) => label(before),
                (None, None) => continue,
            };
            if let Some(kind) = kind {
                return Some(Target { field, part: Part::Labelled(kind) });
            }
        }
    }
    None
}

/// The kind that a folded word names.
pub(super) fn label(folded: &str) -> Option<Label> {
    names::LABELS.iter().find(|(word, _)| *word == folded).map(|(_, label)| *label)
}

/// Columns that come numbered and in pairs, as Google writes them: `E-mail 1 - Label` and `E-mail 1 - Value`.
pub(super) fn numbered(folded: &[String], column: usize) -> Option<Target> {
    let header = folded[column].as_str();
    for (word, field) in [("email", "emails"), ("phone", "phones"), ("website", "website")] {
        let Some(rest) = header.strip_prefix(word) else { continue };
        let ending = rest.trim_start_matches(|character: char| character.is_ascii_digit());
        let number = &rest[..rest.len() - ending.len()];
        if number.is_empty() || !matches!(ending, "value" | "label" | "type") {
            continue;
        }
        let find = |wanted: &str| {
            let wanted = format!("{word}{number}{wanted}");
            folded.iter().position(|other| *other == wanted)
        };
        if field == "website" {
            return (ending == "value").then_some(Target { field, part: Part::Whole });
        }
        let values = find("value")?;
        let labels = find("label").or_else(|| find("type"));
        let part = match labels {
            Some(labels) if column == values => Part::LabelledByColumn(labels),
            Some(labels) if column == labels => Part::LabelOfColumn(values),
            None if column == values => Part::Whole,
            _ => return None,
        };
        return Some(Target { field, part });
    }
    None
}

/// The part of an address that a name means, and which address it is by the order of preference.
pub(super) fn address_part(header: &str) -> Option<(usize, AddressPart)> {
    let header = header.strip_suffix("ofaddress").unwrap_or(header);
    names::ADDRESSES.iter().find_map(|(prefix, address)| {
        let rest = header.strip_prefix(prefix)?;
        names::ADDRESS_PARTS.iter().find(|(name, _)| *name == rest).map(|(_, part)| (*address, *part))
    })
}

#[cfg(test)]
mod tests {
    use super::super::headers::fold_header;
    use super::super::layouts::FIELDS;
    use super::*;

    #[test]
    fn every_name_is_folded_and_every_field_is_known() {
        let columns = LAYOUTS.iter().flat_map(|layout| layout.columns).chain(names::COLUMNS);
        for (name, field, part) in columns {
            assert_eq!(fold_header(name), *name);
            assert!(FIELDS.contains(field), "{name} feeds {field}");
            if matches!(part, Part::Labelled(_)) {
                assert!(matches!(*field, "emails" | "phones"), "{name}");
            }
        }
        let others = LAYOUTS.iter().flat_map(|layout| layout.marks.iter().chain(layout.not_ours)).chain(NOT_OURS);
        let words =
            names::EMAIL_WORDS.iter().chain(names::PHONE_WORDS).chain(names::LABELS.iter().map(|(word, _)| word));
        let addresses =
            names::ADDRESSES.iter().map(|(word, _)| word).chain(names::ADDRESS_PARTS.iter().map(|(word, _)| word));
        for name in others.chain(words).chain(addresses) {
            assert_eq!(fold_header(name), *name);
        }
    }

    #[test]
    fn no_name_stands_twice() {
        for layout in LAYOUTS {
            for (index, (name, _, _)) in layout.columns.iter().enumerate() {
                assert!(
                    layout.columns[..index].iter().all(|(earlier, _, _)| earlier != name),
                    "{} {name}",
                    layout.program
                );
                assert!(!layout.not_ours.contains(name), "{} {name}", layout.program);
            }
        }
        for (index, (name, _, _)) in names::COLUMNS.iter().enumerate() {
            assert!(names::COLUMNS[..index].iter().all(|(earlier, _, _)| earlier != name), "{name}");
            assert!(!NOT_OURS.contains(name), "{name}");
        }
    }

    #[test]
    fn names_put_together() {
        for (header, field, part) in [
            ("workemail", "emails", Part::Labelled(Label::Work)),
            ("emailwork", "emails", Part::Labelled(Label::Work)),
            ("email2", "emails", Part::Whole),
            ("email2address", "emails", Part::Whole),
            ("phonemobile", "phones", Part::Labelled(Label::Mobile)),
            ("businessphone2", "phones", Part::Labelled(Label::Work)),
            ("businessfax", "phones", Part::Labelled(Label::Fax)),
            ("办公电话", "phones", Part::Labelled(Label::Work)),
            ("手机号码", "phones", Part::Labelled(Label::Mobile)),
        ] {
            assert_eq!(single(header).map(|(_, target)| target), Some(Target { field, part }), "{header}");
        }
        for header in ["assistantphone", "phonetic", "emailed", "phonebook", ""] {
            assert_eq!(single(header).map(|(_, target)| target), None, "{header}");
        }
    }

    #[test]
    fn parts_of_addresses() {
        for (header, expected) in [
            ("mailingstreet", Some(AddressPart::Street)),
            ("mailingzippostalcode", Some(AddressPart::PostalCode)),
            ("businessstreet2", Some(AddressPart::Street)),
            ("address1postalcode", Some(AddressPart::PostalCode)),
            ("address1", Some(AddressPart::Street)),
            ("address", Some(AddressPart::Formatted)),
            ("stateregion", Some(AddressPart::Region)),
            ("organizationaddresszippostalcodeofaddress", Some(AddressPart::PostalCode)),
            ("邮政编码", Some(AddressPart::PostalCode)),
            ("emailaddress", None),
            ("ipaddress", None),
        ] {
            assert_eq!(address_part(header).map(|(_, part)| part), expected, "{header}");
        }
    }
}
