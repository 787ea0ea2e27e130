"""The districts' own places: streets of institutions, flats, districts by name."""

from dataclasses import dataclass
from functools import cache

from shuangjian_desktop.core.register import Values
from shuangjian_desktop.demo.draw import Draw
from shuangjian_desktop.demo.words import BUILDINGS, ESTATES, ROADS
from shuangjian_desktop.registers.reference import reference_rows
from shuangjian_desktop.services.office import offices


@dataclass(frozen=True)
class Place:
    """A district: its code, what it is called, the 代字 of its notices, its townships as (uid, name)."""

    code: str
    name: str
    prefix: str
    townships: tuple[tuple[str, str], ...]

    def house(self, draw: Draw) -> str:
        """Return the address of business premises."""
        floor = draw.randint(1, 6)
        return f"{self.name}{self._road(draw)}{draw.choice(BUILDINGS)}{floor}层{floor}{draw.randint(1, 30):02}室"

    def flat(self, draw: Draw) -> str:
        """Return the address of a flat."""
        home = f"{draw.randint(1, 30)}号楼{draw.randint(1, 4)}单元{draw.randint(1, 26)}{draw.randint(1, 4):02}"
        return f"{self.name}{self._road(draw)}{draw.choice(ESTATES)}{home}"

    @staticmethod
    def _road(draw: Draw) -> str:
        return f"{draw.choice(ROADS)}{draw.randint(1, 299)}号"


@cache
def place(code: str) -> Place:
    """Return the district of an office, with the townships that it answers for."""
    divisions: dict[str, Values] = {}
    townships = []
    for register, rows in reference_rows():
        if register == "division":
            divisions |= dict(rows)
        if register == "delegation":
            told = ((str(row["township"]), str(row["responsible"])) for _uid, row in rows)
            townships += [uid for uid, responsible in told if divisions[responsible]["code"] == code]
    mine = next(one for one in offices() if one.code == code)
    named = tuple((uid, str(divisions[uid]["name"])) for uid in townships)
    return Place(code, mine.name.removesuffix("教育局"), mine.number_prefix, named)
