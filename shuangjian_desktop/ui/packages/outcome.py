"""What came of one package of those that were received together."""

from dataclasses import dataclass

from shuangjian_desktop.core.errors import ClerkError
from shuangjian_desktop.core.records import Changes, Step
from shuangjian_desktop.services.arrivals import Arrival
from shuangjian_desktop.services.office import office
from shuangjian_desktop.services.receipt_view import summary
from shuangjian_desktop.services.receiving import Receipt


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
        return self.receipt.plan.counts["error"] if self.receipt and self.step else 0

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
            return "这个数据包已经接收过，没有改动", summary(self.receipt)
        heading = "这次接收已撤销" if self.undone else "接收完成"
        return heading, summary(self.receipt)

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
