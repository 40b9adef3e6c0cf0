//! What the columns of a file of orders mean, and whether a file is one.
//!
//! A guess, for a person to correct, by the names of the columns alone: shops and tills write orders with few columns and
//! plain names. Folded as [`fold_header`] folds them; English and Simplified Chinese.

use super::dates::{DateOrder, DateProblem, parse_date};
use super::headers::fold_header;
use super::layouts::detected_layout;
use crate::domain::value::Currency;

/// What a column of a file of orders holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderColumn {
    /// The number by which the shop knows the customer.
    CustomerNumber,
    /// The customer's e-mail address.
    CustomerEmail,
    /// The customer's name.
    CustomerName,
    /// The day.
    Day,
    /// How many pieces.
    Quantity,
    /// For how much.
    Amount,
    /// The order's own number.
    Number,
    /// How far it is.
    Status,
    /// Notes.
    Notes,
}

/// Of two names for the same thing, the earlier is the better source.
const NAMES: &[(&str, OrderColumn)] = &[
    ("customerid", OrderColumn::CustomerNumber),
    ("customernumber", OrderColumn::CustomerNumber),
    ("customerno", OrderColumn::CustomerNumber),
    ("customercode", OrderColumn::CustomerNumber),
    ("clientid", OrderColumn::CustomerNumber),
    ("buyerid", OrderColumn::CustomerNumber),
    ("userid", OrderColumn::CustomerNumber),
    ("memberid", OrderColumn::CustomerNumber),
    ("accountid", OrderColumn::CustomerNumber),
    ("custid", OrderColumn::CustomerNumber),
    ("客户编号", OrderColumn::CustomerNumber),
    ("客户id", OrderColumn::CustomerNumber),
    ("会员编号", OrderColumn::CustomerNumber),
    ("会员号", OrderColumn::CustomerNumber),
    ("会员id", OrderColumn::CustomerNumber),
    ("customeremail", OrderColumn::CustomerEmail),
    ("email", OrderColumn::CustomerEmail),
    ("emailaddress", OrderColumn::CustomerEmail),
    ("buyeremail", OrderColumn::CustomerEmail),
    ("billingemail", OrderColumn::CustomerEmail),
    ("客户邮箱", OrderColumn::CustomerEmail),
    ("邮箱", OrderColumn::CustomerEmail),
    ("电子邮箱", OrderColumn::CustomerEmail),
    ("customername", OrderColumn::CustomerName),
    ("customer", OrderColumn::CustomerName),
    ("clientname", OrderColumn::CustomerName),
    ("client", OrderColumn::CustomerName),
    ("buyername", OrderColumn::CustomerName),
    ("buyer", OrderColumn::CustomerName),
    ("billingname", OrderColumn::CustomerName),
    ("客户姓名", OrderColumn::CustomerName),
    ("客户名称", OrderColumn::CustomerName),
    ("客户", OrderColumn::CustomerName),
    ("买家", OrderColumn::CustomerName),
    ("orderdate", OrderColumn::Day),
    ("dateoforder", OrderColumn::Day),
    ("orderedat", OrderColumn::Day),
    ("orderedon", OrderColumn::Day),
    ("purchasedate", OrderColumn::Day),
    ("dateofpurchase", OrderColumn::Day),
    ("purchasedat", OrderColumn::Day),
    ("transactiondate", OrderColumn::Day),
    ("saledate", OrderColumn::Day),
    ("invoicedate", OrderColumn::Day),
    ("paidat", OrderColumn::Day),
    ("date", OrderColumn::Day),
    ("day", OrderColumn::Day),
    ("createdat", OrderColumn::Day),
    ("下单日期", OrderColumn::Day),
    ("下单时间", OrderColumn::Day),
    ("订单日期", OrderColumn::Day),
    ("订单时间", OrderColumn::Day),
    ("购买日期", OrderColumn::Day),
    ("日期", OrderColumn::Day),
    ("quantity", OrderColumn::Quantity),
    ("qty", OrderColumn::Quantity),
    ("items", OrderColumn::Quantity),
    ("units", OrderColumn::Quantity),
    ("pieces", OrderColumn::Quantity),
    ("数量", OrderColumn::Quantity),
    ("件数", OrderColumn::Quantity),
    ("amount", OrderColumn::Amount),
    ("orderamount", OrderColumn::Amount),
    ("totalamount", OrderColumn::Amount),
    ("ordertotal", OrderColumn::Amount),
    ("ordervalue", OrderColumn::Amount),
    ("grandtotal", OrderColumn::Amount),
    ("total", OrderColumn::Amount),
    ("totalprice", OrderColumn::Amount),
    ("sales", OrderColumn::Amount),
    ("revenue", OrderColumn::Amount),
    ("value", OrderColumn::Amount),
    ("price", OrderColumn::Amount),
    ("金额", OrderColumn::Amount),
    ("订单金额", OrderColumn::Amount),
    ("实付金额", OrderColumn::Amount),
    ("总额", OrderColumn::Amount),
    ("总价", OrderColumn::Amount),
    ("ordernumber", OrderColumn::Number),
    ("orderno", OrderColumn::Number),
    ("orderid", OrderColumn::Number),
    ("invoicenumber", OrderColumn::Number),
    ("invoiceno", OrderColumn::Number),
    ("transactionid", OrderColumn::Number),
    ("receiptnumber", OrderColumn::Number),
    ("订单号", OrderColumn::Number),
    ("订单编号", OrderColumn::Number),
    ("status", OrderColumn::Status),
    ("orderstatus", OrderColumn::Status),
    ("状态", OrderColumn::Status),
    ("订单状态", OrderColumn::Status),
    ("notes", OrderColumn::Notes),
    ("note", OrderColumn::Notes),
    ("comment", OrderColumn::Notes),
    ("comments", OrderColumn::Notes),
    ("备注", OrderColumn::Notes),
];

