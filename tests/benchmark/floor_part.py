"""One floor, alone in this process: its seconds as JSON on standard output.

python -m tests.benchmark.floor_part NAME SOURCE TARGET
"""

import json
import sys
from pathlib import Path

from tests.benchmark import floors, package_floors

if __name__ == "__main__":
    floor = {**vars(floors), **vars(package_floors)}[sys.argv[1]]
    print(json.dumps({"seconds": floors.timed(lambda: floor(Path(sys.argv[2]), Path(sys.argv[3])))}))
