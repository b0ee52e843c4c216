"""Posts in tables. Expected values: the cells that were written, by hand or by Python's own csv writer."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naysay.data.forums import Record, RefusedError, _csv_quotes, _csv_rows, forum
from naysay.data.forums.base import CHUNK, RefusedRow
from naysay.data.witness import Witness
from naysay.study.errors import DataError
from naysay.study.post_columns import PostColumns
from naysay.study.spec import PostOptions

OPTIONS = PostOptions(format="table", path="x", company="file", timezone="UTC")
UTF_8 = PostOptions(format="table", path="x", company="file", timezone="UTC", encoding="utf-8")
HEADER = "id,posted_at,text\n"
AT = "2014-01-15T10:00:00Z"
TABLE = forum("table")


def records(
    folder: Path, content: str | bytes, name: str = "p.csv", of: PostOptions = OPTIONS, size: int = CHUNK
) -> list[Record]:
    """The records of all chunks of ``size`` bytes."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with Witness(path) as file:
        return [record for chunk in TABLE.chunks(path, of, file, size) for record in TABLE.records(chunk, of)]


def told(found: list[Record]) -> list[tuple[int, str]]:
    """Line and id, or the reason why there is none."""
    return [(r.line, r.reason if r.fields is None else r.fields["id"]) for r in found]


def parquet(columns: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def test_a_row_is_its_cells_and_its_bytes(tmp_path: Path) -> None:
    (record,) = records(tmp_path, f'{HEADER}7,{AT},"a, ""b"""\r\n')
    assert record.fields == {"id": "7", "posted_at": AT, "text": 'a, "b"'}
    assert record.raw == f'7,{AT},"a, ""b"""\r'.encode()


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('"two\nlines"', "two\nlines"),
        ('"two\r\nlines"', "two\r\nlines"),
        ('"\n\n"', "\n\n"),
        ("a\0b", "a\0b"),
        ("NA", "NA"),
        ("5 o'clock", "5 o'clock"),
        ('so "they" say', 'so "they" say'),
    ],
)
def test_a_cell(tmp_path: Path, text: str, cell: str) -> None:
    found = records(tmp_path, f"{HEADER}1,{AT},{text}\n2,{AT},next\n")
    assert [r.fields["text"] for r in found if r.fields] == [cell, "next"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_that_of_the_first_line(tmp_path: Path, delimiter: str) -> None:
    rows = f"id{delimiter}posted_at{delimiter}text\n1{delimiter}{AT}{delimiter}a . b: c\n"
    (record,) = records(tmp_path, rows)
    assert record.fields == {"id": "1", "posted_at": AT, "text": "a . b: c"}


def test_a_quote_left_open_refuses_its_own_row_alone(tmp_path: Path) -> None:
    rows = "".join(f"{n},{AT},fine\n" for n in range(2, 50))
    found = records(tmp_path, f'{HEADER}1,{AT},"oops\n{rows}')
    assert told(found) == [(2, "not_csv"), *((n + 1, str(n)) for n in range(2, 50))]


def test_two_quotes_left_open_do_not_make_one_post_of_all_between(tmp_path: Path) -> None:
    found = records(tmp_path, f'{HEADER}1,{AT},"oops\n2,{AT},fine\n3,{AT},"oops again\n4,{AT},fine\n')
    assert told(found) == [(2, "not_csv"), (3, "2"), (4, "not_csv"), (5, "4")]
    assert found[0].raw == f'1,{AT},"oops'.encode()


@pytest.mark.parametrize("row", [f"1,{AT}", f"1,{AT},a,b", "1", f'1,{AT},"a\nb",c'])
def test_a_row_of_more_or_fewer_cells_is_refused(tmp_path: Path, row: str) -> None:
    found = records(tmp_path, f"{HEADER}{row}\n2,{AT},fine\n")
    assert {reason for _, reason in told(found[:-1])} <= {"wrong_number_of_fields", "not_csv"}
    assert found[-1].fields is not None


def test_a_carriage_return_within_a_row_is_refused_and_no_traceback(tmp_path: Path) -> None:
    found = records(tmp_path, f"{HEADER}1,{AT},a\rb\n2,{AT},fine\n")
    assert told(found) == [(2, "not_csv"), (3, "2")]


def test_a_row_in_another_encoding_is_refused_once_however_many_lines_it_has(tmp_path: Path) -> None:
    latin = f'1,{AT},"zwei\nZeilen für"\n'.encode("latin-1")
    found = records(tmp_path, HEADER.encode() + latin + f"2,{AT},fein, ä\n".encode().replace(b", ", b" "))
    assert told(found) == [(2, "not_utf8"), (4, "2")]


@pytest.mark.parametrize("blank", ["\n", "\r\n", "\ufeff\n"])
def test_blank_lines_are_no_rows_before_and_between(tmp_path: Path, blank: str) -> None:
    assert told(records(tmp_path, f"{blank}{HEADER}\n1,{AT},a\n\r\n2,{AT},b\n\n")) == [(4, "1"), (6, "2")]


def test_the_mark_at_the_start_is_no_part_of_a_name(tmp_path: Path) -> None:
    assert told(records(tmp_path, f"\ufeff{HEADER}1,{AT},a\n")) == [(2, "1")]


@pytest.mark.parametrize("content", ["", "\n\n", HEADER, HEADER.strip()])
def test_a_table_without_rows(tmp_path: Path, content: str) -> None:
    assert records(tmp_path, content) == []


@pytest.mark.parametrize("header", ["id,posted_at,text\0", 'id,"posted_at,text'])
def test_a_first_line_that_is_none_is_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(DataError, match="first line cannot be taken apart"):
        records(tmp_path, header)


def test_a_column_that_is_missing_is_named_beside_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        records(tmp_path, "id;Zeit;text\n1;2;3\n")
    assert caught.value.fault.field == "posts.columns"
    assert caught.value.fault.got == '"p.csv with 3 columns, among them id, text"'
    assert caught.value.fault.allowed == "a table with posted_at"


def test_the_column_of_companies_is_needed_where_it_names_them(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="a table with company"):
        records(tmp_path, HEADER, of=PostOptions(format="table", path="x", company="column"))


def test_columns_under_names_of_their_own(tmp_path: Path) -> None:
    columns = PostColumns(id="nr", posted_at="zeit", text="beitrag", company="firma")
    of = PostOptions(format="table", path="x", company="column", columns=columns)
    (record,) = records(tmp_path, f"firma,beitrag,zeit,nr,mehr\nNA,gut,{AT},1,x\n", of=of)
    assert record.fields is not None
    post = TABLE.post(record.fields, of)
    assert (post.post_id, post.company, post.text, post.repeats) == ("1", "NA", "gut", False)


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), min_size=1, max_size=12)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(cells, cells, cells), max_size=6), delimiter=st.sampled_from(",;\t|"))
def test_what_a_csv_writer_wrote_is_read_back(
    tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(
        [("id", "posted_at", "text"), *rows]
    )
    found = records(tmp_path, out.getvalue())
    assert [tuple(r.fields.values()) if r.fields else r.reason for r in found] == rows


pieces = st.sampled_from(['"', '""', ",", "\n", "\r\n", "\r", "a", "7", "\0", "é", b"\xff", ";", HEADER])


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(pieces, max_size=30))
def test_every_line_is_in_one_record(tmp_path: Path, parts: list[str | bytes]) -> None:
    body = b"".join(part.encode() if isinstance(part, str) else part for part in parts)
    found = records(tmp_path, HEADER.encode() + body, of=UTF_8)
    lines = [line for record in found for line in record.raw.split(b"\n")]
    assert [line for line in lines if line.strip()] == [line for line in body.split(b"\n") if line.strip()]
    assert [record.line for record in found] == sorted({record.line for record in found})


