"""Reading posts: what is kept, what is not, and that nothing is lost. Expected values are written by hand.

The identity rows_in = kept + quarantined + duplicate + filtered is that of decision 7 (docs/decisions).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.data import kept_posts
from tests.data.kept_posts import posts_of

from naysay.data import intake, post_files
from naysay.data.forums import SkippedError, _lines, forum
from naysay.data.posts import Posts, read_posts
from naysay.data.sessions import Sessions
from naysay.study.errors import DataError, DataWarning, Notice
from naysay.study.file import parse_study
from naysay.study.losses import Loss
from naysay.study.notices import caught, merged
from naysay.study.spec import Study


def between(first: int, end: int) -> Sessions:
    """One session, to which all posts from ``first`` up to ``end`` belong."""
    return Sessions("XNYS", pd.DatetimeIndex(["2014-01-15"], name="session"), np.array([end]), first)


ALWAYS = between(0, 2**62)


def study(**posts: Any) -> Study:
    options = {"format": "twitter", "path": "x", "max_lost": 1.0, "timezone": "UTC", **posts}
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in options.items() if key != "columns")
    columns = "".join(f"{key} = {json.dumps(value)}\n" for key, value in options.get("columns", {}).items())
    return parse_study(
        f"""[study]
name = "x"
start = 2014-01-01
end = 2014-12-31
[[company]]
ticker = "A"
name = "Acme"
[[company]]
ticker = "B"
aliases = ["Bolt Works"]
[posts]
{lines}
[posts.columns]
{columns}""",
        source="x.toml",
    )


def tweet(number: int, text: str = "good", **more: Any) -> str:
    return json.dumps(
        {"id_str": str(number), "created_at": "Wed Jan 15 23:34:19 +0000 2014", "text": text, **more}
    )


def read(
    tmp_path: Path,
    files: Mapping[str, bytes | str],
    of: Study | None = None,
    session: Sessions = ALWAYS,
) -> tuple[Posts, list[dict[str, Any]], list[dict[str, Any]]]:
    """The counts, the posts that were kept and the rows that were set aside."""
    paths = {}
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths[name] = path
    shutil.rmtree(tmp_path / "parts", ignore_errors=True)
    found, kept = posts_of(of or study(), paths, {"A": session, "B": session}, tmp_path)
    aside = [json.loads(line) for line in (tmp_path / "quarantine.jsonl").read_text().splitlines()]
    rows = {stage: found.rows(stage) for stage in ("rows_in", "kept", "quarantined", "duplicate", "filtered")}
    assert rows["rows_in"] == rows["kept"] + rows["quarantined"] + rows["duplicate"] + rows["filtered"]
    assert len(kept) == rows["kept"]
    assert len(aside) == rows["quarantined"]
    return found, kept, aside


def test_a_tweet_is_a_post_with_its_instant(tmp_path: Path) -> None:
    _, kept, _ = read(tmp_path, {"A.jsonl": tweet(7, "Fine.")})
    said = kept[0].pop("said")
    post = {"post_id": "7", "company": "A", "posted_at": 1389828859 * 10**9, "text": "Fine."} | {
        "session": 0,
        "author": 0,
        "forum": "",
    }
    assert kept == [post]
    _, again, _ = read(tmp_path / "again", {"A.jsonl": tweet(8, "FINE.  @somebody https://example.org")})
    assert again[0]["said"] == said


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json", "not_json"),
        ("[1, 2]", "not_an_object"),
        ('{"id_str": "1"}', "no_text"),
        (tweet(1, "   "), "no_text"),
        (tweet(1).replace('"id_str": "1"', '"id_str": ""'), "no_id"),
        (tweet(1).replace('"id_str": "1"', '"id_str": [1]'), "no_id"),
        (tweet(1).replace("Jan 15", "Foo 15"), "time_unreadable"),
        (tweet(1).replace("2014", "9999"), "time_out_of_range"),
        (tweet(1).replace("created_at", "made_at"), "no_time"),
        ("[" * 100_000, "not_json"),
    ],
)
def test_one_bad_line_among_good_ones(tmp_path: Path, line: str, reason: str) -> None:
    found, kept, aside = read(tmp_path, {"A.jsonl": f"{tweet(10)}\n{line}\n{tweet(11)}\n"})
    assert [post["post_id"] for post in kept] == ["10", "11"]
    assert aside == [{"file": "A.jsonl", "line": 2, "reason": reason, "length": len(line)}]
    assert found.rows("quarantined", reason) == 1


def test_another_encoding_is_set_aside(tmp_path: Path) -> None:
    latin = tweet(2, "schlecht für").encode().decode("unicode_escape").encode("latin-1")
    _, kept, aside = read(tmp_path, {"A.jsonl": tweet(1).encode() + b"\n" + latin})
    assert len(kept) == 1
    assert [(row["line"], row["reason"]) for row in aside] == [(2, "not_utf8")]


def test_a_truncated_archive_gives_what_was_before_the_damage(tmp_path: Path) -> None:
    whole = "".join(f"{tweet(n, f'text number {n * 7919 % 1000}')}\n" for n in range(20_000)).encode()
    packed = zstandard.ZstdCompressor(level=1).compress(whole)
    _, kept, aside = read(tmp_path, {"A.jsonl.zst": packed[: len(packed) // 2]})
    assert 1000 < len(kept) < 19_000
    assert [row["reason"] for row in aside] == ["archive_damaged"]
    assert aside[0]["line"] == len(kept) + 1


@pytest.mark.parametrize("name", ["A.jsonl.zst", "A.jsonl.gz"])
def test_bytes_that_are_no_archive_are_set_aside(tmp_path: Path, name: str) -> None:
    _, kept, aside = read(tmp_path, {name: b"nothing of the kind", "B.jsonl": tweet(1)})
    assert len(kept) == 1
    assert [row["reason"] for row in aside] == ["archive_damaged"]


def test_archives_of_several_frames_are_read_to_the_end(tmp_path: Path) -> None:
    pack = zstandard.ZstdCompressor().compress
    frames = pack(f"{tweet(1)}\n".encode()) + pack(f"{tweet(2)}\n".encode())
    _, kept, _ = read(tmp_path, {"A.jsonl.zst": frames, "B.jsonl.gz": gzip.compress(tweet(3).encode())})
    assert [post["post_id"] for post in kept] == ["1", "2", "3"]


def test_a_line_beyond_all_measure_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_lines, "LONGEST_LINE", 3_000_000)
    long = tweet(2, "x" * 5_000_000)
    _, kept, aside = read(tmp_path, {"A.jsonl": f"{tweet(1)}\n{long}\n{tweet(3)}\n"})
    assert [post["post_id"] for post in kept] == ["1", "3"]
    assert [(row["line"], row["reason"]) for row in aside] == [(2, "line_too_long")]


def test_a_post_of_a_megabyte_is_kept(tmp_path: Path) -> None:
    _, kept, _ = read(tmp_path, {"A.jsonl": tweet(1, "bad " * 250_000)})
    assert len(kept[0]["text"]) == 1_000_000


def test_hostile_text_is_kept_as_it_is(tmp_path: Path) -> None:
    text = '<script>x</script> #read("/etc") \x00 \u202eabc\u202c \u2066 {{7*7}}'
    _, kept, _ = read(tmp_path, {"A.jsonl": tweet(1, text)})
    assert kept[0]["text"] == text


def test_half_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    _, kept, _ = read(tmp_path, {"A.jsonl": tweet(1, "up \ud83d down")})
    assert kept[0]["text"] == "up \ufffd down"


def test_the_key_is_source_post_and_company(tmp_path: Path) -> None:
    files = {"A.jsonl": f"{tweet(1)}\n{tweet(1)}\n", "B.jsonl": tweet(1), "sub/A.jsonl": tweet(1)}
    found, kept, _ = read(tmp_path, files)
    assert [(post["post_id"], post["company"]) for post in kept] == [("1", "A"), ("1", "B")]
    assert found.rows("duplicate", "same_key") == 2


@pytest.mark.parametrize("more", [{"retweeted_status": {"id_str": "9"}}, {"text": "RT @somebody: bad"}])
def test_retweets_are_counted_apart_or_kept(tmp_path: Path, more: dict[str, Any]) -> None:
    found, kept, _ = read(tmp_path, {"A.jsonl": tweet(1, **more)})
    assert (len(kept), found.rows("filtered", "retweet")) == (0, 1)
    _, kept, _ = read(tmp_path, {"A.jsonl": tweet(1, **more)}, study(retweets="keep"))
    assert len(kept) == 1


def test_the_period_holds_its_start_and_not_its_end(tmp_path: Path) -> None:
    at = 1389828859 * 10**9
    for period, kept_rows in [((at, at + 1), 1), ((at + 1, at + 2), 0), ((at - 1, at), 0)]:
        found, kept, _ = read(tmp_path, {"A.jsonl": tweet(1)}, session=between(*period))
        assert len(kept) == kept_rows
        assert found.rows("filtered", "outside_period") == 1 - kept_rows


def test_a_post_on_several_companies_counts_once_for_each(tmp_path: Path) -> None:
    text = f"{tweet(1, 'Acme and bolt works')}\n{tweet(2, '$b only')}\n{tweet(3, 'A bolt')}\n"
    found, kept, _ = read(tmp_path, {"all.jsonl": text}, study(company="text"))
    assert [(p["post_id"], p["company"]) for p in kept] == [("1", "A"), ("1", "B"), ("2", "B")]
    assert found.rows("rows_in", "further_company") == 1
    assert found.rows("filtered", "no_company") == 1


def test_files_without_a_row_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="without a single row"):
        read(tmp_path, {"A.jsonl": "", "B.jsonl": "\n  \n"})


def test_empty_files_among_others_are_warned_of_by_name(tmp_path: Path) -> None:
    files = {"A.jsonl": "", "B.jsonl": tweet(1), "C.jsonl": " \n\n", "D.jsonl": "[]"}
    with caught() as notices:
        found, _, _ = read(tmp_path / "all", files)
    assert merged(notices) == (Notice("without_rows", ("A.jsonl", "C.jsonl", "D.jsonl"), 0, ()),)
    assert [file.rows for file in found.files] == [0, 1, 0, 0]
    with caught() as notices:
        found, kept, _ = read(tmp_path, {"A.jsonl": "", "B.jsonl": tweet(1)})
    assert [notice.about for notice in notices] == [("A.jsonl",)]
    assert [(file.name, file.rows) for file in found.files] == [("A.jsonl", 0), ("B.jsonl", 1)]
    assert len(kept) == 1


def test_too_many_bad_rows_are_refused_with_the_first(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"2 of 3 rows unreadable, the first for not_json at A\.jsonl:2"):
        read(tmp_path, {"A.jsonl": f"{tweet(1)}\nx\ny\n"}, study(max_lost=0.5))


def test_dates_without_a_time_of_day_are_refused_with_the_line_that_reads_them(tmp_path: Path) -> None:
    table = {"A.csv": "id,posted_at,text\n1,2014-01-15,good\n2,2014-01-15,bad\n1,2014-01-15,good\n"}
    options = {"format": "table", "max_lost": 0.05}
    with pytest.raises(DataError, match=r"3 of 3 .*time_without_clock") as caught:
        read(tmp_path, table, study(**options))
    assert 'Write clock = "date_only" below [posts]' in caught.value.fault.mend
    zone = "America/New_York"
    found, kept, _ = read(tmp_path, table, study(**options, clock="date_only", timezone=zone))
    assert [post["posted_at"] for post in kept] == [1389848400 * 10**9] * 2
    assert found.rows("duplicate") == 1


def test_a_few_dates_among_other_bad_rows_do_not_decide_the_mend(tmp_path: Path) -> None:
    rows = "1,2014-01-15,good\n2,yesterday,bad\n3,soon,bad\n"
    with pytest.raises(DataError, match=r"docs/formats/times\.md") as caught:
        read(tmp_path, {"A.csv": f"id,posted_at,text\n{rows}"}, study(format="table", max_lost=0.05))
    assert "date_only" not in str(caught.value)


@pytest.mark.parametrize("field", ["id_str", "created_at", "text"])
def test_a_format_with_names_of_its_own_has_no_column_to_name(tmp_path: Path, field: str) -> None:
    rows = "".join(tweet(n).replace(f'"{field}"', '"another"') + "\n" for n in range(9))
    with pytest.raises(DataError, match="9 of 9 rows unreadable") as caught:
        read(tmp_path, {"A.jsonl": rows}, study(max_lost=0.05))
    assert "naysay inspect says which format" in caught.value.fault.mend
    assert "posts.columns" not in str(caught.value)


def test_a_row_that_is_tied_to_several_companies_is_one_row_of_the_share(tmp_path: Path) -> None:
    both = "".join(f"{tweet(n, 'Acme and Bolt Works')}\n" for n in range(9))
    with pytest.raises(DataError, match="1 of 10 rows unreadable"):
        read(tmp_path, {"all.jsonl": f"{both}x\n"}, study(company="text", max_lost=0.09))
    found, _, _ = read(tmp_path, {"all.jsonl": f"{both}x\n"}, study(company="text", max_lost=0.1))
    assert (found.rows("rows_in"), found.files[0].rows) == (19, 10)


def test_a_file_in_utf_16_is_read_as_one_in_utf_8(tmp_path: Path) -> None:
    lines = f"{tweet(1)}\n{tweet(2)}\n"
    files = {"A.jsonl": lines.encode("utf-16")}
    _, kept, _ = read(tmp_path, files, study(max_lost=0.05))
    assert len(kept) == 2
    assert kept == read(tmp_path, {"A.jsonl": lines})[1]


def test_what_is_set_aside_is_not_quoted(tmp_path: Path) -> None:
    rows = ["{secret", json.dumps({"id_str": "1", "text": "secret"}), tweet(2, "secret", id_str=["secret"])]
    _, _, aside = read(tmp_path, {"A.jsonl": "\n".join(rows)})
    assert len(aside) == 3
    assert "secret" not in (tmp_path / "quarantine.jsonl").read_text()


def test_a_company_without_posts_has_no_rows_and_harms_no_other(tmp_path: Path) -> None:
    found, kept, _ = read(tmp_path, {"B.jsonl": tweet(1)})
    assert [post["company"] for post in kept] == ["B"]
    assert found.rows("rows_in") == 1


def test_a_file_of_no_company_of_the_study_is_filtered(tmp_path: Path) -> None:
    found, kept, _ = read(tmp_path, {"ZZZ.jsonl": f"{tweet(1)}\n{tweet(2)}\n"})
    assert (len(kept), found.rows("filtered", "no_company")) == (0, 2)
    assert len(found.scored.score) == 0


def test_a_post_counts_under_the_first_cause_that_holds(tmp_path: Path) -> None:
    """A retweet out of the period is a retweet; seen again it is a duplicate."""
    rows = f"{tweet(1, 'RT @a: x')}\n{tweet(1)}\n{tweet(2)}\n{tweet(2)}\n"
    found, _, _ = read(tmp_path, {"A.jsonl": rows}, session=between(0, 1))
    counted = {(of.stage, of.cause): of.rows for of in found.losses if of.stage != "rows_in"}
    assert counted == {
        ("filtered", "retweet"): 1,
        ("filtered", "outside_period"): 1,
        ("duplicate", "same_key"): 2,
    }


def test_each_file_is_told_with_its_hash(tmp_path: Path) -> None:
    content = f"{tweet(1)}\nbad\n\n".encode()
    found, _, _ = read(tmp_path, {"A.jsonl": content})
    assert [(f.name, f.sha256, f.rows) for f in found.files] == [
        ("A.jsonl", hashlib.sha256(content).hexdigest(), 2)
    ]


@pytest.mark.parametrize("rows", [999, 1000, 2500])
def test_progress_adds_up_to_the_rows_that_were_read(tmp_path: Path, rows: int) -> None:
    lines = [tweet(n) if n % 3 else "bad" for n in range(1, rows + 1)]
    (tmp_path / "A.jsonl").write_text("\n".join([*lines[:-1], "bad"]))
    steps: list[tuple[int, int]] = []
    sessions = {"A": ALWAYS, "B": ALWAYS}
    path = tmp_path / "A.jsonl"
    posts_of(study(), {"A.jsonl": path}, sessions, tmp_path, progress=lambda *step: steps.append(step))
    assert sum(rows for rows, _ in steps) == rows
    assert sum(size for _, size in steps) == path.stat().st_size


def test_reading_again_gives_the_same_bytes(tmp_path: Path) -> None:
    files = {"A.jsonl": "\n".join(tweet(n, f"text {n}") for n in range(50))}
    first, again = (read(tmp_path / name, files)[0] for name in ("first", "again"))
    assert first.losses == again.losses
    parts = (sorted((tmp_path / name / "parts").iterdir()) for name in ("first", "again"))
    assert all(one.read_bytes() == other.read_bytes() for one, other in zip(*parts, strict=True))


TABLE = "id,posted_at,text,company\n1,2014-01-15T10:00:00Z,fine,A\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_tables_of_any_usual_delimiter(tmp_path: Path, delimiter: str) -> None:
    of = study(format="table", company="column")
    _, kept, _ = read(tmp_path, {"p.csv": TABLE.replace(",", delimiter)}, of)
    assert [(p["post_id"], p["company"], p["text"]) for p in kept] == [("1", "A", "fine")]


def test_a_cell_may_hold_lines_and_delimiters(tmp_path: Path) -> None:
    row = '2,2014-01-15T10:00:00Z,"two\nlines, ""quoted""",Acme\nbroken\n3,2014-01-15T10:00:00Z,last,b\n'
    _, kept, aside = read(
        tmp_path, {"p.csv": "\ufeff" + TABLE + row}, study(format="table", company="column")
    )
    assert [p["text"] for p in kept] == ["fine", 'two\nlines, "quoted"', "last"]
    assert [p["company"] for p in kept] == ["A", "A", "B"]
    assert [(row["line"], row["reason"]) for row in aside] == [(5, "wrong_number_of_fields")]


