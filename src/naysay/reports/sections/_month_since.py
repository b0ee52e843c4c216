"""What changed since the earlier report, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from naysay.analysis.findings import Estimate
from naysay.reports.blocks import Block, Heading, Paragraph
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._month_storms import first_ones, open_storms, storms_listed
from naysay.reports.sections._reading import company_name, options
from naysay.reports.sections._signed import in_brackets
from naysay.reports.sections._storms import counted
from naysay.reports.since import ChangedMonth, Since
from naysay.reports.words import Words

MONTHS = 3
"""Changed months that are listed."""


def since_last(results: Results, words: Words) -> list[Block]:
    """A heading with its paragraphs; a sentence alone where there is no earlier report to compare with."""
    since = results.since
    if since is None:
        is_wanted = options(results, "report").get("since")
        return [Paragraph(words("since.first"), "small")] if is_wanted else []
    data = [_new(results, since, words), *_older(since, words), *_otherwise(results, since, words)]
    sections = ", ".join(f"[{name}]" for name in since.settings)
    answer = [_estimate(results, since, words), _verdict(results, since, words)]
    storms = [*_closed(results, since, words), *_open(results, words)]
    return [
        Heading(words("since.heading", date=words.numbers.date(since.as_of)), 2),
        Paragraph(" ".join(data), note=words("since.settings_note", sections=sections) if sections else ""),
        Paragraph(" ".join([*answer, *storms])),
    ]


def _new(results: Results, since: Since, words: Words) -> str:
    if not since.sessions:
        return words("since.no_sessions")
    kind = "storm" if counted(results) else "event"
    return words(
        "since.new",
        sessions=words.counted("session", since.sessions),
        posts=words.counted("post", since.posts),
        storms=words.counted(kind, since.storms),
    )


def _older(since: Since, words: Words) -> Iterator[str]:
    if not since.compared:
        yield words("since.older_unknown")
    elif not since.changed and not since.prices_changed:
        yield words("since.older_same")
    if since.changed:
        months = [_changed(one, words) for one in since.changed[-MONTHS:]]
        yield words("since.older_changed", months=_listed(months, len(since.changed), words))
    if since.prices_changed:
        months = [words.numbers.month_of_year(month) for month in since.prices_changed[-MONTHS:]]
        yield words("since.prices_changed", months=_listed(months, len(since.prices_changed), words))


def _changed(month: ChangedMonth, words: Words) -> str:
    """``November 2024 (12 Beiträge mehr)``."""
    name, more = words.numbers.month_of_year(month.month), month.posts_now - month.posts_before
    if not more:
        same = month.negative_now == month.negative_before
        return words("since.moved_posts" if same else "since.other_scores", month=name)
    key = "since.more_posts" if more > 0 else "since.fewer_posts"
    return words(key, month=name, posts=words.counted("post", abs(more)))


def _listed(months: list[str], n: int, words: Words) -> str:
    listed = ", ".join(months)
    return words("since.further", months=listed, n=words.numbers.count(n)) if n > len(months) else listed


def _otherwise(results: Results, since: Since, words: Words) -> Iterator[str]:
    """What else differs: the version of naysay and, at the end, for a footnote names them, the settings."""
    if since.version != results.version:
        yield words("since.version", version=since.version)
    if since.settings:
        yield words("since.settings")


def _estimate(results: Results, since: Since, words: Words) -> str:
    lead = results.findings.lead
    now, before = Estimate(lead.bp_per_sd, lead.low, lead.high), since.estimate
    if now.value is None and before.value is None:
        return words("since.no_estimate")
    if now.value is None or before.value is None:
        key = "since.estimate_gone" if now.value is None else "since.estimate_new"
        return words(key, value=words.numbers.basis_points(before.value if now.value is None else now.value))
    digits = bp_digits(now.value, before.value)
    values = {
        "now": words.numbers.basis_points(now.value, digits=digits),
        "interval": in_brackets(now.low, now.high, words, digits),
        "before": words.numbers.basis_points(before.value, digits=digits),
    }
    if since.horizon != lead.horizon:
        return words("since.estimate_horizon", **values)
    return words("since.estimate_same" if values["now"] == values["before"] else "since.estimate", **values)


def _verdict(results: Results, since: Since, words: Words) -> str:
    now, before = results.findings.verdict, since.verdict
    grade = results.findings.evidence.grade
    if now == before and grade == since.grade:
        return words("since.verdict_same")
    if now == before:
        return words("since.grade", now=words(f"grade.{grade}"), before=words(f"grade.{since.grade}"))
    return words("since.verdict", now=words(f"since_verdict.{now}"), before=words(f"since_verdict.{before}"))


def _closed(results: Results, since: Since, words: Words) -> Iterator[str]:
    """The storms whose sessions after them are over by now."""
    if since.closed:
        storms = [
            words(
                "since.closed_storm",
                company=company_name(results, one.company),
                date=words.numbers.short_date(one.session),
                size=words.numbers.percent(one.car, 1, sign=True),
            )
            for one in since.closed
        ]
        yield words("since.closed", storms=first_ones(storms, words))


def _open(results: Results, words: Words) -> Iterator[str]:
    storms = open_storms(results)
    if len(storms):
        yield words("since.open", storms=storms_listed(results, storms, words))
