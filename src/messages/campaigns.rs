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
}
