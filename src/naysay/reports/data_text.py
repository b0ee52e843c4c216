"""What posts and prices a run used and how it measured them: the first sentences of a methods paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from naysay.reports.references import cited
from naysay.reports.results import Results
from naysay.reports.sections._measuring import named_part
from naysay.reports.sections._options_in_words import enumerated
from naysay.reports.sections._reading import is_of_mood, options
from naysay.reports.words import Words

MEASURES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"bullishness": ("antweiler2004",), "disagreement": ("antweiler2004",)}
)


def data_sentences(results: Results, words: Words) -> Iterator[str]:
    """Posts, which of them are left out, what negativity is, and prices."""
    if results.of_measures:
        yield _measures(results, words)
    else:
        yield _posts(results, words)
        yield _left_out(results, words)
        yield _negativity(results, words)
    yield _prices(results, words)


def _posts(results: Results, words: Words) -> str:
    posts, study = options(results, "posts"), options(results, "study")
    written, minutes = words.numbers, int(options(results, "chatter")["cutoff"])
    calendars = [options(results, "market")["calendar"]]
    calendars += [company["calendar"] for company in results.study["company"] if company["calendar"]]
    by_date = posts.get("clock") == "date_only"
    return words(
        "paper.posts",
        kept=written.count(results.counts.get("kept")),
        format=named_part("post_format", str(posts["format"]), words),
        rows_in=written.count(results.counts.get("rows_in")),
        companies=words.counted("company", len(results.study["company"])),
        start=written.date(study["start"]),
        end=written.date(study["end"]),
        calendar=", ".join(dict.fromkeys(map(str, calendars))),
        cutoff=words("methods.cutoff", minutes=words.counted("minute", minutes)) if minutes else "",
        clock=words("methods.date_only", timezone=posts["timezone"]) if by_date else "",
    )


def _measures(results: Results, words: Words) -> str:
    study, chatter, written = options(results, "study"), options(results, "chatter"), words.numbers
    calendars = [options(results, "market")["calendar"]]
    calendars += [company["calendar"] for company in results.study["company"] if company["calendar"]]
    least, most = (written.count(chatter[name]) for name in ("min_history", "history"))
    return words(
        "of_measures.paper.measures",
        kept=written.count(results.counts.get("kept")),
        rows_in=written.count(results.counts.get("rows_in")),
        companies=words.counted("company", len(results.study["company"]), "dative"),
        start=written.date(study["start"]),
        end=written.date(study["end"]),
        calendar=", ".join(dict.fromkeys(map(str, calendars))),
        sign=words(f"of_measures.paper.sign_{chatter['higher']}"),
        known=words(f"of_measures.paper.known_{chatter['dates']}", timezone=chatter["timezone"]),
        standardised=words("paper.standardised", least=least, most=most),
    )


def _left_out(results: Results, words: Words) -> str:
    """The rules by which a study leaves out posts that could have counted."""
    posts, chatter = options(results, "posts"), options(results, "chatter")
    rules = []
    if posts["retweets"] == "drop":
        rules.append(words("paper.reposts"))
    if (most := posts["max_companies"]) is not None:
        rules.append(words("paper.max_companies", companies=words.counted("company", int(most))))
    if chatter["same_text"] == "once":
        rules.append(words("paper.same_text"))
    if (most := chatter["author_posts"]) is not None:
        rules.append(words("paper.author_posts", posts=words.counted("post", int(most))))
    if (most := chatter["bot_posts"]) is not None:
        rules.append(words("paper.bot_posts", posts=words.counted("post", int(most), "dative")))
    return words("paper.left_out", limits=enumerated(rules, words)) if rules else ""


def _negativity(results: Results, words: Words) -> str:
    chatter, sentiment, written = options(results, "chatter"), options(results, "sentiment"), words.numbers
    own = ", ".join(f"{name} = {value}" for name, value in sentiment["options"].items())
    if is_of_mood(results):
        scale = words("paper.filtered", cite=cited(("durbin2012",), words))
    else:
        least, most = (written.count(chatter[name]) for name in ("min_history", "history"))
        scale = words("paper.standardised", least=least, most=most)
    measure = cited(MEASURES.get(str(chatter["measure"]), ()), words)
    return words(
        "paper.negativity",
        scorer=str(sentiment["scorer"]),
        options=words("paper.options", options=own) if own else "",
        cite=f" {cited(('hutto2014',), words)}" if sentiment["scorer"] == "vader" else "",
        bound=written.plain(chatter["negative_below"]),
        measure=" ".join(filter(None, (words(f"measure.{chatter['measure']}"), measure))),
        weights=words("methods.shared_weights") if chatter.get("weight") == "shared" else "",
        standardised=scale,
        posts=words.counted("post", int(chatter["min_posts"]), "dative"),
    )


def _prices(results: Results, words: Words) -> str:
    prices, index = options(results, "prices"), options(results, "market")["benchmark"]
    jumps, days = ", ".join(map(str, prices["jumps"])), int(prices["date_shift"])
    return words(
        "paper.prices",
        source=named_part("price_source", str(prices["source"]), words),
        benchmark=words("methods.benchmark", ticker=index) if index else "",
        shift=words("paper.shift_later" if days > 0 else "paper.shift_earlier") if days else "",
        jumps=words("paper.jumps", jumps=jumps) if jumps else "",
    )
