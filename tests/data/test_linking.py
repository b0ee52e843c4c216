"""Which companies a post is about. Expected values are written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from naysay.data.linking import By, linker
from naysay.study.spec import Company

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
    ],
)
def test_by_a_name_that_stands_for_itself(by: By, path: str, said: str, expected: tuple[str, ...]) -> None:
    assert linker(COMPANIES, by)(Path(path), said, "") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$BRK.B up", ("BRK.B",)),
        ("$brk.b, again", ("BRK.B",)),
        ("$BRK is another", ()),
        ("berkshire hathaway's meeting", ("BRK.B",)),
        ("SIEMENS and service now", ("NOW", "SIE.DE")),
        ("not all of it, right now", ("NOW",)),
        ("Siemensstadt is a place", ()),
        ("überSiemens", ()),
        ("der GRÖSSTER", ("SIE.DE",)),
        ("$NOW, $ALL", ("ALL", "NOW")),
        ("", ()),
    ],
)
def test_by_what_the_text_mentions(text: str, expected: tuple[str, ...]) -> None:
    found = linker(COMPANIES, "text")(Path("x"), "", text)
    assert found == expected


def test_an_alias_is_a_word_and_regex_is_not_read() -> None:
    link = linker([Company(ticker="X", aliases=("a.c (b+",))], "text")
    assert link(Path(), "", "it is A.C (B+ here") == ("X",)
    assert link(Path(), "", "it is abc (b here") == ()
