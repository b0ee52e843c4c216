"""A run in a few lines for the terminal."""

from __future__ import annotations

from pathlib import Path

from naysay.reports.results import Results
from naysay.reports.sections.cover import answer


def summary(place: Path, results: Results) -> str:
    """The answer as the report's cover words it, what was planted, and where everything is."""
    files = sorted(path.name for path in place.glob("report.*"))
    lines = [answer(results), *(f"{place / name}" for name in files), f"{place / 'tables'}"]
    return "\n".join(lines)
