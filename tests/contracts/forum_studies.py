"""Reads the files of tests/forum_files, by their format alone or as the posts of a study."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from benchmarks._forum_batches import Rows, rows_of
from benchmarks._forum_fixtures import Fixture
from tests.data.kept_posts import posts_of

from naysay.data.forums import forum
from naysay.data.posts import Posts
from naysay.data.sessions import Sessions
from naysay.study.file import parse_study
from naysay.study.spec import Study


def rows_in(one: Fixture, *paths: Path, size: int = 1 << 30) -> Rows:
    """The rows of ``paths`` (those of the fixture where there are none) in chunks of ``size`` bytes."""
    return rows_of(forum(one.form).with_marks(), paths or one.files(), one.options, size)


def sessions_after(instants: list[int]) -> Sessions:
    """A session for each instant, which ends just behind it."""
    ends = [at + 1 for at in sorted(set(instants))] or [1]
    dates = pd.date_range("2014-01-01", periods=len(ends), name="session")
    return Sessions("XNYS", dates, np.array(ends), 0)


def study_of(form: str, posts: Mapping[str, Any], tickers: list[str]) -> Study:
    """A study of posts of the format, with these keys of ``[posts]``."""
    keys = {"format": form, "path": "x", "company": "folder", **posts}
    columns = keys.pop("columns", {})
    lines = [f"{key} = {json.dumps(value)}" for key, value in keys.items()]
    names = [f"{key} = {json.dumps(value)}" for key, value in columns.items()]
    companies = [f"[[company]]\nticker = {json.dumps(ticker)}" for ticker in tickers]
    head = '[study]\nname = "x"\nstart = 2014-01-01\nend = 2014-12-31'
    return parse_study(
        "\n".join([head, *companies, "[posts]", *lines, "[posts.columns]", *names]), source="x.toml"
    )


def posts_in(one: Fixture, folder: Path, copies: int = 1) -> tuple[Posts, list[dict[str, Any]]]:
    """A study of the fixture, ``copies`` times: what was read, and the posts that are kept as rows.

    Folders name the company, or the posts do, in a set and where the fixture says so. Each post has a session
    of its own.
    """
    expected = rows_in(one).posts()
    by = "column" if one.is_set else "folder"
    keys = {"max_lost": 1.0, "retweets": "keep", "company": by, **one.expected.get("options", {})}
    tickers = ["A"]
    if keys.get("company") == "column":
        tickers = sorted({name for post in expected for name in re.split("[,\n]", post["company"]) if name})
    files = dict[str, Path]()
    for copy in range(copies):
        for path in one.all_files():
            name = f"{copy}/A/{path.relative_to(one.root)}"
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(path.read_bytes())
            files |= {name: folder / name} if path in one.files() else {}
    sessions = sessions_after([post["at"] for post in expected])
    return posts_of(study_of(one.form, keys, tickers), files, dict.fromkeys(tickers, sessions), folder)
