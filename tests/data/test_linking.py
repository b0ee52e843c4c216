"""Which companies a post is about. Expected values are written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from naysay.data.linking import By, linker
from naysay.study.company import Company

COMPANIES = (
    Company(ticker="BRK.B", name="Berkshire Hathaway", aliases=("Berkshire",)),
    Company(ticker="ALL", name="Allstate"),
    Company(ticker="NOW", name="ServiceNow", aliases=("Service Now", "ALL")),
    Company(ticker="SIE.DE", name="Siemens AG", aliases=("Siemens", "Größter")),
)


@pytest.mark.parametrize(
    ("by", "path", "said", "expected"),
    [
        ("file", "posts/BRK.B.jsonl.zst", "", ("BRK.B",)),
        ("file", "posts/brk.b.CSV", "", ("BRK.B",)),
        ("file", "posts/Siemens.csv", "", ("SIE.DE",)),
        ("file", "posts/BRK.jsonl", "", ()),
        ("folder", "posts/NOW/2014.jsonl", "", ("NOW",)),
        ("folder", "NOW/posts/2014.jsonl", "", ()),
        ("column", "posts/all.csv", " siemens ag ", ("SIE.DE",)),
        ("column", "posts/NOW.csv", "", ()),
        ("column", "posts/x.csv", "ALL", ("ALL",)),
        ("column", "posts/x.csv", "", ()),
        ("file", "posts/BRK.B.ndjson.gz", "", ("BRK.B",)),
        ("file", "posts/SIE.DE.parquet", "", ("SIE.DE",)),
        ("file", "posts/SIE.DE", "", ("SIE.DE",)),
        ("file", "posts/.csv", "", ()),
        ("file", "ALL/NOW.jsonl", "ALL", ("NOW",)),
        ("folder", "BRK.B/a.jsonl", "", ("BRK.B",)),
        ("folder", "siemens ag/a.jsonl", "", ("SIE.DE",)),
    ],
)
def test_by_a_name_that_stands_for_itself(by: By, path: str, said: str, expected: tuple[str, ...]) -> None:
    assert linker(COMPANIES, by)(Path(path), said, "").companies == expected


def test_the_rule_that_is_told_is_the_one_of_the_study() -> None:
    for by in ("file", "folder", "column"):
        found = linker(COMPANIES, by)(Path("now/NOW.csv"), "NOW", "")  # type: ignore[arg-type]
        assert found.decisions == (("NOW", "linked", by),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$BRK.B up", ("BRK.B",)),
        ("$brk.b, again", ("BRK.B",)),
        ("$BRK is another", ()),
        ("$ALL.A is another class", ()),
        ("I sold $ALL. Done", ("ALL",)),
        ("berkshire hathaway's meeting", ("BRK.B",)),
        ("SIEMENS and service now", ("NOW", "SIE.DE")),
        ("not all of it, right now", ("NOW",)),
        ("Siemensstadt is a place", ()),
        ("überSiemens", ()),
        ("xSiemens", ()),
        ("Siemens_x", ()),
        ("_Siemens", ()),
        ("$ALL.AB is another class", ()),
        ("$ALL.Then it fell", ("ALL",)),
        ("der GRÖSSTER", ("SIE.DE",)),
        ("$NOW, $ALL", ("ALL", "NOW")),
        ("$ALL $ALL Allstate", ("ALL",)),
        ("($NOW)", ("NOW",)),
        ("#servicenow @ServiceNow", ("NOW",)),
        ("$NOWX", ()),
        ("x$NOW", ()),
        ("US$NOW", ()),
        ("$Siemens is the sign of another", ()),
        ("$SIE.DE.", ("SIE.DE",)),
        ("$SIE", ()),
        ("BRK.B without its sign", ("BRK.B",)),
        ("SIEMENS\nAG", ("SIE.DE",)),
        ("siemens\u202e", ("SIE.DE",)),
        ("$NOW\0$ALL", ("ALL", "NOW")),
        ("", ()),
    ],
)
def test_by_what_the_text_mentions(text: str, expected: tuple[str, ...]) -> None:
    found = linker(COMPANIES, "text")(Path("x"), "", text)
    assert found.companies == expected


def test_where_names_overlap_the_longest_is_meant() -> None:
    link = linker([Company(ticker="A", name="General"), Company(ticker="B", name="General Motors")], "text")
    assert link(Path(), "", "General Motors again").companies == ("B",)
    assert link(Path(), "", "General motor").companies == ("A",)


def test_a_name_that_two_companies_share_means_both_in_texts_and_the_first_in_files() -> None:
    two = [Company(ticker="GOOG", name="Alphabet"), Company(ticker="GOOGL", name="Alphabet")]
    assert linker(two, "text")(Path(), "", "Alphabet and $GOOGLE").companies == ("GOOG", "GOOGL")
    assert linker(two, "file")(Path("alphabet.csv"), "", "").companies == ("GOOG",)


def test_a_ticker_goes_before_the_name_of_another() -> None:
    companies = [Company(ticker="X", name="US"), Company(ticker="US")]
    assert linker(companies, "column")(Path(), "us", "").companies == ("US",)


def test_an_alias_is_a_word_and_regex_is_not_read() -> None:
    link = linker([Company(ticker="X", aliases=("a.c (b+",))], "text")
    assert link(Path(), "", "it is A.C (B+ here").companies == ("X",)
    assert link(Path(), "", "it is abc (b here").companies == ()


@pytest.mark.parametrize(
    ("path", "said"), [("x/y.csv", " t "), ("T/y.csv", ""), ("x/t.csv", ""), ("x/at&t inc.csv", "")]
)
def test_a_board_in_the_column_the_folder_or_the_file_lends_context(path: str, said: str) -> None:
    link = linker([Company(ticker="T", aliases=("AT&T Inc",))], "text")
    assert link(Path(path), said, "what about T today").companies == ("T",)
    assert link(Path("x/y.csv"), "", "what about T today").companies == ()


def test_the_companies_of_a_text_stand_in_the_order_of_the_study() -> None:
    companies = [Company(ticker="ZZZ"), Company(ticker="AAA"), Company(ticker="MMM")]
    assert linker(companies, "text")(Path(), "", "$MMM $AAA $ZZZ").companies == ("ZZZ", "AAA", "MMM")


def test_a_company_that_was_found_is_not_told_as_refused() -> None:
    """The alias is refused for its small letters, the cashtag counts; of the other company it is the end."""
    strict = {"name": "Meta", "case_sensitive": True}
    companies = [Company(ticker="META", aliases=(strict,)), Company(ticker="X", aliases=(strict,))]  # type: ignore[arg-type]
    found = linker(companies, "text")(Path(), "", "meta and $META")
    assert set(found.decisions) == {("META", "linked", "cashtag"), ("X", "refused", "case")}
