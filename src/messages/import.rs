//! Words of the import screens.

use super::Counted;
use super::message::messages;

messages! {
    LINE_COLUMN = "Line", "行号";
    REASON_COLUMN = "What is wrong", "问题";

    STEPS = "Steps of the import", "导入步骤";
    STEP_FILE = "File", "选择文件";
    STEP_COLUMNS = "Columns", "匹配列";
    STEP_PREVIEW = "Preview", "预览";
    STEP_DONE = "Done", "完成";

    CHOOSE_HEADING = "Choose a file", "选择文件";
    CHOOSE_TEXT = "An export from another CRM, a spreadsheet or an address book. The file is read on this device and sent nowhere.",
        "可以是其他客户管理系统、电子表格或通讯录导出的文件。文件只在本设备上读取，不会发送到任何地方。";
    CHOOSE_NEXT = "What the columns mean is guessed from their names. You see what would happen before anything is written, and the whole import can be taken back.",
        "系统会根据列名判断各列的含义。写入之前可以先预览结果，导入之后也可以整体撤销。";
    DROP_HERE = "Drop a CSV file here, or choose one", "将 CSV 文件拖到这里，或点击选择";
    FORMATS = "CSV, TSV or TXT. Encoding and separator are found out by themselves.", "支持 CSV、TSV、TXT，编码和分隔符会自动识别。";
    OPENING_FILE = "Looking into {file}", "正在读取 {file}";
    GO_ON = "Go on with this file", "继续使用此文件";
    ANOTHER_FILE = "Another file", "换一个文件";
    BACK = "Back", "上一步";

    EMPTY_TITLE = "There is nothing in “{file}”.", "“{file}”是空的。";
    EMPTY_ADVICE = "Export the contacts once more, and choose the new file.", "请重新导出联系人，再选择新文件。";
    HEADER_ONLY_TITLE = "“{file}” has names of columns, but no rows.", "“{file}”只有列名，没有数据行。";
    HEADER_ONLY_ADVICE = "Export once more with at least one contact in it. If its only line is a contact, put a line with names of columns above it.",
        "请重新导出，确保其中至少有一位联系人。如果唯一的一行就是联系人，请在上面加一行列名。";
    WORKBOOK_TITLE = "“{file}” is an Excel workbook, not a text file.", "“{file}”是 Excel 工作簿，不是文本文件。";
    OLD_OFFICE_TITLE = "“{file}” is a document of an older Office, not a text file.", "“{file}”是旧版 Office 文档，不是文本文件。";
    WORKBOOK_ADVICE = "Open it in Excel, choose Save as and the type “CSV UTF-8 (comma delimited)”, then choose the new file here.",
        "请在 Excel 中打开它，选择“另存为”，类型选“CSV UTF-8（逗号分隔）”，然后在这里选择新文件。";
    PICTURE_TITLE = "“{file}” is a picture ({kind}), whatever its name says.", "“{file}”其实是图片（{kind}）。";
    PICTURE_ADVICE = "Choose the CSV file that the other program has exported.", "请选择其他程序导出的 CSV 文件。";
    PDF_TITLE = "“{file}” is a PDF.", "“{file}”是 PDF 文件。";
    PDF_ADVICE = "A PDF holds pages, not columns. Export the contacts as CSV in the program that they come from.",
        "PDF 中只有页面，没有列。请在原来的程序里将联系人导出为 CSV。";
    PACKED_TITLE = "“{file}” is packed ({kind}).", "“{file}”是压缩文件（{kind}）。";
    PACKED_ADVICE = "Unpack it, then choose the CSV file inside.", "请先解压，再选择其中的 CSV 文件。";
    NOT_TEXT_TITLE = "“{file}” is not a text file.", "“{file}”不是文本文件。";
    NOT_TEXT_ADVICE = "Export the contacts as CSV in the program that they come from, then choose that file.",
        "请在原来的程序里将联系人导出为 CSV，再选择该文件。";
    TOO_MANY_COLUMNS_TITLE = "“{file}” has {count} columns, more than can be matched.", "“{file}”有 {count} 列，超出可以匹配的范围。";
    TOO_MANY_COLUMNS_ADVICE = "Open it in a spreadsheet, take out the columns that you do not need, and save it as CSV again.",
        "请用电子表格打开，删去不需要的列，再另存为 CSV。";
    UNREADABLE_TITLE = "“{file}” could not be read.", "无法读取“{file}”。";
    UNREADABLE_ADVICE = "It may have been changed, moved or deleted since you chose it. Choose it again.",
        "选择之后，文件可能被修改、移动或删除了。请重新选择。";
    MISSING_TITLE = "The file is no longer at hand.", "文件已不可用。";
    MISSING_ADVICE = "Choose it again.", "请重新选择。";

    NOT_OPENED = "The file could not be opened.", "无法打开文件。";
    NOT_COUNTED = "The rows could not be counted.", "无法预览这些行。";
    NOT_IMPORTED = "The import did not happen.", "导入没有完成。";
    IMPORT_UNSURE = "It is not sure whether the import was written.", "无法确定导入是否已写入。";
    IMPORT_UNSURE_ADVICE = "An import counts whole or not at all. Try again: what has been written already is not written twice.",
        "导入要么全部生效，要么完全不生效。请重试：已写入的内容不会重复写入。";
    NOT_DOWNLOADED = "The file of problem rows could not be made.", "无法生成问题行文件。";
    NOTHING_WRITTEN = "Nothing was written, and your columns stay as you matched them.", "没有写入任何内容，列的匹配设置仍然保留。";
    CHOOSE_AGAIN = "Choose the file again", "重新选择文件";

    COLUMNS_HEADING = "Which column is what", "各列对应的字段";
    HOW_READ = "How the file is read", "文件的读取方式";
    ENCODING = "Encoding", "编码";
    SEPARATOR = "Separator", "分隔符";
    COMMA = "Comma", "逗号";
    SEMICOLON = "Semicolon", "分号";
    TAB = "Tab", "制表符";
    VERTICAL_BAR = "Vertical bar", "竖线";
    FIRST_ROW = "First row", "第一行";
    FIRST_ROW_NAMES = "Names of columns", "是列名";
    FIRST_ROW_CUSTOMER = "Already a customer", "已是客户数据";

    WHO_IS_HERE = "Customers who are already here", "已有的客户";
    MATCH_BY = "The same customer when", "如何判断为同一客户";
    MATCH_EMAIL = "an e-mail address is the same", "电子邮箱相同";
    MATCH_PHONE = "a phone number is the same", "电话相同";
    MATCH_NAME = "name and organisation are the same", "姓名和单位都相同";
    MATCH_NUMBER = "the own number is the same", "自有编号相同";
    MATCH_NEVER = "never: every row is a new customer", "不判断：每行都新建客户";
    MATCH_EMAIL_HINT = "One address in common is enough; capitals do not matter.", "有一个邮箱相同即可，不区分大小写。";
    MATCH_PHONE_HINT = "One number in common is enough; only its digits count.", "有一个号码相同即可，只比较数字。";
    MATCH_NAME_HINT = "Capitals and accents do not matter.", "不区分大小写和重音符号。";
    MATCH_NUMBER_HINT = "The number by which you or another system know them.", "您或其他系统用来识别客户的编号。";
    MATCH_NEVER_HINT = "Importing the same file twice then makes everybody twice.", "同一文件导入两次，客户就会重复。";
    ON_MATCH = "A row of such a customer", "遇到这样的客户";
    ON_MATCH_UPDATE = "updates the customer", "更新该客户";
    ON_MATCH_SKIP = "is skipped", "跳过该行";
    ON_MATCH_HINT = "What each column may change is said below.", "各列可以更改什么，在下面设置。";
    DATE_ORDER = "A date such as 03/04/2026 is", "03/04/2026 这样的日期表示";
    DATE_DAY_FIRST = "the 3rd of April", "4 月 3 日（日在前）";
    DATE_MONTH_FIRST = "the 4th of March", "3 月 4 日（月在前）";
    DATE_UNKNOWN = "not sure: a problem", "不确定：列为问题行";

    COLUMN_IN_FILE = "Column in the file", "文件中的列";
    BECOMES = "Becomes", "对应字段";
    MAY_CHANGE = "When something is there already", "已有内容时";
    TARGET_OF = "What “{column}” becomes", "“{column}”对应的字段";
    POLICY_OF = "When “{column}” meets something that is there already", "“{column}”遇到已有内容时";
    NUMBERED_COLUMN = "Column {number}", "第 {number} 列";
    EMPTY_COLUMN = "Empty in the first rows", "前几行为空";
    DO_NOT_IMPORT = "Do not import", "不导入";
    WHOLE_NAME = "Whole name (is split)", "全名（自动拆分）";
    WHOLE_ADDRESS = "Address in one cell", "整个地址（在一格中）";
    PART_OF_FIELD = "{field} · {part}", "{field} · {part}";
    LABEL_FROM = "{field}, labelled by “{column}”", "{field}（类别取自“{column}”）";
    GIVES_LABEL = "Says of which sort “{column}” is.", "说明“{column}”属于哪一类。";
    POLICY_REPLACE = "Replace", "替换";
    POLICY_ADD = "Add new ones", "添加新的";
    POLICY_FILL = "Fill blanks", "仅填补空白";
    POLICY_LEAVE = "Leave as is", "保持不变";
    CLASH = "Another column fills “{field}” too; in each row the last one that is not empty counts.",
        "还有另一列也对应“{field}”；每行以最后一个非空的为准。";
    KEY_NOT_FED = "No column fills “{field}”, by which customers are recognised.", "没有列对应“{field}”，而客户要靠它识别。";
    KEY_NOT_FED_ADVICE = "Every row would become a new customer. Match such a column, or recognise customers by something else.",
        "这样每行都会新建客户。请匹配这样一列，或改用其他判断方式。";
    NOT_RECOGNISABLE = "Nothing says who a row is about.", "无法得知每行是谁。";
    NOT_RECOGNISABLE_ADVICE = "Match a column with a name, an organisation, an e-mail address or a phone number. Otherwise every row is a problem.",
        "请匹配姓名、单位、电子邮箱或电话中的一列，否则每行都会成为问题行。";
    PREVIEW = "Preview the import", "预览导入结果";

    PREVIEW_HEADING = "What will happen", "导入后的结果";
    COUNTING = "Counting what would happen", "正在预览";
    COUNTING_TEXT = "Every row of the file is tried. Nothing is written.", "正在逐行试读文件，不会写入任何内容。";
    IMPORTING = "Importing {file}", "正在导入 {file}";
    WRITING = "Writing to the disk", "正在写入磁盘";
    IMPORTING_TEXT = "Everything is written at once, at the end. Cancel before that leaves everything as it was.",
        "所有内容最后一次性写入。在此之前取消，一切保持原样。";
    SHARE_OF_FILE = "{done} of {total}", "{done} / {total}";
    NEW = "new", "新增";
    CHANGED = "changed", "更改";
    UNCHANGED = "unchanged", "无变化";
    PROBLEMS = "problems", "有问题";
    REPLACED_ADVICE = "They would be imported as �. Another encoding may fit better.", "这些字符会被导入为 �。换一种编码也许更合适。";
    OTHER_ENCODING = "Choose another encoding", "更换编码";
    FIRST_ROWS = "The first rows", "前几行";
    OUTCOME = "Becomes", "结果";
    WRITTEN = "What is written", "写入的内容";
    VALUE_WITH_LABEL = "{value} ({label})", "{value}（{label}）";
    OUTCOME_NEW = "New", "新增";
    OUTCOME_CHANGED = "Changed", "更改";
    OUTCOME_UNCHANGED = "Unchanged", "无变化";
    PROBLEMS_TEXT = "They are left out; all other rows are imported. Download them, put them right, and import that file.",
        "这些行不会导入，其余各行照常导入。可以下载它们，改正后再导入。";
    PROBLEMS_SHOWN = "The first {shown} are shown. The download has all {all}.", "这里显示前 {shown} 行，下载的文件包含全部 {all} 行。";
    ROW_CELLS = "The row", "该行内容";
    DOWNLOAD_PROBLEMS = "Download problem rows", "下载问题行";
    NOTHING_TO_IMPORT = "There is nothing to import: no row is new, and none changes anything.", "没有可导入的内容：没有新增的行，也没有会带来更改的行。";
    PREVIEW_STOPPED = "The preview was stopped. Nothing was written.", "预览已停止，没有写入任何内容。";
    IMPORT_STOPPED = "The import was stopped. Nothing was written.", "导入已停止，没有写入任何内容。";

    DONE_NOTHING = "Nothing needed to change", "没有需要更改的内容";
    DONE_FROM = "From {file}.", "来自 {file}。";
    TAKEN_BACK = "The import was taken back", "导入已撤销";
    TAKEN_BACK_TEXT = "The customers that it made are in the trash, and those that it changed have their earlier values.",
        "新增的客户已移入回收站，被更改的客户已恢复原来的内容。";
    SEE_CUSTOMERS = "See customers", "查看客户";
    UNDO_IMPORT = "Undo this import", "撤销此次导入";
    IMPORT_ANOTHER = "Import another file", "导入另一个文件";
    UNDO_TITLE = "Undo this import?", "撤销此次导入？";
    UNDO_TEXT = "{created} new customers go to the trash, and {updated} changed rows get their earlier values back. What was edited since stays. You can bring the import back.",
        "新增的 {created} 位客户将移入回收站，{updated} 行更改将恢复原来的内容。之后的编辑会保留。撤销后还可以重做。";
    KEEP_IMPORT = "Keep it", "保留";

    LEAVE_IMPORT_TITLE = "Leave while the import is running?", "导入仍在进行，要离开吗？";
    LEAVE_IMPORT_TEXT = "It goes on, and a notice tells how it ended. Only closing this tab would stop it.",
        "导入会继续进行，结束时会有提示。只有关闭此标签页才会中断。";
    LEAVE_PREVIEW_TITLE = "Leave while rows are being counted?", "预览仍在进行，要离开吗？";
    LEAVE_PREVIEW_TEXT = "The preview stops, and how you matched the columns is forgotten. Nothing has been written.",
        "预览会停止，列的匹配设置也会丢失。没有写入任何内容。";
    STAY = "Stay here", "留在此页";
    LEAVE = "Leave", "离开";
    NOT_IMPORTED_BECAUSE = "{file} was not imported. {reason}", "{file} 未导入。{reason}";
    UNSURE_BECAUSE = "It is not sure whether {file} was imported. {reason}", "无法确定 {file} 是否已导入。{reason}";
}

