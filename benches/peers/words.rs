//! The places, trades, tags and notes that made-up customers are put together of.

pub const COMPANY_FIRST: &[&str] = &[
    "Northwind",
    "Bluebird",
    "Harbour",
    "Summit",
    "Evergreen",
    "Silverline",
    "Redwood",
    "Cobalt",
    "Lantern",
    "Meadow",
    "Granite",
    "Orchard",
    "Beacon",
    "Falcon",
    "Maple",
    "Cedar",
    "Aurora",
    "Vega",
    "Orion",
    "Juniper",
    "Copper",
    "Willow",
    "Anchor",
    "Compass",
    "Riverside",
    "Hilltop",
    "Amber",
    "Crescent",
    "Delta",
    "Quartz",
    "Vltava",
    "Morava",
    "Beskydy",
    "Labe",
    "Sněžka",
    "Říp",
    "Pražská",
    "Brněnská",
    "Moravská",
    "Slezská",
];

pub const COMPANY_KIND: &[&str] = &[
    "Logistics",
    "Dental",
    "Foods",
    "Textiles",
    "Bakery",
    "Software",
    "Printing",
    "Energy",
    "Consulting",
    "Studio",
    "Garage",
    "Pharmacy",
    "Gallery",
    "Furniture",
    "Hotels",
    "Travel",
    "Clinic",
    "Academy",
    "Brewery",
    "Optics",
    "Security",
    "Gardens",
    "Music",
    "Media",
    "Motors",
    "Plumbing",
    "Insurance",
    "Partners",
    "Engineering",
    "Robotics",
];

pub const COMPANY_FORM: &[&str] = &["Ltd", "Inc.", "GmbH", "s.r.o.", "a.s.", "LLC", "& Sons", "Group"];

pub const CHINESE_COMPANY: &[&str] = &[
    "上海星河贸易有限公司",
    "北京蓝天科技有限公司",
    "深圳云帆电子有限公司",
    "广州南粤食品有限公司",
    "杭州西湖文化传媒",
    "成都天府物流有限公司",
    "武汉江城医疗器械",
    "南京金陵教育咨询",
    "苏州园林设计院",
    "青岛海鸥服装有限公司",
];

pub const JOBS: &[&str] = &[
    "Owner",
    "Director",
    "Sales manager",
    "Buyer",
    "Accountant",
    "Head of marketing",
    "Office manager",
    "Engineer",
    "Teacher",
    "Doctor",
    "Designer",
    "Consultant",
    "Assistant",
    "Project lead",
    "jednatel",
    "účetní",
    "obchodní ředitel",
];

pub const CHINESE_JOBS: &[&str] = &["总经理", "销售经理", "采购主管", "财务", "工程师", "设计师", "教师", "医生"];

/// Cities with their countries.
pub const ENGLISH_PLACES: &[(&str, &str)] = &[
    ("London", "United Kingdom"),
    ("Manchester", "United Kingdom"),
    ("Edinburgh", "United Kingdom"),
    ("Dublin", "Ireland"),
    ("New York", "United States"),
    ("Chicago", "United States"),
    ("Boston", "United States"),
    ("Seattle", "United States"),
    ("Austin", "United States"),
    ("Denver", "United States"),
    ("Toronto", "Canada"),
    ("Vancouver", "Canada"),
    ("Sydney", "Australia"),
    ("Melbourne", "Australia"),
    ("Auckland", "New Zealand"),
];

pub const CZECH_PLACES: &[&str] = &[
    "Praha",
    "Brno",
    "Ostrava",
    "Olomouc",
    "Liberec",
    "Pardubice",
    "Plzeň",
    "České Budějovice",
    "Hradec Králové",
    "Ústí nad Labem",
    "Zlín",
    "Kladno",
];

pub const CHINESE_PLACES: &[&str] = &["上海", "北京", "深圳", "广州", "杭州", "成都", "武汉", "南京", "苏州", "青岛"];

pub const TAGS: &[&str] = &[
    "newsletter",
    "vip",
    "wholesale",
    "retail",
    "partner",
    "fair 2025",
    "referral",
    "press",
    "education",
    "health",
    "late payer",
    "invoice by post",
    "spring offer",
    "webshop",
    "loyalty",
    "supplier",
    "pilot",
    "north",
    "south",
    "east",
];

pub const STATUSES: &[&str] = &["lead", "active", "active", "active", "dormant", "lost"];

pub const DOMAINS: &[&str] =
    &["example.com", "example.org", "mail.example", "post.example", "work.example", "firma.example", "office.example"];

pub const ENGLISH_NOTES: &[&str] = &[
    "Prefers to be called in the morning.",
    "Asked for a quote on twelve chairs and two tables, answer by Friday.",
    "Met at the trade fair; interested in the yearly plan.",
    "Invoice goes to the head office, delivery to the warehouse gate.",
    "Wants the catalogue on paper.",
    "Complained about the late delivery in March, got a voucher.",
    "Knows the owner personally; be generous with the discount.",
    "Said \"maybe next year\", call again in January.",
];

pub const CZECH_NOTES: &[&str] = &[
    "Volat až odpoledne, dopoledne má schůze.",
    "Chce nabídku na celý rok, rozhodne se po prázdninách.",
    "Fakturu posílat poštou na adresu sídla.",
    "Potkali jsme se na veletrhu, má zájem o vzorky.",
];

pub const CHINESE_NOTES: &[&str] = &[
    "请在下午联系，上午开会。",
    "对年度套餐感兴趣，需要报价单。",
    "发票寄到总部，货物送到仓库。",
    "在展会上认识的，希望收到样品目录。",
];
