"""What the demo invents: always the same, as clerks would have entered it, in the bulletin's numbers."""

import subprocess
import sys
from collections import Counter
from dataclasses import asdict

import pytest

from shuangjian_desktop.core.validate import check_record
from shuangjian_desktop.demo.district import district_rows
from shuangjian_desktop.demo.quotas import WEIGHTS, Quota
from shuangjian_desktop.demo.settlements import neighbour
from shuangjian_desktop.registers import BY_KEY, find

SMALL = Quota().scaled(0.01)
DIGEST = """
import hashlib
from shuangjian_desktop.demo.district import district_rows
from shuangjian_desktop.demo.quotas import Quota
parts = Quota().scaled(0.01).by_district()
print(hashlib.sha256(repr(list(district_rows("410105", parts["410105"], parts["410106"]))).encode()).hexdigest())
"""


def rows_of(code: str, whole: Quota = SMALL):
    """The rows of one district, by register."""
    parts = whole.by_district()
    found: dict[str, list] = {}
    for key, rows in district_rows(code, parts[code], parts[neighbour(code)]):
        found.setdefault(key, []).extend(rows)
    return found


def test_the_numbers_are_the_bulletins():
    """Column demo of the bulletin's table, counted here from what a district is told to hold."""
    whole = Quota()
    values = {key: amount.value for key, amount in whole.figures().items()}
    assert values["closed_illegal"] + values["classified_disposed"] == 5194
    assert (values["subject_before"], values["subject_after"]) == (1376, 111)
    assert (values["wages_settled"], values["refunds_paid"]) == (1_093_000_000, 18_100_000_000)
    parts = whole.by_district().values()
    assert {key: sum(asdict(part)[key] for part in parts) for key in asdict(whole)} == asdict(whole)
    assert len(WEIGHTS) == 16


def test_the_same_rows_whenever_and_wherever_they_are_made():
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


@pytest.mark.parametrize("code", ["410105", "410106", "4101ZD"])
def test_every_value_is_as_its_field_reads_it_from_a_sheet(code):
    for key, rows in rows_of(code).items():
        register = find(key)
        for _uid, values in rows:
            assert set(values) <= {item.key for item in register.entered}, key
            for name, value in values.items():
                kind = register[name].kind
                assert value is None or kind.parse(kind.show(value)) == value, (key, name, value)


@pytest.mark.parametrize("code", ["410105", "410106"])
def test_no_record_breaks_a_rule(code):
    found = rows_of(code)
    records = {(key, uid): values for key, rows in found.items() for uid, values in rows}
    children = {
        (key, uid): {
            child: [values for _uid, values in found.get(child, ()) if values.get(register.parent) == uid]
            for child, register in BY_KEY.items()
            if register.parent_register == key
        }
        for key, uid in records
    }
    whole = {
        one: {**values, **(find(one[0]).derive(values, children[one]) if find(one[0]).derive else {})}
        for one, values in records.items()
    }
    broken = []
    for (key, uid), values in whole.items():
        register = find(key)
        targets = {item.key: to for item, to in register.refs}

        def related(name, values=values, targets=targets):
            return whole.get((targets[name], values.get(name)))

        broken += [(key, uid, one) for one in check_record(register, values, related) if one.level != "notice"]
    assert broken == []


def test_natural_keys_are_not_shared():
    """Two rows that a clerk would take for one would be doubtful at the next import."""
    for code in ("410105", "410106"):
        for key, rows in rows_of(code).items():
            natural = find(key).keys[0]
            if not natural.ordinal:
                texts = Counter(text for _uid, values in rows if (text := natural.text(values)))
                assert [text for text, count in texts.items() if count > 1] == [], key


def test_the_data_looks_like_life():
    found = rows_of("410105", Quota().scaled(0.1))
    payments = [values for _uid, values in found["refund_payment"]]
    refunds = Counter(values["refund"] for values in payments)
    assert max(refunds.values()) >= 3  # instalments
    assert any(values["amount"] < 0 for values in payments)  # and some that came back
    assert any(values.get("parent_institution") for _uid, values in found["institution"])  # campuses
    assert any(values.get("voided_on") for _uid, values in found["rectification_notice"])
    assert any(values.get("serial") is None for _uid, values in found["rectification_notice"])
    assert any("单元" in str(values["address"]) for _uid, values in found["addressee"])  # flats
    months = {values["on"].strftime("%Y-%m") for values in payments}
    assert months == {"2021-08", "2021-09", "2021-10", "2021-11", "2021-12", "2022-01", "2022-02"}
    serials = Counter()
    for _uid, values in found["rectification_notice"]:
        if values.get("serial"):
            serials[values["year"]] += 1
            assert values["serial"] == serials[values["year"]]
