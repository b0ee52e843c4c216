"""Where the typeface lies that draws what the report's own one lacks: DejaVu Sans, of matplotlib."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import matplotlib as mpl

FOLDER: Final = Path(mpl.get_data_path()) / "fonts" / "ttf"
