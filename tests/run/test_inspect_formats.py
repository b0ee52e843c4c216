"""What `inspect` and `check` say of files in a format of their own. Expected values: by hand, of files
written here; the formats are those of `tests/forum_files`, whose folders name them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from rich.cells import cell_len

from naysay.data.inspection.file_profile import file_profile
from naysay.data.inspection.recognition import asked_formats
from naysay.run.inspect import inspection

Run = Callable[..., tuple[int, str, str]]
FILES = Path(__file__).parents[1] / "forum_files"
OF_FORMATS = [
    path
    for form in asked_formats()
    for path in sorted((FILES / form.name).glob("*"))
    if path.is_file() and path.suffix != ".toml"
]


@pytest.mark.parametrize("path", OF_FORMATS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_file_is_of_its_format_or_says_what_is_wrong(path: Path) -> None:
    file = file_profile(path)
    if file.fault or file.mixed:
        return
    assert file.format in (path.parent.name, "table", "")
    shown = inspection([path])
    told = shown[: shown.find("\n[posts]")]
    assert max(cell_len(line) for line in told.splitlines()[1:] if "naysay evaluate" not in line) <= 80
    if file.format == path.parent.name:
        assert f'\nformat = "{path.parent.name}"\n' in shown


@pytest.mark.parametrize("form", [one.name for one in asked_formats()])
def test_a_format_recognises_most_of_its_files(form: str) -> None:
    paths = [path for path in OF_FORMATS if path.parent.name == form]
    of_it = sum(file_profile(path).format == form for path in paths)
    assert 2 * of_it >= len(paths)


def message(number: int) -> dict[str, object]:
    """One of StockTwits, every third marked as Bearish."""
    mark = {"sentiment": {"basic": "Bearish"}} if number % 3 == 0 else {"sentiment": None}
    return {
        "id": 9_000 + number,
        "body": f"geheim words of the post {number} on $AAA",
        "created_at": f"2021-03-{1 + number % 28:02}T15:{number % 60:02}:07Z",
        "user": {"id": 50 + number % 7, "username": "Verborgen"},
        "symbols": [{"id": 1, "symbol": "AAA"}],
        "entities": mark,
    }


def test_marks_and_companies_of_posts(tmp_path: Path) -> None:
    """Of 30 posts those of the numbers 0, 3, ... 27 are marked: ten."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"messages": [message(n) for n in range(30)]}))
    said = inspection([path])
    assert 'posts, format = "stocktwits": JSON' in said
    assert "companies: AAA (30)" in said
    assert "10 posts are marked by their writers" in said
    assert "--format stocktwits" in said
    assert 'company = "column"' in said
    assert "timezone" not in said
    assert "geheim" not in said
    assert "Verborgen" not in said


def test_rows_of_two_formats_are_told(tmp_path: Path) -> None:
    tweet = {
        "created_at": "Wed Jan 15 23:34:19 +0000 2014",
        "id_str": "42",
        "id": 42,
        "text": "some words",
        "user": {"id_str": "7", "id": 7, "screen_name": "x"},
    }
    rows = [message(n) for n in range(20)] + [{**tweet, "id": n, "id_str": str(n)} for n in range(8)]
    (tmp_path / "mixed.jsonl").write_text("\n".join(map(json.dumps, rows)))
    said = inspection([tmp_path / "mixed.jsonl"])
    assert "rows of another format are among them: twitter (8)" in " ".join(said.split())
    (tmp_path / "half.jsonl").write_text("\n".join(map(json.dumps, rows[12:])))
    said = " ".join(inspection([tmp_path / "half.jsonl"]).split())
    assert "rows of several formats: stocktwits (8), twitter (8)" in said


CSV = "id,posted_at,text\n" + "".join(
    f"p{n},2024-03-{1 + n % 28:02} 15:{n % 60:02}:00,some words of a post {n}\n" for n in range(60)
)


