"""What was written and where, and what was found all the same. Expected values: sentences by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from tests.reports.fakes import fake_results, graded

from naysay.analysis.findings import Estimate, Verdict
from naysay.analysis.forums.columns import FORUMS
from naysay.analysis.themes.columns import THEMES
from naysay.reports.blocks import Heading, Paragraph
from naysay.reports.results import Results
from naysay.reports.sections._said import said_and_where, the_reverse
from naysay.reports.words import Words
from naysay.study.about import Language


def forum(name: str, posts: float, bp: float = -2.0, p: float = 0.5, **changes: Any) -> dict[str, Any]:
    return {
        "forum": name, "n_posts": posts, "bp_per_sd": bp, "low": bp - 5, "high": bp + 5, "pvalue_adjusted": p,
        "n_forums": 1, "reason": "", **changes,
    }  # fmt: skip


def term(text: str, scope: str = "study", event_id: str = "", p: float = 0.001) -> dict[str, Any]:
    return {"scope": scope, "event_id": event_id, "company": "C00", "term": text, "pvalue_holm": p}


TERMS = [term(text) for text in ("recall", "strike", "audit", "delay")]


def results(
    language: Language, themes: list[dict[str, Any]], forums: list[dict[str, Any]]
) -> Results:  # fmt: skip
    made = fake_results(language=language)
    tables = {
        **made.tables,
        "forums": pd.DataFrame(forums).reindex(columns=[*FORUMS.columns, *FORUMS.further]),
        "themes": pd.DataFrame(themes, columns=list(THEMES.columns)),
    }
    return replace(made, tables=tables)


def said(language: Language, themes: list[dict[str, Any]], forums: list[dict[str, Any]]) -> list[str]:
    """The heading and the text; nothing where the page has neither."""
    blocks = said_and_where(results(language, themes, forums), Words(language))
    texts = [block.text for block in blocks if isinstance(block, Heading | Paragraph)]
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["What was written, and where", "Words that mark negative posts: recall, strike, audit. "
                "Most posts are in Alpha (75 %); lower returns follow negative posts in Alpha alone."]),
        ("de", ["Was geschrieben wurde und wo",
                "Negative Beiträge nennen häufiger als andere: recall, strike, audit. "
                "Die meisten Beiträge stehen in Alpha (75 %); "
                "niedrigere Renditen folgen nur auf Negatives in Alpha."]),
    ],
)  # fmt: skip
def test_terms_and_forums_are_two_sentences(language: Language, told: list[str]) -> None:
    assert said(language, TERMS, [forum("Alpha", 300, -9.0, 0.01), forum("Beta", 100)]) == told


@pytest.mark.parametrize(
    ("rows", "english", "german"),
    [
        ([-2.0, -2.0], "no forum stands out by returns", "kein Forum hebt sich bei den Renditen ab"),
        ([-9.0, -9.0], "lower returns follow negative posts in each",
         "niedrigere Renditen folgen auf Negatives in jedem Forum"),
        ([9.0, 9.0], "higher returns follow negative posts in each",
         "höhere Renditen folgen auf Negatives in jedem Forum"),
        ([-9.0, -9.0, 2.0], "lower returns follow negative posts in 2 of 3 forums",
         "niedrigere Renditen folgen auf Negatives in 2 von 3 Foren"),
        ([9.0, 2.0, 9.0], "higher returns follow negative posts in 2 of 3 forums",
         "höhere Renditen folgen auf Negatives in 2 von 3 Foren"),
        ([9.0, -9.0], "different returns follow negative posts in 2 of 2 forums, some lower, some higher",
         "auf Negatives in 2 von 2 Foren folgen andere Renditen, mal niedrigere, mal höhere"),
        ([2.0, 9.0], "higher returns follow negative posts in F1 alone",
         "höhere Renditen folgen nur auf Negatives in F1"),
    ],
)  # fmt: skip
def test_what_follows_the_forums_is_counted(rows: list[float], english: str, german: str) -> None:
    forums = [forum(f"F{i}", 100 + (i == 0), bp, 0.01 if abs(bp) > 5 else 0.5) for i, bp in enumerate(rows)]
    assert said("en", [], forums)[1].endswith(f"; {english}.")
    assert said("de", [], forums)[1].endswith(f"; {german}.")


def test_effects_that_could_not_be_estimated_are_left_out() -> None:
    forums = [forum("Alpha", 300, float("nan")), forum("Beta", 100, float("nan"))]
    assert said("en", [], forums) == ["Where it was written", "Most posts are in Alpha (75 %)."]


@pytest.mark.parametrize("first", [forum("other", 300, n_forums=9), forum("", 300), forum("Alpha", 100)])
def test_no_forum_has_most_posts_where_several_do_or_none_is_named(first: dict[str, Any]) -> None:
    assert said("en", [], [first, forum("Beta", 100)]) == []


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "All posts come from the forum Alpha."), ("de", "Alle Beiträge stammen aus dem Forum Alpha.")],
)
def test_a_single_forum_is_named(language: Language, told: str) -> None:
    assert said(language, [], [forum("Alpha", 300, reason="one_forum")])[1:] == [told]


def test_nothing_stands_where_nothing_is_known() -> None:
    assert said("en", [term("noise", p=0.2)], [forum("", 300, reason="one_forum")]) == []


@pytest.mark.parametrize(
    ("language", "heading", "told"),
    [
        ("en", "What was written",
         "Largest storm with a clear subject (Müller Maschinenbau AG, {date}): recall."),
        ("de", "Was geschrieben wurde",
         "Größter Sturm mit erkennbarem Thema (Müller Maschinenbau AG, {date}): recall."),
    ],
)  # fmt: skip
def test_without_terms_of_negative_posts_those_of_the_largest_event_stand(
    language: Language, heading: str, told: str
) -> None:
    known = fake_results().tables["events"]
    event = known[known["company"] == "C00"].iloc[0]
    made = results(language, [term("recall", "event", event["event_id"])], [])
    words = Words(language)
    blocks = said_and_where(made, words)
    date = words.numbers.short_date(event["session"])
    assert [block.text for block in blocks if isinstance(block, Heading)] == [heading]
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == [told.format(date=date)]


def found(effect: float, day: float, language: Language, verdict: Verdict = "no_evidence") -> str:
    """The sentence where posts follow prices by ``effect`` and the day of events has ``day``."""
    made = fake_results(verdict, language=language)
    reverse = replace(made.findings.reverse, effect=Estimate(effect, effect - 0.02, effect + 0.02))
    tests = made.tables["event_tests"].copy()
    here = (
        (tests["window_start"] == 0)
        & (tests["window_end"] == 0)
        & (tests["test"] == made.findings.reaction.test)
    )
    tests.loc[here, ["location", "low", "high"]] = [day, day - 0.008, day + 0.008]
    made = replace(graded(made, reverse=reverse), tables={**made.tables, "event_tests": tests})
    return the_reverse(made, Words(language)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("effect", "day", "english", "german"),
    [
        (-0.03, -0.01,
         "The other way round: posts are more negative after falls in the price; on the very day of events "
         "returns were lower, on average −1.00 % (−1.80 to −0.20 %).",
         "Umgekehrt: Nach Kursverlusten wird negativer geschrieben; am Tag der Ereignisse selbst lag die "
         "Rendite niedriger, im Mittel −1,00 % (−1,80 bis −0,20 %)."),
        (0.03, 0.0, "The other way round: posts are more negative after rises in the price.",
         "Umgekehrt: Nach Kursgewinnen wird negativer geschrieben."),
        (-0.01, 0.01,
         "But on the very day of events returns were higher, on average +1.00 % (+0.20 to +1.80 %).",
         "Aber am Tag der Ereignisse selbst lag die Rendite höher, im Mittel +1,00 % (+0,20 bis +1,80 %)."),
        (-0.01, 0.0, "", ""),
    ],
)  # fmt: skip
def test_the_reverse_is_told_where_it_is_established(
    effect: float, day: float, english: str, german: str
) -> None:
    assert found(effect, day, "en") == english
    assert found(effect, day, "de") == german


def test_with_a_lead_the_reverse_is_a_doubt_and_stands_among_the_reasons() -> None:
    assert found(-0.03, -0.01, "en", "negative_lead") == ""
