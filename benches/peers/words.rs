//! The words that made-up customers are put together of: names, places and trades of three languages.

/// A family name in its own script, with its Latin spelling for addresses of e-mail.
pub type Name = (&'static str, &'static str);

pub const ENGLISH_FIRST: &[&str] = &[
    "James", "Mary", "Robert", "Patricia", "John", "Jennifer", "Michael", "Linda", "David", "Elizabeth", "William",
    "Barbara", "Richard", "Susan", "Joseph", "Jessica", "Thomas", "Sarah", "Christopher", "Karen", "Charles", "Lisa",
    "Daniel", "Nancy", "Matthew", "Betty", "Anthony", "Sandra", "Mark", "Margaret", "Donald", "Ashley", "Steven",
    "Kimberly", "Andrew", "Emily", "Paul", "Donna", "Joshua", "Michelle", "Kenneth", "Carol", "Kevin", "Amanda",
    "Brian", "Melissa", "George", "Deborah", "Timothy", "Stephanie", "Ronald", "Rebecca", "Edward", "Laura", "Jason",
    "Helen", "Jeffrey", "Sharon", "Ryan", "Cynthia", "Jacob", "Kathleen", "Gary", "Amy", "Nicholas", "Angela", "Eric",
];

pub const ENGLISH_LAST: &[&str] = &[
    "Smith", "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis", "Rodriguez", "Martinez", "Lopez",
    "Hernandez", "Gonzalez", "Wilson", "Anderson", "Thomas", "Taylor", "Moore", "Jackson", "Martin", "Lee", "Perez",
    "Thompson", "White", "Harris", "Sanchez", "Clark", "Ramirez", "Lewis", "Robinson", "Walker", "Young", "Allen",
    "King", "Wright", "Scott", "Torres", "Nguyen", "Hill", "Flores", "Green", "Adams", "Nelson", "Baker", "Hall",
    "Rivera", "Campbell", "Mitchell", "Carter", "Roberts", "Gomez", "Phillips", "Evans", "Turner", "Diaz", "Parker",
    "Cruz", "Edwards", "Collins", "Reyes", "Stewart", "Morris", "Morales", "Murphy", "Cook", "Rogers", "Gutierrez",
    "Ortiz", "Morgan", "Cooper", "Peterson", "Bailey", "Reed", "Kelly", "Howard", "Ramos", "Kim", "Cox", "Ward",
    "Richardson", "Watson", "Brooks", "Chavez", "Wood", "James", "Bennett", "Gray", "Mendoza", "Ruiz", "Hughes",
    "Price", "Alvarez", "Castillo", "Sanders", "Patel", "Myers", "Long", "Ross", "Foster", "O'Neill", "MacDonald",
];

pub const CZECH_FIRST: &[Name] = &[
    ("Jiří", "jiri"), ("Jan", "jan"), ("Petr", "petr"), ("Pavel", "pavel"), ("Jaroslav", "jaroslav"),
    ("Martin", "martin"), ("Tomáš", "tomas"), ("Miroslav", "miroslav"), ("František", "frantisek"),
    ("Zdeněk", "zdenek"), ("Václav", "vaclav"), ("Michal", "michal"), ("Lukáš", "lukas"), ("Jakub", "jakub"),
    ("Ondřej", "ondrej"), ("Vojtěch", "vojtech"), ("Štěpán", "stepan"), ("Matěj", "matej"), ("Radek", "radek"),
    ("Aleš", "ales"), ("Bořivoj", "borivoj"), ("Čeněk", "cenek"), ("Řehoř", "rehor"), ("Luboš", "lubos"),
];

pub const CZECH_LAST: &[Name] = &[
    ("Novák", "novak"), ("Svoboda", "svoboda"), ("Novotný", "novotny"), ("Dvořák", "dvorak"), ("Černý", "cerny"),
    ("Procházka", "prochazka"), ("Kučera", "kucera"), ("Veselý", "vesely"), ("Horák", "horak"), ("Němec", "nemec"),
    ("Pokorný", "pokorny"), ("Marek", "marek"), ("Pospíšil", "pospisil"), ("Hájek", "hajek"), ("Král", "kral"),
    ("Jelínek", "jelinek"), ("Růžička", "ruzicka"), ("Beneš", "benes"), ("Fiala", "fiala"), ("Sedláček", "sedlacek"),
    ("Doležal", "dolezal"), ("Zeman", "zeman"), ("Kolář", "kolar"), ("Navrátil", "navratil"), ("Čermák", "cermak"),
    ("Vaněk", "vanek"), ("Urban", "urban"), ("Blažek", "blazek"), ("Kříž", "kriz"), ("Kratochvíl", "kratochvil"),
    ("Bartoš", "bartos"), ("Vlček", "vlcek"), ("Musil", "musil"), ("Šimek", "simek"), ("Konečný", "konecny"),
    ("Malý", "maly"), ("Holub", "holub"), ("Čech", "cech"), ("Štěpánek", "stepanek"), ("Ševčík", "sevcik"),
];

