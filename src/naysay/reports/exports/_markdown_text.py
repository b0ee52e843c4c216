"""Text in which Markdown finds nothing to read."""

from __future__ import annotations

import re
from typing import Final

from naysay.study.characters import readable

_MARKUP: Final = re.compile(
    r"""[\\`*_\[\]<>&|~$]            # read anywhere in a line
    | ^(?:[#+\-=]|[0-9]+(?=[.)](?:\s|$)))    # a heading, a list or a rule at its beginning
    | (?<=\w)@(?=\w)                 # an address
    | :(?=//|[\w+\-]+:)              # a link, or the name of an emoji
    | (?<=\bwww)\.                   # a link without its scheme
    """,
    re.VERBOSE | re.IGNORECASE,
)


def escaped(text: str) -> str:
    """``text`` on one line, with an escape before all that Markdown would read."""
    return _MARKUP.sub(_mark, readable(text))


def _mark(markup: re.Match[str]) -> str:
    return f"\\{markup[0]}" if not markup[0].isdigit() else f"{markup[0]}\\"
