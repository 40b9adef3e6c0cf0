//! Words about one person's data: shown, exported, erased.

use super::Counted;
use super::message::messages;

messages! {
    MENU = "Everything about this person…", "此人的全部数据…";
    TITLE = "Everything about {person}", "{person}的全部数据";
    LOOKING = "Looking through the whole book", "正在查找整个资料库";
    PART_OWN = "About them alone", "仅与此人有关";
    PART_BUSINESS = "Business records", "业务记录";
    PART_LINKED = "Others that link to them", "与此人关联的其他记录";
    PART_TEXT = "Others whose text names them", "文字中提到此人的其他记录";
    COUNT_OF = "{count} {kind}", "{count} 条{kind}";
    AND_MORE = "and {count} more", "另有 {count} 条";
    NO_TITLE = "without a name, or in the trash", "无名称或在回收站中";
    EXPORT_JSON = "Export as JSON", "导出为 JSON";
    EXPORT_PAGE = "Export to print", "导出供打印";
    EXPORTED = "{file} is in your downloads: it holds past values too, so keep it as carefully as the book.", "{file} 已下载。其中也含历史值，请像资料库一样妥善保管。";
    ERASE = "Erase this person…", "抹除此人…";
    ERASE_TITLE = "Erase {person} for good?", "永久抹除{person}？";
    ERASE_GOES = "This goes for good, with every earlier value of it: the customer, and all calls, notes, tasks, tickets and campaign places that are about them, and damaged parts that a repair has set aside. It cannot be undone, not even from the trash.",
        "以下内容连同其全部历史值将永久消失：该客户，以及与其有关的所有通话、备注、任务、工单和活动名单，以及修复时搁置的损坏部分。此操作无法撤销，也无法从回收站恢复。";
    ERASE_STAYS = "This stays: entries of other people whose text names them. Look through these yourself: the list before this step names them.",
        "以下内容会保留：文字中提到此人的其他人的记录。请自行检查，上一步的列表中已列出。";
    BUSINESS = "Their orders and deals", "其订单和商机";
    BUSINESS_KEEP = "Keep them without the person: amount, day, number and stage stay, names and notes go", "保留但去除个人信息：保留金额、日期、编号和阶段，去除姓名和备注";
    BUSINESS_ERASE = "Erase them too", "一并抹除";
    BACKUP_SAYS = "Backups still hold them. The last one from this browser was made on {day}: delete it and all older ones, and make a new one.",
        "备份中仍含此人。此浏览器上次备份于 {day}：请删除该备份及更早的备份，然后重新备份。";
    BACKUP_UNKNOWN = "Backups and exported files that you made earlier may still hold them. Delete those, and make a new backup.",
        "此前的备份和导出文件可能仍含此人。请删除它们，并重新备份。";
    REMNANTS = "Everything is sealed anew with a new key. Old blocks may remain for a while in the browser's own files; without the old key nobody can read them, but whoever copied the browser profile before has both.",
        "全部数据会用新密钥重新加密。浏览器自身的文件中可能暂留旧数据块；没有旧密钥便无法读取，但此前复制过浏览器配置的人两者皆有。";
    OTHER_TABS = "Other open tabs of Burrow load anew.", "其他已打开的 Burrow 标签页会重新载入。";
    TYPE_WORD = "Type “{word}” to confirm", "输入“{word}”以确认";
    NOT_THE_WORD = "This is not what is asked for.", "输入内容不符。";
    ERASE_NOW = "Erase for good", "永久抹除";
    ERASING = "Erasing and sealing anew", "正在抹除并重新加密";
    ERASED = "The person is erased. {records} are gone.", "此人已被抹除，共移除 {records}。";
    LOCKED_FIRST = "A passphrase protects this book, and erasing makes a new key: type the passphrase, and keep the new recovery key. The old recovery key stops working.",
        "此资料库设有密码，抹除时会生成新密钥：请输入密码，并保存新的恢复密钥。旧恢复密钥将失效。";
    WRONG_PASSPHRASE = "This is not the passphrase.", "密码不正确。";
    KEPT_DEAL = "Deal without its person", "已去除个人信息的商机";
    FILE_TITLE = "Everything kept about {person}", "关于{person}的全部留存数据";
    FILE_MADE = "Made by Burrow on {when}.", "由 Burrow 于 {when} 生成。";
    FILE_IN_TRASH = "in the trash", "在回收站中";
    FILE_PAST = "What was changed", "更改历史";
    FILE_WHEN = "When and by whom", "时间与操作人";
    FILE_FIELD = "Field", "字段";
    FILE_BEFORE = "Before", "之前";
    FILE_AFTER = "After", "之后";
}

/// “12 entries”
pub const RECORDS: Counted = Counted::new("{count} entry", "{count} entries", "{count} 条记录");
/// “14 earlier values are kept in the history.”
pub const PAST_VALUES: Counted = Counted::new(
    "{count} earlier value of these is kept in the history.",
    "{count} earlier values of these are kept in the history.",
    "历史中另存有 {count} 个旧值。",
);
