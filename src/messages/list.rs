//! Words of the list screens: rows, columns, filters, selection, trash, export.

use super::Counted;
use super::message::messages;

messages! {
    ROW_DEEDS = "For this row", "对此行的操作";
    COUNT_OF = "{matched} of {total}", "{matched} / {total}";
    SEARCH_THIS_LIST = "Search this list", "搜索当前列表";
    VIEWS = "Views", "视图";
    ALL_RECORDS = "All", "全部";
    MINE = "Mine", "我的";
    TRASH = "Trash", "回收站";
    MORE = "More", "更多";
    NEW_RECORD = "New {kind}", "新建{kind}";
    SELECT_ROWS = "Select rows", "选择行";
    STOP_SELECTING = "Stop selecting", "停止选择";

    COLUMNS = "Columns", "列";
    MOVE_COLUMN_UP = "Move {column} forward", "将“{column}”前移";
    MOVE_COLUMN_DOWN = "Move {column} back", "将“{column}”后移";
    USUAL_COLUMNS = "Usual columns", "恢复默认列";
    COLUMN_HELP = "Click to sort. Shift and an arrow key change the width.", "点击排序，按 Shift 加方向键调整宽度。";
    SELECT_ALL = "Select all", "全选";
    SELECT_ROW = "Select {title}", "选择{title}";
    LOADING_ROWS = "Reading the list", "正在读取列表";
    NO_TITLE = "No name", "未命名";

    ADD_FILTER = "Filter", "筛选";
    FILTER_FIELD = "Field", "字段";
    FILTER_HOW = "Condition", "条件";
    FILTER_VALUE = "Value", "值";
    FILTER_FROM = "From", "从";
    FILTER_TO = "To", "到";
    FILTER_APPLY = "Apply", "应用";
    FILTER_REMOVE = "Remove filter: {filter}", "移除筛选：{filter}";
    CLEAR_FILTERS = "Clear filters", "清除筛选";
    FILTER_NEEDS_VALUE = "Choose or write a value.", "请选择或填写一个值。";
    FILTER_IS = "{field} is {values}", "{field}是{values}";
    FILTER_IS_NOT = "{field} is not {values}", "{field}不是{values}";
    FILTER_CONTAINS = "{field} contains {values}", "{field}包含{values}";
    FILTER_AT_LEAST = "{field} from {values}", "{field}从{values}起";
    FILTER_AT_MOST = "{field} up to {values}", "{field}到{values}为止";
    FILTER_IS_EMPTY = "{field} is empty", "{field}为空";
    FILTER_IS_FILLED = "{field} is filled in", "{field}已填写";
    HOW_IS = "is", "是";
    HOW_IS_NOT = "is not", "不是";
    HOW_CONTAINS = "contains", "包含";
    HOW_RANGE = "is between", "介于";
    HOW_IS_EMPTY = "is empty", "为空";
    HOW_IS_FILLED = "is filled in", "已填写";

    CLEAR_SELECTION = "Clear the selection", "取消选择";
    EDIT_FIELD_FOR_ALL = "Edit a field", "修改字段";
    MOVE_TO_TRASH = "Move to trash", "移到回收站";
    RESTORE = "Restore", "恢复";
    EXPORT_SELECTION = "Export", "导出";
    TRASH_TITLE = "Move to trash?", "移到回收站？";
    TRASH_TEXT = "They can be restored from the trash at any time.", "可随时从回收站恢复。";
    BULK_TITLE = "Edit a field for all selected", "批量修改字段";
    BULK_FIELD = "Field to change", "要修改的字段";
    BULK_NEW_VALUE = "New value", "新的值";
    BULK_CLEARS = "The field will be emptied.", "该字段将被清空。";
    NOTHING_CHANGED = "Nothing had to be changed.", "没有需要更改的内容。";

    NO_CUSTOMERS = "No customers yet", "还没有客户";
    NO_CUSTOMERS_TEXT = "Import a contact file, or write down the first one.", "可以导入联系人文件，或手动新建第一位客户。";
    NO_MEMBERS = "No members yet", "还没有成员";
    NO_MEMBERS_TEXT = "Whoever works here is made a member with the first thing they save.", "在这里工作的人保存第一项内容时会自动成为成员。";
    PEOPLE_HERE = "People at this organisation", "此单位的人员";
    LOOKED_AFTER = "Looked after by this member", "由此成员负责";
    NOTHING_MATCHES = "Nothing matches", "没有符合的结果";
    NOTHING_MATCHES_TEXT = "Nothing here fits the search and the filters.", "没有符合当前搜索和筛选条件的内容。";
    TRASH_EMPTY = "The trash is empty", "回收站是空的";
    TRASH_EMPTY_TEXT = "What is moved to the trash can be restored from here.", "移到回收站的内容可以在这里恢复。";
    NOT_READ = "The list could not be read", "无法读取列表";
    NOT_READ_TEXT = "What is saved is safe. {reason}", "已保存的内容是安全的。{reason}";

    EXPORT_TITLE = "Export", "导出";
    EXPORT_WHICH = "What to export", "导出范围";
    EXPORT_SHOWN = "What the list shows ({count})", "列表当前显示的内容（{count}）";
    EXPORT_EVERYTHING = "Everything ({count})", "全部内容（{count}）";
    EXPORT_HOW = "For what", "用途";
    EXPORT_FOR_SPREADSHEETS = "For spreadsheets", "用于电子表格";
    EXPORT_FOR_SPREADSHEETS_TEXT = "Opens right in Excel and others; cells that look like formulas are made harmless.",
        "可直接用 Excel 等软件打开；形似公式的单元格会作无害化处理。";
    EXPORT_EXACT = "Exact", "原样";
    EXPORT_EXACT_TEXT = "Every character as it is, for another program or for importing again.", "逐字保留原样，供其他程序使用或再次导入。";
    EXPORT_START = "Download", "下载";
    EXPORT_WORKING = "Writing the file", "正在生成文件";
    EXPORT_CANCELLED = "The export was cancelled. No file was made.", "导出已取消，未生成文件。";
    EXPORT_DONE = "{file} is in your downloads.", "{file} 已保存到下载文件夹。";
    EXPORT_FAILED = "The file could not be made. {reason}", "无法生成文件。{reason}";
    EXPORT_PROGRESS = "{done} of {total}", "{done} / {total}";
    EXPORT_NOT_HANDED_OVER = "The browser did not take the file. Free some space on the disk, then try again.",
        "浏览器未能保存文件。请腾出磁盘空间后重试。";
}