@pytest.mark.parametrize("name", ["p.parquet", "p.PARQUET"])
def test_a_parquet_table(tmp_path: Path, name: str) -> None:
    moment = dt.datetime(2014, 1, 15, 10, tzinfo=dt.UTC)
    content = parquet({"id": [1, 2], "posted_at": [moment, None], "text": ["a", "b"], "more": [[1], []]})
    first, second = records(tmp_path, content, name)
    assert first.fields is not None
    assert second.fields is not None
    assert TABLE.post(first.fields, OPTIONS).posted_at == 1389780000 * 10**9
    with pytest.raises(RefusedError, match="no_time"):
        TABLE.post(second.fields, OPTIONS)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_timestamps_of_any_unit(tmp_path: Path, unit: str) -> None:
    scale = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[unit]
    column = pa.array([1389780000 * scale], pa.timestamp(unit))
    (record,) = records(tmp_path, parquet({"id": ["1"], "posted_at": column, "text": ["a"]}), "p.parquet")
    assert record.fields is not None
    berlin = OPTIONS.model_copy(update={"timezone": "Europe/Berlin"})
    assert TABLE.post(record.fields, OPTIONS).posted_at == 1389780000 * 10**9
    assert TABLE.post(record.fields, berlin).posted_at == (1389780000 - 3600) * 10**9


