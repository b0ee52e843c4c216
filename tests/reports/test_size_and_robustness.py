"""What the sections on size and robustness say. Expected values: sentences and cells written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reports.fakes import fake_results

from naysay.reports.blocks import Block, Bullets, Paragraph, TableBlock
from naysay.reports.numbers import NBSP
from naysay.reports.sections import section
from naysay.reports.words import Words


def told(name: str, verdict: str = "negative_lead", language: str = "en") -> list[Block]:
    words = Words("de" if language == "de" else "en")
    return list(section(name).build(fake_results(verdict, language=language), words).blocks)  # type: ignore[arg-type]


def rows(blocks: list[Block], place: int = 0) -> dict[str, list[str]]:
    """The cells of a table by the first of each row."""
    table = [block for block in blocks if isinstance(block, TableBlock)][place]
    return {row[0]: [cell.replace(NBSP, " ") for cell in row[1:]] for row in table.rows}


def texts(blocks: list[Block]) -> str:
    return " ".join(b.text for b in blocks if isinstance(b, Paragraph)).replace(NBSP, " ")


def test_size_in_words() -> None:
    blocks = told("size")
    cells = rows(blocks)
    assert cells["Difference over the next session after a usual rise"] == [
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
    assert rows(blocks)["Handelstage vom Höchstpunkt bis zur Hälfte der Umkehr"][:2] == ["–", "1,9 oder mehr"]
    assert "in manchen Verläufen nach 10 Handelstagen nicht erreicht" in texts(blocks)
    assert "“" not in texts(blocks)


def test_robustness_counts_what_agrees_and_lists_what_is_missing() -> None:
    blocks = told("robustness")
    assert (
        "Of 3 other ways to ask, 2 point the same way and 2 of these leave zero out of their interval. "
        "Placebos without shuffling that leave zero out: 0 of 1." in texts(blocks)
    )
    cells = rows(blocks)
    assert cells["The study (vader)"] == ["−12 bp", "−18 to −6", "< 0.001", "", "2,724"]
    assert cells["Reverse direction"] == ["−0.033 sd", "−0.065 to −0.002", "0.039", "", "2,724"]
    assert cells["Extremes pulled in"] == ["2 bp", "−4 to 8", "0.500", "3 bp", "2,724"]
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


@pytest.mark.parametrize("name", ["size", "robustness"])
def test_a_study_without_them_says_so(name: str) -> None:
    results = replace(fake_results(), tables={})
    blocks = section(name).build(results, Words("en")).blocks
    assert any(isinstance(block, Paragraph) and "does not ask" in block.text for block in blocks)
