"""dev.py: what it decides (pure functions, Windows too) and what it starts (stand-in programs on PATH)."""

import os
import re
import subprocess
import sys
from pathlib import Path, PurePath

import pytest

import dev

ROOT = Path(dev.__file__).parent
posix_only = pytest.mark.skipif(os.name == "nt", reason="the stand-in programs are shell scripts")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder as after `git clone`, with nothing prepared."""
    folder = tmp_path / "克隆 clone"
    folder.mkdir()
    for name in ("dev.py", "requirements.lock", "pyproject.toml"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder


def stand_in(path: Path, log: Path, extra: str = "") -> None:
    """A program that writes its name, its words and the Qt platform into `log`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\necho "{path.name} $@ [$QT_QPA_PLATFORM]" >> "{log}"\n{extra}\n', encoding="utf-8")
    path.chmod(0o755)


def start(clone: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the clone's dev.py with nothing but the standard library, on a machine without a display."""
    path = os.pathsep.join([str(clone / "programs"), os.environ["PATH"]])
    kept = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}
    return subprocess.run(
        [sys.executable, "-I", "-S", str(clone / "dev.py"), *words],
        env={**kept, "PATH": path, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def prepared(clone: Path) -> tuple[Path, Path]:
    """A clone after `setup` with a stand-in uv and a stand-in Python in .venv, and the log of both."""
    log = clone / "log"
    python = clone / ".venv" / "bin" / "python"
    making = f'if [ "$1" = venv ]; then mkdir -p "{python.parent}"; fi'
    stand_in(clone / "programs" / "uv", log, making)
    done = start(clone, "setup")
    assert done.returncode == 0, done.stderr
    stand_in(python, log)
    stand_in(python.with_name("lint-imports"), log)
    return clone, log


@pytest.mark.parametrize(
    ("windows", "expected"),
    [(True, ("Scripts", "python.exe")), (False, ("bin", "python"))],
)
def test_programs_of_the_environment_are_found_on_either_system(windows: bool, expected: tuple[str, str]) -> None:
    assert dev.program(Path(".venv"), "python", windows).parts == (".venv", *expected)


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_only_linux_is_asked_for_a_display(platform: str, environment: dict[str, str], expected: bool) -> None:
    assert dev.has_display(platform, environment) is expected


def test_only_the_packages_whose_library_is_not_there_are_missing() -> None:
    there = {"GL": "libGL.so.1"}
    assert dev.missing({"libgl1": "GL", "libegl1": "EGL"}, there.get) == ["libegl1"]


def test_the_lock_loses_lines_that_name_an_index() -> None:
    text = "# made by\n--index-url https://example.org/simple\na==1 \\\n    --hash=sha256:00\n"
    assert dev.without_hosts(text) == "a==1 \\\n    --hash=sha256:00\n"


def test_a_requirement_that_is_an_address_is_refused() -> None:
    with pytest.raises(dev.RefusalError, match="name a host"):
        dev.without_hosts("a @ https://example.org/a.whl\n")


def test_the_committed_lock_names_no_host_and_hashes_every_requirement() -> None:
    text = dev.LOCK.read_text(encoding="utf-8")
    assert dev.without_hosts(text) == text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_wrong_usage_shows_the_verbs(clone: Path) -> None:
    for words in ((), ("deploy",)):
        shown = start(clone, *words)
        assert shown.returncode == 2
        assert "python3 dev.py setup" in shown.stdout


@posix_only
def test_setup_makes_the_environment_once_and_follows_the_lock(prepared: tuple[Path, Path]) -> None:
    clone, log = prepared
    kinds = [line.split(" --")[0] for line in log.read_text(encoding="utf-8").splitlines()]
    assert kinds == ["uv venv", "uv pip sync", "uv pip install"]

    log.unlink()
    again = start(clone, "setup")
    assert (again.returncode, again.stdout, log.exists()) == (0, "", False)

    with (clone / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# newer\n")
    assert start(clone, "setup").returncode == 0
    lines = log.read_text(encoding="utf-8").splitlines()
    assert [line.split(" --")[0] for line in lines] == ["uv pip sync", "uv pip install"]
    assert "--require-hashes" in lines[0]
    assert {"--no-build-isolation", "--no-deps", "--editable"} <= set(lines[1].split())


@posix_only
def test_a_setup_that_failed_is_tried_again(prepared: tuple[Path, Path]) -> None:
    clone, log = prepared
    lock = clone / "requirements.lock"
    good = lock.read_bytes()
    lock.write_bytes(b"")
    stand_in(clone / "programs" / "uv", log, "exit 2")
    failed = start(clone, "run")
    assert failed.returncode == 2
    assert "uv ended with exit code 2" in failed.stdout
    assert "shuangjian_desktop" not in log.read_text(encoding="utf-8")
    # Also when the old lock is back: .venv may be half way to the other one.
    lock.write_bytes(good)
    stand_in(clone / "programs" / "uv", log)
    assert "preparing .venv" in start(clone, "setup").stdout


@posix_only
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "python -m shuangjian_desktop --headless-demo [offscreen]"),
        (("--headless-demo", "out"), "python -m shuangjian_desktop --headless-demo out [offscreen]"),
        (("check",), "python -m shuangjian_desktop check [offscreen]"),
    ],
)
def test_run_without_a_display_is_headless(prepared: tuple[Path, Path], words: tuple[str, ...], expected: str) -> None:
    clone, log = prepared
    assert start(clone, "run", *words).returncode == 0
    assert log.read_text(encoding="utf-8").splitlines()[-1] == expected


