"""机构台账: the off-campus institutions of an office, by the national platform's fields and the licence's."""

from shuangjian_desktop.core.kinds import Choice, Date, Integer, Money, Number, Ref, Text
from shuangjian_desktop.core.official_codes import Code, Phone, Uscc
from shuangjian_desktop.core.register import Register, Section, key_of
from shuangjian_desktop.registers import institution_rules
from shuangjian_desktop.registers.fields import INSTITUTION_HEADS, PHONE_HEADS, field, meaning
from shuangjian_desktop.registers.words import CATEGORY, DISPOSITION, LICENCE_STATE

_SPONSOR_NATURE = Choice(
    options=("社会组织", "企业", "事业单位", "个人", "其他"),
    codes="sponsor_nature",
    synonyms=meaning({"个人": "自然人 公民个人", "企业": "公司", "社会组织": "民办非企业单位"}),
)
_NATURE = Choice(
    options=("营利性", "非营利性", "未定"),
    synonyms=meaning({"营利性": "营利", "非营利性": "非营利 民办非企业单位 民非"}),
)
_OPERATING = Choice(
    options=("正常", "停业", "停办", "注销", "失联", "未开业"),
    codes="operating_state",
    synonyms=meaning(
        {"正常": "正常营业 正常办学 在营", "停业": "已停业 暂停营业", "停办": "已停办 关停 已关停", "注销": "已注销"}
    ),
)
_LICENCE_STATUS = Choice(
    options=("有效", "过期", "注销", "吊销", "撤销", "未办理"),
    codes="licence_status",
    synonyms=meaning({"有效": "正常", "过期": "已过期", "注销": "已注销", "吊销": "已吊销"}),
)
_SCHOOL_TYPE = Choice(
    options=("民办培训学校", "民办非学历教育机构", "教学点", "分公司", "其他"),
    codes="school_type",
    synonyms=meaning({"民办培训学校": "培训学校", "民办非学历教育机构": "非学历教育机构", "教学点": "分校"}),
)

