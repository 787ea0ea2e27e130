"""薪资清偿: wages that an institution owes to one of its staff, and the payments by which they were settled."""

from shuangjian_desktop.core.kinds import Money, Text
from shuangjian_desktop.core.natural_key import key_of
from shuangjian_desktop.core.official_codes import IdentityNo, Phone
from shuangjian_desktop.core.register import Register, Section, Values
from shuangjian_desktop.registers.fields import PHONE_HEADS, field, institution_ref, meaning, person_key
from shuangjian_desktop.registers.payments import payment_register
from shuangjian_desktop.registers.settlement import Settlement, money

_OWED = ("owed_wage", "owed_bonus", "owed_insurance", "compensation")


def due_by_rule(values: Values) -> int | None:
    """Return the sum of what is owed in fen, None where nothing is filled in."""
    parts = [amount for key in _OWED if (amount := money(values, key)) is not None]
    return sum(parts) if parts else None


SETTLEMENT = Settlement(
    key="wage_settlement",
    payment="wage_payment",
    rule_due=due_by_rule,
    due_by_rule="各项合计",
    due_override="核定应发 核定应发金额 协商应发",
    due="应发金额 应发 应发工资 应发薪资 欠薪金额 欠薪 欠薪总额 拖欠工资 拖欠金额 应清偿金额 应付金额",
    paid="已发金额 已发 已发工资 已发薪资 已清偿金额 已清偿 已付金额 累计已发",
    balance="未发金额 未发 未发工资 未发薪资 未清偿金额 未清偿 未付金额 尚欠金额",
    paid_on="清偿日期 发放日期 发放时间 清偿时间 支付日期",
    promised_on="承诺清偿日期 承诺日期 承诺发放日期 拟发放日期 计划清偿日期",
    state="清偿状态",
    open_word="未发",
    part_word="部分发",
    paid_word="已清偿",
    over_word="超额发",
    endings=("放弃（签字）",),
    pending=("诉讼/仲裁", "失联"),
    ending_synonyms=meaning({"放弃（签字）": "放弃", "诉讼/仲裁": "诉讼 仲裁 劳动仲裁"}),
)

WAGE_SETTLEMENT = Register(
    key="wage_settlement",
    title="薪资清偿",
    fields=(
        institution_ref(required=True, width=30),
        field(
            "staff",
            "姓名",
            Text(longest=60),
            "教师姓名 员工姓名 职工姓名 从业人员 从业人员姓名 教职工姓名 员工",
            required=True,
            personal=True,
            search=True,
            pinyin=True,
        ),
        field("identity_no", "身份证号", IdentityNo(), "身份证号码 身份证 居民身份证号 公民身份号码", personal=True),
        field("phone", "联系电话", Phone(), PHONE_HEADS, personal=True, search=True),
        field("position", "岗位", Text(longest=60), "职务 工种 职位"),
        field("months", "欠薪月份", Text(), "拖欠月份 欠薪时段 欠薪期间 欠薪时间 月份"),
        *SETTLEMENT.fields(),
        field("owed_wage", "欠发工资", Money(), "欠发基本工资 工资 基本工资", listed=False),
        field("owed_bonus", "欠发绩效奖金", Money(), "绩效 奖金 绩效工资 课时费", listed=False),
        field("owed_insurance", "欠缴社保", Money(), "社保 欠缴社会保险", listed=False),
        field("compensation", "经济补偿金", Money(), "补偿金 经济补偿", listed=False),
        field("notes", "备注", Text(longest=2000, block=True), "说明 情况说明", listed=False),
        person_key(),
    ),
    keys=(
        key_of("机构＋身份证号＋欠薪月份", "institution", "identity_no", also=("months",)),
        key_of("机构＋姓名＋电话＋欠薪月份", "institution", "staff", also=("phone", "months")),
    ),
    name_fields=("staff", "months"),
    person=("identity_no", "staff", "phone"),
    as_of="paid_on",
    order=(("institution", False), ("staff", False)),
    sections=(
        Section("人员", ("institution", "staff", "identity_no", "phone", "position", "months")),
        Section("欠发各项", ("owed_wage", "owed_bonus", "owed_insurance", "compensation")),
        *SETTLEMENT.sections(),
        Section("备注", ("notes",)),
    ),
    rules=SETTLEMENT.rules(),
    derive=SETTLEMENT.derive,
    absorb=SETTLEMENT.absorb,
    samples=(
        {
            "institution": "郑州市金水区启航教育培训学校",
            "staff": "陈晓燕",
            "identity_no": "410105198503124823",
            "phone": "13700000021",
            "position": "数学教师",
            "months": "2021年7月—9月",
            "owed_wage": "15000",
            "owed_bonus": "3000",
            "due": "18000",
            "paid": "8000",
            "balance": "10000",
            "promised_on": "2022年1月20日",
        },
        {
            "institution": "郑州市金水区启航教育培训学校",
            "staff": "赵磊",
            "phone": "13700000022",
            "position": "教务",
            "months": "2021年8月",
            "due": "4200.5",
            "paid": "4,200.50",
            "balance": "0",
            "paid_on": "2021年12月3日",
        },
        {
            "institution": "学霸屋课外辅导",
            "staff": "孙丽",
            "identity_no": "410181198805230046",
            "phone": "13700000023",
            "months": "2021年8月、9月",
            "due": "1.2万",
            "paid": "0.5万",
            "balance": "0.7万",
        },
    ),
    synonyms=("欠薪台账", "薪资清偿台账", "欠薪名单", "清欠台账", "工资清偿"),
)

WAGE_PAYMENT = payment_register(
    key="wage_payment",
    title="薪资付款",
    parent="wage_settlement",
    parent_heads="薪资记录 所属薪资记录",
    on_heads="付款日期 发放日期 发放时间 清偿日期 支付日期 日期 交易日期",
    amount_heads="付款金额 发放金额 清偿金额 金额 支付金额 交易金额",
    samples=(
        {
            "wage_settlement": "陈晓燕 2021年7月—9月",
            "on": "2021-12-03",
            "amount": "8000",
            "payee": "陈晓燕",
            "way": "银行转账",
        },
        {
            "wage_settlement": "赵磊 2021年8月",
            "on": "2021年12月3日",
            "amount": "4,200.50元",
            "payee": "赵磊",
            "way": "第三方垫付",
        },
        {
            "wage_settlement": "孙丽 2021年8月、9月",
            "on": "44540",
            "amount": "0.5万",
            "payee": "孙丽",
            "batch": "第二批",
        },
    ),
)
