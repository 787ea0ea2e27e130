"""The project's own commands, for a bare machine: Python 3.11 or newer and nothing else.

    python3 dev.py setup          prepare .venv, with the command `shuangjian` in it
    python3 dev.py run [ARGS]     set up, then open the program; without a display do the main job headless
    python3 dev.py test [ARGS]    set up, then format, lint, types, import direction, tests (ARGS: to pytest)
    python3 dev.py bench [ARGS]   set up, then measure the program against its floors
    python3 dev.py build          set up, then build the program for this machine into dist/, and have it test itself
    python3 dev.py lock [ARGS]    write requirements.lock anew from pyproject.toml (--upgrade: the newest)

Standard library only; all else comes from requirements.lock through uv, on the Python this was started with.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV, TOOLS = ROOT / ".venv", ROOT / ".tools"
LOCK, PROJECT = ROOT / "requirements.lock", ROOT / "pyproject.toml"
STAMP = VENV / "set-up-from"
WINDOWS = os.name == "nt"
# The Python outside any virtual environment: .venv may be made anew while this script runs.
PYTHON = str(getattr(sys, "_base_executable", None) or sys.executable)
# Debian package -> the shared object that Qt loads from it.
QT_LIBRARIES = {
    "libglib2.0-0": "glib-2.0",
    "libgl1": "GL",
    "libegl1": "EGL",
    "libdbus-1-3": "dbus-1",
    "libfontconfig1": "fontconfig",
    "libxkbcommon0": "xkbcommon",
    "libgssapi-krb5-2": "gssapi_krb5",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor0": "xcb-cursor",
    "libxcb-icccm4": "xcb-icccm",
    "libxcb-keysyms1": "xcb-keysyms",
    "libxcb-shape0": "xcb-shape",
    "libxkbcommon-x11-0": "xkbcommon-x11",
}


class RefusalError(Exception):
    """Something the caller has to do first; the text says what."""


def say(text: str) -> None:
    """Print at once, so that the line stands before what a child process prints."""
    print(f"dev.py: {text}", flush=True)


def program(folder: Path, name: str, windows: bool = WINDOWS) -> Path:
    """The path of command `name` in the virtual environment `folder`."""
    return folder / "Scripts" / f"{name}.exe" if windows else folder / "bin" / name


def call(command: Sequence[str | Path], quiet: bool = False, **environment: str) -> None:
    """Run one command in the project's folder; CalledProcessError when it fails."""
    subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        # Bytecode is kept whatever the surroundings say: the program and its children start twice as fast with it.
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment},
        stdout=subprocess.DEVNULL if quiet else None,
        check=True,
    )


def is_root() -> bool:
    """Whether this process may install system packages (never on Windows)."""
    return getattr(os, "geteuid", lambda: 1)() == 0


def install_packages(packages: Sequence[str]) -> None:
    """Install Debian packages when we may; else RefusalError with the one command that does."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not is_root():
        raise RefusalError(f"system packages are missing; install them with: sudo {shlex.join(command)}")
    say(f"installing with apt-get: {' '.join(packages)}")
    call(["apt-get", "update"], quiet=True)
    call(command, quiet=True, DEBIAN_FRONTEND="noninteractive")


def has_display(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a window can be shown; only Linux starts programs without one."""
    return platform != "linux" or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def missing(libraries: Mapping[str, str], find: Callable[[str], str | None]) -> list[str]:
    """The packages among `libraries` whose shared object `find` does not find."""
    return [package for package, library in libraries.items() if find(library) is None]


def find_uv() -> str | None:
    """The path of uv: the one on PATH, else our own in .tools, else None."""
    own = [TOOLS / "bin" / "uv", TOOLS / "bin" / "uv.exe", TOOLS / "Scripts" / "uv.exe"]
    return shutil.which("uv") or next((str(path) for path in own if path.is_file()), None)


def has_pip() -> bool:
    """Whether the Python outside .venv has pip (Debian's has it only with python3-pip)."""
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def prepare_system(window: bool) -> None:
    """See that Qt finds its libraries and that uv is at hand."""
    packages: list[str] = []
    # Only where apt-get is: Windows needs none, and on another system the search may miss a library.
    if shutil.which("apt-get"):
        packages += missing({**QT_LIBRARIES, **(WINDOW_LIBRARIES if window else {})}, ctypes.util.find_library)
        packages += ["python3-pip"] if not find_uv() and not has_pip() else []
    if packages:
        install_packages(packages)
    if find_uv():
        return
    if not has_pip():
        raise RefusalError(f"{PYTHON} has no pip: install pip for it, or put uv on PATH")
    say("fetching uv into .tools")
    # --target: bare Debian forbids plain `pip install`, and its Python has no venv.
    call([PYTHON, "-m", "pip", "install", "--quiet", "--root-user-action=ignore", "--target", TOOLS, "uv"])


def call_uv(*words: str | Path) -> None:
    """Run uv; it may fetch packages, never another Python."""
    call([find_uv() or "uv", *words], UV_PYTHON_DOWNLOADS="never")