FIELDS = (
    field("name", "机构名称", Text(), INSTITUTION_HEADS, required=True, search=True, pinyin=True, width=34),
    field("category", "培训类别", CATEGORY, "机构类别 类别 培训类型 机构类型 学科类/非学科类"),
    field("licence_state", "证照情况", LICENCE_STATE, "有无证照 证照 办证情况 持证情况 证照类别"),
    field("operating_state", "机构状态", _OPERATING, "经营状态 办学状态 运营状态 营业状态 状态"),
    field("disposition", "处置方式", DISPOSITION, "处置情况 处置结果 处置类型 分类处置", derived=True, statement=True),
    field("disposition_on", "处置日期", Date(), "处置时间", derived=True, statement=True),
    field("township", "乡镇（街道）", Ref(to="division"), "所属乡镇 所属街道 街道 乡镇 办事处"),
    field("community", "社区（村）", Text(), "所属社区 社区 村 村（社区） 社区/村", search=True),
    field(
        "address",
        "实际经营地址",
        Text(),
        "地址 经营地址 办学地址 培训地址 机构地址 详细地址 教学地址",
        search=True,
        width=34,
    ),
    field("contact", "联系人", Text(longest=60), "联系人姓名 机构联系人", personal=True),
    field("phone", "联系电话", Phone(), PHONE_HEADS + " 机构电话", personal=True, search=True),
    field(
        "licence_no",
        "办学许可证号",
        Code(),
        "办学许可证编号 许可证号 许可证编号 办学许可证 民办学校办学许可证号",
        search=True,
    ),
    field(
        "uscc",
        "统一社会信用代码",
        Uscc(),
        "信用代码 社会信用代码 统一信用代码 统一社会信用代码证号 营业执照号",
        search=True,
    ),
    field("organisation_nature", "机构性质", _NATURE, "营利性质 法人性质 性质 营利/非营利 办学性质"),
    field("campus", "教学点名称", Text(), "教学点 校区 校区名称 分校名称", search=True, listed=False),
    field("parent_institution", "所属总部", Ref(to="institution"), "总部 总校 上级机构 所属法人机构", listed=False),
    field(
        "former_names",
        "曾用名",
        Text(),
        "原名称 原机构名称 曾用名称",
        derived=True,
        statement=True,
        search=True,
        listed=False,
    ),
    field("established_on", "设立时间", Date(), "成立时间 成立日期 设立日期 注册时间 开办时间", listed=False),
    field("registered_address", "注册地址", Text(), "登记地址 住所 法人登记地址", listed=False),
    field(
        "legal_representative",
        "法定代表人",
        Text(longest=60),
        "法定代表人姓名 法人 法人代表 法人姓名",
        personal=True,
        search=True,
        pinyin=True,
    ),
    field(
        "legal_representative_phone",
        "法定代表人电话",
        Phone(),
        "法人电话 法人联系电话 法定代表人联系电话 法人代表电话",
        personal=True,
        listed=False,
    ),
    field(
        "principal",
        "校长（负责人）",
        Text(longest=60),
        "校长（负责人）姓名 校长 负责人 负责人姓名 校长姓名",
        personal=True,
        search=True,
    ),
    field("sponsor", "举办者", Text(), "举办者名称（姓名） 举办者名称 举办人 举办单位", personal=True, listed=False),
    field("sponsor_nature", "举办者属性", _SPONSOR_NATURE, "举办者性质 举办者类型", listed=False),
    field("qualification", "办学资质说明", Text(longest=1000), "办学资质 资质说明 资质", listed=False),
    field("licence_authority", "发证机关", Text(), "发证单位 审批机关 审批部门", listed=False),
    field("registration_authority", "法人登记部门", Text(), "登记部门 登记机关 法人登记机关", listed=False),
    field("courses", "培训内容", Text(longest=1000), "培训项目 培训科目 开设课程 培训课程", listed=False),
    field("stage", "学段", Text(), "培训学段 招生学段 培训对象 招生对象", listed=False),
    field("area", "建筑面积（平方米）", Number(), "建筑面积 面积 面积（平方米） 场地面积 办学面积", listed=False),
    field("school_type", "学校类型", _SCHOOL_TYPE, "办学类型", listed=False),
    field("teaching_content", "办学内容", Text(longest=1000), listed=False),
    field("supervising_department", "主管部门", Text(), "业务主管部门 主管单位 业务主管单位", listed=False),
    field("licensed_on", "发证日期", Date(), "发证时间 办证日期 许可日期", listed=False),
    field("licence_from", "有效期限起", Date(), "有效期起 有效期限自 有效期开始 许可证有效期起", listed=False),
    field("licence_until", "有效期限止", Date(), "有效期止 有效期限至 有效期至 许可证有效期止", listed=False),
    field("licence_status", "证照状态", _LICENCE_STATUS, "许可证状态", listed=False),
    field(
        "staff_count",
        "基准日从业人员数",
        Integer(),
        "从业人员数 从业人员 教职工人数 员工人数 教师人数",
        total=True,
        listed=False,
        hint="2021-07-24 的人数",
    ),
    field(
        "pupil_count",
        "基准日在读学生数",
        Integer(),
        "在读学生数 学生人数 学生数 在校学生数 学员人数",
        total=True,
        listed=False,
        hint="2021-07-24 的人数",
    ),
    field(
        "prepaid_balance",
        "基准日预收费余额",
        Money(),
        "预收费余额 预收费 预收金额 预收费金额",
        total=True,
        listed=False,
        hint="2021-07-24 的余额（元）",
    ),
    field("notes", "备注", Text(longest=2000, block=True), "说明 备注说明", listed=False),
)

INSTITUTION = Register(
    key="institution",
    title="机构台账",
    fields=FIELDS,
    keys=(
        key_of("办学许可证号", "licence_no"),
        institution_rules.BY_USCC,
        key_of("机构名称", "name", also=("campus",)),
    ),
    similar=("name", "address"),
    name_fields=("name", "campus"),
    as_of="established_on",
    order=(("name", False),),
    sections=(
        Section(
            "基本情况",
            (
                *("name", "campus", "parent_institution", "former_names", "category", "licence_state"),
                *("operating_state", "organisation_nature", "disposition", "disposition_on"),
            ),
        ),
        Section("地点与联系", ("township", "community", "address", "registered_address", "contact", "phone")),
        Section(
            "人员", ("legal_representative", "legal_representative_phone", "principal", "sponsor", "sponsor_nature")
        ),
        Section(
            "证照",
            (
                *("licence_no", "uscc", "established_on", "licence_authority", "licensed_on", "licence_from"),
                *("licence_until", "licence_status", "registration_authority", "supervising_department"),
                "qualification",
            ),
        ),
        Section("办学", ("school_type", "stage", "courses", "teaching_content", "area")),
        Section("基准日（2021-07-24）", ("staff_count", "pupil_count", "prepaid_balance")),
        Section("备注", ("notes",)),
    ),
    rules=institution_rules.RULES,
    derive=institution_rules.derive,
    absorb=institution_rules.absorb,
    synonyms=("机构", "培训机构台账", "校外培训机构台账", "机构名单", "培训机构名单"),
)
