"""What came of one package of those that were received together."""

from dataclasses import dataclass

from shuangjian_desktop.core.errors import ClerkError
from shuangjian_desktop.core.records import Changes, Step
from shuangjian_desktop.services.arrivals import Arrival
from shuangjian_desktop.services.office import office
from shuangjian_desktop.services.receipt_view import worth_telling
from shuangjian_desktop.services.receiving import Receipt

_ALWAYS = ("新增", "更新", "删除")


@dataclass
class Outcome:
    """A package that went in, was known already, was refused (`error`), or was left out by the clerk."""

    arrival: Arrival
    receipt: Receipt | None = None
    error: ClerkError | None = None
    left_out: bool = False
    undone: bool = False

    @property
    def step(self) -> Step | None:
        """The step by which it went in."""
        return self.receipt.changes.step if self.receipt else None

    @property
    def can_be_undone(self) -> bool:
        """Whether it is in."""
        return self.step is not None and not self.undone

    @property
    def lacking(self) -> int:
        """How many of its rows did not go in although it did."""
        return self.receipt.plan.counts["error"] if self.receipt and self.can_be_undone else 0

    @property
    def state(self) -> str:
        """What came of it, in a few words."""
        if self.error:
            return "没有接收"
        if self.left_out:
            return "跳过"
        if self.step is None:
            return "已经接收过"
        return "已撤销" if self.undone else "已接收"

    @property
    def told(self) -> tuple[str, str]:
        """The heading and the sentence under it."""
        if self.error:
            return f"没有接收“{self.arrival.path.name}”", self.error.text
        if self.left_out or self.receipt is None:
            return f"跳过了“{self.arrival.path.name}”", "台账没有改动。以后可以再接收它。"
        if self.step is None:
            return "这个数据包已经接收过，没有改动", f"文件：{self.arrival.path.name}"
        cover = self.receipt.cover
        package = f"{_called(cover.sender)}第 {cover.number} 号{cover.kind}数据包"
        if self.undone:
            return "这次接收已撤销", f"{package}：台账回到了接收以前的样子。以后可以重做，也可以再接收它。"
        return "接收完成", f"{package}。整个数据包是一步，随时可以撤销。"

    @property
    def numbers(self) -> tuple[tuple[str, int], ...]:
        """What became of its rows: (word, count); nothing where it did not go in."""
        if self.receipt is None or not self.can_be_undone:
            return ()
        counts, corrected = self.receipt.plan.counts, len(self.receipt.plan.corrections)
        kept = sum(row.fate == "unchanged" and worth_telling(row) for row in self.receipt.plan.rows)
        numbers = (
            ("新增", counts["create"]),
            ("更新", counts["update"] - corrected),
            ("更正", corrected),
            ("删除", counts["delete"]),
            ("保留", kept),
            ("无变化", counts["unchanged"] - kept),
            ("没有接收", counts["error"]),
        )
        return tuple((words, count) for words, count in numbers if count or words in _ALWAYS)

    def follow(self, changes: Changes) -> None:
        """Note that it was taken back, or done again."""
        step = changes.step
        if step and self.step and step.takes_back == self.step.number:
            self.undone = step.verb != "redo"


def cells(arrival: Arrival, state: str) -> tuple[str, ...]:
    """Return a file that came in as a line: file, sender, number, kind, day, what is to be said of it."""
    cover = arrival.cover
    if cover is None:
        return arrival.path.name, "", "", "", "", state
    made = f"{cover.made:%Y-%m-%d}"
    return arrival.path.name, _called(cover.sender), str(cover.number), cover.kind, made, state


def _called(code: str) -> str:
    """Return the name of an office, its code where a cover names one that does not exist."""
    try:
        return office(code).name
    except ClerkError:
        return code


FILE_HEADS = (("文件", 34), ("发送方", 20), ("序号", 7), ("类型", 7), ("制作日期", 13), ("情况", 30))
