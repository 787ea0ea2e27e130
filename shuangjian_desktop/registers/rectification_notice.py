"""责令（限期）整改通知书: drafted, issued with a number, served, reinspected, closed, or voided."""

from shuangjian_desktop.core.kinds import Choice, Date, Integer, Ref, Text
from shuangjian_desktop.core.natural_key import key_of
from shuangjian_desktop.core.official_codes import Code
from shuangjian_desktop.core.register import Register, Section
from shuangjian_desktop.registers import notice_deadlines, notice_life
from shuangjian_desktop.registers.fields import field, institution_ref, meaning
from shuangjian_desktop.registers.notice_number import PaperNumber

_SERVICE_WAY = Choice(
    options=("直接送达", "留置送达", "委托送达", "邮寄送达", "公告送达", "电子送达"),
    codes="service_way",
    synonyms=meaning(
        {
            "直接送达": "直接 当面送达 当面",
            "留置送达": "留置",
            "委托送达": "委托",
            "邮寄送达": "邮寄 快递",
            "公告送达": "公告",
        }
    ),
)
_REINSPECTION = Choice(
    options=(notice_life.PASSED, notice_life.FAILED),
    synonyms=meaning(
        {notice_life.PASSED: "复查合格 已整改 整改到位", notice_life.FAILED: "复查不合格 未整改 整改不到位"}
    ),
)

RECTIFICATION_NOTICE = Register(
    key="rectification_notice",
    title="整改通知书",
    fields=(
        field(
            "number",
            "文号",
            PaperNumber(),
            "通知书编号 编号 文书号 通知书文号",
            derived=True,
            statement=True,
            search=True,
        ),
        field("state", "状态", Choice(options=notice_life.STATES), "通知书状态", derived=True),
        institution_ref(),
        field("addressee", "受送达对象", Ref(to="addressee"), "当事人 场所 对象", search=True, width=16),
        field(
            "facts",
            "存在问题",
            Text(longest=4000, block=True),
            "问题 违规事实 主要问题 违规问题",
            required=True,
            search=True,
        ),
        field(
            "requirements",
            "整改要求",
            Text(longest=4000, block=True),
            "整改内容 要求 整改措施",
            required=True,
            listed=False,
        ),
        field("deadline", "整改期限", Date(), "整改时限 期限 限期 整改截止日期 完成时限", width=21),
        field(
            "issued_on",
            "下达日期",
            Date(),
            "下达时间 签发日期 发文日期 通知日期",
            locked=True,
            past=True,
            statement=True,
        ),
        field("served_on", "送达日期", Date(), "送达时间", locked=True, past=True, statement=True),
        field("reinspected_on", "复查日期", Date(), "复查时间", locked=True, past=True, statement=True),
        field("reinspection_result", "复查结果", _REINSPECTION, "复查情况", locked=True, statement=True),
        field(
            "closed_on", "结案日期", Date(), "结案时间 办结日期", locked=True, past=True, statement=True, listed=False
        ),
        field("service_way", "送达方式", _SERVICE_WAY, locked=True, statement=True, listed=False),
        field(
            "receiver",
            "签收人",
            Text(longest=60),
            "收件人 受送达人签收",
            locked=True,
            statement=True,
            personal=True,
            listed=False,
        ),
        field("inspection", "所依据的巡查", Ref(to="inspection"), "巡查 检查记录", listed=False),
        field("violation", "违规类型", Ref(to="violation_code"), "违规行为 问题类型 违规类别", listed=False),
        field("legal_basis", "依据", Ref(to="legal_source"), "法律依据 整改依据 依据文件", listed=False),
        field("articles", "依据条款", Text(longest=1000), "条款 适用条款", listed=False, hint="由经办人按原文填写"),
        field("voided_on", "作废日期", Date(), "作废时间", locked=True, past=True, statement=True, listed=False),
        field("void_reason", "作废理由", Text(), "作废原因", locked=True, statement=True, listed=False),
        field("prefix", "代字", Code(), locked=True, listed=False),
        field("year", "年份", Integer(minimum=1990, maximum=2099, suffixes="年"), locked=True, listed=False),
        field("serial", "序号", Integer(minimum=1), locked=True, listed=False),
        field("prints", "打印次数", Integer(minimum=0), locked=True, listed=False, hint="打印和存为 PDF 都算"),
        field("notes", "备注", Text(longest=2000, block=True), "说明", listed=False),
    ),
    keys=(notice_life.BY_NUMBER, key_of("巡查＋对象＋问题", "inspection", "facts", also=("institution", "addressee"))),
    name_fields=("number", "institution", "addressee"),
    as_of="issued_on",
    order=(("issued_on", True), ("serial", True)),
    sections=(
        Section("通知书", ("number", "state", "prefix", "year", "serial", "issued_on", "prints", "inspection")),
        Section("对象", ("institution", "addressee")),
        Section("内容", ("facts", "violation", "legal_basis", "articles", "requirements", "deadline")),
        Section("送达", ("served_on", "service_way", "receiver")),
        Section("复查与结案", ("reinspected_on", "reinspection_result", "closed_on", "voided_on", "void_reason")),
        Section("备注", ("notes",)),
    ),
    rules=notice_life.RULES,
    actions=notice_life.ACTIONS,
    derive=notice_life.derive,
    absorb=notice_life.absorb,
    guard=notice_life.GUARD,
    remarks=notice_deadlines.remarks,
    views=notice_deadlines.VIEWS,
    synonyms=("整改通知书台账", "责令整改通知书", "整改台账", "限期整改通知书"),
    samples=(
        {
            "institution": "学霸屋课外辅导",
            "inspection": "2021-11-12 花园路街道",
            "facts": "未取得办学许可开展数学辅导",
            "violation": "W01",
            "legal_basis": "中华人民共和国民办教育促进法",
            "requirements": "立即停止培训，退还学费",
            "deadline": "2021-11-26",
        },
        {
            "addressee": "钱某 金水区花园路85号院3号楼2单元501",
            "facts": "在住宅内招收学生补课",
            "requirements": "立即停止",
            "deadline": "2021年11月20日",
            "number": "郑金教改[2021]7号",
            "issued_on": "2021-11-13",
            "served_on": "2021.11.13",
            "service_way": "当面送达",
        },
        {
            "institution": "郑州市金水区晨星艺术培训学校有限公司（晨星美术） 未来路教学点",
            "facts": "未公示收费标准",
            "requirements": "在显著位置公示",
            "deadline": "20211205",
            "number": "郑金教改〔2021〕8号",
            "issued_on": "20211120",
        },
    ),
)
