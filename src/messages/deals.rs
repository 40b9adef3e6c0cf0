//! Words of deals, their pipelines and their stages.

use super::message::messages;

messages! {
    DEAL = "Deal", "商机";
    DEALS = "Deals", "商机";
    PIPELINE = "Pipeline", "销售流程";
    PIPELINES = "Pipelines", "销售流程";
    STAGE = "Stage", "阶段";
    STAGES = "Stages", "阶段";

    AMOUNT = "Amount", "金额";
    EXPECTED_CLOSE = "Expected close", "预计成交日";
    NEXT_STEP = "Next step", "下一步";
    NEXT_STEP_DUE = "Next step by", "下一步期限";
    PARTICIPANTS = "People involved", "相关人员";
    PROBABILITY = "Probability", "成交概率";
    OWN_PROBABILITY = "Own probability", "自定概率";
    WEIGHTED = "Weighted amount", "加权金额";
    CAMPAIGN = "Campaign", "营销活动";
    LOST_REASON = "Why lost", "丢单原因";
    LOST_NOTES = "Why lost, in words", "丢单说明";
    STAGE_SINCE = "In this stage since", "进入本阶段时间";
    CLOSED = "Closed", "结束时间";
    STAGE_TYPE = "Type", "类型";
    DAYS_ALLOWED = "Too long after (days)", "停留上限（天）";
    POSITION = "Position", "顺序";

    OPEN = "Open", "进行中";
    WON = "Won", "赢单";
    LOST = "Lost", "丢单";

    LOST_PRICE = "Price", "价格";
    LOST_COMPETITION = "Went to a competitor", "选择了竞争对手";
    LOST_BUDGET = "No budget", "没有预算";
    LOST_FEATURES = "Something was missing", "功能不满足";
    LOST_TIME = "Took too long", "周期过长";
    LOST_DECISION = "Nobody decided", "无人拍板";
    LOST_SILENCE = "No answer any more", "对方不再回应";
    LOST_FIT = "Not a good fit", "不合适";
    LOST_OTHER = "Another reason", "其他原因";

    ROLE_CONTACT = "Contact", "联系人";
    ROLE_DECISION_MAKER = "Decision maker", "决策人";
    ROLE_EVALUATOR = "Evaluator", "评估人";
    ROLE_INFLUENCER = "Influencer", "影响者";
    ROLE_USER = "User", "使用者";

    STAGE_QUALIFIED = "Qualified", "已确认";
    STAGE_PROPOSAL = "Proposal", "方案报价";
    STAGE_NEGOTIATION = "Negotiation", "谈判";
    STAGE_WON = "Won", "赢单";
    STAGE_LOST = "Lost", "丢单";
    SALES = "Sales", "销售";
}
