"""Whether there is a printer: Windows' print dialog does not come up without one, those of other systems do."""

import sys

import pytest
from PySide6.QtPrintSupport import QPrinterInfo

_NONE = sys.platform == "win32" and not QPrinterInfo.availablePrinterNames()
with_dialog = pytest.mark.skipif(_NONE, reason="Windows has no printer here, and then no print dialog")
without_dialog = pytest.mark.skipif(not _NONE, reason="only Windows has no print dialog, and only without a printer")