@pytest.mark.parametrize(
    "column",
    [
        pa.array([dt.date(2014, 1, 15)], pa.date32()),
        pa.array([dt.date(2014, 1, 15)], pa.date64()),
        pa.array([1389744000], pa.timestamp("s")),
        pa.array([1389744000 * 10**9], pa.timestamp("ns")),
        pa.array([1389744000 * 10**9], pa.timestamp("ns", "UTC")),
        pa.array([1389744000 + 18000], pa.timestamp("s", "America/New_York")),
        pa.array([1389744000 + 18000 + 86399], pa.timestamp("s", "UTC")),
        pa.array([20140115], pa.int64()),
        pa.array(["2014-01-15"]),
    ],
    ids=str,
)
def test_a_date_in_a_parquet_table_is_known_after_its_local_day(tmp_path: Path, column: Any) -> None:
    """15 January 2014, whose midnight in UTC is 1389744000; in New York it ends at 05:00 in UTC."""
    (record,) = records(tmp_path, parquet({"id": ["1"], "posted_at": column, "text": ["a"]}), "p.parquet")
    assert record.fields is not None
    by_date = OPTIONS.model_copy(update={"timezone": "America/New_York", "clock": "date_only"})
    assert TABLE.post(record.fields, by_date).posted_at == (1389744000 + 86400 + 18000) * 10**9


def test_a_table_may_mix_dates_and_instants(tmp_path: Path) -> None:
    times = ["2014-01-15", "2014-01-15 23:59:59", "2014-01-16T04:59:59Z", "1389848399", "15.1.2014", "15.1."]
    found = records(tmp_path, "id,posted_at,text\n" + "".join(f"{n},{at},a\n" for n, at in enumerate(times)))
    by_date = OPTIONS.model_copy(update={"timezone": "America/New_York", "clock": "date_only"})
    ends = [TABLE.post(record.fields or {}, by_date).posted_at for record in found[:5]]
    assert ends == [1389848400 * 10**9] * 5
    with pytest.raises(RefusedError, match="time_unreadable"):
        TABLE.post(found[5].fields or {}, by_date)


def test_a_cell_of_a_parquet_table_that_nothing_can_hold_costs_its_row_alone(tmp_path: Path) -> None:
    year_10000 = pa.array([1389780000 * 10**6, 2**62, 1389780000 * 10**6], pa.timestamp("us"))
    offsets, data = pa.py_buffer(b"\0\0\0\0\1\0\0\0\2\0\0\0\4\0\0\0"), pa.py_buffer(b"ab\xff\xfe")
    not_utf8 = pa.Array.from_buffers(pa.string(), 3, [None, offsets, data])
    content = parquet({"id": ["1", "2", "3"], "posted_at": year_10000, "text": not_utf8})
    assert told(records(tmp_path, content, "p.parquet")) == [
        (1, "1"),
        (2, "unreadable_row"),
        (3, "unreadable_row"),
    ]


def test_a_refused_row_of_a_parquet_table_is_as_long_as_its_texts(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    path.write_bytes(parquet({"id": [None, "2"], "posted_at": ["2014-01-15"] * 2, "text": ["bäd", "fine"]}))
    (batch,) = TABLE.batches(path, OPTIONS)
    assert batch.refused == [
        RefusedRow(1, "no_id", 13),
        RefusedRow(2, "time_without_clock", 15, "posted_at: 9999-99-99"),
    ]


@pytest.mark.parametrize("keep", [0, 4, 100, -1])
def test_a_parquet_file_that_is_not_whole_is_refused(tmp_path: Path, keep: int) -> None:
    content = parquet({"id": ["1"], "posted_at": [AT], "text": ["a"]})[:keep]
    with pytest.raises(DataError, match="a whole Parquet file"):
        records(tmp_path, content, "p.parquet")


@pytest.mark.parametrize("name", ["p.jsonl", "p.ndjson", "p.JSON"])
def test_json_lines(tmp_path: Path, name: str) -> None:
    found = records(tmp_path, '{"id": 1, "posted_at": 1389780000000, "text": "a"}\n{"id": 2}\n', name)
    assert found[0].fields is not None
    assert TABLE.post(found[0].fields, OPTIONS).posted_at == 1389780000 * 10**9
    assert found[1].fields == {"id": 2}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "no_id"),
        ({"id": None}, "no_id"),
        ({"id": 1.5}, "no_id"),
        ({"id": "1"}, "no_time"),
        ({"id": "1", "posted_at": "2014-01-15"}, "time_without_clock"),
        ({"id": "1", "posted_at": AT}, "no_text"),
        ({"id": "1", "posted_at": AT, "text": 5}, "no_text"),
        ({"id": "1", "posted_at": AT, "text": "a", "company": 5}, "company_unreadable"),
    ],
)
def test_cells_that_make_no_post(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        TABLE.post(fields, OPTIONS)


def test_a_table_without_a_heading_shows_no_cell(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        records(tmp_path, f"7,{AT},what I think,Jane Doe\n")
    assert caught.value.fault.got == '"p.csv with 4 columns, none of them named so"'


def as_python_reads(body: str, cells: int) -> list[tuple[int, str]]:
    """What the rows are by ``csv.reader`` alone, each open quote read on from anew: slow and plain."""
    rest = list(enumerate(body.split("\n")[: -1 if body.endswith("\n") else None], 2))
    found = []
    while rest:
        reader = csv.reader([line + "\n" for _, line in rest], strict=True)
        reason = ""
        try:
            row = next(reader)
        except csv.Error:
            row, reason = [], "not_csv"
        if row or reason:
            reason = reason or ("" if len(row) == cells else "wrong_number_of_fields")
            found.append((rest[0][0], reason))
        rest = rest[1 if reason else reader.line_num :]
    return found


marks = st.sampled_from(['"', '"', '""', ",", ",", "\n", "\n", "\r\n", "\r", "a", "b,c", '","', '"\n"', "é"])


rows = st.lists(marks | st.sampled_from(['a,b,"c\nd"\n', "a,b,c\n", 'a,b,"c\n']), max_size=40)


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=rows, size=st.integers(1, 40), careful=st.integers(1, 5))
def test_rows_are_those_that_reading_on_from_each_open_quote_gives(
    tmp_path: Path, parts: list[str], size: int, careful: int
) -> None:
    """Wherever the file is cut, and however many rows are read with care after one that is in doubt."""
    body = "".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_csv_rows, "CAREFUL", careful)
        found = records(tmp_path, HEADER + body, size=size)
        assert found == records(tmp_path, HEADER + body)
    assert [(record.line, record.reason) for record in found] == as_python_reads(body, 3)


