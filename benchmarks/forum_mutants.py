"""Whether files that are broken in any way are read or refused, and never raise anything else.

The small files in `tests/forum_files` are changed again and again: bits and bytes, values that trade places,
numbers that become huge, characters that part values, files that are cut off or spliced, archives with
changed bytes. Each mutant follows from its format and its number, so that `--first N --mutants 1` makes it
again. It is read as a study reads it. Whatever comes out has to be posts, skipped and refused rows that can
be stored, or one error that names a key of `[posts]` and nothing that a post says; one mutant of eight is
also read in pieces of 60 bytes, which must give the same rows and the same error; a file that is refused is
read only up to the piece with its error. A mutant that takes a second or 64 MB is reported.
Reported ones are stored.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks._forum_fixtures import fixtures
from benchmarks._forum_mutants import Tally, run
from naysay.study.parts import names

KEPT: Final = Path(tempfile.gettempdir()) / "forum_mutants"
HEAD: Final = (
    "format", "mutants", "read", "refused", "posts", "skipped rows", "refused rows", "longest (s)",
    "reported",
)  # fmt: skip
SHOWN: Final = 10
"""Reported mutants of a format that are printed."""


def main(argv: Sequence[str]) -> int:
    """Print a line for each format; 1 where a mutant breaks a promise."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks forum_mutants")
    parser.add_argument("--mutants", type=int, default=200_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", action="append", default=[])
    options = parser.parse_args(argv)
    forms = options.only or [name for name in names("naysay.data.forums") if fixtures(name)]
    print(
        "| format | mutants | read | refused | posts | skipped rows | refused rows | longest (s) | reported |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    reported = list[str]()
    for form in forms:
        with tempfile.TemporaryDirectory() as folder:
            tally = run(form, options.first, options.mutants, Path(folder) / "files", KEPT)
        print(line(tally), flush=True)
        reported += tally.faults[:SHOWN]
    for fault in reported:
        print(f"\n{fault}")
    if reported:
        print(f"\nThey are stored in {KEPT}.")
    return 1 if reported else 0


def line(tally: Tally) -> str:
    """One row of the table."""
    counts = [
        tally.mutants, tally.outcomes["read"], tally.outcomes["refused"],
        tally.rows["posts"], tally.rows["skipped"], tally.rows["refused"],
    ]  # fmt: skip
    cells = [*(f"{count:,}" for count in counts), f"{tally.longest:.2f}", f"{len(tally.faults):,}"]
    return f"| {tally.form} | {' | '.join(cells)} |"