/// The words that this program knows for how far an order is, folded.
const STATES: [&str; 10] =
    ["draft", "confirmed", "fulfilled", "completed", "cancelled", "草稿", "已确认", "已交付", "已完成", "已取消"];

/// What each column of a file of orders most likely is; `None` for columns that are not ours. No meaning is given twice:
/// the surest column gets it, and of equals the first.
pub fn guess_order_columns(headers: &[String], samples: &[Vec<String>]) -> Vec<Option<OrderColumn>> {
    let ranks: Vec<Option<(usize, OrderColumn)>> = headers
        .iter()
        .enumerate()
        .map(|(at, header)| named(header).filter(|(_, column)| fits(*column, samples, at)))
        .collect();
    let is_surest = |at: usize, rank: usize, column: OrderColumn| {
        let others = ranks.iter().enumerate().filter_map(|(other, found)| found.map(|found| (other, found)));
        others.filter(|(_, (_, one))| *one == column).all(|(other, (theirs, _))| (rank, at) <= (theirs, other))
    };
    ranks
        .iter()
        .enumerate()
        .map(|(at, found)| found.filter(|(rank, column)| is_surest(at, *rank, *column)).map(|(_, column)| column))
        .collect()
}

/// Whether a file holds orders rather than people: it says who, when, and how much or how many, and it is not the export
/// of a program that is known for its contacts.
pub fn looks_like_orders(headers: &[String], samples: &[Vec<String>]) -> bool {
    let columns = guess_order_columns(headers, samples);
    let has = |wanted: &[OrderColumn]| columns.iter().flatten().any(|column| wanted.contains(column));
    detected_layout(headers).is_none()
        && has(&[OrderColumn::CustomerNumber, OrderColumn::CustomerEmail, OrderColumn::CustomerName])
        && has(&[OrderColumn::Day])
        && has(&[OrderColumn::Amount, OrderColumn::Quantity])
}

/// The currency that the name of a column says: `amount_usd`, `Amount (EUR)`, `Total in €`, `金额（元）`.
pub fn currency_of_header(header: &str) -> Option<Currency> {
    split_currency(header).map(|(_, currency)| currency)
}

fn named(header: &str) -> Option<(usize, OrderColumn)> {
    let look_up = |folded: &str| NAMES.iter().position(|(name, _)| *name == folded).map(|at| (at, NAMES[at].1));
    look_up(&fold_header(header)).or_else(|| {
        let (rest, _) = split_currency(header)?;
        look_up(&fold_header(&rest)).filter(|(_, column)| *column == OrderColumn::Amount)
    })
}

/// A name without the currency at its end, and the currency.
fn split_currency(header: &str) -> Option<(String, Currency)> {
    let header = header.trim().trim_end_matches([')', '）', ']', '】']);
    let is_divider = |character: char| {
        character.is_whitespace() || matches!(character, '_' | '-' | '(' | '（' | '[' | '【' | '/' | ':' | '：' | '.')
    };
    let (before, last) = header.rsplit_once(is_divider)?;
    let before = before.trim_end_matches(is_divider);
    let before = before.strip_suffix(" in").unwrap_or(before);
    // A code in small letters is one only where it is known: `amount_net` is no currency.
    let currency = Currency::of_sign(last)
        .filter(|currency| last.chars().any(|character| !character.is_ascii_alphabetic()) || is_used(*currency))?;
    let currency = if currency.code() == "RMB" { Currency::CNY } else { currency };
    Some((before.to_owned(), currency))
}

