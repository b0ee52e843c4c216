"""What came before a run: the versions of the study on the same data, and whether it was registered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from naysay.analysis.findings import Verdict
from naysay.analysis.level import LEVEL

LedgerFault = Literal["changed", "no_entry", "cut", "uncounted", "unreadable", "unwritable"]
"""A line that is not as written or no entry, an end or a count that is gone, no file, no leave to write."""

LISTED: Final = 20
"""Versions that the results hold; the others are counted."""


@dataclass(frozen=True)
class EarlierVersion:
    """Another version of the study that was run on these data before: its newest run by then."""

    run: str
    """The name of the run's folder."""
    day: str
    """When it was run, an ISO date in UTC; empty where nobody said."""
    differs: tuple[tuple[str, str], ...]
    """Keys of the study by which it differs from this run, with its value; empty is the default."""
    verdict: Verdict
    bp_per_sd: float | None
    """Of the verdict: basis points of return per standard deviation, with the 95 % interval."""
    low: float | None
    high: float | None
    pvalue: float | None
    same_data: bool
    """Whether all its posts and prices were the same; else a file of posts and a company were."""


@dataclass(frozen=True)
class Registration:
    """The registration of the study, as it stands beside the study's file."""

    file: str
    sha256: str
    day: str
    """When the study was registered, an ISO date in UTC."""
    runs: int | None
    """Runs of the study or on these data in the ledger by then; None where the ledger was not whole."""
    differs: tuple[str, ...]
    """Keys whose value is another one now, and kinds of files that are; none in the registered study."""
    last_session: str
    """The last session of the prices that were there by then; empty without any."""
    sessions: int
    """Sessions of the study."""
    later: int
    """Those after the day of the registration."""

    @property
    def is_kept(self) -> bool:
        """Whether this run is of the study that was registered."""
        return not self.differs


@dataclass(frozen=True)
class History:
    """What the ledger of the workspace says of the data of a run, up to the first run of the same version."""

    versions: tuple[EarlierVersion, ...] = ()
    """The newest of the other versions, the newest first."""
    verdicts: tuple[tuple[Verdict, int], ...] = ()
    """How many of all the other versions came to which verdict."""
    significant: int = 0
    """How many of them have a p-value below 5 %."""
    bp_range: tuple[float, float] | None = None
    p_range: tuple[float, float] | None = None
    """The smallest and the largest; None where nothing was estimated."""
    seen: int = 0
    """Lines of the ledger that were looked at."""
    ledger_sha256: str = ""
    """Of the last of those lines, which holds the hash of the line before it, and so on to the first."""
    fault: LedgerFault | None = None
    line: int = 0
    """The line at fault; 0 where it is of none."""
    registration: Registration | None = None

    @property
    def others(self) -> int:
        """How many other versions were run before."""
        return sum(n for _, n in self.verdicts)

    @property
    def same_data(self) -> bool:
        """Whether those that are listed read the same posts and prices, all of them."""
        return all(version.same_data for version in self.versions)


def history_of_versions(
    versions: Sequence[EarlierVersion],
    *,
    seen: int,
    ledger_sha256: str,
    fault: LedgerFault | None,
    line: int,
    registration: Registration | None,
) -> History:
    """The history with all other ``versions``, the newest first, of which LISTED are kept."""
    estimates = [version.bp_per_sd for version in versions if version.bp_per_sd is not None]
    pvalues = [version.pvalue for version in versions if version.pvalue is not None]
    return History(
        versions=tuple(versions[:LISTED]),
        verdicts=tuple(sorted(Counter(version.verdict for version in versions).items())),
        significant=sum(pvalue < LEVEL for pvalue in pvalues),
        bp_range=(min(estimates), max(estimates)) if estimates else None,
        p_range=(min(pvalues), max(pvalues)) if pvalues else None,
        seen=seen,
        ledger_sha256=ledger_sha256,
        fault=fault,
        line=line,
        registration=registration,
    )
