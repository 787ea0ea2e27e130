"""What stands around the commands: which ledger, for whom, in which language, beside an open window."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shuangjian_desktop.cli import main
from shuangjian_desktop.core.bundle import write_list
from shuangjian_desktop.store.lock import hold
from tests.cli.conftest import ROOT, finish, start

posix_only = pytest.mark.skipif(os.name == "nt", reason="signals and locales are those of POSIX")


def test_without_a_command_the_window_opens(bare, windows, tmp_path):
    assert bare().code == 0
    assert bare("--ledger", tmp_path / "x.db", "--operator", "李建国").code == 0
    assert windows == [(None, None), (tmp_path / "x.db", "李建国")]


def test_the_ledger_of_the_environment(bare, ledger_path, monkeypatch):
    monkeypatch.setenv("SHUANGJIAN_LEDGER", str(ledger_path))
    assert bare("steps").code == 0
    assert bare("--ledger", ledger_path.with_name("别的.db"), "steps").code == 3  # what is said goes first


@posix_only
def test_the_ledger_of_the_users_folder(bare, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "数据"))
    assert bare("init", "--office", "410105").code == 0
    assert (tmp_path / "数据" / "shuangjian" / "台账.db").exists()
    assert bare("steps").code == 0


def test_the_operator_before_or_behind_the_command(run, monkeypatch):
    for words, name in (
        (("--operator", "李建国", "list", "refund", "--personal"), "李建国"),
        (("list", "refund", "--personal", "--operator", "赵敏"), "赵敏"),
        (("list", "refund", "--personal"), "王芳"),
    ):
        run(*words)
        assert run("steps", "--json").data[0]["operator"] == name
    for variable in ("SHUANGJIAN_OPERATOR", "LOGNAME", "LNAME", "USERNAME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("USER", "clerk7")
    run("list", "refund", "--personal")
    assert run("steps", "--json").data[0]["operator"] == "clerk7"


def test_json_before_or_behind_the_command(bare, ledger_path):
    before = bare("--json", "--ledger", ledger_path, "list", "refund")
    behind = bare("--ledger", ledger_path, "list", "refund", "--json")
    assert before.data == behind.data == []


@pytest.mark.parametrize("words", [("--help",), ("import", "--help"), ("--version",)])
def test_help_is_chinese(bare, words, capsys):
    with pytest.raises(SystemExit) as end:
        bare(*words)
    assert end.value.code == 0
    out = capsys.readouterr().out
    for english in ("usage", "options", "positional", "show", "exit"):
        assert english not in out


def test_the_self_test_passes(bare):
    answer = bare("--self-test")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[-1] == "自检通过。"


@pytest.mark.slow
def test_the_self_test_shows_every_tab():
    answer = finish(start("--self-test", "--window", QT_QPA_PLATFORM="offscreen"))
    assert answer.code == 0, answer.err
    (window,) = (line for line in answer.out.splitlines() if line.startswith("窗口……"))
    assert {"今日待办", "数据总览", "图表", "机构台账", "整改通知书", "字典与设置"} <= set(window[4:].split("、"))


def test_a_window_that_does_not_show_its_tabs_fails_the_self_test(tmp_path):
    look = "import sys; from shuangjian_desktop.app import show_tabs; print(*show_tabs(Path(sys.argv[1])))"
    done = subprocess.run(
        [sys.executable, "-c", f"from pathlib import Path; {look}", str(tmp_path / "没有.db")],
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "PYTHONUTF8": "1",
            "QT_QPA_PLATFORM": "offscreen",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "LedgerError: 窗口上弹出了" in done.stderr


def test_a_built_program_does_not_start_without_a_part(tmp_path):
    (tmp_path / "notice.typ").write_text("", encoding="utf-8")
    write_list(tmp_path)
    (tmp_path / "notice.typ").unlink()
    built = "import sys; sys.frozen, sys._MEIPASS = True, sys.argv.pop(1)"
    start = f"{built}; from shuangjian_desktop.__main__ import main; sys.exit(main())"
    words = [sys.executable, "-c", start, str(tmp_path), "--self-test"]
    done = subprocess.run(words, capture_output=True, cwd=Path(__file__).parents[2], check=False)
    assert (done.returncode, done.stdout) == (3, b"")
    (line,) = done.stderr.decode("utf-8").splitlines()
    assert line.startswith("程序文件不完整：“notice.typ”缺失或被改动，程序不能启动。")


@posix_only
@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX"])
def test_chinese_is_printed_in_every_locale(ledger_path, locale):
    done = finish(start("--ledger", ledger_path, "--operator", "王芳", "list", "code", "--limit", "0", LC_ALL=locale))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("代码表\t名称\t顺序\t启用\t编号\n共 ")
    failed = finish(start("--ledger", ledger_path.with_name("没有.db"), "steps", LC_ALL=locale))
    assert failed.code == 3
    assert failed.err.startswith("没有找到台账文件")


@posix_only
def test_an_output_that_nobody_reads_to_its_end_is_no_fault(ledger_path):
    words = [sys.executable, "-m", "shuangjian_desktop", "--ledger", str(ledger_path), "list", "division"]
    listing = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert listing.stdout
    assert listing.stderr
    listing.stdout.readline()
    listing.stdout.close()
    assert listing.stderr.read() == b""
    assert listing.wait(60) == 0
    listing.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("words", [("list", "division"), ("steps",), ("list", "refund", "--json"), ("--help",)])
def test_an_output_that_cannot_be_written_is_told_in_one_sentence(ledger_path, words):
    words = [sys.executable, "-m", "shuangjian_desktop", "--ledger", str(ledger_path), *words]
    with Path("/dev/full").open("w") as full:
        told = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False)
        silent = subprocess.run(words, stdout=full, stderr=full, cwd=ROOT, check=False)
    assert told.returncode == silent.returncode == 3
    (line,) = told.stderr.decode("utf-8").splitlines()
    assert line == "输出没有写完：磁盘空间不足。命令若要改动台账，改动可能已经保存，请用 steps 命令核对。"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "已中断。"),
        (ZeroDivisionError("王梓涵"), 3, "没有料到的错误"),
        (PermissionError(13, "王梓涵"), 3, "没有料到的错误"),
    ],
)
def test_what_ends_the_program_is_told_without_a_value(capsys, error, code, said):
    def window(_ledger, _operator):
        raise error

    assert main(window, []) == code
    err = capsys.readouterr().err
    assert said in err
    assert "王梓涵" not in err
    assert "Traceback" not in err


@pytest.mark.slow
def test_beside_a_window_writing_waits_and_reading_works(ledger_path, tmp_path):
    sheet = tmp_path / "名单.csv"
    sheet.write_text("机构名称,地址\n启航,花园路1号\n", encoding="utf-8")
    with hold(ledger_path, "李建国", program="窗口"):
        writing = start("--ledger", ledger_path, "import", sheet, "--into", "institution")
        for words in (
            ("list", "refund"),
            ("steps",),
            ("history", "division", "x"),
            ("check",),
            ("backup",),
            ("export", "division", tmp_path / "区划.xlsx"),
            ("import", sheet, "--into", "institution", "--dry-run"),
        ):
            reading = finish(start("--ledger", ledger_path, *words))
            assert reading.code == (2 if "history" in words else 0), reading.err
        refused = finish(writing)
    assert (refused.code, refused.out) == (3, "")
    assert "正由李建国（窗口" in refused.err
    done = finish(start("--ledger", ledger_path, "import", sheet, "--into", "institution"))
    assert done.code == 0, done.err
    assert done.out.splitlines()[-1] == "已记为第 2 步。"
