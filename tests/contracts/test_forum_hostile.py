"""No value, byte or row does harm to any format: it costs its own row at most, and others stay what they are.

Expected values: by hand. The good rows are those of tests/forum_files.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from benchmarks._forum_batches import fault_of, rows_of
from benchmarks._forum_fixtures import Fixture, fixtures, unpacked
from tests.contracts.forum_studies import rows_in, sessions_after, study_of

from naysay.data.forums import Batch, Record, RecordForum, RefusedError, SkippedError, forum
from naysay.data.inspection.recognition import recognised_format
from naysay.data.posts import read_posts
from naysay.data.scorers import scorer
from naysay.data.witness import Witness
from naysay.study.errors import DataError
from naysay.study.parts import names

FORMS: Final = names("naysay.data.forums")
ALL: Final = [one for name in FORMS for one in fixtures(name)]
OF_RECORDS: Final = [one for one in ALL if isinstance(forum(one.form), RecordForum)]
ONE_FILE: Final = [one for one in OF_RECORDS if not one.is_set]
UNSURE: Final = frozenset({"table"})
"""Formats whose rows may be anything, so that none is certainly of them."""
HOSTILE: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 2**63, 10**400, 1e308, float("nan"), float("-inf"), "", " ", "\0", "\n",
    "\ud800", "\u202e", "9" * 5_000, "x" * 100_000, "../../etc/passwd", "nan", "2014-13-45T99:99:99Z",
    b"\xff", [], [[]], [None], ["a", 1, {}], {}, {"": {}}, {"__proto__": {}}, [{"id": 1}],
    dt.date(2014, 1, 15), object(),
)  # fmt: skip
ROWS: Final = (
    "null", "[]", "[[]]", "7", '"text"', "NaN", "-Infinity", "{}", '{"__proto__": {"id": "1", "text": "x"}}',
    '{"id": NaN, "text": Infinity}', "1" * 5_000, '{"id": ' + "1" * 5_000 + "}", '{"text": "\\ud800"}',
    '{"a": ' * 400 + "1" + "}" * 400, '{"a": ' * 20_000 + "1" + "}" * 20_000, "[" * 50_000 + "]" * 50_000,
    '{"text": [' + ",".join(["0"] * 100_000) + "]}", '{"id": 1, "id": 2, "id": 3}', '{"constructor": 1}',
    '{"text": "' + "x" * 2_000_000 + '"}', '{"text": "\\u0000"}', "\x00", '{"id": 1',
)  # fmt: skip
"""Rows that are no posts, as a line or as a value of a list."""
pytestmark = pytest.mark.filterwarnings("ignore::naysay.study.errors.DataWarning")


def record_forum(name: str) -> RecordForum:
    one = forum(name)
    assert isinstance(one, RecordForum)
    return one


def records_in(one: Fixture) -> list[Record]:
    """All records of the fixture's files, those that could not be taken apart included."""
    form, records = record_forum(one.form), list[Record]()
    for path in one.files():
        with Witness(path) as file:
            for chunk in form.chunks(path, one.options, file):
                records += form.records(chunk, one.options)
    return records


def fields_in(one: Fixture) -> list[dict[str, Any]]:
    return [dict(record.fields) for record in records_in(one) if record.fields is not None]


def paths_in(value: Any) -> Iterator[tuple[Any, ...]]:
    """The keys that lead to each value within ``value``."""
    items = enumerate(value) if isinstance(value, list) else getattr(value, "items", tuple)()
    for key, one in items:
        yield (key,)
        yield from ((key, *path) for path in paths_in(one))


