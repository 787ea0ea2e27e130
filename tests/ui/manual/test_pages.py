"""The manual against the program: links and pictures that exist, words of menus and buttons that the program has."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QImageReader

from release import contents
from shuangjian_desktop.registers import REGISTERS
from shuangjian_desktop.services import manual
from shuangjian_desktop.ui import main_window
from shuangjian_desktop.ui.main_window import MainWindow

FILES = sorted(manual.folder().glob("*.md"))
PAGES = [path for path in FILES if path.stem != "package-format"]
_SAID = re.compile(r"【([^】]*)】")
_WAY = re.compile(r"【([^】]*)】→【([^】]*)】")
_UI = Path(main_window.__file__).parent
_LARGEST = 3_000_000


def bare(words: str) -> str:
    """Words as a clerk reads them: without the marks of keys and of what follows."""
    return re.sub(r"\(&.\)|&|…|\t.*$", "", words).strip()


@pytest.fixture(scope="module")
def said_by_the_program() -> set[str]:
    """Every text that the windows hold, every title of a register, every deed's name."""
    found = {text for path in _UI.rglob("*.py") for text in _texts(ast.parse(path.read_text(encoding="utf-8")))}
    for register in REGISTERS:
        found |= {register.title, *(action.label for action in register.actions)}
        found |= {f"＋ 添加{register.title}"} if register.parent else set()
    return {bare(text) for text in found}


def _texts(tree: ast.AST) -> list[str]:
    return [one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_words_of_menus_and_buttons_are_those_of_the_program(path, said_by_the_program):
    words = [bare(one) for one in _SAID.findall(path.read_text(encoding="utf-8"))]
    assert not [one for one in words if one not in said_by_the_program]


def test_a_way_through_the_menu_is_there(session, settle, qtbot):
    window = MainWindow(session.jobs)
    window.sit_down(session, "金水区教育局")
    qtbot.addWidget(window)
    settle()
    menus = {
        bare(one.text()): {bare(entry.text()) for entry in one.menu().actions()} for one in window.menuBar().actions()
    }
    settings = window.tabs.page("settings").names
    menus["字典与设置"] = {settings.item(row).text() for row in range(settings.count())}
    ways = [way for path in PAGES for way in _WAY.findall(path.read_text(encoding="utf-8"))]
    assert len(ways) > 2
    assert not [way for way in ways if bare(way[1]) not in menus[bare(way[0])]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_link_and_picture_is_there(path):
    text = path.read_text(encoding="utf-8")
    for _words, target in re.findall(r"\[([^\]]*)\]\(([^)]*)\)", text):
        assert (path.parent / target).is_file(), target


def test_every_page_is_in_the_contents_and_has_a_title_of_its_own():
    assert {path.stem for path in FILES} == {page.name for page in manual.pages()}
    titles = [page.title for page in manual.pages()]
    assert len(set(titles)) == len(titles)
    assert not [title for title in titles if not title or title.startswith("#")]


def test_titles_in_the_contents_are_those_of_the_pages():
    links = re.findall(r"\[([^\]]*)\]\(([\w-]+)\.md\)", manual.path_of("index").read_text(encoding="utf-8"))
    titles = {page.name: page.title for page in manual.pages()}
    assert not [words for words, name in links if name != "package-format" and words != titles[name]]


def test_pictures_are_small_as_wide_as_the_window_and_each_is_shown():
    pictures = sorted((manual.folder() / "pictures").iterdir())
    shown = {name for path in PAGES for name in re.findall(r"\(pictures/([^)]*)\)", path.read_text(encoding="utf-8"))}
    assert {path.name for path in pictures} == shown
    assert sum(path.stat().st_size for path in pictures) < _LARGEST
    for path in pictures:
        assert QImageReader(str(path)).size().toTuple() == (1280, 800), path.name
        assert path.read_bytes()[25] == 3, f"{path.name} has no palette"  # the colour type in a PNG's IHDR


def test_pages_are_short():
    long = {page.name: len(page.words) for page in manual.pages() if len(page.words) > 1_800}
    assert set(long) <= {"package-format"}


def test_the_built_program_holds_the_manual():
    root = manual.folder().parents[1]
    places = {path.relative_to(root).as_posix() for path in contents.own_files(root)}
    assert {path.relative_to(root).as_posix() for path in manual.folder().rglob("*") if path.is_file()} <= places
