"""What hangs under an institution: dated dispositions and former names."""

from shuangjian_desktop.core.kinds import Date, Text
from shuangjian_desktop.core.natural_key import key_of
from shuangjian_desktop.core.register import Register, Rule, Section
from shuangjian_desktop.registers.checks import INTERNAL, dates_in_order
from shuangjian_desktop.registers.fields import field, institution_ref
from shuangjian_desktop.registers.words import DISPOSITION

DISPOSITION_ROWS = Register(
    key="disposition",
    title="处置",
    parent="institution",
    fields=(
        institution_ref(required=True),
        field("kind", "处置方式", DISPOSITION, "处置情况 处置结果 处置类型 分类处置", required=True),
        field("on", "处置日期", Date(), "处置时间 日期", required=True, past=True),
        field("document", "处置文件", Text(), "文件 文号 文书号 依据文件", width=24),
        field("by", "处置单位", Text(), "处置部门 实施单位 牵头部门"),
        field("notes", "备注", Text(longest=1000, block=True), "说明"),
    ),
    keys=(key_of("机构＋日期＋方式", "institution", "on", "kind"),),
    name_fields=("on", "kind"),
    as_of="on",
    order=(("on", True),),
    sections=(Section("处置", ("institution", "kind", "on", "document", "by", "notes")),),
    synonyms=("处置情况", "处置台账"),
    samples=(
        {
            "institution": "郑州市金水区启航教育培训学校",
            "kind": "规范保留",
            "on": "2021年9月30日",
            "by": "金水区教育局",
        },
        {"institution": "学霸屋课外辅导", "kind": "取缔", "on": "2021.11.12", "document": "郑金教罚〔2021〕3号"},
        {
            "institution": "郑州市金水区晨星艺术培训学校有限公司（晨星美术） 未来路教学点",
            "kind": "转非学科类",
            "on": "20211008",
            "notes": "转为美术培训",
        },
    ),
)

FORMER_NAME = Register(
    key="former_name",
    title="曾用名",
    parent="institution",
    fields=(
        institution_ref(required=True),
        field("name", "曾用名", Text(), "原名称 原机构名称 曾用名称", required=True, search=True, pinyin=True),
        field("from", "启用日期", Date(), "起始日期 开始日期 使用起"),
        field("until", "停用日期", Date(), "终止日期 结束日期 更名日期 使用止"),
    ),
    keys=(key_of("机构＋曾用名", "institution", "name"),),
    name_fields=("name",),
    as_of="until",
    order=(("until", True),),
    sections=(Section("曾用名", ("institution", "name", "from", "until")),),
    rules=(Rule("former_name.dates", "启用日期不晚于停用日期", INTERNAL, dates_in_order("from", "until")),),
    samples=(
        {"institution": "郑州市金水区启航教育培训学校", "name": "郑州市启航文化补习学校", "until": "2017-9-1"},
        {"institution": "学霸屋课外辅导", "name": "学霸小屋", "from": "2019/3/1", "until": "2020/8/31"},
        {
            "institution": "郑州市金水区晨星艺术培训学校有限公司（晨星美术） 未来路教学点",
            "name": "郑州晨星教育咨询有限公司",
            "until": "２０２１年１０月８日",
        },
    ),
)
