//! Words of the page that finds segments.

use super::Counted;
use super::message::messages;

messages! {
    NO_ORDERS = "Segments come from orders", "客户细分来自订单";
    NO_ORDERS_TEXT = "Import what your customers bought. Burrow then finds groups who behave alike: who buys often, who has gone quiet, who spent much and is fading. It is worked out on this device.",
        "导入客户的购买记录，Burrow 会找出行为相近的客户群：谁常买、谁沉寂了、谁曾经消费很多却在流失。全部在本设备上计算。";
    IMPORT_ORDERS = "Import orders", "导入订单";
    TOO_FEW = "Too few customers to tell", "客户太少，无法判断";
    TOO_FEW_TEXT = "Groups mean something from ten customers with orders on; here are {count}. Import more orders, or come back later.",
        "至少要有十位下过单的客户，分组才有意义；目前只有 {count} 位。请导入更多订单，或以后再来。";

    RECIPE = "What to look at", "分析什么";
    RECIPE_TEXT = "Customers who are alike in these come into one group. Counted to {day}, the day of the last order.",
        "在这些方面相近的客户会归入同一组。以最后一个订单的日期 {day} 为准。";
    FEATURES = "What counts", "纳入的指标";
    BY_RATIO = "Compare spending and orders by ratio", "按比例比较消费和下单次数";
    BY_RATIO_TEXT = "Spending is compared by ratio, so that a few large customers do not outweigh all others.",
        "消费按比例比较，这样少数大客户不会压过其他所有人。";
    GROUPS = "Groups", "组数";
    GROUPS_PROPOSED = "As many as fit best", "自动选择最合适的组数";
    GROUPS_BEST = "{count}, the best fit", "{count} 组（最合适）";
    SEED = "Seed", "随机种子";
    SEED_HINT = "The same seed and the same orders give the same groups on every device.", "种子和订单相同，在任何设备上得到的分组都相同。";
    SEED_PROBLEM = "A whole number, please.", "请填写整数。";
    RUN = "Find groups", "划分客户群";
    RUN_AGAIN = "Find groups again", "重新划分";
    NO_FEATURES = "Choose at least one of them.", "请至少选择一项。";
    ONE_ORDER = "{count} customers have one order and so no days between orders; they are left out.",
        "有 {count} 位客户只有一个订单，没有下单间隔，不参与分组。";
    OTHER_CURRENCIES = "{count} orders are in other currencies than {currency}. They count as orders, but their amounts are not added up.",
        "有 {count} 个订单使用 {currency} 以外的币种：计入下单次数，但金额不累计。";
    ALL_ZERO = "All amounts are zero, so money tells nobody apart. Leave it out, or it is left out for you.",
        "所有金额都是零，无法按金额区分客户，分组时会将其略去。";

    PROPOSING = "Finding out how many groups there are", "正在判断有多少组";
    GROUPING = "Putting customers into groups", "正在划分客户";
    WORKING_TEXT = "It is worked out on this device. You can go on working; cancelling leaves everything as it was.",
        "在本设备上计算，期间可以继续其他工作；取消不会改变任何内容。";
    STOPPED = "It was stopped. Nothing was saved.", "已停止，没有保存任何内容。";
    BROKEN = "The analysis stopped before it ended.", "分析未完成就中断了。";
    BROKEN_TEXT = "Nothing was saved, and your customers and orders are as they were. Try again.", "没有保存任何内容，客户和订单都没有变化。请重试。";
    ALL_ALIKE = "All customers are alike in this.", "所有客户在这方面都一样。";
    ALL_ALIKE_TEXT = "There are no groups to be found. Look at something else as well.", "找不到分组，请再加入其他指标。";
    TOO_FEW_DIFFERENT = "There are {distinct} different customers, fewer than {k} groups.", "只有 {distinct} 位互不相同的客户，少于 {k} 组。";
    TOO_FEW_DIFFERENT_TEXT = "Ask for fewer groups, or look at something else as well.", "请减少组数，或再加入其他指标。";
    OUT_OF_RANGE = "The values of “{feature}” are too far apart to be computed with.", "“{feature}”的数值相差过大，无法计算。";
    OUT_OF_RANGE_TEXT = "Compare by ratio, or leave it out.", "请改为按比例比较，或不纳入该项。";
    CONSTANT = "“{feature}” is the same for everybody, so it was left out.", "所有客户的“{feature}”都相同，因此未纳入。";
    BELOW_ZERO = "{count} customers are below zero in “{feature}”; by ratio they count on the other side of zero.",
        "有 {count} 位客户的“{feature}”为负，按比例比较时计在零的另一侧。";

    CURVE = "How well each number of groups fits", "各组数的契合程度";
    CURVE_TEXT = "Silhouette: 1 is far apart, 0 is mixed up.", "轮廓系数：1 表示界限分明，0 表示混在一起。";
    SAMPLED = "Measured on a sample of {count}.", "在 {count} 位客户的样本上测得。";
    AS_TABLE = "As a table", "以表格显示";
    SILHOUETTE = "Silhouette", "轮廓系数";
    INERTIA = "Inertia", "惯量";

    HOW_FAR_APART = "How far apart they are", "各组的距离";
    VARIANCE = "First two principal components, {share} of the variance", "前两个主成分，占方差的 {share}";
    DRAWN = "{count} customers are drawn.", "图中显示 {count} 位客户。";
    WHAT_EACH_IS = "What each group is", "各组的特点";
    IN_UNITS = "Averages in your own units", "按您的单位计算的平均值";
    NAME_OF_GROUP = "Name of group {number}", "第 {number} 组的名称";
    SHARE_OF_MONEY = "{share} of all money", "占总金额的 {share}";
    GROUP = "Group", "组";
    CUSTOMERS = "Customers", "客户数";
    MONEY = "Money", "金额";
    START_WITH = "Start with “{name}”.", "先从“{name}”入手。";
    START_WITH_TEXT = "{count} people, {share} of all money, silent for longer than the rest. Save the segments and plan a campaign with a control group.",
        "共 {count} 人，占总金额的 {share}，沉寂时间比其他客户更长。保存细分后，可为他们策划一次带对照组的营销活动。";

    LONGER_SILENT = "longer silent", "沉寂更久";
    BOUGHT_LATELY = "bought more lately", "最近买过";
    OFTENER = "ordered oftener", "下单更多";
    SELDOMER = "ordered less often", "下单更少";
    SPENT_MORE = "spent more", "消费更高";
    SPENT_LESS = "spent less", "消费更低";
    FURTHER_APART = "longer between orders", "间隔更长";
    CLOSER = "shorter between orders", "间隔更短";

    REPLACE_TITLE = "Replace the saved segments?", "替换已保存的细分？";
    REPLACE_TEXT = "The {count} segments that are saved go to the trash, and these take their place. You can undo it.",
        "已保存的 {count} 个细分会移入回收站，由新的取代。之后可以撤销。";
    REPLACE = "Replace them", "替换";
    KEEP = "Keep them", "保留";
    SAVED = "Segments saved", "细分已保存";
    DISCARD = "Discard", "放弃";
    UPDATE = "Update", "更新";
    BACK_TO_SAVED = "Back to the saved ones", "返回已保存的细分";
    SAVED_TEXT = "Every customer with orders belongs to one, new ones too, as soon as they order.", "每位下过单的客户都属于其中之一，新客户下单后也会自动归入。";
    SHOW_CUSTOMERS = "Show customers", "查看客户";
    SHOW_CUSTOMERS_OF = "Show customers of “{name}”", "查看“{name}”的客户";
    PLAN_CAMPAIGN = "Plan a campaign", "策划营销活动";
    PLAN_CAMPAIGN_FOR = "Plan a campaign for “{name}”", "为“{name}”策划营销活动";
    EDIT_SEGMENT = "Open “{name}”", "打开“{name}”";
    WHEN_MADE = "{count} when made", "创建时 {count} 人";
    NOT_TRAINED = "Nobody belongs to it: no model says who.", "没有模型，无法判断谁属于它。";
    IN_NONE = "{count} customers with orders are in no segment.", "有 {count} 位下过单的客户不在任何细分中。";

    MODEL_CARD = "Model card", "模型说明";
    MODEL_CARD_TEXT = "Each customer belongs to the group whose centre is nearest. What lies behind it:", "每位客户归入中心最近的一组。依据如下：";
    METHOD = "Method", "方法";
    METHOD_TEXT = "k-means, standardised features, Euclidean distance", "k 均值聚类，标准化指标，欧氏距离";
    TRAINED = "Trained", "训练时间";
    TRAINED_NOW = "just now, not saved yet", "刚刚，尚未保存";
    AS_OF = "Counted to", "截至日期";
    TRAINED_ON = "Trained on", "训练对象";
    TRAINED_ON_COUNT = "{count} customers", "{count} 位客户";
    SCALING = "By ratio", "按比例";
    RUNS = "Starts", "起始次数";
    RUNS_TEXT = "{count}, the best kept", "{count} 次，保留最好的";
    CENTRES = "Centres of the groups", "各组中心";
    CENTRES_TEXT = "Of what is compared by ratio, the centre is the geometric middle, which is lower than the average.", "按比例比较的指标，其中心是几何中值，低于平均值。";
    NONE = "none", "无";
}

/// “23,570 customers · 4 groups · silhouette 0.46”
pub const RESULT_HEAD: Counted = Counted::new(
    "{count} customer · {groups} groups · silhouette {silhouette}",
    "{count} customers · {groups} groups · silhouette {silhouette}",
    "{count} 位客户 · {groups} 组 · 轮廓系数 {silhouette}",
);
/// “Save 4 segments”
pub const SAVE: Counted = Counted::new("Save {count} segment", "Save {count} segments", "保存 {count} 个细分");
/// “4 groups”
pub const GROUPS_COUNT: Counted = Counted::new("{count} group", "{count} groups", "{count} 组");
