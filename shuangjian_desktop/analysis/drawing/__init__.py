"""Charts as pictures, by matplotlib without a window. Import it late, off the main thread: it may take seconds.

matplotlib keeps its list of fonts in the program's own data folder, and reads no settings of the user's.
"""

import os
from pathlib import Path

import platformdirs

os.environ["MPLCONFIGDIR"] = str(Path(platformdirs.user_data_dir("shuangjian", appauthor=False)) / "matplotlib")