@pytest.mark.parametrize(
    ("name", "pack", "by"),
    [("a.csv.gz", gzip.compress, "gzip"), ("a.csv.zst", zstandard.compress, "zstd")],
)
def test_a_packed_table_has_a_block(
    tmp_path: Path, name: str, pack: Callable[[bytes], bytes], by: str
) -> None:
    (tmp_path / name).write_bytes(pack(CSV.encode()))
    said = inspection([tmp_path / name])
    assert f"CSV packed by {by}" in said
    assert "60 rows" in said
    assert 'posted_at = "posted_at"' in said


def test_damaged_and_misnamed_archives_are_told(tmp_path: Path) -> None:
    packed = gzip.compress(CSV.encode())
    (tmp_path / "cut.csv.gz").write_bytes(packed[:-200])
    (tmp_path / "packed.csv").write_bytes(packed)
    assert "the packed file is damaged" in inspection([tmp_path / "cut.csv.gz"])
    assert "ends with .gz" in " ".join(inspection([tmp_path / "packed.csv"]).split())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,posted_at,text\n", "and no row below them"),
        (
            "".join(f"{line},\n" if n else f"{line}\n" for n, line in enumerate(CSV.splitlines())),
            "delimiter more",
        ),
        (
            "id,posted_at,text\n"
            + "".join(f"'p{n}','2024-03-01 15:{n:02}','some words, number {n}'\n" for n in range(40)),
            "single quotation marks",
        ),
        ("Datum;Schlusskurs\nx;y\nx;y\n", "save them as CSV"),
    ],
    ids=["names alone", "a delimiter too many", "single quotes", "prices"],
)
def test_layouts_that_cannot_be_read_say_what_to_do(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "a.csv").write_text(content)
    assert said in " ".join(inspection([tmp_path / "a.csv"]).split())


def test_an_empty_page_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"messages": [], "cursor": {"more": false}}')
    assert "an empty page or list" in inspection([tmp_path / "a.json"])


def test_a_wrong_format_is_named_by_check_and_run(naysay: Run, small: Path) -> None:
    study = small / "analysis" / "small.toml"
    written = study.read_text()
    study.write_text(written.replace('format = "table"', 'format = "twitter"'))
    for verb in ("check", "run"):
        code, _, err = naysay(verb, study)
        assert code != 0
        assert 'looks like a table. Write format = "table"' in err
    (small / "data" / "posts.csv").write_text("\n".join(json.dumps(message(n)) for n in range(30)))
    study.write_text(written)
    _, _, err = naysay("check", study)
    assert 'Write format = "stocktwits"' in err


def test_dates_that_a_program_made_instants_of_are_dates(tmp_path: Path) -> None:
    """23:00 of UTC is midnight in Berlin in winter."""
    rows = "".join(f"p{n},2024-01-{1 + n % 28:02}T23:00:00Z,some words of a post {n}\n" for n in range(40))
    (tmp_path / "a.csv").write_text("id,posted_at,text\n" + rows)
    said = inspection([tmp_path / "a.csv"])
    assert "nearly all at 23:00" in said
    assert 'clock = "date_only"' in said
    assert 'timezone = "Europe/Berlin"' in said


def test_files_that_are_read_together_are_one_block(tmp_path: Path) -> None:
    for folder, rows in (
        ("messages", "message_id,message_body\n1,geheim words of a post\n2,more of them\n"),
        (
            "symbols",
            "message_id,user_id,created_at,sentiment,symbol_list,sym_number,symbol\n"
            "1,5,2021-01-28 15:00:00,,AAA,1,AAA\n2,6,2021-01-28 16:00:00,,AAA,1,AAA\n",
        ),
    ):
        (tmp_path / "data" / folder).mkdir(parents=True)
        (tmp_path / "data" / folder / f"{folder}_001.csv").write_text(rows)
    one = tmp_path / "data" / "symbols" / "symbols_001.csv"
    for named, parts in (tmp_path / "data", 2), (one, 1):
        said = inspection([named])
        assert " ".join(said.split()).count("a study reads all files of this format together") == parts
        assert "geheim" not in said
        block = said[said.index("[posts]") :]
        assert block.splitlines()[:3] == [
            "[posts]",
            'format = "stocktwits_archive"',
            'path = "data/*/*.csv"',
        ]
        assert 'company = "column"' in block
