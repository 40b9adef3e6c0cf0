//! Tests of guessing what columns mean: a table a program.

use super::csv_read::{CsvOptions, read_all};
use super::layouts::{FIELDS, Label, Part, Target, detected_layout, guess, label_of};
use crate::domain::customer;

/// `header = field`, with the part behind it unless it is the whole; `header =` for a column that feeds nothing. Cells of
/// one sample row may follow behind `:`.
fn check(program: Option<&str>, table: &[&str]) {
    let mut headers = Vec::new();
    let mut cells = Vec::new();
    let mut expected = Vec::new();
    for line in table {
        let (header, rest) = line.split_once(" =").expect("a column is `header = target`");
        let (target, cell) = rest.split_once(" : ").unwrap_or((rest, ""));
        headers.push(header.to_owned());
        cells.push(cell.to_owned());
        expected.push(format!("{header} = {}", target.trim()));
    }
    assert_eq!(detected_layout(&headers), program);
    let targets = guess(&headers, &[cells]);
    let found: Vec<String> =
        headers.iter().zip(&targets).map(|(header, target)| format!("{header} = {}", shown(*target))).collect();
    assert_eq!(found, expected);
}

fn shown(target: Option<Target>) -> String {
    let Some(Target { field, part }) = target else { return String::new() };
    match part {
        Part::Whole => field.to_owned(),
        Part::FullName => "full name".to_owned(),
        Part::Labelled(label) => format!("{field} {}", format!("{label:?}").to_lowercase()),
        Part::LabelledByColumn(column) => format!("{field} by {column}"),
        Part::LabelOfColumn(column) => format!("{field} label of {column}"),
        Part::Address(part) => format!("address {}", format!("{part:?}").to_lowercase()),
    }
}

#[test]
fn atomic() {
    let text = include_str!("../../tests/data/contacts.csv");
    let (rows, reader) = read_all(text, CsvOptions::with_header(b','));
    let headers = reader.header().expect("the file has a header").to_vec();
    let samples: Vec<Vec<String>> = rows.into_iter().map(|row| row.cells).collect();
    assert_eq!(samples.len(), 500);
    assert_eq!(detected_layout(&headers), Some("Atomic CRM"));
    for count in [1, 20, 500] {
        let found: Vec<String> = headers
            .iter()
            .zip(guess(&headers, &samples[..count]))
            .map(|(header, target)| format!("{header} = {}", shown(target)))
            .collect();
        assert_eq!(
            found,
            [
                "id = external_id",
                "first_name = first_name",
                "last_name = last_name",
                "gender = gender",
                "title = job_title",
                "background = notes",
                "first_seen = created",
                "last_seen = ",
                "has_newsletter = ",
                "status = ",
                "tags = tags",
                "company_id = ",
                "sales_id = ",
                "linkedin_url = linkedin",
                "company_name = organisation_name",
                "nb_tasks = ",
                "company = ",
                "sales = owner",
                "email_work = emails work",
                "email_home = emails home",
                "email_other = emails other",
                "phone_work = phones work",
                "phone_home = phones home",
                "phone_other = phones other",
            ]
        );
    }
}

#[test]
fn atomic_without_the_company_name() {
    check(
        Some("Atomic CRM"),
        &[
            "first_name = first_name",
            "first_seen = created",
            "last_seen =",
            "has_newsletter =",
            "status = status : active",
            "company = organisation_name",
        ],
    );
}

#[test]
fn hubspot() {
    check(
        Some("HubSpot"),
        &[
            "Record ID = external_id",
            "First Name = first_name",
            "Last Name = last_name",
            "Email = emails",
            "Phone Number = phones",
            "Job Title = job_title",
            "Company Name = organisation_name",
            "Lifecycle Stage = : marketingqualifiedlead",
            "Lead Status = : IN_PROGRESS",
            "Contact owner = owner",
            "Create Date = created",
            "Last Activity Date =",
            "Country/Region = address country",
            "State/Region = address region",
            "Postal Code = address postalcode",
            "City = address city",
            "Original Source = source",
            "Associated Company =",
            "Associated Company IDs =",
        ],
    );
    check(
        Some("HubSpot (companies)"),
        &[
            "Record ID = external_id",
            "Company name = organisation_name",
            "Company Domain Name =",
            "Website URL = website",
            "Phone = phones main",
            "Industry = industry",
            "Country/Region = address country",
            "Company owner = owner",
            "Create Date = created",
            "Last Activity Date =",
        ],
    );
}

