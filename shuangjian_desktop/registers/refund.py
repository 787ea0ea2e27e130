"""退费: what is due to a family under one contract, and the payments by which it was given back."""

from shuangjian_desktop.core.kinds import Date, Money, Number, Text
from shuangjian_desktop.core.natural_key import key_of
from shuangjian_desktop.core.official_codes import Code, IdentityNo, Phone
from shuangjian_desktop.core.register import Register, Section
from shuangjian_desktop.registers.fields import field, institution_ref, meaning, person_key
from shuangjian_desktop.registers.payments import payment_register
from shuangjian_desktop.registers.refund_rules import RULES, due_by_rule
from shuangjian_desktop.registers.settlement import Settlement
from shuangjian_desktop.registers.words import CATEGORY

SETTLEMENT = Settlement(
    key="refund",
    payment="refund_payment",
    rule_due=due_by_rule,
    due_by_rule="按规则应退",
    due_override="核定应退 核定应退金额 协商应退",
    due="应退金额 应退 应退费 应退费用 应退费金额 应退学费 需退金额 剩余金额 剩余费用",
    paid="已退金额 已退 已退费 已退费用 已退费金额 累计已退 实退金额",
    balance="未退金额 未退 未退费 未退费用 未退费金额 尚欠金额 待退金额",
    paid_on="退费日期 退费时间 退款日期 退款时间 最近退费日期",
    promised_on="承诺退费日期 承诺日期 承诺退费时间 拟退费日期 计划退费日期",
    state="退费状态",
    open_word="未退",
    part_word="部分退",
    paid_word="已退清",
    over_word="超额退",
    endings=("消课", "转课", "放弃（签字）"),
    pending=("诉讼/仲裁", "失联"),
    ending_synonyms=meaning({"放弃（签字）": "放弃", "诉讼/仲裁": "诉讼 仲裁", "转课": "转班", "消课": "续课"}),
)


