//! Words of backups.

use super::Counted;
use super::message::messages;

messages! {
    BACKUP = "Backup", "备份";
    BACKUP_TEXT = "One file with everything in this book, locked by a passphrase of yours. Keep it somewhere else than on this device.",
        "一个包含全部数据的文件，用您自己的密码加锁。请把它保存在本设备以外的地方。";
    LAST = "Last backup", "上次备份";
    LAST_NEVER = "None has been made on this device yet.", "本设备尚未做过备份。";
    LAST_MADE = "{ago} · {records}", "{ago} · {records}";
    BACK_UP_NOW = "Back up now", "立即备份";
    OPEN_NAME = "Check or restore a backup", "检查或恢复备份";
    OPEN_HELP = "Reads a backup to its end and shows what is in it. Nothing is written until you say so.",
        "完整读取备份文件并显示其中的内容。在您确认之前，不会写入任何数据。";
    OPEN = "Open a backup", "打开备份";
    EXPORT_NAME = "Take everything elsewhere", "导出全部数据";
    EXPORT_HELP = "All records as tables, or as lines of JSON with their history. These files are not locked: whoever gets them can read everything.",
        "将全部记录导出为表格，或导出为含历史的 JSON 行。这些文件没有加锁：任何得到它们的人都能读取全部内容。";
    EXPORT_CSV = "All as CSV", "全部导出为 CSV";
    EXPORT_JSON = "All as JSON", "全部导出为 JSON";
    EXPORTED = "{file} is in your downloads.", "“{file}”已保存到下载目录。";

    MAKE_TITLE = "Back up this book", "备份";
    MAKE_TEXT = "The file can be opened with this passphrase and with nothing else. Nobody can reset it, not even we: write it down and keep it apart from the file.",
        "只有用这个密码才能打开文件。没有人能重置它，我们也不能：请把它写下来，并与文件分开保存。";
    PASSPHRASE = "Passphrase", "密码";
    PASSPHRASE_HINT = "Ten characters or more; several words are good.", "至少十个字符，最好由几个词组成。";
    PASSPHRASE_AGAIN = "The same once more", "再输入一次";
    PASSPHRASE_SHORT = "This is too short: use ten characters or more.", "密码太短：请至少使用十个字符。";
    PASSPHRASE_OTHER = "These two are not the same.", "两次输入的密码不一致。";
    PASSPHRASE_SHOWN = "Show the passphrase", "显示密码";
    SUGGEST = "Suggest one", "生成一个";
    MAKE = "Make the backup", "开始备份";
    MADE_TITLE = "The backup is made", "备份已完成";
    MADE_TEXT = "{file} is in your downloads, with {records}. Now put it where it survives this device: another computer, a memory stick, a cloud folder. Without the passphrase it is of no use to anybody, you included.",
        "“{file}”已保存到下载目录，共 {records}。请把它放到本设备以外的安全位置：另一台电脑、U 盘或网盘。没有密码，任何人都无法使用它，包括您自己。";
    MADE_CHECK = "Check the file now", "现在检查该文件";
    DONE = "Done", "完成";
    INCOMPLETE = "Parts of this book cannot be read, and so are not in the backup. The storage page tells which.",
        "此资料库有部分内容无法读取，因此未包含在备份中。请在存储页面查看详情。";

    OPEN_TITLE = "Open a backup", "打开备份";
    CHOOSE = "Choose a backup, or drop it here", "选择备份文件，或拖放到此处";
    CHOOSE_HINT = "A file such as burrow-backup-2026-11-25.ndjson.gz.age", "例如 burrow-backup-2026-11-25.ndjson.gz.age";
    CHOSEN = "{file} is locked. Enter the passphrase that you chose when it was made.", "“{file}”已加锁。请输入备份时设置的密码。";
    CHECK = "Check the file", "检查文件";
    CHECKED_TITLE = "The backup is whole", "备份完整";
    CHECKED_TEXT = "It was read to its end, and every count and check agrees. Nothing has been written yet.", "已完整读取，所有数量和校验均一致。尚未写入任何数据。";
    CHECKED_INCOMPLETE = "When it was made, parts of the book could not be read. They are not in it.", "制作备份时，资料库有部分内容无法读取，未包含在内。";
    FROM = "Made", "备份时间";
    FILE = "File", "文件";
    IN_TRASH = "In the trash", "回收站";
    EARLIER_VALUES = "Earlier values", "历史值";
    INTO_EMPTY = "This book is empty. After restoring, it holds what the backup holds.", "当前资料库为空。恢复后将包含备份中的全部内容。";
    INTO_OTHERS = "This book holds data already. The backup is merged into it: what is new comes in, and where both have a value, the one written later stays. Nothing here is deleted. A merge cannot be taken back as a whole, so make a backup of this book first.",
        "当前资料库中已有数据。备份将与之合并：新内容会加入；两边都有的值，保留较晚写入的一个。这里的内容不会被删除。合并无法整体撤销，请先备份当前资料库。";
    BACK_UP_FIRST = "Back up this book first", "先备份当前资料库";
    RESTORE = "Restore", "恢复";
    MERGE = "Merge into this book", "合并到当前资料库";
    RESTORED_TITLE = "The backup is restored", "恢复完成";
    RESTORED_NOTHING = "Nothing in it was newer than what is here, so nothing was changed.", "其中没有比当前更新的内容，未作任何更改。";
    RESTORED_PARTS = "{added} new, {changed} changed, {unchanged} already here.", "新增 {added} 条，更新 {changed} 条，已有 {unchanged} 条。";
    ANOTHER_FILE = "Choose another file", "选择其他文件";

    STEP_STARTING = "Getting ready", "正在准备";
    STEP_UNLOCKING = "Making a key of the passphrase", "正在由密码生成密钥";
    STEP_WRITING = "Writing", "正在写入文件";
    STEP_READING = "Reading the backup", "正在读取备份";
    STEP_RESTORING = "Restoring, all or nothing", "正在恢复（全部或不做）";
    OF = "{done} of {total}", "{done} / {total}";

    FAILED_TITLE = "This did not work", "未能完成";
    NOTHING_WRITTEN = "Nothing was written; your data are as they were.", "没有写入任何内容，您的数据保持原样。";
    FILE_EMPTY = "The file is empty. Look for another copy of it.", "文件是空的。请查找它的其他副本。";
    FILE_NO_BACKUP = "This is no backup of Burrow. Tables such as CSV come in by the import.", "这不是 Burrow 的备份文件。CSV 等表格请使用导入功能。";
    FILE_OTHER_LOCK = "The file is locked by a key and not by a passphrase. Unlock it with the program age, then open what comes out.",
        "文件是用密钥而非密码加锁的。请先用 age 程序解锁，再打开得到的文件。";
    WRONG_PASSPHRASE = "This passphrase does not open the file.", "此密码无法打开该文件。";
    FILE_NEWER = "A newer release of Burrow made this file. Load the page again to get the newest release, then try again.",
        "该文件由更新版本的 Burrow 生成。请重新加载页面以获取最新版本，然后重试。";
    FILE_TRUNCATED = "The end of the file is missing, as after a broken copy or download. Copy it again from where you keep it.",
        "文件末尾缺失，可能是复制或下载中断所致。请从保存位置重新复制。";
    FILE_DAMAGED = "The file was changed or damaged after it was made. Look for another copy of it.", "文件在生成之后被更改或损坏。请查找它的其他副本。";
    FILE_TOO_LARGE = "The file unpacks to more than any backup does, and was refused.", "文件解压后的大小超出任何备份的范围，已被拒绝。";
    FILE_UNREADABLE = "The browser could not read the file. It may have been moved or changed; choose it again.", "浏览器无法读取该文件，它可能已被移动或更改。请重新选择。";
    FAILED_BUG = "Something went wrong in Burrow itself. Load the page again and try once more.", "Burrow 出现内部错误。请重新加载页面后重试。";

    REMIND_NEVER = "There is no backup of this book yet", "此资料库尚未备份";
    REMIND_OLD = "The last backup was made {ago}", "上次备份是在{ago}";
    REMIND_TEXT = "Everything lies in this browser alone. A backup takes less than a minute.", "所有数据都只保存在此浏览器中。备份用不了一分钟。";
    NOT_THIS_WEEK = "Not this week", "本周不再提醒";
    HAVE_A_BACKUP = "Restore a backup", "恢复备份";
}

/// “502 records”
pub const RECORDS: Counted = Counted::new("{count} record", "{count} records", "{count} 条记录");
