"""Streams the entries of a feed (RSS 0.9 to 2.0 or Atom) from its bytes, in bounded memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from naysay.data.forums._archives import DamagedError
from naysay.data.forums._lines import DAMAGED
from naysay.data.forums._plain_text import BREAKS
from naysay.data.forums.base import LONGEST_ROW

DEEPEST: Final = 100
"""Elements inside each other. Feeds have about five, and a post in XHTML some more."""
_ATOM: Final = "http://www.w3.org/2005/Atom"
_RSS: Final = frozenset(
    {
        "",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
    }
)
_KNOWN: Final = {
    "http://purl.org/dc/elements/1.1/": {"creator", "date"},
    "http://purl.org/rss/1.0/modules/content/": {"encoded"},
    _ATOM: {"title", "summary", "content", "published", "updated", "id", "author", "link"},
}
"""What an entry is made of, by namespace; an element of another one may have the same name and mean more."""
_OF_RSS: Final = {"title", "description", "pubdate", "guid", "link", "author", "isin", "date"}


@dataclass
class Entry:
    """One item or entry: the texts of its elements by name, as they stand there, and where it begins.

    ``is_html`` has the elements whose text is HTML. ``feed`` is the title of the feed. Where the rest of a
    feed cannot be read there is one last entry whose ``reason`` says why.
    """

    line: int
    feed: str = ""
    texts: dict[str, list[str]] = field(default_factory=dict)
    is_html: set[str] = field(default_factory=set)
    reason: str = ""

    def first(self, *names: str) -> str:
        """The first text of the first element that has one; empty where none has."""
        return next((text for name in names for text in self.texts.get(name, ()) if text.strip()), "")


class _TooDeepError(ValueError):
    pass


def entries(source: Iterable[bytes]) -> Iterator[Entry]:
    """The entries of a feed, one after another.

    XML that is not well-formed ends them (not_xml), and so does a file that declares entities or nests too
    deep (xml_refused), one without the end of an entry for LONGEST_ROW bytes (row_too_long) and a damaged
    archive.

    Raises
    ------
    DataError
        What ``source`` raises: a file that unpacks to more than is allowed.
    """
    target = _Target()
    parser = DefusedXMLParser(target=target)
    target.line_of = parser.parser
    blocks, since, reason = iter(source), 0, ""
    try:
        for block in blocks:
            parser.feed(block)
            since = 0 if target.complete else since + len(block)
            yield from target.taken()
            if since > LONGEST_ROW:
                reason = "row_too_long"
                break
        else:
            parser.close()
    except DamagedError:
        reason = DAMAGED
    except (DefusedXmlException, _TooDeepError):
        reason = "xml_refused"
    except (ParseError, LookupError, ValueError):  # the latter two of encodings that it cannot read
        reason = "not_xml"
    yield from target.taken()
    if reason:
        yield Entry(target.line, reason=reason)
        with suppress(DamagedError):
            deque(blocks, maxlen=0)  # so that a file that unpacks to too much is refused all the same


class _Target:
    """What the parser tells goes here."""

    def __init__(self) -> None:
        self.complete: list[Entry] = []
        self.line_of: object = None
        self._feed = ""
        self._inside: list[str] = []
        self._entry: Entry | None = None
        self._entry_depth = 0
        self._name = ""
        self._parts: list[str] | None = None

    @property
    def line(self) -> int:
        """The line that is read."""
        return int(getattr(self.line_of, "CurrentLineNumber", 1))

    def taken(self) -> list[Entry]:
        """The entries that are complete, once."""
        complete, self.complete = self.complete, []
        return complete

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        namespace, _, name = tag.rpartition("}")
        namespace, name = namespace[1:], name.lower()
        depth = len(self._inside) + 1
        if depth > DEEPEST:
            raise _TooDeepError
        if self._entry is None and name in ("item", "entry") and (namespace in _RSS or namespace == _ATOM):
            self._entry, self._entry_depth = Entry(self.line, self._feed), depth
        elif self._entry is not None and depth == self._entry_depth + 1:
            self._begin(self._entry, namespace, name, attributes)
        elif self._parts is not None and self._entry is not None:
            self._parts.append(f"<{name}>" if self._name in self._entry.is_html else _break(name))
        elif self._entry is None and not self._feed and name == "title" and self._inside[-1:] in _HEADS:
            self._name, self._parts = "", []
        self._inside.append(name)

    def _begin(self, entry: Entry, namespace: str, name: str, attributes: Mapping[str, str]) -> None:
        if name not in (_OF_RSS if namespace in _RSS else _KNOWN.get(namespace, ())):
            return
        if namespace == _ATOM and name == "link":
            if attributes.get("rel", "alternate") == "alternate":
                entry.texts.setdefault("link", []).append(attributes.get("href", ""))
            return
        self._name, self._parts = name, []
        if namespace != _ATOM or attributes.get("type", "text") in ("html", "text/html"):
            entry.is_html.add(name)

    def data(self, text: str) -> None:
        if self._parts is None:
            return
        # An author of Atom has a name, and perhaps an address, which is nobody's business.
        if self._name != "author" or self._inside[self._entry_depth + 1 :] in ([], ["name"]):
            self._parts.append(text)

    def end(self, tag: str) -> None:
        del tag
        name = self._inside.pop()
        depth, entry = len(self._inside), self._entry
        if entry is None:
            if self._parts is not None and self._inside[-1:] in _HEADS:
                self._feed, self._parts = " ".join("".join(self._parts).split()), None
        elif depth == self._entry_depth and self._parts is not None:
            entry.texts.setdefault(self._name, []).append("".join(self._parts))
            self._parts = None
        elif depth == self._entry_depth - 1:
            self.complete.append(entry)
            self._entry, self._parts = None, None
        elif self._parts is not None and self._name in entry.is_html:
            self._parts.append(f"</{name}>")

    def close(self) -> None:
        """Nothing is left over."""


def _break(name: str) -> str:
    return "\n" if name in BREAKS else ""


_HEADS: Final = (["channel"], ["feed"])
"""What a title of a feed stands in."""
