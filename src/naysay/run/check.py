"""Looks at a study and into the files that it names, as a run would, without the network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from naysay.analysis.scorer_quality import LEAST_OF_EACH
from naysay.data.instants import zone
from naysay.data.labelled import LabelledPosts
from naysay.data.markets import market
from naysay.data.scorers import Scorer
from naysay.data.scratch import temporary_folder
from naysay.data.sessions import Sessions, trading_sessions
from naysay.data.snapshots import exists
from naysay.reports.house_colour import on_white
from naysay.run.check_measures import check_measures
from naysay.run.check_posts import check_posts
from naysay.run.check_prices import late_prices
from naysay.run.fetched import check_snapshot
from naysay.run.latest import end_so_far
from naysay.run.observe import observe
from naysay.run.parts import known_parts, study_type
from naysay.run.prices import EARLIER, read_prices, symbols, without_benchmark
from naysay.run.progress import Progress
from naysay.run.scoring import other_scorers, study_scorer
from naysay.run.supplements import read_supplements
from naysay.run.sweep import scorers_of_grid
from naysay.run.workspace import Workspace
from naysay.study.counts import counted
from naysay.study.errors import Fault, InputError, StudyError, printable
from naysay.study.executor import Serial
from naysay.study.file import read_study
from naysay.study.notices import caught, warn_of
from naysay.study.spec import Study

Answer = TypeVar("Answer")


def read_checked(path: Path) -> Study:
    """The study in ``path``, its names held to the parts there are.

    Raises
    ------
    StudyError
        With every fault.
    """
    return read_study(path, study_type(), parts=known_parts())


def check_files(study: Study, workspace: Workspace, *, source: str, today: date | None = None) -> list[str]:
    """What the study names, one line each. A company without prices is a line and no fault.

    Posts go the way of a run as far as their first and last rows, and prices whole. Where the rows are all
    there are, and nothing is to be fetched, posts and prices are aligned as well. Fetched prices are held to
    the sessions before ``today``, or to all of the study's (None).

    Raises
    ------
    StudyError
        With every fault: files that are not there or that a run would refuse, an unknown exchange or time
        zone, options of the scorer.
    """
    looked = _Looks()
    files = looked.at(lambda: workspace.posts(study))
    if files is not None:
        looked.lines.append(
            counted(len(files), "file") + (" of posts" if study.has_posts else " of daily measures")
        )
    looked.at(lambda: _forgotten(workspace, looked.lines))
    ending = looked.at(lambda: _with_end(study, workspace, looked.lines, today))
    if ending is None:  # nothing else can be looked at
        raise StudyError(source, looked.faults)
    study = ending
    is_priced = looked.at(lambda: _prices(study, workspace, looked.lines, today))
    looked.at(lambda: _supplements(study, workspace, looked.lines))
    looked.lines += _colour(study)
    scorers = looked.at(lambda: _scorers(study, workspace, looked.lines)) if study.has_posts else []
    looked.at(lambda: _zone(study, looked.lines))
    calendars = dict.fromkeys(study.calendar_of(company) for company in study.company)
    known = {name: looked.at(lambda name=name: _sessions(study, name, looked.lines)) for name in calendars}  # type: ignore[misc]
    exchanges = {name: sessions for name, sessions in known.items() if sessions is not None}
    has_calendars = len(exchanges) == len(known)
    is_aligned = False
    with caught() as notices:
        if is_priced and has_calendars:
            looked.at(lambda: _priced(study, workspace, looked.lines))
        if files is not None and not study.has_posts and has_calendars:
            read = looked.at(lambda: check_measures(study, files))
            looked.lines += read or []
            is_aligned = bool(read) and bool(is_priced) and not looked.faults
        elif files is not None and scorers is not None and has_calendars:
            sessions = {company.ticker: exchanges[study.calendar_of(company)] for company in study.company}
            forgotten = [names.keyed() for names in workspace.forgotten().values()]
            chosen, *others = scorers
            posts = check_posts(
                study, files, sessions=sessions, scorer=chosen, others=others, forgotten=forgotten
            )
            looked.lines += posts.lines
            for fault in posts.faults:
                looked.add(fault)
            is_aligned = posts.is_all and bool(is_priced) and not looked.faults
    if is_aligned:  # what was noticed so far is noticed once more
        looked.at(lambda: _aligned(study, workspace, today))
    else:
        for notice in notices:
            warn_of(notice)
    if looked.faults:
        raise StudyError(source, looked.faults)
    return looked.lines


class _Looks:
    """Looks at one thing after another, and collects the faults."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.lines: list[str] = []

    def at(self, look: Callable[[], Answer]) -> Answer | None:
        """What ``look`` gives, None where it raises."""
        try:
            return look()
        except InputError as error:
            self.add(error.fault)
        except StudyError as error:
            for fault in error.faults:
                self.add(fault)
        return None

    def add(self, fault: Fault) -> None:
        """Add a fault that is not known yet."""
        if (fault.field, fault.got) not in {(known.field, known.got) for known in self.faults}:
            self.faults.append(fault)