@pytest.mark.filterwarnings("ignore::naysay.study.errors.DataWarning")
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(pieces, max_size=30), size=st.integers(1, 40), cut_off=st.integers(0, 30))
def test_a_packed_table_is_the_same_wherever_it_is_cut(
    tmp_path: Path, parts: list[str | bytes], size: int, cut_off: int
) -> None:
    body = b"".join(part.encode() if isinstance(part, str) else part for part in parts)
    packed = gzip.compress(HEADER.encode()) + gzip.compress(body)
    content = packed[: len(packed) - cut_off]
    assert records(tmp_path, content, "p.csv.gz", size=size) == records(tmp_path, content, "p.csv.gz")


@pytest.mark.parametrize("lines", [_csv_quotes.LINES_A_ROW - 1, _csv_quotes.LINES_A_ROW])
def test_a_row_of_more_lines_than_a_post_has_is_none(tmp_path: Path, lines: int) -> None:
    found = records(tmp_path, f'{HEADER}1,{AT},"{"x,y,z" + chr(10)}{"," + chr(10) * lines}"\n2,{AT},b\n')
    assert found[0].reason == ("" if lines < _csv_quotes.LINES_A_ROW else "row_too_long")
    assert told(found)[-1][1] == "2"


def test_a_row_of_several_lines_is_held_to_the_length_of_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_csv_quotes, "LONGEST_ROW", 100)
    rows = f'1,{AT},"{"x" * 40}\n{"y" * 20}"\n2,{AT},"{"x" * 40}\n{"y" * 40}"\n3,{AT},b\n'
    assert told(records(tmp_path, HEADER + rows)) == [
        (2, "1"),
        (4, "row_too_long"),
        (5, "wrong_number_of_fields"),
        (6, "3"),
    ]


@pytest.mark.parametrize("unreadable", [False, True])
def test_rows_of_parquet_are_the_same_read_together_and_one_by_one(tmp_path: Path, unreadable: bool) -> None:
    """A cell that nothing can hold makes the program look at each row of its group."""
    texts = [None if n % 7 == 3 else f"text {n % 50} é" for n in range(500)]
    at = [2**62 if unreadable and n == 400 else (1389780000 + n) * 10**6 for n in range(500)]
    columns = {"id": list(range(500)), "posted_at": pa.array(at, pa.timestamp("us", "UTC")), "text": texts}
    found = records(tmp_path, parquet({**columns, "forum": pa.array([[n] for n in range(500)])}), "p.parquet")
    assert [record.line for record in found] == list(range(1, 501))
    assert [n for n, record in enumerate(found) if record.fields is None] == [400] * unreadable
    for n, record in enumerate(found):
        if record.fields is not None:
            assert (record.fields["id"], record.fields["text"]) == (n, texts[n])
            assert record.fields["posted_at"].timestamp() == 1389780000 + n
