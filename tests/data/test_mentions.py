"""Companies in texts. Expected values: 200 lines labelled by hand, and small cases worked out beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.data import mention_search, mentions, text_windows
from naysay.data.bare_tickers import WORDS
from naysay.data.linking import linker
from naysay.data.mention_decisions import CONTEXT, Deciding
from naysay.data.mentions import Mentions
from naysay.study.company import Alias, Company
from naysay.study.errors import NaysayError
from naysay.study.file import parse_study
from naysay.study.values import has_check_digit

COMPANIES = [
    Company(ticker="T"), Company(ticker="D"), Company(ticker="V"), Company(ticker="C"), Company(ticker="F"),
    Company(ticker="X"), Company(ticker="ALL", name="Allstate"), Company(ticker="NOW", name="ServiceNow"),
    Company(ticker="IT", name="Gartner"), Company(ticker="ON", name="ON Semiconductor"),
    Company(ticker="KEY", name="KeyCorp"), Company(ticker="CAT", name="Caterpillar"),
    Company(ticker="GE", name="General Electric"), Company(ticker="MA", name="Mastercard"),
    Company(ticker="SAP", isin="DE0007164600"),
]  # fmt: skip
LINES = [
    line.split("\t")
    for line in (Path(__file__).parent / "ticker_lines.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("expected", "text"), LINES, ids=[text for _, text in LINES])
def test_tickers_are_not_taken_from_ordinary_words(expected: str, text: str) -> None:
    found = Mentions(COMPANIES).find(text).companies()
    assert found == ({expected} if expected != "-" else set())


def test_the_hand_labelled_lines_are_many_and_of_both_kinds() -> None:
    assert len(LINES) >= 200
    assert sum(expected == "-" for expected, _ in LINES) > 80


def meta(**flags: object) -> Mentions:
    return Mentions([Company(ticker="META", aliases=({"name": "Meta", **flags},))])  # type: ignore[arg-type]


def test_flags_of_an_alias() -> None:
    assert meta().find("a meta analysis").companies() == {"META"}
    assert meta(case_sensitive=True).find("a meta analysis").refused == {("META", "case"): None}
    assert meta(case_sensitive=True).find("Meta fell").companies() == {"META"}
    assert meta(exclude_if=("Meta Analysis",)).find("a meta analysis").refused == {("META", "excluded"): None}
    unsure = meta(needs_context=True)
    assert unsure.find("Meta is a word").refused == {("META", "no_context"): None}
    assert unsure.find("Meta stock is cheap").companies() == {"META"}
    assert unsure.find("Meta ist da, die Aktie fällt").companies() == {"META"}
    assert unsure.find("Meta? What a stock!").companies() == {"META"}
    assert unsure.find("Meta here", board={"META"}).companies() == {"META"}
    assert unsure.find("Meta and $META").companies() == {"META"}


@pytest.mark.parametrize("text", ["Größe zählt: Meta fällt", "ßßß Meta", "İ ŉ ﬃ Meta", "Meta, groß"])
def test_letters_that_grow_when_they_are_folded_hide_no_alias(text: str) -> None:
    assert meta(case_sensitive=True).find(text).companies() == {"META"}
    assert meta(case_sensitive=True).find(text.lower()).refused == {("META", "case"): None}
    own = Mentions([Company(ticker="X", aliases=(Alias(name="Straßen AG", case_sensitive=True),))])
    assert own.find(f"{text}, die Straßen AG").companies() == {"X"}
    assert own.find(f"{text}, die STRASSEN AG").refused == {("X", "case"): None}


def test_the_board_is_context_and_no_more() -> None:
    link = linker([Company(ticker="T"), Company(ticker="V")], "text")
    assert link(Path("T/posts.csv"), "", "nothing here").companies == ()
    assert link(Path("T/posts.csv"), "", "T is down").companies == ("T",)
    assert link(Path("T/posts.csv"), "", "V is down").companies == ()
    assert link(Path("x.csv"), "V", "V is down").companies == ("V",)


def test_every_decision_is_told_once() -> None:
    link = linker([Company(ticker="GE", name="General Electric"), Company(ticker="T")], "text")
    found = link(Path("x"), "", "General Electric, $GE, GE and GE; not a T")
    assert sorted(found.decisions) == [
        ("GE", "linked", "cashtag"), ("GE", "linked", "name"), ("GE", "linked", "ticker"),
        ("T", "refused", "no_context"),
    ]  # fmt: skip


def test_a_short_ticker_of_a_company_that_is_named_is_no_word() -> None:
    link = linker([Company(ticker="GE", name="General Electric")], "text")
    assert link(Path("x"), "", "a GE here").decisions == (("GE", "refused", "no_context"),)
    assert link(Path("x"), "", "General Electric, a GE here").decisions == (
        ("GE", "linked", "name"), ("GE", "linked", "ticker"),
    )  # fmt: skip


def test_an_overlap_that_is_no_word_leaves_the_shorter_name() -> None:
    companies = [Company(ticker="A1", name="Apple"), Company(ticker="A2", name="Apple Inc")]
    assert Mentions(companies).find("an apple incident").companies() == {"A1"}
    assert Mentions(companies).find("apple inc. fell").companies() == {"A2"}


@pytest.mark.parametrize("text", ["\ud83d $T", "İ $T", "ẞ groß $T", "$T\u0000", "𝐓 $T"])
def test_odd_characters_lose_no_mention(text: str) -> None:
    assert Mentions(COMPANIES).find(text).companies() == {"T"}


@pytest.mark.parametrize(
    ("isin", "right"),
    [
        ("DE0007164600", True),  # SAP
        ("US0378331005", True),  # Apple
        ("US5949181045", True),  # Microsoft
        ("DE000A1EWWW0", True),  # adidas
        ("US0378331006", False),
        ("DE0007164606", False),
    ],
)
def test_an_isin_has_its_check_digit(isin: str, right: bool) -> None:
    assert has_check_digit(isin) is right


def test_a_study_with_a_wrong_isin_is_refused() -> None:
    text = """
        study = {name = "x", start = 2024-01-01, end = 2024-12-31}
        company = [{ticker = "A", isin = "US0378331006"}]
        posts = {format = "table", path = "a.csv"}
    """
    with pytest.raises(NaysayError, match=r"company\[0\].isin"):
        parse_study(text, source="x.toml")


def test_the_wkn_is_that_of_a_german_isin() -> None:
    assert Company(ticker="A", isin="DE000A1EWWW0").known_wkn == "A1EWWW"
    assert Company(ticker="A", isin="US0378331005").known_wkn == ""
    assert Company(ticker="A", wkn="865985").known_wkn == "865985"


def test_word_lists_are_in_lower_case() -> None:
    assert all(word == word.lower() for word in WORDS | CONTEXT)
    assert Alias(name="ab").exclude_if == ()


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("apple ", {("AAPL", "refused", "no_context")}),
        ("apple pie ", {("AAPL", "refused", "excluded")}),
        ("$AAPL ", {("AAPL", "linked", "cashtag")}),
        ("T ", {("T", "refused", "no_context")}),
        ("T calls ", {("T", "linked", "ticker")}),
        ("AT&T ", {("T", "linked", "name")}),
    ],
)
def test_a_name_two_hundred_thousand_times_is_one_decision(
    unit: str, expected: set[tuple[str, str, str]]
) -> None:
    """Judged once for each way it is written: looking through the text at each would take hours here."""
    fruit = Alias(name="Apple", needs_context=True, exclude_if=("apple pie",))
    companies = [Company(ticker="AAPL", aliases=(fruit,)), Company(ticker="T", name="AT&T")]
    found = linker(companies, "text")(Path("posts.csv"), "", unit * 200_000)
    assert set(found.decisions) == expected


@settings(max_examples=300)
@given(text=st.text(st.sampled_from("ab A$.T"), max_size=60), window=st.integers(1, 9))
def test_where_windows_end_does_not_matter(text: str, window: int) -> None:
    aliases = (
        Alias(name="ab"),
        Alias(name="abab", case_sensitive=True),
        Alias(name="b a", exclude_if=("aa",)),
    )
    find = Mentions([Company(ticker="A", aliases=aliases), Company(ticker="T", name="ba ab")]).find
    whole = find(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_windows, "WINDOW", window)
        patch.setattr(mentions, "WINDOW", window)
        patch.setattr(mention_search, "WINDOW", window)
        pieces = find(text)
    assert (pieces.linked, pieces.refused) == (whole.linked, whole.refused)


def test_spellings_of_an_alias_that_make_no_difference_are_judged_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    judged: list[str] = []
    monkeypatch.setattr(Deciding, "judge", lambda self, mention, *rest: judged.append(mention.written))
    aliases = (Alias(name="bolt works", exclude_if=("not this",)), Alias(name="Nuts", case_sensitive=True))
    Mentions([Company(ticker="QQQ", aliases=aliases)]).find("Bolt works BOLT WORKS bolt WORKS nuts NUTS Nuts")
    assert judged == ["bolt works", "Nuts", "Nuts"]


def test_an_alias_that_needs_context_has_it_where_the_company_is_named_otherwise() -> None:
    """No word speaks of shares here: the company's own name, or its bare ticker, is the context."""
    alias = Alias(name="Meta", needs_context=True)
    find = Mentions([Company(ticker="FBOOK", name="Facebook", aliases=(alias,)), Company(ticker="IBM")]).find
    assert find("Facebook is now Meta").linked == {("FBOOK", "name"): None, ("FBOOK", "alias"): None}
    assert ("FBOOK", "alias") in find("FBOOK, once Meta").linked
    other = find("IBM is no Meta")
    assert other.companies() == {"IBM"}
    assert other.refused == {("FBOOK", "no_context"): None}


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("my positions for T", True),
        ("T Quartalszahlen", True),
        (f"x shares{' ' * 20}of T", True),  # 29 characters before the ticker, and one that parts words
        (f"x shares{' ' * 22}of T", False),
        (f"T{' ' * 16}Quartalszahlen", True),  # 30 characters after it
        (f"T{' ' * 17}Quartalszahlen", False),
    ],
)
def test_the_context_of_a_short_ticker_stands_within_thirty_characters(text: str, linked: bool) -> None:
    assert Mentions(COMPANIES).find(text).companies() == ({"T"} if linked else set())


