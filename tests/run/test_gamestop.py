"""A study of one share as careless people make it: the well-known export of r/wallstreetbets (titles, upvotes
called score, empty bodies, two clocks), and prices that begin with the study. Expected values: by hand; posts
and prices are invented here."""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from naysay.data.sessions import trading_sessions

Run = Callable[..., tuple[int, str, str]]
FIRST, LAST = dt.date(2021, 1, 28), dt.date(2021, 8, 16)
NAMES = ("GME", "$GME", "GameStop", "the market", "a broker")
WORDS = ("is a scam and a crash", "goes up, great gains", "awful losses, sell now", "hold the line friends")
N = 1_500


def posts() -> Iterator[tuple[dt.datetime, str, str]]:
    """Moment in UTC, title and body, three of five titles with a name of the company."""
    luck = random.Random(5)
    begin = dt.datetime(2021, 1, 28, 6, tzinfo=dt.UTC)
    for number in range(N):
        at = begin + dt.timedelta(seconds=int(luck.random() ** 2 * 200 * 86_400))
        title = f"{NAMES[number % 5]} {luck.choice(WORDS)} {number}"
        yield at, title, f"More words of number {number}" if number % 10 == 0 else ""


def prices(folder: Path, symbol: str, close: float, sd: float) -> None:
    luck = random.Random(symbol)
    rows = ["Date,Open,High,Low,Close,Adj Close,Volume"]
    for day in trading_sessions("XNYS", FIRST, LAST).index:
        close *= 1 + luck.gauss(0, sd)
        rows.append(f"{day.date()},{close:.4f},{close:.4f},{close:.4f},{close:.4f},{close:.4f},1000000")
    (folder / f"{symbol}.csv").write_text("\n".join(rows) + "\n")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    prices(tmp_path, "GME", 347.5, 0.05)
    prices(tmp_path, "^GSPC", 3787.0, 0.009)
    return tmp_path


def export(path: Path) -> None:
    """As CSV: ``created`` in seconds of UTC, ``timestamp`` on a clock five hours behind it."""
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["title", "score", "id", "url", "comms_num", "created", "body", "timestamp"])
        for number, (at, title, body) in enumerate(posts()):
            local = f"{at - dt.timedelta(hours=5):%Y-%m-%d %H:%M:%S}"
            table.writerow(
                [title, number % 900, f"l{number:05}", "https://x.org", 3, at.timestamp(), body, local]
            )


def dump(path: Path) -> None:
    """As submissions of Reddit, one a line, with empty texts."""
    lines = [
        {
            "id": f"l{number:05}",
            "title": title,
            "selftext": body,
            "created_utc": int(at.timestamp()),
            "subreddit": "wallstreetbets",
            "author": f"user{number % 200}",
            "name": f"t3_l{number:05}",
            "is_self": True,
            "domain": "self.wallstreetbets",
            "permalink": f"/r/wallstreetbets/comments/l{number:05}/x/",
            "url": "https://x.org",
            "score": number % 900,
            "num_comments": 3,
        }
        for number, (at, title, body) in enumerate(posts())
    ]
    path.write_text("\n".join(map(json.dumps, lines)))


def pasted(study: Path, said: str) -> None:
    """Put the blocks that inspect wrote, with what it says above, into the study of `naysay new`."""
    text, block = study.read_text(), said[said.index("[posts]\n") :]
    text = text[: text.index("[posts]")] + block + "\n" + text[text.index("[sentiment]") :]
    assert "start = 2021-01-28, end = 2021-08-16" in said
    assert 'calendar = "XNYS", benchmark = "^GSPC"' in said
    for old, new in (
        ("2024-01-02", "2021-01-28"),
        ("2025-12-30", "2021-08-16"),
        ('"SAP.DE"', '"GME"'),
        ('"SAP SE"', '"GameStop"'),
        ('aliases = ["SAP"]', ""),
        ('"EUR"', '"USD"'),
        ("XETR", "XNYS"),
        ("^GDAXI", "^GSPC"),
    ):
        text = text.replace(old, new)
    study.write_text(text)


@pytest.mark.parametrize(("name", "write"), [("reddit_wsb.csv", export), ("wsb.ndjson", dump)])
def test_the_study_runs_from_the_block(
    naysay: Run, files: Path, name: str, write: Callable[[Path], None]
) -> None:
    """Three of five posts name the company: 900 of 1,500, less those after the last close."""
    write(files / name)
    place = files / "study"
    assert naysay("new", place)[0] == 0
    for path in (files / name, files / "GME.csv", files / "^GSPC.csv"):
        folder = place / "data" / ("posts" if path.name == name else "prices")
        folder.mkdir(parents=True, exist_ok=True)
        path.rename(folder / path.name)
    _, said, _ = naysay("inspect", place / "data" / "posts", place / "data" / "prices")
    study = place / "analysis" / "first.toml"
    pasted(study, said)
    assert "score = " not in said  # upvotes are no tone
    if name.endswith(".csv"):
        assert 'posted_at = "created"' in said
        assert 'text = ["title", "body"]' in said
        assert "timestamp shows another clock than created (-5 hours)" in " ".join(said.split())
    else:
        assert 'format = "reddit"' in said
    code, out, err = naysay("check", study)
    assert code == 0, err
    assert "0 sessions before the study; the event study looks back on" in " ".join(out.split())
    kept = int(
        next(line for line in out.splitlines() if "posts of companies" in line).split()[0].replace(",", "")
    )
    assert 890 <= kept <= 900
    code, _, err = naysay("run", study, "--out", files / "run")
    assert code == 0, err
    results = json.loads((files / "run" / "results.json").read_text())
    assert results
    assert "have no abnormal return" in err
