"""What is said beside the deadline of a notice, and which notices each view finds."""

from datetime import date

import pytest

from shuangjian_desktop.registers.notice_deadlines import remarks

TODAY = date(2022, 3, 10)
ISSUED = {"serial": 1, "deadline": date(2022, 3, 9)}
SERVED = {**ISSUED, "served_on": date(2022, 3, 2)}
FAILED = {**SERVED, "reinspection_result": "不合格"}
PASSED = {**SERVED, "reinspection_result": "合格"}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"deadline": date(2022, 3, 9)}, {}),  # a draft
        (ISSUED, {"deadline": ("逾期 1 天", "error")}),
        (SERVED, {"deadline": ("逾期 1 天", "error")}),
        ({**SERVED, "deadline": TODAY}, {"deadline": ("今天到期", "doubt")}),
        ({**SERVED, "deadline": date(2022, 3, 13)}, {"deadline": ("还有 3 天", "doubt")}),
        ({**SERVED, "deadline": date(2022, 3, 14)}, {}),
        (FAILED, {"state": ("", "error"), "deadline": ("逾期 1 天", "error")}),
        (PASSED, {"state": ("", "notice")}),
        ({**PASSED, "closed_on": TODAY}, {}),
        ({**SERVED, "voided_on": TODAY}, {}),
    ],
)
def test_a_deadline_speaks_while_something_is_to_be_done(values, said):
    found = remarks(values, TODAY)
    assert {key: (remark.text, remark.level) for key, remark in found.items()} == said
