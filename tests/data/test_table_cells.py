"""What the cells of a table mean: times, texts, ids, removed posts. Expected values: written by hand."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from naysay.data.forums import Batch, RefusedError, SkippedError, forum
from naysay.data.forums._removed import is_removed, is_unknown
from naysay.data.witness import Witness
from naysay.study.errors import DataError
from naysay.study.notices import caught
from naysay.study.spec import PostOptions

TABLE = forum("table")
AT = "2024-01-15T10:00:00Z"


def options(columns: dict[str, Any] | None = None, **posts: Any) -> PostOptions:
    zone = {} if posts.pop("no_zone", False) else {"timezone": "UTC"}
    return PostOptions(format="table", path="x", columns=columns or {}, **zone | posts)  # type: ignore[arg-type]


def read(
    folder: Path, content: str | bytes, of: PostOptions, name: str = "p.csv", size: int = 1 << 22
) -> Batch:
    """All rows of a file that is cut into chunks of ``size`` bytes, in one batch."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    every = Batch()
    with Witness(path) as file:
        for chunk in TABLE.chunks(path, of, file, size):
            for batch in TABLE.parse(chunk, of):
                for column in ("post_id", "posted_at", "text", "company", "author", "refused"):
                    getattr(every, column).extend(getattr(batch, column))
                for cause, rows in batch.skipped.items():
                    every.skipped[cause] = every.skipped.get(cause, 0) + rows
    return every


def at(iso: str) -> int:
    return int(dt.datetime.fromisoformat(iso).timestamp()) * 10**9


def table(*times: str) -> str:
    return "id;posted_at;text\n" + "".join(f"{n};{time};a\n" for n, time in enumerate(times))


def test_a_german_export_has_its_date_and_clock_in_two_columns(tmp_path: Path) -> None:
    content = "Nr;Datum;Uhrzeit;Titel;Beitrag\n1;01.07.2024;17:49;Gut;\n2;02.01.2024;9:05 Uhr;;Schlecht\n"
    columns = {"id": "Nr", "posted_at": ["Datum", "Uhrzeit"], "text": ["Titel", "Beitrag"]}
    batch = read(tmp_path, content, options(columns, timezone="Europe/Berlin"))
    assert batch.posted_at == [at("2024-07-01T15:49:00Z"), at("2024-01-02T08:05:00Z")]
    assert batch.text == ["Gut", "Schlecht"]


def test_a_column_that_is_named_in_a_list_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="a table with Uhrzeit, Body"):
        read(tmp_path, table(AT), options({"posted_at": ["posted_at", "Uhrzeit"], "text": ["text", "Body"]}))


@pytest.mark.parametrize("size", [1, 300, 1 << 22])
@pytest.mark.parametrize("name", ["p.csv", "p.jsonl"])
def test_the_head_decides_for_all_chunks_however_the_file_is_cut(
    tmp_path: Path, name: str, size: int
) -> None:
    """The 13th shows that the month is first; the last row contradicts and is refused alone."""
    times = ["1/13/2024 10:00", *("1/2/2024 10:00", "2/3/2024 10:00") * 500, "14/1/2024 10:00"]
    content = table(*times)
    if name == "p.jsonl":
        rows = [{"id": str(n), "posted_at": time, "text": "a"} for n, time in enumerate(times)]
        content = "\n".join(map(json.dumps, rows))
    batch = read(tmp_path, content, options(), name, size)
    assert batch.posted_at[1:3] == [at("2024-01-02T10:00:00Z"), at("2024-02-03T10:00:00Z")]
    assert len(batch.posted_at) == 1001
    assert [(row.reason, row.detail) for row in batch.refused] == [
        ("date_order_contradicted", "posted_at: 99/9/9999 99:99")
    ]


@pytest.mark.parametrize("size", [1, 1 << 22])
def test_an_order_that_the_head_leaves_open_is_asked_for(tmp_path: Path, size: int) -> None:
    with pytest.raises(DataError) as refusal:
        read(tmp_path, table("1/2/2024 10:00", "2/3/2024 10:00"), options(), size=size)
    fault = refusal.value.fault
    assert (fault.field, fault.allowed) == ("posts.date_order", "day_first or month_first")
    assert "9/9/9999 99:99" in fault.got
    assert "1/2/2024 10:00" not in fault.got
    batch = read(tmp_path, table("1/2/2024 10:00"), options(date_order="day_first"), size=size)
    assert batch.posted_at == [at("2024-02-01T10:00:00Z")]


