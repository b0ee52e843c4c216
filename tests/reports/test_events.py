"""The section on the largest events. Expected values: sentences and rows by hand, for made-up storms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.reports.fakes import empty_tables, fake_results, without_tables
from tests.reports.plain_text import plain

from naysay.analysis.themes.columns import THEMES
from naysay.reports.blocks import Figure, Heading, Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.sections._events import by_size, posts, return_cells, standing, usual
from naysay.reports.sections.base import SectionContent
from naysay.reports.words import Words
from naysay.study.about import Language

DAYS = pd.bdate_range("2025-01-02", periods=60).strftime("%Y-%m-%d")
SERIES = pd.DataFrame(
    [
        {"company": company, "session": day, "adj_close": 100.0 + place, "ret": 0.0, "market": 0.0,
         "negativity": 0.1, "n_posts": 10, "n_negative": 2}
        for company in ("C00", "C01") for place, day in enumerate(DAYS)
    ]
)  # fmt: skip


def storm(place: int, company: str = "C00", **changes: Any) -> dict[str, Any]:
    """A storm that begins ``place`` sessions after the first and lasts two sessions."""
    return {
        "event_id": f"{company}-{place}", "company": company, "session": DAYS[place], "trigger": "surprise",
        "negativity": 1.0, "n_posts": 40, "n_negative": 30, "ar_0": -0.01, "car_(1,5)": -0.046,
        "value_change": -4.7e6, "reason": "", "reason_values": "", "sessions_after": 10,
        "last_session": DAYS[place + 1], "duration": 2, "peak_session": DAYS[place], "rank": place,
        "sigma": 0.025 / np.sqrt(5), **changes,
    }  # fmt: skip


def results(
    events: list[dict[str, Any]],
    *,
    language: Language = "en",
    companies: int = 2,
    themes: list[dict[str, Any]] | None = None,
    **study: Any,
) -> Results:
    made = fake_results(companies=companies, language=language)
    tables = {
        **made.tables,
        "events": pd.DataFrame(events),
        "themes": pd.DataFrame(themes or [], columns=list(THEMES.columns)),
    }
    asked = {**made.study["event_study"], "trigger": "surprise", **study}
    about = {**made.study, "event_study": asked}
    return replace(made, study=about, tables=tables, series=SERIES.copy(), focus="C00")


def term(event_id: str, word: str) -> dict[str, Any]:
    return {"scope": "event", "event_id": event_id, "term": word, "pvalue_holm": 0.0, "reason": ""}


def built(made: Results) -> SectionContent:
    return section("events").build(made, Words(made.study["study"]["language"]))


def paragraphs(made: Results) -> list[str]:
    return [plain(block.text) for block in built(made).blocks if isinstance(block, Paragraph)]


def tables(made: Results) -> list[TableBlock]:
    return [block for block in built(made).blocks if isinstance(block, TableBlock)]


def cells(table: TableBlock) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in table.rows]


THREE = [
    storm(3),
    storm(10, "C01"),
    storm(20, reason="too_few_sessions_before_event"),
    storm(57, sessions_after=2, **{"car_(1,5)": np.nan}, last_session=None, duration=None),
]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "A storm begins on a trading day with far more negative posts than are usual for that "
            "company. In all there were 4 storms at 2 companies: 2 can be evaluated, 1 still open (the "
            "trading days that follow are not over yet), 1 cannot be evaluated (too few trading days "
            "before). The "
            "returns that followed (2): 2 below the usual range, none above it, none within it.",
        ),
        (
            "de",
            "Ein Sturm beginnt an einem Handelstag mit weit mehr negativen Beiträgen, als bei diesem "
            "Unternehmen üblich sind. Insgesamt gab es 4 Stürme bei 2 Unternehmen: 2 auswertbar, 1 noch "
            "offen (die Handelstage danach sind noch nicht vorbei), 1 nicht auswertbar (zu wenige "
            "Handelstage davor). Die 2 Renditen danach: 2 unter dem Üblichen, keine darüber, keine im "
            "üblichen Rahmen.",
        ),
    ],
)
def test_one_paragraph_says_how_many_there_are_and_what_followed(language: Language, sentence: str) -> None:
    assert paragraphs(results(THREE, language=language))[0] == sentence


@pytest.mark.parametrize(("n", "is_told"), [(8, False), (9, True)])
def test_of_many_returns_a_third_lies_outside_of_what_is_usual_anyway(n: int, is_told: bool) -> None:
    many = [storm(3 + 5 * place) for place in range(n)]
    first = {language: paragraphs(results(many, language=language))[0] for language in ("en", "de")}
    assert ("About a third would lie outside it in any case." in first["en"]) is is_told
    assert ("Außerhalb läge auch sonst etwa ein Drittel." in first["de"]) is is_told


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "In all there were 2 storms at 1 of the 2 companies: all can be evaluated."),
        ("de", "Insgesamt gab es 2 Stürme bei 1 der 2 Unternehmen: alle auswertbar."),
    ],
)
def test_that_all_are_usable_is_said_shortly(language: Language, sentence: str) -> None:
    assert sentence in paragraphs(results([storm(3), storm(9)], language=language))[0]


def test_several_reasons_have_their_counts() -> None:
    events = [
        storm(3),
        storm(5, reason="missing_in_event_window"),
        storm(7, reason="missing_in_event_window"),
    ]
    events.append(storm(9, reason="a_reason_of_the_study"))
    told = paragraphs(results(events, language="de"))[0]
    assert "3 nicht auswertbar (fehlende Kurse rund um den Tag (2); „a reason of the study“ (1))" in told


def test_a_row_has_posts_of_the_whole_storm_its_terms_its_return_and_its_value() -> None:
    made = results([storm(3), storm(10, "C01")], themes=[term("C00-3", "recall"), term("C00-3", "brake")])
    mine, largest = tables(made)
    assert mine.header == (
        "No.",
        "Begins",
        "Posts (negative)",
        "What it was about",
        "Return after (usual)",
        "Value",
    )
    assert cells(mine) == [["1", "2025-01-07", "20 (4)", "recall, brake", "−4.6 % (±2.5 %)", "−€4.7 million"]]
    assert cells(largest)[1] == [
        "Österreich Öl SE", "2025-01-16", "20 (4)", "–", "−4.6 % (±2.5 %)", "−€4.7 million",
    ]  # fmt: skip


def test_the_same_in_german() -> None:
    mine, _ = tables(results([storm(3), storm(10, "C01")], language="de"))
    assert mine.header == ("Nr.", "Beginn", "Beiträge (negativ)", "Rendite danach (üblich)", "Wert")
    assert cells(mine) == [["1", "07.01.2025", "20 (4)", "−4,6 % (±2,5 %)", "−4,7 Mio. €"]]
    assert plain(mine.caption) == "Müller Maschinenbau AG: 1 Sturm in zeitlicher Folge"


def test_at_most_eight_rows_chosen_by_size_in_order_of_time() -> None:
    events = [storm(3 * i, rank=20 - i) for i in range(12)] + [storm(40, "C01", rank=1)]
    mine, largest = tables(results(events, language="de"))
    assert [row[0] for row in mine.rows] == [str(number) for number in range(1, 9)]
    days = [Words("de").numbers.short_date(DAYS[3 * i]) for i in range(4, 12)]
    assert [row[1] for row in mine.rows] == days
    assert mine.caption.endswith("die 8 größten von 12 Stürmen in zeitlicher Folge")
    assert largest.caption == "Alle Unternehmen: die 8 größten von 13 Stürmen, die größten zuerst"
    assert [row[0] for row in largest.rows[:2]] == ["Österreich Öl SE", "Müller Maschinenbau AG"]


def test_the_return_chooses_no_row() -> None:
    events = [storm(3 * i, rank=i + 1, **{"car_(1,5)": -0.01 * i}) for i in range(12)]
    turned = [{**event, "car_(1,5)": -event["car_(1,5)"]} for event in events]
    assert [row[1] for row in tables(results(events))[0].rows] == [
        row[1] for row in tables(results(turned))[0].rows
    ]


def test_an_open_storm_says_how_far_it_is() -> None:
    made = results([storm(57, sessions_after=2, **{"car_(1,5)": np.nan}, value_change=np.nan)], language="de")
    assert cells(tables(made)[0])[0][-1] == "offen (2 von 5)"


def test_announcements_have_a_column_where_the_study_names_some() -> None:
    events = [storm(3, announced=True), storm(9, announced=False)]
    (table,) = tables(results(events, language="de"))
    assert table.header[-1] == "Mitteilung"
    assert [row[-1] for row in table.rows] == ["ja", "nein"]
    assert "Mitteilung" not in tables(results([storm(3)], language="de"))[0].header


def test_without_money_and_without_what_is_usual_there_are_no_columns_of_them() -> None:
    (table,) = tables(results([storm(3, value_change=np.nan, sigma=np.nan)]))
    assert table.header == ("No.", "Begins", "Posts (negative)", "Return after")
    told = " ".join(paragraphs(results([storm(3, value_change=np.nan, sigma=np.nan)])))
    assert "usual:" not in told
    assert "Value" not in told


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "There was no storm in the whole period: on no trading day were there so many negative "
            "posts as to be highly unusual for the company.",
        ),
        (
            "de",
            "Im ganzen Zeitraum gab es keinen Sturm: An keinem Handelstag gingen so viele negative Beiträge "
            "ein, dass es für das Unternehmen ganz ungewöhnlich wäre.",
        ),
    ],
)
def test_a_study_without_storms_says_so_in_one_sentence_and_draws_nothing(
    language: Language, sentence: str
) -> None:
    made = empty_tables(results([], language=language))
    made = replace(made, series=SERIES)
    content = built(made)
    assert [type(block) for block in content.blocks] == [Heading, Paragraph]
    assert paragraphs(made) == [sentence]
    assert content.drawings == {}


def test_a_study_that_did_not_ask_says_so() -> None:
    made = without_tables(fake_results(language="de"))
    about = {**made.study["study"], "methods": ["projections"]}
    made = replace(made, study={**made.study, "study": about})
    assert paragraphs(made) == [
        "Was nach einzelnen Stürmen negativer Beiträge geschah, hat die Studie nicht gefragt."
    ]


def test_a_focus_without_storms_is_said_and_its_chart_shown() -> None:
    made = results([storm(3, "C01")], language="de")
    assert "Müller Maschinenbau AG hatte im Zeitraum keinen Sturm." in paragraphs(made)
    assert list(built(made).drawings) == ["events"]
    assert len(tables(made)) == 1


def test_one_company_has_one_table_and_no_heading_of_its_own() -> None:
    made = results([storm(3), storm(9)], companies=1)
    assert len(tables(made)) == 1
    assert [block.text for block in built(made).blocks if isinstance(block, Heading)] == [
        "Storms of negative posts"
    ]


@pytest.mark.parametrize(
    ("study", "words"),
    [
        ({"trigger": "absolute"}, "An event is a trading day on which posts were far more negative"),
        ({"events_file": "own.csv"}, "The study names the events itself."),
    ],
)
def test_events_of_other_kinds_are_not_called_storms(study: dict[str, Any], words: str) -> None:
    made = results([storm(3), storm(9, "C01")], **study)
    assert "storm" not in repr(built(made).blocks).lower()
    assert paragraphs(made)[0].startswith(words)


@pytest.mark.parametrize(
    ("window", "language", "sentence"),
    [
        ((1, 5), "de", "was die Aktie in den 5 Handelstagen nach dem ersten Tag mehr (+) oder weniger (−)"),
        ((1, 1), "de", "was die Aktie am Handelstag nach dem ersten Tag mehr"),
        (
            (0, 1),
            "en",
            "returned on trading days 0 to +1 around the first day (0) than the market",
        ),
        ((0, 0), "en", "returned on trading day 0 (the first day is 0) than"),
    ],
)
def test_the_window_of_the_return_is_told(window: tuple[int, int], language: Language, sentence: str) -> None:
    made = results([storm(3)], language=language)
    reaction = replace(made.findings.reaction, window=window)
    made = replace(made, findings=replace(made.findings, reaction=reaction))
    assert sentence in paragraphs(made)[-1]


def test_the_name_of_the_model_stands_in_a_footnote_alone() -> None:
    blocks = [block for block in built(results(THREE, language="de")).blocks if isinstance(block, Paragraph)]
    assert all("Marktmodell" not in block.text and "abnormal" not in block.text for block in blocks)
    assert any("Marktmodell" in block.note for block in blocks)


def test_unknown_authors_are_the_reason_for_no_terms() -> None:
    rows = [{"scope": "event", "event_id": "C00-3", "term": "", "reason": "unknown_authors"}]
    told = " ".join(paragraphs(results([storm(3)], language="de", themes=rows)))
    assert "wird nicht gezeigt, weil die Beiträge keine Verfasser nennen" in told


def test_terms_of_negative_posts_are_told_where_forums_are_not_compared() -> None:
    rows = [{"scope": "study", "term": "layoffs", "pvalue_holm": 0.0}]
    assert paragraphs(results([storm(3)], language="de", themes=rows))[-1] == (
        "Über den ganzen Zeitraum fallen in negativen Beiträgen häufiger als in anderen: layoffs."
    )


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            (
                "Three charts of Müller Maschinenbau AG over the same days with 2 storms:",
                "went from 100.00 (2 January 2025) to 159.00 (26 March 2025), +59.0 %.",
                "The most negative posts of one session were 2 negative posts (2 January 2025).",
            ),
        ),
        ("de", ("mit 2 Stürmen:", "ging von 100,00 (2. Januar 2025) auf 159,00 (26. März 2025), +59,0 %.")),
    ],
)
def test_the_alternative_text_has_the_numbers(language: Language, sentences: tuple[str, ...]) -> None:
    blocks = built(results([storm(3), storm(9)], language=language)).blocks
    (figure,) = (block for block in blocks if isinstance(block, Figure))
    assert [sentence for sentence in sentences if sentence not in plain(figure.alt)] == []


def test_a_very_long_name_is_shortened_in_the_table_of_all() -> None:
    made = results([storm(3), storm(9, "C01")])
    named = [{**entry, "name": f"{'long ' * 30}{entry['ticker']}"} for entry in made.study["company"]]
    _, largest = tables(replace(made, study={**made.study, "company": named}))
    assert all(
        len(row[0]) <= 40 and "…" in row[0] and row[0].endswith(("C00", "C01")) for row in largest.rows
    )


def test_storms_without_a_series_have_the_posts_of_their_first_day() -> None:
    made = replace(results([storm(3)]), series=SERIES.iloc[:0])
    counts, whole = posts(made, made.tables["events"])
    assert (counts.to_numpy().tolist(), whole) == ([[40.0, 30.0]], False)
    assert "Posts are those of the first day." in " ".join(paragraphs(made))


def test_a_storm_that_may_go_on_counts_to_its_worst_session() -> None:
    made = results([storm(3, last_session=None, peak_session=DAYS[5])])
    assert posts(made, made.tables["events"])[0].to_numpy().tolist() == [[30.0, 6.0]]


def test_given_events_take_their_negative_posts_from_the_series() -> None:
    made = results([storm(3, n_negative=np.nan)], events_file="own.csv")
    assert posts(made, made.tables["events"])[0].to_numpy().tolist() == [[40.0, 2.0]]


@pytest.mark.parametrize(
    ("study", "order"),
    [
        ({}, ["C00-1", "C00-3", "C00-2"]),
        ({"trigger": "absolute"}, ["C00-3", "C00-2", "C00-1"]),
        ({"events_file": "own.csv"}, ["C00-2", "C00-1", "C00-3"]),
    ],
    ids=["storms by rank", "spikes by negativity", "given by posts"],
)
def test_size_is_what_the_study_looks_for(study: dict[str, Any], order: list[str]) -> None:
    events = [
        storm(1, rank=1, negativity=1.0, n_posts=20),
        storm(2, rank=3, negativity=2.0, n_posts=30),
        storm(3, rank=2, negativity=3.0, n_posts=10),
    ]
    made = results(events, **study)
    assert by_size(made, made.tables["events"])["event_id"].tolist() == order


def test_what_is_usual_grows_with_the_root_of_the_window() -> None:
    made = results([storm(3, sigma=0.01)])
    assert usual(made, made.tables["events"]).tolist() == pytest.approx([0.01 * 5**0.5])


def test_every_event_is_used_open_or_unused() -> None:
    made = results([*THREE, storm(30, reason="too_few_sessions_after_event")])
    assert standing(made, made.tables["events"]).tolist() == ["used", "used", "unused", "open", "open"]


def test_a_return_that_is_not_known_is_a_dash() -> None:
    made = results([storm(3, reason="no_abnormal_variation", **{"car_(1,5)": np.nan})])
    assert return_cells(made, made.tables["events"], Words("en")) == ["–"]