def test_a_table_in_another_encoding_is_read_and_told(tmp_path: Path) -> None:
    content = (
        TABLE.encode() + "2,2014-01-15T10:00:00Z,für,A\n".encode("latin-1") + b"3,2014-01-15T10:00:00Z,x,A\n"
    )
    with pytest.warns(DataWarning, match="read as: p.csv, encoding windows-1252"):
        _, kept, aside = read(tmp_path, {"p.csv": content}, study(format="table", company="column"))
    assert [p["text"] for p in kept] == ["fine", "für", "x"]
    assert aside == []


def test_a_table_without_the_columns_says_which_it_has(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r'2 columns, among them id"; allowed: a table with posted_at, text'):
        read(tmp_path, {"p.csv": "id,said\n1,x\n"}, study(format="table"))


def test_columns_may_have_any_name(tmp_path: Path) -> None:
    of = study(format="table", company="file", columns={"id": "nr", "posted_at": "zeit", "text": "beitrag"})
    rows = {"nr": [5], "zeit": ["2014-01-15T10:00:00Z"], "beitrag": ["gut"]}
    pq.write_table(pa.table(rows), tmp_path / "made.parquet")
    files = {
        "A.parquet": (tmp_path / "made.parquet").read_bytes(),
        "B.jsonl": json.dumps({name: values[0] for name, values in rows.items()}),
    }
    _, kept, _ = read(tmp_path, files, of)
    assert [(p["post_id"], p["company"], p["text"]) for p in kept] == [("5", "A", "gut"), ("5", "B", "gut")]


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="a whole Parquet file"):
        read(tmp_path, {"A.parquet": b"PAR1 not really"}, study(format="table"))


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"posts\.path"):
        read_posts(
            study(),
            {"gone.jsonl": tmp_path / "gone.jsonl"},
            sessions={},
            scorers=[],
            folder=tmp_path / "parts",
            quarantine=tmp_path / "q.jsonl",
        )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=60) | st.sampled_from([tweet(n).encode() for n in range(4)]), max_size=12))
