"""How long `naysay --help` takes beside `import pandas`: both are started in turn, and medians compared.

    python -m benchmarks startup [--times 15]

It fails when the help takes more than .6 of the import.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Final

from benchmarks._faults_process import SRC

COMMANDS: Final = {
    "naysay --help": (sys.executable, "-m", "naysay", "--help"),
    "naysay --version": (sys.executable, "-m", "naysay", "--version"),
    "import pandas": (sys.executable, "-c", "import pandas"),
    "an empty program": (sys.executable, "-c", ""),
}
MOST: Final = 0.6
"""The largest share of the import that the help may take."""


def main(argv: Sequence[str]) -> int:
    """Print the median seconds of each command and its share of `import pandas`."""
    parser = argparse.ArgumentParser(prog="startup")
    parser.add_argument("--times", type=int, default=15)
    times = parser.parse_args(argv).times
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(times + 1):  # the first fills the system's cache of files
        for name, command in COMMANDS.items():
            took = _seconds(command)
            if number:
                seconds[name].append(took)
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    for name, median in medians.items():
        print(f"{name:<18}{median:7.3f} s  {median / medians['import pandas']:.2f} of import pandas")
    return int(medians["naysay --help"] > MOST * medians["import pandas"])


def _seconds(command: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, env={**os.environ, "PYTHONPATH": str(SRC)}, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun
