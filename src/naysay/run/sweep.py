"""The cells of a sweep: the panel of each, made with as few readings of posts and prices as can be."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from naysay.analysis.projections.options import ProjectionOptions
from naysay.analysis.sweep import VariantPanel
from naysay.analysis.sweep.options import SweepOptions
from naysay.data.daily import daily_chatter
from naysay.data.forgotten_list import ForgottenList
from naysay.data.limits import limited
from naysay.data.markets.base import Prices
from naysay.data.panel import AlignedPanel
from naysay.data.post_losses import check_kept
from naysay.data.posts import Posts, read_posts
from naysay.data.priced import Priced
from naysay.data.scorers import Scorer
from naysay.data.sessions import Sessions
from naysay.run.aligned import aligned, study_sessions, with_measure
from naysay.run.parts import is_read
from naysay.run.prices import read_prices
from naysay.run.scoring import study_scorer
from naysay.run.session_losses import check_scores, check_sessions
from naysay.run.workspace import Workspace
from naysay.study.errors import InputError, NaysayError
from naysay.study.executor import Executor
from naysay.study.notices import caught
from naysay.study.panel import DailyPanel
from naysay.study.reasons import because
from naysay.study.spec import Study
from naysay.study.stages import NothingKept, Stages
from naysay.study.varied import Variant, section_of, variants

Scores = npt.NDArray[np.int16]
COLUMNS: Final = ("negativity", "ret", "market_ret", "abnormal_ret", "attention")
"""Of a panel, what a cell is estimated from."""


@dataclass(frozen=True, eq=False)
class GridPosts:
    """Posts as they were read once, with their scores by each scorer, by ``scorer_key``."""

    posts: Posts
    scores: Mapping[str, Scores]
    sessions: Mapping[str, Sessions]


def scorers_of_grid(study: Study, workspace: Workspace) -> dict[str, Scorer]:
    """The scorers, by ``scorer_key``, of cells whose posts are read as those of ``study`` are; none where it
    has no sweep.

    One that cannot be had is not among them: its cells say why.
    """
    if not is_read(SweepOptions, study):
        return {}
    return _scorers(variants_of(study), workspace, _reading_key(study))


def scorer_key(study: Study) -> str:
    """The scorer of ``study`` with its options."""
    return _key(study, {"sentiment": ("scorer", "options")})


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells of the sweep of ``study`` in batches, each of which has its own reading of the posts.

    ``read`` are the posts of the study itself, with the scores of ``scorers_of_grid``, and ``prices`` its
    prices. A cell's panel is that of a run of its study, to the last digit; what such a run would refuse is
    the cell's reason. Warnings about single cells are nobody's: those of the study are told.
    """

    study: Study
    workspace: Workspace
    read: GridPosts
    prices: tuple[Prices, Priced]
    forgotten: Mapping[str, ForgottenList]
    working: Path
    executor: Executor
    stages: Stages = field(default_factory=NothingKept)
    """For the posts of cells. With them the grid has no digest: its cells are estimated in every run."""

    def __iter__(self) -> Iterator[Iterator[VariantPanel]]:
        """Posts are read when a batch is asked for, by the executor; panels when they are asked for."""
        every = variants_of(self.study)
        refused = [one for one in every if one.study is None]
        if refused:
            yield iter([variant_panel(one, None, one.reason) for one in refused])
        batches: dict[str, list[Variant]] = {}
        for one in every:
            if one.study is not None:
                batches.setdefault(_reading_key(one.study), []).append(one)
        for key, batch in batches.items():
            yield self._panels(batch, self._read_again(batch, key))

    def _read_again(self, batch: Sequence[Variant], key: str) -> GridPosts | NaysayError:
        """The posts of a batch; those of the study itself are there already."""
        first = batch[0].study
        if batch[0].base or first is None:
            return self.read
        folder = self.working / "sweep"
        try:
            with caught():
                sessions, scorers = study_sessions(first), _scorers(batch, self.workspace, key)
                posts = read_posts(
                    first,
                    self.workspace.posts(first),
                    sessions=sessions,
                    scorers=list(scorers.values()),
                    folder=folder / "posts",
                    quarantine=folder / "quarantine.jsonl",
                    forgotten=[names.keyed() for names in self.forgotten.values()],
                    executor=self.executor,
                    stages=self.stages,
                )
                check_kept(first, posts.losses, posts.lost)
        except NaysayError as error:
            return error
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return GridPosts(posts, dict(zip(scorers, posts.scores, strict=True)), sessions)

    def _panels(self, batch: Sequence[Variant], read: GridPosts | NaysayError) -> Iterator[VariantPanel]:
        making = _Making(self.workspace, self.study, self.prices)
        for one in sorted(batch, key=lambda one: (not one.base, *_panel_key(one.study))):
            if one.study is None:
                continue
            try:
                if isinstance(read, NaysayError):
                    raise read
                with caught():
                    panel = making.panel(one.study, read)
            except NaysayError as error:
                yield variant_panel(one, None, why_refused(error))
            else:
                yield variant_panel(one, panel)