def test_nothing_is_lost_whatever_the_bytes(tmp_path: Path, rows: list[bytes]) -> None:
    content = b"\n".join([tweet(0).encode(), *rows])
    found, _, _ = read(tmp_path, {"A.jsonl": content})
    lines = [line for line in content.split(b"\n") if line.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r")]
    assert found.rows("rows_in") == len(lines)


rows_of_any_fate = st.sampled_from(
    [
        tweet(1),
        tweet(1, "Acme and Bolt Works"),
        tweet(2, "RT @x: $A"),
        tweet(3, "$A and $B, early").replace("2014", "2009"),
        tweet(4, "of nobody"),
        tweet(5, "  "),
        "{}",
        "no json",
        "\xff",
        "",
    ]
)


@pytest.mark.filterwarnings("ignore::naysay.study.errors.DataWarning")  # a file may be empty
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.lists(st.lists(rows_of_any_fate, max_size=8), min_size=1, max_size=3),
    company=st.sampled_from(["text", "file"]),
    retweets=st.sampled_from(["drop", "keep"]),
    zipped=st.booleans(),
)
def test_every_row_has_one_fate(
    tmp_path: Path, files: list[list[str]], company: str, retweets: str, zipped: bool
) -> None:
    """``read`` holds the identity; here the rows of the files are counted by their own lines."""
    paths: dict[str, bytes | str] = {"A.jsonl": tweet(99, "Acme")}
    for number, rows in enumerate(files):
        content = "\n".join(rows).encode("latin-1")
        paths[f"{number}/A.jsonl.gz" if zipped else f"{number}/A.jsonl"] = (
            gzip.compress(content) if zipped else content
        )
    session = between(1262304000 * 10**9, 2**62)
    found, _, _ = read(tmp_path, paths, study(company=company, retweets=retweets), session)
    lines = 1 + sum(bool(row.strip()) for rows in files for row in rows)
    assert sum(file.rows for file in found.files) == found.rows("rows_in", "rows") == lines


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                "1,2014-01-15T10:00:00Z,fine,A",
                "1,2014-01-15T10:00:00Z,again,acme",
                "2,2014-01-15,no clock,B",
                '3,2014-01-15T10:00:00Z,"two, in quotes",b',
                "4,2014-01-15T10:00:00Z,nobody's,Z",
                "5,short",
                ",,,",
            ]
        ),
        max_size=12,
    )
)
def test_every_row_of_a_table_has_one_fate(tmp_path: Path, rows: list[str]) -> None:
    content = "\n".join([TABLE.rstrip(), *rows])
    found, _, _ = read(tmp_path, {"p.csv": content}, study(format="table", company="column"))
    assert found.rows("rows_in", "rows") == 1 + len(rows)


