//! Words of a campaign's own page, and of adding customers to one.

use super::Counted;
use super::message::messages;

messages! {
    STATUS_STEPS = "How far it is", "进度";
    VIEWS = "Views of this campaign", "活动视图";
    TAB_RECIPIENTS = "Recipients", "活动对象";
    TAB_RESULTS = "Results", "效果";
    DETAILS = "About this campaign", "活动信息";

    ADD_CUSTOMERS = "Add customers", "添加客户";
    ADD_TO_CAMPAIGN = "Add to campaign…", "加入营销活动…";
    ADD_TO_CAMPAIGN_TITLE = "Add to a campaign", "加入营销活动";
    WHICH_CAMPAIGN = "Campaign", "营销活动";
    A_NEW_CAMPAIGN = "A new campaign", "新建营销活动";
    NEW_NAME = "Name of the campaign", "活动名称";
    NEW_NAME_NEEDED = "Please give the campaign a name.", "请填写活动名称。";
    FROM_WHERE = "Who is it for?", "面向哪些客户？";
    FROM_SEGMENT = "A segment", "某个细分";
    FROM_FILTER = "Everybody who fits a filter", "符合筛选条件的全部客户";
    FROM_LIST = "Customers I choose on the list", "在客户列表中逐个选择";
    FROM_LIST_TEXT = "Select them on the list of customers, then press “Add to campaign…” in the bar that appears.", "在客户列表中勾选，然后点击出现的“加入营销活动…”。";
    GO_TO_LIST = "Go to the list of customers", "前往客户列表";
    WHICH_SEGMENT = "Segment", "细分";
    NO_SEGMENTS = "There are no segments yet.", "还没有细分。";
    HOLD_OUT = "Hold out for comparison", "留作对照";
    HOLD_OUT_HINT = "Some of them, drawn by chance, are not contacted. Only so can you see what the campaign is worth.", "随机抽出一部分客户不联系，只有这样才能看出活动的真实效果。";
    WILL_BE_CONTACTED = "Will be contacted", "将被联系";
    WILL_BE_HELD_OUT = "Held out", "留作对照";
    LEFT_OUT_FLAGGED = "Left out: must not be contacted", "排除：禁止联系";
    LEFT_OUT_SHARED = "Left out: share an e-mail address or phone with one of those", "排除：与禁止联系的客户共用邮箱或电话";
    IN_IT_ALREADY = "In the campaign already", "已在活动中";
    NOBODY_LEFT = "Nobody is left to add: everybody here is in the campaign already or must not be contacted.", "没有可添加的客户：这里的客户要么已在活动中，要么禁止联系。";
    NOBODY_FOUND = "Nobody fits.", "没有符合条件的客户。";
    COUNTING = "Counting…", "正在统计…";
    ADD_THEM = "Add them", "添加";
    ADDING = "Adding customers", "正在添加客户";

    NOBODY_YET = "Nobody is in this campaign yet", "此活动还没有客户";
    NOBODY_YET_TEXT = "Add a segment, everybody who fits a filter, or customers that you choose. Who must not be contacted is left out by itself.", "可以添加一个细分、符合筛选条件的客户，或手动选择的客户。禁止联系的客户会自动排除。";
    NOBODY_OVER_TEXT = "This campaign is over. Reopen it to add customers.", "此活动已结束。要添加客户，请先重新开启。";
    ADD_SEGMENT = "Add the customers of “{segment}”", "添加“{segment}”中的客户";

    CONTACT_THEM = "Contact", "联系";
    WORK_LIST = "Work list (CSV)", "联系名单（CSV）";
    COPY_EMAILS = "Copy e-mail addresses", "复制邮箱地址";
    WRITE_EMAIL = "Write one e-mail", "写一封邮件";
    PRINT_LIST = "List to print", "打印名单";
    PRINT = "Print", "打印";
    BACK = "Back to the recipients", "返回活动对象";
    NOBODY_TO_CONTACT = "There is nobody to contact in this campaign: everybody is held out or must not be contacted.", "此活动没有可联系的客户：客户要么属于对照组，要么禁止联系。";
    NO_EMAILS = "Nobody in this campaign has an e-mail address.", "此活动中没有客户填写邮箱。";
    NOT_COPIED = "The browser did not let us copy. Use the work list instead.", "浏览器不允许复制，请改用联系名单。";
    TOO_MANY_FOR_EMAIL = "{count} people are too many for one e-mail (at most {most}). Copy the addresses or use the work list.", "共 {count} 人，超过一封邮件的上限（{most} 人）。请复制邮箱地址或使用联系名单。";
    WORK_LIST_FAILED = "The list could not be made: {reason}", "无法生成名单：{reason}";
    SHEET_TITLE = "{campaign}: whom to contact", "{campaign}：联系名单";

    NOTE_RESULT = "Note a result", "记录结果";
    RESULT_OF = "{result}: {name}", "{result}：{name}";
    NO_RESULT = "No result yet", "暂无结果";
    RESULT_KEYS = "Keys 1 to 5 note a result for the current row.", "按 1 到 5 可为当前行记录结果。";
    NOTED = "{name}: {result}.", "{name}：{result}。";
    NOTED_OPTED_OUT = "{name} asked to stop and will not be contacted by any campaign any more.", "{name} 要求停止联系，今后任何活动都不会再联系。";
    BOUGHT_TITLE = "{name} bought", "{name} 已成交";
    BOUGHT_AMOUNT = "For how much", "成交金额";
    BOUGHT_HINT = "May stay empty. Without a currency it is {currency}.", "可以留空。不写币种时按 {currency} 计算。";
    SAVE = "Save", "保存";

    READ_RESULTS = "Import results", "导入结果";
    READ_TITLE = "Results from a file", "从文件导入结果";
    READ_TEXT = "A CSV with a column for the e-mail address, the own number or the name, and one for the result or the amount. The work list has them already.", "CSV 文件中需要有邮箱、自有编号或姓名之一，以及结果或金额。联系名单中已包含这些列。";
    READ_DROP = "Drop the file here, or choose one", "将文件拖到这里，或点击选择";
    READING = "Reading the file", "正在读取文件";
    NOT_A_COLUMN = "—", "—";
    COLUMNS_NEEDED = "Please say which column names the person, and which the result or the amount.", "请指定哪一列标识客户，哪一列是结果或金额。";
    COLUMN_EMAIL = "E-mail", "邮箱";
    COLUMN_NUMBER = "Own number", "自有编号";
    COLUMN_NAME = "Name", "姓名";
    COLUMN_RESULT = "Result", "结果";
    COLUMN_AMOUNT = "Amount", "金额";
    ROWS_CHANGED = "New", "新结果";
    ROWS_UNCHANGED = "Unchanged", "无变化";
    ROWS_UNMATCHED = "Not in this campaign", "不在此活动中";
    ROWS_PROBLEMS = "Problems", "有问题";
    ROWS_TOLD = "Rows that are not taken over", "未导入的行";
    LINE = "Line {line}", "第 {line} 行";
    DOWNLOAD_LEFT = "Download these rows with the reasons", "下载这些行及原因";
    ANOTHER_FILE = "Another file", "换一个文件";
    DONE = "Done", "完成";
    NOTHING_NEW = "0 changed: all of this is known already.", "0 项变更：这些结果都已记录。";
    READ_FAILED = "The file could not be read: {reason}", "无法读取文件：{reason}";

    REACH = "Reached", "送达率";
    RESPONSE = "Responded", "回应率";
    OF_PEOPLE = "{count} of {of}", "{of} 人中 {count} 人";
    INTERVAL = "95%: {low} to {high}", "95% 区间：{low} 至 {high}";
    COST_A_RESPONSE = "Cost a response", "单次回应成本";
    COST_A_CONVERSION = "Cost a purchase", "单次成交成本";
    BROUGHT_IN = "Brought in", "带来金额";
    RETURN = "Return", "回报率";
    RETURN_HINT = "(brought in − cost) ÷ cost", "（带来金额 − 成本）÷ 成本";
    NO_COST = "Write down what it has cost to see this.", "填写已花费金额后即可显示。";
    LIFT = "Lift", "提升";
    LIFT_TITLE = "Bought: contacted against held out", "成交：联系组与对照组";
    POINTS = "{value} points", "{value} 个百分点";
    LIFT_INTERVAL = "95%: {low} to {high} points", "95% 区间：{low} 至 {high} 个百分点";
    RELATIVE_LIFT = "Relative lift", "相对提升";
    CHANCE = "Probability by chance", "纯属偶然的概率";
    BELOW_THOUSANDTH = "less than 0.001", "小于 0.001";
    BY_FISHER = "Fisher's exact test, two-sided", "Fisher 精确检验（双侧）";
    BY_Z = "z-test of two proportions, two-sided", "两比例 z 检验（双侧）";
    PEOPLE = "People", "人数";
    BOUGHT = "Bought", "成交";
    SHARE = "Share", "比例";
    INTERVAL_95 = "95% interval", "95% 区间";
    CONTACTED_LESS = "Held out buy more", "对照组成交更多";
    CONTACTED_MORE = "Contacted buy more", "联系组成交更多";
    NO_RESULTS_YET = "No results yet", "还没有结果";
    NO_RESULTS_YET_TEXT = "Add customers first. What comes of them is noted by one press each, or imported from a file.", "请先添加客户。之后可逐个点击记录结果，或从文件导入。";

    VERDICT_WORKS = "It works: {lift} points more of those contacted bought than of those held out, and that is hardly chance.", "活动有效：联系组的成交率比对照组高 {lift} 个百分点，几乎不可能是偶然。";
    VERDICT_HARMS = "It does harm: {lift} points fewer of those contacted bought than of those held out, and that is hardly chance.", "活动适得其反：联系组的成交率比对照组低 {lift} 个百分点，几乎不可能是偶然。";
    VERDICT_NO_DIFFERENCE = "It makes no difference that matters: less than one percentage point either way.", "没有实际差别：两组相差不到一个百分点。";
    VERDICT_TOO_EARLY = "Too early to tell: about {more} more per group are needed.", "现在下结论还太早：每组大约还需要 {more} 人。";
    VERDICT_NO_CONTROL = "Nobody was held out, so nobody knows how many would have bought anyway. Next time hold out 10 to 20%.", "没有设置对照组，无法知道有多少客户本来就会购买。下次请留出 10% 至 20% 作为对照。";
    VERDICT_NOBODY = "Nobody is in this campaign yet.", "此活动还没有客户。";
    HOW_IT_IS_MEASURED = "Everybody who was to be contacted counts, reached or not; the intervals are Wilson's, that of the lift Newcombe's.", "所有应联系的客户都计入，无论是否送达；比例采用 Wilson 区间，提升采用 Newcombe 区间。";

    FOR_SEGMENT_NAME = "Campaign for {segment}", "{segment}营销活动";
}

