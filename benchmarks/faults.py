"""Does naysay lose, leak, hang or fall over? Mutants of every file, kills, full disks and hostile files."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks._faults_disks import Case, full_disks, streams, unreadable
from benchmarks._faults_fuzz import OUTCOMES, SOUND, Tally, batch, fuzz, prepared, tried
from benchmarks._faults_kills import Kills, kills, prepare
from benchmarks._faults_kinds import KINDS, kind_of, mutant
from benchmarks._faults_memory import MOST_MEMORY, MOST_SECONDS, Cost, bombs, over

POSTS = 500_000
"""Of runs that are killed: fifty parts, enough for two workers by far."""


def main(argv: Sequence[str]) -> int:
    """Print what was counted; 1 where there is a fault."""
    given = _options().parse_args(argv)
    if given.batch:
        batch(given.batch, given.seed)
        return 0
    if given.only:
        return _repeat(given.only, given.seed)
    faults = 0
    if given.mutants:
        tally = fuzz(given.mutants, given.seed, frozenset(given.kinds.split(",")) - {""})
        _print_mutants(tally)
        faults += len(tally.faults)
    with TemporaryDirectory(prefix="faults-") as name:
        folder = Path(name)
        if given.kills:
            found = kills(prepare(folder / "kills", given.posts), folder, given.kills, given.seed)
            faults += _print_kills(found)
        if given.disks:
            cases = [*full_disks(folder / "full"), *unreadable(folder / "read"), *streams(folder / "told")]
            faults += _print_cases(cases)
        if given.memory:
            faults += _print_costs(list(bombs(folder / "bombs", lambda bomb: given.bomb in bomb)))
    sys.stderr.write(f"{faults} faults\n")
    return 1 if faults else 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks faults", description=__doc__)
    parser.add_argument("--mutants", type=int, default=0, metavar="N", help="mutants over all kinds")
    parser.add_argument(
        "--kinds", default="", help=f"of these alone: {','.join(kind.name for kind in KINDS)}"
    )
    parser.add_argument("--only", metavar="KIND:NUMBER", help="repeat one mutant and keep its files")
    parser.add_argument(
        "--kills",
        type=int,
        default=0,
        metavar="N",
        help="runs of two workers ended by SIGKILL, and by SIGTERM",
    )
    parser.add_argument("--posts", type=int, default=POSTS, help="posts of these runs")
    parser.add_argument("--disks", action="store_true", help="full disks, outputs and files that fail")
    parser.add_argument("--memory", action="store_true", help="hostile files of up to 1 MB")
    parser.add_argument("--bomb", default="", metavar="TEXT", help="those with TEXT in their name alone")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", help=argparse.SUPPRESS)
    return parser


def _print_mutants(tally: Tally) -> None:
    columns = [outcome for outcome in OUTCOMES if any(made == outcome for _, made in tally.outcomes)]
    print(f"{'kind':<12}{'a second':>10}" + "".join(f"{name:>11}" for name in columns))
    for kind in tally.seconds:
        of = [tally.outcomes[kind, outcome] for outcome in columns]
        speed = sum(of) / tally.seconds[kind]
        print(f"{kind:<12}{speed:>10.0f}" + "".join(f"{count:>11}" for count in of))
    whole = sum(tally.seconds.values())
    sums = [sum(n for (_, made), n in tally.outcomes.items() if made == outcome) for outcome in columns]
    print(f"{'all':<12}{tally.total / whole:>10.0f}" + "".join(f"{count:>11}" for count in sums))
    print(f"{tally.total} mutants in {whole:.0f} s")
    for (outcome, detail), (first, times) in sorted(tally.faults.items()):
        print(f"{outcome}: {detail} | {times} times, first {first}")


def _print_kills(found: Kills) -> int:
    columns = dict.fromkeys(word for counts in found.counts.values() for word in counts)
    print(f"\n{'signal':<8}" + "".join(f"{name:>18}" for name in columns))
    for name, counts in found.counts.items():
        print(f"{name:<8}" + "".join(f"{counts[column]:>18}" for column in columns))
    print("\n".join(found.faults))
    return len(found.faults)


def _print_cases(cases: Sequence[Case]) -> int:
    wrong = [case for case in cases if case.fault]
    print(f"\n{len(cases)} full disks, outputs and files that fail: {len(wrong)} faults")
    codes = sorted({case.code for case in cases})
    print(", ".join(f"exit {code}: {sum(case.code == code for case in cases)}" for code in codes))
    for case in wrong:
        print(f"{case.name}: exit {case.code}, {case.fault}")
    return len(wrong)


def _print_costs(costs: Sequence[Cost]) -> int:
    print(f"\n{'hostile file':<34}{'bytes':>9}{'exit':>5}{'seconds':>9}{'MB more':>9}")
    for cost in sorted(costs, key=lambda cost: -cost.memory):
        told = f"{cost.name:<34}{cost.size:>9}{cost.code:>5}{cost.seconds:>9.1f}{cost.memory:>9.0f}"
        print(f"{told}  {over(cost)}".rstrip())
    wrong = sum(bool(over(cost)) for cost in costs)
    print(f"{wrong} of {len(costs)} beyond {MOST_MEMORY:.0f} MB or {MOST_SECONDS:.0f} s, or with a fault")
    return wrong


def _repeat(only: str, seed: int) -> int:
    """One mutant again, with its whole traceback; its files stay for whoever looks into them."""
    name, _, number = only.rpartition(":")
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    kind = kind_of(name)
    files, words = mutant(kind, seed, int(number))
    for path, content in files.items():
        kept = folder / "mutant" / path
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(content)
    outcome, detail, told = tried(prepared(folder, kind), kind, files, words)
    print(f"{outcome} {detail}\nwords: {' '.join(words)[:200]!r}\nfiles: {folder / 'mutant'}\n{told}")
    return 0 if outcome in SOUND else 1
