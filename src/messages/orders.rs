//! Words of orders.

use super::message::messages;

messages! {
    ORDER = "Order", "订单";
    ORDERS = "Orders", "订单";
    NUMBER = "Number", "订单号";
    DAY = "Date", "日期";
    QUANTITY = "Quantity", "数量";
    AMOUNT = "Amount", "金额";
    CAMPAIGN = "Campaign", "营销活动";
    DRAFT = "Draft", "草稿";
    CONFIRMED = "Confirmed", "已确认";
    FULFILLED = "Fulfilled", "已交付";
    COMPLETED = "Completed", "已完成";
    CANCELLED = "Cancelled", "已取消";
}
