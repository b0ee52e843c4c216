"""One part is one file: each kind of part is added to a copy of the program as CONTRIBUTING.md says.

One copy takes a method, a section, an export and a scorer; two runs use them all, and each test reads what
its part did. Expected values: what the toy part itself says and does.
"""

from __future__ import annotations

import pandas as pd
import pytest
from tests.house.scratch import TEXTS, House, Run

METHOD = '''\
"""How many posts a company draws in a session."""

from __future__ import annotations

from typing import Final

import pandas as pd
from pydantic import Field

from naysay.analysis.methods.base import Method, MethodInput
from naysay.study.frames import COMPANY, NOBS, REASON, Table
from naysay.study.reasons import because
from naysay.study.spec import Chatter, MethodOptions
from naysay.study.values import Sessions

TOY: Final = Table(
    "toy",
    {
        "company": COMPANY,
        "posts": "the mean number of posts in a session",
        "nobs": NOBS,
        **REASON,
    },
)


class ToyOptions(MethodOptions):
    fewest: Sessions = Field(default=20, description="the fewest sessions, 1 to 10000, to count in")


def run(inputs: MethodInput[ToyOptions]) -> dict[str, pd.DataFrame]:
    least, counts = inputs.options.fewest, inputs.panel["n_posts"]
    assert inputs.section(Chatter).min_posts == 1
    reason = because("toy_too_short", least=least) if len(counts) < least else ""
    columns = {"posts": counts.mean(), "nobs": counts.count(), "reason": reason}
    return {"toy": pd.DataFrame(columns).rename_axis("company").reset_index()}


METHOD = Method("toy", ToyOptions, (TOY,), run, reads=(Chatter,))
'''

SECTION = '''\
"""How many posts the run kept."""

from __future__ import annotations

from naysay.reports.blocks import Heading, Paragraph
from naysay.reports.results import Results
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words


def build(results: Results, words: Words) -> SectionContent:
    kept = words("toy.kept", posts=words.numbers.count(results.counts["kept"]))
    return SectionContent((Heading(words("toy.heading")), Paragraph(kept)))


SECTION = ReportSection("toy", build)
'''

EXPORT = '''\
"""The names of the headings, one a line."""

from __future__ import annotations

from pathlib import Path

from naysay.reports.blocks import Document, Heading
from naysay.reports.exports.base import one_file
from naysay.reports.results import Results


def headings(results: Results, document: Document, working: Path) -> bytes:
    lines = [block.text for block in document.blocks if isinstance(block, Heading)]
    return "\\n".join([results.focus, *lines]).encode()


EXPORT = one_file("toy", "report.txt", headings)
'''

MARKET = '''\
"""Prices in files with semicolons."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from naysay.data.markets._layout import price_history
from naysay.data.markets.base import Market, Prices, checked_symbol


def files(symbols: Sequence[str], path: Path) -> dict[str, Path]:
    named = {symbol: path / f"{checked_symbol(symbol)}.txt" for symbol in symbols}
    return {symbol: file for symbol, file in named.items() if file.is_file()}


def read(symbols: Sequence[str], path: Path) -> Prices:
    histories = {
        symbol: price_history(symbol, file.read_bytes().replace(b";", b","), name=file.name)
        for symbol, file in files(symbols, path).items()
    }
    return Prices(histories, {symbol: "no file" for symbol in symbols if symbol not in histories})


MARKET = Market("toy", read, files)
'''

VERB = '''\
"""Say which study this is."""

from __future__ import annotations

from naysay.run.check import read_checked
from naysay.run.terminal import give
from naysay.run.verbs.base import StudyFile


def verb(study: StudyFile) -> None:
    give(f"this is {read_checked(study).study.name}")
'''


