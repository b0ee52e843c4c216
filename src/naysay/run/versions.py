"""Which runs of a ledger are of one version of a study, and which versions were run on the same data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from naysay.run.data_marks import DataMarks
from naysay.run.ledger import LedgerEntry
from naysay.run.settings import END


def versions_of(entries: Iterable[LedgerEntry]) -> list[list[LedgerEntry]]:
    """The runs of each version, in the order of their first runs."""
    versions: list[list[LedgerEntry]] = []
    alike: dict[tuple[tuple[str, str], ...], list[list[LedgerEntry]]] = {}
    for entry in entries:
        known = alike.setdefault(tuple(sorted(_without_end(entry.settings).items())), [])
        runs = next(
            (runs for runs in known if is_of_version(runs[-1], entry.settings, entry.data_sha256)), None
        )
        if runs is None:
            runs = []
            known.append(runs)
            versions.append(runs)
        runs.append(entry)
    return versions


def is_of_version(entry: LedgerEntry, settings: Mapping[str, str], data_sha256: str) -> bool:
    """Whether ``entry`` is of the version with those ``settings``, run on the data with that hash.

    On other data the end may differ: that is the same version at another time, as in monthly reports.
    """
    if entry.data_sha256 == data_sha256:
        return entry.settings == settings
    return _without_end(entry.settings) == _without_end(settings)


def lines_before(
    entries: Iterable[LedgerEntry | None], settings: Mapping[str, str], data_sha256: str
) -> int | None:
    """How many lines the ledger had when a version was first run on these data; None where it was not.

    Each line says how many its run saw: one that ended while the run went on is not among them.
    """
    for number, entry in enumerate(entries):
        if entry is not None and entry.settings == settings and entry.data_sha256 == data_sha256:
            return min(entry.seen, number)
    return None


def on_shared_data(entries: Iterable[LedgerEntry | None], data: DataMarks) -> list[LedgerEntry]:
    """The entries on ``data`` or a part of them."""
    return [
        entry
        for entry in entries
        if entry is not None and data.shares_with(entry.data_sha256, entry.posts, entry.companies)
    ]


def data_of_entry(entry: LedgerEntry) -> DataMarks:
    """The marks of the data of a run in the ledger."""
    return DataMarks(entry.data_sha256, frozenset(entry.posts), frozenset(entry.companies))


def _without_end(settings: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in settings.items() if key != END}