/// “3 selected”
pub const SELECTED: Counted = Counted::new("{count} selected", "{count} selected", "已选 {count} 项");
/// “Move 3 entries to the trash?”
pub const TRASH_QUESTION: Counted = Counted::new(
    "{count} entry is moved to the trash.",
    "{count} entries are moved to the trash.",
    "将有 {count} 个条目移到回收站。",
);
/// “3 moved to the trash.”
pub const TRASHED: Counted =
    Counted::new("{count} moved to the trash.", "{count} moved to the trash.", "已将 {count} 项移到回收站。");
/// “3 restored.”
pub const RESTORED: Counted = Counted::new("{count} restored.", "{count} restored.", "已恢复 {count} 项。");
/// “3 entries get Status: Active.”
pub const BULK_PREVIEW: Counted =
    Counted::new("{count} entry gets this value.", "{count} entries get this value.", "将有 {count} 个条目改为此值。");
/// “Change 3”
pub const BULK_APPLY: Counted = Counted::new("Change {count}", "Change {count}", "修改 {count} 项");
/// “3 changed.”
pub const CHANGED: Counted = Counted::new("{count} changed.", "{count} changed.", "已修改 {count} 项。");
/// “Export 3 rows”
pub const EXPORT_SELECTED: Counted =
    Counted::new("The selected row ({count})", "The selected rows ({count})", "所选的行（{count}）");
