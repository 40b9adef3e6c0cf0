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
    CHOICE_SAMPLE_TEXT = "Invented customers, tagged “sample”. One click takes them away again.",
        "虚构的客户，带有“sample”标签，一键即可全部移除。";
    CHOICE_EMPTY = "Start empty", "从空白开始";
    CHOICE_EMPTY_TEXT = "Add your first customer by hand.", "手动添加第一位客户。";
    NOTHING_LEAVES = "Nothing leaves this device.", "数据不会离开本设备。";
    REMOVE_SAMPLE = "Remove sample data", "移除示例数据";
    TRADE_SHOP = "A shop", "商店";
    TRADE_CLINIC = "A clinic", "诊所";
    TRADE_SCHOOL = "A school", "学校";
    TRADE_ADVISER = "A financial adviser", "理财顾问";
}

/// “42 sample customers were added.”
pub const SAMPLE_ADDED: Counted = Counted::new(
    "{count} sample customer was added.",
    "{count} sample customers were added.",
    "已添加 {count} 位示例客户。",
);
