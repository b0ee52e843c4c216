"""Posts that were kept, as rows: with their texts and ids, which the program forgets once they are scored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

from naysay.data.duplicates import keys
from naysay.data.forums import forum
from naysay.data.portions import RETWEET
from naysay.data.post_files import source_of
from naysay.data.posts import Posts, read_posts
from naysay.data.scored import SCALE
from naysay.data.scorers import Scorer
from naysay.data.sessions import Sessions
from naysay.study.errors import DataError
from naysay.study.spec import Study


@cache
def number(text: str) -> int:
    """Another number for each text of a test run."""
    _TEXTS.append(text)
    return len(_TEXTS) - 1


_TEXTS: list[str] = []


@dataclass(frozen=True, kw_only=True)
class NumberingScorer(Scorer):
    """Its score tells which text was scored."""

    name: str = "numbering"
    languages: tuple[str, ...] = ("en",)

    def _polarities(self, texts: Sequence[str]) -> Iterable[float]:
        return [number(text) / SCALE for text in texts]


def posts_of(
    study: Study,
    paths: Mapping[str, Path],
    sessions: Mapping[str, Sessions],
    folder: Path,
    progress: Callable[[int, int], None] = lambda rows, size: None,
) -> tuple[Posts, list[dict[str, Any]]]:
    """What is read of the files at ``paths``, and the posts that are kept.

    Which these are is decided here once more, post by post, and both have to agree.
    """
    found = read_posts(
        study,
        paths,
        sessions=sessions,
        scorers=[NumberingScorer()],
        folder=folder / "parts",
        quarantine=folder / "quarantine.jsonl",
        progress=progress,
    )
    tickers, ids = [company.ticker for company in study.company], _ids(study, paths)
    rows, kept = list(_rows(found.columns)), list[dict[str, Any]]()
    counting = _counting(rows)
    for place, row in enumerate(rows):
        key, score, company = (
            (row.pop("key_high"), row.pop("key_low")),
            row.pop("score_0"),
            row.pop("company"),
        )
        del row["language"], row["file"]  # columns of what is settled once all posts are read
        if place in counting and row["session"] >= 0:
            kept.append({**row, "company": tickers[company], "text": _TEXTS[score], "post_id": ids[key]})
    for name in ("company", "posted_at", "session", "author", "said", "forum"):
        assert list(getattr(found.scored, name)) == [row[name] for row in kept]
    return found, kept


def _counting(rows: Sequence[Mapping[str, Any]]) -> set[int]:
    """The places of the rows that count: of each post and company the earliest, of equal copies the first.

    Of those at one instant, a retweet goes before others and the one whose hash of what it says is least. No
    test that asks for rows has copies which say the same and differ in their author.
    """
    places = dict[tuple[int, int, int], int]()
    for place, row in enumerate(rows):
        key = row["key_high"], row["key_low"], row["company"]
        places[key] = min(places.get(key, place), place, key=lambda of: _rank(rows[of]))
    return set(places.values())


def _rank(row: Mapping[str, Any]) -> tuple[int, bool, int]:
    return row["posted_at"], row["session"] != RETWEET, row["said"]


def _rows(files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    for path in sorted(files):
        with pa.OSFile(str(path)) as source:
            yield from pa.ipc.open_file(source).read_all().to_pylist()


def _ids(study: Study, paths: Mapping[str, Path]) -> dict[tuple[int, int], str]:
    ids = dict[tuple[int, int], str]()
    together = forum(study.posts.format).reads_together
    for some in [list(paths.values())] if together else [[path] for path in paths.values()]:
        try:
            with source_of(study.posts, some) as source:
                for batch in chain.from_iterable(source.batches(path, study.posts) for path in some):
                    for post_id, (high, low) in zip(batch.post_id, keys(batch.post_id).tolist(), strict=True):
                        ids[high, low] = post_id
        except DataError:
            continue
    return ids
