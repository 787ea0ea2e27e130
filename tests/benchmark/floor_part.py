"""One floor of the import, alone in this process: its seconds as JSON on standard output.

python -m tests.benchmark.floor_part NAME WORKBOOK DATABASE
"""

import json
import sys
from pathlib import Path

from tests.benchmark import floors

if __name__ == "__main__":
    floor = getattr(floors, sys.argv[1])
    print(json.dumps({"seconds": floors.timed(lambda: floor(Path(sys.argv[2]), Path(sys.argv[3])))}))
