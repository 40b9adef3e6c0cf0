//! Words of tickets and service levels.

use super::message::messages;

messages! {
    TICKET = "Ticket", "工单";
    TICKETS = "Tickets", "工单";
    SERVICE_LEVEL = "Service level", "服务级别";
    SERVICE_LEVELS = "Service levels", "服务级别";

    NUMBER = "Number", "编号";
    SUBJECT = "Subject", "主题";
    DESCRIPTION = "Description", "描述";
    CHANNEL = "Channel", "渠道";
    ASSIGNEE = "Assignee", "处理人";
    SATISFACTION = "Satisfaction", "满意度";
    SATISFACTION_COMMENT = "What the customer said", "客户评价";
    CATEGORY = "Category", "类别";
    DUE = "Due", "到期";
    FIRST_RESPONSE_DUE = "First response due", "首次响应到期";
    RESOLUTION_DUE = "Solution due", "解决到期";
    FIRST_RESPONSE_AT = "First response", "首次响应";
    CLOSED_AT = "Closed", "关闭时间";
    FIRST_RESPONSE_TOOK = "First response took", "首次响应用时";
    RESOLUTION_TOOK = "Solution took", "解决用时";
    FIRST_RESPONSE_TARGET = "First response within", "首次响应时限";
    RESOLUTION_TARGET = "Solution within", "解决时限";
    CLOCK = "Clock", "计时";
    STANDS_STILL_SINCE = "Clock stands still since", "计时暂停于";
    CLOCK_SHOWS = "Clock shows", "计时累计";

    STATUS_NEW = "New", "新建";
    STATUS_OPEN = "Open", "处理中";
    STATUS_WAITING_FOR_CUSTOMER = "Waiting for customer", "等待客户";
    STATUS_WAITING_FOR_OTHERS = "Waiting for others", "等待他方";
    STATUS_SOLVED = "Solved", "已解决";
    STATUS_CLOSED = "Closed", "已关闭";
    ON_HOLD = "On hold", "暂停";

    URGENT = "Urgent", "紧急";
    CHAT = "Chat", "聊天";
    FORM = "Form", "表单";
    IN_PERSON = "In person", "当面";
    QUESTION = "Question", "咨询";
    INCIDENT = "Incident", "故障";
    PROBLEM = "Problem", "问题";
    REQUEST = "Request", "请求";

    RATING_5 = "5 – very content", "5 – 非常满意";
    RATING_4 = "4 – content", "4 – 满意";
    RATING_3 = "3 – neither", "3 – 一般";
    RATING_2 = "2 – not content", "2 – 不满意";
    RATING_1 = "1 – not at all", "1 – 非常不满意";
}
