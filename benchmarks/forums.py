"""How often the method ``forums`` says what is so, and how often what is not, in processes of known truth.

Each process makes posts of several forums about eight companies on 500 sessions, 12 a session and forum
unless it says otherwise, and prices. Forums react to the same news and share half of the variance of their
moods. The program's own functions make the daily panel and the chatter of each forum of these posts, and the
method its tables. A row says in which share of ``--draws`` a test rejects at 5 %: the effect of each forum
net of the others (A, B, ...), any forum after Holm's correction, all effects zero, all effects equal, and
which of A and B is first; then the mean effect of A and of B in basis points and the share of intervals of A
and of B that cover what was planted. Nulls may reject in 8 % at most, what is planted must be found in 80 %.
Rows where the mood of A moves returns, and not what its posts show of it, have no bounds: few posts show a
mood with noise, and the forum beside A then stands in for what A's own posts do not show.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

import numpy as np

from benchmarks._draws import drawn, options
from benchmarks._forum_processes import Forum, ForumCase, tables_of
from benchmarks._referee_process import Process

HEAD: Final = (
    "| process | A | B | others, most | any, Holm | all zero | equal | first | mean A | mean B | covers A, B "
    "| verdict |\n|" + "---|" * 12
)
LEVEL: Final = 0.05
MOST: Final = 0.08
LEAST: Final = 0.80
_USUAL: Final = Process()
_A: Final = Forum(effect_bp=-20.0)
_B: Final = Forum()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A process, with the tests that are held to their size and those that are held to their power."""

    case: ForumCase
    null: tuple[str, ...] = ("A", "B", "any", "all_zero", "equal", "first")
    found: tuple[str, ...] = ()


def _null(*forums: Forum, common: float = 0.5, process: Process = _USUAL) -> Judged:
    return Judged(case=ForumCase(forums=forums, common=common, process=process))


def _planted(*forums: Forum, common: float = 0.5, power: bool = True, process: Process = _USUAL) -> Judged:
    return Judged(
        case=ForumCase(forums=forums, common=common, process=process),
        null=("B", "first"),
        found=("A", "any", "all_zero", "equal") if power else (),
    )


CASES: Final = {
    "no effect": _null(_B, _B),
    "no effect, five forums": _null(*(_B,) * 5),
    "no effect, 60 posts and 1": _null(Forum(posts=60.0), Forum(posts=1.0)),
    "no effect, 1 post and .5": _null(Forum(posts=1.0), Forum(posts=0.5)),
    "no effect, moods nearly one": _null(_B, _B, common=0.95),
    "no effect, market .30 late": _null(_B, _B, process=replace(_USUAL, late=0.30)),
    "no effect, prices of 5 sessions drive chatter": _null(
        _B, _B, process=replace(_USUAL, price_to_mood=0.5, price_memory=5)
    ),
    "no effect, 120 sessions, four forums": _null(*(_B,) * 4, process=replace(_USUAL, sessions=120)),
    "no effect, one company": _null(_B, _B, process=replace(_USUAL, companies=1)),
    "A -20 bp": _planted(_A, _B),
    "A -20 bp, moods nearly one": _planted(_A, _B, common=0.95),
    "A -20 bp, four forums": _planted(_A, _B, _B, _B),
    "A -20 bp of 2 posts, B 40": _planted(Forum(posts=2.0, effect_bp=-20.0), Forum(posts=40.0)),
    "A -20 bp of 1 post, B 1, moods nearly one": _planted(
        Forum(posts=1.0, effect_bp=-20.0), Forum(posts=1.0), common=0.95
    ),
    "A and B -20 bp": Judged(
        case=ForumCase(forums=(_A, _A)), null=("equal", "first"), found=("A", "B", "any", "all_zero")
    ),
    "B three hours after A": Judged(
        case=ForumCase(forums=(_B, Forum(hours_late=3))),
        null=("A", "B", "any", "all_zero", "equal"),
        found=("first",),
    ),
    "B three hours after A, 3 posts each": Judged(
        case=ForumCase(forums=(Forum(posts=3.0), Forum(posts=3.0, hours_late=3))), null=(), found=()
    ),
    "mood of A -20 bp": Judged(case=ForumCase(forums=(Forum(mood_bp=-20.0), _B)), null=()),
    "mood of A -20 bp, 60 posts each": Judged(
        case=ForumCase(forums=(Forum(mood_bp=-20.0, posts=60.0), Forum(posts=60.0))), null=()
    ),
    "mood of A -20 bp, that of B nearly the same": Judged(
        case=ForumCase(forums=(Forum(mood_bp=-20.0), _B), common=0.95), null=()
    ),
    "mood of A -20 bp, 1 post each, that of B nearly the same": Judged(
        case=ForumCase(forums=(Forum(mood_bp=-20.0, posts=1.0), Forum(posts=1.0)), common=0.95), null=()
    ),
}


