"""The one line of counts on the first page: posts, storms and companies."""

from __future__ import annotations

from typing import Final

from naysay.reports.results import Results
from naysay.reports.sections._company_counts import LEADING, commonest_reason
from naysay.reports.sections._events import called, noun
from naysay.reports.sections._reading import companies, numbers, table, texts
from naysay.reports.words import Words

MOST_POSTS: Final = 0.9
"""The share of posts that stand in few months where they crowd together."""
FEW: Final = 0.25
"""The share of the study's months that are few."""
LEAST: Final = 4
"""Months of a study of which some can be few."""


def counts_line(results: Results, words: Words) -> str:
    """How much the answer rests on, and whether it rests on few months of the study.

    Where fewer companies enter it than the study has, the line says why.
    """
    return " ".join(filter(None, (_counts(results, words), _crowded(results, words))))


def _crowded(results: Results, words: Words) -> str:
    """In how few months nine tenths of the posts were written; empty where they are more than a quarter."""
    rows = table(results, "months")
    posts = numbers(rows, "n_posts").groupby(texts(rows, "month")).sum().sort_values(ascending=False)
    if len(posts) < LEAST or posts.sum() <= 0:
        return ""
    few = int((posts.cumsum() < MOST_POSTS * posts.sum()).sum()) + 1
    if few > FEW * len(posts):
        return ""
    share = words.numbers.percent(MOST_POSTS, 0)
    count = words.numbers.count
    return words("cover.crowded", share=share, n=count(few), of=count(len(posts)))


def _counts(results: Results, words: Words) -> str:
    findings, total = results.findings, len(companies(results))
    used = findings.lead.n_companies
    parts = (
        [words.counted("value" if results.of_measures else "post", results.counts["kept"])]
        if "kept" in results.counts
        else []
    )
    parts += _storms(results, words)
    if not 0 < used < total:
        return ", ".join([*parts, words.counted("company", total)]) + "."
    fewer = words(
        f"cover.fewer_{'one' if used == 1 else 'other'}",
        companies=words.counted("company", total, "dative"),
        n=words.numbers.count(used),
        reason=_reason(results, words),
    )
    return f"{', '.join(parts)}. {fewer}" if parts else fewer


def _storms(results: Results, words: Words) -> list[str]:
    """Storms and how many of them could be used; nothing where the study did not look for any."""
    reaction = results.findings.reaction
    if reaction.reason.startswith("not_requested"):
        return []
    if not reaction.n_found:
        return [words("cover.no_storms", **called(results, words))]
    storms = words.counted(noun(results), reaction.n_found)
    if reaction.n_events == reaction.n_found:
        return [storms]
    return [words("cover.storms_some", storms=storms, n=words.numbers.count(reaction.n_events))]


def _reason(results: Results, words: Words) -> str:
    """Why the other companies are not in, by what holds most of them back; empty where that is not known."""
    reason = commonest_reason(results, LEADING, words)
    return words("cover.because", reason=reason) if reason else ""
