"""A workbook large enough that its child cannot have said all before it is listened to."""

from pathlib import Path

import pytest
import rustpy_xlsxwriter

ROWS = 20_000
COLUMNS = 12


@pytest.fixture(scope="session")
def large_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "大名单.xlsx"
    rows = [{f"列{column}": f"第{row}行第{column}列" for column in range(COLUMNS)} for row in range(ROWS)]
    rustpy_xlsxwriter.write_worksheet(rows, str(path), sheet_name="甲")
    return path