def set_up(window: bool = False) -> None:
    """Prepare .venv; does nothing when it was made from this very lock, project file, Python and folder."""
    prepare_system(window)
    place = f"{sys.version.split()[0]} {sys.base_prefix} {ROOT}"
    inputs = hashlib.sha256(LOCK.read_bytes() + PROJECT.read_bytes()).hexdigest()
    found = STAMP.read_text(encoding="utf-8").splitlines() if STAMP.is_file() else []
    if found == [place, inputs]:
        return
    say("preparing .venv")
    if found[:1] != [place]:
        shutil.rmtree(VENV, ignore_errors=True)
        call_uv("venv", "--quiet", "--python", PYTHON, VENV)
    STAMP.write_text(f"{place}\n", encoding="utf-8")  # not finished: the next start tries again
    common = ["--quiet", "--python", str(program(VENV, "python"))]
    call_uv("pip", "sync", *common, "--compile-bytecode", "--require-hashes", LOCK)
    call_uv("pip", "install", *common, "--no-build-isolation", "--no-deps", "--editable", ROOT)
    STAMP.write_text(f"{place}\n{inputs}\n", encoding="utf-8")


def run(arguments: Sequence[str]) -> None:
    """Open the program; without a display and without a command of one's own, do the main job headless."""
    window = has_display()
    set_up(window=window)
    command = [str(program(VENV, "python")), "-m", "shuangjian_desktop"]
    if window:
        call([*command, *arguments])
    else:
        say("no display: working without a window")
        call([*command, *(arguments or ["--headless-demo"])], QT_QPA_PLATFORM="offscreen")


def stages(arguments: Sequence[str]) -> dict[str, list[str | Path]]:
    """Name and command of each check, the quick ones first; `arguments` go to pytest."""
    python = program(VENV, "python")
    return {
        "format": [python, "-m", "ruff", "format", "--check", "--quiet", "."],
        "lint": [python, "-m", "ruff", "check", "--quiet", "."],
        "types": [python, "-m", "mypy", "--no-error-summary"],
        "import direction": [program(VENV, "lint-imports")],
        "tests": [python, "-m", "pytest", "-n", "2", *arguments],
    }


def test(arguments: Sequence[str]) -> None:
    """Run every check, also after one has failed; RefusalError naming those that failed."""
    set_up()
    failed = []
    for name, command in stages(arguments).items():
        begin = time.monotonic()
        try:
            call(command, QT_QPA_PLATFORM="offscreen")
        except subprocess.CalledProcessError:
            failed.append(name)
        say(f"{name}: {'FAILED' if name in failed else 'passed'} ({time.monotonic() - begin:.0f} s)")
    if failed:
        raise RefusalError(f"failed: {', '.join(failed)}")


def bench(arguments: Sequence[str]) -> None:
    """Run the benchmark offscreen."""
    set_up()
    script = ROOT / "tests" / "benchmark" / "run.py"
    call([program(VENV, "python"), script, *arguments], QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(ROOT))


def build_packages(which: Callable[[str], str | None], find: Callable[[str], str | None]) -> list[str]:
    """The Debian packages that building needs and that are missing.

    PyInstaller reads binaries with objdump; Debian's Python has its shared library in a package of its own.
    """
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    library = sys.base_prefix == "/usr" and find(f"python{version}") is None
    return [*([] if which("objdump") else ["binutils"]), *([f"libpython{version}"] if library else [])]


def build(_arguments: Sequence[str]) -> None:
    """Build the program for this machine into dist/ and have it test itself, offscreen and in a window."""
    set_up(window=True)  # what the window needs of the system goes along
    if shutil.which("apt-get") and (packages := build_packages(shutil.which, ctypes.util.find_library)):
        install_packages(packages)
    python, begin = program(VENV, "python"), time.monotonic()
    call([python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build.spec"])
    say(f"built in {time.monotonic() - begin:.0f} s: {ROOT / 'dist'}")
    call([python, "-m", "release.check", ROOT / "dist" / "shuangjian"])


def without_hosts(lock: str) -> str:
    """The lock without lines that name an index; RefusalError when a requirement itself is an address."""
    lines = [line for line in lock.splitlines() if not line.startswith(("#", "--"))]
    if any("://" in line for line in lines):
        raise RefusalError("a requirement is fetched from an address, so the lock would name a host")
    return "\n".join(lines) + "\n"


def lock(arguments: Sequence[str]) -> None:
    """Compile requirements.lock: every platform, every hash, no host."""
    prepare_system(window=False)
    options = ["--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
    plain = ["--no-header", "--no-annotate", "--group", "dev", "--output-file", LOCK.name]
    call_uv("pip", "compile", PROJECT.name, *options, *plain, *arguments)
    LOCK.write_text(without_hosts(LOCK.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def main(arguments: Sequence[str]) -> int:
    """Carry out one verb; 0 when all of it passed, 2 for wrong usage, else another number."""
    verbs: dict[str, Callable[[Sequence[str]], None]] = {
        "setup": lambda _: set_up(has_display()),
        "run": run,
        "test": test,
        "bench": bench,
        "build": build,
        "lock": lock,
    }
    if sys.version_info < (3, 11) or not arguments or arguments[0] not in verbs:
        print(__doc__)
        return 2
    try:
        verbs[arguments[0]](arguments[1:])
    except RefusalError as refusal:
        say(str(refusal))
        return 1
    except subprocess.CalledProcessError as error:
        say(f"{Path(error.cmd[0]).name} ended with exit code {error.returncode}")
        return error.returncode if error.returncode > 0 else 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
