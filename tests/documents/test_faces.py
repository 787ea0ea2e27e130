"""Papers in the machine's own faces: as far as it has them, the shipped ones for the rest."""

import re
import sys
from dataclasses import replace

import pytest

from shuangjian_desktop.documents import faces
from shuangjian_desktop.documents.notice import typeset_notices
from shuangjian_desktop.documents.typesetting import MissingGlyphError
from tests.documents.machine import machine_with
from tests.documents.paper import PAPER, pages, running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="where other systems keep fonts is not ours to change")

KAI, FANGSONG = "GongwenKai-Regular.ttf", "GongwenFangsong-Regular.ttf"
THAI = "ก"  # no shipped font has it


@pytest.fixture
def machine(tmp_path):
    with machine_with(tmp_path, {"FangSong": FANGSONG, "SimHei": FANGSONG}):
        yield


def embedded(pdf):
    return {name.decode() for name in re.findall(rb"/BaseFont/[A-Z]{6}\+([\w-]+)", pdf)}


def test_what_the_machine_has_is_used_and_the_rest_is_shipped(machine):
    assert faces.of_system().chosen == {"fangsong": "FangSong", "hei": "SimHei"}
    assert faces.file_of("SimHei").name == "SimHei.ttf"
    (bundle,) = typeset_notices([PAPER], faces=faces.of_system())
    used = embedded(bundle.pdf)
    assert {"FangSong", "SimHei", "GongwenTitle-Bold", "GongwenKai-Regular"} <= used
    assert "GongwenFangsong-Regular" not in used
    assert "GongwenSong-Regular" in used, "digits and Latin"


def test_the_words_and_pages_are_the_same_in_either_face(machine):
    own, shipped = (typeset_notices([PAPER], faces=one)[0].pdf for one in (faces.of_system(), faces.shipped()))
    assert running(own) == running(shipped)
    assert pages(own) == pages(shipped)


def test_no_other_font_of_the_machine_steps_in(tmp_path):
    named = pytest.raises(MissingGlyphError, match="U\\+0E01")
    with machine_with(tmp_path, {"SimHei": KAI, "Other": KAI}, also=THAI), named:
        typeset_notices([replace(PAPER, addressee=f"{THAI}学校")], faces=faces.of_system())


def test_a_character_that_the_machines_face_lacks_comes_from_the_shipped_ones(tmp_path):
    with machine_with(tmp_path, {"FangSong": KAI}, without="校"):
        (bundle,) = typeset_notices([replace(PAPER, addressee="校")], faces=faces.of_system())
    assert "校：" in running(bundle.pdf)
    assert {"FangSong", "GongwenFangsong-Regular"} <= embedded(bundle.pdf)


def test_a_machine_without_any_of_them_prints_in_the_shipped_faces(tmp_path):
    with machine_with(tmp_path, {"Other": KAI}):
        assert faces.of_system().chosen == {}
        (bundle,) = typeset_notices([PAPER], faces=faces.of_system())
    assert "Other" not in embedded(bundle.pdf)