#[test]
fn salesforce() {
    check(
        Some("Salesforce"),
        &[
            "Id = external_id",
            "IsDeleted =",
            "MasterRecordId =",
            "AccountId =",
            "LastName = last_name",
            "FirstName = first_name",
            "Salutation = salutation",
            "Name =",
            "OtherStreet =",
            "OtherCity =",
            "MailingStreet = address street : 1 Main St",
            "MailingCity = address city",
            "MailingState = address region",
            "MailingPostalCode = address postalcode",
            "MailingCountry = address country",
            "Phone = phones work",
            "Fax = phones fax",
            "MobilePhone = phones mobile",
            "HomePhone = phones home",
            "OtherPhone = phones other",
            "AssistantPhone =",
            "ReportsToId =",
            "Email = emails",
            "Title = job_title",
            "Department = department",
            "AssistantName =",
            "LeadSource = source",
            "Birthdate = birthday : 1940-06-07Z",
            "Description = notes",
            "OwnerId =",
            "CreatedDate = created",
            "LastModifiedDate =",
            "SystemModstamp =",
        ],
    );
    check(
        Some("Salesforce (accounts)"),
        &[
            "Id = external_id",
            "IsDeleted =",
            "MasterRecordId =",
            "Name = organisation_name",
            "Type = : Customer - Direct",
            "ParentId =",
            "BillingStreet = address street",
            "BillingCity = address city",
            "ShippingStreet =",
            "Phone = phones main",
            "Fax = phones fax",
            "Website = website",
            "Industry = industry",
        ],
    );
    check(
        None,
        &[
            "Account Name = organisation_name",
            "First Name = first_name",
            "Mailing Address Line1 = address street",
            "Mailing Address Line2 = address street",
            "Mailing Zip/Postal Code = address postalcode",
            "Mobile = phones mobile",
            "Asst. Phone = : (415) 293-3313",
            "Email Opt Out = do_not_contact : 0",
        ],
    );
}

#[test]
fn pipedrive() {
    check(
        Some("Pipedrive"),
        &[
            "Person - Name* =",
            "Person - First name = first_name",
            "Person - Last name = last_name",
            "Person - Phone = phones",
            "Person - Email (Work) = emails work",
            "Person - Email (Home) = emails home",
            "Organization - Name* = organisation_name",
            "Organization - Address = address formatted",
            "Deal - Title =",
            "Deal - Value =",
            "Note - Content* = notes",
        ],
    );
    check(Some("Pipedrive"), &["Person - Name = full name", "Person - Email = emails"]);
}

#[test]
fn google() {
    check(
        Some("Google Contacts"),
        &[
            "First Name = first_name",
            "Middle Name = middle_name",
            "Last Name = last_name",
            "Phonetic First Name =",
            "Name Prefix = salutation",
            "Name Suffix =",
            "Nickname = nickname",
            "File As =",
            "Organization Name = organisation_name",
            "Organization Title = job_title",
            "Organization Department = department",
            "Birthday = birthday : --03-07",
            "Notes = notes",
            "Photo =",
            "Labels = tags",
            "E-mail 1 - Label = emails label of 16 : * Work",
            "E-mail 1 - Value = emails by 15 : a@b.co",
            "E-mail 2 - Label = emails label of 18",
            "E-mail 2 - Value = emails by 17",
            "Phone 1 - Label = phones label of 20 : Mobile",
            "Phone 1 - Value = phones by 19 : +1 415 293 3313",
            "Address 1 - Label =",
            "Address 1 - Formatted =",
            "Address 1 - Street = address street",
            "Address 1 - City = address city",
            "Address 1 - PO Box = address street",
            "Address 1 - Postal Code = address postalcode",
            "Website 1 - Label =",
            "Website 1 - Value = website",
        ],
    );
    check(
        Some("Google Contacts (older)"),
        &[
            "Name =",
            "Given Name = first_name",
            "Additional Name = middle_name",
            "Family Name = last_name",
            "Group Membership = tags",
            "E-mail 1 - Type = emails label of 6",
            "E-mail 1 - Value = emails by 5",
            "Organization 1 - Name = organisation_name",
            "Organization 1 - Title = job_title",
        ],
    );
}

