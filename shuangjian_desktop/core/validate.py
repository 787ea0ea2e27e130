"""What is wrong with a whole record: what is missing, and what the register's rules say."""

from datetime import date

from shuangjian_desktop.core.register import Problem, Register, Related, Values

REQUIRED = "必填，不能为空"


def check_record(
    register: Register, values: Values, related: Related, rules_off: frozenset[str] = frozenset()
) -> list[Problem]:
    """Return the problems of a record: required fields first, then the rules that are not switched off.

    `values` hold the derived ones too; `related` gives the values of the record that a Ref field points to.
    """
    problems = [Problem(key, REQUIRED, missing=True) for key in register.required if values.get(key) is None]
    for rule in register.rules:
        if (not rule.about or values.get(rule.about) is not None) and rule.key not in rules_off:
            problems += rule.problems(values, related)
    return problems


def check_at(
    register: Register, values: Values, related: Related, rules_off: frozenset[str], today: date
) -> list[Problem]:
    """Return the problems of a record that somebody brings in `today`: as `check_record`, and the days to come."""
    return check_record(register, values, related, rules_off) + _days_to_come(register, values, today)


def _days_to_come(register: Register, values: Values, today: date) -> list[Problem]:
    """Return a doubt for each day on which something is said to have happened and that is still to come."""
    late = [key for key in register.past if isinstance(day := values.get(key), date) and day > today]
    return [Problem(key, f"{values[key]} 晚于今天，请核对", "doubt") for key in late]
