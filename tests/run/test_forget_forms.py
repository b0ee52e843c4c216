"""`naysay forget` on forums that know a person by several names, and posts that others passed on.

Expected values: by hand, from the files of tests/forum_files that each test copies.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pandas as pd
import pytest

Run = Callable[..., tuple[int, str, str]]
FILES: Final = Path(__file__).parents[1] / "forum_files"
EVA: Final = {
    "telegram": {
        "id": 77,
        "type": "message",
        "date": "2021-03-02T16:00:00",
        "date_unixtime": "1614700800",
        "from": "Eva",
        "from_id": "user99",
        "text": "Gute Zahlen",
    },
    "stocktwits": {
        "id": 199,
        "body": "fine numbers",
        "created_at": "2021-03-02T15:00:00Z",
        "user": {"id": 599, "username": "eva"},
        "symbols": [{"symbol": "AAA"}],
    },
}
"""A post of somebody whom no test forgets."""
NAMES: Final = {"telegram": ["result.json"], "stocktwits": ["array.json", "page.json"]}


def workspace_of(form: str, root: Path) -> Path:
    """A workspace with the files of a format about the company AAA; any share of rows may be unreadable."""
    posts, prices = root / "data" / "posts" / "AAA", root / "data" / "prices"
    for folder in (posts, prices, root / "analysis"):
        folder.mkdir(parents=True)
    for name in NAMES[form]:
        shutil.copy(FILES / form / name, posts)
    (posts / "eva.jsonl").write_text(json.dumps(EVA[form]) + "\n")
    days = pd.bdate_range("2020-12-01", "2021-06-30").strftime("%Y-%m-%d")
    pd.DataFrame({"Date": days, "Close": 100.0, "Adj Close": 100.0}).to_csv(prices / "AAA.csv", index=False)
    study = root / "analysis" / "forget.toml"
    study.write_text(
        f"""[study]
name = "forget"
start = 2021-01-04
end = 2021-04-30
methods = ["correlation"]
[[company]]
ticker = "AAA"
[market]
calendar = "XNYS"
[posts]
format = "{form}"
path = "data/posts/AAA/*"
company = "folder"
max_lost = 1.0
[prices]
source = "csv"
path = "data/prices"
[report]
formats = ["html"]
sections = ["cover"]
"""
    )
    return study


@pytest.mark.parametrize(
    ("form", "option", "name", "rows"),
    [
        ("telegram", "--author", "Ida", 3),  # messages 2 and 3, and 4, which she forwarded
        ("telegram", "--author", "user51", 4),  # and 7, whose name is gone and whose account is hers
        ("telegram", "--author", "börse & MEHR", 1),  # who wrote what message 4 forwards
        ("telegram", "--post", "1555/3", 1),
        ("telegram", "--post", "3", 0),  # a message has its number in its own chat alone
        ("stocktwits", "--author", "501", 3),  # 101, 111 and 112
        ("stocktwits", "--author", "@Kestrel", 3),  # the same account by its name
        ("stocktwits", "--author", "502", 3),  # 102, and 111 and 112, which pass on a message of hers
        ("stocktwits", "--author", "plover", 3),
        ("stocktwits", "--post", "90", 2),  # the message that 111 and 112 pass on
        ("stocktwits", "--post", "101", 1),
    ],
)
def test_posts_are_left_out_by_each_name_of_their_writer_and_of_what_they_pass_on(
    naysay: Run, tmp_path: Path, form: str, option: str, name: str, rows: int
) -> None:
    study = workspace_of(form, tmp_path)
    code, out, _ = naysay("forget", tmp_path, option, name)
    assert (code, out.count("1 of them new")) == (0, 1)
    checked = naysay("check", study)[1]
    assert (f"{rows} row{'s' * (rows > 1)} not used: forgotten" in checked) == (rows > 0)
    assert (" not used: forgotten" in checked) == (rows > 0)


@pytest.mark.parametrize(
    ("form", "inside", "outside"),
    [
        ("telegram", ["--author", "Ida"], ["--author", "Eve", "--post", "1555/99"]),
        ("stocktwits", ["--post", "90"], ["--author", "kestrels", "--post", "9"]),
    ],
)
def test_runs_that_were_made_with_them_are_named(
    naysay: Run, tmp_path: Path, form: str, inside: list[str], outside: list[str]
) -> None:
    study = workspace_of(form, tmp_path)
    code, _, err = naysay("run", study, "--workers", 1)
    assert code == 0, err
    (run,) = (tmp_path / "reports" / "forget").iterdir()
    assert "made with them" not in naysay("forget", tmp_path, *outside)[1]
    assert f"made with them: reports/forget/{run.name}" in naysay("forget", tmp_path, *inside)[1]