#[test]
fn outlook_and_mautic_and_suite_and_espo() {
    check(
        Some("Outlook"),
        &[
            "Title = salutation",
            "First Name = first_name",
            "Last Name = last_name",
            "Company = organisation_name",
            "Job Title = job_title",
            "Business Street =",
            "Business City =",
            "Home Street = address street : 5 Elm St",
            "Home Street 2 = address street",
            "Home City = address city : Springfield",
            "Home Country/Region = address country",
            "Business Phone = phones work",
            "Business Phone 2 = phones work",
            "Home Phone = phones home",
            "Mobile Phone = phones mobile",
            "Business Fax = phones fax",
            "Company Main Phone = phones main",
            "E-mail Address = emails",
            "E-mail 2 Address = emails",
            "Birthday = birthday : 0/0/00",
            "Assistant's Phone =",
            "Web Page = website",
            "Categories = tags",
        ],
    );
    check(
        Some("Mautic"),
        &[
            "title = salutation",
            "firstname = first_name",
            "lastname = last_name",
            "company = organisation_name",
            "position = job_title",
            "email = emails",
            "mobile = phones mobile",
            "points =",
            "address1 = address street",
            "address2 = address street",
            "city = address city",
            "zipcode = address postalcode",
            "doNotEmail = do_not_contact : 0",
        ],
    );
    check(
        Some("SuiteCRM"),
        &[
            "first_name = first_name",
            "last_name = last_name",
            "phone_mobile = phones mobile",
            "phone_fax = phones fax",
            "primary_address_street = address street",
            "primary_address_postalcode = address postalcode",
            "alt_address_street =",
            "date_entered = created",
            "assigned_user_name = owner",
        ],
    );
    check(
        Some("EspoCRM"),
        &[
            "firstName = first_name",
            "accountName = organisation_name",
            "emailAddress = emails",
            "addressStreet = address street",
            "addressCity = address city",
            "assignedUserName = owner",
        ],
    );
}

#[test]
fn chinese_and_generic_names() {
    check(
        None,
        &[
            "姓名 = full name",
            "公司名称 = organisation_name",
            "职位 = job_title",
            "手机号码 = phones mobile",
            "办公电话 = phones work",
            "电子邮箱 = emails",
            "省份 = address region",
            "城市 = address city",
            "地址 = address street",
            "邮编 = address postalcode",
            "负责人 = owner",
            "客户来源 = source",
            "标签 = tags",
            "生日 = birthday : 1990年3月7日",
            "状态 = status : 线索",
            "备注 = notes",
            "微信 =",
        ],
    );
    check(None, &["Name = full name", "Address = address formatted", "TEL = phones", "ORG = organisation_name"]);
    check(
        None,
        &[
            "Type = type : person",
            "Status = : warm",
            "Do not contact = : sometimes",
            "E-mail = : yes",
            "Birthday = : soon",
        ],
    );
    check(
        None,
        &[
            "Email = emails",
            "email = emails",
            "City = address city",
            "City = address city",
            "Title = job_title",
            "title =",
        ],
    );
}

#[test]
fn columns_without_a_telling_name_are_known_by_their_look() {
    let headers = ["", "B", "C", "D", "E", "F", "G"].map(String::from);
    let rows = [
        ["a@b.co", "(415) 293-3313", "1961-03-07", "2024-01-05", "123456789", "linkedin.com/in/a", "03-04-2024"],
        ["c@d.co; e@f.co", "+420601234567", "1990-12-31", "2024-02-05", "223456789", "linkedin.com/in/b", "05-06-2024"],
        ["", "262.397.7937 x12", "2001-01-01", "2024-03-05", "", "https://www.linkedin.com/in/c", "07-08-2024"],
    ];
    let samples: Vec<Vec<String>> = rows.iter().map(|row| row.map(String::from).to_vec()).collect();
    let found: Vec<String> = guess(&headers, &samples).into_iter().map(shown).collect();
    assert_eq!(found, ["emails", "phones", "birthday", "", "", "linkedin", ""]);
}

#[test]
fn ragged_samples_and_no_columns_are_no_trouble() {
    assert_eq!(guess(&[], &[]), []);
    let headers = ["Email", "Phone"].map(String::from);
    assert_eq!(guess(&headers, &[vec![], vec!["a@b.co".to_owned()]]).iter().flatten().count(), 2);
}

#[test]
fn labels_are_read_in_many_words() {
    for (text, expected) in [
        ("* Work", Some(Label::Work)),
        ("Home", Some(Label::Home)),
        ("mobile", Some(Label::Mobile)),
        ("Work Fax", Some(Label::Fax)),
        ("手机", Some(Label::Mobile)),
        ("Holiday house", None),
        ("", None),
    ] {
        assert_eq!(label_of(text), expected, "{text:?}");
    }
}

#[test]
fn every_field_is_one_that_a_customer_has() {
    for field in FIELDS {
        let found = customer::FIELDS.iter().find(|known| known.name == field);
        assert!(found.is_some(), "{field} is not a field of customers");
    }
}
