"""The newest month of the company in focus, and what changed since the last report."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from naysay.reports.blocks import Block, Bullets, Heading, Paragraph, TableBlock
from naysay.reports.numbers import timestamp
from naysay.reports.results import Results
from naysay.reports.sections._month_numbers import MonthNumbers, NewestMonth, newest_month, peers_of
from naysay.reports.sections._month_since import since_last
from naysay.reports.sections._month_storms import each, of_peers, storms_listed, storms_of_month, told_storm
from naysay.reports.sections._reading import company_name, options
from naysay.reports.sections._storms import counted
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words


def build(results: Results, words: Words) -> SectionContent:
    newest = newest_month(results)
    if newest is None:
        blocks: list[Block] = [Heading(words("month.heading_none")), Paragraph(words("month.none"))]
        return SectionContent((*blocks, *since_last(results, words)))
    has_events = "event_study" in options(results, "study")["methods"]
    storms = storms_of_month(results, newest.now.month) if has_events else None
    own = [] if storms is None else [told_storm(results, one, words) for one in each(storms, results.focus)]
    blocks = [
        Heading(_heading(results, newest.now, words)),
        _table(results, newest, words),
        Paragraph(" ".join([*_tone(newest, words), *_lead_in(results, newest, words, n=len(own))])),
    ]
    if own:
        blocks.append(Bullets(tuple(own)))
    if storms is not None:
        blocks.append(Paragraph(" ".join(_storms(results, storms, newest.now, words, n=len(own)))))
    blocks.append(Paragraph(" ".join(_rule(results, newest, words)), "small"))
    return SectionContent((*blocks, *since_last(results, words)))


def _heading(results: Results, now: MonthNumbers, words: Words) -> str:
    company = company_name(results, results.focus)
    month = words.numbers.month_of_year(now.month)
    if now.complete:
        return words("month.heading", month=month, company=company)
    until = words.numbers.day(now.last_session)
    return words("month.heading_part", month=month, until=until, company=company)


def _table(results: Results, newest: NewestMonth, words: Words) -> TableBlock:
    """Rows are the posts, the share and the price; a column that has nothing to say is left out."""
    written, now, before, usual, peers = (
        words.numbers, newest.now, newest.before, newest.usual, newest.peers
    )  # fmt: skip
    with_market = bool(options(results, "market")["benchmark"])
    columns = {_name(now, words): _cells(now, words, with_market=with_market)}
    if before is not None:
        columns[_name(before, words)] = _cells(before, words, with_market=with_market)
    if usual.posts is not None:
        low, high = usual.shares or (None, None)
        columns[words("month.usual")] = [
            written.range(*usual.posts), written.percent_span(low, high, 0), ""
        ]  # fmt: skip
    if peers.n:
        price = written.percent(peers.ret, 1, sign=True)
        columns[words("month.peers")] = [written.count(peers.posts), written.percent(peers.share, 0), price]
    names = (
        words("month.posts"),
        words("month.negative"),
        words("month.price" if with_market else "month.price_alone"),
    )
    rows = list(zip(names, *columns.values(), strict=True))
    if results.of_measures:
        unknown = {written.count(None), ""}
        rows = [row for row in rows if not unknown.issuperset(row[1:])]
    return TableBlock(
        words("month.caption", month=written.month_of_year(now.month)),
        (words("month.figure"), *columns),
        tuple(rows),
        tuple("right" if place else "left" for place in range(len(columns) + 1)),
    )


def _cells(month: MonthNumbers, words: Words, *, with_market: bool) -> list[str]:
    written = words.numbers
    price = written.percent(month.ret, 1, sign=True)
    if with_market:
        price = f"{price} ({written.percent(month.market, 1, sign=True)})"
    return [written.count(month.posts), written.percent(month.share, 0), price]


def _name(month: MonthNumbers, words: Words) -> str:
    if not month.complete:
        return words("month.until", day=words.numbers.day(month.last_session))
    day = timestamp(month.month)
    return words.numbers.count(None) if day is None else words.numbers.month(day.month)


def _tone(newest: NewestMonth, words: Words) -> Iterator[str]:
    """Whether the tone was as usual, and the number of posts where it was not."""
    now, usual = newest.now, newest.usual
    place = usual.of_share(now)
    if not now.posts:
        yield words("month.no_posts")
    elif place is None:
        yield words("month.tone_unknown", reason=words.reason(usual.reason))
    elif place == "usual":
        yield words("month.tone_usual")
    else:
        low, high = usual.shares or (None, None)
        yield words(
            f"month.tone_{place}",
            share=words.numbers.percent(now.share, 0),
            usual=words.numbers.percent_span(low, high, 0),
        )
    if now.posts and usual.of_posts(now) in ("above", "below"):
        yield words(f"month.posts_{usual.of_posts(now)}")


def _lead_in(results: Results, newest: NewestMonth, words: Words, *, n: int) -> Iterator[str]:
    """What leads over to the list of ``n`` storms."""
    if n:
        kind = "storm" if counted(results) else "event"
        month = words.numbers.month_of_year(newest.now.month)
        yield words("month.lead_in", storms=words.counted(kind, n), month=month)


def _storms(
    results: Results, storms: pd.DataFrame, now: MonthNumbers, words: Words, *, n: int
) -> Iterator[str]:
    """How many storms there were, of the company and of its peers; what is no storm is called an event."""
    kind = "storms" if counted(results) else "events"
    month = words.numbers.month_of_year(now.month)
    if n:
        yield words(f"month.{kind}_alone")
    else:
        yield words(f"month.no_{kind}", company=company_name(results, results.focus), month=month)
    peers = peers_of(results)
    theirs = of_peers(storms, peers)
    whose = company_name(results, peers[0]) if len(peers) == 1 else words("month.the_peers")
    if len(theirs):
        number = words.counted(kind.removesuffix("s"), len(theirs))
        yield words("month.of_peers", peers=whose, n=number, storms=storms_listed(results, theirs, words))
    elif peers:
        yield words(f"month.no_{kind}_of_peers" if n else f"month.nor_{kind}_of_peers", peers=whose)


def _rule(results: Results, newest: NewestMonth, words: Words) -> Iterator[str]:
    """What the columns of the table are, for whoever asks."""
    now, before, usual, peers = newest.now, newest.before, newest.usual, newest.peers
    if before is not None and before.sessions != now.sessions:
        yield words(
            "month.sessions",
            now=words.numbers.count(now.sessions),
            before=words.numbers.count(before.sessions),
            month=_name(now, words),
            month_before=_name(before, words),
        )
    if usual.posts is not None:
        sessions = words.counted("session", now.sessions)
        yield words("month.usual_is", n=words.numbers.count(usual.n_months), sessions=sessions)
    elif usual.reason:
        yield words("month.usual_none", reason=words.reason(usual.reason))
    if peers.n == 1 and len(peers_of(results)) == 1:
        yield words("month.peer_is", company=company_name(results, peers_of(results)[0]))
    elif peers.n:
        yield words("month.peers_are", companies=words.counted("company_dative", peers.n))


SECTION = ReportSection("month", build)
