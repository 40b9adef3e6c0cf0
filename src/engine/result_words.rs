//! What the columns of a file of results are called, and what people and programs call a result.

use crate::domain::recipient::{self, results};
use crate::engine::campaign_plan::ResultColumns;
use crate::formats::csv_read::Row;
use crate::formats::headers::fold_header;
use crate::messages::Language;

/// What column names mean, folded as [`fold_header`] does.
const EMAIL_HEADERS: &[&str] = &["email", "emails", "emailaddress", "mail", "电子邮件", "邮箱", "邮件", "邮箱地址"];
const NUMBER_HEADERS: &[&str] =
    &["number", "ownnumber", "externalid", "customerid", "customernumber", "id", "自有编号", "客户编号", "编号"];
const NAME_HEADERS: &[&str] = &["name", "fullname", "customer", "姓名", "名称", "客户"];
const RESULT_HEADERS: &[&str] = &["result", "outcome", "status", "response", "结果", "状态"];
const AMOUNT_HEADERS: &[&str] =
    &["amount", "value", "broughtin", "revenue", "sales", "total", "spend", "金额", "带来金额", "销售额"];

/// What else people and programs call a result, folded as headers are. The names and labels of the choices count too.
const RESULT_WORDS: &[(&str, u16)] = &[
    ("delivered", results::REACHED),
    ("sent", results::REACHED),
    ("opened", results::REACHED),
    ("received", results::REACHED),
    ("clicked", results::RESPONDED),
    ("replied", results::RESPONDED),
    ("answered", results::RESPONDED),
    ("response", results::RESPONDED),
    ("bought", results::CONVERTED),
    ("purchased", results::CONVERTED),
    ("purchase", results::CONVERTED),
    ("sold", results::CONVERTED),
    ("sale", results::CONVERTED),
    ("ordered", results::CONVERTED),
    ("conversion", results::CONVERTED),
    ("undelivered", results::BOUNCED),
    ("bounce", results::BOUNCED),
    ("failed", results::BOUNCED),
    ("unsubscribed", results::OPTED_OUT),
    ("optout", results::OPTED_OUT),
    ("complained", results::OPTED_OUT),
    ("成交", results::CONVERTED),
    ("购买", results::CONVERTED),
    ("送达", results::REACHED),
    ("回应", results::RESPONDED),
    ("退订", results::OPTED_OUT),
    ("退信", results::BOUNCED),
];

/// What the columns seem to be, by their names; an e-mail column also by what is in it.
pub(super) fn guessed(headers: &[String], rows: &[Row]) -> ResultColumns {
    let folded: Vec<String> = headers.iter().map(|name| fold_header(name)).collect();
    let named = |names: &[&str]| {
        let at = names.iter().find_map(|name| folded.iter().position(|folded| folded == name));
        at.and_then(|at| u32::try_from(at).ok())
    };
    let with_at = || {
        let is_email = |row: &Row, at: usize| row.cells.get(at).is_some_and(|cell| cell.contains('@'));
        let at = (0..headers.len()).find(|at| rows.iter().take(50).any(|row| is_email(row, *at)))?;
        u32::try_from(at).ok()
    };
    ResultColumns {
        email: named(EMAIL_HEADERS).or_else(with_at),
        number: named(NUMBER_HEADERS),
        name: named(NAME_HEADERS),
        result: named(RESULT_HEADERS),
        amount: named(AMOUNT_HEADERS),
    }
}

/// The result that a word means.
pub(super) fn result_of(text: &str) -> Option<u16> {
    let folded = fold_header(text);
    let choice = recipient::RESULTS.iter().find(|choice| {
        [choice.name, choice.label.text(Language::English), choice.label.text(Language::Chinese)]
            .iter()
            .any(|name| fold_header(name) == folded)
    });
    let word = || RESULT_WORDS.iter().find(|(word, _)| *word == folded).map(|(_, code)| *code);
    choice.map(|choice| choice.code).or_else(word)
}
