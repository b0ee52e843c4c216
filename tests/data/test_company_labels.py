"""Labels of companies. Expected values: what a reader of each label takes it for, written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.company_labels import CompanyLabels
from naysay.data.linking import linker
from naysay.study.company import Company

COMPANIES = (
    Company(ticker="AAA", name="Foo, Inc.", aliases=("Foo",), isin="US0378331005"),
    Company(ticker="BBB", name="Bar & Baz; Sons"),
    Company(ticker="BRK-B", name="Berkshire Hathaway"),
    Company(ticker="SIE.DE", name="Siemens AG", aliases=("Siemens",), isin="DE0007236101"),
    Company(ticker="CCC.US", name="See"),
    Company(ticker="V", name="Visa"),
)
LABELS = CompanyLabels(COMPANIES)


@pytest.mark.parametrize(
    ("label", "tickers"),
    [
        ("AAA", ["AAA"]),
        (" aaa ", ["AAA"]),
        ("$AAA", ["AAA"]),
        ("#aaa", ["AAA"]),
        ("AAA.US", ["AAA"]),
        ("AAA:US", ["AAA"]),
        ("AAA US", ["AAA"]),
        ("AAA US Equity", ["AAA"]),
        ("AAA UW Equity", ["AAA"]),
        ("NASDAQ:AAA", ["AAA"]),
        ("NASDAQ: AAA", ["AAA"]),
        ("AAA:NYSE", ["AAA"]),
        ("Foo (AAA)", ["AAA"]),
        ("Foo Corporation (NASDAQ: AAA)", ["AAA"]),
        ("Foo (formerly Oof)", ["AAA"]),
        ("US0378331005", ["AAA"]),
        ("us0378331005", ["AAA"]),
        ("BRK/B US Equity", ["BRK-B"]),
        ("NYSE:BRK.B", ["BRK-B"]),
        ("SIE GR Equity", ["SIE.DE"]),
        ("SIE GY", ["SIE.DE"]),
        ("ETR:SIE", ["SIE.DE"]),
        ("XETRA:SIE", ["SIE.DE"]),
        ("DE0007236101", ["SIE.DE"]),
        ("723610", ["SIE.DE"]),
        ("CCC", ["CCC.US"]),
        ("$CCC", ["CCC.US"]),
        # A name with a comma or a semicolon is one company.
        ("Foo, Inc.", ["AAA"]),
        ("Foo, Inc., Siemens AG", ["AAA", "SIE.DE"]),
        ("Bar & Baz; Sons", ["BBB"]),
        # Lists, in the order of the study, each company once.
        ("AAA,BBB", ["AAA", "BBB"]),
        ("BBB; AAA", ["AAA", "BBB"]),
        ("BBB|AAA|bbb", ["AAA", "BBB"]),
        ("$AAA, $BBB", ["AAA", "BBB"]),
        ("$AAA $BBB", ["AAA", "BBB"]),
        ('["AAA", "BBB"]', ["AAA", "BBB"]),
        ("['AAA', 'SIE.DE']", ["AAA", "SIE.DE"]),
        ('["Foo, Inc.", "BBB"]', ["AAA", "BBB"]),
        ("[AAA", []),
        ("[" * 300 + "]" * 300, []),
        ("{AAA,BBB}", ["AAA", "BBB"]),
        ("AAA\nBBB", ["AAA", "BBB"]),
        ("Foo, Inc.; BBB", ["AAA", "BBB"]),
        ("AAA,XYZ", ["AAA"]),
        # Others, or nobody.
        ("", []),
        ("$", []),
        ("XYZ", []),
        ("AAA LN Equity", []),
        ("SIE", []),
        ("SIE.F", []),
        ("AAAUS", []),
        ("FOO:AAA", []),
        (",;|", []),
        ("AAA BBB", []),
        ("Visa card", []),
    ],
)
def test_a_label(label: str, tickers: list[str]) -> None:
    assert list(LABELS.all(label)) == tickers


def test_a_ticker_goes_before_a_name_and_that_before_a_number_and_the_first_company_before_the_second() -> (
    None
):
    labels = CompanyLabels(
        [
            Company(ticker="US", name="A"),
            Company(ticker="X", name="US", aliases=("716460",)),
            Company(ticker="SAP.DE", name="A", isin="DE0007164600"),
        ]
    )
    assert [labels.one(label) for label in ("us", "a", "716460")] == ["US", "US", "X"]


def test_a_file_or_folder_is_one_label_and_no_list() -> None:
    assert linker(COMPANIES, "file")(Path("x/AAA.US.csv"), "", "").companies == ("AAA",)
    assert linker(COMPANIES, "file")(Path("x/AAA,BBB.csv"), "", "").companies == ()
    assert linker(COMPANIES, "folder")(Path("$AAA/x.csv"), "", "").companies == ("AAA",)


def test_posts_of_equal_companies_share_their_links() -> None:
    """Links are counted by which object they are."""
    link = linker(COMPANIES, "column")
    one, other = link(Path("x"), "$AAA,BBB", ""), link(Path("y"), "BBB; AAA", "")
    assert one is other
    assert one.decisions == (("AAA", "linked", "column"), ("BBB", "linked", "column"))


def test_a_list_in_the_column_lends_context_to_texts() -> None:
    link = linker(COMPANIES, "text")
    assert link(Path("x"), "$V, XYZ", "what about V today").companies == ("V",)


@given(st.text(max_size=60) | st.text(st.sampled_from("$AB,;| :.US()[]'\"\n"), max_size=60))
def test_any_label_names_companies_of_the_study_or_none(label: str) -> None:
    assert set(LABELS.all(label)) <= {company.ticker for company in COMPANIES}