REFUND = Register(
    key="refund",
    title="退费",
    fields=(
        institution_ref(required=True, width=30),
        field(
            "student",
            "学生姓名",
            Text(longest=60),
            "学生 学员姓名 学员 姓名 孩子姓名 幼儿姓名",
            required=True,
            personal=True,
            search=True,
            pinyin=True,
        ),
        field(
            "guardian_phone",
            "家长电话",
            Phone(),
            "家长联系电话 家长手机号 监护人电话 监护人联系电话 联系电话 电话 手机号 联系方式 手机 手机号码 电话号码",
            personal=True,
            search=True,
        ),
        field("course", "课程", Text(), "课程名称 报名课程 班级 科目 培训课程 报班 所报课程"),
        field(
            "paid_amount",
            "合同金额",
            Money(),
            "已缴费 缴费金额 已缴费用 已交费 交费金额 实缴金额 学费 课程费用",
            total=True,
        ),
        *SETTLEMENT.fields(),
        field(
            "guardian", "家长姓名", Text(longest=60), "家长 监护人 监护人姓名", personal=True, search=True, listed=False
        ),
        field(
            "identity_no",
            "学生身份证号",
            IdentityNo(),
            "身份证号 身份证号码 学生身份证 身份证",
            personal=True,
            listed=False,
        ),
        field("contract_no", "合同编号", Code(), "合同号 协议编号 协议号 订单号 收据号", search=True),
        field("category", "签约时培训类别", CATEGORY, "培训类别 类别 课程类别", listed=False),
        field(
            "signed_on",
            "签订日期",
            Date(),
            "签约日期 合同日期 缴费日期 报名日期 签订时间 交费日期 缴费时间 报名时间",
            past=True,
        ),
        field("course_from", "课程开始日期", Date(), "开课日期 上课开始日期", listed=False),
        field("course_until", "课程结束日期", Date(), "结课日期 上课结束日期", listed=False),
        field("paid_hours", "购买课时", Number(), "总课时 购买课时数 报名课时 合同课时 课时数", listed=False),
        field("gift_hours", "赠送课时", Number(), "赠课 赠送课时数 赠课课时", listed=False),
        field("consumed_hours", "已消课时", Number(), "已上课时 已消课 消课课时 已消课时数 消课", listed=False),
        field(
            "remaining_hours",
            "剩余课时",
            Number(),
            "未消课时 未消课 未上课时 剩余课时数 未消课时数",
            listed=False,
            hint="不含赠送课时",
        ),
        field("notes", "备注", Text(longest=2000, block=True), "说明 情况说明", listed=False),
        person_key(),
    ),
    keys=(
        key_of("机构＋学生＋家长电话＋合同编号", "institution", "student", "contract_no", also=("guardian_phone",)),
        key_of(
            "机构＋学生＋家长电话＋课程＋金额＋签订日期",
            "institution",
            "student",
            also=("guardian_phone", "course", "paid_amount", "signed_on"),
        ),
    ),
    name_fields=("student", "contract_no"),
    person=("identity_no", "student", "guardian_phone"),
    as_of="signed_on",
    order=(("signed_on", True),),
    sections=(
        Section("学生与家长", ("institution", "student", "identity_no", "guardian", "guardian_phone")),
        Section(
            "合同", ("contract_no", "course", "category", "signed_on", "course_from", "course_until", "paid_amount")
        ),
        Section("课时", ("paid_hours", "gift_hours", "consumed_hours", "remaining_hours")),
        *SETTLEMENT.sections(),
        Section("备注", ("notes",)),
    ),
    rules=(*RULES, *SETTLEMENT.rules()),
    derive=SETTLEMENT.derive,
    absorb=SETTLEMENT.absorb,
    samples=(
        {
            "institution": "郑州市金水区启航教育培训学校",
            "student": "王梓涵",
            "guardian": "王建国",
            "guardian_phone": "13800000011",
            "identity_no": "410105201206153032",
            "contract_no": "QH2021-0311",
            "course": "五年级数学",
            "category": "学科类",
            "signed_on": "2021年3月11日",
            "paid_amount": "5,000",
            "paid_hours": "40课时",
            "consumed_hours": "30",
            "remaining_hours": "10",
            "due": "1250",
            "paid": "1,250.00",
            "balance": "0",
            "paid_on": "2021年9月28日",
        },
        {
            "institution": "郑州市金水区启航教育培训学校",
            "student": "李沐宸",
            "guardian_phone": "13800000012",
            "contract_no": "QH2021-0402",
            "course": "初二英语",
            "category": "学科",
            "signed_on": "2021.4.2",
            "paid_amount": "0.98万元",
            "paid_hours": "60",
            "gift_hours": "6",
            "consumed_hours": "12",
            "remaining_hours": "48",
            "due": "7840",
            "paid": "3600",
            "balance": "4240",
            "promised_on": "2022-01-31",
        },
        {
            "institution": "郑州市金水区晨星艺术培训学校有限公司（晨星美术） 未来路教学点",
            "student": "张一诺",
            "guardian": "张伟",
            "guardian_phone": "13800000013",
            "contract_no": "CX-20200918",
            "course": "素描",
            "category": "艺术",
            "signed_on": "20200918",
            "paid_amount": "￥4,800元",
            "due": "1600",
            "paid": "800",
            "balance": "800",
            "settled_otherwise": "转班",
            "settled_on": "2021/12/1",
            "notes": "余款转国画班",
        },
    ),
    synonyms=("退费台账", "退费名单", "退费明细", "退费情况"),
)

REFUND_PAYMENT = payment_register(
    key="refund_payment",
    title="退费付款",
    parent="refund",
    parent_heads="退费记录 所属退费记录",
    on_heads="付款日期 退费日期 退费时间 退款日期 退款时间 日期 交易日期",
    amount_heads="付款金额 退费金额 退款金额 金额 交易金额",
    started=("signed_on", "合同签订日期"),
    samples=(
        {
            "refund": "王梓涵 QH2021-0311",
            "on": "2021年9月28日",
            "amount": "1,250.00",
            "payee": "王建国",
            "way": "原路退回",
            "voucher_no": "202109280001",
        },
        {
            "refund": "李沐宸 QH2021-0402",
            "on": "2021.12.20",
            "amount": "0.36万元",
            "payee": "李红",
            "way": "银行转账",
            "batch": "第一批",
        },
        {"refund": "张一诺 CX-20200918", "on": "20211108", "amount": "￥800", "payee": "张伟", "way": "监管账户"},
    ),
)
