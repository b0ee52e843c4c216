"""A run in a few lines for the terminal."""

from __future__ import annotations

from pathlib import Path

from naysay.reports.results import Results
from naysay.reports.sections.cover import answer


def summary(place: Path, results: Results) -> str:
    """The answer as the report's cover words it, then where everything is."""
    documents = sorted(path.name for path in place.glob("report.*"))
    return "\n".join([answer(results), *(str(place / name) for name in [*documents, "tables"])])
