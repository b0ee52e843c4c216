"""The cells of a sweep of daily measures: each reads the files again, which are small beside posts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from naysay.analysis.sweep import VariantPanel
from naysay.data.daily_measures import read_daily_measures
from naysay.data.markets.base import Prices
from naysay.data.measure_losses import check_used
from naysay.data.panel import AlignedPanel
from naysay.data.priced import Priced
from naysay.run.aligned import aligned, study_sessions
from naysay.run.prices import read_prices
from naysay.run.session_losses import check_sessions
from naysay.run.sweep import prices_key, variant_panel, variants_of, why_refused
from naysay.run.workspace import Workspace
from naysay.study.errors import NaysayError
from naysay.study.notices import caught
from naysay.study.spec import Study
from naysay.study.varied import Variant


@dataclass(frozen=True, eq=False)
class DailyGrid:
    """As ``Grid``: a cell's panel is that of a run of its study, or the run's refusal is its reason."""

    study: Study
    workspace: Workspace
    prices: tuple[Prices, Priced]
    working: Path

    def __iter__(self) -> Iterator[Iterator[VariantPanel]]:
        """All cells as one batch; panels are made when they are asked for."""
        yield self._panels(variants_of(self.study))

    def _panels(self, cells: Sequence[Variant]) -> Iterator[VariantPanel]:
        for one in cells:
            if one.study is None:
                yield variant_panel(one, None, one.reason)
                continue
            try:
                with caught():
                    panel = self._panel(one.study)
            except NaysayError as error:
                yield variant_panel(one, None, why_refused(error))
            else:
                yield variant_panel(one, panel)

    def _panel(self, study: Study) -> AlignedPanel:
        same = prices_key(study) == prices_key(self.study)
        prices, priced = self.prices if same else read_prices(study, self.workspace)
        files, sessions = self.workspace.posts(study), study_sessions(study)
        read = read_daily_measures(study, files, sessions, quarantine=self.working / "sweep.jsonl")
        check_used(study, read.losses, read.lost)
        panel = aligned(study, read.daily, priced)
        check_sessions(study, panel, prices.histories)
        return panel