/// The currencies that are recognised by their codes in the names of columns.
const USED: &[&str] = &[
    "USD", "EUR", "CNY", "RMB", "GBP", "JPY", "CHF", "CAD", "AUD", "NZD", "CZK", "PLN", "SEK", "NOK", "DKK", "HUF",
    "RON", "BGN", "UAH", "TRY", "INR", "BRL", "MXN", "ZAR", "SGD", "HKD", "TWD", "KRW", "THB", "IDR", "MYR", "PHP",
    "VND", "ILS", "AED", "SAR", "EGP", "NGN", "KES", "ARS", "CLP", "COP", "PEN",
];

fn is_used(currency: Currency) -> bool {
    USED.contains(&currency.code())
}

/// Whether the cells can be what the column's name promises; a column without any cell is believed.
fn fits(column: OrderColumn, samples: &[Vec<String>], at: usize) -> bool {
    let mut cells =
        samples.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).peekable();
    if cells.peek().is_none() {
        return true;
    }
    match column {
        OrderColumn::CustomerEmail => cells.any(|cell| cell.contains('@')),
        OrderColumn::Day => cells.any(|cell| {
            matches!(
                parse_date(cell, DateOrder::Unknown),
                Ok(_) | Err(DateProblem::Ambiguous | DateProblem::NoSuchDay | DateProblem::Empty)
            )
        }),
        OrderColumn::Amount => cells.any(|cell| cell.chars().any(|character| character.is_ascii_digit())),
        OrderColumn::Quantity => cells.any(|cell| cell.parse::<f64>().is_ok()),
        OrderColumn::Status => cells.all(|cell| STATES.contains(&fold_header(cell).as_str())),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::OrderColumn::*;
    use super::*;

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn names_are_folded_and_stand_once() {
        for (at, (name, _)) in NAMES.iter().enumerate() {
            assert_eq!(fold_header(name), *name);
            assert!(NAMES[..at].iter().all(|(other, _)| other != name), "{name} stands twice");
        }
    }

    #[test]
    fn columns_are_guessed() {
        let check = |headers: &[&str], row: &[&str], expected: &[Option<OrderColumn>], are_orders: bool| {
            let (headers, samples) = (strings(headers), [strings(row)]);
            assert_eq!(guess_order_columns(&headers, &samples), expected, "{headers:?}");
            assert_eq!(looks_like_orders(&headers, &samples), are_orders, "{headers:?}");
        };
        check(
            &["customer_id", "order_date", "quantity", "amount_usd"],
            &["00001", "1997-01-01", "1", "11.77"],
            &[Some(CustomerNumber), Some(Day), Some(Quantity), Some(Amount)],
            true,
        );
        check(
            &["Order ID", "Email", "Date", "Total (EUR)", "Status"],
            &["7", "a@b.co", "03/04/2026", "12,50", "paid"],
            &[Some(Number), Some(CustomerEmail), Some(Day), Some(Amount), None],
            true,
        );
        check(
            &["订单号", "客户姓名", "下单日期", "金额（元）", "状态"],
            &["1", "李明", "2024年3月1日", "12", "已完成"],
            &[Some(Number), Some(CustomerName), Some(Day), Some(Amount), Some(Status)],
            true,
        );
        // The better name wins wherever it stands.
        check(
            &["date", "order date", "customer", "price", "amount"],
            &["2024-01-01", "2024-01-02", "Ana", "1", "2"],
            &[None, Some(Day), Some(CustomerName), None, Some(Amount)],
            true,
        );
        check(&["name", "email", "phone"], &["Ana", "a@b.co", "1"], &[None, Some(CustomerEmail), None], false);
        check(&["email", "date"], &["a@b.co", "2024-01-01"], &[Some(CustomerEmail), Some(Day)], false);
        check(
            &["customer_id", "date", "amount"],
            &["1", "soon", "2"],
            &[Some(CustomerNumber), None, Some(Amount)],
            false,
        );
    }

    #[test]
    fn a_header_may_say_the_currency() {
        let check = |header: &str, expected: Option<&str>| {
            let found = currency_of_header(header);
            assert_eq!(found.as_ref().map(Currency::code), expected, "{header}");
        };
        check("amount_usd", Some("USD"));
        check("Amount (EUR)", Some("EUR"));
        check("Total in €", Some("EUR"));
        check("金额（元）", Some("CNY"));
        check("Total [czk]", Some("CZK"));
        check("金额(RMB)", Some("CNY"));
        check("amount", None);
        check("amount_net", None);
        check("order sum", None);
        check("", None);
    }
}