def test_a_file_that_shows_both_orders_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="some show the day first and others the month"):
        read(tmp_path, table("13/2/2024 10:00", "2/13/2024 10:00"), options())


def test_a_later_row_in_figures_is_refused_where_the_head_had_none(tmp_path: Path) -> None:
    batch = read(tmp_path, table(*[AT] * 20, "1/2/2024 10:00", "1.2.2024 10:00"), options())
    assert batch.posted_at[20:] == [at("2024-02-01T10:00:00Z")]
    assert [row.reason for row in batch.refused] == ["date_order_unknown"]


@pytest.mark.parametrize("size", [1, 1 << 22])
def test_serials_are_decided_by_the_head(tmp_path: Path, size: int) -> None:
    batch = read(
        tmp_path, table("45292,5", "45293", "1613954760"), options(timezone="Europe/Berlin"), size=size
    )
    assert (batch.posted_at, len(batch.refused)) == ([at("2021-02-22T00:46:00Z")], 2)
    batch = read(tmp_path, table("45292,5", "45293"), options(timezone="Europe/Berlin"), size=size)
    assert batch.posted_at == [at("2024-01-01T11:00:00Z"), at("2024-01-01T23:00:00Z")]


def test_a_heading_in_utc_goes_before_the_zone_of_the_study(tmp_path: Path) -> None:
    content = "id;Zeit (UTC);text\n1;01.07.2024 17:49;a\n"
    of = options({"posted_at": "Zeit (UTC)"}, timezone="Europe/Berlin")
    with caught() as notices:
        assert read(tmp_path, content, of).posted_at == [at("2024-07-01T17:49:00Z")]
    assert [notice.code for notice in notices] == ["zone_of_heading"]


@pytest.mark.parametrize(
    ("time", "options_said", "codes"),
    [
        ("2024-07-01 17:49", {}, ["zone_not_said"]),
        ("01.07.2024 17:49 Uhr", {}, ["zone_not_said"]),
        ("45292,5", {}, ["zone_not_said"]),
        ("2024-07-01 17:49", {"timezone": "UTC"}, []),
        ("2024-07-01 17:49", {"clock": "date_only"}, []),
        ("2024-07-01 17:49 UTC", {}, []),
        ("20240701174900", {}, ["zone_not_said"]),
        ("01.07.2024 17h49", {}, ["zone_not_said"]),
        ("2024-07-01T17:49:00Z", {}, []),
        ("1719856140", {}, []),
    ],
)
def test_times_without_a_zone_that_nobody_named_are_told(
    tmp_path: Path, time: str, options_said: dict[str, Any], codes: list[str]
) -> None:
    with caught() as notices:
        batch = read(tmp_path, table(time), options(no_zone=True, **options_said))
    assert (len(batch.posted_at), sorted({notice.code for notice in notices})) == (1, codes)


@pytest.mark.parametrize(("zone", "codes"), [(None, ["zone_not_said"]), ("Europe/Berlin", [])])
def test_times_of_parquet_without_a_zone_are_told(tmp_path: Path, zone: str | None, codes: list[str]) -> None:
    at_noon = pa.array([1_704_110_400_000_000], pa.timestamp("us", zone))
    path = tmp_path / "p.parquet"
    pq.write_table(pa.table({"id": ["1"], "posted_at": at_noon, "text": ["a"]}), path)
    with caught() as notices:
        read(tmp_path, path.read_bytes(), options(no_zone=True), "p.parquet")
    assert [notice.code for notice in notices] == codes


def half_converted(days: int) -> str:
    """A table as a spreadsheet leaves it that takes the month for the first figure."""
    times = [
        f"2021-{day:02}-03 10:00" if day <= 12 else f"{day}/03/2021 10:00" for day in range(days - 1, 0, -1)
    ]
    return table(*times)


def test_a_column_that_a_spreadsheet_has_half_converted_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="day and month the wrong way"):
        read(tmp_path, half_converted(29), options())


def test_a_few_texts_among_dates_may_be_chance(tmp_path: Path) -> None:
    assert len(read(tmp_path, half_converted(22), options()).posted_at) == 21


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ('<div class="awful fraud">Good <b>news</b></div>', "Good news"),
        ('Good<br/>news <img src="https://x/fraud.png">', "Good\nnews"),
        ("x < 5 and y > 3", "x < 5 and y > 3"),
        ("<AAA> goes up", "<AAA> goes up"),
    ],
)
def test_tags_of_html_are_no_part_of_a_text(text: str, plain: str) -> None:
    assert TABLE.post({"id": "1", "posted_at": AT, "text": text}, options()).text == plain


