"""巡查: visits, what they found at whom, and whom a paper can be served on."""

import re
from collections.abc import Iterable

from shuangjian_desktop.core.kinds import Choice, Date, Ref, Text
from shuangjian_desktop.core.natural_key import key_of
from shuangjian_desktop.core.official_codes import IdentityNo, Phone
from shuangjian_desktop.core.register import Action, Problem, Register, Related, Rule, Section, Values
from shuangjian_desktop.registers.checks import INTERNAL, exactly_one
from shuangjian_desktop.registers.fields import PHONE_HEADS, field, institution_ref, meaning

DAILY = "日巡查"
NOTHING_FOUND = "未发现问题"
_KIND = Choice(
    options=(DAILY, "专项检查", "线索核查"),
    codes="inspection_kind",
    synonyms=meaning(
        {DAILY: "日常巡查 巡查 日常检查", "专项检查": "专项 专项行动", "线索核查": "线索 投诉核查 举报核查"}
    ),
)
_RESULT = Choice(
    options=(NOTHING_FOUND, "责令整改", "现场取缔", "移送", "继续核查"),
    codes="inspection_result",
    synonyms=meaning(
        {NOTHING_FOUND: "正常 无问题 合格 未发现异常", "责令整改": "整改 限期整改", "现场取缔": "取缔 关停"}
    ),
)
_NUMBER_IN_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_BETWEEN_NAMES = re.compile(r"[、，,;；/\s]+")


def officer_names(text: str) -> list[str]:
    """Return the names in 张三（执法证号）、李四（执法证号）."""
    return [name for name in _BETWEEN_NAMES.split(_NUMBER_IN_BRACKETS.sub("", text)) if name]


def _two_officers(values: Values, _related: Related) -> Iterable[Problem]:
    officers = values.get("officers")
    if isinstance(officers, str) and len(set(officer_names(officers))) < 2:
        level = "notice" if values.get("kind") == DAILY else "error"
        yield Problem("officers", "检查人员应为两人以上，姓名之间用顿号隔开", level)  # type: ignore[arg-type]


def _notice_of(inspection: Values, target: Values) -> Values:
    """Return what a notice takes over from a visit and from the row of one of those it found something at."""
    return {
        "institution": target.get("institution"),
        "addressee": target.get("addressee"),
        "facts": target.get("findings") or inspection.get("findings"),
        "violation": target.get("violation"),
    }


INSPECTION = Register(
    key="inspection",
    title="巡查",
    fields=(
        field("on", "巡查日期", Date(), "检查日期 巡查时间 检查时间 日期", required=True, past=True),
        field("kind", "巡查类型", _KIND, "检查类型 检查方式 巡查方式 类型", default=DAILY),
        field(
            "place",
            "巡查地点",
            Text(),
            "地点 检查地点 巡查区域 检查区域 巡查范围",
            required=True,
            search=True,
            width=24,
        ),
        field(
            "officers",
            "检查人员",
            Text(),
            "巡查人员 执法人员 检查人 巡查人",
            required=True,
            search=True,
            width=24,
            hint="两人以上，如：张三（执法证号）、李四（执法证号）",
        ),
        field("departments", "参加部门", Text(), "参与部门 联合部门 参加单位 检查部门", hint="多个部门用顿号隔开"),
        field(
            "findings",
            "发现问题",
            Text(longest=4000, block=True),
            "巡查情况 检查情况 存在问题 问题",
            search=True,
            width=40,
        ),
        field("result", "处理结果", _RESULT, "巡查结果 检查结果 处理意见 结果"),
        field("notes", "备注", Text(longest=2000, block=True), "说明", listed=False),
    ),
    keys=(key_of("日期＋地点＋检查人员", "on", "place", "officers"),),
    name_fields=("on", "place"),
    as_of="on",
    order=(("on", True),),
    sections=(
        Section("巡查", ("on", "kind", "place", "officers", "departments")),
        Section("情况", ("findings", "result", "notes")),
    ),
    rules=(Rule("inspection.two_officers", "检查人员两人以上", "《中华人民共和国行政处罚法》", _two_officers),),
    actions=(
        Action(
            key="draft_notices",
            label="拟整改通知书",
            possible=lambda values: values.get("result") != NOTHING_FOUND,
            apply=_notice_of,
            drafts="rectification_notice",
            confirm="给每个检查对象各拟一份草稿，填好对象、问题和期限；已有通知书的对象不再拟。核对补充后再下达。",
        ),
    ),
    synonyms=("巡查台账", "日巡查", "检查台账", "巡查记录"),
    samples=(
        {
            "on": "2021-11-12",
            "kind": "日常巡查",
            "place": "花园路街道",
            "officers": "刘洋（豫A-10231）、周敏（豫A-10232）",
            "departments": "教育局、市场监管局",
            "findings": "居民楼内开设语文、数学辅导班",
            "result": "责令整改",
        },
        {
            "on": "2021年11月20日",
            "kind": "专项检查",
            "place": "未来路街道 国贸中心",
            "officers": "刘洋、周敏、陈刚",
            "departments": "教育局、公安局、消防救援大队",
            "findings": "消防通道堆放杂物\n未公示收费标准",
            "result": "限期整改",
        },
        {
            "on": "20211203",
            "kind": "线索",
            "place": "文化路街道",
            "officers": "周敏，陈刚",
            "result": "未发现异常",
            "notes": "12345 转办",
        },
    ),
)