@pytest.mark.parametrize("chunk", [60, 4_000_000], ids=["in many parts", "in one"])
def test_each_post_has_the_forum_of_its_row_whatever_file_it_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    """Files know other forums, in another order; the first post of each says where it stands."""
    monkeypatch.setattr("naysay.data.posts.CHUNK", chunk)
    forums = {"A.csv": ["south", "north", "south"], "B.csv": ["east", "north", "south", "east"]}
    files = {
        name: "id,posted_at,text,forum\n"
        + "".join(f"{name}{n},2014-01-15T10:00:00Z,x,{forum}\n" for n, forum in enumerate(of))
        for name, of in forums.items()
    }
    found, kept, _ = read(tmp_path, files, study(format="table", company="file", forum="column"))
    expected = ["south", "north", "south", "east", "north", "south", "east"]
    assert [post["forum"] for post in kept] == list(found.scored.forum) == expected
    assert list(found.scored.forum.categories) == ["south", "north", "east"]


@pytest.mark.parametrize("column", ["post_id", "forum", "text"])
def test_half_a_character_in_any_cell_is_replaced(tmp_path: Path, column: str) -> None:
    half = {"id": "1\ud83d", "text": "a\ud83d", "forum": "f\ud83d", "author": "w\ud83d", "company": "A\ud83d"}
    row = json.dumps({**half, "posted_at": "2014-01-15T10:00:00Z"})
    _, kept, _ = read(tmp_path, {"A.jsonl": row}, study(format="table", company="file", forum="column"))
    assert kept[0][column] == {"post_id": "1\ufffd", "text": "a\ufffd", "forum": "f\ufffd"}[column]