def test_a_heading_in_winter_time_needs_the_zone_it_belongs_to(tmp_path: Path) -> None:
    content = "id;Zeit (MEZ);text\n1;01.07.2024 17:49;a\n"
    with pytest.raises(DataError, match=r"posts\.timezone.*MEZ"):
        read(tmp_path, content, options({"posted_at": "Zeit (MEZ)"}))
    berlin = options({"posted_at": "Zeit (MEZ)"}, timezone="Europe/Berlin")
    assert read(tmp_path, content, berlin).posted_at == [at("2024-07-01T15:49:00Z")]


@pytest.mark.parametrize("name", ["p.csv", "p.jsonl"])
def test_without_ids_a_post_is_known_by_time_author_and_text(tmp_path: Path, name: str) -> None:
    rows = [("10:00", "me", "hi"), ("10:00", "me", "hi"), ("10:01", "me", "hi"), ("10:00", "you", "hi"),
            ("10:00", "me", "ho")]  # fmt: skip
    rows = [(f"2024-01-15T{time}:00Z", author, text) for time, author, text in rows]
    content = "posted_at,author,text\n" + "".join(",".join(row) + "\n" for row in rows)
    if name == "p.jsonl":
        content = "\n".join(
            json.dumps(dict(zip(("posted_at", "author", "text"), row, strict=True))) for row in rows
        )
    with caught() as notices:
        ids = read(tmp_path, content, options(), name, 1).post_id
    assert [ids.index(one) for one in ids] == [0, 0, 2, 3, 4]
    assert [notice.code for notice in notices] == ["no_id_column"]
    with caught():
        assert read(tmp_path, content, options(), name).post_id == ids


def test_ids_that_are_made_are_the_same_for_ever(tmp_path: Path) -> None:
    """A change detector: other ids would count the posts of an earlier export again."""
    with caught():
        batch = read(tmp_path, f"posted_at,author,text\n{AT},me,hi\n", options())
    assert batch.post_id == ["6cee1a47d6d3d38c82fea7ff3c0b8b67"]


def test_an_id_column_that_the_study_names_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="a table with id"):
        read(tmp_path, f"posted_at,text\n{AT},a\n", options({"id": "id"}))
    with pytest.raises(DataError, match="a table with nr"):
        read(tmp_path, f"posted_at,text\n{AT},a\n", options({"id": "nr"}))
    rows = "\n".join(json.dumps({"posted_at": AT, "text": "a"}) for _ in range(20))
    batch = read(tmp_path, rows, options({"id": "id"}), "p.jsonl")
    assert {row.reason for row in batch.refused} == {"no_id"}


@pytest.mark.parametrize("rounded", ["5.50442E+17", "5,50E+17", "5E+17"])
def test_ids_that_a_spreadsheet_rounded_are_refused(tmp_path: Path, rounded: str) -> None:
    of = options({"id": "tweet_id"})
    with pytest.raises(DataError) as refusal:
        read(tmp_path, f"tweet_id;posted_at;text\n{rounded};{AT};a\n", of)
    assert refusal.value.fault.field == "posts.columns.id"
    assert "column tweet_id" in refusal.value.fault.got
    assert "as text" in refusal.value.fault.mend
    later = read(tmp_path, "tweet_id;posted_at;text\n" + f"77;{AT};a\n" * 20 + f"{rounded};{AT};a\n", of)
    assert [row.reason for row in later.refused] == ["id_rounded"]


def test_equal_ids_that_end_in_zeros_are_refused(tmp_path: Path) -> None:
    of = options()
    with pytest.raises(DataError, match=r"posts\.columns\.id"):
        read(tmp_path, "id,posted_at,text\n" + f"550442000000000000,{AT},a\n" * 10, of)
    different = "".join(f"5504420000{n:05}000,{AT},a\n" for n in range(20))
    assert len(read(tmp_path, f"id,posted_at,text\n{different}", of).post_id) == 20


def test_numbers_of_a_sheet_are_ids(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"id": 17.0, "posted_at": AT, "text": "a"},
        {"id": 18, "posted_at": AT, "text": "b"},
    ]
    assert read(tmp_path, "\n".join(map(json.dumps, rows)), options(), "p.jsonl").post_id == ["17", "18"]
    with pytest.raises(RefusedError, match="id_rounded"):
        TABLE.post({"id": 5.50442e17, "posted_at": AT, "text": "a"}, options())


