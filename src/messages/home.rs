//! Words of the first run.

use super::Counted;
use super::message::messages;

messages! {
    WELCOME = "Welcome to Burrow", "欢迎使用 Burrow";
    WELCOME_TEXT = "Burrow keeps your customers in this browser, on this device: quick to search, safe to change, and yours alone.",
        "Burrow 把您的客户资料保存在本设备的浏览器里：查找迅速，修改放心，只属于您。";
    YOUR_NAME = "Your name", "您的姓名";
    YOUR_NAME_HINT = "Shown beside the changes you make. You can leave it empty.", "显示在您所做的更改旁，可以不填。";
    CHOICE_IMPORT = "Import a file", "导入文件";
    CHOICE_IMPORT_TEXT = "A CSV file from a spreadsheet or another CRM. You see what will happen before anything does.",
        "来自表格或其他 CRM 的 CSV 文件。先预览结果，再决定是否导入。";
    CHOICE_SAMPLE = "Look around with sample data", "用示例数据试用";
    CHOICE_SAMPLE_TEXT = "An invented business with customers, orders, deals and tickets. One click takes it away again.",
        "一家虚构的企业：客户、订单、商机和工单一应俱全，一键即可全部移除。";
    LOADING_SAMPLE = "Making the sample…", "正在生成示例…";

    DUE_TODAY = "Due today", "今日待办";
    NOTHING_DUE = "Nothing is due today. A good day for a call.", "今天没有到期事项，正好联系一下客户。";
    PLANNED = "Calls and meetings", "通话与会面";
    NEXT_STEPS = "Next steps of deals", "商机下一步";
    MORE_DUE = "and {count} more", "另有 {count} 项";
    OVERDUE_SINCE = "since {when}", "{when}起逾期";
    TICK_OFF = "“{task}” is done", "“{task}”已完成";
    TASK_DONE = "“{task}” is done.", "“{task}”已完成。";
    PIPELINE_BY_STAGE = "Open deals by stage", "各阶段商机";
    WON_BY_MONTH = "Won by month", "每月赢单";
    NEW_CUSTOMERS = "New customers", "新客户";
    TICKETS = "Tickets", "工单";
    OPEN_TICKETS = "Open", "未关闭";
    AT_RISK = "Due within 4 hours", "4 小时内到期";
    OVERDUE = "Overdue", "已逾期";
    SEGMENTS_BY_SIZE = "Segments", "客户细分";
    NO_STAGES = "No pipeline yet. It comes with your first deals.", "还没有销售流程，建立商机后即可查看。";
    NOTHING_WON = "Nothing won in the last twelve months.", "过去十二个月没有赢单。";
    NO_SEGMENTS = "Import orders, and Burrow finds groups of customers that behave alike.", "导入订单后，Burrow 会找出行为相近的客户群。";
    NO_SEGMENTS_YET = "Your orders show who buys alike. Burrow finds these groups in a moment.", "您的订单体现了哪些客户的购买行为相近，Burrow 很快就能找出这些客户群。";
    FIND_SEGMENTS = "Find segments", "寻找客户细分";
    WEIGHTED_SUM = "weighted {sum}", "加权 {sum}";
    READING_FIGURES = "Adding up", "正在统计";
    CHOICE_EMPTY = "Start empty", "从空白开始";
    CHOICE_EMPTY_TEXT = "Add your first customer by hand.", "手动添加第一位客户。";
    NOTHING_LEAVES = "Nothing leaves this device.", "数据不会离开本设备。";
    REMOVE_SAMPLE = "Remove sample data", "移除示例数据";
    TRADE_SHOP = "A shop", "商店";
    TRADE_CLINIC = "A clinic", "诊所";
    TRADE_SCHOOL = "A school", "学校";
    TRADE_ADVISER = "A financial adviser", "理财顾问";
}

/// “420 sample records were added.”
pub const SAMPLE_ADDED: Counted = Counted::new(
    "{count} sample record was added.",
    "{count} sample records were added.",
    "已添加 {count} 条示例记录。",
);
