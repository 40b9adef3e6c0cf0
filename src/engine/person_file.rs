//! Everything about one person as a file: JSON for a program, a page for the person, past values in both.

use crate::domain::field::{Field, FieldKind, Neighbours};
use crate::domain::id::Id;
use crate::domain::parse;
use crate::domain::record::{DELETION, Kind};
use crate::domain::value::Value;
use crate::engine::core::{Engine, Stopped};
use crate::engine::person::Mentions;
use crate::engine::person_protocol::PersonFile;
use crate::engine::protocol::{ExportedFile, HistoryEntry, Job};
use crate::formats::dates::instant_text;
use crate::messages::{Language, Message, person as words};
use crate::storage::Disk;

/// A record in words.
struct Told {
    kind: Kind,
    id: Id,
    title: String,
    in_trash: bool,
    /// Fields with their values.
    values: Vec<(&'static Field, String)>,
    /// When, who, which field, before, after.
    past: Vec<Past>,
}

struct Past {
    at: String,
    member: String,
    field: &'static Field,
    before: String,
    after: String,
}

impl<D: Disk + 'static> Engine<D> {
    /// Everything that is theirs, or that they are part of, in one file.
    pub(super) async fn person_file(
        &self,
        job: Job,
        id: Id,
        form: PersonFile,
        language: Language,
    ) -> Result<ExportedFile, Stopped> {
        let mentions = Mentions::of(&self.book.borrow(), &[id]);
        let mut records: Vec<(Kind, Id)> = mentions.own.iter().chain(&mentions.business).copied().collect();
        // The person first, then kind by kind.
        records.sort_by_key(|(kind, other)| (*other != id, *kind, *other));
        let mut told = Vec::with_capacity(records.len());
        for (done, (kind, id)) in records.iter().enumerate() {
            let history = self.history(*kind, *id).await?;
            told.extend(self.told(*kind, *id, &history));
            self.go_on(job, done as u64, records.len() as u64).await?;
        }
        let now = instant_text(i64::try_from(self.environment.now()).unwrap_or(i64::MAX));
        let (text, ending, media_type) = match form {
            PersonFile::Json => (as_json(&told, &now), "json", "application/json"),
            PersonFile::Page => (as_page(&told, &now, language), "html", "text/html;charset=utf-8"),
        };
        Ok(ExportedFile {
            // The name of the person does not belong into the name of a file.
            name: format!("burrow-person-{}.{ending}", &now[..now.len().min(10)]),
            media_type: media_type.to_owned(),
            bytes: text.into_bytes(),
            rows: told.len() as u64,
        })
    }

    fn told(&self, kind: Kind, id: Id, history: &[HistoryEntry]) -> Option<Told> {
        let book = self.book.borrow();
        let neighbours = book.neighbours();
        let view = book.table(kind)?.find(id)?;
        let mut values = Vec::new();
        for field in kind.fields().iter().filter(|field| field.is_shown()) {
            let text = words_of(field, &field.get(&view, &neighbours), &neighbours);
            if !text.is_empty() {
                values.push((field, text));
            }
        }
        let mut past = Vec::new();
        for entry in history {
            for change in entry.changes.iter().filter(|change| change.field != DELETION) {
                let Some(field) = kind.field(change.field).filter(|field| field.is_shown()) else { continue };
                past.push(Past {
                    at: instant_text(i64::try_from(entry.at).unwrap_or(i64::MAX)),
                    member: entry.member.clone().unwrap_or_default(),
                    field,
                    before: words_of(field, &change.before.value, &neighbours),
                    after: words_of(field, &change.after.value, &neighbours),
                });
            }
        }
        let title =
            kind.field(kind.title_field()).map(|field| words_of(field, &field.get(&view, &neighbours), &neighbours));
        Some(Told { kind, id, title: title.unwrap_or_default(), in_trash: view.is_deleted(), values, past })
    }
}

fn words_of(field: &Field, value: &Value, neighbours: &dyn Neighbours) -> String {
    match (field.kind, value) {
        (_, Value::Empty) => String::new(),
        (FieldKind::Link(kind), Value::Link(id)) => neighbours.title(kind, *id).unwrap_or_default(),
        (_, Value::Instant(milliseconds)) => instant_text(*milliseconds),
        (_, Value::Address(address)) => {
            let parts: Vec<String> = address.parts().map(ToString::to_string).into_iter().collect();
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        }
        _ => parse::to_text(field, value),
    }
}

/// A string of JSON (RFC 8259, section 7).
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", control as u32)),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

fn as_json(records: &[Told], now: &str) -> String {
    let record = |told: &Told| {
        let values: Vec<String> =
            told.values.iter().map(|(field, text)| format!("{}: {}", quoted(field.name), quoted(text))).collect();
        let past: Vec<String> = told
            .past
            .iter()
            .map(|past| {
                format!(
                    "{{\"at\": {}, \"by\": {}, \"field\": {}, \"before\": {}, \"after\": {}}}",
                    quoted(&past.at),
                    quoted(&past.member),
                    quoted(past.field.name),
                    quoted(&past.before),
                    quoted(&past.after)
                )
            })
            .collect();
        format!(
            "  {{\"kind\": {}, \"id\": {}, \"in_trash\": {},\n   \"values\": {{{}}},\n   \"history\": [{}]}}",
            quoted(told.kind.name()),
            quoted(&told.id.to_string()),
            told.in_trash,
            values.join(", "),
            past.join(",\n    ")
        )
    };
    let records: Vec<String> = records.iter().map(record).collect();
    format!("{{\"made\": {},\n \"records\": [\n{}\n]}}\n", quoted(now), records.join(",\n"))
}

/// A text inside an element of HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\n', "<br>")
}

fn as_page(records: &[Told], now: &str, language: Language) -> String {
    let word = |message: Message| escaped(message.text(language));
    let title = records.first().map(|told| escaped(&told.title)).unwrap_or_default();
    let code = if language == Language::Chinese { "zh-Hans" } else { "en" };
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{code}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>body{{font:14px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}\
         table{{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}}th,td{{text-align:start;vertical-align:top;\
         padding:.3rem .6rem;border-bottom:1px solid #ccc}}th{{width:12rem}}h2{{margin-top:2rem}}</style>\n<h1>{}</h1><p>{}</p>\n",
        escaped(
            &words::FILE_TITLE
                .fill(language, &[("person", &records.first().map(|told| told.title.clone()).unwrap_or_default())])
        ),
        escaped(&words::FILE_MADE.fill(language, &[("when", now)])),
    );
    for told in records {
        let trash = if told.in_trash { format!(" ({})", word(words::FILE_IN_TRASH)) } else { String::new() };
        page.push_str(&format!("<h2>{}: {}{trash}</h2>\n<table>", word(told.kind.one()), escaped(&told.title)));
        for (field, text) in &told.values {
            page.push_str(&format!("<tr><th>{}</th><td>{}</td></tr>", word(field.label), escaped(text)));
        }
        page.push_str("</table>\n");
        if told.past.is_empty() {
            continue;
        }
        page.push_str(&format!(
            "<h3>{}</h3><table><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th></tr>",
            word(words::FILE_PAST),
            word(words::FILE_WHEN),
            word(words::FILE_FIELD),
            word(words::FILE_BEFORE),
            word(words::FILE_AFTER)
        ));
        for past in &told.past {
            page.push_str(&format!(
                "<tr><td>{}<br>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                escaped(&past.at),
                escaped(&past.member),
                word(past.field.label),
                escaped(&past.before),
                escaped(&past.after)
            ));
        }
        page.push_str("</table>\n");
    }
    page.push_str("</html>\n");
    page
}
