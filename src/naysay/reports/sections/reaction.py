"""How returns move before, on and after the day: how large, how long, which first, in which companies."""

from __future__ import annotations

from naysay.reports.blocks import Block, Columns, Heading, Paragraph
from naysay.reports.results import Results
from naysay.reports.sections._around import Around, around_figure, around_the_day, in_percent
from naysay.reports.sections._company_chart import company_chart
from naysay.reports.sections._directions import correlations, first_sentences, lags_figure
from naysay.reports.sections._duration import duration_sentences, horizons_figure
from naysay.reports.sections._reading import company_name, table
from naysay.reports.sections._storms import counted
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words


def build(results: Results, words: Words) -> SectionContent:
    blocks: list[Block] = [Heading(words("reaction.heading"))]
    drawings: dict[str, bytes] = {}
    for part in (_around(results, words), _first_and_how_long(results, words), _companies(results, words)):
        blocks += part.blocks
        drawings |= part.drawings
    if len(blocks) == 1:
        blocks.append(Paragraph(words("reaction.absent")))
    return SectionContent(tuple(blocks), drawings)


def _around(results: Results, words: Words) -> SectionContent:
    """The sentence on the three parts, and the mean path; one sentence in a study without events."""
    caption = words("reaction.caption", dots=words("figure.dots"))
    drawn = around_figure(results, words, caption)
    if not drawn.blocks:
        looked_for = not table(results, "events").empty or not table(results, "event_tests").empty
        sentence = Paragraph(words("reaction.no_events"))
        return SectionContent((sentence,) if looked_for or "events" in results.tables else ())
    text = " ".join(_three_parts(around_the_day(results), results, words))
    return SectionContent((Paragraph(text, note=_test(results, words)), *drawn.blocks), drawn.drawings)


def _three_parts(parts: tuple[Around, ...], results: Results, words: Words) -> list[str]:
    """What happened before, on and after the day, and which of it can be told from zero."""
    reaction = results.findings.reaction
    noun = "storm" if counted(results) else "event"
    least, most = _used(parts, results)
    every = max(reaction.n_found, most)
    ends = {name: words.numbers.count(n) for name, n in (("least", least), ("most", most))}
    each = words("reaction.each_part", **ends) if least < most else ""
    if most == every:
        sentences = [words("reaction.intro", events=words.counted(noun, every), parts=each)]
    else:
        of_all = words.counted(noun, every, "dative")
        sentences = [words("reaction.intro_some", used=ends["most"], found=of_all, parts=each)]
    phrases = [
        words(
            f"reaction.part_{part.when}{'_one' if part.when != 'day' and part.first == part.last else ''}",
            size=in_percent(part, words),
            first=words.numbers.count(abs(part.first)),
            last=words.numbers.count(part.last),
        )
        for part in parts
    ]
    if phrases:
        sentences.append(words("reaction.parts", parts="; ".join(phrases)))
    known = [part for part in parts if part.low == part.low and part.high == part.high]
    if known:
        held = [part.when for part in known if part.holds]
        which = ", ".join(words(f"reaction.held_{when}") for when in held)
        sentences.append(words("reaction.held", which=which) if held else words("reaction.held_none"))
        if "before" in held:
            sentences.append(words("reaction.before_first"))
        if "day" in held:
            sentences.append(words("reaction.same_day"))
    return sentences


def _used(parts: tuple[Around, ...], results: Results) -> tuple[int, int]:
    """The fewest and the most events of a part: those at the end of the data lack sessions after the day."""
    counts = [part.n for part in parts if part.n] or [results.findings.reaction.n_events]
    return min(counts), max(counts)


def _test(results: Results, words: Words) -> str:
    """The footnote that names the test and the model."""
    reaction = results.findings.reaction
    if not reaction.test or not words.knows(f"model.{reaction.model}"):
        return ""
    parts = around_the_day(results)
    counts = [words(f"reaction.n_{part.when}", n=words.numbers.count(part.n)) for part in parts if part.n]
    return words(
        "reaction.test" if any(part.low == part.low for part in parts) else "reaction.test_alone",
        test=words.of_code("test", reaction.test),
        model=words(f"model.{reaction.model}"),
        n="; ".join(counts) or words.numbers.count(reaction.n_events),
    )


def _first_and_how_long(results: Results, words: Words) -> SectionContent:
    """Two columns: which moves first, and how large and how long the difference is."""
    company = company_name(results, results.focus)
    size = duration_sentences(results, words)
    horizons = horizons_figure(results, words, words("reaction.caption_horizons"))
    caption = words("reaction.caption_lags", company=company)
    lags = lags_figure(results, words, caption, alone=not size and not horizons.blocks)
    order = first_sentences(results, words, sized=bool(size))
    left, right = (
        (Heading(words(f"reaction.{key}"), 2), *_paragraphs(sentences, note), *drawn.blocks)
        for key, sentences, note, drawn in (
            ("first", order, _lag_note(results, words), lags),
            ("how_long", size, "", horizons),
        )
    )
    drawings = {**lags.drawings, **horizons.drawings}
    if len(left) > 1 and len(right) > 1:
        return SectionContent((Columns(left=left, right=right),), drawings)
    return SectionContent(tuple(block for side in (left, right) if len(side) > 1 for block in side), drawings)


def _paragraphs(sentences: list[str], note: str) -> list[Block]:
    return [Paragraph(" ".join(sentences), note=note)] if sentences else []


def _lag_note(results: Results, words: Words) -> str:
    """The footnote on the chart of lags; nothing where it is not drawn."""
    rows, measure = correlations(results)
    return "" if rows.empty else words(f"reaction.lags_{measure}")


def _companies(results: Results, words: Words) -> SectionContent:
    drawn = company_chart(results, words)
    if not drawn.blocks:
        return drawn
    return SectionContent((Heading(words("reaction.companies"), 2), *drawn.blocks), drawn.drawings)


SECTION = ReportSection("reaction", build)