SCORER = '''\
"""French, as far as three words go."""

from __future__ import annotations

from typing import Final

from naysay.data.scorers._shares import SharesScorer
from naysay.data.scorers._vocabulary import Vocabulary
from naysay.data.scorers.base import Scorer


def french() -> Vocabulary:
    return Vocabulary(
        lexicon={"excellent": 3.0, "perte": -3.0, "terrible": -2.0},
        emoji={},
        boosters={"très": 0.293},
        negations=frozenset({"pas", "jamais"}),
        idioms={},
        contraction=" ",
        no=" ",
        never=" ",
    )


SCORER: Final[Scorer] = SharesScorer(name="toy", languages=("fr",), vocabulary=french)
'''
KINDS = ("methods", "sections", "exports", "scorers", "markets")
FRENCH = ("un trimestre très excellent", "une perte terrible", "rien de neuf")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The program with a part of each kind, and the phrases of those that speak."""
    house = House(tmp_path_factory.mktemp("house"))
    house.add("analysis/methods/toy.py", METHOD)
    house.phrase("method.toy", en="Posts were counted from {fewest} sessions on.", de="Gezählt ab {fewest}.")
    house.phrase("reason.toy_too_short", en="fewer than {least} toys", de="weniger als {least} Spielzeuge")
    house.add("reports/sections/toy.py", SECTION)
    house.phrase("toy.heading", en="Toys", de="Spielzeug")
    house.phrase("toy.kept", en="The toy kept {posts} posts.", de="Übrig blieben {posts}.")
    house.add("reports/exports/toy.py", EXPORT)
    house.add("data/scorers/toy.py", SCORER)
    house.add("data/markets/toy.py", MARKET)
    for file in (house.workspace / "data" / "prices").glob("*.csv"):
        file.with_suffix(".txt").write_bytes(file.read_bytes().replace(b",", b";"))
    house.add("run/verbs/toy.py", VERB)
    posts = pd.read_csv(house.workspace / "data" / "posts.csv")
    posts["text"] = posts["text"].map(dict(zip(TEXTS, FRENCH, strict=True)))
    posts.to_csv(house.workspace / "data" / "french.csv", index=False)
    return house


@pytest.fixture(scope="module")
def listed(house: House) -> dict[str, str]:
    """What ``naysay list`` prints, by kind."""
    return house.listed(*KINDS, "keys", "tables")


@pytest.fixture(scope="module")
def english(house: House) -> Run:
    """The toy section, method and export, with usual options; the formats stand in the study."""
    return house.run(methods=["toy"], sections=["methods", "toy"], formats=["toy", "html"])


@pytest.fixture(scope="module")
def german(house: House) -> Run:
    """The toy scorer, source of prices and export, a key of the toy method, and formats as an option."""
    options = ("--formats", "toy,html")
    return house.run(
        *options, further="[toy]\nfewest = 500\n", methods=["toy"], sections=["methods", "toy"],
        language="de", scorer="toy", posts="french.csv", prices="toy", formats=["pdf"],
    )  # fmt: skip


def test_a_method_is_its_file_and_its_phrases(english: Run) -> None:
    table = english.table("toy")
    assert list(table.columns) == ["company", "posts", "nobs", "reason", "reason_values"]
    assert table["company"].tolist() == ["AAA", "BBB"]
    assert table["posts"].between(2.5, 3.5).all()
    assert (table["reason"] == "").all()
    assert "Posts were counted from 20 sessions on." in english.report


def test_the_key_and_the_columns_of_a_new_method_are_listed(listed: dict[str, str]) -> None:
    assert "| `fewest` | the fewest sessions, 1 to 10000, to count in | `20` |" in listed["keys"]
    assert "| `posts` | the mean number of posts in a session |" in listed["tables"]


def test_the_key_of_a_new_method_is_read_and_its_reasons_have_words(german: Run) -> None:
    table = german.table("toy")
    assert set(table["reason"]) == {"toy_too_short"}
    assert set(table["reason_values"]) == {"least=500"}
    assert "Gezählt ab 500." in german.report


def test_a_key_that_a_new_method_does_not_have_is_refused(house: House) -> None:
    with pytest.raises(AssertionError, match=r"toy\.fewer: .* Did you mean fewest\?"):
        house.naysay("check", house.study("[toy]\nfewer = 30\n", methods=["toy"]))


def test_a_section_is_its_file_and_its_phrases(english: Run, german: Run) -> None:
    assert "The toy kept 516 posts." in english.report
    assert "Übrig blieben 516." in german.report


@pytest.mark.parametrize("named", ["study", "command line"])
def test_an_export_is_its_file(english: Run, german: Run, named: str) -> None:
    run = english if named == "study" else german
    lines = (run.folder / "report.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "AAA"
    assert ("Toys" if run is english else "Spielzeug") in lines
    assert not (run.folder / "report.pdf").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_part_is_listed(listed: dict[str, str], kind: str) -> None:
    assert "toy" in listed[kind].split()


def test_a_scorer_of_a_third_language_is_its_file(house: House, german: Run) -> None:
    posts = pd.read_csv(house.workspace / "data" / "french.csv")
    daily = german.table("daily")
    assert daily["n_negative"].sum() == (posts["text"] == FRENCH[1]).sum() > 100
    assert daily["n_positive"].sum() == (posts["text"] == FRENCH[0]).sum() > 100


def test_a_source_of_prices_is_its_file(english: Run, german: Run) -> None:
    returns = german.table("daily")["ret"].astype(float)
    pd.testing.assert_series_equal(returns, english.table("daily")["ret"].astype(float))
    assert returns.abs().mean() > 0.001


def test_a_command_is_its_file(house: House) -> None:
    assert house.naysay("toy", house.study()) == "this is toy\n"
    assert "Say which study this is." in house.naysay("--help")
