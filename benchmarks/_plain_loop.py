"""How much two processes gain over one by a loop of plain Python: what this machine has to give."""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter
from typing import Final

LOOP: Final = (
    "import sys\ntotal = 0\nfor number in range(int(sys.argv[1])):\n    total += number * number % 7"
)
TURNS: Final = 10_000_000
"""Of the loop: some seconds."""


def loop_seconds(processes: int, turns: int) -> float:
    """Seconds by the clock until each of so many processes has made its share of ``turns``."""
    command = [sys.executable, "-I", "-c", LOOP, str(turns // processes)]
    begun = perf_counter()
    started = [subprocess.Popen(command) for _ in range(processes)]
    codes = [process.wait() for process in started]
    if any(codes):
        raise RuntimeError("a process of the plain loop failed")
    return perf_counter() - begun
