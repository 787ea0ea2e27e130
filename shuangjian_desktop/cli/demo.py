"""`demo`: 16 districts and the city out of nothing, and whether their figures are the bulletin's."""

from pathlib import Path

from shuangjian_desktop.cli import answers
from shuangjian_desktop.cli.call import Call
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.demo.city import Line, make_city, table_text
from shuangjian_desktop.services.office import CITY


def made(call: Call, folder: Path, scale: float) -> int:
    """Make the demo, print what came of each district and the table; return the exit code: 0 where all agree."""
    lines = make_city(folder, scale, Progress() if call.json else Progress(_tell))
    answers.say(call, _json(folder, lines), "\n".join(table_text(lines)))
    return 0 if all(line.equal for line in lines) else 1


def _tell(what: str, done: int, total: int) -> None:
    """Print how far it is."""
    print(f"[{done}/{total}] {what}", flush=True)


def _json(folder: Path, lines: list[Line]) -> dict[str, object]:
    """Return the answer for other programs."""
    return {
        "folder": str(folder),
        "ledger": str(folder / f"{CITY}.db"),
        "packages": sorted(str(path) for path in (folder / "packages").glob("*.xlsx")),
        "figures": {
            line.figure.key: {
                "bulletin": line.figure.kind.external(line.bulletin),
                "value": line.figure.kind.external(line.city),
                "unit": line.figure.unit,
                "text": line.text,
                "equal": line.equal,
            }
            for line in lines
        },
    }
