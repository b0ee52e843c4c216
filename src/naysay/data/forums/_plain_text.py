"""HTML of a post as plain text: tags go, entities become characters, paragraphs become lines."""

from __future__ import annotations

import html
import re
from typing import Final

_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)[^<>]*+>|<!--[^<>]*+>")
"""A tag or a comment; "Kurs <10" is text. It looks at no character twice."""
MARKUP: Final = re.compile(
    r"</?(?:a|b|i|u|s|p|q|em|br|hr|h[1-6]|li|ol|ul|td|th|tr|tbody|thead|div|img|pre|sub|sup|code|cite|font|"
    r"span|small|mark|table|strong|script|style|figure|iframe|section|article|blockquote)(?: [^<>]*+)?/?>",
    re.IGNORECASE,
)
"""A tag that shows that a text is HTML: "<AAA> up" is none."""
_TOO_LONG: Final = re.compile(r"&#(?:[0-9]{8,}+|[xX][0-9a-fA-F]{8,}+);?")
"""The number of no character, which may have a million digits."""
BREAKS: Final = frozenset({
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "footer", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
})  # fmt: skip
"""Elements that begin a line."""
_UNREAD: Final = frozenset({"script", "style"})


def plain_text(source: str) -> str:
    """The text that a reader of the HTML ``source`` sees, without blank lines; in time that grows with it."""
    parts: list[str] = []
    place, unread = 0, ""
    for tag in _TAG.finditer(source):
        if not unread:
            parts.append(source[place : tag.start()])
        place = tag.end()
        name = (tag[2] or "").lower()
        if unread:
            unread = "" if tag[1] and name == unread else unread
        elif name in _UNREAD and not tag[1]:
            unread = name
        elif name in BREAKS:
            parts.append("\n")
    if not unread:
        parts.append(source[place:])
    return tidy_lines(html.unescape(_TOO_LONG.sub("\ufffd", "".join(parts))))


def tidy_lines(text: str) -> str:
    """``text`` with single spaces and without blank lines."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
