//! Words of interactions and tasks.

use super::message::messages;

messages! {
    INTERACTION = "Interaction", "互动";
    INTERACTIONS = "Interactions", "互动";
    TASK = "Task", "任务";
    TASKS = "Tasks", "任务";
    DEAL = "Deal", "商机";
    TICKET = "Ticket", "工单";
    CAMPAIGN = "Campaign", "营销活动";

    CALL = "Call", "通话";
    MEETING = "Meeting", "会面";
    EMAIL = "E-mail", "邮件";
    MESSAGE = "Message", "消息";
    NOTE = "Note", "备注";
    OUTGOING = "From us", "我方发起";
    INCOMING = "To us", "对方发起";
    PLANNED = "Planned", "已计划";
    HELD = "Held", "已进行";
    NOT_HELD = "Not held", "未进行";

    SUBJECT = "Subject", "主题";
    TEXT = "What was said", "内容";
    WHEN = "When", "时间";
    DURATION = "Duration (minutes)", "时长（分钟）";
    DIRECTION = "Direction", "方向";
    HELD_BY = "Member", "成员";
    INTERNAL = "For members only", "仅成员可见";

    DUE = "Due", "截止日期";
    COMPLETED = "Done at", "完成时间";
    TASK_OPEN = "Open", "待办";
    TASK_DONE = "Done", "已完成";
    TASK_CANCELLED = "Cancelled", "已取消";
}
