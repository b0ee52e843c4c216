"""Granger tests and related methods compared with R, as a Markdown table.

The files are those of ``../shared/reference/granger``. A row is one kind of quantity: how many there are, the
first of them here and in R, and the largest difference. Differences of p-values are absolute, all others are
relative to R's value. ``--all`` prints every quantity.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from benchmarks import _granger_reference, _panel_reference, _time_series_reference
from benchmarks._panel_reference import FOLDER, Compared

MOST: Final = 1e-8
NOTHING: Final = 1e-4
"""Values below this are compared by the absolute difference, to ``MOST`` times this."""
HEADER: Final = ("file", "kind", "number", "the first of them", "ours", "R", "largest difference")


def main(argv: Sequence[str]) -> int:
    """Print the table; 0 if no difference exceeds ``MOST``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks granger_reference", description=__doc__)
    parser.add_argument("--all", action="store_true", help="every quantity, not one line a group")
    given = parser.parse_args(argv)
    if not FOLDER.is_dir():
        print("The folder ../shared/reference/granger is not beside the repository.")
        return 1
    rows = list(compared())
    groups = [[row] for row in rows] if given.all else grouped(rows)
    print(f"| {' | '.join(HEADER)} |\n|{'---|' * len(HEADER)}")
    for members in groups:
        file, quantity, ours, theirs = members[0]
        largest = max(difference(row) for row in members)
        cells = (file, kind(members[0]), len(members), quantity, f"{ours:.10g}", f"{theirs:.10g}")
        print(f"| {' | '.join(map(str, cells))} | {largest:.0e} |")
    largest = max(difference(row) for row in rows)
    print(f"\n{len(rows)} quantities; the largest difference is {largest:.1e}.")
    return 0 if largest <= MOST else 1


def compared() -> Iterator[Compared]:
    """File, quantity, ours, R's; without the correlations that follow another convention on purpose."""
    parts = (_granger_reference, _panel_reference, _time_series_reference)
    rows = chain.from_iterable(part.compared() for part in parts)
    return (row for row in rows if _time_series_reference.OTHER_MEANS not in row[1])


def difference(row: Compared) -> float:
    """Relative to R's value, to no less than ``NOTHING``; of a p-value absolute."""
    _, _, ours, theirs = row
    return abs(ours - theirs) / (1.0 if kind(row).startswith("p") else max(abs(theirs), NOTHING))


def kind(row: Compared) -> str:
    """What sort of number it is: the quantity's last word without lags and orders."""
    if row[0] == "09_multiple_testing":
        return f"p, {row[1].split()[1]}"
    found = re.sub(r"[\d,.-]+$", "", row[1].replace(", ", ",")).split()
    last = found[-1] if found else ""
    return "p" if last.startswith("p_") else last or "value"


def grouped(rows: list[Compared]) -> list[list[Compared]]:
    """The rows of one file and kind together, as they come first."""
    groups: dict[tuple[str, str], list[Compared]] = {}
    for row in rows:
        groups.setdefault((row[0], kind(row)), []).append(row)
    return [groups[key] for key in sorted(groups, key=lambda key: key[0])]
