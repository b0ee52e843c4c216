"""Lines of JSON. Expected values: what Python's own reader makes of each line alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.data.forums._json import DEEPEST, json_records
from naysay.data.forums.base import Chunk

EDGES = sorted(
    {sign * (2**power + by) for power in (53, 63, 64, 65, 128) for by in (-1, 0, 1) for sign in (-1, 1)}
    | {sign * (10**power + by) for power in (18, 19, 20, 21) for by in (-1, 0, 1) for sign in (-1, 1)}
)
NUMBERS = [
    *map(str, EDGES), "0", "-0", "-0.0", "0.0", "00", "01", "-", "-01", "+1", ".5", "1.", "1e5", "1E+5",
    "1e400", "-1e400", "1e-400", "5e-324", "2.5e-324", "1.7976931348623157e308", "1.7976931348623159e308",
    "18446744073709551616.0", "18446744073709551616e0", "-9223372036854775809.5", "0.1234567890123456789012",
    "9007199254740993.0", "9" * 309, "9" * 400, "-" + "9" * 400, "1" * 4_300, "1" * 4_301, "-" + "0" * 20,
    "NaN", "Infinity", "-Infinity", "nan", "0x10", "1_000", "١",
]  # fmt: skip
"""Texts of numbers, and some that are none."""
WRITTEN = [
    '""', '"a"', '"\\u0000"', '"\0"', '"\t"', '"\x7f"', '"\\ud83d"', '"\\ude00\\ud83d"',
    '"\\ud83d\\ude00"', '"é🚀"',
    '"\\/\\b\\f\\n\\r\\t\\"\\\\"', '"\\x41"', '"\\u12"', "'a'",
    '"12345678901234567890"', '"-1234567890123456789"',
    "true", "false", "null", "True", "None", "[]", "{}", "[1,]", "[,]", '{"a":1,}', '{"a":1,"a":2}',
    "{1:2}", "", "\ufeff", "// x", "[18446744073709551616]", '{"b": -9223372036854775809}',
]  # fmt: skip
SPACES = ["", " ", "\t", "\r", "\v", "\f", "\xa0", "\0", "\ufeff", "  "]
number = st.sampled_from(NUMBERS) | st.from_regex(
    r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,4})?", fullmatch=True
)
value = st.recursive(
    number | st.sampled_from(WRITTEN) | st.text(max_size=5).map(json.dumps) | st.floats().map(json.dumps),
    lambda inner: st.lists(inner, max_size=3).map(lambda values: f"[{','.join(values)}]"),
    max_leaves=5,
)
member = st.tuples(st.sampled_from(['"a"', '"b"', '"\\u0061"', "a"]), st.sampled_from(SPACES), value)
line = st.one_of(
    st.tuples(st.sampled_from(SPACES), st.lists(member, max_size=4), st.sampled_from(SPACES)).map(
        lambda parts: f"{parts[0]}{{{','.join(':'.join(part) for part in parts[1])}}}{parts[2]}".encode()
    ),
    value.map(str.encode),
    st.binary(max_size=20).map(lambda raw: raw.replace(b"\n", b"")),
    st.dictionaries(st.text(), st.integers() | st.floats() | st.text()).map(
        lambda it: json.dumps(it).encode()
    ),
)


def expected(lines: Sequence[bytes], first: int) -> list[tuple[int, bytes, str, str]]:
    """Number, bytes, fields (written out, so that -0.0 is not 0 and 1 not 1.0) and reason of each line."""
    records = []
    for place, raw in enumerate(lines, first):
        fields, reason = None, ""
        try:
            fields = json.loads(raw.decode("utf-8-sig"))
            if not isinstance(fields, dict):
                fields, reason = None, "not_an_object"
        except UnicodeDecodeError:
            reason = "not_utf8"
        except (ValueError, RecursionError):
            reason = "not_json"
        if raw.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r"):
            records.append((place, raw, repr(fields), reason))
    return records


def read(lines: Sequence[bytes], first: int = 1) -> list[tuple[int, bytes, str, str]]:
    """The same of the records that the program makes of the lines."""
    chunk = Chunk(Path("a.jsonl"), None, b"".join(raw + b"\n" for raw in lines), first)
    return [(found.line, found.raw, repr(found.fields), found.reason) for found in json_records(chunk)]


@pytest.mark.parametrize("text", [*NUMBERS, *WRITTEN])
def test_a_value_is_what_python_reads(text: str) -> None:
    lines = [f'{{"a": {text}}}'.encode(), f'{{"a":{text}, "b": [[{text}]]}}'.encode(), text.encode()]
    assert read(lines, 7) == expected(lines, 7)


@settings(max_examples=500)
@given(lines=st.lists(line, max_size=8), first=st.integers(1, 10**6))
def test_any_lines_are_what_python_reads(lines: list[bytes], first: int) -> None:
    assert read(lines, first) == expected(lines, first)


@settings(max_examples=200)
@given(
    lines=st.lists(
        st.sampled_from([b"{}", b'{"a": 1}', b"", b"7", *(f'{{"a":{n}}}'.encode() for n in EDGES)])
    )
)
def test_long_integers_are_found_in_whichever_line_they_stand(lines: list[bytes]) -> None:
    assert read(lines) == expected(lines, 1)


@settings(max_examples=300)
@given(st.integers(-(2**66), 2**66))
def test_any_integer_of_64_bits_and_beyond(integer: int) -> None:
    assert read([b'{"a": %d}' % integer]) == [(1, b'{"a": %d}' % integer, f"{{'a': {integer}}}", "")]


@pytest.mark.parametrize("depth", [1, DEEPEST - 1, DEEPEST, DEEPEST + 1, 1023, 1024, 1025, 100_000])
@pytest.mark.parametrize(("start", "end"), [(b"[", b"]"), (b'{"a":', b"}"), (b'[{"a":', b"}]")])
def test_values_that_are_nested_deeply(depth: int, start: bytes, end: bytes) -> None:
    raw = b'{"a":' + start * depth + b"1" + end * depth + b"}"
    assert read([raw, b"{}"]) == expected([raw, b"{}"], 1)
