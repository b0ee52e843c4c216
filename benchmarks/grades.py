"""How often each grade of evidence comes out where the truth is known.

Each row is a process, made from raw posts on, with the share of ``--draws`` in which the study finds no
difference, and in which it finds one of each grade. The grade has to warn: where nothing leads, or the clock
is wrong, a difference may be called strong in no more than one of twenty draws, and a sound lead of -20 bp
may be called weak in no more than half. Exit code 1 says that a bound is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from benchmarks._referee_process import Process
from benchmarks.checks import SOUND, Breaking, concluded

GRADES: Final = ("none", "weak", "moderate", "strong")
HEAD: Final = (
    "| process | draws | none found | weak | moderate | strong | doubts of those found, the most frequent |\n"
    "|---|---|---|---|---|---|---|"
)
SHUFFLES: Final = 40
LISTED: Final = 3


@dataclass(frozen=True, slots=True)
class World:
    """A process, and the most that a grade may come out in it."""

    name: str
    process: Process
    most: tuple[str, float]


WORLDS: Final = (
    World("nothing leads", Process(), ("strong", 0.05)),
    World("nothing leads, instants four hours early", Process(early_hours=4.0), ("strong", 0.05)),
    World("every company -20 bp", SOUND, ("weak", 0.5)),
    World("every company -10 bp", replace(SOUND, effect_bp=(-10.0,)), ("weak", 1.0)),
)


def main(argv: Sequence[str]) -> int:
    """Print the table as Markdown; 1 where a grade comes out too often."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks grades", description=__doc__)
    parser.add_argument("--draws", type=int, default=60, help="draws of each process")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    print(HEAD, flush=True)
    missed = 0
    for world in WORLDS:
        grades, doubts = drawn(world, given.seed, given.draws)
        grade, most = world.most
        missed += grades[grade] > most * given.draws
        shares = " | ".join(f"{100 * grades[name] / given.draws:.0f} %" for name in GRADES)
        named = ", ".join(f"{name} {n}" for name, n in doubts.most_common(LISTED)) or "-"
        print(f"| {world.name} | {given.draws} | {shares} | {named} |", flush=True)
    sys.stderr.write(f"{missed} grades come out too often\n")
    return 1 if missed else 0


def drawn(world: World, seed: int, draws: int) -> tuple[Counter[str], Counter[str]]:
    """How often each grade came out, and each doubt about a difference that was found."""
    case = Breaking(check="placebo", name=world.name, process=world.process)
    grades, doubts = Counter[str](), Counter[str]()
    for number in range(draws):
        findings, _ = concluded(case, seed, number, shuffles=SHUFFLES, with_placebo=True)
        grades[findings.evidence.grade] += 1
        if findings.evidence.grade != "none":
            doubts.update(findings.evidence.doubts)
    return grades, doubts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