/// “24 columns”
pub const COLUMNS: Counted = Counted::new("{count} column", "{count} columns", "{count} 列");
/// “14 of 24 columns are matched.”
pub const COLUMNS_MATCHED: Counted = Counted::new(
    "{matched} of {count} column is matched.",
    "{matched} of {count} columns are matched.",
    "共 {count} 列，已匹配 {matched} 列。",
);
/// “Show 60 more columns”
pub const MORE_COLUMNS: Counted =
    Counted::new("Show {count} more column", "Show {count} more columns", "再显示 {count} 列");
/// “500 rows = 488 new + 7 changed + 2 unchanged + 3 problems”
pub const BALANCE: Counted = Counted::new(
    "{count} row = {created} new + {updated} changed + {skipped} unchanged + {problems} problems",
    "{count} rows = {created} new + {updated} changed + {skipped} unchanged + {problems} problems",
    "{count} 行 = 新增 {created} + 更改 {updated} + 无变化 {skipped} + 有问题 {problems}",
);
/// “2 blank lines are not counted as rows.”
pub const BLANK_LINES: Counted = Counted::new(
    "{count} blank line is not counted as a row.",
    "{count} blank lines are not counted as rows.",
    "另有 {count} 个空行，不计入行数。",
);
/// “12 characters could not be read as UTF-8.”
pub const REPLACED: Counted = Counted::new(
    "{count} character could not be read as {encoding}.",
    "{count} characters could not be read as {encoding}.",
    "有 {count} 个字符无法按 {encoding} 读取。",
);
/// “3 rows cannot be imported”
pub const PROBLEM_ROWS: Counted =
    Counted::new("{count} row cannot be imported", "{count} rows cannot be imported", "有 {count} 行无法导入");
/// “Import 500 customers”
pub const IMPORT_CUSTOMERS: Counted =
    Counted::new("Import {count} customer", "Import {count} customers", "导入 {count} 位客户");
/// “Import 495 rows”
pub const IMPORT_ROWS: Counted = Counted::new("Import {count} row", "Import {count} rows", "导入 {count} 行");
/// “500 customers imported”
pub const DONE_CUSTOMERS: Counted =
    Counted::new("{count} customer imported", "{count} customers imported", "已导入 {count} 位客户");
/// “495 rows imported”
pub const DONE_ROWS: Counted = Counted::new("{count} row imported", "{count} rows imported", "已导入 {count} 行");
/// “3 rows were left out.”
pub const LEFT_OUT: Counted =
    Counted::new("{count} row was left out.", "{count} rows were left out.", "有 {count} 行未导入。");
