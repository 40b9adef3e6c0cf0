//! Words of segments.

use super::message::messages;

messages! {
    SEGMENT = "Segment", "细分";
    SEGMENTS = "Segments", "客户细分";
    SENTENCE = "In a sentence", "一句话说明";
    COLOUR = "Colour", "颜色";
    MODEL = "Model", "模型";
    SIZE_WHEN_MADE = "Size when made", "创建时人数";
    GREEN = "Green", "绿色";
    BLUE = "Blue", "蓝色";
    VIOLET = "Violet", "紫色";
    AMBER = "Amber", "琥珀色";
    RED = "Red", "红色";
    GREY = "Grey", "灰色";
}
