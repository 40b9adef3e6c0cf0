//! Words about keeping the data: room, repair, how long things take, and the limits where they matter.

use super::Counted;
use super::message::messages;

messages! {
    ROOM = "Room", "存储空间";
    ROOM_PARTS = "{used} used, about {left} left", "已用 {used}，约剩 {left}";
    KEPT_GRANTED = "The browser keeps these data now, even when the disk runs full.", "浏览器现在会保留这些数据，磁盘将满时也不会清除。";
    KEPT_SAFARI = "Safari did not promise it. Add Burrow to the Dock (File, Add to Dock) or, on a phone, to the Home Screen (Share, Add to Home Screen), open it from there, and ask again.",
        "Safari 没有承诺保留。请将 Burrow 添加到程序坞（文件 → 添加到程序坞），在手机上则添加到主屏幕（共享 → 添加到主屏幕），从那里打开后再次请求。";
    KEPT_FIREFOX = "Firefox did not promise it. Ask again and choose Allow, or change the answer at the padlock beside the address.",
        "Firefox 没有承诺保留。请再次请求并选择“允许”，或点击地址旁的锁形图标更改设置。";
    KEPT_OTHERS = "The browser did not promise it. Install Burrow (the icon at the end of the address bar, or the browser's menu) or bookmark it, use it for a few days, and ask again. Until then, backups matter more.",
        "浏览器没有承诺保留。请安装 Burrow（地址栏末端的图标，或浏览器菜单），或将其加入书签，使用几天后再次请求。在此之前，备份更为重要。";
    KEPT_INSTALLED = "Burrow is installed, and the browser still did not promise it. Keep backups elsewhere.", "Burrow 已安装，但浏览器仍未承诺保留。请在其他地方保存备份。";

    LOW_TITLE = "Room is running out", "存储空间即将用尽";
    LOW_TEXT = "About {left} is left. Changes are still saved; a large import may be refused. Free some room on this device, and make a backup.",
        "约剩 {left}。更改仍会保存，但较大的导入可能会被拒绝。请在本设备上腾出空间，并做一次备份。";
    FULL_TITLE = "There is no room left", "存储空间已用尽";
    FULL_TEXT = "Everything saved so far is safe and can be read, and whatever cannot be saved is told at once. Delete large files or other sites' data on this device. This goes away by itself when there is room again.",
        "已保存的内容都是安全的，可以照常查看；无法保存的更改会立即告知。请删除本设备上的大文件或其他网站的数据。有空间后，此提示会自动消失。";
    SEE_ROOM = "See what takes room", "查看空间占用";
    NO_ROOM = "This needs about {needed} of room, and about {left} is left. Free some room on this device, then try again.",
        "此操作约需 {needed} 空间，目前约剩 {left}。请在本设备上腾出空间后重试。";

    TIMES = "How long things take", "操作耗时";
    TIMES_TEXT = "In this tab, since it was opened, in milliseconds. p95 means that 95 of 100 took no longer. The browser's own clock is rounded to a tenth.",
        "本标签页打开以来的耗时，单位为毫秒。p95 表示 100 次中有 95 次不超过该值。浏览器的时钟精确到十分之一毫秒。";
    TIMES_NONE = "Nothing has been measured yet in this tab.", "本标签页尚无测量数据。";
    WORK = "Work", "操作";
    TIMES_COUNT = "Times", "次数";
    COMMIT = "Saving a change", "保存更改";
    QUERY = "Showing a list", "显示列表";
    SEARCH = "Searching", "搜索";
    FOLD = "Tidying the journal", "整理日志";
    BELOW_A_TENTH = "< 0.1", "< 0.1";

    SIZES = "What takes room", "空间占用";
    PARTS = "Parts", "部分";
    SIZE = "Size", "大小";
    WHERE = "Where", "位置";
    MEMORY_RECORDS = "In memory: records", "内存：记录";
    MEMORY_INDEX = "In memory: search index", "内存：搜索索引";
    COUNTS = "Records", "记录";
    LAST_FOLD_TOOK = "{when}, in {time} ms", "{when}，用时 {time} 毫秒";

    REPAIR = "Repair", "修复";
    REPAIRING = "Looking through everything", "正在检查全部内容";
    REPAIR_TEXT = "A repair writes anew what is still known elsewhere in this book, and sets the damaged parts aside. Nothing is deleted.",
        "修复会用资料库中仍有的内容重新写入，并将损坏的部分另行保存。不会删除任何内容。";
    REPAIR_CANCELLED = "The repair was cancelled. Nothing was changed.", "修复已取消，未作任何更改。";
    REPAIRED = "The repair is done", "修复完成";
    REPAIR_NOTHING = "There was nothing to repair.", "没有需要修复的内容。";
    REPAIR_REMAINS = "Some parts still cannot be read. Load the page again and repair once more.", "仍有部分无法读取。请重新加载页面后再次修复。";
    REPAIR_BACKUP = "A backup can bring back what is missing: open it and merge it into this book. What you changed since stays.",
        "备份可以找回缺失的内容：打开备份并合并到当前资料库。之后所做的更改会保留。";
    OPEN_BACKUP = "To the backups", "前往备份";
    MISSING = "Known to be missing:", "已知缺失：";
    MISSING_LINKED = "{kind}, linked from “{title}”", "{kind}（“{title}”中引用）";
    PART_RECORDS = "A page of records: {kind}, about {count}", "数据页：{kind}，约 {count} 条";
    PART_ACTION = "An action that was not yet tidied", "一条尚未整理的操作";
    PART_HISTORY = "A page of earlier values", "一页历史值";
    PART_IMPORT = "A part of an import", "导入的一部分";
    PART_OTHER = "Another part", "其他部分";
    IN_MEMORY = "still whole in memory", "内存中仍完整";
    NOT_IN_MEMORY = "not in memory", "内存中已没有";
    OTHER_RECORDS = "records of a newer version", "较新版本的记录";
    ASIDE = "Set aside", "另行保存的部分";
    ASIDE_HELP = "Parts that could not be read, kept as they were: {count}, {size}. Sealed as they are, they may help whoever looks into the damage.",
        "无法读取的部分已按原样保存：{count} 个，{size}。它们仍处于加密状态，可供查找损坏原因的人使用。";
    ASIDE_SAVE = "Download", "下载";

    LIMIT_LOCK = "Nobody can reset a passphrase, and slow guessing does not save a weak one. While Burrow is unlocked, extensions and other programs on this device can read along.",
        "没有人能重置密码；即使猜测很慢，弱密码也不安全。解锁期间，扩展和本设备上的其他程序可能读取内容。";
    LIMIT_BACKUP = "Without a backup elsewhere, this browser holds the only copy. A backup without its passphrase is lost, too.",
        "如果没有保存在别处的备份，此浏览器中的就是唯一副本。丢失备份密码，备份也就无法使用。";
    LIMIT_STORAGE = "Clearing this site's data destroys the book, and “saved” can still lose its last moments when the power fails.",
        "清除本站数据会毁掉资料库；突然断电时，“已保存”的内容仍可能丢失最后一刻的更改。";
    LIMIT_FIRST = "It is the only copy, until you make a backup. In a private window nothing is kept.", "在您备份之前，这是唯一的副本。无痕窗口不会保留任何内容。";
    LIMIT_CAPACITY = "Burrow is made for up to 100,000 customers with 500,000 orders and interactions on a computer with 4 GB of free memory; a phone holds less.",
        "Burrow 面向最多 10 万客户及 50 万条订单与互动，需要一台有 4 GB 可用内存的电脑；手机的容量较小。";
    LIMIT_WEAK = "A passphrase is stretched so that guessing is slow. That does not save one that is easy to guess.", "密码会经过延展处理，使猜测变慢，但这救不了容易猜到的密码。";
}

