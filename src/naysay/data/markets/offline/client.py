"""Points yfinance, the client, at another server and puts it back as it was."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

import yfinance
from yfinance import cache
from yfinance.data import YfData

from naysay.study.errors import InputError

_IN_USE: Final = threading.Lock()
_CACHES: Final = (
    (cache._TzCacheManager, "_tz_cache", cache._TzCacheDummy),
    (cache._CookieCacheManager, "_Cookie_cache", cache._CookieCacheDummy),
)


class OfflineSession:
    """A session that sends every request to ``proxy``, unencrypted, whatever proxy the client is told."""

    def __init__(self, session: Any, proxy: str) -> None:
        self._session = session
        session.trust_env = False
        session.proxies = {"http": proxy, "https": proxy}

    def get(self, url: str, **options: Any) -> Any:
        """As the session's own ``get``."""
        return self._session.get(_unencrypted(url), **options)

    def post(self, url: str, **options: Any) -> Any:
        """As the session's own ``post``."""
        return self._session.post(_unencrypted(url), **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)


@contextmanager
def pointed_at(proxy: str) -> Iterator[None]:
    """The client of this process with ``proxy`` as its only way out, without cookies and caches of the user.

    Sessions that the client is handed meanwhile are not used. What it remembers of answers is forgotten at
    both ends, and everything else is put back as it was.

    Raises
    ------
    InputError
        When it is pointed elsewhere already.
    """
    if not _IN_USE.acquire(blocking=False):
        raise InputError(
            "OfflineYahoo",
            got="a second one at the same time",
            allowed="one in a process",
            mend="Leave the first one before; one has the answers of as many symbols as you like.",
        )
    with ExitStack() as stack:
        stack.callback(_IN_USE.release)
        client = YfData()
        stack.callback(_put_back, client, dict(vars(client)))
        for manager, name, without in _CACHES:
            stack.callback(setattr, manager, name, getattr(manager, name))
            setattr(manager, name, without())
        counter = "_tz_info_fetch_ctr"
        if hasattr(yfinance.base, counter):
            stack.callback(setattr, yfinance.base, counter, getattr(yfinance.base, counter))
        session = type(client._session)()
        stack.callback(session.close)
        client._session = OfflineSession(session, proxy)
        client._set_session = lambda session: None
        client._cookie, client._crumb, client._cookie_strategy = None, None, "basic"
        forget_answers()
        yield


def forget_answers() -> None:
    """Let the client forget what it was answered, as a new process would."""
    YfData.cache_get.cache_clear()


def _put_back(client: Any, state: dict[str, Any]) -> None:
    vars(client).clear()
    vars(client).update(state)
    forget_answers()


def _unencrypted(url: str) -> str:
    return url.replace("https://", "http://", 1) if url.startswith("https://") else url
