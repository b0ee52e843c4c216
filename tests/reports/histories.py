"""Histories for the tests of reports, by hand."""

from __future__ import annotations

from naysay.reports.history import EarlierVersion, History, Registration, history_of_versions

DIFFERS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("chatter.min_posts", ""),),
    (("chatter.measure", "mood"), ("company", "#0123456789ab")),
    (("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")),
)


def versions(n: int) -> list[EarlierVersion]:
    """``n`` versions, the newest first; every third found lower returns."""
    return [
        EarlierVersion(
            run=f"run{number}",
            day=f"2026-11-{1 + number % 28:02d}",
            differs=DIFFERS[(n - 1 - number) % 3],
            verdict="no_evidence" if number % 3 else "negative_lead",
            bp_per_sd=-float(number % 3) if number % 3 else -9.0,
            low=-4.0 - number % 3 if number % 3 else -17.0,
            high=4.0 - number % 3 if number % 3 else -1.0,
            pvalue=0.31 + number % 3 / 100 if number % 3 else 0.03,
            same_data=True,
        )
        for number in reversed(range(n))
    ]


def several(n: int) -> History:
    """The history of a run with ``n`` other versions before it."""
    return history_of_versions(
        versions(n), seen=n, ledger_sha256="0" * 64, fault=None, line=0, registration=None
    )


def registration() -> Registration:
    """Of a study that was registered before any run, and whose sessions are all older."""
    return Registration("small.registered.json", "1" * 64, "2026-09-15", 0, (), "2026-09-14", 20, 0)
