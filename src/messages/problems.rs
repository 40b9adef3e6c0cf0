//! What is wrong with a value and what to do about it; shown beside the field or in a report.

use super::message::messages;

messages! {
    NAME_NEEDED = "Give at least one of: a name, an organisation, an e-mail address, a phone number, an own number.",
        "请至少填写一项：姓名、单位、电子邮箱、电话或自有编号。";
    MEMBER_NAME_NEEDED = "A member needs a name.", "成员需要有姓名。";
    EMAIL_INVALID = "“{value}” is not an e-mail address: it needs one @ with a domain after it.",
        "“{value}”不是有效的电子邮箱：需要一个 @ 及其后的域名。";
    PHONE_INVALID = "“{value}” is not a phone number: it has fewer than three digits.",
        "“{value}”不是有效的电话号码：数字少于三位。";
    DATE_INVALID = "“{value}” is not a date that can be understood. Write it as 1990-05-31, or as 05-31 without a year.",
        "无法识别日期“{value}”。请写成 1990-05-31，不知道年份时写成 05-31。";
    DATE_AMBIGUOUS = "“{value}” could be day-month or month-day. Choose the order of dates for this column.",
        "“{value}”可能是日-月，也可能是月-日。请为此列选择日期顺序。";
    DATE_IMPOSSIBLE = "There is no such day as {value}.", "日期 {value} 不存在。";
    INSTANT_INVALID = "“{value}” is not a point in time. Write it as 2024-05-31T14:00:00+02:00.",
        "无法识别时间“{value}”。请写成 2024-05-31T14:00:00+02:00。";
    WEBSITE_INVALID = "“{value}” is not a web address that starts with http or https.",
        "“{value}”不是以 http 或 https 开头的网址。";
    CHOICE_UNKNOWN = "“{value}” is not one of the choices: {choices}.", "“{value}”不在可选项中：{choices}。";
    BOOLEAN_INVALID = "“{value}” is neither yes nor no.", "“{value}”既不是“是”也不是“否”。";
    NUMBER_INVALID = "“{value}” is not a whole number.", "“{value}”不是整数。";
    TOO_LONG = "Longer than {limit} characters.", "超过 {limit} 个字符。";
    TOO_MANY = "More than {limit} entries.", "超过 {limit} 项。";
    LINK_UNKNOWN = "“{value}” is not known here.", "这里没有“{value}”。";
    LINK_TO_ITSELF = "An entry cannot belong to itself.", "不能关联到自身。";
    NOT_EDITABLE = "This value is worked out and cannot be changed by hand.", "此值由系统计算，不能手动修改。";
    IN_COLUMN = "{column}: {reason}", "{column}：{reason}";
    UNCLOSED_QUOTE = "A quotation mark is opened and never closed.", "引号没有闭合。";
    TEXT_AFTER_QUOTE = "There is text after a closing quotation mark.", "结束引号之后还有文字。";
    INSIDE_UNCLOSED_QUOTE = "This line follows a quotation mark that is never closed, so it is not sure what belongs to it.",
        "此行位于未闭合的引号之后，无法确定其归属。";
    TOO_MANY_CELLS = "More cells than there are columns.", "单元格数多于列数。";
    ROW_TOO_LONG = "Longer than a row can be.", "行过长。";
    NUL_BYTE = "Holds a NUL byte: the file is damaged here, or not text.", "含有空字节（NUL）：文件在此处已损坏或不是文本。";
    SEVERAL_MATCHES = "Matches {count} customers who are already here, so it is not sure which one is meant.",
        "与已有的 {count} 位客户相符，无法确定是哪一位。";
    SEVERAL_ORDERS = "Matches {count} orders that are already here, so it is not sure which one is meant.",
        "与已有的 {count} 个订单相符，无法确定是哪一个。";
    GONE = "This entry has been deleted in the meantime.", "此条目已被删除。";
    TITLE_NEEDED = "Please give it a name.", "请填写名称。";
    PIPELINE_NEEDED = "Please choose a pipeline.", "请选择销售流程。";
    STAGE_NEEDED = "Please choose a stage.", "请选择阶段。";
    LOST_REASON_NEEDED = "Why was it lost? Please choose a reason.", "为什么丢单？请选择原因。";
    LOST_NOTES_NEEDED = "Please say why in a few words.", "请简单说明原因。";
    CUSTOMER_NEEDED = "Please choose a customer.", "请选择客户。";
    CAMPAIGN_NEEDED = "Please choose a campaign.", "请选择营销活动。";
    DAY_NEEDED = "Please give a date with its year.", "请填写包含年份的日期。";
    AMOUNT_NEEDED = "Please give an amount.", "请填写金额。";
    TEXT_NEEDED = "Please write a subject or what was said.", "请填写主题或内容。";
    ENDS_BEFORE_START = "The end lies before the start.", "结束日期早于开始日期。";
    CAMPAIGN_OVER = "This campaign is over. Reopen it to add customers.", "此营销活动已结束。要添加客户，请先重新开启。";
    HELD_OUT_ONLY_BUYS = "They are held out for comparison and are not contacted, so the only result they can have is a purchase.", "此客户属于对照组，不会被联系，因此只能记录“已成交”。";
    DURATION_INVALID = "“{value}” is not a length of time. Minutes, or 1:30 for an hour and a half.", "“{value}”不是时长。请填分钟数，或用 1:30 表示一个半小时。";
    MONEY_INVALID = "“{value}” is not an amount of money.", "“{value}”不是金额。";
    CURRENCY_MISSING = "“{value}” has no currency. Write it as in “12.50 USD”.", "“{value}”没有币种，请写成“12.50 CNY”。";
    TOO_MANY_DECIMALS = "“{value}” has more decimals than the currency.", "“{value}”的小数位数超出该币种。";
    PERCENT_INVALID = "“{value}” is not a percentage from 0 to 100.", "“{value}”不是 0 到 100 之间的百分比。";
    STILL_NEEDED = "It cannot be deleted while {count} records need it. Move them first.", "仍有 {count} 条记录在使用它，无法删除。请先移走这些记录。";
}
