"""How long a study file takes to read as it grows, and how soon one that is refused.

The time of many companies has to grow in proportion to their number. A key of many parts, for which a reader
of TOML takes a time that grows with their square, has to be refused within a second. It fails where either
does not hold.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from naysay.run.demo import demo_study
from naysay.study.errors import StudyError
from naysay.study.file import parse_study

COMPANIES: Final = (2_000, 8_000)
MOST_TIMES: Final = 10.0
"""What four times as many companies may take, times as long."""
MOST_SECONDS: Final = 1.0
PARTS: Final = 5_000


def main(argv: Sequence[str]) -> int:
    """Print the seconds of each file; 1 where one takes too long."""
    argparse.ArgumentParser(prog="python -m benchmarks bounds", description=__doc__).parse_args(argv)
    few, many = (_seconds(_read, _companies(number)) for number in COMPANIES)
    print(f"{COMPANIES[0]} companies {few:.2f} s, {COMPANIES[1]} {many:.2f} s: {many / few:.1f} times")
    slowest = max(_seconds(_refused, text) for text in _long_keys())
    print(f"a key of {PARTS} parts is refused in {slowest:.3f} s")
    return int(many > MOST_TIMES * few or slowest > MOST_SECONDS)


def _companies(n: int) -> str:
    tables = "".join(f'[[company]]\nticker = "T{i}"\nname = "Company {i}"\n' for i in range(n))
    return f"{demo_study()}\n{tables}"


def _long_keys() -> list[str]:
    keys = [".".join([part] * PARTS) for part in ("a", '"a"')]
    return [line for key in keys for line in (f"{key} = 1", f"[{key}]")]


def _read(text: str) -> None:
    parse_study(text, source="study")


def _refused(text: str) -> None:
    with suppress(StudyError):
        parse_study(text, source="study")
        raise AssertionError("it was read")


def _seconds(work: Callable[[str], None], text: str) -> float:
    """The least of three tries, in seconds of this process."""
    tries = []
    for _ in range(3):
        begun = time.process_time()
        work(text)
        tries.append(time.process_time() - begun)
    return min(tries)
