//! Words of the books of a browser.

use super::Counted;
use super::message::messages;

messages! {
    BOOKS = "Books", "资料库";
    BOOKS_TEXT = "Each book has its own customers, passphrase and backups, and nothing goes from one to another. Different tabs may show different books at the same time.",
        "每个资料库的客户、密码和备份各自独立，互不相通。不同的标签页可以同时显示不同的资料库。";
    BOOK = "Book", "资料库";
    FOUND_BOOK = "Book {id}", "资料库 {id}";
    OPEN_HERE = "Open in this tab", "本标签页已打开";
    SEEN = "{records} · last open {when}", "{records} · 上次打开：{when}";
    NOT_SEEN = "Not opened yet", "尚未打开过";
    OPEN = "Open", "打开";
    OPEN_ONE = "Open “{name}”", "打开“{name}”";
    OPEN_COMMAND = "Open book: {name}", "打开资料库：{name}";
    MORE_FOR = "More for “{name}”", "“{name}”的更多操作";
    RENAME = "Rename…", "重命名…";
    DELETE = "Delete…", "删除…";
    NEW_BOOK = "New book…", "新建资料库…";
    NEW_BOOK_NAME = "Another book", "另一个资料库";
    NEW_BOOK_HELP = "For another business, another year, or to try something out.", "用于另一家店、另一年度，或只是试一试。";
    CHOOSE_BOOK = "Book: {name}", "资料库：{name}";
    ALL_BOOKS = "All books…", "全部资料库…";
    OTHER_BOOKS = "Other books", "其他资料库";

    NEW_TITLE = "New book", "新建资料库";
    NAME = "Name", "名称";
    NAME_HINT = "The name can be read by whoever uses this browser, even while the book is locked.",
        "任何能使用此浏览器的人都能看到名称，即使资料库已锁定。";
    NAME_EMPTY = "Give the book a name.", "请填写名称。";
    NAME_LONG = "The name is too long: use 60 characters or fewer.", "名称过长：请不超过 60 个字符。";
    NAME_TAKEN = "Another book has this name.", "已有同名的资料库。";
    MAKE = "Make and open", "新建并打开";
    MADE_NOT_OPENED = "“{name}” is made. Something on this page is not saved yet: save it or discard it, then open the book.",
        "“{name}”已建好。此页面上还有内容未保存：请先保存或放弃，再打开它。";
    NOT_OPENED = "Something on this page is not saved yet, so this book stays open. Save it or discard it, then change.",
        "此页面上还有内容未保存，因此仍停留在当前资料库。请先保存或放弃，再切换。";
    RENAME_TITLE = "Rename the book", "重命名资料库";
    SAVE = "Save", "保存";

    DELETE_TITLE = "Delete “{name}”?", "删除“{name}”？";
    DELETE_TEXT = "All of it goes from this browser for good: every record, its history, its passphrase, its plan of backups. Nobody can bring it back. Backups that you keep elsewhere stay as they are.",
        "其全部内容将从此浏览器中永久删除：所有记录、历史、密码和自动备份计划，任何人都无法恢复。您保存在别处的备份不受影响。";
    DELETE_COUNT = "When it was last open, {when}, it held {records}.", "上次打开时（{when}）有 {records}。";
    DELETE_COUNT_HERE = "It holds {records}.", "其中有 {records}。";
    DELETE_OTHER = "To back it up first, open it.", "如需先备份，请打开该资料库。";
    DELETE_BACK_UP = "Back up first", "先备份";
    DELETE_TYPE = "Type the name of the book to delete it", "输入资料库名称以确认删除";
    DELETE_TYPED_WRONG = "This is not its name: {name}", "名称不符，应为：{name}";
    DELETE_NOW = "Delete for good", "永久删除";
    DELETE_FAILED = "The browser did not delete it. Close the other tabs that show it, then try again.",
        "浏览器未能删除。请关闭显示它的其他标签页，然后重试。";

    MISSED = "The book that this tab showed is no longer among the books of this browser. Now open: “{name}”.",
        "此标签页之前显示的资料库已不在此浏览器中。现已打开“{name}”。";

    INTO = "Where to", "恢复到";
    INTO_NEW = "As a new book", "作为新资料库";
    INTO_NEW_TEXT = "It holds what the backup holds, and the open book stays as it is.", "包含备份中的全部内容，当前资料库保持不变。";
    INTO_HERE = "Into this book: joined", "合并到当前资料库";
    RESTORE_NEW = "Restore as a new book", "恢复为新资料库";
    RESTORED_NEW = "“{name}” is in this browser now, with {records}. The book that is open has not changed.",
        "“{name}”已保存到此浏览器，共 {records}。当前打开的资料库没有变化。";
    OPEN_IT = "Open it", "打开";
    RESTORED_NAME = "Book of {day}", "{day} 的资料库";
}

/// “512 records”
pub const RECORDS: Counted = Counted::new("{count} record", "{count} records", "{count} 条记录");
