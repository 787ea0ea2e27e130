"""What a new ledger starts with: whole, consistent, and by the same uids everywhere."""

from collections import Counter
from datetime import date

from shuangjian_desktop.core.kinds import Choice
from shuangjian_desktop.core.register import Values
from shuangjian_desktop.core.validate import check_record
from shuangjian_desktop.registers import BY_KEY, REGISTERS
from shuangjian_desktop.registers.reference import reference_rows, reference_uid

LAYERS = list(reference_rows())
ROWS: dict[str, dict[str, Values]] = {key: {} for key, _layer in LAYERS}
for key, layer in LAYERS:
    ROWS[key] |= dict(layer)
DIVISIONS = ROWS["division"]
ZONE = reference_uid("division", "4101zd")


def rows(register: str) -> list[Values]:
    return list(ROWS[register].values())


def test_every_reference_register_is_filled_once() -> None:
    assert list(ROWS) == [register.key for register in REGISTERS if register.group == "reference"]
    assert list(reference_rows()) == LAYERS
    assert sum(len(layer) for _key, layer in LAYERS) == sum(map(len, ROWS.values()))
    for key, found in ROWS.items():
        register = BY_KEY[key]
        assert len({register.key_texts(values) for values in found.values()}) == len(found)
        for values in found.values():
            assert set(values) == {item.key for item in register.entered}
            assert check_record(register, values, lambda _key: None) == []


def test_what_is_pointed_to_lies_in_an_earlier_layer() -> None:
    seen: set[object] = {None}
    for key, layer in LAYERS:
        for _uid, values in layer:
            assert all(values[item.key] in seen for item, _to in BY_KEY[key].refs)
        seen |= dict(layer).keys()


def test_the_places_of_zhengzhou() -> None:
    assert Counter(place["level"] for place in DIVISIONS.values()) == {
        "市": 1,
        "区县": 16,
        "乡镇街道": 208,
        "社区村": 3306,
    }
    assert DIVISIONS[ZONE]["name"] == "郑东新区"
    assert DIVISIONS[str(DIVISIONS[ZONE]["parent"])]["name"] == "郑州市"


def test_every_township_is_answered_for_once() -> None:
    answered = {values["township"]: values["responsible"] for values in rows("delegation")}
    townships = {uid for uid, place in DIVISIONS.items() if place["level"] == "乡镇街道"}
    assert set(answered) == townships
    assert {DIVISIONS[str(uid)]["level"] for uid in answered.values()} == {"区县"}
    assert len(set(answered.values())) == 16
    zone = {str(DIVISIONS[str(uid)]["name"]) for uid, office in answered.items() if office == ZONE}
    assert {f"{name}街道" for name in ("商都路", "如意湖", "博学路", "龙湖", "龙源路", "金光路")} <= zone
    others = {uid for uid, office in answered.items() if office != ZONE}
    assert all(DIVISIONS[str(uid)]["parent"] == answered[uid] for uid in others)


def test_holidays_come_in_whole_stretches() -> None:
    off = {values["date"] for values in rows("holiday") if values["kind"] == "放假"}
    made_up = {values["date"] for values in rows("holiday") if values["kind"] == "调休上班"}
    assert not off & made_up
    assert all(isinstance(day, date) and day.weekday() >= 5 for day in made_up)
    for year in (2021, 2022, 2023):
        assert {date(year, 1, 1), date(year, 5, 1), date(year, 10, 1), date(year, 4, 5)} <= off


def test_legal_sources_are_the_glossarys() -> None:
    titles = {str(values["title"]): values for values in rows("legal_source")}
    assert len(titles) == 8
    assert titles["校外培训行政处罚暂行办法"]["in_force_on"] == date(2023, 10, 15)
    assert titles["关于加强校外培训机构预收费监管工作的通知"]["number"] == "教监管函〔2021〕2号"


def test_code_tables_add_words_to_fields_that_name_them() -> None:
    kinds = {
        item.kind.codes: item.kind
        for register in REGISTERS
        for item in register.fields
        if isinstance(item.kind, Choice)
    }
    for values in rows("code"):
        assert values["table"] in kinds
        assert values["word"] not in kinds[str(values["table"])].options
        assert values["active"] == "是"
