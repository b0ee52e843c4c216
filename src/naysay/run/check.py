"""Looks at a study and at the files it names, without reading posts and without the network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from naysay.analysis.scorer_quality import LEAST_OF_EACH
from naysay.data.instants import zone
from naysay.data.labelled import LabelledPosts
from naysay.data.markets import market
from naysay.data.sessions import trading_sessions
from naysay.data.snapshots import exists
from naysay.run.parts import known_parts, study_type
from naysay.run.prices import EARLIER, symbols
from naysay.run.scoring import other_scorers, study_scorer
from naysay.run.supplements import read_supplements
from naysay.run.workspace import Workspace
from naysay.study.errors import Fault, InputError, StudyError, printable
from naysay.study.file import read_study
from naysay.study.spec import Study


def read_checked(path: Path) -> Study:
    """The study in ``path``, its names held to the parts there are.

    Raises
    ------
    StudyError
        With every fault.
    """
    return read_study(path, study_type(), parts=known_parts())


def check_files(study: Study, workspace: Workspace, *, source: str) -> list[str]:
    """What the study names, one line each. A company without prices is a line and no fault.

    Raises
    ------
    StudyError
        With every fault: files that are not there, an unknown exchange or time zone, options of the scorer.
    """
    faults: list[Fault] = []
    lines: list[str] = []

    def look(at: Callable[[], list[str]]) -> None:
        try:
            lines.extend(at())
        except InputError as error:
            faults.append(error.fault)

    look(lambda: [_counted(len(workspace.posts(study)), "file") + " of posts"])
    look(lambda: _forgotten(workspace))
    look(lambda: _prices(study, workspace))
    look(lambda: _supplements(study, workspace))
    look(lambda: _scorer(study, workspace))
    look(lambda: [f"scorer {name}, for comparison" for name in other_scorers(study)])
    look(lambda: _zone(study))
    for calendar in dict.fromkeys(study.calendar_of(company) for company in study.company):
        look(lambda calendar=calendar: _sessions(study, calendar))  # type: ignore[misc]
    if faults:
        raise StudyError(source, faults)
    return lines


def _forgotten(workspace: Workspace) -> list[str]:
    entries = [kind for names in workspace.forgotten().values() for kind, _ in names.entries]
    counts = [_counted(entries.count(kind), kind) for kind in ("author", "post")]
    return [f"posts of {counts[0]} and {counts[1]} to be left out: forgotten"] if entries else []


def _prices(study: Study, workspace: Workspace) -> list[str]:
    source = market(study.prices.source)
    folder = workspace.snapshot(study) if source.needs_network else workspace.prices(study)
    if source.needs_network and not exists(folder):
        state = "not fetched yet: `naysay fetch` or the run will do so"
        return ["prices of " + _counted(len(symbols(study)), "symbol") + f" {state}"]
    prices = source.read(symbols(study), folder)
    if study.market.benchmark in prices.missed:
        raise InputError(
            "market.benchmark",
            got=study.market.benchmark,
            allowed="an index whose prices the source has",
            mend="Add its prices, name another index, or leave market.benchmark out.",
        )
    missed = [printable(f"no prices of {ticker}: {why}") for ticker, why in prices.missed.items()]
    state = " fetched" if source.needs_network else ""
    return ["prices of " + _counted(len(prices.histories), "symbol") + state, *missed]


def _supplements(study: Study, workspace: Workspace) -> list[str]:
    read = read_supplements(study, workspace)
    lines = [printable(f"{file.kind} of {file.name}: ") + _counted(file.rows, "row") for file in read.files]
    return lines if read.labelled is None else [*lines, _labels(read.labelled)]


def _labels(posts: LabelledPosts) -> str:
    """How many of the labelled posts are of each kind, and whether there are enough of both."""
    negative = posts.labels.count(-1)
    other, left_out = len(posts.labels) - negative, posts.rows - len(posts.labels)
    line = f"labelled posts: {negative} negative, {other} others"
    if left_out:
        line += f", {_counted(left_out, 'row')} left out for another label"
    enough = min(negative, other) >= LEAST_OF_EACH
    return line if enough else f"{line}; label {LEAST_OF_EACH} or more of each for an answer"


def _scorer(study: Study, workspace: Workspace) -> list[str]:
    chosen = study_scorer(study, workspace, study.sentiment.scorer, study.sentiment.options)
    chosen.score(["a word"])
    return [f"scorer {chosen.name}"]


def _zone(study: Study) -> list[str]:
    name = zone(study.posts.timezone).key
    return [] if study.posts.clock == "instant" else [f"posts known after the end of their day in {name}"]


def _sessions(study: Study, calendar: str) -> list[str]:
    start, end = study.study.start, study.study.end
    sessions = trading_sessions(calendar, start, end, earliest=start - EARLIER)
    trading_sessions(calendar, start - EARLIER, end)
    return [_counted(len(sessions.index), "session") + f" of {calendar}"]


def _counted(n: int, thing: str) -> str:
    return f"1 {thing}" if n == 1 else f"{n} {thing}s"
