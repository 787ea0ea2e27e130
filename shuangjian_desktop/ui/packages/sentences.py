"""What the dialogs say of packages to come."""

from collections.abc import Sequence
from datetime import date

from shuangjian_desktop.services.packing import NextPackage

INCREMENT_MEANS = "只含上一个数据包之后新增、修改、删除的记录。平时用这个。"
FULL_MEANS = "含全部记录。第一次发，或者对方少收了数据包、两边对不上时用。"
NAMES_MEAN = (
    "平时不用勾：不含姓名、电话等，人数照样能算。勾上以后，拿到文件的人都能看到这些信息；"
    "这次发出含个人信息，会写进操作记录。"
)


def day(on: date) -> str:
    """Return a day as people say it."""
    return f"{on.year}年{on.month}月{on.day}日"


def what_is_next(wanted: Sequence[NextPackage]) -> str:
    """Return which numbers the next packages get, and when the last ones were made."""
    if len(wanted) == 1:
        [one] = wanted
        if one.last is None:
            return f"这是第 {one.number} 号，也是发给它的第一个数据包。"
        return f"这是第 {one.number} 号。上一个（第 {one.number - 1} 号）是 {day(one.last)}发出的。"
    lasts = [one.last for one in wanted if one.last]
    told = f"最近一次是 {day(max(lasts))}发出的。" if lasts else "以前都没有发过。"
    return f"每个区县一个数据包，只含该区县自己的记录，各按自己的顺序编号。{told}"


def why_full(must: Sequence[NextPackage], wanted: Sequence[NextPackage]) -> str:
    """Return why some of the wanted packages cannot be increments; '' where all can."""
    never = [one for one in must if one.last is None]
    restored = [one for one in must if one.last and one.restored]
    rekeyed = [one for one in must if one.last and not one.restored]
    if len(wanted) == 1:
        return _FIRST if never else _RESTORED if restored else _REKEYED if rekeyed else ""
    reasons = ((never, "还没有发过"), (restored, "在恢复备份以后还没有发过"), (rekeyed, "上次发的含个人信息"))
    return "".join(f"{_count(some, wanted)}{why}，只能发全量。" for some, why in reasons if some)


_FIRST = "第一个数据包只能是全量。"
_RESTORED = "台账从备份恢复过，恢复以前发的数据包里有些什么，这本台账已不知道，所以这次只能发全量。"
_REKEYED = "对方还没有这些人员的标识（例如上次发的含个人信息），所以这次不含个人信息就只能发全量。"


def _count(some: Sequence[NextPackage], all_of_them: Sequence[NextPackage]) -> str:
    """Return how many districts these are."""
    return f"{len(some)} 个区县都" if len(some) == len(all_of_them) else f"其中 {len(some)} 个区县"