def _forgotten(workspace: Workspace, lines: list[str]) -> None:
    entries = [kind for names in workspace.forgotten().values() for kind, _ in names.entries]
    if entries:
        counts = [counted(entries.count(kind), kind) for kind in ("author", "post")]
        lines.append(f"posts of {counts[0]} and {counts[1]} to be left out: forgotten")


def _with_end(study: Study, workspace: Workspace, lines: list[str], today: date | None) -> Study:
    """The study with the date that ``end = "latest"`` stands for now."""
    ending = end_so_far(study, workspace, today=today, progress=Progress(quiet=True))
    if ending is not study:
        lines.append(f"latest: the study ends on {ending.study.end}")
    return ending


def _prices(study: Study, workspace: Workspace, lines: list[str], today: date | None) -> bool:
    """Whether there are prices to look at: those of a network's source may not be fetched yet."""
    source = market(study.prices.source)
    folder = workspace.snapshot(study) if source.needs_network else workspace.prices(study)
    if source.needs_network and not exists(folder):
        state = "not fetched yet: `naysay fetch` or the run will do so"
        lines.append("prices of " + counted(len(symbols(study)), "symbol") + f" {state}")
        return False
    notes = check_snapshot(study, workspace, today=today)
    with caught():  # they are read once more, with all that a run says of them
        prices = source.prices(symbols(study), folder, study.prices)
    if study.market.benchmark in prices.missed:
        raise without_benchmark(study, prices)
    state = " fetched" if source.needs_network else ""
    lines += ["prices of " + counted(len(prices.histories), "symbol") + state, *map(printable, notes)]
    lines += [printable(f"no prices of {ticker}: {why}") for ticker, why in prices.missed.items()]
    return True


def _priced(study: Study, workspace: Workspace, lines: list[str]) -> None:
    """Read the prices as a run does."""
    prices, _ = read_prices(study, workspace)
    lines += late_prices(study, prices)


def _aligned(study: Study, workspace: Workspace, today: date | None) -> None:
    """Go on as a run does until chatter and returns are aligned."""
    with temporary_folder() as working:
        observe(
            study,
            workspace,
            working=working,
            quarantine=working / "quarantine.jsonl",
            executor=Serial(),
            locked=True,
            today=today,
            progress=Progress(quiet=True),
        )


def _supplements(study: Study, workspace: Workspace, lines: list[str]) -> None:
    read = read_supplements(study, workspace)
    for file in read.files:
        rows = "" if file.kind == "logo" else f": {counted(file.rows, 'row')}"
        lines.append(printable(f"{file.kind} of {file.name}") + rows)
    if read.labelled is not None:
        lines.append(_labels(read.labelled))


def _colour(study: Study) -> list[str]:
    """How a colour that is too light for text on white will be drawn."""
    chosen = study.report.colour
    drawn = on_white(chosen) if chosen else ""
    return [] if drawn == chosen else [f"colour {chosen} drawn as {drawn}, which can be read on white"]


def _labels(posts: LabelledPosts) -> str:
    """How many of the labelled posts are of each kind, and whether there are enough of both."""
    negative = posts.labels.count(-1)
    other, left_out = len(posts.labels) - negative, posts.rows - len(posts.labels)
    line = f"labelled posts: {negative} negative, {other} others"
    if left_out:
        line += f", {counted(left_out, 'row')} left out for another label"
    enough = min(negative, other) >= LEAST_OF_EACH
    return line if enough else f"{line}; label {LEAST_OF_EACH} or more of each for an answer"


def _scorers(study: Study, workspace: Workspace, lines: list[str]) -> list[Scorer]:
    """The study's own scorer, then those that it compares with."""
    chosen = study_scorer(study, workspace, study.sentiment.scorer, study.sentiment.options)
    chosen.score(["a word"])
    lines.append(f"scorer {chosen.name}")
    names = other_scorers(study)
    lines += [f"scorer {name}, for comparison" for name in names]
    for of_cells in scorers_of_grid(study, workspace).values():
        of_cells.score(["a word"])
    return [chosen, *(study_scorer(study, workspace, name, {}) for name in names)]


def _zone(study: Study, lines: list[str]) -> None:
    if not study.has_posts:
        return
    name = zone(study.posts.timezone).key
    if study.posts.clock != "instant":
        lines.append(f"posts known after the end of their day in {name}")


def _sessions(study: Study, calendar: str, lines: list[str]) -> Sessions:
    start, end, cutoff = study.study.start, study.study.end, study.chatter.cutoff
    sessions = trading_sessions(calendar, start, end, cutoff_minutes=cutoff, earliest=start - EARLIER)
    trading_sessions(calendar, start - EARLIER, end)
    lines.append(counted(len(sessions.index), "session") + f" of {calendar}")
    return sessions
