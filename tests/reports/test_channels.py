"""The section that compares forums in plain words. Expected values: sentences and cells by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.reports.fakes import fake_results
from tests.reports.plain_text import plain

from naysay.analysis.forums.columns import FORUM_TESTS, FORUMS
from naysay.analysis.themes.columns import THEMES
from naysay.reports.blocks import Figure, Heading, Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.sections.base import SectionContent
from naysay.reports.words import Words
from naysay.study.about import Language

EQUAL = {"test": "equal", "statistic": 9.0, "pvalue": 0.003}


def row(forum: str, bp: float, p: float = 0.5, **changes: Any) -> dict[str, Any]:
    return {
        "forum": forum, "n_posts": 1200, "negative_share": 0.25, "bp_per_sd": bp, "low": bp - 5,
        "high": bp + 5, "pvalue_adjusted": p, "n_forums": 1, "reason": "", **changes,
    }  # fmt: skip


def first(statistic: float, p: float, lag: float = 2.0) -> dict[str, Any]:
    return {
        "test": "first", "statistic": statistic, "lag_hours": lag, "pvalue_adjusted": p, "forum": "alpha",
        "other_forum": "beta",
    }  # fmt: skip


def built(
    rows: list[dict[str, Any]],
    tests: list[dict[str, Any]] | None = None,
    language: Language = "en",
    themes: list[dict[str, Any]] | None = None,
) -> SectionContent:
    made: Results = fake_results()
    tables = {
        **made.tables,
        "forums": pd.DataFrame(rows).reindex(columns=[*FORUMS.columns, *FORUMS.further]),
        "forum_tests": pd.DataFrame(tests or []).reindex(
            columns=[*FORUM_TESTS.columns, *FORUM_TESTS.further]
        ),
        "themes": pd.DataFrame(themes or [], columns=list(THEMES.columns)),
    }
    return section("channels").build(replace(made, tables=tables), Words(language))


def sentences(content: SectionContent) -> list[str]:
    return [plain(block.text) for block in content.blocks if isinstance(block, Paragraph)]


def table(content: SectionContent) -> list[list[str]]:
    (found,) = (block for block in content.blocks if isinstance(block, TableBlock))
    return [[plain(cell) for cell in cells] for cells in found.rows]


TWO = [row("alpha", -20.0, 0.0001), row("beta", 1.0, 0.8)]


@pytest.mark.parametrize(
    ("language", "which", "who"),
    [
        (
            "en",
            "After a usual rise in negative posts in alpha, net of those in the other forums, shares "
            "returned about 20 basis points less on the next trading day (95 % interval −25 to −15). The "
            "forums visibly differ in this.",
            "Negative posts usually come in beta first and in alpha about 2 hours later (by chance alone "
            "such an order would be seen in about one case out of 500 at most).",
        ),
        (
            "de",
            "Nach einem üblichen Anstieg negativer Beiträge im Forum alpha fiel die Rendite am nächsten "
            "Handelstag um rund 20 Basispunkte niedriger aus als sonst (95-%-Intervall −25 bis −15); die "
            "übrigen Foren sind dabei berücksichtigt. Die Foren unterscheiden sich darin erkennbar "
            "voneinander.",
            "Negative Beiträge kommen meist zuerst im Forum beta und rund 2 Stunden später im Forum alpha "
            "(durch Zufall allein wäre eine solche Reihenfolge höchstens in etwa einem von 500 Fällen zu "
            "sehen).",
        ),
    ],
)
def test_which_forum_matters_and_where_it_begins(language: Language, which: str, who: str) -> None:
    assert sentences(built(TWO, [EQUAL, first(-4.0, 0.002, -2.0)], language))[:2] == [which, who]


def test_several_forums_are_listed_the_strongest_first() -> None:
    rows = [row("one", -8.0, 0.01), row("two", -20.0, 0.001), row("three", 9.0, 0.01), row("four", 1.0)]
    assert sentences(built(rows, [{**EQUAL, "pvalue": 0.4}], "de"))[0] == (
        "Nach einem üblichen Anstieg negativer Beiträge fiel die Rendite am nächsten Handelstag bei 2 von 4 "
        "Foren erkennbar niedriger aus als sonst (in Basispunkten, mit 95-%-Intervall): two −20 (−25 bis "
        "−15); one −8 (−13 bis −3). Die jeweils anderen Foren sind dabei berücksichtigt. Nach einem üblichen "
        "Anstieg negativer Beiträge fiel die Rendite am nächsten Handelstag bei 1 von 4 Foren erkennbar "
        "höher aus als sonst (in Basispunkten, mit 95-%-Intervall): three +9 (+4 bis +14). Die jeweils "
        "anderen Foren sind dabei berücksichtigt. Ob sich die Foren darin voneinander unterscheiden, ist "
        "nicht zu erkennen."
    )


def test_the_table_says_in_words_whether_a_difference_can_be_seen() -> None:
    rows = [*TWO, row("gamma", -6.0, 0.06), row("delta", np.nan, np.nan, low=np.nan, high=np.nan)]
    content = built(rows, language="de")
    assert table(content) == [
        ["alpha", "1.200", "25 %", "−20 (−25 bis −15)", "erkennbar"],
        ["beta", "1.200", "25 %", "+1 (−4 bis +6)", "nicht erkennbar"],
        ["gamma", "1.200", "25 %", "−6 (−11 bis −1)", "unsicher"],
        ["delta", "1.200", "25 %", "–", "nicht geschätzt"],
    ]
    assert any("Unsicher heißt:" in sentence for sentence in sentences(content))
    assert not any("Unsicher heißt:" in sentence for sentence in sentences(built(TWO, language="de")))


@pytest.mark.parametrize("language", ["en", "de"])
def test_names_of_tests_stand_in_footnotes_alone(language: Language) -> None:
    content = built(TWO, [EQUAL, first(4.0, 0.001)], language)
    told = " ".join(
        [block.text for block in content.blocks if isinstance(block, Paragraph | Heading)]
        + [repr(block) for block in content.blocks if isinstance(block, TableBlock | Figure)]
    )
    assert not re.search(r"Holm|regression|signal|Wald|joint|p[\u00a0 ]=|p[\u00a0 ]<", told, re.IGNORECASE)
    notes = " ".join(block.note for block in content.blocks if isinstance(block, Paragraph))
    assert "Holm" in notes
    assert "Wald" in notes


def test_the_chart_has_each_forum_and_its_alternative_text_each_number() -> None:
    content = built(TWO)
    (figure,) = (block for block in content.blocks if isinstance(block, Figure))
    assert plain(figure.alt) == (
        "A dot with its 95 % interval for each forum, in basis points: alpha −20 (−25 to −15); "
        "beta +1 (−4 to +6)."
    )
    assert b"alpha" in content.drawings["channels"]
    assert b"beta" in content.drawings["channels"]


def test_one_effect_is_not_drawn() -> None:
    content = built([TWO[0], row("beta", np.nan, np.nan)])
    assert content.drawings == {}


def test_no_forum_stands_out() -> None:
    which, who = sentences(built([row("alpha", -1.0), row("beta", 1.0)], [first(1.0, 0.5)], "de"))[:2]
    assert which.startswith("Kein Forum sticht hervor:")
    assert who == (
        "In welchem Forum es anfängt, lässt sich nicht sagen: Keines geht einem anderen erkennbar voraus."
    )


def test_a_difference_of_less_than_an_hour_has_no_number() -> None:
    assert "in alpha first and in beta shortly after" in sentences(built(TWO, [first(4.0, 0.001, 0.0)]))[1]


def test_who_is_first_may_not_have_been_tested() -> None:
    told = sentences(built(TWO, [{"test": "first", "reason": "no_times_of_day"}], "de"))[1]
    assert told == (
        "In welchem Forum es anfängt, wurde nicht geprüft: die Studie kennt nur das Datum der Beiträge."
    )


def test_more_pairs_than_are_named_are_counted() -> None:
    told = sentences(built(TWO, [first(4.0, 0.001)] * 5, "de"))[1]
    assert told.endswith("2 weitere Paare von Foren haben eine erkennbare Reihenfolge.")


@pytest.mark.parametrize(
    ("rows", "language", "sentence"),
    [
        (
            [row("", np.nan, np.nan, reason="one_forum")],
            "de",
            "Alle Beiträge stammen aus einem einzigen Forum; ein Vergleich von Foren entfällt.",
        ),
        ([], "en", "All posts come from one forum, so there are no forums to compare."),
        (
            [row("alpha", np.nan, np.nan), row("beta", np.nan, reason="part_of_other_forums")],
            "de",
            "Ein Vergleich von Foren entfällt: Nur eines hat dafür genügend Beiträge.",
        ),
    ],
    ids=["one forum", "no method", "one large forum"],
)
def test_one_forum_has_one_sentence(rows: list[dict[str, Any]], language: Language, sentence: str) -> None:
    content = built(rows, language=language)
    assert [type(block) for block in content.blocks] == [Paragraph]
    assert sentences(content) == [sentence]


def test_twelve_forums_with_long_names_have_a_row_each() -> None:
    rows = [row(f"The board of very many small shareholders, room {n}", -9.0, 0.01) for n in range(12)]
    content = built(rows, [EQUAL])
    names = [cells[0] for cells in table(content)]
    assert len(set(names)) == 12
    assert all(len(name) <= 40 for name in names)
    assert "; and 9 more." in sentences(content)[0]


def test_what_is_said_in_which_forum() -> None:
    themes = [
        {"scope": "study", "term": "layoffs", "pvalue_holm": 0.0},
        {"scope": "forum", "forum": "alpha", "term": "boats", "pvalue_holm": 0.0},
        {"scope": "forum", "forum": "alpha", "term": "trains", "pvalue_holm": 0.0},
        {"scope": "forum", "forum": "beta", "term": "weather", "pvalue_holm": 0.2},
    ]
    assert sentences(built(TWO, language="de", themes=themes))[-2:] == [
        "Über den ganzen Zeitraum fallen in negativen Beiträgen häufiger als in anderen: layoffs.",
        "Auffallend häufig in einem Forum sind: alpha: boats, trains.",
    ]
