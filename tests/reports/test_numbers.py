"""How numbers become text. Expected values: written by hand after each language's usage (Duden; Chicago)."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from tests.reports.plain_text import plain

from naysay.reports.numbers import Numbers, bp_digits
from naysay.study.about import Language

EN, DE = Numbers("en"), Numbers("de")
GAP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "digits", "english", "german"),
    [
        (1234567.891, 1, "1,234,567.9", "1.234.567,9"),
        (-1234.5, 1, "−1,234.5", "−1.234,5"),
        (-0.04, 1, "0.0", "0,0"),
        (0, 0, "0", "0"),
        (None, 1, "–", "–"),
        (math.nan, 1, "–", "–"),
        (math.inf, 0, "–", "–"),
        (pd.NA, 0, "–", "–"),
    ],
)
def test_decimals_follow_the_language(value: object, digits: int, english: str, german: str) -> None:
    assert (EN.decimal(value, digits), DE.decimal(value, digits)) == (english, german)


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [(-12.4, "−12 bp", "−12 Bp"), (3.14, "3.1 bp", "3,1 Bp"), (9.96, "10 bp", "10 Bp"), (None, "–", "–")],
)
def test_basis_points_have_a_decimal_below_ten(value: float | None, english: str, german: str) -> None:
    assert (plain(EN.basis_points(value)), plain(DE.basis_points(value))) == (english, german)


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [(0.0132, "1.32 %", "1,32 %"), (-0.0001, "−0.01 %", "−0,01 %"), (math.nan, "–", "–")],
)
def test_percent_of_a_decimal_number(value: float, english: str, german: str) -> None:
    assert (plain(EN.percent(value)), plain(DE.percent(value))) == (english, german)


@pytest.mark.parametrize(
    ("value", "text"), [(0.0123, "+1,2 %"), (-0.0123, "−1,2 %"), (0.0001, "0,0 %"), (float("nan"), "–")]
)
def test_percent_with_a_sign(value: float, text: str) -> None:
    assert plain(DE.percent(value, 1, sign=True)) == text


@pytest.mark.parametrize(
    ("amount", "text"), [(4.7e6, "+4,7 Mio. €"), (-4.7e6, "−4,7 Mio. €"), (0.2, "0 €"), (None, "–")]
)
def test_money_with_a_sign(amount: float | None, text: str) -> None:
    assert plain(DE.money(amount, "EUR", sign=True)) == text


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        (0.0004, "p < 0.001", "p < 0,001"),
        (0.0005, "p = 0.001", "p = 0,001"),
        (0.013, "p = 0.013", "p = 0,013"),
        (1.0, "p = 1.000", "p = 1,000"),
        (None, "p = –", "p = –"),
    ],
)
def test_small_p_values_are_not_zero(value: float | None, english: str, german: str) -> None:
    assert (plain(EN.p_equals(value)), plain(DE.p_equals(value))) == (english, german)


@pytest.mark.parametrize(
    ("amount", "currency", "english", "german"),
    [
        (41e6, "EUR", "€41 million", "41 Mio. €"),
        (-41.2e6, "EUR", "−€41 million", "−41 Mio. €"),
        (4.12e9, "USD", "$4.1 billion", "4,1 Mrd. $"),
        (2.5e12, "JPY", "¥2.5 trillion", "2,5 Bio. ¥"),
        (985_618, "CHF", "986,000 CHF", "986.000 CHF"),
        (999_960, "EUR", "€1.0 million", "1,0 Mio. €"),
        (-0.2, "EUR", "€0", "0 €"),
        (12, "", "12", "12"),
        (None, "EUR", "–", "–"),
    ],
)
def test_money_in_the_unit_of_its_size(
    amount: float | None, currency: str, english: str, german: str
) -> None:
    assert (plain(EN.money(amount, currency)), plain(DE.money(amount, currency))) == (english, german)


@pytest.mark.parametrize(
    ("low", "high", "english", "german"),
    [
        (-63e6, -18e6, "−63 to −18 million", "−63 bis −18 Mio."),
        (-3.2e6, 1.7e6, "−3.2 to 1.7 million", "−3,2 bis 1,7 Mio."),
        (-940.0, 20.0, "−940 to 20", "−940 bis 20"),
        (None, 1.0, "–", "–"),
    ],
)
def test_both_ends_of_an_amount_share_one_unit(
    low: float | None, high: float, english: str, german: str
) -> None:
    assert (plain(EN.money_span(low, high)), plain(DE.money_span(low, high))) == (english, german)


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        ("2024-04-09", "9 April 2024", "9. April 2024"),
        (pd.Timestamp(2025, 3, 31), "31 March 2025", "31. März 2025"),
        (None, "–", "–"),
        ("no day", "–", "–"),
    ],
)
def test_dates_are_written_out(value: object, english: str, german: str) -> None:
    assert (plain(EN.date(value)), plain(DE.date(value))) == (english, german)


def test_dates_in_tables_are_short() -> None:
    assert (EN.short_date("2024-04-09"), DE.short_date("2024-04-09")) == ("2024-04-09", "09.04.2024")


@pytest.mark.parametrize(
    ("window", "english", "german"),
    [((-10, 10), "−10 to +10", "−10 bis +10"), ((0, 1), "0 to +1", "0 bis +1"), ((0, 0), "0", "0")],
)
def test_windows_show_their_signs(window: tuple[int, int], english: str, german: str) -> None:
    assert (plain(EN.window(*window)), plain(DE.window(*window))) == (english, german)


@pytest.mark.parametrize(("value", "expected"), [(2.0, "2"), (2.5, "2.5"), (0.0, "0"), (-12.25, "−12.25")])
def test_chosen_numbers_keep_the_decimals_they_have(value: float, expected: str) -> None:
    assert EN.plain(value) == expected


@pytest.mark.parametrize("language", ["en", "de"])
def test_an_interval_does_not_break_across_lines(language: Language) -> None:
    assert " " not in Numbers(language).span(-18.2, -6.4)


def test_numbers_shown_together_share_their_decimals() -> None:
    assert bp_digits(-2.1, -9.3, 5.1) == 1
    assert bp_digits(-2.1, -18.0, None) == 0


@pytest.mark.parametrize(
    ("amount", "text"),
    [(12_345, "€12,300"), (1_234, "€1,230"), (999, "€999"), (87.6, "€88"), (-45_678, "−€45,700")],
)
def test_small_amounts_of_money_have_three_leading_digits(amount: float, text: str) -> None:
    assert Numbers("en").money(amount, "EUR") == text


@pytest.mark.parametrize(
    ("first", "last", "english", "german"),
    [
        ("2024-04-09", "2024-04-11", "9 to 11 April", "9. bis 11. April"),
        ("2024-12-30", "2025-01-02", "30 December to 2 January", "30. Dezember bis 2. Januar"),
        ("2024-04-09", None, "–", "–"),
    ],
)
def test_days_from_one_to_another(first: str, last: str | None, english: str, german: str) -> None:
    assert (plain(EN.days(first, last)), plain(DE.days(first, last))) == (english, german)


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [("2024-04", "April 2024", "April 2024"), ("2024-03-31", "March 2024", "März 2024"), ("x", "–", "–")],
)
def test_a_month_has_its_year(value: str, english: str, german: str) -> None:
    assert (EN.month_of_year(value), DE.month_of_year(value)) == (english, german)


def test_a_day_stands_without_its_year_where_that_is_known() -> None:
    assert (plain(EN.day("2024-04-09")), plain(DE.day("2024-04-09")), DE.day(None)) == (
        "9 April",
        "9. April",
        "–",
    )
