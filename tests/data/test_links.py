"""What names a company, kind by kind. Expected values: labelled by hand, in two files beside this one.

A second list of the same form lies outside the repository, in ``../shared``, and is read where it is there.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from naysay.data.mentions import Mentions
from naysay.study.company import Alias, Company

OWN = Path(__file__).parent / "links.tsv"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "cases" / "words" / "links.tsv"
WORDS = Path(__file__).parent / "word_lines.tsv"
WORD_LINES = [line.split("\t") for line in WORDS.read_text(encoding="utf-8").splitlines()]
UNSURE = {
    "B4B.DE": "Metro", "CON.DE": "Continental", "LIN.DE": "Linde", "HEN3.DE": "Henkel", "PUM.DE": "Puma",
    "RAA.DE": "Rational", "DHL.DE": "Post", "ADJ.DE": "Adler", "G24.DE": "Scout",
}  # fmt: skip
"""Companies whose name is a word, and is marked so in the study."""
NAMED_BY_WORDS = Mentions([
    Company(ticker="A", name="Agilent"), Company(ticker="U", name="Unity"), Company(ticker="GO"),
    Company(ticker="AI", name="C3.ai"), Company(ticker="IT", name="Gartner"),
    Company(ticker="ALL", name="Allstate"), Company(ticker="ON", name="ON Semiconductor"),
    Company(ticker="NOW", name="ServiceNow"),
    *(
        Company(ticker=ticker, aliases=(Alias(name=name, case_sensitive=True, needs_context=True),))
        for ticker, name in UNSURE.items()
    ),
])  # fmt: skip
EXCLUDED = "exclude_if"
"""Linked, unless the alias is marked with the phrase that shows another meaning."""


def lines(path: Path) -> list[list[str]]:
    """The rows below the names of the columns."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return [line.split("\t") for line in text.splitlines()[1:]]


def is_linked(ticker: str, name: str, aliases: str, text: str, phrases: tuple[str, ...] = ()) -> bool:
    """Whether ``text`` names the one company of a study."""
    others = tuple(Alias(name=alias, exclude_if=phrases) for alias in aliases.split(";") if alias)
    return ticker in Mentions([Company(ticker=ticker, name=name, aliases=others)]).find(text).companies()


@pytest.mark.parametrize(
    ("ticker", "name", "aliases", "text", "linked"), lines(OWN), ids=[row[3] for row in lines(OWN)]
)
def test_a_line_names_its_company(ticker: str, name: str, aliases: str, text: str, linked: str) -> None:
    assert is_linked(ticker, name, aliases, text) is (linked == "yes")


@pytest.mark.parametrize(("expected", "text"), WORD_LINES, ids=[text for _, text in WORD_LINES])
def test_a_ticker_or_name_that_is_a_word_is_a_company_where_shares_are_meant(
    expected: str, text: str
) -> None:
    assert NAMED_BY_WORDS.find(text).companies() == ({expected} if expected != "-" else set())


def test_lines_with_words_are_sixty() -> None:
    assert len(WORD_LINES) >= 60


@pytest.mark.skipif(not SHARED.is_file(), reason="../shared/cases/words is not beside the repository")
def test_the_shared_lines_name_their_companies() -> None:
    wrong = []
    for ticker, name, aliases, text, linked in lines(SHARED):
        if linked != "?" and is_linked(ticker, name, aliases, text) is not (linked in ("yes", EXCLUDED)):
            wrong.append(text)
        if linked == EXCLUDED:
            name_alone = name.removesuffix(" AG")
            assert not is_linked(ticker, name, name_alone, text, ("Leverkusen",))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("$SIE is up again", "other_listing"),
        ("$SIE.TO is up", "other_listing"),
        ("SIE calls are up", "other_listing"),
        ("siemens.com/press", "address"),
        ("@siemens please", "address"),
    ],
)
def test_what_is_refused_has_its_reason(text: str, why: str) -> None:
    mentions = Mentions([Company(ticker="SIE.DE", name="Siemens AG", aliases=("Siemens",))])
    assert mentions.find(text).refused == {("SIE.DE", why): None}
    assert not mentions.find(text).linked


def test_a_cashtag_of_the_home_ticker_counts_everywhere_if_the_study_says_so() -> None:
    said = Company(ticker="SIE.DE", home_cashtag=True)
    assert Mentions([said]).find("$SIE is up").companies() == {"SIE.DE"}
    assert Mentions([said]).find("$SIE.TO is up").companies() == set()


def test_a_ticker_of_its_own_goes_before_one_without_its_ending() -> None:
    two = Mentions([Company(ticker="MRK"), Company(ticker="MRK.DE", name="Merck KGaA")])
    assert two.find("$MRK heute schwach").companies() == {"MRK"}
    assert two.find("$MRK.DE heute schwach").companies() == {"MRK.DE"}


def test_another_sure_listing_of_the_place_brings_a_cashtag_home() -> None:
    two = Mentions([Company(ticker="SIE.DE"), Company(ticker="BEIERS.DE")])
    assert two.find("$SIE and $BEIERS").companies() == {"SIE.DE", "BEIERS.DE"}


def test_the_board_of_a_company_brings_its_cashtag_home() -> None:
    assert Mentions([Company(ticker="SIE.DE")]).find("$SIE up", {"SIE.DE"}).companies() == {"SIE.DE"}
