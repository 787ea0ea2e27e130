"""Take the pictures of the manual anew: `python -m tests.pictures [FOLDER]` (two minutes, no display needed).

They go into the manual's own folder unless another is named. All that they show is invented.
"""

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

_SCREEN = {"name": "1", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1}

if __name__ == "__main__":
    os.environ["QT_SCALE_FACTOR"] = "1"
    from shuangjian_desktop.services import manual
    from tests.pictures.ledgers import make_ledgers
    from tests.pictures.scenes import take_all
    from tests.pictures.studio import Studio

    into = Path(sys.argv[1]) if len(sys.argv) > 1 else manual.folder() / "pictures"
    into.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        screen = Path(folder, "screen.json")
        screen.write_text(json.dumps({"screens": [_SCREEN]}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
        studio = Studio(into, Path(folder))
        take_all(studio, make_ledgers(Path(folder)))
        print(f"{len(studio.taken)} pictures in {into}")
