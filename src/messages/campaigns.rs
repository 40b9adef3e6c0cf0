//! Words of campaigns and their recipients.

use super::message::messages;

messages! {
    CAMPAIGN = "Campaign", "营销活动";
    CAMPAIGNS = "Campaigns", "营销活动";
    RECIPIENT = "Recipient", "活动对象";
    RECIPIENTS = "Recipients", "活动对象";

    MEANS = "By", "方式";
    START = "Start", "开始";
    END = "End", "结束";
    BUDGET = "Budget", "预算";
    COST = "Cost so far", "已花费";
    FOR_SEGMENT = "For segment", "面向细分";
    CONTROL_SHARE = "Held out for comparison", "对照组比例";
    SEED = "Seed", "随机种子";
    GOAL = "Goal", "目标";

    BY_EMAIL = "E-mail", "邮件";
    BY_MAIL = "Letter", "信函";
    BY_PHONE = "Phone", "电话";
    BY_MESSAGE = "Message", "消息";
    BY_EVENT = "Event", "线下活动";
    BY_OTHER = "Other", "其他";

    PLANNING = "Planning", "筹备中";
    ACTIVE = "Active", "进行中";
    PAUSED = "Paused", "已暂停";
    COMPLETE = "Complete", "已完成";
    CANCELLED = "Cancelled", "已取消";

    GROUP = "Group", "分组";
    CONTACTED = "Contacted", "联系组";
    CONTROL = "Held out", "对照组";
    RESULT = "Result", "结果";
    VALUE = "Brought in", "带来金额";
    RESULT_AT = "Result noted", "结果记录时间";
    REACHED = "Reached", "已送达";
    RESPONDED = "Responded", "有回应";
    CONVERTED = "Bought", "已成交";
    BOUNCED = "Not reached", "未送达";
    OPTED_OUT = "Asked to stop", "要求停止联系";

    CONVERSION = "Conversion", "转化率";

    // What is done with the status.
    START_IT = "Start", "开始";
    PAUSE_IT = "Pause", "暂停";
    GO_ON = "Resume", "继续";
    COMPLETE_IT = "Mark as complete", "标记为完成";
    CANCEL_IT = "Cancel campaign", "取消活动";
    REOPEN_IT = "Reopen", "重新开启";

    // Columns of files.
    EMAIL_COLUMN = "E-mail", "邮箱";
    PHONE_COLUMN = "Phone", "电话";
    NUMBER_COLUMN = "Own number", "自有编号";
    AMOUNT_COLUMN = "Amount", "金额";

    // Why a row of results is not taken over.
    ROW_NAMES_NOBODY = "The row names nobody: no e-mail address, own number or name.", "此行没有邮箱、自有编号或姓名，无法确定客户。";
    ROW_UNMATCHED = "Nobody in this campaign has this e-mail address, number or name.", "此活动中没有使用该邮箱、编号或姓名的客户。";
    ROW_SEVERAL = "{count} people in this campaign fit this row.", "此活动中有 {count} 位客户与此行相符。";
    ROW_RESULT_UNKNOWN = "“{value}” is not a result. Possible are: {known}.", "“{value}”不是可识别的结果。可用的结果：{known}。";
    ROW_NO_AMOUNT = "“{value}” is not an amount of money.", "“{value}”不是金额。";
    ROW_NO_CURRENCY = "“{value}” has no currency.", "“{value}”没有币种。";
    ROW_AMOUNT_WITHOUT_PURCHASE = "There is an amount, but the result is no purchase.", "填写了金额，但结果不是成交。";
    ROW_HELD_OUT = "They are held out and were not contacted, so only a purchase can be noted.", "此客户属于对照组，未被联系，只能记录成交。";
    ROW_ANOTHER_AMOUNT = "Line {line} gives another amount for the same person.", "第 {line} 行为同一客户填写了不同的金额。";
}
