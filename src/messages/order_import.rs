//! Words of the import of orders, where they differ from those of customers.

use super::Counted;
use super::message::messages;

messages! {
    ROWS_ARE = "Each row is", "每一行是";
    A_CUSTOMER = "a customer", "一位客户";
    AN_ORDER = "an order", "一个订单";
    FIRST_ROW_ORDER = "Already an order", "已是订单数据";

    WHAT_IS_HERE = "Orders that are already here", "已有的订单";
    MATCH_BY = "The same order when", "如何判断为同一订单";
    MATCH_NUMBER = "the order number is the same", "订单号相同";
    MATCH_NUMBER_HINT = "Capitals do not matter.", "不区分大小写。";
    MATCH_SAME = "customer, date, quantity and amount are the same", "客户、日期、数量和金额都相同";
    MATCH_SAME_HINT = "Two such rows are two orders; the same file twice counts once.", "两行相同就是两个订单；同一文件导入两次只算一次。";
    MATCH_NEVER = "never: every row is a new order", "不判断：每行都新建订单";
    MATCH_NEVER_HINT = "Importing the same file twice then counts everything twice.", "同一文件导入两次，所有订单都会重复计算。";
    ON_MATCH = "A row of such an order", "遇到这样的订单";
    ON_MATCH_UPDATE = "updates the order", "更新该订单";
    CURRENCY = "Amounts without a currency are in", "未注明币种的金额按";

    CUSTOMER_NUMBER = "Customer · own number", "客户 · 自有编号";
    CUSTOMER_EMAIL = "Customer · e-mail", "客户 · 电子邮箱";
    CUSTOMER_NAME = "Customer · name", "客户 · 姓名";

    KEY_NOT_FED = "No column fills “{field}”, by which orders are recognised.", "没有列对应“{field}”，而订单要靠它识别。";
    KEY_NOT_FED_ADVICE = "Every row would become a new order. Match such a column, or recognise orders by something else.",
        "这样每行都会新建订单。请匹配这样一列，或改用其他判断方式。";
    NEEDED = "No column fills “{field}”.", "没有列对应“{field}”。";
    NEEDED_ADVICE = "An order needs a customer, a date and an amount. Match such a column; otherwise every row is a problem.",
        "订单必须有客户、日期和金额。请匹配这样一列，否则每行都会成为问题行。";

    SEE_ORDERS = "See orders", "查看订单";
    FIND_SEGMENTS = "Find segments", "划分客户细分";
    TAKEN_BACK_TEXT = "The orders that it made, and the customers that it made for them, are in the trash; what it changed has its earlier values.",
        "新增的订单及其新增的客户已移入回收站，被更改的订单已恢复原来的内容。";
    UNDO_TEXT = "{created} new orders go to the trash, with the {customers} customers that were made for them unless they are in use by now, and {updated} changed orders get their earlier values back. You can bring the import back.",
        "新增的 {created} 个订单将移入回收站，为其新增的 {customers} 位客户也一并移入（已被使用的除外），{updated} 个订单将恢复原来的内容。撤销后还可以重做。";
}

/// “23,570 customers new”
pub const CUSTOMERS_NEW: Counted = Counted::new("{count} customer new", "{count} customers new", "新增 {count} 位客户");
/// “Import 69,659 orders”
pub const IMPORT_ORDERS: Counted = Counted::new("Import {count} order", "Import {count} orders", "导入 {count} 个订单");
/// “69,659 orders imported”
pub const DONE_ORDERS: Counted =
    Counted::new("{count} order imported", "{count} orders imported", "已导入 {count} 个订单");
