//! Words of the timeline, of writing down what was said, of tasks in hand, and of the desk of a ticket.

use super::Counted;
use super::message::messages;

messages! {
    TIMELINE = "Timeline", "动态";
    TIMELINE_NOTHING = "Nothing of this kind yet.", "还没有此类内容。";
    TIMELINE_FAILED = "The timeline could not be read. {reason}", "无法读取动态。{reason}";
    SHOW_ONLY = "Show", "显示";
    GROUP_ALL = "All", "全部";
    GROUP_INTERACTIONS = "Interactions", "互动";
    GROUP_TASKS = "Tasks", "任务";
    GROUP_DEALS = "Deals", "商机";
    GROUP_TICKETS = "Tickets", "工单";
    GROUP_ORDERS = "Orders", "订单";
    GROUP_CAMPAIGNS = "Campaigns", "营销活动";
    GROUP_CHANGES = "Changes", "修改记录";
    NEXT = "Next", "接下来";

    CALL_HELD = "Call, held", "已通话";
    CALL_RECEIVED = "Call from them, held", "对方来电";
    CALL_NOT_HELD = "Call, not held", "通话未进行";
    CALL_PLANNED = "Call planned", "计划通话";
    MEETING_HELD = "Meeting, held", "已会面";
    MEETING_NOT_HELD = "Meeting, not held", "会面未进行";
    MEETING_PLANNED = "Meeting planned", "计划会面";
    EMAIL_SENT = "E-mail sent", "已发邮件";
    EMAIL_RECEIVED = "E-mail received", "收到邮件";
    EMAIL_NOT_SENT = "E-mail not sent", "邮件未发送";
    EMAIL_PLANNED = "E-mail planned", "计划发邮件";
    MESSAGE_SENT = "Message sent", "已发消息";
    MESSAGE_RECEIVED = "Message received", "收到消息";
    MESSAGE_NOT_SENT = "Message not sent", "消息未发送";
    MESSAGE_PLANNED = "Message planned", "计划发消息";
    NOTE_WRITTEN = "Note", "备注";
    NOTE_PLANNED = "Note planned", "计划备注";
    NOTE_DROPPED = "Note, dropped", "备注已取消";
    INTERNAL_NOTE = "Internal note", "内部备注";
    WITH_PERSON = "with {person}", "与{person}";
    OF_PERSON = "{person}", "{person}";
    TASK_TO_DO = "Task", "任务";
    TASK_DONE = "Task done", "任务已完成";
    TASK_GIVEN_UP = "Task cancelled", "任务已取消";
    DEAL_OPENED = "Deal opened", "新建商机";
    DEAL_WON = "Deal won", "商机赢单";
    DEAL_LOST = "Deal lost", "商机输单";
    TICKET_OPENED = "Ticket opened", "新建工单";
    TICKET_CLOSED = "Ticket closed", "工单已关闭";
    ORDER_PLACED = "Order, {status}", "订单（{status}）";
    IN_CAMPAIGN = "In a campaign", "参与营销活动";
    ANSWERED_IN = "answered in {time}", "{time}内答复";
    SOLVED_IN = "solved in {time}", "{time}内解决";
    RATED = "rated {rating}", "评分 {rating}";

    LOG_A_CALL = "Log a call", "记录通话";
    LOG_SOMETHING_ELSE = "Log something else", "记录其他互动";
    LOG_CALL = "Call", "通话";
    LOG_MEETING = "Meeting", "会面";
    LOG_EMAIL = "E-mail", "邮件";
    LOG_MESSAGE = "Message", "消息";
    LOG_NOTE = "Note", "备注";
    LOG_TITLE = "Write down what was said", "记录互动";
    LOG = "Log it", "记录";
    LOGGED = "Written down: {what}.", "已记录：{what}。";
    ADD_TASK = "Add a task", "添加任务";
    ADD_TASK_TITLE = "New task", "新建任务";
    ADD = "Add", "添加";
    TASK_ADDED = "Task added: {what}.", "已添加任务：{what}。";
    TODAY = "Today", "今天";
    TOMORROW = "Tomorrow", "明天";
    NEXT_WEEK = "In a week", "一周后";

    TICK = "Done: {what}", "完成：{what}";
    TICKED = "Done: {what}.", "已完成：{what}。";
    TICKED_OFF = "Open again: {what}.", "已恢复待办：{what}。";
    HELD_NOW = "It took place", "已进行";
    HELD_NOW_NAMED = "It took place: {what}", "已进行：{what}";
    NOT_HELD_NOW = "It did not", "未进行";
    NOT_HELD_NOW_NAMED = "It did not take place: {what}", "未进行：{what}";
    MARKED = "Noted.", "已记下。";

    VIEW_TODAY = "Today & overdue", "今天与逾期";
    VIEW_COMING = "Coming", "即将到期";
    VIEW_UNDATED = "No date", "无日期";
    VIEW_DONE = "Done", "已完成";
    VIEW_ALL = "All", "全部";
    VIEW_OPEN = "Open", "未关闭";
    VIEW_MINE = "Mine", "我的";
    VIEW_WAITING = "Waiting", "等待中";
    VIEW_CLOSED = "Closed", "已关闭";
    NONE_TODAY = "Nothing is due today", "今天没有到期的任务";
    NONE_COMING = "Nothing is coming", "没有即将到期的任务";
    NONE_UNDATED = "Every task has its day", "所有任务都有日期";
    NONE_DONE = "Nothing done yet", "还没有完成的任务";
    NONE_OPEN = "No open tickets", "没有待处理的工单";
    NONE_MINE = "No open tickets of yours", "没有分给您的工单";
    NONE_WAITING = "No ticket waits", "没有等待中的工单";
    NONE_CLOSED = "No closed tickets", "没有已关闭的工单";
    LOOK_ELSEWHERE = "The other views show the rest.", "其他视图里有其余内容。";

    DUE_IN = "in {time}", "还剩{time}";
    OVERDUE_BY = "{time} overdue", "已超时{time}";
    DUE_NOW = "now", "现在";
    ON_HOLD = "on hold", "暂停中";
    CLOSED = "closed", "已关闭";

    DESK = "Ticket desk", "工单处理";
    STATUS_BUTTONS = "Move to", "改为";
    MOVE_OPEN = "Open", "处理中";
    MOVE_REOPEN = "Open again", "重新打开";
    MOVE_WAITING_CUSTOMER = "Waiting for customer", "等待客户";
    MOVE_WAITING_OTHERS = "Waiting for others", "等待他方";
    MOVE_SOLVED = "Solved", "已解决";
    STATUS_CHANGED = "The ticket is now: {status}.", "工单状态已改为：{status}。";

    CLOCKS = "Clocks", "计时";
    CLOCK_FIRST = "First response", "首次响应";
    CLOCK_SOLUTION = "Solution", "解决";
    CLOCK_TARGET = "within {time}", "时限 {time}";
    CLOCK_ELAPSED = "{time} so far", "已用 {time}";
    CLOCK_TOOK = "took {time}", "用时 {time}";
    CLOCK_MET = "Met", "达标";
    CLOCK_MISSED = "Missed", "超时";
    CLOCK_STILL = "Stands still", "已暂停";
    CLOCK_STILL_SINCE = "stands still since {time}", "自{time}起暂停";
    CLOCK_DUE = "due {time}", "{time}到期";
    CLOCK_NOT_ANSWERED = "closed without an answer", "未答复即关闭";

    CONVERSATION = "Conversation", "对话";
    SHOW_EARLIER = "Show earlier", "显示更早的内容";
    CONVERSATION_EMPTY = "Nothing has been said yet.", "还没有对话。";
    FROM_CUSTOMER = "{name} wrote", "{name}";
    FROM_US = "{name} answered", "{name} 的答复";
    US = "We", "我方";
    THE_CUSTOMER = "The customer", "客户";
    FROM_US_INTERNAL = "{name}, internally", "{name}";
    MEMBERS_ONLY = "Internal", "内部";
    NOT_YET = "Planned", "已计划";
    ANSWER = "Answer", "答复";
    COMPOSE_HOW = "What to write", "撰写类型";
    ANSWER_TEXT = "Answer to the customer", "给客户的答复";
    NOTE_TEXT = "Note for members only", "仅成员可见的备注";
    ANSWER_BY = "By", "方式";
    ANSWER_HELP = "Written down here; send it from your own mail or chat.", "仅在此记录，请用您自己的邮箱或聊天工具发送。";
    WRITE_ANSWER = "Save the answer", "保存答复";
    WRITE_NOTE = "Save the note", "保存备注";
    ANSWER_SAVED = "The answer is saved.", "答复已保存。";
    NOTE_SAVED = "The note is saved.", "备注已保存。";

    HOW_CONTENT = "How content was the customer?", "客户满意吗？";
    RATE = "Rate {rating} of 5", "{rating} 分（满分 5 分）";
    RATING_WORDS = "In the customer's words", "客户的原话";
    SAVE_RATING = "Save", "保存";
    RATING_SAVED = "The rating is saved.", "评分已保存。";
    RATED_ALREADY = "Satisfaction: {rating}", "满意度：{rating}";
    CHANGE_RATING = "Change", "修改";
    NO_RATING_NEEDED = "Satisfaction, from 1 (not at all) to 5 (very content)", "满意度，1（非常不满意）到 5（非常满意）";
    CSAT = "Satisfied {share} {ratings}", "满意率 {share}{ratings}";

    SERVICE_LEVELS = "Service levels", "服务级别";
    SERVICE_LEVELS_HELP = "How soon a ticket is to be answered and solved, by its priority. Minutes, or hours and minutes as 1:30. New tickets take what stands here; those that are there keep theirs.", "按优先级规定工单多久内答复、多久内解决。可填分钟数，或用 1:30 表示一小时三十分。新工单采用此处的时限，已有工单保持原来的时限。";
    FIRST_RESPONSE = "First response", "首次响应";
    SOLUTION = "Solution", "解决";
    LEVEL_FIELD = "{priority}: {target}", "{priority}：{target}";
    LEVEL_USUAL = "Usual", "默认";
    LEVEL_OWN = "Own", "自定";
    LEVEL_SAVED = "Service level saved: {priority}.", "已保存服务级别：{priority}。";
}

/// “(12 ratings)”
pub const RATINGS: Counted = Counted::new("({count} rating)", "({count} ratings)", "（{count} 个评分）");
/// “3 pieces”
pub const PIECES: Counted = Counted::new("{count} piece", "{count} pieces", "{count} 件");
/// “2 days overdue”
pub const DAYS_OVERDUE: Counted = Counted::new("{count} day overdue", "{count} days overdue", "逾期 {count} 天");
