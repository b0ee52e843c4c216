"""Prints what runs of many sizes took, how their costs grow, and the gains of two workers, as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final, Literal

from benchmarks._ingest_process import Taken
from benchmarks._plain_loop import TURNS
from benchmarks._scale_fit import CostLine, cost_line, exponent, steepest
from benchmarks._scale_runs import READING, WRITING, Bench, Setting, parts_of

Axis = Literal["posts", "companies", "events"]
UNITS: Final = {"posts": 1_000_000, "companies": 1_000, "events": 1_000}
"""Costs are told for so many of each."""
LEAST_POSTS, MOST_POSTS, MOST_COMPANIES = 0.9, 1.1, 1.1
"""Bounds of exponents."""
LEAST_GAIN: Final = 0.9
"""Of the gain of the plain loop."""
LARGEST_FILES: Final = 3


@dataclass
class Bounds:
    """The bounds that were asked for, and those that are missed."""

    asked: int = 0
    missed: list[str] = field(default_factory=list)

    def hold(self, name: str, value: float, *, least: float = -inf, most: float = inf) -> str:
        """What is to be said of ``value``: its bounds, and whether it misses one."""
        said = " and ".join(
            f"at {word} {bound:g}" for word, bound in (("least", least), ("most", most)) if abs(bound) < inf
        )
        self.asked += 1
        if least <= value <= most:
            return said
        self.missed.append(f"{name}: {value:.2f}, {said}")
        return f"{said}: MISSED"

    @property
    def summary(self) -> str:
        """A sentence."""
        if not self.missed:
            return f"All {self.asked} bounds hold."
        return f"{len(self.missed)} of {self.asked} bounds are missed: {'; '.join(self.missed)}."


def print_runs(bench: Bench, settings: Sequence[Setting]) -> None:
    """A row for each run."""
    print(
        "Each run. Seconds of the clock in all, of the processors, and of the clock by part; memory in MB.\n"
    )
    print(
        "| posts | companies | events | workers | clock s | CPU s | peak MB | imports | reading | methods | "
        "writing | rest | others |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    for one in settings:
        run = bench.runs[one]
        parts = parts_of(run)
        events = f"{one.asked.events:,}" if one.asked.events else "found"
        size = f"{one.posts:,} | {one.companies:,} | {events} | {one.workers} {one.kind}"
        own = f"{parts.imports:.1f} | {parts.reading:.1f} | {parts.methods:.1f} | {parts.writing:.1f}"
        print(
            f"| {size} | {run.wall:.1f} | {run.cpu:.1f} | {run.peak:,.0f} | {own} | {parts.rest:.1f} | "
            f"{run.others:.2f} |"
        )
    largest = max(settings, key=lambda one: one.companies)
    files = sorted(bench.runs[largest].files.items(), key=lambda item: -item[1])[:LARGEST_FILES]
    written = ", ".join(f"{name} {size / 2**20:,.1f} MB" for name, size in files)
    print(f"\nThe largest files of {largest.name}: {written}.")


def print_growth(bench: Bench, lines: Sequence[Sequence[Setting]], axis: Axis, bounds: Bounds) -> None:
    """For each line of settings that grow along ``axis``: exponents, and straight lines."""
    print(
        f"\nGrowth with {axis}. The steepest is the largest exponent from one size to the next; the line is "
        "fitted to relative errors, that of memory goes through the two largest sizes.\n"
    )
    print(f"| what | exponent | steepest | bound | fixed | each further {UNITS[axis]:,} |")
    print("|---|---|---|---|---|---|")
    for line in lines:
        if len(line) < 2:
            continue
        runs, first = [bench.runs[one] for one in line], line[0]
        sizes = [_size(one, axis) for one in line]
        among = [f"{first.workers} {first.kind}"]
        if axis != "posts":
            among.insert(0, f"{first.posts:,} posts")
        if axis != "companies":
            among.insert(0, f"{first.companies:,} companies")
        for name, costs, unit in _costs(runs, axis):
            if min(costs) <= 0:
                continue
            power, most = exponent(sizes, costs), steepest(sizes, costs)
            fit, per = _line(name, sizes, costs), UNITS[axis]
            named = f"{name}, {', '.join(among)}"
            said = _bound(axis, name, first, power, named, bounds)
            fixed, each = (f"{round(cost, 1) + 0.0:,.1f} {unit}" for cost in (fit.fixed, fit.each * per))
            print(f"| {named} | {power:.2f} | {most:.2f} | {said} | {fixed} | {each} |")


def print_gains(bench: Bench, pairs: Sequence[Sequence[Setting]], bounds: Bounds) -> None:
    """What each pair of settings, with one worker and with two, gains by the clock."""
    gain, turns = bench.loop_gain, len(bench.loops[1])
    spread = sorted(one / two for one, two in zip(bench.loops[1], bench.loops[2], strict=True))
    print(
        f"\nGains of two workers over one, by the clock. The plain loop gains {gain:.2f} (median of {turns} "
        f"turns between the runs, {spread[0]:.2f} to {spread[-1]:.2f}); one process makes "
        f"{TURNS / 1e6 / min(bench.loops[1]):.1f} million turns a second.\n"
    )
    if not pairs:
        print("No gain was measured: name two numbers of --workers.")
        return
    print("| what | one, s | two, s | gain | of the loop's | bound |")
    print("|---|---|---|---|---|---|")
    for one, *_, two in pairs:
        slow, fast = bench.runs[one], bench.runs[two]
        rows = {"whole run": (slow.wall, fast.wall), READING: (slow.stages[READING], fast.stages[READING])}
        if "sweep" in one.asked.methods:
            rows = {name: (slow.stages[name], fast.stages[name]) for name in one.asked.methods}
        of = f"{one.posts:,} posts, {one.companies:,} companies, {one.kind}"
        for name, (alone, together) in rows.items():
            share = alone / together / gain
            named = f"{name}: {of}"
            said = (
                "none" if name not in _PROMISED else bounds.hold(f"gain of {named}", share, least=LEAST_GAIN)
            )
            print(
                f"| {named} | {alone:.1f} | {together:.1f} | {alone / together:.2f} | {share:.2f} | {said} |"
            )


_PROMISED: Final = frozenset({"whole run", "sweep"})


def _line(name: str, sizes: Sequence[float], costs: Sequence[float]) -> CostLine:
    """The line of a cost. Memory grows in another way at first, while what workers remember fills up."""
    last = 2 if name.startswith("peak") else len(sizes)
    return cost_line(sizes[-last:], costs[-last:])


def _size(one: Setting, axis: Axis) -> int:
    return one.asked.events if axis == "events" else int(getattr(one, axis))


def _costs(runs: Sequence[Taken], axis: Axis) -> list[tuple[str, list[float], str]]:
    """What is told of the growth: its name, its values and their unit."""
    parts = [parts_of(run) for run in runs]
    reading = [("reading, clock", [one.reading for one in parts], "s")] if axis == "posts" else []
    own = [("methods, clock", [one.methods for one in parts], "s")] if axis != "posts" else []
    tables = [sum(run.stages.get(name, 0.0) for name in WRITING) for run in runs]
    further = [("writing, clock", tables, "s"), ("rest, clock", [one.rest for one in parts], "s")]
    return [
        *reading,
        ("whole run, clock", [run.wall for run in runs], "s"),
        ("whole run, processors", [run.cpu for run in runs], "s"),
        ("first process, processors", [run.parent for run in runs], "s"),
        *own,
        *further,
        ("peak memory", [run.peak for run in runs], "MB"),
    ]


def _bound(axis: Axis, name: str, first: Setting, power: float, named: str, bounds: Bounds) -> str:
    """The bound of an exponent, if it has one."""
    if axis == "posts" and name.startswith("reading") and first.workers == 1:
        return bounds.hold(f"exponent of {named}", power, least=LEAST_POSTS, most=MOST_POSTS)
    if axis == "companies" and name.startswith("whole run"):
        return bounds.hold(f"exponent of {named}", power, most=MOST_COMPANIES)
    return "none"