def with_value(fields: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """``fields`` with another value where the keys of ``path`` lead."""
    changed = copy.deepcopy(fields)
    place: Any = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


def outcome(form: RecordForum, fields: dict[str, Any], one: Fixture) -> str:
    """The batch's fault, or a cause that is no code; nothing where the fields are a post or have a cause."""
    batch = Batch()
    try:
        batch.add(form.post(fields, one.options))
        batch.further_names += [] if form.further_names is None else [form.further_names(fields)]
        batch.marks += [] if form.mark is None else [form.mark(fields)]
    except (RefusedError, SkippedError) as cause:
        return "" if str(cause).isidentifier() else f"no cause: {cause}"
    return fault_of(batch)


@pytest.mark.parametrize("one", OF_RECORDS, ids=str)
def test_each_hostile_value_in_each_place_of_a_record_is_a_post_or_has_a_cause(one: Fixture) -> None:
    form, places = record_forum(one.form), set[tuple[Any, ...]]()
    for fields in fields_in(one):
        for path in paths_in(fields):
            if (path, len(fields)) in places:  # records of the same shape are tried once
                continue
            places.add((path, len(fields)))
            for value in HOSTILE:
                changed = with_value(fields, path, value)
                assert outcome(form, changed, one) == "", (path, value)
                assert forum(one.form).recognises(changed) in (True, False)


@pytest.mark.parametrize("one", OF_RECORDS, ids=str)
def test_a_record_may_lack_any_of_its_values(one: Fixture) -> None:
    form = record_forum(one.form)
    for fields in fields_in(one):
        for key in fields:
            assert outcome(form, {name: value for name, value in fields.items() if name != key}, one) == ""


@pytest.mark.parametrize("one", OF_RECORDS, ids=str)
def test_a_file_is_recognised_by_its_own_format_alone(one: Fixture) -> None:
    """A record may say too little to be certain, but one of each file says enough."""
    assert set(recognised_format(one.files()[0]).counts) == {one.form} - UNSURE


JSON: Final = [one for one in ONE_FILE if ".json" in one.path.name or ".ndjson" in one.path.name]
LISTED: Final = sorted({one.form for one in JSON if one.path.name.split(".")[1] == "json"})
"""Formats whose files may be arrays."""
IN_LINES: Final = sorted({one.form for one in JSON})


def good_rows(name: str) -> list[str]:
    """Two posts of the format as texts of JSON."""
    rows = list[str]()
    for one in fixtures(name):
        if one in JSON:
            for fields in fields_in(one):
                try:
                    record_forum(name).post(fields, one.options)
                except (RefusedError, SkippedError):
                    continue
                rows.append(json.dumps(fields))
    return rows[:2]


@pytest.mark.parametrize("name", IN_LINES)
@pytest.mark.parametrize("place", range(len(ROWS)))
def test_a_hostile_row_costs_itself_alone(name: str, place: int, tmp_path: Path) -> None:
    """Between two posts, on a line or in an array: both are there, and it is refused, skipped or a post."""
    first, last = good_rows(name)
    one = next(one for one in JSON if one.form == name)
    options = one.options.model_copy(update={"records": ""})
    contents = {"lines.jsonl": f"{first}\n{ROWS[place]}\n{last}\n"}
    if name in LISTED and ROWS[place] not in ('{"id": 1', "\x00"):
        contents["array.json"] = f"[{first}, {ROWS[place]}, {last}]"
    for file, content in contents.items():
        path = tmp_path / file
        path.write_text(content, encoding="utf-8")
        rows = rows_of(forum(name), [path], options)
        assert (rows.error, rows.fault()) == ("", "")
        assert sum(batch.rows for batch in rows.batches) == 3
        ids = rows.column("post_id")
        assert len(ids) in (2, 3)
        (tmp_path / "good.jsonl").write_text(f"{first}\n{last}\n", encoding="utf-8")
        assert [ids[0], ids[-1]] == rows_of(forum(name), [tmp_path / "good.jsonl"], options).column("post_id")


@pytest.mark.parametrize("one", ONE_FILE, ids=str)
def test_a_mark_of_the_encoding_and_other_ends_of_lines_change_nothing(one: Fixture, tmp_path: Path) -> None:
    content = unpacked(one.path)
    path = tmp_path / one.path.name.removesuffix(".gz").removesuffix(".zst")
    whole = rows_in(one)
    variants = [content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")]
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        variants += [b"\xef\xbb\xbf" + content.removeprefix(b"\xef\xbb\xbf")]
    for variant in variants:
        path.write_bytes(variant)
        rows = rows_in(one, path)
        assert rows.counts() == whole.counts()
        assert [rows.column(name) for name in ("post_id", "posted_at")] == [
            whole.column(name) for name in ("post_id", "posted_at")
        ]
        assert [text.split() for text in map(str, rows.column("text"))] == [
            text.split() for text in map(str, whole.column("text"))
        ]


@pytest.mark.parametrize("one", ONE_FILE, ids=str)
@pytest.mark.parametrize(
    "put", [b"\0", b"\xff", b"\xed\xa0\x80", b"\\ud800", b"\x1b[31m", b"\xc2\x85", b"\r"]
)
def test_a_hostile_byte_anywhere_raises_nothing(one: Fixture, put: bytes, tmp_path: Path) -> None:
    content = unpacked(one.path)
    path = tmp_path / one.path.name.removesuffix(".gz").removesuffix(".zst")
    for at in range(0, len(content) + 1, max(1, len(content) // 40)):
        path.write_bytes(content[:at] + put + content[at:])
        assert rows_in(one, path).fault() == ""


def skipped_row(name: str) -> str:
    """A row that is no post by design, as a text of JSON; nothing where the format has none."""
    for one in fixtures(name):
        for fields in fields_in(one) if one in JSON else ():
            try:
                record_forum(name).post(fields, one.options)
            except SkippedError:
                return json.dumps(fields)
            except RefusedError:
                continue
    return ""


def read_lines(name: str, lines: list[str], folder: Path) -> dict[str, int]:
    """The rows of each stage of a study that loses at most a twentieth."""
    path = folder / "A" / "lines.jsonl"
    path.parent.mkdir()
    path.write_text("\n".join(lines), encoding="utf-8")
    posts = read_posts(
        study_of(name, {"retweets": "keep"}, ["A"]),
        {"A/lines.jsonl": path},
        sessions={"A": sessions_after([2**61])},
        scorers=[scorer("vader")],
        folder=folder / "parts",
        quarantine=folder / "quarantine.jsonl",
    )
    return {stage: posts.rows(stage) for stage in ("rows_in", "kept", "quarantined", "duplicate", "filtered")}


@pytest.mark.parametrize("name", [name for name in IN_LINES if skipped_row(name)])
def test_skipped_rows_are_not_unreadable_however_many_there_are(name: str, tmp_path: Path) -> None:
    lines = [skipped_row(name)] * 95 + good_rows(name)[:1] * 5
    assert read_lines(name, lines, tmp_path) == {
        "rows_in": 100, "kept": 1, "quarantined": 0, "duplicate": 4, "filtered": 95,
    }  # fmt: skip


@pytest.mark.parametrize("name", IN_LINES)
def test_more_broken_rows_than_a_study_allows_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^posts\.max_lost: got .95 of 100 rows"):
        read_lines(name, ["no json"] * 95 + good_rows(name)[:1] * 5, tmp_path)


@pytest.mark.parametrize("name", [name for name in IN_LINES if skipped_row(name)])
def test_skipped_rows_do_not_hide_broken_ones(name: str, tmp_path: Path) -> None:
    """Of the ten rows that are not skipped one is broken: a tenth, though it is a hundredth of all."""
    lines = [skipped_row(name)] * 90 + good_rows(name)[:1] * 9 + ["no json"]
    with pytest.raises(DataError, match=r"^posts\.max_lost: got .1 of 10 rows"):
        read_lines(name, lines, tmp_path)
