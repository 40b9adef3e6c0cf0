//! Words of the backups that are made by themselves.

use super::message::messages;

messages! {
    NAME = "Back up by itself", "自动备份";
    HELP = "Burrow can write a locked backup into a folder of yours, each day or week while it is open. A folder that is synchronised or lies on another disk survives this device.",
        "Burrow 可以在打开期间每天或每周把加锁的备份写入您选择的文件夹。选择会同步的文件夹或其他磁盘上的文件夹，本设备损坏时备份仍在。";
    SET_UP = "Set it up", "设置";
    TITLE = "Back up by itself", "自动备份";
    TEXT = "Choose a passphrase for these files. It is kept sealed in this book, so that Burrow need not ask each time; write it down as well, since without it nobody can open them. The program age opens them, too: age --decrypt FILE | gunzip",
        "请为这些文件设置一个密码。它会加密保存在资料库中，因此不必每次询问；请同时把它写下来，没有它谁也打不开这些文件。用 age 程序也能打开：age --decrypt 文件 | gunzip";
    WITHOUT_LOCK = "This book has no passphrase of its own: whoever can open this browser profile can read the book, and this passphrase with it.",
        "当前资料库未设密码：能打开此浏览器配置的人可以读取资料库，也能读取这个备份密码。";
    CHOOSE = "Choose the folder", "选择文件夹";
    EVERY = "How often", "频率";
    EVERY_DAY = "Every day", "每天";
    EVERY_WEEK = "Every week", "每周";
    KEEP = "Files to keep", "保留文件数";
    KEEP_LAST = "The last {count}", "最近 {count} 个";
    KEEP_HELP = "Older files are removed, but only those that Burrow wrote there itself.", "更早的文件会被移除，但仅限 Burrow 自己写入的文件。";
    INTO = "Into the folder “{folder}”", "写入文件夹“{folder}”";
    LAST_DONE = "Last one {ago}", "上次备份：{ago}";
    LAST_NONE = "None has been made yet.", "尚未生成备份。";
    WORKING = "A backup is being made.", "正在生成备份。";
    NEEDS_PERMISSION = "The browser wants you to allow the folder again.", "浏览器需要您再次允许访问该文件夹。";
    FAILED = "The last one could not be written. The folder may have been moved, or its disk may be full. It is tried again in an hour. ({reason})",
        "上次未能写入。文件夹可能已被移动，或磁盘已满。一小时后会重试。（{reason}）";
    NOW = "Make one now", "立即备份";
    ALLOW = "Allow the folder", "允许访问文件夹";
    STOP = "Stop", "停止";
    NOT_SET_UP = "It could not be set up. {reason}", "未能设置。{reason}";
    ALLOW_NOTICE = "The backup by itself waits: the browser wants you to allow its folder again.", "自动备份正在等待：浏览器需要您再次允许访问其文件夹。";
    FAILED_NOTICE = "The backup by itself could not be written. The settings tell more.", "自动备份未能写入，请在设置中查看详情。";
    REMIND_FAILED = "The backup by itself does not work", "自动备份未能进行";
}
