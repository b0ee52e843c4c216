"""Counts what becomes of the rows of all files, by stage, cause and company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from naysay.data.portions import Portion
from naysay.data.post_losses import LostRows


class Ledger:
    """Counts what became of the rows of all portions, as they come in the order of the files."""

    def __init__(self) -> None:
        self.counts = Counter[tuple[str, str, str]]()
        self.links = Counter[tuple[str, str, str]]()
        self.rows_of_file = Counter[int]()
        self.lost = LostRows()
        self.skipped = 0
        """Rows that are no posts by design; they are not among those that could not be read."""

    def enter(self, portion: Portion) -> None:
        """Count the rows of a portion."""
        self.rows_of_file[portion.file] += portion.rows
        self.skipped += portion.skipped.total()
        self.links.update(portion.links)
        self._count("rows_in", "rows", portion.rows)
        self._count("filtered", "no_company", portion.without_company)
        self._count("filtered", "many_companies", portion.of_many_companies)
        for company, rows in portion.further.items():
            self._count("rows_in", "further_company", rows, company)
        for cause, rows in portion.skipped.items():
            self._count("filtered", cause, rows)
        for reason, rows in portion.refused.items():
            self._count("quarantined", reason, rows)
        self.lost = replace(
            self.lost,
            first_refused=self.lost.first_refused or portion.first_refused,
            first_unlinked=self.lost.first_unlinked or portion.first_unlinked,
        )

    def sort(self, stage: str, cause: str, companies: Sequence[str], of: npt.NDArray[np.int32]) -> None:
        """Count posts by company, which ``of`` gives by its place among ``companies``."""
        for company, rows in zip(companies, np.bincount(of, minlength=len(companies)), strict=True):
            self._count(stage, cause, int(rows), company)

    def note_outside(self, posted_at: npt.NDArray[np.int64]) -> None:
        """Keep from when to when posts lie in no session of the study."""
        if len(posted_at):
            first, last = (
                str(np.datetime64(int(at), "ns"))[:10] for at in (posted_at.min(), posted_at.max())
            )
            self.lost = replace(self.lost, outside=(first, last))

    def _count(self, stage: str, cause: str, rows: int, company: str = "") -> None:
        if rows:
            self.counts[stage, cause, company] += rows
