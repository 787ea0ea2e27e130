"""Packing and receiving against their floors, by turns."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from shuangjian_desktop.services.office import found_office
from tests.benchmark import children
from tests.benchmark.package_part import CITY, PACKED, RECEIVED, WRITTEN
from tests.benchmark.table import Line, Scale, middle, shares

AIMS = {"pack": 3.0, "receive": 6.0}


def measure_packages(scale: Scale, ledger: Path, folder: Path) -> Iterator[str]:
    """Pack a ledger of that many refunds, with their payments, and receive the package in an empty city's ledger."""
    turns = [_turn(ledger, folder / f"package{number}.xlsx") for number in range(scale.imports)]
    titles = (f"{scale.rows} refunds packed ÷ select, write", f"{scale.rows} refunds received ÷ read, insert")
    said = ((PACKED, WRITTEN), (RECEIVED, {}))
    for at, (title, aim) in enumerate(zip(titles, AIMS.values(), strict=True)):
        one, floor = middle([turn[at][0] for turn in turns]), median(turn[at][1] for turn in turns)
        yield Line(title, one["seconds"], floor, aim).text()
        yield from shares(one, *said[at])


def _turn(ledger: Path, package: Path) -> list[tuple[dict[str, Any], float]]:
    """Return what packing and receiving took, each with the seconds of its floor."""
    district, city = package.with_suffix(".district.db"), package.with_suffix(".city.db")
    packed = _part("pack", Path(shutil.copy(ledger, district)), package)
    written = _floor("select_and_write", ledger, package.with_suffix(".bare.xlsx"))
    found_office(city, CITY, "王芳").ledger.close()
    received = _part("receive", city, package)
    inserted = _floor("read_and_insert", package, package.with_suffix(".bare.db"))
    if packed["rows"] != received["rows"]:
        raise RuntimeError(f"{received['rows']} of {packed['rows']} rows went in")
    return [(packed, written), (received, inserted)]


def _part(name: str, ledger: Path, package: Path) -> dict[str, Any]:
    answer: dict[str, Any] = children.run("package_part", name, ledger, package)[0]
    return answer


def _floor(name: str, source: Path, target: Path) -> float:
    return float(children.run("floor_part", name, source, target)[0]["seconds"])
