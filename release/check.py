"""The built program is tried: how large it is, and whether it passes its own self-test, offscreen and in a window.

python -m release.check FOLDER
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_LONGEST = 300  # seconds that a self-test may take
_LARGEST = 8  # parts whose size is shown
_MEGABYTE = 1 << 20


def main(folder: Path) -> int:
    """Try the program in a folder and print what was seen; return the exit code: 1 when a self-test fails."""
    for line in sizes(folder):
        print(line, flush=True)
    passed = [passes(*trial) for trial in trials(folder)]
    return 0 if all(passed) else 1


def sizes(folder: Path) -> Iterator[str]:
    """Yield the size of the folder and of its largest parts."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    parts: dict[str, int] = {}
    for path in files:
        places = path.relative_to(folder).parts
        part = places[1] if places[0] == "_internal" else places[0]
        parts[part] = parts.get(part, 0) + path.stat().st_size
    yield f"{folder.name}: {sum(parts.values()) / _MEGABYTE:.0f} MB in {len(files)} files; the largest:"
    for part, size in sorted(parts.items(), key=lambda one: -one[1])[:_LARGEST]:
        yield f"  {part:<24}{size / _MEGABYTE:7.1f} MB"


def trials(folder: Path) -> Iterator[tuple[str, list[str], Mapping[str, str]]]:
    """Yield what is tried: its name, the command, what is added to the environment."""
    ending = ".exe" if os.name == "nt" else ""
    program, console = str(folder / f"shuangjian{ending}"), str(folder / f"shuangjian-cli{ending}")
    if os.name == "nt":
        yield "on the command line", [console, "--self-test"], {}
    words = [program, "--self-test", "--window"]
    yield "offscreen", words, {"QT_QPA_PLATFORM": "offscreen"}
    with _display() as display:
        if display is None:
            print("in a window: not tried, there is neither a display nor Xvfb")
        else:
            yield "in a window", words, {"QT_QPA_PLATFORM": "", **display}


def passes(name: str, command: list[str], environment: Mapping[str, str]) -> bool:
    """Run a self-test; print how it went, all it said where it failed, and return whether it passed."""
    began = time.monotonic()
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_LONGEST,
            check=False,
        )
        code, said = str(done.returncode), done.stdout
    except subprocess.TimeoutExpired as late:
        code, said = f"none after {_LONGEST} s", late.stdout or b""
    passed = code == "0"
    print(f"self-test {name}: {'passed' if passed else 'FAILED'} ({time.monotonic() - began:.1f} s)", flush=True)
    if not passed:
        print(f"exit code {code}; it said:\n{said.decode('utf-8', 'replace')}", flush=True)
    return passed


@contextmanager
def _display() -> Iterator[Mapping[str, str] | None]:
    """Yield what lets a program find a display: the one that is there, else an Xvfb of our own, else None."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        yield {}
    elif not shutil.which("Xvfb"):
        yield None
    else:
        words = ["Xvfb", "-displayfd", "1", "-screen", "0", "1440x900x24"]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
            assert server.stdout is not None
            yield {"DISPLAY": f":{server.stdout.readline().decode().strip()}"}
            server.terminate()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