class _Making:
    """Makes one panel after the other; prices and panel of the last cell stay for the next."""

    def __init__(self, workspace: Workspace, study: Study, prices: tuple[Prices, Priced]) -> None:
        self._workspace, self._prices, self._of_prices = workspace, prices, prices_key(study)
        self._panel: AlignedPanel | None = None
        self._of_panel: tuple[str, ...] = ()

    def panel(self, study: Study, read: GridPosts) -> AlignedPanel:
        """The panel of ``study``.

        Raises
        ------
        NaysayError
            As a run of it would.
        """
        key = _panel_key(study)
        if self._panel is not None and key == self._of_panel:
            return self._panel
        if (of := prices_key(study)) != self._of_prices:
            self._prices, self._of_prices = read_prices(study, self._workspace), of
        self._panel, self._of_panel = _panel_of(study, read, self._prices, self._workspace), key
        return self._panel


def _panel_of(
    study: Study, read: GridPosts, priced: tuple[Prices, Priced], workspace: Workspace
) -> AlignedPanel:
    """The panel of ``study``, as a run makes it."""
    key = scorer_key(study)
    if key not in read.scores:  # its error is told where it is made
        study_scorer(study, workspace, study.sentiment.scorer, study.sentiment.options)
    scored = replace(read.posts.scored, score=read.scores[key])
    scored, over_limits = limited(scored, study.chatter)
    check_scores(study, scored, over_limits)
    panel = aligned(study, daily_chatter(scored, read.sessions, study.chatter), priced[1])
    check_sessions(study, panel, priced[0].histories)
    return with_measure(study, panel)


def variant_panel(one: Variant, panel: AlignedPanel | None, reason: str = "") -> VariantPanel:
    """A cell with what is needed of its panel alone: a worker may have to be sent it."""
    if one.study is None or panel is None:
        return VariantPanel(one.choices, None, number=one.number, base=one.base, reason=reason)
    of_mood = one.study.chatter.measure == "mood"
    slim = panel if of_mood else DailyPanel(panel.frame[[name for name in COLUMNS if name in panel.frame]])
    options = one.study.section(ProjectionOptions)
    return VariantPanel(one.choices, slim, options, number=one.number, of_mood=of_mood, base=one.base)


def variants_of(study: Study) -> list[Variant]:
    """The studies of the cells, the study itself first."""
    return variants(study, study.section(SweepOptions).lists)


def _scorers(every: Sequence[Variant], workspace: Workspace, key: str) -> dict[str, Scorer]:
    out: dict[str, Scorer] = {}
    for one in every:
        if one.study is not None and _reading_key(one.study) == key:
            name = scorer_key(one.study)
            if name not in out:
                try:
                    own = one.study.sentiment
                    out[name] = study_scorer(one.study, workspace, own.scorer, own.options)
                except NaysayError:
                    continue
    return out


_READING: Final = {
    "study": ("start", "end"), "company": (), "market": ("calendar",), "posts": (),
    "chatter": ("cutoff", "weight"),
}  # fmt: skip
"""What the reading of posts depends on, their scorers aside: sections, and some or all of their keys."""
_PRICES: Final = {"study": ("start", "end"), "company": (), "market": (), "prices": ()}
"""What returns depend on."""


def _reading_key(study: Study) -> str:
    return _key(study, _READING)


def prices_key(study: Study) -> str:
    """What the returns of ``study`` depend on."""
    return _key(study, _PRICES)


def _panel_key(study: Study | None) -> tuple[str, ...]:
    """What a panel depends on beside the reading of posts; ``projections.returns`` is what is checked."""
    if study is None:
        return ()
    rest: Mapping[str, Sequence[str]] = {"chatter": (), "projections": ("returns",)}
    return prices_key(study), scorer_key(study), _key(study, rest)


def _key(study: Study, sections: Mapping[str, Sequence[str]]) -> str:
    content: dict[str, Any] = study.model_dump(mode="json", include=set(sections))
    return json.dumps(
        {
            name: content[name] if not keys else {key: content[name][key] for key in keys}
            for name, keys in sections.items()
        },
        sort_keys=True,
    )


def why_refused(error: NaysayError) -> str:
    """Why a run of the cell's study would stop, with the section that the error names."""
    field = error.fault.field if isinstance(error, InputError) else ""
    return because("data_refuse", section=section_of(field))