@posix_only
def test_every_check_runs_and_the_failed_ones_are_named(prepared: tuple[Path, Path]) -> None:
    clone, log = prepared
    log.unlink()
    fail = 'case "$*" in *mypy*|*format*) exit 1;; esac'
    stand_in(clone / ".venv" / "bin" / "python", log, fail)
    done = start(clone, "test", "-k", "money")
    assert done.returncode == 1
    assert "dev.py: lint: passed" in done.stdout
    assert done.stdout.splitlines()[-1] == "dev.py: failed: format, types"
    lines = log.read_text(encoding="utf-8").splitlines()
    assert [PurePath(line.split()[0]).name for line in lines] == ["python"] * 3 + ["lint-imports", "python"]
    assert lines[-1] == "python -m pytest -n 2 -k money [offscreen]"


@posix_only
def test_all_checks_passing_is_exit_code_0(prepared: tuple[Path, Path]) -> None:
    assert start(prepared[0], "test").returncode == 0


@posix_only
def test_building_makes_the_program_and_lets_it_test_itself(prepared: tuple[Path, Path]) -> None:
    clone, log = prepared
    stand_in(clone / "programs" / "apt-get", log)  # nothing is installed on the machine that runs the tests
    log.unlink()
    done = start(clone, "build")
    assert done.returncode == 0, done.stderr
    python = [line.rsplit(" [", 1)[0] for line in log.read_text(encoding="utf-8").splitlines() if "python -m" in line]
    assert python == [
        "python -m PyInstaller --noconfirm --log-level WARN build.spec",
        f"python -m release.check {clone / 'dist' / 'shuangjian'}",
    ]


@posix_only
@pytest.mark.parametrize("failing", ["PyInstaller", "release.check"])
def test_a_build_that_fails_or_fails_its_self_test_is_no_success(prepared: tuple[Path, Path], failing: str) -> None:
    clone, log = prepared
    stand_in(clone / "programs" / "apt-get", log)
    stand_in(clone / ".venv" / "bin" / "python", log, f'case "$*" in *{failing}*) exit 1;; esac')
    done = start(clone, "build")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "dev.py: python ended with exit code 1")


def test_what_building_needs_of_the_system() -> None:
    def nothing(_name: str) -> None:
        return None

    assert "binutils" in dev.build_packages(nothing, nothing)
    assert dev.build_packages(str, str) == []


@posix_only
def test_missing_packages_are_installed_by_root_and_named_to_others(tmp_path: Path) -> None:
    log = tmp_path / "log"
    stand_in(tmp_path / "apt-get", log)
    done = subprocess.run(
        [sys.executable, "-c", "import dev; dev.install_packages(['libegl1'])"],
        cwd=ROOT,
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if dev.is_root():
        assert done.stdout == "dev.py: installing with apt-get: libegl1\n"
        calls = [line.rsplit(" [", 1)[0] for line in log.read_text(encoding="utf-8").splitlines()]
        assert calls == ["apt-get update", "apt-get install -y --no-install-recommends libegl1"]
    else:
        assert "sudo apt-get install -y --no-install-recommends libegl1" in done.stderr
        assert not log.exists()
