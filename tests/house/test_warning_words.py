"""Each code of a warning has words in every language, which take the values of that code and no others."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import naysay
from naysay.reports.words import phrases

SOURCE = Path(naysay.__file__).parent
ALWAYS = {"about", "rows", "rows_dative"}


def calls() -> Iterator[tuple[str, str, set[str]]]:
    """Where the program warns, the code and the names of the values."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "warn":
                place, code = f"{path.relative_to(SOURCE)}:{node.lineno}", node.args[0]
                assert isinstance(code, ast.Constant), f"{place}: write the code out"
                assert all(value.arg for value in node.keywords), f"{place}: write the names of values out"
                yield place, str(code.value), {str(value.arg) for value in node.keywords} - {"rows"}


def test_every_code_has_words_and_every_word_has_a_code() -> None:
    """Words of all languages are the same by tests/reports/test_words.py."""
    codes = {code for _, code, _ in calls()}
    worded = {key.removeprefix("warning.") for key in phrases("en") if key.startswith("warning.")}
    assert codes - worded == set(), "give these codes words below [warning] of reports/phrases/*.toml"
    assert worded - codes == set(), "no module warns of these: take them out below [warning]"


def test_words_take_the_values_of_their_code() -> None:
    for place, code, names in calls():
        braces = {
            name for _, name, _, _ in string.Formatter().parse(phrases("en")[f"warning.{code}"]) if name
        }
        assert braces <= names | ALWAYS, f"{place}: {code}"


def test_data_is_warned_about_in_one_way() -> None:
    others = [
        path.relative_to(SOURCE).as_posix()
        for path in sorted((SOURCE / "data").rglob("*.py"))
        if "warnings.warn(" in path.read_text(encoding="utf-8")
    ]
    assert others == [], "call naysay.study.notices.warn"