def test_names_of_files_and_folders_that_are_no_utf8_are_shown_as_far_as_they_are(tmp_path: Path) -> None:
    of = study(company="text", forum="folder")
    found, kept, _ = read(tmp_path, {"bo\udcffrd/A\udcfe.jsonl": tweet(1, "Acme")}, of)
    assert kept[0]["forum"] == "bo\ufffdrd"
    assert found.files[0].name == "bo\ufffdrd/A\ufffd.jsonl"


@pytest.mark.parametrize("key", ["id", "author", "forum", "company"])
def test_a_name_is_held_to_a_length(tmp_path: Path, key: str) -> None:
    row = {"id": "1", "posted_at": "2014-01-15T10:00:00Z", "text": "a"}
    rows = [json.dumps({**row, "id": "0", key: "x" * 256}), json.dumps({**row, key: "x" * 257})]
    _, kept, aside = read(tmp_path, {"A.jsonl": "\n".join(rows)}, study(format="table"))
    assert (len(kept), [row["reason"] for row in aside]) == (1, [f"{key}_too_long"])


@pytest.mark.parametrize(("most", "kept_ids"), [(1, ["2"]), (2, ["1", "1", "2"])])
def test_a_post_on_more_companies_than_allowed_is_filtered_once(
    tmp_path: Path, most: int, kept_ids: list[str]
) -> None:
    text = f"{tweet(1, 'Acme and Bolt Works')}\n{tweet(2, 'only Acme')}\n"
    found, kept, _ = read(tmp_path, {"all.jsonl": text}, study(company="text", max_companies=most))
    assert [post["post_id"] for post in kept] == kept_ids
    assert found.rows("filtered", "many_companies") == (1 if most == 1 else 0)
    assert found.rows("rows_in", "further_company") == (0 if most == 1 else 1)


