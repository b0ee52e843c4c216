"""What the sections on size and robustness say. Expected values: sentences and cells written by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.reports.fakes import fake_results
from tests.reports.plain_text import plain

from naysay.reports.blocks import Block, Bullets, Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words


def told(name: str, verdict: str = "negative_lead", language: str = "en") -> list[Block]:
    words = Words("de" if language == "de" else "en")
    return list(section(name).build(fake_results(verdict, language=language), words).blocks)  # type: ignore[arg-type]


def rows(blocks: list[Block], place: int = 0) -> dict[str, list[str]]:
    """The cells of a table by the first of each row."""
    table = [block for block in blocks if isinstance(block, TableBlock)][place]
    return {row[0]: [plain(cell) for cell in row[1:]] for row in table.rows}


def texts(blocks: list[Block]) -> str:
    return plain(" ".join(b.text for b in blocks if isinstance(b, Paragraph)))


def test_size_in_words() -> None:
    blocks = told("size")
    cells = rows(blocks)
    assert cells["Difference on the next trading day after a usual rise"] == [
        "−12 bp", "−18 to −6", "−0.03 sd", "−0.07 to 0.00",
    ]  # fmt: skip
    assert cells["Session of the largest difference"] == ["3", "1 to 7", "not identified", "–"]
    assert cells["Share of the move reversed after 5 sessions"][:2] == ["10 %", "0 to 30 %"]
    assert cells["Share of the move reversed after 10 sessions"][:2] == ["42 %", "10 to 120 %"]
    assert cells["Sessions from the peak until half is reversed"][:2] == ["–", "1.9 or more"]
    assert cells["Share of the variation explained (partial R²)"][:2] == ["2.19 %", "1.32 to 3.25 %"]
    assert "not reached within 10 sessions on some paths" in texts(blocks)
    assert rows(blocks, 1)["Müller Maschinenbau AG"] == [
        "−€4.2 million", "−6.2 to −2.2 million", "−€6.2 million", "−11 to −2.6 million",
    ]  # fmt: skip


def test_size_in_german_tells_reasons_in_german() -> None:
    blocks = told("size", language="de")
    assert rows(blocks)["Handelstage vom Höchstpunkt bis zur halben Rückbildung"][:2] == [
        "–",
        "1,9 oder mehr",
    ]
    assert "in manchen Verläufen nach 10 Handelstagen nicht erreicht" in texts(blocks)
    assert "“" not in texts(blocks)


def with_sizes(**changed: dict[str, object]) -> Results:
    """The pooled quantities named ``way__name`` with other cells; None leaves the row out."""
    results = fake_results()
    size = results.tables["size"].copy()
    for key, cells in changed.items():
        way, _, name = key.partition("__")
        here = (size["company"] == "POOLED") & (size["direction"] == way) & (size["quantity"] == name)
        assert here.any(), key
        for column, value in cells.items():
            size.loc[here, column] = value
        if not cells:
            size = size[~here]
    return replace(results, tables={**results.tables, "size": size})


def sizes(results: Results) -> list[Block]:
    return list(section("size").build(results, Words("en")).blocks)


def test_quantities_stand_in_their_order_below_their_direction() -> None:
    blocks = told("size")
    (table, money) = [block for block in blocks if isinstance(block, TableBlock)]
    assert table.header == (
        "Quantity", "Chatter → returns", "95 % interval", "Returns → chatter", "95 % interval",
    )  # fmt: skip
    assert list(rows(blocks)) == [
        "Difference on the next trading day after a usual rise",
        "The same for the mood itself",
        "The same for ten more negative posts",
        "Largest difference, added up",
        "Session of the largest difference",
        "Share of the move reversed after 5 sessions",
        "Share of the move reversed after 10 sessions",
        "Sessions from the peak until half is reversed",
        "Share of the variation explained (partial R²)",
        "Smallest difference found four times out of five",
        "The smallest difference of the mood itself",
    ]
    assert money.header == (
        "Company", "Value after a rise", "95 % interval", "Value at the peak", "95 % interval",
    )  # fmt: skip
    assert table.align == money.align == ("left", "right", "right", "right", "right")


def test_a_quantity_of_one_direction_alone_has_dashes_in_the_other() -> None:
    cells = rows(sizes(with_sizes(forward__peak={})))
    assert cells["The same for ten more negative posts"] == ["−25 bp", "−36 to −13", "–", "–"]
    assert cells["Largest difference, added up"][:2] == ["–", "–"]
    assert "sd" in cells["Largest difference, added up"][2]


def test_numbers_of_a_row_share_the_decimals_of_the_largest() -> None:
    cells = rows(sizes(with_sizes(forward__effect={"value": 8.4, "low": -1.2, "high": 18.0})))
    assert cells["Difference on the next trading day after a usual rise"][:2] == ["+8 bp", "−1 to +18"]
    assert cells["Smallest difference found four times out of five"][0] == "8.4 bp"


def test_a_missing_number_has_no_unit_and_a_reason_is_told_once() -> None:
    nan = float("nan")
    blocks = sizes(with_sizes(backward__peak={"value": nan, "low": 0.1, "high": nan}))
    assert rows(blocks)["Largest difference, added up"][2:] == ["–", "0.10 or more"]
    same = sizes(
        with_sizes(
            forward__half_life={"reason": "no_complete_session", "reason_values": ""},
            forward__reverted_5={"reason": "no_complete_session", "reason_values": ""},
        )
    )
    assert texts(same).count("no complete session") == 1


def test_twelve_companies_have_their_value_told_and_those_without_one_have_not() -> None:
    results = fake_results(companies=14)
    size = results.tables["size"]
    own = size[size["quantity"].isin(["effect_value", "peak_value"]) & (size["company"] == "C00")]
    others = size[~size["quantity"].isin(["effect_value", "peak_value"])]
    money = pd.concat([own.assign(company=f"C{i:02d}") for i in range(14)])
    gone = (money["company"] == "C01") & (money["quantity"] == "effect_value")
    money.loc[gone | (money["company"] == "C02"), ["value", "low", "high"]] = float("nan")
    tables = {**results.tables, "size": pd.concat([others, money], ignore_index=True)}
    cells = rows(sizes(replace(results, tables=tables)), 1)
    assert len(cells) == 12
    assert "Jäger Chips KGaA" not in cells
    assert cells["Österreich Öl SE"][:2] == ["–", "–"]
    assert cells["Österreich Öl SE"][2] == "−€6.2 million"


def test_robustness_counts_what_agrees_and_lists_what_is_missing() -> None:
    blocks = told("robustness")
    assert (
        "4 of 5 variants point the same way as the study, 4 of these with zero outside their 95 % interval. "
        "The result differs here: extreme days trimmed (+2.0 bp). All variants rest on the same posts and "
        "prices: that many agree is no further evidence. Cross-checks with posts that cannot have come "
        "before the returns should give zero, and they do (2 of 2)." in texts(blocks)
    )
    cells = rows(blocks)
    assert cells["The study (vader)"] == ["−12 bp", "1.0", "−18 to −6", "< 0.001", "", "2,724"]
    assert cells["Reverse direction"] == ["−0.033 sd", "1.000", "−0.065 to −0.002", "0.039", "", "2,724"]
    assert cells["Extremes pulled in"] == ["+2 bp", "1.0", "−4 to +8", "0.500", "3 bp", "2,724"]
    assert "Measure: mean tone" in cells
    (missing,) = [block for block in blocks if isinstance(block, Bullets)]
    assert missing.items == (
        "No announcement days: the study names no file of announcement days",
        "By forum: the study does not tell forums apart",
    )


def test_two_scorers_stand_beside_each_other() -> None:
    results = fake_results()
    table = results.tables["robustness"].copy()
    table.loc[table["check"] == "without_largest", ["check", "variant"]] = ["other_scorer", "finance"]
    made = replace(results, tables={**results.tables, "robustness": table})
    cells = rows(list(section("robustness").build(made, Words("en")).blocks))
    assert {"The study (vader)", "Scorer: finance"} <= set(cells)


def with_companies(from_open: int, language: str = "en") -> str:
    results = fake_results(language=language)
    table = results.tables["robustness"].copy()
    table.loc[table["check"] == "without_largest", "check"] = "from_open"
    table["n_companies"] = 12
    table.loc[table["check"] == "from_open", ["n_companies", "value"]] = [from_open, -5.0]
    made = replace(results, tables={**results.tables, "robustness": table})
    words = Words("de" if language == "de" else "en")
    return texts(list(section("robustness").build(made, words).blocks))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "From the open, 3 of 12 companies are left out: their opens are missing or repeat closes."),
        (
            "de",
            "Ab der Eröffnung nicht dabei: 3 von 12 Unternehmen, weil Eröffnungskurse fehlen oder "
            "Schlusskurse wiederholen.",
        ),
    ],
)
def test_companies_without_opens_are_counted_where_the_line_stands(language: str, told: str) -> None:
    assert told in with_companies(9, language)
    assert told[:16] not in with_companies(12, language)


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Scorer: finance (share)"), ("de", "Bewertung: finance (Anteil)")]
)
def test_a_line_that_is_of_no_mood_is_marked_in_a_study_of_the_mood(language: str, label: str) -> None:
    results = fake_results(language=language)
    table = results.tables["robustness"].copy()
    changed = ["check", "variant", "measure"]
    table.loc[table["check"] == "without_largest", changed] = ["other_scorer", "finance", "negative_share"]
    made = replace(results, tables={**results.tables, "robustness": table})
    blocks = list(section("robustness").build(made, Words("de" if language == "de" else "en")).blocks)
    assert label in rows(blocks)
    assert sum(name.endswith((" (share)", " (Anteil)")) for name in rows(blocks)) == 1
    assert label.split("finance ")[1] in texts(blocks)


@pytest.mark.parametrize("name", ["size", "robustness"])
def test_a_study_without_them_says_so(name: str) -> None:
    results = replace(fake_results(), tables={})
    blocks = section(name).build(results, Words("en")).blocks
    assert any(isinstance(block, Paragraph) and "does not ask" in block.text for block in blocks)