@dataclass(frozen=True, slots=True)
class Lines:
    """One draw: p-values by test, and the effects of A and of B with whether their intervals cover."""

    pvalue: dict[str, float]
    effects: tuple[float, float]
    covers: tuple[float, float]


def main(argv: Sequence[str]) -> int:
    """Print the table as Markdown; 1 where a bound is missed."""
    given = options("forums", __doc__, CASES, argv)
    print(HEAD, flush=True)
    missed = 0
    for name in given.names:
        lines = list(drawn(_lines, name, given.draws, given.seed, given.workers))
        row, faults = summary(CASES[name], lines)
        print(f"| {name} | {row} |", flush=True)
        missed += bool(faults)
    sys.stderr.write(f"{missed} rows miss a bound\n")
    return 1 if missed else 0


def summary(judged: Judged, lines: Sequence[Lines]) -> tuple[str, list[str]]:
    """The cells of a row, and the bounds that it misses."""
    tests = list(dict.fromkeys(chain.from_iterable(one.pvalue for one in lines)))
    rejects = {name: _share([one.pvalue.get(name, float("nan")) for one in lines]) for name in tests}
    faults = [f"{name} rejects" for name in judged.null if rejects.get(name, 0.0) > MOST]
    faults += [f"{name} not found" for name in judged.found if not rejects.get(name, 0.0) >= LEAST]
    others = [rejects[name] for name in tests if len(name) == 1 and name not in "AB"]

    def percent(share: float) -> str:
        return f"{100 * share:.1f} %" if np.isfinite(share) else ""

    effects = np.array([one.effects for one in lines])
    covers = np.array([one.covers for one in lines]).mean(axis=0)
    cells = [percent(rejects.get(name, float("nan"))) for name in ("A", "B")]
    cells += [percent(max(others)) if others else ""]
    cells += [percent(rejects.get(name, float("nan"))) for name in ("any", "all_zero", "equal", "first")]
    cells += [f"{mean:+.1f}" for mean in np.nanmean(effects, axis=0)]
    cells += [f"{100 * covers[0]:.1f}, {100 * covers[1]:.1f} %"]
    return " | ".join([*cells, "misses: " + ", ".join(faults) if faults else "meets"]), faults


def _share(pvalues: Sequence[float]) -> float:
    """Of the draws in which the test could be made."""
    made = np.array([p for p in pvalues if np.isfinite(p)])
    return float((made < LEVEL).mean()) if len(made) else float("nan")


def _lines(name: str, rng: np.random.Generator) -> Lines:
    case = CASES[name].case
    tables = tables_of(case, rng)
    rows = tables["forums"].set_index("forum")
    tests = tables["forum_tests"]
    first = tests[(tests["test"] == "first") & tests["forum"].isin(("A", "B"))]
    first = first[first["other_forum"].isin(("A", "B"))]
    pvalue = {str(forum): float(p) for forum, p in rows["pvalue"].items()}
    pvalue["any"] = float(rows["pvalue_adjusted"].min())
    pvalue |= {
        test: float(tests.loc[tests["test"] == test, "pvalue"].iloc[0]) for test in ("all_zero", "equal")
    }
    pvalue["first"] = float(first["pvalue"].iloc[0]) if len(first) else float("nan")
    planted = {"A": case.forums[0].effect_bp, "B": case.forums[1].effect_bp}
    columns = {name: rows[name].astype(float) for name in ("bp_per_sd", "low", "high")}
    effects = [float(columns["bp_per_sd"][forum]) for forum in planted]
    covers = [
        float(columns["low"][forum] <= truth <= columns["high"][forum]) for forum, truth in planted.items()
    ]
    return Lines(pvalue, (effects[0], effects[1]), (covers[0], covers[1]))