pub const CHINESE_LAST: &[Name] = &[
    ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("杨", "yang"), ("赵", "zhao"),
    ("黄", "huang"), ("周", "zhou"), ("吴", "wu"), ("徐", "xu"), ("孙", "sun"), ("胡", "hu"), ("朱", "zhu"),
    ("高", "gao"), ("林", "lin"), ("何", "he"), ("郭", "guo"), ("马", "ma"), ("罗", "luo"), ("梁", "liang"),
    ("宋", "song"), ("郑", "zheng"), ("谢", "xie"), ("韩", "han"), ("唐", "tang"), ("冯", "feng"), ("于", "yu"),
    ("董", "dong"), ("萧", "xiao"), ("程", "cheng"), ("曹", "cao"), ("袁", "yuan"), ("邓", "deng"), ("欧阳", "ouyang"),
];

pub const CHINESE_FIRST: &[Name] = &[
    ("伟", "wei"), ("芳", "fang"), ("娜", "na"), ("秀英", "xiuying"), ("敏", "min"), ("静", "jing"), ("丽", "li"),
    ("强", "qiang"), ("磊", "lei"), ("军", "jun"), ("洋", "yang"), ("勇", "yong"), ("艳", "yan"), ("杰", "jie"),
    ("娟", "juan"), ("涛", "tao"), ("明", "ming"), ("超", "chao"), ("秀兰", "xiulan"), ("霞", "xia"), ("平", "ping"),
    ("刚", "gang"), ("桂英", "guiying"), ("建华", "jianhua"), ("文博", "wenbo"), ("梓涵", "zihan"), ("浩然", "haoran"),
    ("雨桐", "yutong"), ("思远", "siyuan"), ("欣怡", "xinyi"), ("子轩", "zixuan"), ("晓梅", "xiaomei"),
];

pub const COMPANY_FIRST: &[&str] = &[
    "Northwind", "Bluebird", "Harbour", "Summit", "Evergreen", "Silverline", "Redwood", "Cobalt", "Lantern", "Meadow",
    "Granite", "Orchard", "Beacon", "Falcon", "Maple", "Cedar", "Aurora", "Vega", "Orion", "Juniper", "Copper",
    "Willow", "Anchor", "Compass", "Riverside", "Hilltop", "Amber", "Crescent", "Delta", "Quartz", "Vltava", "Morava",
    "Beskydy", "Labe", "Sněžka", "Říp", "Pražská", "Brněnská", "Moravská", "Slezská",
];

pub const COMPANY_KIND: &[&str] = &[
    "Logistics", "Dental", "Foods", "Textiles", "Bakery", "Software", "Printing", "Energy", "Consulting", "Studio",
    "Garage", "Pharmacy", "Gallery", "Furniture", "Hotels", "Travel", "Clinic", "Academy", "Brewery", "Optics",
    "Security", "Gardens", "Music", "Media", "Motors", "Plumbing", "Insurance", "Partners", "Engineering", "Robotics",
];

pub const COMPANY_FORM: &[&str] = &["Ltd", "Inc.", "GmbH", "s.r.o.", "a.s.", "LLC", "& Sons", "Group"];

pub const CHINESE_COMPANY: &[&str] = &[
    "上海星河贸易有限公司", "北京蓝天科技有限公司", "深圳云帆电子有限公司", "广州南粤食品有限公司", "杭州西湖文化传媒",
    "成都天府物流有限公司", "武汉江城医疗器械", "南京金陵教育咨询", "苏州园林设计院", "青岛海鸥服装有限公司",
];

pub const JOBS: &[&str] = &[
    "Owner", "Director", "Sales manager", "Buyer", "Accountant", "Head of marketing", "Office manager", "Engineer",
    "Teacher", "Doctor", "Designer", "Consultant", "Assistant", "Project lead", "jednatel", "účetní", "obchodní ředitel",
];

pub const CHINESE_JOBS: &[&str] = &["总经理", "销售经理", "采购主管", "财务", "工程师", "设计师", "教师", "医生"];

/// Cities with their countries.
pub const ENGLISH_PLACES: &[Name] = &[
    ("London", "United Kingdom"), ("Manchester", "United Kingdom"), ("Edinburgh", "United Kingdom"),
    ("Dublin", "Ireland"), ("New York", "United States"), ("Chicago", "United States"), ("Boston", "United States"),
    ("Seattle", "United States"), ("Austin", "United States"), ("Denver", "United States"), ("Toronto", "Canada"),
    ("Vancouver", "Canada"), ("Sydney", "Australia"), ("Melbourne", "Australia"), ("Auckland", "New Zealand"),
];

pub const CZECH_PLACES: &[&str] = &[
    "Praha", "Brno", "Ostrava", "Olomouc", "Liberec", "Pardubice", "Plzeň", "České Budějovice", "Hradec Králové",
    "Ústí nad Labem", "Zlín", "Kladno",
];

pub const CHINESE_PLACES: &[&str] = &["上海", "北京", "深圳", "广州", "杭州", "成都", "武汉", "南京", "苏州", "青岛"];

pub const TAGS: &[&str] = &[
    "newsletter", "vip", "wholesale", "retail", "partner", "fair 2025", "referral", "press", "education", "health",
    "late payer", "invoice by post", "spring offer", "webshop", "loyalty", "supplier", "pilot", "north", "south", "east",
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
