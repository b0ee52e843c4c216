"""Sentences of a paper on a question asked many times: in a series of reports, in a grid of variants."""

from __future__ import annotations

from collections.abc import Mapping

from naysay.reports.references import cited
from naysay.reports.results import Results
from naysay.reports.sections._looks import p_below
from naysay.reports.sections._options_in_words import enumerated
from naysay.reports.sections._reading import options
from naysay.reports.words import Words


def series_text(results: Results, words: Words) -> str:
    """Which report of its series this is, and how its level comes about; empty where it stands alone."""
    look = results.findings.lead.look
    if look is None:
        return ""
    return words(
        "paper.series",
        number=words.numbers.count(look.number),
        first=words.numbers.month_of_year(look.first_month),
        spending=cited(("lan1983",), words),
        level=p_below(look.level, words),
        intervals=cited(("jennison1989",), words),
    )


def sweep_text(results: Results, words: Words) -> str:
    """Which keys the grid of the study varies, and its p-values; empty without a grid."""
    study = options(results, "sweep")
    swept = [str(key) for keys in study.values() if isinstance(keys, Mapping) for key in keys]
    if not swept:
        return ""
    return words(
        "paper.sweep",
        curve=cited(("simonsohn2020",), words),
        keys=enumerated(swept, words, "method.and_last"),
        draws=words.numbers.count(study["draws"]),
        adjusted=cited(("romano2005",), words),
    )
