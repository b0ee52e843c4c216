"""The warnings of a command: caught while it works, put together, and told at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from naysay.reports.notices import notice_sentence
from naysay.reports.words import Words
from naysay.run.progress import Progress
from naysay.study.errors import Notice
from naysay.study.notices import caught, merged


@contextmanager
def warned(progress: Progress) -> Iterator[list[Notice]]:
    """What comes meanwhile is caught in the list that is handed out, and told when all is done or failed.

    ``merged`` puts it together; talk is English whatever the study's language.
    """
    with caught() as notices:
        try:
            yield notices
        finally:
            for notice in merged(notices):
                progress.say(f"warning: {notice_sentence(notice, Words('en'))}")
