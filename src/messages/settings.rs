//! Words of the settings.

use super::Counted;
use super::message::messages;

messages! {
    GENERAL = "General", "常规";
    LANGUAGE = "Language", "语言";
    THEME = "Colours", "外观";
    THEME_SYSTEM = "As the device", "跟随系统";
    THEME_LIGHT = "Light", "浅色";
    THEME_DARK = "Dark", "深色";
    WORKS_AS = "This device works as", "本设备的使用者";
    WORKS_AS_HELP = "Changes made here carry this name.", "在此所做的更改会记在此人名下。";
    NOBODY_YET = "Nobody yet", "尚未指定";
    ADD_MEMBER = "Add a member", "添加成员";
    MEMBER_NAME = "Name of the new member", "新成员的姓名";
    ADD = "Add", "添加";
    SINGLE_KEYS = "Single letters as shortcuts", "单字母快捷键";
    SINGLE_KEYS_HELP = "Switch this off if you speak to your computer, or press letters by accident.", "如果您使用语音输入，或常误触按键，请将其关闭。";

    STORAGE = "Storage", "存储";
    STORAGE_TEXT = "Everything lies in this browser's storage on this device.", "所有数据都保存在本设备的浏览器存储中。";
    KIND = "Records", "记录";
    LIVE = "In use", "使用中";
    IN_TRASH = "In the trash", "回收站";
    NOT_TOLD = "The browser does not tell", "浏览器未提供";
    JOURNAL = "Journal entries not yet tidied", "尚未整理的日志条目";
    LAST_FOLD = "Last tidied", "上次整理";
    NOT_YET = "Not yet in this visit", "本次尚未整理";
    ON_DISK = "On the disk: {store}", "磁盘：{store}";
    STORE_JOURNAL = "journal", "日志";
    STORE_PAGES = "records", "记录";
    STORE_HISTORY = "history", "历史";
    STORE_BATCHES = "imports", "导入批次";
    STORE_ATTACHMENTS = "attachments", "附件";

    KEPT = "Kept by the browser", "浏览器保留";
    KEPT_YES = "The browser keeps these data even when the disk runs full.", "即使磁盘将满，浏览器也会保留这些数据。";
    KEPT_NO = "The browser may clear these data when the disk runs full.", "磁盘将满时，浏览器可能会清除这些数据。";
    KEPT_UNKNOWN = "This browser does not say whether it keeps these data when the disk runs full.", "此浏览器未说明磁盘将满时是否会保留这些数据。";
    ASK_TO_KEEP = "Ask the browser to keep it", "请求浏览器保留";
    TIDY = "Tidy the journal", "整理日志";
    TIDY_HELP = "Recent changes lie in a journal and move into pages from time to time. It happens by itself; you can also do it now.",
        "最近的更改先记在日志中，之后自动归入数据页。您也可以现在整理。";
    TIDY_NOW = "Tidy now", "立即整理";
    TIDIED = "The journal is tidied.", "日志已整理。";
    CHECK = "Check everything", "完整性检查";
    CHECK_HELP = "Opens every part on the disk and compares it with what is shown.", "打开磁盘上的每一部分，并与当前显示的内容比对。";
    CHECK_NOW = "Check now", "立即检查";
    CHECKING = "Checking", "正在检查";
    CHECK_PROGRESS = "{done} of {total}", "{done} / {total}";
    CHECK_GOOD = "All is well: {objects} objects ({size}) with {records} records were opened and checked.",
        "一切正常：已打开并检查 {objects} 个对象（{size}），共 {records} 条记录。";
    CHECK_BAD = "Not all is well: {damaged} objects cannot be read, {differing} records differ from what is shown. {objects} objects were checked.",
        "发现问题：{damaged} 个对象无法读取，{differing} 条记录与显示内容不一致。共检查 {objects} 个对象。";
    CHECK_CANCELLED = "The check was cancelled.", "检查已取消。";
    DAMAGED = "Parts that cannot be read", "无法读取的部分";
    DAMAGED_TEXT = "They are left as they are and nothing of them is deleted. Everything else can be used.",
        "这些部分保持原样，没有删除任何内容。其余数据可以正常使用。";

    IMPORTS = "Imports", "导入记录";
    NO_IMPORTS = "Nothing has been imported yet.", "尚未导入任何文件。";
    FILE = "File", "文件";
    CREATED = "Created", "新建";
    UPDATED = "Updated", "更新";
    SKIPPED = "Skipped", "跳过";
    PROBLEMS = "Problems", "问题";
    REVERT = "Take back", "撤销导入";
    REVERT_ONE = "Take back the import of {file}", "撤销导入“{file}”";
    REVERTED = "Taken back", "已撤销";
    REVERT_TITLE = "Take back this import?", "撤销此次导入？";
    REVERT_TEXT = "The records that {file} created go to the trash, and those that it changed get their former values back. What you changed since stays.",
        "由“{file}”新建的记录会移入回收站，被它更新的记录会恢复原值。之后您所做的更改会保留。";

    SAMPLE = "Sample data", "示例数据";
    SAMPLE_HELP = "Moves everything that came with the sample to the trash. What you made yourself stays.", "将示例带来的全部内容移入回收站，您自己创建的内容不受影响。";
    REMOVE = "Remove", "移除";

    LIMITS = "What Burrow cannot do for you", "Burrow 的局限";
    LIMIT_ONLY_COPY = "This browser's storage is the only copy. Clearing the site's data, a broken browser profile, or the browser making room (Safari after 7 days without a visit, unless Burrow is installed) destroys it. Make a backup now and then and keep it elsewhere.",
        "浏览器存储是唯一的副本。清除网站数据、浏览器配置损坏，或浏览器自行清理（Safari 在 7 天未访问后，除非已安装 Burrow）都会使数据丢失。请不时备份，并保存到其他地方。";
    LIMIT_NO_PASSPHRASE = "There is no passphrase. Whoever can open this browser profile, or copies its files, can read everything.",
        "尚未设置密码。能打开此浏览器配置或复制其文件的人，都可以读取全部内容。";
    LIMIT_OLD_BLOCKS = "Data stored before the passphrase was set were overwritten, but old blocks may remain on the disk. The sizes, number and times of encrypted parts can be seen by whoever has the files.",
        "设置密码之前存储的数据已被覆盖，但磁盘上可能仍有旧数据块。拿到文件的人能看到加密部分的大小、数量和时间。";
    LIMIT_MEMORY = "While Burrow is unlocked, browser extensions and other programs on this device can read it. Locking ends the workers that hold the data; what the computer's memory still remembers is beyond us.",
        "解锁期间，浏览器扩展和本设备上的其他程序可以读取内容。锁定会结束持有数据的后台线程，但内存中残留的痕迹不受我们控制。";
    LIMIT_POWER = "“Saved” survives a crash of the browser. A sudden loss of power can, on some systems, still lose the last moments.",
        "“已保存”的内容在浏览器崩溃后仍在。但在某些系统上，突然断电仍可能丢失最后一刻的更改。";
    LIMIT_TRUST = "While Burrow is open, browser extensions and malware can read along, and you trust whoever serves its files. Host it yourself and compare the build if that matters.",
        "Burrow 打开期间，浏览器扩展和恶意软件可能读取内容；您也需要信任提供其文件的人。如果在意，请自行托管并核对版本号。";
    LIMIT_PRIVATE = "Private windows keep nothing. Burrow is tested by machine in Chromium; Firefox and Safari are tested less.",
        "无痕窗口不会保留任何数据。Burrow 在 Chromium 上有自动测试，在 Firefox 和 Safari 上测试较少。";

    ABOUT = "About", "关于";
    BUILD = "Build", "版本号";
    LICENCE = "Licence", "许可";
    LICENCE_TEXT = "MIT or Apache-2.0, as you choose. The libraries in it are under licences of the same kind.", "MIT 或 Apache-2.0，任选其一。所用的库也采用同类许可。";
    NO_REQUESTS = "Burrow asks nothing of any other site.", "Burrow 不会向任何其他网站发送请求。";
    CURRENCY = "Usual currency", "常用币种";
    CURRENCY_HELP = "For amounts that are typed without one.", "用于未注明币种的金额。";
}

/// “42 sample customers”
pub const SAMPLE_COUNT: Counted = Counted::new("{count} sample record", "{count} sample records", "{count} 条示例记录");
/// “420 sample records were moved to the trash.”
pub const SAMPLE_REMOVED: Counted = Counted::new(
    "{count} sample record was moved to the trash.",
    "{count} sample records were moved to the trash.",
    "已将 {count} 条示例记录移入回收站。",
);
