//! The customers of a sample: invented people and organisations, every one tagged.

use super::Setting;
use super::chance::Chance;
use crate::domain::change::Change;
use crate::domain::customer::{self, person_name, statuses, types};
use crate::domain::entity::CREATED;
use crate::domain::id::Id;
use crate::domain::record::Kind;
use crate::domain::value::{Address, ContactLabel, Day, Email, Labelled, Phone, Value, Website, days_in_month};

/// The tag that every sample record carries.
pub const TAG: &str = "sample";
/// How many customers there are.
pub(super) const COUNT: usize = ORGANISATIONS.len() + PEOPLE;

const PEOPLE: usize = 34;

/// Name, the name in web addresses, industry, city, country.
const ORGANISATIONS: [(&str, &str, &str, &str, &str); 8] = [
    ("Kiln & Co", "kiln", "Ceramics", "Prague", "Czechia"),
    ("Harbor Finance", "harbor-finance", "Finance", "Rotterdam", "Netherlands"),
    ("Maple Goods", "maple-goods", "Retail", "Toronto", "Canada"),
    ("Larch Street Clinic", "larch-street", "Health", "Leeds", "United Kingdom"),
    ("Blue Door School", "blue-door", "Education", "Accra", "Ghana"),
    ("一舟贸易", "yizhou", "贸易", "深圳", "中国"),
    ("青禾教育", "qinghe", "教育", "成都", "中国"),
    ("云杉诊所", "yunshan", "医疗", "上海", "中国"),
];

/// The first organisation whose people have Chinese names.
const FIRST_CHINESE: usize = 5;

const FIRST_NAMES: [(&str, &str); 16] = [
    ("Dana", "dana"),
    ("Ivan", "ivan"),
    ("Hana", "hana"),
    ("Kofi", "kofi"),
    ("Petra", "petra"),
    ("Omar", "omar"),
    ("Benoît", "benoit"),
    ("Elif", "elif"),
    ("Nils", "nils"),
    ("Amara", "amara"),
    ("Lucía", "lucia"),
    ("Mateo", "mateo"),
    ("Ingrid", "ingrid"),
    ("Priya", "priya"),
    ("Jonas", "jonas"),
    ("Fatima", "fatima"),
];
const LAST_NAMES: [(&str, &str); 16] = [
    ("Novák", "novak"),
    ("Weber", "weber"),
    ("Dubois", "dubois"),
    ("Mensah", "mensah"),
    ("Král", "kral"),
    ("Haddad", "haddad"),
    ("Okafor", "okafor"),
    ("Larsen", "larsen"),
    ("Silva", "silva"),
    ("Rossi", "rossi"),
    ("Nowak", "nowak"),
    ("Patel", "patel"),
    ("Yılmaz", "yilmaz"),
    ("Berg", "berg"),
    ("Moreau", "moreau"),
    ("Quist", "quist"),
];
const CHINESE_FIRST_NAMES: [(&str, &str); 10] = [
    ("明", "ming"),
    ("芳", "fang"),
    ("静", "jing"),
    ("晓雯", "xiaowen"),
    ("志强", "zhiqiang"),
    ("雨桐", "yutong"),
    ("建国", "jianguo"),
    ("思远", "siyuan"),
    ("佳怡", "jiayi"),
    ("浩然", "haoran"),
];
const CHINESE_LAST_NAMES: [(&str, &str); 10] = [
    ("李", "li"),
    ("王", "wang"),
    ("陈", "chen"),
    ("林", "lin"),
    ("周", "zhou"),
    ("吴", "wu"),
    ("黄", "huang"),
    ("赵", "zhao"),
    ("何", "he"),
    ("许", "xu"),
];

