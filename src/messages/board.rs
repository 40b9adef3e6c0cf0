//! Words of the board of deals, of a deal's way through its stages, and of the page on which stages are edited.

use super::Counted;
use super::message::messages;

messages! {
    BOARD = "Board", "看板";
    LIST = "List", "列表";
    SHOWN_AS = "Shown as", "显示方式";
    MORE = "More", "更多";
    EDIT_STAGES = "Edit stages", "编辑阶段";
    OPEN_AND_WEIGHTED = "{count} · weighted {sums}", "{count} 个 · 加权 {sums}";
    WEIGHTED_SUM = "weighted {sums}", "加权 {sums}";
    SUMS_OF = "Amounts in {stage}", "“{stage}”的金额";
    COLUMN_NAME = "{stage}, {deals}", "{stage}，{deals}";
    WITHOUT_STAGE = "Without a stage", "无阶段";
    WITHOUT_STAGE_TEXT = "Their stage has been deleted. Move them to another one.", "其所在阶段已被删除，请移到其他阶段。";
    NEW_IN = "New deal in {stage}", "在“{stage}”中新建商机";
    READING_BOARD = "Reading the board", "正在读取看板";
    BOARD_NOT_READ = "The board could not be read", "无法读取看板";
    SCROLL_STAGES = "Stages", "阶段";

    CARD_ACTIONS = "Actions for {deal}", "“{deal}”的操作";
    OPEN_DEAL = "Open", "打开";
    MOVE_TO = "Move to {stage}", "移到“{stage}”";
    CARD_KEYS = "Space or M picks the card up; then the left and right arrows choose a stage, Enter drops it, and Escape puts it back. Enter opens the deal.", "按空格或 M 拿起卡片，再用左右方向键选择阶段，Enter 放下，Esc 放回。按 Enter 打开商机。";
    PICKED_UP = "{deal} picked up. {stage}, {place} of {count}.", "已拿起“{deal}”。{stage}，第 {place} 个，共 {count} 个。";
    CARRIED_OVER = "{stage}, {place} of {count}.", "{stage}，第 {place} 个，共 {count} 个。";
    PUT_BACK = "{deal} is back in {stage}.", "“{deal}”已放回{stage}。";
    MOVED = "{deal} moved to {stage}.", "“{deal}”已移到{stage}。";
    NOT_MOVED = "{deal} was not moved. {reason}", "“{deal}”未移动。{reason}";
    ASKING_WHY = "Why was {deal} lost?", "“{deal}”为什么丢单？";

    OVERDUE_SINCE = "Overdue since {day}", "{day}起逾期";
    NO_NEXT_STEP = "No next step", "没有下一步";

    LOST_TITLE = "Why was it lost?", "为什么丢单？";
    LOST_TEXT = "“{deal}” goes to {stage}. The reason helps to win the next one.", "“{deal}”将移到{stage}。记下原因，有助于赢得下一单。";
    CHOOSE_REASON = "Choose a reason", "选择原因";
    MARK_AS_LOST = "Mark as lost", "标记为丢单";

    NO_PIPELINE = "Deals go through stages", "商机按阶段推进";
    NO_PIPELINE_TEXT = "A pipeline is the row of stages from the first talk to won or lost. Begin with the usual ones; each can be renamed, moved or deleted at any time.", "销售流程是从初次接触到赢单或丢单的一系列阶段。可先使用常用阶段，之后随时改名、调整或删除。";
    START_USUAL = "Start with the usual stages", "使用常用阶段";
    STAGES_MADE = "The stages are ready.", "阶段已就绪。";
    NO_STAGES = "This pipeline has no stages", "此流程还没有阶段";
    NO_STAGES_TEXT = "Add the first one, and deals can stand in it.", "添加第一个阶段后，就可以放入商机。";

    STAGES = "Stages", "阶段";
    STAGE_DAYS = "{stage}, {days}", "{stage}，{days}";
    ENDED_IN = "{stage}", "{stage}";
    UNDER_A_DAY = "under a day", "不到一天";
    SINCE_TODAY = "since today", "今天开始";
    STAGE_OF_OTHER = "{pipeline}: {stage}", "{pipeline}：{stage}";

    PIPELINES_TEXT = "Each pipeline is a row of stages that deals go through. What is changed here shows on the board at once.", "每个流程由商机经过的一系列阶段组成。这里的修改会立即显示在看板上。";
    SEE_BOARD = "Board", "看板";
    NEW_PIPELINE = "New pipeline", "新建流程";
    PIPELINE_NAME = "Name of the pipeline", "流程名称";
    PIPELINE_ACTIONS = "Actions for {pipeline}", "“{pipeline}”的操作";
    MOVE_PIPELINE_UP = "Move up", "上移";
    MOVE_PIPELINE_DOWN = "Move down", "下移";
    DELETE_PIPELINE = "Delete pipeline", "删除流程";
    ADD_STAGE = "Add a stage", "添加阶段";
    NEW_STAGE = "New stage", "新阶段";
    STAGES_OF = "Stages of {pipeline}", "“{pipeline}”的阶段";
    STAGE_NAME = "Name", "名称";
    NAME_OF = "Name of {stage}", "“{stage}”的名称";
    TYPE_OF = "Type of {stage}", "“{stage}”的类型";
    PROBABILITY_OF = "Probability of {stage}, in percent", "“{stage}”的成交概率（%）";
    DAYS_OF = "Days after which a deal is too long in {stage}", "“{stage}”的停留上限（天）";
    PROBABILITY_SHORT = "Probability", "成交概率";
    DAYS_SHORT = "Too long after", "停留上限";
    PERCENT_UNIT = "%", "%";
    DAYS_UNIT = "days", "天";
    DEALS_HERE = "Deals", "商机数";
    REORDER = "Drag {stage} to another place", "拖动“{stage}”调整顺序";
    MOVE_STAGE_UP = "Move {stage} up", "将“{stage}”上移";
    MOVE_STAGE_DOWN = "Move {stage} down", "将“{stage}”下移";
    DELETE_STAGE = "Delete {stage}", "删除“{stage}”";
    STAGE_DELETED = "{stage} is deleted.", "已删除“{stage}”。";
    STAGE_ADDED = "A stage is added.", "已添加阶段。";
    STAGE_SAVED = "{stage} is changed.", "已修改“{stage}”。";
    STAGES_REORDERED = "The order is changed.", "已调整顺序。";
    PIPELINE_MADE = "{pipeline} is created.", "已创建“{pipeline}”。";
    PIPELINE_DELETED = "{pipeline} is deleted.", "已删除“{pipeline}”。";
    PIPELINE_SAVED = "{pipeline} is changed.", "已修改“{pipeline}”。";

    DELETE_STAGE_TITLE = "Where do the deals go?", "其中的商机移到哪里？";
    DELETE_TO = "Move them to", "移到";
    DELETE_AND_MOVE = "Move and delete", "移动并删除";
    DELETE_NO_OTHER = "There is no other stage to move them to. Add one first.", "没有其他可移入的阶段，请先添加。";
}

/// “12 days”
pub const DAYS: Counted = Counted::new("{count} day", "{count} days", "{count} 天");
/// “3 deals”
pub const DEALS: Counted = Counted::new("{count} deal", "{count} deals", "{count} 个商机");
/// “No next step, 18 days here”
pub const NO_NEXT_STEP_DAYS: Counted =
    Counted::new("No next step, {count} day here", "No next step, {count} days here", "没有下一步，已停留 {count} 天");
/// “Too long: 24 days here”
pub const TOO_LONG: Counted =
    Counted::new("Too long: {count} day here", "Too long: {count} days here", "停留过久：已 {count} 天");
/// “Show 50 more”
pub const SHOW_MORE: Counted = Counted::new("Show {count} more", "Show {count} more", "再显示 {count} 个");
/// “12 deals are in Proposal.”
pub const DELETE_STAGE_TEXT: Counted = Counted::new(
    "{count} deal stands in {what}. It moves in the same step, and Undo brings all of it back.",
    "{count} deals stand in {what}. They move in the same step, and Undo brings all of it back.",
    "“{what}”中有 {count} 个商机。移动与删除一步完成，撤销即可全部恢复。",
);
