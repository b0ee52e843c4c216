"""In which languages posts were scored, for the section on the data and that on methods."""

from __future__ import annotations

import pandas as pd

from naysay.reports.results import Results
from naysay.reports.sections._reading import numbers, table, texts
from naysay.reports.words import Words


def languages_read(results: Results, words: Words) -> str:
    """The languages in which posts were scored, with their shares of the posts; empty where none is known."""
    rows = _languages(results)
    return _listed(rows[rows["scorer"] != ""], words)


def languages_in_words(results: Results, words: Words) -> str:
    """In which languages posts were scored, which ones nobody read, and how many posts do not tell theirs."""
    rows = _languages(results)
    if rows.empty:
        return ""
    read, unread = rows[rows["scorer"] != ""], rows[rows["scorer"] == ""]
    sentences = [words("languages.read", languages=_listed(read, words))] if len(read) else []
    if len(unread):
        sentences.append(words("languages.unread", languages=_listed(unread, words)))
    if undecided := float(rows["undecided"].sum()):
        sentences.append(words("languages.undecided", share=words.numbers.percent(undecided, 0)))
    return " ".join(sentences)


def _languages(results: Results) -> pd.DataFrame:
    """Known languages with their shares of all posts, the most frequent first."""
    rows = table(results, "languages")
    read = pd.DataFrame(
        {name: texts(rows, name) for name in ("language", "scorer")}
        | {name: numbers(rows, f"n_{name}") for name in ("posts", "undecided")}
    )
    read = read[(read["language"] != "") & (read["posts"] > 0)].fillna({"undecided": 0.0})
    whole = float(read["posts"].sum())
    return read.assign(posts=read["posts"] / whole, undecided=read["undecided"] / whole)


def _listed(rows: pd.DataFrame, words: Words) -> str:
    names = (words.of_code("warning_language", code) for code in rows["language"])
    shares = (
        words.numbers.percent(share, 0 if 0.1 <= share <= 0.99 or share == 1.0 else 1)
        for share in rows["posts"]
    )
    return ", ".join(f"{name} ({share})" for name, share in zip(names, shares, strict=True))
