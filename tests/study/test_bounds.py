"""Nothing in a study is without bound. Expected values: the bounds that docs/study-file.md states."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks._least_study import least_study
from pydantic import TypeAdapter, ValidationError

from naysay.run.parts import study_type
from naysay.study.errors import Fault, StudyError, printable, shown
from naysay.study.file import parse_study, read_study
from naysay.study.reference import Key, keys
from naysay.study.values import Option

HEAD = least_study()
STUDY = study_type()
SCHEMA = STUDY.model_json_schema()
INSIDE = [key for key in keys(STUDY) if key.section]


def faults(text: str) -> dict[str, Fault]:
    with pytest.raises(StudyError) as caught:
        parse_study(text, STUDY, source="x.toml")
    return {fault.field: fault for fault in caught.value.faults}


def with_value(key: Key, value: str) -> str:
    """The least study with ``key`` set, where it stands already or in a section of its own."""
    lines = [line for line in HEAD.splitlines() if not line.startswith(f"{key.name} =")]
    if key.section in lines:
        lines.insert(lines.index(key.section) + 1, f"{key.name} = {value}")
    else:
        lines += [key.section, f"{key.name} = {value}"]
    return "\n".join(lines)


@pytest.mark.parametrize("key", INSIDE, ids=lambda key: f"{key.section}{key.name}")
@pytest.mark.parametrize("value", [2**63, -(10**18), -(2**63), 10**300])
def test_a_whole_number_without_measure_is_refused_by_every_key(key: Key, value: int) -> None:
    found = faults(with_value(key, str(value)))
    field = next(field for field in found if field.endswith(key.name) or f"{key.name}[" in field)
    assert found[field].allowed
    assert found[field].got != "these values together"


def entries(schema: dict[str, Any], place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every value that a study may hold, with where it stands."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    for branch in (*schema.get("anyOf", ()), *schema.get("prefixItems", ())):
        yield from entries(branch, place)
    if "items" in schema:
        yield from entries(schema["items"], f"{place}[]")
    for name, inner in schema.get("properties", {}).items():
        yield from entries(inner, f"{place}.{name}".strip("."))
    yield place, schema


VALUES = [(place, schema) for place, schema in entries(SCHEMA) if "type" in schema]


@pytest.mark.parametrize(("kind", "bounds"), [("integer", 30), ("number", 5), ("array", 15)])
def test_every_number_and_list_has_an_upper_bound(kind: str, bounds: int) -> None:
    mine = {place: schema for place, schema in VALUES if schema["type"] == kind}
    assert len(mine) > bounds
    highest = ("maxItems",) if kind == "array" else ("maximum", "exclusiveMaximum")
    lowest = ("maxItems",) if kind == "array" else ("minimum", "exclusiveMinimum")
    for place, schema in mine.items():
        assert any(bound in schema for bound in highest), place
        assert any(bound in schema for bound in lowest), place


@pytest.mark.parametrize(
    ("lines", "name"), [("history = 1\nmin_history = 2", "history"), ("min_history = 1", "min_history")]
)
def test_one_session_is_no_past(lines: str, name: str) -> None:
    assert f"chatter.{name}" in faults(f"{HEAD}[chatter]\n{lines}\n")


TEXTS = [
    key
    for key in INSIDE
    if key.default == '""' or key.name in {"name", "ticker", "path", "calendar", "timezone", "text", "id"}
]


@pytest.mark.parametrize("key", TEXTS, ids=lambda key: f"{key.section}{key.name}")
@pytest.mark.parametrize("value", ["\\u0000", "a\\u001b[31m", "a\\nb", "a\\u0085b", "a" * 5_000, "a\\u2028b"])
def test_a_text_is_one_plain_line_of_bounded_length(key: Key, value: str) -> None:
    found = faults(with_value(key, f'"{value}"'))
    assert all(str(fault).isprintable() and len(str(fault)) < 600 for fault in found.values())


def test_a_company_may_be_called_anything_that_can_be_made_harmless() -> None:
    name = "=cmd|'/C calc'!A0 \\u0000\\u001b[31m"
    parse_study(HEAD.replace('ticker = "ACME"', f'ticker = "ACME"\nname = "{name}"'), STUDY, source="x.toml")
    assert "company[0].name" in faults(HEAD.replace('ticker = "ACME"', 'ticker = "ACME"\nname = "\ud800"'))


def test_half_of_a_pair_in_a_title_is_refused() -> None:
    with pytest.raises(StudyError, match=r"study\.title"):
        parse_study(HEAD.replace('"least"', '"least"\ntitle = "\ud800"'), STUDY, source="x.toml")


@pytest.mark.parametrize(
    "value", ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31", "20240102", "true"]
)
@pytest.mark.parametrize("name", ["start", "end"])
def test_a_date_is_of_this_age_and_no_number(name: str, value: str) -> None:
    lines = [line for line in HEAD.splitlines() if not line.startswith(name)]
    lines.insert(1, f"{name} = {value}")
    assert f"study.{name}" in faults("\n".join(lines))


@pytest.mark.parametrize("value", ["0001-01-01", "9999-12-31", '"20240102"', "0"])
def test_an_event_is_of_this_age(value: str) -> None:
    text = f'{HEAD}[[event_study.events]]\ncompany = "ACME"\nsession = {value}\n'
    assert "event_study.events[0].session" in faults(text)


@pytest.mark.parametrize("value", ['"2024-01-02"', "2024-01-02"])
def test_a_date_may_be_a_text(value: str) -> None:
    text = HEAD.replace("start = 2024-01-02", f"start = {value}")
    assert str(parse_study(text, STUDY, source="x.toml").study.start) == "2024-01-02"


@pytest.mark.parametrize(
    "value", ["{a = {b = 1}}", "{a = [[1]]}", "{a = nan}", f"{{a = {2**63}}}", "{a = 2024-01-02}"]
)
def test_options_are_plain_values(value: str) -> None:
    fault = faults(f"{HEAD}[sentiment]\noptions = {value}\n")["sentiment.options.a"]
    assert "a text, a number" in fault.allowed


@pytest.mark.parametrize("path", ["../posts.csv", "data/../../x", "~/posts.csv", "~anna/x"])
def test_a_path_does_not_leave_the_workspace_unasked(path: str) -> None:
    fault = faults(HEAD.replace("posts.csv", path))["posts.path"]
    assert "below the workspace" in fault.allowed


@pytest.mark.parametrize("path", ["/srv/x/../posts.csv", "data/a..b.csv", "data/~x.csv"])
def test_a_path_may_hold_dots_and_be_absolute(path: str) -> None:
    assert parse_study(HEAD.replace("posts.csv", path), STUDY, source="x.toml").posts.path == path


@pytest.mark.parametrize("depth", [11, 5_000])
@pytest.mark.parametrize("part", ["a", '"a"', "'a'"])
def test_a_key_of_many_parts_is_refused(depth: int, part: str) -> None:
    """How long that takes is measured by ``python -m benchmarks bounds``."""
    for text in (f"{'. '.join([part] * depth)} = 1", f"[{'.'.join([part] * depth)}]"):
        assert "parts" in faults(text)["file"].got


@pytest.mark.parametrize(
    "text", ["a = " + "{a = " * 5_000, "a = " + "[" * 400 + "]" * 400, "a = 0x" + "f" * 500_000]
)
def test_what_is_nested_or_long_is_told_in_a_line(text: str) -> None:
    assert all(len(str(fault)) < 1_000 for fault in faults(text).values())


def test_a_fault_in_each_entry_of_a_long_list_is_told_in_short() -> None:
    text = f"{HEAD}[event_study]\nwindows = [{'1,' * 5_000}]\n"
    with pytest.raises(StudyError) as caught:
        parse_study(text, STUDY, source="x.toml")
    assert len(str(caught.value).splitlines()) <= 102


def test_of_a_file_that_is_no_study_the_first_faults_are_told() -> None:
    found = faults(HEAD + "".join(f"k{i} = 1\n" for i in range(50_000)))
    assert found["file"].got == "49000 further faults"
    assert len(found) == 1_001


def test_companies_end_somewhere() -> None:
    tables = "".join(f'[[company]]\nticker = "T{i}"\n' for i in range(20_000))
    assert "20000" in faults(HEAD + tables)["company"].allowed


@pytest.mark.parametrize("path", ["/dev/zero", "/proc/self/mem", "/"])
def test_what_is_no_file_is_no_study(path: str) -> None:
    with pytest.raises(StudyError, match="check the path"):
        read_study(Path(path))


def test_a_pipe_is_no_study_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(StudyError, match="a pipe"):
        read_study(tmp_path / "pipe.toml")


@pytest.mark.parametrize("name", ["a" * 5_000, "a\0b.toml", "\udcff.toml", "a\n\x1b[31m.toml"])
def test_a_path_that_no_study_has_is_told_on_plain_lines(name: str, tmp_path: Path) -> None:
    with pytest.raises(StudyError) as caught:
        read_study(tmp_path / name)
    assert all(line.isprintable() for line in str(caught.value).split("\n"))


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_lines_may_end_as_windows_ends_them(ending: str, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", ending).encode())
    assert read_study(tmp_path / "s.toml").study.name == "least"


def test_what_is_nested_without_end_is_shown() -> None:
    nested: list[Any] = []
    for _ in range(5_000):
        nested = [nested]
    assert len(shown(nested)) <= 80
    assert shown(16**5_000) == "a whole number of 20001 bits"


def test_a_name_that_is_not_utf8_can_be_written() -> None:
    assert printable("a\udcff\u202e.csv").encode() == rb"a\xdcff\x202e.csv"


def test_an_option_may_be_a_list_of_a_thousand_plain_values_and_no_more() -> None:
    options = TypeAdapter(Option)
    assert options.validate_python(["a"] * 1_000) == ["a"] * 1_000
    with pytest.raises(ValidationError, match="up to 1000 of them"):
        options.validate_python(["a"] * 1_001)
