"""Does naysay lose, leak, hang or fall over? Mutants of every file, kills, full disks and hostile files."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks._faults_fuzz import OUTCOMES, SOUND, Tally, batch, fuzz, prepared, tried
from benchmarks._faults_kinds import KINDS, kind_of, mutant


def main(argv: Sequence[str]) -> int:
    """Print what was counted; 1 where there is a fault."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks faults", description=__doc__)
    parser.add_argument("--mutants", type=int, default=5000, metavar="N", help="mutants over all kinds")
    parser.add_argument(
        "--kinds", default="", help=f"of these alone: {','.join(kind.name for kind in KINDS)}"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", metavar="KIND:NUMBER", help="repeat one mutant and keep its files")
    parser.add_argument("--batch", help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.batch:
        batch(given.batch, given.seed)
        return 0
    if given.only:
        return _repeat(given.only, given.seed)
    faults = 0
    if given.mutants:
        tally = fuzz(given.mutants, given.seed, frozenset(given.kinds.split(",")) - {""})
        _print(tally)
        faults += len(tally.faults)
    sys.stderr.write(f"{faults} distinct faults\n")
    return 1 if faults else 0


def _print(tally: Tally) -> None:
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