/// How many were added.
pub const ADDED: Counted = Counted::new(
    "{count} customer added to “{campaign}”.",
    "{count} customers added to “{campaign}”.",
    "已将 {count} 位客户加入“{campaign}”。",
);
/// How many would be added.
pub const ADD_COUNT: Counted = Counted::new("Add {count} customer", "Add {count} customers", "添加 {count} 位客户");
/// How many results would be written.
pub const WRITE_COUNT: Counted = Counted::new("Note {count} result", "Note {count} results", "记录 {count} 项结果");
/// How many results were written.
pub const WRITTEN: Counted = Counted::new("{count} result noted.", "{count} results noted.", "已记录 {count} 项结果。");
/// How many would be marked as not to be contacted.
pub const OPT_OUTS: Counted = Counted::new(
    "{count} of them asked to stop and will not be contacted by any campaign any more.",
    "{count} of them asked to stop and will not be contacted by any campaign any more.",
    "其中 {count} 位要求停止联系，今后任何活动都不会再联系。",
);
/// How many addresses were copied.
pub const COPIED: Counted =
    Counted::new("{count} e-mail address copied.", "{count} e-mail addresses copied.", "已复制 {count} 个邮箱地址。");
/// How many were left out of a list because they may no longer be contacted.
pub const LEFT_OUT_NOW: Counted = Counted::new(
    "{count} person was left out because they must not be contacted.",
    "{count} people were left out because they must not be contacted.",
    "已排除 {count} 位禁止联系的客户。",
);
/// How many people are on a list.
pub const ON_THE_LIST: Counted = Counted::new("{count} person", "{count} people", "{count} 人");
/// How many have no result yet.
pub const WITHOUT_RESULT: Counted = Counted::new(
    "{count} person who is contacted has no result yet.",
    "{count} people who are contacted have no result yet.",
    "{count} 位被联系的客户还没有结果。",
);
/// How many amounts are in another currency.
pub const OTHER_CURRENCIES: Counted = Counted::new(
    "{count} amount in another currency is not counted.",
    "{count} amounts in other currencies are not counted.",
    "{count} 笔其他币种的金额未计入。",
);
