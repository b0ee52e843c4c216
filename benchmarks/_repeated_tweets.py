"""A study of the tweets of ``../shared/stocknet``, repeated with ids and times of their own."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

import zstandard

ROOT: Final = Path(__file__).resolve().parents[1]
STOCKNET: Final = ROOT.parent / "shared" / "stocknet"
APART: Final = timedelta(seconds=7)
"""Between a tweet and its next copy."""
AGAIN: Final = 50
"""One row in so many stands once more at the end of its file: a duplicate."""
_POSTS: Final = """retweets = "keep"
path = "data/posts/*.jsonl*"
company = "text"
"""
_CHATTER: Final = """[chatter]
same_text = "once"
author_posts = 20
"""


def repeated(folder: Path, posts: int, methods: Sequence[str]) -> Path:
    """Write a workspace of ``posts`` tweets or some more below ``folder``; its study asks for ``methods``.

    The prices are StockNet's. Every other file of tweets is packed. Posts find their companies by their text,
    so that one may be about several. A copy of a tweet has an id of its own, is seven seconds later than the
    copy before it, and has the number of the copy behind its text. Texts stand twice in the rows that are
    duplicates, and where they do so in StockNet: of each only one counts, and of a writer 20 a session.
    """
    files = sorted((STOCKNET / "posts").glob("*.jsonl.zst"))
    once = {file.name.removesuffix(".zst"): list(_tweets(file)) for file in files}
    copies = -(-posts // sum(map(len, once.values())))
    (folder / "analysis").mkdir(parents=True)
    (folder / "data" / "posts").mkdir(parents=True)
    shutil.copytree(STOCKNET / "prices", folder / "data" / "prices")
    for place, (name, tweets) in enumerate(once.items()):
        lines = [line.encode() for number in range(copies) for line in _copy(tweets, number)]
        content = b"".join([*lines, *islice(lines, 0, None, AGAIN)])
        if place % 2:
            name, content = f"{name}.zst", zstandard.ZstdCompressor(level=1).compress(content)
        (folder / "data" / "posts" / name).write_bytes(content)
    study = folder / "analysis" / "stocknet.toml"
    study.write_text(_study(methods), encoding="utf-8")
    return study


def _tweets(file: Path) -> Iterator[tuple[dict[str, Any], datetime]]:
    content = zstandard.ZstdDecompressor().stream_reader(file.read_bytes(), read_across_frames=True).read()
    for line in content.splitlines():
        tweet = json.loads(line)
        yield tweet, datetime.strptime(tweet["created_at"], "%a %b %d %H:%M:%S %z %Y")


def _copy(tweets: Sequence[tuple[dict[str, Any], datetime]], number: int) -> Iterator[str]:
    """The lines of one copy; the first is StockNet itself."""
    for tweet, at in tweets:
        own = tweet
        if number:
            moved = {"id_str": f"{tweet['id_str']}-{number}", "text": f"{tweet['text']} {number}"}
            own = {**tweet, **moved, "created_at": (at + number * APART).strftime("%a %b %d %H:%M:%S %z %Y")}
        yield json.dumps(own) + "\n"


def _study(methods: Sequence[str]) -> str:
    """The study of StockNet that the repository has, with other posts and limits."""
    text = (ROOT / "analysis" / "stocknet.toml").read_text(encoding="utf-8")
    if methods:
        text = text.replace("seed = 1\n", f"seed = 1\nmethods = {json.dumps(list(methods))}\n")
    text = re.sub(r'path = "data/posts/.*"\ncompany = "file"\n', _POSTS, text)
    return text.replace("[chatter]\n", _CHATTER)