@pytest.mark.parametrize(
    ("copy", "same"),
    [
        ("RT @someone: Acme is bad", True),
        ("RT Acme is bad", True),
        ("acme IS   bad https://example.org/a?b=c", True),
        ("@someone @else: Acme is bad", True),
        ("http://example.org Acme is bad", True),
        ("Acme@someone:is bad", True),
        ("Acme is bad RT", False),
        ("RTX Acme is bad", False),
        ("Acme is bad!", False),
    ],
)
def test_copies_of_a_text_are_known_by_what_they_say(tmp_path: Path, copy: str, same: bool) -> None:
    """Case, white space, addresses, handles and the mark of a retweet do not tell two texts apart."""
    rows = f"{tweet(1, 'Acme is bad')}\n{tweet(2, copy)}\n"
    _, kept, _ = read(tmp_path, {"A.jsonl": rows}, study(retweets="keep"))
    assert (kept[0]["said"] == kept[1]["said"]) is same


def test_rows_that_are_skipped_are_filtered_and_never_count_as_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of four rows are deleted, one of the other two is unreadable: half of what was to be read."""
    whole = forum("twitter")

    def post(fields: Mapping[str, Any], posts: Any) -> Any:
        if fields.get("deleted"):
            raise SkippedError("deleted")
        return whole.post(fields, posts)

    for module in (post_files, intake, kept_posts):
        monkeypatch.setattr(module, "forum", lambda name: replace(whole, post=post))
    rows = "\n".join([tweet(1), tweet(2, deleted=True), "bad", tweet(3, deleted=True)])
    read_in, kept, aside = read(tmp_path, {"A.jsonl": rows}, study(max_lost=0.5))
    assert (read_in.rows("rows_in"), len(kept), len(aside)) == (4, 1, 1)
    assert read_in.rows("filtered", "deleted") == 2
    twice, _, _ = read(tmp_path / "twice", {"A.jsonl": rows, "B.jsonl": rows}, study(max_lost=0.5))
    assert twice.rows("filtered", "deleted") == 4
    with pytest.raises(DataError, match="1 of 2 rows unreadable"):
        read(tmp_path / "less", {"A.jsonl": rows}, study(max_lost=0.4))


def test_long_ids_that_begin_alike_are_two_posts(tmp_path: Path) -> None:
    first, second = (f"{'7' * 40}{end}" for end in (1, 2))
    rows = "\n".join(tweet(0, id_str=name) for name in (first, second, first))
    read_in, kept, _ = read(tmp_path, {"A.jsonl": rows})
    assert [post["post_id"] for post in kept] == [first, second]
    assert read_in.rows("duplicate", "same_key") == 1


@pytest.mark.parametrize(("by", "place"), [("file", "A"), ("folder", "board"), ("one", "")])
def test_the_forum_of_a_post_is_its_file_or_its_folder(tmp_path: Path, by: str, place: str) -> None:
    _, kept, _ = read(tmp_path, {"board/A.jsonl": tweet(1)}, study(forum=by))
    assert [post["forum"] for post in kept] == [place]


def test_links_count_the_rows_of_each_decision(tmp_path: Path) -> None:
    texts = ("Acme and $B", "Acme again", "nobody", "Acme too", "Acme or $B")
    text = "\n".join(tweet(number, text) for number, text in enumerate(texts))
    found, _, _ = read(tmp_path, {"all.jsonl": text}, study(company="text"))
    assert dict(found.links) == {("A", "linked", "name"): 4, ("B", "linked", "cashtag"): 2}


def test_a_post_outside_the_period_is_lost_to_its_company(tmp_path: Path) -> None:
    files = {"A.jsonl": tweet(1), "B.jsonl": f"{tweet(2)}\n{tweet(3)}"}
    found, _, _ = read(tmp_path, files, session=between(0, 1))
    assert Loss("filtered", "outside_period", "A", 1) in found.losses
    assert Loss("filtered", "outside_period", "B", 2) in found.losses


def test_a_retweet_that_is_read_twice_is_a_duplicate_the_second_time(tmp_path: Path) -> None:
    again = tweet(1, "RT @x: good", retweeted_status={})
    found, kept, _ = read(tmp_path, {"A.jsonl": f"{again}\n{again}"})
    counts = found.rows("filtered", "retweet"), found.rows("duplicate", "same_key")
    assert (counts, kept) == ((1, 1), [])


def test_losses_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    rows = f"{tweet(2, 'RT @x: y')}\n{tweet(1)}\n{tweet(1)}\nbad"
    found, _, _ = read(tmp_path, {"B.jsonl": rows, "A.jsonl": tweet(1)})
    assert [(loss.stage, loss.company) for loss in found.losses] == [
        ("duplicate", "B"), ("filtered", "B"), ("kept", "A"), ("kept", "B"), ("quarantined", ""),
        ("rows_in", ""),
    ]  # fmt: skip
