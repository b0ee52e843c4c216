"""A run as a paragraph for an e-mail, in the study's language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from naysay.reports.results import Results
from naysay.reports.sections._answer import answer_sentence
from naysay.reports.sections._counts import counts_line
from naysay.reports.sections._losses import on_first_page
from naysay.reports.sections._reading import is_of_mood, options
from naysay.reports.sections._reasons import bracketed, doubt_sentence, signed, support_sentences
from naysay.reports.sections.cover import planted_line
from naysay.reports.words import Words
from naysay.study.characters import readable


def mail(results: Results, place: Path) -> str:
    """A line with the subject, a paragraph, and where the report lies; ``place`` is the report's path."""
    study = options(results, "study")
    words = results.words
    title = readable(str(study["title"])) or words("document.title")
    paragraph = " ".join(_sentences(results, words))
    lines = (words("mail.subject", title=title), "", paragraph, "", words("mail.where", path=str(place)))
    return "\n".join(lines)


def _sentences(results: Results, words: Words) -> Iterator[str]:
    study, date = options(results, "study"), words.numbers.date
    yield answer_sentence(results, words)
    yield words(
        "mail.period", start=date(study["start"]), end=date(study["end"]), counts=counts_line(results, words)
    )
    losses = [block.text for block in on_first_page(results, words)]
    if results.findings.verdict != "not_testable":
        if not results.findings.companies.differ:
            yield _size(results, words)
        yield from _reasons(results, words, support=not losses)
    yield from losses
    if planted := planted_line(results, words):
        yield planted
    yield words("mail.caution")


def _size(results: Results, words: Words) -> str:
    """The effect as measured and of the mood itself."""
    lead, mood = results.findings.lead, results.findings.mood
    measured = {
        "estimate": signed(lead.bp_per_sd, lead.low, lead.high, words),
        "span": bracketed(lead.low, lead.high, words),
    }
    if is_of_mood(results):
        return words("mail.size_own", **measured)
    if mood.bp_per_sd is None:
        return words("mail.size_measured", **measured)
    of_mood = signed(mood.bp_per_sd, mood.low, mood.high, words)
    return words("mail.size", mood=of_mood, mood_span=bracketed(mood.low, mood.high, words), **measured)


def _reasons(results: Results, words: Words, *, support: bool) -> Iterator[str]:
    """The first reason for the answer, the gravest doubt, and how many more doubts there are.

    Without ``support``, doubts alone: where much of the data was lost there is no room for both.
    """
    doubts = results.findings.evidence.doubts
    for sentence in support_sentences(results, words)[: int(support)]:
        yield words("mail.for", sentence=sentence.removesuffix("."))
    if doubts:
        gravest = doubt_sentence(doubts[0], results, words).removesuffix(".")
        more = len(doubts) - 1
        key = "mail.against" if not more else "mail.against_two" if more == 1 else "mail.against_more"
        yield words(key, sentence=gravest, n=words.numbers.count(more))