@pytest.mark.parametrize(
    ("title", "body", "text"),
    [
        ("Title", "Body", "Title\n\nBody"),
        ("Title", "", "Title"),
        ("", "Body", "Body"),
        ("Title", None, "Title"),
        ("Same", "Same", "Same"),
        ("The start", "The start of it", "The start of it"),
        ("The start of…", "The start of it", "The start of it"),
        (" Title ", "\nBody\n", "Title\n\nBody"),
        ("Title", "[removed]", "Title"),
        ("Title", 5, "Title"),
    ],
)
def test_a_text_of_two_columns(title: object, body: object, text: str) -> None:
    of = options({"text": ["title", "body"]})
    assert TABLE.post({"id": "1", "posted_at": AT, "title": title, "body": body}, of).text == text


@pytest.mark.parametrize(
    ("title", "body", "kind", "reason"),
    [
        ("", "", RefusedError, "no_text"),
        (None, " ", RefusedError, "no_text"),
        ("", "[removed]", SkippedError, "removed"),
        ("[deleted by user]", "[removed]", SkippedError, "removed"),
    ],
)
def test_a_text_of_two_columns_without_a_word(
    title: object, body: object, kind: type[Exception], reason: str
) -> None:
    of = options({"text": ["title", "body"]})
    with pytest.raises(kind, match=f"^{reason}$"):
        TABLE.post({"id": "1", "posted_at": AT, "title": title, "body": body}, of)


@pytest.mark.parametrize(
    "text",
    [
        "[removed]", "[deleted]", "[Removed]", " [removed]\n", "\n\n[deleted]", "[removed by reddit]",
        "[ Removed by Reddit ]", "[ Removed by Reddit in response to a copyright notice. ]",
        "[removed by moderator]", "[deleted by user]", "[gelöscht]", "[entfernt]", "[Beitrag entfernt]",
        "[Kommentar gelöscht]", "gelöscht", "deleted", "Dieser Beitrag wurde gelöscht.",
        "Dieser Beitrag wurde entfernt", "Dieser Kommentar wurde von einem Moderator entfernt.",
        "Der Beitrag wurde vom Moderator gelöscht.",
        "Beitrag wurde gelöscht", "Diese Nachricht wurde entfernt",
        "Dieser Beitrag wurde auf Wunsch des Verfassers gelöscht.",
        "Dieser Beitrag ist nicht mehr verfügbar.",
        "This tweet was deleted", "This Tweet was deleted by the Tweet author. Learn more",
        "This post was deleted by the person who originally posted it.",
        "This post has been removed by moderators",
        "This comment has been removed.", "This message was deleted", "This Post is unavailable.",
        "This Post is from an account that no longer exists. Learn more", "This post is no longer available.",
        "**[removed]**", "*** gelöscht ***", "Your post has been removed",
        "Sorry, this post was removed by Reddit's spam filters.", "Beitrag nicht mehr verfügbar",
        "Sorry, this post was deleted by the person who originally posted it.",
        "Dieses Posting wurde entfernt. Grund: Spam",
        "Comment removed by moderator", "Post deleted", "Beitrag wurde vom Autor gelöscht",
        "Beitrag wegen Beleidigung entfernt", "[ Beitrag vom Moderator gelöscht ]", "*[removed]*",
        "(deleted)",
    ],
)  # fmt: skip
def test_what_a_forum_leaves_of_a_removed_post(text: str) -> None:
    assert is_removed(text)
    with pytest.raises(SkippedError, match=r"^removed$"):
        TABLE.post({"id": "1", "posted_at": AT, "text": text}, options())


@pytest.mark.parametrize(
    "text",
    [
        "I removed my stop loss", "[removed] is what it said", "They deleted the guidance", "removed the CEO",
        "Gelöscht habe ich nur den Chart", "This post is great", "This company was removed from the index",
        "Der Vorstand wurde entfernt", "Die Dividende wurde gestrichen", "[link]", "deleted it all",
        "Beitrag", "Beitrag vom Vorstand",
        "The stock is unavailable", "This tweet was deleted, and I know why: they lie. Sell all you have!",
        "Dieser Beitrag wurde gelöscht. Warum nur? Weil die Zahlen schlecht sind", "thread",
    ],
)  # fmt: skip
def test_what_somebody_wrote_about_removing(text: str) -> None:
    assert not is_removed(text)
    assert TABLE.post({"id": "1", "posted_at": AT, "text": text}, options()).text == text