/// English and Chinese, at the same places.
const JOBS: [(&str, &str); 6] = [
    ("Owner", "负责人"),
    ("Buyer", "采购"),
    ("Accountant", "会计"),
    ("Office manager", "行政主管"),
    ("Sales lead", "销售主管"),
    ("Technician", "技术员"),
];
const SOURCES: [(&str, &str); 5] = [
    ("Recommendation", "朋友介绍"),
    ("Trade fair", "展会"),
    ("Website", "网站"),
    ("Walk-in", "上门"),
    ("Newsletter", "简报"),
];
const NOTES: [(&str, &str); 4] = [
    ("Prefers a call in the morning.", "希望上午联系。"),
    ("Asked about the spring list; send prices.", "询问过春季目录，请发送报价。"),
    ("Met at the trade fair; follow up in a month.", "展会上认识，一个月后跟进。"),
    ("Pays promptly. Likes short messages.", "付款及时，喜欢简短的消息。"),
];
const FURTHER_TAGS: [(&str, &str); 4] =
    [("wholesale", "批发"), ("vip", "重点"), ("newsletter", "简报"), ("local", "本地")];

/// The changes that make the sample customers, organisations first; one for each of `ids`, at most [`COUNT`].
pub(super) fn customers(setting: &Setting, chance: &mut Chance, ids: &[Id]) -> Vec<Change> {
    let mut used = Vec::new();
    let (organisation_ids, person_ids) = ids.split_at(ids.len().min(ORGANISATIONS.len()));
    let mut changes: Vec<Change> =
        organisation_ids.iter().enumerate().map(|(index, id)| organisation(setting, chance, *id, index)).collect();
    // Where people come for themselves, it does not matter where they work.
    let workplaces = if setting.trade.is_private() { &[] } else { organisation_ids };
    for (index, id) in person_ids.iter().take(PEOPLE).enumerate() {
        changes.push(person(setting, chance, (*id, index), workplaces, &mut used));
    }
    changes
}

fn organisation(setting: &Setting, chance: &mut Chance, id: Id, index: usize) -> Change {
    let (name, web, industry, city, country) = ORGANISATIONS[index];
    let chinese = index >= FIRST_CHINESE;
    let mut fields = vec![
        (customer::TYPE, Value::Choice(types::ORGANISATION)),
        (customer::ORGANISATION_NAME, text(name)),
        (customer::INDUSTRY, text(industry)),
        (customer::STATUS, status(chance)),
        (customer::TAGS, tags(chance, chinese)),
        (
            customer::ADDRESS,
            Value::Address(Address { city: city.to_owned(), country: country.to_owned(), ..Address::default() }),
        ),
        (customer::SOURCE, text(one_of(chance, &SOURCES, chinese))),
    ];
    fields.extend(emails(&[(&format!("hello@{web}.example.com"), ContactLabel::Work)]));
    fields.extend(phones(chance, ContactLabel::Main));
    fields.extend(
        Website::parse(&format!("https://{web}.example.com/")).map(|site| (customer::WEBSITE, Value::Website(site))),
    );
    fields.push((CREATED, made(setting, chance)));
    Change::edit(Kind::Customer, id, fields)
}

/// Customers came over the last year, more of them lately.
fn made(setting: &Setting, chance: &mut Chance) -> Value {
    const DAY: i64 = 86_400_000;
    let (one, other) = (chance.between(1, 350), chance.between(1, 350));
    Value::Instant(setting.now - one.min(other) * DAY)
}

