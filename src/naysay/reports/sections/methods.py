"""How the numbers were made, from what, what limits them, and how to make them again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from naysay.reports.blocks import Block, Bullets, Columns, Heading, Paragraph, Table
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._told import company_name, numbers, options, table, texts
from naysay.reports.sections._verdict import over
from naysay.reports.sections.base import Section, SectionContent
from naysay.reports.words import Words

_IDENTITY: Final = ("rows_in", "kept", "quarantined", "duplicate", "filtered")
_NAMED: Final = 6
"""Series that are named; the table has all."""
MEASURED: Final = ("vader", "finance", "german", "auto")
"""Scorers whose quality the phrases quote."""
_HASH: Final = 12
"""Digits of a hash that are shown; the manifest has all."""


def build(results: Results, words: Words) -> SectionContent:
    blocks: list[Block] = [
        Heading(words("methods.heading")),
        Heading(words("methods.question"), 2),
        *_methods(results, words),
        Heading(words("methods.data"), 2),
        Paragraph(_sources(results, words)),
    ]
    limits = (Heading(words("methods.limits"), 2), Bullets(_limits(results, words)))
    again = (Heading(words("methods.stamp"), 2), Paragraph(_stamp(results, words), "quiet"))
    blocks += [
        *_attrition(results, words),
        Columns(left=limits, right=(*_placebo(results, words), *again)),
    ]
    return SectionContent(tuple(blocks))


def _methods(results: Results, words: Words) -> list[Paragraph]:
    """One paragraph a method that the study asks for."""
    asked = options(results, "study").get("methods") or ()
    known = ("projections", "granger", "event_study", "correlation", "calibration")
    describe: dict[str, Callable[[Results, Words], str]] = {
        "projections": _projection,
        "granger": _granger,
        "event_study": _event_study,
        "correlation": _correlation,
        "calibration": lambda results, words: words("methods.placebo"),
    }
    told = [describe[name](results, words) for name in known if name in asked]
    return [Paragraph(text) for text in (*told, *_wandering(results, words))]


def _projection(results: Results, words: Words) -> str:
    asked = options(results, "projections")
    with_market = asked.get("market", True) and options(results, "market").get("benchmark")
    with_attention = results.findings.attention.effect.value is not None
    return words(
        "methods.projection",
        returns=words.of_code("returns", str(asked.get("returns", "abnormal_ret"))),
        slopes=words(f"methods.slopes_{asked.get('controls', 'own')}"),
        market=words("methods.market") if with_market else "",
        attention=words("methods.attention") if with_attention else "",
        unmeasured=words(f"methods.unmeasured_{asked.get('unmeasured', 'indicator')}"),
        errors=words(f"methods.errors_{asked.get('pooled_covariance', 'CR3_session')}"),
        horizon=over(results.findings.lead.horizon, words),
        lags=words.counted("lag", _whole(asked, "lags", 5)),
    )


def _granger(results: Results, words: Words) -> str:
    lags = results.findings.forward.lag_order or _whole(options(results, "granger"), "primary_lag", 5)
    covariance = str(options(results, "granger").get("covariance", "HC3"))
    told = [words("methods.granger", lags=words.counted("lag", lags), covariance=covariance)]
    if texts(table(results, "granger"), "controls").str.split(", ").str[0].eq("market").any():
        told.append(words("methods.granger_market"))
    if options(results, "granger").get("unmeasured") == "indicator":
        told.append(words("methods.granger_unmeasured"))
    return " ".join(told)


def _event_study(results: Results, words: Words) -> str:
    asked = options(results, "event_study")
    first, last = asked.get("estimation") or (-130, -11)
    return words(
        "methods.event_study",
        model=words.of_code("model", str(asked.get("model", "market"))),
        estimation=words.numbers.window(int(first), int(last)),
        test=words.of_code("test", results.findings.reaction.test),
    )


def _correlation(results: Results, words: Words) -> str:
    asked = options(results, "correlation")
    told = words("methods.correlation" if asked.get("prewhiten", True) else "methods.correlation_raw")
    kind, drawn = str(asked.get("kind", "pearson")), asked.get("bands") == "bootstrap"
    further = [words("methods.by_rank", kind=kind.capitalize())] if kind != "pearson" else []
    return " ".join([told, *further, *([words("methods.by_bootstrap")] if drawn else [])])


def _wandering(results: Results, words: Words) -> list[str]:
    """A sentence on the series that would have to be differenced, where there are any."""
    tests = table(results, "stationarity")
    series = tests[~texts(tests, "decision").isin(["", "untested"])].drop_duplicates(["company", "series"])
    found = series[texts(series, "decision") == "unit_root"]
    if found.empty:
        return []
    names = [
        words(f"methods.series_{name}", company=company_name(results, company))
        for company, name in zip(texts(found, "company"), texts(found, "series"), strict=True)
    ]
    written = words.numbers
    return [
        words(
            "methods.unit_root",
            n=written.count(len(found)),
            tested=written.count(len(series)),
            names=", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else ""),
        )
    ]


def _sources(results: Results, words: Words) -> str:
    posts, prices, market = (options(results, part) for part in ("posts", "prices", "market"))
    chatter, written = options(results, "chatter"), words.numbers
    minutes, index = _whole(chatter, "cutoff", 0), market.get("benchmark")
    return words(
        "methods.sources",
        format=posts.get("format", ""),
        kept=written.count(results.counts.get("kept")),
        rows_in=written.count(results.counts.get("rows_in")),
        cutoff=words("methods.cutoff", minutes=written.count(minutes)) if minutes else "",
        calendar=market.get("calendar", ""),
        scorer=options(results, "sentiment").get("scorer", ""),
        measure=words.of_code("measure", str(chatter.get("measure", "negative_share"))),
        history=written.count(_whole(chatter, "history", 120)),
        source=prices.get("source", ""),
        benchmark=words("methods.benchmark", ticker=index) if index else "",
    )


def _attrition(results: Results, words: Words) -> tuple[Block, ...]:
    """Every cause with rows; the stages of the identity also without."""
    rows = table(results, "attrition")
    stages, causes, counts = texts(rows, "stage"), texts(rows, "cause"), numbers(rows, "rows")
    cells = [
        (words.of_code("stage", stage), words.of_code("cause", cause), words.numbers.count(n))
        for stage, cause, n in zip(stages, causes, counts, strict=True)
        if n > 0 or stage in _IDENTITY
    ]
    if not cells:
        return ()
    header = tuple(words(f"column.{name}") for name in ("stage", "cause", "rows"))
    return (
        Table(words("methods.attrition"), header, tuple(cells), ("left", "left", "right")),
        Paragraph(words("methods.identity"), "small"),
    )


def _placebo(results: Results, words: Words) -> tuple[Block, ...]:
    rows, written = table(results, "calibration"), words.numbers
    made = rows[numbers(rows, "rejected").notna()]
    if made.empty:
        return ()
    cells = tuple(
        (
            words.of_code("test", str(row["test"])),
            written.percent(row["rejected"], 1),
            written.percent_span(row["low"], row["high"], 1),
            written.percent(row["nominal"], 0),
        )
        for _, row in made.iterrows()
    )
    header = tuple(words(f"column.{name}") for name in ("test", "share_rejected", "interval", "nominal"))
    return (Table(words("methods.placebo_table"), header, cells, ("left", "right", "right", "right")),)


def _limits(results: Results, words: Words) -> tuple[str, ...]:
    mde = results.findings.lead.mde_bp
    forums = "forum" if options(results, "posts").get("forum", "one") == "one" else "forums"
    cause, place, tests = (words(f"methods.limit_{name}") for name in ("cause", forums, "tests"))
    limits = [cause, _scoring(results, words), place, tests]
    if mde is not None:
        size = words.numbers.decimal(mde, bp_digits(mde))
        limits.insert(1, words("methods.limit_power", size=size))
    return tuple(limits)


def _scoring(results: Results, words: Words) -> str:
    """What was measured of the scorer on labelled posts; docs/methods/scores.md has the table."""
    asked = options(results, "sentiment")
    scorer = str(asked.get("scorer", ""))
    measured = scorer in MEASURED and not asked.get("options")
    return words(f"methods.limit_scores_{scorer if measured else 'other'}", scorer=scorer)


def _stamp(results: Results, words: Words) -> str:
    stamp = results.stamp
    packages = [
        f"{name} {v}" for name, v in stamp.items() if not name.endswith("_sha256") and name != "python"
    ]
    return words(
        "methods.stamp_text",
        version=results.version,
        study=stamp.get("study_sha256", "–")[:_HASH],
        inputs=stamp.get("inputs_sha256", "–")[:_HASH],
        seed=options(results, "study").get("seed", "–"),
        python=stamp.get("python", "–"),
        packages=", ".join(packages) or "–",
    )


def _whole(asked: Mapping[str, Any], name: str, default: int) -> int:
    value = asked.get(name)
    return default if value is None else int(value)


SECTION = Section("methods", build)
