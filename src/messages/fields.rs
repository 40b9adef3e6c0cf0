//! The names of fields, of their choices, and of the kinds of record.

use super::message::messages;

messages! {
    CUSTOMER = "Customer", "客户";
    CUSTOMERS = "Customers", "客户";
    MEMBER = "Member", "成员";
    MEMBERS = "Members", "成员";

    NAME = "Name", "姓名";
    TITLE = "Name", "名称";
    PRIORITY = "Priority", "优先级";
    PRIORITY_HIGH = "High", "高";
    PRIORITY_NORMAL = "Normal", "普通";
    PRIORITY_LOW = "Low", "低";
    SEGMENT = "Segment", "细分";
    ORDERS = "Orders", "订单数";
    MONEY = "Spent", "消费金额";
    LAST_ORDER = "Last order", "最近下单";
    CURRENCY = "Currency", "币种";
    TYPE = "Type", "类型";
    PERSON = "Person", "个人";
    ORGANISATION = "Organisation", "单位";
    SALUTATION = "Salutation", "称呼";
    FIRST_NAME = "First name", "名";
    MIDDLE_NAME = "Middle name", "中间名";
    LAST_NAME = "Last name", "姓";
    NICKNAME = "Nickname", "昵称";
    WORKS_AT = "Works at", "任职于";
    ORGANISATION_NAME = "Organisation name", "单位名称";
    JOB_TITLE = "Job title", "职务";
    DEPARTMENT = "Department", "部门";
    EMAILS = "E-mail", "电子邮箱";
    PHONES = "Phone", "电话";
    ADDRESS = "Address", "地址";
    STREET = "Street", "街道";
    CITY = "City", "城市";
    REGION = "Region", "省/州";
    POSTAL_CODE = "Postal code", "邮政编码";
    COUNTRY = "Country", "国家/地区";
    WEBSITE = "Website", "网站";
    LINKEDIN = "LinkedIn", "领英";
    INDUSTRY = "Industry", "行业";
    SOURCE = "Source", "来源";
    OWNER = "Owner", "负责人";
    TAGS = "Tags", "标签";
    BIRTHDAY = "Birthday", "生日";
    GENDER = "Gender", "性别";
    NOTES = "Notes", "备注";
    STATUS = "Status", "状态";
    LEAD = "Lead", "线索";
    ACTIVE = "Active", "活跃";
    DORMANT = "Dormant", "沉睡";
    LOST = "Lost", "流失";
    DO_NOT_CONTACT = "Do not contact", "请勿联系";
    DO_NOT_CONTACT_REASON = "Why not to contact", "请勿联系的原因";
    UNSUBSCRIBED = "Unsubscribed", "已退订";
    BOUNCED = "Address bounced", "邮件被退回";
    ASKED_NOT_TO = "Asked not to be contacted", "本人要求";
    OTHER_REASON = "Other reason", "其他原因";
    CREATED = "Created", "创建时间";
    MODIFIED = "Last change", "最近修改";
    EXTERNAL_ID = "Own number", "自有编号";

    LABEL_WORK = "Work", "工作";
    LABEL_HOME = "Home", "家庭";
    LABEL_MOBILE = "Mobile", "手机";
    LABEL_MAIN = "Main", "总机";
    LABEL_FAX = "Fax", "传真";
    LABEL_OTHER = "Other", "其他";
    PRIMARY = "Primary", "首选";

    EMAIL = "E-mail", "电子邮箱";
    ROLE = "Role", "角色";
    YES = "Yes", "是";
    NO = "No", "否";
}
