"""What columns are usually called, in English and German, by what they hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final, Literal

Role = Literal["id", "posted_at", "clock", "text", "title", "company", "author", "forum", "score", "reach"]
"""clock: a time of day beside a column of dates; title: what stands above a text; score: a tone that the
source has worked out; reach: likes, votes and views, which are nobody's opinion."""

_NAMES: Final[Mapping[Role, str]] = {
    "id": """
        id, post id, postid, tweet id, message id, comment id, submission id, status id, id str, guid, uuid,
        beitrags nr, beitragsnr, beitragsnummer, beitrags id, nr, nummer, kennung, lfd nr, laufende nummer,
        resource id, mention id, item id, document id, doc id, key, permalink, url, link
    """,
    "posted_at": """
        posted at, created at, created utc, createdat, created, published, published at, published utc,
        timestamp, time stamp, datetime, date time, date, time, when, post date, posted, postdate, pubdate,
        published date, publish date, publication date, creation date, date created, tweet created at,
        datum, zeitpunkt, zeitstempel, veröffentlicht am, veröffentlicht, veröffentlichungsdatum,
        erstellt, erstellt am, erstellungsdatum, datum uhrzeit, datum und uhrzeit, datum zeit, eingestellt am,
        geschrieben am, verfasst am, publiziert am, gepostet am, posted on, created on, published on, epoch
    """,
    "clock": "uhrzeit, zeit, time, clock, time of day, tageszeit, hour, stunde",
    "text": """
        text, full text, body, message, content, comment, tweet, post, post text, message body, selftext,
        snippet, caption, description, tweet text, contents, post body, hit sentence, mention content,
        beitrag, beitragstext, inhalt, nachricht, kommentar, volltext, meldung, posting, text des beitrags,
        textauszug, auszug, ausschnitt, beschreibung
    """,
    "title": "title, headline, subject, heading, topic, thread, titel, überschrift, betreff, thema, name",
    "company": """
        company, ticker, symbol, stock, companies, tickers, symbols, isin, wkn, security, brand, company name,
        ticker symbol, cashtag, cashtags, unternehmen, firma, wert, aktie, gesellschaft, marke, emittent,
        unternehmensname, firmenname, wertpapier, konzern
    """,
    "author": """
        author, user, username, user name, screen name, writer, handle, poster, account, user id, userid,
        author name, author id, nickname, creator, from, author username, full name,
        autor, verfasser, nutzer, benutzer, benutzername, nutzername, name des autors, autorin, absender
    """,
    "forum": """
        forum, source, board, subreddit, platform, site, channel, domain, source name, community, network,
        website, content source name, quelle, plattform, kanal, portal, medium, quellenname, seite
    """,
    "score": """
        sentiment, tone, polarity, sentiment label, sentiment score, sentiments, entities sentiment,
        tonalität, stimmung, tonalitaet, bewertung, einstufung, sentimentwert
    """,
    "reach": """
        score, likes, like num, like count, retweets, retweet num, replies, comments, num comments, comms num,
        comment num, views, upvotes, ups, downs, followers, reach, reichweite, aufrufe, gefällt mir,
        antworten, upvote ratio, favorites, favorite count, retweet count, reply count, quote count
    """,
}
_DATES: Final = frozenset({"date", "datum", "day", "tag"})
_CLOSES: Final = frozenset({"close", "schluss", "schlusskurs", "settle"})
LONGEST_HEADING: Final = 5
"""Words."""
_WORDS: Final = re.compile(r"[^\W_]+")
_HUMPS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_GERMAN: Final = """
    beitrag beitrags datum uhrzeit firma unternehmen quelle autor titel inhalt nachricht tonalitaet reichweite
    nutzer kommentar verfasser zeitpunkt veroeffentlicht erstellt aktie wert stimmung nr zeit schlusskurs
    eroeffnung schluss hoch tief erster stuecke volumen tageshoch tagestief kurs
"""
GERMAN: Final = frozenset(_GERMAN.split())
"""Words of headings that only German files have."""


def words_of(heading: str) -> tuple[str, ...]:
    """The words of a heading in small letters, umlauts written out: ``createdAt`` is created, at."""
    text = unicodedata.normalize("NFC", _HUMPS.sub(" ", heading)).lower().translate(_UMLAUTS)
    return tuple(_WORDS.findall(text))


def _table() -> dict[str, dict[Role, int]]:
    """Each heading, its words joined, to the place that it has among those of a role: the first fits best."""
    table: dict[str, dict[Role, int]] = {}
    for role, names in _NAMES.items():
        for place, name in enumerate(" ".join(names.split()).split(", ")):
            table.setdefault("".join(words_of(name)), {}).setdefault(role, place)
    return table


_TABLE: Final = _table()


def roles_of(heading: str) -> Mapping[Role, float]:
    """How well a heading fits the roles that it may stand for: 1 for a usual name, less for one with more.

    ``data.text`` and ``text_en`` fit less well than ``text``.
    """
    words = words_of(heading)
    exact = _TABLE.get("".join(words))
    if exact is not None:
        return {role: 1.0 - place / 200 for role, place in exact.items()}
    fits: dict[Role, float] = {}
    for count in range(min(len(words) - 1, 4), 0, -1):
        for start in (len(words) - count, 0):
            for role in _TABLE.get("".join(words[start : start + count]), {}):
                fits.setdefault(role, 0.3 + 0.1 * count)
    return fits


def look_like_cells(headings: Sequence[str]) -> bool:
    """Whether what stands where headings should is a row: a number, a sentence, and no usual name."""
    if any("".join(words_of(heading)) in _TABLE for heading in headings):
        return False
    return any(
        heading.lstrip("'\"").strip()[:1].isdigit()
        or heading.count(" ") >= LONGEST_HEADING
        or "://" in heading
        for heading in headings
    )


def is_german(headings: Sequence[str]) -> bool:
    """Whether the headings of a file have words that only German ones have."""
    return any(GERMAN.intersection(words_of(heading)) for heading in headings)


def is_priced(headings: Sequence[str]) -> bool:
    """Whether headings are those of prices: a date, and a close or a price of the day."""
    words = {word for heading in headings for word in words_of(heading)}
    return bool(words & _DATES) and bool(words & _CLOSES)
