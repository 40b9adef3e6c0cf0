//! Words of the record screens: fields, editors, history, the form of a new record.

use super::Counted;
use super::message::messages;

messages! {
    GROUP_MAIN = "Main", "基本信息";
    GROUP_CONTACT = "Contact", "联系方式";
    GROUP_DETAILS = "Details", "详细信息";
    GROUP_SYSTEM = "System", "系统信息";
    SHOW_EMPTY_FIELDS = "Show empty fields", "显示空字段";
    HIDE_EMPTY_FIELDS = "Hide empty fields", "隐藏空字段";
    EMPTY_VALUE = "Empty", "空";
    EDIT_FIELD = "Edit {field}:", "编辑{field}：";
    ADD_FIELD = "Add {field}", "添加{field}";
    SAVED = "Saved", "已保存";
    NOT_SAVED = "Not saved. What you wrote is still here.", "未保存。您填写的内容仍在这里。";
    CHANGED_ELSEWHERE = "Changed elsewhere meanwhile to: {value}", "此处已在别处改为：{value}";
    TAKE_THAT_VALUE = "Take that value", "采用该值";
    SAVE = "Save", "保存";
    DONE = "Done", "完成";

    CLOSE_PANEL = "Close", "关闭";
    RECORD_ACTIONS = "Actions", "操作";
    OPEN_PAGE = "Open its own page", "打开单独页面";
    COPY_LINK = "Copy link", "复制链接";
    LINK_COPIED = "The link is copied.", "链接已复制。";
    LINK_NOT_COPIED = "The browser did not copy it. The address bar has the link.", "浏览器未能复制。可从地址栏复制链接。";
    MOVED_TO_TRASH = "{title} is in the trash.", "{title}已移到回收站。";
    BROUGHT_BACK = "{title} is restored.", "{title}已恢复。";
    IN_THE_TRASH = "This entry is in the trash.", "此条目在回收站中。";
    NOT_THERE = "There is no such entry", "没有这个条目";
    NOT_THERE_TEXT = "It may have been removed, or the link is of another book.", "它可能已被删除，或者链接属于另一个资料库。";
    BACK_TO_LIST = "Back to the list", "返回列表";
    READING_RECORD = "Reading the entry", "正在读取条目";

    WRITE_TO = "Write to {address}", "写邮件给 {address}";
    CALL_NUMBER = "Call {number}", "拨打 {number}";
    VISIT_WEBSITE = "Open {website} in a new tab", "在新标签页中打开 {website}";
    OPEN_LINKED = "Open {title}", "打开{title}";
    LINKED_FROM = "Linked from", "被关联";

    ENTRY_NUMBER = "{field} {number}", "{field} {number}";
    ENTRY_LABEL = "Type of {field} {number}", "{field} {number} 的类型";
    MAKE_PRIMARY = "Make {field} {number} the primary one", "将{field} {number} 设为首选";
    REMOVE_ENTRY = "Remove {field} {number}", "移除{field} {number}";
    ADD_ENTRY = "Add {field}", "添加{field}";
    REMOVE_TAG = "Remove tag {tag}", "移除标签“{tag}”";
    TAGS_PLACEHOLDER = "Add a tag", "添加标签";
    CHOOSE_NOTHING = "None", "无";
    FIND_RECORD = "Type to find", "输入以查找";
    NOTHING_FOUND = "Nothing found", "没有找到";
    CLEAR_LINK = "Clear", "清除";
    DAY_YEAR = "Year", "年";
    DAY_MONTH = "Month", "月";
    DAY_DAY = "Day", "日";
    DAY_PICK = "Choose in a calendar", "从日历中选择";
    DAY_HINT = "The year may stay empty.", "年份可以不填。";
    LONG_TEXT_HINT = "Ctrl Enter saves, Escape cancels.", "Ctrl+Enter 保存，Esc 取消。";

    HISTORY = "History", "历史";
    HISTORY_CREATED = "Created", "创建";
    HISTORY_RECEIVED = "Received from another device", "来自其他设备";
    HISTORY_RECEIVED_CHANGE = "{what}, received from another device", "{what}（来自其他设备）";
    HISTORY_IMPORTED = "Imported from {file}", "从 {file} 导入";
    HISTORY_IMPORT_CHANGED = "Changed by the import of {file}", "由导入 {file} 更新";
    HISTORY_CHANGED = "{fields} changed", "修改了{fields}";
    HISTORY_DELETED = "Moved to trash", "移到回收站";
    HISTORY_RESTORED = "Restored", "恢复";
    HISTORY_UNDONE = "Taken back: {what}", "撤销：{what}";
    HISTORY_SET_UP = "Set up", "初始设置";
    HISTORY_BY = "by {member}", "操作人：{member}";
    HISTORY_NOTHING = "Nothing has happened yet.", "还没有任何记录。";
    HISTORY_FAILED = "The history could not be read. {reason}", "无法读取历史。{reason}";
    HISTORY_MORE = "Show more", "显示更多";
    CHANGE_BEFORE = "before", "之前";
    CHANGE_AFTER = "after", "之后";
    UNDO_THIS = "Undo this", "撤销此操作";
    UNDO_THIS_NAMED = "Undo this: {what}", "撤销此操作：{what}";

    NEW_TITLE = "New {kind}", "新建{kind}";
    CREATE = "Create", "创建";
    CREATED_NOTICE = "{title} is created.", "已创建{title}。";
    LOOKS_LIKE = "Looks like {title} is already here.", "{title}似乎已经存在。";
    OPEN_EXISTING = "Open {title}", "打开{title}";
    ADD_PERSON = "Add a person", "添加人员";
    REMOVE_PERSON = "Remove {name}", "移除{name}";
}

/// “and 2 more”
pub const MORE_VALUES: Counted = Counted::new("+{count}", "+{count}", "+{count}");
/// “3 more linked entries”
pub const MORE_LINKED: Counted = Counted::new("and {count} more", "and {count} more", "另有 {count} 个");