@pytest.mark.parametrize(
    ("author", "unknown"),
    [
        ("[deleted]", True),
        ("[removed]", True),
        ("[gelöscht]", True),
        ("gelöscht", True),
        ("deleted user", True),
        ("Deleted_User", True),
        ("Gelöschter Nutzer", True),
        ("gelöschter Benutzer", True),
        ("Ehemaliges Mitglied", True),
        ("u/[deleted]", True),
        ("Gast", True),
        ("Anonym", True),
        ("n/a", True),
        ("deleted", False),
        ("Deleted Scenes", False),
        ("me", False),
        ("[me]", False),
        ("u/deleted", False),
        ("u/me", False),
        ("Gastwirt", False),
    ],
)
def test_an_author_whose_name_is_gone_is_nobody(author: str, unknown: bool) -> None:
    assert is_unknown(author) == unknown
    post = TABLE.post({"id": "1", "posted_at": AT, "text": "a", "author": author}, options())
    assert post.author == ("" if unknown else author)


@pytest.mark.parametrize("length", [10_000, 1_000_000])
def test_a_long_text_that_begins_as_a_notice_is_not_looked_through(length: int) -> None:
    assert not is_removed("This post was removed by " + "x" * length)
    assert not is_removed("[" * length + "]" * length)


def test_a_refused_time_shows_its_form_and_its_column(tmp_path: Path) -> None:
    batch = read(tmp_path, "Nr;Zeit;text\n1;vor 3 Stunden;a\n", options({"id": "Nr", "posted_at": "Zeit"}))
    (row,) = batch.refused
    assert row.sentence("p.csv") == "time_unreadable at p.csv:2 (Zeit: aaa 9 aaaaaaa)"


@pytest.mark.parametrize(
    ("company", "said"),
    [
        (["AAA", "BBB"], "AAA\nBBB"),
        ("AAA," * 100, "AAA," * 100),
        (None, ""),
    ],
)
def test_a_list_of_companies(company: object, said: str) -> None:
    assert (
        TABLE.post({"id": "1", "posted_at": AT, "text": "a", "company": company}, options()).company == said
    )


@pytest.mark.parametrize(
    ("company", "reason"),
    [(["AAA", 5], "company_unreadable"), ({}, "company_unreadable"), ("A," * 1001, "company_too_long"),
     (["A"] * 1001, "company_too_long"), ("A" * 257, "company_too_long")],
)  # fmt: skip
def test_what_is_no_list_of_companies(company: object, reason: str) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        TABLE.post({"id": "1", "posted_at": AT, "text": "a", "company": company}, options())


def test_times_of_a_parquet_table_that_are_texts_or_floats(tmp_path: Path) -> None:
    for column, first in (
        (pa.array(["1/13/2024 10:00", "1/2/2024 10:00"]), "2024-01-13T10:00:00Z"),
        (pa.array([45292.5, 45293.0]), "2024-01-01T12:00:00Z"),
    ):
        path = tmp_path / "p.parquet"
        pq.write_table(pa.table({"id": [1, 2], "posted_at": column, "text": ["a", "b"]}), path)
        (batch,) = TABLE.batches(path, options())
        assert batch.posted_at[0] == at(first)


def test_ids_of_a_parquet_table_that_are_floats(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    moments = pa.array([1613954760, 1613954761], pa.timestamp("s"))
    pq.write_table(pa.table({"id": [5.50442e17, 1.0], "posted_at": moments, "text": ["a", "b"]}), path)
    with pytest.raises(DataError, match=r"posts\.columns\.id"):
        list(TABLE.batches(path, options()))


@pytest.mark.parametrize("value", [[], ["a", "a"], ["a", "b", "c"], 5, None, ["a", 5], "x" * 201, ["a\nb"]])
def test_a_faulty_name_of_columns_has_one_fault(value: object) -> None:
    with pytest.raises(ValueError, match=r"a list of up to 2 different ones") as refusal:
        options({"posted_at": value})
    assert str(refusal.value).count("different ones") == 1


def test_an_empty_name_says_that_there_are_no_ids(tmp_path: Path) -> None:
    rows = "".join(f"1,2024-01-{day:02}T10:00:00Z,text {day},\n" for day in range(1, 10))
    with caught() as notices:
        batch = read(tmp_path, f"id,posted_at,text,\n{rows}", options({"id": ""}))
    assert len(set(batch.post_id)) == 9
    assert [notice.code for notice in notices] == ["no_id_column"]
