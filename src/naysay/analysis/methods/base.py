"""What every method is: its options, its tables, and one function from the daily panel to these tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

import pandas as pd

from naysay.analysis.robustness import RobustnessInputs
from naysay.analysis.sweep.variant_panel import VariantPanel
from naysay.study.executor import Executor, Serial
from naysay.study.forum_chatter import ForumChatter
from naysay.study.frames import Table
from naysay.study.panel import DailyPanel, ShiftedChatter
from naysay.study.spec import MethodOptions
from naysay.study.terms import Texts
from naysay.study.values import Section

SPECIAL: Final = ("robustness_inputs", "shifted", "studied_events", "texts", "forums")
"""Inputs that few methods read: a method that does not say so is not made again when they change."""
Options = TypeVar("Options", bound=MethodOptions)
OfStudy = TypeVar("OfStudy", bound=Section)


class NoOptions(MethodOptions):
    """The options of a method that has none: it gets no section in the study."""


@dataclass(frozen=True, slots=True)
class MethodInput(Generic[Options]):
    """The inputs of a method, which it must not change.

    ``panel`` has the columns of the daily table as frames session x company: n_posts, n_negative,
    negative_share, mean_score, negativity (standardised on the past), ret, market_ret, abnormal_ret (decimal
    log returns), volume, then attention (abnormal number of posts, standardised on the past); NaN is missing.
    ``options`` are the method's own section of the study, ``sections`` the others that it declares to read.
    ``returns`` and ``market`` are session x company log returns of the share and of its benchmark with the
    sessions before the study, for estimation windows; without them a method takes those of the panel.
    ``volume`` are shares traded in the same shape. ``events``, ``announcements`` (company, session) and
    ``factors`` (session x factor) are the study's own files, None where it names none. ``seed`` is the
    study's; a method that draws makes its own Generator from it. ``robustness_inputs`` are read by the
    robustness list alone, ``shifted`` by the clock curve: chatter of posts taken earlier or later, ``forums``
    by the method of that name: the chatter of each forum, the largest first. ``studied_events`` is the
    table ``events`` of the method event_study where that ran before, ``texts`` the terms of posts, both for
    themes alone. ``grid`` are the cells of a sweep, the study itself among them, in batches that are
    made as they are asked for: no map of the executor may be under way when one is.
    ``executor`` maps a function over parts of the work, such as companies or draws.
    """

    panel: DailyPanel
    options: Options
    sections: tuple[Section, ...] = ()
    returns: pd.DataFrame | None = None
    market: pd.DataFrame | None = None
    volume: pd.DataFrame | None = None
    events: pd.DataFrame | None = None
    announcements: pd.DataFrame | None = None
    factors: pd.DataFrame | None = None
    seed: int = 0
    robustness_inputs: RobustnessInputs = field(default_factory=RobustnessInputs)
    shifted: tuple[ShiftedChatter, ...] = ()
    studied_events: pd.DataFrame | None = None
    texts: Texts | None = None
    forums: tuple[ForumChatter, ...] = ()
    grid: Iterable[Iterable[VariantPanel]] = ()
    executor: Executor = field(default_factory=Serial)

    def section(self, model: type[OfStudy]) -> OfStudy:
        """The section of the type ``model``, which the method declares in ``reads``.

        Raises
        ------
        LookupError
            When it does not: a mistake of the method.
        """
        for section in self.sections:
            if isinstance(section, model):
                return section
        raise LookupError(f"{model.__name__} is not among the sections that this method reads")


@dataclass(frozen=True, slots=True)
class Method(Generic[Options]):
    """A file of this folder has one of these as its constant METHOD.

    ``options`` is the type of the method's section in the study, which is called ``name``; ``reads`` are the
    types of other sections that it needs. ``run`` gives one frame for each of ``tables``, by its name and
    with its columns. What cannot be computed is a row with a ``reason``, never an exception.
    """

    name: str
    options: type[Options]
    tables: tuple[Table, ...]
    run: Callable[[MethodInput[Options]], dict[str, pd.DataFrame]]
    reads: tuple[type[Section], ...] = ()
    after: tuple[str, ...] = ()
    """The methods whose tables it needs: it runs after those of them that the study names."""
    takes: tuple[str, ...] = ()
    """Those of ``SPECIAL`` that it reads: a run hands it no other of them."""