@pytest.mark.parametrize(("ticker", "linked"), [("QX", False), ("QXZ", True)])
def test_a_bare_ticker_of_three_letters_needs_no_context(ticker: str, linked: bool) -> None:
    found = Mentions([Company(ticker=ticker)]).find(f"look at {ticker} again").companies()
    assert found == ({ticker} if linked else set())


def test_the_longer_of_two_names_that_start_together_is_meant_beside_one_that_is_no_word() -> None:
    """In "incident" the longer name is no word, and so the whole text is searched for all matches."""
    companies = [Company(ticker="A1", name="Apple"), Company(ticker="A2", name="Apple Inc")]
    assert Mentions(companies).find("apple inc and pineapple inc").companies() == {"A2"}
    assert Mentions(companies).find("apple inc and an apple incident").companies() == {"A1", "A2"}


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Calls on T", True), ("T Calls", True), ("T $5", True), ("T at $9", True), ("Long T", True),
        ("T +2%", True), ("x-T calls", False), ("T-calls", False), ("T's calls", False), ("T’s calls", False),
        ("buy T", True), ("BUY T", False), ("Vitamin D calls", False), ("SAP-Aktie", True),
        ("SAP-frei", False), ("SAP's news", False), ("SAP’s news", False),
        ("SAP.2 days on", True), ("SAP.de", False), ("SAP", True), ("sap", False),
    ],
)  # fmt: skip
def test_a_bare_ticker_stands_alone_and_a_short_one_beside_talk_of_shares(text: str, linked: bool) -> None:
    assert bool(Mentions(COMPANIES).find(text).companies()) is linked


@pytest.mark.parametrize("phrase", ["Straße", "STRASSE"])
def test_a_phrase_that_excludes_is_read_in_any_case_and_one_of_several_is_enough(phrase: str) -> None:
    found = meta(exclude_if=("nowhere", phrase)).find("meta strasse")
    assert found.refused == {("META", "excluded"): None}


def test_an_isin_and_a_wkn_are_mentions() -> None:
    assert Mentions(COMPANIES).find("de0007164600 rose").linked == {("SAP", "isin"): None}
    assert Mentions(COMPANIES).find("WKN 716460 rose").linked == {("SAP", "wkn"): None}


def test_a_dollar_sign_is_talk_of_shares() -> None:
    assert meta(needs_context=True).find("Meta at 5 $").companies() == {"META"}


def test_an_alias_is_refused_for_its_letters_before_it_is_for_its_company() -> None:
    """One reason a mention: the first that holds."""
    strict = meta(case_sensitive=True, exclude_if=("analysis",))
    assert strict.find("a meta analysis").refused == {("META", "case"): None}
