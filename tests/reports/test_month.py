"""The section on the newest month. Expected values: sentences by hand, of tables that each test writes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.reports.fakes import fake_results
from tests.reports.plain_text import plain

from naysay.reports.blocks import Block, Bullets, Heading, Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.sections._month_numbers import newest_month, peers_of
from naysay.reports.words import Words
from naysay.study.about import Language
from naysay.study.frames import MONTHS

SESSIONS = ("2024-12-16", "2024-12-17", "2024-12-18", "2024-12-19", "2024-12-30")


def row(company: str, month: str, posts: float, share: float, **more: Any) -> dict[str, Any]:
    return {
        "company": company,
        "month": month,
        "sessions": 19,
        "last_session": f"{month}-30",
        "complete": True,
        "n_posts": posts,
        "n_negative": posts * share,
        "negative_share": share,
        "ret": -0.0764,
        "market": -0.0361,
        "usual_posts_low": 14.0,
        "usual_posts_high": 16.4,
        "usual_share_low": 0.168,
        "usual_share_high": 0.321,
        "n_months": 12,
        "reason": "",
        "reason_values": "",
        **more,
    }


NOVEMBER = row("C00", "2024-11", 295, 0.193, ret=-0.0142, market=0.0344)


def storm(company: str = "C00", session: str = "2024-12-18", **more: Any) -> dict[str, Any]:
    return {
        "event_id": f"{company}-{session}",
        "company": company,
        "session": session,
        "n_posts": 38,
        "n_negative": 27,
        "last_session": session,
        "peak_session": session,
        "peak_expected": 2.7,
        "peak_negative": 27,
        "sessions_after": 10,
        "car_(1,5)": -0.0461,
        "sigma": 0.0112,
        "reason": "",
        "reason_values": "",
        **more,
    }


def term(event_id: str, text: str, **more: Any) -> dict[str, Any]:
    return {"scope": "event", "event_id": event_id, "term": text, "pvalue_holm": 0.001, "reason": "", **more}


def results_with(
    language: Language = "de",
    *,
    months: list[dict[str, Any]] | None = None,
    storms: list[dict[str, Any]] | None = None,
    terms: list[dict[str, Any]] | None = None,
    trigger: str = "surprise",
    companies: int = 4,
    **study: dict[str, Any],
) -> Results:
    """Results of a month by hand: the focus is C00, Müller Maschinenbau AG; the others are its peers."""
    base = fake_results(language=language, companies=companies)
    peers = [row(f"C{i:02d}", "2024-12", 190 + 10 * i, 0.2 + i / 20) for i in range(1, companies)]
    own = [NOVEMBER, row("C00", "2024-12", 286, 0.27)] if months is None else months
    columns = list(storm())
    tables = {
        **base.tables,
        "months": MONTHS.ordered(pd.DataFrame([*own, *peers])),
        "events": pd.DataFrame(storms or [], columns=None if storms else columns),
        "themes": pd.DataFrame(terms or [], columns=list(term("", ""))),
    }
    series = pd.DataFrame(
        {
            "company": "C00",
            "session": SESSIONS,
            "n_posts": [9, 40, 38, 12, 8],
            "n_negative": [2, 30, 27, 3, 1],
        }
    )
    described = {**base.study, **study}
    described["event_study"] = {**base.study["event_study"], "trigger": trigger}
    return replace(base, focus="C00", study=described, tables=tables, series=series, as_of="2024-12-30")


def blocks(results: Results) -> tuple[Block, ...]:
    return section("month").build(results, Words(results.study["study"]["language"])).blocks


def said(results: Results) -> str:
    """All sentences, with those of lists."""
    parts: list[str] = []
    for block in blocks(results):
        match block:
            case Paragraph():
                parts.append(block.text)
            case Bullets():
                parts += block.items
    return plain(" ".join(parts))


def heading(results: Results) -> str:
    return plain(next(block.text for block in blocks(results) if isinstance(block, Heading)))


def cells(results: Results) -> list[list[str]]:
    tables = [block for block in blocks(results) if isinstance(block, TableBlock)]
    return [[plain(cell) for cell in line] for one in tables for line in (one.header, *one.rows)]


def test_the_table_has_month_month_before_usual_range_and_peers() -> None:
    assert cells(results_with("de")) == [
        ["Kennzahl", "Dezember", "November", "üblich", "Vergleich"],
        ["Beiträge", "286", "295", "266 bis 312", "210"],
        ["davon negativ", "27 %", "19 %", "17 bis 32 %", "30 %"],
        ["Kurs (Markt)", "−7,6 % (−3,6 %)", "−1,4 % (+3,4 %)", "", "−7,6 %"],
    ]
    assert cells(results_with("en"))[:2] == [
        ["Measure", "December", "November", "usual", "peers"],
        ["Posts", "286", "295", "266 to 312", "210"],
    ]


def test_without_earlier_months_peers_and_benchmark_their_columns_are_absent() -> None:
    few = {"usual_posts_low": np.nan, "usual_posts_high": np.nan, "usual_share_low": np.nan,
           "usual_share_high": np.nan, "n_months": 0, "reason": "few_months",
           "reason_values": "least=6"}  # fmt: skip
    market = {"calendar": "XETR", "benchmark": None}
    results = results_with("de", months=[row("C00", "2024-12", 286, 0.27, **few)], companies=1, market=market)
    assert cells(results) == [
        ["Kennzahl", "Dezember"],
        ["Beiträge", "286"],
        ["davon negativ", "27 %"],
        ["Kurs", "−7,6 %"],
    ]
    assert "Ob der Ton üblich war, lässt sich nicht sagen: weniger als 6 volle Monate liegen davor" in said(
        results
    )
    assert "Vergleich" not in said(results)


@pytest.mark.parametrize(
    ("language", "complete", "expected"),
    [
        ("de", True, "Dezember 2024: Müller Maschinenbau AG"),
        ("de", False, "Dezember 2024 (bis 18. Dezember): Müller Maschinenbau AG"),
        ("en", True, "December 2024: Müller Maschinenbau AG"),
        ("en", False, "December 2024 (up to 18 December): Müller Maschinenbau AG"),
    ],
)
def test_the_heading_says_of_a_month_that_is_not_over_how_far_it_goes(
    language: Language, complete: bool, expected: str
) -> None:
    now = row("C00", "2024-12", 286, 0.27, complete=complete, last_session="2024-12-18")
    assert heading(results_with(language, months=[NOVEMBER, now])) == expected


@pytest.mark.parametrize(
    ("share", "german", "english"),
    [
        (0.27, "Über den Monat gesehen blieb der Ton im üblichen Rahmen.",
         "Over the month as a whole, the tone stayed within its usual range."),
        (0.324, "Über den Monat gesehen blieb der Ton im üblichen Rahmen.",
         "Over the month as a whole, the tone stayed within its usual range."),
        (0.351, "Der Ton war negativer als üblich: 35 % der Beiträge waren negativ, üblich sind 17 bis 32 %.",
         "The tone was more negative than usual: 35 % of the posts were negative, against "
         "a usual 17 to 32 %."),
        (0.051, "Der Ton war weniger negativ als üblich: 5 % der Beiträge waren negativ, üblich sind 17 bis "
         "32 %.",
         "The tone was less negative than usual: 5 % of the posts were negative, against "
         "a usual 17 to 32 %."),
    ],
)  # fmt: skip
def test_the_tone_is_held_to_its_usual_range_as_it_is_shown(share: float, german: str, english: str) -> None:
    months = [NOVEMBER, row("C00", "2024-12", 286, share)]
    assert said(results_with("de", months=months)).startswith(german)
    assert said(results_with("en", months=months)).startswith(english)


@pytest.mark.parametrize(
    ("posts", "expected"), [(313, "mehr als üblich"), (265, "weniger als üblich"), (312, ""), (266, "")]
)
def test_the_number_of_posts_is_told_where_it_is_unusual(posts: int, expected: str) -> None:
    sentences = said(results_with("de", months=[NOVEMBER, row("C00", "2024-12", posts, 0.27)]))
    assert ("Geschrieben wurde" in sentences) == bool(expected)
    assert expected in sentences


def test_a_month_without_posts_has_no_tone() -> None:
    now = row("C00", "2024-12", 0, float("nan"))
    assert said(results_with("de", months=[NOVEMBER, now])).startswith(
        "Es gab keine Beiträge und damit auch keinen Ton"
    )
    assert cells(results_with("de", months=[NOVEMBER, now]))[2][1] == "–"


def test_a_storm_is_told_with_what_it_was_about_and_what_followed() -> None:
    event = storm()
    terms = [term(event["event_id"], "Rückruf"), term(event["event_id"], "Zufall", pvalue_holm=0.2)]
    assert (
        "im Dezember 2024: 18. Dezember: 38 Beiträge, davon 27 negativ (zu erwarten waren etwa 3). "
        "Worum es ging: Rückruf. An den 5 Handelstagen danach betrug die Rendite, die der Markt nicht "
        "erklärt, −4,6 %; üblich sind bis zu ±2,5 % (in zwei von drei solchen Zeiträumen). Ein einzelner "
        "Sturm beweist nichts."
    ) in said(results_with("de", storms=[event], terms=terms))
    assert (
        "1 storm in December 2024: 18 December: 38 posts, 27 of them negative, when about 3 would have been "
        "expected. What it was about: Rückruf. Over the 5 trading days after it, the return that the market "
        "does not explain was −4.6 %; up to ±2.5 % is usual (in two out of three such periods). A single "
        "storm proves nothing."
    ) in said(results_with("en", storms=[event], terms=terms))


def test_a_storm_of_several_days_has_the_posts_of_all_of_them() -> None:
    event = storm(
        session="2024-12-16", last_session="2024-12-18", peak_session="2024-12-17", peak_negative=30
    )
    assert (
        "16. bis 18. Dezember: 87 Beiträge, davon 59 negativ; am stärksten war der 17. Dezember mit "
        "30 negativen Beiträgen, zu erwarten waren an diesem Tag etwa 3."
    ) in said(results_with("de", storms=[event]))


def test_a_storm_that_may_go_on_has_the_posts_so_far() -> None:
    event = storm(last_session=None, sessions_after=2)
    sentences = said(results_with("de", storms=[event]))
    assert "seit dem 18. Dezember: 58 Beiträge, davon 31 negativ" in sentences
    assert "Was danach geschah, ist noch offen: bisher 2 von 5 Handelstagen." in sentences


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"sessions_after": 0}, "noch offen: bisher keiner von 5 Handelstagen."),
        ({"peak_expected": 0.31}, "(zu erwarten waren etwa 0,3)."),
        ({"sigma": np.nan}, "nicht erklärt, −4,6 %. Ein einzelner"),
        ({"car_(1,5)": 0.0123}, "nicht erklärt, +1,2 %; üblich"),
        (
            {"reason": "too_few_sessions", "reason_values": "least=20"},
            "Was danach geschah, ließ sich nicht schätzen: weniger als 20 vollständige Handelstage.",
        ),
        ({"announced": True}, "In der Nähe lag eine Mitteilung des Unternehmens."),
    ],
)  # fmt: skip
def test_what_followed_is_told_as_far_as_it_is_known(changed: dict[str, Any], expected: str) -> None:
    assert expected in said(results_with("de", storms=[storm(**changed)]))


def test_what_a_storm_was_about_may_be_unknown_or_not_shown() -> None:
    event = storm()
    unclear = [term(event["event_id"], "", reason="no_theme")]
    untold = [term(event["event_id"], "", reason="unknown_authors")]
    assert "Worum es ging, ist nicht zu erkennen." in said(results_with("de", storms=[event], terms=unclear))
    assert "weil die Beiträge keine Verfasser nennen" in said(
        results_with("de", storms=[event], terms=untold)
    )
    assert "Worum es ging" not in said(results_with("de", storms=[event]))


def test_storms_of_peers_and_of_other_months() -> None:
    none = said(results_with("de", storms=[storm(session="2024-11-18")]))
    assert (
        "Stürme negativer Beiträge gab es im Dezember 2024 bei Müller Maschinenbau AG nicht. Auch bei" in none
    )
    many = [storm(f"C0{i}", f"2024-12-1{i}") for i in (1, 2, 3)]
    assert (
        ": Österreich Öl SE (11.12.2024), Jäger Chips KGaA (12.12.2024), Süßstoff AG (13.12.2024)."
    ) in said(results_with("de", storms=[storm(), *many]))
    later = [storm("C01", "2024-12-20"), storm("C01", "2024-12-30")]
    four = said(results_with("de", storms=[*many, later[0]]))
    assert ", Österreich Öl SE (20.12.2024)." in four
    five = said(results_with("de", storms=[*many, *later]))
    assert "Süßstoff AG (13.12.2024) und 2 weitere." in five


def test_events_that_are_no_storms_are_not_called_so() -> None:
    sentences = said(results_with("de", storms=[storm()], trigger="absolute"))
    assert "1 Ereignis im Dezember 2024:" in sentences
    assert "Sturm" not in sentences


def test_a_study_without_an_event_study_says_nothing_of_storms() -> None:
    base = results_with("de")
    study = {**base.study["study"], "methods": ["projections"]}
    assert "Sturm" not in said(results_with("de", study=study))
    assert "Stürme" not in said(results_with("de", study=study))


def test_peers_are_those_that_are_marked_or_else_all_others() -> None:
    results = results_with("de")
    assert peers_of(results) == ["C01", "C02", "C03"]
    marked = [{**one, "peer": one["ticker"] in ("C00", "C02")} for one in results.study["company"]]
    with_peer = replace(results, study={**results.study, "company": marked})
    assert peers_of(with_peer) == ["C02"]
    assert cells(with_peer)[1][-1] == "210"
    assert "Auch bei Jäger Chips KGaA gab es keine." in said(with_peer)
    assert said(with_peer).endswith("Vergleich: Jäger Chips KGaA.")


@pytest.mark.parametrize("language", ["de", "en"])
def test_results_without_months_say_so(language: Language) -> None:
    results = results_with(language)
    empty = replace(results, tables={**results.tables, "months": MONTHS.empty()})
    assert newest_month(empty) is None
    assert said(empty) == Words(language)("month.none")


def test_numbers_and_months_that_are_none_are_dashes_and_never_raise() -> None:
    hostile = row("C00", "2024-12", np.nan, np.nan, ret=None, market=np.inf, last_session=None, sessions=None)
    odd = row("C00", "<b>{x}</b>", 1, 1)
    results = results_with("de", months=[odd, hostile])
    assert cells(results)[1][1] == "–"
    assert cells(results)[3][1] == "– (–)"
    assert "<b>" not in said(results)