fn person(
    setting: &Setting,
    chance: &mut Chance,
    (id, index): (Id, usize),
    organisations: &[Id],
    used: &mut Vec<String>,
) -> Change {
    // Three in four work at one of the organisations, in turn, so that each has some.
    let workplace = (index % 4 != 3 && !organisations.is_empty()).then(|| index % organisations.len());
    let chinese =
        workplace.map_or(index % 8 == 7 || (organisations.is_empty() && index % 3 == 0), |at| at >= FIRST_CHINESE);
    let ((first, first_mail), (last, last_mail)) = fresh_name(chance, chinese, used);
    let mut fields = vec![
        (customer::TYPE, Value::Choice(types::PERSON)),
        (customer::FIRST_NAME, text(first)),
        (customer::LAST_NAME, text(last)),
        (customer::STATUS, status(chance)),
        (customer::TAGS, tags(chance, chinese)),
        (customer::SOURCE, text(one_of(chance, &SOURCES, chinese))),
    ];
    let personal = format!("{first_mail}.{last_mail}@example.com");
    match workplace {
        Some(at) => {
            let (_, web, _, city, country) = ORGANISATIONS[at];
            fields.push((customer::WORKS_AT, Value::Link(organisations[at])));
            fields.push((customer::JOB_TITLE, text(one_of(chance, &JOBS, chinese))));
            fields.push((
                customer::ADDRESS,
                Value::Address(Address { city: city.to_owned(), country: country.to_owned(), ..Address::default() }),
            ));
            let work = format!("{first_mail}@{web}.example.com");
            let both = [(work.as_str(), ContactLabel::Work), (personal.as_str(), ContactLabel::Home)];
            fields.extend(emails(if chance.one_in(4) { &both } else { &both[..1] }));
        }
        None => fields.extend(emails(&[(personal.as_str(), ContactLabel::Home)])),
    }
    fields.extend(phones(chance, ContactLabel::Mobile));
    if chance.one_in(2) {
        fields.extend(birthday(chance).map(|day| (customer::BIRTHDAY, Value::Day(day))));
    }
    if chance.one_in(3) {
        fields.push((customer::NOTES, text(one_of(chance, &NOTES, chinese))));
    }
    if chance.one_in(12) {
        fields.push((customer::DO_NOT_CONTACT, Value::Boolean(true)));
        fields.push((customer::DO_NOT_CONTACT_REASON, Value::Choice(3)));
    }
    fields.push((CREATED, made(setting, chance)));
    Change::edit(Kind::Customer, id, fields)
}

type Name = (&'static str, &'static str);

/// A name that no other sample person has.
fn fresh_name(chance: &mut Chance, chinese: bool, used: &mut Vec<String>) -> (Name, Name) {
    let (firsts, lasts): (&[Name], &[Name]) =
        if chinese { (&CHINESE_FIRST_NAMES, &CHINESE_LAST_NAMES) } else { (&FIRST_NAMES, &LAST_NAMES) };
    loop {
        let (first, last) = (firsts[chance.below(firsts.len())], lasts[chance.below(lasts.len())]);
        let name = person_name(first.0, "", last.0);
        if !used.contains(&name) {
            used.push(name);
            return (first, last);
        }
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn one_of(chance: &mut Chance, choices: &[(&'static str, &'static str)], chinese: bool) -> &'static str {
    let (english, own) = choices[chance.below(choices.len())];
    if chinese { own } else { english }
}

fn status(chance: &mut Chance) -> Value {
    const MIX: [u16; 10] = [
        statuses::ACTIVE,
        statuses::ACTIVE,
        statuses::ACTIVE,
        statuses::ACTIVE,
        statuses::ACTIVE,
        statuses::LEAD,
        statuses::LEAD,
        statuses::DORMANT,
        statuses::DORMANT,
        statuses::LOST,
    ];
    Value::Choice(MIX[chance.below(MIX.len())])
}

fn tags(chance: &mut Chance, chinese: bool) -> Value {
    let mut tags = vec![TAG.to_owned()];
    if chance.one_in(2) {
        tags.push(one_of(chance, &FURTHER_TAGS, chinese).to_owned());
    }
    Value::Tags(tags)
}

fn emails(addresses: &[(&str, ContactLabel)]) -> Option<(u16, Value)> {
    let entries =
        addresses.iter().filter_map(|(address, label)| Some(Labelled { value: Email::parse(address)?, label: *label }));
    Some((customer::EMAILS, Value::Emails(entries.collect())))
}

/// A number out of those that Ofcom sets aside for drama, which never ring.
fn phones(chance: &mut Chance, label: ContactLabel) -> Option<(u16, Value)> {
    let number = Phone::parse(&format!("+44 1632 960{:03}", chance.below(1_000)))?;
    Some((customer::PHONES, Value::Phones(vec![Labelled { value: number, label }])))
}

fn birthday(chance: &mut Chance) -> Option<Day> {
    let year = i16::try_from(1955 + chance.below(48)).ok();
    let year = if chance.one_in(4) { None } else { year };
    let month = u8::try_from(1 + chance.below(12)).ok()?;
    let day = 1 + chance.below(usize::from(days_in_month(year, month)));
    Day::new(year, month, u8::try_from(day).ok()?)
}
