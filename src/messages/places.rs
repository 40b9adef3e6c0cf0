//! Words of the places: what each is for while nothing is in it.

use super::message::messages;

messages! {
    TODAY = "Today", "今日";
    UNDERSTAND = "Understand", "洞察";
    MORE_PLACES = "More", "更多";

    NO_DEALS = "No deals yet", "还没有商机";
    NO_DEALS_TEXT = "A deal is a sale that may come about: what it is worth, how far it is, and what to do next.", "商机是可能成交的一笔生意：价值多少、进展到哪一步、接下来做什么。";
    NO_ORDERS = "No orders yet", "还没有订单";
    NO_ORDERS_TEXT = "Import what customers bought, and Burrow shows who buys often, who has gone quiet, and who is worth a call.", "导入客户的购买记录，Burrow 就能看出谁常买、谁沉寂了、谁值得联系。";
    NO_TICKETS = "No tickets yet", "还没有工单";
    NO_TICKETS_TEXT = "A ticket is something that a customer needs help with. The queue shows what is due first.", "客户需要协助的每件事都是一张工单，最先到期的排在最前。";
    NO_CAMPAIGNS = "No campaigns yet", "还没有营销活动";
    NO_CAMPAIGNS_TEXT = "A campaign reaches many customers at once, and a group held out shows what it was worth.", "营销活动一次触达许多客户，对照组则说明它究竟带来了多少效果。";
    NO_SEGMENTS = "No segments yet", "还没有客户细分";
    NO_SEGMENTS_TEXT = "Segments are groups of customers that behave alike, found in your orders on this device.", "客户细分是行为相近的客户群，由本设备根据订单找出。";
    NO_TASKS = "Nothing to do", "没有待办";
    NO_TASKS_TEXT = "A task is something to do by a day, for a customer, a deal or a ticket.", "任务是在某天之前要做的事，可关联客户、商机或工单。";
    NO_INTERACTIONS = "No interactions yet", "还没有互动";
    NO_INTERACTIONS_TEXT = "Calls, meetings, messages and notes are written down on the customer, the deal or the ticket.", "通话、会面、消息和备注都记在客户、商机或工单上。";
    NOTHING_YET = "Nothing here yet", "这里还没有内容";
    NOTHING_YET_TEXT = "What is made here will be listed.", "创建后会显示在这里。";
}
