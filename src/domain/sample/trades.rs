//! The words of each trade, in English and in Chinese at the same places.

use crate::messages::{Language, Message, home as words};

/// A text in both languages.
pub(super) type Words = (&'static str, &'static str);

/// A kind of business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, borsh::BorshDeserialize, borsh::BorshSerialize)]
pub enum Trade {
    /// Sells goods.
    Shop,
    /// Sees patients.
    Clinic,
    /// Teaches.
    School,
    /// Advises on money.
    Adviser,
}

/// The one of a pair that the language asks for.
pub(super) fn in_language(words: Words, language: Language) -> &'static str {
    match language {
        Language::English => words.0,
        Language::Chinese => words.1,
    }
}

impl Trade {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Trade; 4] = [Trade::Shop, Trade::Clinic, Trade::School, Trade::Adviser];

    /// What the screen calls it.
    pub fn label(self) -> Message {
        match self {
            Trade::Shop => words::TRADE_SHOP,
            Trade::Clinic => words::TRADE_CLINIC,
            Trade::School => words::TRADE_SCHOOL,
            Trade::Adviser => words::TRADE_ADVISER,
        }
    }

    /// Whether its customers come as private people, so that it does not matter where they work.
    pub(super) fn is_private(self) -> bool {
        matches!(self, Trade::Clinic | Trade::School)
    }

    /// The usual amounts of an order, in whole units of money.
    pub(super) fn order_amounts(self) -> (i64, i64) {
        match self {
            Trade::Shop => (18, 140),
            Trade::Clinic => (45, 220),
            Trade::School => (90, 480),
            Trade::Adviser => (150, 900),
        }
    }

    /// What deals are about, each with its amount in whole units.
    pub(super) fn deals(self) -> &'static [(Words, i64)] {
        match self {
            Trade::Shop => &[
                (("Spring wholesale order", "春季批发订单"), 12_400),
                (("Second shelf in the station shop", "车站店第二货架"), 4_800),
                (("Gift boxes for the holidays", "节日礼盒"), 7_250),
                (("Shop fitting", "店面陈列改造"), 18_900),
                (("Trial delivery, three months", "三个月试供货"), 2_600),
                (("Own label tea", "自有品牌茶叶"), 9_300),
                (("Fair stand supply", "展会供货"), 3_900),
                (("Renewal of the supply contract", "供货合同续签"), 21_500),
            ],
            Trade::Clinic => &[
                (("Check-ups for a whole company", "企业团体体检"), 15_800),
                (("Physiotherapy course", "理疗疗程"), 1_450),
                (("Implant treatment plan", "种植牙治疗方案"), 6_200),
                (("Travel vaccinations, school group", "学校团体旅行疫苗"), 2_100),
                (("Yearly care plan", "年度健康管理"), 3_300),
                (("Flu vaccinations on site", "上门流感疫苗接种"), 4_750),
                (("Ergonomics visits", "人体工学上门评估"), 2_850),
                (("Sleep study", "睡眠监测"), 1_900),
            ],
            Trade::School => &[
                (("Language course for a company", "企业语言培训"), 11_200),
                (("Summer camp places", "夏令营名额"), 5_600),
                (("Two pupils for the autumn", "秋季两名新生"), 7_900),
                (("Exam preparation group", "备考小组"), 3_200),
                (("Music lessons, yearly", "音乐课年度"), 1_750),
                (("Evening class for parents", "家长夜校"), 2_400),
                (("Teacher exchange", "教师交流"), 8_300),
                (("School trip", "研学旅行"), 4_100),
            ],
            Trade::Adviser => &[
                (("Pension plan for a small firm", "小企业养老金方案"), 24_000),
                (("House purchase, financing", "购房融资"), 9_500),
                (("Portfolio review", "投资组合评估"), 3_200),
                (("Succession of a family firm", "家族企业传承"), 31_000),
                (("Insurance for a practice", "诊所保险"), 5_400),
                (("Tax planning, two years", "两年税务规划"), 7_800),
                (("Education savings", "教育储蓄"), 2_300),
                (("Retirement at sixty", "六十岁退休规划"), 12_600),
            ],
        }
    }

    /// What tickets are about: subject, and what was written.
    pub(super) fn tickets(self) -> &'static [(Words, Words)] {
        match self {
            Trade::Shop => &[
                (
                    ("Parcel arrived open", "包裹到货时已破损"),
                    ("One box was torn and a cup is missing.", "有一个箱子破了，少了一只杯子。"),
                ),
                (
                    ("Wrong colour delivered", "颜色发错了"),
                    ("Ordered green, received blue.", "订的是绿色，收到的是蓝色。"),
                ),
                (
                    ("Invoice lacks the order number", "发票缺少订单号"),
                    ("Our bookkeeping needs it on the paper.", "财务需要发票上有订单号。"),
                ),
                (
                    ("When is the next delivery?", "下一批什么时候到？"),
                    ("We would like to plan the shelf.", "我们想提前安排货架。"),
                ),
                (
                    ("Card payment was charged twice", "刷卡被扣了两次"),
                    ("Please send one of them back.", "请退回其中一笔。"),
                ),
                (
                    ("Return of two lamps", "退回两盏灯"),
                    ("They do not fit the sockets here.", "接口与这里的插座不匹配。"),
                ),
                (("Website asks for a password", "网站要求输入密码"), ("I never set one.", "我从没设过密码。")),
            ],
            Trade::Clinic => &[
                (
                    ("Move the appointment on Thursday", "周四的预约改期"),
                    ("Friday morning would be better.", "周五上午更合适。"),
                ),
                (
                    ("Copy of the laboratory results", "化验结果副本"),
                    ("My family doctor asks for them.", "家庭医生需要。"),
                ),
                (
                    ("Invoice for the insurance", "给保险公司的发票"),
                    ("They need the code of the treatment.", "对方需要治疗代码。"),
                ),
                (("Pain after the treatment", "治疗后疼痛"), ("It began yesterday evening.", "昨天晚上开始的。")),
                (
                    ("Prescription has expired", "处方过期了"),
                    ("Can it be renewed without a visit?", "可以不来就续开吗？"),
                ),
                (("Is parking possible?", "有停车位吗？"), ("I come with a wheelchair.", "我坐轮椅来。")),
                (("Wrong name on the letter", "信上的名字写错了"), ("My family name has changed.", "我改了姓。")),
            ],
            Trade::School => &[
                (("Change of group", "换班"), ("The level is too easy for her.", "这个级别对她太简单了。")),
                (
                    ("Report for the scholarship", "奖学金用的成绩单"),
                    ("Needed by the end of the month.", "月底前需要。"),
                ),
                (("Bus was late twice", "校车晚点两次"), ("The lesson had begun already.", "已经开始上课了。")),
                (("Fee in instalments", "学费分期"), ("Three parts would help us.", "分三期对我们有帮助。")),
                (("Allergy of my son", "孩子过敏"), ("Please tell the kitchen: no nuts.", "请告诉食堂：不能有坚果。")),
                (("Login of the learning site", "学习网站登录"), ("The password does not arrive.", "收不到密码。")),
                (("Lost jacket", "丢了外套"), ("Blue, with a name inside.", "蓝色，里面写着名字。")),
            ],
            Trade::Adviser => &[
                (("Statement for the tax office", "给税务局的报表"), ("For last year, please.", "请提供去年的。")),
                (("Change of bank account", "更换银行账户"), ("From next month on.", "从下个月开始。")),
                (("Question about the fee", "关于费用的疑问"), ("What is it made of?", "费用由哪些构成？")),
                (("Signature is missing", "缺少签名"), ("The insurer sent the form back.", "保险公司把表格退回来了。")),
                (("New address", "新地址"), ("We have moved to the coast.", "我们搬到海边了。")),
                (("Claim after a storm", "风暴后理赔"), ("The roof of the workshop.", "作坊的屋顶。")),
                (("Access to the documents", "查看文件"), ("My wife should see them too.", "我妻子也需要能看到。")),
            ],
        }
    }

    /// What was said on the telephone or in a meeting: subject and text.
    pub(super) fn talks(self) -> &'static [(Words, Words)] {
        match self {
            Trade::Shop => &[
                (
                    ("Asked about the spring list", "询问春季目录"),
                    ("Wants prices for fifty pieces.", "想要五十件的报价。"),
                ),
                (("Delivery dates", "交货日期"), ("Mondays before noon suit best.", "周一上午最合适。")),
                (("New shelf in the shop", "店里的新货架"), ("There is room for more of the tea.", "茶叶还有地方放。")),
                (("Thanks for the quick help", "感谢快速处理"), ("Will tell the neighbours.", "会推荐给邻居。")),
            ],
            Trade::Clinic => &[
                (("Reminder of the check-up", "体检提醒"), ("Will come with her husband.", "会和丈夫一起来。")),
                (("After the treatment", "治疗后回访"), ("Feels well, sleeps better.", "感觉良好，睡得更好。")),
                (("Question about costs", "费用咨询"), ("The insurance pays half.", "保险支付一半。")),
                (("Fear of needles", "害怕打针"), ("Needs a quiet room and time.", "需要安静的房间和时间。")),
            ],
            Trade::School => &[
                (("Talk with the parents", "与家长谈话"), ("Reads much, counts little.", "阅读多，计算少。")),
                (("Places in the autumn", "秋季名额"), ("A sister would come, too.", "妹妹也想来。")),
                (("Progress in the exam group", "备考小组进展"), ("Two more lessons a week.", "每周再加两节课。")),
                (("Open day", "开放日"), ("Liked the workshop most.", "最喜欢工作坊。")),
            ],
            Trade::Adviser => &[
                (("Yearly talk", "年度面谈"), ("Children have left the house.", "孩子已经离家。")),
                (("Market worries", "对市场的担忧"), ("Will stay with the plan.", "会按计划进行。")),
                (("Documents for the bank", "给银行的文件"), ("Two statements are missing.", "还差两份报表。")),
                (("Recommendation", "转介绍"), ("A colleague will call.", "一位同事会来电。")),
            ],
        }
    }

    /// What is to be done.
    pub(super) fn tasks(self) -> &'static [Words] {
        match self {
            Trade::Shop => &[
                ("Send the price list", "发送价目表"),
                ("Call about the open invoice", "就未付发票致电"),
                ("Pack the samples", "打包样品"),
                ("Ask how the shelf sells", "询问货架销售情况"),
                ("Write the renewal", "起草续约"),
                ("Congratulate on ten years", "祝贺十周年"),
            ],
            Trade::Clinic => &[
                ("Send the results", "发送检查结果"),
                ("Call after the treatment", "治疗后回访"),
                ("Prepare the care plan", "准备健康方案"),
                ("Ask for the insurance number", "索取保险号"),
                ("Write to the family doctor", "致信家庭医生"),
                ("Remind of the vaccination", "提醒接种"),
            ],
            Trade::School => &[
                ("Send the timetable", "发送课表"),
                ("Call the parents", "致电家长"),
                ("Write the report", "撰写报告"),
                ("Reserve the bus", "预订校车"),
                ("Order books", "订购教材"),
                ("Invite to the open day", "邀请参加开放日"),
            ],
            Trade::Adviser => &[
                ("Prepare the yearly talk", "准备年度面谈"),
                ("Send the offer", "发送方案"),
                ("Ask for the missing statement", "索取缺少的报表"),
                ("Check the insurance dates", "核对保险日期"),
                ("Thank for the recommendation", "感谢转介绍"),
                ("Book the bank appointment", "预约银行"),
            ],
        }
    }

    /// What a campaign is called and what it is to achieve.
    pub(super) fn campaign(self) -> (Words, Words) {
        match self {
            Trade::Shop => (("Spring catalogue", "春季目录"), ("Thirty orders in four weeks", "四周内三十单")),
            Trade::Clinic => (("Check-up before summer", "夏季前体检"), ("Twenty appointments", "二十个预约")),
            Trade::School => (("Autumn places", "秋季招生"), ("Fill two groups", "招满两个班")),
            Trade::Adviser => {
                (("Yearly review", "年度回顾"), ("Fifteen talks before the year ends", "年底前十五次面谈"))
            }
        }
    }
}
