"""Each code has words: the reasons of missing numbers and the causes of rows that are not used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import naysay
from naysay.reports.words import Words, phrases
from naysay.study.about import Language

SOURCE = Path(naysay.__file__).parent
LANGUAGES: tuple[Language, ...] = ("en", "de")


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "because":
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node


def made() -> dict[str, set[frozenset[str]]]:
    """The names of the values by code, once for each way in which the program makes the code."""
    codes: dict[str, set[frozenset[str]]] = {}
    for place, call in calls():
        (code,) = call.args
        assert isinstance(code, ast.Constant), f"{place}: write the code out"
        assert all(value.arg for value in call.keywords), f"{place}: write the names of values out"
        codes.setdefault(str(code.value), set()).add(frozenset(str(value.arg) for value in call.keywords))
    return codes


NOT_USED = ("RefusedError", "SkippedError")
"""What a forum raises for a row, with the cause as its argument."""


def causes() -> Iterator[tuple[str, str]]:
    """Where a row of a forum is refused or skipped, and the code; codes made of a name are left out."""
    for path in sorted((SOURCE / "data").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "RefusedError",
                "SkippedError",
            ):
                written = [argument for argument in node.args if not isinstance(argument, ast.JoinedStr)]
                for part in (part for argument in written for part in ast.walk(argument)):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield f"{path.relative_to(SOURCE)}:{node.lineno}", part.value


def worded() -> set[str]:
    return {key.removeprefix("reason.") for key in phrases("en") if key.startswith("reason.")}


def test_every_code_has_words_and_every_word_has_a_code() -> None:
    """Words of both languages are the same by tests/reports/test_words.py."""
    assert set(made()) - worded() == set(), "give these codes words below [reason] in en.toml and de.toml"
    assert worded() - set(made()) == set(), "no module makes these codes: take them out below [reason]"


def test_every_cause_of_a_refused_or_skipped_row_has_words() -> None:
    without = [(place, code) for place, code in causes() if f"cause.{code}" not in phrases("en")]
    assert without == [], "give these causes words below [cause] in en.toml and de.toml"
    assert "time_without_clock" in {code for _, code in causes()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_take_the_values_of_their_code(language: Language) -> None:
    for code, ways in made().items():
        for names in ways:
            values = "".join(f" {name}=7" for name in sorted(names))
            told = Words(language).reason(code + values)
            assert told.count("7") >= len(names), f"{code}: {told}"
            assert code not in told or "_" not in code


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_that_are_names_have_words(language: Language) -> None:
    """A value written out in the program, such as series="returns", is a word of the language."""
    for _, call in calls():
        for value in call.keywords:
            if isinstance(value.value, ast.Constant) and isinstance(value.value.value, str):
                key = f"reason_{value.arg}.{value.value.value}"
                if value.arg != "errors":  # names of estimators, the same in every language
                    assert key in phrases(language)
