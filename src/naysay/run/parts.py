"""The folders of parts, and what is in them."""

from __future__ import annotations

from typing import Final

from naysay.study.parts import names

FOLDERS: Final = {
    "forums": "naysay.data.forums",
    "markets": "naysay.data.markets",
    "scorers": "naysay.data.scorers",
    "methods": "naysay.analysis.methods",
    "sections": "naysay.reports.sections",
    "exports": "naysay.reports.exports",
}


def known_parts() -> dict[str, tuple[str, ...]]:
    """Names by kind, as a study file may use them."""
    return {kind: names(package) for kind, package in FOLDERS.items()}