/// “2 parts that cannot be read were set aside. Nothing was deleted.”
pub const SET_ASIDE: Counted = Counted::new(
    "{count} part that cannot be read was set aside. Nothing was deleted.",
    "{count} parts that cannot be read were set aside. Nothing was deleted.",
    "已将 {count} 个无法读取的部分另行保存，没有删除任何内容。",
);
/// “2 of them were still whole in memory and have been written anew.”
pub const WRITTEN_ANEW: Counted = Counted::new(
    "{count} of them was still whole in memory and has been written anew.",
    "{count} of them were still whole in memory and have been written anew.",
    "其中 {count} 个在内存中仍完整，已重新写入。",
);
/// “3 records were put together from their history.”
pub const FROM_HISTORY: Counted = Counted::new(
    "{count} record was put together from its history.",
    "{count} records were put together from their history.",
    "已根据历史重建 {count} 条记录。",
);
/// “588 records of a damaged import could be read and count now.”
pub const FROM_IMPORTS: Counted = Counted::new(
    "{count} record of a damaged import could be read and counts now.",
    "{count} records of a damaged import could be read and count now.",
    "损坏的导入中有 {count} 条记录可以读取，现已生效。",
);
/// “512 records of a damaged import could not be read. Import the file again.”
pub const LOST_OF_IMPORTS: Counted = Counted::new(
    "{count} record of a damaged import could not be read. Import the file again.",
    "{count} records of a damaged import could not be read. Import the file again.",
    "损坏的导入中有 {count} 条记录无法读取，请重新导入该文件。",
);
/// “The pages that are lost held about 512 records.”
pub const IN_LOST_PAGES: Counted = Counted::new(
    "The page that is lost held about {count} record.",
    "The pages that are lost held about {count} records.",
    "丢失的数据页约有 {count} 条记录。",
);
/// “Nothing is left of 1 action.”
pub const LOST_ACTIONS: Counted = Counted::new(
    "Nothing is left of {count} action.",
    "Nothing is left of {count} actions.",
    "有 {count} 条操作已无法找回。",
);
/// “Earlier values in 2 pages are gone; the present ones are whole.”
pub const LOST_HISTORY: Counted = Counted::new(
    "Earlier values in {count} page are gone; the present ones are whole.",
    "Earlier values in {count} pages are gone; the present ones are whole.",
    "{count} 页历史值已丢失，当前值不受影响。",
);
/// “and 12 more”
pub const AND_MORE: Counted = Counted::new("and {count} more", "and {count} more", "另有 {count} 条");
