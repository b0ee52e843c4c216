"""How the numbers were made, from what, what limits them, and how to make them again."""

from __future__ import annotations

from typing import Final

from naysay.reports.blocks import Block, Bullets, Columns, Heading, Paragraph, TableBlock
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._clock import stale_closes
from naysay.reports.sections._company_counts import counts_table
from naysay.reports.sections._labels import shares_in_words
from naysay.reports.sections._measuring import named_part, scorer_named
from naysay.reports.sections._method_sentences import ORDER, method_sentence
from naysay.reports.sections._reading import is_of_mood, numbers, options, reasons_counted, table, texts
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.reasons import joined_reasons

DECISIVE: Final = "projections"
"""The method that the answer rests on; the others stand in smaller print."""
_HASH: Final = 12
"""Digits of a hash that are shown; the manifest has all."""


def build(results: Results, words: Words) -> SectionContent:
    blocks: list[Block] = [
        Heading(words("methods.heading")),
        Heading(words("methods.question"), 2),
        *_methods(results, words),
        Heading(words("methods.data"), 2),
        Paragraph(_sources(results, words), "small"),
        *_mood(results, words),
    ]
    if closes := stale_closes(results, words):
        blocks.append(Paragraph(closes, "small"))
    blocks += counts_table(results, words)
    limits = (Heading(words("methods.limits"), 2), Bullets(_limits(results, words)))
    again = (Heading(words("methods.stamp"), 2), Paragraph(_stamp(results, words), "quiet"))
    blocks.append(Columns(left=limits, right=(*_placebo(results, words), *again)))
    return SectionContent(tuple(blocks))


def _methods(results: Results, words: Words) -> list[Paragraph]:
    """One paragraph for each method of the study; those that have no function of their own come last."""
    methods = options(results, "study")["methods"]
    known = [name for name in ORDER if name in methods]
    others = [name for name in methods if name not in ORDER]
    sentences = {name: method_sentence(results, name, words) for name in (*known, *others)}
    return [
        Paragraph(sentence, "normal" if name == DECISIVE else "small")
        for name, sentence in sentences.items()
        if sentence
    ]


def _sources(results: Results, words: Words) -> str:
    posts, prices, market = (options(results, part) for part in ("posts", "prices", "market"))
    chatter, written = options(results, "chatter"), words.numbers
    minutes, index = int(chatter["cutoff"]), market["benchmark"]
    by_date = posts.get("clock") == "date_only"
    return words(
        "methods.sources",
        format=named_part("post_format", str(posts["format"]), words),
        kept=written.count(results.counts.get("kept")),
        rows_in=written.count(results.counts.get("rows_in")),
        cutoff=words("methods.cutoff", minutes=words.counted("minute", minutes)) if minutes else "",
        clock=words("methods.date_only", timezone=posts["timezone"]) if by_date else "",
        calendar=market["calendar"],
        scorer=scorer_named(results, words),
        measure=words(f"measure.{chatter['measure']}"),
        weights=words("methods.shared_weights") if chatter.get("weight") == "shared" else "",
        standardised=words("methods.filtered")
        if is_of_mood(results)
        else words("methods.standardised", history=written.count(chatter["history"])),
        source=named_part("price_source", str(prices["source"]), words),
        benchmark=words("methods.benchmark", ticker=index) if index else "",
    )


def _mood(results: Results, words: Words) -> tuple[Block, ...]:
    """What the mood is, how reliable, and why companies have none, each reason with its count."""
    rows, written = table(results, "mood"), words.numbers
    known = numbers(rows, "reliability").where(texts(rows, "reason") == "").dropna()
    if known.empty:
        return ()
    reasons = reasons_counted(joined_reasons(rows), words)
    text = words(
        "methods.mood",
        mean=written.percent(float(known.mean()), 0),
        span=written.percent_span(float(known.min()), float(known.max()), 0),
        known=written.count(len(known)),
        companies=words.counted("company", len(rows), "dative"),
        left_out=words("methods.mood_left_out", reasons=reasons) if reasons else "",
    )
    return (Paragraph(text, "small"),)


def _placebo(results: Results, words: Words) -> tuple[Block, ...]:
    rows, written = table(results, "calibration"), words.numbers
    tested = rows[numbers(rows, "rejected").notna()]
    if tested.empty:
        return ()
    cells = tuple(
        (
            words.of_code("test", str(row["test"])),
            written.percent(row["rejected"], 1),
            written.percent_span(row["low"], row["high"], 1),
            written.percent(row["nominal"], 0),
        )
        for _, row in tested.iterrows()
    )
    header = tuple(words(f"column.{name}") for name in ("test", "share_rejected", "interval", "nominal"))
    return (TableBlock(words("methods.placebo_table"), header, cells, ("left", "right", "right", "right")),)


def _limits(results: Results, words: Words) -> tuple[str, ...]:
    mde = results.findings.lead.mde_bp
    forums = "forum" if options(results, "posts")["forum"] == "one" else "forums"
    cause, place, tests = (words(f"methods.limit_{name}") for name in ("cause", forums, "tests"))
    limits = [cause, _scoring(results, words), place, tests]
    if mde is not None:
        size = words.numbers.decimal(mde, bp_digits(mde))
        limits.insert(1, words("methods.limit_power", size=size))
    return tuple(limits)


def _scoring(results: Results, words: Words) -> str:
    """What was measured of the scorer on the user's labelled posts, else on those that the phrases quote.

    docs/methods/scores.md has the table.
    """
    if results.of_measures:
        return words("of_measures.methods.limit_scores")
    sentiment = options(results, "sentiment")
    scorer = str(sentiment["scorer"])
    if own := shares_in_words(results, words):
        return words("methods.limit_scores_own", scorer=scorer, **own)
    quoted = f"methods.limit_scores_{scorer}"
    measured = words.knows(quoted) and not sentiment["options"]
    return words(quoted if measured else "methods.limit_scores_other", scorer=scorer)


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
        seed=options(results, "study")["seed"],
        python=stamp.get("python", "–"),
        packages=", ".join(packages) or "–",
    )


SECTION = ReportSection("methods", build)
