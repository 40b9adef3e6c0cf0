//! Words of the frame around every screen: places, the home line, the palette, shortcuts, notices, rescue, and what
//! went wrong.

use super::Counted;
use super::message::messages;

messages! {
    BRAND = "Burrow", "Burrow";
    SKIP_TO_CONTENT = "Skip to content", "跳到内容";
    PLACES = "Places", "导航";
    IMPORT = "Import", "导入";
    EXPORT = "Export", "导出";
    SETTINGS = "Settings", "设置";
    SEARCH_OR_JUMP = "Search or jump", "搜索或跳转";
    SEARCH = "Search", "搜索";
    CLOSE = "Close", "关闭";
    CANCEL = "Cancel", "取消";
    DISMISS = "Dismiss", "关闭提示";
    NOTICES = "Notices", "提示";
    OPENING = "Opening the book", "正在打开";

    NOT_FOUND = "Nothing lives here", "找不到此页面";
    NOT_FOUND_TEXT = "There is no page at this address. It may have been mistyped, or belong to another release.",
        "此地址没有对应的页面。可能是地址有误，或属于其他版本。";
    GO_TO_CUSTOMERS = "Go to customers", "前往客户";

    ONLY_ON_THIS_DEVICE = "Only on this device", "仅存于本设备";
    HOME_OPENING = "Opening…", "正在打开…";
    HOME_SAVING = "Saving…", "正在保存…";
    HOME_SAVED = "All saved", "全部已保存";
    HOME_SAVED_AT = "Saved {time}", "{time} 已保存";
    HOME_NOT_SAVED = "Not saved – try again", "未保存，请重试";
    HOME_DISK_ALMOST_FULL = "Disk almost full", "磁盘空间快满了";
    HOME_UNREACHABLE = "Not reachable", "无法访问";
    HOME_OPENS_STORAGE = "Opens the storage settings", "打开存储设置";

    PALETTE = "Search and commands", "搜索与命令";
    PALETTE_PLACEHOLDER = "Customers, pages, commands", "查找客户、页面或命令";
    PALETTE_RECORDS = "Records", "记录";
    PALETTE_PAGES = "Pages", "页面";
    PALETTE_COMMANDS = "Commands", "命令";
    PALETTE_NOTHING = "Nothing found for “{typed}”.", "没有找到“{typed}”。";
    PALETTE_MOVE = "to move", "移动";
    PALETTE_CHOOSE = "to choose", "选择";
    PALETTE_LEAVE = "to close", "关闭";
    NEW_CUSTOMER = "New customer", "新建客户";
    NEW_DEAL = "New deal", "新建商机";
    NEW_TICKET = "New ticket", "新建工单";
    NEW_TASK = "New task", "新建任务";
    NEW_CAMPAIGN = "New campaign", "新建营销活动";
    NEW_ORDER = "New order", "新建订单";
    KEY_GO_DEALS = "Go to deals", "前往商机";
    KEY_GO_TICKETS = "Go to tickets", "前往工单";
    KEY_GO_SEGMENTS = "Go to segments", "前往客户细分";
    IMPORT_A_FILE = "Import a file", "导入文件";
    EXPORT_CUSTOMERS = "Export customers", "导出客户";
    SWITCH_TO_DARK = "Switch to dark", "切换到深色";
    SWITCH_TO_LIGHT = "Switch to light", "切换到浅色";
    SWITCH_LANGUAGE = "Switch to {language}", "切换到 {language}";
    SHOW_SHORTCUTS = "Show the keys", "查看快捷键";

    SHORTCUTS = "Keys", "快捷键";
    SHORTCUTS_EVERYWHERE = "Everywhere", "任何页面";
    SHORTCUTS_IN_LISTS = "In a list", "在列表中";
    KEY_PALETTE = "Search and commands", "搜索与命令";
    KEY_UNDO = "Undo", "撤销";
    KEY_REDO = "Redo", "重做";
    KEY_SEARCH_LIST = "Search this list", "搜索当前列表";
    KEY_GO_CUSTOMERS = "Go to customers", "前往客户";
    KEY_GO_IMPORT = "Go to import", "前往导入";
    KEY_GO_MEMBERS = "Go to members", "前往成员";
    KEY_GO_SETTINGS = "Go to settings", "前往设置";
    KEY_SHORTCUTS = "This list of keys", "显示快捷键";
    KEY_MOVE = "Move between rows and columns", "在行列间移动";
    KEY_OPEN = "Open beside the list", "在列表旁打开";
    KEY_SELECT = "Select a row", "选择一行";
    KEY_SELECT_RANGE = "Select up to here", "选择到此处";
    KEY_LEAVE = "Close, or clear the selection", "关闭或取消选择";

    UNDO = "Undo", "撤销";
    REDO = "Redo", "重做";
    UNDONE = "Undone.", "已撤销。";
    REDONE = "Done again.", "已重做。";
    NOTHING_TO_UNDO = "There is nothing to undo.", "没有可撤销的操作。";
    NOT_UNDONE_BECAUSE = "Not undone. {reason}", "未能撤销。{reason}";
    TRY_AGAIN = "Try again", "重试";
    SAVED_NOW = "Saved now.", "现已保存。";
    NOT_SAVED_BECAUSE = "Not saved. {reason}", "未保存。{reason}";
    FIRST_MEMBER_NAME = "Me", "我";
    FAILED_DISK_FULL = "The disk is full. Free some space on this device, then try again.",
        "磁盘已满。请在本设备上腾出空间后重试。";
    FAILED_STORAGE_UNAVAILABLE = "The browser lets this page store nothing. Leave the private window, or allow storage for this site.",
        "浏览器不允许此页面存储数据。请退出无痕窗口，或允许本站使用存储。";
    FAILED_BLOCKED = "Another tab holds an older version open. Close the other tabs of Burrow, then try again.",
        "另一个标签页仍打开着旧版本。请关闭其他 Burrow 标签页后重试。";
    FAILED_STORAGE_LOST = "The browser lost its storage for a moment. Try again; if that does not help, restart the browser.",
        "浏览器暂时失去了存储。请重试；如果仍不行，请重启浏览器。";
    FAILED_BOOK_DAMAGED = "The first page of the book cannot be read.", "资料库的开头部分无法读取。";
    FAILED_UNKNOWN_OPERATION = "This action is not known here any more.", "这里已没有该操作的记录。";
    FAILED_NOT_READY = "The book is still being opened. Try again in a moment.", "资料库仍在打开。请稍后重试。";
    FAILED_BUG = "Something in Burrow itself went wrong. Try again; if that does not help, reload the page.",
        "Burrow 自身出了问题。请重试；如果仍不行，请重新加载页面。";

    FILE_EMPTY = "There is nothing in this file.", "这个文件是空的。";
    FILE_HEADER_ONLY = "This file has names of columns and no rows.", "这个文件只有表头，没有数据行。";
    FILE_NOT_TEXT = "This file is not text. Export the contacts as CSV and choose that file.",
        "这个文件不是文本。请将联系人导出为 CSV，再选择该文件。";
    FILE_NOT_TEXT_BUT = "This file is not text, it seems to be: {kind}. Export the contacts as CSV and choose that file.",
        "这个文件不是文本，似乎是：{kind}。请将联系人导出为 CSV，再选择该文件。";
    FILE_TOO_MANY_COLUMNS = "This file has {count} columns, more than can be handled.", "这个文件有 {count} 列，超出可处理的范围。";
    FILE_UNREADABLE = "The file could not be read. It may have been changed or moved since it was chosen; choose it again.",
        "无法读取文件。它在选择之后可能被修改或移走，请重新选择。";
    FILE_MISSING = "Choose the file again.", "请重新选择文件。";

    RESCUE_CANNOT_OPEN = "The book cannot be opened", "无法打开资料库";
    RESCUE_STOPPED = "Burrow has stopped", "Burrow 已停止运行";
    RESCUE_STOPPED_TEXT = "The part that keeps your data stopped. Try again to start it anew; what you were writing is still on the screen behind.",
        "负责保管数据的部分停止了。点“重试”即可重新启动；您正在填写的内容仍保留在页面上。";
    RESCUE_OTHER_RELEASE = "This page and its background part are of different versions. Reloading the page puts that right.",
        "此页面与其后台部分的版本不一致。重新加载页面即可恢复。";
    RESCUE_SCREEN_BROKEN = "The screen ran into a fault and can no longer be trusted. Reload the page to go on.",
        "界面遇到故障，已不可靠。请重新加载页面后继续。";
    RESCUE_BOOK_DAMAGED = "The first page of the book cannot be read, so the rest is not touched. Try again; if it stays so, keep this browser profile as it is and send the details below to whoever looks after Burrow for you.",
        "资料库的开头部分无法读取，因此其余部分未被改动。请重试；如果仍然如此，请保持此浏览器配置不变，并将下面的详情发给为您维护 Burrow 的人。";
    RESCUE_SAFE = "What was saved is safe: it lies on this device, and nothing has been deleted.",
        "已保存的内容是安全的：它们仍在本设备上，没有任何内容被删除。";
    RESCUE_NOTHING_STORED = "Nothing has been stored and nothing has been deleted.", "没有存储任何内容，也没有删除任何内容。";
    RELOAD = "Reload the page", "重新加载页面";
    COPY_DETAILS = "Copy technical details", "复制技术详情";
    COPIED = "Copied", "已复制";
    NOT_COPIED = "The browser did not copy it. Select the text below and copy it by hand.", "浏览器未能复制。请选中下面的文字手动复制。";
    TECHNICAL_DETAILS = "Technical details", "技术详情";
}

/// “3 values were left alone, because they had been changed again since.”
pub const VALUES_LEFT_ALONE: Counted = Counted::new(
    "{count} value was left alone, because it had been changed again since.",
    "{count} values were left alone, because they had been changed again since.",
    "有 {count} 个值之后又被修改，未作改动。",
);
/// “3 damaged parts”
pub const HOME_DAMAGED: Counted =
    Counted::new("{count} part cannot be read", "{count} parts cannot be read", "{count} 处数据无法读取");
