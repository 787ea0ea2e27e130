"""What lies on the clipboard after a copy."""

import csv
import io
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from shuangjian_desktop.registers import find
from shuangjian_desktop.ui.clipboard import html, tsv

CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=12)
FIELDS = tuple(find("institution")[key] for key in ("name", "uscc", "area"))


class Cells(HTMLParser):
    """Takes the cells out of a table, as a spreadsheet does."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.styles: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.styles.append(dict(attrs).get("style") or "")
        elif tag == "br":
            self.rows[-1][-1] += "\n"

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=4))
def test_a_spreadsheet_reads_the_cells_back(rows):
    heads = [item.label for item in FIELDS]
    plain = list(csv.reader(io.StringIO(tsv(heads, rows), newline=""), delimiter="\t"))
    assert plain == [heads, *map(list, rows)]
    assert Cells(html(FIELDS, rows)).rows == [heads, *map(list, rows)]


def test_codes_stay_text_and_numbers_numbers():
    styles = Cells(html(FIELDS, [("启航", "91410105MA3X4K2P7Q", "120")])).styles[len(FIELDS) :]
    assert ["@" in style for style in styles] == [True, True, False]
