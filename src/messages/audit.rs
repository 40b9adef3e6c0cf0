//! Words of the list of everything that was changed, and of the check of its chain.

use super::Counted;
use super::message::messages;

messages! {
    AUDIT = "Everything that was changed", "全部更改记录";
    AUDIT_HELP = "Who changed what and when, field by field, in the whole book.", "整个资料库中，谁在何时改了哪些字段。";
    SHOW_ALL = "Show all changes", "查看全部更改";
    NOTHING = "Nothing has been changed yet", "还没有任何更改";
    NOTHING_TEXT = "As soon as somebody adds, edits, imports or deletes something, it stands here.", "一旦有人新建、编辑、导入或删除内容，就会列在这里。";
    NOTHING_MATCHES = "No change matches these filters.", "没有符合筛选条件的更改。";
    WHO = "By", "操作人";
    EVERYBODY = "Everybody", "所有人";
    KIND = "Records", "记录类型";
    EVERY_KIND = "Every kind", "所有类型";
    FROM = "From", "开始日期";
    UNTIL = "Until", "结束日期";
    CLEAR = "Clear filters", "清除筛选";
    MORE = "Show older changes", "显示更早的更改";
    READING = "Reading the changes", "正在读取更改记录";
    FAILED = "The changes could not be read. {reason}", "无法读取更改记录。{reason}";

    CREATED = "Created {what}", "新建了{what}";
    CHANGED = "Changed {what}", "修改了{what}";
    DELETED = "Moved {what} to the trash", "将{what}移到回收站";
    RESTORED = "Restored {what}", "恢复了{what}";
    IMPORTED = "Imported {what} from {file}", "从 {file} 导入了{what}";
    IMPORTED_NOTHING_NEW = "Imported {file}", "导入了 {file}";
    UNDONE = "Took back an earlier change to {what}", "撤销了先前对{what}的更改";
    ERASED_PEOPLE = "Erased people for good", "永久抹除了个人数据";
    SET_UP = "Set up the book", "完成了初始设置";
    RECEIVED = "Received {what} from another device", "从其他设备收到 {what}";
    RECEIVED_NOTHING_NEW = "Received nothing new from other devices", "从其他设备收到的内容没有新变化";
    BACKUP_RESTORED = "Restored the backup of {day}", "恢复了 {day} 的备份";
    COUNT_OF = "{count} {kind}", "{count} 条{kind}";
    SOMETHING = "something that is not here any more", "已不存在的内容";
    NOBODY = "nobody named", "未指定人员";
    IN_TRASH = "{kind} without a name, or in the trash", "无名称或在回收站中的{kind}";
    NO_VALUES = "Its values of then were replaced since and are not kept one by one.", "当时的值后来已被替换，未逐一保留。";
    MADE = "Created with the values that it has, or had.", "以其现有或当时的值新建。";
    DELETED_ONE = "Moved to the trash", "移到回收站";
    RESTORED_ONE = "Restored", "恢复";
    MORE_RECORDS = "Show more records", "显示更多记录";

    CHECK = "Check the history", "校验历史";
    CHECK_HELP = "Every action is linked to the ones before it by a fingerprint. The check finds what was taken out, altered, doubled or put back to an older state.",
        "每次操作都通过指纹与之前的操作相连。校验可发现被删除、篡改、重复或退回旧状态的内容。";
    CHECK_NOW = "Check now", "立即校验";
    CHECKING = "Checking the history", "正在校验历史";
    CHECK_PROGRESS = "{done} of {total}", "{done} / {total}";
    CHECK_CANCELLED = "The check was cancelled.", "校验已取消。";
    NO_CHAIN = "There is nothing to check yet: the chain begins with the next change.", "暂无可校验的内容：链条从下一次更改开始。";
    WHOLE = "{entries} by {members}, unbroken since {day}.", "{entries}，{members}，自 {day} 以来未曾中断。";
    BROKEN = "The history is broken in {places}. Nothing was changed by the check. Compare with a backup made before that day, and ask who had access to this device.",
        "历史有 {places}中断。校验未更改任何内容。请与该日期之前的备份比对，并了解谁接触过本设备。";
    FINGERPRINT = "Fingerprint of this state: {words}", "当前状态的指纹：{words}";
    FINGERPRINT_HELP = "Written down elsewhere, it tells later whether the whole book was put back to an older state.", "将它另行记下，日后即可判断整个资料库是否被退回旧状态。";
    SHADOWS = "{count} of them were erased in part, on request, and are told from the rest by their mark alone.", "其中 {count} 条已按要求部分抹除，仅凭其标记识别。";
    UNLINKED = "{count} entries were written by an older release and are not covered.", "有 {count} 条由旧版本写入，不在校验范围内。";
    GAPS = "An older release tidied in between; what it tidied is not covered.", "期间旧版本曾整理日志，其整理的部分不在校验范围内。";
    LIMITS = "What it does not show: somebody who has the key can write all of it anew; the very last entries, cut off before anything followed them, are not missed; the values of an import are covered by their number until they are tidied away.",
        "校验的局限：掌握密钥的人可以整体重写；最后几条记录若在后续记录出现之前被截去，则无法察觉；导入的值在整理前按数量和摘要校验。";
    FAULT_UNREADABLE = "A part cannot be opened", "有一部分无法打开";
    FAULT_MISSING = "An entry is missing", "缺少一条记录";
    FAULT_ALTERED = "An entry is not as it was written", "一条记录与写入时不同";
    FAULT_TWICE = "An entry is there twice", "一条记录重复出现";
    FAULT_LEDGER = "The list of entries is not whole, or was put back", "记录目录不完整或被退回旧状态";
    FAULT_OLDER = "A record is older than its history", "一条记录比其历史更旧";
    PLACE = "{fault}: at {what}, by {member}, on {day} ({object})", "{fault}：{what}，{member}，{day}（{object}）";
    PLACE_UNKNOWN = "{fault} ({object})", "{fault}（{object}）";
}

/// “12 entries”
pub const ENTRIES: Counted = Counted::new("{count} entry", "{count} entries", "{count} 条记录");
/// “3 members”
pub const MEMBERS: Counted = Counted::new("{count} member", "{count} members", "{count} 名成员");
/// “3 places”
pub const PLACES: Counted = Counted::new("{count} place", "{count} places", "{count} 处");