INSPECTION_TARGET = Register(
    key="inspection_target",
    title="检查对象",
    parent="inspection",
    fields=(
        field("inspection", "所属巡查", Ref(to="inspection"), "巡查", required=True),
        institution_ref(),
        field("addressee", "受送达对象", Ref(to="addressee"), "对象 场所 当事人", search=True),
        field("findings", "发现问题", Text(longest=4000, block=True), "问题 存在问题 检查情况", search=True, width=40),
        field("violation", "违规类型", Ref(to="violation_code"), "违规行为 问题类型 违规类别"),
        field("evidence", "证据", Text(longest=1000), "证据材料 取证情况", hint="照片、笔录、缴费凭证等"),
    ),
    keys=(key_of("巡查＋对象", "inspection", also=("institution", "addressee")),),
    name_fields=("institution", "addressee"),
    sections=(Section("对象", ("inspection", "institution", "addressee", "findings", "violation", "evidence")),),
    rules=(
        Rule(
            "inspection.one_target",
            "机构与受送达对象选一个",
            INTERNAL,
            exactly_one("institution", "addressee", "机构名称与受送达对象须填一个，且只填一个"),
        ),
    ),
    samples=(
        {
            "inspection": "2021-11-12 花园路街道",
            "institution": "学霸屋课外辅导",
            "findings": "无证开展数学辅导",
            "violation": "W01",
        },
        {
            "inspection": "2021-11-12 花园路街道",
            "addressee": "钱某 金水区花园路85号院3号楼2单元501",
            "findings": "家中招收 6 名小学生补课",
            "evidence": "照片 4 张",
        },
        {
            "inspection": "2021-11-20 未来路街道国贸中心",
            "institution": "郑州市金水区晨星艺术培训学校有限公司（晨星美术） 未来路教学点",
            "violation": "W09",
        },
    ),
)

_ADDRESSEE_KIND = Choice(options=("个人", "场所"), synonyms=meaning({"个人": "自然人", "场所": "地点 处所"}))

ADDRESSEE = Register(
    key="addressee",
    title="受送达对象",
    fields=(
        field("kind", "对象类型", _ADDRESSEE_KIND, "类型 类别", required=True),
        field(
            "name", "名称（姓名）", Text(), "姓名 名称 当事人 称呼 场所名称", personal=True, search=True, pinyin=True
        ),
        field("address", "地址", Text(), "地点 场所地址 住址 详细地址", required=True, search=True, width=34),
        field("phone", "联系电话", Phone(), PHONE_HEADS, personal=True, search=True),
        field("identity_no", "身份证号", IdentityNo(), "身份证号码 身份证 公民身份号码", personal=True, listed=False),
        field("known_on", "发现日期", Date(), "登记日期 发现时间", past=True),
        field(
            "institution", "已登记为机构", Ref(to="institution"), "机构名称 对应机构", hint="后来登记为机构的，在此选择"
        ),
        field("notes", "已知情况", Text(longest=2000, block=True), "备注 情况说明 说明"),
    ),
    keys=(
        key_of("身份证号", "identity_no"),
        key_of("地址＋名称", "address", also=("name",)),
    ),
    similar=("name", "address"),
    name_fields=("name", "address"),
    as_of="known_on",
    order=(("address", False),),
    sections=(
        Section("对象", ("kind", "name", "address", "phone", "identity_no")),
        Section("其他", ("known_on", "institution", "notes")),
    ),
    synonyms=("受送达人", "对象名单"),
    samples=(
        {
            "kind": "个人",
            "name": "钱某",
            "address": "金水区花园路 85 号院 3 号楼 2 单元 501",
            "phone": "138 0371 0011",
            "notes": "自称退休教师",
        },
        {"kind": "场所", "name": "楼上辅导班", "address": "金水区文化路 66 号底商 2 层", "notes": "门口无招牌"},
        {"kind": "自然人", "name": "孙某某", "address": "金水区东风路 22 号院", "phone": "0371-65432100"},
    ),
)
