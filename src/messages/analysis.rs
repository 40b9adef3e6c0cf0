//! Words of the analysis: what is measured of a customer, and what groups of customers are called.
//!
//! Names and descriptions say only what holds relative to the other groups; figures are averages of a group, formatted by
//! the caller.

use super::Counted;
use super::message::messages;

messages! {
    FEATURE_RECENCY = "Days since the last order", "距上次下单的天数";
    FEATURE_FREQUENCY = "Number of orders", "下单次数";
    FEATURE_MONEY = "Total amount", "累计金额";
    FEATURE_INTERVAL = "Days between orders", "下单间隔天数";

    BEST = "Best customers", "核心客户";
    BEST_TEXT = "Ahead of the others in everything that was measured.", "在所衡量的各方面都领先于其他客户。";
    LOYAL_REGULARS = "Loyal regulars", "忠实老客户";
    LOYAL_REGULARS_TEXT = "Order more often than the rest, and did so lately.", "下单比其他客户频繁，最近也买过。";
    BIG_SPENDERS = "Big spenders", "高消费客户";
    BIG_SPENDERS_TEXT = "Spend more than the rest, and did so lately.", "消费高于其他客户，最近也买过。";
    PROMISING_NEWCOMERS = "Promising newcomers", "潜力新客户";
    PROMISING_NEWCOMERS_TEXT = "Bought lately, and not much so far.", "最近买过，但目前买得还不多。";
    SMALL_BUT_OFTEN = "Small but often", "小额常购客户";
    SMALL_BUT_OFTEN_TEXT = "Order more often than the rest, and spend less.", "下单比其他客户频繁，但消费较低。";
    RECENTLY_ACTIVE = "Recently active", "近期活跃客户";
    RECENTLY_ACTIVE_TEXT = "Bought more lately than the rest.", "上次下单的时间比其他客户更近。";
    STEADY = "Steady middle", "表现平稳的客户";
    STEADY_TEXT = "Not far from the others in anything that was measured.", "在所衡量的各方面都与其他客户相差不远。";
    OCCASIONAL = "Occasional buyers", "偶尔购买的客户";
    OCCASIONAL_TEXT = "Order less often than the rest, and are not long gone.", "下单不如其他客户频繁，但并未流失。";
    SMALL_SPENDERS = "Small spenders", "低消费客户";
    SMALL_SPENDERS_TEXT = "Spend less than the rest, and are not long gone.", "消费低于其他客户，但并未流失。";
    RARE_BUT_LARGE = "Rare but large", "低频大额客户";
    RARE_BUT_LARGE_TEXT = "Order less often than the rest, and spend more.", "下单不如其他客户频繁，但消费较高。";
    FADING_REGULARS = "Regulars slipping away", "渐行渐远的老客户";
    FADING_REGULARS_TEXT = "Ordered more often than the rest, and have not for a while.", "下单曾比其他客户频繁，但已有一段时间没有下单。";
    BIG_BUT_FADING = "Big but fading", "正在流失的大客户";
    BIG_BUT_FADING_TEXT = "Spent more than the rest, and have not for a while.", "消费曾高于其他客户，但已有一段时间没有下单。";
    GOING_QUIET = "Going quiet", "逐渐沉寂的客户";
    GOING_QUIET_TEXT = "Have not bought for longer than the rest.", "未下单的时间比其他客户更长。";
    ONE_AND_GONE = "Bought once and gone", "一次性客户";
    ONE_AND_GONE_TEXT = "Bought once or hardly more, longer ago than the rest.", "大多只买过一次，且是较久以前的事。";
    LONG_GONE = "Long gone", "久未下单的客户";
    LONG_GONE_TEXT = "Have not bought for much longer than the rest.", "未下单的时间远比其他客户长。";
    TIER = "Tier {number}", "第 {number} 档";
    TIER_TEXT = "Number {number} of {count} groups by {feature}, the best first.",
        "按“{feature}”由优到劣排列，在 {count} 个组中位列第 {number}。";

    FIGURES_ALL = "On average {recency}, {frequency}, {money} in all.", "平均{recency}，{frequency}，累计 {money}。";
    FIGURES_WITHOUT_MONEY = "On average {recency}, {frequency}.", "平均{recency}，{frequency}。";
    FIGURES_WITHOUT_FREQUENCY = "On average {recency}, {money} in all.", "平均{recency}，累计 {money}。";
    FIGURES_WITHOUT_RECENCY = "On average {frequency}, {money} in all.", "平均{frequency}，累计 {money}。";
    FIGURES_ONE = "On average {figure}.", "平均{figure}。";
    FIGURE_MONEY = "{money} in all", "累计 {money}";
}

/// “last order 12 days ago”
pub const FIGURE_RECENCY: Counted =
    Counted::new("last order {count} day ago", "last order {count} days ago", "上次下单在 {count} 天前");
/// “3 orders”
pub const FIGURE_FREQUENCY: Counted = Counted::new("{count} order", "{count} orders", "下单 {count} 次");
/// “30 days between orders”
pub const FIGURE_INTERVAL: Counted =
    Counted::new("{count} day between orders", "{count} days between orders", "每隔 {count} 天下单");
